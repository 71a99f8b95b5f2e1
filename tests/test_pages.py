"""The pages: each kind word for word, and what holds for all of them.

The words stand in ``tests/golden/*.md``, made from the sample course. After a change that is meant,
``UPDATE_GOLDEN=1 .venv/bin/python -m pytest tests/test_pages.py`` writes them anew; read the difference.
"""

import json
import os
import posixpath
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import FileSystemLoader

from built import parse
from project import DRAWING
from sample_course import complete_course
from training_site import templating
from training_site.model import Block, Course, Module
from training_site.model.text import TextKind
from training_site.offline_copy import OfflineCopy
from training_site.pages import Page, navigation, placed_headings, render_pages
from training_site.site_map import FIXED_PAGES, SiteMap, address_of, relative_link

GOLDEN = Path(__file__).parent / "golden"
COPY = OfflineCopy("path-title-offline.zip", 2_345_678)
DRAWINGS = {"sample-drawing": DRAWING}
LEFT_TO_SECOND_MODULE = "second-module/"


def sample_text(label: str, kind: TextKind) -> str:
    """A text that names its field and shows what its kind can do."""
    name = label.replace("_", " ")
    if kind.name == "line":
        return f'{name} & "quotes"'
    if kind.name == "inline":
        return f"{name} with *stress* [@sample-article]"
    return f"{name} with [a page](page:first-module/sample-unit) & [@S1].\n\n- one\n- two"


def sample_pages(course: Course | None = None) -> tuple[Page, ...]:
    """Every page of the sample course."""
    site = SiteMap(course or complete_course(sample_text), ("about.md",))
    return render_pages(site, DRAWINGS, copy=COPY)


PAGES = {page.path: page for page in sample_pages()}
KINDS = [
    path
    for path in PAGES
    if ("second-module" not in path or path == "second-module/index.md")
    and not path.startswith("field-reference/")
]
"""One page of each kind, and the overview of a module that asks for another one first.

The field reference is made from the model, and tests/test_field_reference.py holds it to that.
"""

every_page = pytest.mark.parametrize("path", PAGES)


@pytest.mark.parametrize("path", KINDS)
def test_page_word_for_word(path):
    """A page's Markdown is the golden file's."""
    golden = GOLDEN / path.replace("/", "--")
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(PAGES[path].markdown, encoding="utf-8", newline="\n")
    assert PAGES[path].markdown == golden.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_page():
    """No file is left over from a page that is no longer made."""
    assert {path.name for path in GOLDEN.iterdir()} == {path.replace("/", "--") for path in KINDS}


def test_every_kind_of_block_is_on_a_golden_page():
    """The sample unit shows all kinds but the note for facilitators, which is in their guide."""
    unit = PAGES["first-module/sample-unit.md"].markdown
    for kind in set(Block.model_fields) - {"facilitator_note"}:
        words = {"confidence_check": "ConfidenceStatement text", "safety_panel": "S1 SafetyCode title"}
        classes = {name: f"{name.title().replace('_', '')} " for name in Block.model_fields}
        classes |= {"dos_and_donts": "DosAndDonts ", "text": "Block text", "heading": "Block heading"}
        classes |= {"own_observation": "Block own observation"}
        assert words.get(kind, classes[kind]) in unit, kind
    assert "Block facilitator note" not in unit
    assert "Block facilitator note" in PAGES["facilitator/first-module.md"].markdown


def test_pages_and_their_sources():
    """Every page of the course, in learning order, with the module file it comes from."""
    assert [(page.path, page.source) for page in PAGES.values()] == [
        ("index.md", "course.yml"),
        ("first-module/index.md", "first-module.yml"),
        ("first-module/sample-unit.md", "first-module.yml"),
        ("first-module/knowledge-check.md", "first-module.yml"),
        ("first-module/answers.md", "first-module.yml"),
        ("facilitator/first-module.md", "first-module.yml"),
        ("second-module/index.md", "second-module.yml"),
        ("second-module/sample-unit.md", "second-module.yml"),
        ("second-module/knowledge-check.md", "second-module.yml"),
        ("second-module/answers.md", "second-module.yml"),
        ("facilitator/second-module.md", "second-module.yml"),
        ("post-test.md", "course.yml"),
        ("record-of-completion.md", "course.yml"),
        ("at-hand.md", "course.yml"),
        ("notebook.md", "course.yml"),
        ("safety-spine.md", "safety.yml"),
        ("sample-page.md", "course.yml"),
        ("article.md", "passages.yml"),
        ("references.md", "references.yml"),
        ("glossary.md", "glossary.yml"),
        ("facilitator/index.md", "course.yml"),
        ("handouts/index.md", "course.yml"),
        ("handouts/sample-handout.md", "course.yml"),
        ("handouts/large-type/sample-handout.md", "course.yml"),
        ("workbook.md", "course.yml"),
        ("copy-to-keep.md", "course.yml"),
        ("field-reference/index.md", ""),
        ("field-reference/module.md", ""),
        ("field-reference/blocks.md", ""),
        ("field-reference/course.md", ""),
        ("field-reference/library.md", ""),
    ]


