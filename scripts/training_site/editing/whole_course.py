"""The whole course with one file's text in the place of what lies on disk, and what is wrong with it.

The same question is answered once, since a save asks what a check asked just before.
"""

from dataclasses import dataclass, field

from training_site.editing.one_file import read_alone
from training_site.editing.store import Store
from training_site.editing.telling import Answer, told
from training_site.load import Loaded, load_course
from training_site.problems import errors

MOST_REMEMBERED = 4
"""How many states of the course are remembered with what is wrong with them."""


@dataclass
class WholeCourse:
    """The files of one project, loaded together with a text that may not be saved yet."""

    store: Store
    _loaded: dict[int, Loaded] = field(default_factory=dict)

    def loaded(self, name: str, text: str) -> Loaded:
        """The course with a text in the place of a file."""
        texts = {each: self.store.read(each) for each in self.store.names()} | {name: text}
        key = hash(tuple(sorted(texts.items())))
        if key not in self._loaded:
            self._loaded[key] = load_course(self.store.modules, unsaved={f"{name}.yml": text})
            for old in list(self._loaded)[:-MOST_REMEMBERED]:
                self._loaded.pop(old, None)
        return self._loaded[key]

    def problems(self, name: str, text: str) -> list[Answer]:
        """Everything that is wrong with the course then, and where in the form of that file it is."""
        _, file, _ = read_alone(self.store.modules / f"{name}.yml", text)
        return [told(problem, name, file) for problem in self.loaded(name, text).problems]

    def is_worse(self, name: str, text: str, now: str) -> bool:
        """Whether a text brings mistakes that keep the course from being built; old ones may stay."""
        wrong = _wrong(self.loaded(name, text))
        return bool(wrong) and bool(wrong - _wrong(self.loaded(name, now)))


def _wrong(loaded: Loaded) -> set[tuple[str, str, str]]:
    return {(problem.path.name, problem.rule, problem.message) for problem in errors(loaded.problems)}
