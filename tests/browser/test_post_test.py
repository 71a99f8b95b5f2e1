"""The post-test: a new draw each time, feedback after each item, and no answer kept anywhere."""

import json
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from built import BuiltSite
from learner import (
    axe_faults,
    everything_kept,
    follow,
    stored,
    tab_to,
    told,
    without_scripts,
    without_storage,
)
from training_site.model import Course

Drawn = list[tuple[str, str]]
SPY = """
globalThis.written = [];
const kinds = [Storage, IDBObjectStore, globalThis.Cache, History];
for (const place of kinds.flatMap((kind) => kind?.prototype ?? []))
  for (const name of ["setItem", "put", "add", "pushState", "replaceState"])
    if (Object.hasOwn(place, name)) {
      const real = place[name];
      place[name] = function (...values) {
        written.push(JSON.stringify([name, ...values]));
        return real.apply(this, values);
      };
    }
"""


def start(page: Page) -> None:
    """Open the post-test and start it."""
    page.goto("post-test/")
    page.get_by_role("button", name="Start the post-test").click()


def question_at_hand(page: Page) -> tuple[str, str]:
    """Module and id of the question that stands there; there is one only."""
    (check,) = page.locator("post-test knowledge-check").all()
    return check.get_attribute("data-module") or "", check.get_attribute("data-question") or ""


def answer(page: Page, *, right: bool) -> None:
    """Choose the right answers, or one wrong one, and have it checked."""
    wanted = ".ts-choice[data-right] input" if right else ".ts-choice:not([data-right]) input"
    boxes = page.locator(f"post-test {wanted}")
    for box in boxes.all() if right else [boxes.first]:
        box.check()
    page.get_by_role("button", name="Check my answer").click()


def go_on(page: Page) -> None:
    """To the next question, or to the result after the last."""
    page.get_by_role("button", name=re.compile("^(Next question|See the result)$")).click()


def take(page: Page, is_right: Callable[[int], bool]) -> Drawn:
    """Answer every question of a started try; returns what was drawn."""
    drawn = []
    while page.get_by_role("button", name="Check my answer").count():
        drawn.append(question_at_hand(page))
        answer(page, right=is_right(len(drawn)))
        go_on(page)
    return drawn


def change_page(context: BrowserContext, **attributes: int) -> None:
    """Serve the page with other settings, as another course would have them."""

    def changed(route: Route) -> None:
        answered = route.fetch()
        text = answered.text()
        for name, value in attributes.items():
            text, times = re.subn(
                rf'data-{name.replace("_", "-")}="\d+"', f'data-{name.replace("_", "-")}="{value}"', text
            )
            assert times == 1
        route.fulfill(response=answered, body=text)

    context.route("**/post-test/", changed)


def pool(course: Course) -> Drawn:
    """Every question of the course."""
    return [
        (module.id, question.id) for module in course.modules for question in module.knowledge_check.questions
    ]


def test_the_page_holds_every_question(site: BuiltSite, course: Course):
    """All questions stand in the page, with an explanation for every choice, and none twice."""
    page = site.pages["post-test/"]
    found = [e for e in page.tree.all("template") if "data-question" in e.attributes]
    assert [(e.attributes["data-module"], e.attributes["data-question"]) for e in found] == pool(course)
    questions = [question for module in course.modules for question in module.knowledge_check.questions]
    for template, question in zip(found, questions, strict=True):
        assert len(template.all("template", data_feedback="")) == len(question.choices)
        right = ["data-right" in e.attributes for e in template.all("div", "ts-choice")]
        assert right == [choice.correct for choice in question.choices]
    assert len(page.ids) == len(set(page.ids))


def test_search_finds_the_page_without_its_questions(site: BuiltSite):
    """A search leads to the knowledge checks, never to the pool of the test."""
    found = [doc["text"] for doc in site.search_documents if doc["location"].startswith("post-test/")]
    text = " ".join(found)
    assert "drawn anew" in text
    assert "From:" not in text
    assert len(text) < 1000


