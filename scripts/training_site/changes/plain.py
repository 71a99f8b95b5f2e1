"""Sentences about fields that hold words, numbers or lists of words."""

import difflib
from itertools import takewhile

from training_site.changes.said import LONGEST, Said, say
from training_site.changes.words import SAYS
from training_site.model.text import Value
from training_site.model.walk import text_kind

SHORT = 160
"""Characters of a text that are told whole, before and after."""


def plain(owner: type[Value], name: str, before: object, after: object) -> Said:
    """A sentence for a field that holds words, a number or a list of words."""
    if (owner, name) in SAYS and before is not None and after is not None:
        words = SAYS[owner, name]
        order = sorted((0, 1), key=lambda one: words.index(f"{{{one}}}"))
        pieces = _from_where_they_part(as_words(before), as_words(after))
        return Said(words.replace("{0}", "{}").replace("{1}", "{}"), tuple(pieces[one] for one in order))
    if isinstance(before, bool) or isinstance(after, bool):
        return say(f"`{name}` is now {'true' if after else 'false'}.")
    what = f"The {name.replace('_', ' ')}"
    if isinstance(before, tuple) and isinstance(after, tuple):
        return list_of_words(what, before, after)
    if before is None:
        return say(f"{what} was added: “{{}}”.", as_words(after))
    if after is None:
        return say(f"{what} was taken out. It said “{{}}”.", as_words(before))
    if text_kind(owner, name) is None or max(len(str(before)), len(str(after))) <= SHORT:
        return say(f"{what} was “{{}}” and is now “{{}}”.", as_words(before), as_words(after))
    return say(f"{what} has changed: {words_changed(str(before), str(after))}.")


def _from_where_they_part(before: str, after: str) -> tuple[str, str]:
    """Two texts as they are, or, when a sentence cannot hold them, from a little before they differ."""
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = before.rfind(" ", 0, max(0, same - 30)) + 1
    lead = "… " if start else ""
    return lead + before[start:], lead + after[start:]


def list_of_words(what: str, before: tuple[object, ...], after: tuple[object, ...]) -> Said:
    """What came into a list of words, and what went."""
    came = [as_words(one) for one in after if one not in before]
    went = [as_words(one) for one in before if one not in after]
    parts = []
    if came:
        parts.append("new is " + ", ".join("“{}”" for _ in came))
    if went:
        parts.append("gone is " + ", ".join("“{}”" for _ in went))
    return Said(f"{what}: {'; '.join(parts) or 'the order has changed'}.", (*came, *went))


def words_changed(before: str, after: str) -> str:
    """How many words came and went."""
    matcher = difflib.SequenceMatcher(None, before.split(), after.split(), autojunk=False)
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    came = sum(code[4] - code[3] for code in codes)
    went = sum(code[2] - code[1] for code in codes)
    if not came and not went:
        return "only its line breaks"
    return f"{_words(came)} came in, {_words(went)} went"


def _words(number: int) -> str:
    return "1 word" if number == 1 else f"{number} words"


def as_words(value: object) -> str:
    """A value on one line, as a person says it."""
    if value is True:
        return "yes"
    if value is False:
        return "no"
    if isinstance(value, tuple):
        return ", ".join(map(as_words, value))
    return " ".join(str(value).split())
