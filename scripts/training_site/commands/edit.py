"""``training-site edit``: the course as forms in the browser, with the page beside them."""

import argparse
import contextlib
import logging
import threading
import webbrowser
from pathlib import Path

HELP = "Edit the course in forms in the browser."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``edit``."""
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    parser.add_argument("--port", type=int, default=0, help="where to listen; a free one if left out")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")


def run(options: argparse.Namespace) -> int:
    """Serve the editor until interrupted; 1 when it cannot listen, 2 when there is no course here."""
    from training_site.editing.desk import Desk
    from training_site.editing.preview import Preview
    from training_site.editing.server import EditorServer
    from training_site.editing.store import Store

    root = options.config.resolve().parent
    if not options.config.is_file() or not (root / "modules").is_dir():
        print("There is no course in this folder: `mkdocs.yml` and `modules/` are missing.")
        return 2
    store = Store((root / "modules").resolve(), root / ".cache" / "editor")
    desk = Desk(store, Preview(options.config.resolve()))
    # MkDocs lists pages without a place in the navigation at each build; here that would be at each word.
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        server = EditorServer(desk, options.port)
    except (OSError, OverflowError) as error:
        print(f"The editor cannot listen on port {options.port}: {error}. Is another one running?")
        return 1
    print(f"The editor is open at {server.address}", flush=True)
    print("Leave this window open while you work. Ctrl+C ends it; what you saved stays.", flush=True)
    if not options.no_browser:
        webbrowser.open(server.address)
    threading.Thread(target=desk.get_ready, daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()
    return 0
