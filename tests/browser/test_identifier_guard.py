"""The identifier guard points at what looks like someone's detail, and at nothing in the course."""

import pytest
from playwright.sync_api import Page

from training_site.model import Course, Reflection, Script
from training_site.model.walk import walk_texts

FIND = "(texts) => texts.map((text) => trainingSite.identifierGuard.find(text))"


def find(page: Page, *texts: str) -> list[list[dict[str, str]]]:
    """What the guard finds in each text."""
    if page.url == "about:blank":
        page.goto("glossary/")
    found: list[list[dict[str, str]]] = page.evaluate(FIND, list(texts))
    return found


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("an e-mail address", ["jo.doe+x@mail.school.org", "JO@EXAMPLE.COM"]),
        (
            "a phone number",
            [
                "(510) 555-0199",
                "510-555-0199",
                "510.555.0199",
                "+1 510 555 0199",
                "1-510-555-0199",
                "555-0199",
                "+44 20 7946 0958",
            ],
        ),
        (
            "a date of birth",
            [
                "DOB 3/4/12",
                "born on March 4",
                "date of birth: 2012-03-04",
                "birthday is May 5th",
                "D.O.B.: 3-4-2012",
            ],
        ),
        (
            "a full date, perhaps of birth",
            ["3/4/2012", "03-04-12", "2012-03-04", "March 4, 2012", "Mar. 4th 2012", "4 March 2012"],
        ),
        (
            "a social security number",
            ["123-45-6789", "SSN: 123456789", "social security number is 123 45 6789"],
        ),
        (
            "a record number",
            [
                "MRN 445566",
                "MRN: A-4455",
                "case #20-1187",
                "chart no. 88123",
                "student ID 4417",
                "client number: 5512",
            ],
        ),
        ("a long number, perhaps of a record", ["20261187", "5105550199"]),
        (
            "a street address",
            [
                "12 Oak Street",
                "1200 N. Martin Luther King Way",
                "7 Elm St",
                "44 oak avenue",
                "PO Box 12",
                "CA 94601",
            ],
        ),
    ],
)
def test_details_are_found(page: Page, kind: str, details: list[str]):
    """Each kind of detail is found inside a sentence, once, with exactly its own letters."""
    texts = [f"We talked. It was {detail}, she said; {detail}." for detail in details]
    assert find(page, *texts) == [[{"kind": kind, "found": detail}] for detail in details]


def test_several_details_come_in_the_order_of_the_text(page: Page):
    """Different details in one text are told in reading order, none twice."""
    text = "Call 510-555-0199 or write to a@b.org. 12 Oak Street. Again: a@b.org."
    kinds = [finding["kind"] for finding in find(page, text)[0]]
    assert kinds == ["a phone number", "an e-mail address", "a street address"]


@pytest.mark.parametrize(
    "text",
    [
        "In May 2020 we had 14 sessions, 45 minutes each, and 3 of 10 froze.",
        "She is about 9 or 10; the call dropped at 2:02 PM, twice, on 11/22.",
        "In the US, call or text 988, or call 911. Text HOME to 741741.",
        "Since March, the case is 2 hours a week; record 2020 was hard. On May 19 the record was short.",
        "We drew 3 houses on a street, and 2 long roads. It took a 20 minute drive.",
        "Version 1.10.2, chapter 3.4, a score of 12-8, pages 100-120, 60 % of 1,200 children, $1,000.",
        "The birthday party was fun. He was born in May. I was reborn.",
        "Unit 3, step 4: 5 4 3 2 1. A 4 square game. 10 Questions.",
        "See S5, p10 and [@roest-2022-ratings] (Roest et al., 2022).",
    ],
)
def test_ordinary_words_are_left_alone(page: Page, text: str):
    """Times, ages, years, counts, ranges, crisis lines and the word birthday are no detail."""
    assert find(page, text) == [[]]


def test_nothing_in_sample_answers_or_scripts_is_pointed_at(page: Page, course: Course):
    """No sample answer and no line of a script in the course looks like someone's detail."""
    blocks = [block.content for module in course.modules for unit in module.units for block in unit.blocks]
    samples = [block.sample_answer for block in blocks if isinstance(block, Reflection)]
    scripts = [found.text for block in blocks if isinstance(block, Script) for found in walk_texts(block)]
    assert len(samples) > 10
    assert len(scripts) > 50
    found = find(page, *samples, *scripts)
    assert [finding for finding in found if finding] == []


def test_nothing_else_in_the_course_is_pointed_at(page: Page, course: Course):
    """Someone who copies a prompt, a story or a question into a note is not disturbed."""
    texts = [found.text for module in course.modules for found in walk_texts(module)]
    found = find(page, *texts)
    assert [finding for finding in found if finding] == []
