"""The small words of English and French, in plain letters: what a count of words leaves out where it is asked to."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from legation.errors import BadValue

__all__ = ["stop_words"]


@functools.cache
def stop_words(lang: str) -> frozenset[str]:
    """Return the small words of a language.

    Parameters
    ----------
    lang : {"en", "fr"}

    Raises
    ------
    BadValue
        For another language: its small words are not listed here.

    Examples
    --------
    >>> "the" in stop_words("en"), "etait" in stop_words("fr"), "treaty" in stop_words("en")
    (True, True, False)
    """
    listed = tomllib.loads(resources.files(__package__).joinpath("stop_words.toml").read_text("utf-8"))
    if lang not in listed:
        raise BadValue(f"lang must be {', '.join(listed)} (got {lang!r}); leave it out where the texts are in another language")
    return frozenset(listed[lang].split())
