"""The site without a network: it reads, searches and takes notes, and two versions never mix."""

import gzip
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, expect

from built import BuiltSite
from conftest import BASE, read_headers, served
from learner import axe_faults
from project import Project
from training_site.assets import SCRIPT
from training_site.finish.manifest import write_manifest
from training_site.finish.redirects import write_redirects
from training_site.finish.worker import WORKER, kept_offline, worker_off, write_worker

ASKS = "data-site-copy"
"""What stands on a page that asks for the worker."""
READY = "A new version of this site is ready."
LOAD = "Load the new version"
KEPT = "A copy of this site is in this browser: you can read it and write in it without a network."
UNIT = "orienting-clients/private-enough/"
SAMPLE = (
    *("", "orienting-clients/", UNIT, "orienting-clients/knowledge-check/", "orienting-clients/answers/"),
    *("at-hand/", "notebook/", "post-test/", "record-of-completion/", "glossary/", "references/", "article/"),
    *("handouts/", "workbook/", "facilitator/", "about/", "privacy/", "safety-spine/"),
)
"""A page of each kind."""
FOR_AUTHORS = (
    "guide/",
    "for-trainers/",
    "hosting/",
    "engines/",
    "speed/",
    "learning-management-systems/",
    "field-reference",
)
"""Pages for those who look after the site, which need its files anyway."""

MARK = "/* another version */"
FACTS = """async () => {
  const style = await (await fetch(new URL("assets/training-site.css", trainingSite.store.site))).text();
  return [document.querySelector("h1").textContent.trim(), style.includes("/* another version */")];
}"""
"""The page's title, and whether a part that it asks for now is of the newer version."""
AGE_NOTES = """async () => {
  const [name] = (await caches.keys()).filter((name) => name.endsWith(":pages"));
  const notes = await caches.open(name);
  for (const note of await notes.keys()) {
    const [version] = (await (await notes.match(note)).text()).split(" ");
    await notes.put(note, new Response(`${version} 0`));
  }
}"""
"""Let a minute go by for the worker, which keeps the parts of a page on its way that long."""
COPIES = "caches.keys().then((names) => names.filter((name) => /:[0-9a-f]{64}$/.test(name)).sort())"
ONE_VERSION = f"{COPIES}.then((copies) => copies.length === 1)"
LOOK = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  if (!found || found.installing || found.waiting) return true;
  await found.update().catch(() => {});
  return false;
}"""
"""Have the browser ask for the worker anew, until there is another."""
GONE = """async () =>
  (await caches.keys()).length === 0 && !(await navigator.serviceWorker.getRegistration())"""
END_OF_DOWNLOAD = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  const ending = new Promise((resolve) => found.addEventListener("updatefound", () => {
    const coming = found.installing;
    coming.addEventListener("statechange", () => resolve(coming.state));
  }));
  found.update();
  return ending;
}"""
"""Ask for a newer version once; what became of it."""


@pytest.fixture
def copy(site: BuiltSite, tmp_path: Path) -> Path:
    """The published site, which the test may replace by another version."""
    return Path(shutil.copytree(site.root, tmp_path / "site"))


@pytest.fixture
def address(copy: Path) -> Iterator[str]:
    """Where it is published: below a sub-path, with the headers of its own ``_headers``."""
    with served(copy, read_headers(copy), worker=True) as place:
        yield place


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A fresh profile; no script of a page may fail, and nothing may be against the site's policy."""
    made = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    made.set_default_timeout(60_000)
    faults: list[str] = []
    made.on("weberror", lambda fault: faults.append(str(fault.error)))
    made.on("console", lambda said: faults.append(said.text) if "Security Policy" in said.text else None)
    yield made
    made.close()
    assert faults == []


def visit(context: BrowserContext) -> Page:
    """A tab that has visited the site until all of it is on the device, and then opened a page of it."""
    page = context.new_page()
    page.goto("")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("at-hand/")
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    return page


def publish(copy: Path, title: str = "At hand, anew", *, offline_reading: bool = True) -> None:
    """Publish another version: a page and a part of every page are changed."""
    page = copy / "at-hand" / "index.html"
    html = page.read_text(encoding="utf-8")
    start = html.index("<h1")
    head, tail = html[start:].split("</h1>", 1)
    page.write_text(f"{html[:start]}{head.split('>', 1)[0]}>{title}</h1>{tail}", encoding="utf-8")
    for part in (
        *copy.glob("assets/**/*.css"),
        *copy.glob("assets/*.js"),
        *copy.glob("assets/javascripts/*.js"),
    ):
        part.write_text(part.read_text(encoding="utf-8") + MARK, encoding="utf-8")
    finish(copy, offline_reading=offline_reading)


