"""A text made plain for reading by rule: small letters, no accents, straight apostrophes, and the way back to the original's places."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

__all__ = ["Folded", "fold_places"]

_PLAIN = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u02bc": "'",
        "\u00ad": "",
        "\u200b": "",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2010": "-",
        "\u2011": "-",
        "œ": "oe",
        "æ": "ae",
        "\u201c": '"',
        "\u201d": '"',
    }
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A plain text and, for each of its characters, where the original has it.

    Attributes
    ----------
    text : str
    places : tuple of int
        For each character of ``text`` the index in the original; one more at the end, the length of the original.
    """

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end in the original of a piece of the plain text."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]

    def without(self, pieces: tuple[tuple[int, int], ...]) -> Folded:
        """Return the text with pieces crossed out; every other character keeps its place, and no phrase reaches across."""
        characters = list(self.text)
        for start, end in pieces:
            characters[start:end] = ";" * (end - start)
        return Folded("".join(characters), self.places)


def fold_places(text: str) -> Folded:
    """Return a text in small letters without accents, and the places of its characters.

    >>> folded = fold_places("L’Élysée")
    >>> folded.text, folded.span(2, 8)
    ("l'elysee", (2, 8))
    """
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        characters.append(plain)
        places.extend([place] * len(plain))
    return Folded("".join(characters), (*places, len(text)))


@functools.lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    lower = character.lower().translate(_PLAIN)
    return "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
