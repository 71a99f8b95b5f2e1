"""What a module holds, counted as it was planned.

It knows nothing of the plan, nor of how the two are shown side by side.
"""

from training_site.author_text import find_mentions
from training_site.model import Module
from training_site.model.walk import walk_texts

COUNTED = ("units", "minutes", "questions", "exercises", "citations")
"""What is planned, and counted, for each module."""


def count(module: Module, sources: set[str]) -> dict[str, int]:
    """How many units, minutes, questions, exercises and different sources a module has."""
    mentioned = {
        mention.target
        for text in walk_texts(module)
        for mention in find_mentions(text.text)
        if mention.kind == "citation"
    }
    return {
        "units": len(module.units),
        "minutes": module.duration_minutes,
        "questions": len(module.knowledge_check.questions),
        "exercises": sum(1 for unit in module.units for block in unit.blocks if block.reflection),
        "citations": len(mentioned & sources),
    }
