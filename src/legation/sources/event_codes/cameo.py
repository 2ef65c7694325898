"""Codes of CAMEO: what happened, between whom.

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
from legation.dossier.country_table import countries

__all__ = ["REGIONS", "CameoEvent", "cameo_event", "cameo_events", "quad_of", "state_of"]

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
