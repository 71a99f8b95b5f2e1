"""The files of the search: which words find which section, and how little a browser loads."""

import gzip
import json
import re

import pytest

from built import BuiltSite
from training_site.search_index import (
    ENTRIES_A_FILE,
    LARGEST_SHARD,
    Searched,
    entries_of,
    search_files,
    weighed,
    words_of,
)

MOST_BYTES_A_SEARCH = 100_000

PAGE = """
<p data-search-exclude>Module 1</p>
<h1 id="title">The <em>opening</em></h1>
<p>Six checks, one<strong>by</strong>one.</p><nav>Jump</nav>
<h2 id="first">First &lt;b&gt;</h2>
<div><p>Before.</p><h3>No anchor</h3><p>After.</p><template><p>The answer</p></template></div>
<section><h3 id="inner">Inner</h3><p>Said<br>twice</p><svg><title>Drawn</title></svg></section>
<script>evil()</script>
"""


def handed_over(text: str) -> list:
    """What a script of the search hands over."""
    return json.loads("[" + re.fullmatch(r"trainingSite\.search\.\w+\((.*)\);\n", text)[1] + "]")


def test_a_page_is_found_by_its_sections():
    """A heading that links can lead to begins a section; what is not for reading is not searched."""
    entries = entries_of(Searched("a/", PAGE))
    assert [(entry.address, entry.heading, entry.text) for entry in entries] == [
        ("a/", "", "Six checks, onebyone."),
        ("a/#first", "First <b>", "Before. No anchor After."),
        ("a/#inner", "Inner", "Said twice"),
    ]
    assert {entry.page_title for entry in entries} == {"The opening"}


def test_a_page_that_repeats_others_is_found_by_its_headings():
    """At hand shows what units hold, so a search leads to its headings and to the units."""
    entries = entries_of(Searched("at-hand/", PAGE, titles_only=True))
    assert [entry.text for entry in entries] == ["", "", ""]
    assert [set(weighed(entry)) for entry in entries] == [{"opening"}, {"first"}, {"inner"}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The CHILD’s café, don't!", ["childs", "cafe", "dont"]),
        ("It is on you", []),
        ("S5 at 12:30 a-b", ["s5", "12", "30"]),
        ("Ελλάδα 東京", ["ελλαδα", "東京"]),
        ("<script>alert(1)</script>", ["script", "alert", "script"]),
    ],
)
def test_words(text, words):
    """Without case, accents and apostrophes; neither single letters nor the commonest words."""
    assert words_of(text) == words


def test_headings_weigh_more_than_text():
    """A section named like the question comes before one that only mentions it."""
    named, mentioned = (
        entry for entry in entries_of(Searched("", "<h2 id=a>Frozen</h2><h2 id=b>Other</h2>frozen "))[1:]
    )
    assert weighed(named)["frozen"] > 2 * weighed(mentioned)["frozen"]
    often = entries_of(Searched("", "frozen " * 50))[0]
    assert weighed(often)["frozen"] < weighed(named)["frozen"]


def test_files_hold_every_word_once():
    """Each word stands in the file named by its first letters, with its sections and weights in order."""
    pages = [
        Searched(f"p{number}/", f"<h1>Page</h1><h2 id=x>Éclair {number}</h2>東 ok fox")
        for number in range(20)
    ]
    files = search_files(pages)
    (about,) = handed_over(files["assets/search/index.js"])
    assert about["entries"] == 40
    assert about["firsts"] == list(range(0, 40, 2))
    start, words = handed_over(files["assets/search/words-ec.js"])
    assert (start, words) == ("ec", {"eclair": [n for place in range(1, 40, 2) for n in (place, 12)]})
    assert set(about["shards"]) == {handed_over(text)[0] for name, text in files.items() if "/words-" in name}
    shown = [entry for n in range(3) for entry in handed_over(files[f"assets/search/texts-{n}.js"])[1]]
    assert len(shown) == 40
    assert ENTRIES_A_FILE == 16
    assert shown[3] == ["p1/#x", "Page", "Éclair 1", "東 ok fox"]


def test_a_large_file_of_words_is_cut():
    """With thousands of sections a file of words stays small: it goes by three letters, and so on."""
    pages = [Searched(f"{n}/", f"<h1>x{n}</h1>co con cone connect cast") for n in range(LARGEST_SHARD // 12)]
    files = search_files(pages)
    starts = {
        handed_over(text)[0]: set(handed_over(text)[1]) for name, text in files.items() if "/words-" in name
    }
    assert starts["co"] == {"co"}
    assert starts["ca"] == {"cast"}
    assert starts["con"] >= {"con"}
    found = [word for words in starts.values() for word in words if word.startswith("c")]
    assert sorted(found) == ["cast", "co", "con", "cone", "connect"]


def test_names_of_files_are_plain():
    """Letters of any alphabet become names that every file system and server takes."""
    files = search_files([Searched("", "<h1>x</h1>Ελλάδα 東京 aux con..")])
    assert all(re.fullmatch(r"assets/search/[a-z0-9_-]+\.js", name) for name in files)


def test_the_same_pages_give_the_same_files():
    """Nothing depends on the order of a set or on chance."""
    pages = [Searched("a/", PAGE), Searched("b/", PAGE)]
    assert search_files(pages) == search_files(pages)


def test_a_search_loads_little(site: BuiltSite):
    """What even a long answer takes, compressed: the index, two files of words, eight pages' sections."""
    weight = {
        name: len(gzip.compress(path.read_bytes())) for name, path in site.files.items() if "/search/" in name
    }
    words = sorted((size for name, size in weight.items() if "/words-" in name), reverse=True)
    texts = sorted((size for name, size in weight.items() if "/texts-" in name), reverse=True)
    assert len(words) > 100
    assert weight["assets/search/index.js"] + sum(words[:2]) + sum(texts[:9]) <= MOST_BYTES_A_SEARCH
