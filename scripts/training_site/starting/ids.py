"""Ids for what is new: made from its title, free, and possible as the name of a page and a file."""

import re

from training_site.checks.files import Surroundings
from training_site.checks.ids import ON_ONE_PAGE, OTHER_FOLDERS
from training_site.checks.names import Names
from training_site.load import SHARED
from training_site.shape.patterns import ID_FORM, suggest_id
from training_site.site_map import FIXED_PAGES
from training_site.starting.refusal import RefusalError

WINDOWS_NAMES = {
    *("con", "prn", "aux", "nul"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}
"""Names that Windows keeps for devices, so that no file can have them."""


def module_id(title: str, given: str, names: Names, around: Surroundings) -> str:
    """The id of a new module; refuses one that is taken or cannot be."""
    wanted = _formed(given) if given else _made_of(title)
    if not wanted:
        raise RefusalError(
            f"No id can be made from the title “{title}”: an id is made of {ID_FORM}. "
            "Name one with --id, such as `--id first-meeting`."
        )
    if wanted in SHARED:
        raise RefusalError(f"`{wanted}.yml` is a file that every course has. {_OTHER}")
    if wanted in {*names.modules, *names.of("module")}:
        raise RefusalError(f"There is a module `{wanted}` already. {_OTHER}")
    if wanted in {*names.of("shared page"), *FIXED_PAGES, *OTHER_FOLDERS, *around.written_pages}:
        raise RefusalError(f"The site already has a page `{wanted}`. {_OTHER}")
    if wanted in WINDOWS_NAMES:
        raise RefusalError(f"Windows keeps the name `{wanted}` for a device. {_OTHER}")
    return wanted


_OTHER = "Choose another title, or name another id with --id."


def exercise_id(title: str, given: str, names: Names, module: str) -> str:
    """The id of a new reflection, which no other block of the module may have."""
    taken = {name for kind in ON_ONE_PAGE for name in names.of(kind, module)}
    return _free(title, given, taken, "reflection", module)


def question_id(words: str, given: str, names: Names, module: str) -> str:
    """The id of a new question, which no other question of the module may have."""
    return _free(words, given, set(names.of("question", module)), "question", module)


def _free(words: str, given: str, taken: set[str], kind: str, module: str) -> str:
    if given:
        if _formed(given) in taken:
            raise RefusalError(f"The module `{module}` has something with the id `{given}` already.")
        return given
    wanted = _made_of(words)[:50].strip("-") or f"new-{kind}"
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(name for name in numbered if name not in taken)


def _made_of(title: str) -> str:
    return suggest_id(re.sub("['’]", "", title))  # "it's" becomes its, and not it-s


def _formed(given: str) -> str:
    if suggest_id(given) != given:
        better = suggest_id(given)
        raise RefusalError(
            f"“{given}” cannot be an id: an id is made of {ID_FORM}."
            + (f" Write it so: `{better}`." if better else "")
        )
    return given
