"""What a file holds as values for a form, and what is the same as what.

A form shows each paragraph on one line and knows switches as switches; all else is the text that
stands in the file, as the loader reads it. Keys that the model does not know are left out here and
left alone in the file.
"""

import re

from training_site.editing.fresh import Plain, as_text
from training_site.editing.marks import Mark, Marked, MarkedGroup, MarkedList
from training_site.editing.wrap import unwrapped
from training_site.model.text import Value
from training_site.shape.schema import Spec, fields_of

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_WHITE = re.compile("[ \n]+")
_MANY_SPACES = re.compile(r"(?<=[^\s|]) {2,}(?=\S)")
_IDLE_BREAK = re.compile(r" {2,}\n\n")
"""Two spaces break a line, but not at the end of a paragraph."""
_TRUE = {"true", "yes", "on", "1", "t", "y"}


class NotAFormError(Exception):
    """A file has a list, a group or a text where its form needs another of them."""

    def __init__(self, key: str, offset: int) -> None:
        """The key with the wrong shape, and where in the text it stands."""
        super().__init__(key)
        self.key, self.offset = key, offset


def form_values(root: Marked, model: type[Value]) -> dict[str, Plain]:
    """The values of a file for its form; raises ``NotAFormError`` where it has another shape."""
    values = shown_value(root, Spec("group", model=model))
    assert isinstance(values, dict)
    return values


def shown_text(text: str, spec: Spec) -> str:
    """A text as its box in the form shows it: without what nobody can see, each paragraph on one line."""
    text = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if spec.text == "prose":
        lines = [
            line.rstrip() + ("  " if line.endswith("  ") and line.strip() else "")
            for line in text.split("\n")
        ]
        return _IDLE_BREAK.sub("\n\n", _MANY_SPACES.sub(" ", unwrapped("\n".join(lines)))).strip()
    return _WHITE.sub(" ", text).strip()


def cleaned(value: object, spec: Spec) -> Plain:
    """A value from a form as it can be written: of the right shape, with plain line ends, without
    what nobody can see; ``ValueError`` when it is not of the model's shape."""
    match spec.kind:
        case "group" if isinstance(value, dict) and spec.model:
            known = fields_of(spec.model)
            if strange := [key for key in value if key not in known]:
                raise ValueError(f"no key {strange[0]!r} here")
            fields = {key: cleaned(value[key], known[key]) for key in known if key in value}
            return {key: each for key, each in fields.items() if not says_nothing(each, known[key])}
        case "list" if isinstance(value, list) and spec.item:
            return [cleaned(each, spec.item) for each in value]
        case "switch" if isinstance(value, bool):
            return value
        case "text" | "word" | "choice" | "number" | "switch" if isinstance(value, str):
            return shown_text(value, spec)
    raise ValueError(f"not what belongs here: {str(value)[:40]!r}")


def says_nothing(value: Plain, spec: Spec) -> bool:
    """Whether a value is the same as leaving its key out: a switch that is off, a list of nothing."""
    return not spec.required and value in (False, []) and spec.kind in ("switch", "list")


def same_text(mark: Mark, wanted: Plain, spec: Spec) -> bool:
    """Whether a form's value says what stands in the file."""
    if isinstance(wanted, bool):
        return (mark.text.strip().lower() in _TRUE) == wanted
    return shown_text(mark.text, spec) == as_text(wanted)


def shown_value(node: Marked, spec: Spec, key: str = "") -> Plain:
    """A value of a file as its form has it."""
    if spec.kind == "group" and isinstance(node, MarkedGroup) and spec.model:
        known = fields_of(spec.model)
        fields = {
            name.text: shown_value(value, known[name.text], name.text)
            for name, value in node.entries
            if name.text in known
        }
        return {key: value for key, value in fields.items() if not says_nothing(value, known[key])}
    if spec.kind == "list" and isinstance(node, MarkedList) and spec.item:
        return [shown_value(item, spec.item, key) for item in node.items]
    if isinstance(node, Mark) and spec.kind not in ("group", "list"):
        return shown_single(node, spec)
    raise NotAFormError(key, node.start)


def shown_single(mark: Mark, spec: Spec) -> str | bool:
    """A single value of a file as its form has it."""
    if spec.kind == "switch":
        return mark.text.strip().lower() in _TRUE
    return shown_text(mark.text, spec)
