"""Comments that excuse one finding: ``# ok: the reason``.

A comment stands at the end of a line, or on lines of its own right above it. For a text below ``|`` or
``>-`` that is the line of its key, since inside the text it would be read as text. Each comment excuses
one finding; ``# ok rule-name: the reason`` chooses which. A comment without a reason, or without anything
to excuse, is a finding itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from training_site.checks.written import Written
from training_site.problems import Problem, in_order
from training_site.reading.tree import Items, Mapping, Node, Scalar
from training_site.shape.marks import Mark, problem_at

_COMMENT = re.compile(
    r"(?:^|[ \t])(?P<mark>#[ \t]*ok(?:[ \t]+(?P<rule>[a-z]+(?:-[a-z]+)*))?[ \t]*:"
    r"[ \t]*(?P<reason>.*?))[ \t]*$",
    re.IGNORECASE,
)
_COMMENT_LIKE = re.compile(r"#[ \t]*ok", re.IGNORECASE)


@dataclass
class Excuse:
    """A comment that excuses a finding."""

    mark: Mark
    rule: str
    reason: str
    target: int
    """The line that it speaks of."""
    used: bool = False


@dataclass(frozen=True)
class Allowed:
    """A finding that a comment excuses, and why."""

    problem: Problem
    reason: str


@dataclass
class Sifted:
    """Findings that stand, and those that were excused."""

    problems: list[Problem] = field(default_factory=list)
    allowed: list[Allowed] = field(default_factory=list)
    excused: int = 0
    excused_in: dict[Path, int] = field(default_factory=dict)
    """The same by file."""

    def says_of(self, path: Path) -> bool:
        """Whether there is anything of a file, excused or not."""
        return any(found.path == path for found in (*self.problems, *(one.problem for one in self.allowed)))


def sift(problems: Sequence[Problem], written: Written) -> Sifted:
    """Take out what a comment of the file excuses, and add the comments that excuse nothing."""
    sifted = Sifted()
    excuses = list(find_excuses(written))
    spans = _texts_below(written) if excuses else {}
    for problem in in_order(problems):
        lines = (problem.line, spans.get(problem.line, problem.line))
        fits = (one for one in excuses if one.reason and not one.used and one.target in lines)
        excuse = next((one for one in fits if one.rule in ("", problem.rule)), None)
        if excuse is None:
            sifted.problems.append(problem)
        else:
            excuse.used = True
            sifted.allowed.append(Allowed(problem, excuse.reason))
            sifted.excused += 1
            path = written.file.source.path
            sifted.excused_in[path] = sifted.excused_in.get(path, 0) + 1
    sifted.problems += [_idle(written, excuse) for excuse in excuses if not excuse.used]
    return sifted


def all_of(sifted: Iterable[Sifted]) -> Sifted:
    """The findings of several files together."""
    whole = Sifted()
    for one in sifted:
        whole.problems += one.problems
        whole.allowed += one.allowed
        whole.excused += one.excused
        whole.excused_in |= one.excused_in
    return whole


def find_excuses(written: Written) -> Iterator[Excuse]:
    """Every excusing comment of a file with the line that it speaks of."""
    if not _COMMENT_LIKE.search(written.file.source.text):
        return
    lines = written.file.source.lines
    inside = _texts_below(written)
    quoted = [node for node in _scalars(written.file.root) if "# ok" in node.text.lower()]
    for number, line in enumerate(lines, start=1):
        found = _COMMENT.search(line)
        if found is None or number in inside or _is_text(found["mark"], quoted):
            continue
        alone = not line[: found.start("mark")].strip()
        target = number
        while alone and target < len(lines) and (target == number or lines[target - 1].lstrip()[:1] == "#"):
            target += 1
        mark = Mark(number, found.start("mark") + 1, len(found["mark"]))
        yield Excuse(mark, (found["rule"] or "").lower(), found["reason"].strip(), target)


def _is_text(mark: str, texts: Sequence[Scalar]) -> bool:
    """Whether what looks like a comment stands inside quotation marks."""
    return any(mark.rstrip("\"'") in node.text for node in texts)


def _idle(written: Written, excuse: Excuse) -> Problem:
    message, hint = (
        (
            "This comment excuses nothing: there is no finding here, or another comment excuses it already.",
            "Delete it. If it belongs to a text below `|` or `>-`, put it above the key of that text.",
        )
        if excuse.reason
        else (
            "This comment gives no reason, so it excuses nothing.",
            "Say after the colon why it is right here, such as `# ok: a teen's own words`.",
        )
    )
    return problem_at(written.file.source, excuse.mark, "idle-excuse", message, hint, "warning")


def _texts_below(written: Written) -> dict[int, int]:
    """Each line inside a text of several lines, with the line on which that text was opened."""
    found: dict[int, int] = {}
    for node in _scalars(written.file.root):
        last = _end_of_block(written, node) if node.style in ("|", ">") else node.end_line
        found |= dict.fromkeys(range(node.line + 1, last + 1), node.line)
    return found


def _end_of_block(written: Written, node: Scalar) -> int:
    """The last line of a text below ``|`` or ``>``; the two parsers do not agree on it."""
    lines = written.file.source.lines
    least, last = 0, node.line
    for number in range(node.line + 1, len(lines) + 1):
        line = lines[number - 1]
        if not line.strip():
            continue
        indent = _indent_of(line)
        least = least or max(indent, _indent_of(lines[node.line - 1]) + 1)
        if indent < least:
            break
        last = number
    return last


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key
            yield from _scalars(entry.value)
