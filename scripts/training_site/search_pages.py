"""The pages as the search sees them: made from the course, or written by hand in ``docs/``.

Between ``pages``, which makes Markdown, and ``search_index``, which reads HTML.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import yaml
from markdown import markdown

from training_site.cache import Cache, digest
from training_site.printer import Page
from training_site.reading.tree import FASTEST
from training_site.search_index import search_files
from training_site.search_sections import Searched
from training_site.site_map import address_of
from training_site.templating import HEADING

_FRONT_MATTER = re.compile(r"---\n(?P<meta>.*?)\n---\n", re.DOTALL)


def search_of(
    pages: Iterable[Page],
    written: Mapping[str, str],
    *,
    directory_urls: bool = True,
    cache: Cache | None = None,
    generator: str = "",
) -> dict[str, str]:
    """The files of the search over the course's pages and those of ``docs/``, given by their names."""
    searched = [*_made(pages, directory_urls), *_written(written, directory_urls)]
    return search_files(searched, cache, generator)


def _made(pages: Iterable[Page], directory_urls: bool) -> Iterator[Searched]:
    for page in pages:
        wish = page.meta.get("search")
        wish = wish if isinstance(wish, Mapping) else {}
        if not wish.get("exclude"):
            address = address_of(page.path, directory_urls=directory_urls)
            titles_only = bool(wish.get("titles_only"))
            if page.finished:  # its text may be kept, and is then read only when it is asked for
                yield Searched(address, partial(_text_of, page), titles_only, page.finished.digest)
            else:
                yield Searched(address, page.body.replace(HEADING, ""), titles_only)


def _text_of(page: Page) -> str:
    assert page.finished is not None
    return page.finished.html


def _written(texts: Mapping[str, str], directory_urls: bool) -> Iterator[Searched]:
    for path, text in sorted(texts.items()):
        meta, body = _parts(text)
        wish = meta.get("search")
        if not (isinstance(wish, Mapping) and wish.get("exclude")):
            address = address_of(path, directory_urls=directory_urls)
            made_of = digest("written by hand", text)
            yield Searched(address, partial(_html_of, body, meta.get("title")), html_digest=made_of)


def _html_of(body: str, title: object) -> str:
    html = markdown(body, extensions=["attr_list", "tables", "toc"])
    return html if title is None or "<h1" in html else f"<h1>{title}</h1>{html}"


def _parts(text: str) -> tuple[dict[str, Any], str]:
    """What the front matter says, and the text after it; one that cannot be read is a part of the text."""
    found = _FRONT_MATTER.match(text)
    try:
        meta = yaml.load(found["meta"], Loader=FASTEST) if found else None
    except (yaml.YAMLError, ValueError):  # a day that no month has is of the second kind
        meta = None
    return (meta, text[found.end() :]) if found and isinstance(meta, dict) else ({}, text)
