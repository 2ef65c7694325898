"""The language in which an article was written, as GDELT says from which it was translated."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping
from pathlib import Path

__all__ = ["language_of"]

_SOURCE = re.compile(r"(?:^|;)\s*srclc:([a-z]{2,3})\b")


@functools.cache
def _short() -> Mapping[str, str]:
    """Return ISO 639-1 by ISO 639-3, and by the ``axe`` that GDELT writes for Azerbaijani."""
    with Path(__file__).with_name("languages.csv").open(encoding="utf-8", newline="") as lines:
        return {row["iso639_3"]: row["iso639_1"] for row in csv.DictReader(lines)}


def language_of(translation: str) -> str | None:
    """Return the ISO 639-1 code of a translation's source (639-3 where there is no shorter one); None where none is said.

    Examples
    --------
    >>> [language_of(said) for said in ("srclc:fra;eng:Moses 2.1.1 / MosesCore Europarl fr-en", "srclc:ceb;eng:x", "x")]
    ['fr', 'ceb', None]
    """
    found = _SOURCE.search(translation)
    return None if found is None else _short().get(found[1], found[1])
