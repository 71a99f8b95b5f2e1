"""``training-site build``: check the course, build the site strictly, say what came of it."""

import argparse
import errno
import logging
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from training_site.cache import cache_beside, digest_of_generator
from training_site.engines import ENGINES, Made
from training_site.finish.manifest import read_manifest
from training_site.indexes import placed_blocks
from training_site.kept_folders import keep_folders
from training_site.load import Loaded, load_course
from training_site.model import Course
from training_site.offline_copy import copy_name, make_copy
from training_site.outlines import Outlines
from training_site.pdf import make_workbooks, missing
from training_site.plan import course_in_numbers
from training_site.problems import errors
from training_site.publish import PublishError, put_in_place, workshop
from training_site.report import as_text
from training_site.zensical import ZensicalError, zensical_lacking

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

DISK_TROUBLES = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
"""What is wrong with a disk and not with our code, which shows where it failed."""

OFFLINE_WITH_MKDOCS = (
    "The copy to keep can be made with MkDocs only: leave out either `--offline` or `--engine zensical`."
)

HELP = "Check the modules and build the site into `site/`."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``build``."""
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    parser.add_argument("--site-dir", type=Path, help="where the site goes instead of `site/`")
    parser.add_argument("--pdf", action="store_true", help="make the workbook as a PDF too, or fail")
    parser.add_argument(
        "--offline", action="store_true", help="add a copy of the site as a ZIP that opens from disk"
    )
    parser.add_argument(
        "--engine",
        choices=tuple(ENGINES),
        default="mkdocs",
        help="which engine builds (default: mkdocs)",
    )


def run(options: argparse.Namespace) -> int:
    """Build; 1 when the course has problems, which are then shown, 2 when something asked for is not here."""
    lack = _lacking(options)
    if lack:
        print(f"{lack}\nNothing was built.")
        return 2
    cache, generator = cache_beside(options.config), digest_of_generator()
    known = Outlines(cache, generator)
    loaded = load_course(options.config.parent / "modules", known=known).for_pages()
    if loaded.course is None or errors(loaded.problems):
        print(as_text(loaded.problems, loaded.texts))
        print("Nothing was built.")
        return 1
    pages = _build_site(options, (loaded, cache, generator), loaded.course.published())
    if pages is None:
        print("\nNothing was built. The lines above say why.")
        return 1
    if loaded.problems:
        print(as_text(loaded.problems, loaded.texts))
    print(_summary(loaded, pages, options))
    return 0


def _lacking(options: argparse.Namespace) -> str | None:
    """What keeps this machine or this engine from what was asked for."""
    if options.pdf and (lack := missing()):
        return lack
    if options.offline and options.engine != "mkdocs":
        return OFFLINE_WITH_MKDOCS
    return zensical_lacking() if options.engine == "zensical" else None


def _build_site(options: argparse.Namespace, made: Made, course: Course) -> int | None:
    """Build with an engine; the number of pages, or None when it gave up.

    The PDFs and the copy to keep are made first, so that no page offers one that is not there.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    _show_mkdocs_warnings()
    try:
        config = load_config(config_file=str(options.config), strict=True)
        site = (options.site_dir or Path(config.site_dir)).resolve()
        with workshop(site) as room:
            config.extra["workbooks"] = _workbooks(course, config) if options.pdf else {}
            config.extra["offline_copy"] = _offline_copy(made, course, config) if options.offline else {}
            built, checked = ENGINES[options.engine](made, config, room, site)
            put_in_place(built, site, checked)
            keep_folders(built, options.config)
            _replace_files(room / "hosting", options.config.parent / "build" / "hosting")
    except (ConfigurationError, PublishError, ZensicalError) as error:
        print(error)
        return None
    except Abort as error:
        print(error.message)
        return None
    except OSError as error:
        if error.errno not in DISK_TROUBLES:
            raise
        print(f"The disk does not take the site: {error.strerror}. The site is as it was before.")
        return None
    return sum(path.endswith(".html") and path != "404.html" for path in read_manifest(site))


def _replace_files(made: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in made.iterdir():
        beside = shutil.copyfile(file, folder / f"{file.name}.new")
        beside.replace(folder / file.name)


def _workbooks(course: Course, config: "MkDocsConfig") -> dict[str, bytes]:
    overrides = Path(config.theme.custom_dir or Path(config.config_file_path).parent / "overrides")
    return make_workbooks(course, overrides, config.site_url or "")


def _offline_copy(made: Made, course: Course, config: "MkDocsConfig") -> dict[str, bytes]:
    """The copy to keep by its path in the site: a build of its own, without the address of the site."""
    from training_site.editions import build_edition

    came_from = config.site_url or ""
    extra = {"from_disk": True, "came_from": came_from, "workbooks": config.extra["workbooks"]}
    files = build_edition(Path(config.config_file_path), extra, made, site_url="")
    return {f"{copy_name(course)}.zip": make_copy(course, files, came_from)}


def _show_mkdocs_warnings() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    logger.handlers = [handler]


def _summary(loaded: Loaded, pages: int, options: argparse.Namespace) -> str:
    assert loaded.course is not None
    site_dir: Path = options.site_dir or options.config.parent / "site"
    course = loaded.course.published()
    units = sum(len(module.units) for module in course.modules)
    reflections = sum(1 for placed in placed_blocks(course) if placed.block.reflection)
    questions = sum(len(module.knowledge_check.questions) for module in course.modules)
    drafts = len(loaded.course.modules) - len(course.modules)
    lines = [course_in_numbers(course), ""]
    lines.append(
        f"Built {_count(len(course.modules), 'module')}, {_count(units, 'unit')}, {_count(pages, 'page')}: "
        f"about {_count(course.duration_minutes, 'minute')}, {_count(reflections, 'reflection')}, "
        f"{_count(questions, 'question')}, {_count(len(loaded.problems), 'warning')}."
    )
    if drafts:
        lines.append(f"Left out: {_count(drafts, 'draft module')}.")
    lines.append(
        "The workbook is there as a PDF for US Letter and for A4."
        if options.pdf
        else "Without a PDF of the workbook; its page can be printed. With it: ./scripts/build --pdf"
    )
    if options.offline:
        copy = site_dir / f"{copy_name(course)}.zip"
        lines.append(f"The copy to keep is {copy.as_posix()} ({copy.stat().st_size / 1_000_000:.1f} MB).")
    look = "" if options.site_dir else " To look at it: ./scripts/serve"
    lines.append(f"The site is in {site_dir.as_posix()}/.{look}")
    return "\n".join(lines)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
