"""The publishing workflow: safe by its shape, and right by two linters that look at nothing online."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from course_edits import GOOD
from tools import NODE_MODULES, ROOT, existing, find_node

WORKFLOW = ROOT / ".github" / "workflows" / "site.yml"
ACTIONLINT = NODE_MODULES / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"


def run_actionlint(workflow: Path) -> subprocess.CompletedProcess[str]:
    """Run actionlint on one file; a finding makes its exit code 1."""
    command = [str(find_node()), str(existing(ACTIONLINT)), workflow.name]
    return subprocess.run(command, cwd=workflow.parent, capture_output=True, text=True, check=False)


def run_zizmor(workflow: Path) -> subprocess.CompletedProcess[str]:
    """Run zizmor on one file, offline and at its strictest; a finding makes its exit code other than 0."""
    zizmor = existing(Path(sys.executable).parent / "zizmor")
    command = [str(zizmor), "--offline", "--no-progress", "--persona", "pedantic", str(workflow)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def read_workflow() -> dict[Any, Any]:
    """The workflow as data; YAML 1.1 reads its key ``on`` as true."""
    workflow: dict[Any, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    return workflow


def steps_of(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    """The steps of all its jobs."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_actionlint_finds_nothing():
    """actionlint accepts the workflow."""
    done = run_actionlint(WORKFLOW)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 workflow file(s)" in done.stdout


def test_zizmor_finds_nothing():
    """zizmor accepts the workflow at its strictest."""
    done = run_zizmor(WORKFLOW)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("run", "before", "after", "named"),
    [
        (run_actionlint, "runs-on: ubuntu-24.04", "runs-on: ubuntu-24", 'label "ubuntu-24" is unknown'),
        (run_zizmor, "  pull_request:\n", "  pull_request_target:\n", "dangerous-triggers"),
    ],
)
def test_each_linter_can_fail(tmp_path, run, before, after, named):
    """A fault put into the workflow is found, so a clean result means something."""
    text = WORKFLOW.read_text(encoding="utf-8")
    assert before in text
    broken = tmp_path / ".github" / "workflows" / "site.yml"
    broken.parent.mkdir(parents=True)
    broken.write_text(text.replace(before, after), encoding="utf-8")
    done = run(broken)
    assert done.returncode != 0
    assert named in done.stdout + done.stderr


