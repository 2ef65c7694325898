"""What the name of a file says of the text in it, and which actor a word means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from legation.sources.countries import countries, find
from legation.sources.folding import fold
from legation.sources.texts.moment import Moment, moment
from legation.sources.texts.tongue import told

__all__ = ["EUROPEAN_UNION", "FIRST_YEAR", "OPENS", "Named", "actor_of", "country_of", "debate_day", "named"]

EUROPEAN_UNION = "EU"
FIRST_YEAR = 1945
"""Session N opens in the year 1945 + N."""
OPENS = (9, 15)
"""Month and day that stand for a general debate whose day is not known."""
_DEBATE = re.compile(r"([A-Za-z]{2,3})_(\d{1,3})_(\d{4})")
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}-\d{2}-\d{2}|(?:19|20)\d{6}|(?:19|20)\d{2}-\d{2}|(?:19|20)\d{2})(?!\d)")
_TONGUE = re.compile(r"[._-](en|fr|es|ar|ru|zh|de|it|pt|nl)$", re.IGNORECASE)
_ID = re.compile(r"[\w./:+()-]{1,120}")
_EU = frozenset(("eu", "ue", "european union", "union europeenne", "euu"))


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's name says.

    Attributes
    ----------
    when : Moment or None
    actor, language : str or None
    title : str
        What is left of the name.
    session : int or None
        Of the general debate, where the name has its form ``ISO3_session_year``.
    """

    when: Moment | None = None
    actor: str | None = None
    language: str | None = None
    title: str = ""
    session: int | None = None


def debate_day(year: int) -> Moment:
    """Return the point in time that stands for the general debate of a year: 15 September, known to the year only.

    The debate usually opens in the third week of September; it was held from November on in 1951 and 2001, and in December 1964.
    """
    return Moment(dt.datetime(year, *OPENS, tzinfo=dt.UTC), "day")


def named(stem: str, actors: Mapping[str, str] | None = None) -> Named:
    """Return what a file's name, without its ending, says.

    Examples
    --------
    >>> found = named("2017-09-19 France.fr")
    >>> found.when.time.date().isoformat(), found.actor, found.language, found.title
    ('2017-09-19', 'FRA', 'fr', 'France')
    >>> named("EU_74_2019").actor, named("FRA_72_2017").session, named("minutes").when
    ('EU', 72, None)
    """
    debate = _DEBATE.fullmatch(stem)
    if debate:
        year = int(debate[3])
        return Named(debate_day(year) if year else None, actor_of(debate[1].upper(), None, actors), None, stem, int(debate[2]))
    tongue = _TONGUE.search(stem)
    rest = stem[: tongue.start()] if tongue else stem
    date = _DATE.search(rest)
    when = moment(date[0]) if date else None
    if date and when:
        rest = f"{rest[: date.start()]} {rest[date.end() :]}"
    rest = re.sub(r"^[\s_.,-]+|[\s_.,-]+$", "", rest)
    day = when.time.date() if when else None
    actor = country_of(rest.replace("_", " "), day, actors)
    pieces = re.split(r"[_\s]+|\s-\s", rest)
    if actor is None:
        told_by = [found for piece in pieces if len(piece) == 3 and piece.isupper() and (found := country_of(piece, day, actors))]
        actor = told_by[0] if len(told_by) == 1 else None
    return Named(when, actor, told(tongue[1]) if tongue else None, " ".join(filter(None, pieces)))


def actor_of(text: str, day: dt.date | None, actors: Mapping[str, str] | None = None) -> str | None:
    """Return the actor that a word means: as given, an alpha-3 code by code or name, else the word itself where it can be an id.

    >>> actor_of("Pays-Bas", None), actor_of("European Union", None), actor_of("acme-foundation", None), actor_of("Jane Doe", None)
    ('NLD', 'EU', 'acme-foundation', None)
    """
    found = country_of(text, day, actors)
    if found or find(text, date=day).doubtful:
        return found
    word = text.strip()
    return word if _ID.fullmatch(word) else None


def country_of(text: str, day: dt.date | None, actors: Mapping[str, str] | None) -> str | None:
    """Return the code of the state, or of the Union, that a word means, or the actor that it is said to mean; else None."""
    text = " ".join(text.split())
    if actors:
        given = actors.get(text) or {fold(name): actor for name, actor in actors.items()}.get(fold(text))
        if given:
            return given
    if fold(text) in _EU:
        return EUROPEAN_UNION
    if text.isupper() and text in countries():
        return text  # a code says itself which state is meant, today's or a former one
    match = find(text, date=day)
    return match.country.iso3 if match.country and match.how in ("code", "name", "alias") else None
