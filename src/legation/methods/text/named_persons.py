"""Names of natural persons in a text of five languages, known by what stands round them, without a model.

Three rules, each of which needs a sign that a country, a body, a ship or a street does not have: a form of address before a surname
(*Mr Zorvan*, *г-н Иванов*, *السيد*), an office before a name of two words, or parted from it by a comma (*Foreign Minister Anna Zorvan*;
*the chair, Anna Zorvan,*; *Anna Zorvan, legal adviser*), a given name that is often met before a surname, or initials (*A. Zorvan*). What
stands before or behind may take the sign away: *HMS Richard Lind*, *Anna Zorvan Foundation*. A given name that is also a country, a month,
a city or a common word counts only behind a form of address or an office.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

from legation.methods.text.plain import stop_words

__all__ = ["RULES", "NamedPerson", "named_persons"]

RULES = ("address", "function", "given-name")
"""What a name may be known by, the surest first; their precision is measured in ``benchmarks/named_persons.py``."""
_WORD = re.compile(r"[^\W\d_]+(?:['’.-](?=[^\W\d_])[^\W\d_]+)*")
_LATIN_PARTICLES = "de del della di da du des la le van von der den bin ibn ben al el y e ter ten dos das af av zu bint abu"
_ARABIC_PARTICLES = "بن بنت آل أبو ابن عبد"
_PARTICLES = frozenset(_LATIN_PARTICLES.split()) | frozenset(_ARABIC_PARTICLES.split())
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_JOINED = re.compile(r"[ \t\u00a0\u202f]+")
_BETWEEN = re.compile(r"\.?[ \t\u00a0\u202f]+|\.-")
_COMMA = re.compile(r",[ \t\u00a0\u202f]+")
_NUMERAL = re.compile("[IVX]+")
_TO_THING = re.compile(r"(?:[ \t\u00a0\u202f]+[IVX]+)?[ \t\u00a0\u202f]+")
_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_]\.")
_BEGINS = ".:;!?•–—("
"""A letter behind one of these may count what follows: *A. Members*."""
_JOINED_TO = "بلوك"
_LONGEST = 4
"""Words of a name."""


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A name in a text.

    Attributes
    ----------
    start, end : int
        Where it stands, with the form of address before it; the office stays outside, since it says what may stand in its place.
    name : str
        The name alone.
    rule : str
        One of :data:`RULES`.
    """

    start: int
    end: int
    name: str
    rule: str


class _Word(NamedTuple):
    text: str
    start: int
    end: int


class _Lists(NamedTuple):
    forms: frozenset[str]
    pointed: frozenset[str]
    functions: frozenset[str]
    given: frozenset[str]
    things: frozenset[str]
    before: frozenset[str]
    lettered: frozenset[str]
    small: frozenset[str]
    bodies: frozenset[str]
    places: frozenset[str]
    doubtful: frozenset[str]


@functools.cache
def _lists() -> _Lists:
    here = files("legation.methods.text")
    own = tomllib.loads(here.joinpath("named_persons.toml").read_text(encoding="utf-8"))
    other = tomllib.loads(here.joinpath("persons.toml").read_text(encoding="utf-8"))

    def words(table: Mapping[str, Sequence[str]]) -> frozenset[str]:
        return frozenset(one for script in ("latin", "cyrillic", "arabic") for one in table[script])

    beside = {name: frozenset(listed) for name, listed in own["beside"].items()}
    declined = frozenset(form for name in own["given"]["cyrillic"] for form in _declined(name))
    given = words(own["given"]) | frozenset(other["both"]["first_names"]) | declined
    return _Lists(words(own["forms"]), frozenset(own["forms"]["pointed"]), words(own["functions"]), given, **beside)


def _declined(name: str) -> Iterator[str]:
    """Yield the other cases of a Russian given name: Дмитрия, Ольге, Иваном."""
    stem, last = name[:-1], name[-1]
    endings = {"й": "я ю ем е", "я": "и ю ей е", "а": "ы и е у ой", "ь": "я ю ем е"}.get(last)
    yield from ((stem if endings else name) + ending for ending in (endings or "а у ом е").split())


