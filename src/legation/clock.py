r"""How the clocks of a zone are called: *Paris time*, *heure de Paris*.

Data has a zone by its name in the IANA database; a reader knows its city. The names of cities are those of the Unicode CLDR (*exemplar
cities*), as Babel brings them.

>>> [Clock(zone).in_language("fr").replace("\xa0", " ") for zone in ("Europe/Paris", "Africa/Cairo", "Africa/Abidjan", "UTC")]
['heure de Paris', 'heure du Caire', 'heure d’Abidjan', 'UTC']
>>> str(Clock("America/Argentina/Buenos_Aires")), str(Clock("Europe/Paris", "+01:00"))
('Buenos Aires time', 'Paris time, UTC+1')
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from legation.language import Lang, Message
from legation.place_name import PlaceName

__all__ = ["City", "Clock"]

_QUALIFIED = re.compile(r" ?[(\[,].*")


@dataclass(frozen=True, slots=True)
class City:
    """The city after which a zone is named; an island or a country where CLDR names the zone by it.

    >>> City("Asia/Kolkata").in_language("en"), City("Europe/London").in_language("fr")
    ('Kolkata', 'Londres')
    """

    zone: str

    @property
    def articles(self) -> Mapping[str, str]:
        """The article that its French name brings along and that joins with a preposition: *Le Caire*, *du Caire*."""
        return PlaceName(_name(self.zone, "fr")).articles

    def in_language(self, lang: Lang) -> str:
        """Return the name, without an article that joins with a preposition."""
        return PlaceName(_name(self.zone, lang)).in_language(lang)


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clocks of a zone show, as a reader calls it.

    Attributes
    ----------
    zone : str
        Name in the IANA database: ``Europe/Paris``.
    offset : str
        Distance from UTC, ``+02:00``, where a time without it has two meanings; empty: it is not said.
    """

    zone: str
    offset: str = ""

    def in_language(self, lang: Lang) -> str:
        """Return the name of the time; ``UTC`` where the zone is named after no place."""
        if "/" not in self.zone:
            return self.zone
        time = Message("moment.clock", city=City(self.zone)).in_language(lang)
        return Message("moment.clock-twice", clock=time, offset=_short(self.offset)).in_language(lang) if self.offset else time

    def __str__(self) -> str:
        return self.in_language("en")


def _short(offset: str) -> str:
    """Return a distance from UTC as people write it: ``+1``, ``−3:30``."""
    hours, _, minutes = offset[1:].partition(":")
    return f"{offset[0].replace('-', chr(0x2212))}{int(hours)}{'' if minutes == '00' else f':{minutes}'}"


@functools.lru_cache(maxsize=2_048)
def _name(zone: str, lang: Lang) -> str:
    """Return the name of a city without what tells it from another of that name."""
    from babel.dates import get_timezone_location

    return _QUALIFIED.sub("", get_timezone_location(zone, locale=lang, return_city=True).rpartition("/")[2])
