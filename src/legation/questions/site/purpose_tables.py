"""Tables on what the site is for: activities with their objectives, marks of links, and demand for consular pages."""

from __future__ import annotations

from legation.figures.rounding import three_digits
from legation.language import Message
from legation.methods.visits import count_interval
from legation.questions.answer import AnswerTable, TableColumn
from legation.questions.columns import Columns
from legation.questions.site.asked import AREA, Asked
from legation.questions.site.cells import change_cells, change_columns, known_sum
from legation.questions.site.found import Found
from legation.questions.site.words import language, plain

__all__ = ["activities_table", "campaigns_table", "demand_table", "demand_weeks_table"]

column = Columns(f"{AREA}.column.")


def activities_table(found: Found) -> AnswerTable:
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


def campaigns_table(of: Asked, found: Found) -> AnswerTable:
    """Return the marks of links with their visits."""
    return AnswerTable(
        id="campaigns",
        title=Message(f"{AREA}.table.campaigns"),
        columns=(*column.text("mark", "value"), *column.number(people="visits-people", bots="visits-bots")),
        rows=tuple((one.mark, one.value, one.people, one.bots) for one in found.campaigns[: 2 * of.top]),
    )


def demand_table(found: Found) -> AnswerTable:
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


def demand_weeks_table(of: Asked, found: Found) -> AnswerTable:
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
