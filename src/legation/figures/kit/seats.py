"""Seats: who voted how, one square a member, in blocks by group; the default picture of states."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
_SIDE, _PITCH, _LEFT, _GAP = 25, 28, 144, 14
_CODE = 8.5


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of the body.

    Attributes
    ----------
    actor : Named
        Its id is written in the square; one that is too long is numbered and named below.
    group : Named, Spoken or str
        Under which heading it sits; "" where none is recorded.
    vote : str
        ``yes``, ``no``, ``abstain``, ``absent``, ``not_participating``, ``unknown`` (also ``missing``) or ``not_entitled`` (no seat).
    declared : bool
        The vote is a member's own word, not an estimate: the square has a frame of ink.
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
        """What a reader learns who points at the square."""
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
    """Draw a vote as blocks of squares by group, always in the same place: inside a group in the order of ids.

    Parameters
    ----------
    votes : sequence of Seat
        One for each member, 1 to some hundreds.
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
    blocks = _blocks((seat for seat in votes if seat.stood != "not_entitled"), groups)
    marks = tuple(seat.mark for _, members in blocks for seat in members)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=marks, spec=functools.partial(_draw, tuple(votes), blocks))


def _draw(votes: tuple[Seat, ...], blocks: list[tuple[str, list[Seat]]], lang: Lang) -> dict[str, Any]:
    entitled = [seat for _, members in blocks for seat in members]
    headed = len(blocks) > 1 or any(identifier for identifier, _ in blocks)
    left = _LEFT if headed else 0
    across = int((WIDTH - left + _PITCH - _SIDE) // _PITCH)
    sheet = Drawing(0)
    y = _totals(sheet, entitled, lang) + 16
    key: list[str] = []
    at = 0
    for identifier, members in blocks:
        if headed:
            sheet.path(line((0, y), (WIDTH, y)), stroke=RULE)
            y += 10
        rows = -(-len(members) // across)
        if headed:
            name = say(members[0].group, lang) if identifier else say(Message("figures.no-group"), lang)
            heading = wrap(name, left - 16, 12, bold=True, lines=3)
            sheet.text(0, y + 8 + (len(heading) - 1) * 7.5, heading, bold=True)
            under = wrap(_count_line(members, lang), left - 12, 11)
            sheet.text(0, y + 8 + len(heading) * 15 + (len(under) - 1) * 6.9, under, size=11, fill=QUIET)
            tall = 8 + len(heading) * 15 + len(under) * 14
        else:
            tall = 0
        for i, seat in enumerate(members):
            _square(sheet, left + i % across * _PITCH, y + i // across * _PITCH, seat, at + i, key, lang)
        at += len(members)
        y += max(rows * _PITCH - (_PITCH - _SIDE), tall) + _GAP - 4
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
        span = _SIDE - 1 + 8 + width(figure, 20, bold=True) + 6 + width(word, 12) + 24
        if x and x + span - 24 > WIDTH:
            x, y = 0.0, y + _PITCH + 4
        _field(sheet, x, y, _SIDE - 1, vote)
        sheet.text(x + (_SIDE - 1) / 2, y + 12.5, VOTE_LETTERS[lang][vote], size=12, bold=True, align="center", fill=_ink(vote))
        sheet.text(x + _SIDE + 7, y + 12, figure, size=20, bold=True, vote=vote)
        sheet.text(x + _SIDE + 13 + width(figure, 20, bold=True), y + 14, word, size=12)
        x += span
    return y + _SIDE


def _square(sheet: Drawing, x: float, y: float, seat: Seat, mark: int, key: list[str], lang: Lang) -> None:
    vote, code = seat.stood, seat.actor.id
    if width(code, _CODE, bold=True) > _SIDE - 2:
        key.append(say(seat.actor, lang))
        code = str(len(key))
    _field(sheet, x, y, _SIDE, vote, actor=seat.actor.id, group=seat.group_id, vote=vote, mark=mark)
    if seat.declared:
        sheet.rect(x, y, _SIDE, _SIDE, stroke=INK, thick=2, plane=1.5, mark=mark)
    sheet.text(x + _SIDE / 2, y + 8.5, code, size=_CODE, bold=True, align="center", fill=_ink(vote), mark=mark)
    sheet.text(x + _SIDE / 2, y + 18.5, VOTE_LETTERS[lang][vote], size=9, align="center", fill=_ink(vote), mark=mark)


def _field(sheet: Drawing, x: float, y: float, side: float, stood: str, **about: Any) -> None:
    if stood in ("yes", "no"):
        sheet.rect(x, y, side, side, fill=VOTE_COLOURS[stood], **about)
    elif stood == "abstain":
        sheet.rect(x, y, side, side, fill=VOTE_COLOURS[stood], **about)
        sheet.path(hatching(x, y, side, side), stroke="#F3DCAE", thick=1.2)
    else:
        dash = () if stood == "absent" else (2.0, 2.0)
        sheet.rect(x + 0.5, y + 0.5, side - 1, side - 1, fill=PAPER, stroke=EDGE, dash=dash, **about)


def _ink(vote: str) -> str:
    return VOTE_INKS.get(vote, VOTE_INKS["absent"])


def _notes(sheet: Drawing, y: float, votes: Sequence[Seat], key: Sequence[str], lang: Lang) -> float:
    """Write what the squares cannot say; return where the sheet ends."""
    notes = []
    if any(seat.declared for seat in votes):
        notes.append(say(Message("figures.seats.declared"), lang))
    out = sum(seat.stood == "not_entitled" for seat in votes)
    if out:
        notes.append(say(Message("figures.seats.not-entitled", count=out), lang))
    if notes:
        y += 6
        for text in wrap(" · ".join(notes), WIDTH, 11):
            sheet.text(0, y + 6, text, size=11, fill=QUIET)
            y += 15
    if key:
        y += 6
        rows = -(-len(key) // 3)
        for i, name in enumerate(key):
            column, row = divmod(i, rows)
            x = column * (WIDTH + 16) / 3
            sheet.text(x + 18, y + 6 + row * 14, str(i + 1), size=10, bold=True, align="right", fill=QUIET)
            sheet.text(x + 24, y + 6 + row * 14, shorten(name, WIDTH / 3 - 30, 10), size=10)
        y += rows * 14
    return y
