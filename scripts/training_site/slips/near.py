"""Guesses what a line was meant to be, where a problem was found: a key without its colon, a dash too many.

These guesses would be wrong on most lines, so they are made only beside a problem, and every one of
them has to prove itself alone.
"""

import re
from collections.abc import Iterator, Sequence

from training_site.problems import Edit, Problem, errors
from training_site.reading.source import Source
from training_site.slips.find import Slip

_NO_COLON = re.compile(r"(?P<lead>\s*(?:- +)?)(?P<key>[a-z][a-z_]{1,30})(?P<sign> +- +| +|$)(?P<value>.*)")
_DASH_BEFORE_KEY = re.compile(r"(?P<indent>\s*)- (?P<key>[a-z][a-z_]{1,30}):(?P<rest>.*)")
_TWO_DASHES = re.compile(r"(?P<indent>\s*)- - (?P<rest>.*)")
_BEGINS_TEXT = re.compile(r":\s+[|>][-+0-9]{0,2}\s*$")
_REMARK = re.compile(r"(?P<indent>\s*)(?://+|<!--)\s*(?P<words>.*?)\s*(?:-->)?\s*$")


def find_near(source: Source, problems: Sequence[Problem]) -> Iterator[Slip]:
    """What might have been meant on the lines of problems and the lines above them."""
    seen: set[int] = set()
    for problem in errors(problems)[:5]:
        for number in (problem.line, problem.line - 1, problem.line + 1):
            if number in seen or not 1 <= number <= len(source.lines):
                continue
            seen.add(number)
            above = source.lines[number - 2].strip() if number > 1 else ""
            if above == "-" or above.startswith("- #"):
                continue
            if not _is_about_its_text(problem, number, source):
                yield from _guesses(number, source.lines[number - 1])


def _is_about_its_text(problem: Problem, number: int, source: Source) -> bool:
    """Whether the problem is a line of a long text that is not far enough in, and no key at all."""
    if problem.rule != "stray-text":
        return False
    line = source.lines[number - 1]
    if number != problem.line:
        return bool(_BEGINS_TEXT.search(line))
    below = next((line for line in source.lines[number:] if line.strip()), "")
    return " " in line.strip() and _spaces(below) > _spaces(line)


def _spaces(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _guesses(number: int, whole: str) -> Iterator[Slip]:
    bare = _NO_COLON.fullmatch(whole)
    if bare:
        value = bare["value"].strip()
        good = f"{bare['key']}: {_shown(value)}".rstrip()
        yield _slip(
            Edit(number, bare.start("sign") + 1, len(bare["sign"]), ": " if value else ":"),
            "missing-colon",
            f"The colon is missing after `{bare['key']}`, so it is not seen as a key.",
            f"Write it so: `{good}`.",
        )
    remark = _REMARK.fullmatch(whole)
    if remark:
        start = len(remark["indent"])
        yield _slip(
            Edit(number, start + 1, len(whole) - start, f"# {remark['words']}".rstrip()),
            "comment-sign",
            "A remark that readers do not see begins with `#` and a space here, not with `//` or `<!--`.",
            f"Write it so: `# {_shown(remark['words'])}`.",
        )
    twice = _TWO_DASHES.fullmatch(whole)
    if twice:
        start = len(twice["indent"])
        yield _slip(
            Edit(number, start + 1, 4, "- "),
            "extra-dash",
            "An entry of this list begins with one dash, not two.",
            f"Take one away: `- {_shown(twice['rest'])}`.",
        )
    dash = _DASH_BEFORE_KEY.fullmatch(whole)
    if dash:
        start = len(dash["indent"])
        for text in ("", "  "):
            yield _slip(
                Edit(number, start + 1, 2, text),
                "extra-dash",
                f"The dash before `{dash['key']}` begins a new entry, "
                "but this line belongs to the group above it.",
                f"Take the dash away, so that `{dash['key']}` begins under the keys above it, "
                f"with {start + len(text)} spaces before it.",
            )


def _slip(edit: Edit, rule: str, message: str, hint: str) -> Slip:
    return Slip(edit, rule, message, hint, needs_proof=True, certain=False)


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 50 else line[:49].rstrip() + "…"
