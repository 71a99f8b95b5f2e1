"""Empty folders that go from one build to the next: nothing but folders, and nobody sees them."""

import sys
from pathlib import Path

import pytest

from training_site.cache import SWITCH
from training_site.kept_folders import PLACE, keep_folders, take_up_folders


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Where the settings of a site are."""
    return tmp_path / "mkdocs.yml"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A site of which nothing is needed any more."""
    page = tmp_path / "old" / "module" / "unit" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("a page", encoding="utf-8")
    (tmp_path / "old" / "index.html").write_text("home", encoding="utf-8")
    return tmp_path / "old"


def below(folder: Path) -> set[str]:
    """Everything below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_folders_go_from_one_build_to_the_next(tmp_path, settings, old):
    """They are kept without their files, and are the same folders where the next site is made."""
    number = (old / "module" / "unit").stat().st_ino
    keep_folders(old, settings)
    assert not old.exists()
    assert below(tmp_path / PLACE) == {"module", "module/unit"}
    take_up_folders(tmp_path / "new", settings)
    assert below(tmp_path / "new") == {"module", "module/unit"}
    assert (tmp_path / "new" / "module" / "unit").stat().st_ino == number
    assert not (tmp_path / PLACE).exists()


def test_nothing_is_there_at_first(tmp_path, settings):
    """The first build makes its folders, and has none to keep."""
    take_up_folders(tmp_path / "new", settings)
    keep_folders(tmp_path / "old", settings)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="has no rights of this kind")
def test_folders_with_other_rights_are_left(tmp_path, settings, old):
    """A folder that somebody closed or opened is not passed on."""
    folder = old / "module" / "unit"
    folder.chmod(folder.stat().st_mode ^ 0o010)
    keep_folders(old, settings)
    assert old.exists()
    assert not (tmp_path / PLACE).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs rights for links")
def test_what_a_link_leads_to_is_left_alone(tmp_path, settings, old):
    """A link in a site goes, and nothing behind it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "notes.txt").write_text("mine", encoding="utf-8")
    (old / "link").symlink_to(elsewhere, target_is_directory=True)
    keep_folders(old, settings)
    assert below(tmp_path / PLACE) == {"module", "module/unit"}
    assert (elsewhere / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_folders_that_another_build_kept_stay(tmp_path, settings, old):
    """Two builds of two sites side by side: one of them keeps its folders, and neither stumbles."""
    (tmp_path / PLACE / "another").mkdir(parents=True)
    keep_folders(old, settings)
    assert below(tmp_path / PLACE) == {"another"}


def test_the_switch_turns_it_off(tmp_path, settings, old, monkeypatch):
    """Then nothing is kept, and nothing is taken up."""
    (tmp_path / PLACE / "another").mkdir(parents=True)
    monkeypatch.setenv(SWITCH, "1")
    take_up_folders(tmp_path / "new", settings)
    keep_folders(old, settings)
    assert not (tmp_path / "new").exists()
    assert (old / "index.html").exists()
