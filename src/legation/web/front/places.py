"""Places without a network: the towns of a country by the beginning of a name, in any script. Data: GeoNames, CC BY 4.0.

``make gazetteer`` packs them (``requirements/gazetteer.py`` says how the file is made). They are read once, into memory; without the file a
person still chooses a country.
"""

from __future__ import annotations

import bisect
import functools
import lzma
import re
from array import array
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from legation.language import fold

__all__ = ["Place", "Places", "folded", "places", "read_places"]

FILE = Path(__file__).parent / "gazetteer" / "places.bin"
FORMAT = b"legation-places-1\n"
SECTIONS = 9
MOST = 8
"""Results that a page offers."""
_ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": None})
"""Arabic letters that are written for one another, and the stroke that only lengthens a word."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town.

    Attributes
    ----------
    number : int
        GeoNames' own.
    name : str
        As GeoNames has it.
    found_as : str
        The name that was searched for; the same as ``name`` where it is that one.
    country : str
        ISO 3166 alpha-2.
    longitude, latitude : float
        Degrees, to 1/10,000.
    people : int
    """

    number: int
    name: str
    found_as: str
    country: str
    longitude: float
    latitude: float
    people: int


def folded(text: str) -> str:
    """Return a name as it is searched: without case, accents, signs, and what Arabic writes in several ways.

    >>> folded("Saint-Étienne"), folded("أَبُو ظَبْي") == folded("ابو ظبي")
    ('saint etienne', True)
    """
    return re.sub(r"[\W_]+", " ", fold(text).translate(_ALIKE)).strip()


class Places:
    """What the file holds, searched by the beginning of a name.

    Parameters
    ----------
    content : bytes
        Of the file; empty: no place is known.

    Raises
    ------
    ValueError
        Where it is another format, or cut off.
    """

    def __init__(self, content: bytes = b"") -> None:
        self._names: list[str] = []
        self._others: list[str] = []
        self._columns = [array("i") for _ in range(5)]
        self._countries: list[str] = []
        self.credit = ""
        if content:
            sections = _sections(content)
            self._countries, self._names, self._others = (sections[index].decode().split("\n") for index in range(3))
            for column, section in zip(self._columns, sections[3:8], strict=True):
                column.frombytes(section)
            self.credit = sections[8].decode()
        self._by_number = {number: index for index, number in enumerate(self._columns[4])}
        self._searched: dict[str, list[tuple[str, int, int]]] = {}

    def search(self, text: str, country: str, most: int = MOST) -> list[Place]:
        """Return the places of a country of which a name begins so: an exact name first, then its own name, then by people.

        Parameters
        ----------
        text : str
            At least two letters; fewer find nothing.
        country : str
            ISO 3166 alpha-2.
        """
        key = folded(text)
        if len(key) < 2 or country not in self._countries:
            return []
        names = self._names_in(country)
        best: dict[int, tuple[bool, bool, int, int]] = {}
        for at in range(bisect.bisect_left(names, (key,)), len(names)):
            name, index, which = names[at]
            if not name.startswith(key):
                break
            rank = (name != key, which >= 0, -self._columns[3][index], which)
            best[index] = min(rank, best.get(index, rank))
        chosen = sorted(best.items(), key=lambda one: one[1])[:most]
        return [self._place(index, which) for index, (*_, which) in chosen]

    def _names_in(self, country: str) -> list[tuple[str, int, int]]:
        """Return the names of a country in order: as it is searched, the place, and which of its other names it is (-1: its own)."""
        if country not in self._searched:
            number, column = self._countries.index(country), self._columns[0]
            names = []
            for index in range(bisect.bisect_left(column, number), bisect.bisect_right(column, number)):
                names.append((folded(self._names[index]), index, -1))
                names.extend((folded(other), index, which) for which, other in enumerate(self._others[index].split("\t")) if other)
            self._searched[country] = sorted(names)
        return self._searched[country]

    def by_number(self, number: int) -> Place | None:
        """Return a place by GeoNames' number; None where it is not among them."""
        index = self._by_number.get(number)
        return None if index is None else self._place(index, -1)

    def positions(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return of every place its country, longitude and latitude [degrees], each an array of shape (n,)."""
        country, latitude, longitude, _, _ = (np.asarray(column) for column in self._columns)
        return np.asarray(self._countries, "U2")[country] if len(country) else np.array([], "U2"), longitude / 1e4, latitude / 1e4

    def _place(self, index: int, which: int) -> Place:
        country, latitude, longitude, people, number = (column[index] for column in self._columns)
        name = self._names[index]
        found = name if which < 0 else self._others[index].split("\t")[which]
        return Place(number, name, found, self._countries[country], longitude / 1e4, latitude / 1e4, people)


def _sections(content: bytes) -> list[bytes]:
    """Return the sections of the file."""
    if not content.startswith(FORMAT):
        raise ValueError("the file of places is of another format")
    try:
        plain = lzma.decompress(content[len(FORMAT) :])
    except lzma.LZMAError as error:
        raise ValueError("the file of places is cut off") from error
    sections, at = [], 0
    for _ in range(SECTIONS):
        size = int.from_bytes(plain[at : at + 4], "little")
        sections.append(plain[at + 4 : at + 4 + size])
        at += 4 + size
    if at != len(plain):
        raise ValueError("the file of places is cut off")
    return sections


def read_places(file: Path = FILE) -> Places:
    """Return the places of a file; none where there is no file."""
    return Places(file.read_bytes() if file.is_file() else b"")


@functools.cache
def places() -> Places:
    """Return the places of this installation, read once."""
    return read_places()
