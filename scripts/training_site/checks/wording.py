"""What stands in the texts themselves: placeholders, claims without a source, links that will not work."""

import re
from collections.abc import Iterator, Sequence

from training_site.author_text import WEB_SCHEMES
from training_site.checks.files import ReadFile
from training_site.checks.sieve import folded, holds_any
from training_site.mentions import CITATION
from training_site.model import (
    AgendaItem,
    Block,
    Callout,
    Choice,
    FacilitatorGuide,
    Glossary,
    LearningPath,
    Module,
    Passages,
    Question,
    References,
    Reflection,
    SafetyPanel,
    Scene,
    ScriptLine,
    Table,
    Vignette,
)
from training_site.model.text import Value
from training_site.problems import Problem
from training_site.reading.tree import Mapping, Scalar
from training_site.shape.marks import Mark, mark_words, problem_at
from training_site.shape.naming import name_of, shorten
from training_site.shape.schema import Place

_ALONE = (
    r"^\s*(?i:new (?:page|module|unit|section|question|title|heading)|untitled|placeholder|todo|\?\?\?+"
    r"|\.\.\.|…)\s*$"
)
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|TBC|FIXME|XXX+|xxx+|tbd|fixme|lorem ipsum|Lorem ipsum|LOREM IPSUM|to be written"
    rf"|to be done|insert text here|coming soon|Coming soon|your text here)\b|{_ALONE}"
)
_PLACEHOLDER_ALONE = re.compile(_ALONE)
_PLACEHOLDER_SIGNS = (
    *("TODO", "TBD", "TBC", "FIXME", "XXX", "xxx", "tbd", "fixme", "orem ipsum", "LOREM IPSUM"),
    *("to be written", "to be done", "insert text here", "oming soon", "your text here"),
)
"""Of which one stands in every text that holds a placeholder beside other words."""

_CLAIM = re.compile(
    r"\b(?:stud(?:y|ies) (?:show|found|find|suggest|report|of|in|with)\w*"
    r"|(?:a|one|this|that|the|some|most|many|recent|small|large) (?:\w+ ){0,2}"
    r"(?:study|studies|surveys?|meta-analys[ie]s)"
    r"|(?:clinical|randomi[sz]ed|controlled) trials?|trials? (?:show|found|find|suggest|of|in)\w*"
    r"|surveys? (?:show|found|find|of)\w*"
    r"|research(?:ers?)? (?:show|found|find|suggest|report|on|says|links?)\w*|meta-analys[ie]s)\b"
    r"|\b\d+(?:\.\d+)? ?(?:%|percent\b)|\b\d+ (?:out )?of (?:every )?\d+ (?:\w+ ){0,3}"
    r"(?:people|children|teens|clinicians|therapists|clients|families|patients|young)\b",
    re.IGNORECASE,
)
_CLAIM_SIGNS = ("stud", "survey", "meta-analys", "trial", "research")
_FIGURE = re.compile(r"\d ?%|\d ?percent|\d (?:out )?of ")
"""One of these stands in every claim, its letters folded."""

_NOT_A_CLAIM = re.compile(
    r"\b(?:no|not|without|never|nor|any|lacks?) (?:\w+ ){0,3}(?:research|stud(?:y|ies)|trials?|surveys?)\b"
    r"|\b(?:research|stud(?:y|ies)|trials?) (?:\w+ ){0,2}(?:not|no|never|lacking|missing)\b",
    re.IGNORECASE,
)
_CITATION_LIKE = re.compile(r"\[@[^\]\n]{0,80}\]")
_LINK = re.compile(r"(?P<image>!?)\[[^\]\n]{0,200}\]\((?P<target>[^)\s]{1,500})[^)\n]{0,100}\)")

_HTML = re.compile(
    r"</?(?P<tag>a|b|i|u|em|strong|br|p|ul|ol|li|span|div|font|sup|sub|h[1-6]|hr|img|table|tr|td)"
    r"(?:\s[^<>\n]{0,200})?/?>|<!--",
    re.IGNORECASE,
)
_INSTEAD = {
    "b": "Write `**bold**` for bold words.",
    "strong": "Write `**bold**` for bold words.",
    "i": "Write `*emphasis*` for words that stand out.",
    "em": "Write `*emphasis*` for words that stand out.",
    "a": "Write a link as `[its words](https://…)`.",
    "br": "Delete it, and leave a line empty for a new paragraph.",
    "p": "Delete it, and leave a line empty for a new paragraph.",
    "li": "Delete it, and begin each entry on a line of its own with `- `.",
    "ul": "Delete it, and begin each entry on a line of its own with `- `.",
}

