"""The content check: whether a course teaches well, as far as a program can tell.

Every finding is a warning, and ``check --strict`` counts it. Only files without errors are looked at: a
trainer who mends an indentation need not hear about style. This is the straight sequence of the checks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training_site.checks.avoid import check_avoided, check_examples
from training_site.checks.excuses import Sifted, all_of, sift
from training_site.checks.lengths import check_lengths
from training_site.checks.objectives import check_objectives
from training_site.checks.pictures import check_pictures
from training_site.checks.questions import check_questions
from training_site.checks.readability import check_readability
from training_site.checks.sources import check_sources, references_by_id
from training_site.checks.spelling import british_titles, check_spelling
from training_site.checks.written import Written
from training_site.model import Reference
from training_site.model.avoid import AvoidedPhrase, AvoidList
from training_site.problems import Problem
from training_site.shares import FEWEST_FILES, in_shares


@dataclass(frozen=True)
class _Shared:
    """What the files are held against."""

    phrases: tuple[AvoidedPhrase, ...]
    titles: tuple[str, ...]
    references: Mapping[str, Reference]


def check_teaching(some: Sequence[Written], all_written: Sequence[Written]) -> Sifted:
    """What some files could teach better, without what a comment excuses; all hold the lists for it."""
    shared = _Shared(
        tuple(
            phrase for one in all_written if isinstance(one.value, AvoidList) for phrase in one.value.phrases
        ),
        tuple(british_titles(all_written)),
        references_by_id(all_written),
    )
    sifted = in_shares(some, lambda one: sift(_found_in(one, shared), one), FEWEST_FILES)
    return all_of(list(sifted))


def _found_in(written: Written, shared: _Shared) -> list[Problem]:
    if isinstance(written.value, AvoidList):
        return list(check_examples(written, written.value))
    return [
        *check_avoided(written, shared.phrases),
        *check_spelling(written, shared.titles),
        *check_sources(written, shared.references),
        *check_objectives(written),
        *check_questions(written),
        *check_lengths(written),
        *check_readability(written),
        *check_pictures(written),
    ]