def test_a_draw_has_what_the_course_asks_for(page: Page, course: Course):
    """As many questions as course.yml says, from each module at least its share, each at most once."""
    start(page)
    expect(page.get_by_role("heading", name="Question 1 of 20")).to_be_focused()
    drawn = take(page, lambda _: True)
    test = course.path.post_test
    assert len(drawn) == test.questions == len(set(drawn))
    assert set(drawn) <= set(pool(course))
    counted = Counter(module for module, _ in drawn)
    assert all(counted[module.id] >= test.at_least_per_module for module in course.modules)


def test_each_try_is_a_new_draw(context: BrowserContext):
    """Three of four questions are never the same three twice in a row, in twenty tries."""
    kept = 4

    def fewer(route: Route) -> None:
        answered = route.fetch()
        text = answered.text()
        cut = [found.start() for found in re.finditer("<template data-module=", text)][kept]
        rest = text[cut:].replace("<template data-module=", "<template data-left-out=")
        rest = rest.replace(" data-question=", " data-not-asked=")
        start = text[:cut].replace(
            'data-questions="20" data-at-least="2"', 'data-questions="3" data-at-least="0"'
        )
        route.fulfill(response=answered, body=start + rest)

    context.route("**/post-test/", fewer)
    page = context.new_page()
    page.goto("post-test/")
    draws = []
    for _ in range(20):
        page.get_by_role("button", name=re.compile("Start|Try again")).click()
        draws.append(set(take(page, lambda _: True)))
    assert all(len(draw) == kept - 1 for draw in draws)
    assert all(one != other for one, other in pairwise(draws))


def test_a_draw_is_capped_at_what_exists(context: BrowserContext, course: Course):
    """Asked for more than there are, of a module or in all, it draws every question once."""
    change_page(context, questions=500, at_least=50)
    page = context.new_page()
    start(page)
    assert sorted(take(page, lambda _: True)) == sorted(pool(course))


def test_the_shares_of_the_modules_count_first(context: BrowserContext, course: Course):
    """Where the modules' shares are more than the whole, each module still has its share."""
    change_page(context, questions=1, at_least=2)
    page = context.new_page()
    start(page)
    counted = Counter(module for module, _ in take(page, lambda _: True))
    assert counted == {module.id: 2 for module in course.modules}


def test_feedback_comes_after_each_item_and_the_answer_stands(page: Page):
    """The chosen answer is explained first, then the others; it cannot be changed within a try."""
    start(page)
    answer(page, right=False)
    feedback = page.get_by_role("group", name="Feedback")
    expect(feedback).to_be_focused()
    expect(feedback.locator(".ts-verdict")).to_have_text("Not this one.")
    expect(feedback).to_contain_text("You chose")
    expect(page.locator(".ts-feedback-others")).to_contain_text("Right answer")
    assert page.locator("post-test .ts-choice input:enabled").count() == 0
    expect(page.get_by_role("button", name="Check my answer")).to_have_count(0)
    go_on(page)
    expect(page.get_by_role("heading", name="Question 2 of 20")).to_be_focused()


def test_nothing_chosen_asks_to_choose(page: Page):
    """Without a choice there is a word about it, and no answer is counted."""
    start(page)
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_role("status").filter(has_text="Choose an answer first.")).to_be_visible()
    expect(page.get_by_role("button", name="Next question")).to_have_count(0)


