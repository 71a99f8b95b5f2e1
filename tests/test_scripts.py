"""The shell scripts: what they say when something is missing, and that they set up only once.

Each runs in a copy of the checkout's files with a path that holds nothing but what the test puts
there, so nothing is downloaded and no other folder is touched.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import ROOT

SCRIPTS = ("build", "serve", "test", "setup", "lock")
POSIX_TOOLS = ("sh", "dirname", "cat", "cksum", "rm", "mv", "mkdir", "id", "grep", "tail", "env")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are for machines with a POSIX shell")

OLD_PYTHON = """#!/bin/sh
case $1 in -V) echo "Python 3.9.6" ;; *) exit 1 ;; esac
"""

NO_VENV_PYTHON = """#!/bin/sh
case $2 in *ensurepip*) exit 1 ;; esac
"""

# Stands for a good Python: makes a .venv whose python writes down how it is called.
GOOD_PYTHON = """#!/bin/sh
echo "base $*" >> "$LOG"
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "$3/bin"
  {
    echo '#!/bin/sh'
    echo 'echo "venv $*" >> "$LOG"'
    echo 'case "$*" in *"-r requirements.txt"*) exit "${FAIL:-0}" ;; esac'
  } > "$3/bin/python"
  printf '#!/bin/sh\\necho "training-site $*"\\n' > "$3/bin/training-site"
  chmod +x "$3/bin/python" "$3/bin/training-site"
fi
"""


LOCKS = ("requirements.txt", "requirements-pdf.txt", "requirements-zensical.txt", "requirements-dev.txt")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What setting up needs of the checkout, in a folder with a space in its path."""
    folder = tmp_path / "a folder"
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("training_site*"))
    for name in ("pyproject.toml", "requirements.txt", "requirements-pdf.txt", "requirements-zensical.txt"):
        shutil.copyfile(ROOT / name, folder / name)
    return folder


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that is the whole machine: the shell's own tools and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in (*POSIX_TOOLS, "chmod"):
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def install(machine: Path, name: str, text: str) -> None:
    """Put a program on the machine."""
    (machine / name).write_text(text, encoding="utf-8")
    (machine / name).chmod(0o755)


def run(checkout: Path, machine: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the checkout on the machine, from another folder and without standard input."""
    script, *arguments = command
    return subprocess.run(
        [str(checkout / "scripts" / script), *arguments],
        cwd=machine,
        env={"PATH": str(machine), "LOG": str(machine / "log"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def log(machine: Path) -> list[str]:
    """How the stand-ins were called."""
    return (machine / "log").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_plain_shell(name):
    """Each script can be run, asks for `sh` alone, stops at an error, and is read by it without complaint."""
    path = ROOT / "scripts" / name
    assert os.access(path, os.X_OK)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n#")
    assert "\nset -eu\n" in text
    done = subprocess.run(["sh", "-n", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_python_is_named_in_one_line(checkout, machine):
    """Without any Python, one line says so and how to get it."""
    done = run(checkout, machine, "build")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "Cannot go on: Python 3.11 or newer is missing."
        " On Debian and Ubuntu: sudo apt-get install python3 python3-venv"
    )


def test_old_python_is_named_in_one_line(checkout, machine):
    """With only an old Python, one line says which it is and how to name another."""
    install(machine, "python3", OLD_PYTHON)
    done = run(checkout, machine, "build")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "Cannot go on: Python 3.11 or newer is needed, and this is Python 3.9.6."
        " Install a newer one, or name it: PYTHON=/path/to/python3 ./scripts/build"
    )


def test_missing_venv_module_is_named_in_one_line(checkout, machine):
    """Where Python comes without its venv module, as on Debian, one line names the package."""
    install(machine, "python3", NO_VENV_PYTHON)
    done = run(checkout, machine, "serve")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "Cannot go on: Python's venv module is missing."
        " On Debian and Ubuntu: sudo apt-get install python3-venv"
    )


def test_missing_git_is_named_in_one_line(checkout, machine):
    """The tests ask for git before anything is downloaded."""
    install(machine, "python3", GOOD_PYTHON)
    done = run(checkout, machine, "test")
    assert done.returncode == 2
    assert done.stderr == (
        "Cannot go on: the tests need git. On Debian and Ubuntu: sudo apt-get install git\n"
    )
    assert not (checkout / ".venv").exists()


def test_build_sets_up_once_and_hands_its_options_on(checkout, machine):
    """The first run installs the locked packages by hash and then the project; the second only builds."""
    install(machine, "python3", GOOD_PYTHON)
    first = run(checkout, machine, "build", "--site-dir", "my site")
    assert (first.returncode, first.stdout) == (0, "training-site build --site-dir my site\n")
    assert "Setting up .venv for the site" in first.stderr
    installs = [line for line in log(machine) if "pip install" in line]
    assert installs == [
        "venv -m pip install --quiet --require-hashes -r requirements.txt",
        "venv -m pip install --quiet --no-deps --no-build-isolation -e .",
    ]
    (machine / "log").unlink()
    second = run(checkout, machine, "build")
    assert (second.returncode, second.stdout, second.stderr) == (0, "training-site build\n", "")
    assert not [line for line in log(machine) if "pip" in line or "-m venv" in line]


def test_the_pdf_is_set_up_only_when_it_is_asked_for(checkout, machine):
    """`build --pdf` adds the packages of its own lock to those of the site, and hands the option on."""
    install(machine, "python3", GOOD_PYTHON)
    done = run(checkout, machine, "build", "--site-dir", "my site", "--pdf")
    assert (done.returncode, done.stdout) == (0, "training-site build --site-dir my site --pdf\n")
    assert [line for line in log(machine) if "requirements" in line] == [
        "venv -m pip install --quiet --require-hashes -r requirements.txt",
        "venv -m pip install --quiet --require-hashes -r requirements-pdf.txt",
    ]


def test_missing_pango_is_named_in_one_line(checkout, machine):
    """Where the library is missing and cannot be installed, the last line says which packages to get."""
    lacking = GOOD_PYTHON.replace(
        """    echo 'case "$*" in""",
        """    echo 'case "$*" in *weasyprint*) exit 1 ;; esac'\n    echo 'case "$*" in""",
    )
    assert lacking != GOOD_PYTHON
    install(machine, "python3", lacking)
    done = run(checkout, machine, "build", "--pdf")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "Cannot go on: the PDF needs the library Pango. On Debian and Ubuntu: sudo apt-get install"
        " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. On macOS: brew install pango"
    )
    assert not done.stdout


