"""Who may ask the editor what: the local web server around ``desk``.

It listens on this computer only and answers nobody but the page that it opened itself: the request
has to name the server's own address as its host and, where a browser says one, as its origin, and
to bring the token from the address that was opened. Requests for anything but the page's own files
and the preview's styles need that token. Nothing here knows what a file holds.
"""

import json
import secrets
import sys
import traceback
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

from training_site.editing.desk import Desk
from training_site.editing.patch import NotWrittenError
from training_site.editing.store import RefusedError

MOST_BODY = 2_000_000
PATIENCE = 30
"""Seconds that a request may take to arrive."""

PAGE_SCRIPTS = (
    "bar.js", "cards.js", "checks.js", "contents.js", "dialog.js", "dom.js", "editor.js", "fields.js",
    "forms.js", "jedison.umd.js", "notices.js", "opened.js", "parts.js", "preview.js", "problems.js",
    "questions.js", "saving.js", "server.js", "severity.js", "shown.js",
)  # fmt: skip
PAGE_FILES = {
    "editor.css": "text/css; charset=utf-8",
    **dict.fromkeys(PAGE_SCRIPTS, "text/javascript; charset=utf-8"),
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PREVIEW_POLICY = (
    "default-src 'none'; script-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
NO_PREVIEW = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>No preview yet</title>"
    "<p>There is nothing to show here: this page is not part of the course yet, "
    "or a mistake keeps the course from being put together."
)


class EditorServer(ThreadingHTTPServer):
    """Serves one project on this computer; ``address`` is what to open in the browser."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, desk: Desk, port: int = 0) -> None:
        """Listen at ``port``, or at a free one."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.desk = desk
        self.token = secrets.token_urlsafe(32)
        self.preview_key = secrets.token_urlsafe(32)

    @property
    def host(self) -> str:
        """The only host that requests may name."""
        return f"127.0.0.1:{self.server_port}"

    @property
    def address(self) -> str:
        """Where the page is; the token stands behind ``#``, which browsers send to nobody."""
        return f"http://{self.host}/#{self.token}"

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        """A reader that went away is no fault; all else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            traceback.print_exc()


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: EditorServer
    timeout = PATIENCE
    protocol_version = "HTTP/1.1"
    server_version = "training-site"
    sys_version = ""

    def do_GET(self) -> None:
        """The page, its files, and the preview's pages and styles."""
        if not self._is_own_request():
            return
        path = unquote(urlsplit(self.path).path)
        if path == "/":
            self._send(HTTPStatus.OK, _page_file("editor.html"), "text/html; charset=utf-8", PAGE_POLICY)
        elif path.startswith("/page/") and (name := path.removeprefix("/page/")) in PAGE_FILES:
            self._send(HTTPStatus.OK, _page_file(name), PAGE_FILES[name])
        elif path.startswith("/preview/"):
            self._send_preview(path.removeprefix("/preview/"))
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "There is nothing here.")

    def do_POST(self) -> None:
        """A question of the page to the desk, with the token."""
        if not self._is_own_request():
            return
        if not secrets.compare_digest(
            self.headers.get("X-Editor-Token", "").encode(), self.server.token.encode()
        ):
            self._refuse(HTTPStatus.FORBIDDEN, "Open the editor from the address that the terminal shows.")
            return
        if self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Only JSON is read here.")
            return
        body = self._body()
        if body is None:
            return
        try:
            asked = json.loads(body)
            answer = self._answer(urlsplit(self.path).path, asked if isinstance(asked, dict) else {})
        except RefusedError as refused:
            self._refuse(HTTPStatus.CONFLICT, str(refused))
        except NotWrittenError as fault:
            traceback.print_exc()
            self._refuse(
                HTTPStatus.INTERNAL_SERVER_ERROR,
                f"This change could not be written safely, so nothing was saved: {fault}",
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            traceback.print_exc()
            self._refuse(HTTPStatus.BAD_REQUEST, f"The editor did not understand the page: {fault}")
        except Exception:
            reason = "The editor made a mistake; the terminal shows it."
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, reason)
            raise
        else:
            if answer is None:
                self._refuse(HTTPStatus.NOT_FOUND, "There is nothing here.")
            else:
                data = json.dumps(answer, ensure_ascii=False).encode()
                self._send(HTTPStatus.OK, data, "application/json; charset=utf-8")

    def _answer(self, path: str, asked: dict[str, Any]) -> dict[str, Any] | None:
        desk = self.server.desk
        questions: dict[str, Callable[[], dict[str, Any]]] = {
            "/api/files": desk.files,
            "/api/undo": desk.undo,
            "/api/open": lambda: desk.open(asked["name"]),
            "/api/open-kept": lambda: desk.open_kept(asked["name"]),
            "/api/drop": lambda: desk.drop(asked["name"]),
            "/api/try": lambda: self._tried(asked),
            "/api/check": lambda: desk.check(*_change(asked)),
            "/api/save": lambda: desk.save(*_change(asked)),
            "/api/keep": lambda: desk.keep(*_change(asked)),
            "/api/join": lambda: desk.join(*_change(asked)),
        }
        question = questions.get(path)
        return question() if question else None

    def _tried(self, asked: dict[str, Any]) -> dict[str, Any]:
        tried = self.server.desk.try_out(*_change(asked), list(asked["place"]))
        if tried["page"] is not None:
            tried["page"] = f"/preview/{self.server.preview_key}/{tried['page']}"
        return tried

    def _is_own_request(self) -> bool:
        """Whether a request names this server as its host and comes from no other site."""
        own_origin = f"http://{self.server.host}"
        hosts = self.headers.get_all("Host") or []
        if hosts != [self.server.host]:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "This is not the address of the editor.")
        elif (
            any(origin != own_origin for origin in self.headers.get_all("Origin") or [])
            or self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
        ):  # fmt: skip
            self._refuse(HTTPStatus.FORBIDDEN, "The editor answers its own page only.")
        else:
            return True
        return False

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not length.isascii() or not length.isdecimal():
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "The length of the request is missing.")
            return None
        if len(length) > 9 or int(length) > MOST_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is more than a module's text can be.")
            return None
        return self.rfile.read(int(length))

    def _send_preview(self, path: str) -> None:
        key, _, inside = path.partition("/")
        if not secrets.compare_digest(key.encode(), self.server.preview_key.encode()):
            self._refuse(HTTPStatus.NOT_FOUND, "There is nothing here.")
        elif not inside or inside.endswith("/"):
            page = self.server.desk.page(inside)
            self._send(
                HTTPStatus.OK, (page or NO_PREVIEW).encode(), "text/html; charset=utf-8", PREVIEW_POLICY
            )
        elif asset := self.server.desk.preview.asset(inside):
            self._send(HTTPStatus.OK, *asset)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "There is nothing here.")

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self.close_connection = True  # what may be left of the request is not read
        data = json.dumps({"refused": reason}).encode()
        self._send(status, data, "application/json; charset=utf-8")

    def _send(
        self, status: HTTPStatus, data: bytes, kind: str, policy: str = "default-src 'none'; sandbox"
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the address with its token is in no log."""


def _change(asked: dict[str, Any]) -> tuple[str, object, str]:
    return str(asked["name"]), asked["values"], str(asked["hash"])


def _page_file(name: str) -> bytes:
    return (files("training_site.editing") / "page" / name).read_bytes()
