"""How near two words of a name are: equal, one name in two spellings, a typing error apart, or two names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache

from legation.consular.matching.names import Token, other_customs, skeleton

__all__ = ["Nearness", "distance", "is_one_name", "nearness", "typing_errors"]

_VOWELS = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("ii", "i"), ("ie", "i"), ("ij", "i"), ("aa", "a"), ("ai", "e"), ("ei", "e"))
_ALIKE = (frozenset("iey"), frozenset("ae"), frozenset("ou"))


class Nearness(IntEnum):
    """How near two words are; ``FAINT`` is a typing error in another spelling."""

    OTHER = 0
    INITIAL = 1
    FAINT = 2
    TYPO = 3
    SPELLING = 4
    EQUAL = 5


def distance(first: str, second: str, most: int) -> int:
    """Return how many letters are put in, left out, changed or exchanged with their neighbour between two words.

    Parameters
    ----------
    first, second
        Words.
    most
        From here on the number does not matter: ``most + 1`` stands for all that is more.

    References
    ----------
    The restricted distance of Damerau, F. J. (1964), doi:10.1145/363958.363994.

    Examples
    --------
    >>> distance("hernandez", "hernadnez", 2), distance("maria", "marta", 2), distance("anna", "pedro", 2)
    (1, 1, 3)
    """
    if abs(len(first) - len(second)) > most or len(set(first) ^ set(second)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        current = [i]
        for j, other in enumerate(second, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, row = row, current
    return min(row[-1], most + 1)


def typing_errors(first: Token, second: Token) -> int:
    """Return how many typing errors may stand between two words: none in two letters, one in seven, two in more.

    Examples
    --------
    >>> from legation.consular.matching.names import tokens
    >>> [typing_errors(*tokens(words)) for words in ("Li Lu", "Hassan Hussein", "Schmidt Schmittke")]
    [0, 1, 2]
    """
    longest = max(len(first.text), len(second.text))
    return 0 if longest < 3 else 1 if longest < 8 else 2


def nearness(first: Token, second: Token) -> Nearness:
    """Return how near two words of names are, as written and as consonants.

    Examples
    --------
    >>> from legation.consular.matching.names import tokens
    >>> pairs = [("Mohammed", "محمد"), ("Aleksey", "Алексей"), ("Schmidt", "Schmitd"), ("Hassan", "حسين"), ("J.", "Jean"), ("Anna", "Olga")]
    >>> [nearness(tokens(first)[0], tokens(second)[0]).name for first, second in pairs]
    ['SPELLING', 'EQUAL', 'TYPO', 'TYPO', 'INITIAL', 'OTHER']
    """
    if first.text == second.text:
        homophones = first.script == second.script == "han" and first.written != second.written
        return Nearness.SPELLING if homophones else Nearness.EQUAL
    shorter, longer = sorted((first.text, second.text), key=len)
    if len(shorter) == 1:
        return Nearness.INITIAL if longer.startswith(shorter) and "consonants" not in (first.script, second.script) else Nearness.OTHER
    most = typing_errors(first, second)
    if (first.script == "consonants") != (second.script == "consonants"):
        return _across(*((first, second) if first.script == "consonants" else (second, first)))
    if first.script != "consonants" and _sounds_alike(first, second):
        return Nearness.SPELLING
    if distance(first.text, second.text, most) <= most:
        return Nearness.TYPO
    return Nearness.FAINT if _is_faint(first, second) else Nearness.OTHER


def _sounds_alike(first: Token, second: Token) -> bool:
    """Return whether two words have the same consonants, as written or by another custom, and enough letters in common."""
    if _sounds(first.text, first.skeleton).isdisjoint(_sounds(second.text, second.skeleton)):
        return False
    for one, two in _customs(first, second):
        if len(one.skeleton) > 1 and one.skeleton.replace("g", "J") == two.skeleton.replace("g", "J"):
            share = 0.6 if len(one.skeleton) == 2 else 0.5
            plain, other = _plain_vowels(one.text), _plain_vowels(two.text)
            allowed = int(max(len(plain), len(other)) * (1 - share))
            if distance(plain, other, allowed) <= allowed:
                return True
    return False


@cache
def _sounds(text: str, consonants: str) -> frozenset[str]:
    """Return the consonants of a word, as written and by other customs, with one letter for *g* and *j*."""
    return frozenset(one.replace("g", "J") for one in (consonants, *(other for _, other in other_customs(text))))


def _customs(first: Token, second: Token) -> Iterator[tuple[Token, Token]]:
    """Yield two words as they are written, then one of them as another custom writes it."""
    yield first, second
    for text, consonants in other_customs(first.text):
        yield Token(text, consonants, first.script, text), second
    for text, consonants in other_customs(second.text):
        yield first, Token(text, consonants, second.script, text)


def _is_faint(first: Token, second: Token) -> bool:
    """Return whether one of two words may be a typing error in another spelling of the other: one consonant apart, most letters alike."""
    lengths = len(first.skeleton), len(second.skeleton)
    if min(lengths) < 3 or abs(lengths[0] - lengths[1]) > 1 or first.script == "han" or second.script == "han":
        return False
    allowed = max(len(first.text), len(second.text)) // 2
    one, two = first.skeleton.replace("g", "J"), second.skeleton.replace("g", "J")
    return distance(one, two, 1) <= 1 and distance(first.text, second.text, allowed) <= allowed


def _across(consonants: Token, vowelled: Token) -> Nearness:
    """Return how near a word written in consonants is to one with vowels: long vowels stand in both, short ones in one."""
    one, two = (token.skeleton.replace("g", "J").removesuffix("h") for token in (consonants, vowelled))
    if one == two and vowelled.skeleton:
        inside, after = consonants.text[1:], vowelled.text[1:]
        long_i = re.search("[iey]", after) is not None if "y" in inside else not re.search("ei|ai|ee|ay|ey", after[:-1])
        long_u = "w" not in inside or re.search("[ouwv]", vowelled.text) is not None
        return Nearness.SPELLING if long_i and long_u else Nearness.TYPO
    if consonants.written.startswith("ال") and (article := re.match("[ae]l(?=...)", vowelled.text)):
        text = vowelled.text[article.end() :]
        return _across(consonants, Token(text, skeleton(text), vowelled.script, text))
    short = min(len(consonants.skeleton), len(vowelled.skeleton))
    near = short >= 3 and distance(consonants.skeleton, vowelled.skeleton, 1) == 1
    return Nearness.TYPO if near else Nearness.OTHER


def is_one_name(first: Token, second: Token) -> bool:
    """Return whether two near words are spellings of one name, and not the names of two children of a household.

    Vowels may be written in another way (*Mohammed*, *Muhammad*; *Salem*, *Salim*) and scripts may differ; an ending that makes another
    name (*Karim*, *Karima*; *Mario*, *Maria*) is another name, in two scripts too where both write vowels.

    Examples
    --------
    >>> from legation.consular.matching.names import tokens
    >>> pairs = [("Mohammed", "Muhammad"), ("Karim", "Karima"), ("Mario", "Maria"), ("Hassan", "Hussein"), ("王伟", "王薇")]
    >>> [is_one_name(tokens(first)[0], tokens(second)[0]) for first, second in pairs]
    [True, False, False, False, False]
    >>> [is_one_name(tokens(first)[0], tokens("Мария")[0]) for first in ("Maria", "Mariya", "Mario")]
    [True, True, False]
    """
    if first.written == second.written:
        return True
    if first.script != second.script:
        has_vowels = "consonants" not in (first.script, second.script)
        ends_alike = len({_plain_y(one.text).endswith("a") for one in (first, second)}) == 1
        return nearness(first, second) >= Nearness.SPELLING and (ends_alike or not has_vowels)
    if first.script != "latin":
        return first.text == second.text and first.script != "han"
    return any(one.skeleton == two.skeleton and _has_vowels_of(one.text, two.text) for one, two in _customs(first, second))


def _has_vowels_of(first: str, second: str) -> bool:
    """Return whether two words of the same consonants differ only in how vowels are written."""
    one, two = _vowels(first), _vowels(second)
    if len(one) != len(two):
        one, two = sorted((one, two), key=len)
        if len(two) - len(one) > 1 or len(one) < 2:
            return False
        one = [*one[:-1], two[-2], one[-1]]
    *middle, last = zip(one, two, strict=True)
    open_end = {_plain_y(text)[-1:] in "aeiou" for text in (first, second)}
    return (
        len(open_end) == 1
        and all(_are_alike(a, b) for a, b in middle)
        and (_are_alike(*last) if open_end == {False} else last[0] == last[1])
    )


def _vowels(text: str) -> list[str]:
    """Return the vowels of a word one after the other, each written in one way."""
    return re.findall("[aeiou]+", _plain_vowels(text)) or [""]


@cache
def _plain_vowels(text: str) -> str:
    """Return a word with each vowel written in one way."""
    text = _plain_y(text)
    for letters, vowel in _VOWELS:
        text = text.replace(letters, vowel)
    return text


def _plain_y(text: str) -> str:
    """Return a word with *i* for *y*, and without the *h* of a final *ah*."""
    return re.sub("ah$", "a", text.replace("y", "i"))


def _are_alike(first: str, second: str) -> bool:
    """Return whether two vowels are spellings of one."""
    return first == second or any({*first, *second} <= alike for alike in _ALIKE)
