"""Rows of who is there and where they stand: actors, issues, positions, votes, relations, and the evidence for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from legation.dossier.column import Wording, choice, code, day, flag, number, ref, refs, text, url, wording
from legation.dossier.records.row import CAST, CONFIDENCES, KINDS, LEVELS, VOTES, Revisable, Row
from legation.dossier.when import When

__all__ = ["Actor", "Evidence", "Interest", "Issue", "MemberOfGroup", "Position", "Relation", "RollCall", "Vote"]


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
    article_fr: str = choice("le", "la", "les", "l’", "none")


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
    matter: str = text()


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
    """A recorded vote.

    ``authors`` put the text forward; ``sponsors`` are all who put it forward or joined it. Where authors are named, the other sponsors are
    co-authors; where none is, nobody says which of the sponsors is what.

    Before its day the view of a dossier as of a day shows the draft symbol as its symbol, where it has one: nobody knew the number yet.
    """

    LATER: ClassVar[Mapping[str, tuple[str, ...]]] = {"date": ("total_yes", "total_no", "total_abstain")}
    EARLIER: ClassVar[Mapping[str, Mapping[str, str]]] = {"date": {"symbol": "draft_symbol"}}
    symbol: str = text(role="symbol")
    draft_symbol: str = text(role="symbol")
    title: Wording = wording()
    date: When | None = day()
    session: int | None = number(1, 500, whole=True)
    stage: str = choice("committee", "plenary")
    on: str = choice("resolution", "draft", "amendment", "paragraph", "motion", "decision", "election")
    body: str = ref("bodies", leans=False)
    matter: str = text()
    issue: str = ref("issues")
    sponsors: tuple[str, ...] = refs("actors")
    authors: tuple[str, ...] = refs("actors")
    like: tuple[str, ...] = refs("rollcalls", leans=False)
    total_yes: int | None = number(0, 100_000, "actors", whole=True)
    total_no: int | None = number(0, 100_000, "actors", whole=True)
    total_abstain: int | None = number(0, 100_000, "actors", whole=True)
    not_entitled_on: When | None = day()
    secret: bool | None = flag()
    seats: int | None = number(1, 1000, whole=True)
    round: int | None = number(1, 1000, whole=True)
    candidates: tuple[str, ...] = refs("actors", leans=False)
    known_on: When | None = day()
    note: Wording = wording()

    @property
    def is_planned(self) -> bool:
        """Whether its date may lie ahead of when it was entered: a vote is announced; what came of it is known from its day."""
        return True

    @property
    def is_secret(self) -> bool:
        """Whether its ballot hides how a member votes: it is said to, or it is an election of which nothing else is said."""
        return self.on == "election" if self.secret is None else self.secret

    @property
    def all_sponsors(self) -> tuple[str, ...]:
        """Everybody who put the text forward or joined it, the authors first."""
        return tuple(dict.fromkeys((*self.authors, *self.sponsors)))

    @property
    def co_authors(self) -> tuple[str, ...]:
        """Who joined the text of others; nobody where it is not known who its authors are."""
        return tuple(actor for actor in self.sponsors if actor not in self.authors) if self.authors else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Row):
    """How an actor stood in a roll call. In memory votes are columns: see :class:`legation.dossier.tables.votes.Votes`."""

    id: str = text(role="entry")
    actor: str = ref("actors", role="about")
    rollcall: str = ref("rollcalls", role="about")
    vote: str = choice(*VOTES, words="vote")
    intent: str = choice(*CAST, words="vote")


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
