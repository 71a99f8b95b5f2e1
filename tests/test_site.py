"""The built site: everything is there, in order, leads somewhere, and is the same each time."""

import hashlib
import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml

from built import BuiltPage, BuiltSite, Element
from conftest import BASE
from project import SITE_URL, Project, copy_project, sample_project
from sample_course import as_files, complete_course
from tools import ROOT
from training_site.author_text import plain_text
from training_site.finish import finish_site
from training_site.finish.headers import HEADERS_FILE
from training_site.finish.manifest import MANIFEST
from training_site.finish.worker import WORKER
from training_site.indexes import placed_blocks, reference_uses
from training_site.model import Course
from training_site.site_map import short_citation
from training_site.templating import draw

# What the theme itself brings; a change of theme shows here.
THEME_ASSETS = re.compile(
    r"assets/(images/favicon\.png"
    r"|javascripts/bundle\.[0-9a-f]{8}\.min\.js(\.map)?"
    r"|javascripts/workers/search\.[0-9a-f]{8}\.min\.js(\.map)?"
    r"|javascripts/lunr/(min/lunr\.[a-z.]+\.min\.js|tinyseg\.js|wordcut\.js)"
    r"|stylesheets/(main|palette)\.[0-9a-f]{8}\.min\.css(\.map)?)"
)
SEARCH_FILES = re.compile(r"assets/search/(index|texts-\d+|words-[a-z0-9_]+)\.js")
OUR_FILES = {
    "assets/apple-touch-icon.png",
    "assets/favicon.png",
    "assets/favicon.svg",
    "assets/fonts/OFL.txt",
    "assets/fonts/atkinson-next-bold.woff2",
    "assets/fonts/atkinson-next-italic.woff2",
    "assets/fonts/atkinson-next-regular.woff2",
    "assets/fonts/literata-medium.woff2",
    "assets/mark.svg",
    "assets/site-search.js",
    "assets/site-version.js",
    "assets/training-site-extra.js",
    "assets/training-site.css",
    "assets/training-site.js",
    MANIFEST,
    HEADERS_FILE,
    WORKER,
    "sitemap.xml",
    "sitemap.xml.gz",
} | {f"guide/{path.name}" for path in (ROOT / "docs" / "guide").iterdir()}


def absolute(page: BuiltPage, link: str) -> str:
    """A link's address below the site's root."""
    return urljoin("https://host/" + page.address, link).removeprefix("https://host/")


def linked(page: BuiltPage, element: Element) -> list[str]:
    """The addresses that the links in an element lead to, below the site's root."""
    return [absolute(page, link.attributes["href"]) for link in element.all("a") if "href" in link.attributes]


def reading_order(course: Course) -> list[str]:
    """The addresses of home and the modules, in the order in which they are learned."""
    order = [""]
    for module in course.modules:
        order.append(f"{module.id}/")
        order += [f"{module.id}/{unit.id}/" for unit in module.units]
        order.append(f"{module.id}/knowledge-check/")
    return order


# --- Everything leads somewhere -------------------------------------------------------------------


def test_every_link_and_anchor_resolves_below_a_sub_path(site):
    """No link, picture, script or anchor of any page leads nowhere on a project's GitHub Pages."""
    assert site.broken_links(BASE) == []


def test_every_link_and_anchor_resolves_without_an_address(own_project):
    """Without ``site_url``, as in a first build, all links still hold."""
    assert BuiltSite(own_project.build(site_url="")).broken_links("/") == []


def test_every_link_and_anchor_resolves_as_files(own_project):
    """With ``use_directory_urls: false`` the site works where folders have no index."""
    own_project.change_settings(use_directory_urls=False)
    built = BuiltSite(own_project.build(site_url=""))
    assert "at-hand.html" in built.pages
    assert built.broken_links("/") == []


def test_broken_links_are_found(tmp_path):
    """The check above sees a wrong address, a wrong anchor and a way out of the site."""
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text('<p id="x"></p>', encoding="utf-8")
    links = ["../b/", "../#y", "../../", "/other/", "javascript:alert(1)", "../#x", "../", "/training/"]
    html = "".join(f'<a href="{link}">x</a>' for link in links)
    (tmp_path / "a" / "index.html").write_text(html, encoding="utf-8")
    broken = BuiltSite(tmp_path).broken_links(BASE)
    assert [entry.partition(": ")[2] for entry in broken] == links[:5]


# --- Every page -----------------------------------------------------------------------------------


