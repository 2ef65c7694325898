"""What is read, by whom, whence, and which activity of the dossier brought visits: read out of the log once."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlsplit

import numpy as np
import numpy.typing as npt

from legation.dossier import standing
from legation.figures.figure import Named
from legation.language import fold
from legation.methods.visits import RateChange
from legation.questions.observations import lake
from legation.questions.observations.site.inputs import SiteInputs
from legation.questions.observations.site.links import broken_pages, downloads, marked_visits, referrers
from legation.questions.observations.site.pages import by_language, demand_by_day, pages_by_day, pages_read
from legation.questions.observations.site.readers import Networks, ai_families, language, networks_of
from legation.questions.observations.site.requests import entry_pages, visits_by_network
from legation.questions.question import Progress

__all__ = [
    "Audience",
    "Campaign",
    "Demand",
    "Sent",
    "campaigns",
    "found",
    "sent_by",
    "slug",
    "typical_patterns",
]


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


def campaigns(inputs: SiteInputs) -> tuple[Campaign, ...]:
    """Return the marks of links, those with most visits of persons first; one value in several spellings is one."""
    found = lake.columns(inputs.case, marked_visits(inputs.requests, identified=inputs.identified))
    summed: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for mark, value, people, bots in zip(*(found[name].tolist() for name in ("mark", "value", "people", "bots")), strict=True):
        text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in unquote_plus(value))[:_LONGEST].strip()
        if text:
            summed[mark, text][0] += people
            summed[mark, text][1] += bots
    made = [Campaign(mark, value, *counts) for (mark, value), counts in summed.items()]
    return tuple(sorted(made, key=lambda one: (-one.people, -one.bots, one.mark, one.value)))


def sent_by(inputs: SiteInputs, marks: tuple[Campaign, ...]) -> tuple[Sent, ...]:
    """Return what came by each activity that has a mark or a page of ours, most visits first."""
    case = inputs.case
    aims = {row.id: row.aim for row in standing(case.dossier.objectives)}
    url_of = {row.id: row.url for row in standing(case.dossier.evidence) if row.url}
    rows = []
    for activity in standing(case.dossier.activities):
        names = {slug(text) for text in (activity.id, activity.title.text, activity.title.fr, activity.title.en) if text}
        mine = [one for one in marks if one.mark != "utm_source" and slug(one.value) in names]
        pages = {item: page for item in activity.evidence if item in url_of and (page := _own_page(url_of[item], inputs.own))}
        if mine or pages:
            rows.append((activity, mine, pages))
    wanted = sorted({page for _, _, pages in rows for page in pages.values()})
    daily = {page: inputs.nothing.copy() for page in wanted}
    if wanted:
        found = lake.columns(case, pages_by_day(inputs.everything, wanted))
        for page in wanted:
            there = found["page"] == page
            daily[page] += inputs.seen.filled(found["day"][there], found["people"][there])
    made = []
    for activity, mine, pages in rows:
        own = sum((daily[page] for page in set(pages.values())), inputs.nothing)
        made.append(
            Sent(
                activity=Named(activity.id, activity.title or activity.id),
                objectives=tuple(aims[one] for one in activity.objectives if one in aims),
                people=_most(mine, "people"),
                bots=_most(mine, "bots"),
                pages=tuple(sorted(set(pages.values()))),
                read=int(np.nansum(own[inputs.now])),
                change=inputs.change(own) if pages else None,
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


Columns = Mapping[str, npt.NDArray[Any]]
_MOST_PATTERNS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A page that a pattern names: how often it was read by persons and programs now, and the change of persons' reading."""

    page: str
    language: str
    people: int
    bots: int
    change: RateChange | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Audience:
    """What the expressions gave.

    Attributes
    ----------
    pages, entries, referrers, languages, downloads, broken : mapping of str to ndarray
        Columns as the expressions name them.
    changes : mapping of str to RateChange
        By page, of persons' reading; the intervals hold for all of them together.
    campaigns : tuple of Campaign
    sent : tuple of Sent
    patterns : tuple of str
        Those asked for, or typical ones.
    demand : tuple of Demand
    demand_daily : ndarray of float, shape (n_days,)
        Persons' reading of all those pages.
    demand_languages : mapping of str to ndarray
        The same by the language of the path; empty: none that we know.
    countries : mapping of str to (int, int), or None
        Visits of persons and of programs by country (alpha-3; empty: in no network of the list); None without a list.
    """

    pages: Columns
    entries: Columns
    referrers: Columns
    languages: Columns
    downloads: Columns
    broken: Columns
    changes: Mapping[str, RateChange]
    campaigns: tuple[Campaign, ...]
    sent: tuple[Sent, ...]
    patterns: tuple[str, ...]
    demand: tuple[Demand, ...]
    demand_daily: npt.NDArray[np.float64]
    demand_languages: Mapping[str, npt.NDArray[np.float64]]
    countries: Mapping[str, tuple[int, int]] | None


