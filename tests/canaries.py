"""A dossier full of canary words: each stands in one place, and says what a reader must have to see it.

A word such as ``zorvexa00017`` is made up and stands nowhere else; whoever finds it in what a reader was given knows which place leaked. The
rule by which the least is worked out is the promise of the product, not its code:

- a row's marking is its own; without one the stricter of the dossier's and the strictest of what it cites;
- a marking below what the row cites counts only after a release that somebody confirmed, until then the strictest counts;
- a column that holds one id takes its row along when that is hidden; of a column of many ids the hidden ones are cut, and where all are
  cut the row goes;
- a row is known from its day on, else from when the first of its sources was known;
- the mandate is the owner's; models and registers are the owner's and the desk's; a part of a kind that nobody declared is the owner's, and
  so are columns, settings, tables and folders that are not known.

``supersedes`` takes no row along: a correction stands, without the id of what it corrects. Rows of tables are in
:mod:`canary_tables`, models, registers and files in :mod:`canary_models`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import MARKINGS, Dossier, When, Wording, decode

__all__ = [
    "ALL",
    "DESK",
    "EARLY",
    "FLOOR",
    "LATE",
    "MIDDLE",
    "NEVER",
    "OWN",
    "OWNER",
    "UNKNOWN",
    "WAYS",
    "Cage",
    "Canary",
    "Way",
    "canaries",
    "dossier",
    "found_in",
    "in_model",
    "leaked",
    "seen",
    "told",
    "when",
    "wording",
]

ALL = ("owner", "desk", "partner", "public")
DESK = ("owner", "desk")
OWNER = ("owner",)
OWN = "TLP:GREEN"
"""The marking of the dossier."""
EARLY, MIDDLE, LATE = "2018-01-15", "2020-03-01", "2021-06-01"
NEVER = "9999-12-31"
"""The day of what is seen without a date alone."""
_WORD = re.compile(r"zorvexa\d{5}|41\.62537", re.IGNORECASE)
FLOOR = "41.62537"
"""Our floor in a negotiation: a number as a canary."""


@dataclass(frozen=True, slots=True)
class Canary:
    """A word, where it stands, and the least that a reader must have to see it."""

    word: str
    place: str
    way: str
    marking: str
    since: str
    audiences: tuple[str, ...] = ALL

    def may_be_seen(self, marking: str, audience: str, as_of: dt.date | None = None) -> bool:
        """Whether a reader may find it in anything that they are given."""
        cleared = MARKINGS.index(self.marking) <= MARKINGS.index(marking) and audience in self.audiences
        return cleared and (as_of is None or dt.date.fromisoformat(self.since) <= as_of)


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a row is open or secret: what it says of itself and cites, and what follows from that.

    Attributes
    ----------
    marking : str
        Its own; empty: none.
    cites : tuple of str
        The ways of the rows of evidence that it cites.
    known : str
        Its own date; empty: none.
    least, since : str
        The lowest marking with which a reader may see it, and from when on.
    """

    name: str
    marking: str = ""
    cites: tuple[str, ...] = ("open",)
    known: str = EARLY
    least: str = OWN
    since: str = EARLY


WAYS = (
    Way("open", marking="TLP:CLEAR", least="TLP:CLEAR"),
    Way("no marking"),
    Way("no source", cites=()),
    Way("amber", marking="TLP:AMBER", least="TLP:AMBER"),
    Way("strict", marking="TLP:AMBER+STRICT", least="TLP:AMBER+STRICT"),
    Way("red", marking="TLP:RED", least="TLP:RED"),
    Way("rests on amber and open", cites=("amber", "open"), least="TLP:AMBER"),
    Way("rests on red", cites=("red",), least="TLP:RED"),
    Way("rests on open and red", cites=("open", "red"), least="TLP:RED"),
    Way("rests on what rests on red", cites=("rests on red",), least="TLP:RED"),
    Way("rests on red that was known later", cites=("red and later",), least="TLP:RED"),
    Way("marked below its source", marking="TLP:CLEAR", cites=("red",), least="TLP:RED"),
    Way("middle", known=MIDDLE, since=MIDDLE),
    Way("later", known=LATE, since=LATE),
    Way("no date, a later source", cites=("later",), known="", since=LATE),
    Way("red and later", marking="TLP:RED", known=LATE, least="TLP:RED", since=LATE),
)
"""Every way; each kind of row takes those for which it has the fields."""


UNKNOWN = Way("not known", least="TLP:RED", since=NEVER)
"""What no field is known for: for the owner who sees everything of all times."""


