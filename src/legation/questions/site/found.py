"""What is read, by whom, and whence: read out of the log once, for sentences, tables and pictures."""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.visits import RateChange
from legation.questions import observing
from legation.questions.question import Progress
from legation.questions.site.asked import Asked
from legation.questions.site.families import ai_families
from legation.questions.site.links import broken_pages, downloads, referrers
from legation.questions.site.networks import Networks, networks_of
from legation.questions.site.pages import by_language, demand_by_day, pages_by_day, pages_read
from legation.questions.site.sent import Campaign, Sent, campaigns, sent_by
from legation.questions.site.visits import entry_pages, visits_by_network
from legation.questions.site.words import language

__all__ = ["Demand", "Found", "found", "typical_patterns"]

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
class Found:
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


def found(asked: Asked, pages: str, progress: Progress) -> Found:
    """Ask the lake for everything that the answer shows.

    Raises
    ------
    DossierError
        Where the list of networks is faulty.
    """
    case, requests, top = asked.case, asked.requests, asked.top
    networks = networks_of(case)
    done = iter(range(1, 11))
    ask = functools.partial(_asked_for, asked, progress, done)
    read = ask(pages_read(requests, ai_families(), top))
    marks = campaigns(asked)
    given = tuple(dict.fromkeys(one.strip() for one in pages.split(";") if one.strip()))[:_MOST_PATTERNS]
    patterns = given or typical_patterns()
    wanted, spoken = _demand(asked, ask(demand_by_day(asked.everything, patterns)))
    made = Found(
        pages=read,
        changes=_changes(asked, [str(page) for page in read["page"]]),
        entries=ask(entry_pages(requests, top, identified=asked.identified)),
        referrers=ask(referrers(requests, asked.own, top)),
        languages=ask(by_language(requests)),
        downloads=ask(downloads(requests, top, identified=asked.identified)),
        broken=ask(broken_pages(requests, top)),
        campaigns=marks,
        sent=sent_by(asked, marks),
        patterns=patterns,
        demand=wanted,
        demand_daily=sum(spoken.values(), asked.nothing),
        demand_languages=spoken,
        countries=_countries(ask(visits_by_network(requests, identified=asked.identified)), networks) if networks else None,
    )
    progress(10, 10)
    return made


@functools.cache
def typical_patterns() -> tuple[str, ...]:
    """Return patterns under which missions keep their consular pages, French ones first."""
    listed = tomllib.loads(Path(__file__).with_name("consular.toml").read_text("utf-8"))
    return tuple(dict.fromkeys(pattern for words in listed.values() for pattern in words))


def _asked_for(asked: Asked, progress: Progress, done: Any, expression: Any) -> Columns:
    rows = observing.columns(asked.case, expression)
    progress(next(done), 10)
    return rows


def _changes(asked: Asked, pages: list[str]) -> dict[str, RateChange]:
    """Return the change of each page's reading by persons; the level is raised so that one in twenty of such lists errs, not of pages."""
    rows = observing.columns(asked.case, pages_by_day(asked.everything, pages)) if pages else {}
    made = {}
    for page in pages:
        there = rows["page"] == page
        daily = asked.nothing + asked.seen.filled(rows["day"][there], rows["people"][there])
        change = asked.change(daily, level=1 - 0.05 / len(pages))
        if change is not None:
            made[page] = change
    return made


def _demand(asked: Asked, rows: Columns) -> tuple[tuple[Demand, ...], dict[str, npt.NDArray[np.float64]]]:
    made = []
    spoken: dict[str, npt.NDArray[np.float64]] = {}
    for page in np.unique(rows["page"].astype(str)).tolist():
        there = rows["page"] == page
        daily, bots = (asked.nothing + asked.seen.filled(rows["day"][there], rows[name][there]) for name in ("people", "bots"))
        counts = [int(np.nansum(one[asked.now])) for one in (daily, bots)]
        code = _language(page)
        spoken[code] = spoken.get(code, asked.nothing) + daily
        made.append(Demand(page=page, language=code, people=counts[0], bots=counts[1], change=asked.change(daily)))
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
