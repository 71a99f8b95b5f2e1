"""The content check: what it leaves alone, what its lists hold, and the course of this site.

What it finds is in ``cases/mistakes`` with the other mistakes; ``cases/fine`` holds its neighbors, which
are near the border and on the right side of it.
"""

import re

import pytest

from course_edits import AROUND, CASES, apply, copy_good_course, read_variants
from tools import ROOT
from training_site.__main__ import main
from training_site.checks.avoid import find_phrase, pattern_of
from training_site.checks.readability import EASE_FLOOR, ease_of, reading_ease
from training_site.checks.sources import SAYS, SPEAKS_OF
from training_site.checks.spelling import american_for
from training_site.checks.wordlists import read_pairs, read_words
from training_site.checks.written import paragraphs, sentences
from training_site.load import load_course
from training_site.model import AvoidList
from training_site.model.avoid import AvoidedPhrase
from training_site.reading.source import read_source
from training_site.reading.tree import PARSERS, as_data, read_tree
from training_site.report import as_text

CHECKS = ROOT / "scripts" / "training_site" / "checks"
FINE = [
    pytest.param(variant, id=f"{path.stem}: {variant.title}")
    for path in sorted((CASES / "fine").glob("*.edits"))
    for variant in read_variants(path)
]


@pytest.mark.parametrize("parser", sorted(PARSERS))
@pytest.mark.parametrize("variant", FINE)
def test_what_is_fine_stays_quiet(variant, parser, tmp_path):
    """What keeps a rule, however closely, gets no finding from either parser."""
    modules = copy_good_course(tmp_path / "modules")
    apply(variant, modules)
    loaded = load_course(modules, around=AROUND, parser=PARSERS[parser])
    assert loaded.problems == (), as_text(loaded.problems, loaded.texts)


def test_excused_findings_are_counted(tmp_path, monkeypatch, capsys):
    """Each comment that excuses a finding counts, and the report's last line says how many did."""
    monkeypatch.chdir(tmp_path)
    counts = []
    for variant in read_variants(CASES / "fine" / "excuses.edits"):
        modules = copy_good_course(tmp_path / str(len(counts)) / "modules")
        apply(variant, modules)
        counts.append(load_course(modules, around=AROUND).excused)
    assert counts == [1, 1, 1, 2, 1]
    assert main(["check", "--strict", "--modules", "3/modules"]) == 0
    assert capsys.readouterr().out == "No problems in 8 files. 2 findings excused by a comment.\n"


def test_errors_come_before_the_teaching(tmp_path):
    """A file with an error is not judged for its teaching until the error is mended."""
    modules = copy_good_course(tmp_path / "modules")
    path = modules / "listening.yml"
    text = path.read_text(encoding="utf-8").replace("aim: Listening together.", "aim: Magic words.")
    path.write_text(text.replace("level: introductory", "levle: introductory"), encoding="utf-8")
    assert "avoided-phrase" not in {problem.rule for problem in load_course(modules, around=AROUND).problems}
    path.write_text(text, encoding="utf-8")
    assert {problem.rule for problem in load_course(modules, around=AROUND).problems} == {"avoided-phrase"}


def test_pages_are_made_without_the_trees(tmp_path):
    """What pages are made of is all there without trees, and without texts that need no mending."""
    modules = copy_good_course(tmp_path / "modules")
    loaded = load_course(modules, around=AROUND)
    kept = loaded.for_pages()
    assert loaded.written
    assert not kept.written
    assert (kept.course, kept.problems, kept.texts) == (loaded.course, (), {})
    spoiled = modules / "listening.yml"
    spoiled.write_text(f"{spoiled.read_text(encoding='utf-8')}colour: red\n", encoding="utf-8")
    loaded = load_course(modules, around=AROUND)
    assert loaded.for_pages().problems == loaded.problems != ()
    assert loaded.for_pages().texts == {spoiled: loaded.texts[spoiled]}


def test_course_can_do_without_a_list(tmp_path):
    """Without avoid.yml nothing is avoided, and nothing is missing."""
    modules = copy_good_course(tmp_path / "modules")
    (modules / "avoid.yml").unlink()
    assert load_course(modules, around=AROUND).problems == ()


def avoided() -> list[AvoidedPhrase]:
    """The phrases of this site's own list."""
    source, _ = read_source(ROOT / "modules" / "avoid.yml", ROOT / "modules")
    tree, _ = read_tree(source)
    return list(AvoidList.model_validate(as_data(tree)).phrases)


