"""What is kept between builds: a build that finds something is, byte for byte, one that finds nothing.

The quick tests change one thing each; the long one changes anything, in any order, and compares every time.
"""

import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from course_edits import GOOD
from project import DRAWING, Project, copy_project
from training_site import cache as kept_file
from training_site.cache import PLACE, Cache, digest
from training_site.load import load_course
from training_site.outlines import Outlines

SITE_URL = "https://example.org/training/"

MORE_UNITS = "".join(
    f"""\
  - id: pause-{number}
    title: Pause number {number}
    summary: How to pause again.
    duration_minutes: 3
    blocks:
      - text: Pause for breath number {number}.
"""
    for number in (2, 3, 4)
)
"""So that a module has pages that know each other by nothing but their titles."""

PAUSING = (
    (GOOD / "pausing.yml")
    .read_text(encoding="utf-8")
    .replace("knowledge_check:", f"{MORE_UNITS}knowledge_check:")
)


def build(project: Project, **extra: str) -> tuple[int, str]:
    """Build with what is kept; the exit code and what was said."""
    done = project.run("build", extra={"SITE_URL": SITE_URL, "SOURCE_DATE_EPOCH": "1790000000", **extra})
    return done.returncode, done.stdout + done.stderr


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def cold(project: Project) -> tuple[tuple[int, str], dict[str, bytes]]:
    """The same build with nothing kept, and its files."""
    site = project.root / "site"
    warm, kept = project.root / "warm", project.root / "kept"
    site.rename(warm)
    cache = project.root / PLACE
    if cache.exists():
        cache.rename(kept)
    said = build(project)
    found = contents(site) if site.exists() else {}
    shutil.rmtree(site, ignore_errors=True)
    warm.rename(site)
    cache.unlink(missing_ok=True)
    if kept.exists():
        kept.rename(cache)
    return said, found


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files that are not the same in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project, built, with what it kept; tests that change it put it back."""
    copied = small_project(tmp_path_factory.mktemp("kept"))
    code, said = build(copied)
    assert code == 0, said
    return copied


def test_modules_are_kept_whole(course):
    """A module read from what was kept is the module that was kept."""
    for module in course.modules:
        assert (
            type(module).model_validate_json(module.model_dump_json(by_alias=True, exclude_unset=True))
            == module
        )


def test_a_loaded_course_is_the_same(tmp_path):
    """With everything kept, the course and its problems are the same, and a change is seen."""
    project = copy_project(tmp_path / "project")
    folder = project.root / "modules"
    fresh = load_course(folder)
    known = Outlines(Cache(tmp_path / "cache.sqlite"), "1")
    for _ in range(3):
        loaded = load_course(folder, known=known)
        known.cache.save()
        assert (loaded.course, loaded.problems, loaded.excused) == (
            fresh.course,
            fresh.problems,
            fresh.excused,
        )
    module = next(folder.glob("noticing*.yml"))
    text = module.read_text(encoding="utf-8")
    edits = {
        "a mistake": text.replace("duration_minutes:", "duration_minuets:", 1),
        "a name that others use": re.sub(r"^id: .*", "id: another-name", text, flags=re.MULTILINE),
        "a warning": text.replace("summary:", "summary: TODO and", 1),
        "a line more": "# a comment\n" + text,
    }
    for what, changed in edits.items():
        module.write_text(changed, encoding="utf-8")
        loaded, fresh = load_course(folder, known=known), load_course(folder)
        assert (loaded.course, loaded.problems) == (fresh.course, fresh.problems), what
        assert load_course(folder, known=known).problems == fresh.problems, what
    module.unlink()
    assert load_course(folder, known=known).problems == load_course(folder).problems


def test_a_change_is_built_as_from_nothing(kept: Project):
    """After edits of a module's title and of a template, the site is the one built from nothing."""
    root = kept.root
    module = root / "modules" / "pausing.yml"
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("\ntitle: ", "\ntitle: More on ", 1), encoding="utf-8")
    footer = root / "overrides" / "partials" / "footer.html"
    footer.write_text(
        footer.read_text(encoding="utf-8").replace("At hand", "At your hand", 1), encoding="utf-8"
    )
    code, said = build(kept)
    assert code == 0, said
    (_, cold_said), fresh = cold(kept)
    assert said == cold_said
    assert differing(contents(kept.site), fresh) == []
    assert b"At your hand" in fresh["privacy/index.html"]
    assert b"More on " in fresh["pausing/index.html"]


