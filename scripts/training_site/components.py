"""What a component of the theme says about itself in its YAML: its purpose, and pages to try it on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ComponentExample:
    """A page of the course on which a component can be seen."""

    name: str
    page: str
    """The page's address, such as ``noticing-discomfort/knowledge-check/``."""


@dataclass(frozen=True)
class Component:
    """A component as the field reference tells of it."""

    name: str
    purpose: str
    shows: tuple[str, ...]
    """Kinds of block, or nouns of classes, that it adds something to."""
    examples: tuple[ComponentExample, ...]


def read_component(facts: Mapping[str, Any]) -> Component:
    """A component from what its YAML holds."""
    examples = (
        ComponentExample(each["name"], each["page"]) for each in facts.get("examples", ()) if "page" in each
    )
    return Component(facts["name"], facts["purpose"], tuple(facts.get("shows", ())), tuple(examples))
