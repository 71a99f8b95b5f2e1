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