@pytest.mark.parametrize("unit", ["short-pause", "pause-2", "pause-4"])
def test_a_title_changes_on_every_page_that_shows_it(kept: Project, unit):
    """Pages before and after a unit, and those beside it in the menu, show its new title."""
    module = kept.root / "modules" / "pausing.yml"
    text = module.read_text(encoding="utf-8")
    build(kept)
    module.write_text(re.sub(rf"(- id: {unit}\n    title: ).*", r"\1Another name", text), encoding="utf-8")
    code, said = build(kept)
    assert code == 0, said
    _, fresh = cold(kept)
    module.write_text(text, encoding="utf-8")
    assert differing(contents(kept.site), fresh) == []
    assert sum(b"Another name" in page for page in fresh.values()) >= 6


def test_what_an_edit_does_not_change_keeps_its_file(kept: Project):
    """After an edit of one module most files are those of the last site, with their dates."""
    module = kept.root / "modules" / "pausing.yml"
    text = module.read_text(encoding="utf-8")
    build(kept)
    before = {path: path.stat() for path in kept.site.rglob("*") if path.is_file()}
    module.write_text(re.sub(r"^summary: ", "summary: Once more. ", text, count=1, flags=re.MULTILINE))
    code, said = build(kept)
    module.write_text(text, encoding="utf-8")
    assert code == 0, said
    after = {path: path.stat() for path in before}
    same = [path for path in before if before[path].st_ino == after[path].st_ino]
    assert all(before[path].st_mtime_ns == after[path].st_mtime_ns for path in same)
    assert len(same) > len(before) / 2
    changed = {path.relative_to(kept.site).as_posix() for path in before} - {
        path.relative_to(kept.site).as_posix() for path in same
    }
    assert {"pausing/index.html", "manifest-sha256.txt"} <= changed
    assert "glossary/index.html" not in changed
    assert all(stat.st_nlink == 1 for stat in after.values())


def test_a_page_that_is_gone_is_gone(kept: Project):
    """Nothing of a hand-written page stays after it is deleted."""
    page = kept.root / "docs" / "accessibility.md"
    text = page.read_text(encoding="utf-8")
    (kept.root / "docs" / "images").mkdir(exist_ok=True)
    stray = kept.root / "docs" / "images" / "stray.png"
    stray.write_bytes(b"png")
    assert build(kept)[0] == 0
    assert (kept.site / "images" / "stray.png").exists()
    stray.unlink()
    assert build(kept)[0] == 0
    assert not (kept.site / "images" / "stray.png").exists()
    assert page.read_text(encoding="utf-8") == text


def test_folders_are_those_of_this_site(kept: Project):
    """Folders go from build to build, but none that is empty, and none where a file is to be."""
    images = kept.root / "docs" / "images"
    module = kept.root / "modules" / "pausing.yml"
    text = module.read_text(encoding="utf-8")
    (images / "more").mkdir(parents=True)
    (images / "more" / "one.png").write_bytes(b"png")
    module.write_text(text.replace("- id: pause-4\n", "- id: pause-5\n"), encoding="utf-8")
    for _ in range(2):
        assert build(kept)[0] == 0
    assert (kept.site / "images" / "more" / "one.png").exists()
    (images / "more" / "one.png").unlink()
    (images / "more").rmdir()
    (images / "more").write_bytes(b"a file by this name")
    module.write_text(text, encoding="utf-8")
    for _ in range(3):
        code, said = build(kept)
        assert code == 0, said
        assert (kept.site / "images" / "more").read_bytes() == b"a file by this name"
        assert (kept.site / "pausing" / "pause-4" / "index.html").exists()
        assert [path for path in kept.site.rglob("*") if path.is_dir() and not list(path.iterdir())] == []
    (images / "more").unlink()


def test_warnings_are_told_every_time(kept: Project):
    """A broken link on a hand-written page ends each build, and a module's warning is shown by each."""
    page = kept.root / "docs" / "privacy.md"
    good = page.read_text(encoding="utf-8")
    page.write_text(good + "\n[nowhere](no-such-page.md)\n", encoding="utf-8")
    first, second = build(kept), build(kept)
    page.write_text(good, encoding="utf-8")
    assert first[0] == second[0] == 1
    assert "no-such-page.md" in first[1]
    assert first == second
    module = kept.root / "modules" / "pausing.yml"
    text = module.read_text(encoding="utf-8")
    module.write_text(re.sub(r"^summary: ", "summary: In a new colour. ", text, count=1, flags=re.MULTILINE))
    first, second = build(kept), build(kept)
    module.write_text(text, encoding="utf-8")
    assert "british-spelling" in first[1]
    assert first == second


@pytest.mark.parametrize("damage", ["cut", "values", "folder"])
def test_a_damaged_file_is_done_without(kept: Project, damage):
    """Whatever happened to what was kept, the build goes on, and its site is the same."""
    build(kept)
    before = contents(kept.site)
    file = kept.root / PLACE
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif damage == "values":
        with sqlite3.connect(file) as opened:
            opened.execute("UPDATE entries SET value = CAST('{\"pages\": []}' AS BLOB)")
    else:
        file.unlink()
        file.mkdir()
    code, said = build(kept)
    shutil.rmtree(file.parent)
    assert code == 0, said
    assert differing(before, contents(kept.site)) == []


