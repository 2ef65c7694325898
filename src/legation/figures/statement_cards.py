"""What each group says of a statement: a card for each statement, a bar for each group, of agree, pass, disagree and not seen."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure
from legation.figures.measure import shorten, width, wrap
from legation.figures.theme import EDGE, PAPER, QUIET, RULE, VOTE_COLOURS, VOTE_INKS, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Card", "Share", "statement_cards"]

_BAR, _END, _THICK, _STEP = 190.0, 560.0, 14.0, 20.0
_KINDS = ("agree", "passed", "disagree", "unseen")
_VOTES = {"agree": "yes", "passed": "abstain", "disagree": "no", "unseen": "absent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A group on a card: people who agree, pass, disagree, or did not see the statement; None where too few saw it for it to be shown.

    Attributes
    ----------
    low, high : float
        The range of the share that agrees among those who saw it [0 to 1].
    """

    name: Spoken | str
    counts: tuple[int, int, int, int] | None
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A statement: its number, its words, why it is shown, and what each group says."""

    number: str
    text: Spoken | str
    why: Spoken
    shares: tuple[Share, ...]


def statement_cards(
    cards: Sequence[Card],
    *,
    id: str = "statement-cards",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a card for each statement; a bar is the whole group, so that who did not see a statement is seen too.

    Raises
    ------
    BadValue
        Without a card, for a card without a group, and for counts that are none.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one = Card(number="3", text="We agree.", why=said, shares=(Share(name="Group 1", counts=(8, 1, 1, 2), low=0.5, high=0.9),))
    >>> statement_cards([one], title=said, subtitle=said, alt=said).id
    'statement-cards'
    """
    counts = [share.counts for card in cards for share in card.shares if share.counts is not None]
    if not cards or any(not card.shares for card in cards) or any(min(one) < 0 or not sum(one) for one in counts):
        raise BadValue(Message("what-the-room-thinks.figure.bad-card", count=len(cards)))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(cards)))


def _draw(cards: tuple[Card, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    y = _key(sheet, 8, lang) + 8
    sheet.text(WIDTH, y, say(Message("what-the-room-thinks.figure.agreeing"), lang), size=10, fill=QUIET, align="right")
    y += 10
    for card in cards:
        y = _card(sheet, y, card, lang)
    sheet.height = y
    return sheet.spec()


def _card(sheet: Drawing, y: float, card: Card, lang: Lang) -> float:
    """Draw one card; return where it ends."""
    sheet.path(line((0, y), (WIDTH, y)), stroke=RULE)
    y += 14
    sheet.text(0, y, f"{card.number}.", size=12, bold=True)
    for text in wrap(say(card.text, lang), WIDTH - 34, 12, bold=True):
        sheet.text(34, y, text, size=12, bold=True)
        y += 16
    for text in wrap(say(card.why, lang), WIDTH - 34, 10.5):
        sheet.text(34, y - 1, text, size=10.5, fill=QUIET)
        y += 14
    for share in card.shares:
        y += 4
        sheet.text(34, y + _THICK / 2, shorten(say(share.name, lang), _BAR - 42, 11), size=11)
        if share.counts is None:
            sheet.text(_BAR, y + _THICK / 2, say(Message("what-the-room-thinks.figure.too-few-saw"), lang), size=10.5, fill=QUIET)
        else:
            _bar(sheet, y, share, share.counts, card.number, lang)
        y += _STEP - 4
    return y + 10


def _bar(sheet: Drawing, y: float, share: Share, counts: tuple[int, int, int, int], number: str, lang: Lang) -> None:
    total, x = sum(counts), _BAR
    for kind, count in zip(_KINDS, counts, strict=True):
        wide = count / total * (_END - _BAR)
        if not count:
            continue
        vote = _VOTES[kind]
        hollow = kind == "unseen"
        sheet.rect(
            x, y, wide, _THICK, fill=PAPER if hollow else VOTE_COLOURS[vote], stroke=EDGE if hollow else PAPER, thick=0.8, statement=number,
            kind=kind, people=count,
        )  # fmt: skip
        if kind == "passed":
            sheet.path(hatching(x, y, wide, _THICK, gap=5), stroke=VOTE_INKS["abstain"], thick=0.7, opacity=0.5, plane=0.5)
        label = say(count, lang)
        if width(label, 10) + 6 < wide and kind != "passed":
            sheet.text(x + wide / 2, y + _THICK / 2 + 0.5, label, size=10, align="center", fill=QUIET if hollow else VOTE_INKS[vote])
        x += wide
    seen = total - counts[3]
    if seen:
        values = {"share": counts[0] / seen, "low": share.low, "high": share.high}
        sheet.text(WIDTH, y + _THICK / 2, say(Message("what-the-room-thinks.figure.share", **values), lang), size=11, align="right")


def _key(sheet: Drawing, y: float, lang: Lang) -> float:
    x = 0.0
    words = {
        "agree": Message("what-the-room-thinks.figure.agree"),
        "passed": Message("what-the-room-thinks.figure.passed"),
        "disagree": Message("what-the-room-thinks.figure.disagree"),
        "unseen": Message("what-the-room-thinks.figure.unseen"),
    }
    for kind in _KINDS:
        text = say(words[kind], lang)
        wide = 22 + width(text, 11) + 20
        if x and x + wide - 20 > WIDTH:
            x, y = 0.0, y + 20
        hollow = kind == "unseen"
        sheet.rect(x, y - 6, 16, 12, fill=PAPER if hollow else VOTE_COLOURS[_VOTES[kind]], stroke=EDGE if hollow else PAPER, thick=0.8)
        if kind == "passed":
            sheet.path(hatching(x, y - 6, 16, 12, gap=5), stroke=VOTE_INKS["abstain"], thick=0.7, opacity=0.5, plane=0.5)
        sheet.text(x + 22, y, text, size=11)
        x += wide
    return y + 16
