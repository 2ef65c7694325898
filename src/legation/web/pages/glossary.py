"""The glossary: the field's terms in the product's words, each with an address of its own (``/glossary#salience``)."""

from __future__ import annotations

from dataclasses import dataclass

from legation.language import Lang, Message, collation_key, say
from legation.web.asked import Asked
from legation.web.route import Page, page

__all__ = ["GROUPS", "Glossary"]

GROUPS: dict[str, tuple[str, ...]] = {
    "field": (
        "digital-diplomacy",
        "cyber-diplomacy",
        "e-diplomacy",
        "official-usage",
        "track-two",
        "multistakeholder",
        "internet-governance",
    ),
    "positions": (
        "position",
        "range",
        "salience",
        "influence",
        "basis",
        "confidence",
        "interest",
        "red-line",
        "mandate",
        "walk-away",
        "reservation-value",
    ),
    "votes": (
        "roll-call",
        "abstention",
        "absence",
        "not-entitled",
        "consensus",
        "explanation-of-vote",
        "co-sponsor",
        "quorum",
        "tally-sheet",
    ),
    "work": ("coalition", "tier", "demarche", "non-paper", "commitment", "contact-path", "objective", "indicator", "assumption"),
    "knowing": (
        "evidence",
        "reliability",
        "blame",
        "reading",
        "as-of",
        "supersede",
        "revision",
        "tlp",
        "pap",
        "sealed-forecast",
        "calibration",
    ),
}
"""The terms of each group. A page links to ``glossary#TERM``."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term, what it means here, and what the other language calls it."""

    id: str
    term: Message
    other: str
    text: Message


@dataclass(frozen=True, kw_only=True)
class Group:
    """Terms that belong together."""

    id: str
    title: Message
    terms: list[Term]


@dataclass(frozen=True, kw_only=True)
class Glossary(Page):
    """The terms by group, each group in the order of a dictionary but for the first, which is read from top to bottom."""

    groups: list[Group]


@page("glossary", name="glossary", template="pages/glossary.html", action="visit", kept=True)
def glossary(asked: Asked) -> Glossary:
    """Return the terms in the reader's language."""
    lang = asked.lang
    other: Lang = "en" if lang == "fr" else "fr"
    groups = []
    for name, ids in GROUPS.items():
        terms = [
            Term(
                id=one,
                term=Message(f"glossary.{one}.term"),
                other=say(Message(f"glossary.{one}.term"), other),
                text=Message(f"glossary.{one}.text"),
            )
            for one in ids
        ]
        if name != "field":
            terms.sort(key=lambda term: collation_key(say(term.term, lang)))
        groups.append(Group(id=name, title=Message(f"glossary.group.{name}"), terms=terms))
    return Glossary(title=Message("web.glossary"), groups=groups)