def named_persons(text: str, *, rules: Sequence[str] = RULES) -> tuple[NamedPerson, ...]:
    """Return the persons that a text names, in its order.

    Parameters
    ----------
    text : str
        In English, French, Spanish, Arabic or Russian.
    rules : sequence of str
        Those of :data:`RULES` that count.

    Limits
    ------
    A surname alone, a given name that no list has, a name in capitals, and names of other scripts are not seen: where no sign is sure,
    nothing is said. A firm or a ship of a person's name is seen where no word beside it says what it is.

    Examples
    --------
    >>> [(one.name, one.rule) for one in named_persons("Mr. Lind met the foreign minister Anna Zorvan in San José, Costa Rica.")]
    [('Lind', 'address'), ('Anna Zorvan', 'function')]
    >>> named_persons("HMS Richard Lind and the Anna Zorvan Foundation are in Saint Petersburg.")
    ()
    """
    words = _WORD.findall(text.lower())
    if _signs().isdisjoint({*words, *map(_bare, words)}) and not _INITIAL.search(text):
        return ()
    return tuple(_found(text, [_joined(_Word(m.group(), *m.span())) for m in _WORD.finditer(text)], frozenset(rules)))


@functools.cache
def _signs() -> frozenset[str]:
    """Return all words of which a text that names somebody has one, in small letters: most texts have none and are read no further."""
    lists = _lists()
    joined = {letter + name for name in lists.given if _ARABIC.match(name) for letter in _JOINED_TO}
    return frozenset(word.lower() for word in (*lists.forms, *lists.pointed, *lists.functions, *lists.given, *joined))


def _joined(word: _Word) -> _Word:
    """Return an Arabic given name without the small word that is written in one with it: بسامي, وطارق."""
    rest = word.text[1:]
    if word.text[0] in _JOINED_TO and len(rest) > 2 and rest in _lists().given and word.text not in _lists().given:
        return _Word(rest, word.start + 1, word.end)
    return word


def _found(text: str, words: list[_Word], rules: frozenset[str]) -> Iterator[NamedPerson]:
    lists, at = _lists(), 0
    while at < len(words):
        here, rule, first = words[at], "", at + 1
        low = here.text.lower()
        behind = text[here.end : here.end + 1]
        if here.text in lists.forms or low in lists.forms or (here.text in lists.pointed and behind == "."):
            rule = "address"
            while first < len(words) and (words[first].text in lists.forms or _bare(words[first].text).lower() in lists.functions):
                first += 1  # "Madame la ministre" names nobody, "السيد الوزير محمد" somebody
        elif _bare(low) in lists.functions:
            rule = "function"
        elif (here.text in lists.given and here.text not in lists.doubtful) or _is_initial(text, words, at):
            rule, first = "given-name", at
        elif _great(here.text) and not (at and _great(words[at - 1].text) and _joined_by(text, words[at - 1], here, _JOINED)):
            rule, first = "function", at
        name = _name(text, words, first, least=1 if rule == "address" else 2, started=first == at) if rule else []
        if name and rule == "function" and first == at and not _has_office_behind(text, words, at, name):
            name = []
        is_apart = rule == "function" and (first == at or not name)
        if is_apart and first > at:
            name = _between_commas(text, words, first)
        if not name or rule not in rules or not _sure(text, words, at, name, rule, is_apart=is_apart):
            is_thing = name and rule == "given-name" and at and _names_things(words[at - 1])
            at = words.index(name[-1], at) + 1 if is_thing else at + 1
            continue
        start = here.start if rule == "address" else name[0].start
        yield NamedPerson(start, name[-1].end, text[name[0].start : name[-1].end], rule)
        at = words.index(name[-1], at) + 1


def _joined_by(text: str, one: _Word, other: _Word, by: re.Pattern[str]) -> bool:
    return bool(by.fullmatch(text[one.end : other.start]))


def _is_initial(text: str, words: list[_Word], at: int) -> bool:
    """Whether a great letter with a point stands for a given name: behind a word of the same sentence that takes no letter itself."""
    here = words[at]
    if len(here.text) != 1 or not here.text.isupper() or text[here.end : here.end + 1] != "." or not at:
        return False
    before = words[at - 1]
    if at > 1 and len(words[at - 2].text) == 1 and words[at - 2].text.isupper() and before.text.islower():
        return False  # "annexes A and B. France voted"
    between = text[before.end : here.start]
    following = words[at + 1].text.lower() if at + 1 < len(words) else ""
    return not (set(between) & set(_BEGINS) or "\n" in between or before.text.lower() in _lists().lettered or following in _small_words())


@functools.cache
def _small_words() -> frozenset[str]:
    """Return the small words of the languages: behind a letter and a point one begins a sentence."""
    return frozenset().union(*map(stop_words, ("en", "fr")), _lists().small)


