"""The service worker: written for the files that a built site has, or to take itself away again.

Pages ask for it where the site is for reading offline. Where it is not, the file is there all the
same: devices that once got the worker then let go of it.
"""

import hashlib
import json
import os
import re
from base64 import b64encode
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from training_site.assets import UNUSED_OF_THEME
from training_site.finish.manifest import MANIFEST, sum_of, sums_of

WORKER = "worker.js"
"""Its path in the site, which is also as far as it reaches."""

MOST_BYTES = 2_000_000

ON_DEMAND = re.compile(
    rf"""\.(pdf|zip|gz)$ | {UNUSED_OF_THEME}  # to download, or for nobody
    | ^(_\w+|\..*|404\.html|sitemap\.xml|{re.escape(MANIFEST)}|{re.escape(WORKER)})$  # for servers
    # for authors
    | ^(guide|for-trainers|field-reference|hosting|engines|speed|learning-management-systems)\b""",
    re.VERBOSE,
)


def write_worker(
    site: Path, moved: Mapping[str, str], sums: Mapping[str, str] | None = None, *, wanted: bool
) -> str:
    """Write the worker into a site that is complete but for its manifest; returns its sum.

    ``moved`` has the site's old addresses, ``sums`` those of all its files, where they were taken.
    """
    data = (_worker(site, moved, sums) if wanted else worker_off()).encode()
    (site / WORKER).write_bytes(data)
    return sum_of(data)


def worker_off() -> str:
    """A worker that takes itself and what it kept off the device."""
    return _code("worker-off.js")


def kept_offline(
    site: Path, moved: Mapping[str, str], sums: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What a device keeps of a site: each path with its sum as a browser reads it.

    Not the pages at old addresses: some servers answer those themselves, with something else.
    """
    return {
        path: b64encode(bytes.fromhex(sum_)).decode()
        for path, sum_ in (sums_of(site) if sums is None else sums).items()
        if not ON_DEMAND.search(path)
        and path.removesuffix("index.html") not in moved
        and os.stat(f"{site}/{path}").st_size <= MOST_BYTES  # noqa: PTH116  a thousand paths as objects take time
    }


def _worker(site: Path, moved: Mapping[str, str], sums: Mapping[str, str] | None) -> str:
    code = _code("worker.js")
    listed = json.dumps(kept_offline(site, moved, sums), indent=0, ensure_ascii=True)
    leading_on = json.dumps(
        {_file_at(old): _file_at(new) for old, new in sorted(moved.items())}, indent=0, ensure_ascii=True
    )
    version = hashlib.sha256((listed + leading_on + code).encode()).hexdigest()
    return f'const VERSION = "{version}";\nconst FILES = {listed};\nconst MOVED = {leading_on};\n{code}'


def _file_at(address: str) -> str:
    return f"{address}index.html" if address.endswith("/") or not address else address


def _code(name: str) -> str:
    return files("training_site").joinpath(f"finish/{name}").read_text(encoding="utf-8")
