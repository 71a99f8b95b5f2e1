"""Phrases that the course does without: the list in ``avoid.yml`` against every text.

The list is a trainer's; each phrase proves itself on its own examples before it is held against the
course. This module knows how a form is written, and nothing of what is in the list.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from training_site.checks.sieve import folded
from training_site.checks.written import Written, only_words, sentences
from training_site.model import Choice, Reference, Reflection, SafetyCode, Scene, ScriptLine, Vignette
from training_site.model.avoid import AvoidedPhrase, AvoidList, Exempt
from training_site.model.text import Value
from training_site.problems import Problem
from training_site.reading import tree
from training_site.shape.naming import name_of, shorten
from training_site.shape.schema import Place

Field = tuple[type[Value] | None, str]

SCRIPTS: set[Field] = {(ScriptLine, "say"), (SafetyCode, "sounds_like")}
STORIES: set[Field] = {(Scene, "story"), (Vignette, "good_path"), (Reflection, "sample_answer")}

_NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|twenty[ -]four|forty[ -]eight|seventy[ -]two)"
)
_SPACE = r"[\s-]+"
_GAP = r"[^\w.!?]+(?:[\w’'-]+[^\w.!?]+){0,5}?"
_NOT_LITERAL = re.compile(r"<number>|[\s*.…'’-]+")
_QUOTED = re.compile(r"“[^”]{0,400}”|(?<!\w)\"[^\"]{0,400}\"")


@dataclass(frozen=True)
class Hit:
    """An avoided phrase in a text, and where it begins."""

    start: int
    words: str


def find_phrase(phrase: AvoidedPhrase, text: str) -> Iterator[Hit]:
    """Every place of a text where a phrase stands, whatever the field."""
    if not may_stand_in(phrase.match, text):
        return
    pattern = pattern_of(phrase.match)
    if not pattern.search(text):
        return
    allowed = _QUOTED.finditer(text) if "quotations" in phrase.allowed_in else ()
    quoted = [found.span() for found in allowed]
    for sentence in sentences(text):
        if phrase.unless and pattern_of(phrase.unless).search(sentence.text):
            continue
        for found in pattern.finditer(sentence.text):
            start = sentence.start + found.start()
            if not any(left <= start < right for left, right in quoted):
                yield Hit(start, found[0])


def may_stand_in(forms: tuple[str, ...], text: str) -> bool:
    """Whether a text holds every word of a form; most texts do not, and need no pattern."""
    lowered = folded(text)
    for (minds_case, longest), others in _words_of(forms).items():
        searched = text if minds_case else lowered
        if longest in searched and any(all(word in searched for word in words) for words in others):
            return True
    return False


@lru_cache(maxsize=1024)
def _words_of(forms: tuple[str, ...]) -> Mapping[tuple[bool, str], list[list[str]]]:
    """The longest word of each form, and whether its case counts; for each the other words of its forms."""
    found: dict[tuple[bool, str], list[list[str]]] = {}
    for form in forms:
        words = _NOT_LITERAL.split(form if _minds_case(form) else folded(form))
        longest = max(words, key=len)
        found.setdefault((_minds_case(form), longest), []).append([word for word in words if word != longest])
    return found


def _minds_case(form: str) -> bool:
    return any(letter.isupper() for letter in form)


@lru_cache(maxsize=1024)
def pattern_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all forms of a phrase."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_pattern, forms))})(?![\w-])")


def _pattern(form: str) -> str:
    """A form as it stands in the list, as a pattern.

    Small letters fit both cases; a form with a capital fits only as it is written. A space fits a
    hyphen and a line's end too, and a straight apostrophe a curly one.
    """
    pattern, between = "", ""
    for word in form.replace("…", "...").replace("-", " ").split():
        if word == "...":
            between = _GAP
            continue
        escaped = re.escape(word).replace("'", "['’]").replace(r"\*", r"[\w’'-]*")
        escaped = escaped.replace("<number>", _NUMBER)
        pattern += between + escaped
        between = _SPACE
    return pattern if _minds_case(form) else f"(?i:{pattern})"


def check_examples(listed: Written, avoid: AvoidList) -> Iterator[Problem]:
    """Every phrase of the list that does not do with its own examples what it should."""
    for number, phrase in enumerate(avoid.phrases):
        for example, text in enumerate(phrase.must_match):
            if not any(find_phrase(phrase, text)):
                yield listed.warn(
                    listed.at("phrases", number, "must_match", example),
                    "avoid-example",
                    f"“{phrase.phrase}” has to find this sentence, and it does not.",
                    "Add a form to its `match`, or take words out of its `unless`.",
                )
        for example, text in enumerate(phrase.must_not_match):
            if hit := next(find_phrase(phrase, text), None):
                yield listed.warn(
                    listed.at("phrases", number, "must_not_match", example),
                    "avoid-example",
                    f"“{phrase.phrase}” has to leave this sentence alone, and it finds “{hit.words}” in it.",
                    "Make the forms in its `match` narrower, or add what makes it right to its `unless`.",
                )


def check_avoided(written: Written, phrases: Sequence[AvoidedPhrase]) -> Iterator[Problem]:
    """Every phrase of the list that stands in a file."""
    for phrase in phrases:
        if not may_stand_in(phrase.match, written.file.vocabulary):
            continue
        for place, node in written.texts:
            if not may_stand_in(phrase.match, node.text) or _is_copied(place):
                continue
            if exemption(place) in phrase.allowed_in:
                continue
            for hit in find_phrase(phrase, only_words(node.text)):
                yield written.warn_words(
                    place,
                    hit.words,
                    hit.start,
                    "avoided-phrase",
                    f"In {name_of(place)}: “{shorten(hit.words)}” is on the list of words to avoid. "
                    f"{phrase.reason}",
                    f"{phrase.say_instead} If it is right here, write `# ok: the reason` above it.",
                )


def exemption(place: Place) -> Exempt | None:
    """Which kind of text that an entry may exempt stands at a place."""
    field: Field = (place.model, place.name)
    if field in SCRIPTS:
        return "scripts"
    if field in STORIES:
        return "stories"
    if field == (Choice, "text") and place.owner and isinstance(place.owner.node, tree.Mapping):
        right = place.owner.node.get("correct")
        is_right = isinstance(right, tree.Scalar) and right.text.lower() in ("true", "yes", "on", "1")
        return None if is_right else "wrong_choices"
    return None


def _is_copied(place: Place) -> bool:
    return place.model is Reference and place.name in ("title", "container", "authors")