def test_every_page_has_one_title(site):
    """One h1, a title of its own that names page and course, a language, a description."""
    titles = {}
    for page in site.pages.values():
        (heading,) = page.tree.all("h1")
        assert heading.text, page.path
        (title,) = page.tree.all("head")[0].all("title")
        assert title.text.endswith("Across the Screen"), page.path
        (html,) = page.tree.all("html")
        assert html.attributes["lang"] == "en"
        (description,) = page.tree.all("meta", name="description")
        assert len(description.attributes["content"]) > 20, page.path
        assert title.text not in titles, (page.path, titles.get(title.text))
        titles[title.text] = page.path


def test_headings_never_skip_a_level(site):
    """On the built page, too, a heading is at most one level below the one before."""
    for page in site.pages.values():
        levels = [int(e.tag[1]) for e in page.tree.walk() if re.fullmatch(r"h[1-6]", e.tag)]
        assert levels[0] == 1, page.path
        assert all(below <= above + 1 for above, below in pairwise(levels)), page.path


def test_ids_are_unique(site):
    """No id stands twice on a page."""
    for page in site.pages.values():
        assert sorted(page.ids) == sorted(set(page.ids)), page.path


def test_every_page_says_where_to_turn(site, course):
    """The crisis lines are on every page, the one for wrong addresses too, with numbers to tap."""
    for page in site.pages.values():
        (footer,) = page.tree.all("footer")
        for line in course.safety.crisis_lines:
            assert line.who in footer.text, page.path
        links = {link.attributes.get("href", "") for link in footer.all("a")}
        assert {contact.link for line in course.safety.crisis_lines for contact in line.contacts} <= links
        assert {link.partition(":")[0] for link in links} >= {"tel", "sms"}
        assert {"safety-spine/", "training/safety-spine/"} & {absolute(page, link) for link in links}
        assert course.safety.not_monitored in footer.text, page.path


def test_no_page_names_a_third_party_to_load(site):
    """Scripts, styles, pictures and fonts all come from the site itself."""
    for page in site.pages.values():
        for element in page.tree.all("script") + page.tree.all("link") + page.tree.all("img"):
            if element.attributes.get("rel") == "canonical":
                continue
            address = element.attributes.get("src") or element.attributes.get("href") or ""
            assert "//" not in address, (page.path, address)
        assert "url(http" not in page.html
    assert "http" not in site.files["assets/training-site.css"].read_text(encoding="utf-8").replace(
        "http://www.w3.org/2000/svg", ""
    )


def test_the_site_has_the_expected_files_and_no_other(site):
    """No component's YAML, no drawing's source, no README, no template is published."""
    others = {
        name
        for name in site.files
        if not name.endswith(".html")
        and not THEME_ASSETS.fullmatch(name)
        and not SEARCH_FILES.fullmatch(name)
    }
    assert others == OUR_FILES


def test_fonts_weigh_little(site):
    """All faces together stay below 40 kB, as most readers come by phone."""
    fonts = [path for name, path in site.files.items() if name.endswith(".woff2")]
    assert sum(path.stat().st_size for path in fonts) < 40_000


def test_assets_are_joined(site):
    """Two scripts hold every component, each for itself; one sheet holds the tokens first."""
    script = site.files["assets/training-site.js"].read_text(encoding="utf-8")
    extra = site.files["assets/training-site-extra.js"].read_text(encoding="utf-8")
    assert 'customElements.define("knowledge-check"' in script
    assert 'customElements.define("activity-filter"' in extra
    assert (script + extra).count("could not start") >= 2
    sheet = site.files["assets/training-site.css"].read_text(encoding="utf-8")
    assert sheet.index("--ts-paper") < sheet.index("@font-face")


# --- Everything of the course ---------------------------------------------------------------------


def test_every_module_lists_its_units_in_order(site, course):
    """A module's pages show its units, then its check, in the menu and in its table of contents."""
    for module in course.modules:
        wanted = [f"{module.id}/{unit.id}/" for unit in module.units] + [f"{module.id}/knowledge-check/"]
        page = site.pages[f"{module.id}/"]
        contents = page.tree.all(css_class="ts-contents")[0]
        assert linked(page, contents) == wanted
        for address in (f"{module.id}/", *wanted):
            here = site.pages[address]
            menu = [one for nav in here.tree.all("nav") for one in linked(here, nav)]
            inside = [one for one in dict.fromkeys(menu) if one in wanted]
            assert inside == wanted, address


def test_previous_and_next_follow_the_learning_order(site, course):
    """From the first module each next link leads on through the course; each previous one leads back."""
    order = reading_order(course)
    for before, after in pairwise(order):
        assert pager(site.pages[after], "prev") == before
        if before:  # home has its start button
            assert pager(site.pages[before], "next") == after


def pager(page: BuiltPage, rel: str) -> str:
    """Where a page's previous or next link leads."""
    (link,) = (one for one in page.tree.all("a") if rel in one.attributes.get("rel", "").split())
    return absolute(page, link.attributes["href"])


