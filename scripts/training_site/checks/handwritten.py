"""Pages written by hand in ``docs/``, held to the words of the course.

The same lists and measures as for the modules, over Markdown: phrases to avoid, spelling, long paragraphs,
and reading ease. Code is left out. ``<!-- ok: the reason -->`` on the line above excuses one finding.
It knows nothing of what links lead to; the engine looks at those.
"""

import re
from collections.abc import Iterator, Sequence

from training_site.checks.avoid import find_phrase
from training_site.checks.excuses import Allowed, Excuse, Sifted
from training_site.checks.lengths import LONGEST_PARAGRAPH
from training_site.checks.readability import EASE_FLOOR, ease_of, reading_ease
from training_site.checks.spelling import american_for, find_british
from training_site.checks.written import Stretch, count_words, only_words, opening_words, paragraphs
from training_site.model.avoid import AvoidedPhrase
from training_site.problems import Problem, in_order
from training_site.reading.source import Source
from training_site.shape.marks import Mark, problem_at
from training_site.shape.naming import shorten

_CODE = re.compile(r"^---\n.*?\n---$|^```.*?^```$|`[^`\n]+`|\{:[^}\n]*\}", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NO_PROSE = re.compile(r"^(?:\||#).*$", re.MULTILINE)
_EXCUSE = re.compile(
    r"<!--\s*ok(?:\s+(?P<rule>[a-z]+(?:-[a-z]+)*))?\s*:\s*(?P<reason>.*?)\s*-->", re.IGNORECASE
)


def check_handwritten(pages: Sequence[Source], phrases: Sequence[AvoidedPhrase]) -> Sifted:
    """What could be said better on the pages, without what a comment excuses."""
    sifted = Sifted()
    for page in pages:
        text = _CODE.sub(_blank, page.text)
        excuses = [_excuse(page, found) for found in _EXCUSE.finditer(text)]
        for problem in in_order(_check(page, only_words(_COMMENT.sub(_blank, text)), phrases)):
            fits = (one for one in excuses if one.reason and not one.used and one.target == problem.line)
            excuse = next((one for one in fits if one.rule in ("", problem.rule)), None)
            if excuse:
                excuse.used = True
                sifted.excused += 1
                sifted.allowed.append(Allowed(problem, excuse.reason))
            else:
                sifted.problems.append(problem)
        sifted.problems += [_idle(page, one) for one in excuses if not one.used]
    return sifted


def _check(page: Source, text: str, phrases: Sequence[AvoidedPhrase]) -> Iterator[Problem]:
    for phrase in phrases:
        for hit in find_phrase(phrase, text):
            yield _warn(
                page,
                hit.start,
                hit.words,
                "avoided-phrase",
                f"“{shorten(hit.words)}” is on the list of words to avoid. {phrase.reason}",
                f"{phrase.say_instead} If it is right here, write `<!-- ok: the reason -->` above the line.",
            )
    for found in find_british(text):
        yield _warn(
            page,
            found.start(),
            found[0],
            "british-spelling",
            f"“{found[0]}” is British spelling; this course is American.",
            f"Write “{american_for(found[0])}”.",
        )
    running = list(paragraphs(_NO_PROSE.sub(_blank, text)))
    yield from _long(page, running)
    yield from _hard(page, running)


def _long(page: Source, running: Sequence[Stretch]) -> Iterator[Problem]:
    for paragraph in running:
        words = count_words(paragraph.text)
        if words > LONGEST_PARAGRAPH:
            yield _warn(
                page,
                paragraph.start,
                opening_words(paragraph.text),
                "long-paragraph",
                f"This paragraph has {words} words; on a phone it fills the screen and more. "
                f"{LONGEST_PARAGRAPH} are the most.",
                "Begin a new paragraph where the thought turns, with an empty line before it.",
            )


def _hard(page: Source, running: Sequence[Stretch]) -> Iterator[Problem]:
    ease = reading_ease([paragraph.text for paragraph in running])
    if ease is None or ease >= EASE_FLOOR:
        return
    long_enough = [paragraph for paragraph in running if len(paragraph.text.split()) >= 20]
    hardest = min(long_enough or running, key=lambda paragraph: ease_of(paragraph.text))
    yield _warn(
        page,
        hardest.start,
        opening_words(hardest.text),
        "hard-to-read",
        f"This page has a reading ease of {ease:.0f}; {EASE_FLOOR:.0f} is the least. "
        "Its hardest paragraph begins here.",
        "Make two sentences of a long one, and take the shorter of two words that mean the same.",
    )


def _warn(page: Source, start: int, words: str, rule: str, message: str, hint: str) -> Problem:
    return problem_at(page, _mark(page, start, len(words.split("\n")[0])), rule, message, hint, "warning")


def _mark(page: Source, start: int, length: int) -> Mark:
    return Mark(page.text.count("\n", 0, start) + 1, start - page.text.rfind("\n", 0, start), length)


def _excuse(page: Source, found: re.Match[str]) -> Excuse:
    mark = _mark(page, found.start(), len(found[0].split("\n")[0]))
    last = page.text.count("\n", 0, found.end()) + 1
    return Excuse(mark, (found["rule"] or "").lower(), found["reason"], last + 1)


def _idle(page: Source, excuse: Excuse) -> Problem:
    message = (
        "This comment excuses nothing: there is no finding on the line below it."
        if excuse.reason
        else "This comment gives no reason, so it excuses nothing."
    )
    hint = "Delete it." if excuse.reason else "Say after the colon why it is right here."
    return problem_at(page, excuse.mark, "idle-excuse", message, hint, "warning")


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
