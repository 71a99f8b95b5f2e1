"""A copy of the course to keep: one ZIP with one folder, which opens from disk by a double click.

Made from the files of an edition of the site whose pages know that they are opened from disk. Knows nothing
of how that edition was built.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from training_site.archive import zipped
from training_site.assets import UNUSED_OF_THEME
from training_site.author_text import typeset
from training_site.finish.policy import with_policy
from training_site.model import Course
from training_site.printer import Page, Printer
from training_site.templating import environment, slug
from training_site.workbook import reviewed

PAGE = "copy-to-keep.md"
START = "Start here.html"
README = "README.txt"
PAGES = "pages/"
"""The folder of the pages, so that whoever opens the copy sees only where to start."""

GO_ON = f'location.replace("{PAGES}index.html");\n'
"""A file among the pages: inside a ZIP that is not unpacked it is not found, and the page says what to do."""

LEFT_OUT = re.compile(
    rf"""{UNUSED_OF_THEME}
    | ^(404\.html|_headers|_redirects|manifest-sha256\.txt|sitemap\.xml.*)$  # for servers and machines
    | ^(worker|assets/site-version)\.js$  # which keep a site on a device""",
    re.VERBOSE,
)
"""Files of the site that no page of the copy asks for."""


@dataclass(frozen=True)
class OfflineCopy:
    """What a page says of the copy: where it is, or that the page itself is in it."""

    path: str = ""
    """Its path in the site; empty inside the copy."""
    size: int = 0
    """In bytes."""
    came_from: str = ""
    """The address of the site that the copy was made of, if it has one."""

    @property
    def size_in_words(self) -> str:
        """Its size as a download, such as ``2.1 MB``."""
        return f"{max(self.size, 100_000) / 1_000_000:.1f} MB"


def copy_name(course: Course) -> str:
    """What the ZIP and the folder in it are called, without an ending."""
    return f"{slug(typeset(course.path.title))}-offline"


def page(printer: Printer, copy: OfflineCopy) -> Page:
    """The page about the copy: how to get and open it on the site, what holds for it inside the copy."""
    inside = printer.site.from_disk
    return printer.page(
        PAGE,
        "course.yml",
        "About this copy" if inside else "A copy to keep",
        about=(
            "How this copy keeps notes, and how to take them along."
            if inside
            else "The whole course in one folder that opens without a network."
        ),
        template="copy-to-keep",
        copy=copy,
        folder=copy_name(printer.site.course),
        reviewed=reviewed(printer.site.course),
    )


def make_copy(course: Course, site: Mapping[str, bytes], came_from: str = "") -> bytes:
    """The ZIP of a site that was built to be opened from disk; the same bytes each time.

    ``came_from`` is the address of the published site, for readers who want to know whether it is newer.
    """
    values = {"course": course, "pages": PAGES, "start": START, "came_from": came_from}
    values["reviewed"] = reviewed(course)
    start = environment().get_template("offline-copy/start.html.jinja").render(values)
    readme = environment().get_template("offline-copy/readme.txt.jinja").render(values)
    folder = copy_name(course)
    files = {PAGES + path: content for path, content in site.items() if not LEFT_OUT.search(path)}
    files[START] = with_policy(start, from_disk=True).encode()
    files[README] = readme.encode()
    files[f"{PAGES}assets/start.js"] = GO_ON.encode()
    return zipped({f"{folder}/{path}": content for path, content in files.items()})
