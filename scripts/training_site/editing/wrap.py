"""Lines of a file and paragraphs of a form: how one text becomes the other, changing little.

A file breaks long paragraphs into lines; a form shows each as one. ``unwrapped`` joins the lines,
and ``rewrapped`` breaks what was changed anew while every line that still fits stays as it is.
Knows nothing of YAML.
"""

import re
import textwrap
from difflib import SequenceMatcher

_SIGN = r"[-+*](\s|$)|\d{1,9}[.)](\s|$)|#{1,6}(\s|$)|[>|<]|[-=*_ ]+$|```|~~~"
_STARTS_ANEW = re.compile(rf"\s*({_SIGN})|    ")
"""A line that may be something other than the next line of a paragraph."""
_FENCE = re.compile(r"\s*(```|~~~)")
_ITEM = re.compile(r"(\s*)([-+*]|\d{1,9}[.)])(\s+)")
_RISKY_AT_START = re.compile(_SIGN)

NO_LIMIT = 100_000


def unwrapped(text: str) -> str:
    """The text with each paragraph and each item of a list on one line."""
    return "\n".join(joined for joined, _ in _logical_lines(text.split("\n")))


def rewrapped(old: list[str], wanted: str, width: int) -> list[str]:
    """The lines for ``wanted``, a text as ``unwrapped`` gives it, keeping lines of ``old`` where they fit."""
    before = _logical_lines(old)
    after = wanted.split("\n")
    lines: list[str] = []
    matcher = SequenceMatcher(None, [joined for joined, _ in before], after, autojunk=False)
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        for number in range(max(end - start, new_end - new_start)):
            raw = before[start + number][1] if start + number < end else []
            if new_start + number >= new_end:
                continue
            line = after[new_start + number]
            lines += raw if operation == "equal" else _rewrapped_line(raw, line, width)
    return lines


def folded(old: list[str], wanted: str, width: int) -> list[str]:
    """The lines for ``wanted``, one paragraph, keeping lines of ``old`` at its start and end."""
    return _rewrapped_line(old, wanted, width)


def _logical_lines(lines: list[str]) -> list[tuple[str, list[str]]]:
    """What reads as one line, with the lines that it stands on."""
    found: list[tuple[str, list[str]]] = []
    fenced = False
    for line in lines:
        if _FENCE.match(line):
            fenced = not fenced
            found.append((line, [line]))
        elif not fenced and found and _continues(found[-1][1], line):
            joined, raw = found[-1]
            found[-1] = (f"{joined} {line.strip()}", [*raw, line])
        else:
            found.append((line, [line]))
    return found


def _continues(raw: list[str], line: str) -> bool:
    """Whether ``line`` goes on with the paragraph that the lines of ``raw`` began."""
    first, last = raw[0], raw[-1]
    if not line.strip() or not last.strip() or _FENCE.match(first):
        return False
    if last.endswith(("  ", "\\")) or last.lstrip().startswith(("#", "|", "<", ">")):
        return False
    item = _ITEM.match(first)
    inside = line.removeprefix(" " * item.end()) if item else line
    return not _STARTS_ANEW.match(inside)


def _rewrapped_line(old: list[str], wanted: str, width: int) -> list[str]:
    """One logical line on lines again: those of ``old`` at both ends stay, the rest is broken anew."""
    item = _ITEM.match(wanted)
    margin = " " * item.end() if item else _margin(old)
    kept_before, rest = _kept_before(old, wanted)
    while kept_before and _RISKY_AT_START.match(rest):
        rest = f"{kept_before.pop().strip()} {rest}"
    kept_after, rest = _kept_after(old[len(kept_before) :], rest)
    if not kept_before and not kept_after:
        return _broken(wanted, "", margin, width)
    if not rest:
        return [*kept_before, *kept_after]
    return [*kept_before, *_broken(rest, margin if kept_before else "", margin, width), *kept_after]


def _margin(old: list[str]) -> str:
    second = old[1] if len(old) > 1 else ""
    return second[: len(second) - len(second.lstrip())]


def _kept_before(old: list[str], wanted: str) -> tuple[list[str], str]:
    kept: list[str] = []
    rest = wanted
    for number, line in enumerate(old):
        text = line.strip() if number else line.rstrip()
        if not text or not rest.startswith(f"{text} "):
            break
        kept.append(line)
        rest = rest[len(text) :].lstrip(" ")
    return kept, rest


def _kept_after(old: list[str], wanted: str) -> tuple[list[str], str]:
    kept: list[str] = []
    rest = wanted
    for line in reversed(old):
        text = line.strip()
        if not text or not (rest == text or rest.endswith(f" {text}")):
            break
        kept.insert(0, line)
        rest = rest[: len(rest) - len(text)].rstrip(" ")
        if not rest:
            break
    return kept, rest


def _broken(text: str, first: str, margin: str, width: int) -> list[str]:
    """A paragraph broken at spaces, so that no line begins with what Markdown reads as a sign."""
    if text.endswith("  ") or (text.lstrip() != text and not _ITEM.match(text)):
        return [first + text]  # a hard break, or code: its spaces mean something
    lines = textwrap.wrap(
        text,
        width=max(width, 20),
        initial_indent=first,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    for number in range(len(lines) - 1, 0, -1):
        if _RISKY_AT_START.match(lines[number].strip()):
            lines[number - 1 : number + 1] = [f"{lines[number - 1]} {lines[number].strip()}"]
    return lines or [text]
