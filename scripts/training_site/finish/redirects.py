"""What sends people on from an old address: a page there, and ``_redirects`` for hosts that read it.

The page works on any server, without scripts too; with them the place on the page is kept. It is
never put over a page of the site.
"""

import posixpath
from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import urljoin

REDIRECTS_FILE = "_redirects"

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>This page has moved</title>
<link rel="canonical" href="{canonical}">
<noscript><meta http-equiv="refresh" content="0; url={link}"></noscript>
<script src="{script}" defer></script>
</head>
<body>
<main>
<h1>This page has moved</h1>
<p><a href="{link}" data-ts-moved-to>Go on to its new address</a></p>
</main>
</body>
</html>
"""


def write_redirects(site: Path, moved: Mapping[str, str], site_url: str, base: str, script: str) -> None:
    """Write a page at every old address, and the list of them; ``script`` keeps the place on the page."""
    for old, new in moved.items():
        file = site / (f"{old}index.html" if old.endswith("/") else old)
        if file.exists():
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        link = _link(old, new)
        canonical = urljoin(f"{site_url.rstrip('/')}/", new) if site_url else link
        places = {"link": link, "canonical": canonical, "script": _link(old, script)}
        page = PAGE.format_map({name: escape(place) for name, place in places.items()})
        file.write_bytes(page.encode())
    if moved:
        lines = (f"{base}{old} {base}{new} 301\n" for old, new in moved.items())
        (site / REDIRECTS_FILE).write_bytes("".join(lines).encode())


def _link(old: str, new: str) -> str:
    """The way from an old address to another one below the same root."""
    folder = old if old.endswith("/") else posixpath.dirname(old)
    return posixpath.relpath(new, folder or ".") + ("/" if new.endswith("/") else "")
