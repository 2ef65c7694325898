"""The tables of the answer: persons and programs side by side, activities, marks of links, and demand for consular pages."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from legation.figures.rounding import three_digits
from legation.language import Message
from legation.methods.visits import RateChange, count_interval
from legation.questions.answer import AnswerTable, TableColumn
from legation.questions.base.columns import Columns
from legation.questions.observations.site.audience import Audience
from legation.questions.observations.site.inputs import AREA, SiteInputs
from legation.questions.observations.site.readers import GROUPS, country_of, group_name, in_group, language, plain

__all__ = [
    "activities_table",
    "campaigns_table",
    "change_cells",
    "change_columns",
    "demand_table",
    "demand_weeks_table",
    "known_sum",
    "tables",
]


column = Columns(f"{AREA}.column.")


def known_sum(series: Any) -> int | None:
    """Return the sum of the days that are known; None where none is."""
    known = series[~np.isnan(series)]
    return int(known.sum()) if known.size else None


def change_columns() -> tuple[TableColumn, ...]:
    """Return the columns of a change."""
    return column.number("ratio", ratio_low="low", ratio_high="high")


def change_cells(change: RateChange | None) -> tuple[float | None, ...]:
    """Return a change and its interval to three digits; None where nothing was read, or where an end has no bound."""
    if change is None or change.before + change.after == 0:
        return (None, None, None)
    return tuple(three_digits(value) if math.isfinite(value) and value < 1e6 else None for value in (change.ratio, change.low, change.high))


def activities_table(found: Audience) -> AnswerTable:
    """Return what came by each activity."""
    return AnswerTable(
        id="activities",
        title=Message(f"{AREA}.table.activities"),
        columns=(
            *column.text("activity", "objectives"),
            *column.number(people="visits-people", bots="visits-bots"),
            *column.text(page="own-page"),
            *column.number("read"),
            *change_columns(),
            *column.evidence("evidence"),
        ),
        rows=tuple(
            (
                one.activity,
                one.objectives or "—",
                one.people,
                one.bots,
                " ".join(map(plain, one.pages)) or "—",
                one.read,
                *change_cells(one.change),
                one.evidence,
            )
            for one in found.sent
        ),
    )


def campaigns_table(of: SiteInputs, found: Audience) -> AnswerTable:
    """Return the marks of links with their visits."""
    return AnswerTable(
        id="campaigns",
        title=Message(f"{AREA}.table.campaigns"),
        columns=(*column.text("mark", "value"), *column.number(people="visits-people", bots="visits-bots")),
        rows=tuple((one.mark, one.value, one.people, one.bots) for one in found.campaigns[: 2 * of.top]),
    )


def demand_table(found: Audience) -> AnswerTable:
    """Return the consular pages, those read most first."""
    return AnswerTable(
        id="demand",
        title=Message(f"{AREA}.table.demand"),
        columns=(*column.text("page", "language"), *column.number("people", "bots"), *change_columns()),
        rows=tuple(
            (plain(one.page), language(one.language) or Message(f"{AREA}.no-language"), one.people, one.bots, *change_cells(one.change))
            for one in found.demand
        ),
    )


def demand_weeks_table(of: SiteInputs, found: Audience) -> AnswerTable:
    """Return the reading of those pages week by week, in each language."""
    codes = sorted(found.demand_languages)
    rows = []
    for at, start in enumerate(of.seen.starts if codes else ()):
        days = of.seen.period == at
        whole = known_sum(found.demand_daily[days])
        ends = (None, None) if whole is None else tuple(map(three_digits, count_interval(whole)))
        rows.append((start, whole, *ends, *(known_sum(found.demand_languages[code][days]) for code in codes)))
    return AnswerTable(
        id="demand-weeks",
        title=Message(f"{AREA}.table.demand-weeks"),
        columns=(
            *column.date("since"),
            *column.number("people", "low", "high"),
            *(
                TableColumn(
                    code or "none",
                    Message(f"{AREA}.column.in-language", language=language(code) or Message(f"{AREA}.no-language")),
                    "number",
                )
                for code in codes
            ),
        ),
        rows=tuple(rows),
    )


def tables(of: SiteInputs, found: Audience) -> tuple[AnswerTable, ...]:
    """Return every table that has a row."""
    made = (
        _weeks(of),
        _families(of),
        _pages(found),
        _counts("entries", Message(f"{AREA}.table.entries"), found.entries, ("people",)),
        _counts("referrers", Message(f"{AREA}.table.referrers"), found.referrers, ("people", "bots"), "host"),
        _languages(found),
        _countries(found),
        activities_table(found),
        campaigns_table(of, found),
        demand_table(found),
        demand_weeks_table(of, found),
        _counts("downloads", Message(f"{AREA}.table.downloads"), found.downloads, ("people", "bots")),
        _broken(found),
    )
    return tuple(table for table in made if table.rows)


def _weeks(of: SiteInputs) -> AnswerTable:
    rows = []
    bots = in_group(of.visits, "ai", "search", "other")
    people, programs = of.total(of.visits, [""]), of.total(of.visits, bots)
    pages, ai = of.total(of.pages, [""]), of.total(of.pages, in_group(of.pages, "ai"))
    read = of.total(of.pages, in_group(of.pages, "ai", "search", "other"))
    for at, start in enumerate(of.seen.starts):
        days = of.seen.period == at
        counts = [known_sum(series[days]) for series in (people, programs, pages, read, ai)]
        ends = (None, None) if counts[0] is None else tuple(map(three_digits, count_interval(counts[0])))
        rows.append((start, of.seen.end(at), counts[0], *ends, *counts[1:], float(of.share[days].mean())))
    return AnswerTable(
        id="weeks",
        title=Message(f"{AREA}.table.weeks"),
        columns=(
            *column.date("since", "until"),
            *column.number(
                people="visits-people",
                low="low",
                high="high",
                bots="visits-bots",
                pages_people="pages-people",
                pages_bots="pages-bots",
                pages_ai="pages-ai",
            ),
            *column.share("missing"),
        ),
        rows=tuple(rows),
    )


def _families(of: SiteInputs) -> AnswerTable:
    rows: list[tuple[Any, str, int, int, tuple[float | None, ...]]] = []
    for group in GROUPS:
        for family in in_group(of.visits, group):
            visits, pages = (int(np.nansum(by[family][of.now])) for by in (of.visits, of.pages))
            if visits or pages:
                rows.append((group_name(group), family, visits, pages, change_cells(of.change(of.pages[family]))))
    rows.sort(key=lambda row: (-row[3], row[1]))
    return AnswerTable(
        id="families",
        title=Message(f"{AREA}.table.families"),
        columns=(*column.text("group", "family"), *column.number("visits", "pages"), *change_columns()),
        rows=tuple((group, family or group, visits, pages, *change) for group, family, visits, pages, change in rows),
    )


def _pages(found: Audience) -> AnswerTable:
    rows = tuple(
        (plain(page), int(people), int(bots), int(ai), *change_cells(found.changes.get(str(page))))
        for page, people, bots, ai in zip(*(found.pages[name] for name in ("page", "people", "bots", "ai")), strict=True)
    )
    return AnswerTable(
        id="pages",
        title=Message(f"{AREA}.table.pages"),
        columns=(*column.text("page"), *column.number("people", "bots", "ai"), *change_columns()),
        rows=rows,
    )


def _counts(identifier: str, title: Message, rows: Any, names: tuple[str, ...], of: str = "page") -> AnswerTable:
    return AnswerTable(
        id=identifier,
        title=title,
        columns=(*(column.text("host") if of == "host" else column.text("page")), *column.number(*names)),
        rows=tuple(
            (plain(first) or Message(f"{AREA}.no-referrer"), *(int(count) for count in counts))
            for first, *counts in zip(rows[of], *(rows[name] for name in names), strict=True)
        ),
    )


def _languages(found: Audience) -> AnswerTable:
    summed: dict[str, list[int]] = {}
    for code, people, bots in zip(*(found.languages[name] for name in ("code", "people", "bots")), strict=True):
        counts = summed.setdefault(str(code) if language(str(code)) else "", [0, 0])
        counts[0] += int(people)
        counts[1] += int(bots)
    rows = [(language(code) or Message(f"{AREA}.no-language"), *counts) for code, counts in summed.items()]
    return AnswerTable(
        id="languages",
        title=Message(f"{AREA}.table.languages"),
        columns=(*column.text("language"), *column.number("people", "bots")),
        rows=tuple(sorted(rows, key=lambda row: (-row[1], -row[2], str(row[0])))) if set(summed) != {""} else (),
    )


def _countries(found: Audience) -> AnswerTable:
    countries = found.countries or {}
    return AnswerTable(
        id="countries",
        title=Message(f"{AREA}.table.countries"),
        columns=(*column.text("country"), *column.number(people="visits-people", bots="visits-bots")),
        rows=tuple((country_of(code) or code or Message(f"{AREA}.no-country"), *counts) for code, counts in countries.items()),
    )


def _broken(found: Audience) -> AnswerTable:
    names = ("page", "people", "bots", "referrer", "from_there")
    return AnswerTable(
        id="broken",
        title=Message(f"{AREA}.table.broken"),
        columns=(*column.text("page"), *column.number("people", "bots"), *column.text("referrer"), *column.number("from_there")),
        rows=tuple(
            (plain(page), int(people), int(bots), plain(referrer) or "—", int(there))
            for page, people, bots, referrer, there in zip(*(found.broken[name] for name in names), strict=True)
        ),
    )
