"""Synthetic modules: valid by the model, of about 600 words a unit, the same bytes each time.

Written as JSON, which is YAML too. The words mean nothing; the blocks are the kinds that a real unit has.
"""

import json
import random
from pathlib import Path
from typing import Any

TEXT = """
the session screen room voice child quiet look pause game notice word open close call phone begin end hand
slow warm name wait turn door light answer question plan table story drawing sound window chair card time
"""
WORDS = TEXT.split()
QUESTIONS = 5
"""In a module."""


def write_modules(folder: Path, modules: int, units: int) -> list[str]:
    """Write ``modules`` files of ``units`` units each; returns their ids."""
    ids = [f"synthetic-{number:04d}" for number in range(1, modules + 1)]
    for module_id in ids:
        text = json.dumps(make_module(module_id, units), ensure_ascii=False)
        (folder / f"{module_id}.yml").write_text(text + "\n", encoding="utf-8")
    return ids


def make_module(module_id: str, units: int) -> dict[str, Any]:
    """One module; its id is the seed of its words."""
    words = random.Random(module_id)
    return {
        "id": module_id,
        "title": f"Synthetic module {module_id[-4:]}",
        "summary": sentences(words, 3),
        "audience": ["Clinicians who try things out"],
        "level": "introductory",
        "learning_objectives": [{"id": "try-it", "text": "Demonstrate a thing to a colleague"}],
        "derived_from": ["p5"],
        "last_reviewed": "2026-01-01",
        "units": [make_unit(words, number) for number in range(1, units + 1)],
        "knowledge_check": {
            "duration_minutes": 5,
            "questions": [make_question(words, number) for number in range(1, QUESTIONS + 1)],
        },
        "confidence_check": {
            "statements": [{"id": "can-try", "text": "I can try a thing out.", "objective": "try-it"}]
        },
        "key_points": [sentences(words, 1), sentences(words, 1)],
        "what_we_do_not_know": [sentences(words, 2)],
        "facilitator_guide": {"agenda": [{"minutes": 30, "title": "Try it together"}]},
    }


def make_unit(words: random.Random, number: int) -> dict[str, Any]:
    """One unit with the kinds of block that a real one has."""
    return {
        "id": f"unit-{number}",
        "title": f"Unit {number}: {' '.join(words.choices(WORDS, k=4))}",
        "summary": sentences(words, 1),
        "duration_minutes": 6,
        "learning_objectives": ["try-it"],
        "blocks": [
            {"text": paragraphs(words, 3)},
            {"heading": f"First {words.choice(WORDS)}"},
            {"text": paragraphs(words, 2)},
            {"callout": {"kind": "tip", "text": sentences(words, 2)}},
            {"heading": f"Then {words.choice(WORDS)}"},
            {"text": paragraphs(words, 2)},
            {
                "reflection": {
                    "id": f"think-{number}",
                    "title": f"Think {number}",
                    "minutes": 2,
                    "prompt": sentences(words, 2),
                    "help": sentences(words, 1),
                    "sample_answer": sentences(words, 2),
                    "derived_from": [{"passage": "p5", "how": sentences(words, 1)}],
                }
            },
        ],
        "key_points": [sentences(words, 1), sentences(words, 1)],
    }


def make_question(words: random.Random, number: int) -> dict[str, Any]:
    """One question with four choices, one of them right."""
    right = number % 4
    answers = words.sample(WORDS, 4)  # choices that say the same would be a warning
    choices = [
        {
            "text": f"Answer {answers[position]} with {words.choice(WORDS)}",
            "correct": position == right,
            "explanation": sentences(words, 1),
        }
        for position in range(4)
    ]
    return {
        "id": f"question-{number}",
        "objective": "try-it",
        "prompt": sentences(words, 1),
        "choices": choices,
    }


def paragraphs(words: random.Random, count: int) -> str:
    """Paragraphs of five sentences, with a little emphasis."""
    return "\n\n".join(f"**{words.choice(WORDS).capitalize()}.** {sentences(words, 5)}" for _ in range(count))


def sentences(words: random.Random, count: int) -> str:
    """Sentences of twelve words."""
    return " ".join(" ".join(words.choices(WORDS, k=12)).capitalize() + "." for _ in range(count))
