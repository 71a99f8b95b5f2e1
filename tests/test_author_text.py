"""Author text: what a trainer types is what a reader sees, in every text field of the model."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from built import BuiltPage, BuiltSite, Element
from project import sample_project
from sample_course import as_files, complete_course
from training_site.author_text import PageWriter, plain_text, typeset
from training_site.mentions import Target, find_mentions
from training_site.model import PlanReasons
from training_site.model.text import TextKind
from training_site.model.walk import walk_texts

HOSTILE = {
    "html": "<b>x</b><script>alert(1)</script><img src=x onerror=alert(1)></template></textarea></title>"
    "</div></section><!-- c --><style>p{}</style><?php ?><![CDATA[x]]>&copy; &lt; &#60; </p>",
    "templates": "{{ 7*7 }} {% raw %} {# no #} {% include 'LICENSE' %} ${7+7} <%= 7+7 %> #{7+7} {{{x}}} %}}",
    "extensions": '{: onclick="alert(1)" #id .c } {#id} --8<-- "LICENSE" ;--8<-- [^1] :smile: ++ins++ '
    "==mark== ~~del~~ H~2~O ^^sup^^ $x$ [TOC] [[page]] [=50%] -- --- ... (c) @user !!! note ??? tip === tab",
    "references": "*[HTML]: x HTML [^1]: note [ref]: https://example.org [ref][ref] [ref][] :::note "
    "# No heading ## No heading | a | b | --- > quote *** ___ Term : definition 1) one <details> ~~~",
    "links": "[x](javascript:alert(1)) <javascript:alert(1)> <data:text/html,alert(1)> javascript:alert(1) "
    "https://evil.example www.evil.example someone@evil.example [a] (page:about) [b]: javascript:alert(1)",
    "letters": "שלום עליכם مرحبا بالعالم 👩🏽‍⚕️ 🧑‍🧑‍🧒 한국어 Ångström ﷽ Z͑ͫ̓a̴l ½ € a\u00a0b a\u2060b "
    "שלום " + "Donaudampfschifffahrt" * 6,
    "marks": "` * _ ** __ ~ ^ | \\ / # + - = ! ? : ; , . ( ) [ ] { } < > & % $ @ C:\\path "
    "`` *** a*b a_b_c 2 * 3 * 4",
}
"""One line each; none holds Markdown that has a meaning, so all of it is to be read as it is."""

ONLY_RECOGNIZED = {"GlossaryEntry also"}
"""Fields by which words are recognized in other texts, and that are not shown themselves."""

ATTRIBUTES_WITH_TEXT = {"alt", "title", "aria-label", "content", "data-label", "placeholder"}
ATTRIBUTES_WITH_TEXT |= {"data-title", "data-module-title", "data-site-title"}  # shown by the components
ADDRESSES_ON_THE_PAGE = {"id", "for", "aria-labelledby", "aria-describedby", "name"}


def hostile(label: str, sample: str) -> str:
    """A text that names its field and holds a sample between two signs that occur nowhere else."""
    return f"{label} ⟦{HOSTILE[sample]}⟧"


def harmless(label: str, _kind: TextKind) -> str:
    """A text that names its field."""
    return f"{label} ⟦words⟧"


@pytest.fixture(scope="module")
def build_sample(tmp_path_factory):
    """Builds the sample course with one sample in every text field, strictly; each once."""

    @cache
    def build(sample: str = "") -> BuiltSite:
        text = harmless if not sample else lambda label, _kind: hostile(label, sample)
        folder = tmp_path_factory.mktemp(sample or "harmless")
        return BuiltSite(sample_project(folder, as_files(complete_course(text))).build())

    return build


@pytest.fixture(params=HOSTILE)
def sample(request: pytest.FixtureRequest) -> str:
    """The name of each sample."""
    name: str = request.param
    return name


def as_read(text: str) -> str:
    """Text as it is compared: quotation marks straight, white space single."""
    for curly, straight in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'")):
        text = text.replace(curly, straight)
    return " ".join(text.split())


def texts_of(page: BuiltPage) -> Iterator[str]:
    """Everything on a page that is read: its text and the attributes that are read aloud or shown."""
    yield page.tree.text
    for element in page.tree.walk():
        for name in ATTRIBUTES_WITH_TEXT & set(element.attributes):
            yield element.attributes[name]


def test_every_text_field_shows_what_was_typed(build_sample, sample):
    """Each text field of each class and kind of block is somewhere on the site, character by character."""
    course = complete_course(lambda label, _kind: hostile(label, sample))
    read = "\n".join(as_read(text) for page in build_sample(sample).pages.values() for text in texts_of(page))
    typed = {as_read(found.text) for found in walk_texts(course)}
    unseen = {text.partition(" ⟦")[0] for text in typed if text not in read}
    assert unseen == ONLY_RECOGNIZED | {f"PlanReasons {name}" for name in PlanReasons.model_fields}


def test_nothing_typed_is_lost_on_any_page(build_sample, sample):
    """Wherever a text begins on a page, in its title or in the menu, all of it is there."""
    whole = as_read(f"⟦{HOSTILE[sample]}⟧")
    for page in build_sample(sample).pages.values():
        for text in texts_of(page):
            read = as_read(text)
            if read.endswith("…"):  # a description is cut at its length
                continue
            assert read.count("⟦") == read.count(whole), (page.path, read[:2000])


def test_no_element_or_attribute_comes_from_author_text(build_sample, sample):
    """A page has the same elements, attributes and addresses whether its texts are hostile or harmless."""
    clean = build_sample().pages
    for address, page in build_sample(sample).pages.items():
        assert skeleton(page.tree) == skeleton(clean[address].tree), page.path


def skeleton(tree: Element) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every element with its attributes; what is read or names a place on the page is left out."""
    return [(element.tag, tuple(sorted(bones(element)))) for element in tree.walk()]


