"""What each page can be found by, as files from which a browser loads only what a question needs.

Classic scripts that hand their data to ``site-search``, because a page opened from disk may run a
script and may not fetch a file. Knows addresses and words, neither HTML nor the course nor the engine.
The words of a question are made in the browser by the same rules as here: see ``words_of``.

What neighboring pages are found by is kept as it stands in the files, so that after a change these are put
together from long texts rather than word by word.
"""

import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from training_site.cache import Cache, digest
from training_site.search_sections import Entry, Searched, entries_of
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
TITLE_WEIGHT, MOST_IN_TEXT = 12, 6

_ASCII_SIGNS = str.maketrans(
    {**{sign: " " for sign in map(chr, range(128)) if not sign.isalnum()}, "'": None}
)
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Words = Mapping[str, int]
"""Each word that finds an entry, with its weight there."""

Places = Mapping[str, str]
"""Each word with the numbers of the sections that it finds, each with its weight there: ``3,1,7,12``."""


@dataclass(frozen=True)
class _Group:
    """What pages that follow each other are found by."""

    firsts: list[int]
    """The first section of each page, counted from the first of these pages."""
    shown: list[str]
    """Each section as a list of results shows it, as JSON."""
    words: str
    """The words of each section, as JSON, which is read only when the group has moved."""
    key: str = ""
    """The hash of all that this was made from, where it is kept."""

    @classmethod
    def from_text(cls, text: str, key: str = "") -> "_Group":
        """The group that ``_gathered`` made this text of."""
        firsts, words, *shown = text.split("\n")
        return cls(json.loads(firsts), shown, words, key)

    def places(self, first: int, cache: Cache) -> Places:
        """Where each word is found, when this many sections of other pages come before.

        Kept too, since few changes give a page more or fewer sections and so move all groups that follow.
        """
        key = digest("search, places", self.key, str(first))
        if (kept := cache.get(key)) is not None:
            return dict(json.loads(kept))
        found: dict[str, list[str]] = defaultdict(list)
        for number, words in enumerate(json.loads(self.words), first):
            for word, weight in words.items():
                found[word].append(f"{number},{weight}")
        places = {word: ",".join(pairs) for word, pairs in found.items()}
        cache.put(key, _as_json(places))
        return places


def search_files(
    pages: Iterable[Searched], cache: Cache | None = None, generator: str = ""
) -> dict[str, str]:
    """The files of the search by their path in the site.

    What pages were found by in an earlier build is looked up in ``cache``, under the hash of the code.
    """
    cache = cache or Cache()
    folders = [list(group) for _, group in groupby(pages, _folder)]
    return _files(_found_by(folders, cache, generator), cache)


def files_of(pages: Iterable[list[tuple[Entry, Words]]]) -> dict[str, str]:
    """The files of the search over pages whose sections are known, with the words of each."""
    return _files([_Group.from_text(_gathered(pages))], Cache())


def read_entries(files: Mapping[str, str]) -> list[list[Entry]]:
    """The sections of each page, read back from the files of a search: for one over fewer pages."""
    pages: list[list[Entry]] = []
    for number in range(sum(path.startswith(f"{FOLDER}/texts-") for path in files)):
        given = files[f"{FOLDER}/texts-{number}.js"].partition(",")[2].rpartition(")")[0]
        for address, page_title, heading, text in json.loads(given):
            if "#" not in address:
                pages.append([])
            pages[-1].append(Entry(address, page_title, heading, text))
    return pages


