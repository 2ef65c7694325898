"""The impact balance sheet of a scenario: what speaks for and against each variant, and who says so."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import shorten, width, wrap
from legation.figures.theme import EDGE, FAINT, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Push", "Weighed", "balance_sheet", "signed"]

_NAME, _BARS, _PUSHES = 204.0, (212.0, 418.0), 436.0
_BAR, _NUMBER = 11.0, 30.0
_CHOSEN, _OTHER = "#2B5C8A", "#B7C7D8"
_NAMED = 3
"""Drivers that are named beside a variant; their names are cut at so many pixels."""
_PUSHED = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What one driver of the scenario says on a variant."""

    name: Spoken
    impact: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A descriptor weighed: its variants with their scores.

    Attributes
    ----------
    name : Named
    variants : tuple of Named
    scores : tuple of int
    chosen : int
        The scenario's variant, counting from 0.
    pushes : tuple of tuple of Push
        Of each variant, the drivers that bear on it, the strongest first; those that do not are left out.
    """

    name: Named
    variants: tuple[Named, ...]
    scores: tuple[int, ...]
    chosen: int
    pushes: tuple[tuple[Push, ...], ...]

    @property
    def lead(self) -> int:
        """By how much the scenario's variant is ahead of its best rival; below 0 it is behind."""
        return self.scores[self.chosen] - max(score for k, score in enumerate(self.scores) if k != self.chosen)


def signed(value: int) -> str:
    """Return a number with its sign, as judgements are written.

    >>> signed(2), signed(0), signed(-3)
    ('+2', '0', '−3')
    """
    return f"{value:+d}".replace("-", "−") if value else "0"


def balance_sheet(
    weighed: Sequence[Weighed],
    *,
    id: str = "balance",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a block for each descriptor and a bar for each of its variants, from 0 to its score; the scenario's variant is marked.

    Parameters
    ----------
    weighed : sequence of Weighed
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Where there is no descriptor, fewer than two variants, or scores that do not fit them.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> push = Push(name=said, impact=2)
    >>> pair = (Named("open", "Open"), Named("shut", "Shut"))
    >>> one = Weighed(name=Named("talks", "Talks"), variants=pair, scores=(2, -2), chosen=0, pushes=((push,), ()))
    >>> one.lead, balance_sheet([one], title=said, subtitle=said, alt=said).id
    (4, 'balance')
    """
    for one in weighed:
        if not 2 <= len(one.variants) == len(one.scores) == len(one.pushes) or not 0 <= one.chosen < len(one.variants):
            values = {"variants": len(one.variants), "scores": len(one.scores), "chosen": one.chosen}
            raise BadValue(Message("futures.sheet.bad-row", descriptor=one.name, **values))
    if not weighed:
        raise BadValue(Message("futures.sheet.nothing"))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(weighed)))


def _draw(weighed: tuple[Weighed, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    low = min(0, *(score for one in weighed for score in one.scores))
    high = max(0, *(score for one in weighed for score in one.scores))
    scale = (_BARS[1] - _BARS[0] - 2 * _NUMBER) / max(1, high - low)
    zero = _BARS[0] + _NUMBER - low * scale
    y = _heads(sheet, lang)
    for one in weighed:
        y = _block(sheet, one, y, zero, scale, lang)
    y += 12
    for text in wrap(say(Message("futures.sheet.reading"), lang), WIDTH, 11):
        sheet.text(0, y, text, size=11, fill=QUIET)
        y += 15
    sheet.height = y
    return sheet.spec()


def _heads(sheet: Drawing, lang: Lang) -> float:
    score = wrap(say(Message("futures.sheet.score"), lang), _BARS[1] - _BARS[0], 11)
    pushes = wrap(say(Message("futures.sheet.pushes"), lang), WIDTH - _PUSHES, 11)
    bottom = 14.0 * max(len(score), len(pushes)) + 2
    sheet.text((_BARS[0] + _BARS[1]) / 2, bottom - 4, score, size=11, fill=QUIET, align="center", baseline="bottom")
    sheet.text(_PUSHES, bottom - 4, pushes, size=11, fill=QUIET, baseline="bottom")
    return bottom + 2


def _block(sheet: Drawing, one: Weighed, y: float, zero: float, scale: float, lang: Lang) -> float:
    """Draw a descriptor with its variants; return where the next one begins."""
    verdict = say(_verdict(one.lead), lang)
    head = wrap(say(one.name, lang), WIDTH - 24 - width(verdict, 11), 11.5, bold=True)
    tall = len(head) * 15.0 + 7
    sheet.rect(0, y, WIDTH, tall, fill=PALE, plane=-1)
    sheet.text(4, y + tall / 2, head, size=11.5, bold=True, lead=15 / 11.5)
    sheet.text(WIDTH - 4, y + tall / 2, verdict, size=11, align="right", fill=INK if one.lead < 0 else QUIET, bold=one.lead < 0)
    y += tall + 2
    first = y
    best = max(one.scores)
    for k, variant in enumerate(one.variants):
        chosen = k == one.chosen
        name = wrap(f"{k + 1}.\u00a0{say(variant, lang)}", _NAME - 22, 11, bold=chosen)
        pushes = _pushes(one.pushes[k], lang)
        tall = max(20.0, len(name) * 13.5 + 5, len(pushes) * 12.5 + 5)
        middle = y + tall / 2
        if chosen:
            sheet.dot(8, middle, "circle", 4.5, fill=_CHOSEN, stroke=_CHOSEN)
        elif one.scores[k] == best:
            sheet.dot(8, middle, "circle", 4.5, fill=PAPER, stroke=EDGE, thick=1.4)
        sheet.text(20, middle, name, size=11, bold=chosen, lead=13.5 / 11)
        score = one.scores[k]
        end = zero + score * scale
        about: dict[str, Any] = {"descriptor": one.name.id, "variant": variant.id, "score": score, "chosen": chosen}
        sheet.rect(min(zero, end), middle - _BAR / 2, max(1.0, abs(end - zero)), _BAR, fill=_CHOSEN if chosen else _OTHER, **about)
        sheet.text(
            end + (5 if score >= 0 else -5), middle + 0.5, signed(score), size=11, bold=chosen, align="left" if score >= 0 else "right"
        )
        if pushes:
            sheet.text(_PUSHES, middle, pushes, size=10, fill=QUIET, lead=12.5 / 10)
        y += tall
    sheet.path(line((zero, first), (zero, y)), stroke=RULE, plane=0.5)
    sheet.path(line((0, y + 3), (WIDTH, y + 3)), stroke=FAINT, thick=0.6)
    return y + 6


def _verdict(lead: int) -> Message:
    if lead > 0:
        return Message("futures.sheet.ahead", by=lead)
    return Message("futures.sheet.behind", by=-lead) if lead else Message("futures.sheet.level")


def _pushes(pushes: Sequence[Push], lang: Lang) -> list[str]:
    """Write who bears on a variant, the strongest first; of many, how many more there are."""
    if not pushes:
        return wrap(say(Message("futures.sheet.nobody"), lang), WIDTH - _PUSHES, 10)
    labels = [f"{signed(push.impact)}\u00a0{shorten(say(push.name, lang), _PUSHED, 10)}" for push in pushes[:_NAMED]]
    if len(pushes) > _NAMED:
        labels.append(say(Message("futures.sheet.more", count=len(pushes) - _NAMED), lang).replace(" ", "\u00a0"))
    return wrap("  ·  ".join(labels), WIDTH - _PUSHES, 10)
