"""Strategy: objectives as a tree, and for each who is spoken to, how, by what, how it is measured and what it rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from legation.dossier import standing
from legation.dossier.strategy import FILES, filed, flaws
from legation.language import Message
from legation.web.aims import Aim, Branch
from legation.web.aims_reading import STRATEGY, Reader
from legation.web.asked import Asked
from legation.web.known import known, later_count, later_href
from legation.web.route import Page, page
from legation.web.rows import add_href

__all__ = ["Strategy", "strategy"]


@dataclass(frozen=True, kw_only=True)
class Strategy(Page):
    """The strategy as it was known on a day.

    Attributes
    ----------
    filed : list of (str, int)
        How many activities are digital diplomacy, cyber diplomacy, both, neither, or not filed.
    later : int
        How many rows became known after the day; ``later_href`` shows them.
    """

    day: dt.date
    aims: list[Aim]
    outline: list[Branch] = field(repr=False)
    filed: list[tuple[str, int]]
    flaws: int
    sound: str
    add: str
    later: int
    later_href: str


@page("dossiers/<slug:slug>/strategy", name="strategy", template="pages/strategy.html", kept=True, rests=STRATEGY)
def strategy(asked: Asked) -> Strategy:
    """Return the objectives and what serves, measures and carries them."""
    case = known(asked)
    reader = Reader(asked, case)
    aims, outline = reader.tree()
    loose = reader.loose()
    counted = [filed(case.dossier, row) for row in standing(case.dossier.activities)]
    return Strategy(
        title=Message("web.place.strategy"),
        day=case.as_of,
        aims=aims + ([loose] if loose else []),
        outline=outline,
        filed=[(name, counted.count(name)) for name in FILES if name in counted],
        flaws=len(flaws(case.dossier)),
        sound=asked.href("questions.one", question="is-the-strategy-sound"),
        add=add_href(asked, "objectives", back=reader.back) if asked.may("edit") else "",
        later=later_count(asked, case, STRATEGY),
        later_href=later_href(asked),
    )
