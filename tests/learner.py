"""What tests of the learner's side share: axe, browsers without scripts or storage, the store's keys."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Request

from tools import AXE, existing

REFUSE_STORAGE = """
for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, {
  get() { throw new DOMException("denied", "SecurityError") }
})
"""
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  violated(`${event.effectiveDirective} by ${event.blockedURI} on ${event.documentURI}`));
"""
"""Hands every breach of a page's policy to the function ``violated``, which the test gives it."""


def axe_faults(page: Page) -> list[str]:
    """What axe finds on a page as it stands, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(existing(AXE).read_text(encoding="utf-8"))  # no element: the page's policy allows none
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [f"{fault['id']}: {node['target']}" for fault in found for node in fault["nodes"]]


@contextmanager
def without_scripts(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a browser with JavaScript off."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()


@contextmanager
def without_storage(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a browser that denies the site its storage; no script of ours may fail (the theme's does)."""
    context = browser.new_context(base_url=address)
    context.add_init_script(REFUSE_STORAGE)
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error.stack)))
    yield context.new_page()
    context.close()
    faults = [fault for fault in faults if "training-site.js" in fault]
    assert not faults, faults


def stored(page: Page) -> dict[str, object]:
    """What the store keeps on the device, its keys without the site's prefix."""
    entries = page.evaluate("({...localStorage})")
    prefix = "training-site:/training/:"
    return {
        name.removeprefix(prefix): json.loads(text) if text[:1] in "[{" else text
        for name, text in entries.items()
        if name.startswith(prefix)
    }


def everything_kept(page: Page) -> str:
    """All that a browser can keep for the site, as one text."""
    return str(
        page.evaluate(
            """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, name,
                 history.state, location.href, await indexedDB.databases(), await caches.keys()])"""
        )
    )


def read_all(page: Page, module: str, units: list[str]) -> None:
    """Mark units as read through the store."""
    page.evaluate(
        "([module, units]) => units.forEach((unit) => trainingSite.store.markRead(module, unit, true))",
        [module, units],
    )


def follow(page: Page) -> list[Request]:
    """The requests that a page makes from now on."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    return requests


def told(requests: list[Request]) -> list[str]:
    """The addresses that were asked for, besides the site's own fonts and icons, which tell nothing."""
    own = re.compile(r"http://127\.0\.0\.1:\d+/training/assets/[\w/-]+\.(woff2|svg|png)")
    return [r.url for r in requests if r.method != "GET" or not own.fullmatch(r.url)]


def tab_to(page: Page, selector: str, *, most: int = 120) -> None:
    """Press Tab until the focus is on an element, as a keyboard user does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")
