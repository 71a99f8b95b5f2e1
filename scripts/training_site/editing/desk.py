"""What the editor can do, apart from the web: open a file, try changes, save, keep, undo, join.

Every answer is plain data for JSON. Knows nothing of HTTP; ``server`` decides who may ask.
"""

import threading
from dataclasses import dataclass, field

from training_site.editing.conflict import joined, told_conflict
from training_site.editing.line_ends import plain, restored
from training_site.editing.listing import listed_files
from training_site.editing.one_file import model_of, read_alone
from training_site.editing.opened import opened
from training_site.editing.patch import patch
from training_site.editing.preview import Preview, address_for
from training_site.editing.store import ChangedError, RefusedError, Store, hash_of
from training_site.editing.telling import Answer, told
from training_site.editing.whole_course import WholeCourse
from training_site.problems import errors


@dataclass
class Desk:
    """One project on the table."""

    store: Store
    preview: Preview
    course: WholeCourse = field(init=False)
    _texts: dict[str, str] = field(default_factory=dict)
    """Texts that forms were made from, by their hash, so that two people's changes can be joined."""
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _loading: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """The course is that of the store."""
        self.course = WholeCourse(self.store)

    def get_ready(self) -> None:
        """Load the course and the site's theme, which takes a moment; later questions are then quick."""
        self._load_once()
        with self._lock:
            self.preview.page("")

    def files(self) -> Answer:
        """Every file with its title, in the order of the course, and what can be undone."""
        with self._lock:
            return {"files": listed_files(self.store), "undo": self.store.undoable()}

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
            kept = self.store.kept(name)
            if kept is None:
                raise RefusedError("There is no unfinished work on this file.")
            answer = self._opened(name, kept.text)
            answer["hash"] = self._remember(kept.base)
            return answer

    def try_out(self, name: str, values: object, base: str, place: list[object]) -> Answer:
        """What the file alone has against the values, and the page that shows them; quick, for typing."""
        self._load_once()
        with self._lock:
            text = self._patched(name, values, base)
            shaped, file, problems = read_alone(self.store.modules / f"{name}.yml", text)
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
        # The preview is left alone: a check takes a while, and newer values may have been tried meanwhile.
        return {"problems": self.course.problems(name, text)}

    def save(self, name: str, values: object, base: str) -> Answer:
        """Write the changes, or say why not: the file changed meanwhile, or the course would break."""
        with self._lock:
            now = self.store.read(name)
            if hash_of(now) != base:
                return {"conflict": told_conflict(name, values, self._base(base), now)}
            text = self._patched(name, values, base)
            loaded = self.course.loaded(name, text)
            if self.course.is_worse(name, text, plain(now)):
                return {"invalid": self.course.problems(name, text)}
            if text != plain(now):
                try:
                    self.store.write(name, restored(text, now), instead_of=base)
                except ChangedError:
                    now = self.store.read(name)
                    return {"conflict": told_conflict(name, values, self._base(base), now)}
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
            answer = self._opened(name, now)
            answer["values"] = joined(name, values, self._base(base), now)
            return answer

    def page(self, address: str) -> str | None:
        """The preview's page at an address, with the values that were tried last."""
        self._load_once()
        with self._lock:
            return self.preview.page(address)

    def _opened(self, name: str, text: str) -> Answer:
        answer = opened(self.store, name, text)
        self._remember(text)
        return answer

    def _remember(self, text: str) -> str:
        self._texts[hash_of(text)] = text
        return hash_of(text)

    def _base(self, base: str) -> str:
        if base not in self._texts:
            raise RefusedError("The editor was started anew since this page was opened. Load the page again.")
        return self._texts[base]

    def _patched(self, name: str, values: object, base: str) -> str:
        return patch(plain(self._base(base)), values, model_of(name))

    def _load_once(self) -> None:
        with self._loading:
            names = self.store.names()
            if self.preview.course is None and names:
                text = plain(self.store.read(names[0]))
                self.preview.course = self.course.loaded(names[0], text).course
