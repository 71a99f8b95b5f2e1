"""What each page can be found by, as files from which a browser loads only what a question needs.

Classic scripts that hand their data to ``site-search``, because a page opened from disk may run a
script and may not fetch a file. Knows HTML and addresses, neither the course nor the engine.
The words of a question are made in the browser by the same rules as here: see ``words_of``.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import lxml.html
from lxml.html import HtmlElement

from training_site.cache import Cache, digest
from training_site.shares import in_shares

FOLDER = "assets/search"
ENTRIES_A_FILE = 16
"""How many sections share a file; a list of results reads a few of these."""
LARGEST_SHARD = 40_000
"""Characters of a file of words before it is cut by one more letter."""

STOP_WORDS = frozenset(
    [
        *("an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has", "have", "if", "in", "is"),
        *("it", "its", "no", "not", "of", "on", "or", "so", "that", "the", "their", "then", "there", "these"),
        *("they", "this", "to", "was", "were", "what", "when", "which", "who", "will", "with", "you", "your"),
    ]
)
"""Words that stand in every other sentence, so that they find nothing."""
UNREAD = frozenset(("script", "style", "template", "svg", "nav", "button", "textarea", "select", "input"))
INLINE = frozenset(
    [
        *("a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark"),
        *("q", "s", "small", "span", "strong", "sub", "sup", "time"),
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3"))
TITLE_WEIGHT, MOST_IN_TEXT = 12, 6

Words = Mapping[str, int]
"""Each word that finds an entry, with its weight there."""


@dataclass(frozen=True)
class Searched:
    """A page as the search sees it."""

    address: str
    """Below the site's root, such as ``at-hand/``; the home page's is empty."""
    html: str
    """What stands between its header and its footer."""
    titles_only: bool = False
    """Whether it repeats what other pages hold, so that only its headings are searched."""


@dataclass
class Entry:
    """A section of a page: its heading with what follows until the next one."""

    address: str
    page_title: str
    heading: str
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words as a reader sees them, white space made single."""
        return " ".join("".join(self.parts).split())


def search_files(
    pages: Iterable[Searched], cache: Cache | None = None, generator: str = ""
) -> dict[str, str]:
    """The files of the search by their path in the site.

    What a page was found by in an earlier build is looked up in ``cache``, under the hash of the code.
    """
    return files_of(_found_by(list(pages), cache or Cache(), generator))


def files_of(pages: Iterable[list[tuple[Entry, Words]]]) -> dict[str, str]:
    """The files of the search over pages whose sections are known, with the words of each."""
    entries: list[Entry] = []
    firsts = []
    postings: dict[str, list[int]] = defaultdict(list)
    for sections in pages:
        firsts.append(len(entries))
        for entry, words in sections:
            for word, weight in words.items():
                postings[word] += (len(entries), weight)
            entries.append(entry)
    shards = dict(_shards(sorted(postings.items()), 2))
    files = {
        f"{FOLDER}/words-{_file_name(start)}.js": _call("words", start, shards[start]) for start in shards
    }
    for number, first in enumerate(range(0, len(entries), ENTRIES_A_FILE)):
        shown = [
            [entry.address, entry.page_title, entry.heading, entry.text]
            for entry in entries[first : first + ENTRIES_A_FILE]
        ]
        files[f"{FOLDER}/texts-{number}.js"] = _call("texts", number, shown)
    about = {
        "entries": len(entries),
        "firsts": firsts,
        "entriesAFile": ENTRIES_A_FILE,
        "shards": sorted(shards),
        "stopWords": sorted(STOP_WORDS),
    }
    return {f"{FOLDER}/index.js": _call("index", about), **files}