def test_home_leads_into_the_course(site, course):
    """Home names each module with its minutes, in order, and has a start button."""
    home = site.pages[""]
    path = home.tree.all(css_class="ts-path")[0]
    names = [straight(heading.text) for heading in path.all("h3")]
    assert names == [straight(module.title) for module in course.modules]
    for module in course.modules:
        assert f"about {module.duration_minutes} minutes" in path.text
    hours, half = divmod(round(course.duration_minutes / 30), 2)
    assert f"about {hours}{'½' * half} hours of self-study" in path.text
    starts = [link for link in home.tree.all("a", "ts-button") if link.text.startswith("Start")]
    assert absolute(home, starts[0].attributes["href"]) == f"{course.modules[0].id}/"


def test_module_overviews_say_what_to_expect(site, course):
    """Objectives with what tests them, audience, minutes, prerequisites, notice, review date, unknowns."""
    for module in course.modules:
        page = site.pages[f"{module.id}/"]
        text = page.tree.text
        assert f"About {module.duration_minutes} minutes" in text
        assert all(reader in text for reader in module.audience)
        assert date.fromisoformat(module.last_reviewed).strftime("%B %-d, %Y") in text
        assert "Content notice" in text or module.content_notice is None
        objectives = page.tree.all(css_class="ts-objectives")[0]
        items = objectives.all("li")
        assert len(items) == len(module.learning_objectives)
        for objective, item in zip(module.learning_objectives, items, strict=True):
            tested = [q.id for q in module.knowledge_check.questions if q.objective == objective.id]
            wanted = [f"{module.id}/knowledge-check/#{one}" for one in tested]
            assert [one for one in linked(page, item) if "knowledge-check" in one] == wanted
            assert ("Self-assessed" in item.text) is objective.self_assessed
        unknowns = page.tree.all(css_class="ts-unknowns")[0]
        assert len(unknowns.all("li")) == len(module.what_we_do_not_know)
        for needed in module.prerequisites:
            assert f"{needed}/" in linked(page, page.tree.all(css_class="ts-facts-list")[0])


def test_at_hand_has_every_situation(site, course):
    """Each script, checklist and activity stands under each of its situations and links to its unit."""
    page = site.pages["at-hand/"]
    listed = sections(page, [situation.id for situation in course.path.situations])
    for placed in placed_blocks(course):
        for situation in getattr(placed.block.content, "situations", ()):
            content = placed.block.content
            home = f"{placed.module.id}/{placed.unit.id}/#{content.id}"
            if placed.block.activity:
                home = f"at-hand/#activity--{placed.module.id}--{content.id}"
            assert home in listed[situation], (situation, home)
            assert straight(content.title) in straight(page.tree.text)


def straight(text: str) -> str:
    """Text with straight quotation marks, as it is typed."""
    return re.sub("[‘’]", "'", re.sub("[“”]", '"', text))


def sections(page: BuiltPage, ids: list[str]) -> dict[str, list[str]]:
    """The links below each of the headings with these ids, up to the next h2."""
    found: dict[str, list[str]] = {}
    current = ""
    for element in page.tree.walk():
        if element.tag == "h2":
            current = element.attributes.get("id", "")
        elif element.tag == "a" and "href" in element.attributes and current in ids:
            found.setdefault(current, []).append(absolute(page, element.attributes["href"]))
    return found


def test_at_hand_has_every_activity(site, course):
    """Activities are cards with what the filters go by, youngest first, each linked to its unit."""
    page = site.pages["at-hand/"]
    cards = page.tree.all("article", "ts-activity")
    wanted = {
        f"activity--{placed.module.id}--{placed.block.activity.id}": placed
        for placed in placed_blocks(course)
        if placed.block.activity
    }
    assert {card.attributes["id"] for card in cards} == set(wanted)
    ages = [(int(c.attributes["data-youngest"]), int(c.attributes["data-oldest"])) for c in cards]
    assert ages == sorted(ages)
    for card in cards:
        placed = wanted[card.attributes["id"]]
        activity = placed.block.activity
        assert f"{placed.module.id}/{placed.unit.id}/#{activity.id}" in linked(page, card)
        assert card.attributes["data-by-phone"] == ("yes" if activity.by_phone else "no")
        assert card.attributes["data-nothing-needed"] == ("no" if activity.materials else "yes")
        for word in ("Aim", "Adapt it", "Caution"):
            assert word in card.text


def test_at_hand_is_one_tap_away(site):
    """Every page, wherever it is, links to At hand and to the safety spine."""
    for page in site.pages.values():
        links = {absolute(page, link) for link in page.links()}
        for wanted in ("at-hand/", "safety-spine/"):
            assert {wanted, BASE.strip("/") + "/" + wanted} & links, (page.path, wanted)