def test_lines_to_the_same_person_name_them_once():
    """In a script whose order is free, a label stands over all lines to one person, not over each."""
    lines = [{"say": "One", "audience": "Age 10"}, {"say": "Two", "audience": "Age 10"}, {"say": "Three"}]
    for in_order, labels in ((False, 1), (True, 2)):
        course = complete_course(sample_text)
        module = course.modules[0].model_dump(mode="json", by_alias=True, exclude_none=True)
        script = next(block["script"] for block in module["units"][0]["blocks"] if "script" in block)
        script |= {"lines": lines, "in_order": in_order}
        changed = course.model_copy(update={"modules": (Module.model_validate(module), *course.modules[1:])})
        page = next(page for page in sample_pages(changed) if page.path == "first-module/sample-unit.md")
        assert page.markdown.count('<p class="ts-lines__who">Age 10</p>') == labels


def test_pages_are_the_same_each_time():
    """Nothing on a page hangs on the order of a set or the time of day."""
    assert {page.path: page for page in sample_pages()} == PAGES


@every_page
def test_front_matter_is_one_line_of_json(path):
    """Both engines read a page's settings alike; each has a title, a description, a kind and an accent."""
    dashes, line, more_dashes, empty, *_ = PAGES[path].markdown.split("\n")
    assert (dashes, more_dashes, empty) == ("---", "---", "")
    assert {"title", "description", "kind", "accent"} <= set(json.loads(line))
    assert all(json.loads(line).values())


