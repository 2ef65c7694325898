"""Other people's files: one module for each format that is read, and the table of countries by which their actors are known.

Each reader returns a :class:`Reading`; :func:`merge` brings it into a dossier. Nothing is imported until it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.late_exports import late_exports

if TYPE_CHECKING:
    from legation.sources.names.countries import Country, Match, by_iso2, country, find, seat
    from legation.sources.names.spelling import normal_symbol
    from legation.sources.observations import access_log, gdelt, icews, polecat
    from legation.sources.reading import Origin, Reading, Report, merge
    from legation.sources.stix import taxii
    from legation.sources.tables import scenariowizard
    from legation.sources.tables.actors import Doubt, Draft, read_actor_list
    from legation.sources.tables.columns import ColumnMapping, guess_mapping, load_mapping, save_mapping
    from legation.sources.tables.supporters import mapping_for, read_supporters
    from legation.sources.tables.undl import read_undl
    from legation.sources.tables.unvotes import read_unvotes
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.sources.names.countries": "Country Match by_iso2 country find seat",
            "legation.sources.names.spelling": "normal_symbol",
            "legation.sources.observations.access_log": "",
            "legation.sources.observations.gdelt": "",
            "legation.sources.observations.icews": "",
            "legation.sources.observations.polecat": "",
            "legation.sources.reading": "Origin Reading Report merge",
            "legation.sources.stix.taxii": "",
            "legation.sources.tables.actors": "Doubt Draft read_actor_list",
            "legation.sources.tables.columns": "ColumnMapping guess_mapping load_mapping save_mapping",
            "legation.sources.tables.scenariowizard": "",
            "legation.sources.tables.supporters": "mapping_for read_supporters",
            "legation.sources.tables.undl": "read_undl",
            "legation.sources.tables.unvotes": "read_unvotes",
        },
    )

__all__ = [
    "ColumnMapping",
    "Country",
    "Doubt",
    "Draft",
    "Match",
    "Origin",
    "Reading",
    "Report",
    "access_log",
    "by_iso2",
    "country",
    "find",
    "gdelt",
    "guess_mapping",
    "icews",
    "load_mapping",
    "mapping_for",
    "merge",
    "normal_symbol",
    "polecat",
    "read_actor_list",
    "read_supporters",
    "read_undl",
    "read_unvotes",
    "save_mapping",
    "scenariowizard",
    "seat",
    "taxii",
]
