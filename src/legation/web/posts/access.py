"""Who may do what to a post of a round: whoever holds it by an account or a link, until the round is closed."""

from __future__ import annotations

from typing import Any

from legation.web.access import Access, Footing
from legation.web.posts.holders import has_ended, holders_of

__all__ = ["LATE", "POST"]

LATE = "late"
"""What whoever holds a post is to it once its round is closed: what they send is kept apart, and they are shown nothing."""


def _by_holding(person: Any, thing: Any) -> tuple[Footing, ...]:
    """Return by what somebody holds a post; after the closing they are late."""
    found = holders_of(thing, person)
    role = LATE if found and has_ended(thing) else "post"
    return tuple(Footing(role, seat=str(holder.pk)) for holder in found)


POST = Access(
    ("post", LATE),
    {
        "see-assignments": frozenset({"post"}),
        "mark-read": frozenset({"post"}),
        "report": frozenset({"post", LATE}),
        "leave-post": frozenset({"post", LATE}),
    },
    _by_holding,
)
"""A post of a round: who holds it sees its assignments and reports on them."""
