"""``training-site serve``: a live preview in the browser, mistakes included."""

import argparse
import logging
import os
from pathlib import Path

HELP = "Show the site in the browser while you write."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``serve``."""
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    parser.add_argument("--address", default="127.0.0.1:8000", help="where to listen (host:port)")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import Abort, ConfigurationError

    from training_site.preview_server import serve_patiently

    serve_patiently()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("watchdog").setLevel(logging.WARNING)
    try:
        serve(config_file=str(options.config), livereload=True, watch_theme=False, dev_addr=options.address)
    except ConfigurationError as error:
        print(error)
        return 1
    except Abort as error:
        print(error.message)
        return 1
    except OSError as error:
        print(f"The preview cannot listen on {options.address}: {error.strerror}. Is another one running?")
        return 1
    return 0
