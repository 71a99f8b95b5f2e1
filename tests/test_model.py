"""The model: what a course may hold, and that nothing in it can change or go unseen."""

from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from sample_course import as_files, complete, complete_course
from training_site import model
from training_site.model import (
    Activity,
    AvoidedPhrase,
    AvoidList,
    Block,
    Callout,
    Choice,
    Course,
    Figure,
    GlossaryEntry,
    Module,
    Question,
    Table,
    Unit,
    Value,
)
from training_site.model.blocks import MODULE_KINDS, AgeBand
from training_site.model.text import TextKind
from training_site.model.walk import walk_texts
from training_site.model.words import words_of


def all_classes(owner: type[Value] = Value) -> list[type[Value]]:
    """Every class of the model."""
    return [found for child in owner.__subclasses__() for found in (child, *all_classes(child))]


def readable(label: str, _kind: TextKind) -> str:
    """A text that names its field."""
    return f"The {label}"


CLASSES = sorted(all_classes(), key=lambda found: found.__name__)
FILED = [found for found in CLASSES if found is not Course]
"""The classes that stand in a YAML file; Course joins them."""

by_class = pytest.mark.parametrize("owner", CLASSES, ids=lambda found: found.__name__)
by_filed_class = pytest.mark.parametrize("owner", FILED, ids=lambda found: found.__name__)


def first_value(owner: type[Value]) -> Value:
    """A complete value of one class, with one kind if it is a block."""
    fields = complete(owner, readable)
    return owner.model_validate({"text": fields["text"]} if owner is Block else fields)


@by_filed_class
def test_values_are_frozen(owner):
    """No field of a value can be set once it is made."""
    value = first_value(owner)
    for name in owner.model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(value, name, None)


@by_filed_class
def test_values_hold_nothing_that_can_change(owner):
    """Lists of the YAML become tuples, so that a value can be compared and kept."""
    for field in owner.model_fields.values():
        assert not mutable_parts(field.annotation), field


def mutable_parts(annotation: Any) -> list[Any]:
    """Lists, dictionaries and sets in a type."""
    nested = [found for part in get_args(annotation) for found in mutable_parts(part)]
    return [*nested, *([annotation] if (get_origin(annotation) or annotation) in (list, dict, set) else [])]


@by_filed_class
def test_unknown_keys_are_refused(owner):
    """A key that the class does not know is an error and is not dropped in silence."""
    fields = {"text": "A text."} if owner is Block else complete(owner, readable)
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        owner.model_validate({**fields, "no_such_key": "x"})


@by_class
def test_every_class_and_field_says_what_it_is(owner):
    """Class and field docstrings are whole sentences; they become descriptions in the schema."""
    assert (owner.__doc__ or "").strip().endswith("."), owner
    for name in owner.model_fields:
        assert words_of(owner)[name].endswith((".", "?")), f"{owner.__name__}.{name}"


@by_class
def test_every_class_can_be_imported_from_the_package(owner):
    """What the YAML holds has one place to import it from, except the band of ages in an activity."""
    if owner is not AgeBand:
        assert owner.__name__ in model.__all__
        assert getattr(model, owner.__name__) is owner


@by_filed_class
def test_every_text_field_is_walked(owner):
    """The walk finds each field whose type holds text for readers, wherever it stands."""
    value = first_value(owner)
    walked = {str(found.location[0]) for found in walk_texts(value)}
    with_text = {field.alias or name for name, field in owner.model_fields.items() if text_inside(field)}
    given = {field.alias or name for name, field in owner.model_fields.items() if getattr(value, name)}
    assert walked == with_text & given


def text_inside(field: Any) -> bool:
    """Whether a field's type names a kind of text, itself or in a class that it holds."""
    return any(holds_text(part) for part in (field.annotation, *field.metadata))


def holds_text(part: Any) -> bool:
    """The same for one part of a type."""
    if isinstance(part, TextKind):
        return True
    if isinstance(part, type) and issubclass(part, BaseModel):
        return any(text_inside(field) for field in part.model_fields.values())
    return any(holds_text(inner) for inner in (*get_args(part), *getattr(part, "__metadata__", ())))


def test_the_walk_tells_place_kind_and_text():
    """A found text comes with its place in the words of the YAML and the kind of its field."""
    activity = first_value(Activity)
    found = {text.location: (text.kind.name, text.text) for text in walk_texts(activity)}
    assert found[("title",)] == ("line", "The Activity title")
    assert found[("materials", 0)] == ("line", "The Activity materials")
    assert found[("aim",)] == ("inline", "The Activity aim")
    assert found[("how",)] == ("prose", "The Activity how")
    assert ("id",) not in found


