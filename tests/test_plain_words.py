"""What needs no parser: it gives letter for letter what the parser gives."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from training_site import author_text
from training_site.author_text import PageWriter, plain_text, typeset
from training_site.mentions import Target
from training_site.plain_words import around_marks, paragraphs_of

PIECES = (
    *(
        "word",
        "It",
        "é",
        "Ⓐ",
        "²",
        "1",
        "12.",
        "3)",
        "a",
        "S5",
        "know",
        "?",
        "!",
        ".",
        ",",
        ":",
        ";",
        "-",
        "–",
    ),
    *(" ", " ", " ", "  ", "\n", "\n\n", "\n\n\n", " \n", "\n ", "\t", "\r", "\0", "\x0b", "\x1c", "\u00a0"),
    *("'", '"', "'s", "’", "“", "*", "**", "***", "_", "__", "`", "``", "```", "~~~", "\\", "\\\\", "\\*"),
    *(
        "[",
        "](",
        ")",
        "(",
        "]",
        "<",
        ">",
        "&",
        "&amp;",
        "#",
        "+",
        "=",
        "|",
        "{",
        "}",
        "^",
        "~",
        "$",
        "%",
        "@",
    ),
    *(
        "\n- ",
        "\n* ",
        "\n1. ",
        "\n```\n",
        "- ",
        "* ",
        "1. ",
        "    ",
        "[@roest]",
        "[us](page:about)",
        "repair",
    ),
    *(
        "[w](term:repair)",
        "<https://example.org>",
        "[x](https://example.org)",
        "**Note.** ",
        " *so* ",
        "    ",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14).map("".join)
MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Everywhere:
    """Targets of a page that knows one of each."""

    def citation(self, key):
        """One reference."""
        return Target("../references/#roest", "(Roest, 2022)", "It's") if key == "roest" else None

    def page(self, target):
        """One page."""
        return Target("../about/", "About") if target == "about" else None

    def term(self, key):
        """One word."""
        return Target("../glossary/#repair", title="Mending") if key == "repair" else None


class Nowhere(Everywhere):
    """Targets of a page that knows none."""

    def page(self, target):  # noqa: ARG002
        """No page."""
        return

    def term(self, key):  # noqa: ARG002
        """No word."""
        return


def writer() -> PageWriter:
    """A writer of a page on which the word repair has a definition."""
    return PageWriter(Everywhere(), {"repair": "repair", "repairs": "repair", "mend": "mend"})


@MANY
@given(TEXTS)
@example("**Note.** It's *so*, and that's \"it\".")
@example('"Yes," she said.\n\nThen (2) more.\n*now*  \n\n**then**')
@example("a`b'c`d'e")
def test_prose_is_what_the_parser_makes(text):
    """Paragraphs are the same whether a parser saw all of them or only what is marked."""
    parsed = author_text._PARSER.render(text.strip("\n"), {"writer": writer()}).rstrip("\n")
    assert writer().prose(text) == parsed


@MANY
@given(TEXTS)
@example("**Note.** It's *so*, and that's \"it\".")
@example("a * b's \\ c")
def test_a_line_is_what_the_parser_makes(text):
    """One paragraph's content is the same whether a parser saw all of it or only what is marked."""
    parsed = author_text._PARSER.renderInline(" ".join(text.split()), {"writer": writer()})
    assert writer().inline(text) == parsed
    assert writer().inline(text) == parsed, "nor does it change when it is remembered"


@MANY
@given(TEXTS)
@example("don't 'do' it")
def test_a_typeset_line_is_what_the_parser_makes(text):
    """Quotation marks are curled the same way whether they are all within words or not."""
    tokens = author_text._TYPESETTER.parseInline(text, {})
    parsed = "".join(child.content for token in tokens for child in token.children or ())
    assert typeset(text) == (parsed if {"'", '"'} & set(text) else text)


@MANY
@given(TEXTS)
@example("[x](u 'it's')")
def test_plain_text_is_what_the_parser_reads(text):
    """The words of a text are the same whether a parser read them or there was nothing to read."""
    uncited = " ".join(re.sub(r"\s*\[@[A-Za-z0-9][A-Za-z0-9-]*\]", "", text).split())
    children = [
        child for token in author_text._PARSER.parseInline(uncited, {}) for child in token.children or ()
    ]
    kinds = {"text", "code_inline", "softbreak", "text_special"}
    words = "".join(child.content for child in children if child.type in kinds)
    assert plain_text(text) == " ".join(words.split())


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("It *is* so.", ("It ", "*is*", " so.")),
        ("**Note.** Plain words", ("", "**Note.**", " Plain words")),
        ("Plain words, `code`", ("Plain words, ", "`code`", "")),
        ("a *b c* d (`e`) f", ("a ", "*b c* d (`e`)", " f")),
        ("a\n*b* c", ("", "a\n*b* c", "")),
    ],
)
def test_only_what_is_marked_is_parsed(line, parts):
    """Of a line, the words from the first to the last with a mark are left to the parser."""
    assert around_marks(line) == parts


@pytest.mark.parametrize("text", ["- a\n- b", "a\n1. b", "```\na\n```", "a\n\n    b", "a\tb", "a\u00a0"])
def test_other_texts_than_plain_paragraphs_are_parsed(text):
    """Lists, code, indented lines and rare white space are no plain paragraphs."""
    assert paragraphs_of(text) is None


def test_pages_share_what_was_parsed_and_nothing_else():
    """A text that is parsed once leads each page to its own places."""
    first, second = writer(), writer()
    assert "ts-term" in first.prose("[w](term:repair) and [us](page:about)")
    second.targets = Nowhere()
    assert (
        second.prose("[w](term:repair) and [us](page:about)")
        == '<p><a href="#">w</a> and <a href="#">us</a></p>'
    )
    assert first.prose("[w](term:repair) and [us](page:about)").count("../") == 2
