"""Old addresses of modules, units and exercises lead on, to the same place, with scripts and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from built import BuiltSite
from conftest import BASE, read_headers, served
from learner import TELL_VIOLATIONS, axe_faults, without_scripts
from project import Project, sample_project
from sample_course import as_files, complete_course
from tools import run_vnu
from training_site.load import load_course
from training_site.model import Course
from training_site.moved import moved_addresses
from training_site.site_map import SiteMap

OLD_MODULE, OLD_UNIT, OLD_EXERCISE = "an-older-module", "an-older-unit", "an-older-exercise"


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small course whose first module, unit and exercise had other ids before, built."""
    files = as_files(complete_course(lambda label, _: f"The {label}."))
    first = next(fields for name, fields in files.items() if "units" in fields)
    first["former_ids"] = [OLD_MODULE]
    first["units"][0]["former_ids"] = [OLD_UNIT]
    (reflection,) = (block["reflection"] for block in first["units"][0]["blocks"] if "reflection" in block)
    reflection["former_ids"] = [OLD_EXERCISE]
    made = sample_project(tmp_path_factory.mktemp("renamed"), files)
    made.build()
    return made


@pytest.fixture(scope="module")
def built(renamed: Project) -> BuiltSite:
    """Its site."""
    return BuiltSite(renamed.site)


@pytest.fixture(scope="module")
def small_course(renamed: Project) -> Course:
    """The course as the site has it."""
    loaded = load_course(renamed.root / "modules")
    assert loaded.course is not None, loaded.problems
    return loaded.course.published()


@pytest.fixture(scope="module")
def address(renamed: Project) -> Iterator[str]:
    """Where it is served, with its headers."""
    with served(renamed.site, read_headers(renamed.site)) as where:
        yield where


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A profile in which no page may complain."""
    said: list[str] = []
    made = browser.new_context(base_url=address)
    made.expose_function("violated", lambda what: said.append(what))
    made.add_init_script(TELL_VIOLATIONS)
    made.on("console", lambda told: told.type in ("error", "warning") and said.append(told.text))
    yield made
    made.close()
    assert said == []


def test_every_page_of_a_renamed_module_is_forwarded(built, small_course):
    """Overview, units, knowledge check, answers and guide have their old addresses, and no others."""
    module = small_course.modules[0]
    unit = module.units[0].id
    moved = moved_addresses(SiteMap(small_course))
    assert {old: new for old, new in moved.items() if unit in new} == {
        f"{folder}/{name}/": f"{module.id}/{unit}/"
        for folder in (module.id, OLD_MODULE)
        for name in (unit, OLD_UNIT)
        if (folder, name) != (module.id, unit)
    }
    assert moved[f"{OLD_MODULE}/"] == f"{module.id}/"
    assert moved[f"facilitator/{OLD_MODULE}/"] == f"facilitator/{module.id}/"
    assert {tail.rpartition(f"{OLD_MODULE}/")[2] for tail in moved} >= {"", "knowledge-check/", "answers/"}
    assert set(moved.values()) <= built.pages.keys()
    assert moved.keys() <= built.pages.keys()
    assert moved.keys().isdisjoint(moved.values())
    assert built.broken_links(BASE) == []


def test_hosts_that_read_redirects_get_them(built, small_course):
    """``_redirects`` has a line for each old address, below the site's path on its host."""
    lines = (built.root / "_redirects").read_text(encoding="utf-8").splitlines()
    moved = moved_addresses(SiteMap(small_course))
    assert lines == [f"{BASE}{old} {BASE}{new} 301" for old, new in moved.items()]


def test_old_pages_are_sound(built, small_course, context):
    """They are valid, name the page that counts, and stay out of search engines and the sitemap."""
    old = sorted(moved_addresses(SiteMap(small_course)))
    assert old
    done = run_vnu("--errors-only", *(str(built.root / built.pages[address].path) for address in old))
    assert done.stderr == ""
    sitemap = (built.root / "sitemap.xml").read_text(encoding="utf-8")
    for address, new in moved_addresses(SiteMap(small_course)).items():
        tree = built.pages[address].tree
        (canonical,) = tree.all("link", rel="canonical")
        assert canonical.attributes["href"] == f"https://example.org/training/{new}"
        (robots,) = tree.all("meta", name="robots")
        assert robots.attributes["content"] == "noindex"
        assert address not in sitemap or not address
    page = context.new_page()
    page.route("**/training-site.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(f"{OLD_MODULE}/")
    expect(page.get_by_role("link", name="Go on to its new address")).to_be_visible()
    assert axe_faults(page) == []


@pytest.mark.parametrize("place", ["", "#ts-title", f"#{OLD_EXERCISE}"])
def test_scripts_go_on_to_the_same_place(context: BrowserContext, address, small_course, place):
    """Someone who follows an old link lands on the new page, at the place that the link named."""
    page = context.new_page()
    page.goto("about/")
    page.evaluate("(link) => { location.href = link; }", f"{address}{OLD_MODULE}/{OLD_UNIT}/{place}")
    module = small_course.modules[0]
    page.wait_for_url(f"{address}{module.id}/{module.units[0].id}/{place}")
    if place:
        expect(page.locator(place)).to_be_in_viewport()
    page.go_back()
    page.wait_for_url(f"{address}about/")


def test_without_scripts_the_page_goes_on_by_itself(browser: Browser, address, small_course):
    """Without JavaScript an old address still leads to the new one."""
    module = small_course.modules[0]
    with without_scripts(browser, address) as page:
        page.goto(f"{OLD_MODULE}/{OLD_UNIT}/")
        page.wait_for_url(f"{address}{module.id}/{module.units[0].id}/")
        expect(page.locator("h1")).to_have_text(module.units[0].title)


def test_an_exercise_is_found_under_its_former_id(context: BrowserContext, small_course):
    """A link to an exercise's old id still leads to the exercise on today's page."""
    module = small_course.modules[0]
    page = context.new_page()
    page.goto(f"{module.id}/{module.units[0].id}/#{OLD_EXERCISE}")
    exercise = page.locator(".ts-reflection").first
    expect(exercise).to_be_in_viewport()
    assert exercise.locator(f"[id={OLD_EXERCISE}]").count() == 1
