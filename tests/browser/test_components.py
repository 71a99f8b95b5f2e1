"""The components on the real site: what a reader does, and what they are told in words."""

import re

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from project import Project
from training_site.model import Course, Module, Question


def find_question(course: Course) -> tuple[Module, Question]:
    """The first question of the course with one right answer."""
    return next(
        (module, question)
        for module in course.modules
        for question in module.knowledge_check.questions
        if not question.several_right
    )


def with_several_right(project: Project, module: Module, question: Question) -> Question:
    """Make two choices of a question right in the YAML."""
    path = project.root / "modules" / f"{module.id}.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["last_reviewed"] = str(data["last_reviewed"])
    (fields,) = (one for one in data["knowledge_check"]["questions"] if one["id"] == question.id)
    fields["choices"][wrong_ones(question)[0]]["correct"] = True
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return Question.model_validate(fields)


def open_question(page: Page, site_address: str, module: Module, question: Question) -> Locator:
    """The question on its page."""
    page.goto(f"{site_address}{module.id}/knowledge-check/")
    return page.locator(f"#{question.id}")


def right_ones(question: Question) -> list[int]:
    """The places of the right choices, counted from 0."""
    return [place for place, choice in enumerate(question.choices) if choice.correct]


def wrong_ones(question: Question) -> list[int]:
    """The places of the choices that are not right."""
    return [place for place, choice in enumerate(question.choices) if not choice.correct]


def choose(frame: Locator, *places: int) -> None:
    """Mark the choices at these places and check the answer."""
    for place in places:
        frame.locator("input").nth(place).check()
    frame.get_by_role("button", name="Check my answer").click()


def test_nothing_chosen_is_said(page: Page, site_address, course):
    """Checking without a choice asks for one, and gives nothing away."""
    frame = open_question(page, site_address, *find_question(course))
    choose(frame)
    expect(frame.get_by_role("status")).to_have_text("Choose an answer first.")
    assert frame.locator("[data-state]").count() == 0


def test_a_right_answer_is_confirmed_and_explained(page: Page, site_address, course):
    """The verdict is in words; the chosen answer is explained first, then every other one."""
    module, question = find_question(course)
    frame = open_question(page, site_address, module, question)
    (right,) = right_ones(question)
    choose(frame, right)
    status = frame.get_by_role("status")
    expect(status).to_contain_text("Right.")
    expect(status).to_contain_text(f"You chose {'ABCDEF'[right]}:")
    explained = frame.locator(".ts-feedback__choice")
    expect(explained).to_have_count(len(question.choices))
    assert all(text.strip() for text in explained.locator("p:last-child").all_inner_texts())


def test_a_wrong_answer_names_the_right_one(page: Page, site_address, course):
    """A wrong choice is taken kindly, explained, and the right answer named by its letter."""
    module, question = find_question(course)
    frame = open_question(page, site_address, module, question)
    choose(frame, wrong_ones(question)[0])
    expect(frame.get_by_role("status")).to_contain_text("Not this one. Have another look whenever you like.")
    expect(frame.locator(".ts-feedback-others")).to_contain_text(
        f"Right answer {'ABCDEF'[right_ones(question)[0]]}:"
    )


def test_several_right_answers_are_told_apart(page: Page, own_project: Project, serve, course):
    """With several right ones, all of them are right; one of them, or a wrong one beside, is partly right."""
    module, question = find_question(course)
    question = with_several_right(own_project, module, question)
    with serve(own_project.build()) as address:
        check_several(open_question(page, address, module, question), question)


def check_several(frame: Locator, question: Question) -> None:
    """Choose one right answer, then all, then a wrong one beside them."""
    expect(frame).to_contain_text("Choose all that apply.")
    first, *others = right_ones(question)
    status = frame.get_by_role("status")
    choose(frame, first)
    expect(status).to_contain_text("Partly right.")
    choose(frame, *others)
    expect(status).to_contain_text("Right.")
    expect(status).not_to_contain_text("Partly right.")
    choose(frame, wrong_ones(question)[0])
    expect(status).to_contain_text("Partly right.")


