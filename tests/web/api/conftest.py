"""Programs that come with a token of a person of the site."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from legation.web.api import tokens
from legation.web.api.models import SCOPES

ALL = tuple(SCOPES)


@dataclass
class Program:
    """A client that sends a token with each request, as JSON."""

    secret: str
    token: Any

    def __post_init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def ask(self, method: str, address: str, body: Any = None, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.secret}", **more.pop("headers", {})}
        if isinstance(body, bytes):
            return self.client.generic(method.upper(), address, body, "application/octet-stream", headers=headers, **more)
        data = "" if body is None else json.dumps(body)
        return self.client.generic(method.upper(), address, data, "application/json", headers=headers, **more)

    def get(self, address: str, **more: Any) -> Any:
        return self.ask("get", address, **more)

    def post(self, address: str, body: Any, **more: Any) -> Any:
        return self.ask("post", address, body, **more)


@pytest.fixture
def program(site: Any) -> Callable[..., Program]:
    """Return a function that makes a program of a role with some scopes."""

    def made(role: str, *scopes: str, dossiers: Any = None) -> Program:
        token, secret = tokens.make(site.people[role], f"{role}'s", scopes or ALL, days=7, dossiers=dossiers)
        return Program(secret, token)

    return made
