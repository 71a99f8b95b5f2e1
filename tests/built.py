"""A built site as the tests look at it: every page read by a real HTML parser."""

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
HIDDEN_TEXT = frozenset(("script", "style"))


@dataclass
class Element:
    """An element with what it holds; text lies among the children."""

    tag: str
    attributes: dict[str, str]
    children: "list[Element | str]" = field(default_factory=list)

    def walk(self) -> "Iterator[Element]":
        """This element and all below it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", css_class: str = "", **attributes: str) -> "list[Element]":
        """Elements at or below this one by tag, class and attributes."""
        return [
            element
            for element in self.walk()
            if (not tag or element.tag == tag)
            and (not css_class or css_class in element.classes)
            and all(element.attributes.get(name.replace("_", "-")) == v for name, v in attributes.items())
        ]

    def by_id(self, wanted: str) -> "Element":
        """The element with this id."""
        (found,) = (element for element in self.walk() if element.attributes.get("id") == wanted)
        return found

    @property
    def classes(self) -> list[str]:
        """The names in its class attribute."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """What a reader sees of it, white space made single."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in HIDDEN_TEXT:
                yield from child._texts()


class _TreeBuilder(HTMLParser):
    """Builds the tree; a closing tag without its opening one is remembered as a fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {})
        self.open = [self.root]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()
        elif tag not in VOID:
            self.faults.append(f"</{tag}> closes <{self.open[-1].tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    """The tree of a page; fails when its tags are not balanced."""
    builder = _TreeBuilder()
    builder.feed(html)
    builder.close()
    left = [element.tag for element in builder.open[1:]]
    assert not builder.faults, builder.faults[:3]
    assert not left, f"never closed: {left}"
    return builder.root


@dataclass(frozen=True)
class BuiltPage:
    """One HTML file of a site."""

    path: str
    """Inside the site, such as ``at-hand/index.html``."""
    html: str

    @cached_property
    def tree(self) -> Element:
        """The page as a tree."""
        return parse(self.html)

    @property
    def address(self) -> str:
        """Its address below the site's root: ``at-hand/``."""
        return re.sub(r"(^|/)index\.html$", r"\1", self.path)

    @cached_property
    def ids(self) -> list[str]:
        """Every id, with repetitions."""
        return [element.attributes["id"] for element in self.tree.walk() if "id" in element.attributes]

    def links(self) -> Iterator[str]:
        """Every address that the page names, of links, pictures, scripts and styles."""
        for element in self.tree.walk():
            for name in ("href", "src", "action", "poster", "data", "cite", "xlink:href"):
                if name in element.attributes:
                    yield element.attributes[name]
            for part in element.attributes.get("srcset", "").split(","):
                if part.strip():
                    yield part.split()[0]


@dataclass(frozen=True)
class BuiltSite:
    """A folder of built files."""

    root: Path

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every file by its path inside the site."""
        found = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return {path.relative_to(self.root).as_posix(): path for path in found}

    @cached_property
    def pages(self) -> dict[str, BuiltPage]:
        """Every HTML page by its address."""
        pages = (
            BuiltPage(name, path.read_text(encoding="utf-8"))
            for name, path in self.files.items()
            if name.endswith(".html")
        )
        return {page.address: page for page in pages}

    @cached_property
    def course_pages(self) -> dict[str, BuiltPage]:
        """The pages without the one for addresses that do not exist."""
        return {address: page for address, page in self.pages.items() if address != "404.html"}

    @cached_property
    def search_documents(self) -> list[dict[str, str]]:
        """What the search finds: a section each, with its address, titles and words."""
        files = [path for name, path in self.files.items() if name.startswith("assets/search/texts-")]
        found = [entry for path in sorted(files, key=_number) for entry in _handed_over(path)[1]]
        return [
            {"location": address, "title": heading or title, "page": title, "text": text}
            for address, title, heading, text in found
        ]

    def broken_links(self, base: str = "/") -> list[str]:
        """Every link, picture or anchor that leads nowhere; ``base`` is the site's path on its host."""
        return [
            f"{page.path}: {link}"
            for page in self.pages.values()
            for link in page.links()
            if not self._resolves(page, link, base)
        ]

    def _resolves(self, page: BuiltPage, link: str, base: str) -> bool:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return parts.scheme in ("https", "http", "tel", "sms", "mailto")
        path = unquote(parts.path)
        if path.startswith("/"):
            if not path.startswith(base):
                return False
            target = path.removeprefix(base)
        elif path:
            target = posixpath.join(posixpath.dirname(page.path), path)
        else:
            target = page.path
        folder = target.endswith("/")
        target = posixpath.normpath(target) if target else "."
        if target.startswith(".."):
            return False
        file = posixpath.join(target, "index.html") if folder or target == "." else target
        file = posixpath.normpath(file)
        if file not in self.files:
            return False
        anchor = unquote(parts.fragment)
        if not anchor or not file.endswith(".html"):
            return True
        return anchor in self._ids_of(file)

    def _ids_of(self, file: str) -> list[str]:
        (page,) = (page for page in self.pages.values() if page.path == file)
        return page.ids


def _number(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def _handed_over(script: Path) -> list[Any]:
    """The values that a script of the search hands over."""
    text = script.read_text(encoding="utf-8")
    values: list[Any] = json.loads("[" + text.partition("(")[2].removesuffix(");\n") + "]")
    return values
