"""Names of persons, told from those of bodies: by a title beside them, and by what was taken for a person's name elsewhere.

The titles, forms of address and letters after a name are those of ``person_titles.toml``, in English and in French.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from legation.methods.text.plain import plain_words

__all__ = ["BEFORE", "Persons", "titled"]

BEFORE = 120
"""Characters before a name in which a title is sought."""
_LOOSE = {"é": "[ée]", "è": "[èe]", "ê": "[êe]", "î": "[îi]", "ñ": "[ñn]", "É": "[ÉéeE]", "-": r"[\s-]", "'": "['’]", " ": r"\s+"}
_LETTER = r"[^\W\d_]"
_OF = re.compile(r"(?:\b(?:of|of\s+the|for|du|de|des|de\s+la|aux?)\s+|\b(?:de\s+)?[dl]['’]\s*)$", re.IGNORECASE)


def titled(name: str, before: str = "") -> str | None:
    """Return the name of the person that a title marks, alone; empty where a title names nobody, None where there is none.

    Parameters
    ----------
    name : str
        As a text has it.
    before : str
        What stands before it in the text; the last 120 characters count.

    Limits
    ------
    A title behind a name and a comma (*Anna Zorvan, Minister of …*) is not seen, nor one in a language that is neither English nor French,
    except for a few forms of address.

    Examples
    --------
    >>> titled("H.E. Mr John Smith"), titled("Dupont", "selon Madame "), titled("John Smith CBE")
    ('John Smith', 'Dupont', 'John Smith')
    >>> titled("Minister of Transport"), titled("Representative Office"), titled("Office of the President")
    ('', None, None)
    """
    signs = _signs()
    within = _within(name, signs)
    if (found := signs.before.search(before[-BEFORE:])) and (found["address"] or _called(name)):
        return within or name
    if within is not None:
        return within
    if letters := signs.letters.search(name):
        return name[: letters.start()]
    return name if signs.in_office.search(before[-BEFORE:]) and _like_a_person(name) else None


@dataclass(slots=True)
class Persons:
    """What was taken for persons' names, in plain words.

    Examples
    --------
    >>> seen = Persons()
    >>> seen.add(("john", "smith"))
    >>> [seen.within(tuple(name.split())) for name in ("smith", "john smith cbe", "office of john smith", "jane smith", "smith foundation")]
    [True, True, True, True, False]
    """

    parts: set[tuple[str, ...]] = field(default_factory=set)
    """The names, and every part of them."""
    names: set[tuple[str, ...]] = field(default_factory=set)
    """Parts of two words and more that are names by themselves."""
    surnames: set[str] = field(default_factory=set)

    def add(self, name: tuple[str, ...]) -> None:
        """Note a person's name; of two in one (*Anna Zorvan and John Smith*) both."""
        self.parts.update(_parts(name))
        for one in _apart(name):
            self.names.update(part for part in _parts(one) if len(part) > 1 and not (_no_name(part[0]) or _no_name(part[-1])))
            own = [word for word in one if not _no_name(word) and len(word) > 1 and word not in _signs().after]
            self.surnames.update(own[-1:])

    def within(self, name: tuple[str, ...]) -> bool:
        """Whether a name is, or has in it, a person's: a part of one, two words of one, words of several, or a surname at its end.

        A surname at the end does not count after *Institute of* and the like, nor where nothing but it follows such a word.
        """
        if name in self.parts or not self.names.isdisjoint(_parts(name)):
            return True
        words = [word for word in name if word not in _signs().small]
        if words and all((word,) in self.parts and word not in _signs().bodies for word in words):
            return True
        return name[-1:] != () and name[-1] in self.surnames and not _clearly_a_body(name)


class _Signs(NamedTuple):
    """By what a person is told."""

    within: re.Pattern[str]
    before: re.Pattern[str]
    in_office: re.Pattern[str]
    letters: re.Pattern[str]
    bodies: frozenset[str]
    things: frozenset[str]
    """Words after an office that make a thing of it; those of bodies are among them."""
    offices: frozenset[str]
    after: frozenset[str]
    links: frozenset[str]
    small: frozenset[str]
    particles: frozenset[str]


