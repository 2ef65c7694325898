"""Who does what at a post: roles that accounts have there (:class:`legation.web.permission.Access`), one table of actions.

Reception takes in and sees names and contacts of its own post; an officer sees all of it; a head assigns, approves texts and holds besides.
Who works in a crisis sees the people and replies of open crises at every post. Protection looks after retention, requests and the trail
and sees no content; an administrator after accounts, posts and keys, likewise. A warden and who answers the telephone see what their pages
show.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from legation.web.consular.records.models import Assignment
from legation.web.permission import Access

__all__ = ["BY_HEADS", "EVERYWHERE", "POST", "ROLES", "TABLE", "assignments_of", "can", "may_give"]

ROLES = ("head", "officer", "crisis", "reception", "honorary", "hotline", "warden", "protection", "administrator")
_WORK = frozenset({"head", "officer"})
_CRISIS = _WORK | {"crisis"}

TABLE: dict[str, frozenset[str]] = {
    "see": frozenset(ROLES),
    "take-in": _WORK | {"reception", "honorary"},
    "see-names": _WORK | {"reception", "honorary"},
    "see-people": _WORK | {"honorary"},
    "change-people": _WORK | {"reception", "honorary"},
    "import-people": _WORK,
    "merge-people": _WORK,
    "open-other": _WORK,
    "export": _CRISIS,
    "see-crises": _CRISIS,
    "declare": frozenset({"head", "crisis"}),
    "send-waves": frozenset({"head", "crisis"}),
    "set-status": _CRISIS,
    "decide-ring-back": _CRISIS,
    "embark": _CRISIS,
    "call-sheets": _CRISIS | {"hotline"},
    "warden-list": frozenset({"warden"}),
    "see-texts": _CRISIS | {"reception", "honorary"},
    "approve-texts": frozenset({"head"}),
    "assign": frozenset({"head", "administrator"}),
    "hold": frozenset({"head", "protection"}),
    "see-retention": frozenset({"head", "protection"}),
    "answer-requests": frozenset({"protection", "head"}),
    "see-trail": frozenset({"protection"}),
    "see-house": frozenset({"head", "protection", "administrator"}),
    "set-retention": frozenset({"protection", "administrator"}),
    "set-languages": frozenset({"head", "administrator"}),
    "administer": frozenset({"administrator"}),
}
"""Action: the roles that may do it."""

BY_HEADS = ("head", "officer", "reception", "honorary", "hotline", "warden")
"""Roles that a head of post gives at that post: none that is more than their own, and none that reaches another post."""
EVERYWHERE = frozenset({"crisis", "protection", "administrator"})
"""Roles that are the same at every post."""


def assignments_of(person: Any, post: str | None = None) -> list[Assignment]:
    """Return what an account is at a post, or at any where none is named, the roles in their order."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return []
    found = [one for one in Assignment.objects.filter(account=person) if post is None or one.post in ("", post) or one.role in EVERYWHERE]
    return sorted(found, key=lambda one: (ROLES.index(one.role), one.post))


def _rows(person: Any, post: Any) -> Iterable[Assignment]:
    return assignments_of(person, post)


POST = Access(ROLES, TABLE, _rows)
"""Who may do what at a post."""


def can(person: Any, action: str, post: str | None = None) -> bool:
    """Whether an account may do something at a post, by any of its roles there; at any post where none is named."""
    return any(POST.lets(row, action) for row in assignments_of(person, post))


def may_give(person: Any, role: str, post: str) -> bool:
    """Whether an account gives and takes a role at a post: an administrator each, a head those of their own post."""
    return can(person, "administer") or (role in BY_HEADS and bool(post) and can(person, "assign", post))