def test_actions_are_pinned_by_commit():
    """Every action is named by a full commit, with its version beside it for people."""
    lines = [line.strip() for line in WORKFLOW.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        assert re.fullmatch(r"(- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_only_the_deploy_job_may_write():
    """The token reads, except in the job that deploys, and pull requests never run with it."""
    workflow = read_workflow()
    assert workflow["permissions"] == {"contents": "read"}
    writers = {
        name for name, job in workflow["jobs"].items() if "write" in dict(job.get("permissions", {})).values()
    }
    assert writers == {"deploy"}
    assert workflow["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert "refs/heads/main" in workflow["jobs"]["deploy"]["if"]
    assert set(workflow[True]) == {"pull_request", "push", "workflow_dispatch"}


def test_no_credentials_stay_in_the_checkout():
    """Every checkout drops its token before code of the repository runs."""
    checkouts = [step for step in steps_of(read_workflow()) if "actions/checkout@" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize(
    ("exit_code", "heading"),
    [(0, "## The modules are in order"), (1, "## Something in the modules needs mending")],
)
def test_summary_says_it_in_plain_words(tmp_path, exit_code, heading):
    """The job's summary opens with the verdict and carries what `check` says to people."""
    (step,) = [step for step in steps_of(read_workflow()) if step.get("name") == "Say it in plain words"]
    command = tmp_path / ".venv" / "bin" / "training-site"
    command.parent.mkdir(parents=True)
    command.write_text(f"#!/bin/sh\necho 'what check says'\nexit {exit_code}\n", encoding="utf-8")
    command.chmod(0o755)
    summary = tmp_path / "summary.md"
    subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "GITHUB_STEP_SUMMARY": str(summary)},
        check=True,
    )
    text = summary.read_text(encoding="utf-8")
    assert text.startswith(heading)
    assert text.endswith("```text\nwhat check says\n```\n")


def test_summary_says_what_changes_for_readers(tmp_path):
    """On a pull request the summary tells the changes against the commit that it is compared with."""
    (check,) = [job for name, job in read_workflow()["jobs"].items() if name == "check"]
    assert check["steps"][0]["with"]["fetch-depth"] == 2
    (step,) = [step for step in check["steps"] if step.get("name") == "Say what changes for readers"]
    assert "github.event_name == 'pull_request'" in step["if"]
    assert "${{" not in step["run"], "nothing of a pull request becomes code"
    git = ("git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    shutil.copytree(GOOD, tmp_path / "modules")
    glossary = tmp_path / "modules" / "glossary.yml"
    text = glossary.read_text(encoding="utf-8")
    for commands in (["init", "-q"], ["add", "."], ["commit", "-qm", "One"]):
        subprocess.run([*git, *commands], cwd=tmp_path, check=True)
    glossary.write_text(text.replace("Mending what went wrong", "Mending *what* hurts"), encoding="utf-8")
    subprocess.run([*git, "commit", "-qam", "Two"], cwd=tmp_path, check=True)
    command = tmp_path / ".venv" / "bin" / "training-site"
    command.parent.mkdir(parents=True)
    command.symlink_to(existing(Path(sys.executable).parent / "training-site"))
    summary = tmp_path / "summary.md"
    subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "GITHUB_STEP_SUMMARY": str(summary)},
        check=True,
    )
    said = summary.read_text(encoding="utf-8")
    assert said.startswith("\n## What changes for readers\n\n### Glossary\n\n")
    assert r"and now as “Mending \*what\* hurts between people\.”" in said


def test_known_weaknesses_are_a_warning(tmp_path):
    """Whatever pip-audit says of any lock file, the job goes on, and the warning names the file."""
    (step,) = [step for step in steps_of(read_workflow()) if step.get("name") == "Ask for known weaknesses"]
    audit = tmp_path / "pip-audit"
    audit.write_text('#!/bin/sh\necho "asked: $*"\ncase $* in *-dev.txt) exit 1 ;; esac\n', encoding="utf-8")
    audit.chmod(0o755)
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    locks = sorted(path.name for path in ROOT.glob("requirements*.txt"))
    assert sorted(line.rpartition(" ")[2] for line in done.stdout.splitlines() if "asked:" in line) == locks
    (warning,) = [line for line in done.stdout.splitlines() if "::warning" in line]
    assert warning.startswith("::warning title=requirements-dev.txt::")


def test_a_pull_request_gets_its_site():
    """The built site of a pull request, with PDF and copy, is kept as a file; one of main goes to Pages."""
    kept = {step["uses"].partition("@")[0]: step for step in steps_of(read_workflow()) if "uses" in step}
    site = next(s for s in steps_of(read_workflow()) if s.get("with", {}).get("name") == "site")
    assert site["uses"].startswith("actions/upload-artifact@")
    assert site["with"]["path"] == "site"
    assert site["if"] == "${{ github.event_name == 'pull_request' }}"
    (build,) = [step for step in steps_of(read_workflow()) if "--pdf" in step.get("run", "")]
    assert build["run"] == "./scripts/build --pdf --offline"
    assert kept["actions/upload-pages-artifact"]["if"] == "${{ github.event_name != 'pull_request' }}"


def test_updates_are_asked_for_everywhere():
    """Dependabot looks at every kind of lock file there is, and zizmor accepts its settings."""
    path = ROOT / ".github" / "dependabot.yml"
    asked = {update["package-ecosystem"] for update in yaml.safe_load(path.read_text("utf-8"))["updates"]}
    assert asked == {"pip", "npm", "github-actions"}
    done = run_zizmor(path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_gitlab_builds_the_same_way():
    """GitLab's pipeline checks, keeps the site of a merge request, and publishes the default branch only."""
    jobs = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    for job in ("check", "review", "pages"):
        for line in jobs[job]["script"]:
            assert (script := re.search(r"\./(scripts/\w+)", line)) is None or (ROOT / script[1]).is_file()
    assert jobs["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert jobs["pages"]["needs"] == ["check"]
    for job in ("review", "pages"):
        assert jobs[job]["artifacts"]["paths"] == ["public/"]
        assert "--site-dir public --pdf --offline" in jobs[job]["script"][-1]


def test_the_bill_of_materials_has_exactly_the_locked_versions(tmp_path):
    """What uv is asked to export are the lines of requirements.txt, no more and no fewer."""
    uv = tmp_path / "uv"
    uv.write_text(
        '#!/bin/sh\nwhile [ $# -gt 0 ]; do case $1 in --script) cp "$2" asked.py ;;'
        ' --output-file) echo made >"$2" ;; esac; shift; done\n',
        encoding="utf-8",
    )
    uv.chmod(0o755)
    subprocess.run(
        [str(ROOT / "scripts" / "sbom"), "made.json"],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        check=True,
    )
    assert (tmp_path / "made.json").read_text(encoding="utf-8") == "made\n"
    comment = re.findall(r"^# ?(.*)$", (tmp_path / "asked.py").read_text("utf-8"), flags=re.MULTILINE)
    asked = tomllib.loads("\n".join(line for line in comment if not line.startswith("///")))["dependencies"]
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert asked == [line.rstrip(" \\") for line in locked if re.match(r"\w", line)]
    assert len(asked) > 20