def test_exercises_and_passages_link_each_other(site, course):
    """A reflection links each passage it grew from, and the passage links it back."""
    article = site.pages["article/"]
    count = 0
    for placed in placed_blocks(course):
        if not placed.block.reflection:
            continue
        unit = site.pages[f"{placed.module.id}/{placed.unit.id}/"]
        card = unit.tree.by_id(placed.block.reflection.id)
        for origin in placed.block.reflection.derived_from:
            count += 1
            assert f"article/#{origin.passage}" in linked(unit, card)
            back = f"{placed.module.id}/{placed.unit.id}/#{placed.block.reflection.id}"
            assert back in linked(article, article.tree.by_id(origin.passage))
    assert count >= len(course.modules)


def test_a_reflection_promises_no_more_than_it_does(site):
    """Without JavaScript there is no text box on the whole site; the note says where typed words stay."""
    for page in site.course_pages.values():
        assert page.tree.all("textarea") == []
        for card in page.tree.all(css_class="ts-reflection"):
            assert "What you type stays on this device and is sent to no one." in card.text
            assert {more.all("summary")[0].text for more in card.all("details")} == {
                "Help me start",
                "A sample answer",
            }


def test_every_cited_source_is_listed_with_its_uses(site, course):
    """References hold finding and caution and link every page that cites them; none is uncited."""
    page = site.pages["references/"]
    cited = {
        absolute(other, link).partition("#")[2]: None
        for other in site.course_pages.values()
        for link in other.links()
        if other is not page and absolute(other, link).startswith("references/#")
    }
    listed = {section.attributes["id"] for section in page.tree.all(css_class="ts-reference")}
    assert listed == {reference.id for reference in course.references.references}
    assert listed == set(reference_uses(course)) - {code.code for code in course.safety.codes}
    assert set(cited) <= listed
    for reference in course.references.references:
        section = page.tree.by_id(reference.id)
        assert [name.text for name in section.all("dt")] == ["Finding", "Caution", "Used on"]
        assert "No page yet" not in section.text


def test_uses_of_a_source_cite_it(site, course):
    """Every page that a reference names as its user does link to that reference."""
    page = site.pages["references/"]
    for reference in course.references.references:
        used = page.tree.by_id(reference.id).all("dd")[2]
        for address in linked(page, used):
            other = site.pages[address]
            links = {absolute(other, link) for link in other.links()}
            assert f"references/#{reference.id}" in links, (reference.id, address)


def test_every_page_that_cites_is_named(site, course):
    """A page with a citation in its text is among the uses of that reference, unless it repeats others."""
    page = site.pages["references/"]
    used = {r.id: linked(page, page.tree.by_id(r.id).all("dd")[2]) for r in course.references.references}
    # What repeats what other pages say.
    elsewhere = re.compile(
        r"at-hand/|references/|post-test/|.*/answers/|facilitator/.+|handouts/.+|workbook/"
    )
    for address, other in site.course_pages.items():
        if elsewhere.fullmatch(address):
            continue
        for link in other.tree.all("a", "ts-cite"):
            target = absolute(other, link.attributes["href"])
            if target.startswith("references/#"):
                assert address in used[target.partition("#")[2]], (address, target)


def test_citations_read_as_in_a_sentence(site, course):
    """In text, a citation shows who and when in parentheses, which neighbors share; in lists, the title."""
    sources = {reference.id: reference for reference in course.references.references}
    for page in site.course_pages.values():
        for link in page.tree.all("a", "ts-cite"):
            source = sources.get(absolute(page, link.attributes["href"]).partition("#")[2])
            if source and straight(link.text) != straight(source.title):
                who, year = short_citation(source).rsplit(", ", 1)
                wanted = rf"\(?{re.escape(who)}, {year}(-?[a-z])?[);]"
                assert re.fullmatch(wanted, straight(link.text)), page.path


def test_sources_of_a_module_stand_by_author(site, course):
    """A module lists what it cites in the order of the references page."""
    by_author = sorted(
        course.references.references, key=lambda one: (one.authors[0].lower(), one.year, one.title.lower())
    )
    order = [reference.id for reference in by_author]
    for module in course.modules:
        page = site.pages[f"{module.id}/"]
        (sources,) = page.tree.all("div", "ts-sources")
        cited = [target.partition("#")[2] for target in linked(page, sources) if "references/#" in target]
        assert cited == sorted(cited, key=order.index), module.id


