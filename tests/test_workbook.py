"""The workbook: what is in it, that its PDF is whole and the same each time, and where none can be made."""

import re
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from built import BuiltSite, parse
from project import Project
from tools import ROOT
from training_site import pdf
from training_site.commands import build, workbook
from training_site.model import Course
from training_site.workbook import PAPERS, chapters, pdf_path, workbook_html

PANGO_LINE = (
    "The PDF needs the library Pango. On Debian and Ubuntu: sudo apt-get install"
    " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. On macOS: brew install pango"
)


@pytest.fixture(scope="module")
def html(course: Course) -> str:
    """The workbook of the real course without a site's address."""
    return workbook_html(course, "", "letter")


@pytest.fixture(scope="module")
def made(course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDF of the real course on each size of paper."""
    folder = tmp_path_factory.mktemp("workbook")
    files = {}
    for paper in PAPERS:
        files[paper] = folder / f"{paper}.pdf"
        files[paper].write_bytes(pdf.make_workbook(course, ROOT / "overrides", paper))
    return files


def test_everything_to_say_tick_and_write_is_in_it(html, course):
    """Each script, checklist and reflection of every unit is there, once."""
    titles = [heading.text for heading in parse(html).all("h4")]
    wanted = [
        block.content.title
        for chapter in chapters(course)
        for _, blocks in chapter.sections
        for block in blocks
    ]
    assert len(titles) == len(wanted) > 100
    sheets = parse(html).all("section", "worksheet")
    reflections = sum(
        1 for module in course.modules for unit in module.units for block in unit.blocks if block.reflection
    )
    assert len(sheets) == reflections
    assert all(len(sheet.all("div", "lines")[0].children) >= 6 for sheet in sheets)


def test_every_link_leads_somewhere(html):
    """Links inside the workbook have their target; all others lead to the web or to a phone."""
    tree = parse(html)
    ids = {element.attributes["id"] for element in tree.walk() if "id" in element.attributes}
    links = [link.attributes["href"] for link in tree.all("a")]
    assert links
    for link in links:
        assert link.removeprefix("#") in ids if link.startswith("#") else re.match(r"https?:|tel:|sms:", link)


def test_pages_of_the_site_are_linked_where_its_address_is_known(course):
    """What the workbook does not hold is a plain word, or a link to the site."""
    away = workbook_html(course, "", "letter", "https://example.org/training/")
    home = workbook_html(course, "", "letter")
    assert "https://example.org/training/" in away
    assert "example.org" not in home


@pytest.mark.parametrize(("paper", "points"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_the_pdf_is_tagged_and_whole(made, course, paper, points):
    """Tags, language, title, bookmarks for every module, embedded fonts of ours, the right paper."""
    reader = PdfReader(made[paper])
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == f"{course.path.title}: workbook"
    assert b"pdfuaid:part" in catalog["/Metadata"].get_data()
    outline = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    for module in course.modules:
        assert any(straight(module.title) == straight(title) for title in outline), module.title
    assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == points
    fonts = {
        font["/BaseFont"].partition("+")[2]
        for page in reader.pages
        for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())
    }
    assert {re.match(r"Atkinson|Literata", font)[0] for font in fonts} == {"Atkinson", "Literata"}


def test_running_lines_are_no_part_of_the_text(made):
    """Number and title at the foot of a page are marked as such; every other tag hangs on the tree."""
    reader = PdfReader(made["letter"])
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    tagged: set[int] = set()
    waiting = list(root["/K"])
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, IndirectObject) and kid.idnum not in tagged:
            tagged.add(kid.idnum)
            waiting.extend(kid.get_object().get("/K", ()))
    for page, tags in zip(reader.pages, root["/ParentTree"]["/Nums"][1::2], strict=False):
        apart = [tag for tag in tags if not isinstance(tag, IndirectObject)]
        assert len(apart) == page.get_contents().get_data().count(b"/Pagination")
        assert len(apart) == (0 if page == reader.pages[0] else 2)
        assert all(tag.idnum in tagged for tag in tags if isinstance(tag, IndirectObject))


def straight(text: str) -> str:
    """A text with straight quotation marks."""
    return text.replace("’", "'").replace("“", '"').replace("”", '"')


def test_the_pages_are_numbered_and_linked(made):
    """The contents name the page on which each chapter begins; links are annotations that print."""
    reader = PdfReader(made["letter"])
    contents = reader.pages[1].extract_text()
    numbers = [int(number) for number in re.findall(r"(\d+)\s*$", contents, flags=re.MULTILINE)]
    assert len(numbers) >= 10
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    assert any(link.get("/A", {}).get("/URI", "").startswith("https://") for link in links)
    assert all(link["/F"] == 4 for link in links)


def test_the_same_course_gives_the_same_bytes(made, tmp_path):
    """Another process with another hash seed writes the very same file."""
    out = tmp_path / "again.pdf"
    done = Project(ROOT).run("workbook", "--out", str(out), extra={"PYTHONHASHSEED": "7", "SITE_URL": ""})
    assert (done.returncode, done.stdout) == (0, f"Wrote {out.as_posix()}.\n")
    assert out.read_bytes() == made["letter"].read_bytes()


@pytest.mark.long
def test_a_site_with_the_pdf_links_it(own_project):
    """`build --pdf` puts both files into the site and links them; no link leads nowhere."""
    done = own_project.run("build", "--pdf")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The workbook is there as a PDF for US Letter and for A4." in done.stdout
    site = BuiltSite(own_project.site)
    assert {pdf_path(paper) for paper in PAPERS} <= set(site.files)
    page = site.pages["workbook/"]
    assert {f"workbook-{paper}.pdf" for paper in PAPERS} <= set(page.links())
    assert not site.broken_links()


def test_a_site_without_the_pdf_says_so(site):
    """A plain build offers the page to print, says that there is no PDF, and links none."""
    page = site.pages["workbook/"]
    assert "This copy of the site was built without the PDF." in page.tree.text
    assert not [link for link in page.links() if link.endswith(".pdf")]
    assert not [name for name in site.files if name.endswith(".pdf")]


@pytest.fixture
def no_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which WeasyPrint is installed and Pango is not: its import ends as it does there."""

    class Finder:
        def find_spec(self, name, path=None, target=None):  # noqa: ARG002
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])


@pytest.mark.usefixtures("no_pango")
def test_a_machine_without_pango_is_told_in_one_line(capsys, tmp_path, monkeypatch):
    """`workbook` and `build --pdf` fail with the name of what is missing, and build nothing."""
    monkeypatch.chdir(ROOT)
    options = {"config": ROOT / "mkdocs.yml", "site_dir": tmp_path / "site", "pdf": True, "out": None}
    assert workbook.run(arguments(**options, paper="letter")) == 2
    assert capsys.readouterr().out == f"{PANGO_LINE}\n"
    assert build.run(arguments(**options)) == 2
    assert capsys.readouterr().out == f"{PANGO_LINE}\nNothing was built.\n"
    assert not (tmp_path / "site").exists()


def test_a_machine_without_weasyprint_is_told_how_to_get_it(monkeypatch):
    """Where the extra is not installed, the line names the command that sets it up."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert "`./scripts/build --pdf` sets it up" in pdf.missing()


def arguments(**values: object) -> object:
    """Options as the command line hands them over."""
    return type("Options", (), values)()
