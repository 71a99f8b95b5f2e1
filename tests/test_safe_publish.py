"""A build takes the place of the last site as a whole, or leaves it as it was."""

import os
import random
import resource
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from project import Project, sample_project
from sample_course import as_files, complete_course
from training_site import publish as publishing
from training_site.finish.manifest import differences, write_manifest
from training_site.publish import PublishError, put_in_place, workshop


def make_site(folder: Path, version: str) -> Path:
    """A small whole site that says its version in two files."""
    folder.mkdir()
    (folder / "index.html").write_text(version, encoding="utf-8")
    (folder / "about.html").write_text(version, encoding="utf-8")
    write_manifest(folder)
    return folder


def version_of(site: Path) -> str:
    """The one version that all files of a site are of."""
    assert differences(site) == []
    (version,) = {(site / name).read_text(encoding="utf-8") for name in ("index.html", "about.html")}
    return version


def publish(site: Path, version: str) -> None:
    """Build and put in place, as the command does."""
    with workshop(site) as room:
        put_in_place(make_site(room / "site", version), site)


# --- Taking its place -----------------------------------------------------------------------------


@pytest.mark.parametrize("system_can_swap", [True, False])
def test_a_new_site_replaces_the_last_one_whole(tmp_path, monkeypatch, system_can_swap):
    """The first and every later site is put in place, its mode kept, and nothing else stays behind."""
    if not system_can_swap:
        monkeypatch.setattr(publishing, "exchange", lambda *_: False)
    site = tmp_path / "site"
    publish(site, "1")
    site.chmod(0o750)
    (site / "index.html").write_text("touched by hand", encoding="utf-8")
    publish(site, "2")
    assert version_of(site) == "2"
    assert site.stat().st_mode & 0o777 == 0o750
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked for a swap in one step")
def test_there_is_no_moment_without_a_site(tmp_path):
    """Whoever reads while sites take each other's place always finds one."""
    site = make_site(tmp_path / "site", "0")
    assert publishing.exchange(site, make_site(tmp_path / "other", "1")), "this file system cannot swap"
    done, missed = threading.Event(), []

    def read() -> None:
        while not done.is_set():
            try:
                (site / "index.html").read_text(encoding="utf-8")
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for version in range(200):
        publish(site, str(version))
    done.set()
    reader.join()
    assert missed == []


