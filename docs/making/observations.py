"""The page of observations: each source that goes into a lake, as it is declared, each table with its columns, and the engines."""

from __future__ import annotations

from legation.lake.engines import engines
from legation.language import Lang, say
from legation.sources.observations.tables import ObservationTable, observation_tables
from legation.sources.registry import for_lakes
from making.markdown import choices, code, heading, said, sentence, table

__all__ = ["page"]


def page(lang: Lang) -> str:
    """Return the page."""
    blocks = [heading(1, said("observations.title", lang)), said("observations.intro", lang), heading(2, said("observations.kinds", lang))]
    header = [said(f"column.{name}", lang) for name in ("kind", "table", "meaning", "files", "options", "example")]
    rows = []
    for name, of in for_lakes().items():
        options = choices(f"--{one.name}" for one in of.options)
        what = f"{say(of.title, lang)}. {say(of.about, lang)}"
        rows.append((code(name), code(of.fills), what, choices(of.files.endings), options, code(of.example(into_lake=True))))
    blocks += [table(header, rows)]
    columns = [said("column.field", lang), said("column.type", lang), said("column.meaning", lang)]
    for name, defined in observation_tables().items():
        clock = f"{_clock(defined, lang)} {said('observations.arrived', lang)} {code(defined.arrived)}."
        blocks += [heading(2, code(name)), say(defined.about, lang), clock]
        blocks += [table(columns, ((code(one), kind, say(defined.meaning(one), lang)) for one, kind in defined.columns.items()))]
    blocks += [heading(2, said("observations.engines", lang)), said("observations.engines-intro", lang)]
    header = [said("column.engine", lang), said("column.meaning", lang)]
    blocks += [table(header, ((code(name), sentence(kind.title, lang)) for name, kind in engines().items()))]
    return "\n\n".join(blocks)


def _clock(of: ObservationTable, lang: Lang) -> str:
    match of.every:
        case None:
            return said("observations.no-clock", lang)
        case 86_400:
            return said("observations.daily", lang)
        case seconds:
            return said("observations.every", lang, minutes=seconds // 60)