def bones(element: Element) -> Iterator[tuple[str, str]]:
    """The attributes of an element that a text could not change rightly."""
    for name, value in element.attributes.items():
        on_page = name in ADDRESSES_ON_THE_PAGE or (name == "href" and "#" in value)
        yield name, "" if name in ATTRIBUTES_WITH_TEXT or on_page else value


def test_ids_are_unique_whatever_headings_say(build_sample, sample):
    """A heading's anchor is made from its words, and still no id stands twice on a page."""
    for page in build_sample(sample).pages.values():
        assert len(page.ids) == len(set(page.ids)), page.path


def test_links_and_anchors_hold_whatever_headings_say(build_sample, sample):
    """No text makes a link of the site lead nowhere."""
    assert build_sample(sample).broken_links("/training/") == []


def test_no_script_runs_and_nothing_is_fetched(build_sample, browser: Browser, serve):
    """In a browser, no page with hostile texts opens a dialog, fails, or asks another place for anything."""
    context = browser.new_context()
    for sample in ("html", "extensions", "links", "templates"):
        with serve(build_sample(sample).root) as address:
            seen: list[str] = []
            page = context.new_page()
            page.on(
                "dialog",
                lambda dialog, seen=seen: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()),
            )
            page.on("pageerror", lambda error, seen=seen: seen.append(f"error {error}"))
            page.on("request", lambda request, seen=seen: seen.append(request.url))
            for path in build_sample(sample).course_pages:
                page.goto(address + path)
                page.evaluate("document.querySelectorAll('details').forEach((more) => { more.open = true; })")
            page.close()
            assert [what for what in seen if not what.startswith(address)] == []
    context.close()


def test_feedback_of_a_question_shows_what_was_typed(build_sample, browser: Browser, serve):
    """Explanations wait in templates; once a question is answered they are read as they were typed."""
    with serve(build_sample("html").root) as address:
        page = browser.new_page()
        page.goto(address + "first-module/knowledge-check/")
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Check my answer").click()
        shown = as_read(page.locator("knowledge-check").inner_text())
        assert shown.count(as_read(hostile("Choice explanation", "html"))) == 2
        page.close()


@pytest.mark.parametrize("sample", ["html", "extensions", "templates"])
def test_search_shows_hostile_words_as_text(build_sample, browser: Browser, serve, sample):
    """Found pages, their titles and excerpts stand in the results as typed, and nothing of them runs."""
    with serve(build_sample(sample).root) as address:
        page = browser.new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(address + "about/")
        open_search(page)
        page.keyboard.type("Module title")
        results = page.locator(".ts-found")
        results.locator("a").first.wait_for()
        shown = "\n".join(as_read(text) for text in results.locator("a").all_inner_texts())
        assert "Module title ⟦" in shown
        start = as_read(HOSTILE[sample])[:60]
        assert shown.count("Module title ⟦") == shown.count(f"Module title ⟦{start}")
        assert results.locator("script, img, b, [onclick], [onerror], style").count() == 0
        assert dialogs == []
        page.close()


def open_search(page) -> None:
    """Open the search as the page offers it."""
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("textbox", name="Search this site").wait_for()


class Everywhere:
    """Targets of a page that knows one of each."""

    def citation(self, key):
        """One reference."""
        return Target("../references/#roest", "(Roest, 2022)") if key == "roest" else None

    def page(self, target):
        """One page."""
        return Target("../about/", "About") if target == "about" else None

    def term(self, key):
        """One word, whose definition holds signs that HTML gives a meaning."""
        return Target("../glossary/#repair", title='Mending <a> "rupture"') if key == "repair" else None


