"""A version of the text comes in, with its brackets as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from legation.errors import BadValue
from legation.language import Message
from legation.methods.drafting import Draft, parse
from legation.rooms.drafting.checking import one_of
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import KINDS, LEVELS, Brought, Paragraph
from legation.rooms.drafting.state import Held, Stance, Unit
from legation.rooms.drafting.words import joined, pieces, print_of

__all__ = ["brought"]

_SAID = {"": "support", "add": "support", "retain": "support", "alt": "support", "support": "support", "move to": "flexible"}
_AGAINST = {"delete": "oppose", "oppose": "oppose", "reserve": "reserve"}


@dataclass(frozen=True, slots=True)
class _Written:
    """A bracket as a version writes it."""

    start: int
    end: int
    group: int | None
    stances: tuple[tuple[str, str], ...]
    verb: str


def brought(desk: Desk, event: Brought, place: str) -> None:
    """Take a version in place of the whole text."""
    one_of(event.kind, KINDS, f"{place}, kind")
    ids = [paragraph.id for paragraph in event.paragraphs]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None or not all(ids):
        raise BadValue(Message("drafting-room.twice", place=f"{place}, paragraphs", found=twice or ""))
    before, units = dict(desk.held), dict(desk.units)
    desk.units, desk.held = {}, {}
    names = _Names(desk, before, units)
    for number, paragraph in enumerate(event.paragraphs, 1):
        draft = parse(paragraph.text, desk.settings.bis)
        if draft.problems:
            at = next(iter(draft.problems)).position
            raise BadValue(Message("drafting-room.unbalanced", place=f"{place}, paragraphs[{number}]", unit=paragraph.id, position=at))
        _one(desk, event, paragraph, draft, units.get(paragraph.id), names)
    _gone(desk, before, units)
    desk.versions.append((event.kind, event.at, "\n\n".join(f"{one.label}. {one.text}" for one in event.paragraphs)))


def _one(desk: Desk, event: Brought, paragraph: Paragraph, draft: Draft, old: Unit | None, names: _Names) -> None:
    words, written = _read(draft)
    made: list[Held] = []
    groups: dict[int, str] = {}
    for one in written:
        seen = print_of(words[one.start : one.end])
        was = names.before(paragraph.id, seen)
        name = was.id if was else names.fresh(f"{paragraph.id}:{seen[:8]}")
        group = groups.setdefault(one.group, name) if one.group is not None else name
        actors = tuple(actor for actor, stance in one.stances if stance == "support")
        held = Held(name, paragraph.id, one.start, one.end, group, one.verb, "", event.at, actors)
        made.append(replace(was, start=one.start, end=one.end, group=group, verb=one.verb) if was else held)
        desk.held[name] = made[-1]
        for actor, stance in one.stances:
            desk.stances[actor, name] = Stance(actor, name, stance, event.at, seen=seen)
    level = _level(draft, words, made, old)
    if old is not None and old.level in LEVELS[3:] and level not in LEVELS[3:]:
        desk.reopened.append((paragraph.id, event.at, event.kind))
    pending = old.pending if old is not None and old.level == level else ()
    desk.units[paragraph.id] = Unit(paragraph.id, paragraph.label, words, level, pending, paragraph.sources)


def _level(draft: Draft, words: tuple[str, ...], made: list[Held], old: Unit | None) -> str:
    if any(node.kind == "status" and node.owner < 0 for node in draft.nodes):
        return "ad ref"
    if made:
        return "bracketed"
    return old.level if old is not None and old.words == words and old.level != "bracketed" else "proposed"


class _Names:
    """The brackets before by paragraph and words, and names that no bracket has or had."""

    __slots__ = ("_before", "_desk", "_gone", "_last")

    def __init__(self, desk: Desk, before: dict[str, Held], units: dict[str, Unit]) -> None:
        self._before = {(held.unit, print_of(units[held.unit].words[held.start : held.end])): held for held in before.values()}
        self._desk = desk
        self._gone = {past.held.id for past in desk.past}
        self._last: dict[str, int] = {}

    def before(self, unit: str, seen: str) -> Held | None:
        """Return the bracket that held these words in this paragraph before; each once."""
        return self._before.pop((unit, seen), None)

    def fresh(self, wanted: str) -> str:
        """Return the name that is wanted, with a number after it where it is taken."""
        number = self._last.get(wanted, 0) + 1
        name = wanted if number == 1 else f"{wanted}-{number}"
        while name in self._desk.held or name in self._gone:
            number += 1
            name = f"{wanted}-{number}"
        self._last[wanted] = number
        return name


def _gone(desk: Desk, before: dict[str, Held], units: dict[str, Unit]) -> None:
    """Close the brackets that stand no longer: accepted where their words stand outside brackets, else withdrawn."""
    for name, held in before.items():
        if name in desk.held:
            continue
        words = units[held.unit].words[held.start : held.end]
        unit = desk.units.get(held.unit)
        mode = "accepted" if unit is not None and joined(words) in joined(_outside(desk, unit)) else "withdrawn"
        desk.leave(held, words, mode)
    desk.stances = {key: one for key, one in desk.stances.items() if key[1] in desk.held or key[1] in desk.units}


def _outside(desk: Desk, unit: Unit) -> tuple[str, ...]:
    inside = {n for held in desk.over(unit.id) for n in range(held.start, held.end)}
    return tuple(word for n, word in enumerate(unit.words) if n not in inside)


def _read(draft: Draft) -> tuple[tuple[str, ...], list[_Written]]:
    """Return the words of a paragraph, and where its brackets stand in them; a bracket without words stands nowhere."""
    words: list[str] = []
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    space = ""
    for node in draft.nodes:
        if node.kind not in {"plain", "stray"}:
            continue
        for piece in pieces(node.text):
            one = piece if piece[:1].isspace() else space + piece
            if words and one[0].isalnum() and words[-1][-1].isalnum():
                one = " " + one
            words.append(one if words else one.lstrip())
            space = ""
            for number in _around(draft, node.parent):
                first.setdefault(number, len(words) - 1)
                last[number] = len(words)
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
