"""Other people's files: one module for each format that is read, and the table of countries by which their actors are known.

Each reader returns a :class:`Reading`; :func:`merge` brings it into a dossier. Nothing is imported until it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legation.sources.actor_list import Doubt, Draft, read_actor_list
    from legation.sources.countries import Country, Match, by_iso2, country, find, seat
    from legation.sources.mapping import ColumnMapping, guess_mapping, load_mapping, save_mapping
    from legation.sources.reading import Origin, Reading, Report, merge
    from legation.sources.supporters import mapping_for, read_supporters
    from legation.sources.symbols import normal_symbol
    from legation.sources.undl import read_undl
    from legation.sources.unvotes import read_unvotes

_HOME = {
    "ColumnMapping": "legation.sources.mapping",
    "Country": "legation.sources.countries",
    "Doubt": "legation.sources.actor_list",
    "Draft": "legation.sources.actor_list",
    "Match": "legation.sources.countries",
    "Origin": "legation.sources.reading",
    "Reading": "legation.sources.reading",
    "Report": "legation.sources.reading",
    "by_iso2": "legation.sources.countries",
    "country": "legation.sources.countries",
    "find": "legation.sources.countries",
    "guess_mapping": "legation.sources.mapping",
    "load_mapping": "legation.sources.mapping",
    "mapping_for": "legation.sources.supporters",
    "merge": "legation.sources.reading",
    "normal_symbol": "legation.sources.symbols",
    "read_actor_list": "legation.sources.actor_list",
    "read_supporters": "legation.sources.supporters",
    "read_undl": "legation.sources.undl",
    "read_unvotes": "legation.sources.unvotes",
    "save_mapping": "legation.sources.mapping",
    "seat": "legation.sources.countries",
}

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
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
