"""One page from its template: what all makers of pages share.

Knows the templates and the site map; which pages there are is the business of ``pages`` and of the
modules that it asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

from training_site.finished_html import FinishedHtml, finish_html
from training_site.model import Block
from training_site.site_map import SiteMap
from training_site.templating import HEADING, description_html, render, slug, title_html

ACCENTS = ("pine", "terracotta", "dusk", "plum")

NOTHING: Mapping[str, object] = {}
UNSEARCHED: Mapping[str, object] = {"search": {"exclude": True}}


@dataclass(frozen=True)
class Page:
    """A page of the site before any engine has seen it."""

    path: str
    """Its source path, such as ``noticing-discomfort/five-sources.md``."""

    marked: str
    """Front matter and text, with a mark before each heading."""

    source: str
    """The module file it was made from, such as ``noticing-discomfort.yml``; empty when from none."""

    meta: Mapping[str, object]
    """What the front matter says."""

    made: FinishedHtml | None = None
    """Its HTML, when that is kept from an earlier build; then there is no text."""

    @property
    def markdown(self) -> str:
        """Front matter and text."""
        return self.marked.replace(HEADING, "")

    @cached_property
    def finished(self) -> FinishedHtml | None:
        """Its HTML; None when an engine has to make it."""
        return self.made or finish_html(self.body)

    @property
    def body(self) -> str:
        """The text without its front matter, with a mark before each heading."""
        return self.marked.split("\n---\n", 1)[1].lstrip("\n")


@dataclass(frozen=True)
class PlacedHeading:
    """A block with the level its heading takes on its page and an anchor that is unique there."""

    block: Block
    level: int
    anchor: str


@dataclass(frozen=True)
class Printer:
    """Makes one page from its template; holds what all pages share."""

    site: SiteMap
    drawings: Mapping[str, str]
    only: str | None = None
    """The one page that is wanted, for a preview; the others stay empty."""

    def page(
        self,
        path: str,
        source: str,
        title: str,
        *,
        about: str,
        template: str = "",
        meta: Mapping[str, object] = NOTHING,
        **values: object,
    ) -> Page:
        """The page at ``path``, from the template named like it or from another one."""
        if self.only is not None and path != self.only:
            return Page(path, "", source, NOTHING)
        template = template or path.removesuffix(".md")
        values = {"title": title, "accent": ACCENTS[0], **values}
        meta = {
            "title": title_html(title),
            "description": description_html(about),
            "accent": values["accent"],
            "kind": template,
            **meta,
        }
        view = self.site.seen_from(path)
        marked = render(f"pages/{template}.md.jinja", view, self.drawings, meta=meta, **values)
        return Page(path, marked, source, meta)


def placed_headings(blocks: tuple[Block, ...], taken: tuple[str, ...] = ()) -> tuple[PlacedHeading, ...]:
    """The blocks with heading levels that never skip one and anchors that are unique on a page.

    A block with an id has it as its anchor, because other pages link there; the rest give way.
    """
    placed = []
    anchors = {*taken, *filter(None, map(_own_anchor, blocks)), *chain.from_iterable(map(_former, blocks))}
    under_heading = False
    for number, block in enumerate(blocks, start=1):
        anchor = _own_anchor(block) or _free_anchor(block, number, anchors)
        anchors.add(anchor)
        under_heading = under_heading or block.heading is not None
        placed.append(PlacedHeading(block, 3 if under_heading and not block.heading else 2, anchor))
    return tuple(placed)


def _own_anchor(block: Block) -> str | None:
    return getattr(block.content, "id", None)


def _former(block: Block) -> tuple[str, ...]:
    return getattr(block.content, "former_ids", ())


def _free_anchor(block: Block, number: int, taken: set[str]) -> str:
    wanted = slug(block.heading) if block.heading else f"{block.kind.replace('_', '-')}-{number}"
    numbered = (f"{wanted}-{n}" for n in count(number))
    return next(anchor for anchor in chain([wanted], numbered) if anchor not in taken)
