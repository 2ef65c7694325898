"""What decides whom an ambiguous name means: words that belong to one actor, a clear name of it elsewhere, a list of states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["Found", "settled"]

_WORD = r"(?:and|et|ainsi que|as well as|or|ou|the|of|to|for|with|le|la|les|l'|de|du|des|d'|au|aux|[aà]|pour|avec)"
_LIST = re.compile(rf"\s*(?:[,;/]|{_WORD}(?!\w))(?:\s*(?:,|{_WORD}(?!\w)'?))*\s*\Z")
_FARTHEST = 24


class Found(NamedTuple):
    """A name at a place, before or after the context was asked."""

    start: int
    end: int
    actor: str
    alias: str
    kind: str
    sure: bool
    candidates: tuple[str, ...]
    near: Mapping[str, frozenset[str]]


def settled(found: list[Found], words: frozenset[str], text: str) -> list[Found]:
    """Return names with those decided that the context decides.

    Parameters
    ----------
    found : list of Found
        From left to right.
    words : frozenset of str
        The plain words of the whole text.
    text : str
        The text in small letters, each at its place.
    """
    clear = {name.actor for name in found if name.sure}
    decided = [name if name.sure else _decided(name, words, clear) for name in found]
    for at, name in enumerate(decided):
        if not name.sure and len(name.candidates) == 1 and name.kind == "name" and _listed(decided, at, text):
            decided[at] = name._replace(sure=True)
    return decided


def _decided(name: Found, words: frozenset[str], clear: set[str]) -> Found:
    """Decide by a word near it; where none or several speak, by who is clearly named elsewhere."""
    own = set(name.alias.lower().split())
    for pointed in (
        [actor for actor in name.candidates if (name.near[actor] - own) & words],
        [actor for actor in name.candidates if actor in clear],
    ):
        if len(pointed) == 1:
            return name._replace(actor=pointed[0], sure=True)
    return name


def _listed(found: list[Found], at: int, text: str) -> bool:
    """Whether a name stands in a list beside a sure name of a state."""
    name = found[at]
    for other in found[max(0, at - 1) : at + 2]:
        if other is name or not other.sure or other.kind != "name":
            continue
        start, end = min(name.end, other.end), max(name.start, other.start)
        gap = text[start:end]
        if 0 < len(gap) <= _FARTHEST and gap.strip() and _LIST.match(gap):
            return True
    return False
