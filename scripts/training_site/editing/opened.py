"""A file as the page gets it to show: its values, its form, names to choose from, and its own problems.

Looks at other files only for the names that they offer. What becomes of the answer is not its matter.
"""

from training_site.editing.forms import form_of, outline_of
from training_site.editing.known import known_names
from training_site.editing.line_ends import plain
from training_site.editing.listing import TITLES
from training_site.editing.one_file import model_of, read_alone, values_of
from training_site.editing.store import RefusedError, Store, hash_of
from training_site.editing.telling import Answer, told
from training_site.editing.values import NotAFormError


def opened(store: Store, name: str, text: str) -> Answer:
    """A text of a file for its form; refused, with the reason, when it cannot be shown as one."""
    shaped, file, problems = read_alone(store.modules / f"{name}.yml", plain(text))
    if shaped is None:
        raise RefusedError(
            "This file cannot be shown as a form until its YAML is mended. "
            + " ".join(f"Line {problem.line}: {problem.message}" for problem in problems[:1])
        )
    try:
        values = values_of(name, text)
    except NotAFormError as place:
        line = plain(text).count("\n", 0, place.offset) + 1
        raise RefusedError(
            f"This file cannot be shown as a form: “{place.key}”, on line {line}, "
            "has another shape than it needs. `training-site check` says how to mend it."
        ) from None
    return {
        "name": name,
        "title": TITLES.get(name) or str(values.get("title", name)),
        "hash": hash_of(text),
        "values": values,
        "form": form_of(model_of(name)),
        "outline": outline_of(model_of(name)),
        "known": known_names(store, name, values),
        "problems": [told(problem, name, file) for problem in problems],
    }
