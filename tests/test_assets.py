"""The joined scripts: each page loads what its components need, and a unit loads little."""

import gzip
import re
from pathlib import Path

from built import BuiltPage, BuiltSite
from training_site.assets import EXTRA_SCRIPT, SCRIPT, STYLESHEET, gather_look

MOST_BYTES = 30_000


def scripts_of(page: BuiltPage) -> list[str]:
    """Which of our scripts a page loads, by path in the site."""
    sources = [script.attributes.get("src", "") for script in page.tree.all("script")]
    return [path for path in (SCRIPT, EXTRA_SCRIPT) if any(source.endswith(path) for source in sources)]


def test_every_component_on_a_page_has_its_script_there(site: BuiltSite):
    """Whatever custom element stands on a page, a script that the page loads defines it."""
    texts = {path: site.files[path].read_text(encoding="utf-8") for path in (SCRIPT, EXTRA_SCRIPT)}
    used = set()
    for page in site.course_pages.values():
        loaded = "".join(texts[path] for path in scripts_of(page))
        for tag in {element.tag for element in page.tree.walk() if "-" in element.tag}:
            used.add(tag)
            assert f'customElements.define("{tag}"' in loaded, f"{tag} on {page.path}"
    assert {"reflection-note", "knowledge-check", "note-book", "task-list"} <= used


def test_a_unit_weighs_at_most_30_kilobytes(site: BuiltSite, course):
    """All of our own script and style on a unit page, compressed as a server sends it."""
    for module in course.modules:
        for unit in module.units:
            assert scripts_of(site.pages[f"{module.id}/{unit.id}/"]) == [SCRIPT]
    weight = sum(len(gzip.compress(site.files[path].read_bytes())) for path in (SCRIPT, STYLESHEET))
    assert weight <= MOST_BYTES


def test_our_scripts_never_block_the_first_paint(site: BuiltSite):
    """Each of our scripts is deferred on every page."""
    for page in site.pages.values():
        ours = [one for one in page.tree.all("script") if "training-site" in one.attributes.get("src", "")]
        assert ours, page.path
        assert all("defer" in script.attributes for script in ours), page.path


def test_comments_stay_behind_and_code_stays_whole(tmp_path: Path):
    """Comments on lines of their own, blank lines and indentation go; anything else is as it was written."""
    component = tmp_path / "components" / "a-part"
    component.mkdir(parents=True)
    (component / "a-part.yml").write_text("name: a-part\npurpose: A part.\n", encoding="utf-8")
    code = "const address = 'https://x/*y*/'; // beside\nconst text = `a // b`;"
    (component / "a-part.js").write_text(
        f"/**\n * Words * of / ours.\n */\n\n// More.\n  /* And */\n{code}\n", encoding="utf-8"
    )
    (component / "long-text.js").write_text("  const text = `two\n  lines`;\n", encoding="utf-8")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "b.css").write_text(
        "/* Words\n over lines. */\n.b {\n  margin: 0;\n}\n", encoding="utf-8"
    )
    files = gather_look(tmp_path).files
    assert code in files[SCRIPT]
    assert not re.search("Words|More|And", files[SCRIPT])
    assert "`two\n  lines`" in files[SCRIPT]
    assert files[STYLESHEET] == ".b {\nmargin: 0;\n}\n"