def test_uv_is_used_where_it_is(checkout, machine):
    """With uv on the path, uv installs the same locked packages."""
    install(machine, "python3", GOOD_PYTHON)
    install(machine, "uv", '#!/bin/sh\necho "uv $*" >> "$LOG"\n[ "$1" != venv ] || python3 -m venv .venv\n')
    done = run(checkout, machine, "build")
    assert done.returncode == 0, done.stderr
    installs = [line for line in log(machine) if "pip install" in line]
    assert installs == [
        "uv pip install --quiet --require-hashes -r requirements.txt",
        "uv pip install --quiet --no-deps --no-build-isolation -e .",
    ]


def test_interrupted_setup_starts_again(checkout, machine):
    """A setup that failed leaves no stamp, so the next run does it again."""
    install(machine, "python3", GOOD_PYTHON)
    broken = run(checkout, machine, "build", FAIL="1")
    assert broken.returncode == 2
    assert "the locked packages of requirements.txt could not be installed" in broken.stderr
    again = run(checkout, machine, "build")
    assert again.returncode == 0
    assert "Setting up .venv" in again.stderr


def test_changed_lock_file_is_installed(checkout, machine):
    """After a change of the locked packages, the next run installs them into the same .venv."""
    install(machine, "python3", GOOD_PYTHON)
    assert run(checkout, machine, "build").returncode == 0
    lock = checkout / "requirements.txt"
    lock.write_text(lock.read_text(encoding="utf-8") + "# newer\n", encoding="utf-8")
    (machine / "log").unlink()
    assert run(checkout, machine, "build").returncode == 0
    assert [line for line in log(machine) if "-r requirements.txt" in line]
    assert not [line for line in log(machine) if "-m venv" in line]


def test_moved_folder_gets_a_new_venv(checkout, machine):
    """Programs in .venv name the place where they were made, so a moved folder starts over."""
    install(machine, "python3", GOOD_PYTHON)
    assert run(checkout, machine, "build").returncode == 0
    (machine / "log").unlink()
    moved = checkout.rename(checkout.with_name("another folder"))
    assert run(moved, machine, "build").returncode == 0
    assert [line for line in log(machine) if "-m venv .venv" in line]


def test_lock_files_name_no_registry_and_hash_everything():
    """The locks hold exact versions with hashes and no address, so they work with a mirror and offline."""
    for name in LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        lines = text.replace("\\\n", "").splitlines()
        entries = [line for line in lines if line[:1] not in ("", "#", " ")]
        assert entries
        for entry in entries:
            assert "==" in entry, entry
            assert "--hash=sha256:" in entry, entry
    node = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in node
    assert node.count('"integrity"') == node.count('"node_modules/')


def test_runtime_lock_is_part_of_the_other():
    """What a build installs is, version by version, what the tests ran with."""
    runtime, with_pdf, with_zensical, tests = (
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE))
        for name in LOCKS
    )
    assert runtime
    assert runtime < with_pdf < tests
    assert runtime < with_zensical < tests
