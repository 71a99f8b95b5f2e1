"""The policies in the built files: each page allows exactly what stands on it, servers the sum of all."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from built import BuiltPage, BuiltSite
from conftest import BASE, read_headers
from training_site.finish import finish_site
from training_site.finish.headers import base_path
from training_site.finish.policy import inline_of, with_policy


def stated(page: BuiltPage) -> dict[str, list[str]]:
    """A page's policy: each directive with its sources."""
    (meta,) = page.tree.all("meta", http_equiv="Content-Security-Policy")
    return {name: rest for name, *rest in (part.split() for part in meta.attributes["content"].split(";"))}


def sha256(text: str) -> str:
    """A hash as policies name it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_each_page_allows_its_own_scripts_and_no_more(site: BuiltSite):
    """The hashes of a page are those of the scripts that a parser finds on it, and nothing is unsafe."""
    for page in site.pages.values():
        own = [
            "".join(child for child in script.children if isinstance(child, str))
            for script in page.tree.all("script")
            if "src" not in script.attributes and script.attributes.get("type") != "application/json"
        ]
        policy = stated(page)
        assert policy["script-src"] == ["'self'", *sorted({sha256(text) for text in own})], page.path
        assert policy["style-src"] == ["'self'"]
        assert policy["default-src"] == ["'none'"]
        assert "unsafe" not in str(policy)
        assert "*" not in str(policy)


def test_the_policy_stands_before_all_it_governs(site: BuiltSite):
    """Nothing but the character set comes before it in the head."""
    for page in site.pages.values():
        (head,) = page.tree.all("head")
        elements = [child for child in head.children if not isinstance(child, str)]
        assert [e.attributes.get("http-equiv") or e.tag for e in elements[:2]] == [
            "meta",
            "Content-Security-Policy",
        ], page.path
        assert "charset" in elements[0].attributes


def test_no_page_styles_or_runs_by_attribute(site: BuiltSite):
    """No element has a style or an event handler as an attribute, which no hash could allow."""
    for page in site.pages.values():
        for element in page.tree.walk():
            bad = [name for name in element.attributes if name == "style" or name.startswith("on")]
            assert not bad, (page.path, element.tag, bad)


def test_no_page_tells_where_a_reader_comes_from(site: BuiltSite):
    """Pages ask the browser to send no address along to other sites, also where no header says so."""
    for page in site.pages.values():
        (meta,) = page.tree.all("meta", name="referrer")
        assert meta.attributes["content"] == "no-referrer", page.path


def test_servers_allow_what_all_pages_need(site: BuiltSite):
    """The header's policy is the pages' own taken together, and says too that no one may frame them."""
    sent = read_headers(site.root)["*"]["Content-Security-Policy"]
    directives = {name: rest for name, *rest in (part.split() for part in sent.split(";"))}
    assert directives.pop("frame-ancestors") == ["'none'"]
    together = {source for page in site.pages.values() for source in stated(page)["script-src"]}
    assert set(directives.pop("script-src")) == together
    for page in site.pages.values():
        assert {name: v for name, v in stated(page).items() if name != "script-src"} == directives
    assert len(sent) < 1900, "Cloudflare Pages reads no more than 2,000 characters of a line"


def test_files_with_a_sum_in_their_name_are_kept(site: BuiltSite):
    """Only files whose name changes with their content may stay in a browser unasked."""
    rules = read_headers(site.root)
    kept = rules.keys() - {"*"}
    assert kept == {name for name in site.files if re.search(r"\.[0-9a-f]{8}\.min\.(js|css)$", name)}
    assert all(rules[name] == {"Cache-Control": "public, max-age=31536000, immutable"} for name in kept)


@pytest.mark.parametrize(
    ("html", "scripts", "styles"),
    [
        ("<script>a</script>", ["a"], []),
        ("<script>a\r\nb\rc</script>", ["a\nb\nc"], []),
        ("<SCRIPT type=module>a</SCRIPT ><style>s</style>", ["a"], ["s"]),
        ('<script src="x.js"></script><script type="application/json">{"a": "<b>"}</script>', [], []),
        ('<script data-src="x">a</script><script>a</script>', ["a"], []),
        ("<script>é</script><script></script>", ["é"], []),
    ],
)
def test_hashes_are_those_of_inline_texts(html, scripts, styles):
    """Each inline text counts once, as a browser reads it; files and data do not."""
    found = inline_of(html)
    assert found.scripts == {sha256(text) for text in scripts}
    assert found.styles == {sha256(text) for text in styles}


def test_a_page_gets_one_policy_only():
    """A second finishing changes nothing, and a piece of HTML without a head stays as it is."""
    once = with_policy("<!doctype html><head><title>x</title></head>")
    assert once.count("Content-Security-Policy") == 1
    assert once.index("Content-Security-Policy") < once.index("<title>")
    assert with_policy(once) == once
    assert with_policy("<p>x</p><header></header>") == "<p>x</p><header></header>"


def test_another_engine_gets_the_same(tmp_path: Path):
    """Pages that no hook has seen get their policy when the folder is finished."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_bytes(
        b'<head><meta charset="utf-8">\n<script>a</script>\n</head>'
    )
    finish_site(tmp_path / "site", tmp_path / "hosting", "", {}, offline_reading=False)
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert sha256("a") in page
    assert sha256("a") in read_headers(tmp_path / "site")["*"]["Content-Security-Policy"]
    for snippet in ("nginx.conf", "Caddyfile"):
        assert sha256("a") in (tmp_path / "hosting" / snippet).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("site_url", "base"),
    [
        ("", "/"),
        ("https://example.org", "/"),
        ("https://example.org/training", BASE),
        ("https://example.org/a b;}/", "/a%20b%3B%7D/"),
    ],
)
def test_one_setting_says_where_the_site_is(site_url, base):
    """The path on the host comes from the address of the site, and can't break out of a server's settings."""
    assert base_path(site_url) == base
