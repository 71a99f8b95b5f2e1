"""A small course with every class, field and kind of block of the model, made by asking the model.

A new text field is in it by itself. A new id, number or address needs a value in ``VALUES``: until it
has one, ``complete`` fails and says which field is meant.
"""

from collections.abc import Callable
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from training_site.model import (
    Activity,
    AgendaItem,
    AvoidedPhrase,
    Block,
    Checklist,
    Choice,
    ConfidenceStatement,
    Course,
    CrisisContact,
    DerivedFrom,
    Figure,
    Form,
    Glossary,
    GlossaryEntry,
    Handout,
    HandoutPart,
    KnowledgeCheck,
    LearningObjective,
    LearningPath,
    Module,
    ModulePlan,
    Passage,
    Passages,
    PostTest,
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
from training_site.model.blocks import MODULE_KINDS, AgeBand
from training_site.model.text import TextKind
from training_site.model.walk import text_kind

TextMaker = Callable[[str, TextKind], str]
"""Makes the text of a field from its name, such as ``Checklist title``, and its kind."""

Fields = dict[str, Any]

FIRST, SECOND = "first-module", "second-module"

VALUES: dict[tuple[type[BaseModel], str], Any] = {
    (Activity, "id"): "sample-activity",
    (Activity, "minutes"): 5,
    (Activity, "situations"): ["opening"],
    (AgeBand, "from_"): 6,
    (AgeBand, "to"): 12,
    (AgendaItem, "minutes"): 20,
    (AgendaItem, "reflections"): ["sample-reflection"],
    (AvoidedPhrase, "allowed_in"): ["scripts"],
    (Block, "confidence_check"): "before",
    (Block, "safety_panel"): ["S1"],
    (Checklist, "id"): "sample-checklist",
    (Checklist, "situations"): ["opening"],
    (ConfidenceStatement, "id"): "sample-statement",
    (ConfidenceStatement, "objective"): "sample-objective",
    (CrisisContact, "link"): "tel:988",
    (DerivedFrom, "passage"): "p1",
    (Figure, "drawing"): None,
    (Figure, "image"): "picture.png",
    (Form, "lines"): 2,
    (GlossaryEntry, "id"): "sample-word",
    (Handout, "id"): "sample-handout",
    (Handout, "large_type_points"): 17,
    (HandoutPart, "all_of"): "activities",
    (HandoutPart, "block"): "first-module/sample-script",
    (HandoutPart, "reflections_of"): "first-module",
    (KnowledgeCheck, "duration_minutes"): 9,
    (LearningObjective, "id"): "sample-objective",
    (LearningPath, "feedback_link"): "https://example.org/feedback",
    (LearningPath, "modules"): [FIRST, SECOND],
    (Module, "derived_from"): ["p1"],
    (Module, "draft"): False,
    (Module, "drawing"): "sample-drawing",
    (Module, "former_ids"): [],
    (Module, "id"): FIRST,
    (Module, "last_reviewed"): "2026-11-22",
    (Module, "prerequisites"): [],
    (ModulePlan, "citations"): 1,
    (ModulePlan, "exercises"): 1,
    (ModulePlan, "minutes"): 30,
    (ModulePlan, "module"): FIRST,
    (ModulePlan, "questions"): 1,
    (ModulePlan, "units"): 1,
    (Passage, "id"): "p1",
    (Passages, "source"): "sample-article",
    (PostTest, "at_least_per_module"): 1,
    (PostTest, "duration_minutes"): 10,
    (PostTest, "pass_mark"): 80,
    (PostTest, "questions"): 2,
    (Question, "id"): "sample-question",
    (Question, "objective"): "sample-objective",
    (Question, "passage"): "p1",
    (Question, "topic"): None,
    (Reference, "doi"): "10.1234/sample",
    (Reference, "id"): "sample-article",
    (Reference, "not_for"): ["cause"],
    (Reference, "url"): "https://example.org/article",
    (Reference, "year"): "2020",
    (Reflection, "former_ids"): [],
    (Reflection, "id"): "sample-reflection",
    (Reflection, "learning_objectives"): ["sample-objective"],
    (Reflection, "minutes"): 3,
    (SafetyCode, "code"): "S1",
    (SafetyPanel, "sources"): ["sample-article"],
    (Script, "id"): "sample-script",
    (Script, "situations"): ["opening"],
    (SharedPage, "id"): "sample-page",
    (Situation, "id"): "opening",
    (Table, "id"): "sample-table",
    (Unit, "duration_minutes"): 7,
    (Unit, "former_ids"): [],
    (Unit, "id"): "sample-unit",
    (Unit, "learning_objectives"): ["sample-objective"],
    (Vignette, "id"): "sample-vignette",
}
"""What fields hold that are neither text nor another class: ids, numbers and addresses."""


def complete_course(text: TextMaker) -> Course:
    """A course of two modules in which every field is filled."""
    first = complete(Module, text)
    second = {**first, "id": SECOND, "prerequisites": [FIRST]}
    path = complete(LearningPath, text)
    return Course(
        path=LearningPath.model_validate(path),
        modules=(Module.model_validate(first), Module.model_validate(second)),
        references=References.model_validate(complete(References, text)),
        passages=Passages.model_validate(complete(Passages, text)),
        glossary=Glossary.model_validate(complete(Glossary, text)),
        safety=SafetyPanel.model_validate(complete(SafetyPanel, text)),
    )


def as_files(course: Course) -> dict[str, Fields]:
    """The course as the YAML files would hold it, by file name."""
    shared = {
        "course": course.path,
        "references": course.references,
        "passages": course.passages,
        "glossary": course.glossary,
        "safety": course.safety,
    }
    files = {**shared, **{module.id: module for module in course.modules}}
    return {
        f"{name}.yml": value.model_dump(mode="json", by_alias=True, exclude_none=True)
        for name, value in files.items()
    }


def complete(owner: type[BaseModel], text: TextMaker) -> Fields:
    """The fields of one class, each filled, in the words of the YAML."""
    filled = {
        field.alias or name: _value(owner, name, field, text) for name, field in owner.model_fields.items()
    }
    if owner is Table:
        wanted = f"{Table.__name__} rows"
        cells = [text(f"{wanted} {n}", TextKind("inline")) for n in (1, 2, 3)]
        columns = [text(f"{Table.__name__} columns {n}", TextKind("line")) for n in (1, 2, 3)]
        filled |= {"columns": columns, "rows": [cells]}
    return {name: value for name, value in filled.items() if value is not None}


def _value(owner: type[BaseModel], name: str, field: FieldInfo, text: TextMaker) -> Any:
    if (owner, name) in VALUES:
        return VALUES[owner, name]
    label = f"{owner.__name__} {name}"
    kind = text_kind(owner, name)
    classes = _classes_in(field.annotation)
    if Block in classes:
        kinds = {kind: _value(Block, kind, inner, text) for kind, inner in Block.model_fields.items()}
        shared = owner in (SharedPage, HandoutPart)
        blocks = [{kind: kinds[kind]} for kind in kinds if not (shared and kind in MODULE_KINDS)]
        return [_renamed(block) for block in blocks] if owner is HandoutPart else blocks
    if Choice in classes:
        return [{**complete(Choice, text), "correct": right} for right in (True, False)]
    if classes:
        made = complete(classes[0], text)
        return [made] if _is_list(field.annotation) else made
    if kind is not None:
        if not _is_list(field.annotation):
            return text(label, kind)
        least = next((rule.min_length for rule in field.metadata if hasattr(rule, "min_length")), 1)
        return [text(f"{label} {number}" if least > 1 else label, kind) for number in range(1, least + 1)]
    if field.annotation is bool:
        return True
    if get_origin(field.annotation) is Literal:
        return get_args(field.annotation)[-1]
    raise AssertionError(f"give tests/sample_course.py a value for {owner.__name__}.{name}")


def _renamed(block: dict[str, Any]) -> dict[str, Any]:
    """The block under an id of its own: in course.yml the shared pages have taken the usual one."""
    return {
        kind: {**content, "id": f"handout-{content['id']}"}
        if isinstance(content, dict) and "id" in content
        else content
        for kind, content in block.items()
    }


def _classes_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _classes_in(part)]


def _is_list(annotation: Any) -> bool:
    if get_origin(annotation) is tuple:
        return True
    return get_origin(annotation) in (Union, UnionType) and any(
        _is_list(part) for part in get_args(annotation)
    )
