"""Seats: who voted how, one seat a member, in blocks by group; the default picture of states."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure, Named
from legation.figures.mark import Mark
from legation.figures.measure import shorten, width, wrap
from legation.figures.theme import EDGE, INK, PAPER, QUIET, RULE, VOTE_COLOURS, VOTE_INKS, VOTE_LETTERS, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Seat", "seats"]

SHOWN = ("yes", "abstain", "no", "absent", "not_participating", "unknown")
"""The votes that have a seat, in the order of every count."""
_ALIAS = {"missing": "unknown"}
_TYPE, _LEAD = 12.0, 15.0
_SIDE, _LEFT, _GAP = 24.0, 144.0, 14.0
NAMED, CODED, NUMBERED = 40, 400, 24
"""Up to how many members names stand beside seats, and ids in them; how many ids too long for their seat are numbered and named below."""
_TILE = (34.0, 20.0)
_SIZES = (20.0, 16.0, 12.0, 9.0)
"""Sides of seats with nothing in them: the largest with which they are no taller than ``_TALL``."""
_TALL = 600.0


@dataclass(frozen=True, slots=True)
class _Plan:
    """How seats are set: their size, the distance from one to the next, how many stand in a row, and what is written with them."""

    size: tuple[float, float]
    pitch: tuple[float, float]
    across: int
    writes: Literal["names", "ids", "nothing"]


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of the body.

    Attributes
    ----------
    actor : Named
        It is written with the seat, as far as there is room: by name, by id, by a number that is explained below.
    group : Named, Spoken or str
        Under which heading it sits; "" where none is recorded.
    vote : str
        ``yes``, ``no``, ``abstain``, ``absent``, ``not_participating``, ``unknown`` (also ``missing``) or ``not_entitled`` (no seat).
    declared : bool
        The vote is a member's own word, not an estimate: the seat has a frame of ink.
    evidence : tuple of str
        The sources of the vote, by id.
    """

    actor: Named
    group: Spoken | str
    vote: str
    declared: bool = False
    evidence: tuple[str, ...] = ()

    @property
    def mark(self) -> Mark:
        """What a reader learns who points at the seat."""
        vote = Message(f"figures.vote.{self.stood}")
        value = Message("figures.mark.declared", vote=vote) if self.declared else vote
        return Mark(label=self.actor, value=value, row=("actors", self.actor.id), evidence=self.evidence, group=self.group)

    @property
    def stood(self) -> str:
        """The vote under its one name."""
        return _ALIAS.get(self.vote, self.vote)

    @property
    def group_id(self) -> str:
        """What members of one group share."""
        return self.group if isinstance(self.group, str) else getattr(self.group, "id", None) or str(self.group)


def seats(
    votes: Sequence[Seat],
    *,
    id: str = "seats",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    groups: Sequence[str] = (),
) -> Figure:
    """Draw a vote as blocks of seats by group.

    Up to 40 members stand with their names, up to 400 with their ids, in the order of ids, so that each has its place whatever the votes.
    Larger bodies, and those with ids too long for a seat, are seats alone, inside a group in the order of votes. A no has a corner cut off,
    an abstention is hatched, who did not vote is hollow: the votes are told apart in grey.

    Parameters
    ----------
    votes : sequence of Seat
        One for each member.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.
    groups : sequence of str
        The ids of groups in the order of their blocks; those not named follow by size, the largest first.

    Raises
    ------
    BadValue
        A vote is not one of the words above.

    Examples
    --------
    >>> france = Seat(Named("FRA", "France"), "Western European and Others", "yes")
    >>> said = Message("language.yes")
    >>> spec = seats([france], title=said, subtitle=said, alt=said).specification("fr")
    >>> [mark["text"] for layer in spec["layer"] for mark in layer["data"]["values"] if mark.get("vote") and "text" in mark]
    ['1', '0', '0']
    """
    for seat in votes:
        if seat.stood not in (*SHOWN, "not_entitled"):
            raise BadValue(Message("figures.seats.bad-vote", actor=seat.actor, found=seat.vote, allowed=(*SHOWN, "not_entitled")))
    plan, blocks = _planned([seat for seat in votes if seat.stood != "not_entitled"], groups)
    marks = tuple(seat.mark for _, members in blocks for seat in members)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=marks, spec=functools.partial(_draw, tuple(votes), blocks, plan))