QUOTED: set[tuple[type[Value], str]] = {
    (Scene, "story"),
    (Vignette, "good_path"),
    (ScriptLine, "say"),
    (Reflection, "prompt"),
    (Reflection, "help"),
    (Reflection, "sample_answer"),
    (Question, "prompt"),
    (Choice, "text"),
    (Module, "what_we_do_not_know"),
    (Module, "learning_objectives"),
    (Callout, "caveat"),
    (AgendaItem, "how"),
    (Block, "own_observation"),
    (Block, "facilitator_note"),
}
"""Fields in which somebody speaks, or asks, or says what is not known: no source is asked for there."""

UNCITED_FILES = (References, Passages, Glossary, SafetyPanel, LearningPath)


def check_wording(files: Sequence[ReadFile]) -> Iterator[Problem]:
    """Every text that is not yet what a reader should find."""
    for file in files:
        unfinished = holds_any(file.reading_matter, _PLACEHOLDER_SIGNS)
        for place, node in file.texts:
            if unfinished or _PLACEHOLDER_ALONE.match(node.text):
                yield from _placeholder(file, place, node)
            yield from _cut_off(file, node)
            if place.spec.text != "line":
                yield from _citations(file, place, node)
                yield from _links(file, place, node)
                if _may_claim(folded(node.text)):
                    yield from _claims(file, place, node)
            yield from _html(file, place, node)


def _may_claim(text: str) -> bool:
    return holds_any(text, _CLAIM_SIGNS) or bool(_FIGURE.search(text))


def _placeholder(file: ReadFile, place: Place, node: Scalar) -> Iterator[Problem]:
    found = _PLACEHOLDER.search(node.text)
    if found:
        words = found[0].strip() or found[0]
        yield problem_at(
            file.source,
            mark_words(file.source, node, words, found.start()),
            "placeholder",
            f"In {name_of(place)}, `{place.name}` still holds the placeholder “{shorten(words)}”.",
            "Write what a reader should find here."
            + (
                ""
                if file.model is not Module
                else " The module is a draft, so it can wait."
                if file.is_draft
                else " Until the module is ready, `draft: true` at its top keeps it off the published site."
            ),
            "warning" if file.is_draft else "error",
        )


def _cut_off(file: ReadFile, node: Scalar) -> Iterator[Problem]:
    if node.style or not node.text:
        return
    line = file.source.lines[node.end_line - 1] if node.end_line <= len(file.source.lines) else ""
    if "#" not in line:
        return
    last = node.text.split()[-1]
    found = re.search(re.escape(last) + r"[ \t]+(#[^ \t#].*)$", line)
    if found:
        yield problem_at(
            file.source,
            Mark(node.end_line, found.start(1) + 1, len(found[1])),
            "cut-off",
            f"“{shorten(found[1], 40)}” is left out of the text: "
            "after a space, `#` begins a comment that nobody reads.",
            "If it belongs to the text, put the whole text in double quotes. "
            "If it is a comment, put a space after the `#`.",
            "warning",
        )


def _citations(file: ReadFile, place: Place, node: Scalar) -> Iterator[Problem]:
    if "[@" not in node.text:
        return
    for found in _CITATION_LIKE.finditer(node.text):
        seen = re.sub(r"[\u00ad\u200b-\u200f\u2060]", "", found[0])
        if seen != found[0] and CITATION.fullmatch(seen):
            yield problem_at(
                file.source,
                mark_words(file.source, node, found[0], found.start()),
                "invisible-character",
                f"In {name_of(place)}: an invisible character stands in the citation, which spoils it.",
                f"Delete it and type it anew: `{seen}`.",
                instead=seen,
            )
        elif not CITATION.fullmatch(found[0]):
            yield problem_at(
                file.source,
                mark_words(file.source, node, found[0], found.start()),
                "citation-form",
                f"In {name_of(place)}: `{shorten(found[0])}` looks like a citation but is not read as one.",
                "A citation is one id in square brackets, such as `[@roest-2022-ratings]`. "
                "For two sources write two of them, one after the other.",
            )


