"""Learning objectives that begin with something nobody can see a learner do."""

import re
from collections.abc import Iterator

from training_site.author_text import plain_text
from training_site.checks.wordlists import read_pairs, read_words
from training_site.checks.written import Written
from training_site.model import Module
from training_site.problems import Problem


def check_objectives(written: Written) -> Iterator[Problem]:
    """Every objective whose first word is not in the list of measurable verbs."""
    if not isinstance(written.value, Module):
        return
    for number, objective in enumerate(written.value.learning_objectives):
        words = re.findall(r"[A-Za-z][\w’'-]*", plain_text(objective.text))
        verb = words[0].lower() if words else ""
        if verb in read_words("measurable-verbs"):
            continue
        named = written.name("learning_objectives", number)
        inner = read_pairs("inner-verbs").get(verb)
        yield written.warn(
            written.at("learning_objectives", number, "text"),
            "objective-verb",
            f"In {named}, nobody can see from outside whether a learner does “{verb}”."
            if inner
            else f"In {named}, “{verb}” is not in the list of verbs that can be seen and tested.",
            f"Say what the learner does with it, such as: {inner}."
            if inner
            else "Start with what the learner does, such as: list, explain, choose, demonstrate, plan. "
            "If the verb is right, write `# ok: the reason` above it.",
        )
