"""The guide for trainers is true: its steps work as written, and its pictures show what they make now."""

import json
import re
import shlex
import shutil
import subprocess

import pytest
from PIL import Image
from playwright.sync_api import Browser

from guide_pictures import GUIDE, MOST_BYTES, PICTURES, SCHEMES, WORDS, blocks_under, make_pictures
from project import Project
from tools import ROOT

TEXT = GUIDE.read_text(encoding="utf-8")
SHOWN = re.findall(
    r"^!\[([^\]]*)\]\(guide/([a-z-]+)-(light|dark)\.png#only-(light|dark)\)$", TEXT, re.MULTILINE
)
NAMES = sorted({name for _, name, _, _ in SHOWN})


def test_every_picture_is_shown_in_both_schemes_with_the_same_words():
    """Each picture of the folder stands in the guide, light and dark, and says in words what it shows."""
    assert {path.stem for path in PICTURES.glob("*.png")} == {
        f"{name}-{s}" for name in NAMES for s in SCHEMES
    }
    for name in NAMES:
        both = [(alt, file, scheme) for alt, shown, file, scheme in SHOWN if shown == name]
        assert [(file, scheme) for _, file, scheme in both] == [("light", "light"), ("dark", "dark")]
        (alt,) = {alt for alt, _, _ in both}
        assert 40 <= len(alt) <= 250
        assert not re.match(r"(a )?(picture|image|screenshot)\b", alt, re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_small(name):
    """A picture is no burden on a phone, and no wider than the page's text needs."""
    for scheme in SCHEMES:
        path = PICTURES / f"{name}-{scheme}.png"
        assert path.stat().st_size < MOST_BYTES, path.name
        with Image.open(path) as image:
            assert image.width <= 1200, path.name


def test_mistake_of_the_guide_is_told_as_in_the_guide():
    """The place that the guide explains is the place that its picture shows."""
    said = json.loads((WORDS / "check.json").read_text(encoding="utf-8"))["words"]
    (place,) = re.findall(r"`(modules/safety\.yml:\d+:\d+)`", TEXT)
    assert place in said


def test_every_command_of_the_guide_exists():
    """What the guide tells people to type can be run."""
    lines = [
        line for block in re.findall(r"^```\n(.*?)^```", TEXT, re.M | re.S) for line in block.splitlines()
    ]
    commands = [line for line in lines if line.startswith((".venv/bin/", "./scripts/"))]
    assert len(commands) >= 4
    for line in commands:
        words = shlex.split(line.rstrip("\\"))
        if words[0] == ".venv/bin/training-site":
            continue
        assert (ROOT / words[0]).is_file(), line


@pytest.mark.long
def test_pictures_show_what_the_product_shows_now(tmp_path, browser: Browser):
    """Made anew from the guide's own steps, every picture holds the same words as the one in the guide.

    When it fails because something was changed on purpose: ``python tests/guide_pictures.py``.
    """
    made = tmp_path / "words"
    make_pictures(browser, tmp_path / "pictures", made)
    assert {path.name for path in (tmp_path / "pictures").iterdir()} == {
        path.name for path in PICTURES.iterdir()
    }
    assert {path.name: path.read_text(encoding="utf-8") for path in made.iterdir()} == {
        path.name: path.read_text(encoding="utf-8") for path in WORDS.iterdir()
    }


@pytest.mark.long
def test_guide_works_from_a_fresh_clone_in_an_empty_home(tmp_path):
    """Someone with nothing but the project follows the guide's terminal steps, letter by letter."""
    home, clone = tmp_path / "home", tmp_path / "clone"
    home.mkdir()
    git = shutil.which("git")
    assert git
    subprocess.run([git, "clone", "--quiet", str(ROOT), str(clone)], check=True)
    project = Project(clone)
    environment = {**project.environment(), "HOME": str(home)}
    for heading in ("Add a reflection", "What a message means"):
        for block in blocks_under(heading):
            if not block.startswith(".venv/bin/training-site"):
                continue
            words = shlex.split(block.replace("\\\n", " "))
            done = subprocess.run(
                [str(ROOT / ".venv" / "bin" / "training-site"), *words[1:]],
                cwd=clone,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
    assert not list(home.iterdir())
