"""What trainers type, turned into HTML that is safe to show.

Author text is CommonMark of a fixed small kind: paragraphs, emphasis, lists, code and links.
HTML, images, headings and everything else stay the characters that were typed. Links lead to
http, https, mailto, tel, to a page of the site (``page:module/unit``) or to a glossary word
(``term:id``). ``[@id]`` cites a reference and ``[@S5]`` links a practice of the safety spine.
This module knows neither the course nor the engine: ``Targets`` tells it where things are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from training_site.mentions import CITATION, Targets
from training_site.plain_words import around_marks, has_no_marks, paragraphs_of, with_apostrophes

WEB_SCHEMES = ("http:", "https:", "mailto:", "tel:")
RULES_KEPT = (
    *("normalize", "block", "inline", "text_join", "smartquotes"),
    *("paragraph", "list", "fence"),
    *("text", "newline", "escape", "backticks", "emphasis", "balance_pairs", "link", "autolink"),
)


REMEMBERED = 2_000
"""How many texts are remembered as HTML; most stand on several pages of their module."""

PARSED = 500
"""How many texts are remembered as tokens, of which each page makes other HTML; they take more memory."""


@dataclass
class PageWriter:
    """Converts the texts of one page; a glossary word is explained where it first stands."""

    targets: Targets
    terms: Mapping[str, str] = field(default_factory=dict)
    """Lower-case word form to glossary id."""
    explained: set[str] = field(default_factory=set)

    def prose(self, text: str) -> Markup:
        """Paragraphs and lists."""
        if self._stands_alone(text):
            return _prose_alone(text)
        return Markup(self._render(_parsed(text.strip("\n"))).rstrip("\n"))

    def inline(self, text: str) -> Markup:
        """One paragraph's content without the paragraph."""
        if self._stands_alone(text):
            return _inline_alone(text)
        return Markup(self._render(_parsed_inline(" ".join(text.split()))))

    def _render(self, tokens: Sequence[Token]) -> str:
        rendered: str = _PARSER.renderer.render(tokens, _PARSER.options, {"writer": self})
        return rendered

    @cached_property
    def _shortest_forms(self) -> tuple[str, ...]:
        """The forms of glossary words that hold no other: a text without these holds none."""
        return _shortest(tuple(self.terms))

    def _stands_alone(self, text: str) -> bool:
        """Whether a text reads the same on every page: it has no link, no citation and no glossary word."""
        return "[" not in text and "<" not in text and not self.may_explain(text)

    def may_explain(self, text: str) -> bool:
        """Whether a form of a glossary word may stand in a text; most texts hold none."""
        return _holds_any(text, self._shortest_forms)


def typeset(line: str) -> str:
    """A plain line with curly quotation marks and apostrophes in place of straight ones."""
    return _typeset_quotes(line) if "'" in line or '"' in line else line


@lru_cache(maxsize=REMEMBERED)
def _typeset_quotes(line: str) -> str:
    curled = with_apostrophes(line)
    if has_no_marks(curled):
        return curled
    tokens = _TYPESETTER.parseInline(line, {})
    return "".join(child.content for token in tokens for child in token.children or ())


def plain_text(text: str) -> str:
    """The words of an author's text without marks, links and citations, for titles and previews."""
    line = " ".join((_CITED.sub("", text) if "[@" in text else text).split())
    curled = _curled(line)
    return curled if has_no_marks(curled) else _without_marks(line)


@lru_cache(maxsize=REMEMBERED)
def _without_marks(line: str) -> str:
    tokens = _PARSER.parseInline(line, {})
    words = (child.content for token in tokens for child in token.children or () if child.type in _WORDS)
    return " ".join("".join(words).split())


@lru_cache(maxsize=REMEMBERED)
def _prose_alone(text: str) -> Markup:
    paragraphs = paragraphs_of(text)
    if paragraphs is None:
        return Markup(_PARSER.render(text.strip("\n"), {"writer": None}).rstrip("\n"))
    return Markup("\n".join(f"<p>{_line_alone(paragraph)}</p>" for paragraph in paragraphs))


@lru_cache(maxsize=REMEMBERED)
def _inline_alone(text: str) -> Markup:
    return Markup(_line_alone(" ".join(text.split())))


def _line_alone(line: str) -> str:
    """The HTML of a line; only what is marked in it is parsed."""
    line = _curled(line)
    if has_no_marks(line):
        return escape(line)
    before, marked, after = around_marks(line)
    return escape(before) + _marked_alone(marked) + escape(after)


