"""Names given twice, names that a page of the site has already, files named otherwise than their module."""

import re
from collections.abc import Iterator, Sequence

from training_site.checks.files import ReadFile, Surroundings
from training_site.checks.names import Given, Names
from training_site.model import GlossaryEntry, Module
from training_site.problems import Problem
from training_site.reading.tree import Mapping, Scalar
from training_site.shape.marks import Mark, problem_at
from training_site.shape.naming import shorten
from training_site.site_map import FIXED_PAGES

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

ON_ONE_PAGE = ("checklist", "script", "vignette", "table", "activity", "reflection")
"""Kinds that share one set of ids in a module, because they are anchors on the same pages."""

UNIT_PAGES = {"index", "knowledge-check", "answers"}
"""Pages of a module that are not units."""

AT_HAND_ANCHORS = {"situations", "activities"}
"""Parts of the At hand page that are not situations."""

HANDOUT_PAGES = {"index", "large-type"}
"""Addresses below the handouts that are not handouts."""

OTHER_FOLDERS = {"facilitator", "field-reference", "handouts", "assets", "images", "search", "tags", "404"}
"""Addresses of the site that are not pages of a course."""


def check_ids(files: Sequence[ReadFile], names: Names, around: Surroundings) -> Iterator[Problem]:
    """Every name that is not unique where it has to be."""
    first: dict[tuple[str, str, str], Given] = {}
    modules = {file.stem for file in files if file.model is Module}
    for given in names.given:
        group = "exercise" if given.kind in ON_ONE_PAGE else given.kind
        group = "page" if given.kind in ("module", "shared page") else group
        scope = given.file.stem if given.file.model is Module and group != "page" else ""
        twin = first.setdefault((group, scope, given.name), given)
        if twin is not given and not _is_told_by_its_file(given, twin):
            yield _twin(given, twin)
        yield from _taken(given, around)
    for file in files:
        if file.model is Module:
            yield from _file_name(file, modules)
        yield from _terms(file)


def _twin(given: Given, twin: Given) -> Problem:
    is_module = given.file.model is Module
    where = f"in line {twin.node.line}"
    if twin.file is not given.file:
        where += f" of `{twin.file.source.path.name}`"
    kinds = f"another {given.kind}" if twin.kind == given.kind else f"the {twin.kind}"
    return _at(
        given,
        "duplicate-id",
        f"`{given.name}` is already the id of {kinds} {where}.",
        "Give this one an id of its own."
        + (" Notes of learners hang on ids: change the newer of the two." if is_module else ""),
    )


def _taken(given: Given, around: Surroundings) -> Iterator[Problem]:
    pages = {*FIXED_PAGES, *around.written_pages, *OTHER_FOLDERS}
    if (
        (given.kind in ("module", "shared page") and given.name in pages)
        or (given.kind == "unit" and given.name in UNIT_PAGES)
        or (given.kind == "handout" and given.name in HANDOUT_PAGES)
        or (given.kind == "situation" and given.name in AT_HAND_ANCHORS)
    ):
        owner, what = ("At hand page", "part") if given.kind == "situation" else ("site", "page")
        yield _at(
            given,
            "address-taken",
            f"The {owner} already has a {what} `{given.name}`, so no {given.kind} can have this id.",
            "Choose another id, one that says what it is about.",
        )


def _file_name(file: ReadFile, modules: set[str]) -> Iterator[Problem]:
    node = file.root.get("id") if isinstance(file.root, Mapping) else None
    if isinstance(node, Scalar) and node.text and node.text != file.stem:
        yield problem_at(
            file.source,
            _mark(node),
            "file-name",
            f"The module's id is `{shorten(node.text)}`, but its file is named `{file.source.path.name}`. "
            "The two have to be the same.",
            _same_name(node.text, file.stem, modules),
        )


def _same_name(name: str, stem: str, modules: set[str]) -> str:
    """The way out, which depends on whether the file may be a copy, and on what learners have seen."""
    write = f"write `id: {stem}`"
    if not _ID.fullmatch(stem):
        write = "give the file a name of small letters, digits, and hyphens, and write the same after `id:`"
    if name in modules:
        return (
            f"If this is a copy of `{name}.yml`, take it out of the folder, or bring back what stood in it. "
            f"If it is a module of its own, {write}."
        )
    if not _ID.fullmatch(name):
        return f"{write[:1].upper()}{write[1:]}."
    return (
        "If the module was there before, keep its id, because learners' notes hang on it: "
        f"rename the file to `{name}.yml`. If it is new, {write}."
    )


def _is_told_by_its_file(given: Given, twin: Given) -> bool:
    """Whether one of two modules with the same id is in a file of another name, which is told there."""
    named_right = [each.name == each.file.stem for each in (given, twin)]
    return given.kind == twin.kind == "module" and named_right.count(True) == 1


def _terms(file: ReadFile) -> Iterator[Problem]:
    first: dict[str, Scalar] = {}
    for place in file.places:
        if place.model is not GlossaryEntry or place.name not in ("term", "also"):
            continue
        if not isinstance(place.node, Scalar):
            continue
        twin = first.setdefault(place.node.text.lower(), place.node)
        if twin is not place.node:
            yield problem_at(
                file.source,
                _mark(place.node),
                "duplicate-term",
                f"“{shorten(place.node.text)}” is already explained in line {twin.line}, "
                "so its tooltip would not know which meaning to show.",
                "Keep it in one entry only.",
            )


def _at(given: Given, rule: str, message: str, hint: str) -> Problem:
    return problem_at(given.file.source, _mark(given.node), rule, message, hint)


def _mark(node: Scalar) -> Mark:
    return Mark(node.line, node.column, len(node.text) + 2 * bool(node.style))