@pytest.mark.parametrize("phrase", avoided(), ids=lambda phrase: phrase.phrase)
def test_phrase_keeps_to_its_examples(phrase):
    """Each phrase of the list finds what it has to find, and leaves the rest alone."""
    for text in phrase.must_match:
        assert any(find_phrase(phrase, text)), text
    for text in phrase.must_not_match:
        assert not any(find_phrase(phrase, text)), text


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("just listen", "So JUST\nLISTEN."),
        ("just-listen", "Just listen."),
        ("skills", "Her \u017f\u212a\u0130LLS"),
        ("ACME don't", "An ACME don’t"),
        ("<number> percent", "Twelve percent"),
        ("heal* ... all", "It heals, in time, all."),
    ],
)
def test_phrase_is_found_however_it_is_typed(form, text):
    """Case, line ends, hyphens and letters that only look like others hide no phrase from the quick look."""
    example = {"must_match": ("a",), "must_not_match": ("b",)}
    phrase = AvoidedPhrase(phrase=form, match=(form,), reason="A.", say_instead="B.", **example)
    assert [hit.words for hit in find_phrase(phrase, text)]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        *((sentence, "uncited-claim") for sentence in (
            "Studies show it.", "A small \u017ftudy said so.", "One survey said so.", "Meta-Analyses agree.",
            "Clinical trials agree.", "RESEARCHERS FOUND IT.", "It was 50% of all.", "It was 50 Percent.",
            "It was 3 out of 10 people.", "It was 3 of every 10 young children.",
        )),
        *((sentence, "placeholder") for sentence in (
            "See TODO here.", "It is TBC.", "A FIXME.", "An XXXX.", "An xxx.", "A tbd.", "Lorem ipsum.",
            "LOREM IPSUM.", "It is to be written.", "It is to be done.", "Now insert text here.",
            "Coming soon.", "Put your text here.",
        )),
    ],
)  # fmt: skip
def test_sign_of_an_unfinished_text_is_never_passed_over(sentence, rule, tmp_path):
    """Every form of a claim or a placeholder is found, though most texts are looked at only briefly."""
    modules = copy_good_course(tmp_path / "modules")
    path = modules / "listening.yml"
    typed = "Waiting is *work*. Twelve clinicians said so in a small study [@rivers-2019]."
    path.write_text(path.read_text(encoding="utf-8").replace(typed, sentence), encoding="utf-8")
    assert rule in {problem.rule for problem in load_course(modules, around=AROUND).problems}


@pytest.mark.parametrize("phrase", avoided(), ids=lambda phrase: phrase.phrase)
def test_phrase_reads_well_in_a_message(phrase):
    """The reason and the words to say instead are whole sentences."""
    assert re.fullmatch(r"[A-Z0-9].*[.!?…]", phrase.reason)
    assert re.fullmatch(r"[A-Z0-9].*[.!?…]", phrase.say_instead)


@pytest.mark.parametrize(
    ("form", "fits", "leaves"),
    [
        ("easy", ["easy", "Easy", "EASY"], ["easier", "uneasy", "easy-going"]),
        ("proven game*", ["proven game", "proven\n  games"], ["proven again"]),
        ("CE", ["CE"], ["ce", "Ce", "CEO"]),
        ("HIPAA compliant", ["HIPAA-compliant", "HIPAA compliant"], ["hipaa compliant"]),
        ("don't worry", ["don't worry", "Don’t worry"], ["dont worry"]),
        (
            "can consent at <number>",
            ["can consent at 14", "can consent at fourteen"],
            ["can consent at home"],
        ),
        (
            "techniques ... do not matter",
            ["techniques do not matter", "techniques, one two three four five, do not matter"],
            ["techniques one two three four five six do not matter", "techniques. They do not matter"],
        ),
        ("100% private", ["100% private"], ["100 private"]),
        ("40/30/15/15", ["40/30/15/15"], ["40/30/15/155"]),
    ],
)
def test_form_fits_what_it_says(form, fits, leaves):
    """A form of the list stands for what the docs say, and for no more."""
    for text in fits:
        assert pattern_of((form,)).fullmatch(text), text
    for text in leaves:
        assert not pattern_of((form,)).search(text), text


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("colour", "color"),
        ("Behavioural", "Behavioral"),
        ("RECOGNISED", "RECOGNIZED"),
        ("counselling", "counseling"),
        ("paediatric", "pediatric"),
        ("practise", "practice"),
    ],
)
def test_american_spelling_keeps_the_capitals(british, american):
    """The word to write instead is as large as the one that stands there."""
    assert american_for(british) == american