def test_part_of_several_right_answers_is_not_right(context: BrowserContext):
    """A question with several right answers counts only when all of them are chosen."""

    def all_right(route: Route) -> None:
        answered = route.fetch()
        text = answered.text().replace('type="radio"', 'type="checkbox"')
        route.fulfill(response=answered, body=text.replace(" data-choice>", " data-choice data-right>"))

    context.route("**/post-test/", all_right)
    page = context.new_page()
    start(page)
    page.locator("post-test .ts-choice input").first.check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.locator(".ts-verdict")).to_have_text("Partly right.")
    go_on(page)
    take(page, lambda _: True)
    expect(page.locator(".ts-post-test__score")).to_have_text("19 of 20 right, 95%. Passed.")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (0, "20 of 20 right, 100%. Passed."),
        (4, "16 of 20 right, 80%. Passed."),
        (5, "15 of 20 right, 75%. Not passed."),
    ],
)
def test_the_result_is_score_and_date(page: Page, wrong, words):
    """The score shows with the pass mark, and the tries so far with their dates; tries are unlimited."""
    start(page)
    take(page, lambda number: number > wrong)
    expect(page.get_by_role("heading", name="Your result")).to_be_focused()
    expect(page.locator(".ts-post-test__score")).to_have_text(words)
    expect(page.get_by_text("The pass mark is 80%. Kept in this browser only.")).to_be_visible()
    page.reload()
    (tried,) = page.locator(".ts-post-test__list li").all_inner_texts()
    assert re.fullmatch(rf"\w+ \d+, \d{{4}}: {re.escape(words)}", tried)


def test_the_pass_mark_is_exact(context: BrowserContext):
    """With a pass mark that lies between two scores, only the upper one passes."""
    change_page(context, questions=20, pass_mark=76)
    page = context.new_page()
    start(page)
    take(page, lambda number: number > 5)
    expect(page.locator(".ts-post-test__score")).to_have_text("15 of 20 right, 75%. Not passed.")
    page.get_by_role("button", name="Try again with a new draw").click()
    take(page, lambda number: number > 4)
    expect(page.locator(".ts-post-test__score")).to_have_text("16 of 20 right, 80%. Passed.")
    assert page.locator(".ts-post-test__list li").count() == 2


def test_a_wrong_answer_is_never_stored_or_sent(context: BrowserContext, course: Course):
    """Through a try with wrong answers, only date and score are ever written, and nothing is asked for."""
    context.add_init_script(SPY)
    page = context.new_page()
    page.goto("post-test/")
    page.evaluate("trainingSite.store.setMode('keep')")
    page.evaluate("written.length = 0")
    before = stored(page)
    requests = follow(page)
    page.get_by_role("button", name="Start the post-test").click()
    drawn = take(page, lambda number: number % 2 == 0)
    assert len(drawn) == 20
    written = [json.loads(entry) for entry in page.evaluate("written")]
    assert [entry[:2] for entry in written] == [["setItem", "training-site:/training/:results"]]
    (result,) = json.loads(written[0][2])
    assert set(result) == {"date", "right", "of", "passed"}
    assert (result["right"], result["of"], result["passed"]) == (10, 20, False)
    assert stored(page) == {**before, "results": [result]}
    kept = everything_kept(page)
    assert not [question for _, question in drawn if question in kept]
    assert not [module.id for module in course.modules if module.id in kept]
    assert told(requests) == []
    page.reload()
    expect(page.get_by_text("Worth another look")).to_have_count(0)


def test_an_attempt_left_behind_leaves_nothing(page: Page):
    """Left in the middle, a try is gone: no score, no answer, a new start; also when coming back."""
    start(page)
    answer(page, right=False)
    page.goto("glossary/")
    assert stored(page) == {}
    page.goto("post-test/")
    expect(page.get_by_role("button", name="Start the post-test")).to_be_visible()
    expect(page.locator(".ts-post-test__list")).to_have_count(0)


def test_two_tabs_share_the_tries(context: BrowserContext):
    """A try finished in one tab shows in the other, whose own try goes on undisturbed."""
    first, second = context.new_page(), context.new_page()
    start(second)
    answer(second, right=True)
    first.bring_to_front()  # browsers slow down what is behind
    start(first)
    take(first, lambda _: True)
    second.bring_to_front()
    expect(second.locator(".ts-post-test__list li")).to_have_count(1)
    expect(second.get_by_role("heading", name="Question 1 of 20")).to_be_visible()
    go_on(second)
    take(second, lambda _: True)
    expect(first.locator(".ts-post-test__list li")).to_have_count(2)


