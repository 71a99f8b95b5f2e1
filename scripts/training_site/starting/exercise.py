"""A new reflection at the end of a unit, and a new question at the end of a module.

In a draft, what is not said yet becomes a placeholder. A published module takes no placeholder, so there
every word has to be given.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields

from training_site.checks.files import ReadFile
from training_site.reading.tree import Items, Mapping
from training_site.starting.course import Beginning, Existing, text
from training_site.starting.ids import exercise_id, question_id
from training_site.starting.insert import RawFile, add_entry, group_of, list_of
from training_site.starting.refusal import RefusalError
from training_site.starting.wording import TODO, field, first_words, nested


@dataclass(frozen=True)
class ReflectionWords:
    """What a trainer says about a reflection; what is empty stays to be written."""

    title: str = ""
    prompt: str = ""
    way_in: str = ""
    sample_answer: str = ""
    how: str = ""
    passage: str = ""
    minutes: int = 3
    id: str = ""
    objective: str = ""


@dataclass(frozen=True)
class ChoiceWords:
    """An answer to choose, with its explanation."""

    text: str
    explanation: str
    correct: bool = False


@dataclass(frozen=True)
class QuestionWords:
    """What a trainer says about a question; what is empty stays to be written."""

    prompt: str = ""
    right: ChoiceWords | None = None
    wrong: tuple[ChoiceWords, ...] = ()
    objective: str = ""
    id: str = ""


OPEN_REFLECTION = {
    "title": "A short name",
    "prompt": "What the learner is asked",
    "way_in": "A way in for someone who is stuck",
    "sample_answer": "An invented answer, honest rather than perfect",
    "how": "What in the passage this takes up, in one sentence",
}
"""What a reflection cannot do without, and the placeholder for each."""

OPEN_CHOICES = (
    ChoiceWords("The right answer", "Why it is right", correct=True),
    ChoiceWords("A tempting wrong answer", "Why someone would choose it, and what it misses"),
    ChoiceWords("Another wrong answer", "Why someone would choose it, and what it misses"),
)


def is_draft(existing: Existing, module: str) -> bool:
    """Whether a module is a draft, which may hold placeholders."""
    return existing.module(module)[1].is_draft


def units_of(existing: Existing, module: str) -> list[str]:
    """The ids of a module's units."""
    return [text(unit.get("id")) for unit in _units(existing.module(module)[1])]


def objectives_of(existing: Existing, module: str) -> dict[str, str]:
    """The learning objectives of a module."""
    groups = _objectives(existing.module(module)[1])
    return {text(group.get("id")): text(group.get("text")) for group in groups}


def untested_objective(existing: Existing, module: str) -> str:
    """The first objective that a question should test and none does; else the first one."""
    file = existing.module(module)[1]
    questions = _questions(group_of(file.root)).items
    asked = [text(question.get("objective")) for question in questions if isinstance(question, Mapping)]
    groups = _objectives(file)
    open_ones = [one for one in groups if text(one.get("self_assessed")) != "true"] or groups
    names = [text(one.get("id")) for one in open_ones]
    return next((name for name in names if name not in asked), names[0])


def main_passage(existing: Existing, module: str) -> str:
    """The passage that a module grew from in the first place."""
    listed = list_of(group_of(existing.module(module)[1].root).get("derived_from"), "derived_from")
    return text(listed.items[0])


def missing_words(words: ReflectionWords) -> list[str]:
    """The names of what a reflection still lacks."""
    return [
        each.name for each in fields(words) if each.name in OPEN_REFLECTION and not getattr(words, each.name)
    ]


def start_reflection(existing: Existing, module: str, unit: str, words: ReflectionWords) -> Beginning:
    """The lines of a reflection at the end of a unit, before a closing confidence check."""
    raw, file = existing.module(module)
    group = next((each for each in _units(file) if text(each.get("id")) == unit), None)
    if group is None:
        known = ", ".join(f"`{name}`" for name in units_of(existing, module))
        raise RefusalError(f"The module `{module}` has no unit `{unit}`. It has: {known}.")
    if missing_words(words) and not file.is_draft:
        raise RefusalError(_needs_words(module, missing_words(words)))
    passages = existing.passages
    if words.passage and words.passage not in passages:
        raise RefusalError(f"There is no passage `{words.passage}`. There are: {', '.join(passages)}.")
    blocks = list_of(group.get("blocks"), "blocks")
    last = blocks.items[-1]
    closing = len(blocks.items) > 1 and isinstance(last, Mapping) and last.get("confidence_check") is not None
    wanted = exercise_id(words.title, words.id, existing.names, module)
    passage = words.passage or main_passage(existing, module)
    entry = ["- reflection:", *nested(_reflection(words, wanted, passage), 4)]
    changed = add_entry(raw, blocks, entry, before_last=closing)
    return _beginning(file, raw.lines, wanted, {file.source.path.name: changed})


