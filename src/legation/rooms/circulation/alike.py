"""Names among those invited that a reader takes for one another: a stated warning, by which nothing is joined or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from legation.methods.text.confusable import UNSEEN, Skeleton, hides, skeleton

__all__ = ["REASONS", "Alike", "look_alike"]

REASONS = ("same", "hidden", "letters", "form", "writing")
"""Why two names are taken for one another: they are the same; one hides a character or mixes alphabets; letters are drawn alike; only the
legal form differs; only case, accents, blanks, width or punctuation do. A pair has the first that is true."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two that bear names which look alike, or one whose name alone hides something.

    Attributes
    ----------
    first, second : str
        Whose names they are, in the order in which they came; ``second`` is empty where one name hides something and is like no other.
    names : (str, str)
        The two names.
    reason : str
        One of :data:`REASONS`.
    """

    first: str
    second: str
    names: tuple[str, str]
    reason: str


def look_alike(names: Iterable[tuple[str, str]]) -> tuple[Alike, ...]:
    r"""Return which bear names that look alike, each beside the first whose name it is like, and names that hide something.

    Each name is read once: the time grows as their number does.

    Parameters
    ----------
    names : iterable of (str, str)
        Who bears a name, by an id, and the name. One that bears several, such as one for each language, comes several times and is never
        like itself. Empty names are passed over.

    Examples
    --------
    >>> pairs = look_alike([("gp", "Greenpeace"), ("x", "Gr\u0435enpeace"), ("acme", "Acme SA"), ("y", "ACME"), ("no", "Norway")])
    >>> [(pair.first, pair.second, pair.reason) for pair in pairs]
    [('gp', 'x', 'hidden'), ('acme', 'y', 'form')]
    """
    return tuple(_pairs(names))


def _pairs(names: Iterable[tuple[str, str]]) -> Iterator[Alike]:
    known: dict[tuple[str, str], tuple[str, str, Skeleton]] = {}
    noted: set[tuple[str, str]] = set()
    for who, name in names:
        if not name.strip():
            continue
        made = skeleton(name)
        keys = [key for key in zip(Skeleton._fields[:3], made[:3], strict=True) if key[1]]
        like = next((known[key] for key in keys if key in known and known[key][0] != who), None)
        pair = (who if like is None else like[0], "" if like is None else who)
        if like is not None and pair not in noted:
            noted.add(pair)
            yield Alike(*pair, (like[1], name), _reason(like[1], name, like[2], made))
        elif like is None and _hides(name) and pair not in noted:
            noted.add(pair)
            yield Alike(*pair, (name, ""), "hidden")
        for key in keys:
            known.setdefault(key, (who, name, made))


def _reason(first: str, second: str, one: Skeleton, other: Skeleton) -> str:
    if first == second:
        return "same"
    if _hides(first) or _hides(second):
        return "hidden"
    if one.spelt != other.spelt:
        return "letters"
    return "writing" if one.whole == other.whole else "form"


def _hides(name: str) -> bool:
    return bool(UNSEEN.search(name)) or any(map(hides, name.split()))
