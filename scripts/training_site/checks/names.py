"""Where every name of the course is given: ids of modules, units, questions, references and so on.

A name counts as unknown only when every place that could give it was readable: `Names.hidden`
holds the kinds of which some may be missing because of another mistake.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from training_site.checks.files import ReadFile, Surroundings
from training_site.model import (
    Activity,
    Checklist,
    ConfidenceStatement,
    Glossary,
    GlossaryEntry,
    Handout,
    LearningObjective,
    LearningPath,
    Module,
    Passage,
    Passages,
    Question,
    Reference,
    References,
    Reflection,
    SafetyCode,
    SafetyPanel,
    Script,
    SharedPage,
    Situation,
    Table,
    Unit,
    Vignette,
)
from training_site.model.text import Value
from training_site.reading.tree import Items, Mapping, Scalar
from training_site.shape.schema import Place, Spec, fields_of
from training_site.site_map import FIXED_PAGES

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|S[1-9][0-9]?")

KINDS: dict[type[Value], str] = {
    Reference: "reference",
    Passage: "passage",
    GlossaryEntry: "glossary entry",
    SafetyCode: "safety practice",
    Situation: "situation",
    SharedPage: "shared page",
    Handout: "handout",
    Module: "module",
    Unit: "unit",
    LearningObjective: "learning objective",
    Question: "question",
    ConfidenceStatement: "statement",
    Checklist: "checklist",
    Script: "script",
    Vignette: "vignette",
    Table: "table",
    Activity: "activity",
    Reflection: "reflection",
}
"""Every class whose values have a name."""

SHARED: tuple[type[Value], ...] = (References, Passages, Glossary, SafetyPanel, LearningPath)
"""Classes of the files of which there is only one."""


@dataclass(frozen=True)
class Given:
    """A name where it is given."""

    kind: str
    name: str
    file: ReadFile
    node: Scalar


@dataclass
class Names:
    """All names of a course; asked only once all are gathered."""

    given: list[Given] = field(default_factory=list)
    hidden: set[tuple[str, str]] = field(default_factory=set)
    """Kind and module (empty for shared kinds) of which some names may not have been readable."""
    modules: set[str] = field(default_factory=set)
    """Ids of modules, and the names of their files."""
    pages: set[str] = field(default_factory=set)
    """Pages that belong to no module and no shared page."""

    def of(self, kind: str, module: str = "") -> list[str]:
        """The names of a kind: all, or those given in one module's file."""
        return self._sorted_out.get((kind, module), [])

    def given_in(self, file: ReadFile) -> list[Given]:
        """The names that one file gives."""
        return self._by_file.get(id(file), [])

    @cached_property
    def addresses(self) -> dict[str, None]:
        """Everything that a link into the site can name, in the order in which it is proposed."""
        found = [*sorted(self.pages), *self.of("shared page"), *sorted(self.modules)]
        found += [
            "facilitator",
            "field-reference",
            "handouts",
            *(f"handouts/{handout}" for handout in self.of("handout")),
        ]
        for module in sorted(self.modules):
            found += [f"{module}/{unit}" for unit in self.of("unit", module)]
            found.append(f"{module}/knowledge-check")
        return dict.fromkeys(found)

    @cached_property
    def _sorted_out(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        misnamed = self._ids_beside_files
        for given in self.given:
            for module in ("", given.file.stem, *misnamed.get(given.file.stem, ())):
                found.setdefault((given.kind, module), []).append(given.name)
        return found

    @property
    def _ids_beside_files(self) -> dict[str, tuple[str, ...]]:
        """For a module whose file is named otherwise, its id: links to it are no mistakes of their own."""
        stems = {given.file.stem for given in self.given}
        modules = [given for given in self.given if given.kind == "module" and given.name not in stems]
        return {given.file.stem: (given.name,) for given in modules}

    @cached_property
    def _by_file(self) -> dict[int, list[Given]]:
        found: dict[int, list[Given]] = {}
        for given in self.given:
            found.setdefault(id(given.file), []).append(given)
        return found

    def may_hide(self, kind: str, module: str = "") -> bool:
        """Whether there may be names of this kind that could not be read."""
        return (kind, module) in self.hidden


def gather_names(files: Iterable[ReadFile], around: Surroundings) -> Names:
    """Every name that any file gives."""
    names = Names(pages={*FIXED_PAGES, *around.written_pages})
    seen = set()
    for file in files:
        seen.add(file.model)
        module = file.stem if file.model is Module else ""
        found = list(_given_in(file))
        names.given += found
        names.hidden |= {(kind, module) for kind in _hidden_in(file)}
        if module:
            names.modules |= {module, *(given.name for given in found if given.kind == "module")}
    names.hidden |= _twins(names.given)
    for model in SHARED:
        if model not in seen:
            names.hidden |= {(kind, "") for kind in kinds_under(model)}
    return names


def _twins(given: list[Given]) -> set[tuple[str, str]]:
    """Kinds in which a name is given twice: one of the two was most likely to be another."""
    seen: set[tuple[str, str, str]] = set()
    found = set()
    for one in given:
        scope = one.file.stem if one.file.model is Module else ""
        key = (one.kind, scope, one.name)
        if key in seen:
            found.add((one.kind, scope))
        seen.add(key)
    return found


def _given_in(file: ReadFile) -> Iterator[Given]:
    for place in file.places:
        kind = KINDS.get(place.spec.model) if place.spec.kind == "group" and place.spec.model else None
        node = _name_node(place) if kind else None
        if kind and node and _NAME.fullmatch(node.text):
            yield Given(kind, node.text, file, node)


def _hidden_in(file: ReadFile) -> set[str]:
    if file.checked:
        return set()
    if file.root is None or not file.whole:
        return set(kinds_under(file.model))
    hidden: set[str] = set()
    for place in file.places:
        spec, node = place.spec, place.node
        if not isinstance(node, Items if spec.kind == "list" else Mapping):
            hidden |= _kinds_in(spec)
        elif spec.kind == "group" and spec.model and isinstance(node, Mapping):
            for key, kinds in _kinds_by_key(spec.model).items():
                if node.get(key) is None:
                    hidden |= kinds
            if spec.model not in KINDS:
                continue
            name = _name_node(place)
            wanted = name or fields_of(spec.model)[_key_of(spec.model)].required
            if wanted and not (name and _NAME.fullmatch(name.text)):
                hidden.add(KINDS[spec.model])
    return hidden


def _name_node(place: Place) -> Scalar | None:
    if not isinstance(place.node, Mapping):
        return None
    node = place.node.get(_key_of(place.spec.model))
    return node if isinstance(node, Scalar) else None


def _key_of(model: type[Value] | None) -> str:
    return "code" if model is SafetyCode else "id"


def _kinds_in(spec: Spec) -> frozenset[str]:
    while spec.item:
        spec = spec.item
    return kinds_under(spec.model) if spec.model else frozenset()


@cache
def _kinds_by_key(model: type[Value]) -> dict[str, frozenset[str]]:
    """The kinds of names below each key that a group of this class has to have."""
    required = {key: _kinds_in(spec) for key, spec in fields_of(model).items() if spec.required}
    return {key: kinds for key, kinds in required.items() if kinds}


@cache
def kinds_under(model: type[Value]) -> frozenset[str]:
    """The kinds of names that a group of this class and all below it can give."""
    found = {KINDS[model]} if model in KINDS else set()
    for spec in fields_of(model).values():
        found |= _kinds_in(spec)
    return frozenset(found)
