"""What a question to the search loads, compressed: of a built site, and of one with many more pages.

``python benchmarks/searching.py --pages 1000,10000``. The pages of the larger sites are made of sentences of
the built one in another order, so words are as common as in real text; a real course of that size knows more
words, which makes the files of words smaller.
"""

import argparse
import gzip
import html
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from training_site.search_index import read_entries, search_files
from training_site.search_sections import Searched

SITE = Path(__file__).resolve().parent.parent / "site"
RESULTS = 9
"""Files of sections that a list of results reads at most, with one for a page that lies in two."""

WORDS = 2
"""In a question."""


@dataclass(frozen=True)
class Weight:
    """Kilobytes, compressed: of the whole search, of what every question loads, and of a heavy question."""

    whole: float
    index: float
    question: float
    largest_words: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line of JSON for the built site and for each size."""
    parser = argparse.ArgumentParser(description="What a question to the search loads.")
    parser.add_argument("--site", type=Path, default=SITE, help="the built site (site)")
    parser.add_argument("--pages", default="1000", help="how many pages the larger sites have (1000)")
    options = parser.parse_args(arguments)
    files = read_search(options.site)
    shipped = len(read_entries(files))
    print(json.dumps({"kind": "search", "pages": shipped, "made": False, **asdict(weigh(files))}), flush=True)
    known = sentences_of(files)
    for pages in map(int, options.pages.split(",")):
        made = search_files(made_pages(known, pages))
        print(json.dumps({"kind": "search", "pages": pages, "made": True, **asdict(weigh(made))}), flush=True)
    return 0


def read_search(site: Path) -> dict[str, str]:
    """The files of the search of a built site."""
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in (site / "assets" / "search").glob("*.js")
    }


def weigh(files: Mapping[str, str]) -> Weight:
    """What the search weighs, and what even a long answer to a question of common words takes of it."""
    sizes = {path: len(gzip.compress(text.encode())) / 1000 for path, text in files.items()}
    index = sum(size for path, size in sizes.items() if path.endswith("/index.js"))
    words = sorted((size for path, size in sizes.items() if "/words-" in path), reverse=True)
    texts = sorted((size for path, size in sizes.items() if "/texts-" in path), reverse=True)
    question = index + sum(words[:WORDS]) + sum(texts[:RESULTS])
    return Weight(*(round(size, 1) for size in (sum(sizes.values()), index, question, words[0])))


def sentences_of(files: Mapping[str, str]) -> list[str]:
    """Every sentence that the search of a site knows, in its order."""
    texts = (html.escape(entry.text) for page in read_entries(files) for entry in page)
    return [sentence.strip() for text in texts for sentence in text.split(". ") if len(sentence) > 20]


def made_pages(sentences: Sequence[str], count: int) -> Iterator[Searched]:
    """Pages of six sections of five sentences, about as long as a unit."""
    chance = random.Random(count)
    for number in range(count):
        sections = (
            f'<h2 id="s{section}">{chance.choice(sentences)[:40]}</h2>'
            f"<p>{'. '.join(chance.choices(sentences, k=5))}.</p>"
            for section in range(6)
        )
        title = chance.choice(sentences)[:50]
        yield Searched(f"module-{number // 10}/unit-{number}/", f"<h1>{title}</h1>{''.join(sections)}")


if __name__ == "__main__":
    sys.exit(main())