@every_page
def test_heading_levels_never_skip(path):
    """One title opens the page, and each heading below is at most one level deeper than the one before."""
    levels = [int(hashes or tag) for hashes, tag in heading_levels(PAGES[path].markdown)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for above, below in pairwise(levels):
        assert below <= above + 1


def heading_levels(markdown: str) -> list[tuple[str, str]]:
    """The level of each heading, of Markdown and of HTML, in order."""
    found = re.findall(r"^(#{1,6}) |<h([1-6])[ >]", markdown, flags=re.MULTILINE)
    return [(str(len(hashes)) if hashes else "", tag) for hashes, tag in found]


@every_page
def test_anchors_are_unique(path):
    """No anchor stands twice on a page, whichever way it is written."""
    text = PAGES[path].markdown
    anchors = re.findall(r'(?<!\S)id="([^"]+)"|\{: #(\S+) \}', text)
    flat = [html or mark for html, mark in anchors]
    assert len(flat) == len(set(flat))


@every_page
def test_html_of_a_page_is_balanced(path):
    """Every element that a template opens is closed, so nothing swallows the text after it."""
    parse(PAGES[path].markdown.split("\n---\n", 1)[1])


@every_page
def test_nothing_of_python_shows(path):
    """No value reaches a reader in the words of the program."""
    assert not re.search(
        r"\bNone\b|\bTrue\b|\bFalse\b|Undefined|Markup\(|<training_site", PAGES[path].markdown
    )


def blocks_of(*fields: dict) -> tuple[Block, ...]:
    """Blocks from their fields."""
    return tuple(Block.model_validate(one) for one in fields)


CHECKLIST = {"title": "A list", "items": ["One thing"]}


def test_blocks_before_a_heading_stand_a_level_higher():
    """Under a heading of the unit the titles of cards go one level down."""
    blocks = blocks_of(
        {"checklist": {"id": "a", **CHECKLIST}}, {"heading": "Part"}, {"checklist": {"id": "b", **CHECKLIST}}
    )
    assert [placed.level for placed in placed_headings(blocks)] == [2, 2, 3]


@pytest.mark.parametrize(
    ("fields", "anchors"),
    [
        ([{"heading": "Feelings"}, {"heading": "Feelings"}], ["feelings", "feelings-2"]),
        ([{"heading": "A list"}, {"checklist": {"id": "a-list", **CHECKLIST}}], ["a-list-1", "a-list"]),
        ([{"heading": "Key points"}], ["key-points-1"]),
        ([{"heading": "¿?"}, {"text": "x"}, {"text": "y"}], ["section", "text-2", "text-3"]),
        (
            [{"heading": "A"}, {"checklist": {"id": "a-3", **CHECKLIST}}, {"heading": "A"}],
            ["a", "a-3", "a-4"],
        ),
    ],
    ids=[
        "twice the same",
        "a block keeps its id",
        "what the page adds",
        "no letters",
        "the next number is taken",
    ],
)
def test_anchors_give_way_to_ids(fields, anchors):
    """Ids written by hand stay as they are, because other pages link there; headings take what is free."""
    placed = placed_headings(blocks_of(*fields), taken=("key-points",))
    assert [one.anchor for one in placed] == anchors


FRAME = [
    "index.md",
    {"Course": ["modules"]},
    {"Background": ["article.md", "shared pages", {"More": ["handouts", "facilitator guides"]}]},
]


def test_navigation_fills_the_frame():
    """The words that stand for modules, shared pages and guides become what the course holds, in order."""
    course = complete_course(sample_text)
    title = "Module title &amp; “quotes”"
    assert navigation(course, FRAME) == [
        "index.md",
        {
            "Course": [
                {title: [f"{name}/index.md", f"{name}/sample-unit.md", f"{name}/knowledge-check.md"]}
                for name in ("first-module", "second-module")
            ]
        },
        {
            "Background": [
                "article.md",
                "sample-page.md",
                {
                    "More": [
                        "handouts/index.md",
                        "handouts/sample-handout.md",
                        "facilitator/index.md",
                        "facilitator/first-module.md",
                        "facilitator/second-module.md",
                    ]
                },
            ]
        },
    ]
    assert FRAME[1] == {"Course": ["modules"]}


def test_drafts_are_marked_on_every_page_of_theirs():
    """In a preview a draft says so on its overview, its units and its guide, and on the learning path."""
    course = complete_course(sample_text)
    first, second = course.modules
    drafted = course.model_copy(update={"modules": (first, second.model_copy(update={"draft": True}))})
    pages = {page.path: page.markdown for page in sample_pages(drafted)}
    marked = {path for path, text in pages.items() if "Draft. This module is still being written" in text}
    own = {"second-module/index.md", "second-module/sample-unit.md"}
    assert marked == {*own, "facilitator/second-module.md"}
    assert pages["index.md"].count(" · draft") == 1


def test_a_course_without_modules_has_pages():
    """The preview of a course that never had a good version still has somewhere to show its problems."""
    course = complete_course(sample_text)
    empty = course.model_copy(update={"modules": ()}).published()
    paths = [page.path for page in sample_pages(empty)]
    assert "index.md" in paths
    assert all("first-module" not in path and "second-module" not in path for path in paths)


@pytest.mark.parametrize(
    ("path", "with_folders", "without"),
    [
        ("index.md", "", "index.html"),
        ("at-hand.md", "at-hand/", "at-hand.html"),
        ("a/index.md", "a/", "a/index.html"),
        ("a/b.md", "a/b/", "a/b.html"),
    ],
)
def test_addresses(path, with_folders, without):
    """A page's address follows the engine's setting."""
    assert address_of(path) == with_folders
    assert address_of(path, directory_urls=False) == without


@pytest.mark.parametrize(
    ("origin", "destination", "anchor", "with_folders", "without"),
    [
        ("index.md", "a/b.md", "", "a/b/", "a/b.html"),
        ("a/b.md", "index.md", "", "../../", "../index.html"),
        ("a/b.md", "a/index.md", "", "../", "index.html"),
        ("a/b.md", "a/c.md", "x", "../c/#x", "c.html#x"),
        ("a/b.md", "a/b.md", "x", "#x", "#x"),
        ("a/b.md", "a/b.md", "", "./", "b.html"),
        ("index.md", "index.md", "", "./", "index.html"),
        ("a/index.md", "c.md", "", "../c/", "../c.html"),
    ],
)
def test_links_between_pages(origin, destination, anchor, with_folders, without):
    """Links are relative, so the site works under any path and from a folder."""
    assert relative_link(origin, destination, anchor) == with_folders
    assert relative_link(origin, destination, anchor, directory_urls=False) == without


PATHS = st.lists(st.sampled_from(["a", "ab", "a-b", "index"]), min_size=1, max_size=4).map("/".join)


@given(PATHS, PATHS)
def test_a_link_is_the_shortest_way(origin, destination):
    """Between any two pages a link is the way that the library of paths finds."""
    here, there = (address_of(f"{path}.md") or "." for path in (origin, destination))
    assert relative_link(f"{origin}.md", f"{destination}.md") == posixpath.relpath(there, here) + "/"
    here, there = f"{posixpath.dirname(origin)}", f"{destination}.html"
    link = relative_link(f"{origin}.md", f"{destination}.md", directory_urls=False)
    assert link == posixpath.relpath(there, here or ".")


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 minute"), (90, "90 minutes"), (120, "2 hours"), (140, "2½ hours"), (300, "5 hours")],
)
def test_a_long_time_is_told_in_hours(number, words):
    """Minutes are told as they are up to two hours, and in halves of an hour from there."""
    assert templating.long_time(number) == words


def test_a_template_that_changes_is_read_anew(monkeypatch, tmp_path):
    """A preview shows a changed template at its next build; within one, nobody looks at the files."""
    jinja = templating.environment.__wrapped__()
    jinja.loader = FileSystemLoader(tmp_path)
    monkeypatch.setattr(templating, "environment", lambda: jinja)
    template = tmp_path / "a.html.jinja"
    template.write_text("before", encoding="utf-8")
    assert jinja.get_template("a.html.jinja").render() == "before"
    template.write_text("after", encoding="utf-8")
    os.utime(template, (1, 1))
    assert jinja.get_template("a.html.jinja").render() == "before"
    templating.take_up_changed_templates()
    assert jinja.get_template("a.html.jinja").render() == "after"


def test_page_names_lead_somewhere():
    """Whatever ``page:`` can name is a page that is made or was written by hand."""
    site = SiteMap(complete_course(sample_text), ("about.md",))
    assert {target.href for target in site.pages.values()} <= {*PAGES, "about.md"}
    assert set(FIXED_PAGES) <= set(site.pages)
