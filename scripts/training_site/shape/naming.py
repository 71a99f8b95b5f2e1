"""Names a place in the words of the course: "the question `where-are-you`", "choice 2 of ...".

It knows the model's classes by name only, so a new class gets a sensible name by itself.
"""

import re

from training_site.model.text import Value
from training_site.reading.tree import Mapping, Scalar
from training_site.shape.schema import Place, Spec

_NOUNS = {
    "AgeBand": "age band",
    "AvoidedPhrase": "avoided phrase",
    "CourseGuide": "facilitator guide",
    "ConfidenceStatement": "statement",
    "CrisisContact": "contact",
    "DerivedFrom": "derivation",
    "DosAndDonts": "dos and don'ts",
    "GlossaryEntry": "glossary entry",
    "HandoutPart": "part",
    "ModulePlan": "plan",
    "PlanReasons": "reasons",
    "PostTest": "post-test",
    "SafetyCode": "practice",
    "ScriptLine": "spoken line",
    "Passages": "list of passages",
    "References": "list of references",
}
_SEVERAL = {"DosAndDonts", "References", "Passages"}


def noun(model: type[Value]) -> str:
    """What a group of this class is called in a sentence."""
    name = model.__name__
    return _NOUNS.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def a_noun(model: type[Value]) -> str:
    """The noun with its article."""
    word = noun(model)
    if model.__name__ == "DosAndDonts":
        return word
    return f"{'an' if word[0] in 'aeiou' and not word.startswith('uni') else 'a'} {word}"


def name_of(place: Place) -> str:
    """The group at ``place``, or the group that holds it, as words in a sentence."""
    group = place if place.spec.kind == "group" else place.owner
    if group is None or group.spec.model is None:
        return "the file"
    word = noun(group.spec.model)
    given = given_id(group)
    if given:
        return f"the {word} `{given}`"
    if group.owner is None:
        return f"the {word}"
    if group.number is not None:
        return f"{word} {group.number} of {name_of(group.owner)}"
    return f"the {word} of {name_of(group.owner)}"


def given_id(group: Place) -> str:
    """The name its author gave the group, if there is one short enough to quote."""
    if not isinstance(group.node, Mapping):
        return ""
    for key in ("id", "code"):
        node = group.node.get(key)
        if isinstance(node, Scalar) and 0 < len(node.text) <= 60 and node.text.isprintable():
            return node.text
    return ""


def kind_in_words(spec: Spec) -> str:
    """What is expected at a place, with its article."""
    match spec.kind:
        case "group" if spec.model:
            return a_noun(spec.model)
        case "list":
            return "a list"
        case "number":
            return "a whole number"
        case "switch":
            return "`true` or `false`"
    return "a text"


def listed(words: list[str], last: str = "or") -> str:
    """The words joined as in a sentence."""
    if len(words) < 3:
        return f" {last} ".join(words)
    return f"{', '.join(words[:-1])}, {last} {words[-1]}"


def quoted(words: list[str] | tuple[str, ...], last: str = "or") -> str:
    """The words in backticks, joined as in a sentence."""
    return listed([f"`{word}`" for word in words], last)


def shorten(text: str, most: int = 60) -> str:
    """The start of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
