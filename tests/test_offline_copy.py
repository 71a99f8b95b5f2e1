"""The copy to keep: whole, closed in itself, the same each time, and offered only where it is made."""

import os
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from built import BuiltSite
from project import SITE_URL, Project, sample_project
from sample_course import as_files, complete_course
from test_pages import DRAWINGS, sample_text
from tools import ROOT
from training_site.finish.manifest import differences, read_manifest
from training_site.offline_copy import OfflineCopy, copy_name, make_copy
from training_site.pages import navigation, render_pages
from training_site.site_map import SiteMap

WORDS = ROOT / "tests" / "cases" / "offline-copy"
NAME = "across-the-screen-offline"
INSIDE = ("copy-to-keep.md", "notebook.md")
"""Pages that say something else in the copy."""


def words_of_the_copy() -> dict[str, str]:
    """What a reader of the copy is told that no other reader is."""
    course = complete_course(sample_text)
    site = SiteMap(course, ("about.md",), directory_urls=False, from_disk=True)
    pages = render_pages(site, DRAWINGS, copy=OfflineCopy(came_from=SITE_URL))
    said = {page.path: page.markdown for page in pages if page.path in INSIDE}
    files = contents(make_copy(course, {"index.html": b"home"}, SITE_URL))
    for name in ("README.txt", "Start here.html"):
        said[name] = files[f"{copy_name(course)}/{name}"].decode()
    return said


