"""A version of the text comes in with its brackets, and proposals open brackets over words that stand or are new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from legation.errors import BadValue
from legation.language import Message
from legation.methods.drafting import Draft, cut, joined, parse, print_of
from legation.methods.drafting.words import beside, pieces
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import KINDS, LEVELS, OPERATIONS, Brought, Paragraph, Proposed, known, one_of
from legation.rooms.drafting.levels import reopen
from legation.rooms.drafting.state import Held, Stance, Text, Unit

__all__ = [
    "Rebased",
    "anchor",
    "brought",
    "check",
    "proposed",
    "rebase",
]


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
    taken = set(desk.packages) | set(desk.brackets) | set(desk.closed_in)
    for paragraph in event.paragraphs:
        if not paragraph.id or paragraph.id in taken:
            raise BadValue(Message("drafting-room.twice", place=f"{place}, paragraphs", found=paragraph.id))
        taken.add(paragraph.id)
    drafts = [_parsed(desk, paragraph, f"{place}, paragraphs[{number}]") for number, paragraph in enumerate(event.paragraphs, 1)]
    before, units = dict(desk.brackets), dict(desk.units)
    desk.units.become({})
    desk.brackets.become({})
    names = _Names(desk, before, units)
    for paragraph, draft in zip(event.paragraphs, drafts, strict=True):
        _one(desk, event, paragraph, draft, units.get(paragraph.id), names)
    _close_missing(desk, before, units)
    desk.versions.append((event.kind, event.at, "\n\n".join(f"{one.label}. {one.text}" for one in event.paragraphs)))


def _parsed(desk: Desk, paragraph: Paragraph, place: str) -> Draft:
    """Return the tree of a paragraph; one whose brackets do not close is refused."""
    draft = parse(paragraph.text, desk.settings.bis)
    if draft.problems:
        at = next(iter(draft.problems)).position
        raise BadValue(Message("drafting-room.unbalanced", place=place, unit=paragraph.id, position=at))
    return draft


def _one(desk: Desk, event: Brought, paragraph: Paragraph, draft: Draft, old: Unit | None, names: _Names) -> None:
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
            desk.say(Stance(actor, name, stance, event.at, seen=seen))
    level = _level(draft, words, opened, old)
    if old is not None and old.level in LEVELS[3:] and level not in LEVELS[3:]:
        desk.reopened.append((paragraph.id, event.at, event.kind))
    pending = old.pending if old is not None and old.level == level else ()
    if old is None or old.level != level:
        desk.awaited.pop(paragraph.id)
        desk.marks.pop(paragraph.id)
    desk.units[paragraph.id] = Unit(paragraph.id, paragraph.label, words, level, pending, paragraph.sources)


def _level(draft: Draft, words: tuple[str, ...], opened: list[Held], old: Unit | None) -> str:
    if any(node.kind == "status" and node.owner < 0 for node in draft.nodes):
        return "ad ref"
    if opened:
        return "bracketed"
    return old.level if old is not None and old.words == words and old.level != "bracketed" else "proposed"


class _Names:
    """The brackets before by paragraph and words, and names that no bracket has or had."""

    __slots__ = ("_before", "_desk", "_last")

    def __init__(self, desk: Desk, before: dict[str, Held], units: dict[str, Unit]) -> None:
        self._before = {
            (bracket.unit, print_of(units[bracket.unit].words[bracket.start : bracket.end])): bracket for bracket in before.values()
        }
        self._desk = desk
        self._last: dict[str, int] = {}

    def before(self, unit: str, seen: str) -> Held | None:
        """Return the bracket that held these words in this paragraph before; each once."""
        return self._before.pop((unit, seen), None)

    def fresh(self, wanted: str) -> str:
        """Return the name that is wanted, with a number after it where it is taken."""
        number = self._last.get(wanted, 0) + 1
        name = wanted if number == 1 else f"{wanted}-{number}"
        while name in self._desk.brackets or name in self._desk.closed_in:
            number += 1
            name = f"{wanted}-{number}"
        self._last[wanted] = number
        return name


def _close_missing(desk: Desk, before: dict[str, Held], units: dict[str, Unit]) -> None:
    """Close the brackets that stand no longer: accepted where their words stand outside brackets, else withdrawn."""
    for name, bracket in before.items():
        if name in desk.brackets:
            continue
        words = units[bracket.unit].words[bracket.start : bracket.end]
        unit = desk.units.get(bracket.unit)
        mode = "accepted" if unit is not None and joined(words) in joined(_outside(desk, unit)) else "withdrawn"
        desk.leave(bracket, words, mode)
    for target in [one for one in desk.said_on if one not in desk.brackets and one not in desk.units]:
        desk.said_on.pop(target)


def _outside(desk: Desk, unit: Unit) -> tuple[str, ...]:
    inside = {n for bracket in desk.over(unit.id) for n in range(bracket.start, bracket.end)}
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


_WHOLE = ("alt", "bis", "move", "merge")
_VERBS = {"delete": "delete", "move": "move to", "split": "split", "merge": "merge"}
_NEW_WORDS = ("insert", "replace", "alt", "bis")


@dataclass(frozen=True, slots=True)
class Rebased:
    """A proposal placed anew on words that moved.

    Attributes
    ----------
    event : Proposed or None
        As it could be taken now; None where it cannot be placed.
    moved : int
        By how many words.
    places : tuple of int
        Where its words stand now: none, or several, is a conflict that a person decides.
    """

    event: Proposed | None
    moved: int
    places: tuple[int, ...]


def anchor(words: tuple[str, ...], operation: str, start: int, end: int) -> str:
    """Return the print that a proposal carries in ``seen`` for words of a paragraph."""
    if operation in _WHOLE:
        return print_of(words)
    if operation in {"insert", "split"}:
        return print_of(words[max(start - 1, 0) : start + 1])
    return print_of(words[start:end])


def rebase(state: Text, event: Proposed) -> Rebased:
    """Look where the words of a proposal stand now.

    Nothing is placed anew without the person who proposed it: the result is shown, and sent as a new event.
    """
    unit = state.unit(event.unit)
    if event.operation in _WHOLE or not event.seen or anchor(unit.words, event.operation, event.start, event.end) == event.seen:
        return Rebased(replace(event, seen=anchor(unit.words, event.operation, event.start, event.end)), 0, (event.start,))
    length = event.end - event.start
    places = tuple(at for at in range(len(unit.words) - length + 1) if anchor(unit.words, event.operation, at, at + length) == event.seen)
    if len(places) != 1:
        return Rebased(None, 0, places)
    return Rebased(replace(event, start=places[0], end=places[0] + length), places[0] - event.start, places)


def proposed(desk: Desk, event: Proposed, place: str, seat: str = "") -> None:
    """Take a proposal.

    Two edits at one place become alternatives of each other; any other that no longer fits the words that its proposer saw is refused.
    """
    unit = check(desk, event, place)
    if unit.level in LEVELS[3:]:
        reopen(desk, unit.id, event.id)
    proposers = event.proposers or (event.by,)
    if event.operation in {"alt", "bis"}:
        _paragraph(desk, event, unit, proposers, seat)
    elif event.operation == "replace":
        _replace(desk, event, proposers, place, seat)
    elif event.operation == "insert":
        _insert(desk, event, proposers, place)
    else:
        count = len(unit.words)
        start, end = {"delete": (event.start, event.end), "split": (event.start, count)}.get(event.operation, (0, count))
        target = event.target if event.operation == "move" else ""
        desk.hold(replace(_bracket(event, start, end, proposers), verb=_VERBS[event.operation], place=target), place)
    stance = "oppose" if event.operation == "delete" else "support"
    for actor in proposers:
        _says(desk, actor, event.id, stance, event.at, seat)
    if seat:
        desk.brackets[event.id] = replace(desk.brackets[event.id], seat=seat)
    if desk.units[unit.id].level in ("proposed", "informals"):
        desk.level(unit.id, "bracketed")


def check(desk: Desk, event: Proposed, place: str) -> Unit:
    """Refuse a proposal that does not fit the text; return its paragraph."""
    one_of(event.operation, OPERATIONS, f"{place}, operation")
    unit = desk.units[known(event.unit, desk.units, f"{place}, unit")]
    for name in (event.id, f"{event.id}.was"):
        if not event.id or name in desk.brackets or name in desk.units or name in desk.closed_in or name in desk.packages:
            raise BadValue(Message("drafting-room.twice", place=place, found=event.id))
    if event.operation in _NEW_WORDS and not cut(event.text):
        raise BadValue(Message("drafting-room.no-words", place=place, operation=event.operation))
    if event.operation in {"alt", "bis"} and f"{unit.id}+{event.id}" in desk.units:
        raise BadValue(Message("drafting-room.twice", place=place, found=f"{unit.id}+{event.id}"))
    count = len(unit.words)
    if event.operation not in _WHOLE:
        low = 1 if event.operation == "split" else 0
        ends = event.start < event.end <= count if event.operation in {"delete", "replace"} else low <= event.start <= count - low
        if event.start < 0 or not ends:
            raise BadValue(Message("drafting-room.bad-range", place=place, start=event.start, end=event.end, count=count, unit=unit.id))
    if event.operation == "move" and event.target:
        known(event.target, [name for name in desk.units if name != unit.id], f"{place}, target")
    if event.operation == "merge" and list(desk.units)[-1] == unit.id:
        raise BadValue(Message("drafting-room.last-unit", place=place, unit=unit.id))
    fits = not event.seen or event.seen == anchor(unit.words, event.operation, event.start, event.end)
    if not fits and not (event.operation == "insert" and _at_one_place(desk, event)):
        raise BadValue(Message("drafting-room.moved-words", place=place, unit=unit.id, start=event.start, end=event.end))
    return unit


def _bracket(event: Proposed, start: int, end: int, proposers: tuple[str, ...]) -> Held:
    return Held(event.id, event.unit, start, end, event.id, opened=event.at, by=proposers, reason=event.reason)


def _at_one_place(desk: Desk, event: Proposed) -> list[Held]:
    """Return the words that others want at just this place, if whoever proposes now saw the place with or without them."""
    words = desk.units[event.unit].words
    there = [one for one in desk.over(event.unit) if one.inserted and one.start >= event.start]
    group = next((one.group for one in there if one.start == event.start), "")
    same = sorted((one for one in there if one.group == group), key=lambda one: one.start)
    if not same or event.seen in ("", anchor(words, "insert", event.start, event.start)):
        return same
    without = (*words[: event.start], *words[same[-1].end :])
    return same if event.seen == anchor(without, "insert", event.start, event.start) else []


def _insert(desk: Desk, event: Proposed, proposers: tuple[str, ...], place: str) -> None:
    same = _at_one_place(desk, event)
    at, group, around = event.start, event.id, set[str]()
    if same:
        at, group = same[-1].end, same[0].group
        around = {one.id for one in desk.over(event.unit) if one.group != group and one.start <= event.start and at <= one.end}
    start, end = desk.put(event.unit, at, event.text, within=around)
    desk.hold(replace(_bracket(event, start, end, proposers), group=group, inserted=True), place)


def _replace(desk: Desk, event: Proposed, proposers: tuple[str, ...], place: str, seat: str) -> None:
    over = desk.over(event.unit)
    same = next((bracket for bracket in over if (bracket.start, bracket.end) == (event.start, event.end) and not bracket.verb), None)
    was = same or Held(f"{event.id}.was", event.unit, event.start, event.end, f"{event.id}.was", opened=event.at)
    if same is None:
        desk.hold(was, place)
        for actor in proposers:
            _says(desk, actor, was.id, "oppose", event.at, seat)
    last = max(bracket.end for bracket in desk.over(event.unit) if bracket.group == was.group)
    around = {
        bracket.id
        for bracket in desk.over(event.unit)
        if bracket.start <= event.start and bracket.end >= last and bracket.group != was.group
    }
    start, end = desk.put(event.unit, last, event.text, within=around)
    desk.hold(replace(_bracket(event, start, end, proposers), group=was.group), place)


def _paragraph(desk: Desk, event: Proposed, unit: Unit, proposers: tuple[str, ...], seat: str) -> None:
    label = event.label or f"{unit.label}{event.operation}"
    added = Unit(f"{unit.id}+{event.id}", label, cut(event.text), "bracketed")
    group = event.id
    if event.operation == "alt" or desk.settings.bis == "alternative":
        whole = next(
            (bracket for bracket in desk.over(unit.id) if (bracket.start, bracket.end) == (0, len(unit.words)) and not bracket.verb), None
        )
        if whole is None and unit.words:
            whole = Held(f"{event.id}.was", unit.id, 0, len(unit.words), f"{event.id}.was", opened=event.at)
            desk.brackets.put_first(whole)
            for actor in proposers:
                _says(desk, actor, whole.id, "oppose", event.at, seat)
        group = whole.group if whole else group
    last = [bracket.unit for bracket in desk.brackets.values() if bracket.group == group and group != event.id]
    desk.insert_unit(added, last[-1] if last else unit.id)
    desk.brackets[event.id] = Held(event.id, added.id, 0, len(added.words), group, opened=event.at, by=proposers, reason=event.reason)


def _says(desk: Desk, actor: str, target: str, stance: str, at: str, seat: str) -> None:
    bracket = desk.brackets[target]
    words = desk.units[bracket.unit].words[bracket.start : bracket.end]
    desk.say(Stance(actor, target, stance, at, seen=print_of(words), seat=seat))
