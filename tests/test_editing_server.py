"""The editor's server answers its own page and nobody else, and writes only what it may."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from built import BuiltSite
from project import Project, copy_project
from tools import NODE_MODULES, ROOT
from training_site.editing.desk import Desk
from training_site.editing.preview import Preview
from training_site.editing.server import MOST_BODY, PAGE_FILES, EditorServer
from training_site.editing.store import MOST_UNDO, ChangedError, RefusedError, Store, hash_of

PAGE = ROOT / "scripts" / "training_site" / "editing" / "page"


@dataclass(frozen=True)
class Editor:
    """A running editor of a project, and how to talk to it without a browser."""

    project: Project
    server: EditorServer

    def ask(self, question: str, body: object = None, **headers: str | None) -> tuple[int, Any]:
        """What the server answers to a question of its page; a header of None is left out."""
        data = json.dumps(body or {}).encode()
        sent: dict[str, str | None] = {
            "Host": self.server.host,
            "Origin": f"http://{self.server.host}",
            "Content-Type": "application/json",
            "X-Editor-Token": self.server.token,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        status, _, answer = self.request("POST", f"/api/{question}", data, sent)
        return status, json.loads(answer)

    def request(
        self, method: str, path: str, data: bytes = b"", headers: dict[str, str | None] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Any request, exactly as given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=60)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        given = {"Host": self.server.host, "Content-Length": str(len(data)), **(headers or {})}
        for name, value in given.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(data or None)
        response = connection.getresponse()
        answer = response.status, dict(response.headers), response.read()
        connection.close()
        return answer

    def text(self, name: str) -> str:
        """A file of the project as it stands on disk."""
        return (self.project.root / "modules" / f"{name}.yml").read_text(encoding="utf-8")


@contextmanager
def editing(project: Project) -> Iterator[Editor]:
    """An editor of a project, in this process."""
    store = Store(project.root / "modules", project.root / ".cache" / "editor")
    server = EditorServer(Desk(store, Preview(project.root / "mkdocs.yml")))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Editor(project, server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """One editor for tests that change nothing."""
    with editing(copy_project(tmp_path_factory.mktemp("editor"))) as running:
        yield running


@pytest.fixture
def own_editor(own_project: Project) -> Iterator[Editor]:
    """An editor of a project that the test may change."""
    with editing(own_project) as running:
        yield running


def test_it_listens_on_this_computer_only(editor):
    """The server is bound to the loopback address; the machine's own name leads nowhere."""
    assert editor.server.server_address[0] == "127.0.0.1"
    assert editor.server.address.startswith("http://127.0.0.1:")


def test_the_token_is_behind_the_hash_and_new_each_time(editor, own_project):
    """Browsers send to nobody what stands behind `#`, and an old address opens nothing."""
    address, _, token = editor.server.address.partition("#")
    assert token == editor.server.token
    assert len(token) >= 40
    assert "?" not in address
    with editing(own_project) as other:
        assert other.server.token != token


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "evil.example:80", "", None])
def test_another_host_is_refused(editor, host):
    """A name that an attacker points at this computer does not reach the editor, page or question."""
    assert editor.ask("files", Host=host)[0] == 421
    assert editor.request("GET", "/", headers={"Host": host})[0] == 421


def test_two_hosts_are_refused(editor):
    """Nobody can hide a foreign host behind the right one."""
    with socket.create_connection(("127.0.0.1", editor.server.server_port), timeout=60) as connection:
        hosts = f"Host: {editor.server.host}\r\nHost: evil.example\r\n"
        connection.sendall(f"GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 421")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"])
def test_another_origin_is_refused(editor, origin):
    """A page of another site, or a file, cannot ask, not even with the token."""
    assert editor.ask("files", Origin=origin)[0] == 403
    assert editor.request("GET", "/", headers={"Origin": origin})[0] == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_that_another_site_started_is_refused(editor, site):
    """A link, picture or form of another site leads nowhere, another port of this computer included."""
    assert editor.ask("files", Sec_Fetch_Site=site)[0] == 403
    assert editor.request("GET", "/", headers={"Sec-Fetch-Site": site})[0] == 403


