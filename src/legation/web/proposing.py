"""What waits for review: who may read it, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from legation.dossier.records import MARKINGS
from legation.language import Message
from legation.web.access import grant_of, sight_of

if TYPE_CHECKING:
    from legation.web.access import Sight
    from legation.web.dossiers.models import Proposal

__all__ = ["may_read", "what"]


def may_read(account: Any, sight: Sight, found: Proposal) -> bool:
    """Whether a person sees at least as much as the author of a proposal, who may have written what the person does not see.

    An author reads their own. Where the author has no grant any more, nobody knows what they saw: the highest marking is asked for.
    """
    if sight.marking == MARKINGS[-1] or (found.author_id is not None and found.author_id == account.pk):
        return True
    author = found.author
    grant = grant_of(author, found) if author is not None and author.is_active else None
    marking = sight_of(grant).marking if grant is not None else MARKINGS[-1]
    return MARKINGS.index(sight.marking) >= MARKINGS.index(marking)


def what(found: Proposal) -> Message:
    """Return in words how many rows of which tables a proposal changes."""
    tables = tuple(Message(f"table.{name}") for name in dict.fromkeys(edit["table"] for edit in found.edits))
    return Message("page-proposals.what", count=len(found.edits), tables=tables)
