"""Writes a trainer's words as YAML: on the line of their key where that is safe, else below it.

A word for someone to replace later is a placeholder: the checker finds it by its TODO.
"""

import textwrap

import yaml

TODO = "TODO: "
SHORT = 80
"""Characters that stand well on the line of their key."""


def one_line(text: str) -> str:
    """A text as it can stand after ``key: `` or ``- ``, in quotation marks where it needs them."""
    plain = " ".join(text.split())
    if _reads_as_itself(plain):
        return plain
    if '"' not in plain and "\\" not in plain:
        return f'"{plain}"'
    if "'" not in plain:
        return f"'{plain}'"
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _reads_as_itself(plain: str) -> bool:
    try:
        return bool(yaml.safe_load(f"k: {plain}") == {"k": plain} and yaml.safe_load(f"- {plain}") == [plain])
    except yaml.YAMLError:
        return False


def field(key: str, text: str, *, paragraphs: bool = False) -> list[str]:
    """The lines of a key with its text, at the left edge; ``paragraphs`` keeps its line ends."""
    lines = [line.strip() for line in text.strip().splitlines()] if paragraphs else [" ".join(text.split())]
    if len(lines) > 1:
        return [f"{key}: |", *(f"  {line}" if line else "" for line in lines)]
    short = one_line(lines[0])
    if len(short) <= SHORT and "\\" not in short:
        return [f"{key}: {short}"]
    return [f"{key}: >-", *(f"  {line}" for line in _folded(lines[0]))]


def _folded(text: str) -> list[str]:
    """A paragraph in lines of a readable width; `>-` joins them again."""
    return textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False)


def nested(lines: list[str], by: int = 2) -> list[str]:
    """The lines, deeper; empty ones stay empty."""
    return [f"{' ' * by}{line}" if line else "" for line in lines]


def first_words(text: str, most: int = 5) -> str:
    """The first words of a text, to make an id of."""
    return " ".join(text.split()[:most])
