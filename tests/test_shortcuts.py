"""The shortcuts through MkDocs change no byte, and what they rely on is still there."""

import hashlib
import inspect

import markdown
import mkdocs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from material.plugins.search import plugin as search
from mkdocs.structure.pages import Page as MkDocsPage

from built import BuiltSite
from project import Project
from tools import ROOT
from training_site.assets import gather_look
from training_site.finished_html import finish_html
from training_site.model import Course
from training_site.pages import render_pages
from training_site.printer import Page
from training_site.search_sections import Section, find_sections
from training_site.site_map import SiteMap
from training_site.templating import HEADING

RELIED_ON = {
    MkDocsPage.render: "320529348f7a8af1",
    search.SearchIndex.add_entry_from_context: "4ca78ac4321f7704",
    search.Parser: "3227e18afa8a20e1",
}
"""The code that a shortcut goes around, with the hash of its text."""


@pytest.fixture(scope="module")
def pages(course: Course) -> tuple[Page, ...]:
    """Every generated page of the real course."""
    written = tuple(path.name for path in (ROOT / "docs").glob("*.md"))
    return render_pages(SiteMap(course, written), gather_look(ROOT / "overrides").drawings)


def test_with_and_without_shortcuts_the_same_bytes(project: Project, site: BuiltSite, tmp_path):
    """The site built with ``TRAINING_SITE_PLAIN=1`` is the site, byte for byte."""
    done = project.run(
        "build",
        "--site-dir",
        str(tmp_path / "plain"),
        extra={"TRAINING_SITE_PLAIN": "1", "SITE_URL": "https://example.org/training/"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    plain = BuiltSite(tmp_path / "plain")
    assert sorted(plain.files) == sorted(site.files)
    assert [
        name for name in site.files if plain.files[name].read_bytes() != site.files[name].read_bytes()
    ] == []


def test_a_page_is_what_the_engine_makes_of_it(pages):
    """HTML and contents of every page are those of Python-Markdown, and no page is left to it."""
    for page in pages:
        engine = markdown.Markdown(
            extensions=["attr_list", "tables", "toc"], extension_configs={"toc": {"toc_depth": "2-3"}}
        )
        finished = finish_html(page.body)
        assert finished is not None, page.path
        assert finished.html == engine.convert(page.body.replace(HEADING, "")), page.path
        contents = [(heading.text, heading.anchor) for heading in finished.headings if heading.level > 1]
        assert contents == [(token["name"], token["id"]) for token in engine.toc_tokens], page.path


@pytest.mark.parametrize(
    "body",
    [
        "A paragraph.",
        "<p>A</p> and more",
        "<p>A",
        "</p>",
        "<em>inline</em>",
        "<!-- a comment -->",
        f"{HEADING}## No anchor\n",
        f"{HEADING}## *Emphasis* {{: #a }}\n",
        f"{HEADING}## A {{: .class }}\n",
    ],
)
def test_what_is_no_finished_html_is_left_to_the_engine(body):
    """Anything but whole elements and plain headings is not touched."""
    assert finish_html(body) is None


def test_a_line_of_an_author_is_no_heading(pages):
    """Only a template's headings are marked; a number sign that an author typed stays one."""
    assert HEADING not in "".join(page.markdown for page in pages)
    assert finish_html("<div>\n# not a heading {: #x }\n</div>").headings == ()


def test_search_finds_the_sections_that_the_plugin_finds(pages):
    """Titles, texts and ids of every page's sections are those of Material's parser."""
    for page in pages:
        html = finish_html(page.body).html
        assert comparable(find_sections(html)) == by_plugin(html), page.path


TAGS = ("p", "div", "h1", "h2", "h3", "li", "ul", "pre", "code", "a", "section", "sup", "br", "svg")
ATTRIBUTES = ("", ' id="a"', ' id="b&amp;c"', " data-search-exclude", ' class="x" data-search-exclude=""')
TEXTS = st.sampled_from(("word", " ", "\n", "a\nb", "&lt;", "1 &amp; 2", "", "  \n "))


@st.composite
def elements(draw, depth=0):
    """A piece of well-formed HTML."""
    if depth > 4 or draw(st.booleans()):
        return draw(TEXTS)
    tag, attribute = draw(st.sampled_from(TAGS)), draw(st.sampled_from(ATTRIBUTES))
    inner = "".join(draw(st.lists(elements(depth=depth + 1), max_size=4)))
    return f"<{tag}{attribute}>" if tag == "br" else f"<{tag}{attribute}>{inner}</{tag}>"


@settings(max_examples=200, deadline=None)
@given(st.lists(elements(), min_size=1, max_size=5))
def test_search_reads_any_html_as_the_plugin_does(parts):
    """The same holds for HTML that no template writes."""
    html = "".join(parts)
    found = find_sections(html)
    if found is None:  # where the plugin stumbles
        with pytest.raises(ValueError, match="is not in list"):
            by_plugin(html)
    else:
        assert comparable(found) == by_plugin(html)


@pytest.mark.parametrize("html", ["<script>1</script>", "<!-- -->", "1 < 2", "<a class='headerlink'>x</a>"])
def test_html_that_may_be_read_in_two_ways_is_left_to_the_plugin(html):
    """Scripts, comments and loose brackets are not read here."""
    assert find_sections(html) is None


def comparable(sections: list[Section]) -> list[tuple[object, ...]]:
    """What the index makes entries of."""
    return [(each.id, each.title, each.text, each.is_excluded()) for each in sections]


def by_plugin(html: str) -> list[tuple[object, ...]]:
    """The sections that Material's own parser finds."""
    parser = search.Parser()
    parser.feed(html)
    parser.close()
    return comparable(parser.data)


def test_what_shortcuts_go_around_is_as_it_was():
    """When MkDocs or Material changes there, read the change, mend the shortcut, then renew the hash."""
    assert mkdocs.__version__ == "1.6.1"
    assert {code.__qualname__: digest(code) for code in RELIED_ON} == {
        code.__qualname__: known for code, known in RELIED_ON.items()
    }


def digest(code: object) -> str:
    """The first characters of the hash of a function's or class's text."""
    return hashlib.sha256(inspect.getsource(code).encode()).hexdigest()[:16]
