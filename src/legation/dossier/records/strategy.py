"""Rows of a strategy that looks ahead, and of an incident by the hour.

Where we stand, what threatens us, what deters whom, which signs we watch and what they start, and what others object; and of an incident
what is established since when, and whom to notify within how many hours.
"""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier.column import Wording, choice, column, day, instant, number, ref, text, wording
from legation.dossier.deadline import ZONE
from legation.dossier.kind import Word
from legation.dossier.moment import Moment
from legation.dossier.records.row import Revisable
from legation.dossier.when import When

__all__ = [
    "DETERRING",
    "DUTY_BASES",
    "LIKELIHOODS",
    "OUTCOMES",
    "THREATENING",
    "Challenge",
    "Deterrent",
    "Duty",
    "LogEntry",
    "Posture",
    "Signpost",
    "Threat",
]

THREATENING = ("state_service", "criminal_group", "contractor", "young_offender", "other")
"""Who attacks: each kind is deterred by other means."""
DETERRING = ("cost", "denial", "exposure", "prosecution", "way_out")
"""By what an attacker is deterred: what it pays, what it does not get, that it is named, that it is tried, another way to go."""
LIKELIHOODS = ("almost_no_chance", "very_unlikely", "unlikely", "even_chance", "likely", "very_likely", "almost_certain")
"""Words of likelihood, from the least likely on."""
OUTCOMES = ("open", "changed", "maintained", "dropped")
"""What became of what it was raised against: nothing yet, it was changed, it stands for the reason given, it was given up."""
DUTY_BASES = ("nis2", "gdpr", "law", "contract", "insurance", "other")
"""On what a duty to notify rests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture(Revisable):
    """Where we stand on one criterion: a level, or that it is not known."""

    criterion: str = text(needed=True, role="calls")
    level: int | None = number(1, 5, whole=True)
    note: Wording = wording()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat(Revisable):
    """Who says that what may happen to us, how likely, and with which harm; ``holder`` is whose claim it is."""

    claim: Wording = wording(role="calls")
    holder: str = column(Word(("actors",)), needed=True)
    kind: str = choice(*THREATENING)
    likelihood: str = choice(*LIKELIHOODS)
    harm: Wording = wording()
    objective: str = ref("objectives")
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deterrent(Revisable):
    """What we do so that attackers of one kind do not attack, and how we would see that it works."""

    measure: Wording = wording(role="calls")
    kind: str = choice(*THREATENING)
    by: str = choice(*DETERRING)
    activity: str = ref("activities")
    test: Wording = wording()
    indicator: str = ref("indicators")
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost(Revisable):
    """A sign that is watched, from which value on it starts which action, and until when that action still helps.

    It is read from a ``monitor``, counted in one period, or from a number that a ``question`` answers, asked at the date: ``value`` is
    the finding and its number, ``coming.count``.
    """

    title: Wording = wording(role="calls")
    assumption: str = ref("assumptions")
    objective: str = ref("objectives")
    plan: str = text()
    monitor: str = text()
    question: str = text()
    value: str = text()
    direction: str = choice("at_least", "at_most", default="at_least")
    threshold: float | None = number()
    since: When | None = day()
    starts: str = ref("activities")
    action: Wording = wording()
    last_useful: When | None = day()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge(Revisable):
    """What somebody objects to a part of the strategy, in which role, what is answered, and what became of it."""

    claim: Wording = wording(role="calls")
    target: str = column(Word(("objectives", "assumptions", "threats", "deterrents", "signposts", "activities")), "")
    role: Wording = wording()
    answer: Wording = wording()
    outcome: str = choice(*OUTCOMES)
    date: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry(Revisable):
    """What was established of an incident, since when, by whose word, and who is affected."""

    incident: str = text()
    at: Moment | None = instant(days=True)
    zone: str = column(ZONE, "")
    fact: Wording = wording(role="calls")
    holder: str = column(Word(("actors",)), "")
    state: str = choice("established", "reported", "disputed", "unknown")
    affected: Wording = wording()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Revisable):
    """Whom to notify of an incident, on what ground, within how long of what; ``made`` is when that was done."""

    incident: str = text()
    to: Wording = wording(role="calls")
    basis: str = choice(*DUTY_BASES)
    clause: Wording = wording()
    says: Wording = wording()
    since: Moment | None = instant(days=True)
    after: str = ref("same")
    hours: int | None = number(0, 100_000, "hours", whole=True)
    months: int | None = number(0, 1200, "months", whole=True)
    zone: str = column(ZONE, "")
    made: Moment | None = instant(days=True)
    known_on: When | None = day()
