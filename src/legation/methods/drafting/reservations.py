"""Reservations in footnotes: ``^1 Delegation Z reserves its position on paragraph 8.``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from legation.methods.drafting.attribution import listed

__all__ = ["Reservation", "reservations"]

_FOOTNOTE = re.compile(
    r"(?:\A|(?<=[\n\r]))[ \t\u00a0]*(?P<note>(?:\^(?P<mark>[0-9]{1,3})|(?P<raised>[¹²³⁰⁴-⁹]{1,3}))[ \t\u00a0]*(?P<said>[^\r\n]*[^\s]))"
)
_MARK = re.compile(r"\^([0-9]{1,3})|([¹²³⁰⁴-⁹]{1,3})")
_WHO = re.compile(
    r"(?:the\s+)?(?:delegations?\s+(?:of\s+)?)?(?P<who>\S.{0,200}?)\s+(?:has\s+|have\s+)?(?P<verb>reserve|oppose|support)[sd]?(?:ed)?\b",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Reservation:
    """A footnote, and who reserves in it.

    Attributes
    ----------
    mark : str
        The digits of the note.
    start, end : int
        Place of the note in code points.
    text : str
        What it says, without its mark.
    actors : tuple of str
        As written; empty where the note has none.
    verb : {"", "reserve", "oppose", "support"}
        What they do.
    places : tuple of int
        Where the text refers to it.
    """

    mark: str
    start: int
    end: int
    text: str
    actors: tuple[str, ...]
    verb: str
    places: tuple[int, ...]


def reservations(text: str, known: frozenset[str] = frozenset()) -> tuple[Reservation, ...]:
    r"""Return the footnotes that stand at the beginning of a line, in order.

    Examples
    --------
    >>> found = reservations("8. Invites the Chair.^1\n^1 Delegation Z reserves its position on paragraph 8.")
    >>> found[0].actors, found[0].verb, found[0].places
    (('Z',), 'reserve', (21,))
    """
    notes = list(_FOOTNOTE.finditer(text))
    own = {note.start("note") for note in notes}
    places: dict[str, list[int]] = {}
    if notes:
        for found in _MARK.finditer(text):
            if found.start() not in own:
                places.setdefault(_digits(found[1], found[2]), []).append(found.start())
    return tuple(_made(note, known, places) for note in notes)


def _made(note: re.Match[str], known: frozenset[str], places: dict[str, list[int]]) -> Reservation:
    mark = _digits(note["mark"], note["raised"])
    who = _WHO.match(note["said"])
    actors = listed(who["who"], known, verbal=True) if who else ()
    verb = who["verb"].lower() if who and actors else ""
    return Reservation(mark, note.start("note"), note.end("note"), note["said"], actors, verb, tuple(places.get(mark, ())))


def _digits(plain: str | None, raised: str | None) -> str:
    return plain if plain is not None else (raised or "").translate(_DIGITS)
