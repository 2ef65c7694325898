"""The tables of a dossier, field by field.

Ranges ``low, value, high`` are an 80 % range on a scale from 0 to 100. What each field means stands in the catalogue ``field``, in French
and English; the reference page, the templates and the forms are made from these definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from legation.dossier.column import Table, Wording, choice, code, column, day, flag, key, number, ref, refs, text, url, wording
from legation.dossier.kind import Word
from legation.dossier.when import When
from legation.methods.text.blame.lexicon import CAUSES, STANCES, TARGETS

__all__ = [
    "CONFIDENCES",
    "KINDS",
    "LEVELS",
    "MARKINGS",
    "TABLES",
    "VOTES",
    "Activity",
    "Actor",
    "Assumption",
    "Commitment",
    "Engagement",
    "Evidence",
    "Forecast",
    "Indicator",
    "Interest",
    "Issue",
    "MemberOfCoalition",
    "MemberOfGroup",
    "Objective",
    "Position",
    "Process",
    "Reading",
    "Relation",
    "Release",
    "Revisable",
    "RollCall",
    "SaidTo",
    "Vote",
]

KINDS = (
    "state",
    "sub_state",
    "international_org",
    "company",
    "association",
    "ngo",
    "technical",
    "academic",
    "media",
    "other",
)
LEVELS = ("global", "regional", "national", "sub_national", "local")
MARKINGS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
CONFIDENCES = ("low", "moderate", "high")
VOTES = ("unknown", "yes", "abstain", "no", "absent", "not_participating", "not_entitled")
"""How an actor stood in a roll call; the position in the tuple is the code in columns. 1, 2, 3 are votes cast or withheld in the room."""

_CAST = ("yes", "no", "abstain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has.

    Attributes
    ----------
    LATER : mapping of str to tuple of str
        Columns that were known only by the date that another column gives: before it they are empty.
    """

    LATER: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    id: str = key()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisable(Row):
    """A row that is never edited: a newer one supersedes it."""

    supersedes: str = ref("same", leans=False, role="entry")
    author: str = text(role="entry")
    recorded: When | None = day(role="entry")
    reason: str = text(role="entry")
    evidence: tuple[str, ...] = refs("evidence")
    marking: str = choice(*MARKINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Revisable):
    """Who acts."""

    name: Wording = wording()
    kind: str = choice(*KINDS, default="other")
    level: str = choice(*LEVELS, words="level")
    iso3: str = code("[A-Z]{3}", "ISO 3166 alpha-3")
    start: When | None = day()
    end: When | None = day()
    status_note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberOfGroup(Revisable):
    """An actor's membership of a group, dated."""

    id: str = text(role="entry")
    group: str = text(role="word")
    actor: str = ref("actors", role="about")
    start: When | None = day()
    end: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Revisable):
    """A question on which actors hold positions."""

    question: Wording = wording(role="calls")
    low: Wording = wording()
    high: Wording = wording()
    cyberspace: bool | None = flag()
    body: str = ref("bodies", leans=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Revisable):
    """Where an actor stands on an issue, from a date on."""

    actor: str = ref("actors", role="about")
    issue: str = ref("issues", role="about")
    low: float | None = number(0, 100, "points")
    value: float | None = number(0, 100, "points")
    high: float | None = number(0, 100, "points")
    salience_low: float | None = number(0, 100, "points")
    salience: float | None = number(0, 100, "points")
    salience_high: float | None = number(0, 100, "points")
    influence_low: float | None = number(0, 100, "points")
    influence: float | None = number(0, 100, "points")
    influence_high: float | None = number(0, 100, "points")
    basis: str = choice("vote", "statement", "text", "expert", "model", "game", "room", words="basis")
    confidence: str = choice(*CONFIDENCES, words="confidence")
    held_from: When | None = day()
    known_on: When | None = day()
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest(Revisable):
    """The interest behind a position: an analyst's judgement, signed."""

    actor: str = ref("actors", role="about")
    issue: str = ref("issues", role="about")
    interest: Wording = wording(role="calls")
    red_line: Wording = wording()
    needs: Wording = wording()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCall(Revisable):
    """A recorded vote."""

    LATER: ClassVar[Mapping[str, tuple[str, ...]]] = {"date": ("total_yes", "total_no", "total_abstain")}
    symbol: str = text(role="symbol")
    title: Wording = wording()
    date: When | None = day()
    session: int | None = number(1, 500, whole=True)
    stage: str = choice("committee", "plenary")
    on: str = choice("resolution", "draft", "amendment", "paragraph", "motion", "decision")
    body: str = ref("bodies", leans=False)
    issue: str = ref("issues")
    sponsors: tuple[str, ...] = refs("actors")
    like: tuple[str, ...] = refs("rollcalls", leans=False)
    total_yes: int | None = number(0, 100_000, "actors", whole=True)
    total_no: int | None = number(0, 100_000, "actors", whole=True)
    total_abstain: int | None = number(0, 100_000, "actors", whole=True)
    known_on: When | None = day()
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Row):
    """How an actor stood in a roll call. In memory votes are columns: see :class:`legation.dossier.votes.Votes`."""

    id: str = text(role="entry")
    actor: str = ref("actors", role="about")
    rollcall: str = ref("rollcalls", role="about")
    vote: str = choice(*VOTES, words="vote")
    intent: str = choice(*_CAST, words="vote")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Revisable):
    """What a statement rests on."""

    kind: str = choice(
        "record",
        "roll_call",
        "resolution",
        "statement",
        "law",
        "court",
        "report",
        "press",
        "dataset",
        "web_page",
        "interview",
        "own_judgement",
        "social",
        "room",
        "model",
        "other",
    )
    title: Wording = wording()
    publisher: str = text()
    origin: str = text()
    date: When | None = day()
    known_on: When | None = day()
    url: str = url()
    part: str = text()
    sha256: str = code("[0-9a-f]{64}", "sha256: [0-9a-f]{64}")
    quote: str = text()
    attributable: bool | None = flag()
    speaker_level: str = text()
    channel: str = text()
    reliability: str = choice("A", "B", "C", "D", "E", "F")
    credibility: int | None = number(1, 6, whole=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Revisable):
    """A tie between two actors, dated."""

    id: str = text(role="entry")
    source: str = ref("actors", role="about")
    target: str = ref("actors", role="about")
    kind: str = choice("funds", "ally", "rival", "speaks_for", "reaches", "member_of", "owns", "advises", "other")
    start: When | None = day()
    end: When | None = day()
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective(Revisable):
    """What we want to secure."""

    aim: Wording = wording(role="calls")
    owner: str = text()
    due: When | None = day()
    part_of: str = ref("same")
    issue: str = ref("issues")
    at_least: float | None = number(0, 100, "points")
    at_most: float | None = number(0, 100, "points")
    rollcall: str = ref("rollcalls")
    goal: str = choice("adopt", "defeat")
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
    owner: str = text()
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
    """What an objective rests on, with the evidence for and against it."""

    claim: Wording = wording(role="calls")
    objective: str = ref("objectives", role="about")
    against: tuple[str, ...] = refs("evidence")
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTo(Revisable):
    """A message: the wording for one audience."""

    audience: tuple[str, ...] = refs("actors", "groups", "coalitions")
    issue: str = ref("issues")
    objective: str = ref("objectives")
    interest: str = ref("interests")
    text: Wording = wording(role="calls")
    avoid: Wording = wording()
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement(Revisable):
    """Who met whom, what was asked and answered."""

    date: When | None = day()
    actor: str = ref("actors", role="about")
    by: str = text()
    channel: str = choice("meeting", "call", "note", "letter", "event", "online", "other")
    issue: str = ref("issues")
    rollcall: str = ref("rollcalls")
    ask: Wording = wording(role="calls")
    answer: str = choice("yes", "no", "abstain", "undecided", "none")
    words: Wording = wording()
    next_step: Wording = wording()
    due: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Revisable):
    """A promise given or received."""

    actor: str = ref("actors", role="about")
    direction: str = choice("received", "given")
    promise: Wording = wording(role="calls")
    rollcall: str = ref("rollcalls")
    vote: str = choice(*_CAST, words="vote")
    date: When | None = day()
    due: When | None = day()
    kept: str = choice("open", "kept", "broken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Process(Revisable):
    """A forum: its mandate, its next deadline, who has a seat."""

    forum: Wording = wording(role="calls")
    mandate: Wording = wording()
    body: str = ref("bodies", leans=False)
    deadline: When | None = day()
    step: Wording = wording()
    seats: tuple[str, ...] = refs("actors", "groups", "coalitions")
    known_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberOfCoalition(Revisable):
    """An actor's place in a coalition, dated."""

    id: str = text(role="entry")
    coalition: str = text(role="word")
    actor: str = ref("actors", role="about")
    tier: str = choice("core", "supporter", "observer")
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


_PLANNED = ("known_on", "recorded")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("actors", Actor, says=("name",), chapter="actors"),
        Table("groups", MemberOfGroup, unique=("group", "actor", "start"), chapter="actors"),
        Table("issues", Issue, says=("question",), chapter="issues"),
        Table("evidence", Evidence, known=("known_on", "date"), says=("title",), chapter="evidence", superseded=True),
        Table(
            "positions",
            Position,
            known=("known_on", "held_from", "recorded"),
            says=("actor", "issue"),
            chapter="positions",
            superseded=True,
        ),
        Table("interests", Interest, known=_PLANNED, says=("actor",), chapter="positions", superseded=True),
        Table("rollcalls", RollCall, known=("known_on", "date"), says=("title",), chapter="issues"),
        Table("votes", Vote, unique=("rollcall", "actor"), chapter="issues"),
        Table("relations", Relation, known=("start",), unique=("source", "kind", "target", "start"), says=("target",), chapter="actors"),
        Table("coalitions", MemberOfCoalition, known=("known_on", "start"), unique=("coalition", "actor", "start"), chapter="coalitions"),
        Table("objectives", Objective, known=_PLANNED, says=("aim",), chapter="strategy"),
        Table("activities", Activity, known=_PLANNED, says=("title",), chapter="strategy", superseded=True),
        Table("indicators", Indicator, known=_PLANNED, says=("measure",), chapter="strategy", superseded=True),
        Table("assumptions", Assumption, known=_PLANNED, says=("claim",), chapter="strategy", superseded=True),
        Table("messages", SaidTo, known=_PLANNED, says=("text",), chapter="strategy", superseded=True),
        Table("engagements", Engagement, known=("date", "recorded"), chapter="engagement", superseded=True),
        Table("commitments", Commitment, known=("date", "recorded"), says=("actor",), chapter="engagement", superseded=True),
        Table("processes", Process, known=_PLANNED, says=("forum",), chapter="strategy", superseded=True),
        Table("forecasts", Forecast, known=("made_on", "recorded"), superseded=True),
        Table("readings", Reading, says=("evidence", "incident", "passage"), chapter="evidence", superseded=True),
        Table("releases", Release, known=("date",), says=("part", "table", "row", "marking", "function", "content")),
    )
}
"""Every table by name, in the order in which the parts are explained."""
