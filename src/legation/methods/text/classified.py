"""Whether a text names a level of classified information, in the languages of ``classified.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from importlib.resources import files

__all__ = ["classified_level", "compact", "runs", "words_of"]

_WORD = re.compile(r"[^\W_]+")


def classified_level(text: str) -> str:
    """Return the classified level that a text names, wherever in it; empty where it names none.

    Case, accents, blanks, punctuation and marks that nobody sees are folded: *S.E.C.R.E.T*, *top-secret* and *Tres secret* are found, and
    *Secretariat* is not. *Diffusion restreinte* and *restricted distribution* say where a paper goes and name no level; *Restricted* and
    *EU restricted* do. Letters of another alphabet that look like ours are not folded.

    Examples
    --------
    >>> labels = ("S.E.C.R.E.T – desk", "TRES-SECRET", "Secretariat only", "Diffusion restreinte", "NATO Restricted")
    >>> [classified_level(text) for text in labels]
    ['secret', 'très secret', '', '', 'NATO restricted']
    """
    levels, unspaced, mentions = _known()
    words = words_of(text)
    whole = "".join(words)
    named = (levels[found] for found in runs(words, levels.keys() | mentions) if found in levels)
    return next(named, "") or next((one for one in unspaced if one in whole), "")


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters without accents.

    >>> words_of("Très  SECRET-Défense")
    ['tres', 'secret', 'defense']
    """
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return _WORD.findall("".join(c for c in spread if unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cf")))


def compact(text: str) -> str:
    """Return the words of a text joined to one."""
    return "".join(words_of(text))


def runs(words: Sequence[str], known: Collection[str]) -> Iterator[str]:
    """Yield what is known among words that follow one another, joined: from each place the longest, and then on after it.

    >>> list(runs(["top", "s", "e", "c", "r", "e", "t", "access", "restricted"], {"topsecret", "secret", "accessrestricted", "restricted"}))
    ['topsecret', 'accessrestricted']
    """
    longest = max(map(len, known), default=0)
    at = 0
    while at < len(words):
        joined, found, end = "", "", at + 1
        for place in range(at, len(words)):
            joined += words[place]
            if len(joined) > longest:
                break
            if joined in known:
                found, end = joined, place + 1
        if found:
            yield found
        at = end


@functools.cache
def _known() -> tuple[dict[str, str], tuple[str, ...], frozenset[str]]:
    """Return the levels as they are written, by their words joined; those without blanks between words; the mentions, joined."""
    table = tomllib.loads(files(__package__).joinpath("classified.toml").read_text("utf-8"))
    levels = {compact(level): level for level in table["levels"]}
    return levels, tuple(map(compact, table["unspaced"])), frozenset(map(compact, table["mentions"]))
