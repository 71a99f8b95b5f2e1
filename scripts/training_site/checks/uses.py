"""Names that are used and given nowhere: references, passages, objectives, situations, drawings."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence

from training_site.checks.files import ReadFile, Surroundings, words
from training_site.checks.ids import ON_ONE_PAGE
from training_site.checks.names import Names
from training_site.mentions import find_mentions
from training_site.model import (
    Activity,
    AgendaItem,
    Block,
    Checklist,
    ConfidenceStatement,
    DerivedFrom,
    Figure,
    HandoutPart,
    LearningPath,
    Module,
    ModulePlan,
    Passages,
    Question,
    Reflection,
    SafetyPanel,
    Script,
    Unit,
)
from training_site.model.text import Value
from training_site.problems import Problem
from training_site.reading.tree import Items, Mapping, Scalar
from training_site.shape.marks import Mark, mark_value, mark_words, problem_at
from training_site.shape.naming import name_of, shorten
from training_site.shape.schema import Place

USES: dict[tuple[type[Value], str], str] = {
    (Module, "prerequisites"): "module",
    (Module, "derived_from"): "passage",
    (Module, "drawing"): "drawing",
    (Figure, "drawing"): "drawing",
    (Figure, "image"): "image",
    (Unit, "learning_objectives"): "learning objective",
    (Reflection, "learning_objectives"): "learning objective",
    (Question, "objective"): "learning objective",
    (ConfidenceStatement, "objective"): "learning objective",
    (Question, "passage"): "passage",
    (DerivedFrom, "passage"): "passage",
    (Checklist, "situations"): "situation",
    (Script, "situations"): "situation",
    (Activity, "situations"): "situation",
    (AgendaItem, "reflections"): "reflection",
    (Block, "safety_panel"): "safety practice",
    (Passages, "source"): "reference",
    (SafetyPanel, "sources"): "reference",
    (LearningPath, "modules"): "module",
    (ModulePlan, "module"): "module",
    (HandoutPart, "block"): "block",
    (HandoutPart, "reflections_of"): "module",
}
"""What each field names."""

IN_MODULE = {"learning objective", "reflection"}

WHERE = {
    "module": "Modules are the files beside course.yml",
    "reference": "References are in references.yml",
    "passage": "Passages are in passages.yml",
    "safety practice": "The practices of the safety spine are in safety.yml",
    "situation": "Situations are in course.yml",
    "glossary entry": "Words are explained in glossary.yml",
    "learning objective": "Learning objectives are at the top of the module",
    "reflection": "Only a reflection of the same module can be named here",
    "drawing": "Drawings are the files in overrides/drawings",
    "image": "Pictures are the files in docs/images",
    "block": "A block is named by its module's id, a slash, and its own id",
    "page": "A link can lead to a module, to `module/unit`, or to a page such as `safety-spine`",
}


def check_uses(files: Sequence[ReadFile], names: Names, around: Surroundings) -> Iterator[Problem]:
    """Every name that leads nowhere, and names that stand twice in one list."""
    drafts = {file.stem for file in files if file.model is Module and file.is_draft}
    for file in files:
        for place in file.places:
            kind = USES.get((place.model, place.name)) if place.model else None
            if kind and place.spec.kind == "list":
                yield from _twice(file, place)
            elif kind and place.spec.kind == "word" and isinstance(place.node, Scalar):
                yield from _check_use(file, place, place.node, kind, names, around)
            elif place.spec.text in ("inline", "prose") and isinstance(place.node, Scalar):
                yield from _check_mentions(file, place, place.node, names, drafts)


def known_names(kind: str, file: ReadFile, names: Names, around: Surroundings) -> Iterable[str] | None:
    """The names of a kind as seen from a file; None when they cannot be told."""
    if kind == "drawing":
        return around.drawings
    if kind == "image":
        return around.images
    if kind == "module":
        return names.modules
    if kind == "block":
        unread = any(module and each in ON_ONE_PAGE for each, module in names.hidden)
        return None if unread else block_addresses(names)
    module = file.stem if kind in IN_MODULE else ""
    return None if names.may_hide(kind, module) else names.of(kind, module)


def _check_use(
    file: ReadFile, place: Place, node: Scalar, kind: str, names: Names, around: Surroundings
) -> Iterator[Problem]:
    known = known_names(kind, file, names, around)
    if known is None or node.text in known or not node.text or not _well_formed(place):
        return
    if place.model is LearningPath and kind == "module":
        yield problem_at(
            file.source,
            mark_value(file.source, place),
            "missing-module",
            f"The learning path names the module `{node.text}`, but there is no file `{node.text}.yml`.",
            _hint(
                node.text, kind, set(known) - set(_siblings(place)), "Write the file, or take it out here."
            ),
        )
        return
    yield problem_at(
        file.source,
        mark_value(file.source, place),
        f"unknown-{kind.replace(' ', '-')}",
        f"In {name_of(place)}, `{place.name}` names {_a(kind)} `{node.text}` that does not exist.",
        _hint(node.text, kind, known),
    )


def _check_mentions(
    file: ReadFile, place: Place, node: Scalar, names: Names, drafts: set[str]
) -> Iterator[Problem]:
    for mention in find_mentions(node.text):
        typed = node.text[mention.start : mention.start + mention.length]
        mark = mark_words(file.source, node, typed, mention.start)
        if mention.kind == "citation":
            code = mention.target.startswith("S") and mention.target[1:].isdigit()
            kind = "safety practice" if code else "reference"
            known: Iterable[str] = names.of(kind)
            hides = names.may_hide(kind)
            says = f"`[@{shorten(mention.target)}]` names {_a(kind)} that does not exist."
        elif mention.kind == "term":
            kind, known, hides = (
                "glossary entry",
                names.of("glossary entry"),
                names.may_hide("glossary entry"),
            )
            says = f"this link names {_a(kind)} `{shorten(mention.target)}` that does not exist."
        else:
            kind, known = "page", names.addresses
            hides = names.may_hide("shared page") or _leads_into_unread(mention.target, names)
            says = f"this link leads to a page `{shorten(mention.target)}` that does not exist."
            module = mention.target.partition("/")[0]
            if module in drafts and file.stem != module and not (file.model is Module and file.is_draft):
                yield _leads_to_draft(file, mark, module)
        if not hides and mention.target not in known:
            rule = f"unknown-{kind.replace(' ', '-')}"
            yield problem_at(
                file.source, mark, rule, f"In {name_of(place)}: {says}", _hint(mention.target, kind, known)
            )


def block_addresses(names: Names) -> list[str]:
    """Every block of a module that has an id, as a handout names it."""
    return [
        f"{given.file.stem}/{given.name}"
        for given in names.given
        if given.kind in ON_ONE_PAGE and given.file.model is Module
    ]


def _leads_into_unread(target: str, names: Names) -> bool:
    return names.may_hide("unit", target.partition("/")[0])


def _leads_to_draft(file: ReadFile, mark: Mark, module: str) -> Problem:
    return problem_at(
        file.source,
        mark,
        "leads-to-draft",
        f"This link leads to the module `{module}`, which is a draft and left out of the published site.",
        "Take the link out until the module is ready, or remove `draft: true` from it.",
    )


def _siblings(place: Place) -> list[str]:
    """The names in the list at ``place``."""
    node = place.owner.node.get(place.name) if place.owner and isinstance(place.owner.node, Mapping) else None
    return [word.text for word in words(node)]


def _twice(file: ReadFile, place: Place) -> Iterator[Problem]:
    first: dict[str, Scalar] = {}
    for item in place.node.items if isinstance(place.node, Items) else ():
        if isinstance(item, Scalar) and item.text and first.setdefault(item.text, item) is not item:
            yield problem_at(
                file.source,
                Mark(item.line, item.column, len(item.text)),
                "twice-in-list",
                f"In {name_of(place)}, `{shorten(item.text)}` stands twice in `{place.name}`.",
                "Delete one of the two.",
            )


def _hint(given: str, kind: str, known: Iterable[str], otherwise: str = "") -> str:
    names = sorted(set(known))
    # One who names a unit alone means the page of that unit.
    tail = [name for name in names if kind == "page" and name.endswith(f"/{given}")]
    near = tail or difflib.get_close_matches(given[:60], names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean `{near[0]}`?" + (f" {otherwise}" if otherwise else "")
    if otherwise:
        return otherwise
    if 0 < len(names) <= 15:
        return f"{WHERE[kind]}: {', '.join(f'`{name}`' for name in names)}."
    return f"{WHERE[kind]}."


def _well_formed(place: Place) -> bool:

    node = place.node
    return isinstance(node, Scalar) and bool(re.search(place.spec.pattern, node.text))


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
