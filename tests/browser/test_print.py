"""The site on paper."""

import io
import re
import zlib

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader


def count_pages(pdf: bytes) -> int:
    """How many sheets a PDF has: its page objects, those in packed streams too."""
    packed = [part.group(1) for part in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)]
    text = pdf
    for part in packed:
        try:
            text += zlib.decompressobj().decompress(part)
        except zlib.error:
            continue
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", text))


def test_the_safety_spine_fits_one_sheet(page: Page, site_address, course):
    """All practices and the numbers to call stand on one side of US Letter."""
    page.goto(site_address + "safety-spine/")
    pdf = page.pdf(format="Letter")
    assert count_pages(pdf) == 1
    page.emulate_media(media="print")
    for code in course.safety.codes:
        assert page.locator(f"#{code.code.lower()}").is_visible()
    assert page.get_by_text("988").first.is_visible()


def test_more_sheets_are_counted(page: Page, site_address):
    """A long page takes several sheets, so counting one above means something."""
    page.goto(site_address + "references/")
    assert count_pages(page.pdf(format="Letter")) > 2


@pytest.mark.parametrize("paper", ["Letter", pytest.param("A4", marks=pytest.mark.long)])
def test_the_crisis_lines_never_have_a_sheet_to_themselves(page: Page, site_address, course, paper):
    """The last sheet of a guide or a unit holds the crisis lines whole, and above them some of its text."""
    guides = [f"facilitator/{module.id}/" for module in course.modules]
    alone_before = ["noticing-discomfort/luis-camera-off/", "noticing-discomfort/knowledge-check/"]
    for address in ["facilitator/", *guides, *alone_before]:
        page.goto(site_address + address)
        page.evaluate("document.fonts.ready")
        last = PdfReader(io.BytesIO(page.pdf(format=paper))).pages[-1].extract_text()
        text, _, lines = last.partition("If someone is in danger")
        assert text.strip(), address
        assert "No licensed clinician has reviewed this course yet." in " ".join(lines.split()), address


def test_a_unit_prints_as_a_worksheet(page: Page, site_address):
    """On paper a reflection has lines to write on, its answers stay closed, and nothing to click is left."""
    page.goto(site_address + "noticing-discomfort/noticing-is-the-work/")
    page.emulate_media(media="print")
    lines = page.locator(".ts-writing-lines").first
    assert lines.is_visible()
    assert lines.bounding_box()["height"] >= 80
    page.evaluate("document.querySelector('[data-site-copy]').hidden = false")
    for selector in (".ts-search-button", ".ts-menu", ".ts-pager", ".ts-sections", "[data-site-copy]"):
        assert page.locator(selector).first.is_hidden(), selector
    sample = page.locator(".ts-more--sample").first
    assert sample.locator("p").first.is_hidden()


def contrast_on_white(color: str) -> float:
    """The contrast of a color, as the browser writes it, with white."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_ink_is_dark(page: Page, site_address, scheme):
    """Whatever the screen's colors are, print is dark on white."""
    page.emulate_media(media="print", color_scheme=scheme)
    page.goto(site_address + "noticing-discomfort/five-sources/")
    inks = page.locator(".ts-page :is(p, li, h1, h2, h3, td, th, a)").evaluate_all(
        "(all) => [...new Set(all.map((one) => getComputedStyle(one).color))]"
    )
    assert inks
    assert [ink for ink in inks if contrast_on_white(ink) < 4.5] == []
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), paper
