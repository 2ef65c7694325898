"""A person's window in a real browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from browsing import context_of
from django.test import Client
from playwright.sync_api import Browser, Page


@contextmanager
def signed_in(browser: Browser, live_server: Any, person: Any, *, permissions: Sequence[str] = (), quiet: bool = True) -> Iterator[Page]:
    """Open a page of a person who is signed in; where it is to be quiet, every error and warning of the console is a failure."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    said: list[str] = []
    context = context_of(browser, viewport={"width": 1440, "height": 900}, base_url=live_server.url)
    try:
        context.grant_permissions(list(permissions))
        context.add_cookies([{"name": "legation-session", "value": client.cookies["legation-session"].value, "url": live_server.url}])
        page = context.new_page()
        if quiet:
            page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: said.append(str(error)))
        yield page
    finally:
        context.close()
    assert said == []
