"""The shortcuts through MkDocs change no byte, and what they rely on is still there."""

import hashlib
import inspect
import subprocess
import sys

import markdown
import mkdocs
import pytest
from jinja2 import DictLoader, Environment
from mkdocs.commands import build as building
from mkdocs.commands import serve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.theme import Theme
from mkdocs.utils import clean_directory

from built import BuiltSite
from project import Project
from tools import ROOT
from training_site.assets import gather_look
from training_site.cache import Cache
from training_site.compiled_templates import CompiledTemplates
from training_site.finished_html import finish_html
from training_site.mkdocs_shortcuts import pass_over_hidden_folders
from training_site.model import Course
from training_site.pages import render_pages
from training_site.preview_server import BUILD_AFTER, LOOK_EVERY, serve_patiently
from training_site.printer import Page
from training_site.site_map import SiteMap
from training_site.templating import HEADING

RELIED_ON = {
    MkDocsPage.render: "320529348f7a8af1",
    building._populate_page: "31a70ea4caef1e12",
    building._build_page: "adcdbd14b2361126",
    building.get_context: "4b4bf8a076edc4a6",
    building.build: "c476b64474acfaa2",
    Files.copy_static_files: "d26112b6cfc80a76",
    clean_directory: "b3c0aa8107311f44",
    Files.add_files_from_theme: "0169dd2b1c22ca13",
    Theme.get_env: "9c26120fb96f9204",
}
"""The code that a shortcut goes around, with the hash of its text."""


@pytest.fixture(scope="module")
def pages(course: Course) -> tuple[Page, ...]:
    """Every generated page of the real course."""
    written = tuple(path.name for path in (ROOT / "docs").glob("*.md"))
    return render_pages(SiteMap(course, written), gather_look(ROOT / "overrides").drawings)