def _links(file: ReadFile, place: Place, node: Scalar) -> Iterator[Problem]:
    if "](" not in node.text:
        return
    for found in _LINK.finditer(node.text):
        target = found["target"]
        mark = mark_words(file.source, node, target, found.start("target"))
        where = name_of(place)
        if found["image"]:
            yield problem_at(
                file.source,
                mark,
                "image-in-text",
                f"In {where}: a picture cannot stand inside a text; "
                "readers will see the characters as typed.",
                "Use a block of its own:\n    - figure:\n        image: the-picture.png\n        alt: …"
                "\n        caption: …",
                "warning",
            )
        elif not target.lower().startswith((*WEB_SCHEMES, "page:", "term:")):
            yield problem_at(
                file.source,
                mark,
                "link-target",
                f"In {where}: a link cannot lead to “{shorten(target, 40)}”; "
                "readers will see the characters as typed.",
                "Start a web address with `https://`, an e-mail address with `mailto:`, a phone number "
                "with `tel:`, and a page of this site with `page:`, such as `page:safety-spine`.",
                "warning",
            )


def _html(file: ReadFile, place: Place, node: Scalar) -> Iterator[Problem]:
    found = _HTML.search(node.text) if "<" in node.text else None
    if found:
        instead = _INSTEAD.get((found["tag"] or "").lower(), "")
        yield problem_at(
            file.source,
            mark_words(file.source, node, found[0], found.start()),
            "html-in-text",
            f"In {name_of(place)}: readers will see `{shorten(found[0], 40)}` as it is typed, "
            "because texts take no HTML.",
            instead if instead and place.spec.text != "line" else "Delete it, and its end if it has one.",
            "warning",
        )


def _claims(file: ReadFile, place: Place, node: Scalar) -> Iterator[Problem]:
    if file.model in UNCITED_FILES and not _in_shared_page(place):
        return
    if any((at.model, at.name) in QUOTED for at in _with_owners(place)) or _is_own(place):
        return
    if place.model is FacilitatorGuide:
        return
    position = 0
    # What a link leads to is no statement; its characters are blanked so that places stay the same.
    text = re.sub(r"(?<=\]\()[^)\s]*", lambda target: "_" * len(target[0]), node.text)
    for paragraph in re.split(r"\n[ \t]*\n", text):
        start = text.index(paragraph, position)
        position = start + len(paragraph)
        found = next((hit for hit in _CLAIM.finditer(paragraph) if not _is_denied(paragraph, hit)), None)
        if found is None or CITATION.search(paragraph) or _is_cited_beside(file, place):
            continue
        words = found[0].split()[0] if "\n" in found[0] else found[0]
        yield problem_at(
            file.source,
            mark_words(file.source, node, words, start + found.start()),
            "uncited-claim",
            f"In {name_of(place)}: this paragraph speaks of research or gives a figure "
            f"(“{shorten(found[0])}”), but names no source.",
            "Cite one in the same paragraph, such as `[@roest-2022-ratings]`. If it is something we noticed "
            "ourselves, write `own_observation:` instead of `text:`.",
            "warning",
        )


def _is_denied(paragraph: str, hit: re.Match[str]) -> bool:
    sentence = re.split(r"[.!?]\s", paragraph[: hit.end()])[-1] + paragraph[hit.end() :].split(". ")[0]
    return bool(_NOT_A_CLAIM.search(sentence)) and "%" not in hit[0]


def _is_cited_beside(file: ReadFile, place: Place) -> bool:
    """Whether another cell of the same row of a table names the source."""
    if place.model is not Table or "rows" not in place.loc:
        return False
    return any(
        other.loc[:-1] == place.loc[:-1]
        and isinstance(other.node, Scalar)
        and CITATION.search(other.node.text)
        for other in file.places
    )


def _with_owners(place: Place) -> Iterator[Place]:
    at: Place | None = place
    while at:
        yield at
        at = at.owner


def _is_own(place: Place) -> bool:
    owner = place.owner
    if owner is None or owner.spec.model is not Callout or not isinstance(owner.node, Mapping):
        return False
    flag = owner.node.get("own_observation")
    return isinstance(flag, Scalar) and flag.text.lower() in ("true", "yes", "on", "1")


def _in_shared_page(place: Place) -> bool:
    return bool(place.loc) and place.loc[0] == "shared_pages"
