"""A file that the last site holds alike is taken over from it, and anything else is written anew."""

import os
from pathlib import Path

import pytest

from training_site.finish.manifest import sum_of
from training_site.site_files import SiteFiles

TEXT = b"what stands there"


@pytest.fixture
def last(tmp_path: Path) -> Path:
    """The last site, with one file."""
    folder = tmp_path / "last"
    SiteFiles(folder).put("module/unit/index.html", TEXT)
    return folder


@pytest.fixture
def page(last: Path) -> Path:
    """The file of the last site."""
    return last / "module" / "unit" / "index.html"


def new_page(files: SiteFiles) -> Path:
    """The same file of the new site."""
    return files.folder / "module" / "unit" / "index.html"


def test_what_is_alike_is_taken_over(tmp_path, last, page):
    """The same file stands in both sites, with its date, and is known to have been read."""
    os.utime(page, (1_000_000_000, 1_000_000_000))
    files = SiteFiles(tmp_path / "new", last)
    assert files.put("module/unit/index.html", TEXT) == sum_of(TEXT)
    assert new_page(files).samefile(page)
    assert new_page(files).stat().st_mtime == 1_000_000_000
    assert files.linked == {"module/unit/index.html"}
    assert files.sums == {"module/unit/index.html": sum_of(TEXT)}


def test_what_is_different_is_written_and_leaves_the_last_site_alone(tmp_path, last, page):
    """A new text goes into a new file; the last site, which people still read, keeps the old one."""
    files = SiteFiles(tmp_path / "new", last)
    files.put("module/unit/index.html", b"a new text")
    assert new_page(files).read_bytes() == b"a new text"
    assert page.read_bytes() == TEXT
    assert files.linked == set()


def spoil(page: Path) -> None:
    """Somebody edits it."""
    page.write_bytes(b"changed by hand")


def close(page: Path) -> None:
    """Nobody else may read it."""
    page.chmod(0o600)


def share(page: Path) -> None:
    """A copy of the site shares it."""
    (page.parent / "a copy").hardlink_to(page)


def lead_elsewhere(page: Path) -> None:
    """It leads to another file."""
    page.rename(page.with_name("elsewhere"))
    page.symlink_to("elsewhere")


@pytest.mark.parametrize("change", [spoil, close, share, lead_elsewhere, Path.unlink])
def test_a_file_that_is_not_as_a_build_left_it_is_not_taken_over(tmp_path, last, page, change):
    """Changed by hand, closed to readers, shared with a copy, a link, or gone: it is written anew."""
    if change is close and os.name == "nt":
        pytest.skip("rights are another thing there")
    change(page)
    files = SiteFiles(tmp_path / "new", last)
    assert not files.take("module/unit/index.html", sum_of(TEXT))
    files.put("module/unit/index.html", TEXT)
    assert new_page(files).read_bytes() == TEXT
    assert not new_page(files).is_symlink()
    assert new_page(files).stat().st_nlink == 1


def test_without_links_files_are_written(tmp_path, last, monkeypatch):
    """On a file system that knows no links, or between two, every file is written."""

    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    files = SiteFiles(tmp_path / "new", last)
    files.put("module/unit/index.html", TEXT)
    assert new_page(files).read_bytes() == TEXT


def test_a_preview_writes_what_is_new_and_takes_away_what_is_gone(tmp_path):
    """In one folder, build after build: what lies there is left, and nothing old stays."""
    files = SiteFiles(tmp_path / "site")
    files.put("same/index.html", TEXT)
    files.put("gone/index.html", TEXT)
    os.utime(files.folder / "same" / "index.html", (1_000_000_000, 1_000_000_000))
    files.put("same/index.html", TEXT)
    files.put("new/index.html", b"new")
    files.keep_only({"same/index.html", "new/index.html"})
    assert (files.folder / "same" / "index.html").stat().st_mtime == 1_000_000_000
    assert sorted(path.name for path in files.folder.iterdir()) == ["new", "same"]
    files.put("gone/index.html", TEXT)
    assert (files.folder / "gone" / "index.html").read_bytes() == TEXT


def test_a_preview_does_not_trust_what_others_write(tmp_path):
    """A file that did not come in during a build may hold anything afterwards, so it is written again."""
    files = SiteFiles(tmp_path / "site")
    files.put("page/index.html", TEXT)
    files.keep_only({"page/index.html"})
    (files.folder / "page" / "index.html").write_bytes(b"MkDocs marked it as a draft")
    files.keep_only({"page/index.html"})
    files.put("page/index.html", TEXT)
    assert (files.folder / "page" / "index.html").read_bytes() == TEXT