def start_question(existing: Existing, module: str, words: QuestionWords) -> Beginning:
    """The lines of a question at the end of a module's knowledge check."""
    raw, file = existing.module(module)
    whole = bool(words.prompt and words.right and words.wrong)
    if not whole and not file.is_draft:
        lacking = [
            name
            for name, given in (("prompt", words.prompt), ("right", words.right), ("wrong", words.wrong))
            if not given
        ]
        raise RefusalError(_needs_words(module, lacking))
    questions = _questions(group_of(file.root))
    objective = words.objective or untested_objective(existing, module)
    known = objectives_of(existing, module)
    if objective not in known:
        raise RefusalError(
            f"The module `{module}` has no learning objective `{objective}`. "
            f"It has: {', '.join(f'`{name}`' for name in known)}."
        )
    wanted = question_id(first_words(words.prompt), words.id, existing.names, module)
    choices = _in_place(words, questions)
    lines = [f"id: {wanted}", f"objective: {objective}"]
    lines += field("prompt", words.prompt or f"{TODO}A moment, and what to do next", paragraphs=True)
    lines.append("choices:")
    for choice in choices:
        lines += nested(_choice(choice))
    entry = [f"- {lines[0]}", *nested(lines[1:])]
    changed = add_entry(raw, questions, entry)
    return _beginning(file, raw.lines, wanted, {file.source.path.name: changed})


def _beginning(file: ReadFile, before: Sequence[str], wanted: str, changed: dict[str, RawFile]) -> Beginning:
    (raw,) = changed.values()
    pairs = enumerate(zip(before, raw.lines, strict=False), start=1)
    line = next((number for number, (old, new) in pairs if old.rstrip("\r\n") != new.rstrip("\r\n")), None)
    return Beginning(wanted, file.source.path.name, line or len(before) + 1, new={}, changed=changed)


def _reflection(words: ReflectionWords, wanted: str, passage: str) -> list[str]:
    said = {name: getattr(words, name) or f"{TODO}{hint}" for name, hint in OPEN_REFLECTION.items()}
    lines = [f"id: {wanted} # learners' notes hang on it: never change it"]
    lines += field("title", said["title"])
    lines += field("prompt", said["prompt"], paragraphs=True)
    lines += field("help", said["way_in"], paragraphs=True)
    lines += field("sample_answer", said["sample_answer"], paragraphs=True)
    lines += [f"minutes: {words.minutes}", "derived_from:"]
    how = field("how", said["how"])
    lines += nested([f"- passage: {passage}", *nested(how)])
    return lines + ([f"learning_objectives: [{words.objective}]"] if words.objective else [])


def _choice(choice: ChoiceWords) -> list[str]:
    lines = field("text", choice.text)
    lines += ["correct: true"] if choice.correct else []
    lines += field("explanation", choice.explanation)
    return [f"- {lines[0]}", *nested(lines[1:])]


def _in_place(words: QuestionWords, questions: Items) -> list[ChoiceWords]:
    """The choices with the right one where right answers stood least often so far."""
    right, *others = OPEN_CHOICES
    right = words.right or _open(right)
    wrong = list(words.wrong) or [_open(choice) for choice in others]
    used = Counter(place for place in map(_right_place, questions.items) if place is not None)
    place = min(range(len(wrong) + 1), key=lambda each: (used[each], each))
    return [*wrong[:place], right, *wrong[place:]]


def _open(choice: ChoiceWords) -> ChoiceWords:
    return ChoiceWords(f"{TODO}{choice.text}", f"{TODO}{choice.explanation}", choice.correct)


def _right_place(question: object) -> int | None:
    choices = question.get("choices") if isinstance(question, Mapping) else None
    for place, choice in enumerate(choices.items if isinstance(choices, Items) else ()):
        if isinstance(choice, Mapping) and text(choice.get("correct")) == "true":
            return place
    return None


def _needs_words(module: str, lacking: list[str]) -> str:
    options = " ".join(f"--{name.replace('_', '-')}" for name in lacking)
    return (
        f"The module `{module}` is published, so nothing in it can wait to be written. "
        f"Still missing: {options}. Run the command in a terminal, which asks for each, or give the "
        "words with these options. To write them later in the file, put `draft: true` near its top first."
    )


def _units(file: ReadFile) -> list[Mapping]:
    units = list_of(group_of(file.root).get("units"), "units")
    return [unit for unit in units.items if isinstance(unit, Mapping)]


def _objectives(file: ReadFile) -> list[Mapping]:
    listed = list_of(group_of(file.root).get("learning_objectives"), "learning_objectives")
    return [item for item in listed.items if isinstance(item, Mapping)]


def _questions(root: Mapping) -> Items:
    return list_of(group_of(root.get("knowledge_check")).get("questions"), "questions")
