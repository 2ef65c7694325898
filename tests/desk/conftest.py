"""What the tests of the desk share: a house with two posts, accounts with roles there, a keyring that is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from mail_server import Letters, serving

from legation.web.accounts.models import Account
from legation.web.consular.access import ROLES
from legation.web.consular.records.models import Assignment

PASSWORD = "a long sentence for the desk"
POST, OTHER_POST = "lyndon", "novara"


@pytest.fixture(autouse=True)
def _counts_begin_anew() -> Iterator[None]:
    cache.clear()
    yield


def account(role: str, post: str = POST) -> Account:
    """Return the account that is a role at a post: head@lyndon.example.org."""
    email = f"{role}@{post or 'all'}.example.org"
    found = Account.objects.filter(email=email).first()
    if found is None:
        found = Account.objects.create(email=email, name=f"{role} {post}".strip(), language="en", password="!")
        Assignment.objects.create(account=found, post="" if role in ("crisis", "protection", "administrator") else post, role=role)
    return found


@pytest.fixture
def people(db: Any) -> dict[str, Account]:
    """An account for each role at the first post, and a head and an officer at the other."""
    return {role: account(role) for role in ROLES} | {f"other-{role}": account(role, OTHER_POST) for role in ("head", "officer")}


@pytest.fixture
def browser(people: dict[str, Account]) -> Callable[[str], Client]:
    """Return a browser in which a role has signed in; "" nobody."""

    def signed_in(role: str) -> Client:
        client = Client()
        if role:
            client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[Letters]:
    """An e-mail server, which the house has been told of."""
    with serving() as (there, port):
        monkeypatch.setenv("LEGATION_CONSULAR_EMAIL_URL", f"smtp://127.0.0.1:{port}?from=desk@example.org&discreet=post@example.net")
        yield there
