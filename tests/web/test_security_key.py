"""A security key in a real browser: added, and asked for at the next sign-in, with every script from our own address."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import context_of, launched, ready
from playwright.sync_api import BrowserContext

from legation.web.accounts.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "a sentence that is long enough"


def test_a_security_key_is_added_and_asked_for(live_server: Any, chromium: str) -> None:
    Account.objects.create_user("p@example.org", PASSWORD, name="P", language="fr")
    origin = live_server.url.replace("127.0.0.1", "localhost")
    with launched(chromium) as browser:
        _added_and_asked_for(context_of(browser), origin)


def _added_and_asked_for(context: BrowserContext, origin: str) -> None:
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    key = context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    key.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def sign_in() -> None:
        page.goto(f"{origin}/account/login/")
        page.fill("input[name=login]", "p@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")

    sign_in()
    page.wait_for_url(f"{origin}/")
    page.goto(f"{origin}/account/2fa/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)  # the password once more, before anything that guards the account
    page.click("button[type=submit]")
    page.fill("input[name=name]", "Clé du bureau")
    ready(page)
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{origin}/account/2fa/webauthn/")
    assert "Clé du bureau" in page.inner_text("main")

    context.clear_cookies()
    sign_in()
    page.wait_for_selector("#mfa_webauthn_authenticate")
    ready(page)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(f"{origin}/")
    assert complaints == []
