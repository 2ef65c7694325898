"""The expected tally: declared, past and estimated votes kept apart, with the margin's interval and the threshold."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, EDGE, INK, PAPER, QUIET, RULE, VOTE_COLOURS, VOTE_INKS, WIDTH
from legation.language import Lang, Message, say
from legation.methods.share import largest_remainders

__all__ = ["tally"]

ROWS = ("yes", "no", "abstain", "absent")
PARTS = ("declared", "past", "estimated")
_LEFT, _RIGHT, _BAR, _ROW = 130.0, WIDTH - 56.0, 30.0, 44.0
_TINT = {"yes": "#D5E7E4", "abstain": "#F7E9CC", "no": "#F2D6D3", "absent": "#F1F0EC"}
_LINE = {**VOTE_COLOURS, "absent": EDGE, "abstain": "#B58126"}


def tally(
    declared: Mapping[str, float],
    past: Mapping[str, float],
    estimated: Mapping[str, float],
    *,
    margin: float,
    low: float,
    high: float,
    needed: float | None = None,
    id: str = "tally",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a tally that is made of three kinds of votes: declared full, past outlined, estimated hatched.

    Parameters
    ----------
    declared, past, estimated : mapping of str to float
        Members by vote (``yes``, ``no``, ``abstain``, ``absent``), no member in two of them: those who declared, those counted as they
        voted last time, those estimated [members, fractions allowed].
    margin, low, high : float
        Yes minus no and its 80 % range [members].
    needed : float or None
        The yes votes that the rule asks for [members].
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        A number is not finite or below zero, a vote is unknown, or the range does not hold the margin.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> tally({"yes": 40}, {}, {"yes": 60.5, "no": 30}, margin=70.5, low=50, high=90, title=said, subtitle=said, alt=said).id
    'tally'
    """
    parts = tuple(dict(part) for part in (declared, past, estimated))
    for part in parts:
        for vote, count in part.items():
            if vote not in ROWS or not 0 <= count < float("inf"):
                raise BadValue(Message("figures.tally.bad-count", vote=vote, found=count, allowed=ROWS))
    if not low <= margin <= high:
        raise BadValue(Message("figures.tally.bad-range", margin=margin, low=low, high=high))
    drawn = functools.partial(_draw, parts, (margin, low, high), needed)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(parts: tuple[dict[str, float], ...], range_: tuple[float, float, float], needed: float | None, lang: Lang) -> dict[str, Any]:
    totals = {vote: sum(part.get(vote, 0) for part in parts) for vote in ROWS}
    whole = _whole(parts, totals)
    most = max(1.0, *totals.values(), needed or 0)
    scale = (_RIGHT - _LEFT) / most
    sheet = Drawing(0)
    y = 20.0 if needed is not None else 4.0
    for vote in ROWS:
        _row(sheet, y, vote, [part.get(vote, 0) for part in parts], whole[vote], scale, lang)
        y += _ROW
    if needed is not None:
        x = _LEFT + needed * scale
        text = say(Message("figures.tally.needed", count=round(needed)), lang)
        half = width(text, 11, bold=True) / 2
        sheet.path(line((x, 14), (x, 20 + _BAR + 4)), stroke=ACCENT, thick=2, plane=2, needed=needed)
        sheet.text(min(max(x, half), WIDTH - half), 7, text, size=11, bold=True, align="center", fill=ACCENT)
    y = _parts_key(sheet, y + 2, [sum(counts) for counts in zip(*whole.values(), strict=True)], lang)
    sheet.height = _margin(sheet, y + 16, range_, lang)
    return sheet.spec()


def _whole(parts: tuple[dict[str, float], ...], totals: dict[str, float]) -> dict[str, list[int]]:
    """Return the whole members of each part of each row: the rows add up to all members, the parts of a row to the row."""
    rows = largest_remainders([totals[vote] for vote in ROWS])
    return {vote: largest_remainders([part.get(vote, 0) for part in parts], row) for vote, row in zip(ROWS, rows, strict=True)}


