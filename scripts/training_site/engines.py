"""Either engine, asked in the same way: the course in, the folder of a finished site out.

What a build does before and after is the business of ``commands/build.py``. Each engine is imported
when it is asked for, because importing one takes longer than checking a course.
"""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from training_site.cache import Cache
from training_site.finish import finish_site
from training_site.kept_folders import take_up_folders
from training_site.load import Loaded
from training_site.moved import moved_addresses
from training_site.site_map import SiteMap
from training_site.zensical import build_with_zensical

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

Made = tuple[Loaded, Cache, str]
"""The course as loaded, what is kept between builds, and the digest of the generator."""


Built = tuple[Path, Collection[str]]
"""The folder of a finished site, and the files in it that were held against their sums already."""


def by_mkdocs(made: Made, config: "MkDocsConfig", room: Path, last: Path) -> Built:
    """The site inside ``room``; what the ``last`` one holds alike is taken over from there.

    Raises ``mkdocs.exceptions.Abort`` when MkDocs gives up.
    """
    from mkdocs.commands.build import build

    from training_site.mkdocs_adapter import site_hook

    take_up_folders(room / "site", Path(config.config_file_path))
    config.site_dir = str(room / "site")
    config.extra["hosting_dir"] = str(room / "hosting")
    config.plugins.on_startup(command="build", dirty=False)
    hook = site_hook(config)
    if hook:
        hook.handed_over, hook.last_site = made, last
    build(config)
    return room / "site", hook.site_files.linked if hook and hook.site_files else ()


def by_zensical(made: Made, config: "MkDocsConfig", room: Path, last: Path) -> Built:  # noqa: ARG001
    """The site inside ``room``; raises ``ZensicalError`` when Zensical gives up."""
    loaded, _, _ = made
    assert loaded.course is not None
    course = loaded.course.published()
    site = build_with_zensical(
        course, Path(config.config_file_path), room / "pages", config.extra["workbooks"]
    )
    written = tuple(path.name for path in sorted(Path(config.docs_dir).glob("*.md")))
    moved = moved_addresses(SiteMap(course, written))
    wanted = config.extra.get("offline_reading") is True
    finish_site(site, room / "hosting", config.site_url or "", moved, offline_reading=wanted)
    return site, ()


ENGINES: Mapping[str, Callable[[Made, "MkDocsConfig", Path, Path], Built]] = {
    "mkdocs": by_mkdocs,
    "zensical": by_zensical,
}