def test_trying_again_starts_afresh(page: Page, site_address, course):
    """Another choice takes the old feedback away, and can be checked in turn."""
    module, question = find_question(course)
    frame = open_question(page, site_address, module, question)
    choose(frame, wrong_ones(question)[0])
    (right,) = right_ones(question)
    frame.locator("input").nth(right).check()
    expect(frame.get_by_role("status")).to_have_text("")
    assert frame.locator("[data-state], .ts-feedback__choice").count() == 0
    choose(frame)
    expect(frame.get_by_role("status")).to_contain_text("Right.")


def test_a_question_works_with_the_keyboard(page: Page, site_address, course):
    """Tab, arrows and Enter are enough to answer, and the focus stays where it was."""
    module, question = find_question(course)
    frame = open_question(page, site_address, module, question)
    frame.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert frame.locator("input").nth(1).is_checked()
    page.keyboard.press("Tab")
    expect(frame.get_by_role("button", name="Check my answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(frame.get_by_role("status")).to_contain_text("You chose B:")
    expect(frame.get_by_role("button", name="Check my answer")).to_be_focused()
    assert page.url.endswith("/knowledge-check/")


def test_an_answer_goes_nowhere(page: Page, site_address, course):
    """Checking an answer sends nothing, leaves the address as it was, and stores no answer."""
    module, question = find_question(course)
    frame = open_question(page, site_address, module, question)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    choose(frame, 0)
    expect(frame.get_by_role("status")).to_contain_text("You chose A:")
    assert asked == []
    stored = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert not any(choice.text in stored for choice in question.choices)
    assert question.id not in page.url


def test_states_show_in_forced_colors(browser: Browser, site_address, course):
    """Where the system sets the colors, right and wrong differ in words and the choice stays marked."""
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    module, question = find_question(course)
    frame = open_question(page, site_address, module, question)
    choose(frame, wrong_ones(question)[0])
    expect(frame.get_by_role("status")).to_contain_text("Not this one.")
    for place in range(len(question.choices)):
        box = frame.locator("input").nth(place)
        assert box.evaluate("(one) => one.getBoundingClientRect().width") >= 10
        assert box.evaluate("(one) => getComputedStyle(one).opacity") == "1"
    context.close()


def test_without_javascript_questions_lead_to_answers(browser: Browser, site_address, course):
    """Without JavaScript each question links its answer; there is no button that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    module, question = find_question(course)
    frame = open_question(page, site_address, module, question)
    assert frame.get_by_role("button").count() == 0
    frame.get_by_role("link", name="See the answer and why").click()
    page.wait_for_url(f"{site_address}{module.id}/answers/#{question.id}")
    assert page.locator(f"#{question.id}").get_by_text("Right:").count() == len(right_ones(question))
    context.close()


def test_without_javascript_a_reflection_says_why_it_has_no_box(browser: Browser, site_address):
    """On the screen and not on paper, where lines are; with JavaScript there is the box instead."""
    for on in (False, True):
        context = browser.new_context(java_script_enabled=on)
        page = context.new_page()
        page.goto(f"{site_address}noticing-discomfort/five-sources/")
        note = page.locator("reflection-note").first
        why = note.locator("noscript p")
        expect(note.get_by_role("textbox")).to_have_count(1 if on else 0)
        expect(why).to_have_count(0 if on else 1)
        if not on:
            expect(why).to_be_visible()
            assert why.text_content().startswith("JavaScript is off in this browser")
            page.emulate_media(media="print")
            expect(why).to_be_hidden()
        context.close()


def cards(page: Page) -> Locator:
    """The activity cards that can be seen."""
    return page.locator("[data-activity]:visible")


def test_all_activities_are_there_without_javascript(browser: Browser, site_address):
    """Without JavaScript the whole list stands there, and no filter that would not work."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_address + "at-hand/")
    assert cards(page).count() == page.locator("[data-activity]").count() > 0
    assert page.locator("activity-filter form").count() == 0
    context.close()


def test_filters_narrow_the_activities(page: Page, site_address):
    """Age, phone and nothing needed each show what fits, say how many, and widen again."""
    page.goto(site_address + "at-hand/")
    everything = page.locator("[data-activity]").count()
    status = page.locator("activity-filter").get_by_role("status")
    expect(status).to_have_text(f"{everything} of {everything} activities")
    phone = page.get_by_label("that work by phone")
    phone.check()
    by_phone = page.locator("[data-activity][data-by-phone=yes]").count()
    expect(cards(page)).to_have_count(by_phone)
    expect(status).to_have_text(f"{by_phone} of {everything} activities")
    page.get_by_label("with nothing needed").check()
    both = page.locator("[data-activity][data-by-phone=yes][data-nothing-needed=yes]").count()
    expect(cards(page)).to_have_count(both)
    phone.uncheck()
    page.get_by_label("with nothing needed").uncheck()
    page.get_by_label("for ages").select_option("3 to 5")
    ages = sum(
        int(card.get_attribute("data-youngest")) <= 5 and int(card.get_attribute("data-oldest")) >= 3
        for card in page.locator("[data-activity]").all()
    )
    assert 0 < ages < everything
    expect(cards(page)).to_have_count(ages)
    page.get_by_label("for ages").select_option("Any age")
    expect(cards(page)).to_have_count(everything)


def test_filters_say_when_nothing_fits(page: Page, site_address):
    """When no activity is left, the page says so and what to do."""
    page.goto(site_address + "at-hand/")
    page.evaluate(
        "document.querySelectorAll('[data-activity]').forEach((one) => { one.dataset.byPhone = 'no'; })"
    )
    page.get_by_label("that work by phone").check()
    expect(cards(page)).to_have_count(0)
    expect(page.locator("activity-filter").get_by_role("status")).to_have_text(
        "No activity fits all of that. Take one filter away."
    )


def test_a_component_that_fails_leaves_the_others_alone(browser: Browser, site, site_address, course):
    """When one component cannot start, it says so in the console and the rest of the page works."""
    page = browser.new_page()
    _break_component(page, site, "training-site.js", "reflection-note")
    _break_component(page, site, "training-site-extra.js", "activity-filter")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    frame = open_question(page, site_address, *find_question(course))
    choose(frame)
    expect(frame.get_by_role("status")).to_have_text("Choose an answer first.")
    assert any("reflection-note could not start" in text for text in told)
    page.goto(site_address + "at-hand/")
    assert any("activity-filter could not start" in text for text in told)
    assert cards(page).count() == page.locator("[data-activity]").count()
    page.close()


def rare_word(site, course: Course) -> tuple[str, str]:
    """A long word that stands in one unit alone, and the address of that unit."""
    words: dict[str, set[str]] = {}
    for address, page in site.course_pages.items():
        for word in re.findall(r"[a-z]{9,}", page.tree.text.lower()):
            words.setdefault(word, set()).add(address)
    module = course.modules[-1]
    units = {f"{module.id}/{unit.id}/": " ".join(str(unit).lower().split()) for unit in module.units}
    return next(
        (word, address)
        for word, places in sorted(words.items())
        for address in places
        if len(places) == 1 and address in units and word in units[address]
    )


def test_search_finds_a_word_inside_a_module_with_the_keyboard(page: Page, site, site_address, course):
    """A word of one unit leads there from another page, without a mouse or a trace in the address."""
    word, address = rare_word(site, course)
    page.goto(site_address + "about/")
    page.get_by_role("button", name="Search", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.type(word)
    result = page.locator(".ts-found a").first
    expect(result).to_be_visible(timeout=30_000)
    assert word not in page.url
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.ts-found a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_address}{address}**")
    assert word not in page.url
    assert word in page.locator("#content").inner_text().lower()


def test_search_opens_and_closes_with_the_keyboard(page: Page, site_address):
    """Escape closes the search and gives the focus back to the button that opened it."""
    page.goto(site_address + "about/")
    button = page.get_by_role("button", name="Search", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name="Search this site")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    if box.is_visible():  # the first one may only empty the box
        page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize(("choice", "scheme"), [("dark", "slate"), ("light", "default")])
def test_colors_can_be_chosen_and_stay(page: Page, site_address, choice, scheme):
    """The colors chosen on one page hold on the next one, whatever the device asks for."""
    page.goto(site_address + "about/")
    page.locator(".ts-menu > summary").click()
    page.locator(".ts-colors").get_by_text(re.compile(choice, re.IGNORECASE)).first.click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    page.goto(site_address + "glossary/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)


def _break_component(page: Page, site, script: str, component: str) -> None:
    """Serve a script in which one component cannot start."""
    whole = site.files[f"assets/{script}"].read_text(encoding="utf-8")
    broken = whole.replace(f'customElements.define("{component}"', f'noSuchThing.define("{component}"')
    assert broken != whole
    page.route(
        f"**/assets/{script}", lambda route: route.fulfill(body=broken, content_type="text/javascript")
    )