def _found_by(pages: Sequence[Searched], cache: Cache, generator: str) -> Iterator[list[tuple[Entry, Words]]]:
    """The sections of each page; those of pages that are not kept are read side by side."""
    keys = [digest("search", generator, page.address, str(page.titles_only), page.html) for page in pages]
    kept = {place: text for place, key in enumerate(keys) if (text := cache.get(key)) is not None}
    unknown = [place for place in range(len(pages)) if place not in kept]
    read = in_shares(unknown, lambda place: _read_page(pages[place]))
    for place, text in zip(unknown, read, strict=True):
        cache.put(keys[place], text)
        kept[place] = text
    for place in range(len(pages)):
        yield [
            (Entry(address, title, heading, [words]), weights)
            for address, title, heading, words, weights in json.loads(kept[place])
        ]


def _read_page(page: Searched) -> str:
    found = [(entry, weighed(entry)) for entry in entries_of(page)]
    return json.dumps(
        [[entry.address, entry.page_title, entry.heading, entry.text, words] for entry, words in found]
    )


def read_entries(files: Mapping[str, str]) -> list[list[Entry]]:
    """The sections of each page, read back from the files of a search: for one over fewer pages."""
    pages: list[list[Entry]] = []
    for number in range(sum(path.startswith(f"{FOLDER}/texts-") for path in files)):
        given = files[f"{FOLDER}/texts-{number}.js"].partition(",")[2].rpartition(")")[0]
        for address, page_title, heading, text in json.loads(given):
            if "#" not in address:
                pages.append([])
            pages[-1].append(Entry(address, page_title, heading, [text]))
    return pages


def entries_of(page: Searched) -> list[Entry]:
    """The sections of a page; one without a heading that links can lead to belongs to the one before."""
    entries = [Entry(page.address, "", "")]
    whole = lxml.html.fragment_fromstring(page.html, create_parent="div")
    for element, text in _read(whole):
        if element is not None:
            heading = " ".join(element.text_content().split())
            if element.tag == "h1":
                entries[0].page_title = heading
                continue
            entries.append(Entry(f"{page.address}#{element.get('id')}", entries[0].page_title, heading))
        elif not page.titles_only:
            entries[-1].parts.append(text)
    return entries


def weighed(entry: Entry) -> Words:
    """The words of an entry: those of its headings weigh more, and often counts little more."""
    counts = Counter(words_of(entry.text))
    words = Counter({word: min(count, MOST_IN_TEXT) for word, count in counts.items()})
    words.update(dict.fromkeys(words_of(entry.heading or entry.page_title), TITLE_WEIGHT))
    return words


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and apostrophes, save those that find nothing."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    found = re.findall(r"[^\W_]+", re.sub("['’]", "", plain.lower()))
    return [word for word in found if len(word) > 1 and word not in STOP_WORDS]


def _read(element: HtmlElement) -> Iterator[tuple[HtmlElement | None, str]]:
    """Headings and pieces of text in document order, without what is not for reading."""
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return
    if element.get("data-search-exclude") is not None or element.get("hidden") is not None:
        return
    if element.tag in HEADINGS and (element.get("id") or element.tag == "h1"):
        yield element, ""
        return
    gap = "" if element.tag in INLINE else " "
    yield None, gap + (element.text or "")
    for child in element:
        yield from _read(child)
        yield None, child.tail or ""
    yield None, gap


def _shards(
    postings: list[tuple[str, list[int]]], letters: int
) -> Iterator[tuple[str, dict[str, list[int]]]]:
    by_start: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for word, places in postings:
        by_start[word[:letters]][word] = places
    for start, words in by_start.items():
        longer = [(word, places) for word, places in words.items() if len(word) > letters]
        if longer and sum(len(places) for places in words.values()) * 4 > LARGEST_SHARD:
            if start in words:
                yield start, {start: words[start]}
            yield from _shards(longer, letters + 1)
        else:
            yield start, words


def _file_name(start: str) -> str:
    """The first letters of words as part of a file's name, the same on every file system."""
    return "".join(
        sign if sign in "abcdefghijklmnopqrstuvwxyz0123456789" else f"_{ord(sign):x}" for sign in start
    )


def _call(name: str, *values: object) -> str:
    given = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return f"trainingSite.search.{name}({given});\n"
