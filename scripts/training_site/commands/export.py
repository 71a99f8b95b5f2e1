"""``training-site export scorm``: packages for learning-management systems."""

import argparse
import os
from pathlib import Path

from training_site.load import load_course
from training_site.model import Course
from training_site.problems import errors
from training_site.report import as_text
from training_site.scorm.package import Site, course_is_too_large, course_package, module_package

HELP = "Make SCORM 1.2 packages for a learning-management system: one a module, and one of the whole course."

TOO_LARGE = (
    "The whole course as one package was left out: a learning-management system keeps 4,096 characters, "
    "and this course has more to do than they can hold. Use a package for each module."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``export``."""
    parser.add_argument("form", choices=("scorm",), help="the form of the packages")
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"), help="the site's settings")
    parser.add_argument(
        "--out", type=Path, default=Path("packages"), metavar="DIR", help="where they go (default: packages/)"
    )
    parser.add_argument("--module", metavar="ID", help="only the package of this module")


def run(options: argparse.Namespace) -> int:
    """Write; 1 when the course has problems or the build fails, 2 for a module that is not there."""
    loaded = load_course(options.config.parent / "modules")
    if loaded.course is None or errors(loaded.problems):
        print(as_text(loaded.problems, loaded.texts))
        print("Nothing was exported.")
        return 1
    course = loaded.course.published()
    ids = [module.id for module in course.modules]
    if options.module and options.module not in ids:
        print(f"There is no published module “{options.module}”. There are: {', '.join(ids)}.")
        return 2
    site = _built(course, options.config)
    if site is None:
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for name, package in _packages(site, options.module).items():
        (options.out / name).write_bytes(package)
        print(f"Wrote {(options.out / name).as_posix()} ({len(package) / 1_000_000:.1f} MB).")
    if not options.module and course_is_too_large(course):
        print(TOO_LARGE)
    return 0


def _built(course: Course, config: Path) -> Site | None:
    from mkdocs.exceptions import Abort, ConfigurationError

    from training_site.editions import build_edition, files_of

    try:
        files = build_edition(config, {"in_lms": True})
    except (Abort, ConfigurationError) as error:
        print(f"{error}\nNothing was exported. The lines above say why.")
        return None
    shell = files_of(config.parent / "overrides" / "lms")
    shell.pop("page.js")
    return Site(course, files, shell, os.environ.get("SITE_URL", ""))


def _packages(site: Site, only: str | None) -> dict[str, bytes]:
    made = {
        f"module-{module.id}.zip": module_package(site, module)
        for module in site.course.modules
        if only in (None, module.id)
    }
    if not only and not course_is_too_large(site.course):
        made["course.zip"] = course_package(site)
    return made
