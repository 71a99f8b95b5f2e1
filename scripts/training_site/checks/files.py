"""What the checks across files look at: every file as read, and what stands around the folder."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from training_site.model.text import Value
from training_site.problems import Problem
from training_site.reading.source import Source, read_source
from training_site.reading.tree import Items, Mapping, Node, Scalar
from training_site.shape.schema import Place, walk


@dataclass(frozen=True)
class ReadFile:
    """One file: its text, its tree, and the class that its content belongs to."""

    source: Source
    model: type[Value]
    root: Node | None
    """None when the file could not be read."""
    whole: bool = True
    """Whether nothing in the file had to be left aside, such as an unknown key."""
    checked: bool = False
    """Whether the file is known to be right; then its tree is an outline, for the checks of other files."""
    walked: tuple[Place, ...] = field(default=(), compare=False, repr=False)
    """Every node that has a place in the model, where someone walked the tree already."""

    @cached_property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.source.path.stem

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every node that has a place in the model."""
        return self.walked or (tuple(walk(self.root, self.model)) if self.root else ())

    @cached_property
    def texts(self) -> tuple[tuple[Place, Scalar], ...]:
        """Every text for readers, with its place."""
        return tuple(
            (place, place.node) for place in self.places if place.spec.text and isinstance(place.node, Scalar)
        )

    @cached_property
    def reading_matter(self) -> str:
        """All texts for readers as one, each on lines of its own: what is not in it is in none of them."""
        return "\n".join(node.text for _, node in self.texts)

    @cached_property
    def vocabulary(self) -> str:
        """Every word of the texts once: a third of their length, where it is only asked what is in them."""
        return "\n".join(set(self.reading_matter.split()))

    @cached_property
    def is_draft(self) -> bool:
        """Whether the module in it says that it is being written."""
        return top_text(self, "draft").lower() in ("true", "yes", "on", "1", "t", "y")


@dataclass(frozen=True)
class Surroundings:
    """Names of what lies around the folder of modules; None where there is no such place."""

    drawings: frozenset[str] | None = None
    images: frozenset[str] | None = None
    written_pages: frozenset[str] = field(default=frozenset())
    written: tuple[Source, ...] = ()
    """The pages written by hand, as far as they can be read."""
    unread: tuple[Problem, ...] = ()
    """Why the others cannot be."""


def look_around(folder: Path) -> Surroundings:
    """The drawings, pictures and hand-written pages of the site that ``folder`` belongs to."""
    site = folder.resolve().parent
    drawings, images, docs = site / "overrides" / "drawings", site / "docs" / "images", site / "docs"
    pages = sorted(docs.glob("*.md"))
    read = [read_source(path, docs) for path in pages]
    return Surroundings(
        frozenset(path.stem for path in drawings.glob("*.svg")) if drawings.is_dir() else None,
        frozenset(path.name for path in images.iterdir()) if images.is_dir() else None,
        frozenset(path.stem for path in pages),
        tuple(source for source, _ in read if source),
        tuple(problem for source, problems in read if source is None for problem in problems),
    )


def top_text(file: ReadFile, key: str) -> str:
    """The text under a key at the top of a file; empty when there is none."""
    node = file.root.get(key) if isinstance(file.root, Mapping) else None
    return node.text if isinstance(node, Scalar) else ""


def words(node: Node | None) -> list[Scalar]:
    """The texts of a list, as far as it is one."""
    return [item for item in node.items if isinstance(item, Scalar)] if isinstance(node, Items) else []
