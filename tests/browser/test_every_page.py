"""Every page of the real site in a browser: loads in peace, reflows, reads without script, passes axe."""

import json
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from learner import TELL_VIOLATIONS
from tools import AXE, existing, run_vnu

SIZES = {"phone": {"width": 360, "height": 740}, "laptop": {"width": 1280, "height": 800}}
MISSING = "no-such-page/"


def addresses(site) -> list[str]:
    """Every page, and one that is not there."""
    return [*site.course_pages, MISSING]


@pytest.fixture
def wide_page(browser: Browser) -> Iterator[Page]:
    """A page as wide as a laptop, in which animations are over at once."""
    context = browser.new_context(viewport=SIZES["laptop"], reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_pages_load_in_peace(wide_page, site, guarded_address):
    """Under every header of the site no page breaks its policy, asks another place for anything, or logs or
    throws an error, and nothing is missing."""
    seen: list[str] = []
    page = wide_page
    site_address = guarded_address
    page.expose_function("violated", lambda what: seen.append(f"violated {what}"))
    page.add_init_script(TELL_VIOLATIONS)
    page.on("request", lambda asked: asked.url.startswith(site_address) or seen.append(f"asked {asked.url}"))
    page.on("console", lambda told: told.type in ("error", "warning") and seen.append(f"told {told.text}"))
    page.on("pageerror", lambda error: seen.append(f"threw {error}"))
    page.on("response", lambda answer: answer.status >= 400 and seen.append(f"missed {answer.url}"))
    page.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
    for address in site.course_pages:
        answer = page.goto(site_address + address)
        assert answer.status == 200, address
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert seen == []


def test_the_address_that_is_not_there_helps_on(wide_page, site_address):
    """A wrong address, at any depth, shows the site's own page with its styles and ways on."""
    for wrong in ("no-such-page/", "orienting-clients/no/such/page.html"):
        assert wide_page.goto(site_address + wrong).status == 404
        assert wide_page.locator("h1").inner_text() == "There is no page here"
        assert wide_page.evaluate("document.styleSheets.length") >= 3
        wide_page.get_by_role("main").or_(wide_page.locator("#content")).first.wait_for()
        wide_page.locator(".ts-page").get_by_role("link", name="At hand").click()
        wide_page.wait_for_url(f"{site_address}at-hand/")
        assert wide_page.locator("h1").inner_text() == "At hand"


@pytest.mark.parametrize(
    "javascript",
    [pytest.param(True, id="with JavaScript"), pytest.param(False, id="without", marks=pytest.mark.long)],
)
def test_no_page_scrolls_sideways_at_320_pixels(browser: Browser, site, site_address, javascript):
    """On the narrowest screens, or zoomed to 400 %, all text fits the width."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    if not javascript:
        page.route("**/*.js", lambda route: route.abort())
    too_wide = {}
    for address in addresses(site):
        page.goto(site_address + address)
        page.evaluate("document.querySelectorAll('details').forEach((more) => { more.open = true; })")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            too_wide[address] = (width, page.evaluate(WIDEST))
    context.close()
    assert too_wide == {}


WIDEST = """[...document.querySelectorAll('body *')]
  .filter((one) => one.getBoundingClientRect().right > 321 && getComputedStyle(one).position !== 'fixed')
  .map((one) => `${one.tagName}.${one.className}`).slice(0, 3)"""


def test_every_page_reads_without_javascript(browser: Browser, site, site_address):
    """Without JavaScript each page shows its title, all its text and where to turn."""
    context = browser.new_context(viewport=SIZES["phone"], java_script_enabled=False)
    page = context.new_page()
    for address in addresses(site):
        page.goto(site_address + address)
        assert page.locator("h1").is_visible(), address
        assert page.get_by_role("link", name="Call 988").first.is_visible(), address
        hidden = page.locator(".ts-page p, .ts-page li, .ts-page td, .ts-page dd, .ts-page h2, .ts-page h3")
        invisible = [text for text in hidden.evaluate_all(UNSEEN) if text.strip()]
        assert invisible == [], address
    context.close()


UNSEEN = """(all) => all.filter((one) => !one.closest('details, template, [aria-hidden]')
  && one.textContent.trim()
  && (one.getClientRects().length === 0 || getComputedStyle(one).visibility === 'hidden'))
  .map((one) => one.textContent)"""

AXE_RUN = """async () => {
  const result = await axe.run(document, {
    resultTypes: ['violations'],
    runOnly: { type: 'tag', values: TAGS },
  });
  return result.violations.map((found) =>
    `${found.id} (${found.impact}): ` + found.nodes.slice(0, 4).map((node) =>
      [...node.target, ...node.any.slice(0, 1).map((one) => one.message)].join(' ')).join(' | '));
}"""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_axe_finds_nothing(browser: Browser, site, site_address, scheme):
    """No rule of axe is broken on any page, best practices included, in either scheme, small or wide."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    context.add_init_script(existing(AXE).read_text(encoding="utf-8"))
    page = context.new_page()
    violations = {}
    for address in addresses(site):
        page.goto(site_address + address)
        page.evaluate("document.querySelectorAll('details').forEach((more) => { more.open = true; })")
        for name, size in SIZES.items():
            page.set_viewport_size(size)
            if found := page.evaluate(AXE_RUN.replace("TAGS", json.dumps(TAGS))):
                violations[f"{address} ({name})"] = found
    context.close()
    assert violations == {}, json.dumps(violations, indent=1)[:6000]


def test_axe_would_find_something(wide_page, site_address):
    """A picture without words and faint text are found, so finding nothing means something."""
    wide_page.context.add_init_script(existing(AXE).read_text(encoding="utf-8"))
    wide_page.goto(site_address)
    wide_page.evaluate(
        "document.querySelector('h1').outerHTML += '<img src=assets/mark.svg><p>faint</p>';"
        "Object.assign(document.querySelector('h1 ~ p').style, {color: '#ddd', background: '#fff'});"
    )
    found = wide_page.evaluate(AXE_RUN.replace("TAGS", json.dumps(TAGS)))
    assert {entry.split(" ")[0] for entry in found} >= {"image-alt", "color-contrast"}


def test_html_is_valid(site):
    """The Nu HTML checker has no error on any page."""
    done = run_vnu(
        "--errors-only", "--format", "gnu", *(str(site.root / p.path) for p in site.pages.values())
    )
    assert problems_of(done) == []
    assert done.returncode == 0, done.stderr


def problems_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The checker's findings, with short paths."""
    return [line.rpartition("/site/")[2] for line in done.stderr.splitlines() if ": error" in line]


def test_the_html_checker_would_find_something(tmp_path):
    """A page with a fault is reported."""
    (tmp_path / "x.html").write_text(
        "<!doctype html><html lang=en><title>x</title><p></div>", encoding="utf-8"
    )
    assert run_vnu("--errors-only", str(tmp_path / "x.html")).returncode == 1
