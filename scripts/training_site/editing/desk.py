"""What the editor can do, apart from the web: open a file, try changes, save, keep, undo, join.

Every answer is plain data for JSON. Knows nothing of HTTP; ``server`` decides who may ask.
"""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from training_site.checks.files import ReadFile
from training_site.editing.forms import form_of, outline_of
from training_site.editing.fresh import Plain
from training_site.editing.known import known_names
from training_site.editing.line_ends import plain, restored
from training_site.editing.marks import mark_values
from training_site.editing.merge import Clash, merged
from training_site.editing.patch import patch
from training_site.editing.preview import Preview, address_for
from training_site.editing.store import ChangedError, Kept, RefusedError, Store, hash_of
from training_site.editing.telling import Answer, differing, told, told_clash, told_difference
from training_site.editing.values import NotAFormError, form_values
from training_site.load import SHARED, Loaded, load_course
from training_site.model import Module
from training_site.model.text import Value
from training_site.problems import Problem, errors
from training_site.reading.source import decode
from training_site.reading.tree import read_tree
from training_site.shape.explain import Shaped, shape

MOST_CHECKED = 4
"""How many states of the course are remembered with what is wrong with them."""

TITLES = {
    "course": "The course and its order",
    "references": "References",
    "passages": "The article, passage by passage",
    "glossary": "Glossary",
    "safety": "Safety spine and crisis lines",
    "avoid": "Words to avoid",
}


