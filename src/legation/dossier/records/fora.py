"""Rows of where a matter is decided: the fora, the days of each, and who may do what there.

Days that follow from others are no rows: :mod:`legation.dossier.steps` counts them.
"""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier.column import Wording, choice, column, day, flag, number, ref, refs, text, wording
from legation.dossier.deadline import ZONE
from legation.dossier.records.row import KINDS, Revisable
from legation.dossier.when import When

__all__ = ["ACCESS_RIGHTS", "BINDS", "STEP_KINDS", "VERIFIED", "Access", "ForumStep", "Process"]

VERIFIED = ("yes", "proposal", "secondary", "no")
"""How far a row was compared: with a page of the body itself or a record of it; with the record of the proposal, the final text not read;
with one secondary source; not at all."""
BINDS = ("nothing", "recommends", "organisation", "parties", "members")
"""On whom what comes out binds: nothing is decided, nobody, the organisation and its contracts, who becomes a party, all members."""
STEP_KINDS = (
    "submit_by",
    "opens",
    "closes",
    "meeting",
    "decision",
    "document",
    "report",
    "event",
    "drafting",
    "advice",
    "answer",
    "ours",
)
"""What a step is; drafting, advice and answer are those of a body that advises, ours is what we do next."""
ACCESS_RIGHTS = (
    "table",
    "vote",
    "object",
    "petition",
    "support",
    "sign",
    "accede",
    "advise",
    "propose",
    "comment",
    "speak",
    "join",
    "observe",
    "none",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process(Revisable):
    """A forum: its mandate, what comes out of it, its next deadline, who has a seat."""

    forum: Wording = wording(role="calls")
    mandate: Wording = wording()
    body: str = ref("bodies", leans=False)
    deadline: When | None = day()
    step: Wording = wording()
    seats: tuple[str, ...] = refs("actors", "groups", "coalitions")
    kind: str = choice("intergovernmental", "treaty", "multistakeholder", "private", "advisory", "technical", "standards", "coalition")
    subject: Wording = wording()
    issues: tuple[str, ...] = refs("issues", leans=False)
    output: Wording = wording()
    binds: str = choice(*BINDS)
    members: int | None = number(1, 100_000, "actors", whole=True)
    rhythm: Wording = wording()
    compared_on: When | None = day()
    verified: str = choice(*VERIFIED, words="verified")
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumStep(Revisable):
    """A day of a forum, or a number of days after another step; its day is counted where it is asked for."""

    forum: str = ref("processes", role="about")
    kind: str = choice(*STEP_KINDS)
    matter: str = text()
    what: Wording = wording(role="calls")
    date: When | None = day()
    end: When | None = day()
    after: str = ref("same", leans=False)
    days: int | None = number(0, 36_600, "days", whole=True)
    every_months: int | None = number(1, 1200, "months", whole=True)
    zone: str = column(ZONE, "")
    who_may: Wording = wording()
    certainty: str = choice("fixed", "announced", "usual", "estimated", "open")
    compared_on: When | None = day()
    verified: str = choice(*VERIFIED, words="verified")
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access(Revisable):
    """What actors of one kind may do in a forum, on which condition."""

    forum: str = ref("processes", role="about")
    actor_kind: str = choice(*KINDS, words="kind")
    right: str = choice(*ACCESS_RIGHTS)
    condition: Wording = wording(role="calls")
    remote: bool | None = flag()
    fee: Wording = wording()
    support: Wording = wording()
    support_by: When | None = day()
    languages: str = text()
    blocked_by: Wording = wording()
    compared_on: When | None = day()
    verified: str = choice(*VERIFIED, words="verified")
    known_on: When | None = day()
