"""Rows of what the desk wants, does, says, expects and releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from legation.dossier.column import Wording, choice, code, column, day, flag, instant, number, ref, refs, suggested, text, wording
from legation.dossier.kind import VariantNames, Word
from legation.dossier.moment import Moment
from legation.dossier.records.rounds import ANSWERS, FORMS, SPEAKERS
from legation.dossier.records.row import CAST, MARKINGS, Revisable, Row
from legation.dossier.when import When
from legation.methods.text.codebook import CAUSES, STANCES, TARGETS

__all__ = [
    "COALITION_TIERS",
    "SITUATIONS",
    "Activity",
    "Assumption",
    "Commitment",
    "Consulted",
    "Engagement",
    "Forecast",
    "Indicator",
    "MemberOfCoalition",
    "Objective",
    "Obligation",
    "Reading",
    "Release",
    "SaidTo",
    "StepMark",
]

SITUATIONS = ("vote", "meeting", "incident", "negotiation", "coalition", "debate", "consultation", "strategy")
"""What a desk comes with: what a note can be about, and what a path leads through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective(Revisable):
    """What we want to secure."""

    aim: Wording = wording(role="calls")
    owner: Wording = wording()
    due: When | None = day()
    part_of: str = ref("same")
    issue: str = ref("issues")
    at_least: float | None = number(0, 100, "points")
    at_most: float | None = number(0, 100, "points")
    rollcall: str = ref("rollcalls")
    goal: str = choice("adopt", "defeat")
    yes_at_least: int | None = number(0, 100_000, "actors", whole=True)
    yes_at_most: int | None = number(0, 100_000, "actors", whole=True)
    review_by: When | None = day()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Revisable):
    """What was or is to be done."""

    title: Wording = wording()
    objectives: tuple[str, ...] = refs("objectives")
    digital: bool | None = flag()
    cyberspace: bool | None = flag()
    means: Wording = wording()
    audience: tuple[str, ...] = refs("actors", "groups", "coalitions")
    owner: Wording = wording()
    date: When | None = day()
    end: When | None = day()
    status: str = choice("planned", "under_way", "done", "dropped", words="status")
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Revisable):
    """What is measured, from which baseline to which target."""

    measure: Wording = wording(role="calls")
    objective: str = ref("objectives", role="about")
    unit: str = text()
    baseline: float | None = number()
    baseline_on: When | None = day()
    target: float | None = number()
    target_on: When | None = day()
    reached: float | None = number()
    reached_on: When | None = day()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption(Revisable):
    """What an objective rests on, with the evidence for and against it.

    ``variants`` are those of drivers of a ``scenario`` in which it holds, ``talks.open; trust.high``: of each driver named, one of them.
    """

    claim: Wording = wording(role="calls")
    objective: str = ref("objectives", role="about")
    against: tuple[str, ...] = refs("evidence")
    scenario: str = text()
    variants: str = column(VariantNames(), "")
    review_by: When | None = day()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTo(Revisable):
    """A message: the wording for one audience."""

    audience: tuple[str, ...] = refs("actors", "groups", "coalitions")
    issue: str = ref("issues")
    objective: str = ref("objectives")
    interest: str = ref("interests")
    text: Wording = wording(role="calls")
    supports: str = ref("same", leans=False)
    question: Wording = wording()
    avoid: Wording = wording()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement(Revisable):
    """Who met whom, what was asked and answered; of a day ahead, who is to ask, at which level.

    Of a round of démarches it is a report: ``at`` is its moment, ``partner`` whoever spoke in our place and tells us, ``replaces`` the
    reports whose answers it replaces.
    """

    date: When | None = day()
    at: Moment | None = instant()
    actor: str = ref("actors", role="about")
    level: str = choice(*SPEAKERS)
    by: Wording = wording()
    channel: str = choice("meeting", "call", "note", "letter", "event", "online", "other")
    requested_by: str = choice("us", "them", "other")
    place: Wording = wording()
    participants: Wording = wording()
    attributable: bool | None = flag()
    issue: str = ref("issues")
    rollcall: str = ref("rollcalls")
    ask: Wording = wording(role="calls")
    fallback: Wording = wording()
    points: Wording = wording()
    answer: str = choice(*ANSWERS)
    form: str = choice(*FORMS)
    condition: Wording = wording()
    words: Wording = wording()
    next_step: Wording = wording()
    due: When | None = day()
    round: str = ref("rounds", leans=False)
    instruction: str = ref("instructions", leans=False)
    partner: str = column(Word(("actors",)), "")
    reached: bool | None = flag()
    replaces: tuple[str, ...] = refs("same", leans=False)
    known_on: When | None = day()

    @property
    def is_unanswered(self) -> bool:
        """Whether neither an answer nor words are written down."""
        return not self.answer and not self.words

    @property
    def is_planned(self) -> bool:
        """Whether its date may lie ahead of when it was entered: so long as there is no answer."""
        return self.is_unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Revisable):
    """A promise given or received."""

    actor: str = ref("actors", role="about")
    direction: str = choice("received", "given")
    promise: Wording = wording(role="calls")
    rollcall: str = ref("rollcalls")
    vote: str = choice(*CAST, words="vote")
    candidate: str = ref("actors", leans=False)
    form: str = choice("written", "oral")
    in_return: Wording = wording()
    date: When | None = day()
    due: When | None = day()
    kept: str = choice("open", "kept", "broken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(Revisable):
    """What binds us, whatever we would prefer: a common position, a promise made in public, an instruction, a law.

    A promise to one actor, which comes due and is kept or broken, is a :class:`Commitment`.
    """

    text: Wording = wording(role="calls")
    kind: str = choice("common_position", "promise", "instruction", "law")
    start: When | None = day()
    end: When | None = day()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted(Revisable):
    """Who was consulted before a decision, and what they said of it."""

    who: Wording = wording(role="calls")
    view: str = choice("agreed", "reservation", "disagreed", "no_answer")
    text: Wording = wording()
    date: When | None = day()


COALITION_TIERS: dict[str, tuple[str, ...]] = {
    "core": ("core group", "noyau", "noyau dur"),
    "early": ("early mover", "early movers", "first movers", "premier soutien", "premiers soutiens"),
    "supporter": ("supporters", "soutien", "soutiens"),
    "to-convince": ("to convince", "to persuade", "à convaincre"),
    "observer": ("observers", "observateur", "observateurs"),
}
"""The usual places in a coalition, from who leads to who only follows, each with its names; a coalition may have others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMark(Revisable):
    """What a person says of a step of a path: that it is done, although it leaves no row, or that it is not needed.

    ``about`` is the vote, the actor, the coalition or the model that the path is of; empty where it is of the dossier as a whole.
    """

    situation: str = choice(*SITUATIONS, words="situation")
    about: str = column(Word(("rollcalls", "actors", "coalitions")), "")
    step: str = text(role="calls")
    state: str = choice("done", "not_needed", "to_do")
    note: Wording = wording()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberOfCoalition(Revisable):
    """An actor's place in a coalition, dated; ``name`` is what the coalition is called, wherever one of its rows says it."""

    id: str = text(role="entry")
    coalition: str = text(role="word")
    name: Wording = wording()
    actor: str = ref("actors", role="about")
    tier: str = suggested(COALITION_TIERS)
    start: When | None = day()
    end: When | None = day()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Revisable):
    """A forecast, of an event or of a number, sealed or not, and how it came out.

    A row with a seal and no salt is deposited: what it says is withheld until it is opened.
    """

    LATER: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "resolved_on": ("resolved_on", "resolution", "came_true", "result", "resolution_evidence"),
    }
    question: Wording = wording(role="calls")
    rollcall: str = ref("rollcalls")
    actor: str = ref("actors")
    made: str = choice("ahead", "replay")
    outcome: str = text()
    probability: float | None = number(0, 1)
    low: float | None = number()
    value: float | None = number()
    high: float | None = number()
    level: float | None = number(0, 1)
    unit: Wording = wording()
    baseline: Wording = wording()
    baseline_probability: float | None = number(0, 1)
    baseline_value: float | None = number()
    made_on: When | None = day()
    made_by: str = text()
    due: When | None = day()
    seal: str = code("[0-9a-f]{64}", "sha256: [0-9a-f]{64}")
    salt: str = code("[0-9a-f]{32}", "[0-9a-f]{32}")
    resolved_on: When | None = day()
    resolution: str = text()
    came_true: bool | None = flag()
    result: float | None = number()
    resolution_evidence: tuple[str, ...] = refs("evidence")
    printed_in: tuple[str, ...] = refs("evidence", leans=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Revisable):
    """What a person found in a passage of a text: who blames or excuses whom for what in an incident, or that nobody is blamed.

    ``evidence`` is the text, or the texts that quote the same passage; a reading is known with them, and seen by who may see one of them.
    A passage that holds several has a row for each.
    """

    incident: str = text()
    passage: str = text(role="calls")
    holder: str = column(Word(("actors",)), "")
    target: str = choice(*TARGETS, words="blame.target")
    cause: str = choice(*CAUSES, words="blame.cause")
    stance: str = choice(*STANCES, words="blame.stance")
    verdict: str = choice("confirmed", "corrected", "rejected", default="confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Row):
    """That a row may be seen at its own marking, which is lower than what it cites: confirmed by a second person."""

    part: str = text()
    table: str = text()
    row: str = text()
    marking: str = choice(*MARKINGS)
    function: str = text()
    date: When | None = day()
    reason: str = text()
    content: str = code("[0-9a-f]{64}", "sha256: [0-9a-f]{64}")
    cited: str = choice(*MARKINGS)
