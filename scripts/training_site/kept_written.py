"""Pages written by hand, as HTML, from one build to the next: Markdown is what a small edit would wait for.

MkDocs asks each page to render itself; a page whose text, settings and surroundings are known answers with
what came of them before. A page of which MkDocs has anything to say, such as a link that leads nowhere, is
not kept, so that each build says it. Knows what MkDocs reads off a page when it has rendered, and nothing
of its text.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from markdown.extensions.toc import nest_toc_tokens
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, get_toc

from training_site.cache import Cache, digest

_MKDOCS = logging.getLogger("mkdocs")


@dataclass(frozen=True)
class WrittenPages:
    """The pages written by hand of one build."""

    cache: Cache
    base: str
    """The hash of what decides about all of them: code, settings, and which files there are."""

    def keep(self, page: MkDocsPage, markdown: str) -> None:
        """Have a page with this text render itself from what is kept, or keep what comes of rendering."""
        key = digest("written", self.base, page.file.src_uri, markdown)
        real = page.render

        def render(config: MkDocsConfig, files: Files) -> None:
            if (kept := self.cache.get(key)) is not None:
                _fill(page, json.loads(kept), files)
                return
            with _listening() as said:
                real(config, files)
            if not said:
                self.cache.put(key, json.dumps(_facts(page)))

        page.render = render  # type: ignore[method-assign]


def written_pages(cache: Cache, generator: str, config: MkDocsConfig, files: Files) -> WrittenPages:
    """What keeps the pages of a build with these settings and files."""
    settings = [
        *(config.markdown_extensions, config.mdx_configs, config.validation, config.use_directory_urls),
        *(_MKDOCS.getEffectiveLevel(), [(file.src_uri, file.inclusion.name) for file in files]),
    ]
    return WrittenPages(cache, digest(generator, repr(settings)))


def _facts(page: MkDocsPage) -> dict[str, Any]:
    anchors = (page.links_to_anchors or {}).items()
    return {
        "content": page.content,
        "toc": [[entry.level, entry.id, entry.title] for entry in _entries(page.toc)],
        "title": cast("Any", page)._title_from_render,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": [[file.src_uri, links] for file, links in anchors],
    }


def _fill(page: MkDocsPage, facts: dict[str, Any], files: Files) -> None:
    tokens = [{"level": level, "id": anchor, "name": title} for level, anchor, title in facts["toc"]]
    page.content = facts["content"]
    page.toc = get_toc(cast("Any", nest_toc_tokens)(tokens))
    cast("Any", page)._title_from_render = facts["title"]
    page.present_anchor_ids = set(facts["anchors"])
    linked = ((files.get_file_from_path(path), links) for path, links in facts["links"])
    page.links_to_anchors = {file: links for file, links in linked if file}


def _entries(toc: Any) -> Iterator[AnchorLink]:  # noqa: ANN401
    for entry in toc:
        yield entry
        yield from _entries(entry.children)


@contextmanager
def _listening() -> Iterator[list[logging.LogRecord]]:
    """Everything that MkDocs says meanwhile."""
    said: list[logging.LogRecord] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record)

    listener = Listener()
    _MKDOCS.addHandler(listener)
    try:
        yield said
    finally:
        _MKDOCS.removeHandler(listener)
