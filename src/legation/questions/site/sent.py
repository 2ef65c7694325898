"""Which activity of the dossier brought visits: by the marks of our links, and by the pages that its evidence names."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus, urlsplit

import numpy as np

from legation.dossier import standing
from legation.figures.figure import Named
from legation.language import fold
from legation.methods.visits import RateChange
from legation.questions import observing
from legation.questions.site.asked import Asked
from legation.questions.site.links import marked_visits
from legation.questions.site.pages import pages_by_day

__all__ = ["Campaign", "Sent", "campaigns", "sent_by", "slug"]

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Campaign:
    """A mark of a link: its name, its value as a person reads it, and the visits in which it occurs."""

    mark: str
    value: str
    people: int
    bots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came by an activity.

    Attributes
    ----------
    activity : Named
    objectives : tuple of Wording
        What it is for.
    people, bots : int
        Visits with one of its marks.
    pages : tuple of str
        Pages of our own site that its evidence names.
    read : int
        How often persons read them.
    change : RateChange or None
        Of that, before and now.
    evidence : tuple of str
    """

    activity: Named
    objectives: tuple[Any, ...]
    people: int
    bots: int
    pages: tuple[str, ...]
    read: int
    change: RateChange | None
    evidence: tuple[str, ...]


def slug(text: str) -> str:
    """Return a text as it stands in a link: small letters without accents, digits, dashes.

    >>> slug("Semaine du climat : l'été"), slug("a_b c")
    ('semaine-du-climat-l-ete', 'a-b-c')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def campaigns(asked: Asked) -> tuple[Campaign, ...]:
    """Return the marks of links, those with most visits of persons first; one value in several spellings is one."""
    found = observing.columns(asked.case, marked_visits(asked.requests, identified=asked.identified))
    summed: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for mark, value, people, bots in zip(*(found[name].tolist() for name in ("mark", "value", "people", "bots")), strict=True):
        text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in unquote_plus(value))[:_LONGEST].strip()
        if text:
            summed[mark, text][0] += people
            summed[mark, text][1] += bots
    made = [Campaign(mark, value, *counts) for (mark, value), counts in summed.items()]
    return tuple(sorted(made, key=lambda one: (-one.people, -one.bots, one.mark, one.value)))


def sent_by(asked: Asked, marks: tuple[Campaign, ...]) -> tuple[Sent, ...]:
    """Return what came by each activity that has a mark or a page of ours, most visits first."""
    case = asked.case
    aims = {row.id: row.aim for row in standing(case.dossier.objectives)}
    url_of = {row.id: row.url for row in standing(case.dossier.evidence) if row.url}
    rows = []
    for activity in standing(case.dossier.activities):
        names = {slug(text) for text in (activity.id, activity.title.text, activity.title.fr, activity.title.en) if text}
        mine = [one for one in marks if one.mark != "utm_source" and slug(one.value) in names]
        pages = {item: page for item in activity.evidence if item in url_of and (page := _own_page(url_of[item], asked.own))}
        if mine or pages:
            rows.append((activity, mine, pages))
    wanted = sorted({page for _, _, pages in rows for page in pages.values()})
    daily = {page: asked.nothing.copy() for page in wanted}
    if wanted:
        found = observing.columns(case, pages_by_day(asked.everything, wanted))
        for page in wanted:
            there = found["page"] == page
            daily[page] += asked.seen.filled(found["day"][there], found["people"][there])
    made = []
    for activity, mine, pages in rows:
        own = sum((daily[page] for page in set(pages.values())), asked.nothing)
        made.append(
            Sent(
                activity=Named(activity.id, activity.title or activity.id),
                objectives=tuple(aims[one] for one in activity.objectives if one in aims),
                people=_most(mine, "people"),
                bots=_most(mine, "bots"),
                pages=tuple(sorted(set(pages.values()))),
                read=int(np.nansum(own[asked.now])),
                change=asked.change(own) if pages else None,
                evidence=tuple(pages),
            )
        )
    return tuple(sorted(made, key=lambda one: (-one.people, -one.read, one.activity.id)))


def _most(mine: list[Campaign], of: str) -> int:
    """Return visits by the kind of mark that has most: a link may carry both, and would count twice."""
    by_mark: dict[str, int] = defaultdict(int)
    for one in mine:
        by_mark[one.mark] += getattr(one, of)
    return max(by_mark.values(), default=0)


def _own_page(url: str, own: tuple[str, ...]) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return (parts.path or "/") if host in own else ""