def _has_office_behind(text: str, words: list[_Word], at: int, name: list[_Word]) -> bool:
    """Whether an office stands behind a name and a comma, such as a body never holds: *Anna Zorvan, legal adviser*."""
    lists = _lists()
    at = words.index(name[-1], at) + 1
    if at >= len(words) or not _joined_by(text, name[-1], words[at], _COMMA):
        return False
    for one, before in zip(words[at : at + 2], (name[-1], *words[at : at + 1]), strict=False):
        if before is not name[-1] and not _joined_by(text, before, one, _JOINED):
            return False
        if _bare(one.text) in lists.functions - lists.bodies:
            return True
    return False


def _between_commas(text: str, words: list[_Word], first: int) -> list[_Word]:
    """Return the name that stands between commas behind an office: *the chair, Anna Zorvan, closed*."""
    if first >= len(words) or not _joined_by(text, words[first - 1], words[first], _COMMA):
        return []
    name = _name(text, words, first, least=2, started=True)
    return name if name and text[name[-1].end : name[-1].end + 1] == "," else []


def _names_things(word: _Word) -> bool:
    """Whether a word says that what follows is a ship, a street, a building: its name is of no person, nor is a part of it."""
    forms = {word.text, _bare(word.text), word.text.lower(), word.text.removeprefix("ال")}
    return not forms.isdisjoint(_lists().before)


def _name(text: str, words: list[_Word], first: int, *, least: int, started: bool) -> list[_Word]:
    """Return the words of a name that begins at a word: great letters and what joins them; none where there are too few."""
    if first >= len(words) or (first and not started and not _BETWEEN.fullmatch(text[words[first - 1].end : words[first].start])):
        return []
    found: list[_Word] = []
    arabic = bool(_ARABIC.match(words[first].text))
    for one in words[first : first + _LONGEST + 2]:
        if found and not (_JOINED if len(found[-1].text) > 1 else _BETWEEN).fullmatch(text[found[-1].end : one.start]):
            break
        surname = arabic and least == 1 and not found and _is_surname(one.text)
        if not (surname or _arabic_name(one.text, found) if arabic else _great(one.text)) and one.text not in _PARTICLES:
            break
        if found and one.text in _lists().forms:
            break
        found.append(one)
    while found and found[-1].text in _PARTICLES:
        found.pop()
    proper = [one for one in found if one.text not in _PARTICLES]
    return found[: _LONGEST + 2] if len(proper) >= least and found[0].text not in ("la", "le", "el", "del", "des", "du", "y", "e") else []


def _great(word: str) -> bool:
    """Whether a word is written as a name is: one great letter and small ones, or an initial; capitals alone are an abbreviation."""
    plain = _bare(word)
    return plain[:1].isupper() and (len(plain) == 1 or not plain.isupper())


def _arabic_name(word: str, found: list[_Word]) -> bool:
    """Arabic has no great letters: a given name goes on with given names and with one word of the form of a family's name."""
    lists = _lists()
    if not _ARABIC.match(word):
        return False
    if not found:
        return word in lists.given
    family = word.startswith("ال") and len(word) > 4
    before = found[-1].text
    return word in lists.given or before in _PARTICLES or (family and not before.startswith("ال"))


def _is_surname(word: str) -> bool:
    """Whether an Arabic word may be a surname behind a form of address: no office, with or without the article, and no adjective."""
    bare = word.removeprefix("ال")
    return word == bare and len(word) > 2 and f"ال{word}" not in _lists().functions and word not in _PARTICLES


def _bare(word: str) -> str:
    return word.rpartition("’")[2].rpartition("'")[2] or word


def _sure(text: str, words: list[_Word], at: int, name: list[_Word], rule: str, *, is_apart: bool) -> bool:
    """Whether nothing beside a name says that it is a thing, a place or a body; ``is_apart``: a comma stands between it and its office."""
    lists = _lists()
    proper = [one.text for one in name if one.text not in _PARTICLES]
    if any(word in lists.things or word in lists.places for word in proper):
        return False
    if rule == "address":
        return _bare(proper[0]).lower() not in lists.functions
    if rule == "function" and proper[0] not in lists.given and any(_bare(word).lower() in lists.functions for word in proper):
        return False
    if at and name[0] is words[at] and _names_things(words[at - 1]):
        return False
    behind = words.index(name[-1], at) + 1
    following = next((one for one in words[behind : behind + 2] if not _NUMERAL.fullmatch(one.text)), None)
    if following is not None and _TO_THING.fullmatch(text[name[-1].end : following.start]) and following.text.capitalize() in lists.things:
        return False
    return is_apart or rule != "function" or not _CYRILLIC.match(proper[0]) or proper[0] in lists.given
