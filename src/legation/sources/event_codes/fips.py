"""Codes of places: FIPS 10-4 to ISO 3166-1 alpha-3.

FIPS 10-4 looks like ISO alpha-2 and is not: ``CH`` is China, ``SZ`` Switzerland, ``BO`` Belarus, ``AU`` Austria, ``GM`` Germany, ``RS``
Russia. The table holds the last edition of the standard with the codes that its successor, the GEC, added and that GDELT's gazetteer uses
(Kosovo, Montenegro, South Sudan, Curaçao, Sint Maarten, Saint Barthélemy, Saint Martin).

- The West Bank (``WE``) and the Gaza Strip (``GZ``) are one entry in ISO: PSE.
- The islands in the Indian Ocean that FIPS lists one by one are ATF, the outlying ones of the United States UMI, those in the Coral Sea and
  Ashmore and Cartier AUS, Jan Mayen SJM, as ISO has them.
- Oceans, the Paracel and Spratly Islands, Akrotiri, Dhekelia and Clipperton have no code in ISO: their places have no state here.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

__all__ = ["place_of", "places"]


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
