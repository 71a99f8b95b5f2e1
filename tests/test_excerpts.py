"""Excerpts: a page of the whole course gets of a module what it needs, and nothing more."""

from dataclasses import dataclass
from functools import partial

import pytest

from training_site.excerpts import caption, excerpt, headline, outline, plain


def test_an_excerpt_holds_what_was_asked_for_alone(course):
    """Anything else is not there, so a template that asks for it fails at once."""
    module = course.modules[0]
    part = headline(module)
    assert (part.id, part.title) == (module.id, module.title)
    for name in set(type(module).model_fields) - {"id", "title"}:
        with pytest.raises(AttributeError):
            getattr(part, name)


def test_an_outline_still_knows_its_minutes(course):
    """Sums over an excerpt are those of the whole."""
    for module in course.modules:
        assert outline(module).duration_minutes == module.duration_minutes


def test_the_whole_is_left_alone(course):
    """Taking an excerpt changes nothing of the value."""
    module = course.modules[0]
    before = module.model_dump_json()
    excerpt(module, "id", title="Another")
    assert module.model_dump_json() == before


def test_values_say_what_they_hold(course):
    """Two values that differ anywhere differ as JSON, and what cannot say what it holds is refused."""

    @dataclass(frozen=True)
    class Holder:
        number: int

    module = course.modules[0]
    unit = module.units[0]
    other = unit.model_copy(update={"title": "Another"})
    assert plain(caption(unit)) != plain(caption(other))
    assert plain(Holder(1)) != plain(Holder(2))
    assert plain(partial(sorted, reverse=True)) != plain(partial(sorted, reverse=False))
    assert plain({"a": (1, 2.5, None, True)}) == [["a", [1, 2.5, None, True]]]
    with pytest.raises(TypeError):
        plain(object())