def test_what_is_of_no_use_is_dropped(tmp_path):
    """An entry that several builds did not ask for is gone; one that each asks for stays."""
    path = tmp_path / "kept.sqlite"
    cache = Cache(path)
    cache.put("used", "1")
    cache.put("unused", "2")
    cache.save()
    for _ in range(8):
        assert cache.get("used") == "1"
        cache.save()
    assert Cache(path).get("used") == "1"
    assert Cache(path).get("unused") is None


def test_what_is_asked_for_together_is_there_together(tmp_path):
    """Several entries are there when each is, waiting or written; and asking counts as a use."""
    cache = Cache(tmp_path / "kept.sqlite")
    cache.put("a", "1")
    cache.put("b", "2")
    assert cache.has_all(["a", "b"])
    cache.save()
    cache.put("c", "3")
    assert cache.has_all(["a", "b", "c", "a"])
    assert not cache.has_all(["a", "d"])
    for _ in range(8):
        assert cache.has_all(["a"])
        cache.save()
    assert cache.has_all(["a"])
    assert not cache.has_all(["b"])
    assert Cache().has_all([])
    assert not Cache().has_all(["a"])


def test_long_texts_do_not_wait_for_the_end(tmp_path, monkeypatch):
    """A build of a long course holds little: what is new is written now and then."""
    monkeypatch.setattr(kept_file, "MOST_WAITING", 100)
    cache = Cache(tmp_path / "kept.sqlite")
    for number in range(10):
        cache.put(f"{number}", "x" * 60)
    other = Cache(tmp_path / "kept.sqlite")
    assert [other.get(f"{number}") is not None for number in range(10)] == [True] * 10
    other.close()
    cache.close()


def test_a_disk_that_takes_no_more_is_done_without(tmp_path):
    """Where nothing can be written, nothing is kept, and nobody who asks stumbles over it."""
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    cache = Cache(tmp_path / "file" / "kept.sqlite")
    cache.put("a", "1")
    cache.save()
    cache.put("b", "2")
    cache.save()
    assert cache.get("a") is None
    assert not cache.has_all(["a", "b"])


def test_keys_hold_their_parts_apart():
    """Two lists of parts never have the same hash because their texts join up alike."""
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")


def small_project(to: Path) -> Project:
    """The project with the small course of the check's tests."""
    copied = copy_project(to)
    for path in (to / "modules").glob("*.yml"):
        path.unlink()
    for path in GOOD.glob("*.yml"):
        shutil.copyfile(path, to / "modules" / path.name)
    (to / "modules" / "pausing.yml").write_text(PAUSING, encoding="utf-8")
    for path in (to / "docs").glob("*.md"):
        path.write_text(f"# {path.stem.capitalize()}\n\nWritten by hand.\n", encoding="utf-8")
    (to / "overrides" / "drawings" / "listening-ear.svg").write_text(DRAWING, encoding="utf-8")
    return copied


