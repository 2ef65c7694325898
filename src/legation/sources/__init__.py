"""Other people's files: one module for each format that is read, and the table of countries by which their actors are known.

Each reader returns a :class:`Reading`; :func:`merge` brings it into a dossier. Nothing is imported until it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legation.sources.names.countries import Country, Match, by_iso2, country, find, seat
    from legation.sources.names.spelling import normal_symbol
    from legation.sources.reading import Origin, Reading, Report, merge
    from legation.sources.tables.actors import Doubt, Draft, read_actor_list
    from legation.sources.tables.columns import ColumnMapping, guess_mapping, load_mapping, save_mapping
    from legation.sources.tables.supporters import mapping_for, read_supporters
    from legation.sources.tables.undl import read_undl
    from legation.sources.tables.unvotes import read_unvotes

_HOME = {
    "ColumnMapping": "legation.sources.tables.columns",
    "Country": "legation.sources.names.countries",
    "Doubt": "legation.sources.tables.actors",
    "Draft": "legation.sources.tables.actors",
    "Match": "legation.sources.names.countries",
    "Origin": "legation.sources.reading",
    "Reading": "legation.sources.reading",
    "Report": "legation.sources.reading",
    "by_iso2": "legation.sources.names.countries",
    "country": "legation.sources.names.countries",
    "find": "legation.sources.names.countries",
    "guess_mapping": "legation.sources.tables.columns",
    "load_mapping": "legation.sources.tables.columns",
    "mapping_for": "legation.sources.tables.supporters",
    "merge": "legation.sources.reading",
    "normal_symbol": "legation.sources.names.spelling",
    "read_actor_list": "legation.sources.tables.actors",
    "read_supporters": "legation.sources.tables.supporters",
    "read_undl": "legation.sources.tables.undl",
    "read_unvotes": "legation.sources.tables.unvotes",
    "save_mapping": "legation.sources.tables.columns",
    "seat": "legation.sources.names.countries",
}

_MODULES = {
    "access_log": "legation.sources.observations.access_log",
    "gdelt": "legation.sources.observations.gdelt",
    "icews": "legation.sources.observations.icews",
    "polecat": "legation.sources.observations.polecat",
    "scenariowizard": "legation.sources.tables.scenariowizard",
}
"""Readers that are taken whole: ``from legation.sources import gdelt``."""

__all__ = [
    "ColumnMapping",
    "Country",
    "Doubt",
    "Draft",
    "Match",
    "Origin",
    "Reading",
    "Report",
    "by_iso2",
    "country",
    "find",
    "guess_mapping",
    "load_mapping",
    "mapping_for",
    "merge",
    "normal_symbol",
    "read_actor_list",
    "read_supporters",
    "read_undl",
    "read_unvotes",
    "save_mapping",
    "seat",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    if name in _MODULES:
        return importlib.import_module(_MODULES[name])
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
