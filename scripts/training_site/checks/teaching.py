"""The content check: whether a course teaches well, as far as a program can tell.

Every finding is a warning, and ``check --strict`` counts it. Only files without errors are looked at: a
trainer who mends an indentation need not hear about style. This is the straight sequence of the checks.
"""

from collections.abc import Sequence

from training_site.checks.avoid import check_avoided
from training_site.checks.excuses import Sifted, sift
from training_site.checks.lengths import check_lengths
from training_site.checks.objectives import check_objectives
from training_site.checks.pictures import check_pictures
from training_site.checks.questions import check_questions
from training_site.checks.readability import check_readability
from training_site.checks.sources import check_sources
from training_site.checks.spelling import check_spelling
from training_site.checks.written import Written
from training_site.model.avoid import AvoidList


def check_teaching(all_written: Sequence[Written]) -> Sifted:
    """What could be taught better, without what a comment excuses."""
    course = [written for written in all_written if not isinstance(written.value, AvoidList)]
    found = [
        *check_avoided(all_written),
        *check_spelling(course),
        *check_sources(course),
    ]
    for written in course:
        found += [
            *check_objectives(written),
            *check_questions(written),
            *check_lengths(written),
            *check_readability(written),
            *check_pictures(written),
        ]
    return sift(found, all_written)
