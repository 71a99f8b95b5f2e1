"""The manifest: it lists every file of the site, and tells when one is missing, changed or added."""

import shutil
import subprocess
from pathlib import Path

import pytest

from training_site.finish.manifest import MANIFEST, differences, read_manifest, write_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small site with its manifest."""
    for name, text in {"index.html": "<p>", "a b/ü.txt": "", "a-b/x.js": "1", ".hidden": "h"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    write_manifest(tmp_path)
    return tmp_path


def test_the_built_site_is_what_its_manifest_lists(site):
    """After a build nothing is missing, changed or unlisted."""
    assert differences(site.root) == []
    assert read_manifest(site.root).keys() == site.files.keys() - {MANIFEST}
    assert "sitemap.xml.gz" in read_manifest(site.root), "what the engine writes last is in it"


def test_everyone_can_check_it(site):
    """``sha256sum -c`` accepts the published file and needs nothing of ours."""
    if not (sha256sum := shutil.which("sha256sum")):
        pytest.skip("this machine has no sha256sum")
    done = subprocess.run(
        [sha256sum, "--check", "--strict", MANIFEST],
        cwd=site.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(": OK\n") == len(site.files) - 1


def test_names_stand_in_one_order(folder):
    """Names stand sorted, with slashes, whatever order the disk gives them in."""
    assert list(read_manifest(folder)) == [".hidden", "a b/ü.txt", "a-b/x.js", "index.html"]


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (lambda folder: (folder / "index.html").unlink(), "index.html"),
        (lambda folder: (folder / "a-b" / "x.js").write_text("2", encoding="utf-8"), "a-b/x.js"),
        (lambda folder: (folder / "new").mkdir() or (folder / "new" / "y").touch(), "new/y"),
    ],
)
def test_each_difference_is_named(folder, harm, named):
    """A file that is gone, changed or new is named by its path."""
    assert differences(folder) == []
    harm(folder)
    assert differences(folder) == [named]