def test_the_walk_reaches_the_cells_of_a_table():
    """Texts in lists of lists are found with both numbers."""
    found = {text.location: text.text for text in walk_texts(first_value(Table))}
    assert found[("rows", 0, 2)] == "The Table rows 3"


def test_a_text_field_of_every_class_is_in_the_sample_course():
    """The course that other tests are built on fills each text field of each class that a page can show."""
    seen = {found.text for found in walk_texts(complete_course(readable))}
    for owner in set(FILED) - {AvoidList, AvoidedPhrase}:
        for name, field in owner.model_fields.items():
            if owner is not Block and any(directly_text(p) for p in (field.annotation, *field.metadata)):
                label = f"The {owner.__name__} {name}"
                assert any(text.startswith(label) for text in seen), label
    assert {
        f"The Block {kind}" for kind in ("text", "own_observation", "heading", "facilitator_note")
    } <= seen


def directly_text(part: Any) -> bool:
    """Whether a part of a type is itself a kind of text."""
    return isinstance(part, TextKind) or any(
        directly_text(inner) for inner in (*get_args(part), *getattr(part, "__metadata__", ()))
    )


def test_every_kind_of_block_is_in_the_sample_course():
    """A new kind of block is part of the sample by itself."""
    course = complete_course(readable)
    assert {block.kind for block in course.modules[0].units[0].blocks} == set(Block.model_fields)


def test_a_course_comes_back_from_its_files():
    """Writing a course as YAML data and reading it again gives the same values."""
    course = complete_course(readable)
    files = as_files(course)
    assert Module.model_validate(files["first-module.yml"]) == course.modules[0]
    assert type(course.path).model_validate(files["course.yml"]) == course.path


@pytest.mark.parametrize("kind", Block.model_fields)
def test_a_block_has_the_kind_that_is_set(kind):
    """Kind and content follow the one key that was given."""
    content = complete(Block, readable)[kind]
    block = Block.model_validate({kind: content})
    assert block.kind == kind
    assert block.content == getattr(block, kind)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, "here there is none"),
        ({"text": "A text.", "heading": "A heading"}, "here there is `text` and `heading`"),
    ],
)
def test_a_block_has_exactly_one_kind(fields, named):
    """No kind, or two, is refused and the kinds are named."""
    with pytest.raises(ValidationError, match=named):
        Block.model_validate(fields)


def question(*right: bool) -> dict[str, Any]:
    """A question's fields with one choice for each mark."""
    fields = complete(Question, readable)
    choice = complete(Choice, readable)
    return {**fields, "choices": [{**choice, "correct": mark} for mark in right]}


@pytest.mark.parametrize(
    ("right", "named"),
    [
        ((False, False), "no choice is marked as right: add `correct: true` to the right one"),
        ((True, True), "every choice is marked as right, so there is nothing to decide"),
    ],
)
def test_a_question_leaves_something_to_decide(right, named):
    """At least one choice is right and at least one is not."""
    with pytest.raises(ValidationError, match=named):
        Question.model_validate(question(*right))


@pytest.mark.parametrize(("right", "several"), [((True, False, False), False), ((True, True, False), True)])
def test_more_than_one_right_choice_makes_a_choose_all(right, several):
    """Whether one or all that apply are to be chosen follows from the choices."""
    assert Question.model_validate(question(*right)).several_right is several


@pytest.mark.parametrize("changes", [{"objective": None}, {"topic": "safety"}])
def test_a_question_has_one_purpose(changes):
    """It tests an objective or, failing that, has a topic; never both."""
    with pytest.raises(ValidationError, match="names the `objective` it tests or, failing that, a `topic`"):
        Question.model_validate({**question(True, False), **changes})


def test_rows_of_a_table_fit_its_columns():
    """A row with a cell too few is refused and named by its number."""
    fields = complete(Table, readable)
    rows = [fields["rows"][0], ["only", "two"]]
    with pytest.raises(ValidationError, match="row 2 has 2 cells, but the table has 3 columns"):
        Table.model_validate({**fields, "rows": rows})


def test_ages_run_forward():
    """From is not above to."""
    with pytest.raises(ValidationError, match="the ages run backward: from 9 to 6"):
        AgeBand.model_validate({"from": 9, "to": 6})
    assert AgeBand.model_validate({"from": 6, "to": 6}).to == 6