def finish(copy: Path, *, offline_reading: bool = True) -> None:
    """Write what a build writes last."""
    write_worker(copy, {}, wanted=offline_reading)
    written_later(copy / WORKER, 60)
    write_manifest(copy)


def written_later(path: Path, seconds: int) -> None:
    """Servers tell times in whole seconds, and take what was written twice in one for unchanged."""
    then = time.time() + seconds
    os.utime(path, (then, then))


def sums_seen(page: Page) -> dict[str, str | None]:
    """Fills as the page goes on: what each address was answered with, by the sum that the worker notes."""
    seen: dict[str, str | None] = {}

    def note(response: Response) -> None:
        if "favicon" not in response.url and not response.url.endswith(WORKER):
            seen[response.url] = response.headers.get("x-training-site-sum")

    page.on("response", note)
    return seen


def is_needless(request: Request) -> bool:
    """Whether nobody misses it: the sign on the tab, asked for past every worker, or a page left."""
    return "favicon" in request.url or request.failure == "net::ERR_ABORTED"


def look_for_news(page: Page) -> None:
    """Have the browser find that another version is published, as it does now and then."""
    page.wait_for_function(LOOK)


def stop_workers(page: Page) -> None:
    """Stop idle workers, as browsers do after some seconds."""
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


def write_note(page: Page, text: str) -> None:
    """Type into the first reflection of the page, and have it kept."""
    note = page.locator("reflection-note").first
    note.get_by_role("textbox", name="Your notes").press_sequentially(text)
    if (keep := note.get_by_role("button", name="Keep them on this device")).is_visible():
        keep.click()


def test_the_site_reads_and_takes_notes_with_the_network_off(context: BrowserContext):
    """After one visit: a page of each kind with its look, the search, and a note that stays."""
    page = visit(context)
    missing: list[str] = []
    page.on("requestfailed", lambda request: is_needless(request) or missing.append(request.url))
    page.on("console", lambda said: missing.append(said.text) if said.type == "error" else None)
    context.set_offline(True)
    for address in SAMPLE:
        page.goto(address)
        expect(page.locator("h1").first).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('.ts-header')).display") != "inline"
    page.get_by_role("button", name="Search").click()
    page.locator("[data-search-query]").fill("parked car")
    page.locator("[data-search-found] a[href*='a-parked-car']").first.click()
    expect(page.locator("h1")).to_have_text("A parked car")
    page.goto(UNIT)
    write_note(page, "Written on a train.")
    page.reload()
    expect(page.locator("reflection-note").first.get_by_role("textbox", name="Your notes")).to_have_value(
        "Written on a train."
    )
    assert missing == []
    context.set_offline(False)
    page.goto("notebook/")
    expect(page.locator("note-book")).to_contain_text("Written on a train.")


@pytest.mark.long
def test_every_page_reads_with_the_network_off(context: BrowserContext, site: BuiltSite):
    """The whole site, page by page, without a part missing."""
    page = visit(context)
    missing: list[str] = []
    page.on("requestfailed", lambda request: is_needless(request) or missing.append(request.url))
    context.set_offline(True)
    for address in site.course_pages:
        if address.startswith(FOR_AUTHORS):
            continue
        page.goto(address)
        expect(page.locator("h1").first).to_be_visible()
    assert missing == []


def test_two_versions_never_mix(context: BrowserContext, copy: Path):
    """An open page keeps its version; the newer one is announced, and comes whole when it is asked for."""
    page = visit(context)
    other = context.new_page()
    other.goto(UNIT)
    write_note(other, "Half a sen")
    first = set(kept_offline(copy, {}).values())
    publish(copy)
    second = set(kept_offline(copy, {}).values())
    seen = sums_seen(page)
    look_for_news(page)
    expect(page.locator(".ts-site-version")).to_contain_text(READY)
    assert axe_faults(page) == []
    assert page.evaluate(FACTS) == ["At hand", False]
    page.goto("notebook/")
    page.goto("at-hand/")
    assert page.evaluate(FACTS) == ["At hand", False], "until it is asked for, the version stays"
    expect(page.locator(".ts-site-version")).to_contain_text(READY)
    assert len(seen) > 10
    assert {address for address, sum_ in seen.items() if sum_ not in first} == set()
    seen.clear()
    with page.expect_navigation():
        page.get_by_role("button", name=LOAD).click()
    page.wait_for_load_state()
    assert page.evaluate(FACTS) == ["At hand, anew", True]
    expect(page.locator(f"[{ASKS}]")).to_have_text(KEPT)
    expect(page.locator(".ts-site-version")).to_have_text("")
    assert len(seen) > 5
    assert {address for address, sum_ in seen.items() if sum_ not in second} == set()

    assert other.evaluate(FACTS)[1] is False, "a page that is still open keeps its own version"
    stop_workers(other)
    assert other.evaluate(FACTS)[1] is False, "a page that is still open keeps its own version"
    note = other.locator("reflection-note").first.get_by_role("textbox", name="Your notes")
    note.press_sequentially("tence.")
    expect(note).to_have_value("Half a sentence.")
    other.goto(UNIT)
    assert other.evaluate(FACTS)[1] is True
    expect(note).to_have_value("Half a sentence.")
    other.evaluate(AGE_NOTES)
    other.goto("at-hand/")
    other.wait_for_function(ONE_VERSION)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.long