def writer() -> PageWriter:
    """A writer of a page on which the word repair has a definition."""
    return PageWriter(Everywhere(), {"repair": "repair", "repairs": "repair"})


INLINE = {
    "emphasis": ("*so* and **so**", "<em>so</em> and <strong>so</strong>"),
    "code": ("`a <b>`", "<code>a &lt;b&gt;</code>"),
    "a backslash keeps a sign": (r"\*not emphasis\*", "*not emphasis*"),
    "a link to the web": (
        "[words](https://example.org/?a=1&b=2)",
        '<a href="https://example.org/?a=1&amp;b=2" rel="noopener">words</a>',
    ),
    "an address in angle brackets": (
        "<https://example.org>",
        '<a href="https://example.org" rel="noopener">https://example.org</a>',
    ),
    "a link's quotes stay inside it": (
        '[w](<https://example.org/"onclick="x>)',
        '<a href="https://example.org/%22onclick=%22x" rel="noopener">w</a>',
    ),
    "a number to call": ("[988](tel:988)", '<a href="tel:988">988</a>'),
    "a page of the site": ("[us](page:about)", '<a href="../about/">us</a>'),
    "a glossary word under another form": (
        "[mended](term:repair)",
        '<a href="../glossary/#repair" title="Mending &lt;a&gt; “rupture”" class="ts-term">mended</a>',
    ),
    "a citation": (
        "It helps [@roest].",
        'It helps <a class="ts-cite" href="../references/#roest">(Roest, 2022)</a>.',
    ),
    "citations side by side share their brackets": (
        "It helps [@roest] [@roest]\n[@roest], and [@roest].",
        'It helps <a class="ts-cite" href="../references/#roest">(Roest, 2022;</a> '
        '<a class="ts-cite" href="../references/#roest">Roest, 2022;</a> '
        '<a class="ts-cite" href="../references/#roest">Roest, 2022)</a>, and '
        '<a class="ts-cite" href="../references/#roest">(Roest, 2022)</a>.',
    ),
    "no bracket is shared with an unknown citation": (
        "[@roest] [@nobody]",
        '<a class="ts-cite" href="../references/#roest">(Roest, 2022)</a> [@nobody]',
    ),
    "an unknown citation stays as typed": ("It helps [@nobody].", "It helps [@nobody]."),
    "lines of a block scalar run on": ("one\n  two\n\nthree", "one two three"),
    "quotes and apostrophes": ('"It\'s," she said', "“It’s,” she said"),
    "nested quotes": ("\"She said 'no' twice\"", "“She said ‘no’ twice”"),
    "quotes in code stay straight": ('`"a"`', "<code>&quot;a&quot;</code>"),
}


@pytest.mark.parametrize(("typed", "html"), INLINE.values(), ids=INLINE)
def test_inline_text(typed, html):
    """One paragraph's marks, links and citations become HTML; the quotation marks are curled on purpose."""
    assert writer().inline(typed) == html


PROSE = {
    "paragraphs": ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
    "a list": ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "numbered from three": ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    "a fence": (
        "```\n{{ x }}\n\n<b>\n```",
        "<pre><code>{{ x }}\n\n&lt;b&gt;\n</code></pre>",
    ),
    "no heading": ("# a", "<p># a</p>"),
    "no underlined heading": ("a\n===", "<p>a\n===</p>"),
    "no table": ("| a |\n| - |\n| b |", "<p>| a |\n| - |\n| b |</p>"),
    "no quote": ("> a", "<p>&gt; a</p>"),
    "no rule": ("a\n\n---\n\nb", "<p>a</p>\n<p>---</p>\n<p>b</p>"),
    "no indented code": ("a\n\n    b", "<p>a</p>\n<p>b</p>"),
    "no definition of a link": (
        "[a]: https://example.org\n\n[a]",
        "<p>[a]: https://example.org</p>\n<p>[a]</p>",
    ),
    "no HTML block": ("<div>\n\n*a*\n\n</div>", "<p>&lt;div&gt;</p>\n<p><em>a</em></p>\n<p>&lt;/div&gt;</p>"),
}


@pytest.mark.parametrize(("typed", "html"), PROSE.values(), ids=PROSE)
def test_prose(typed, html):
    """Paragraphs, lists and fenced code are all that blocks can be; the rest stays the typed text."""
    assert writer().prose(typed) == html