def _curled(line: str) -> str:
    """A line with curly apostrophes within its words; in code they stay as they are."""
    return line if "`" in line else with_apostrophes(line)


@lru_cache(maxsize=REMEMBERED)
def _marked_alone(words: str) -> str:
    html: str = _PARSER.renderInline(words, {"writer": None})
    return html


@lru_cache(maxsize=PARSED)
def _parsed(text: str) -> list[Token]:
    return _PARSER.parse(text, {})


@lru_cache(maxsize=PARSED)
def _parsed_inline(line: str) -> list[Token]:
    return _PARSER.parseInline(line, {})


_WORDS = {"text", "code_inline", "softbreak", "text_special"}
_CITED = re.compile(rf"\s*{CITATION.pattern}")


def _citation_rule(state: StateInline, silent: bool) -> bool:
    match = CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


class _Renderer(RendererHTML):
    """Adds what CommonMark does not have: citations, links into the site, glossary words."""

    def citation(self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType) -> str:
        key = tokens[index].content
        target = env["writer"].targets.citation(key)
        if target is None:
            return escape(f"[@{key}]")
        title = f' title="{escape(typeset(target.title))}"' if target.title else ""
        text = typeset(target.text)
        if _stands_beside_citation(tokens, index, -1, env):
            text = text.removeprefix("(")
        if _stands_beside_citation(tokens, index, 1, env):
            text = text.removesuffix(")") + ";"
        return f'<a class="ts-cite" href="{escape(target.href)}"{title}>{escape(text)}</a>'

    def link_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[index].copy(attrs=dict(tokens[index].attrs))
        env["in_link"] = True
        scheme, _, rest = str(token.attrGet("href") or "").partition(":")
        if scheme in ("page", "term"):
            lookup = env["writer"].targets.page if scheme == "page" else env["writer"].targets.term
            target = lookup(rest)
            token.attrSet("href", target.href if target else "#")
            if target and target.title:
                token.attrSet("title", typeset(target.title))
                token.attrSet("class", "ts-term")
                env["writer"].explained.add(rest)
        elif scheme in ("http", "https"):
            token.attrSet("rel", "noopener")
        return self.renderToken([token], 0, options, env)

    def link_close(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        env["in_link"] = False
        return self.renderToken(tokens, index, options, env)

    def text(self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType) -> str:
        content = tokens[index].content
        writer = env["writer"]
        if writer is None or env.get("in_link") or not writer.may_explain(content):
            return escape(content)
        return "".join(_explain_terms(content, writer))


def _stands_beside_citation(tokens: Sequence[Token], index: int, step: int, env: EnvType) -> bool:
    """Whether only a space parts this citation from one before or after it, so that both share brackets."""
    between, beside = index + step, index + 2 * step
    if not 0 <= beside < len(tokens) or tokens[beside].type != "citation":
        return False
    is_space = tokens[between].type == "softbreak" or tokens[between].content == " "
    return is_space and env["writer"].targets.citation(tokens[beside].content) is not None


@lru_cache(maxsize=REMEMBERED)
def _holds_any(text: str, forms: tuple[str, ...]) -> bool:
    return any(map(text.lower().__contains__, forms))


@lru_cache(maxsize=8)
def _shortest(forms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form for form in forms if not any(other in form for other in forms if other != form))


def _explain_terms(content: str, writer: PageWriter) -> Iterator[str]:
    position = 0
    for match in _pattern_of(tuple(writer.terms)).finditer(content):
        key = writer.terms.get(match[0].lower())
        target = None if key is None or key in writer.explained else writer.targets.term(key)
        if key is None or target is None:
            continue
        writer.explained.add(key)
        yield escape(content[position : match.start()])
        yield (
            f'<a class="ts-term" href="{escape(target.href)}" title="{escape(typeset(target.title))}">'
            f"{escape(match[0])}</a>"
        )
        position = match.end()
    yield escape(content[position:])


@lru_cache(maxsize=8)
def _pattern_of(terms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    words = "|".join(re.escape(term) for term in longest_first)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def _is_link_allowed(url: str) -> bool:
    return url.lower().startswith((*WEB_SCHEMES, "page:", "term:"))


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "typographer": True}, renderer_cls=_Renderer)
    parser.enable(RULES_KEPT, ignoreInvalid=True)
    parser.inline.ruler.before("link", "citation", _citation_rule)
    parser.validateLink = _is_link_allowed  # type: ignore[method-assign]
    return parser


_PARSER = _make_parser()
_TYPESETTER = MarkdownIt("zero", {"typographer": True}).enable("smartquotes")
