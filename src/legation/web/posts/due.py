"""What a post still owes of a round, and until when: worked out of the rows as the post sees them, at the moment that is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from legation import moment
from legation.language import Message
from legation.questions import Case
from legation.questions.actors.rounds.log import log_of, reply_until
from legation.web.posts.holders import assigned_to, seen_by
from legation.web.stores.posts.models import Post

__all__ = ["PostDue", "due_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDue:
    """What a post owes.

    Attributes
    ----------
    round : Wording
        How the round is called.
    at : datetime or None
        Until when it is to report; None where no time is set.
    zone : str
        The zone in which that is told.
    open : tuple of str
        The targets that it has not spoken to yet, or is to ask again.
    is_late : bool
        Whether that time passed without a report on one of them: the evening's page says the same of it.
    """

    round: object
    at: dt.datetime | None
    zone: str
    open: tuple[str, ...]
    is_late: bool

    @property
    def shown(self) -> Message | str:
        """Until when it is to report, with the zone; empty where no time is set."""
        return moment.shown(self.at, self.zone) if self.at is not None else ""


def due_of(post: Post, now: dt.datetime) -> PostDue | None:
    """Return what a post owes at an instant; None where its round gives it nothing."""
    given = assigned_to(post)
    if given is None:
        return None
    log = log_of(Case(dossier=seen_by(post, given), today=now.date()), given.round, now)
    own = [one for one in log.approaches if one.post == given.name and not one.is_closed]
    return PostDue(
        round=given.round.title,
        at=reply_until(given.round, log.version),
        zone=given.round.zone or "UTC",
        open=tuple(one.actor for one in own if one.progress.is_owed),
        is_late=any(one.progress.post_is_silent for one in own),
    )