class Cage:
    """Makes the words, one for each place, and remembers what each needs."""

    def __init__(self) -> None:
        self.canaries: dict[str, Canary] = {}
        self.said: dict[tuple[str, str, str], str] = {}
        self.parts: dict[str, bytes] = {}

    def word(self, place: str, way: Way, audiences: tuple[str, ...] = ALL) -> str:
        """Return a new word."""
        word = f"zorvexa{len(self.canaries):05d}"
        self.canaries[word] = Canary(word, place, way.name, way.least, way.since, audiences)
        return word

    def of(self, table: str, way: Way, column: str = "id") -> str:
        """Return the word of a cell of a table, a new one where it was not asked for before."""
        key = (table, way.name, column)
        if key not in self.said:
            self.said[key] = self.word(f"{table}.csv {column}", way)
        return self.said[key]

    def anchor(self, table: str, way: str) -> str:
        """Return the id of the row of a table that is of a way."""
        if (table, way) == ("evidence", "open"):
            return "e1"
        return self.of(table, next(one for one in WAYS if one.name == way))

    def sources(self, way: Way) -> list[str]:
        """Return the ids of what a row of this way cites."""
        return [self.anchor("evidence", one) for one in way.cites]

    def row(self, record: type[Any], place: str, way: Way, words: Iterable[str] = (), /, **given: Any) -> dict[str, Any]:
        """Return a row of a model as a table of TOML: a word in every text of it, and what it says of itself by its way.

        Parameters
        ----------
        words : iterable of str
            Fields of plain text that take a word; those that may be worded in both languages take one each, whichever they are.
        """
        fields = {f.name: str(f.type) for f in dataclasses.fields(record)}
        made = dict(given)
        for name, kind in fields.items():
            if kind == "Wording" and name not in given:
                versions = ("_en", "_fr") if "statement" in place else ("", "_en", "_fr")
                made |= {name + end: self.word(f"{place} {name}", way, DESK) for end in versions}
        made |= {name: self.word(f"{place} {name}", way, DESK) for name in words}
        if "evidence" in fields and way.cites:
            made["evidence"] = self.sources(way)
        made |= {"marking": way.marking} if way.marking and "marking" in fields else {}
        made |= {"known_on": way.known} if way.known and "known_on" in fields else {}
        return made


def in_model(record: type[Any]) -> tuple[Way, ...]:
    """Return the ways for which the rows of a model have the fields; nothing in a model is more open than the dossier."""
    fields = {f.name for f in dataclasses.fields(record)}
    ways = []
    for way in WAYS:
        if (
            (way.marking and "marking" not in fields)
            or (way.since != EARLY and not fields & {"known_on"})
            or (way.cites not in ((), ("open",)) and "evidence" not in fields)
        ):
            continue
        ways.append(dataclasses.replace(way, least=OWN) if way.least == "TLP:CLEAR" else way)
    return tuple(ways)


@functools.cache
def _made() -> tuple[Mapping[str, Canary], Mapping[str, bytes]]:
    from canary_models import models
    from canary_tables import tables

    cage = Cage()
    tables(cage)
    models(cage)
    return cage.canaries, dict(sorted(cage.parts.items()))


def canaries() -> Mapping[str, Canary]:
    """Return every canary by its word."""
    return _made()[0]


@functools.cache
def dossier() -> Dossier:
    """Return the dossier in which they stand."""
    return decode(_made()[1])


def found_in(*texts: str | bytes) -> set[str]:
    """Return the words that stand in texts, also where letters were made small or great."""
    return {word.lower() for text in texts for word in _WORD.findall(text if isinstance(text, str) else text.decode("latin-1"))}


def wording(cage: Cage, table: str, way: Way, column: str) -> Wording:
    """Return a text in no language and in both."""
    return Wording(cage.of(table, way, column), fr=cage.of(table, way, f"{column}_fr"), en=cage.of(table, way, f"{column}_en"))


def when(day: str) -> When | None:
    """Return a date of a row; None where it has none."""
    return When(day) if day else None


def seen(whole: Dossier, marking: str, audience: str = "desk", as_of: dt.date | None = None) -> Dossier:
    """Return what a reader may see of a dossier: the one place where the tests of clearing say how that is asked."""
    return whole.cleared(marking, audience, as_of=as_of)


def leaked(texts: Iterable[str | bytes], marking: str, audience: str, as_of: dt.date | None = None) -> list[Canary]:
    """Return the canaries in texts that a reader may not see, in their order."""
    every = canaries()
    return [every[word] for word in sorted(found_in(*texts)) if not every[word].may_be_seen(marking, audience, as_of)]


def told(leaks: Iterable[Canary]) -> str:
    """Return what leaked by place, the most first: for a test that fails."""
    counted = Counter(f"{one.place} | {one.way} | {one.marking} {one.since} {'/'.join(one.audiences)}" for one in leaks)
    return "\n".join([f"{sum(counted.values())} canaries found:", *(f"{count:5} {place}" for place, count in counted.most_common(60))])
