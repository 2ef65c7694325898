"""Which registrations may be of one person: pairs to look at, in several scripts; a person merges them, and can part them again."""

from __future__ import annotations

from collections.abc import Iterable

from legation.consular.matching.blocking import candidates
from legation.consular.matching.evidence import Evidence, Population
from legation.consular.matching.person import Person, prepare

__all__ = ["Person", "duplicates"]

LEAST = 0.5
"""Pairs below this chance are not proposed."""


def duplicates(people: Iterable[Person]) -> tuple[tuple[str, str, float], ...]:
    """Return the pairs of registrations that may be of one person.

    Names are compared as tokens in any order, as written in Latin letters and as consonants by sound; dates of birth as equal, with day
    and month exchanged, one digit off, or by year alone. A shared document is strong. A shared phone, e-mail address or household speaks
    for a household only: it never makes a pair of two names, and parts the twins, brothers and sisters, and the parent and child of one
    name that it holds; where the given name is one, a family name may be written in another way. Two other phones, e-mail addresses or
    documents speak against one person, and what is rare among these people says more than what is common.

    Parameters
    ----------
    people
        Registrations with different ids.

    Returns
    -------
    tuple of (str, str, float)
        The smaller id, the larger, and the chance that they are one person, .5 to 1, to four decimals; by falling chance, then ids.

    Raises
    ------
    BadValue
        An id comes twice, or a date of birth is none.

    Limits
    ------
    A proposal, never a merge. Chinese names in Latin letters have few consonants and need a date of birth or a document. A typing error
    in both a name and a date of birth is found only where a document, a phone, an address or a household is shared. A name that changed,
    by marriage for instance, is found only by a document. A typing error in a given name is not told from a twin where a household and
    the day of birth are one.

    References
    ----------
    Fellegi, I. P., Sunter, A. B. (1969), A theory for record linkage, doi:10.1080/01621459.1969.10501049.

    Examples
    --------
    >>> people = [
    ...     Person("a", "Mohammed", "Khalil", "1980-03-04", phones=["+44 1632 960001"]),
    ...     Person("b", "خليل", "محمد", "1980-04-03"),
    ...     Person("c", "Mohammed", "Khalil", "2006-11-20", phones=["+44 1632 960001"]),
    ... ]
    >>> [(first, second) for first, second, score in duplicates(people)]
    [('a', 'b')]
    """
    prepared = prepare(list(people))
    evidence = Evidence(Population.of(prepared))
    found = []
    for i, j in candidates(prepared):
        first, second = prepared[i], prepared[j]
        score = round(evidence.score(first, second), 4)
        if score >= LEAST:
            found.append((min(first.id, second.id), max(first.id, second.id), score))
    return tuple(sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1])))
