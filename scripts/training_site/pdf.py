"""The workbook as PDF: the only module that knows WeasyPrint.

WeasyPrint is an extra, and it needs libraries of the machine that pip cannot bring. ``missing`` says in
one line what is not there.
"""

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from training_site.model import Course
from training_site.workbook import PAPERS, pdf_path, workbook_html

VARIANT = "pdf/ua-1"
"""The kind of PDF that carries tags for screen readers."""

PRINT_FLAG = 4

DEBIAN_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def missing() -> str:
    """What keeps this machine from making a PDF, and how to get it; empty when nothing does."""
    try:
        import weasyprint  # noqa: F401
    except ImportError:
        return (
            "The PDF needs WeasyPrint. `./scripts/build --pdf` sets it up; by hand: "
            "pip install --require-hashes -r requirements-pdf.txt"
        )
    except OSError:
        return (
            "The PDF needs the library Pango. "
            f"On Debian and Ubuntu: sudo apt-get install {DEBIAN_PACKAGES}. On macOS: brew install pango"
        )
    return ""


def make_workbook(course: Course, overrides: Path, paper: str, site_url: str = "") -> bytes:
    """The workbook of a published course on one size of paper; the same bytes each time.

    ``overrides`` is the theme's folder, for the fonts and the site's sign. Raises ``ImportError`` or
    ``OSError`` where ``missing`` says something.
    """
    from weasyprint import HTML

    assets = overrides / "assets"
    own = files("training_site").joinpath("templates/workbook/workbook.css").read_text(encoding="utf-8")
    styles = (assets / "fonts.css").read_text(encoding="utf-8") + own
    html = workbook_html(course, styles, paper, site_url)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    document = HTML(string=html, base_url=assets.resolve().as_uri() + "/")
    made: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, finisher=_finish)
    return made


def make_workbooks(course: Course, overrides: Path, site_url: str = "") -> dict[str, bytes]:
    """The workbook on every size of paper, by its path in the site."""
    return {pdf_path(paper): make_workbook(course, overrides, paper, site_url) for paper in PAPERS}


class _MadePdf(Protocol):
    """What WeasyPrint hands over just before it writes: every object of the PDF."""

    objects: list[Any]
    catalog: dict[str, Any]
    page_references: list[bytes]


def _finish(_document: object, pdf: _MadePdf) -> None:
    _print_the_links(pdf)
    _set_running_lines_apart(pdf)


def _set_running_lines_apart(pdf: _MadePdf) -> None:
    """Mark page numbers and running lines as no part of the text.

    WeasyPrint gives them tags that hang on no tree. PDF/UA wants what is not read to say so.
    """
    found = {thing.reference: thing for thing in pdf.objects}
    root = found[pdf.catalog["StructTreeRoot"]]
    read: set[bytes] = set()
    waiting = list(root["K"])
    while waiting:
        reference = waiting.pop()
        if isinstance(reference, bytes) and reference not in read:
            read.add(reference)
            waiting.extend(found[reference].get("K", ()))
    numbered = found[root["ParentTree"]]["Nums"]
    tags_by_page = dict(zip(numbered[::2], numbered[1::2], strict=True))
    for number, page in enumerate(pdf.page_references):
        tags = tags_by_page[number]
        content = found[found[page]["Contents"]].stream
        for place, part in enumerate(content):
            if isinstance(part, dict) and "MCID" in part and tags[part["MCID"]] not in read:
                tags[part.pop("MCID")] = b"null"
                part["Type"] = "/Pagination"
                content[place - 1] = "/Artifact"


def _print_the_links(pdf: _MadePdf) -> None:
    """Set the flag that says that a link belongs to the printed page too; some readers ask for it."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("Subtype") == "/Link":
            thing["F"] = PRINT_FLAG
