"""The glossary: the field's terms in the product's words, each with an address of its own (``/glossary#salience``)."""

from __future__ import annotations

from dataclasses import dataclass

from legation.glossary import GROUPS, meaning, name, title
from legation.language import Lang, Message, collation_key, say
from legation.web.asked import Asked
from legation.web.route import Page, page

__all__ = ["GROUPS", "Glossary"]


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
        groups.append(Group(id=group, title=title(group), terms=terms))
    return Glossary(title=Message("web.glossary"), groups=groups)
