"""Which pairs are compared at all: those who share a document, a phone, or a word of their names with most of a date of birth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from legation.consular.matching.person import Prepared

__all__ = ["candidates"]

_MANY, _MANY_WITHOUT_BIRTH = 100, 60
_NAME, _YEAR = "name", "year"
_UNSURE = {_NAME, _YEAR}


def candidates(people: Sequence[Prepared]) -> set[tuple[int, int]]:
    """Return the pairs that are worth comparing, as places in the list, the lower first.

    A group of more than 100 who share a key is compared within those who also share two words of their names.

    Examples
    --------
    >>> from legation.consular.matching.person import Person, prepare
    >>> people = [Person("a", "Ana", "Sá", "1980-03-25"), Person("b", "Ana", "Sa", "1980-03-26"), Person("c", "Li", "Wu")]
    >>> sorted(candidates(prepare(people)))
    [(0, 1)]
    """
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        for key in set(_keys(person)):
            groups[key].append(place)
    pairs: set[tuple[int, int]] = set()
    for key, group in groups.items():
        if key[0] in _UNSURE:
            unsure = [place for place in group if _is_unsure(people[place], key[0])]
            if len(group) <= _MANY_WITHOUT_BIRTH:
                pairs.update((min(one, two), max(one, two)) for one in unsure for two in group if one != two)
        elif len(group) <= _MANY:
            pairs.update(combinations(group, 2))
        else:
            named: dict[tuple[str, str], list[int]] = defaultdict(list)
            for place in group:
                for words in combinations(_words(people[place]), 2):
                    named[words].append(place)
            for alike in named.values():
                pairs.update(combinations(alike, 2))
    return pairs


def _words(person: Prepared) -> list[str]:
    """Return the consonants of the words of a name, as they are written and joined."""
    return sorted({token.skeleton or token.text for shape in person.shapes[:2] for token in shape})


def _is_unsure(person: Prepared, kind: str) -> bool:
    """Return whether a date of birth is missing, or only its year is sure."""
    return person.birth is None or (kind == _YEAR and person.birth.is_vague)


def _keys(person: Prepared) -> Iterator[tuple[str, ...]]:
    """Yield what a person is looked for by."""
    for document in person.documents:
        yield ("document", document)
    for tie in person.ties:
        yield ("tie", tie)
    yield (_NAME, *person.key)
    words = _words(person)
    birth = person.birth
    if birth is None:
        return
    if birth.day:
        yield ("birth", birth.year, *sorted((birth.month, birth.day)))
    for word in words:
        yield (_YEAR, word, birth.year)
        if birth.day:
            yield ("word", word, birth.year, "month", birth.month)
            yield ("word", word, birth.year, "day", birth.day)
            yield ("word", word, birth.month, birth.day)