REFUSED = (
    *("javascript:alert(1)", "JAVASCRIPT:alert(1)", "java&#115;cript:alert(1)", "&#106;avascript:alert(1)"),
    *("data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example", "x.html", "#x", "../x", "?x"),
    *("%6aavascript:alert(1)", "about:blank", "blob:x", "ftp://x", "page", "javascript&colon;alert(1)"),
)


@pytest.mark.parametrize("address", REFUSED)
@pytest.mark.parametrize("form", ["[a]({})", "[a](<{}>)", "<{}>", "![a]({})"])
def test_other_addresses_make_no_link(form, address):
    """Only http, https, mailto, tel and the site's own pages and words can be linked."""
    typed = form.format(address)
    html = writer().inline(typed)
    assert "<" not in html
    assert html.unescape() == typed


def test_a_word_is_explained_once_on_a_page():
    """The first place that speaks of a glossary word explains it, in any form and case."""
    page = writer()
    first = page.prose("Repairs matter. A repair takes time.")
    assert first.count("ts-term") == 1
    assert first.startswith('<p><a class="ts-term" href="../glossary/#repair"')
    assert "ts-term" not in page.inline("repair again")


@pytest.mark.parametrize(
    "typed", ["disrepair", "repair-shop", "repaired", "`repair`", "[repair](page:about)"]
)
def test_only_whole_words_of_running_text_are_explained(typed):
    """Parts of words, code and the words of a link are left alone."""
    assert "ts-term" not in writer().inline(typed)


def test_mentions_are_found_with_their_place():
    """A check can name the column of each citation, page and word that a text points at."""
    text = "See [@roest], [us](page:about) and [mended](term:repair)."
    found = [
        (mention.kind, mention.target, text[mention.start :][: mention.length])
        for mention in find_mentions(text)
    ]
    assert found == [
        ("citation", "roest", "[@roest]"),
        ("page", "about", "page:about"),
        ("term", "repair", "term:repair"),
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('The "good enough" call', "The “good enough” call"),
        ("It's a teen's game", "It’s a teen’s game"),
        ("*not emphasis* & <b>", "*not emphasis* & <b>"),
        ("`code`", "`code`"),
    ],
)
def test_a_line_is_plain_but_for_its_quotes(typed, read):
    """A title keeps every sign that was typed and gets curly quotation marks."""
    assert typeset(typed) == read


def test_plain_text_is_what_is_read():
    """A preview holds the words without marks, addresses and citations."""
    assert (
        plain_text("Do *this* [now](page:about) [@roest], `ok`.\n\nThen \\*that\\*.")
        == "Do this now, ok. Then *that*."
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("It's a girl's game,  in\nan hour", "It’s a girl’s game, in an hour"),
        ("It's a 'girl's' game", "It’s a ‘girl’s’ game"),
        ("5' and Rock 'n' roll's", "5’ and Rock ‘n’ roll’s"),
        ("a_'b and a'_b_", "a_'b and a’b"),
        ("snake_case, 2 < 3 & [so] on", "snake_case, 2 < 3 & [so] on"),
        ("a \\*b\\* `it's`", "a *b* it's"),
        ("a\0b", "a\ufffdb"),
    ],
)
def test_plain_text_reads_the_same_with_and_without_marks(typed, read):
    """A text without marks needs no parser, and reads as the parser would have it beside a mark."""
    assert plain_text(typed) == read
    assert plain_text(f"{typed} *mark*") == f"{read} mark"


def test_control_characters_do_no_harm(tmp_path):
    """Signs that no keyboard types are refused by the check or vanish; the words around them stay."""
    signs = "".join(map(chr, (*range(1, 32), 127, 0x85, 0x9F, 0x2028, 0xFEFF, 0xFFFE)))
    signs = signs.replace("\n", "").replace("\r", "").replace("\t", "")
    files = as_files(complete_course(lambda label, _kind: f"{label} ⟦a{signs}b⟧"))
    project = sample_project(tmp_path, files)
    for path in (project.root / "modules").glob("*.yml"):
        # JSON is YAML, and PyYAML would write some of these signs as they are.
        path.write_text(json.dumps(files[path.name]), encoding="utf-8")
    checked = project.run("check")
    assert "Traceback" not in checked.stdout + checked.stderr
    if checked.returncode == 1:
        return
    built = BuiltSite(project.build())
    for page in built.course_pages.values():
        for text in texts_of(page):
            assert text.count("⟦") == text.count("⟦a") == text.count("b⟧"), page.path


def test_a_project_folder_is_not_needed_to_convert(tmp_path: Path, monkeypatch):
    """Converting text reads no file, so a snippet's name can never bring a file into a page."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    assert "the secret" not in writer().prose('--8<-- "secret.txt"')
