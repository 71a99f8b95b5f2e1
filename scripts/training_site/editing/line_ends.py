"""The line ends of a file, kept through an edit: the loader reads all of them as one kind."""

import re
from difflib import SequenceMatcher

_END = re.compile(r"\r\n|\r|\n")
MARK = "\ufeff"


def plain(text: str) -> str:
    """The text as the loader reads it: without a byte order mark, each line end a line feed."""
    return _END.sub("\n", text.removeprefix(MARK))


def restored(changed: str, original: str) -> str:
    """``changed``, made from ``plain(original)``, with the original's own line ends and its mark."""
    mark = MARK if original.startswith(MARK) else ""
    ends = _END.findall(original)
    if not set(ends) - {"\n"}:
        return mark + changed
    if len(set(ends)) == 1:
        return mark + changed.replace("\n", ends[0])
    return mark + _mixed(changed.split("\n"), plain(original).split("\n"), ends)


def _mixed(lines: list[str], before: list[str], ends: list[str]) -> str:
    usual = max(set(ends), key=ends.count)
    chosen = [usual] * len(lines)
    for block in SequenceMatcher(None, before, lines, autojunk=False).get_matching_blocks():
        for number in range(block.size):
            if block.a + number < len(ends):
                chosen[block.b + number] = ends[block.a + number]
    return "".join(line + end for line, end in zip(lines[:-1], chosen, strict=False)) + lines[-1]
