"""Questions that give their answer away, or leave a learner without the reason.

A right answer should be found by knowing, not by looking: not by its length, its place, or its form.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from training_site.author_text import plain_text
from training_site.checks.written import Written
from training_site.model import KnowledgeCheck, Module, Question
from training_site.problems import Problem

LENGTH_TOLERANCE = 0.25
"""How much longer than the longest other choice, or shorter than the shortest, a right answer may be."""

LEAST_DIFFERENCE = 12
"""Characters that a difference in length has to have before anybody sees it."""

FEWEST_FOR_PLACE = 4
"""Questions that a module needs before the places of its right answers say anything."""

SHORTEST_WHY = 6
"""Words that the explanation of a true or false question needs to give a reason."""

_OF_THE_ABOVE = re.compile(
    r"\b(?:all|none|both|any|neither|some|either|each|two|three) of the (?:above|below|other "
    r"(?:answers|choices|options))\b"
    r"|^(?:all|none|both|neither) of (?:these|them|those)(?: (?:answers|choices|options))?\W*$"
    r"|^(?:(?:both|only) )?\(?[a-f]\)?(?:, \(?[a-f]\)?)*,? (?:and|or) \(?[a-f]\)?\W*$",
    re.IGNORECASE,
)
_VERDICT = {"true", "false", "yes", "no", "right", "wrong", "correct", "incorrect"}
_NOT_A_FORM = {"during", "something", "nothing", "anything", "everything", "bring", "sing", "ring", "string"}


def check_questions(written: Written) -> Iterator[Problem]:
    """Everything in the questions of a module that helps guessing or hinders learning."""
    module = written.value
    if not isinstance(module, Module):
        return
    for number, question in enumerate(module.knowledge_check.questions):
        at = ("knowledge_check", "questions", number)
        yield from _twice(written, question, at)
        yield from _length(written, question, at)
        yield from _of_the_above(written, question, at)
        yield from _parallel(written, question, at)
        yield from _true_or_false(written, question, at)
    yield from _place(written, module.knowledge_check)


At = tuple[str | int, ...]


def _twice(written: Written, question: Question, at: At) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, choice in enumerate(question.choices):
        first = seen.setdefault(" ".join(choice.text.lower().split()).rstrip("."), number)
        if first != number:
            yield written.warn(
                written.at(*at, "choices", number, "text"),
                "choice-twice",
                f"In {written.name(*at)}, choice {number + 1} says the same as choice {first + 1}.",
                "Delete one of the two, with its explanation, or write what else someone might choose.",
            )


def _length(written: Written, question: Question, at: At) -> Iterator[Problem]:
    if len(question.choices) < 3:  # of two, either is as much longer as the other is shorter
        return
    lengths = [len(plain_text(choice.text)) for choice in question.choices]
    right = [length for length, choice in zip(lengths, question.choices, strict=True) if choice.correct]
    wrong = [length for length, choice in zip(lengths, question.choices, strict=True) if not choice.correct]
    longer = min(right) > max(wrong) * (1 + LENGTH_TOLERANCE) and min(right) - max(wrong) >= LEAST_DIFFERENCE
    shorter = max(right) < min(wrong) * (1 - LENGTH_TOLERANCE) and min(wrong) - max(right) >= LEAST_DIFFERENCE
    if longer or shorter:
        first = next(number for number, choice in enumerate(question.choices) if choice.correct)
        how, other = ("longer", "longest") if longer else ("shorter", "shortest")
        yield written.warn(
            written.at(*at, "choices", first, "text"),
            "answer-by-length",
            f"In {written.name(*at)}, the right answer is much {how} than the others: "
            f"{min(right) if longer else max(right)} characters, and the {other} wrong one has "
            f"{max(wrong) if longer else min(wrong)}. A learner can pick it without knowing.",
            f"Bring the choices to about the same length: within a quarter of the {other} wrong one.",
        )


def _place(written: Written, check: KnowledgeCheck) -> Iterator[Problem]:
    places = [
        next(number for number, choice in enumerate(question.choices, start=1) if choice.correct)
        for question in check.questions
        if len(question.choices) > 2 and not question.several_right
    ]
    if len(places) < FEWEST_FOR_PLACE:
        return
    place, often = Counter(places).most_common(1)[0]
    if often * 2 > len(places):
        yield written.warn(
            written.at("knowledge_check", "questions"),
            "answer-by-place",
            f"The right answer is choice {place} in {often} of {len(places)} questions, "
            "so a learner can guess by its place.",
            "Change the order of the choices in some of them, until no place holds more than half.",
        )


def _of_the_above(written: Written, question: Question, at: At) -> Iterator[Problem]:
    for number, choice in enumerate(question.choices):
        if _OF_THE_ABOVE.search(" ".join(choice.text.split())):
            yield written.warn(
                written.at(*at, "choices", number, "text"),
                "all-of-the-above",
                f"In {written.name(*at)}, a choice points at other choices instead of saying something. "
                "Learners who know two of them need not read the rest.",
                "Write a choice of its own. If several are right, mark each with `correct: true`.",
            )


@dataclass(frozen=True)
class _Form:
    """A form that choices have in common or not, and how to say so."""

    has: Callable[[str], bool]
    with_it: str
    without_it: str
    odd_one_only: bool
    """Whether a mixture is fine and only a single choice that differs from all others is not."""


def _first_word(text: str) -> str:
    found = re.match(r"\W*([\w’'-]+)", text)
    return found[1].lower() if found else ""


FORMS = (
    _Form(
        lambda text: text[:1] in "\"“'‘" and text.rstrip(".")[-1:] in "\"”'’",
        "is in quotation marks",
        "is not in quotation marks",
        odd_one_only=True,
    ),
    _Form(
        lambda text: text.rstrip("\"”'’)*")[-1:] in ".!?",
        "ends like a sentence",
        "ends without a period",
        odd_one_only=False,
    ),
    _Form(
        lambda text: text.lstrip("\"“'‘(*")[:1].islower(),
        "starts with a small letter",
        "starts with a capital",
        odd_one_only=False,
    ),
    _Form(
        lambda text: (
            _first_word(text).endswith("ing")
            and len(_first_word(text)) > 4
            and _first_word(text) not in _NOT_A_FORM
        ),
        "starts with a word in -ing",
        "does not start with a word in -ing",
        odd_one_only=True,
    ),
    _Form(
        lambda text: _first_word(text) == "to",
        "starts with “to”",
        "does not start with “to”",
        odd_one_only=True,
    ),
    _Form(
        lambda text: _first_word(text) in ("yes", "no"),
        "starts with yes or no",
        "does not start with yes or no",
        odd_one_only=True,
    ),
)
"""What makes choices look alike. Each is plain to see, so that a warning can be understood."""


def _parallel(written: Written, question: Question, at: At) -> Iterator[Problem]:
    texts = [" ".join(choice.text.split()) for choice in question.choices]
    if len(texts) < 3:
        return
    for form in FORMS:
        with_it = [number for number, text in enumerate(texts) if form.has(text)]
        without = [number for number in range(len(texts)) if number not in with_it]
        fewer = min(with_it, without, key=len)
        if not fewer or (form.odd_one_only and len(fewer) > 1):
            continue
        odd = form.with_it if fewer is with_it else form.without_it
        yield written.warn(
            written.at(*at, "choices", fewer[0], "text"),
            "choices-not-parallel",
            f"In {written.name(*at)}, choice {fewer[0] + 1} {odd}, unlike other choices. "
            "What looks different gets picked, or passed over, for its looks.",
            "Give all choices of the question the same form.",
        )
        return


def _true_or_false(written: Written, question: Question, at: At) -> Iterator[Problem]:
    if len(question.choices) != 2 or not all(
        plain_text(choice.text).strip(" .!").lower() in _VERDICT for choice in question.choices
    ):
        return
    for number, choice in enumerate(question.choices):
        words = re.findall(r"[\w’'-]+", plain_text(choice.explanation))
        if len([word for word in words if word.lower() not in _VERDICT]) < SHORTEST_WHY:
            yield written.warn(
                written.at(*at, "choices", number, "explanation"),
                "no-why",
                f"In {written.name(*at)}, half of all learners guess right, and this explanation does not "
                "tell them why.",
                "Say in a sentence why it is true or false, and what someone who chose it may have thought.",
            )
