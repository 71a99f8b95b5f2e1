"""Getting around with the keyboard alone, on a phone's width and a laptop's."""

import pytest
from playwright.sync_api import Browser, Page

WIDTHS = {"phone": 360, "laptop": 1280}
UNIT = "noticing-discomfort/five-sources/"
OTHERS = ("", "at-hand/", "noticing-discomfort/knowledge-check/")

CONTROLS = """() => {
  const wanted = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !one.disabled && one.tabIndex >= 0;
  const group = (one) => [...document.querySelectorAll(`input[type=radio][name="${one.name}"]`)];
  const alone = (one) => one.type !== 'radio' || one.checked
    || group(one).every((other) => !other.checked) && one === group(one)[0];
  const found = [...document.querySelectorAll(wanted)].filter((one) => seen(one) && alone(one));
  found.forEach((one, place) => { one.dataset.place = place; });
  return found.length;
}"""

FOCUSED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const target = one.labels?.length ? one.labels[0].getBoundingClientRect() : box;
  const style = getComputedStyle(one);
  const holder = getComputedStyle(one.closest('label') ?? one.nextElementSibling ?? one);
  const marked = (look) => look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2
    || look.boxShadow !== 'none';
  return {
    place: one.dataset.place ?? null,
    name: `${one.tagName}.${one.className} ${(one.textContent || one.name || '').trim().slice(0, 40)}`,
    marked: marked(style) || marked(holder),
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    inText: style.display === 'inline',
    width: Math.max(box.width, target.width),
    height: Math.max(box.height, target.height),
  };
}"""


def tab_through(page: Page) -> tuple[int, list[dict]]:
    """Press Tab until the focus leaves the page; returns how many controls there are and each stop."""
    count = page.evaluate(CONTROLS)
    stops = []
    for _ in range(count + 5):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["name"].startswith("BODY") or (stops and stop["place"] == stops[0]["place"]):
            break
        stops.append(stop)
    return count, stops


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("address", [UNIT, *OTHERS])
def test_tab_reaches_every_control_in_order(browser: Browser, site_address, size, address):
    """Tab goes through everything that can be used, from top to bottom, and shows each time where it is."""
    context = browser.new_context(viewport={"width": WIDTHS[size], "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(site_address + address)
    page.evaluate("trainingSite.store.setMode('keep')")  # the first writing asks, and would add two stops
    page.reload()
    count, stops = tab_through(page)
    places = [int(stop["place"]) for stop in stops if stop["place"] is not None]
    assert len(places) == len(stops), [stop["name"] for stop in stops if stop["place"] is None]
    assert set(range(count)) - set(places) == set()
    assert places == sorted(places)
    assert [stop["name"] for stop in stops if not stop["marked"]] == []
    assert [stop["name"] for stop in stops if not stop["inView"]] == []
    small = [(s["name"], s["width"], s["height"]) for s in stops if not s["inText"]]
    assert [one for one in small if min(one[1], one[2]) < 24 and "ts-skip" not in one[0]] == []
    context.close()


def test_the_first_stop_skips_to_the_text(page: Page, site_address):
    """The first Tab offers to skip what repeats; Enter goes there, and the next Tab goes on in the text."""
    page.goto(site_address + UNIT)
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.inner_text() == "Skip to the text"
    assert link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#content') !== null")


def test_the_menu_opens_and_closes_on_a_phone(browser: Browser, site_address):
    """On a phone the menu opens with Enter, holds the units of the open module, and closes with Escape."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site_address + UNIT)
    menu = page.locator(".ts-menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    assert menu.locator("[aria-current=page]").is_visible()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    context.close()


def test_forced_colors_keep_what_matters(browser: Browser, site_address):
    """Where the system sets the colors, ticks, focus and icons can still be seen."""
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(site_address + "noticing-discomfort/noticing-is-the-work/")
    tick = page.locator("input.ts-tick").first
    before = tick.screenshot()
    tick.check()
    page.mouse.move(0, 0)
    tick.evaluate("(one) => one.blur()")
    assert tick.screenshot() != before
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["marked"]
    hidden = page.locator(".ts-icon").evaluate_all(
        "(all) => all.filter((one) => getComputedStyle(one).maskImage !== 'none').length"
    )
    assert hidden == 0
    context.close()


def test_reduced_motion_stops_all_motion(browser: Browser, site_address):
    """Who asks for less motion gets no transition or animation longer than a blink."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for address in (UNIT, *OTHERS):
        page.goto(site_address + address)
        moving = page.evaluate(
            """[...document.querySelectorAll('body *')].filter((one) => {
              const style = getComputedStyle(one);
              const long = (times) => times.split(',').some((time) => parseFloat(time) > 0.01);
              return one.checkVisibility() && (long(style.transitionDuration)
                || (style.animationName !== 'none' && long(style.animationDuration)));
            }).map((one) => one.className).slice(0, 5)"""
        )
        assert moving == [], address
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") != "smooth"
    context.close()
