"""What modules share: references, passages of the article, the glossary, the safety panel."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from training_site.model.text import (
    Id,
    Inline,
    Line,
    PassageId,
    Prose,
    SafetyCodeId,
    Value,
    WebAddress,
)

NotFor = Literal["young-people", "telehealth", "therapy", "cause", "effect", "rule", "play"]


class Reference(Value):
    """A source, with what it may be cited for and what it must not be stretched to."""

    id: Id
    """A stable name. Write it as `[@id]` in a text to cite the source."""

    type: Literal[
        "journal",
        "preprint",
        "book",
        "chapter",
        "report",
        "guideline",
        "standards",
        "government",
        "tip-sheet",
        "web",
        "blog",
    ]
    """What kind of source it is."""

    authors: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Names as the source gives them, family name first, one in each entry; or the organization."""

    short_authors: Line | None = None
    """The names as a sentence gives them where the full ones are long, such as `HHS`."""

    year: Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d{4})?|n\.d\.)$")]
    """The year or span of years, or `n.d.` when none is shown."""

    title: Line
    """The title with the source's own spelling."""

    container: Line | None = None
    """The journal, book or site it appeared in."""

    volume: Line | None = None
    """The volume, if any."""

    issue: Line | None = None
    """The issue, if any."""

    pages: Line | None = None
    """The pages, or the article number."""

    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    """The digital object identifier, without https://doi.org/."""

    url: WebAddress | None = None
    """Where it can be read."""

    finding: Prose
    """What the source may be cited for."""

    caution: Prose
    """What it must not be stretched to."""

    not_for: tuple[NotFor, ...] = ()
    """What `caution` rules out, so that the checker can look: `young-people` and `telehealth` (it is not
    about them), `therapy` (about something else), `cause` (shows only what goes together), `effect` (does
    not show that anything helps), `rule` (says what is advised, not what anyone must do), `play`."""


class References(Value):
    """Every source the course cites: the file `references.yml`."""

    references: tuple[Reference, ...]
    """The sources, in any order."""


class Passage(Value):
    """A paragraph of the source article, in our own words."""

    id: PassageId
    """`p0` to `p10`, counted through the article."""

    title: Line
    """A few words to recognize it by."""

    paraphrase: Prose
    """What it says, in our own words."""


class Passages(Value):
    """The source article by paragraph: the file `passages.yml`."""

    source: Id
    """The article's id in `references.yml`."""

    credit: Prose
    """Whose article it is, and what this site owes to it."""

    passages: Annotated[tuple[Passage, ...], Field(min_length=1)]
    """The passages in order."""


class GlossaryEntry(Value):
    """A word that gets a tooltip where it stands in a text."""

    id: Id
    """A stable name. `[other words](term:alliance)` in a text links the entry `alliance`."""

    term: Line
    """The word as a reader meets it."""

    also: tuple[Line, ...] = ()
    """Other forms that mean the same, such as a plural."""

    definition: Inline
    """What it means here, in one or two sentences."""


class Glossary(Value):
    """The glossary of the course: the file `glossary.yml`."""

    entries: tuple[GlossaryEntry, ...]
    """The words, in any order."""


class SafetyCode(Value):
    """One practice of the safety spine."""

    code: SafetyCodeId
    """`S1`, `S2` and so on; `[@S5]` links it."""

    title: Line
    """A word or two."""

    practice: Inline
    """The minimum safe practice."""

    sounds_like: Inline | None = None
    """How it sounds when said aloud; left out when it is not spoken."""


class CrisisContact(Value):
    """A number that a phone can call or text."""

    label: Line
    """What the link says, such as: Call 988."""

    link: Annotated[str, StringConstraints(pattern=r"^(tel|sms):\+?[0-9]{3,15}$")]
    """`tel:` or `sms:` and the number."""


class CrisisLine(Value):
    """Where to turn, for one person in need."""

    who: Line
    """For whom it is, such as: For you, in the US."""

    text: Line
    """What to do."""

    contacts: tuple[CrisisContact, ...] = ()
    """Numbers to call or text."""


class SafetyPanel(Value):
    """The safety spine with the crisis lines of every page: the file `safety.yml`."""

    title: Line
    """The panel's heading."""

    intro: Prose
    """What the panel is, and what it is not."""

    codes: Annotated[tuple[SafetyCode, ...], Field(min_length=1)]
    """The practices in order."""

    after: Prose
    """What to know beside the list, such as how 988 routes calls."""

    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Ids, from `references.yml`, of the sources that the practices rest on."""

    house_suggestions: Prose
    """Which of the figures are ours and need a clinician's review."""

    crisis_lines: Annotated[tuple[CrisisLine, ...], Field(min_length=1)]
    """Shown at the foot of every page."""

    not_monitored: Line
    """That nobody watches this site."""
