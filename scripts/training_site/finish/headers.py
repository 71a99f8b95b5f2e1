"""The headers that a server sends with every file of the site, written for the servers that people have.

``_headers`` lies in the site, where Netlify and Cloudflare Pages look for it. The snippets for nginx
and Caddy lie beside the site in ``build/hosting/``, because a server reads them and no reader does.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from training_site.finish.policy import Inline, policy

HEADERS_FILE = "_headers"

UNCHANGING = re.compile(r"\.[0-9a-f]{8}\.min\.(?:js|css)$")
"""Files with a sum in their name: another content has another name, so a browser may keep them."""
KEEP = "public, max-age=31536000, immutable"

OTHER_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope"),
            *("hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb"),
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def headers(inline: Inline) -> dict[str, str]:
    """Every header with its value; the policy also says that no other site may frame a page."""
    return {"Content-Security-Policy": f"{policy(inline)}; frame-ancestors 'none'", **OTHER_HEADERS}


def base_path(site_url: str) -> str:
    """The path of the site on its host, with a slash at both ends: ``/`` or ``/training/``."""
    path = quote(urlsplit(site_url).path.strip("/"), safe="/%-._~")
    return f"/{path}/" if path else "/"


def write_headers_file(site: Path, inline: Inline) -> None:
    """Write ``_headers`` into the site; its paths begin at the site's own root."""
    kept = sorted(
        path.relative_to(site).as_posix() for path in site.rglob("*") if UNCHANGING.search(path.name)
    )
    lines = ["/*", *(f"  {name}: {value}" for name, value in headers(inline).items())]
    for path in kept:
        lines += [f"/{path}", f"  Cache-Control: {KEEP}"]
    _write(site / HEADERS_FILE, lines)


def write_server_snippets(folder: Path, inline: Inline, base: str, moved: Mapping[str, str]) -> None:
    """Write what nginx and Caddy include: headers, the page for wrong addresses, and the old addresses."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "nginx.conf", _nginx(inline, base, moved))
    _write(folder / "Caddyfile", _caddy(inline, base, moved))


def _nginx(inline: Inline, base: str, moved: Mapping[str, str]) -> list[str]:
    return [
        "# Made by the build, for the server block of nginx. Reload nginx after a build that changes it.",
        *(f'add_header {name} "{value}" always;' for name, value in headers(inline).items()),
        "absolute_redirect off;",
        f"error_page 404 {base}404.html;",
        f"location {base} {{ expires -1; }}",
        f'location ~ "^{re.escape(base)}assets/.*{UNCHANGING.pattern}" {{ expires 1y; }}',
        *(f"location = {base}{old} {{ return 301 {base}{new}; }}" for old, new in moved.items()),
    ]


def _caddy(inline: Inline, base: str, moved: Mapping[str, str]) -> list[str]:
    return [
        "# Made by the build, for the site block of Caddy. Reload Caddy after a build that changes it.",
        "header {",
        *(f'\t{name} "{value}"' for name, value in headers(inline).items()),
        "}",
        f"@unchanging path_regexp {UNCHANGING.pattern}",
        f'header @unchanging Cache-Control "{KEEP}"',
        f"@changing not path_regexp {UNCHANGING.pattern}",
        'header @changing Cache-Control "no-cache"',
        *(f"redir {base}{old} {base}{new} permanent" for old, new in moved.items()),
        "file_server",
        "handle_errors {",
        "\t@missing expression {http.error.status_code} == 404",
        f"\trewrite @missing {base}404.html",
        "\tfile_server",
        "}",
    ]


def _write(file: Path, lines: list[str]) -> None:
    file.write_bytes("".join(f"{line}\n" for line in lines).encode())
