"""A built page fitted to a package: links that lead out of it lose their target, or lead to the public site.

In navigation such an entry goes altogether; in text its words stay.
"""

import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote, urlsplit

from training_site.scorm.tags import Tag, read_tags

HOME = "index.html"
LINKING = ("href", "data-notebook", "data-overview")
LISTS = ("nav", "note-book")
"""Elements that list what there is; what the package has not goes from them altogether."""
ENTRIES = ("li", "section")
NEW_WINDOW = ' target="_blank" rel="noopener"'
HEAD_LINKS = frozenset(["canonical", "prev", "next", "alternate", "sitemap"])

Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Fitting:
    """What a package holds, and where it starts; fits each page to that."""

    pages: Collection[str]
    start: str
    site_url: str = ""

    def fitted(self, path: str, html: str) -> str:
        """The page at ``path`` as it stands in the package."""
        edits = sorted(_outermost(self._edits(path, html)), reverse=True)
        for start, end, text in edits:
            html = html[:start] + text + html[end:]
        return html

    def _edits(self, path: str, html: str) -> Iterator[Edit]:
        for tag in read_tags(html).within():
            if tag.name == "link" and HEAD_LINKS & set(tag.attributes.get("rel", "").split()):
                yield tag.start, tag.end, ""
            elif tag.name == "a" and "href" in tag.attributes:
                yield from self._link_edits(path, tag)

    def _link_edits(self, path: str, tag: Tag) -> Iterator[Edit]:
        href = tag.attributes["href"]
        if urlsplit(href).scheme in ("http", "https"):
            yield from _in_a_window_of_its_own(tag)
        elif (target := target_of(path, href)) is None or target in self.pages:
            return
        elif target == HOME:
            yield _with_href(tag, posixpath.relpath(self.start, posixpath.dirname(path) or "."))
        elif any(around.name in LISTS for around in tag.around()):
            entry = self._entry(path, tag)
            yield entry.start, entry.end, ""
        elif self.site_url:
            yield _with_href(tag, self.site_url + _public(target) + _anchor(href), NEW_WINDOW)
        else:
            yield tag.start, tag.inside, "<span>"
            yield tag.closing, tag.end, "</span>"

    def _entry(self, path: str, tag: Tag) -> Tag:
        """The largest entry of a navigation that holds no other link than those that lead out."""
        largest = tag
        for around in tag.around():
            if around.name in LISTS:
                break
            if around.name in ENTRIES:
                if any(self._stays(path, link) for link in around.within() if link.name == "a"):
                    break
                largest = around
        return largest

    def _stays(self, path: str, link: Tag) -> bool:
        target = target_of(path, link.attributes.get("href", ""))
        return target is None or target in self.pages or target == HOME


def linked_pages(path: str, html: str) -> Iterator[str]:
    """The pages of the site that the text of a page leads to, its navigation aside."""
    for content in read_tags(html).within():
        if content.attributes.get("id") != "content":
            continue
        for tag in content.within():
            if any(around.name == "nav" for around in tag.around()):
                continue
            for name in LINKING:
                target = target_of(path, tag.attributes.get(name, ""))
                if target and target.endswith(".html"):
                    yield target


def target_of(path: str, href: str) -> str | None:
    """The file of the site that a link on a page names; None for another site or the page itself."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))


def _public(target: str) -> str:
    """The address on the published site, which has folders for pages."""
    if posixpath.basename(target) == HOME:
        return target.removesuffix(HOME)
    return target.removesuffix(".html") + "/" if target.endswith(".html") else target


def _anchor(href: str) -> str:
    fragment = urlsplit(href).fragment
    return f"#{fragment}" if fragment else ""


def _with_href(tag: Tag, href: str, more: str = "") -> Edit:
    others = [
        f'{name}="{escape(value)}"' for name, value in tag.attributes.items() if name not in ("href", "rel")
    ]
    return tag.start, tag.inside, " ".join(["<a", f'href="{escape(href)}"', *others]) + f"{more}>"


def _in_a_window_of_its_own(tag: Tag) -> Iterator[Edit]:
    """Other sites often refuse to stand in a frame, and would take the course's place in it."""
    if "target" not in tag.attributes:
        yield _with_href(tag, tag.attributes["href"], NEW_WINDOW)


def _outermost(edits: Iterator[Edit]) -> list[Edit]:
    """The edits without those inside a part that goes, each once."""
    kept: list[Edit] = []
    for edit in sorted(set(edits), key=lambda one: (one[0], -one[1])):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept
