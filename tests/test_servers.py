"""nginx and Caddy serve the site with the snippets of the build, below a path and at the root."""

import http.client
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conftest import read_headers
from project import Project, sample_project
from sample_course import as_files, complete_course
from tools import ROOT

OLD_MODULE = "an-older-module"
KEEP_A_YEAR = "max-age=31536000"
PATHS = {"below a path": "/training/", "at the root": "/"}
pytestmark = pytest.mark.long


def example(language: str) -> str:
    """The settings that docs/hosting.md shows for a server."""
    text = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return found


def changed(text: str, *changes: tuple[str, str]) -> str:
    """The text with words of the example put as this machine needs them; each has to be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


@dataclass(frozen=True)
class Hosted:
    """A site of a small course where a server finds it."""

    project: Project
    base: str
    root: Path
    """The folder whose content the server shows; the site lies in it, below the site's path."""

    @property
    def snippets(self) -> Path:
        """What the build wrote for servers."""
        return self.project.root / "build" / "hosting"


@pytest.fixture(scope="module", params=PATHS.values(), ids=PATHS.keys())
def hosted(request, tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """A small course with a former id, built for an address below a path or at the root."""
    files = as_files(complete_course(lambda label, _: f"The {label}."))
    next(fields for fields in files.values() if "units" in fields)["former_ids"] = [OLD_MODULE]
    folder = tmp_path_factory.mktemp("hosted")
    made = sample_project(folder / "project", files)
    root = folder / "www"
    site = root / request.param.strip("/") if request.param != "/" else root
    done = made.run(
        *("build", "--site-dir", str(site)), extra={"SITE_URL": f"https://example.org{request.param}"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    folder.chmod(0o755)  # a server may run as someone else
    for parent in folder.parents:
        if Path(tempfile.gettempdir()) in parent.parents:
            parent.chmod(0o755)
    return Hosted(made, request.param, root)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str) -> str:
    """A server's program, or the reason to skip."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if not found:
        pytest.skip(f"{name} is not installed here")
    return found


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """A server in the foreground, once it answers; its words are shown when it does not."""
    log = folder / "said.txt"
    with log.open("w") as said, subprocess.Popen(command, cwd=folder, stdout=said, stderr=said) as server:
        try:
            while True:
                assert server.poll() is None, log.read_text(encoding="utf-8")
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
            yield
        finally:
            server.terminate()


@contextmanager
def nginx(hosted: Hosted, folder: Path) -> Iterator[int]:
    """nginx with the example of the documents."""
    port = free_port()
    server = changed(
        example("nginx"),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/srv/www", str(hosted.root)),
        ("/srv/across-the-screen/build/hosting", str(hosted.snippets)),
    )
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\ntypes {{ text/html html; text/css css; text/javascript js; }}\naccess_log off;\n"
        f"{temporary}{server}}}\n",
        encoding="utf-8",
    )
    with running([program("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)], port, folder):
        yield port


@contextmanager
def caddy(hosted: Hosted, folder: Path) -> Iterator[int]:
    """Caddy with the example of the documents."""
    port = free_port()
    site = changed(
        example("caddy"),
        ("across-the-screen.example.org", f"http://127.0.0.1:{port}"),
        ("/srv/www", str(hosted.root)),
        ("/srv/across-the-screen/build/hosting", str(hosted.snippets)),
    )
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{site}", encoding="utf-8")
    command = [program("caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with running(command, port, folder):
        yield port


@dataclass(frozen=True)
class Answer:
    """What a server says to one request."""

    status: int
    headers: dict[str, str]
    text: str


@pytest.fixture(params=[nginx, caddy], ids=lambda server: server.__name__)
def ask(request, hosted: Hosted, tmp_path: Path) -> Iterator[Callable[[str], Answer]]:
    """Asks a running server for an address below the site's own."""
    tmp_path.chmod(0o755)
    with request.param(hosted, tmp_path) as port:

        def asked(address: str) -> Answer:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                connection.request("GET", hosted.base + address)
                with connection.getresponse() as answer:
                    headers = {name.lower(): value for name, value in answer.getheaders()}
                    return Answer(answer.status, headers, answer.read().decode("utf-8", "replace"))

        yield asked


def test_a_server_serves_the_site(ask, hosted):
    """Pages, headers, the page for wrong addresses, caching and old addresses are as the build meant them."""
    site = hosted.root / hosted.base.strip("/")
    meant = read_headers(site)["*"]
    hashed = next(path for path in read_headers(site) if path.endswith(".js"))
    for address in ("", "about/", "assets/training-site.js", "manifest-sha256.txt"):
        answer = ask(address)
        file = site / address / "index.html" if address in ("", "about/") else site / address
        assert answer.status == 200, address
        assert answer.text == file.read_text(encoding="utf-8")
        assert {name: answer.headers[name.lower()] for name in meant} == meant, address
        assert answer.headers["cache-control"] == "no-cache", address
    assert KEEP_A_YEAR in ask(hashed).headers["cache-control"]
    missing = ask("no/such/page/")
    assert missing.status == 404
    assert missing.text == (site / "404.html").read_text(encoding="utf-8")
    assert missing.headers["content-security-policy"] == meant["Content-Security-Policy"]
    old = ask(f"{OLD_MODULE}/")
    assert old.status == 301
    assert urlsplit(old.headers["location"]).path == f"{hosted.base}first-module/"
    assert urlsplit(ask("about").headers["location"]).path.endswith("about/")
