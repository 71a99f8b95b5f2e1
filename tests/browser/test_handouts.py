"""Handouts on paper and agendas by the clock, in a real browser."""

import io

import pytest
from pypdf import PdfReader

MOST_SIDES = {"usual": 2, "large": 3}
ONE_SIDE = (
    *("opening-script", "safety-spine", "pause-card", "activities-by-age", "for-caregivers", "day-plan"),
    "values-card",
)


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_handouts_fit_their_sides(page, site_address, course, paper):
    """A handout takes one or two sides, in large type at most three; its foot never stands on one alone."""
    for handout in course.path.handouts:
        for size, address in (("usual", handout.id), ("large", f"large-type/{handout.id}")):
            page.goto(f"{site_address}handouts/{address}/")
            sides = PdfReader(io.BytesIO(page.pdf(format=paper))).pages
            most = 1 if size == "usual" and handout.id in ONE_SIDE else MOST_SIDES[size]
            assert len(sides) <= most, (address, len(sides))
            last = sides[-1].extract_text().strip()
            assert "Last reviewed" in last, (address, last)
            assert not last.startswith("From the course"), address


def test_handouts_are_black_and_white_on_paper(page, site_address):
    """In print no text and no border of a handout has a color, so a copier loses nothing."""
    page.emulate_media(media="print")
    page.goto(f"{site_address}handouts/pause-card/")
    colors = page.evaluate(
        """() => [...document.querySelectorAll(".ts-page, .ts-page *")].flatMap((element) => {
            const style = getComputedStyle(element);
            return [style.color, style.backgroundColor, style.borderLeftColor];
        })"""
    )
    for color in set(colors):
        red, green, blue, *_ = (float(part) for part in color[color.index("(") + 1 : -1].split(","))
        assert red == green == blue, color


def test_large_type_is_large(page, site_address):
    """On paper the running text of the large version has 18 points, of the usual one 10.5."""
    page.emulate_media(media="print")
    for handout, words in (("day-plan", ".ts-handout p"), ("reflections-windows", ".ts-prompt p")):
        sizes = []
        for address in (f"handouts/{handout}/", f"handouts/large-type/{handout}/"):
            page.goto(site_address + address)
            size = "(words) => parseFloat(getComputedStyle(document.querySelector(words)).fontSize)"
            sizes.append(page.evaluate(size, words))
        assert sizes == pytest.approx([14, 24], abs=0.5), handout  # CSS pixels


def test_an_agenda_goes_by_the_clock(page, site_address):
    """A start time turns minutes into times, past midnight too; clearing it brings the minutes back."""
    page.goto(f"{site_address}facilitator/orienting-clients/")
    cells = page.locator("[data-from]")
    assert cells.first.inner_text() == "0 to 5"
    page.get_by_label("Start at").fill("23:50")
    assert cells.first.inner_text() == "11:50 PM to 11:55 PM"
    assert "12:50 AM" in page.locator(".ts-agenda__table").first.inner_text()
    assert page.get_by_role("status").filter(has_text="Every session below starts at 11:50 PM.").count() == 1
    page.get_by_role("button", name="Show minutes from 0").click()
    page.wait_for_function("document.querySelector('[data-from]').textContent === '0 to 5'")