def weighed(entry: Entry) -> Words:
    """The words of an entry: those of its headings weigh more, and often counts little more."""
    counts = Counter(_plain(entry.text).split())
    weights = {
        word: count if count < MOST_IN_TEXT else MOST_IN_TEXT
        for word, count in counts.items()
        if _finds_something(word)
    }
    for word in set(words_of(entry.heading or entry.page_title)):
        weights[word] = weights.get(word, 0) + TITLE_WEIGHT
    return weights


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and apostrophes, save those that find nothing."""
    return [word for word in _plain(text).split() if _finds_something(word)]


def _finds_something(word: str) -> bool:
    return len(word) > 1 and word not in STOP_WORDS


def _plain(text: str) -> str:
    """A text without case, accents and apostrophes, with a space for every sign that is in no word."""
    if text.isascii():
        return text.lower().translate(_ASCII_SIGNS)
    text = unicodedata.normalize("NFKD", text)
    for accent in filter(unicodedata.combining, set(text)):
        text = text.replace(accent, "")
    text = text.lower()
    for sign in set(text):
        if not sign.isalnum():
            text = text.replace(sign, "" if sign in "'’" else " ")
    return text


def _folder(page: Searched) -> str:
    """What the pages of a module share, which are read together."""
    return page.address.partition("/")[0]


def _found_by(folders: Sequence[Sequence[Searched]], cache: Cache, generator: str) -> Iterator[_Group]:
    """What the pages of each folder are found by; folders that are not kept are read side by side."""
    keys = [digest("search", generator, *chain.from_iterable(map(_facts, pages))) for pages in folders]
    kept = {place: text for place, key in enumerate(keys) if (text := cache.get(key)) is not None}
    unknown = [place for place in range(len(folders)) if place not in kept]
    read = in_shares(unknown, lambda place: _gathered(map(_read, folders[place])))
    for place, text in zip(unknown, read, strict=True):
        cache.put(keys[place], text)
        kept[place] = text
    for place, key in enumerate(keys):
        yield _Group.from_text(kept.pop(place), key)


def _facts(page: Searched) -> tuple[str, str, str]:
    """All that what a page is found by depends on."""
    return page.address, str(page.titles_only), page.html_digest or digest(page.html)


def _read(page: Searched) -> list[tuple[Entry, Words]]:
    return [(entry, weighed(entry)) for entry in entries_of(page)]


def _gathered(pages: Iterable[Iterable[tuple[Entry, Words]]]) -> str:
    """The group of these pages as a text of one JSON a line: where pages begin, all words, each section."""
    firsts: list[int] = []
    shown: list[str] = []
    words: list[Words] = []
    for sections in pages:
        firsts.append(len(shown))
        for entry, own in sections:
            shown.append(_as_json([entry.address, entry.page_title, entry.heading, entry.text]))
            words.append(own)
    return "\n".join([_as_json(firsts), _as_json(words), *shown])


def _files(groups: Iterable[_Group], cache: Cache) -> dict[str, str]:
    firsts: list[int] = []
    shown: list[str] = []
    found: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        for word, places in group.places(len(shown), cache).items():
            found[word].append(places)
        firsts += [len(shown) + first for first in group.firsts]
        shown += group.shown
    shards = dict(_shards([(word, ",".join(found[word])) for word in sorted(found)], 2))
    files = {}
    for start, words in shards.items():
        lists = ",".join(f'"{word}":[{places}]' for word, places in words.items())
        files[f"{FOLDER}/words-{_file_name(start)}.js"] = _call("words", _as_json(start), f"{{{lists}}}")
    for number, first in enumerate(range(0, len(shown), ENTRIES_A_FILE)):
        texts = ",".join(shown[first : first + ENTRIES_A_FILE])
        files[f"{FOLDER}/texts-{number}.js"] = _call("texts", str(number), f"[{texts}]")
    about = {
        "entries": len(shown),
        "firsts": firsts,
        "entriesAFile": ENTRIES_A_FILE,
        "shards": sorted(shards),
        "stopWords": sorted(STOP_WORDS),
    }
    return {f"{FOLDER}/index.js": _call("index", _as_json(about)), **files}


def _shards(found: list[tuple[str, str]], letters: int) -> Iterator[tuple[str, Places]]:
    """The words of each file, by the letters that they begin with."""
    by_start: dict[str, dict[str, str]] = defaultdict(dict)
    for word, places in found:
        by_start[word[:letters]][word] = places
    for start, words in by_start.items():
        longer = [(word, places) for word, places in words.items() if len(word) > letters]
        numbers = sum(places.count(",") + 1 for places in words.values())
        if longer and numbers * 4 > LARGEST_SHARD:
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


def _call(name: str, *given: str) -> str:
    return f"trainingSite.search.{name}({','.join(given)});\n"
