"""ARCHITECTURE.md does not lie: its tree is the checkout, and its table of imports is the code."""

import ast
import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tools import ROOT

TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "scripts" / "training_site"

# What the core may not use: only adapters read settings, print, log or exit.
ADAPTERS_ONLY = {"mkdocs", "argparse", "logging", "sys", "click"}


def section(title: str) -> str:
    """The part of the page under a heading."""
    return re.split(r"^## ", TEXT.split(f"\n## {title}\n", 1)[1], flags=re.MULTILINE)[0]


def tree_in_page() -> dict[str, list[str]]:
    """Each unfolded folder of the drawn tree with the names drawn in it; folders end in a slash."""
    (drawing,) = re.findall(r"```text\n(.*?)```", section("The house"), flags=re.DOTALL)
    folders: dict[str, list[str]] = {}
    path: list[str] = []
    for line in drawing.splitlines():
        drawn = re.fullmatch(r"(?P<indent> *)(?P<name>\S+)(?P<note>  +\S.*)?", line)
        assert drawn, f"draw a name, two spaces and what it is for: {line!r}"
        name = drawn["name"]
        assert drawn["note"] or name.endswith("/"), f"say what {name} is for"
        depth = len(drawn["indent"]) // 2
        path = [*path[:depth], name]
        folders.setdefault("".join(path[:depth]), []).append(name)
    return folders


def tracked_children() -> dict[str, set[str]]:
    """Each folder of the checkout with the names that git tracks in it; folders end in a slash."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    children: dict[str, set[str]] = {}
    for file in filter(None, listed.stdout.split("\0")):
        parts = file.split("/")
        for depth, part in enumerate(parts):
            folder = "".join(f"{name}/" for name in parts[:depth])
            children.setdefault(folder, set()).add(part if depth == len(parts) - 1 else f"{part}/")
    return children


def test_tree_is_the_checkout():
    """Every file and folder where the tree is unfolded is drawn, and nothing else is."""
    tracked = tracked_children()
    for folder, drawn in tree_in_page().items():
        real = tracked.get(folder, set())
        undrawn = {name for name in real if not any(fnmatch(name, pattern) for pattern in drawn)}
        unreal = {pattern for pattern in drawn if not any((ROOT / folder).glob(pattern.rstrip("/")))}
        assert not undrawn, f"draw in ARCHITECTURE.md, under {folder or 'the root'}: {sorted(undrawn)}"
        assert not unreal, f"not in the checkout, under {folder or 'the root'}: {sorted(unreal)}"


def rows_in_page() -> list[list[str]]:
    """The rows of the table of imports, each with its modules."""
    lines = section("Who may import whom").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| ") and "`" in line]
    return [re.findall(r"`(\w+)`", cells[2]) for cells in rows]


def top_name(path: Path) -> str:
    """The module or subpackage directly under the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_names(path: Path) -> set[str]:
    """Every module that a file imports, dotted; ``from a import b`` gives both ``a`` and ``a.b``."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports by relative name"
            names |= {f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path):
    """A module imports from its own row of the table and from rows above it only."""
    row_of = {name: number for number, names in enumerate(rows_in_page()) for name in names}
    own = top_name(path)
    assert own in row_of, f"name `{own}` in the table of imports of ARCHITECTURE.md"
    for name in imported_names(path):
        package, _, rest = name.partition(".")
        imported = rest.partition(".")[0]
        if package == "training_site" and imported in row_of:
            assert row_of[imported] <= row_of[own], f"{own} imports {imported} from a row below"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_core_knows_no_adapter(path):
    """Outside the last row nothing knows MkDocs or the command line, and nothing prints."""
    if top_name(path) in rows_in_page()[-1]:
        return
    used = {name.partition(".")[0] for name in imported_names(path)} & ADAPTERS_ONLY
    assert not used, f"{path.name} imports {sorted(used)}"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {function.id for function in called if isinstance(function, ast.Name)}
    assert not names & {"print", "input", "exit"}


def test_table_names_every_module():
    """The table has five rows, and every module of the package stands in exactly one."""
    named = [name for row in rows_in_page() for name in row]
    assert len(rows_in_page()) == 5
    assert sorted(named) == sorted({top_name(path) for path in SOURCES})
