"""The documents at the root do not lie: commands, options, links and the words of the scripts."""

import argparse
import re

import pytest

from tools import ROOT
from training_site.__main__ import build_parser

DOCUMENTS = sorted(ROOT.glob("*.md"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command of ``training-site`` with its parser."""
    (chosen,) = [
        action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)
    ]
    return dict(chosen.choices)


def options() -> list[tuple[str, str]]:
    """Every option of every command."""
    return [
        (name, option)
        for name, parser in commands().items()
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    ]


def option_rows() -> list[tuple[str, str]]:
    """The README's table of options: the option, and the cell that names its commands."""
    table = README.split("| Option | Of |", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `(--[\w-]+)[^|]*\| ([^|]*) \|", table, flags=re.MULTILINE)


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command):
    """The README's table of commands names each command."""
    assert re.search(rf"^\| `training-site {command}\b[^|]*\| \S", README, flags=re.MULTILINE)


@pytest.mark.parametrize(("command", "option"), options())
def test_every_option_is_documented(command, option):
    """The README's table of options names each option beside its command."""
    assert any(option == named and f"`{command}`" in of for named, of in option_rows())


def test_no_option_is_made_up():
    """What the README's table of options names exists."""
    real = set(options())
    for option, of in option_rows():
        for command in re.findall(r"`([\w-]+)`", of):
            assert (command, option) in real, f"`training-site {command}` has no {option}"


def anchor(heading: str) -> str:
    """The address that a heading gets on a code host."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(document):
    """Links and pictures of the documents name files of the checkout and headings that exist."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://|mailto:", link):
            continue
        name, _, fragment = link.partition("#")
        target = (document.parent / name) if name else document
        assert target.exists(), f"{document.name} links {link}"
        if fragment:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), flags=re.MULTILINE)
            assert fragment in {anchor(heading) for heading in headings}, f"{document.name} links {link}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_script_named_exists(document):
    """A script or program of the checkout that a document tells people to run is there and can run."""
    text = document.read_text(encoding="utf-8")
    for name in sorted(set(re.findall(r"\bscripts/[a-z]+\b(?!\.)|benchmarks/\w+\.py|\.ci/run", text))):
        path = ROOT / name
        assert path.is_file(), f"{document.name} names {path.name}"
        assert path.suffix == ".py" or path.stat().st_mode & 0o111, f"{path.name} cannot be run"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_one_sentence_a_line(document):
    """Running text has one sentence a line, so that a change shows what it changes."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    running = [line for line in text.splitlines() if not line.startswith(("|", "#", "!"))]
    crowded = [line for line in running if re.search(r"[a-z`)*]\. [A-Z`*]", line)]
    assert not crowded


def test_messages_of_the_setup_are_in_the_readme():
    """What the README's table of troubles quotes is what the setup says."""
    setup = (ROOT / "scripts" / "setup").read_text(encoding="utf-8")
    quoted = re.findall(r"^\| `Cannot go on: (.+?)` \|", README, flags=re.MULTILINE)
    assert len(quoted) == 5
    for message in quoted:
        for part in message.split(" ... "):
            assert part.removesuffix(".") in setup