@dataclass
class Desk:
    """One project on the table."""

    store: Store
    preview: Preview
    _texts: dict[str, str] = field(default_factory=dict)
    """Texts that forms were made from, by their hash, so that two people's changes can be joined."""
    _checked: dict[int, Loaded] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _loading: threading.Lock = field(default_factory=threading.Lock)

    def files(self) -> Answer:
        """Every file with its title, in the order of the course, and what can be undone."""
        with self._lock:
            names = self.store.names()
            path = self._course_order()
            modules = [name for name in path if name in names]
            modules += [name for name in names if name not in SHARED and name not in modules]
            listed = [*modules, *(name for name in TITLES if name in names)]
            return {
                "files": [
                    {
                        "name": name,
                        "title": TITLES.get(name) or self._title(name),
                        "module": name not in SHARED,
                        "kept": self.store.kept(name) is not None,
                    }
                    for name in listed
                ],
                "undo": self.store.undoable(),
            }

    def open(self, name: str) -> Answer:
        """A file as values, with its form and what is wrong with it."""
        with self._lock:
            text = self.store.read(name)
            kept = self.store.kept(name)
            answer = self._opened(name, text)
            if kept:
                answer["kept"] = {"when": kept.when}
            return answer

    def open_kept(self, name: str) -> Answer:
        """The unfinished work on a file, as values to go on with."""
        with self._lock:
            kept = self._kept(name)
            answer = self._opened(name, kept.text)
            answer["hash"] = self._remember(kept.base)
            return answer

    def try_out(self, name: str, values: object, base: str, place: list[object]) -> Answer:
        """What the file alone has against the values, and the page that shows them; quick, for typing."""
        self._load_once()
        with self._lock:
            text = self._patched(name, values, base)
            shaped, file, problems = _read(self.store.modules / f"{name}.yml", text)
            if shaped and shaped.value and not errors(problems):
                self.preview.show(name, shaped.value)
            address = address_for(name, place, values) if isinstance(values, dict) else None
            return {
                "changed": text != plain(self._base(base)),
                "problems": [told(problem, name, file) for problem in problems],
                "page": address,
                "shown": not errors(problems),
            }

    def check(self, name: str, values: object, base: str) -> Answer:
        """Everything that the checker says about the course with these values."""
        with self._lock:
            text = self._patched(name, values, base)
        loaded = self._load(name, text)
        # The preview is left alone: a check takes a while, and newer values may have been tried meanwhile.
        return {"problems": self._tell(loaded, name, text)}

    def save(self, name: str, values: object, base: str) -> Answer:
        """Write the changes, or say why not: the file changed meanwhile, or the course would break."""
        with self._lock:
            now = self.store.read(name)
            if hash_of(now) != base:
                return self._conflict(name, values, base, now)
            text = self._patched(name, values, base)
            loaded = self._load(name, text)
            if self._is_worse(name, plain(now), loaded):
                return {"invalid": self._tell(loaded, name, text)}
            if text != plain(now):
                try:
                    self.store.write(name, restored(text, now), instead_of=base)
                except ChangedError:
                    return self._conflict(name, values, base, self.store.read(name))
            self.store.drop(name)
            if loaded.course:
                self.preview.course = loaded.course
            written = self.store.read(name)
            return {"saved": self._opened(name, written), "changed": written != now, **self.files()}

    def keep(self, name: str, values: object, base: str) -> Answer:
        """Put unfinished work aside; nothing of the course changes."""
        with self._lock:
            text = self._patched(name, values, base)
            self.store.keep(name, self._base(base), text)
            return {"kept": True, **self.files()}

    def drop(self, name: str) -> Answer:
        """Forget the unfinished work on a file."""
        with self._lock:
            self.store.drop(name)
            return self.open(name)

    def undo(self) -> Answer:
        """Take the last save back."""
        with self._lock:
            try:
                name = self.store.undo()
            except ChangedError as changed:
                file = f"modules/{changed}.yml"
                return {
                    "refused": f"{file} was changed by another program since that save, so it stays as it is."
                }
            if name is None:
                return {"refused": "There is no save to undo."}
            return {"undone": name, **self.files()}

    def join(self, name: str, values: object, base: str) -> Answer:
        """The file as it is now with the form's changes on top, as values to look at and save."""
        with self._lock:
            now = self.store.read(name)
            joined, _ = self._joined(name, values, base, now)
            answer = self._opened(name, now)
            answer["values"] = joined
            return answer

    def page(self, address: str) -> str | None:
        """The preview's page at an address, with the values that were tried last."""
        self._load_once()
        with self._lock:
            return self.preview.page(address)

    def _is_worse(self, name: str, now: str, loaded: Loaded) -> bool:
        """Whether a change brings mistakes that keep the course from being built; old ones may stay."""
        wrong = set(_wrong(loaded))
        return bool(wrong) and bool(wrong - set(_wrong(self._load(name, now))))

    def _opened(self, name: str, text: str) -> Answer:
        model = _model(name)
        source = plain(text)
        shaped, file, problems = _read(self.store.modules / f"{name}.yml", source)
        if shaped is None:
            raise RefusedError(
                "This file cannot be shown as a form until its YAML is mended. "
                + " ".join(f"Line {problem.line}: {problem.message}" for problem in problems[:1])
            )
        try:
            values = form_values(mark_values(source), model)
        except NotAFormError as place:
            line = source.count("\n", 0, place.offset) + 1
            raise RefusedError(
                f"This file cannot be shown as a form: “{place.key}”, on line {line}, "
                "has another shape than it needs. `training-site check` says how to mend it."
            ) from None
        return {
            "name": name,
            "title": TITLES.get(name) or str(values.get("title", name)),
            "hash": self._remember(text),
            "values": values,
            "form": form_of(model),
            "outline": outline_of(model),
            "known": known_names(self.store, name, values),
            "problems": [told(problem, name, file) for problem in problems],
        }

    def _conflict(self, name: str, values: object, base: str, now: str) -> Answer:
        theirs = form_values(mark_values(plain(now)), _model(name))
        joined, clashes = self._joined(name, values, base, now)
        mine_of = self._base_values(name, base)
        return {
            "conflict": {
                "mine": [told_difference(*each) for each in differing(mine_of, values)],
                "theirs": [told_difference(*each) for each in differing(mine_of, theirs)],
                "clashes": [told_clash(clash) for clash in clashes],
                "joined": bool(joined),
            }
        }

    def _joined(self, name: str, values: object, base: str, now: str) -> tuple[Any, list[Clash]]:
        theirs = form_values(mark_values(plain(now)), _model(name))
        return merged(self._base_values(name, base), values, theirs)  # type: ignore[arg-type]

    def _base_values(self, name: str, base: str) -> dict[str, Plain]:
        return form_values(mark_values(plain(self._base(base))), _model(name))

    def _patched(self, name: str, values: object, base: str) -> str:
        return patch(plain(self._base(base)), values, _model(name))

    def _base(self, base: str) -> str:
        if base not in self._texts:
            raise RefusedError("The editor was started anew since this page was opened. Load the page again.")
        return self._texts[base]

    def _remember(self, text: str) -> str:
        self._texts[hash_of(text)] = text
        return hash_of(text)

    def _kept(self, name: str) -> Kept:
        kept = self.store.kept(name)
        if kept is None:
            raise RefusedError("There is no unfinished work on this file.")
        return kept

    def _title(self, name: str) -> str:
        try:
            tree, _ = read_tree(decode(Path(name), self.store.read(name).encode())[0])  # type: ignore[arg-type]
        except RefusedError:
            return name
        title = getattr(tree, "get", lambda _key: None)("title")
        return getattr(title, "text", "") or name

    def _course_order(self) -> list[str]:
        try:
            values = form_values(mark_values(plain(self.store.read("course"))), SHARED["course"])
        except (RefusedError, NotAFormError, AssertionError, yaml.YAMLError):
            return []
        return [str(each) for each in values.get("modules", [])]  # type: ignore[union-attr]

    def get_ready(self) -> None:
        """Load the course and the site's theme, which takes a moment; later questions are then quick."""
        self._load_once()
        with self._lock:
            self.preview.page("")

    def _load_once(self) -> None:
        with self._loading:
            names = self.store.names()
            if self.preview.course is None and names:
                self.preview.course = self._load(names[0], plain(self.store.read(names[0]))).course

    def _load(self, name: str, text: str) -> Loaded:
        """The whole course with a text in the place of a file; the same question is answered once."""
        texts = {each: self.store.read(each) for each in self.store.names()} | {name: text}
        key = hash(tuple(sorted(texts.items())))
        if key not in self._checked:
            self._checked[key] = load_course(self.store.modules, unsaved={f"{name}.yml": text})
            for old in list(self._checked)[:-MOST_CHECKED]:
                self._checked.pop(old, None)
        return self._checked[key]

    def _tell(self, loaded: Loaded, name: str, text: str) -> list[Answer]:
        _, file, _ = _read(self.store.modules / f"{name}.yml", text)
        return [told(problem, name, file) for problem in loaded.problems]


def _model(name: str) -> type[Value]:
    return SHARED.get(name, Module)


def _read(path: Path, text: str) -> tuple[Shaped | None, ReadFile | None, list[Problem]]:
    """One file by itself: its shape, and what is wrong with that."""
    source, problems = decode(path, text.encode())
    tree, more = read_tree(source) if source and not errors(problems) else (None, [])
    problems = [*problems, *more]
    if source is None or tree is None:
        return None, None, problems
    shaped = shape(source, tree, _model(path.stem), problems)
    return shaped, ReadFile(source, _model(path.stem), shaped.root), [*problems, *shaped.problems]


def _key(problem: Problem) -> tuple[str, str, str]:
    return problem.path.name, problem.rule, problem.message


def _wrong(loaded: Loaded) -> list[tuple[str, str, str]]:
    return [_key(problem) for problem in errors(loaded.problems)]
