"""Rows of a round of démarches: what is asked, by which instruction, and who speaks to whom.

The rows are the log: what was read, closed or admitted is a row of its own with its moment. Where an approach stands follows from them, at
any moment that is asked for (:mod:`legation.questions.actors.rounds`). What a capital answered is an engagement.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from legation import moment
from legation.dossier.column import Wording, choice, column, day, instant, number, ref, text, wording
from legation.dossier.deadline import LOCAL_TIME, ZONE
from legation.dossier.kind import Word
from legation.dossier.moment import Moment
from legation.dossier.records.row import Revisable
from legation.dossier.when import When

__all__ = ["ANSWERS", "FORMS", "SPEAKERS", "Assignment", "Instruction", "Round"]

SPEAKERS = ("head", "minister", "ministry", "mission", "group", "other", "desk")
"""At which level somebody spoke; ``desk``: our own desk settled what others said differently."""
ANSWERS = ("yes", "no", "abstain", "undecided", "none", "absent", "follows")
"""What was answered to an ask; ``absent``: it takes no part, ``follows``: it does as its group does, ``none``: it gave no answer."""
FORMS = ("written", "said", "hinted")
"""How an answer was given; a hint declares nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Revisable):
    """A round of démarches: what is asked about, until when, and who leads it."""

    title: Wording = wording()
    issue: str = ref("issues")
    rollcall: str = ref("rollcalls")
    draft: str = text()
    opened: Moment | None = instant()
    deadline: str = column(LOCAL_TIME, "")
    zone: str = column(ZONE, "")
    silent_after: int | None = number(1, 8760, "hours", whole=True)
    closed: Moment | None = instant()
    desk: Wording = wording()
    coordinator: Wording = wording()
    known_on: When | None = day()

    @property
    def is_planned(self) -> bool:
        """Whether it may have been entered before it was opened: it always may."""
        return True

    @property
    def until(self) -> dt.datetime | None:
        """The instant of the deadline; a report at that instant is in time. None where none is set."""
        return moment.typed(self.deadline, self.zone or "UTC") if self.deadline else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction(Revisable):
    """A version of the instruction of a round; rows of one version complete each other.

    So that a fallback has a marking of its own, it stands in a row of its own with the number of its version.
    """

    round: str = ref("rounds", role="about")
    version: int | None = number(1, 999, whole=True)
    change: str = choice("first", "editorial", "substance")
    at: Moment | None = instant()
    ask: Wording = wording(role="calls")
    points: Wording = wording()
    fallback: Wording = wording()
    avoid: Wording = wording()
    reply_by: Moment | None = instant()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Revisable):
    """Who speaks to whom in a round, and what befell: a version was read, the approach was closed, a late report was admitted.

    ``post`` and ``partner`` may both be filled: they speak together. A row of what was read or closed without an actor is of all that the
    post or the partner was given in the round.
    """

    round: str = ref("rounds", role="about")
    actor: str = ref("actors", role="about")
    post: str = text(role="calls")
    partner: str = column(Word(("actors",)), "")
    event: str = choice("assigned", "read", "closed", "admitted", default="assigned")
    instruction: str = ref("instructions", leans=False)
    report: str = ref("engagements", leans=False)
    at: Moment | None = instant()