def test_every_question_is_answered_on_a_page_of_its_own(site, course):
    """Without JavaScript, all answers and explanations are a link away and there in full."""
    for module in course.modules:
        check = site.pages[f"{module.id}/knowledge-check/"]
        answers = site.pages[f"{module.id}/answers/"]
        for question in module.knowledge_check.questions:
            frame = check.tree.by_id(question.id)
            assert f"{module.id}/answers/#{question.id}" in linked(check, frame)
            boxes = frame.all("input")
            assert len(boxes) == len(question.choices)
            kind = "checkbox" if question.several_right else "radio"
            assert {box.attributes["type"] for box in boxes} == {kind}
            explained = answers.tree.by_id(question.id).all("dd")
            assert len(explained) == len(question.choices)
            assert all(one.text for one in explained)
            verdicts = [dt.text.startswith("Right") for dt in answers.tree.by_id(question.id).all("dt")]
            assert verdicts == [choice.correct for choice in question.choices]


def test_glossary_words_lead_to_their_entry(site, course):
    """Each entry is in the glossary once, in the order of the alphabet; words in text link to it."""
    glossary = site.pages["glossary/"]
    terms = [term.text for term in glossary.tree.all("dt")]
    assert terms == sorted(terms, key=str.lower)
    assert len(terms) == len(course.glossary.entries)
    explained = [
        (page.path, link) for page in site.course_pages.values() for link in page.tree.all("a", "ts-term")
    ]
    assert explained
    for path, link in explained:
        assert link.attributes["title"], path
        assert "glossary/#" in link.attributes["href"], path


def test_the_safety_spine_has_every_practice(site, course):
    """Every code is on the spine, in order, and can be linked."""
    page = site.pages["safety-spine/"]
    codes = [item.attributes["id"].upper() for item in page.tree.all("li", "ts-spine__item")]
    assert codes == [code.code for code in course.safety.codes]


def test_facilitator_guides_are_complete(site, course):
    """A guide has an agenda for each length that adds up, exercises, questions with answers, set-up."""
    for module in course.modules:
        guide = module.facilitator_guide
        page = site.pages[f"facilitator/{module.id}/"]
        tables = page.tree.all("table", "ts-agenda__table")
        agendas = {table.all("caption")[0].text: table for table in tables}
        for length in {60, 90, guide.minutes}:
            planned = length == guide.minutes
            rows = agendas[f"{length} minutes" + ", as planned" * planned].all("tbody")[0].all("tr")
            assert rows[-1].all("th")[0].text.endswith(f"to {length}")
            assert not planned or len(rows) == len(guide.agenda)
        for anchor in ("room", "online", "materials", "watch-for", "discussion-prompts", "short-of-time"):
            assert page.tree.by_id(anchor)
        for question in module.knowledge_check.questions:
            card = page.tree.by_id(question.id)
            assert len(card.all("dt")) == len(card.all("dd")) == len(question.choices)
        for unit in module.units:
            for block in unit.blocks:
                if block.reflection:
                    assert page.tree.by_id(f"exercise-{block.reflection.id}")


def test_the_whole_course_has_a_guide(site, course):
    """One page lists every session in every length with its minutes, and trainers are led to it."""
    page = site.pages["facilitator/"]
    tables = page.tree.all("table", "ts-agenda__table")
    lengths = [{60, 90, module.facilitator_guide.minutes} for module in course.modules]
    assert len(tables) == sum(map(len, lengths))
    sixty = sum(60 for _ in course.modules)
    assert f"With 60 minutes each: {sixty} minutes" in page.tree.text
    trainers = site.pages["for-trainers/"]
    assert "facilitator/" in {absolute(trainers, link) for link in trainers.links()}


def test_whoever_chooses_the_address_is_told_what_hangs_on_it(site):
    """The page about hosting asks for a host name of its own, and is linked where storage is spoken of."""
    assert site.pages["hosting/"].tree.by_id("a-host-name-of-its-own")
    for address in ("privacy/", "notebook/", "for-trainers/"):
        page = site.pages[address]
        assert "hosting/" in {absolute(page, link).partition("#")[0] for link in page.links()}, address


def test_guides_and_handouts_stay_out_of_the_search(site):
    """The search leads to the units, not to pages that repeat them; the list of handouts can be found."""
    found = {document["location"].partition("#")[0] for document in site.search_documents}
    assert "handouts/" in found
    assert not [address for address in found if re.match(r"facilitator/|handouts/.|workbook/", address)]


def test_handouts_hide_nothing(site, course):
    """Each handout has both sizes, each linked from the other; nothing on it is folded."""
    listed = {absolute(site.pages["handouts/"], link) for link in site.pages["handouts/"].links()}
    assert course.path.handouts
    for handout in course.path.handouts:
        usual, large = f"handouts/{handout.id}/", f"handouts/large-type/{handout.id}/"
        assert {usual, large} <= listed
        for address, other in ((usual, large), (large, usual)):
            page = site.pages[address]
            sheet = page.tree.all(css_class="ts-handout")[0]
            assert other in {absolute(page, link) for link in page.links()}
            assert not sheet.all("details")
            foot = sheet.all(css_class="ts-handout__foot")[0].text
            assert course.path.title in foot
            assert "November 22, 2026" in foot


