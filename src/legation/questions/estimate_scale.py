"""Scales of estimative words: which word stands for which span of probability, and what each is called in the other language.

The bands of a scale may touch (ICD 203), lie within each other (IPCC) or leave gaps (the yardstick of the United Kingdom).
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from legation.errors import BadValue
from legation.language import LANGUAGES, Lang, Message

__all__ = ["SCALE", "Band", "Scale", "scale_named", "scales"]

SCALE = "icd203"
"""The scale where none is named."""


@dataclass(frozen=True, slots=True)
class Band:
    """A span of probability and its words.

    Attributes
    ----------
    low, high : float
        0 to 1, as published.
    words : mapping
        By language; words at one place of two languages are a pair, and the first is the one that is written.
    note : str
        On what the French words of the pair rest, and what is doubtful in it: reviewed by the authors against published French usage;
        no institution has approved it.
    """

    low: float
    high: float
    words: Mapping[Lang, tuple[str, ...]]
    note: str = ""

    def holds(self, other: Band) -> bool:
        """Whether another band lies within this one."""
        return other is not self and self.low <= other.low and other.high <= self.high


@dataclass(frozen=True, slots=True)
class Scale:
    """A published scale: its bands from the least to the most probable.

    Attributes
    ----------
    source, check : str
        Where it is published, and whether the bands were checked there (``checked`` or ``unverified``).
    """

    id: str
    source: str
    check: str
    bands: tuple[Band, ...]

    def band_at(self, probability: float, *, upper: bool) -> tuple[Band, bool]:
        """Return the innermost band around a probability, and True; in a gap or beyond the ends the nearest, and False.

        Parameters
        ----------
        probability : float
            0 to 1.
        upper : bool
            Whether an edge that two bands share belongs to the upper one.
        """
        holding = [band for band in self.bands if band.low <= probability <= band.high]
        if not holding:
            return min(self.bands, key=lambda band: max(band.low - probability, probability - band.high)), False
        inner = [band for band in holding if not any(band.holds(other) for other in holding)]
        return (inner[-1] if upper else inner[0]), True


@functools.cache
def scales() -> Mapping[str, Scale]:
    """Return every scale by its id.

    >>> sorted(scales())
    ['icd203', 'ipcc', 'phia']
    """
    table = tomllib.loads(Path(__file__).with_name("estimate_scales.toml").read_text("utf-8"))
    made = {}
    for name, entry in table.items():
        bands = tuple(
            Band(b["low"], b["high"], MappingProxyType({lang: tuple(b[lang]) for lang in LANGUAGES}), b["note"]) for b in entry["bands"]
        )
        made[name] = Scale(name, entry["source"], entry["check"], bands)
    return MappingProxyType(made)


def scale_named(name: str) -> Scale:
    """Return a scale by its id.

    Raises
    ------
    BadValue
        Where there is none of that id.
    """
    found = scales().get(name) if isinstance(name, str) else None
    if found is None:
        raise BadValue(Message("estimate.no-scale", found=str(name)[:60], allowed=" | ".join(scales())))
    return found
