"""Flow: two roll calls side by side, how many went from each vote to each vote, and who."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line, number
from legation.figures.figure import Figure, Named
from legation.figures.kit.spread import spread
from legation.figures.mark import Mark
from legation.figures.measure import width, wrap
from legation.figures.theme import EDGE, INK, PAPER, QUIET, VOTE_COLOURS, VOTE_INKS, VOTE_LETTERS, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Journey", "flow"]

Ints = npt.NDArray[np.int_]
VOTES = ("yes", "abstain", "no", "missing")
"""The votes from top to bottom."""
_TALL, _BAR, _OUTER, _SLOT = 300, 22, 178, 34
_RIBBON = {"yes": "#1B7F79", "abstain": "#D9A441", "no": "#B3261E", "missing": "#A3A8B3"}


@dataclass(frozen=True, slots=True)
class Journey:
    """How an actor voted first and second: ``yes``, ``abstain``, ``no`` or ``missing``; and the sources of both, by id."""

    actor: Named
    first: str
    second: str
    evidence: tuple[str, ...] = ()


def flow(
    journeys: Iterable[Journey],
    *,
    id: str = "cross-flow",  # noqa: A002 - the field of a figure
    first: Spoken | str,
    second: Spoken | str,
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw two votes as columns of bars joined by ribbons, each with its count and the colour of the first vote.

    Parameters
    ----------
    journeys : iterable of Journey
        One for each actor, in the order in which they are to be named.
    first, second : Spoken or str
        What is written above the two sides: symbol, date.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        A vote is not one of the words above.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> moved = [Journey(Named("FRA", "France"), "yes", "no"), Journey(Named("MEX", "Mexico"), "yes", "yes")]
    >>> figure = flow(moved, first="A/RES/73/27", second="A/RES/73/266", title=said, subtitle=said, alt=said)
    >>> [(mark["label"], mark["value"], [part["label"] for part in mark["parts"]]) for mark in figure.records("en") if mark["parts"]]
    [('Yes, then Yes', '1 actor', ['Mexico']), ('Yes, then No', '1 actor', ['France'])]
    """
    moved: dict[tuple[str, str], list[Journey]] = defaultdict(list)
    for one in journeys:
        for vote in (one.first, one.second):
            if vote not in VOTES:
                raise BadValue(Message("figures.seats.bad-vote", actor=one.actor, found=vote, allowed=VOTES))
        moved[one.first, one.second].append(one)
    count = np.array([[len(moved.get((a, b), ())) for b in VOTES] for a in VOTES])
    marks = (*_bars(count, 0, first), *_ribbon_marks(moved), *_bars(count, 1, second))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=marks, spec=functools.partial(_draw, count, first, second))


def _bars(count: Ints, side: int, rollcall: Spoken | str) -> Iterator[Mark]:
    for vote, total in zip(VOTES, count.sum(axis=1 - side).tolist(), strict=True):
        label = Message("figures.flows.on", vote=Message(f"figures.flows.{vote}"), rollcall=rollcall)
        yield Mark(label=label, value=Message("figures.flows.actors", count=total))


def _ribbon_marks(moved: Mapping[tuple[str, str], list[Journey]]) -> Iterator[Mark]:
    for first, second in product(VOTES, VOTES):
        if journeys := moved.get((first, second)):
            label = Message("figures.flows.from-to", first=Message(f"figures.flows.{first}"), second=Message(f"figures.flows.{second}"))
            parts = tuple(Mark(label=one.actor, row=("actors", one.actor.id), evidence=one.evidence) for one in journeys)
            yield Mark(label=label, value=Message("figures.flows.actors", count=len(parts)), parts=parts)


def _draw(count: Ints, first: Spoken | str, second: Spoken | str, lang: Lang) -> dict[str, Any]:
    scale = _TALL / max(1, int(count.sum()))
    left, right = (_OUTER, _OUTER + _BAR), (WIDTH - _OUTER - _BAR, WIDTH - _OUTER)
    heads = [wrap(say(text, lang), _OUTER + _BAR, 12, bold=True) for text in (first, second)]
    top = max(map(len, heads)) * 15 + 12.0
    tops = [_stack(count.sum(axis=axis), scale) for axis in (1, 0)]
    tall = max(end for _, end in tops)
    sheet = Drawing(top + tall)
    sheet.text(left[1], 8, heads[0], bold=True, align="right", baseline="middle" if len(heads[0]) == 1 else "top")
    sheet.text(right[0], 8, heads[1], bold=True, baseline="middle" if len(heads[1]) == 1 else "top")
    starts = [[top + (tall - end) / 2 + at for at in places] for places, end in tops]
    _ribbons(sheet, count, starts, scale, (left[1], right[0]), top, lang)
    ribbons = int(np.count_nonzero(count))
    for side, (edges, align) in enumerate(((left, "right"), (right, "left"))):
        for at, total in enumerate(count.sum(axis=1 - side).tolist()):
            mark = at + side * (len(VOTES) + ribbons)
            _bar(sheet, edges, starts[side][at], total, scale, VOTES[at], align, mark, lang)
    return sheet.spec()


