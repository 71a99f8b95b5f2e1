"""Makes a rendered example a picture of itself: nothing in it can be used, stored, counted or linked to.

It changes only what our own templates write; what an author typed is escaped in them already.
"""

import re

from markupsafe import Markup

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>[^>]*)>")
_ATTRIBUTE = re.compile(r'\s+(?P<name>[\w-]+)(?:="(?P<value>[^"]*)")?')
_TEMPLATE = re.compile(r"<template\b.*?</template>", re.DOTALL)
_BOX = re.compile(r"<reflection-note\b.*?</reflection-note>", re.DOTALL)
_NAMING = {"id", "for", "name", "aria-labelledby", "aria-describedby"}
_PLAIN = {"a": "span", "form": "div", **{f"h{level}": "p" for level in range(1, 7)}}
"""Tags that would do something, or stand in the page's outline, and what takes their place."""

_ONLY_LINKS = {"href", "rel", "target", "method", "autocomplete"}
WRITING_BOX = '<p class="ts-example__box">Here the learner writes.</p>'


def inert(html: str, prefix: str) -> Markup:
    """The HTML with ids of its own, and without links, forms, scripts' elements and headings."""
    html = _BOX.sub(WRITING_BOX, _TEMPLATE.sub("", html))
    return Markup(re.sub(r"\n\s*\n", "\n", _TAG.sub(lambda found: _tag(found, prefix), html)).strip())


def _tag(found: re.Match[str], prefix: str) -> str:
    name = found["name"]
    if "-" in name:
        return ""
    plain = _PLAIN.get(name, name)
    if found["end"]:
        return f"</{plain}>"
    kept = [_attribute(each, prefix) for each in _ATTRIBUTE.finditer(found["rest"])]
    kept += (
        [' class="ts-example__link"'] if name == "a" and not any("class=" in each for each in kept) else []
    )
    kept += [" disabled"] if name in ("input", "button", "textarea", "select") else []
    closing = " /" if found["rest"].rstrip().endswith("/") else ""
    return f"<{plain}{''.join(kept)}{closing}>"


def _attribute(found: re.Match[str], prefix: str) -> str:
    name, value = found["name"], found["value"]
    if name in _ONLY_LINKS or (name.startswith("data-") and name != "data-label"):
        return ""
    if name in _NAMING and value:
        value = " ".join(f"{prefix}--{each}" for each in value.split())
    return f" {name}" if value is None else f' {name}="{value}"'
