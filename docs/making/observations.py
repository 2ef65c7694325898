"""The page of observations: each table with its columns, and each kind of file that fills one."""

from __future__ import annotations

from legation.lake.kinds import KINDS
from legation.language import Lang
from legation.sources.observation_tables import TABLES, ObservationTable
from making.markdown import code, heading, said, table

__all__ = ["page"]


def page(lang: Lang) -> str:
    """Return the page."""
    blocks = [heading(1, said("observations.title", lang)), said("observations.intro", lang), heading(2, said("observations.kinds", lang))]
    header = [said("column.kind", lang), said("column.table", lang), said("column.meaning", lang)]
    rows = ((code(name), code(kind.table), said(f"observed.{name}", lang)) for name, kind in KINDS.items())
    blocks += [table(header, rows)]
    columns = [said("column.field", lang), said("column.type", lang), said("column.meaning", lang)]
    for name, of in TABLES.items():
        blocks += [
            heading(2, code(name)),
            said(f"observation.{name}.what", lang),
            f"{_clock(of, lang)} {said('observations.arrived', lang)} {code(of.arrived)}.",
        ]
        blocks += [
            table(columns, ((code(column), kind, said(f"observation.{name}.{column}", lang)) for column, kind in of.columns.items()))
        ]
    return "\n\n".join(blocks)


def _clock(of: ObservationTable, lang: Lang) -> str:
    match of.every:
        case None:
            return said("observations.no-clock", lang)
        case 86_400:
            return said("observations.daily", lang)
        case seconds:
            return said("observations.every", lang, minutes=seconds // 60)
