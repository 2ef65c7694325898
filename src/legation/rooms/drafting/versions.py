"""A version of the text comes in with its brackets, in place of the text that stood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from legation.errors import BadValue
from legation.language import Message
from legation.methods.drafting import Draft, joined, parse, print_of
from legation.methods.drafting.words import beside, pieces
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import KINDS, LEVELS, Brought, Paragraph, one_of
from legation.rooms.drafting.levels import reopen
from legation.rooms.drafting.objections import carry, objections, outside, still_opposed, where_now
from legation.rooms.drafting.packages import follow, packaged_units, together
from legation.rooms.drafting.state import Held, Stance, Unit, opposing
from legation.rooms.drafting.successors import Successors

__all__ = ["brought"]

_SAID = {"": "support", "add": "support", "retain": "support", "alt": "support", "support": "support", "move to": "flexible"}
_AGREED = LEVELS.index("ad ref")
"""How far a paragraph is agreed of which a version says so."""
_AGAINST = {"delete": "oppose", "oppose": "oppose", "reserve": "reserve"}


@dataclass(frozen=True, slots=True)
class _Written:
    """A bracket as a version writes it."""

    start: int
    end: int
    group: int | None
    stances: tuple[tuple[str, str], ...]
    verb: str


def brought(desk: Desk, event: Brought, place: str, seat: str = "") -> None:
    """Take a version in place of the whole text; in a live room it raises nothing that could not be agreed, and ends no objection."""
    one_of(event.kind, KINDS, f"{place}, kind")
    taken = set(desk.packages) | set(desk.brackets) | set(desk.closed_in)
    for paragraph in event.paragraphs:
        if not paragraph.id or paragraph.id in taken:
            raise BadValue(Message("drafting-room.twice", place=f"{place}, paragraphs", found=paragraph.id))
        taken.add(paragraph.id)
    drafts = [_parsed(desk, paragraph, f"{place}, paragraphs[{number}]") for number, paragraph in enumerate(event.paragraphs, 1)]
    before, units, packaged = dict(desk.brackets), dict(desk.units), packaged_units(desk)
    desk.units.become({})
    desk.brackets.become({})
    names = _Names(desk, before, units)
    for paragraph, draft in zip(event.paragraphs, drafts, strict=True):
        _one(desk, event, paragraph, draft, names)
    went = Successors(units, desk.units)
    _renumber(desk, units, went)  # before what was said of brackets joins what was said of paragraphs
    _close_missing(desk, before, units, went)
    follow(desk, packaged, lambda name: went.of(name) if name in units else ())
    said = {paragraph.id for paragraph, draft in zip(event.paragraphs, drafts, strict=True) if _says_agreed(draft)}
    was = {name: units[old] for name in desk.units if (old := went.origin(name)) is not None}
    _set_levels(desk, event, was, _may_rise(desk, said, was, place) if seat else said)
    if seat:
        _reopen_peers(desk, event, units, went)
    desk.versions.append((event.kind, event.at, "\n\n".join(f"{one.label}. {one.text}" for one in event.paragraphs)))


def _parsed(desk: Desk, paragraph: Paragraph, place: str) -> Draft:
    """Return the tree of a paragraph; one whose brackets do not close is refused."""
    draft = parse(paragraph.text, desk.settings.bis)
    if draft.problems:
        at = next(iter(draft.problems)).position
        raise BadValue(Message("drafting-room.unbalanced", place=place, unit=paragraph.id, position=at))
    return draft


def _one(desk: Desk, event: Brought, paragraph: Paragraph, draft: Draft, names: _Names) -> None:
    words, written = _read(draft)
    opened: list[Held] = []
    groups: dict[int, str] = {}
    for one in written:
        seen = print_of(words[one.start : one.end])
        was = names.before(paragraph.id, seen)
        name = was.id if was else names.fresh(f"{paragraph.id}:{seen[:8]}")
        group = groups.setdefault(one.group, name) if one.group is not None else name
        actors = tuple(actor for actor, stance in one.stances if stance == "support")
        bracket = Held(name, paragraph.id, one.start, one.end, group, one.verb, "", event.at, actors)
        opened.append(replace(was, start=one.start, end=one.end, group=group, verb=one.verb) if was else bracket)
        desk.brackets[name] = opened[-1]
        for actor, stance in one.stances:
            _attribute(desk, Stance(actor, name, stance, event.at, seen=seen))
    desk.units[paragraph.id] = Unit(paragraph.id, paragraph.label, words, sources=paragraph.sources)


def _attribute(desk: Desk, written: Stance) -> None:
    """Note what a version writes of an actor; it counts only where the actor itself said nothing from a seat."""
    own = [one for one in desk.rows(written.target).get(written.actor, ()) if one.seat]
    desk.note(written.target, {written.actor: (written, *own)})


def _says_agreed(draft: Draft) -> bool:
    return any(node.kind == "status" and node.owner < 0 for node in draft.nodes)


def _level(desk: Desk, unit: Unit, old: Unit | None) -> str:
    """Return how far a paragraph is agreed of which a version says nothing."""
    if desk.over(unit.id):
        return "bracketed"
    return old.level if old is not None and old.words == unit.words and old.level != "bracketed" else "proposed"


def _may_rise(desk: Desk, said: set[str], before: dict[str, Unit], place: str) -> set[str]:
    """Return the paragraphs that a version says are agreed and that no bracket holds back, in themselves or in their packages.

    Over a standing objection it may say of none that it is agreed: as with every rule that goes by stances this is a refusal, so that a log
    from which stances were erased comes to the same text.
    """
    low = {name for name, unit in desk.units.items() if LEVELS.index(_level(desk, unit, before.get(name))) < _AGREED}
    rising = {name for name in said & low if not desk.over(name)}
    while blocked := {name for name in rising if not low.isdisjoint(set(together(desk, name)) - rising)}:
        rising -= blocked
    for name in sorted(rising) if desk.settings.scheme == "consensus" and desk.strict else ():
        if against := opposing(desk, name):
            form = "drafting-room.paragraph-opposed"
            raise still_opposed(desk, against, form, place=place, bracket=name, level=LEVELS[_AGREED])
    return rising


def _set_levels(desk: Desk, event: Brought, before: dict[str, Unit], agreed: set[str]) -> None:
    for name, unit in list(desk.units.items()):
        old = before.get(name)
        level = LEVELS[_AGREED] if name in agreed else _level(desk, unit, old)
        if old is not None and old.level in LEVELS[3:] and level not in LEVELS[3:]:
            desk.reopened.append((name, event.at, event.kind))
        pending = old.pending if old is not None and old.level == level else ()
        if old is None or old.level != level:
            desk.awaited.pop(name)
            desk.marks.pop(name)
        desk.units[name] = replace(unit, level=level, pending=pending)


def _reopen_peers(desk: Desk, event: Brought, before: dict[str, Unit], went: Successors) -> None:
    """Open again what was agreed with a paragraph that is agreed no more."""
    fell = [
        name for old in before.values() if old.level in LEVELS[2:] for name in went.of(old.id) if desk.units[name].level not in LEVELS[2:]
    ]
    for name in dict.fromkeys(fell):
        for peer in together(desk, name):
            if desk.units[peer].level in LEVELS[2:]:
                reopen(desk, peer, event.kind)


class _Names:
    """The brackets before by paragraph and words, and names that no bracket has or had."""

    __slots__ = ("_before", "_desk", "_last")

    def __init__(self, desk: Desk, before: dict[str, Held], units: dict[str, Unit]) -> None:
        self._before: dict[tuple[str, str], list[Held]] = {}
        for bracket in before.values():
            seen = print_of(units[bracket.unit].words[bracket.start : bracket.end])
            self._before.setdefault((bracket.unit, seen), []).append(bracket)
        self._desk = desk
        self._last: dict[str, int] = {}

    def before(self, unit: str, seen: str) -> Held | None:
        """Return the bracket that held these words in this paragraph before; each once, in the order of opening."""
        there = self._before.get((unit, seen))
        return there.pop(0) if there else None

    def fresh(self, wanted: str) -> str:
        """Return the name that is wanted, with a number after it where it is taken."""
        number = self._last.get(wanted, 0) + 1
        name = wanted if number == 1 else f"{wanted}-{number}"
        while name in self._desk.brackets or name in self._desk.closed_in:
            number += 1
            name = f"{wanted}-{number}"
        self._last[wanted] = number
        return name


def _close_missing(desk: Desk, before: dict[str, Held], units: dict[str, Unit], went: Successors) -> None:
    """Close the brackets that stand no longer: accepted where their words stand outside brackets, else withdrawn."""
    for name, bracket in before.items():
        if name in desk.brackets:
            continue
        words = units[bracket.unit].words[bracket.start : bracket.end]
        unit = desk.units.get(bracket.unit)
        mode = "accepted" if unit is not None and joined(words) in joined(outside(desk, unit)) else "withdrawn"
        against = objections(desk, name)
        target = where_now(desk, bracket, units, went) if against else ""
        if target:
            carry(desk, against, name, target)
        desk.leave(bracket, words, mode)


def _renumber(desk: Desk, before: dict[str, Unit], went: Successors) -> None:
    """Let what was said of a paragraph as a whole stand where its words are now: all of it where they are the same, else objections."""
    whole, against = [], []
    for name in [one for one in before if one in desk.said_on or one in desk.marks or one in desk.awaited]:
        now = went.of(name)
        if all(went.origin(one) == name for one in now) and name not in now:
            whole += [(one, desk.rows(name), desk.marks.get(name), desk.awaited.get(name)) for one in now]
        else:
            against += [(one, name, objections(desk, name)) for one in now if one != name]
        if name not in now and went.origin(name) != name:
            desk.unsay(name)
            desk.marks.pop(name)
            desk.awaited.pop(name)
    for name, rows, marks, awaited in whole:
        desk.note(name, {actor: [replace(one, target=name) for one in those] for actor, those in rows.items()})
        if marks is not None:
            desk.marks[name] = marks
        if awaited is not None:
            desk.awaited[name] = awaited
    for name, old, objected in against:
        carry(desk, objected, old, name)


def _read(draft: Draft) -> tuple[tuple[str, ...], list[_Written]]:
    """Return the words of a paragraph, and where its brackets stand in them; a bracket without words stands nowhere."""
    words: list[str] = []
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    space = ""
    for node in draft.nodes:
        if node.kind not in {"plain", "stray"}:
            continue
        for number, piece in enumerate(pieces(node.text)):
            one = piece if piece[:1].isspace() else space + piece
            if words and number == 0 and one[0].isalnum() and words[-1][-1].isalnum():
                one = beside(words[-1], one)
            words.append(one if words else one.lstrip())
            space = ""
            for outer in _around(draft, node.parent):
                first.setdefault(outer, len(words) - 1)
                last[outer] = len(words)
        space = " " if node.text[-1:].isspace() else space
    numbers = [n for n, node in enumerate(draft.nodes) if node.kind == "bracket"]
    written = []
    for number, bracket in zip(numbers, draft.brackets, strict=True):
        if number in first:
            verb = "delete" if bracket.verb == "delete" else ""
            said = {actor: {**_SAID, **_AGAINST}[one.verb] for one in bracket.attributions for actor in one.actors}
            written.append(_Written(first[number], last[number], bracket.group, tuple(said.items()), verb))
    return tuple(words), written


def _around(draft: Draft, parent: int) -> Iterator[int]:
    while parent >= 0:
        yield parent
        parent = draft.nodes[parent].parent