def test_facilitator_notes_are_for_facilitators_only(site, course):
    """What is written for people who run groups is on no learner's page and not in the search."""
    notes = [
        (module.id, plain_text(block.facilitator_note.split("[")[0])[:40])
        for module in course.modules
        for unit in module.units
        for block in unit.blocks
        if block.facilitator_note
    ]
    assert notes
    found = json.dumps([doc["text"] for doc in site.search_documents], ensure_ascii=False)
    for module_id, start in notes:
        on = [address for address, page in site.course_pages.items() if start in page.tree.text]
        assert on == [f"facilitator/{module_id}/"], start
        assert start not in found


def test_search_knows_every_unit_and_no_answers(site, course):
    """The words of every unit can be found; answers and facilitator guides are not given away."""
    found = {document["location"].partition("#")[0] for document in site.search_documents}
    for module in course.modules:
        for unit in module.units:
            assert f"{module.id}/{unit.id}/" in found
        assert f"{module.id}/answers/" not in found
        assert f"facilitator/{module.id}/" not in found


# --- Editing, drafts, other ways to build ---------------------------------------------------------


def test_no_edit_link_without_a_repository(site):
    """As long as no place for editing is set, no page offers it."""
    for page in site.pages.values():
        assert [link for link in page.tree.all("a") if "Edit this page" in link.text] == []
    assert not any("github.com" in page.html for page in site.pages.values() if "about" not in page.path)


def test_edit_links_open_the_yaml_file(own_project, course):
    """With ``edit_uri``, a generated page opens its module's file and a written page opens itself."""
    root = "https://example.org/edit/main/"
    own_project.change_settings(edit_uri=root)
    built = BuiltSite(own_project.build())
    module = course.modules[0]
    wanted = {
        "": "modules/course.yml",
        f"{module.id}/": f"modules/{module.id}.yml",
        f"{module.id}/{module.units[0].id}/": f"modules/{module.id}.yml",
        f"{module.id}/knowledge-check/": f"modules/{module.id}.yml",
        f"facilitator/{module.id}/": f"modules/{module.id}.yml",
        "glossary/": "modules/glossary.yml",
        "references/": "modules/references.yml",
        "safety-spine/": "modules/safety.yml",
        "article/": "modules/passages.yml",
        "about/": "docs/about.md",
    }
    for address, file in wanted.items():
        links = [link for link in built.pages[address].tree.all("a") if link.text == "Edit this page"]
        assert [link.attributes["href"] for link in links] == [root + file], address
    assert "Edit this page" not in built.pages["404.html"].tree.text


@pytest.fixture(scope="module")
def with_draft(tmp_path_factory) -> Project:
    """The project with its last module turned into a draft that holds a placeholder."""
    copied = copy_project(tmp_path_factory.mktemp("draft"))
    (copied.root / "modules" / "zz-draft.yml").write_text(draft_text(copied), encoding="utf-8")
    course_file = copied.root / "modules" / "course.yml"
    data = yaml.safe_load(course_file.read_text(encoding="utf-8"))
    data["modules"].append("zz-draft")
    course_file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    copied.build()
    return copied


def draft_text(copied: Project) -> str:
    """A module like the shortest one, as a draft with a placeholder and a citation of its own."""
    text = (copied.root / "modules" / "noticing-discomfort.yml").read_text(encoding="utf-8")
    data = yaml.safe_load(text.replace("page:noticing-discomfort", "page:zz-draft"))
    data |= {"id": "zz-draft", "title": "The unfinished one", "draft": True, "summary": "TODO"}
    data["last_reviewed"] = str(data["last_reviewed"])
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def test_a_draft_is_not_published(with_draft, site):
    """A draft, even with a placeholder, breaks no build and leaves no trace in the published site."""
    built = BuiltSite(with_draft.site)
    assert set(built.pages) == set(site.pages)
    for name, path in built.files.items():
        if name.endswith((".html", ".json", ".xml")):
            text = path.read_text(encoding="utf-8")
            assert "zz-draft" not in text, name
            assert "The unfinished one" not in text, name


def test_a_draft_is_left_out_of_the_counts(with_draft, course):
    """The last lines of a build count what is published and say what was left out."""
    done = with_draft.run("build", "--site-dir", str(with_draft.root / "again"))
    assert f"Built {len(course.modules)} modules" in done.stdout
    assert "Left out: 1 draft module." in done.stdout