def test_the_news_disturbs_nobody(context: BrowserContext, copy: Path, scheme: str):
    """It comes below the head, fits a phone, leaves the focus where someone types, and does not print."""
    page = visit(context)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(UNIT)
    box = page.locator("reflection-note").first.get_by_role("textbox", name="Your notes")
    box.press_sequentially("Half a sen")
    publish(copy)
    look_for_news(page)
    news = page.get_by_role("status").filter(has_text=READY)
    expect(news).to_be_visible()
    expect(box).to_be_focused()
    box.press_sequentially("tence.")
    expect(box).to_have_value("Half a sentence.")
    page.evaluate("scrollTo(0, 0)")
    head, line = page.locator(".ts-header").bounding_box(), news.bounding_box()
    assert head
    assert line
    assert line["y"] >= head["y"] + head["height"] - 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe_faults(page) == []
    page.emulate_media(media="print")
    expect(news).to_be_hidden()


@pytest.mark.long
def test_a_note_being_typed_is_there_after_the_reload(context: BrowserContext, copy: Path):
    """Kept on the device or in the tab only: not a word is lost to a newer version."""
    page = visit(context)
    page.goto(UNIT)
    note = page.locator("reflection-note").first
    note.get_by_role("textbox", name="Your notes").press_sequentially("Not kept")
    note.get_by_role("button", name="Don’t keep them").click()
    publish(copy)
    page.get_by_role("link", name="Your notebook").first.click()
    look_for_news(page)
    expect(page.locator("note-book")).to_contain_text("Not kept")
    page.on("dialog", lambda dialog: dialog.accept())
    expect(page.locator(".ts-site-version")).to_contain_text(READY)
    with page.expect_navigation():
        page.get_by_role("button", name=LOAD).click()
    expect(page.locator("note-book")).to_contain_text("Not kept")


@pytest.mark.parametrize("harm", ["missing", "changed"])
@pytest.mark.long
def test_half_a_download_keeps_the_version_that_was_there(context: BrowserContext, copy: Path, harm: str):
    """A file that is missing or is not what was published ends the download; nothing of it stays."""
    page = visit(context)
    before = page.evaluate(COPIES)
    publish(copy)
    broken = copy / "at-hand" / "index.html"
    whole = broken.read_bytes()
    if harm == "missing":
        broken.unlink()
    else:
        broken.write_text("<p>Something else", encoding="utf-8")
        written_later(broken, 60)
    assert page.evaluate(END_OF_DOWNLOAD) == "redundant"
    assert page.evaluate(COPIES) == before
    context.set_offline(True)
    page.goto("glossary/")
    expect(page.locator("h1")).to_have_text("Glossary")
    page.goto("at-hand/")
    assert page.evaluate(FACTS) == ["At hand", False]
    context.set_offline(False)
    broken.write_bytes(whole)
    written_later(broken, 120)
    assert page.evaluate(END_OF_DOWNLOAD) == "redundant", "the very same is not tried at once again"
    page.evaluate(
        "caches.keys().then((names) => caches.delete(names.find((name) => /:trouble$/.test(name))))"
    )
    look_for_news(page)
    expect(page.locator(".ts-site-version")).to_contain_text(READY)


@pytest.mark.long
def test_without_room_the_site_says_so_and_works_on(context: BrowserContext, address: str):
    """Where the browser has no room for the copy, the foot of the page tells; nothing half is left."""
    page = context.new_page()
    origin = urlsplit(address)._replace(path="").geturl()
    session = context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 500_000})
    page.goto("")
    expect(page.locator(f"[{ASKS}]")).to_contain_text("This browser has no room for a copy")
    assert page.evaluate(COPIES) == []
    page.goto("glossary/")
    expect(page.locator(f"[{ASKS}]")).to_contain_text("This browser has no room for a copy")