@pytest.mark.parametrize("token", [None, "", "wrong", "é"])
@pytest.mark.parametrize("question", ["files", "open", "save", "undo", "keep", "drop", "nothing"])
def test_without_the_token_nothing_is_answered(editor, question, token):
    """Each question needs the token, so another program of this computer learns and changes nothing."""
    given = None if token is None else token.encode().decode("latin-1")
    status, answer = editor.ask(question, {"name": "glossary"}, X_Editor_Token=given)
    assert status == 403
    assert answer == {"refused": "Open the editor from the address that the terminal shows."}


def test_only_json_is_read(editor):
    """What a form of another site could send is not read."""
    assert editor.ask("files", Content_Type="text/plain")[0] == 415
    assert editor.ask("files", Content_Type="application/x-www-form-urlencoded")[0] == 415


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Length": str(MOST_BODY + 1)}, 413),
        ({"Content-Length": "9" * 30}, 413),
        ({"Content-Length": None}, 411),
        ({"Content-Length": "-1"}, 411),
        ({"Content-Length": "²"}, 411),
        ({"Transfer-Encoding": "chunked"}, 411),
    ],
)
def test_a_body_without_bounds_is_refused(editor, headers, status):
    """A request that is too large, or does not say how large, is refused unread."""
    own = {"X-Editor-Token": editor.server.token, "Content-Type": "application/json"}
    raw = "".join(f"{name}: {value}\r\n" for name, value in {**own, **headers}.items() if value is not None)
    with socket.create_connection(("127.0.0.1", editor.server.server_port), timeout=60) as connection:
        head = f"POST /api/files HTTP/1.1\r\nHost: {editor.server.host}\r\n{raw}\r\n"
        connection.sendall(head.encode())
        assert connection.recv(100).startswith(f"HTTP/1.1 {status}".encode())


@pytest.mark.parametrize("body", [[], {"name": "glossary"}, {"name": 5, "values": {}, "hash": "x"}])
def test_a_question_that_makes_no_sense_changes_nothing(editor, body, capsys):
    """A broken question gets an answer that says so, and the editor lives on."""
    before = editor.text("glossary")
    assert editor.ask("save", body)[0] in (400, 409)
    assert editor.text("glossary") == before
    assert editor.ask("files")[0] == 200
    capsys.readouterr()


