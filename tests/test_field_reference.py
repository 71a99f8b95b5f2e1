"""The field reference: all of the model is in it, its examples are right, and they do nothing."""

import re
from collections.abc import Iterator

import pytest

from built import Element, parse
from tools import ROOT
from training_site.assets import gather_look
from training_site.field_reference.described import facts_of, heading_of
from training_site.field_reference.examples import examples_of, examples_of_kind, load_example
from training_site.field_reference.inert import WRITING_BOX, inert
from training_site.model import Block
from training_site.model.text import Value
from training_site.pages import render_pages
from training_site.schemas import MODELS
from training_site.shape.naming import noun
from training_site.site_map import SiteMap
from training_site.surroundings import empty_course
from training_site.templating import slug

LOOK = gather_look(ROOT / "overrides")
PROSE = ("text", "own_observation", "heading", "confidence_check", "facilitator_note", "safety_panel")


def all_classes() -> list[type[Value]]:
    """Every class of the model that a file can hold."""
    found: list[type[Value]] = []
    waiting = list(MODELS.values())
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.append(model)
            waiting += [fact.model for fact in facts_of(model) if fact.model]
    return found


CLASSES = all_classes()


@pytest.fixture(scope="module")
def pages(course) -> dict[str, str]:
    """The pages of the reference for the real course, as Markdown."""
    return pages_for(course)


def pages_for(course) -> dict[str, str]:
    """The pages of the reference beside a course."""
    rendered = render_pages(SiteMap(course, ("about.md",)), LOOK.drawings, components=LOOK.components)
    return {page.path: page.markdown for page in rendered if page.path.startswith("field-reference/")}


def trees(pages: dict[str, str]) -> Iterator[Element]:
    """The HTML in each page."""
    yield from (parse(markdown) for markdown in pages.values())


def test_the_example_course_is_in_order():
    """The checker has nothing to say about the course that the examples are taken from."""
    loaded = load_example()
    assert loaded.problems == ()
    assert loaded.course is not None


@pytest.mark.parametrize("model", CLASSES, ids=lambda model: model.__name__)
def test_every_class_and_field_is_explained(pages, model):
    """Each class has a section, and each of its fields a place in it with what the model says of it."""
    whole = "\n".join(pages.values())
    kind = next((fact.name for fact in facts_of(Block) if fact.model is model), None)
    anchor = kind.replace("_", "-") if kind else slug(noun(model))
    if model is not Block:
        assert f"{{: #{anchor} }}" in whole, heading_of(model)
    for fact in facts_of(model):
        field = fact.name.replace("_", "-") if model is Block else f"{anchor}--{slug(fact.name)}"
        assert f'id="{field}"' in whole or f"{{: #{field} }}" in whole, fact.name
        assert fact.what.strip().endswith((".", "?")), f"{model.__name__}.{fact.name} has no docstring"


@pytest.mark.parametrize(
    "model", [each for each in CLASSES if each is not Block], ids=lambda one: one.__name__
)
def test_every_field_is_in_an_example(model):
    """The examples of a class, taken together, show each of its fields."""
    kind = next((fact.name for fact in facts_of(Block) if fact.model is model), None)
    shown = "\n".join(examples_of_kind(kind) if kind else examples_of(model))
    for fact in facts_of(model):
        assert re.search(rf"^[ -]*{fact.name}:", shown, flags=re.MULTILINE), (
            f"show {fact.name} in field_reference/example/"
        )


@pytest.mark.parametrize("kind", [fact.name for fact in facts_of(Block)])
def test_every_kind_of_block_has_an_example_and_a_look(pages, kind):
    """Each kind shows what to write and, where readers see it, how it looks."""
    assert examples_of_kind(kind)[0].startswith(f"- {kind}:")
    section = pages["field-reference/blocks.md"].split(f"{{: #{kind.replace('_', '-')} }}", 1)[1]
    section = section.split("\n## ", 1)[0]
    assert '<pre class="ts-yaml"><code>' in section
    assert ("How it looks" in section) == (kind != "facilitator_note")


def test_looks_are_made_by_the_real_templates(pages):
    """What stands under an example is what the site's own templates make of it."""
    blocks = pages["field-reference/blocks.md"]
    for made in ("ts-lines--steps", "ts-callout--evidence", "ts-pair__side--dont", "ts-drawing", "ts-facts"):
        assert made in blocks
    assert "ts-worksheet" in blocks, "a reflection shows on paper too"
    assert "ts-choices" in pages["field-reference/module.md"]
    assert "ts-agenda__table" in pages["field-reference/module.md"]
    assert "ts-form__table" in pages["field-reference/course.md"]


def test_examples_do_nothing(pages):
    """No example can be used, stored, counted or followed, or gives the page an id twice."""
    count = 0
    for tree in trees(pages):
        ids = [element.attributes["id"] for element in tree.walk() if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        assert not [element.tag for element in tree.walk() if "-" in element.tag]
        for example in tree.all(css_class="ts-example"):
            count += 1
            for element in example.walk():
                assert element.tag not in ("a", "form", "textarea", "script", "template", "h2", "h3")
                assert element.tag != "input" or "disabled" in element.attributes
                assert not [name for name in element.attributes if name.startswith("on") or name == "href"]
                assert not [n for n in element.attributes if n.startswith("data-") and n != "data-label"]
                assert element.attributes.get("id", "example").startswith("example")
    assert count >= 18
    assert WRITING_BOX in pages["field-reference/blocks.md"]


def test_inert_keeps_what_is_seen():
    """Making an example inert changes tags and attributes, and never a word or an escaped sign."""
    html = (
        '<section id="a" data-x="1"><h3 id="a--t">One &lt;b&gt;</h3><a class="c" '
        'href="../x/" title="T &amp; U">two</a><form method="dialog"><input type="checkbox" id="a--1" '
        'checked><label for="a--1">three</label></form><knowledge-check data-module="m">four<template>'
        "<p>no</p></template></knowledge-check></section>"
    )
    assert inert(html, "e") == (
        '<section id="e--a"><p id="e--a--t">One &lt;b&gt;</p><span class="c" title="T &amp; U">two</span>'
        '<div><input type="checkbox" id="e--a--1" checked disabled><label for="e--a--1">three</label></div>'
        "four</section>"
    )


def test_components_say_what_they_add(pages):
    """What a component says of itself stands with what it adds to, with a page to try it on."""
    known = {*(fact.name for fact in facts_of(Block)), *map(noun, CLASSES)}
    named = [component for component in LOOK.components if component.shows]
    assert len(named) >= 8
    whole = "\n".join(pages.values())
    for component in named:
        assert set(component.shows) <= known, component.name
        assert component.purpose.split(";")[0].split("’")[0].split("'")[0] in whole
    assert '<a href="../../noticing-discomfort/knowledge-check/">' in pages["field-reference/module.md"]


def test_readers_do_not_find_it(pages):
    """Every page of the reference is kept out of the search."""
    assert len(pages) == 5
    for path, markdown in pages.items():
        assert '"search": {"exclude": true}' in markdown.split("\n---", 1)[0], path


def test_a_preview_without_a_course_has_it_too():
    """While no course can be shown, the reference is there, without links to pages that are not."""
    pages = pages_for(empty_course())
    assert len(pages) == 5
    assert "noticing-discomfort" not in "\n".join(pages.values())
