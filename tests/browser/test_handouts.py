"""Handouts on paper and agendas by the clock, in a real browser."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

MOST_SIDES = 2
ONE_SIDE = (
    *("opening-script", "safety-spine", "pause-card", "activities-by-age", "for-caregivers", "day-plan"),
    "values-card",
)
TEXTS = ".ts-page :is(h1, h2, h3, p, caption, th, td, .ts-ticks__item)"
PIXELS_A_MILLIMETER, PIXELS_A_POINT = 96 / 25.4, 96 / 72

# What sticks out of the sheet to a side, on paper of this width without its margins.
STICKS_OUT = """(width) => {
    const sheet = document.querySelector(".ts-handout");
    sheet.style.width = `${width}px`;
    const edge = sheet.getBoundingClientRect().right + 1;
    const out = [...sheet.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > edge);
    sheet.style.width = "";
    return out.map((element) => element.outerHTML.slice(0, 80));
}"""

SMALL_PRINT = """(points) => {
    const texts = document.createTreeWalker(document.querySelector(".ts-page"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
        const holder = texts.currentNode.parentElement;
        const size = parseFloat(getComputedStyle(holder).fontSize) * 72 / 96;
        const least = holder.closest(".ts-handout__foot") ? 12 : points;
        if (texts.currentNode.data.trim() && holder.checkVisibility() && size < least - 0.05)
            found.push(`${size}: ${texts.currentNode.data.trim()}`);
    }
    return found;
}"""


def addresses(handout):
    """The pages of a handout: the usual size, then the large one."""
    return (f"handouts/{handout.id}/", False), (f"handouts/large-type/{handout.id}/", True)


def letters(text):
    """Letters and digits only: a line may break anywhere, and a PDF joins some letters into one sign."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


@pytest.mark.parametrize(
    ("paper", "width"), [("Letter", 215.9), pytest.param("A4", 210.0, marks=pytest.mark.long)]
)
def test_handouts_fit_their_sides(page, site_address, course, paper, width):
    """A handout takes one or two sides in either size, with every word, and its foot is not alone."""
    page.emulate_media(media="print")
    for handout in course.path.handouts:
        for address, large_type in addresses(handout):
            page.goto(site_address + address)
            shown = page.locator(f"{TEXTS} >> visible=true").all_inner_texts()
            margins = 26 if large_type else 34
            assert page.evaluate(STICKS_OUT, (width - margins) * PIXELS_A_MILLIMETER) == [], address
            sides = PdfReader(io.BytesIO(page.pdf(format=paper))).pages
            most = 1 if handout.id in ONE_SIDE and not large_type else MOST_SIDES
            assert len(sides) <= most, (address, len(sides))
            printed = [letters(side.extract_text()) for side in sides]
            assert [text for text in shown if letters(text) not in "".join(printed)] == [], address
            assert "Lastreviewed" in printed[-1], (address, printed[-1])
            assert not printed[-1].startswith("ForyouintheUS"), address


def test_handouts_leave_room_for_a_hand(page, site_address, course):
    """Every line to write on has 8 millimeters above it, and a worksheet has three such lines or more."""
    page.emulate_media(media="print")
    height = "(all) => all.map((line) => line.getBoundingClientRect().height)"
    for handout in course.path.handouts:
        for address, _ in addresses(handout):
            page.goto(site_address + address)
            heights = page.locator(".ts-writing-lines > span, .ts-blank").evaluate_all(height)
            assert all(found > 8 * PIXELS_A_MILLIMETER - 0.1 for found in heights), (address, heights)
            counts = page.locator(".ts-worksheet").evaluate_all(
                "(all) => all.map((one) => one.querySelectorAll('.ts-writing-lines > span').length)"
            )
            assert all(count >= 3 for count in counts), (address, counts)


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


def test_large_type_is_large(page, site_address, course):
    """On paper the text of the large version has the points its foot states; only that foot has less."""
    page.emulate_media(media="print")
    size = "(element) => parseFloat(getComputedStyle(element).fontSize)"
    for handout in course.path.handouts:
        page.goto(f"{site_address}handouts/large-type/{handout.id}/")
        sheet = page.locator(".ts-handout")
        points = handout.large_type_points
        assert sheet.evaluate(size) == pytest.approx(points * PIXELS_A_POINT, abs=0.1), handout.id
        assert f"Large type: {points} points." in sheet.inner_text(), handout.id
        assert page.evaluate(SMALL_PRINT, 16) == [], handout.id


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
