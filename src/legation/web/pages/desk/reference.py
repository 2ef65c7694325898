"""Pages of reference: the glossary (``/glossary#salience``), and the score card of judgements (``/how-good#swing``)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from legation.figures import render
from legation.glossary import GROUPS, meaning, name, title
from legation.language import Lang, Message, collation_key, say
from legation.questions.base.judgements.card import picture
from legation.questions.base.judgements.words import CardRow, no_judgement, rows
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, page

__all__ = [
    "GROUPS",
    "Glossary",
    "HowGood",
]


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term, what it means here, and what the other language calls it."""

    id: str
    term: Message
    other: str
    text: Message


@dataclass(frozen=True, kw_only=True)
class TermGroup:
    """Terms that belong together."""

    id: str
    title: Message
    terms: list[Term]


@dataclass(frozen=True, kw_only=True)
class Glossary(Page):
    """The terms by group, each group in the order of a dictionary but for the first, which is read from top to bottom."""

    groups: list[TermGroup]


@page("glossary", name="glossary", template="pages/glossary.html", action="visit", cached=True)
def glossary(request: PageRequest) -> Glossary:
    """Return the terms in the reader's language."""
    lang = request.lang
    other: Lang = "en" if lang == "fr" else "fr"
    groups = []
    for group, ids in GROUPS.items():
        terms = [
            Term(
                id=one,
                term=name(one),
                other=say(name(one), other),
                text=meaning(one),
            )
            for one in ids
        ]
        if group != "field":
            terms.sort(key=lambda term: collation_key(say(term.term, lang)))
        groups.append(TermGroup(id=group, title=title(group), terms=terms))
    return Glossary(title=Message("web.glossary"), groups=groups)


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
    off: list[CardRow]
    measured: list[CardRow]
    open: list[CardRow]
    picture: SafeString
    defined: tuple[Message, ...]
    counted: tuple[Message, ...]


@page("how-good", name="how-good", template="pages/how-good.html", action="visit")
def how_good(request: PageRequest) -> HowGood:
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
        picture=_picture(request.lang),
        defined=no_judgement("defined"),
        counted=no_judgement("counted"),
    )


def _picture(lang: Lang) -> SafeString:
    figure = picture()
    return mark_safe(render.svg(figure, lang) if figure is not None else "")  # noqa: S308 - our renderer escapes