def found(inputs: SiteInputs, pages: str, progress: Progress) -> Audience:
    """Ask the lake for everything that the answer shows.

    Raises
    ------
    DossierError
        Where the list of networks is faulty.
    """
    case, requests, top = inputs.case, inputs.requests, inputs.top
    networks = networks_of(case)
    done = iter(range(1, 11))
    ask = functools.partial(_read, inputs, progress, done)
    read = ask(pages_read(requests, ai_families(), top))
    marks = campaigns(inputs)
    given = tuple(dict.fromkeys(one.strip() for one in pages.split(";") if one.strip()))[:_MOST_PATTERNS]
    patterns = given or typical_patterns()
    wanted, spoken = _demand(inputs, ask(demand_by_day(inputs.everything, patterns)))
    made = Audience(
        pages=read,
        changes=_changes(inputs, [str(page) for page in read["page"]]),
        entries=ask(entry_pages(requests, top, identified=inputs.identified)),
        referrers=ask(referrers(requests, inputs.own, top)),
        languages=ask(by_language(requests)),
        downloads=ask(downloads(requests, top, identified=inputs.identified)),
        broken=ask(broken_pages(requests, top)),
        campaigns=marks,
        sent=sent_by(inputs, marks),
        patterns=patterns,
        demand=wanted,
        demand_daily=sum(spoken.values(), inputs.nothing),
        demand_languages=spoken,
        countries=_countries(ask(visits_by_network(requests, identified=inputs.identified)), networks) if networks else None,
    )
    progress(10, 10)
    return made


@functools.cache
def typical_patterns() -> tuple[str, ...]:
    """Return patterns under which missions keep their consular pages, French ones first."""
    listed = tomllib.loads(Path(__file__).with_name("consular.toml").read_text("utf-8"))
    return tuple(dict.fromkeys(pattern for words in listed.values() for pattern in words))


def _read(inputs: SiteInputs, progress: Progress, done: Any, expression: Any) -> Columns:
    rows = lake.columns(inputs.case, expression)
    progress(next(done), 10)
    return rows


def _changes(inputs: SiteInputs, pages: list[str]) -> dict[str, RateChange]:
    """Return the change of each page's reading by persons; the level is raised so that one in twenty of such lists errs, not of pages."""
    rows = lake.columns(inputs.case, pages_by_day(inputs.everything, pages)) if pages else {}
    made = {}
    for page in pages:
        there = rows["page"] == page
        daily = inputs.nothing + inputs.seen.filled(rows["day"][there], rows["people"][there])
        change = inputs.change(daily, level=1 - 0.05 / len(pages))
        if change is not None:
            made[page] = change
    return made


def _demand(inputs: SiteInputs, rows: Columns) -> tuple[tuple[Demand, ...], dict[str, npt.NDArray[np.float64]]]:
    made = []
    spoken: dict[str, npt.NDArray[np.float64]] = {}
    for page in np.unique(rows["page"].astype(str)).tolist():
        there = rows["page"] == page
        daily, bots = (inputs.nothing + inputs.seen.filled(rows["day"][there], rows[name][there]) for name in ("people", "bots"))
        counts = [int(np.nansum(one[inputs.now])) for one in (daily, bots)]
        code = _language(page)
        spoken[code] = spoken.get(code, inputs.nothing) + daily
        made.append(Demand(page=page, language=code, people=counts[0], bots=counts[1], change=inputs.change(daily)))
    return tuple(sorted(made, key=lambda one: (-one.people, -one.bots, one.page))), spoken


def _language(page: str) -> str:
    code, behind = page[1:3].lower(), page[3:4]
    return code if page[:1] == "/" and behind in ("", "/", "-", "_") and language(code) else ""


def _countries(rows: Columns, networks: Networks) -> dict[str, tuple[int, int]]:
    summed: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for address, people, bots in zip(rows["address"].tolist(), rows["people"].tolist(), rows["bots"].tolist(), strict=True):
        code = networks.country(address) if address else ""
        summed[code][0] += people
        summed[code][1] += bots
    return {code: (counts[0], counts[1]) for code, counts in sorted(summed.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))}
