"""A course of many modules: its pages stay small, and every module can still be reached."""

import sys

import pytest

from built import BuiltSite
from project import SITE_URL
from tools import ROOT

ADDED = 26


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, project) -> BuiltSite:
    """The real course with synthetic modules after its own, built."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from courses import write_course
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    root = tmp_path_factory.mktemp("large")
    write_course(root, modules=ADDED, units=1)
    done = project.run("build", "--config", str(root / "mkdocs.yml"), extra={"SITE_URL": SITE_URL})
    assert done.returncode == 0, done.stdout + done.stderr
    return BuiltSite(root / "site")


@pytest.mark.parametrize("place", ["ts-side__nav", "ts-menu__nav"])
def test_a_long_list_shows_the_open_module_and_its_neighbors(large: BuiltSite, course, place):
    """Beside the text and in the menu stand two modules before and after, and a link to all of them."""
    page = large.pages["synthetic-0010/unit-1/"]
    (nav,) = page.tree.all(css_class=place)
    links = [(element.text.strip(), element.attributes["href"]) for element in nav.all("a")]
    modules = [text for text, _ in links if text.startswith("Synthetic module")]
    assert modules == [f"Synthetic module {number:04d}" for number in range(8, 13)]
    total = len(course.modules) + ADDED
    assert (f"All {total} modules", "../..#learning-path") in links
    assert [text for text, _ in links if text in ("Post-test", "Record of completion")]


@pytest.mark.parametrize("place", ["ts-side__nav", "ts-menu__nav"])
def test_a_long_list_of_pages_shows_its_ends_and_the_open_page(large: BuiltSite, place):
    """The guides, one a module, stay a short list too: their index, the open one, its neighbors."""
    page = large.pages["facilitator/synthetic-0010/"]
    (nav,) = page.tree.all(css_class=place)
    texts = [element.text.strip() for element in nav.all("a")]
    guides = [text for text in texts if text.startswith("Facilitator guide: Synthetic")]
    ends = (*range(8, 13), *range(24, 27))
    assert guides == [f"Facilitator guide: Synthetic module {number:04d}" for number in ends]
    assert "Facilitator guide: the whole course" in texts
    assert "Field reference" in " ".join(texts)


@pytest.mark.long
def test_a_long_list_is_the_same_without_shortcuts(large: BuiltSite, project):
    """The templates find by themselves what is worked out for them, to the byte."""
    root = large.root.parent
    plain = {"SITE_URL": SITE_URL, "TRAINING_SITE_PLAIN": "1"}
    site = ("--site-dir", str(root / "plain"))
    done = project.run("build", "--config", str(root / "mkdocs.yml"), *site, extra=plain)
    assert done.returncode == 0, done.stdout + done.stderr
    other = BuiltSite(root / "plain")
    assert sorted(other.files) == sorted(large.files)
    assert [
        name for name, path in large.files.items() if other.files[name].read_bytes() != path.read_bytes()
    ] == []


def test_a_short_list_shows_every_module(site: BuiltSite, course):
    """A course that fits a list is shown whole."""
    page = site.pages["about/"]
    (nav,) = page.tree.all(css_class="ts-menu__nav")
    texts = [element.text.strip() for element in nav.all("a")]
    assert {module.title for module in course.modules} <= {text.replace("’", "'") for text in texts}
    assert not any(text.startswith("All ") for text in texts)


def test_every_link_of_a_large_course_resolves(large: BuiltSite):
    """No link of the shortened lists leads nowhere."""
    assert large.broken_links("/training/") == []
