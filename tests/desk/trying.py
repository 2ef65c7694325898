"""Trying an address as every role, at its own post and at another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.test import Client

POSTS = ("lyndon", "novara")

__all__ = ["every_role_at"]


def every_role_at(address: Callable[[str], str], people: Mapping[str, Any], method: str = "get", data: Any = None) -> set[tuple[str, str]]:
    """Return which roles of the first post are let in at which post: answered otherwise than by refusal, absence or the door.

    What is let in may say that the form is wrong; nobody is let in at all.
    """
    found = set()
    for role, account in {**people, "": None}.items():
        client = Client()
        if account is not None:
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        for post in POSTS:
            answer = getattr(client, method)(address(post), data or {})
            refused = answer.status_code in (401, 403, 404) or "/account/login/" in answer.get("Location", "")
            if not refused and not role.startswith("other-"):
                found.add((role, post))
    return found
