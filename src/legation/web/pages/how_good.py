"""The score card: how often each judgement is right, beside how often a simple rule is, and what is switched off (``/how-good#swing``)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from legation.figures import render
from legation.language import Lang, Message
from legation.questions.judgements.figure import picture
from legation.questions.judgements.words import Row, no_judgement, rows
from legation.web.asked import Asked
from legation.web.route import Page, page

__all__ = ["HowGood"]


@dataclass(frozen=True, kw_only=True)
class HowGood(Page):
    """The judgements by their verdict, the picture of those that were measured, and the questions that print none.

    Attributes
    ----------
    counts : tuple of (Message, int)
        How many judgements have each verdict.
    off, measured, open : list of Row
        What is switched off; the others that were measured; what nobody has measured.
    picture : SafeString
        Empty where nothing was measured.
    defined, counted : tuple of Message
        Questions that print no judgement.
    """

    counts: tuple[tuple[Message, int], ...]
    off: list[Row]
    measured: list[Row]
    open: list[Row]
    picture: SafeString
    defined: tuple[Message, ...]
    counted: tuple[Message, ...]


@page("how-good", name="how-good", template="pages/how-good.html", action="visit")
def how_good(asked: Asked) -> HowGood:
    """Return the card in the reader's language."""
    card = list(rows())
    states = Counter(row.state for row in card)
    verdicts = {row.state: row.verdict for row in card}
    return HowGood(
        title=Message("page-how-good.title"),
        counts=tuple((verdicts[state], count) for state, count in sorted(states.items())),
        off=[row for row in card if row.state == "worse"],
        measured=[row for row in card if row.state not in ("worse", "not-measured")],
        open=[row for row in card if row.state == "not-measured"],
        picture=_picture(asked.lang),
        defined=no_judgement("defined"),
        counted=no_judgement("counted"),
    )


def _picture(lang: Lang) -> SafeString:
    figure = picture()
    return mark_safe(render.svg(figure, lang) if figure is not None else "")  # noqa: S308 - our renderer escapes