def test_lists_of_spellings_are_sane():
    """No word is American and British at once, and none maps to itself."""
    pairs = read_pairs("british")
    assert len(pairs) > 500
    assert not set(pairs) & set(pairs.values())
    for british, american in pairs.items():
        assert re.fullmatch(r"[a-z ]+", british), british
        assert re.fullmatch(r"[a-z ]+", american), american
    for good in (
        "practice",
        "size",
        "exercise",
        "advise",
        "surprise",
        "analysis",
        "four",
        "hour",
        "wise",
        "rise",
    ):
        assert good not in pairs


def test_verbs_are_measurable_or_not():
    """No verb is in both lists, and each inner verb has verbs to be seen instead."""
    inner = read_pairs("inner-verbs")
    assert not set(inner) & read_words("measurable-verbs")
    assert all(inner.values())
    assert {"know", "understand", "appreciate", "learn"} <= set(inner)
    assert {"list", "explain", "demonstrate", "classify", "design"} <= read_words("measurable-verbs")


def test_every_tag_can_be_looked_for():
    """Each tag of `not_for` has its words and its name in a message, and the patterns are valid."""
    assert set(SPEAKS_OF) == set(SAYS)
    for words in SPEAKS_OF.values():
        assert re.compile(words)


def test_reading_ease_tells_easy_from_hard():
    """Short words in short sentences read with more ease, and few words give no figure."""
    easy = "The cat sat on the mat. It saw the dog. The dog ran off."
    hard = "Organizational heterogeneity necessitates interdisciplinary methodological deliberation."
    assert ease_of(easy) > 100 > EASE_FLOOR > ease_of(hard)
    assert reading_ease([easy]) is None
    assert reading_ease([easy] * 10) == pytest.approx(ease_of(easy), abs=1)


@pytest.mark.parametrize(
    ("text", "ease"),
    [
        ("", 206.835),
        ("The cat sat on the mat. It saw the dog. The dog ran off.", 117.49833333333333),
        (
            "Ask Dr. Day, e.g. by phone: don't wait! A well-known game (about 3 of 10 play it) can help…",
            108.13986842105264,
        ),
        (
            "Organizational heterogeneity necessitates interdisciplinary methodological deliberation.",
            -208.15499999999992,
        ),
    ],
)
def test_reading_ease_is_the_figure_of_textstat(text, ease):
    """Words, sentences and syllables are counted as by textstat 0.7.4, where these figures come from."""
    assert ease_of(text) == ease


def test_figures_are_no_ends_of_sentences():
    """The period in r = .29 does not make two short sentences of a long one."""
    with_figure = (
        "Across eleven studies repaired ruptures went with better outcome (r = .29) in every kind. " * 8
    )
    without = with_figure.replace(".29", "1")
    assert reading_ease([with_figure]) == reading_ease([without])


def test_texts_are_taken_apart_where_they_are():
    """Paragraphs, list items and sentences know where they begin."""
    text = 'One. Two "three." Four\nfive.\n\n- six\n- seven, e.g. 8.5'
    for stretch in (*paragraphs(text), *sentences(text)):
        assert text[stretch.start :].startswith(stretch.text)
    assert [stretch.text for stretch in paragraphs(text)] == [
        'One. Two "three." Four\nfive.',
        "- six",
        "- seven, e.g. 8.5",
    ]
    assert [stretch.text for stretch in sentences(text)][:3] == ["One.", 'Two "three."', "Four\nfive."]


def rules_of_the_teaching() -> set[str]:
    """Every rule of the content check."""
    sources = [path.read_text(encoding="utf-8") for path in CHECKS.glob("*.py")]
    teaching = [source for source in sources if "checks.written import" in source]
    return {rule for source in teaching for rule in re.findall(r'^ +"([a-z]+(?:-[a-z]+)+)",$', source, re.M)}


def test_every_rule_is_in_the_guide_for_trainers():
    """Each rule of the content check that a trainer can meet is explained."""
    rules = rules_of_the_teaching() | {"uncited-claim", "unused-objective"}
    guide = (ROOT / "docs" / "for-trainers.md").read_text(encoding="utf-8")
    assert len(rules) >= 16
    assert {rule for rule in rules if f"`{rule}`" not in guide} == set()


SHOWN_FINE_BY = {"avoid-example": "avoided-phrase", "idle-excuse": "excuses"}


def test_every_rule_is_shown_finding_and_leaving_alone():
    """Each rule of the content check has a mistake that it finds, and neighbors that it leaves alone."""
    found = "\n".join(path.read_text(encoding="utf-8") for path in (CASES / "mistakes").glob("*.txt"))
    for rule in sorted(rules_of_the_teaching() | {"uncited-claim", "unused-objective"}):
        assert f"({rule})\n" in found, rule
        assert (CASES / "fine" / f"{SHOWN_FINE_BY.get(rule, rule)}.edits").exists(), rule