def _row(sheet: Drawing, y: float, vote: str, counts: list[float], whole: list[int], scale: float, lang: Lang) -> None:
    word = say(Message(f"figures.vote.{vote}"), lang)
    sheet.rect(0, y + 4, 22, 22, fill=VOTE_COLOURS[vote] if vote != "absent" else PAPER, stroke=EDGE if vote == "absent" else None)
    if vote == "abstain":
        sheet.path(hatching(0, y + 4, 22, 22), stroke="#F3DCAE", thick=1.2)
    sheet.text(30, y + 15.5, word, size=12)
    x = _LEFT
    for part, count, written in zip(PARTS, counts, whole, strict=True):
        wide = count * scale
        if wide <= 0:
            continue
        _field(sheet, x, y, wide, _BAR, vote, part, {"vote": vote, "part": part, "members": count})
        text = say(written, lang) if written else "<\u00a01"
        if wide >= width(text, 12, bold=True) + 8:
            ink = VOTE_INKS[vote] if part == "declared" else INK
            sheet.text(
                x + wide / 2,
                y + _BAR / 2 + 0.5,
                text,
                size=12,
                bold=True,
                align="center",
                fill=ink,
                halo=PAPER if part == "estimated" else "",
            )
        x += wide
    sheet.text(x + 8, y + _BAR / 2 + 0.5, say(sum(whole), lang), size=16, bold=True)


def _field(sheet: Drawing, x: float, y: float, wide: float, tall: float, vote: str, part: str, about: dict[str, Any]) -> None:
    colour = _LINE[vote]
    if part == "declared":
        sheet.rect(x, y, wide, tall, fill=VOTE_COLOURS[vote], **about)
        return
    inner = max(wide - 1.5, 0.1)
    sheet.rect(
        x + 0.75, y + 0.75, inner, tall - 1.5, fill=_TINT[vote] if part == "past" else PAPER, stroke=colour, thick=1.5, plane=0.2, **about
    )
    if part == "estimated":
        sheet.path(hatching(x, y, wide, tall, gap=6), stroke=colour, thick=1, plane=0.3)


def _parts_key(sheet: Drawing, y: float, whole: list[int], lang: Lang) -> float:
    x = _LEFT
    for part, count in zip(PARTS, whole, strict=True):
        if not count:
            continue
        text = say(Message(f"figures.tally.{part}", count=count), lang)
        wide = 30 + width(text, 11) + 18
        if x > _LEFT and x + wide - 18 > WIDTH:
            x, y = _LEFT, y + 18
        if part == "declared":
            sheet.rect(x, y, 22, 12, fill=EDGE)
        else:
            sheet.rect(x + 0.75, y + 0.75, 20.5, 10.5, fill="#E3E4E7" if part == "past" else PAPER, stroke=EDGE, thick=1.5, plane=0.2)
            if part == "estimated":
                sheet.path(hatching(x, y, 22, 12, gap=6), stroke=EDGE, thick=1, plane=0.3)
        sheet.text(x + 29, y + 6.5, text, size=11, fill=QUIET)
        x += wide
    return y + 16


def _margin(sheet: Drawing, y: float, range_: tuple[float, float, float], lang: Lang) -> float:
    """Draw yes minus no with its range round zero; return where the sheet ends."""
    margin, low, high = range_
    reach = max(1.0, -low, high, abs(margin))
    middle, scale = (_LEFT + _RIGHT) / 2, (_RIGHT - _LEFT) / 2 / reach
    sheet.path(line((0, y), (WIDTH, y)), stroke=RULE)
    label = wrap(say(Message("figures.tally.margin"), lang), _LEFT - 14, 12)
    at = y + 40
    sheet.text(0, at, label, size=12)
    sheet.path(line((_LEFT, at), (_RIGHT, at)), stroke=RULE)
    sheet.path(line((middle, at - 16), (middle, at + 16)), stroke=INK)
    sheet.text(middle, at + 24, "0", size=11, align="center", fill=QUIET)
    sheet.text(_LEFT, at + 24, say(Message("figures.tally.against"), lang), size=11, fill=QUIET)
    sheet.text(_RIGHT, at + 24, say(Message("figures.tally.for"), lang), size=11, align="right", fill=QUIET)
    a, b, m = (middle + v * scale for v in (low, high, margin))
    sheet.rect(a, at - 6, max(b - a, 1.5), 12, fill="#B7C7D8", low=low, high=high)
    sheet.path(line((a, at - 9), (a, at + 9)) + line((b, at - 9), (b, at + 9)), stroke=INK, thick=1.4)
    sheet.dot(m, at, "circle", 5.5, fill=INK, stroke=PAPER, thick=1, margin=margin)
    text = say(Message("figures.tally.range", margin=_signed(margin, lang), low=_signed(low, lang), high=_signed(high, lang)), lang)
    half = width(text, 12, bold=True) / 2
    sheet.text(min(max(m, _LEFT + half), WIDTH - half), at - 20, text, size=12, bold=True, align="center", halo=PAPER)
    return at + 32


def _signed(value: float, lang: Lang) -> str:
    whole = round(value)
    return ("+" if whole > 0 else "−" if whole < 0 else "") + say(abs(whole), lang)