def test_a_site_that_is_not_whole_is_not_published(tmp_path):
    """A file changed after the manifest was written keeps the new site out."""
    site = tmp_path / "site"
    publish(site, "1")
    with workshop(site) as room:
        made = make_site(room / "site", "2")
        (made / "about.html").write_text("cut o", encoding="utf-8")
        with pytest.raises(PublishError, match=r"not whole: about\.html is not what was written\."):
            put_in_place(made, site)
    assert version_of(site) == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_tidied(tmp_path):
    """Half a site is cleared away; a last site that was between its two renames comes back."""
    site = tmp_path / "site"
    room = tmp_path / ".site.building"
    room.mkdir()
    (room / "lock").touch()
    make_site(room / "previous", "1")
    make_site(room / "site", "half").joinpath("about.html").unlink()
    with workshop(site):
        assert version_of(site) == "1"
        assert [path.name for path in room.iterdir()] == ["lock"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_last_site_comes_back_when_the_new_one_cannot_be_moved(tmp_path, monkeypatch):
    """On a system with two renames, a failed second one undoes the first."""
    site = tmp_path / "site"
    publish(site, "1")
    monkeypatch.setattr(publishing, "exchange", lambda *_: False)
    real = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "site" and self.parent != tmp_path:
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        publish(site, "2")
    assert version_of(site) == "1"


def test_one_build_at_a_time(tmp_path):
    """A second build of the same site is refused in plain words and harms nothing; another site may build."""
    site = tmp_path / "site"
    with workshop(site) as room:
        make_site(room / "site", "1")
        with pytest.raises(
            PublishError, match=r"Another build of .*site is under way\. Wait until it is done\."
        ):
            publish(site, "2")
        publish(tmp_path / "another", "3")
        put_in_place(room / "site", site)
    assert version_of(site) == "1"
    publish(site, "2")
    assert version_of(site) == "2"


@pytest.mark.parametrize(
    ("held", "message"),
    [
        (["thesis.doc"], "holds something that no build made. Name another folder, or empty this one."),
        (["index.html"], "holds something that no build made."),
        (["manifest-sha256.txt", ".git"], "holds `.git`, which no build made. Move it elsewhere first."),
    ],
)
def test_a_folder_with_something_else_is_left_alone(tmp_path, held, message):
    """A slip in the name of the folder costs nobody their files."""
    site = tmp_path / "site"
    site.mkdir()
    for name in held:
        (site / name).touch()
    with pytest.raises(PublishError) as refused, workshop(site):
        pass
    assert message in str(refused.value)
    assert sorted(path.name for path in site.iterdir()) == sorted(held)


def test_a_refused_build_leaves_nothing(tmp_path):
    """Whoever names the wrong folder by mistake finds nothing beside it."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "about.md").write_text("mine", encoding="utf-8")
    with pytest.raises(PublishError), workshop(folder):
        pass
    assert list(tmp_path.iterdir()) == [folder]


def test_a_file_in_the_way_is_said(tmp_path):
    """Where a file has the site's name, that is said, and the file stays."""
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(PublishError, match="is no folder that can be replaced"), workshop(tmp_path / "site"):
        pass
    assert (tmp_path / "site").read_text(encoding="utf-8") == "mine"


# --- The whole command ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small course, built once."""
    made = sample_project(
        tmp_path_factory.mktemp("small"), as_files(complete_course(lambda label, _: f"The {label}."))
    )
    made.build()
    return made


def write_version(project: Project, version: str) -> None:
    """Change a page, so that the next site differs from the last."""
    (project.root / "docs" / "about.md").write_text(f"# About\n\nVersion {version}.\n", encoding="utf-8")


def built_version(project: Project) -> str:
    """The version that the whole site in place is of."""
    assert differences(project.site) == []
    text = (project.site / "about" / "index.html").read_text(encoding="utf-8")
    return text.partition("Version ")[2].partition(".")[0]


def left_beside(project: Project) -> set[str]:
    """What lies hidden beside the site."""
    return {path.name for path in project.root.iterdir() if path.name.startswith(".")} - {".cache"}


def test_a_build_that_fails_at_its_end_leaves_the_last_site(small):
    """A warning that MkDocs counts only after all is written keeps the new site out."""
    write_version(small, "1")
    small.build()
    write_version(small, "2. [Broken](nowhere.md)")
    done = small.run("build")
    assert done.returncode == 1
    assert "Nothing was built." in done.stdout
    assert built_version(small) == "1"
    assert left_beside(small) == set()


def full_disk() -> None:
    """Let no file of this process grow past a size that a picture soon has."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.long
def test_a_disk_that_takes_no_more_leaves_the_last_site(small):
    """A write that the system refuses is said in a sentence, and the last site stays."""
    write_version(small, "1")
    small.build()
    write_version(small, "2")
    large = small.root / "docs" / "images" / "large.png"
    large.write_bytes(b"x" * 200_000)  # all else that is large is taken over from the last site
    done = subprocess.run(
        [sys.executable, "-m", "training_site", "build"],
        cwd=small.root,
        env=small.environment(),
        preexec_fn=full_disk,
        capture_output=True,
        text=True,
        check=False,
    )
    large.unlink()
    assert done.returncode == 1, done.stderr
    assert "The disk does not take the site: File too large. The site is as it was before." in done.stdout
    assert "Traceback" not in done.stderr
    assert built_version(small) == "1"
    assert left_beside(small) == set()


@pytest.mark.long
def test_a_full_file_system_leaves_the_last_site(small, tmp_path):
    """On a file system with room for little more than one site, another fails and the first site stays."""
    disk = tmp_path / "disk"
    disk.mkdir()
    write_version(small, "1")
    small.build()
    size = sum(path.stat().st_blocks * 512 for path in small.site.rglob("*"))
    mounted = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={int(size * 1.1)}", "tmpfs", str(disk)],
            capture_output=True,
            text=True,
            check=False,
        )
        if shutil.which("mount")
        else None
    )
    if mounted is None or mounted.returncode:
        pytest.skip("a small file system can be mounted here by nobody, or by root only")
    footer = small.root / "overrides" / "partials" / "footer.html"
    before = footer.read_text(encoding="utf-8")
    try:
        site = disk / "site"
        assert small.run("build", "--site-dir", str(site)).returncode == 0
        write_version(small, "2")
        footer.write_text(f"{before}<p>On every page.</p>\n", encoding="utf-8")  # or most would be taken over
        done = small.run("build", "--site-dir", str(site))
        assert done.returncode == 1
        assert "The disk does not take the site: No space left on device." in done.stdout
        assert differences(site) == []
        assert "Version 1." in (site / "about" / "index.html").read_text(encoding="utf-8")
        assert [path.name for path in disk.iterdir()] == ["site"]
    finally:
        footer.write_text(before, encoding="utf-8")
        subprocess.run(["umount", str(disk)], check=True)


KILLED_BUILDS = """
import os, signal, sys
sys.argv[1:] = []
from training_site.__main__ import main
import mkdocs.commands.build, mkdocs.config.defaults, training_site.publish

def build(fatal_step):
    "Build in a child that is killed at a step of its work with files; the number of steps when it lives."
    steps = 0
    def count(event, _):
        nonlocal steps
        if event.split(".")[0] in ("open", "os", "shutil", "ctypes", "fcntl"):
            steps += 1
            if steps == fatal_step:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.stdout = open(os.devnull, "w")
    sys.addaudithook(count)
    code = main(["build"])
    return steps if code == 0 else -1

for line in sys.stdin:
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writes, str(build(int(line))).encode())
        os._exit(0)
    os.close(writes)
    said = os.read(reads, 100).decode()
    os.close(reads)
    _, status = os.waitpid(child, 0)
    print(said or "killed" if os.WIFSIGNALED(status) or said else "failed", flush=True)
"""


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_hundred_killed_builds_leave_a_whole_site(small):
    """Killed at any step of its work with files, a build leaves one whole version: the last or the new."""
    write_version(small, "0")
    small.build()
    chance = random.Random(20_261_123)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED_BUILDS],
        cwd=small.root,
        env=small.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as builds:

        def build(fatal_step: int) -> str:
            assert builds.stdin is not None
            assert builds.stdout is not None
            print(fatal_step, file=builds.stdin, flush=True)
            return builds.stdout.readline().strip()

        steps = int(build(0))
        assert steps > 500
        last, seen = "0", set()
        for number in range(1, 101):
            # Half of them anywhere, half near the end, where the sites are exchanged and tidied up.
            step = chance.randint(1, steps) if number % 2 else chance.randint(steps - steps // 8, steps)
            write_version(small, str(number))
            outcome = build(step)
            assert outcome == "killed" or int(outcome) > 0, outcome
            now = built_version(small)
            assert now in (last, str(number)), (number, step)
            seen.add("new" if now == str(number) else "last")
            last = now
        assert seen == {"new", "last"}, "some were killed before the exchange and some after it"
        write_version(small, "whole")
        assert int(build(0)) > 500
        assert built_version(small) == "whole"
        assert left_beside(small) == set()
        assert builds.stdin is not None
        builds.stdin.close()
