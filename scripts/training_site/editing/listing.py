"""The files of a course as the page lists them: modules in the order of the course, then what all share.

A file that cannot be read is listed as well, by its name. Knows no form and no change.
"""

from pathlib import Path

import yaml

from training_site.editing.one_file import values_of
from training_site.editing.store import RefusedError, Store
from training_site.editing.telling import Answer
from training_site.editing.values import NotAFormError
from training_site.load import SHARED
from training_site.reading.source import decode
from training_site.reading.tree import read_tree

TITLES = {
    "course": "The course and its order",
    "references": "References",
    "passages": "The article, passage by passage",
    "glossary": "Glossary",
    "safety": "Safety spine and crisis lines",
    "avoid": "Words to avoid",
}


def listed_files(store: Store) -> list[Answer]:
    """Every file with its title, whether it is a module, and whether there is unfinished work on it."""
    names = store.names()
    modules = [name for name in _course_order(store) if name in names]
    modules += [name for name in names if name not in SHARED and name not in modules]
    return [
        {
            "name": name,
            "title": TITLES.get(name) or _title(store, name),
            "module": name not in SHARED,
            "kept": store.kept(name) is not None,
        }
        for name in [*modules, *(name for name in TITLES if name in names)]
    ]


def _title(store: Store, name: str) -> str:
    try:
        tree, _ = read_tree(decode(Path(name), store.read(name).encode())[0])  # type: ignore[arg-type]
    except RefusedError:
        return name
    title = getattr(tree, "get", lambda _key: None)("title")
    return getattr(title, "text", "") or name


def _course_order(store: Store) -> list[str]:
    try:
        values = values_of("course", store.read("course"))
    except (RefusedError, NotAFormError, AssertionError, yaml.YAMLError):
        return []
    return [str(each) for each in values.get("modules", [])]  # type: ignore[union-attr]
