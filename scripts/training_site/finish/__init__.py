"""What happens to the built folder after the engine: plain functions over files, for any engine.

Called once at the end of a build, never in a preview. Knows nothing of MkDocs, and nothing of the
course but what it is handed.
"""

from collections.abc import Mapping
from pathlib import Path

from training_site.assets import SCRIPT
from training_site.finish.headers import base_path, write_headers_file, write_server_snippets
from training_site.finish.manifest import sum_of, sums_of, write_manifest
from training_site.finish.policy import Inline, allowed_by, with_policy
from training_site.finish.redirects import write_redirects
from training_site.finish.worker import WORKER, write_worker


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
    inline, sums = Inline(), {}
    for page in sorted(site.rglob("*.html")):  # an engine with the hook has done most, page by page
        held = page.read_bytes()
        complete = with_policy(held.decode("utf-8"), from_disk=from_disk)
        if (data := complete.encode("utf-8")) != held:
            page.write_bytes(data)
        inline = inline.joined(allowed_by(complete))
        sums[page.relative_to(site).as_posix()] = sum_of(data)
    write_headers_file(site, inline)
    write_server_snippets(hosting, inline, base, moved)
    sums = sums_of(site, sums)  # each file is read once
    sums[WORKER] = write_worker(site, moved, sums, wanted=offline_reading)
    write_manifest(site, sums)  # last, because it lists everything else
