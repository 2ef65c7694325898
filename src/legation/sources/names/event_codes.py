"""The codes of coded events: CAMEO for what happened and for whom, FIPS 10-4 for where.

The tables ``fips.csv`` and ``cameo.csv`` are ours, written from the published standards. A code here is how a source names an entry; it is
no statement on anyone's status.

- :func:`place_of` - a FIPS code of a place to ISO 3166-1 alpha-3. ``CH`` is China.
- :func:`state_of` - a CAMEO code of an actor to ISO 3166-1 alpha-3; regions have none.
- :func:`cameo_event` - class, Goldstein's number and label of an event's code.

FIPS 10-4 looks like ISO alpha-2 and is not: ``CH`` is China, ``SZ`` Switzerland, ``BO`` Belarus, ``AU`` Austria, ``GM`` Germany, ``RS``
Russia. The table holds the last edition of the standard with the codes that its successor, the GEC, added and that GDELT's gazetteer uses
(Kosovo, Montenegro, South Sudan, Curaçao, Sint Maarten, Saint Barthélemy, Saint Martin).

- The West Bank (``WE``) and the Gaza Strip (``GZ``) are one entry in ISO: PSE.
- The islands in the Indian Ocean that FIPS lists one by one are ATF, the outlying ones of the United States UMI, those in the Coral Sea and
  Ashmore and Cartier AUS, Jan Mayen SJM, as ISO has them.
- Oceans, the Paracel and Spratly Islands, Akrotiri, Dhekelia and Clipperton have no code in ISO: their places have no state here.

Of an event: ``quad`` is 1 verbal cooperation (roots 01-05), 2 material cooperation (06-09), 3 verbal conflict (10-14), 4 material conflict
(15-20), as GDELT publishes it: it counts investigation (09) as cooperation and protest (14) as verbal, other users of CAMEO do not.
``goldstein`` is GDELT's published number for the code, -10 (conflict) to 10 (cooperation), after Goldstein's scale; it is a property of
the code and says nothing of one event's size. The scale has no number for 155, 176, 1834, 1951 and 1952. Another table is in circulation
that gives 040 the number 3.0, where GDELT's own files have 1.0.

Of an actor: three letters, near ISO 3166-1 alpha-3 and not equal to it. Regions (EUR, AFR, WST...) are no states. A state that was renamed
or continued is today's: ROM is Romania, TMP Timor-Leste, ZAR the Democratic Republic of the Congo, SUN Russia; dissolved states stay.

References
----------
P. A. Schrodt, CAMEO: Conflict and Mediation Event Observations Event and Actor Codebook 1.1b3, 2012.
J. S. Goldstein, A Conflict-Cooperation Scale for WEIS Events Data, Journal of Conflict Resolution 36 (1992) 369-385,
doi:10.1177/0022002792036002007.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from legation.dossier.column import Wording
from legation.dossier.tables.countries import countries

__all__ = [
    "REGIONS",
    "CameoEvent",
    "cameo_event",
    "cameo_events",
    "place_of",
    "places",
    "quad_of",
    "state_of",
]


@functools.cache
def places() -> Mapping[str, str | None]:
    """Return the alpha-3 code of every FIPS code; None where ISO has none.

    Examples
    --------
    >>> len(places())
    275
    """
    with Path(__file__).with_name("fips.csv").open(encoding="utf-8", newline="") as lines:
        return MappingProxyType({row["fips"]: row["iso3"] or None for row in csv.DictReader(lines)})


def place_of(fips: str) -> str | None:
    """Return the alpha-3 code of a FIPS code of a place; None where it is unknown, or where ISO has none.

    Examples
    --------
    >>> [place_of(code) for code in ("CH", "SZ", "BO", "AU", "GM", "RS", "UK", "KV", "GZ", "OS", "??")]
    ['CHN', 'CHE', 'BLR', 'AUT', 'DEU', 'RUS', 'GBR', 'XKX', 'PSE', None, None]
    """
    return places().get(fips)


REGIONS = frozenset(
    ("AFR", "ASA", "BLK", "CAS", "CAU", "CEU", "CFR", "CRB", "EAF", "EEU", "EIN", "EUR", "LAM",
     "MDT", "MEA", "NAF", "NMR", "PGS", "SAF", "SAM", "SAS", "SCN", "SEA", "WAF", "WST")
)  # fmt: skip
"""Codes of regions: no states."""
_OWN = {"BAG": "IRQ", "GZS": "PSE", "WSB": "PSE", "IMY": "IMN", "MTN": "MNE", "KSV": "XKX"}
"""Codes of CAMEO that ISO does not have, or has for something else."""


@dataclass(frozen=True, slots=True)
class CameoEvent:
    """A code of CAMEO.

    Attributes
    ----------
    code : str
        Two to four digits with the leading zero.
    quad : int
        1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    goldstein : float or N
        -10 to 10; None where the published scale has no number.
    label : Wording
        A few words in English and French; a code of four digits has the label of its first three.
    """

    code: str
    quad: int
    goldstein: float | None
    label: Wording

    @property
    def root(self) -> str:
        """The first two digits."""
        return self.code[:2]


@functools.cache
def cameo_events() -> Mapping[str, CameoEvent]:
    """Return every code of an event.

    Examples
    --------
    >>> len(cameo_events()), len([e for e in cameo_events().values() if e.code == e.root])
    (316, 20)
    """
    found: dict[str, CameoEvent] = {}
    with Path(__file__).with_name("cameo.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            label = Wording(en=row["en"], fr=row["fr"]) if row["en"] else found[row["code"][:3]].label
            found[row["code"]] = CameoEvent(row["code"], int(row["quad"]), float(row["goldstein"]) if row["goldstein"] else None, label)
    return MappingProxyType(found)


def cameo_event(code: str) -> CameoEvent | None:
    """Return what a code of an event means; None where CAMEO has no such code.

    Examples
    --------
    >>> event = cameo_event("0874")
    >>> event.root, event.quad, event.goldstein, event.label.en
    ('08', 2, 10.0, 'De-escalates militarily')
    """
    return cameo_events().get(code)


def quad_of(code: str) -> int | None:
    """Return the class of a code of an event, 1 to 4; None where it is unknown."""
    event = cameo_events().get(code)
    return None if event is None else event.quad


def state_of(code: str) -> str | None:
    """Return the alpha-3 code of a CAMEO code of an actor's country; None where it is a region or unknown.

    Examples
    --------
    >>> [state_of(code) for code in ("CHE", "EUR", "ROM", "TMP", "ZAR", "WSB", "MTN", "SUN", "???")]
    ['CHE', None, 'ROU', 'TLS', 'COD', 'PSE', 'MNE', 'RUS', None]
    """
    if code in REGIONS or code in _OWN:
        return _OWN.get(code)
    entry = countries().get(code)
    while entry is not None and entry.ended in ("renamed", "continued"):
        entry = countries().get(entry.successors[0])
    return None if entry is None else entry.iso3