def _planned(entitled: Sequence[Seat], groups: Sequence[str]) -> tuple[_Plan, list[tuple[str, list[Seat]]]]:
    """Return how so many seats are set, and their blocks."""
    blocks = _blocks(entitled, groups)
    room = WIDTH - (_LEFT if _is_headed(blocks) else 0.0)
    if len(entitled) <= NAMED:
        across = 3
        return _Plan((_SIDE, _SIDE), ((room + 12) / across, 29.0), across, "names"), blocks
    long = sum(width(seat.actor.id, _TYPE, bold=True) > _TILE[0] - 2 for seat in entitled)
    if len(entitled) <= CODED and long <= NUMBERED:
        pitch = (_TILE[0] + 3, _TILE[1] + 4)
        return _Plan(_TILE, pitch, int((room + 3) // pitch[0]), "ids"), blocks
    for _, members in blocks:
        members.sort(key=lambda seat: (SHOWN.index(seat.stood), seat.actor.id))
    for side in _SIZES:
        pitch = (side + 2, side + 2)
        across = int((room + 2) // pitch[0])
        if sum(-(-len(members) // across) * pitch[1] for _, members in blocks) <= _TALL:
            break
    return _Plan((side, side), pitch, across, "nothing"), blocks


def _is_headed(blocks: Sequence[tuple[str, list[Seat]]]) -> bool:
    return len(blocks) > 1 or any(identifier for identifier, _ in blocks)


def _draw(votes: tuple[Seat, ...], blocks: list[tuple[str, list[Seat]]], plan: _Plan, lang: Lang) -> dict[str, Any]:
    entitled = [seat for _, members in blocks for seat in members]
    headed = _is_headed(blocks)
    left = _LEFT if headed else 0.0
    sheet = Drawing(0)
    y = _totals(sheet, entitled, lang) + 16
    key: list[str] = []
    at = 0
    for identifier, members in blocks:
        tall = 0.0
        if headed:
            sheet.path(line((0, y), (WIDTH, y)), stroke=RULE)
            y += 10
            name = say(members[0].group, lang) if identifier else say(Message("figures.no-group"), lang)
            heading, under = wrap(name, left - 16, _TYPE, bold=True, lines=3), wrap(_count_line(members, lang), left - 12, _TYPE)
            for row, text in enumerate((*heading, *under)):
                is_name = row < len(heading)
                sheet.text(0, y + 8 + row * _LEAD, text, bold=is_name, fill=INK if is_name else QUIET)
            tall = (len(heading) + len(under)) * _LEAD + 4
        for i, seat in enumerate(members):
            _seat(sheet, left + i % plan.across * plan.pitch[0], y + i // plan.across * plan.pitch[1], seat, at + i, plan, key, lang)
        at += len(members)
        y += max(-(-len(members) // plan.across) * plan.pitch[1], tall) + _GAP - 8
    y = _notes(sheet, y, votes, key, lang)
    sheet.height = y
    return sheet.spec()


def _blocks(votes: Iterable[Seat], order: Sequence[str]) -> list[tuple[str, list[Seat]]]:
    found: dict[str, list[Seat]] = {}
    for seat in sorted(votes, key=lambda seat: seat.actor.id):
        found.setdefault(seat.group_id, []).append(seat)
    rank = {identifier: i for i, identifier in enumerate(order)}
    return sorted(found.items(), key=lambda item: (item[0] == "", rank.get(item[0], len(rank)), -len(item[1]), item[0]))


def _counts(votes: Iterable[Seat]) -> dict[str, int]:
    stood = [seat.stood for seat in votes]
    return {vote: stood.count(vote) for vote in SHOWN if vote in stood or vote in ("yes", "abstain", "no")}


def _count_line(votes: Iterable[Seat], lang: Lang) -> str:
    counts = _counts(votes)
    pieces = (say(Message(f"figures.short.{vote}", count=count), lang) for vote, count in counts.items() if count)
    return "\u00a0· ".join(piece.replace(" ", "\u00a0") for piece in pieces)


def _totals(sheet: Drawing, votes: Sequence[Seat], lang: Lang) -> float:
    """Write the totals, which are the key as well; return where they end."""
    x, y = 0.0, 0.0
    for vote, count in _counts(votes).items():
        word, figure = say(Message(f"figures.vote.{vote}"), lang), say(count, lang)
        span = _SIDE + 8 + width(figure, 20, bold=True) + 6 + width(word, _TYPE) + 24
        if x and x + span - 24 > WIDTH:
            x, y = 0.0, y + _SIDE + 8
        _field(sheet, x, y, (_SIDE, _SIDE), vote)
        sheet.text(x + _SIDE / 2, y + 12.5, VOTE_LETTERS[lang][vote], bold=True, align="center", fill=_ink(vote))
        sheet.text(x + _SIDE + 8, y + 12, figure, size=20, bold=True, vote=vote)
        sheet.text(x + _SIDE + 14 + width(figure, 20, bold=True), y + 14, word)
        x += span
    return y + _SIDE


def _seat(sheet: Drawing, x: float, y: float, seat: Seat, mark: int, plan: _Plan, key: list[str], lang: Lang) -> None:
    vote, code, (wide, tall) = seat.stood, seat.actor.id, plan.size
    about = {"actor": seat.actor.id, "group": seat.group_id, "vote": vote, "mark": mark}
    _field(sheet, x, y, plan.size, vote, **about)
    if seat.declared:
        sheet.path(_outline(x, y, plan.size, vote), stroke=INK, thick=2 if wide > 12 else 1.4, plane=1.5, mark=mark)
    if plan.writes == "names":
        name = wrap(say(seat.actor, lang), plan.pitch[0] - wide - 20, _TYPE, lines=2)
        sheet.text(x + wide / 2, y + tall / 2 + 0.5, VOTE_LETTERS[lang][vote], bold=True, align="center", fill=_ink(vote), mark=mark)
        sheet.text(x + wide + 7, y + tall / 2 + 0.5, name, lead=1.1, mark=mark)
    elif plan.writes == "ids":
        if width(code, _TYPE, bold=True) > wide - 2:
            key.append(say(seat.actor, lang))
            code = str(len(key))
        halo = VOTE_COLOURS[vote] if vote == "abstain" else ""
        sheet.text(x + wide / 2, y + tall / 2 + 0.5, code, bold=True, align="center", fill=_ink(vote), halo=halo, mark=mark)


def _outline(x: float, y: float, size: tuple[float, float], vote: str) -> str:
    """Return the outline of a seat: that of a no has its upper right corner cut off."""
    (wide, tall), cut = size, 0.4 * min(size) if vote == "no" else 0.0
    corner = ((x + wide - cut, y), (x + wide, y + cut)) if cut else ((x + wide, y),)
    return line((x, y), *corner, (x + wide, y + tall), (x, y + tall)) + "Z"


def _field(sheet: Drawing, x: float, y: float, size: tuple[float, float], stood: str, **about: Any) -> None:
    wide, tall = size
    if stood == "no":
        sheet.path(_outline(x, y, size, stood), fill=VOTE_COLOURS[stood], plane=0, **about)
    elif stood in ("yes", "abstain"):
        sheet.rect(x, y, wide, tall, fill=VOTE_COLOURS[stood], **about)
        if stood == "abstain":
            sheet.path(hatching(x, y, wide, tall, gap=5 if wide > 12 else 4), stroke="#F3DCAE", thick=1.2)
    else:
        dash = () if stood == "absent" else (2.0, 2.0)
        sheet.rect(x + 0.5, y + 0.5, wide - 1, tall - 1, fill=PAPER, stroke=EDGE, dash=dash, **about)


def _ink(vote: str) -> str:
    return VOTE_INKS.get(vote, VOTE_INKS["absent"])


def _notes(sheet: Drawing, y: float, votes: Sequence[Seat], key: Sequence[str], lang: Lang) -> float:
    """Write what the seats cannot say; return where the sheet ends."""
    notes = []
    if any(seat.declared for seat in votes):
        notes.append(say(Message("figures.seats.declared"), lang))
    out = sum(seat.stood == "not_entitled" for seat in votes)
    if out:
        notes.append(say(Message("figures.seats.not-entitled", count=out), lang))
    if notes:
        y += 6
        for text in wrap(" · ".join(notes), WIDTH, _TYPE):
            sheet.text(0, y + 6, text, fill=QUIET)
            y += _LEAD
    if key:
        y += 6
        rows = -(-len(key) // 3)
        for i, name in enumerate(key):
            column, row = divmod(i, rows)
            x = column * (WIDTH + 16) / 3
            sheet.text(x + 18, y + 6 + row * _LEAD, str(i + 1), bold=True, align="right", fill=QUIET)
            sheet.text(x + 24, y + 6 + row * _LEAD, shorten(name, WIDTH / 3 - 30, _TYPE))
        y += rows * _LEAD
    return y