def _stack(totals: Ints, scale: float) -> tuple[list[float], float]:
    """Return where each bar begins, and where the stack ends: no bar closer to the next than its label needs."""
    places, at = [], 0.0
    for total in totals.tolist():
        tall = total * scale
        slot = max(tall + 14, _SLOT)
        places.append(at + (slot - tall) / 2)
        at += slot
    return places, at


def _bar(
    sheet: Drawing, edges: tuple[float, float], y: float, total: int, scale: float, vote: str, align: str, mark: int, lang: Lang
) -> None:
    x, tall = edges[0], max(total * scale, 1)
    if vote == "missing":
        sheet.rect(x + 0.5, y, _BAR - 1, tall, fill=PAPER, stroke=EDGE, dash=(2, 2) if tall > 4 else (), vote=vote, actors=total, mark=mark)
    else:
        sheet.rect(x, y, _BAR, tall, fill=VOTE_COLOURS[vote], vote=vote, actors=total, mark=mark)
        if vote == "abstain":
            sheet.path(hatching(x, y, _BAR, tall), stroke="#F3DCAE", thick=1.2)
    if tall >= 15:
        letter = VOTE_LETTERS[lang].get(vote, VOTE_LETTERS[lang]["absent"])
        sheet.text(x + _BAR / 2, y + tall / 2 + 0.5, letter, size=12, bold=True, align="center", fill=VOTE_INKS.get(vote, QUIET))
    figure = say(total, lang)
    word = wrap(say(Message(f"figures.flows.{vote}"), lang), _OUTER - 22 - width(figure, 16, bold=True), 12)
    middle, wide = y + tall / 2, width(figure, 16, bold=True)
    if align == "right":
        sheet.text(x - 8, middle, figure, size=16, bold=True, align="right")
        sheet.text(x - 14 - wide, middle + 0.5, word, size=12, align="right", fill=INK)
    else:
        sheet.text(edges[1] + 8, middle, figure, size=16, bold=True)
        sheet.text(edges[1] + 14 + wide, middle + 0.5, word, size=12, fill=INK)


def _ribbons(
    sheet: Drawing,
    count: Ints,
    starts: list[list[float]],
    scale: float,
    edges: tuple[float, float],
    top: float,
    lang: Lang,
) -> None:
    here, there = list(starts[0]), list(starts[1])
    x0, x1 = edges
    middle = number((x0 + x1) / 2)
    labels: list[tuple[float, float, int]] = []
    for a, b in product(range(len(VOTES)), repeat=2):
        actors = int(count[a, b])
        if not actors:
            continue
        thick = actors * scale
        y, z = here[a], there[b]
        here[a], there[b] = y + thick, z + thick
        over = f"M{number(x0)},{y:.1f}C{middle},{y:.1f},{middle},{z:.1f},{number(x1)},{z:.1f}"
        under = f"L{number(x1)},{z + thick:.1f}C{middle},{z + thick:.1f},{middle},{y + thick:.1f},{number(x0)},{y + thick:.1f}Z"
        about: dict[str, Any] = {"first": VOTES[a], "second": VOTES[b], "actors": actors, "mark": len(VOTES) + len(labels)}
        sheet.path(over + under, fill=_RIBBON[VOTES[a]], opacity=0.42, plane=0.5, **about)
        labels.append((y + thick / 2, thick, actors))
    places = spread([y for y, _, _ in labels], [13.0] * len(labels), top - 4, sheet.height + 4)
    for (y, thick, actors), place in zip(labels, places, strict=True):
        beside = abs(place - y) > max(1.0, thick / 2 - 3)
        sheet.text(x0 + 26, place + 0.5, say(actors, lang), size=12, bold=True, halo=PAPER if beside else "")
        if beside:
            sheet.path(line((x0 + 1, y), (x0 + 12, y), (x0 + 22, place)), stroke=QUIET, thick=0.8)
