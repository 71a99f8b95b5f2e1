"""The chapters of the field reference, and where the real course shows what they tell of."""

from dataclasses import dataclass

from training_site.load import SHARED
from training_site.model import (
    AgendaItem,
    Choice,
    ConfidenceStatement,
    Course,
    CourseGuide,
    FacilitatorGuide,
    Glossary,
    GlossaryEntry,
    Handout,
    HandoutPart,
    KnowledgeCheck,
    LearningObjective,
    LearningPath,
    Module,
    Passage,
    Passages,
    PostTest,
    Question,
    Reference,
    References,
    SafetyCode,
    SafetyPanel,
    SharedPage,
    Situation,
    Unit,
)
from training_site.model.text import Value
from training_site.site_map import check_path, guide_path, overview_path, unit_path


@dataclass(frozen=True)
class Chapter:
    """A page of the reference."""

    path: str
    title: str
    about: str
    roots: tuple[type[Value], ...] = ()
    """The classes with which it begins; what they hold follows."""
    kinds: bool = False
    """Whether it tells of the kinds of block."""


CHAPTERS = (
    Chapter(
        "field-reference/module.md",
        "Fields of a module",
        "What stands in the file of a module: its head, units, questions, confidence check, and guide.",
        (Module,),
    ),
    Chapter(
        "field-reference/blocks.md",
        "Kinds of block",
        "What a unit or a shared page is made of: text, scripts, activities, reflections, and the rest.",
        kinds=True,
    ),
    Chapter(
        "field-reference/course.md",
        "Fields of the course",
        "What stands in course.yml: the path, situations, shared pages, handouts, and the post-test.",
        (LearningPath,),
    ),
    Chapter(
        "field-reference/library.md",
        "Fields of what modules share",
        "What stands in the files for sources, the article, the glossary, safety, and words to avoid.",
        tuple(model for model in SHARED.values() if model is not LearningPath),
    ),
)

_FIXED: dict[type[Value], str] = {
    LearningPath: "index.md",
    Situation: "at-hand.md",
    Handout: "handouts/index.md",
    HandoutPart: "handouts/index.md",
    CourseGuide: "facilitator/index.md",
    PostTest: "post-test.md",
    **dict.fromkeys((References, Reference), "references.md"),
    **dict.fromkeys((Passages, Passage), "article.md"),
    **dict.fromkeys((Glossary, GlossaryEntry), "glossary.md"),
    **dict.fromkeys((SafetyPanel, SafetyCode), "safety-spine.md"),
}


def shown_on(model: type[Value], course: Course) -> tuple[str, ...]:
    """Paths of pages that show a class; none when the course has nothing of the kind."""
    if model in _FIXED:
        return (_FIXED[model],)
    if model is SharedPage:
        return tuple(f"{page.id}.md" for page in course.path.shared_pages[:1])
    if not course.modules:
        return ()
    module = course.modules[0]
    if model in (Module, LearningObjective):
        return (overview_path(module),)
    if model in (Unit, ConfidenceStatement):
        return (unit_path(module, module.units[0]),)
    if model in (KnowledgeCheck, Question, Choice):
        return (check_path(module),)
    return (guide_path(module),) if model in (FacilitatorGuide, AgendaItem) else ()