class Editing(RuleBasedStateMachine):
    """Anything that happens to a course between two builds; each build is compared with a cold one."""

    compared = 0
    project: Project

    @initialize()
    def start(self) -> None:
        """A small course that was built once."""
        root = Path(os.environ["TRAINING_SITE_TEST_FOLDER"])
        shutil.rmtree(root, ignore_errors=True)
        self.project = small_project(root)
        assert build(self.project)[0] == 0

    def teardown(self) -> None:
        """However the edits went, the last state is built and compared."""
        self.build_and_compare()

    def modules(self) -> list[Path]:
        """The files of modules that are there."""
        names = ("listening.yml", "pausing.yml")
        return [path for name in names if (path := self.project.root / "modules" / name).exists()]

    @rule(data=st.data(), word=st.sampled_from(("calmly", "“so”", "[@S1]", "*now*", "<b>", "term")))
    def edit_a_text(self, data, word: str) -> None:
        """Words are added to a line of any file."""
        path = data.draw(st.sampled_from(sorted((self.project.root / "modules").glob("*.yml"))))
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        fit = [
            n for n, line in enumerate(lines) if re.match(r"[\s-]*(text|summary|title|prompt|help): \w", line)
        ]
        if fit:
            number = data.draw(st.sampled_from(fit))
            lines[number] = lines[number].rstrip("\n") + f" {word}\n"
            path.write_text("".join(lines), encoding="utf-8")

    @rule(data=st.data(), title=st.sampled_from(("One", "Two “two”")))
    def give_another_title(self, data, title: str) -> None:
        """A unit or a module gets another title, and nothing else changes."""
        path = data.draw(st.sampled_from(self.modules()))
        text = path.read_text(encoding="utf-8")
        found = list(re.finditer(r"^(?:  - id: [a-z-]+[0-9]?\n    )?title: (.*)$", text, flags=re.MULTILINE))
        start, end = data.draw(st.sampled_from(found)).span(1)
        path.write_text(f"{text[:start]}{title}{text[end:]}", encoding="utf-8")

    @rule(order=st.sampled_from(("[listening, pausing]", "[pausing, listening]", "[listening]")))
    def change_the_order(self, order: str) -> None:
        """The modules change places in the path, or one leaves it."""
        path = self.project.root / "modules" / "course.yml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"^modules: .*$", f"modules: {order}", text, flags=re.MULTILINE), encoding="utf-8"
        )

    @rule()
    def delete_or_bring_back_a_module(self) -> None:
        """The last module's file is gone, or there again."""
        path = self.project.root / "modules" / "pausing.yml"
        path.unlink() if path.exists() else path.write_text(PAUSING, encoding="utf-8")
        self.change_the_order("[listening, pausing]" if path.exists() else "[listening]")

    @rule(data=st.data())
    def touch(self, data) -> None:
        """A file is saved without a change."""
        data.draw(st.sampled_from(self.modules())).touch()

    @rule(title=st.sampled_from(("A title", "Another", "A “third”")))
    def write_a_page(self, title: str) -> None:
        """A hand-written page changes."""
        (self.project.root / "docs" / "about.md").write_text(f"# {title}\n\nBy hand.\n", encoding="utf-8")

    @rule(
        name=st.sampled_from(("footer.html", "pager.html", "menu.html")), word=st.sampled_from(("one", "two"))
    )
    def edit_a_template(self, name: str, word: str) -> None:
        """A part of the theme changes."""
        path = self.project.root / "overrides" / "partials" / name
        path.write_text(path.read_text(encoding="utf-8") + f"<!-- {word} -->\n", encoding="utf-8")

    @rule()
    def add_or_remove_a_picture(self) -> None:
        """A file of the site comes or goes."""
        path = self.project.root / "docs" / "images" / "more.png"
        path.parent.mkdir(exist_ok=True)
        path.unlink() if path.exists() else path.write_bytes(b"picture")

    @rule(data=st.data())
    def rename_an_id(self, data) -> None:
        """A unit gets another id, and with it another address."""
        path = data.draw(st.sampled_from(self.modules()))
        text = path.read_text(encoding="utf-8")
        name = data.draw(
            st.sampled_from(re.findall(r"^  - id: ([a-z0-9-]+)\n    title:", text, flags=re.MULTILINE))
        )
        new = name.removesuffix("-renamed") if name.endswith("-renamed") else f"{name}-renamed"
        path.write_text(text.replace(f"- id: {name}\n", f"- id: {new}\n"), encoding="utf-8")

    @rule()
    def draft_or_publish(self) -> None:
        """The last module becomes a draft, or is published."""
        path = self.modules()[-1]
        text = path.read_text(encoding="utf-8")
        text = text.replace("draft: true\n", "") if "draft: true\n" in text else "draft: true\n" + text
        path.write_text(text, encoding="utf-8")

    @rule()
    def build_and_compare(self) -> None:
        """What is built with what was kept and the last site is what is built from nothing."""
        before = contents(self.project.site)
        said = build(self.project)
        found = contents(self.project.site)
        fresh_said, fresh = cold(self.project)
        assert said == fresh_said
        assert differing(found, before if said[0] else fresh) == []
        type(self).compared += 1

    @rule(data=st.data())
    def spoil_a_file_of_the_site(self, data) -> None:
        """Somebody changes or deletes a file of the last site by hand."""
        names = sorted(contents(self.project.site).keys() - {"manifest-sha256.txt"})
        if names:  # none where nothing could be built since the site was lost
            path = self.project.site / data.draw(st.sampled_from(names))
            path.unlink() if path.suffix == ".js" else path.write_bytes(b"spoiled")

    @rule()
    def lose_the_site(self) -> None:
        """The last site is gone, and what was kept is not."""
        shutil.rmtree(self.project.site)
        build(self.project)
        self.project.site.mkdir(exist_ok=True)


@pytest.mark.long
def test_any_change_is_built_as_from_nothing(tmp_path, monkeypatch, capsys):
    """Edits, moves, renames, deletions and touches in any order: a build gives the cold one's bytes."""
    monkeypatch.setenv("TRAINING_SITE_TEST_FOLDER", str(tmp_path / "project"))
    Editing.compared = 0
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    with capsys.disabled():
        print(f"\n{Editing.compared} builds compared with cold ones")
    assert Editing.compared >= 12
