"""Pages written by hand are rendered once, and what MkDocs has to say of one it says each time."""

import logging
from pathlib import Path

import markdown
import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.pages import Page as MkDocsPage

from training_site.cache import Cache
from training_site.kept_written import written_pages

TEXT = """\
# A page

See [the other](other.md#there) and [below](#second-part).

## First part {: #first }

### A detail

## Second part
"""


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    """Settings of a site with two pages."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "page.md").write_text(TEXT, encoding="utf-8")
    (docs / "other.md").write_text("# Other\n\n## There\n", encoding="utf-8")
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(
        "site_name: x\nplugins: []\nvalidation: {anchors: warn}\n"
        "markdown_extensions: [attr_list, {toc: {toc_depth: 2-3}}]\n",
        encoding="utf-8",
    )
    return load_config(str(settings))


def rendered(config: MkDocsConfig, cache: Cache, generator: str = "1") -> tuple[MkDocsPage, Files]:
    """The page, rendered with what is kept, among freshly found files."""
    files = get_files(config)
    for file in files.documentation_pages():
        MkDocsPage(None, file, config)
    page = files.get_file_from_path("page.md").page
    page.read_source(config)
    written_pages(cache, generator, config, files).keep(page, page.markdown)
    page.render(config, files)
    return page, files


def seen(page: MkDocsPage) -> list[object]:
    """What MkDocs and the theme read off a page."""
    contents = [(entry.level, entry.id, entry.title, len(entry.children)) for entry in page.toc]
    links = {file.src_uri: links for file, links in page.links_to_anchors.items()}
    return [page.content, page.title, contents, sorted(page.present_anchor_ids), links]


def test_a_known_page_is_as_if_rendered(config, tmp_path, monkeypatch):
    """Text, title, contents, anchors and links to anchors are the same, without Markdown."""
    cache = Cache(tmp_path / "cache.sqlite")
    first = seen(rendered(config, cache)[0])
    assert first[1] == "A page"
    assert first[2] == [(2, "first", "First part", 1), (2, "second-part", "Second part", 0)]
    cache.save()
    monkeypatch.setattr(markdown.Markdown, "convert", None)
    page, files = rendered(config, cache)
    assert seen(page) == first
    assert all(files.get_file_from_path(file.src_uri) is file for file in page.links_to_anchors)


@pytest.mark.parametrize("change", ["text", "files", "settings", "code"])
def test_what_decides_about_a_page_renders_it_anew(config, tmp_path, monkeypatch, change):
    """Another text, another file to link to, another setting or other code."""
    cache = Cache(tmp_path / "cache.sqlite")
    rendered(config, cache)
    if change == "text":
        (tmp_path / "docs" / "page.md").write_text(TEXT + "\nMore.\n", encoding="utf-8")
    elif change == "files":
        (tmp_path / "docs" / "third.md").write_text("# Third\n", encoding="utf-8")
    elif change == "settings":
        config.use_directory_urls = False
    monkeypatch.setattr(markdown.Markdown, "convert", None)
    with pytest.raises(TypeError):
        rendered(config, cache, "2" if change == "code" else "1")


def test_a_link_that_leads_nowhere_is_told_each_time(config, tmp_path, caplog):
    """A strict build counts what MkDocs says, so a page of which it says something is not kept."""
    (tmp_path / "docs" / "page.md").write_text(TEXT + "\n[nowhere](nowhere.md)\n", encoding="utf-8")
    cache = Cache(tmp_path / "cache.sqlite")
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        for _ in range(2):
            caplog.clear()
            rendered(config, cache)
            assert "nowhere.md" in caplog.text
