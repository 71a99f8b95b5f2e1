"""What things and their fields are called when their changes are told.

Only what the names in the model do not say well enough by themselves stands here.
"""

from training_site.changes.said import Said, say
from training_site.model import (
    Activity,
    AgendaItem,
    Choice,
    ConfidenceStatement,
    CrisisContact,
    CrisisLine,
    DerivedFrom,
    GlossaryEntry,
    KnowledgeCheck,
    LearningObjective,
    LearningPath,
    Module,
    ModulePlan,
    PostTest,
    Question,
    Reference,
    Reflection,
    SafetyCode,
    Unit,
)
from training_site.model.avoid import AvoidedPhrase
from training_site.model.text import Value
from training_site.shape.naming import noun

NOTES_STAY = "Notes that learners wrote there stay in their notebook."

KEYS: dict[type[Value], str] = {
    AgendaItem: "title",
    AvoidedPhrase: "phrase",
    Choice: "text",
    CrisisContact: "label",
    CrisisLine: "who",
    DerivedFrom: "passage",
    ModulePlan: "module",
    SafetyCode: "code",
}
"""By what an entry of a list is known again where it has no id."""

LABELS = (
    "title", "term", "who", "phrase", "label", "prompt", "text", "question", "say", "story", "id", "module",
)  # fmt: skip
"""The first of these that a thing has is what a person calls it."""

SAYS: dict[tuple[type[Value], str], str] = {
    (Unit, "duration_minutes"): "It takes {1} instead of {0} minutes.",
    (KnowledgeCheck, "duration_minutes"): "The questions take {1} instead of {0} minutes.",
    (Reflection, "minutes"): "It takes {1} instead of {0} minutes.",
    (Activity, "minutes"): "It takes {1} instead of {0} minutes.",
    (AgendaItem, "minutes"): "It takes {1} instead of {0} minutes.",
    (Reflection, "prompt"): (
        "The prompt has changed from “{0}” to “{1}”. Learners who wrote something keep it, and see both."
    ),
    (LearningPath, "title"): "It was called “{0}” and is now called “{1}”.",
    (Module, "title"): "It was called “{0}” and is now called “{1}”.",
    (Unit, "title"): "It was called “{0}” and is now called “{1}”.",
    (Reflection, "title"): "It was called “{0}” and is now called “{1}”.",
    (Module, "last_reviewed"): "It was last reviewed on {1}; that was {0}.",
    (SafetyCode, "practice"): "The practice was “{0}” and is now “{1}”.",
    (LearningObjective, "text"): "It was “{0}” and is now “{1}”.",
    (ConfidenceStatement, "text"): "It was “{0}” and is now “{1}”. Older ratings stay beside it.",
    (GlossaryEntry, "definition"): "It was explained as “{0}” and now as “{1}”.",
    (Reference, "finding"): "What it may be cited for was “{0}” and is now “{1}”.",
    (Reference, "caution"): "What it must not be stretched to was “{0}” and is now “{1}”.",
    (PostTest, "questions"): "It draws {1} instead of {0} questions.",
    (PostTest, "pass_mark"): "The pass mark is {1} instead of {0} percent.",
    (PostTest, "at_least_per_module"): "At least {1} instead of {0} of them come from each module.",
    (PostTest, "duration_minutes"): "It takes {1} instead of {0} minutes.",
    (LearningPath, "reflection_note"): "The privacy note beside every reflection was “{0}” and is now “{1}”.",
    (Question, "objective"): "It tests the objective `{1}` instead of `{0}`.",
}
"""Whole sentences for fields whose change matters most; 0 is the old and 1 the new."""


def thing(value: Value) -> Said:
    """What a person calls a thing: the reflection “My urge to fix”."""
    name = label(value)
    return say(f"The {noun(type(value))} “{{}}”", name) if name else say(f"The {noun(type(value))}")


def label(value: Value) -> str:
    """The words by which a person knows a thing."""
    return next((str(getattr(value, name)) for name in LABELS if getattr(value, name, None)), "")


def key(value: Value) -> str:
    """By what a thing is known again; empty when by nothing."""
    name = KEYS.get(type(value), "id" if "id" in type(value).model_fields else "")
    return str(getattr(value, name) or "") if name else ""