def test_with_and_without_shortcuts_the_same_bytes(project: Project, site: BuiltSite, tmp_path):
    """The site built with ``TRAINING_SITE_PLAIN=1`` is the site, byte for byte."""
    done = project.run(
        "build",
        "--site-dir",
        str(tmp_path / "plain"),
        extra={"TRAINING_SITE_PLAIN": "1", "SITE_URL": "https://example.org/training/"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    plain = BuiltSite(tmp_path / "plain")
    assert sorted(plain.files) == sorted(site.files)
    assert [
        name for name in site.files if plain.files[name].read_bytes() != site.files[name].read_bytes()
    ] == []


def test_a_page_is_what_the_engine_makes_of_it(pages):
    """HTML and contents of every page are those of Python-Markdown, and no page is left to it."""
    for page in pages:
        engine = markdown.Markdown(
            extensions=["attr_list", "tables", "toc"], extension_configs={"toc": {"toc_depth": "2-3"}}
        )
        finished = finish_html(page.body)
        assert finished is not None, page.path
        assert finished.html == engine.convert(page.body.replace(HEADING, "")), page.path
        contents = [(heading.text, heading.anchor) for heading in finished.headings if heading.level > 1]
        assert contents == [(token["name"], token["id"]) for token in engine.toc_tokens], page.path


@pytest.mark.parametrize(
    "body",
    [
        "A paragraph.",
        "<p>A</p> and more",
        "<p>A",
        "<div><p>A</div>",
        "<div>A</p></div>",
        "<div>A</div></section>",
        "<pre>A</pre>",
        "<div><!-- a comment --></div>",
        "</p>",
        "<em>inline</em>",
        "<!-- a comment -->",
        f"{HEADING}## No anchor\n",
        f"{HEADING}## *Emphasis* {{: #a }}\n",
        f"{HEADING}## A {{: .class }}\n",
    ],
)
def test_what_is_no_finished_html_is_left_to_the_engine(body):
    """Anything but whole elements and plain headings is not touched."""
    assert finish_html(body) is None


def test_a_line_of_an_author_is_no_heading(pages):
    """Only a template's headings are marked; a number sign that an author typed stays one."""
    assert HEADING not in "".join(page.markdown for page in pages)
    assert finish_html("<div>\n# not a heading {: #x }\n</div>").headings == ()


def test_what_shortcuts_go_around_is_as_it_was():
    """When MkDocs or Material changes there, read the change, mend the shortcut, then renew the hash."""
    assert mkdocs.__version__ == "1.6.1"
    assert {code.__qualname__: digest(code) for code in RELIED_ON} == {
        code.__qualname__: known for code, known in RELIED_ON.items()
    }


def test_a_template_is_compiled_anew_when_it_changes(tmp_path, monkeypatch):
    """Of a template that is as it was, what was compiled is taken; of one that is not, nothing is."""
    kept = CompiledTemplates(Cache(tmp_path / "cache.sqlite"), "1")

    def shown(source: str) -> str:
        return (
            Environment(loader=DictLoader({"a.html": source}), bytecode_cache=kept)
            .get_template("a.html")
            .render()
        )

    assert [shown("one"), shown("two")] == ["one", "two"]
    monkeypatch.setattr(Environment, "_compile", None)
    assert shown("two") == "two"
    with pytest.raises(TypeError):
        shown("three")


def test_a_template_may_lie_where_the_language_knows_no_letter_for(tmp_path):
    """With the plain language of a bare machine, Python knows a folder's name only as bytes."""
    kept = CompiledTemplates(Cache(tmp_path / "cache.sqlite"), "1")
    places = ("/course/a.html", "/über/a.html", "/\udcc3\udcbcber/a.html")
    keys = {kept.get_bucket(Environment(), "a.html", place, "one").key for place in places}
    assert len(keys) == 3


def test_files_of_the_theme_are_those_that_mkdocs_lists():
    """Without hidden folders MkDocs finds the same files, and a template in one of them is found still."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "docs_dir": "docs", "theme": {"name": "material"}})
    assert config.validate() == ([], [])

    def found() -> tuple[list[str], Environment]:
        files, env = Files([]), config.theme.get_env()
        files.add_files_from_theme(env, config)
        return [f"{file.src_dir} {file.src_uri}" for file in files], env

    as_ever, _ = found()
    pass_over_hidden_folders(config)
    files, env = found()
    assert files == as_ever
    assert not any(name.startswith(".") for name in env.list_templates())
    assert env.get_template(".icons/material/close.svg").render().startswith("<svg")


def test_the_preview_can_be_told_how_often_to_look(monkeypatch):
    """MkDocs starts the server that is named in its module, and the server takes how often it looks."""
    assert inspect.signature(LiveReloadServer).parameters["polling_interval"].default == 0.5
    assert "server = LiveReloadServer(" in inspect.getsource(serve.serve)
    monkeypatch.setattr(serve, "LiveReloadServer", LiveReloadServer)
    serve_patiently()
    server = serve.LiveReloadServer(builder=lambda: None, host="127.0.0.1", port=0, root=".")
    assert server.observer.timeout == LOOK_EVERY
    assert "self._rebuild_cond.wait(timeout=self.build_delay)" in inspect.getsource(LiveReloadServer)
    assert server.build_delay == BUILD_AFTER
    server.server_close()
    assert "self.set_app(self.serve_request)" in inspect.getsource(LiveReloadServer)
    asks = inspect.signature(LiveReloadServer._inject_js_into_html)
    assert list(asks.parameters) == ["self", "content", "epoch"]


def digest(code: object) -> str:
    """The first characters of the hash of a function's or class's text."""
    return hashlib.sha256(inspect.getsource(code).encode()).hexdigest()[:16]


def test_a_page_that_mkdocs_takes_for_a_draft_has_its_text(own_project: Project):
    """A preview shows pages that the settings leave out of the site, and MkDocs builds those by itself."""
    settings = own_project.root / "mkdocs.yml"
    with settings.open("a", encoding="utf-8") as stream:
        stream.write("draft_docs: |\n  glossary.md\n")
    preview = (
        "from mkdocs.commands.build import build; from mkdocs.config import load_config; "
        "config = load_config('mkdocs.yml', site_dir='previewed'); "
        "config.plugins.on_startup(command='serve', dirty=False); "
        "build(config, serve_url='http://localhost/')"
    )
    done = subprocess.run(
        [sys.executable, "-c", preview],
        cwd=own_project.root,
        env=own_project.environment({"SITE_URL": ""}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    page = (own_project.root / "previewed" / "glossary" / "index.html").read_text(encoding="utf-8")
    assert "mkdocs-draft-marker" in page
    assert 'class="ts-glossary' in page
