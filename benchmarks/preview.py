"""How long it takes from saving a file until the open page in the browser shows it.

``python benchmarks/preview.py --size 100 --against pruned,zensical`` starts ``training-site serve`` and the
previews of other builders over the same pages, opens the same unit in each, and changes its source in turn:
the YAML here, the Markdown there. The clock stops when the page has loaded itself anew and its text holds the
new words. Whoever is not measured is stopped meanwhile. Adds a line of JSON for each edit; ``tables.py``
makes the table. Needs Linux or macOS and a browser for Playwright.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from compare import UNITS, about_this_run, make_whole
from courses import edit_a_module, edit_a_page, write_course
from rivals import RIVALS, find_rival, make_rival, serving, write_pages

UNIT = "synthetic-0001/unit-1/"
LONGEST = 900
"""Seconds to wait for a preview to start or to show a change."""


@dataclass(frozen=True)
class Preview:
    """A running preview, a page open in it, and how its source is changed."""

    name: str
    process: subprocess.Popen[bytes]
    page: Page
    edit: Callable[[int], str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write a line for each edit."""
    options = build_parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no stopped preview is left behind
    with ExitStack() as stack:
        folder = options.workspace or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=options.browser or None)
        previews = []
        for name in ("ours", *options.against):
            preview = stack.enter_context(start(name, folder.resolve(), browser, options))
            suspend(preview)
            previews.append(preview)
        for number in range(options.edits):
            for preview in previews if number % 2 else reversed(previews):
                seconds = measure(preview)
                line = {"kind": "preview", "label": options.label, **about_this_run()}
                line |= {"size": options.size, "name": preview.name, "seconds": seconds}
                with options.out.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(line) + "\n")
                print(f"{options.size} units, {preview.name}: {seconds:.2f} s", flush=True)
    return 0


def build_parser() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(description="From saving a file to the browser.")
    parser.add_argument("--size", type=int, default=100, help="how many units (100)")
    parser.add_argument("--edits", type=int, default=7, help="how many changes in each preview (7)")
    parser.add_argument(
        "--against", type=lambda text: tuple(text.split(",")), default=("pruned",), help=", ".join(RIVALS)
    )
    parser.add_argument("--zensical", default="zensical", help="where the program is")
    parser.add_argument("--hugo", default="hugo", help="where the program is")
    parser.add_argument("--browser", default=os.environ.get("CHROMIUM", ""), help="where the browser is")
    parser.add_argument("--out", type=Path, default=Path("results.jsonl"), help="the file of results")
    parser.add_argument("--workspace", type=Path, help="keeps courses and pages for the next time")
    parser.add_argument("--label", default="", help="a name for measurements that belong together")
    return parser


@contextmanager
def start(name: str, folder: Path, browser: Browser, options: argparse.Namespace) -> Iterator[Preview]:
    """Start a preview of pages of its own and open the unit in it."""
    course, pages, port = folder / f"course-{options.size}", folder / f"pages-{options.size}", free_port()
    if not course.exists():
        make_whole(course, lambda new: write_course(new, options.size // UNITS, UNITS, alone=True))
    if name == "ours":
        command = [sys.executable, "-m", "training_site", "serve", "--address", f"127.0.0.1:{port}"]
        at, edit = course, lambda number: edit_a_module(course, number)
    else:
        to = folder / f"preview-{name}-{options.size}"
        program = {"zensical": options.zensical, "hugo": options.hugo}.get(name, "")
        if not pages.exists():
            make_whole(pages, lambda new: write_pages(course, new))
        if not to.exists():
            make_whole(to, lambda new: make_rival(name, program, pages, new))
        rival = find_rival(name, program, to)
        command, at = list(serving(rival, port)), to
        edit = lambda number: edit_a_page(rival.page, number)  # noqa: E731
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=at, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        page = browser.new_page()
        try:
            open_unit(page, f"http://127.0.0.1:{port}/{UNIT}", process)
            yield Preview(name, process, page, edit)
        finally:
            page.close()
            for one in (signal.SIGCONT, signal.SIGKILL):
                os.killpg(process.pid, one)
            process.wait()


def open_unit(page: Page, address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the preview delivers the page."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and process.poll() is None:
        try:
            answer = page.goto(address)
            if answer and answer.ok:
                return
        except Error:
            pass
        time.sleep(0.5)
    raise RuntimeError(f"Nothing is delivered at {address}.")


def measure(preview: Preview) -> float:
    """The seconds from saving one change to the page that shows it."""
    os.killpg(preview.process.pid, signal.SIGCONT)
    preview.page.bring_to_front()
    time.sleep(2)  # it was stopped: let it look at its files and take up its connections
    start = time.perf_counter()
    words = preview.edit(time.time_ns())
    while not shows(preview.page, words):
        if time.perf_counter() - start > LONGEST:
            raise RuntimeError(f"The preview {preview.name} does not show the change.")
        time.sleep(0.01)
    seconds = time.perf_counter() - start
    suspend(preview)
    return seconds


def shows(page: Page, words: str) -> bool:
    """Whether the open page holds the words; it does not while it loads itself anew."""
    try:
        return bool(page.evaluate("words => document.body.textContent.includes(words)", words))
    except Error:
        return False


def suspend(preview: Preview) -> None:
    """Stop a preview after it has had time to tidy up, so that it does not slow the others down."""
    time.sleep(1)
    os.killpg(preview.process.pid, signal.SIGSTOP)


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
