"""Profiles of the browser in which several pages of the real site can be open."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def context(browser: Browser, site_address: str) -> Iterator[BrowserContext]:
    """A fresh profile, where addresses are relative to the site; no script of a page may fail."""
    made = browser.new_context(base_url=site_address, viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    made.on("weberror", lambda fault: faults.append(str(fault.error)))
    made.on("console", lambda said: faults.append(said.text) if "could not start" in said.text else None)
    yield made
    made.close()
    assert not faults, faults


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab in a fresh profile."""
    return context.new_page()
