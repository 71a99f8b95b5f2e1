"""The site at work under its own headers: what a reader does breaks no rule, and the rules do bite."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import served
from learner import TELL_VIOLATIONS
from training_site.model import Course

UNIT = "noticing-discomfort/five-sources/"


@pytest.fixture
def said() -> list[str]:
    """What the page broke or complained of."""
    return []


@pytest.fixture
def page(browser: Browser, guarded_address: str, said: list[str]) -> Iterator[Page]:
    """A tab on the site as it is served with all its headers."""
    context = browser.new_context(base_url=guarded_address)
    context.expose_function("violated", lambda what: said.append(what))
    context.add_init_script(TELL_VIOLATIONS)
    context.on("console", lambda told: told.type in ("error", "warning") and said.append(told.text))
    context.on("weberror", lambda fault: said.append(str(fault.error)))
    yield context.new_page()
    context.close()


def test_search_and_colors_work(page: Page, said: list[str]):
    """The search finds and leads there, and the colors chosen hold on the next page."""
    page.goto("about/")
    page.get_by_role("button", name="Search", exact=True).click()
    page.keyboard.type("discomfort")
    found = page.get_by_role("dialog").get_by_role("link").first
    expect(found).to_be_visible(timeout=30_000)
    found.click()
    page.wait_for_url(lambda url: "/about/" not in url)
    page.locator(".ts-menu > summary").click()
    page.locator(".ts-colors").get_by_text("Dark").first.click()
    page.goto("glossary/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert said == []


def test_notes_are_written_taken_away_restored_and_printed(page: Page, said: list[str]):
    """A note is kept, downloaded in every form, erased, restored from its backup, and printed."""
    page.goto(UNIT)
    page.locator("reflection-note textarea").first.fill("Written under the policy.")
    page.get_by_role("button", name="Keep them on this device").first.click()
    page.goto("notebook/")
    note = page.locator(".ts-notebook__text")
    expect(note).to_have_text("Written under the policy.")
    for name in ("Download as Markdown", "Download for Word", "Download a backup"):
        with page.expect_download() as started:
            page.get_by_role("button", name=name, exact=True).click()
        assert Path(started.value.path()).stat().st_size > 0
    backup = Path(started.value.path()).read_bytes()
    page.get_by_role("button", name="Erase this note").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Erase")).click()
    expect(note).to_have_count(0)
    page.get_by_label("Backup file").set_input_files(
        {"name": "b.json", "mimeType": "application/json", "buffer": backup}
    )
    page.get_by_role("button", name="Restore", exact=True).click()
    expect(note).to_have_text("Written under the policy.")
    assert page.pdf().startswith(b"%PDF")
    assert said == []


def test_questions_and_post_test_work(page: Page, said: list[str], course: Course):
    """A knowledge check explains its answer, by Enter too, and the post-test runs to its result."""
    module = course.modules[0]
    question = module.knowledge_check.questions[0]
    page.goto(f"{module.id}/knowledge-check/")
    frame = page.locator(f"#{question.id}")
    frame.locator("input").first.check()
    page.keyboard.press("Enter")
    expect(frame.get_by_role("status")).not_to_be_empty()
    page.goto("post-test/")
    page.get_by_role("button", name="Start the post-test").click()
    while page.get_by_role("button", name="Check my answer").count():
        page.locator("post-test .ts-choice input").first.check()
        page.get_by_role("button", name="Check my answer").click()
        page.get_by_role("button", name=re.compile("^(Next question|See the result)$")).click()
    expect(page.locator("post-test")).to_contain_text("%")
    assert said == []


@pytest.mark.parametrize(
    ("attack", "refused"),
    [
        ("h.innerHTML = '<img src=x onerror=alert(1)>'", "script-src-attr"),
        ("h.append(Object.assign(document.createElement('script'), {text: 'alert(1)'}))", "script-src-elem"),
        ("h.innerHTML = '<p style=\"color:red\">'", "style-src-attr"),
        ("new Image().src = 'https://example.org/x.png'", "img-src"),
        ("fetch('https://example.org/').catch(() => {})", "connect-src"),
        ("h.append(Object.assign(document.createElement('iframe'), {src: '/'}))", "frame-src"),
        ("h.innerHTML = '<form action=/><button>'; h.querySelector('button').click()", "form-action"),
    ],
)
@pytest.mark.parametrize("by", ["header and meta", "meta alone"])
def test_the_policy_bites(browser: Browser, guarded_address, site_address, attack, refused, by):
    """What no page of ours does is refused, with headers and without, so silence above means something."""
    context = browser.new_context(base_url=site_address if by == "meta alone" else guarded_address)
    page = context.new_page()
    page.goto("about/")
    page.evaluate(
        """() => { globalThis.seen = []; document.addEventListener(
             "securitypolicyviolation", (event) => seen.push(event.effectiveDirective)); }"""
    )
    page.evaluate(f"() => {{ const h = document.querySelector('h1'); {attack}; }}")
    page.wait_for_function("(refused) => seen.includes(refused)", arg=refused)
    context.close()


@pytest.mark.parametrize(("by", "shown"), [("header and meta", 0), ("meta alone", 1)])
def test_no_other_site_may_frame_a_page(
    browser: Browser, guarded_address, site_address, tmp_path: Path, by, shown
):
    """With headers a frame on another site stays empty; without them it does not, as no page can say so."""
    address = guarded_address if by == "header and meta" else site_address
    (tmp_path / "index.html").write_text(f'<iframe src="{address}about/"></iframe>', encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    with served(tmp_path) as elsewhere:
        page.goto(elsewhere)
        expect(page.frame_locator("iframe").locator(".ts-page")).to_have_count(shown)
    context.close()