def test_build_ends_with_what_it_made(project, course):
    """A build says modules, units, pages, minutes and warnings, and where the site is."""
    done = project.run("build", "--site-dir", str(project.root / "elsewhere"))
    pages = len(BuiltSite(project.root / "elsewhere").course_pages)
    units = sum(len(module.units) for module in course.modules)
    assert (
        f"Built {len(course.modules)} modules, {units} units, {pages} pages: "
        f"about {course.duration_minutes} minutes" in done.stdout
    )
    assert ", 0 warnings." in done.stdout
    assert done.stdout.rstrip().endswith("elsewhere/.")  # the preview would show another one
    assert done.stderr == ""


@pytest.mark.parametrize("command", [("build",), ("-m", "mkdocs", "build", "--strict")])
def test_a_mistake_ends_the_build_in_words(own_project, command):
    """Whichever command builds, a mistake stops it with file, line and sentence, without a traceback."""
    path = own_project.root / "modules" / "glossary.yml"
    text = path.read_text(encoding="utf-8").replace("definition:", "meaning:", 1)
    path.write_text(text, encoding="utf-8")
    done = own_project.run(*command)
    line = text[: text.index("meaning:")].count("\n") + 1
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert f"modules/glossary.yml:{line}:" in said
    assert "`meaning`" in said
    assert "Traceback" not in said
    assert not own_project.site.exists() or not list(own_project.site.rglob("*.html"))


def test_mkdocs_alone_builds_the_same(project, tmp_path, site):
    """``mkdocs build --strict`` by itself gives the same files: the hook does the rest."""
    done = project.run(
        *("-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")),
        extra={"SITE_URL": "https://example.org/training/"},
    )
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "site") == digests(site.root)


def digests(root: Path) -> dict[str, str]:
    """A digest of each file's bytes by its path."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


ANOTHER_MACHINE = """
import datetime, os, random, time
_shift = 500 * 86400
_now, _time = datetime.datetime.now, time.time
class _Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return _now(tz) + datetime.timedelta(seconds=_shift)
    @classmethod
    def today(cls):
        return cls.now()
    @classmethod
    def utcnow(cls):
        return cls.now(datetime.timezone.utc).replace(tzinfo=None)
class _LaterDay(datetime.date):
    @classmethod
    def today(cls):
        return datetime.date.fromtimestamp(time.time())
datetime.datetime, datetime.date = _Later, _LaterDay
time.time = lambda: _time() + _shift

os.umask(0o077)
_chance, _listdir, _scandir = random.Random(os.environ.get("FILE_ORDER", "1")), os.listdir, os.scandir
def _shuffled(entries):
    entries = list(entries)
    _chance.shuffle(entries)
    return entries
class _Scanned:
    def __init__(self, *where):
        with _scandir(*where) as found:
            self.found = iter(_shuffled(found))
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    close = __exit__
    def __iter__(self):
        return self.found
    def __next__(self):
        return next(self.found)