def test_without_scripts_it_links_the_knowledge_checks(browser: Browser, site_address: str, course: Course):
    """Without JavaScript the page says why there is no draw and links each module's check."""
    with without_scripts(browser, site_address) as page:
        page.goto("post-test/")
        expect(page.get_by_text("The draw needs JavaScript")).to_be_visible()
        for module in course.modules:
            link = page.locator("post-test").get_by_role("link", name=module.title.replace("'", "’"))
            assert (link.get_attribute("href") or "").endswith(f"{module.id}/knowledge-check/")
        expect(page.get_by_role("radio")).to_have_count(0)


def test_without_storage_it_works_and_says_so(browser: Browser, site_address: str):
    """With storage denied the test runs, and the result says that it will not last."""
    with without_storage(browser, site_address) as page:
        start(page)
        take(page, lambda _: True)
        expect(page.locator(".ts-post-test__score")).to_have_text("20 of 20 right, 100%. Passed.")
        expect(
            page.get_by_text("Not kept: this browser does not let the site store anything.")
        ).to_be_visible()


def test_keyboard_alone_takes_the_test(page: Page):
    """From the start button to the result with Tab, Space and Enter only, the focus never lost."""
    page.goto("post-test/")
    page.locator("post-test [data-stage] button").focus()
    page.keyboard.press("Enter")
    for number in range(1, 21):
        expect(page.get_by_role("heading", name=f"Question {number} of 20")).to_be_focused()
        tab_to(page, ".ts-choice input", most=12)
        page.keyboard.press("Space")
        tab_to(page, ".ts-question__button", most=8)
        page.keyboard.press("Enter")
        expect(page.get_by_role("group", name="Feedback")).to_be_focused()
        tab_to(page, "[data-stage] > .ts-button", most=12)
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your result")).to_be_focused()


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_axe_finds_nothing_in_any_state(page: Page, scheme, width):
    """Not started, asking, nothing chosen, wrong, right, result; nothing is wider than a small phone."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto("post-test/")
    assert axe_faults(page) == []
    page.get_by_role("button", name="Start the post-test").click()
    page.get_by_role("button", name="Check my answer").click()
    assert axe_faults(page) == []
    for right in (False, True):
        answer(page, right=right)
        assert axe_faults(page) == []
        go_on(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    take(page, lambda _: True)
    assert axe_faults(page) == []


def test_a_knowledge_check_keeps_that_it_was_tried_and_not_how(context: BrowserContext, course: Course):
    """In a module's own check the first answer may be changed; kept is the question's id and a date."""
    context.add_init_script(SPY)
    page = context.new_page()
    module = course.modules[0]
    page.goto(f"{module.id}/knowledge-check/")
    page.evaluate("written.length = 0")
    card = page.locator("knowledge-check").first
    for wanted in ("[data-choice]:not([data-right])", "[data-right]"):
        card.locator(f"{wanted} input").first.check()
        card.get_by_role("button", name="Check my answer").click()
        expect(card.locator(".ts-verdict")).to_be_visible()
    question = module.knowledge_check.questions[0].id
    kept = stored(page)[f"progress:{module.id}"]
    assert list(kept["check"]) == [question]  # type: ignore[call-overload, index]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", kept["check"][question])  # type: ignore[call-overload, index]
    texts = [choice.text[:30] for choice in module.knowledge_check.questions[0].choices]
    assert not [text for text in texts if text in everything_kept(page)]
    assert {json.loads(entry)[1] for entry in page.evaluate("written")} <= {
        f"training-site:/training/:{name}" for name in ("format", f"progress:{module.id}")
    }
