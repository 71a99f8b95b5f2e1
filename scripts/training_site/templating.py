"""The Jinja environment that makes pages: strict, escaping, and blind to author text as code.

Templates come from the package alone. Author text reaches them as values, is never compiled,
and becomes HTML only through ``prose`` and ``inline``.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from html import escape
from textwrap import shorten

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from training_site.author_text import PageWriter, plain_text, typeset
from training_site.site_map import View

DESCRIPTION_LENGTH = 160
"""How many characters a search engine shows of a page's description."""

HEADING = "\x00"
"""Stands before each heading that a template writes; no author can type it, so it marks headings alone."""

_HEADING_LINE = re.compile(r"^(?=#{1,6} )", re.MULTILINE)
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON may hold as it is and YAML may not, or reads as the end of a line."""


@cache
def environment() -> Environment:
    """The one environment all pages share."""
    jinja = Environment(
        loader=PackageLoader("training_site"),
        autoescape=True,
        finalize=_typeset_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[_MarkedHeadings],
        auto_reload=False,
    )
    jinja.filters["heading_text"] = heading_text
    jinja.filters["plain_text"] = plain_text
    jinja.filters["slug"] = slug
    jinja.filters["front_matter"] = front_matter
    jinja.filters["day"] = written_day
    jinja.filters["unfolded"] = unfolded
    jinja.globals |= {"minutes": minutes, "count": count, "long_time": long_time}
    return jinja


def keep_compiled(kept: BytecodeCache) -> None:
    """Let the environment ask there before it compiles a template."""
    environment().bytecode_cache = kept


def take_up_changed_templates() -> None:
    """Read templates anew when one has changed, as in a preview; while pages are made, nobody looks."""
    read = environment().cache
    if read is not None and not all(template.is_up_to_date for template in read.values()):
        read.clear()


class _MarkedHeadings(Extension):
    """Tells the headings of a template from lines of author text that look like one."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        return _HEADING_LINE.sub(HEADING, source) if name and name.endswith(".md.jinja") else source


def render(template: str, view: View, drawings: Mapping[str, str], **values: object) -> str:
    """One page's front matter and Markdown from its template and values, its headings marked."""
    site = view.site
    writer = PageWriter(view, _terms_for(view))
    text = (
        environment()
        .get_template(template)
        .render(
            course=site.course,
            in_lms=site.in_lms,
            from_disk=site.from_disk,
            link=view.link,
            target=view,
            prose=writer.prose,
            inline=writer.inline,
            drawing=lambda name, label: draw(drawings, name, label),
            image=lambda name: view.file(f"images/{name}"),
            **values,
        )
    )
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def _typeset_text(value: object) -> object:
    """Plain lines get curly quotation marks; HTML is left as it is."""
    return typeset(value) if type(value) is str else value


def front_matter(values: Mapping[str, object]) -> Markup:
    """One line of JSON between dashes: both engines read it alike, whatever their YAML."""
    line = _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(values, ensure_ascii=False))
    return Markup(f"---\n{line}\n---")


def heading_text(text: str) -> Markup:
    """A plain line for a Markdown heading, with every mark written as a character reference."""
    return Markup(
        "".join(c if c.isalnum() or c == " " or ord(c) > 127 else f"&#{ord(c)};" for c in typeset(text))
    )


def title_html(text: str) -> str:
    """A plain line for places where the theme prints a title without escaping it."""
    return escape(typeset(text), quote=False)


def description_html(text: str) -> str:
    """A text's first paragraph as a page's description, which the theme prints into an attribute as it is."""
    first, *_ = text.strip().split("\n\n")
    line = " ".join(typeset(plain_text(first)).split())
    return escape(
        line if len(line) <= DESCRIPTION_LENGTH else shorten(line, DESCRIPTION_LENGTH, placeholder=" …")
    )


def written_day(iso_date: str) -> str:
    """A day as Americans write it: ``November 22, 2026``."""
    day = date.fromisoformat(iso_date)
    return f"{day:%B} {day.day}, {day.year}"


def minutes(number: int) -> str:
    """A length of time: ``1 minute``, ``5 minutes``."""
    return count(number, "minute", "minutes")


def count(number: int, one: str, many: str) -> str:
    """How many there are of something."""
    return f"{number} {one if number == 1 else many}"


def long_time(number: int) -> str:
    """Minutes, from two hours on as hours and halves."""
    halves = round(number / 30)
    return minutes(number) if number < 120 else f"{halves // 2}{'½' if halves % 2 else ''} hours"


def unfolded(html: str) -> Markup:
    """The HTML of a block with everything open that a screen can fold; author text is escaped in it."""
    html = re.sub(r"<(/?)details\b", r"<\1div", html)
    return Markup(html.replace("<summary>", '<p class="ts-more__label">').replace("</summary>", "</p>"))


def slug(text: str) -> str:
    """An anchor made from a heading's words."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"


def draw(drawings: Mapping[str, str], name: str, label: str) -> Markup:
    """One of the site's own drawings, inline, so that it follows the color scheme."""
    svg = drawings.get(name)
    if svg is None:
        return Markup("")
    attributes = f' role="img" aria-label="{escape(typeset(label))}"' if label else ' aria-hidden="true"'
    return Markup(re.sub(r"\n\s*\n", "\n", svg.strip()).replace("<svg", f"<svg{attributes}", 1))


def _terms_for(view: View) -> Mapping[str, str]:
    return {} if view.origin == "glossary.md" else view.site.term_ids
