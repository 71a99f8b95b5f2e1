"""The files of the search: which words find which section, and how little a browser loads."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement

from built import BuiltSite
from training_site.cache import Cache, digest
from training_site.search_index import ENTRIES_A_FILE, LARGEST_SHARD, search_files, weighed, words_of
from training_site.search_sections import HEADINGS, INLINE, UNREAD, UNREAD_IF, Searched, entries_of

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


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>5 &lt; 6 &amp; 7&nbsp;&#62; 6</p>", "5 < 6 & 7 > 6"),
        ("<p>One<!-- <b>no</b> -->word</p>after", "Oneword after"),
        ("<p title=\"a > b\" class='c > d'>Read</p>", "Read"),
        ('<p class="is hidden" aria-hidden="true" data-x="hidden">Read</p>', "Read"),
        ("<div hidden><div>Not</div>not</div>read", "read"),
        ("a<nav><nav>not</nav>not</nav>b", "ab"),
        ('a<svg viewBox="0"/>b<input name="x">c<img src="y" hidden>d', "abcd"),
        ("<P>Large <B>le</B>tters<BR>are <SCRIPT>not()</SCRIPT>read</P>", "Large letters are read"),
        ("3 < 4, <3", "3 < 4, <3"),
    ],
)
def test_what_a_reader_sees_of_html(html, text):
    """Words as a browser shows them, whatever stands in tags, comments and elements that are not read."""
    assert [entry.text for entry in entries_of(Searched("", html))] == [text]


def test_the_sections_are_those_of_an_html_parser(site: BuiltSite):
    """On every page of the built site, tags read one by one give what a tree of them gives."""
    bodies = {
        path: re.search(r"<body[^>]*>(.*)</body>", file.read_text(encoding="utf-8"), re.DOTALL)
        for path, file in site.files.items()
        if path.endswith(".html")
    }
    assert len(bodies) > 100
    for path, body in bodies.items():
        found = [(entry.heading, entry.text) for entry in entries_of(Searched("", body[1]))]
        assert found == sections_by_a_parser(body[1]), path


def sections_by_a_parser(html: str) -> list[tuple[str, str]]:
    """The headings of a page and their texts, by way of a tree."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for element, text in walked(lxml.html.fragment_fromstring(html, create_parent="div")):
        if element is None:
            sections[-1][1].append(text)
        elif element.tag != "h1":
            sections.append((" ".join(element.text_content().split()), []))
    return [(heading, " ".join("".join(texts).split())) for heading, texts in sections]


def walked(element: HtmlElement) -> Iterator[tuple[HtmlElement | None, str]]:
    """Headings and pieces of text in document order, without what is not for reading."""
    unread = not isinstance(element.tag, str) or element.tag in UNREAD
    if unread or not UNREAD_IF.isdisjoint(element.attrib):
        return
    if element.tag in HEADINGS and (element.get("id") or element.tag == "h1"):
        yield element, ""
        return
    gap = "" if element.tag in INLINE else " "
    yield None, gap + (element.text or "")
    for child in element:
        yield from walked(child)
        yield None, child.tail or ""
    yield None, gap


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
        ("snake_case, “ﬁne”…", ["snake", "case", "fine"]),
        ("ΟΔΟΣ ΟΔΟΣ. İzmir", ["οδος", "οδος", "izmir"]),
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


def searched(texts: dict[str, str], asked: list[str] | None = None) -> list[Searched]:
    """Pages of which the hash is known; those whose HTML is asked for are noted."""

    def page(address: str, html: str) -> Searched:
        def given() -> str:
            if asked is not None:
                asked.append(address)
            return html

        return Searched(address, given, address == "at-hand/", digest(html))

    return [page(address, html) for address, html in texts.items()]


SOME_PAGES = {
    "": "<h1>Home</h1><p>Welcome fox</p>",
    "a/": PAGE,
    "a/one/": "<h1>One</h1><h2 id=x>Same fox</h2><p>fox and hound</p>",
    "b/": "<h1>Two</h1><h2 id=x>Same fox</h2><p>fox and hound</p>",
    "b/two/": "<h1>Two</h1><p>hound</p>",
    "at-hand/": "<h1>At hand</h1><h2 id=y>Fox</h2><p>unread</p>",
}


@pytest.mark.parametrize(
    "after",
    [
        SOME_PAGES,
        SOME_PAGES | {"a/one/": "<h1>Wolf</h1><h2 id=x>Same wolf</h2>"},
        SOME_PAGES | {"a/one/": "<h1>One</h1><h2 id=x>Same</h2><h2 id=y>More</h2><h2 id=z>And more</h2>"},
        SOME_PAGES | {"": "", "b/two/": ""},
        {address: SOME_PAGES[address] for address in ("", "b/", "b/two/", "at-hand/")},
        {address: SOME_PAGES[address] for address in ("b/", "b/two/", "at-hand/", "a/", "")},
        {"c" + address: html for address, html in SOME_PAGES.items()},
        {},
    ],
    ids=["nothing", "words", "sections", "no text", "gone", "order", "addresses", "no page"],
)
def test_what_is_kept_changes_no_byte(tmp_path: Path, after):
    """After any change the files are those of a build that finds nothing, and so again with what it kept."""
    cache = Cache(tmp_path / "cache.sqlite")
    search_files(searched(SOME_PAGES), cache, "1")
    cache.save()
    for _ in range(2):
        files = search_files(searched(after), cache, "1")
        assert files == search_files(
            [Searched(page.address, page.html, page.titles_only) for page in searched(after)]
        )
        cache.save()


def test_only_pages_beside_a_change_are_read(tmp_path: Path):
    """The HTML of a page is asked for when it or another page of its folder changed, or the code did."""
    cache = Cache(tmp_path / "cache.sqlite")
    asked: list[str] = []

    def read_for(texts: dict[str, str], code: str) -> list[str]:
        asked.clear()
        search_files(searched(texts, asked), cache, code)
        cache.save()
        return sorted(asked)

    changed = SOME_PAGES | {"a/one/": "<h1>One</h1><h2 id=x>Same</h2><h2 id=y>More</h2>"}
    assert read_for(SOME_PAGES, "1") == sorted(SOME_PAGES)
    assert read_for(SOME_PAGES, "1") == []
    assert read_for(changed, "1") == ["a/", "a/one/"]
    assert read_for(changed, "1") == []
    assert read_for(changed, "2") == sorted(SOME_PAGES)


def test_a_page_is_kept_with_whether_its_text_is_read(tmp_path: Path):
    """The same HTML is found by other words once only its headings are searched."""
    cache = Cache(tmp_path / "cache.sqlite")
    whole, titles = (
        search_files([Searched("a/", PAGE, titles_only)], cache) for titles_only in (False, True)
    )
    assert whole == search_files([Searched("a/", PAGE)])
    assert titles == search_files([Searched("a/", PAGE, titles_only=True)])
    assert whole != titles


def test_a_search_loads_little(site: BuiltSite):
    """What even a long answer takes, compressed: the index, two files of words, eight pages' sections."""
    weight = {
        name: len(gzip.compress(path.read_bytes())) for name, path in site.files.items() if "/search/" in name
    }
    words = sorted((size for name, size in weight.items() if "/words-" in name), reverse=True)
    texts = sorted((size for name, size in weight.items() if "/texts-" in name), reverse=True)
    assert len(words) > 100
    assert weight["assets/search/index.js"] + sum(words[:2]) + sum(texts[:9]) <= MOST_BYTES_A_SEARCH
