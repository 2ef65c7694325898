"""The text of a room as somebody may read it or take it along: whom it names, with what it is compared, what stands beside it."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from legation.language import Lang, Message, say
from legation.methods.drafting import chair_text, parse
from legation.questions.deals.drafting.marks import in_language, mark
from legation.rooms.drafting import Held, Line, Past, Silence, Stance, State, joined, lines
from legation.sources.draft.tracked_changes import Owner, Remark, TrackedText, redline

__all__ = ["FORMS", "Name", "Piece", "RoomVersion", "as_shown", "pieces_of", "reservations_of", "room_text", "tracked", "versions_of"]

FORMS = ("clean", "bracketed", "attributed", "own")
"""The forms of the text: without brackets, with them, with who wants what, with what one delegation says."""
Name: TypeAlias = Callable[[str], "str | None"]
"""How an actor is called before whoever reads; None where it is not named."""


def as_shown(state: State, name: Name, own: str = "", own_name: str = "") -> State:
    """Return a state in which everybody is called as a reader may know them.

    Who is not named stands nowhere in it: no stance, no bracket of theirs, no reservation. What was not said in public is left out, but for
    what one delegation said itself. Where a room does not say who wants what, nobody's stances and brackets stand in it but that one's.

    Parameters
    ----------
    own : str
        The delegation for which it is shown: its own stances stand in it, those that are not public too.
    own_name : str
        What that delegation is called where it is not named otherwise.
    """

    def called(actor: str) -> str | None:
        return (name(actor) or own_name or None) if own and actor == own else name(actor)

    def named(actors: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(said for one in actors if (said := called(one))))

    def attributed(actors: tuple[str, ...]) -> tuple[str, ...]:
        return actors if state.settings.attributed else tuple(one for one in actors if own and one == own)

    def stances(those: Mapping[Any, Stance] | tuple[Stance, ...]) -> Iterator[Stance]:
        for one in those.values() if isinstance(those, Mapping) else those:
            said = called(one.actor)
            if said and (one.public or (own and one.actor == own)) and attributed((one.actor,)):
                yield dataclasses.replace(one, actor=said, seat="", about=(), implied_by="", rows=())

    def bracket(one: Held) -> Held:
        origin = "".join(named(attributed((one.origin,) if one.origin else ())))
        return dataclasses.replace(one, by=named(attributed(one.by)), origin=origin, seat="", origin_seat="")

    def past(one: Past) -> Past:
        return dataclasses.replace(one, held=bracket(one.held), stances=tuple(stances(one.stances)))

    def silence(one: Silence) -> Silence:
        broken = tuple((called(who) or "", unit, at) for who, unit, at in one.broken)
        breakings = tuple(dataclasses.replace(each, actor=said, seat="") for each in one.breakings if (said := called(each.actor)))
        return dataclasses.replace(one, broken=broken, breakings=breakings)

    return dataclasses.replace(
        state,
        units=tuple(dataclasses.replace(unit, pending=named(unit.pending), sources=()) for unit in state.units),
        held={key: bracket(one) for key, one in state.held.items()},
        past=tuple(map(past, state.past)),
        stances={(one.actor, one.target): one for one in stances(state.stances)},
        members=tuple(
            dataclasses.replace(one, actor=said, group=called(one.group) or "" if one.group else "")
            for one in state.members
            if (said := called(one.actor))
        ),
        silences={key: silence(one) for key, one in state.silences.items()},
        reservations=tuple((said, unit, text, at) for who, unit, text, at in state.reservations if (said := called(who))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomVersion:
    """A version as it was brought.

    Attributes
    ----------
    number : int
        From 1 on.
    kind, day : str
    text : str
        A paragraph a line, brackets as they were written.
    """

    number: int
    kind: str
    day: str
    text: str


def versions_of(state: State, name: Name, lang: Lang) -> tuple[RoomVersion, ...]:
    """Return the versions that were brought into a room, as they are read in a language.

    One that names anybody who is not named stands without who said what.
    """
    made = []
    for number, (kind, at, text) in enumerate(state.versions, 1):
        words = "\n".join(line for line in text.split("\n") if line.strip())
        actors = {actor for one in parse(words, state.settings.bis).brackets for actor in one.actors}
        if not (state.settings.attributed and all(name(one) for one in actors)):
            words = chair_text(parse(words, state.settings.bis))
        made.append(RoomVersion(number=number, kind=kind, day=at[:10], text=in_language(words, state.settings.bis, lang, name)))
    return tuple(made)


def room_text(shown: State, form: str = "bracketed", own: str = "", *, notes: bool = True, lang: Lang = "en") -> str:
    """Return the text, a paragraph a line with an empty line between, and after it the reservations as footnotes.

    Parameters
    ----------
    shown : State
        As :func:`as_shown` returns it.
    form : {"clean", "bracketed", "attributed", "own"}
    own : str
        With ``own``, what the delegation is called in ``shown``.
    notes : bool
        Whether reservations stand in it.
    lang : str
        The language in which it is read; :func:`legation.methods.drafting.parse` reads each again.
    """
    return "\n\n".join(one.text for one in _lines(shown, form, own, notes=notes, lang=lang)) + "\n"


def _lines(shown: State, form: str, own: str, *, notes: bool, lang: Lang) -> list[Line]:
    """Return the paragraphs with the marks of their footnotes, then the footnotes."""
    says = functools.partial(mark, lang)
    found = list(lines(shown, "attributed", own, says) if form == "own" else lines(shown, form, says=says))
    if not notes or form == "clean":
        return found
    at = {line.unit: n for n, line in enumerate(found)}
    labels = {unit.id: unit.label for unit in shown.units}
    said: list[Line] = []
    for actor, unit, text, *_ in shown.reservations:
        if unit in at and (form != "own" or actor == own):
            number = len(said) + 1
            found[at[unit]] = dataclasses.replace(found[at[unit]], text=f"{found[at[unit]].text}^{number}")
            reserves = say(Message("drafting-paper.says-reserve", name=actor, unit=labels[unit]), lang)
            said.append(Line(unit, f"^{number} {reserves} {' '.join(text.split())}".rstrip()))
    return [*found, *said]


def reservations_of(shown: State, own: str = "") -> list[Message]:
    """Return who reserves its position on which paragraph, in the order in which it was said; ``own``: of one delegation alone."""
    labels = {unit.id: unit.label for unit in shown.units}
    return [
        Message("drafting-paper.reservation", actor=actor, unit=labels[unit], text=" ".join(text.split()))
        for actor, unit, text, *_ in shown.reservations
        if unit in labels and own in ("", actor)
    ]


def tracked(shown: State, lang: Lang, form: str = "bracketed", own: str = "", against: str = "", chair: str = "") -> TrackedText:
    """Return the text as a word processor shows it: with what changed since a version, and in the margin who stands where.

    What stands in a bracket came from whoever opened it, on that day; what came otherwise came from the chair. A comment bears the name and
    the day of whoever said what it says.

    Parameters
    ----------
    against : str
        The text of the version with which it is compared; empty: nothing is tracked.
    chair : str
        What the chair is called.
    """
    found = _lines(shown, form, own, notes=False, lang=lang)
    text = "\n".join(line.text for line in found)
    starts: list[int] = []
    at = 0
    for line in found:
        starts.append(at)
        at += len(line.text) + 1
    plain = redline(against, text, chair, shown.at, owners=list(_owners(shown, found, starts))) if against else TrackedText(text)
    places = _Places(plain)
    margin = sorted(_remarks(shown, found, starts, lang, form, own), key=lambda one: one[-1])[:MOST_REMARKS]
    remarks = [Remark(places.at(start), places.at(end - 1) + 1, said, author, date) for start, end, said, author, date, _ in margin]
    return TrackedText(plain.text, plain.changes, tuple(sorted(remarks, key=lambda one: (one.start, one.end))))


def _owners(shown: State, found: list[Line], starts: list[int]) -> Iterator[Owner]:
    """Yield whose words stand where: those in a bracket, the innermost first, and those that a bracket left when it closed."""
    left: dict[str, list[Past]] = {}
    for one in shown.past:
        if one.mode == "accepted" and one.text:
            left.setdefault(one.held.unit, []).append(one)
    for line, start in zip(found, starts, strict=True):
        whose: list[tuple[int, int, str, str]] = []
        for one in left.get(line.unit, ()):
            at = line.text.find(one.text)
            if at >= 0 and line.text.find(one.text, at + 1) < 0:
                whose.append((at, at + len(one.text), BETWEEN.join(one.held.by), one.held.opened))
        whose += [(low, high, BETWEEN.join(shown.held[name].by), shown.held[name].opened) for name, low, high in line.brackets]
        yield from _flat(whose, start)


MOST_REMARKS = 1_000
"""Comments of a file: of more, reservations and objections stand before the rest, and support last, which the text itself names."""
BETWEEN = ", "
"""Between the names of several authors of one change."""


def _flat(whose: list[tuple[int, int, str, str]], start: int) -> Iterator[Owner]:
    """Yield stretches none of which lies over another: at each place the last one named counts."""
    cuts = sorted({place for low, high, *_ in whose for place in (low, high)})
    for low, high in itertools.pairwise(cuts):
        over = [one for one in whose if one[0] <= low and high <= one[1]]
        if over and over[-1][2]:
            yield Owner(start + low, start + high, over[-1][2], over[-1][3])


class _Places:
    """Where a place of the new version stands in a text in which what went stands too; asked in any order."""

    def __init__(self, plain: TrackedText) -> None:
        self._new: list[int] = [0]
        self._shift: list[int] = [0]
        gone = 0
        for change in plain.changes:
            if change.kind == "delete":
                self._new.append(change.start - gone)
                gone += change.end - change.start
                self._shift.append(gone)

    def at(self, place: int) -> int:
        return place + self._shift[bisect_right(self._new, place) - 1]


def _remarks(
    shown: State, found: list[Line], starts: list[int], lang: Lang, form: str, own: str
) -> Iterator[tuple[int, int, str, str, str, int]]:
    """Yield what stands in the margin: who stands where, who reserves its position; last, how far back it stands."""
    if form == "clean" or not (shown.settings.attributed or form == "own"):
        return
    places: dict[str, tuple[int, int]] = {}
    for line, start in zip(found, starts, strict=True):
        places[line.unit] = (start, start + len(line.text))
        places |= {name: (start + low, start + high) for name, low, high in line.brackets}
    labels = {unit.id: unit.label for unit in shown.units}
    for one in sorted(shown.stances.values(), key=lambda one: (one.at, one.actor)):
        if one.target in places and (form != "own" or one.actor == own):
            said = say(Message(f"drafting.stance.{one.stance}"), lang)
            if one.conditional_on:
                said = say(Message("drafting-paper.if", said=said, of=_target(shown, labels, one.conditional_on)), lang)
            yield *places[one.target], said, one.actor, one.at, int(one.stance == "support") + int(one.stance != "oppose")
    for actor, unit, text, at, *_ in shown.reservations:
        if unit in places and (form != "own" or actor == own):
            said = say(Message("drafting-paper.reserves", unit=labels[unit]), lang)
            yield *places[unit], f"{said} {text}".strip(), actor, at, 0


def _target(shown: State, labels: Mapping[str, str], name: str) -> Any:
    if name in shown.held:
        bracket = shown.held[name]
        return Message("drafting.bracket", words=joined(shown.words(bracket)), unit=labels[bracket.unit])
    return Message("drafting.unit", unit=labels.get(name, name))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text beside another: ``kind`` is ``same``, ``insert`` or ``delete``."""

    kind: str
    text: str


def pieces_of(found: TrackedText) -> tuple[tuple[Piece, ...], ...]:
    """Return the paragraphs of a text that is compared, each as stretches that stayed, went or came."""
    made: list[list[Piece]] = [[]]
    at = 0

    def add(kind: str, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                made.append([])
            if line:
                made[-1].append(Piece(kind, line))

    for change in found.changes:
        add("same", found.text[at : change.start])
        add(change.kind, found.text[change.start : change.end])
        at = change.end
    add("same", found.text[at:])
    return tuple(tuple(line) for line in made if line)
