"""What several test files share: the course, the built site, a browser, a server of files."""

import functools
import gc
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from built import BuiltSite
from project import SITE_URL, Project, copy_project
from tools import ROOT, find_chromium
from training_site.finish.worker import WORKER, worker_off
from training_site.load import load_course
from training_site.model import Course

BASE = "/training/"


@pytest.fixture(scope="session")
def course() -> Course:
    """The real course, drafts left out, as the published site has it."""
    loaded = load_course(ROOT / "modules")
    assert loaded.course is not None, loaded.problems
    return loaded.course.published()


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the real project, built once; tests leave it as it is."""
    copied = copy_project(tmp_path_factory.mktemp("project"))
    copied.build()
    return copied


@pytest.fixture(scope="session")
def site(project: Project) -> BuiltSite:
    """The real site, built strictly for a sub-path."""
    return BuiltSite(project.site)


@pytest.fixture(scope="session")
def packages(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages for a learning-management system, made once, with no public site to link to."""
    folder = tmp_path_factory.mktemp("packages")
    done = project.run("export", "scorm", "--out", str(folder), extra={"SITE_URL": ""})
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def site_with_copy(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with the copy to keep, in a folder of its own."""
    folder = tmp_path_factory.mktemp("with-copy") / "site"
    done = project.run("build", "--offline", "--site-dir", str(folder), extra={"SITE_URL": SITE_URL})
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def unpacked(site_with_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy to keep, unpacked where someone may put it: a folder with a space and accents in its name."""
    (archive,) = site_with_copy.glob("*-offline.zip")
    folder = tmp_path_factory.mktemp("unpacked") / "Für später, für die Bahn"
    with ZipFile(archive) as opened:
        opened.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


@pytest.fixture
def own_project(tmp_path: Path) -> Project:
    """A copy of the real project that the test may change."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests that need to see a page."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page in a profile of its own, as wide as a laptop."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


class _UnderBase(SimpleHTTPRequestHandler):
    """Serves a folder below a sub-path, with the site's own page for what is not there."""

    sent: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    """Headers to send: with every file under ``*``, with one file under its path."""

    worker = False
    """Whether the site's own worker is sent, or the one that takes itself away."""

    def do_GET(self) -> None:
        if self.worker or self._place() != WORKER:
            super().do_GET()
            return
        body = worker_off().encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def translate_path(self, path: str) -> str:
        place = urlsplit(path).path
        if not place.startswith(BASE):
            return str(Path(self.directory) / "outside-the-site")
        return super().translate_path("/" + place.removeprefix(BASE))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        missing = Path(self.directory) / "404.html"
        if code != 404 or not missing.exists():
            super().send_error(code, message, explain)
            return
        body = missing.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        for name, value in self.sent.get("*", {}).items() | self.sent.get(self._place(), {}).items():
            self.send_header(name, value)
        super().end_headers()

    def _place(self) -> str:
        return urlsplit(self.path).path.removeprefix(BASE)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def served(
    folder: Path, headers: Mapping[str, Mapping[str, str]] | None = None, *, worker: bool = False
) -> Iterator[str]:
    """The address at which a folder is served, below a sub-path as on a project's GitHub Pages.

    Without its ``worker``, so that not every profile of every test downloads the whole site.
    """
    handler = type("_Serving", (_UnderBase,), {"sent": headers or {}, "worker": worker})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{BASE}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def site_address(site: BuiltSite) -> Iterator[str]:
    """Where the real site is served."""
    with served(site.root) as address:
        yield address


@pytest.fixture(scope="session")
def guarded_address(site: BuiltSite) -> Iterator[str]:
    """Where the real site is served with the headers of its own ``_headers``, as Netlify reads that file."""
    with served(site.root, read_headers(site.root)) as address:
        yield address


def read_headers(folder: Path) -> dict[str, dict[str, str]]:
    """What a site's ``_headers`` says: paths at the start of a line, their headers indented below."""
    rules: dict[str, dict[str, str]] = {}
    for line in (folder / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            rule = rules.setdefault(line.removeprefix("/"), {})
        else:
            name, _, value = line.strip().partition(": ")
            rule[name] = value
    return rules


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], Any]:
    """The function that serves a folder, for tests that build a site of their own."""
    return served


@pytest.fixture(autouse=True)
def _garbage_as_ever():
    """A command that a test runs in this process looks for garbage seldom; the next test finds it as ever."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
