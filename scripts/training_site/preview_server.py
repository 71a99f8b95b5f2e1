"""The server of a preview: MkDocs' own, which looks more closely and bears more.

MkDocs looks for changes twice a second and waits for more of them, which no setting changes. Its page for
wrong addresses stays as it is, and after a build that failed it answers nothing until one succeeds.
``TRAINING_SITE_PLAIN=1`` turns this off; ``tests/test_shortcuts.py`` fails when what it relies on changes.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, cast

from jinja2 import TemplateSyntaxError
from mkdocs.commands import serve
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.livereload import LiveReloadServer

from training_site.cache import are_shortcuts_on

LOOK_EVERY = 0.1
BUILD_AFTER = 0.02
"""Seconds: how often to look for changes, and how long to wait for more of them."""


def serve_patiently() -> None:
    """Have previews served in this way."""
    if are_shortcuts_on():
        vars(serve)["LiveReloadServer"] = PatientServer


class PatientServer(LiveReloadServer):
    """A preview that is there whatever happens, and whose pages all reload."""

    def __init__(self, builder: Callable[[], None], *given: Any, **named: Any) -> None:  # noqa: ANN401
        """Serve what ``builder`` builds."""
        patient = partial(self._build, builder)
        super().__init__(patient, *given, **{**named, "polling_interval": LOOK_EVERY})
        self.build_delay = BUILD_AFTER

    def serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes]:  # noqa: ANN401
        """Answer as MkDocs does, and have the page ask for news where MkDocs leaves that out."""
        statuses: list[str] = []

        def start(status: str, headers: list[tuple[str, str]]) -> object:
            statuses.append(status)
            return start_response(status, headers)

        epoch = self._visible_epoch
        answer = super().serve_request(environ, start)
        if not statuses or not statuses[0].startswith("404"):
            return answer
        with_news = cast("Any", self)._inject_js_into_html
        return [with_news(page, epoch) if b"</body>" in page else page for page in answer]

    def _build(self, builder: Callable[[], None]) -> None:
        """Build; should that fail, go on with the pages of before, and say why in a sentence or two."""
        try:
            builder()
        except ConfigurationError as error:
            self._stay()
            raise Abort(f"{error}\nThe preview shows the pages as they were before.") from None
        except TemplateSyntaxError as error:
            self._stay()
            raise Abort(f"{error.filename or error.name}, line {error.lineno}: {error.message}") from None
        except BaseException:
            self._stay()
            raise

    def _stay(self) -> None:
        with self._epoch_cond:
            self._wanted_epoch = self._visible_epoch
            self._epoch_cond.notify_all()