def test_switched_off_it_takes_itself_away(context: BrowserContext, copy: Path):
    """A version that is not for reading offline takes the worker and all that it kept off the device."""
    page = visit(context)
    for file in copy.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        file.write_text(html.replace(ASKS, "data-nothing"), encoding="utf-8")
    publish(copy, offline_reading=False)
    look_for_news(page)
    page.wait_for_function(GONE)
    page.evaluate("navigator.serviceWorker.register(new URL('worker.js', trainingSite.store.site))")
    page.evaluate("fetch(trainingSite.store.site).then(() => true)")
    page.wait_for_function(GONE)
    page.close()
    page = context.new_page()
    page.goto("at-hand/")
    assert page.evaluate("navigator.serviceWorker.controller") is None


def test_the_worker_stays_within_its_site(context: BrowserContext, address: str):
    """Its reach is the site's folder, and what the site does not list comes from the network."""
    page = visit(context)
    assert page.evaluate("navigator.serviceWorker.controller.scriptURL") == f"{address}{WORKER}"
    assert page.evaluate("navigator.serviceWorker.ready.then((found) => found.scope)") == address
    ask = "([...places]) => Promise.all(places.map((place) => fetch(place).then(({ status }) => status)))"
    assert page.evaluate(ask, [f"{address}not-there.png", "/elsewhere"]) == [404, 404]
    assert page.goto("no-such-page/").status == 404
    names = page.evaluate("caches.keys()")
    assert all(name.startswith(f"training-site:{BASE}:") for name in names)


@pytest.mark.long
def test_a_wish_to_save_data_is_heard(context: BrowserContext):
    """Someone whose browser asks sites to spare their data is not given a copy, and the page says nothing."""
    context.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'connection', {value: {saveData: true}})"
    )
    page = context.new_page()
    with page.expect_response("**/assets/site-version.js"):
        page.goto("")
    page.goto("glossary/")
    page.wait_for_function("document.querySelector('script[src*=\"site-version\"]') !== null")
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((found) => !found)")
    expect(page.locator(f"[{ASKS}]")).to_be_hidden()


@pytest.mark.long
def test_old_addresses_lead_on_without_a_network(context: BrowserContext, copy: Path):
    """A server may answer an old address by itself, so its page is not in the copy; the worker leads on."""
    moved = {"old-module/a-unit/": UNIT}
    write_redirects(copy, moved, "", BASE, SCRIPT)
    write_worker(copy, moved, wanted=True)
    (copy / "old-module" / "a-unit" / "index.html").unlink()
    page = visit(context)
    context.set_offline(True)
    page.goto("old-module/a-unit/#content")
    assert page.url.endswith(f"{UNIT}#content")
    expect(page.locator("h1")).to_have_text("Private enough for today")


@pytest.mark.long
def test_without_the_setting_the_site_takes_the_worker_away(own_project: Project):
    """No page asks for it, and whoever has it from an earlier version loses it."""
    settings = own_project.root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("offline_reading: true", "offline_reading: false"), encoding="utf-8")
    site = BuiltSite(own_project.build())
    assert not [address for address, page in site.pages.items() if ASKS in page.html]
    assert site.files[WORKER].read_text(encoding="utf-8") == worker_off()


def test_packages_for_a_learning_management_system_ask_for_no_worker(packages: Path):
    """There the system holds the session, and its frame is no place for a copy."""
    for package in packages.glob("*.zip"):
        with ZipFile(package) as opened:
            asking = [name for name in opened.namelist() if ASKS.encode() in opened.read(name)]
        assert [name for name in asking if name.endswith(".html")] == []


def test_the_device_keeps_what_is_needed_and_no_more(site: BuiltSite):
    """Every page for learners and what it is made of; nothing to download, nothing for servers or authors."""
    kept = kept_offline(site.root, {})
    wanted = {page.path for page in site.course_pages.values() if not page.path.startswith(FOR_AUTHORS)}
    assert {path for path in kept if path.endswith(".html")} == wanted
    assert all(ASKS in page.html for page in site.course_pages.values())
    assert "assets/training-site.css" in kept
    assert not [path for path in kept if path.endswith((".map", ".pdf", ".zip")) or path.startswith("_")]
    assert not {"manifest-sha256.txt", "sitemap.xml", "404.html", WORKER} & set(kept)
    assert sum(len(gzip.compress(site.files[path].read_bytes())) for path in kept) < 2_500_000
    listed = site.files[WORKER].read_text(encoding="utf-8").partition("const FILES = ")[2]
    assert json.JSONDecoder().raw_decode(listed)[0] == kept


def test_a_file_by_a_strange_name_is_found(tmp_path: Path):
    """Sums are of bytes, and names go through as they are."""
    (tmp_path / "bilder").mkdir()
    (tmp_path / "bilder" / "é ü.png").write_bytes(b"x")
    assert list(kept_offline(tmp_path, {})) == ["bilder/é ü.png"]
