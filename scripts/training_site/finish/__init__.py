"""What happens to the built folder after the engine: plain functions over files, for any engine.

Called once at the end of a build, never in a preview. Knows nothing of MkDocs, and nothing of the
course but what it is handed.
"""

from collections.abc import Mapping
from pathlib import Path

from training_site.assets import SCRIPT
from training_site.finish.headers import base_path, write_headers_file, write_server_snippets
from training_site.finish.manifest import write_manifest
from training_site.finish.policy import inline_of_site, with_policy
from training_site.finish.redirects import write_redirects
from training_site.finish.worker import write_worker


def finish_site(
    site: Path,
    hosting: Path,
    site_url: str,
    moved: Mapping[str, str],
    *,
    from_disk: bool = False,
    offline_reading: bool = False,
) -> None:
    """Complete a built site, and write the server snippets into the folder ``hosting``.

    ``moved`` has old addresses with today's, both below the site's root. A site to open ``from_disk`` has
    the policy for that on its pages. Pages of a site for ``offline_reading`` ask for the worker.
    """
    base = base_path(site_url)
    write_redirects(site, moved, site_url, base, SCRIPT)
    for page in sorted(site.rglob("*.html")):  # an engine with the hook has done most, page by page
        html = page.read_bytes().decode("utf-8")
        if (complete := with_policy(html, from_disk=from_disk)) != html:
            page.write_bytes(complete.encode("utf-8"))
    inline = inline_of_site(site)
    write_headers_file(site, inline)
    write_server_snippets(hosting, inline, base, moved)
    write_worker(site, moved, wanted=offline_reading)
    write_manifest(site)  # last, because it lists everything else