@functools.cache
def _signs() -> _Signs:
    table = tomllib.loads(Path(__file__).with_name("person_titles.toml").read_text("utf-8"))
    given: Mapping[str, list[str]] = table["before"]
    points = "|".join(_abbreviation(one) for one in sorted(given["address"], key=len, reverse=True))
    first, last = (_any(given[one]) for one in ("first", "last"))
    office = rf"(?i:(?:(?:{first})[\s-]+)*(?:{_any(given['office'])})|(?-i:(?P<capital>{_any(given['capital'])})))(?i:[\s-]+(?:{last}))*"
    title = rf"(?<![\w.-])(?<!Notre )(?:(?P<address>{points})|{office})"
    great = rf"(?:(?![a-zß-ÿ]){_LETTER}[\w’'.-]*|(?:étrang|européen|national|généra|intérieu)\w*)"
    small = frozenset((*table["small"]["links"], *table["small"]["within"]))
    link = rf"(?:(?:{'|'.join(sorted(small))}|à)\s+|[dl]['’]\s*)"
    return _Signs(
        within=re.compile(rf"{title}(?:,?\s+|$)"),
        before=re.compile(rf"{title}\s+$"),
        in_office=re.compile(rf"(?<![\w.-]){office}\s+{link}+{great}(?:\s+{link}{{0,3}}{great}){{0,6}},?\s+$"),
        letters=re.compile(rf"(?<=\w),?\s+(?:{'|'.join(map(re.escape, table['after']['letters']))})\.?$"),
        bodies=frozenset(table["bodies"]["words"]),
        things=frozenset((*table["bodies"]["things"], *table["bodies"]["words"])),
        offices=frozenset(word for title in (*given["office"], *given["capital"]) if " " not in title for word in plain_words(title)),
        after=frozenset((*table["after"]["numbers"], *(word for one in table["after"]["letters"] for word in plain_words(one)))),
        links=frozenset(table["small"]["links"]),
        small=small,
        particles=frozenset(table["small"]["particles"]),
    )


def _any(titles: Iterable[str]) -> str:
    """Return a pattern of any of the titles, the longest first; accents may be missing."""
    return "|".join("".join(_LOOSE.get(sign, sign) for sign in title) for title in sorted(titles, key=len, reverse=True))


def _abbreviation(title: str) -> str:
    pattern = title.replace(".", r"\.\s?").replace(" ", r"\s+")
    return pattern if title.endswith(".") else rf"{pattern}\.?"


def _within(name: str, signs: _Signs) -> str | None:
    """Return the person behind a title in a name, empty where it names nobody; None without a title."""
    person: str | None = None
    for found in signs.within.finditer(name):
        rest = name[found.end() :]
        if found["address"]:
            person = "" if _first(rest) in signs.links else rest
        elif _called(rest):
            person = rest
        elif found["capital"] or _first(rest) in signs.things or _OF.search(name[: found.start()]):
            continue
        elif rest or person is None:
            person = ""
    return person


def _called(rest: str) -> bool:
    """Whether what follows an office may be a person's name, and is not what the office is of, nor the name of a thing."""
    first, signs = _first(rest), _signs()
    if not first or first in signs.links or first in signs.things or (first in signs.small and rest.split()[0].isupper()):
        return False
    return first in signs.particles or not rest[0].islower()


def _first(text: str) -> str:
    return next(iter(plain_words(text)), "")


def _like_a_person(name: str) -> bool:
    """Whether it is two to four words, none of them of a body, all but small ones with a great letter."""
    words, signs = plain_words(name), _signs()
    great = all(not part[0].islower() or part in signs.particles or part in signs.small for part in name.split())
    return 2 <= len(words) <= 4 and great and not any(word in signs.bodies or word in signs.links or not word.isalpha() for word in words)


def _parts(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (name[low:high] for low in range(len(name)) for high in range(low + 1, len(name) + 1))


def _apart(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Return what stands between words that are part of no name."""
    one: list[str] = []
    for word in (*name, "and"):
        if word in _signs().links:
            yield tuple(one)
            one = []
        else:
            one.append(word)


def _no_name(word: str) -> bool:
    return word in _signs().small or word in _signs().bodies or word in _signs().offices


def _clearly_a_body(name: tuple[str, ...]) -> bool:
    return name[0] in _signs().bodies and (len(name) == 2 or name[-2] in _signs().small)
