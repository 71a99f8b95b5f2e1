"""The Content-Security-Policy: what a page may load and run, which is the site's own files only.

Inline scripts and styles are allowed by the hash of their text, nothing by ``unsafe-inline``.
Each page carries its own policy in a meta element, for hosts that set no headers; a server sends
the policy of all pages together. Works on the HTML of one page at a time.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
ELSEWHERE = re.compile(r"\ssrc\s*=|\stype\s*=\s*[\"']?application/(?:ld\+)?json\b", re.IGNORECASE)
"""Scripts that have their text in a file of their own, or hold data that nothing runs."""
STATED = '<meta http-equiv="Content-Security-Policy"'
META = re.compile(STATED + r' content="([^"]*)">')
CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
HASH = re.compile(r"'sha256-[A-Za-z0-9+/=]+'")


@dataclass(frozen=True)
class Inline:
    """The hashes of what stands on a page itself, in the form that a policy names them."""

    scripts: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()

    def joined(self, other: "Inline") -> "Inline":
        """What stands on either page."""
        return Inline(self.scripts | other.scripts, self.styles | other.styles)


def with_policy(html: str, *, from_disk: bool = False) -> str:
    """The page with its policy ahead of everything it loads; a page that has one keeps it."""
    if (STATED in html and META.search(html)) or not (place := CHARSET.search(html) or HEAD.search(html)):
        return html
    stated = policy(inline_of(html), from_disk=from_disk)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{stated}">'
    return f"{html[: place.end()]}\n      {meta}{html[place.end() :]}"


def inline_of(html: str) -> Inline:
    """The hashes of the scripts and styles that stand on the page."""
    found: dict[str, set[str]] = {"script": set(), "style": set()}
    for tag, attributes, text in INLINE.findall(html):
        if text and not ELSEWHERE.search(attributes):
            found[tag.lower()].add(_hash(text))
    return Inline(frozenset(found["script"]), frozenset(found["style"]))


def policy(inline: Inline, *, from_disk: bool = False) -> str:
    """The policy as a page states it; a server adds who may frame the page, which a page cannot say.

    For a page opened from disk ``'self'`` means files, and what only a server can give is left out.
    """
    by_a_server = (
        "connect-src 'self'",  # what a script asks for later, as when pages change without a reload
        "worker-src 'self'",  # a service worker
        "manifest-src 'self'",
    )
    return "; ".join(
        (
            "default-src 'none'",
            _sources("script-src 'self'", inline.scripts),
            _sources("style-src 'self'", inline.styles),
            "img-src 'self' data:",  # the theme's own icons are data in its style sheet
            "font-src 'self'",
            *(() if from_disk else by_a_server),
            "base-uri 'none'",
            "form-action 'none'",  # what people write is sent nowhere
        )
    )


def allowed_by(html: str) -> Inline:
    """What the policy that a page states allows."""
    stated = META.search(html)
    return _allowed(stated[1]) if stated else Inline()


@lru_cache(maxsize=1024)
def _allowed(stated: str) -> Inline:
    stated = unescape(stated)
    parts = {name: rest for name, _, rest in (part.strip().partition(" ") for part in stated.split(";"))}
    scripts, styles = (HASH.findall(parts.get(name, "")) for name in ("script-src", "style-src"))
    return Inline(frozenset(scripts), frozenset(styles))


def _sources(directive: str, hashes: Iterable[str]) -> str:
    return " ".join((directive, *sorted(hashes)))


@lru_cache(maxsize=64)  # most are the theme's, the same on every page
def _hash(text: str) -> str:
    """The hash that a browser computes, for which every line ends in one line feed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{base64.b64encode(hashlib.sha256(lines.encode()).digest()).decode()}'"
