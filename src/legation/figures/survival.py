"""Plans against scenarios: in which of them each plan has what it needs, and how much of it where it has not."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import EDGE, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["survival_grid"]

SHOWN = 30
"""Scenarios of the picture; the table has all."""
_LEFT, _RIGHT = 226.0, 60.0
_WHOLE = "#2B5C8A"


def survival_grid(
    plans: Sequence[Named],
    needs: Sequence[int],
    met: ArrayLike,
    names: Sequence[str],
    *,
    id: str = "survival",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a row for each plan and a column for each scenario: a full cell where all needs are met, else how many are.

    Parameters
    ----------
    plans : sequence of Named
    needs : sequence of int
        How many needs each plan has.
    met : array_like of int, shape (n_plans, n_scenarios)
        How many of them are met.
    names : sequence of str
        Of the scenarios, short. The first 30 are drawn.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Where the table does not fit the plans and scenarios, or more is met than needed.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> survival_grid([Named("visit", "A visit")], [2], [[2, 1]], ["S1", "S2"], title=said, subtitle=said, alt=said).id
    'survival'
    """
    table = np.asarray(met)
    wanted = np.asarray(needs)
    if table.shape != (len(plans), len(names)) or wanted.shape != (len(plans),) or not table.size:
        raise BadValue(Message("futures.survival.bad-shape", plans=len(plans), scenarios=len(names), found="x".join(map(str, table.shape))))
    if (table < 0).any() or (table > wanted[:, None]).any():
        raise BadValue(Message("futures.survival.bad-count"))
    drawn = functools.partial(_draw, tuple(plans), tuple(wanted.tolist()), tuple(map(tuple, table.tolist())), tuple(names))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(
    plans: tuple[Named, ...], needs: tuple[int, ...], met: tuple[tuple[int, ...], ...], names: tuple[str, ...], lang: Lang
) -> dict[str, Any]:
    shown = names[:SHOWN]
    wide = min(64.0, (WIDTH - _LEFT - _RIGHT) / len(shown))
    sheet = Drawing(0)
    size = 11.0 if wide >= 30 else 9.0
    fits = all(width(name, size, bold=True) <= wide - 3 for name in shown)
    sheet.text(0, 9, say(Message("futures.tableau.scenario"), lang), size=11, fill=QUIET)
    sheet.text(_LEFT + len(shown) * wide + 8, 9, say(Message("futures.survival.sum"), lang), size=11, fill=QUIET)
    for i, name in enumerate(shown):
        sheet.text(_LEFT + (i + 0.5) * wide, 9, name if fits else name.lstrip("S"), size=size, bold=True, align="center")
    y = 20.0
    for plan, wanted, row in zip(plans, needs, met, strict=True):
        label = wrap(say(plan, lang), _LEFT - 14, 11.5)
        tall = max(28.0, len(label) * 14.5 + 8)
        sheet.text(0, y + tall / 2, label, size=11.5, lead=14.5 / 11.5)
        for i, value in enumerate(row[: len(shown)]):
            x = _LEFT + i * wide
            whole = value == wanted
            about: dict[str, Any] = {"plan": plan.id, "scenario": names[i], "met": value, "needs": wanted}
            sheet.rect(
                x + 1, y + 1, wide - 2, tall - 2, fill=_WHOLE if whole else PAPER, stroke=_WHOLE if whole else EDGE, thick=0.8, **about
            )
            if not whole:
                sheet.path(hatching(x + 1, y + 1, wide - 2, tall - 2, gap=6), stroke=RULE, plane=0.5)
            text = f"{value}/{wanted}" if wide >= 22 else str(value)
            sheet.text(
                x + wide / 2,
                y + tall / 2 + 0.5,
                text,
                size=size,
                bold=whole,
                align="center",
                fill=PAPER if whole else INK,
                halo="" if whole else PAPER,
            )
        count = sum(value == wanted for value in row)
        sheet.text(_LEFT + len(shown) * wide + 8, y + tall / 2 + 0.5, f"{count}/{len(row)}", size=12, bold=True)
        sheet.path(line((0, y + tall), (_LEFT - 6, y + tall)), stroke=RULE, thick=0.5)
        y += tall
    notes = [Message("futures.survival.reading")]
    if len(names) > len(shown):
        notes.append(Message("futures.tableau.left-out", shown=len(shown), count=len(names) - len(shown)))
    y += 14
    for text in (text for note in notes for text in wrap(say(note, lang), WIDTH, 11)):
        sheet.text(0, y, text, size=11, fill=QUIET)
        y += 15
    sheet.height = y
    return sheet.spec()
