"""A conversation as it stood at the end of a day."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np

from legation.methods.ballots import Ballots
from legation.sources.polis import Conversation

__all__ = ["known_until"]

_TOLD = ("topic", "url", "conversation-description")
"""Lines of the summary that are no counts."""


def known_until(conversation: Conversation, day: dt.date) -> Conversation:
    """Return what had been said and voted by the end of a day, in universal time; the conversation itself where nothing came later.

    With later votes go those who had not voted by then, the exported groups, and every count of the export, for they know of all votes.
    How statements were moderated bears no date and stays. A conversation without times stays as it is.
    """
    cast = conversation.ballots
    if cast.time is None or not len(np.asarray(cast.time)):
        return conversation
    end = int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp() * 1000) + 86_400_000 if day < dt.date.max else 2**62
    kept = np.asarray(cast.time) < end
    if kept.all():
        return conversation
    row, column, value, time = (np.asarray(x)[kept] for x in (cast.participant, cast.statement, cast.value, cast.time))
    rows, row = np.unique(row, return_inverse=True)
    columns, column = np.unique(column, return_inverse=True)
    ballots = Ballots(row, column, value, (len(rows), len(columns)), time)
    statements = tuple(conversation.statements[at] for at in columns.tolist())
    return dataclasses.replace(
        conversation,
        comments=tuple(
            dataclasses.replace(one, agrees="", disagrees="")
            for one in conversation.comments
            if one.timestamp < end or one.id in statements
        ),
        participants=tuple(dataclasses.replace(conversation.participants[at], group=-1, counts=()) for at in rows.tolist()),
        statements=statements,
        ballots=ballots,
        datetimes=tuple(text for text, there in zip(conversation.datetimes, kept.tolist(), strict=True) if there),
        votes=ballots.matrix() if len(rows) else conversation.votes[:0, :0],
        summary=tuple(line for line in conversation.summary if line[0] in _TOLD),
        history=(),
        doubts=(),
    )
