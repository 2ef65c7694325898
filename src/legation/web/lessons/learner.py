"""What the browser of a learner knows: how far it is in each lesson, and the class that it is in; signed, so that nobody writes it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from legation.questions.lessons.counts import FINISHED
from legation.questions.lessons.path import LESSONS

__all__ = ["COOKIE", "Learner", "forget", "keep", "learner_of", "new_learner"]

COOKIE = "learner"
_PATH = "/learn/"
_SALT = "legation.lessons.learner"
_LASTS = 180 * 86_400
"""Seconds for which a browser knows it, which is how long a class lasts."""
_LONGEST = 2_000
_IDS = frozenset(lesson.id for lesson in LESSONS)
_STATES = frozenset({"begun", "wrong", *FINISHED})


@dataclass(frozen=True, slots=True)
class Learner:
    """A browser on the path.

    Attributes
    ----------
    number : str
        Random; empty where the browser is in no class.
    group : int
        The class; 0 for none.
    states : mapping of str to str
        By lesson how far it is.

    Examples
    --------
    >>> Learner().at("votes", "wrong").states, Learner().digest
    ({'votes': 'wrong'}, '')
    """

    number: str = ""
    group: int = 0
    states: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What the database knows it by in its class; empty where it is in none."""
        return hashlib.sha256(f"{self.group}:{self.number}".encode()).hexdigest() if self.group else ""

    def at(self, lesson: str, state: str) -> Learner:
        """Return the learner with another state in a lesson."""
        return replace(self, states={**self.states, lesson: state})


def new_learner(group: int) -> Learner:
    """Return a learner who has just come into a class, with nothing done."""
    return Learner(number=secrets.token_hex(16), group=group)


def learner_of(request: HttpRequest) -> Learner:
    """Return what the browser knows; one that knows nothing, or something that we did not sign, has just come."""
    text = request.COOKIES.get(COOKIE, "")
    try:
        found = signing.loads(text, salt=_SALT, max_age=_LASTS) if 0 < len(text) <= _LONGEST else None
    except signing.BadSignature:
        found = None
    return _read(found) if isinstance(found, dict) else Learner()


def _read(found: Mapping[str, Any]) -> Learner:
    states = {lesson: state for lesson, state in dict(found.get("s") or {}).items() if lesson in _IDS and state in _STATES}
    return Learner(str(found.get("n", "")), int(found.get("c", 0)), states)


def keep(response: HttpResponse, learner: Learner) -> None:
    """Let the browser know how far it is; only pages of the path are told."""
    text = signing.dumps({"n": learner.number, "c": learner.group, "s": dict(learner.states)}, salt=_SALT)
    response.set_cookie(
        COOKIE, text, max_age=_LASTS, path=_PATH, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip


def forget(response: HttpResponse) -> None:
    """Let the browser forget everything."""
    response.delete_cookie(COOKIE, path=_PATH)
