"""What a first visit costs: Lighthouse with its mobile throttling, and what is loaded, compressed.

``python benchmarks/lighthouse.py --lighthouse PATH`` serves ``site/`` compressed, as any host of pages does,
and runs Lighthouse on a few pages, several times each. Install it outside of the checkout, since it brings
200 packages: ``npm install --prefix DIR lighthouse@12.8.2``, then ``DIR/node_modules/.bin/lighthouse``. Set
``CHROME_PATH`` to the browser.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

SITE = Path(__file__).resolve().parent.parent / "site"
PAGES = ("", "orienting-clients/opening-two-minutes/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "speed-index", "total-blocking-time")
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}


class Compressed(SimpleHTTPRequestHandler):
    """Delivers files compressed and lets connections stay open, without a log."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file of the folder, or with nothing."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if path.suffix in COMPRESSED:
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Lighthouse and print the medians."""
    parser = argparse.ArgumentParser(description="Run Lighthouse on pages of a built site.")
    parser.add_argument("--lighthouse", default="lighthouse", help="where the program is")
    parser.add_argument("--site", type=Path, default=SITE, help="the built site (site)")
    parser.add_argument("--runs", type=int, default=5, help="how many runs of each page (5)")
    parser.add_argument("--desktop", action="store_true", help="as on a desk, instead of as on a phone")
    parser.add_argument("pages", nargs="*", default=PAGES, help="addresses below the site's root")
    options = parser.parse_args(arguments)
    with serve(options.site) as root:
        for page in options.pages:
            reports = [look(options.lighthouse, root + page, options.desktop) for _ in range(options.runs)]
            print(f"{page or 'home'}: {summary(reports)}")
            for hint in sorted({hint for report in reports for hint in hints(report)}):
                print(f"  {hint}")
    return 0


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a folder at a free port; gives the address of its root."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def look(program: str, address: str, desktop: bool) -> dict[str, Any]:
    """One report of Lighthouse."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [program, address, "--quiet", "--output=json", f"--output-path={out}"]
        command += ["--chrome-flags=--headless=new --no-sandbox", *(["--preset=desktop"] if desktop else [])]
        subprocess.run(command, check=True, capture_output=True)
        report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return report


def summary(reports: Sequence[dict[str, Any]]) -> str:
    """The medians of the scores, the times, and what was loaded."""
    scores = [f"{name} {_scores(reports, name)}" for name in CATEGORIES]
    times = [
        f"{name} {median(report['audits'][name]['numericValue'] for report in reports) / 1000:.2f} s"
        for name in TIMES
    ]
    shift = median(report["audits"]["cumulative-layout-shift"]["numericValue"] for report in reports)
    loaded = reports[0]["audits"]["network-requests"]["details"]["items"]
    fonts = sum(item["transferSize"] for item in loaded if item["resourceType"] == "Font")
    whole = sum(item["transferSize"] for item in loaded)
    weight = f"{len(loaded)} files, {whole / 1000:.0f} kB, of these fonts {fonts / 1000:.0f} kB"
    return f"{', '.join(scores)}; {', '.join(times)}, layout shift {shift:.3f}; {weight}"


def hints(report: dict[str, Any]) -> list[str]:
    """What Lighthouse would have otherwise."""
    return [
        f"{name}: {audit.get('displayValue', audit['title'])}"
        for name, audit in report["audits"].items()
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] != "informative"
    ]


def _scores(reports: Sequence[dict[str, Any]], category: str) -> str:
    scores = [round(100 * report["categories"][category]["score"]) for report in reports]
    return f"{median(scores):.0f} ({min(scores)} to {max(scores)})"


if __name__ == "__main__":
    sys.exit(main())
