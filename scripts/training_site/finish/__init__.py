"""What happens to the built folder after the engine: plain functions over files, for any engine.

Called once at the end of a build, never in a preview. Knows nothing of MkDocs, and nothing of the
course but what it is handed.
"""

from collections.abc import Mapping
from functools import reduce
from pathlib import Path

from training_site.assets import SCRIPT
from training_site.finish.headers import base_path, write_headers_file, write_server_snippets
from training_site.finish.manifest import NOTHING, files_below, sums_of, write_manifest
from training_site.finish.policy import Inline, allowed_by, with_policy
from training_site.finish.redirects import write_redirects
from training_site.finish.worker import WORKER, write_worker

DONE: Mapping[str, Inline] = {}


def finish_site(
    site: Path,
    hosting: Path,
    site_url: str,
    moved: Mapping[str, str],
    *,
    from_disk: bool = False,
    offline_reading: bool = False,
    done: Mapping[str, Inline] = DONE,
    sums: Mapping[str, str] = NOTHING,
) -> None:
    """Complete a built site, and write the server snippets into the folder ``hosting``.

    ``moved`` has old addresses with today's, both below the site's root. A site to open ``from_disk`` has
    the policy for that on its pages. Pages of a site for ``offline_reading`` ask for the worker. Pages that
    are ``done`` have their policy, which allows what is said there; ``sums`` are those that are known.
    """
    base = base_path(site_url)
    write_redirects(site, moved, site_url, base, SCRIPT)
    inline = set(done.values())
    for name in files_below(site):
        if name.endswith(".html") and name not in done:
            inline.add(_complete(site / name, from_disk=from_disk))
    allowed = reduce(Inline.joined, inline, Inline())
    write_headers_file(site, allowed)
    write_server_snippets(hosting, allowed, base, moved)
    all_sums = sums_of(site, sums)
    all_sums[WORKER] = write_worker(site, moved, all_sums, wanted=offline_reading)
    write_manifest(site, all_sums)  # last, because it lists everything else


def _complete(page: Path, *, from_disk: bool) -> Inline:
    """Give a page its policy; returns what that allows."""
    held = page.read_bytes()
    complete = with_policy(held.decode("utf-8"), from_disk=from_disk)
    if (data := complete.encode("utf-8")) != held:
        page.write_bytes(data)
    return allowed_by(complete)
