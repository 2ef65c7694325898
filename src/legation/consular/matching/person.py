"""A person as registered, and the same prepared for comparing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from legation.consular.matching.births import Birth, birth_of
from legation.consular.matching.names import PARTICLES, Token, joined, tokens
from legation.errors import BadValue

__all__ = ["Person", "Prepared", "prepare"]

_OWN_DIGITS = 8
"""Digits at the end of a phone number that are the same with a country code and without."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as one registration has it.

    Attributes
    ----------
    id
        Of this registration; ids differ.
    given, family
        Names in any script; what stands in which of the two does not matter.
    birth
        ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY`` or empty.
    nationality
        A code, or empty.
    phones, emails, documents
        As written: E.164, addresses, issuer with number.
    household
        The id of the household in which they were registered, or empty.
    """

    id: str
    given: str
    family: str
    birth: str = ""
    nationality: str = ""
    phones: Collection[str] = ()
    emails: Collection[str] = ()
    documents: Collection[str] = ()
    household: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A person prepared for comparing.

    Attributes
    ----------
    id
        Of the person.
    shapes
        The ways to cut the name into words: as written; given and family name as one word each; all as one word, in both orders.
    key
        The consonants of all words, in order of the alphabet.
    birth
        The date of birth, or None.
    nationality
        Case folded, or empty.
    documents
        Letters and digits of each document.
    ties
        What a household shares: phones, e-mail addresses and the household itself.
    contacts
        The last digits of the phones, which every way to write a number has, and the e-mail addresses.
    given, family
        Consonants of the words that stand in either field.
    """

    id: str
    shapes: tuple[tuple[Token, ...], ...]
    key: tuple[str, ...]
    birth: Birth | None
    nationality: str
    documents: frozenset[str]
    ties: frozenset[str]
    contacts: tuple[frozenset[str], frozenset[str]]
    given: frozenset[str]
    family: frozenset[str]

    @property
    def words(self) -> tuple[Token, ...]:
        """All words of the name, as written."""
        return self.shapes[0]


def _digits(phone: str) -> str:
    return re.sub(r"^00", "", re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", phone)))


def _letters(document: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", document)).casefold()


def _prepared(person: Person, known: dict[str, Token | None]) -> Prepared:
    given, family = tokens(person.given, known), tokens(person.family, known)
    cut = given + family
    whole = joined(given, known) + joined(family, known)
    shapes = dict.fromkeys(shape for shape in (cut, whole, joined(cut, known), joined(family + given, known)) if shape)
    phones = frozenset(f"phone {_digits(phone)}" for phone in person.phones if _digits(phone))
    emails = frozenset(f"email {unicodedata.normalize('NFKC', email).strip().casefold()}" for email in person.emails if email.strip())
    home = {f"household {person.household}"} if person.household else set()
    return Prepared(
        person.id,
        tuple(shapes) or ((),),
        tuple(sorted(token.skeleton or token.text for token in cut)),
        birth_of(person.id, person.birth),
        person.nationality.strip().casefold(),
        frozenset(filter(None, map(_letters, person.documents))),
        phones | emails | home,
        (frozenset(phone[-_OWN_DIGITS:] for phone in phones), emails),
        frozenset(token.skeleton for token in given + joined(given, known)),
        frozenset(token.skeleton for token in family + joined(family, known)),
    )


def prepare(people: Sequence[Person]) -> list[Prepared]:
    """Return people prepared for comparing, in their order.

    Raises
    ------
    BadValue
        Two people have one id, or a date of birth is none.

    Examples
    --------
    >>> one = prepare([Person("p1", "Ana", "Silva", documents=["PRT CA-123.456"], phones=["+351 555 0100"])])[0]
    >>> one.documents, one.ties
    (frozenset({'prtca123456'}), frozenset({'phone 3515550100'}))
    """
    times = Counter(person.id for person in people)
    again = [name for name, count in times.items() if count > 1]
    if again:
        raise BadValue(f"id of people must differ (got {again[0]} {times[again[0]]} times); give each registration its own")
    known: dict[str, Token | None] = {}
    return [_prepared(person, known) for person in people]


def is_particle(token: Token) -> bool:
    """Return whether a word is one that the next form may leave out.

    Examples
    --------
    >>> [is_particle(token) for token in tokens("van der Berg")]
    [True, True, False]
    """
    return token.text in PARTICLES