NAMES = [
    "../mkdocs", "..\\mkdocs", "/etc/passwd", "course.yml", "module.schema", "new-module", "", ".", "a/b",
    "modules/course", "course\0", "COURSE", "%2e%2e/mkdocs", ".hidden", "con", None, 5, ["course"],
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_only_modules_that_exist_can_be_named(editor, name, capsys):
    """No way leads out of the folder or to another kind of file, and no file is made."""
    before = {path for path in editor.project.root.rglob("*") if ".cache" not in path.parts}
    for question in ("open", "save", "keep", "drop", "try", "check", "join"):
        asked = {"name": name, "values": {}, "hash": "x", "place": []}
        assert editor.ask(question, asked)[0] in (400, 409)
    assert {path for path in editor.project.root.rglob("*") if ".cache" not in path.parts} == before
    capsys.readouterr()


@pytest.mark.skipif(os.name == "nt", reason="links need a right that users do not have there")
def test_a_link_is_neither_read_nor_written(own_editor):
    """A link in the folder is no file of the course to the editor, wherever it leads."""
    secret = own_editor.project.root / "secret.yml"
    secret.write_text("title: Secret\n", encoding="utf-8")
    (own_editor.project.root / "modules" / "linked.yml").symlink_to(secret)
    _, answer = own_editor.ask("files")
    assert "linked" not in [file["name"] for file in answer["files"]]
    status, answer = own_editor.ask("open", {"name": "linked"})
    assert (status, answer["refused"]) == (409, "There is no such file among the modules.")
    with pytest.raises(RefusedError):
        own_editor.server.desk.store.write("linked", "x", instead_of=hash_of("title: Secret\n"))
    assert secret.read_text(encoding="utf-8") == "title: Secret\n"


PATHS = [
    "/mkdocs.yml", "/../mkdocs.yml", "/page/../desk.py", "/page/%2e%2e/desk.py", "/page/server.py", "/page/",
    "/modules/course.yml", "/preview/", "/preview/wrong/", "/preview/../../mkdocs.yml", "/api/files",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_other_file_is_served(editor, path):
    """Only the page's own files are there."""
    assert editor.request("GET", path)[0] == 404


@pytest.mark.parametrize("path", ["../mkdocs.yml", "%2e%2e/a.yml", "assets/training-site.js", "a.yml"])
def test_the_preview_serves_only_what_a_page_looks_like(editor, path):
    """Below the preview's secret address there are pages, styles, fonts and pictures; no script."""
    assert editor.request("GET", f"/preview/{editor.server.preview_key}/{path}")[0] == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
def test_no_other_method_is_known(editor, method):
    """There is nothing to put, and no other site is ever told that it may ask."""
    status, headers, _ = editor.request(method, "/api/files")
    assert status == 501
    assert "Access-Control-Allow-Origin" not in headers


def test_every_answer_is_locked_down(editor):
    """Scripts come from the server only, nothing frames the page, and nothing is kept or passed on."""
    for path, policy in [
        ("/", "script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"),
        ("/page/editor.js", "default-src 'none'; sandbox"),
        (f"/preview/{editor.server.preview_key}/glossary/", "script-src 'none'"),
        ("/nothing", "default-src 'none'; sandbox"),
    ]:
        _, headers, _ = editor.request("GET", path)
        assert policy in headers["Content-Security-Policy"]
        assert "unsafe-inline' 'unsafe-eval" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    _, headers, _ = editor.request("GET", "/")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_page_has_no_script_of_its_own(editor):
    """No inline script or style, no address of another site, and no trace of the token."""
    _, _, page = editor.request("GET", "/")
    assert b"<style" not in page
    assert b"http" not in page.replace(b"http-equiv", b"")
    assert page.count(b"<script src=") == page.count(b"<script")
    assert editor.server.token.encode() not in page


def test_every_script_and_style_of_the_page_is_served(editor):
    """The server's list is the folder: no script is missing, and none is there that nothing may ask for."""
    assert set(PAGE_FILES) == {path.name for path in PAGE.iterdir() if path.suffix in (".js", ".css")}
    for name, kind in PAGE_FILES.items():
        status, headers, _ = editor.request("GET", f"/page/{name}")
        assert (status, headers["Content-Type"]) == (200, kind)


def test_the_form_library_is_the_locked_package():
    """What goes with the package is, to the byte, what the lock file names by its hash."""
    package = NODE_MODULES / "jedison"
    assert (PAGE / "jedison.umd.js").read_bytes() == (package / "dist/umd/jedison.umd.js").read_bytes()
    assert (PAGE / "jedison-LICENSE.txt").read_bytes() == (package / "LICENSE").read_bytes()


def test_the_published_site_holds_no_editor(site: BuiltSite):
    """No file of the editor, and no word of its library, reaches the site."""
    names = {path.name for path in site.root.rglob("*") if path.is_file()}
    assert not names & ({path.name for path in PAGE.iterdir()} - {"dom.js"})
    texts = [path for path in site.root.rglob("*") if path.suffix in (".html", ".js", ".css")]
    assert not [path for path in texts if "jedison" in path.read_text(encoding="utf-8").lower()]


def test_a_write_is_whole_and_keeps_the_rights_of_the_file(tmp_path):
    """A file is replaced at once, with the rights that it had, and nothing is left beside it."""
    modules = tmp_path / "modules"
    modules.mkdir()
    path = modules / "glossary.yml"
    path.write_bytes(b"entries: []\r\n")
    path.chmod(0o640)
    store = Store(modules, tmp_path / "own")
    store.write("glossary", "entries: [] # x\r\n", instead_of=hash_of("entries: []\r\n"))
    assert path.read_bytes() == b"entries: [] # x\r\n"
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o640
    assert list(modules.iterdir()) == [path]


def test_a_file_changed_meanwhile_is_not_overwritten(tmp_path):
    """Neither a save nor an undo writes over what someone else wrote."""
    modules = tmp_path / "modules"
    modules.mkdir()
    path = modules / "glossary.yml"
    path.write_text("a", encoding="utf-8")
    store = Store(modules, tmp_path / "own")
    with pytest.raises(ChangedError):
        store.write("glossary", "b", instead_of=hash_of("older"))
    store.write("glossary", "b", instead_of=hash_of("a"))
    path.write_text("c", encoding="utf-8")
    with pytest.raises(ChangedError):
        store.undo()
    assert path.read_text(encoding="utf-8") == "c"


def test_saves_can_be_taken_back_one_after_another_even_after_a_restart(tmp_path):
    """The last saves are kept on disk, and no more than the last ones."""
    modules = tmp_path / "modules"
    modules.mkdir()
    path = modules / "glossary.yml"
    path.write_text("0", encoding="utf-8")
    for number in range(MOST_UNDO + 3):
        Store(modules, tmp_path / "own").write("glossary", str(number + 1), instead_of=hash_of(str(number)))
    later = Store(modules, tmp_path / "own")
    assert len(later.undoable()) == MOST_UNDO
    assert [later.undo() for _ in range(MOST_UNDO)] == ["glossary"] * MOST_UNDO
    assert path.read_text(encoding="utf-8") == "3"
    assert later.undo() is None


def test_a_file_that_is_no_form_is_said_to_be_none(own_editor):
    """YAML that cannot be read, or has another shape, is named with its line, and is not touched."""
    path = own_editor.project.root / "modules" / "glossary.yml"
    path.write_text("entries:\n  - id: a\n   term: b\n", encoding="utf-8")
    status, answer = own_editor.ask("open", {"name": "glossary"})
    assert status == 409
    assert answer["refused"].startswith("This file cannot be shown as a form until its YAML is mended. Line ")
    path.write_text("entries:\n  - id: a\n    also: b\n", encoding="utf-8")
    status, answer = own_editor.ask("open", {"name": "glossary"})
    assert status == 409
    assert answer["refused"].startswith("This file cannot be shown as a form: “also”, on line 3,")
    assert own_editor.ask("files")[0] == 200


def test_the_command_says_when_there_is_no_course(tmp_path, capsys):
    """Outside a project, the command says so and opens nothing."""
    from training_site.__main__ import main

    assert main(["edit", "--config", str(tmp_path / "mkdocs.yml"), "--no-browser"]) == 2
    assert capsys.readouterr().out == (
        "There is no course in this folder: `mkdocs.yml` and `modules/` are missing.\n"
    )


def test_every_file_can_be_opened(editor):
    """Each file of the course opens as a form, and a form without changes has nothing to save."""
    _, answer = editor.ask("files")
    assert len(answer["files"]) == len(list(Path(editor.project.root / "modules").glob("*.yml")))
    for file in answer["files"]:
        status, opened = editor.ask("open", {"name": file["name"]})
        assert status == 200
        asked = {"name": file["name"], "values": opened["values"], "hash": opened["hash"], "place": []}
        assert editor.ask("try", asked)[1]["changed"] is False


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be sent Ctrl+C there")
def test_the_command_serves_until_it_is_interrupted(own_project):
    """`training-site edit` prints the address with its token, serves the page there, and ends with Ctrl+C."""
    process = subprocess.Popen(
        [sys.executable, "-m", "training_site", "edit", "--no-browser"],
        cwd=own_project.root,
        env=own_project.environment(),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # As in a terminal: whoever runs the tests in the background has this signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = re.fullmatch(r"The editor is open at (http://127\.0\.0\.1:\d+/)#[\w-]{40,}\n", said)
        assert address, said
        with urllib.request.urlopen(address[1], timeout=60) as page:
            assert b"<title>Course editor</title>" in page.read()
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0
