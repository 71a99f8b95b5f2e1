"""Sources that are cited for what they must not be stretched to.

A source says with `not_for` what it is no evidence of. Words in the citing sentence tell what the
sentence speaks of: a coarse sieve that finds the plain cases. It never replaces reading the `caution`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from training_site.checks.written import Written, sentences
from training_site.mentions import CITATION
from training_site.model import Callout, Module, Reference, References
from training_site.model.library import NotFor
from training_site.problems import Problem
from training_site.shape.naming import name_of, shorten
from training_site.shape.schema import Place

SPEAKS_OF: dict[NotFor, str] = {
    "young-people": r"child(?:ren)?|kids?|teens?|teenagers?|adolescents?|youth|minors?"
    r"|young (?:people|persons?|clients?)",
    "telehealth": r"telehealth|teletherapy|telemental|by (?:video|phone|screen)|on (?:video|screen)"
    r"|over (?:video|the phone)|remote(?:ly)?",
    "therapy": r"therapy|therapists?|psychotherapy|(?:telehealth|video) sessions?|in treatment",
    "cause": r"causes?|caused|causing|leads? to|led to|results? in|resulted in|brings? about|due to"
    r"|thanks to|because of|makes? (?:\w+ ){1,4}(?:better|worse|more|less)|improves?|improved|worsens?"
    r"|reduces?|prevents?|produces?",
    "effect": r"effective|effectiveness|proven|proves?|works|helps|improves?|improved|reduces?|prevents?",
    "rule": r"must|required?|requires|have to|has to|illegal|against the law|by law|legally",
    "play": r"games?|play|plays|played|playful|play-based",
}
"""The words that show that a sentence speaks of what a tag names."""

SAYS: dict[NotFor, str] = {
    "young-people": "children or teens",
    "telehealth": "telehealth",
    "therapy": "therapy",
    "cause": "what brings something about",
    "effect": "whether something helps",
    "rule": "what someone has to do",
    "play": "games or play",
}
"""What each tag rules out, as a sentence says it."""

_DENIED = re.compile(
    r"\b(?:not|no|nor|never|neither|nothing|nobody|none|without|unclear|unknown|little|rather than|instead of"
    r"|whether|adults?|may|might|could|ask|advises?|suggests?|recommends?|proposes?)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words that take the claim back, or turn it into advice."""


def references_by_id(all_written: Sequence[Written]) -> dict[str, Reference]:
    """Every source under its id."""
    return {
        reference.id: reference
        for written in all_written
        if isinstance(written.value, References)
        for reference in written.value.references
    }


def check_sources(written: Written, references: Mapping[str, Reference]) -> Iterator[Problem]:
    """Every sentence that cites a source for what its `not_for` rules out."""
    if isinstance(written.value, References):
        return
    for place, node in written.texts:
        if place.spec.text == "line" or "[@" not in node.text or _is_limit(place):
            continue
        yield from _check(written, place, node.text, references)


def _check(
    written: Written, place: Place, text: str, references: Mapping[str, Reference]
) -> Iterator[Problem]:
    for sentence in sentences(text):
        # Characters are blanked, not cut, so that places in the text stay the same.
        said = CITATION.sub(lambda found: " " * len(found[0]), sentence.text)
        if _DENIED.search(said):
            continue
        for cited in CITATION.finditer(sentence.text):
            reference = references.get(cited[1])
            for tag in reference.not_for if reference else ():
                word = _pattern_of(tag).search(said)
                if word is None or reference is None:
                    continue
                yield written.warn_words(
                    place,
                    cited[0],
                    sentence.start + cited.start(),
                    "stretched-source",
                    f"In {name_of(place)}: this sentence speaks of {SAYS[tag]} (“{shorten(word[0])}”), and "
                    f"`{cited[1]}` is no source for that: its `not_for` names `{tag}`.",
                    f"Read its caution: “{shorten(reference.caution, 160)}” "
                    "Say less, say what it does not show, or cite another source.",
                )


@cache
def _pattern_of(tag: NotFor) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{SPEAKS_OF[tag]})\b", re.IGNORECASE)


def _is_limit(place: Place) -> bool:
    """Whether the text says what is not known, which may name what a source does not show."""
    return (place.model, place.name) in ((Callout, "caveat"), (Module, "what_we_do_not_know"))