os.listdir, os.scandir = lambda *where: _shuffled(_listdir(*where)), _Scanned
"""
"""Another day, another order of files on the disk and other rights of new files, for any Python program."""


def build_elsewhere(project: Project, folder: Path, **settings: str) -> dict[str, str]:
    """What a copy of a project gives in another folder on a machine made unlike this one."""
    far = copy_project(folder / "in another place" / "über", project.root)
    unlike = folder / "unlike"
    unlike.mkdir()
    (unlike / "sitecustomize.py").write_text(ANOTHER_MACHINE, encoding="utf-8")
    code = f"{unlike}:{far.root / 'scripts'}"
    asked = far.run("-m", "this_is_no_module", extra={"PYTHONPATH": code})
    assert "No module named this_is_no_module" in asked.stderr
    return digests(far.build(extra={"PYTHONPATH": code, **settings}))


def test_two_builds_give_the_same_bytes(project, site, tmp_path):
    """Folder, time zone, language, hash seed, day, rights and order of files leave no trace in any file."""
    here = digests(site.root)
    there = build_elsewhere(
        project, tmp_path, TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8", LANG="tr_TR.UTF-8", PYTHONHASHSEED="7"
    )
    assert {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)} == set()


@pytest.mark.long
@pytest.mark.parametrize("number", range(4))
def test_every_build_gives_the_same_bytes(tmp_path, number):
    """However a machine is set, also by ways that other programs listen to, a small site is the same."""
    files = as_files(complete_course(lambda label, _: f"The {label}."))
    small = sample_project(tmp_path / "here", files)
    here = digests(small.build())
    settings = {
        "TZ": ("America/St_Johns", "Asia/Kathmandu", "UTC", "Pacific/Apia")[number],
        "LC_ALL": ("C", "POSIX", "C.UTF-8", "C")[number],
        "PYTHONHASHSEED": ("0", "1", "random", "4294967295")[number],
        "PYTHONUTF8": ("0", "1", "0", "1")[number],
        "SOURCE_DATE_EPOCH": ("0", "1", "1700000000", "2000000000")[number],
        "FILE_ORDER": str(number),
    }
    there = build_elsewhere(small, tmp_path, **settings)
    assert {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)} == set()


def test_the_other_machine_is_another_one(tmp_path):
    """The stand-in of the tests above moves the clock and mixes the files, so equal bytes mean something."""
    (tmp_path / "sitecustomize.py").write_text(ANOTHER_MACHINE, encoding="utf-8")
    far = copy_project(tmp_path / "project")
    (far.root / "scripts" / "show.py").write_text(
        "import os, pathlib\nfrom mkdocs.utils import get_build_date\nprint(get_build_date())\n"
        "for names in (os.listdir('modules'), list(pathlib.Path('modules').glob('*.yml'))):\n"
        "    print(names != sorted(names))\n"
        "print(oct(os.umask(0)))\n",
        encoding="utf-8",
    )
    code = f"{tmp_path}:{far.root / 'scripts'}"
    day, *mixed, rights = far.run("-m", "show", extra={"PYTHONPATH": code}).stdout.split()
    assert (date.fromisoformat(day) - date.today()).days in (499, 500, 501)
    assert mixed == ["True", "True"]
    assert rights == "0o77"


@pytest.fixture(scope="module")
def pages_site(tmp_path_factory, project) -> BuiltSite:
    """The site as plain MkDocs builds it from ``training-site pages``, without the hook."""
    out = tmp_path_factory.mktemp("pages") / "out"
    done = project.run("pages", "--out", str(out), extra={"SITE_URL": "https://example.org/training/"})
    assert done.returncode == 0, done.stdout + done.stderr
    plain = Project(out)
    built = plain.run("-m", "mkdocs", "build", "--strict", extra={"PYTHONPATH": ""})
    assert built.returncode == 0, built.stderr
    finish_site(plain.site, plain.root / "hosting", SITE_URL, {}, offline_reading=True)
    return BuiltSite(plain.site)


def test_pages_as_files_build_the_same_site(pages_site, site):
    """Another engine gets the same HTML, assets and search documents from the written pages."""
    differing = {
        name
        for name in site.files.keys() | pages_site.files.keys()
        if name not in pages_site.files
        or name not in site.files
        or (site.files[name].read_bytes() != pages_site.files[name].read_bytes())
    }
    assert differing <= {MANIFEST, "sitemap.xml", "sitemap.xml.gz"}


def test_written_pages_lie_in_folders_of_their_own(tmp_path, project):
    """A link means the same to an engine that reads it from the page and to one that reads from the file."""
    out = tmp_path / "out"
    assert project.run("pages", "--out", str(out)).returncode == 0
    written = {path.relative_to(out / "docs").as_posix() for path in (out / "docs").rglob("*.md")}
    by_hand = {path.name for path in (project.root / "docs").glob("*.md")}
    assert {path for path in written - by_hand if not path.endswith("index.md")} == set()
    assert "at-hand/index.md" in written
    assert "[safety spine](safety-spine/index.md)" in (out / "docs" / "about.md").read_text(encoding="utf-8")


def test_pages_are_not_written_over_something(project, tmp_path):
    """A folder that holds anything is left as it is, and the reason is given."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = project.run("pages", "--out", str(tmp_path))
    assert done.returncode == 2
    assert "is not empty. Name a new folder, or empty this one first." in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_drawings_are_on_the_page_itself(site, course):
    """A drawing stands inline, so that it follows the color scheme, with its text alternative."""
    figures = [
        (placed, placed.block.figure)
        for placed in placed_blocks(course)
        if placed.block.figure and placed.block.figure.drawing
    ]
    assert figures
    for placed, figure in figures:
        page = site.pages[f"{placed.module.id}/{placed.unit.id}/"]
        named = [svg for svg in page.tree.all("svg") if svg.attributes.get("role") == "img"]
        labels = {svg.attributes["aria-label"].replace("’", "'") for svg in named}
        assert figure.alt.replace("’", "'") in labels, page.path


def test_a_missing_drawing_leaves_no_broken_picture():
    """A drawing that is not there (a check's business) draws nothing."""
    assert draw({}, "nothing", "label") == ""


def test_tables_can_be_read_on_a_phone(site):
    """Every table of the course has a caption and headings; a cell that stacks carries its column's name."""
    pages = site.course_pages.values()
    tables = [(page, table) for page in pages for table in page.tree.all("table", "ts-table")]
    assert tables
    for page, table in tables:
        assert table.all("caption")[0].text, page.path
        assert all(head.attributes.get("scope") in ("col", "row") for head in table.all("th")), page.path
        if "ts-table--stacks" in table.classes:
            assert all(cell.attributes.get("data-label") for cell in table.all("td")), page.path
