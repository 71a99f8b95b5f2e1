"""Other editions of the site than the published one: built into a folder for a moment, and taken from there.

They have files as addresses instead of folders, so that they work where no server looks for
``index.html``.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.commands.build import build
from mkdocs.config import load_config

from training_site.engines import Made
from training_site.mkdocs_adapter import site_hook


def build_edition(
    config_file: Path, extra: Mapping[str, object], made: Made | None = None, site_url: str | None = None
) -> dict[str, bytes]:
    """Build the site with values for the theme; every file by its path.

    A course that is ``made`` already is not loaded again. With an empty ``site_url`` no page names the site.
    No edition keeps itself on a device by a worker.

    Raises what MkDocs raises: ``Abort`` or ``ConfigurationError``.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        config = load_config(
            config_file=str(config_file),
            strict=True,
            site_dir=str(site),
            use_directory_urls=False,
            site_url=site_url,
        )
        hosting = str(Path(folder) / "hosting")
        config.extra.update({"offline_reading": False, **extra, "hosting_dir": hosting})
        config.plugins.on_startup(command="build", dirty=False)
        if made and (hook := site_hook(config)):
            hook.handed_over = made
        build(config)
        return files_of(site)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path there."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
