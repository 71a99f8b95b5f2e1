"""A new module: a commented draft in a file of its own, named at its place in the learning path."""

from dataclasses import dataclass
from importlib.resources import files
from string import Template

from training_site.model import Module
from training_site.reading.tree import Scalar
from training_site.shape.schema import fields_of
from training_site.starting.course import Beginning, Existing
from training_site.starting.ids import module_id
from training_site.starting.insert import add_word, group_of, list_of
from training_site.starting.refusal import RefusalError
from training_site.starting.wording import TODO, one_line

LEVELS = fields_of(Module)["level"].options


@dataclass(frozen=True)
class ModuleWords:
    """What a trainer says about a module at its start; what is empty stays to be written."""

    title: str
    id: str = ""
    summary: str = ""
    audience: str = ""
    level: str = LEVELS[0]
    passage: str = ""
    after: str = ""
    """The module that it follows in the path; empty for the end."""


def start_module(existing: Existing, words: ModuleWords, today: str) -> Beginning:
    """The draft of a module and the line of course.yml that names it."""
    wanted = module_id(words.title, words.id, existing.names, existing.around)
    name = f"{wanted}.yml"
    if (existing.folder / name).exists() or (existing.folder / name).is_symlink():
        raise RefusalError(f"There is a file `{name}` already, and it stays as it is.")
    raw, course = existing.course()
    path = list_of(group_of(course.root).get("modules"), "modules")
    if words.after and words.after not in [item.text for item in path.items if isinstance(item, Scalar)]:
        raise RefusalError(f"The learning path does not name a module `{words.after}` to follow.")
    return Beginning(
        wanted,
        name,
        1,
        new={name: _draft(existing, words, wanted, today).encode("utf-8")},
        changed={"course.yml": add_word(raw, path, wanted, words.after)},
    )


def _draft(existing: Existing, words: ModuleWords, wanted: str, today: str) -> str:
    passages = existing.passages
    if words.passage and words.passage not in passages:
        raise RefusalError(f"There is no passage `{words.passage}`. There are: {', '.join(passages)}.")
    skeleton = files("training_site").joinpath("starting", "skeletons", "module.yml").read_text("utf-8")
    return Template(skeleton).substitute(
        id=wanted,
        title=one_line(words.title),
        summary=" ".join(words.summary.split()) or f"{TODO}What the module is about, and for whom.",
        audience=one_line(words.audience or f"{TODO}Who it is for"),
        level=words.level,
        passage=words.passage or next(iter(passages), "p1"),
        today=today,
    )
