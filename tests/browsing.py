"""How tests of a browser wait: for a state, never for a time, and on a busy machine long enough; and in which ways the same is walked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

__all__ = ["LONG", "PATIENCE", "WAYS", "context_of", "launched", "opened", "persistent", "ready", "ways"]

PATIENCE = 180_000
"""How long a state is waited for before the test is red [ms]: no test says another time. A brief made while others compute takes two minutes."""
LONG = bool(os.environ.get("LEGATION_LONG"))
"""Whether all is walked in every way, and everything that takes minutes is done: ``make test-long``."""
WAYS = (("fr", 390), ("en", 1280))
"""In which language and on which width a page is used: on a telephone, and on a desk."""
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

expect.set_options(timeout=PATIENCE)


def ways(names: str, usual: Any, *others: Any) -> pytest.MarkDecorator:
    """Walk in one way of several with the same steps; with ``LEGATION_LONG=1`` in all of them.

    Parameters
    ----------
    names : str
        Of the arguments, as for ``parametrize``: ``"lang"``, ``"width"`` or ``"lang, width"``.
    usual
        The way of every run. Over all walks both languages come, and both sizes.
    """
    return pytest.mark.parametrize(names, [usual, *others] if LONG else [usual])


@contextmanager
def launched(chromium: str) -> Iterator[Browser]:
    """Start a browser."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def persistent(chromium: str, folder: Any) -> Iterator[BrowserContext]:
    """Start a browser that keeps what it knows in a folder, which lets it open files."""
    with sync_playwright() as player:
        context = player.chromium.launch_persistent_context(folder, executable_path=chromium, args=ARGUMENTS)
        context.set_default_timeout(PATIENCE)
        try:
            yield context
        finally:
            context.close()


def context_of(browser: Browser, **options: Any) -> BrowserContext:
    """Return what a person has of a browser for themselves."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


def ready(page: Page) -> None:
    """Wait until a page of the site has loaded and its scripts listen: what is typed earlier is lost on them."""
    page.locator("html[data-ready]").wait_for(state="attached")


def opened(page: Page, address: str) -> None:
    """Open a page of the site for somebody who types at once."""
    page.goto(address)
    ready(page)
