"""What a delegation reports to its capital: what it obtained, what it conceded, what it reserved, what is open and who holds it open.

A wish is what the delegation first said of words, for or against them. Obtained is a wish that the text meets, conceded one that it does
not. Nothing stands in it that the delegation may not know: its own words, what others said in public, the text as everybody reads it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from legation.questions.deals.drafting.room_text import Name, as_shown
from legation.rooms.drafting import LEVELS, Past, State, joined, opposing, supporting
from legation.rooms.drafting.obstacles import share

__all__ = ["CapitalReport", "Deadline", "OpenPoint", "Point", "Reserve", "Wish", "capital_report"]

AGREED = LEVELS[LEVELS.index("ad ref") :]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a delegation said of a bracket or a paragraph, when."""

    at: str
    target: str
    stance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A wish that the text has settled.

    Attributes
    ----------
    unit : str
        The number of the paragraph.
    words : str
        Those of which it speaks; empty for the whole paragraph.
    wish : {"support", "oppose"}
    stands : bool
        Whether the words stand in the text.
    now : str
        What stands in their place, where that is known.
    day : str
    """

    unit: str
    words: str
    wish: str
    stands: bool
    now: str = ""
    day: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the text does what was wished."""
        return self.stands == (self.wish == "support")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """An open bracket: its paragraph and words, what the delegation says of it, and who else does, as far as they are named."""

    unit: str
    words: str
    mine: str
    wanting: tuple[str, ...]
    objecting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reserve:
    """A reservation of the delegation on a paragraph."""

    unit: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A silence procedure that runs: the paragraphs, until when, to which level, and what of it the delegation has broken."""

    units: tuple[str, ...]
    deadline: str
    zone: str
    level: str
    broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalReport:
    """What there is to report.

    Attributes
    ----------
    obtained, conceded : tuple of Point
        The latest first.
    reserved : tuple of Reserve
    open : tuple of OpenPoint
        Those on which the delegation took a stand first, then by the text.
    pending : tuple of str
        Numbers of paragraphs that wait for the delegation to confirm.
    silences : tuple of Deadline
        The first that ends first.
    paragraphs, agreed : int
        How many there are, and how many are agreed ad referendum or higher.
    share : float
        Words in brackets by all words, 0 to 1; nan without words.
    """

    obtained: tuple[Point, ...]
    conceded: tuple[Point, ...]
    reserved: tuple[Reserve, ...]
    open: tuple[OpenPoint, ...]
    pending: tuple[str, ...]
    silences: tuple[Deadline, ...]
    paragraphs: int
    agreed: int
    share: float

    @property
    def mine(self) -> tuple[OpenPoint, ...]:
        """The open points on which the delegation took a stand."""
        return tuple(one for one in self.open if one.mine)


OWN = "\x00own"
"""How the delegation itself is called while its report is worked out: no name of any actor."""


def capital_report(state: State, own: Collection[str], said: Iterable[Wish], name: Name) -> CapitalReport:
    """Return what a delegation reports of a room.

    Parameters
    ----------
    state : State
    own : collection of str
        The actors for which it speaks: itself, and the groups that named it.
    said : iterable of Wish
        What it said of words, in order.
    name : callable
        How others stand in what leaves the room; None where they do not.

    Examples
    --------
    >>> from legation.rooms.drafting import Brought, Closed, Opened, Paragraph, fold
    >>> text = (Paragraph(id="5", label="5", text="States [shall (EU)] report [at once]."),)
    >>> log = [Opened(at="2025-03-01"), Brought(at="2025-03-01", kind="rolling", paragraphs=text)]
    >>> first, _ = fold(log).held
    >>> state = fold([*log, Closed(at="2025-03-02", bracket=first, mode="accepted")])
    >>> found = capital_report(state, {"EU"}, [Wish("2025-03-01", first, "support")], str)
    >>> [(one.unit, one.words, one.is_met) for one in found.obtained], len(found.open)
    ([('5', 'shall', True)], 1)
    """
    wishes: dict[str, str] = {}
    for one in sorted(said, key=lambda one: one.at):
        if one.stance in ("support", "oppose"):
            wishes.setdefault(one.target, one.stance)
    points = sorted(_points(state, own, wishes), key=lambda one: one.day, reverse=True)
    shown = as_shown(state, lambda actor: OWN if actor in own else name(actor))
    mine = {one.target: one.stance for (actor, _), one in state.stances.items() if actor in own}
    labels = {unit.id: unit.label for unit in state.units}
    return CapitalReport(
        obtained=tuple(one for one in points if one.is_met),
        conceded=tuple(one for one in points if not one.is_met),
        reserved=tuple(Reserve(labels[unit], text) for who, unit, text, *_ in state.reservations if who in own and unit in labels),
        open=tuple(sorted(_open(shown, mine), key=lambda one: not one.mine)),
        pending=tuple(unit.label for unit in state.units if any(who in own for who in unit.pending)),
        silences=tuple(sorted(_silences(state, own, labels), key=lambda one: one.deadline)),
        paragraphs=len(state.units),
        agreed=sum(unit.level in AGREED for unit in state.units),
        share=share(state),
    )


def _points(state: State, own: Collection[str], wishes: dict[str, str]) -> Iterator[Point]:
    """Yield the wishes that are settled: on brackets that closed, and on paragraphs that are agreed."""
    labels = {unit.id: unit.label for unit in state.units}
    in_place = {(one.held.group, one.closed): one.text for one in state.past if one.mode == "accepted"}
    for one in state.past:
        wish = wishes.get(one.held.id) or _at_the_end(one, own)
        if wish:
            stands = one.mode in ("accepted", "moved")
            now = "" if stands else in_place.get((one.held.group, one.closed), "")
            label = labels.get(one.held.unit, one.held.unit.partition("+")[0])
            yield Point(unit=label, words=one.text, wish=wish, stands=stands, now=now, day=one.closed[:10])
    for unit in state.units:
        if unit.level in AGREED and unit.id in wishes:
            yield Point(unit=unit.label, words="", wish=wishes[unit.id], stands=True, day=state.at[:10])


def _at_the_end(past: Past, own: Collection[str]) -> str:
    """Return what the delegation said when a bracket closed, where it said for or against."""
    return next((one.stance for one in past.stances if one.actor in own and one.stance in ("support", "oppose")), "")


def _open(shown: State, mine: dict[str, str]) -> Iterator[OpenPoint]:
    places = {unit.id: n for n, unit in enumerate(shown.units)}
    labels = {unit.id: unit.label for unit in shown.units}
    for one in sorted(shown.held.values(), key=lambda one: (places[one.unit], one.start)):
        yield OpenPoint(
            unit=labels[one.unit],
            words=joined(shown.words(one)),
            mine=mine.get(one.id, ""),
            wanting=_others(supporting(shown, one.id)),
            objecting=_others(opposing(shown, one.id)),
        )


def _others(actors: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in actors if one != OWN)


def _silences(state: State, own: Collection[str], labels: dict[str, str]) -> Iterator[Deadline]:
    """Yield for each silence that runs the paragraphs that it may still raise, and those on which the delegation has broken it."""
    levels = {unit.id: LEVELS.index(unit.level) for unit in state.units}
    for one in state.silences.values():
        mine = {unit for who, unit, *_ in one.broken if who in own}
        others = {unit for who, unit, *_ in one.broken if who not in own} - mine
        below = [unit for unit in one.units if levels.get(unit, len(LEVELS)) < LEVELS.index(one.level) and unit not in others]
        for broken in (False, True) if not one.ended else ():
            units = tuple(labels[unit] for unit in below if unit in labels and (unit in mine) is broken)
            if units:
                yield Deadline(units=units, deadline=one.deadline, zone=getattr(one, "zone", ""), level=one.level, broken=broken)