def test_evidence_comes_with_its_caveat():
    """A callout of evidence says what the source does not show."""
    fields = complete(Callout, readable)
    fields.pop("caveat")
    with pytest.raises(ValidationError, match="needs a `caveat`"):
        Callout.model_validate({**fields, "kind": "evidence"})
    assert Callout.model_validate({**fields, "kind": "tip"}).caveat is None


@pytest.mark.parametrize("sources", [{}, {"drawing": "four-ns", "image": "photo.png"}])
def test_a_figure_has_one_source(sources):
    """Either a drawing of the site or a picture file."""
    fields = {"alt": "A", "caption": "B", **sources}
    with pytest.raises(ValidationError, match="either `drawing` or `image`, and not both"):
        Figure.model_validate(fields)


@pytest.mark.parametrize(
    "image", ["../secret.png", "a/b.png", "photo.PNG", "photo.gif", "photo.png?x", "-.png", "photo.svg.html"]
)
def test_a_picture_is_a_plain_file_name(image):
    """No folder, no address and no other type gets into a picture's name."""
    with pytest.raises(ValidationError, match="image"):
        Figure.model_validate({"alt": "A", "caption": "B", "image": image})


@pytest.mark.parametrize(
    "wrong", ["Upper", "with space", "a/b", "a.b", "..", "a--b", "-a", "a-", "", "é", "a\n"]
)
def test_ids_are_small_letters_digits_and_hyphens(wrong):
    """An id can be an address and a file name on every machine."""
    with pytest.raises(ValidationError):
        GlossaryEntry.model_validate({**complete(GlossaryEntry, readable), "id": wrong})


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "tel:988;x", "tel:988\n", "https://example.org", "tel:"]
)
def test_a_crisis_contact_is_a_number(link):
    """Only a telephone number to call or text stands behind a contact."""
    with pytest.raises(ValidationError):
        model.CrisisContact.model_validate({"label": "Call", "link": link})


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//example.org", "ftp://x", 'https://x/"onclick=', "http://a b"],
)
def test_a_web_address_is_http(address):
    """The feedback link and the links of sources lead to the web and nowhere else."""
    fields = {**complete(model.Reference, readable), "url": address}
    with pytest.raises(ValidationError):
        model.Reference.model_validate(fields)


def test_minutes_are_summed_where_they_are_stated():
    """A module sums its units and its check; the course sums its modules; a session sums its agenda."""
    course = complete_course(readable)
    module = course.modules[0]
    assert module.duration_minutes == 7 + 9
    assert course.duration_minutes == 2 * (7 + 9)
    assert module.facilitator_guide.minutes == 20


def test_a_published_course_has_no_drafts():
    """Drafts are gone from the modules, and with them from the minutes."""
    course = complete_course(readable)
    first, second = course.modules
    with_draft = course.model_copy(update={"modules": (first, second.model_copy(update={"draft": True}))})
    assert with_draft.published().modules == (first,)
    assert with_draft.published().duration_minutes == first.duration_minutes
    assert with_draft.duration_minutes == course.duration_minutes


def test_a_module_is_found_by_its_id():
    """An id that no module has is an error and not an empty answer."""
    course = complete_course(readable)
    assert course.module("second-module") is course.modules[1]
    with pytest.raises(KeyError):
        course.module("third-module")


def test_optional_fields_are_told_by_their_type():
    """A field that may be left out has a default, and no field without one may be None."""
    for owner in FILED:
        for name, field in owner.model_fields.items():
            optional = get_origin(field.annotation) in (Union, UnionType) and type(None) in get_args(
                field.annotation
            )
            assert optional <= (not field.is_required()), f"{owner.__name__}.{name}"


@pytest.mark.parametrize("kind", MODULE_KINDS)
def test_a_shared_page_holds_nothing_of_a_module(kind):
    """Confidence checks, reflections and notes for facilitators belong to a module and are refused."""
    blocks = [{"text": "A text."}, {kind: complete(Block, readable)[kind]}]
    with pytest.raises(ValidationError, match=f"block 2 is of the kind `{kind}`, which only a unit can"):
        model.SharedPage.model_validate({"id": "a", "title": "A", "summary": "A", "blocks": blocks})


def test_a_unit_needs_its_minutes():
    """Minutes are whole, positive and bounded."""
    fields = complete(Unit, readable)
    blocks = [{"text": "A text."}]
    for wrong in (0, -1, 601, 2.5, None):
        with pytest.raises(ValidationError, match="duration_minutes"):
            Unit.model_validate({**fields, "blocks": blocks, "duration_minutes": wrong})