def contents(copy: bytes) -> dict[str, bytes]:
    """Every file of a ZIP."""
    with ZipFile(BytesIO(copy)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", [*INSIDE, "README.txt", "Start here.html"])
def test_what_the_copy_says_word_for_word(name):
    """The pages that differ in the copy, the page to start with, and the README."""
    said = words_of_the_copy()[name]
    if os.environ.get("UPDATE_GOLDEN"):
        (WORDS / name).write_text(said, encoding="utf-8", newline="\n")
    assert said == (WORDS / name).read_text(encoding="utf-8")


def test_the_copy_opens_to_three_things(unpacked: Path):
    """Whoever unpacks it gets one folder that holds where to start, what to know, and the pages."""
    assert unpacked.name == NAME
    assert [path.name for path in unpacked.parent.iterdir()] == [NAME]
    assert {path.name for path in unpacked.iterdir()} == {"Start here.html", "README.txt", "pages"}


def test_the_copy_has_every_page_and_leads_nowhere_else(unpacked: Path, site: BuiltSite):
    """All pages of the site but the one for wrong addresses; every link, picture and anchor is inside."""
    copy = BuiltSite(unpacked / "pages")
    own = {page.path.removesuffix("/index.html").removesuffix(".html") for page in copy.pages.values()}
    wanted = {
        page.path.removesuffix("/index.html").removesuffix(".html") for page in site.course_pages.values()
    }
    assert own == {*wanted, "copy-to-keep"}
    assert BuiltSite(unpacked).broken_links("a path that no link begins with/") == []


def test_nothing_in_the_copy_is_for_servers_or_names_one(unpacked: Path):
    """No headers, redirects, sitemap, worker, maps or archives; the address of the site stands as a link to
    follow on one page and in the README alone."""
    files = {path.relative_to(unpacked).as_posix(): path for path in unpacked.rglob("*") if path.is_file()}
    unwanted = re.compile(
        r"(^|/)(_\w+|sitemap.*|worker\.js|site-version\.js|manifest-.*|404\.html)$|\.(map|zip|gz)$"
    )
    assert [name for name in files if unwanted.search(name)] == []
    naming = {
        name
        for name, path in files.items()
        if path.suffix in (".html", ".js", ".css", ".txt", ".svg") and SITE_URL.encode() in path.read_bytes()
    }
    examples = {"pages/hosting.html", "pages/learning-management-systems.html"}  # of any site's address
    named = {name for name in naming if "/search/" not in name}
    assert named - examples == {"README.txt", "pages/copy-to-keep.html"}
    for page in BuiltSite(unpacked / "pages").pages.values():
        assert page.tree.all("link", rel="canonical") == [], page.path
        assert "data-site-copy" not in page.html, page.path


def test_every_page_of_the_copy_has_the_stricter_policy(unpacked: Path):
    """Pages from disk may load files of scripts, styles, pictures and fonts, and ask for nothing else."""
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
    for page in BuiltSite(unpacked).pages.values():
        (stated,) = policy.findall(page.html)
        parts = dict(part.partition(" ")[::2] for part in stated.split("; "))
        assert parts["default-src"] == "'none'"
        assert not {"connect-src", "worker-src", "manifest-src", "frame-src"} & parts.keys(), page.path
        assert "unsafe" not in stated


def test_the_site_offers_the_copy_with_its_size(site_with_copy: Path):
    """A page of its own says how large the ZIP is, every page's foot leads there, and the manifest has it."""
    site = BuiltSite(site_with_copy)
    size = (site_with_copy / f"{NAME}.zip").stat().st_size
    (link,) = site.pages["copy-to-keep/"].tree.all("a", "ts-button", download="")
    assert link.attributes["href"] == f"../{NAME}.zip"
    assert link.text == f"Download the copy (ZIP, {size / 1_000_000:.1f} MB)"
    for page in site.pages.values():
        if page.path == "copy-to-keep/index.html":
            continue
        (foot,) = page.tree.all("footer", "ts-footer")
        assert [one.text for one in foot.all("a") if "copy-to-keep" in one.attributes["href"]] == [
            "A copy to keep"
        ], page.path
    assert site.broken_links("/training/") == []
    assert f"{NAME}.zip" in read_manifest(site_with_copy)
    assert differences(site_with_copy) == []


def test_where_it_is_not_made_nothing_leads_to_it(site: BuiltSite):
    """A build without ``--offline`` has no ZIP, no page about it and no link."""
    assert not [name for name in site.files if name.endswith(".zip")]
    assert [page.path for page in site.pages.values() if "copy-to-keep/" in page.html] == []


def test_the_navigation_has_the_page_where_there_is_one():
    """The words ``copy to keep`` in the settings stand for the page, or for nothing."""
    course = complete_course(sample_text)
    frame: list[object] = [{"About": ["about.md", "copy to keep"]}]
    assert navigation(course, frame) == [{"About": ["about.md"]}]
    assert navigation(course, frame, with_copy=True) == [{"About": ["about.md", "copy-to-keep.md"]}]


def test_the_same_files_make_the_same_copy():
    """The order in which files come changes no byte, and another file does."""
    course = complete_course(sample_text)
    files: Mapping[str, bytes] = {"index.html": b"home", "a/b.html": b"page"}
    made = make_copy(course, files)
    assert made == make_copy(course, dict(reversed(files.items())))
    assert made != make_copy(course, {**files, "index.html": b"Home"})


@pytest.mark.long
def test_two_builds_make_the_same_copy(own_project: Project, site_with_copy: Path, tmp_path: Path):
    """Built in another folder, at another time, in another zone and language: the same bytes."""
    elsewhere = {
        "SITE_URL": SITE_URL,
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "86400",
    }
    done = own_project.run("build", "--offline", "--site-dir", str(tmp_path / "out"), extra=elsewhere)
    assert done.returncode == 0, done.stdout + done.stderr
    one, other = ((folder / f"{NAME}.zip").read_bytes() for folder in (site_with_copy, tmp_path / "out"))
    assert one == other


@pytest.mark.long
def test_the_copy_has_the_pdf_and_never_the_worker(tmp_path: Path):
    """Made with the PDFs it holds them; a site that keeps itself on devices makes a copy that does not."""
    project = sample_project(tmp_path, as_files(complete_course(sample_text)))
    settings = project.root / "mkdocs.yml"
    text = re.sub(r"\n  offline_reading: .*", "", settings.read_text(encoding="utf-8"))
    settings.write_text(text.replace("\nextra:\n", "\nextra:\n  offline_reading: true\n"), encoding="utf-8")
    done = project.run("build", "--offline", "--pdf")
    assert done.returncode == 0, done.stdout + done.stderr
    (archive,) = project.site.glob("*.zip")
    with ZipFile(archive) as opened:
        opened.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    copy = BuiltSite(folder)
    pdfs = [path for path in copy.files if path.endswith(".pdf")]
    assert pdfs == ["pages/workbook/workbook-a4.pdf", "pages/workbook/workbook-letter.pdf"]
    linked = [link for link in copy.pages["pages/workbook.html"].links() if link.endswith(".pdf")]
    assert sorted(linked) == [path.removeprefix("pages/") for path in pdfs]
    assert copy.broken_links("a path that no link begins with/") == []
    assert "data-site-copy" in BuiltSite(project.site).pages[""].html
    assert [page.path for page in copy.pages.values() if "data-site-copy" in page.html] == []
    assert not {"pages/worker.js", "pages/assets/site-version.js"} & copy.files.keys()


def test_the_second_engine_makes_no_copy(own_project: Project):
    """Asked for both, the build says what to leave out, and builds nothing."""
    done = own_project.run("build", "--offline", "--engine", "zensical")
    assert done.returncode == 2
    assert done.stdout == (
        "The copy to keep can be made with MkDocs only: "
        "leave out either `--offline` or `--engine zensical`.\nNothing was built.\n"
    )
    assert not own_project.site.exists()
