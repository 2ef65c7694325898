"""How strongly two registrations speak for one person: bits for and against, after Fellegi and Sunter, and what is never one person."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from legation.consular.matching.births import Agreement, agreement
from legation.consular.matching.names import Token
from legation.consular.matching.person import Prepared, is_particle
from legation.consular.matching.spelling import Nearness, distance, is_one_name, nearness, typing_errors

__all__ = ["Evidence", "Population"]

GENERATION_YEARS = 13
"""From so many years between two births on, one name in one household is a parent's and a child's."""

_BIRTH_BITS = {
    Agreement.UNKNOWN: 0.0,
    Agreement.EXCHANGED: 7.5,
    Agreement.ONE_DIGIT: 3.5,
    Agreement.YEAR_ONLY: 4.5,
    Agreement.OTHER: -12.0,
}
_IMPOSSIBLE_BITS = 3.0
_DOCUMENT_BITS, _OTHER_DOCUMENT_BITS = 20.0, -2.5
_TIE_BITS, _ANOTHER_TIE_BITS, _CROWDED_TIE_BITS, _CROWD = 5.5, 1.5, 1.0, 12
_NATIONALITY_BITS, _OTHER_NATIONALITY_BITS = 0.7, -1.5
_OTHER_PHONE_BITS, _OTHER_EMAIL_BITS = -1.0, -2.0
_EXTRA_WORD_BITS = -0.7
_TYPO, _TYPO_BETWEEN_NAMES, _FAINT = 3.0, 6.0, 3.0
_ONE_WORD_BITS = -6.0
_CHANGED_NAME = 10
"""Words that a changed name counts as left over."""
_NEAR_BIRTHS = {Agreement.EQUAL, Agreement.EXCHANGED, Agreement.ONE_DIGIT}
_LEAST_PEOPLE, _BASELINE_SHARE, _BASELINE_PEOPLE = 2_000, 1 / 120, 500
Pair = tuple[Token, Token, Nearness]
_MOST_NAME_BITS, _DAYS_OF_BIRTH = 17.0, 20_000


@dataclass(frozen=True, slots=True)
class Population:
    """How often each word of a name, each date of birth and each tie occurs: a rare one says more.

    Attributes
    ----------
    people
        How many there are.
    words, skeletons
        People by word, and by skeleton.
    names
        People by whole name, in consonants.
    births
        People by date of birth.
    ties
        People by tie.
    given, family
        People by the skeleton of a word of either field.
    """

    people: int
    words: Counter[str]
    skeletons: Counter[str]
    names: Counter[tuple[str, ...]]
    births: Counter[object]
    ties: Counter[str]
    given: Counter[str]
    family: Counter[str]

    @classmethod
    def of(cls, people: Sequence[Prepared]) -> Population:
        """Count what prepared people have."""
        return cls(
            len(people),
            Counter(text for one in people for text in {token.text for shape in one.shapes[:2] for token in shape}),
            Counter(text for one in people for text in {token.skeleton for shape in one.shapes[:2] for token in shape}),
            Counter(one.key for one in people),
            Counter(one.birth for one in people),
            Counter(tie for one in people for tie in one.ties),
            Counter(word for one in people for word in one.given),
            Counter(word for one in people for word in one.family),
        )

    def bits(self, counts: Counter[str], value: str) -> float:
        """Return how many bits it says that two have this value, the two left out of the count."""
        others = max(counts[value] - 2, 0)
        return -math.log2((others + _BASELINE_SHARE * _BASELINE_PEOPLE) / (self.people + _BASELINE_PEOPLE))

    def is_attested(self, token: Token) -> bool:
        """Return whether somebody else bears this word as it stands: then it is a name and hardly a typing error."""
        return self.words[token.text] > 1

    def as_family(self, token: Token, *but: Prepared) -> int:
        """Return how many more others bear a word as their family name than as their given name; negative for a given name."""
        word = token.skeleton
        return (
            sum((-1 if word in one.family else 0) + (1 if word in one.given else 0) for one in but) + self.family[word] - self.given[word]
        )


class Evidence:
    """Compares prepared people of one population.

    Parameters
    ----------
    population
        What the people have.
    """

    def __init__(self, population: Population) -> None:
        self._population = population
        self._near: dict[tuple[Token, Token], Nearness] = {}
        self._prior = -math.log2(max(population.people, _LEAST_PEOPLE) / 0.3)

    def score(self, first: Prepared, second: Prepared) -> float:
        """Return the chance, 0 to 1, that two registrations are of one person; 0 for what never is."""
        documents = first.documents & second.documents
        born = agreement(first.birth, second.birth)
        pairs, extra = self._aligned(first, second)
        if not pairs and documents and born in _NEAR_BIRTHS and first.ties.isdisjoint(second.ties):
            pairs, extra = self._shared_words(first, second), _CHANGED_NAME
        if not pairs or self._is_never_one(first, second, born, pairs, has_document=bool(documents)):
            return 0.0
        bits = self._prior + min(self._name_bits(pairs), self._whole_bits(first, second)) + extra * _EXTRA_WORD_BITS
        bits += self._birth_bits(first, second, born) + self._tie_bits(first, second) + self._contact_bits(first, second)
        if documents:
            bits += _DOCUMENT_BITS
        elif first.documents and second.documents:
            bits += _OTHER_DOCUMENT_BITS
        if first.nationality and second.nationality:
            bits += _NATIONALITY_BITS if first.nationality == second.nationality else _OTHER_NATIONALITY_BITS
        if len(pairs) == 1 and not documents and self._is_part(pairs[0][0], first, pairs[0][1], second):
            bits += _ONE_WORD_BITS
        return 1 / (1 + 2.0**-bits) if bits > -60 else 0.0

    @staticmethod
    def _is_part(word: Token, first: Prepared, other: Token, second: Prepared) -> bool:
        """Return whether one name has one word, and the other has more that it says nothing of."""
        if len(first.words) == len(second.words):
            return False
        return not any((token,) in person.shapes[1:] for token, person in ((word, first), (other, second)))

    def _nearness(self, first: Token, second: Token) -> Nearness:
        if first is second:
            return Nearness.EQUAL
        found = self._near.get((first, second))
        if found is None:
            found = self._near[first, second] = nearness(first, second)
        return found

    def _aligned(self, first: Prepared, second: Prepared) -> tuple[list[Pair], int]:
        """Return the words that go together, in any order, and how many are left over; no words where both sides have some left."""
        words, others = first.words, second.words
        found, left = self._paired(words, others)
        if found and not _has_faint(found):
            return found, left
        parted = min(len(words), len(others)) > 1
        for one in first.shapes:
            for two in second.shapes:
                if len(one) != len(two) or (parted and len(one) == 1) or (one is words and two is others):
                    continue
                pairs, extra = self._paired(one, two)
                if pairs and not extra and not (found and _has_faint(pairs)):
                    return pairs, 0
        return found, left
        for one in first.shapes:
            for two in second.shapes:
                as_written = one is first.words and two is second.words
                lone = len(one) == 1 and min(len(first.words), len(second.words)) > 1
                if as_written or lone or len(one) != len(two):
                    continue
                pairs, extra = self._paired(one, two)
                if pairs and not extra and not (found and any(level is Nearness.FAINT for *_, level in pairs)):
                    return pairs, 0
        return found, left

    def _paired(self, first: tuple[Token, ...], second: tuple[Token, ...]) -> tuple[list[Pair], int]:
        near = sorted(
            ((level, i, j) for i, one in enumerate(first) for j, two in enumerate(second) if (level := self._nearness(one, two))),
            key=lambda found: (-found[0], found[1], found[2]),
        )
        if not near:
            return [], 0
        left, right, pairs = dict(enumerate(first)), dict(enumerate(second)), []
        for level, i, j in near:
            if i in left and j in right:
                pairs.append((left.pop(i), right.pop(j), level))
        alone = sum(not is_particle(token) for rest in (left, right) for token in rest.values())
        if (left and right and alone) or not any(level >= Nearness.TYPO for *_, level in pairs):
            return [], 0
        return pairs, alone

    def _shared_words(self, first: Prepared, second: Prepared) -> list[Pair]:
        """Return the words that two names have in common where the rest of them differs: a name that changed."""
        near = ((one, two, self._nearness(one, two)) for one in first.words for two in second.words)
        return [pair for pair in near if pair[2] >= Nearness.SPELLING]

    def _is_never_one(self, first: Prepared, second: Prepared, born: Agreement, pairs: list[Pair], *, has_document: bool) -> bool:
        """Return whether two are a household's twins, brothers and sisters, or parent and child of one name."""
        if first.ties.isdisjoint(second.ties):
            return False
        years = abs(int(first.birth.year) - int(second.birth.year)) if first.birth and second.birth else 0
        if years >= GENERATION_YEARS and not (has_document and born is Agreement.ONE_DIGIT):
            return True
        if has_document:
            return False
        has_one_birth = born is Agreement.EQUAL and any(tie.startswith("household ") for tie in first.ties & second.ties)
        others: list[Pair] = [
            (one, two, level)
            for one, two, level in pairs
            if level is not Nearness.EQUAL and not self._is_one_name(one, two, has_one_birth=has_one_birth)
        ]
        return bool(others) and not self._is_family_name(first, second, pairs, others)

    def _is_family_name(self, first: Prepared, second: Prepared, pairs: list[Pair], others: list[Pair]) -> bool:
        """Return whether two share a given name and differ in how a family name is written: by the fields, and by what others bear."""
        counts = self._population
        shared = [pair[:2] for pair in pairs if pair not in others and not is_particle(pair[0]) and not is_particle(pair[1])]
        has_given = any(
            (one.skeleton in first.given or two.skeleton in second.given)
            and min(counts.as_family(one, first, second), counts.as_family(two, first, second)) < 0
            for one, two in shared
        )
        return has_given and all(
            (one.skeleton in first.family or two.skeleton in second.family)
            and max(counts.as_family(one, first, second), counts.as_family(two, first, second)) > 0
            and (level is Nearness.SPELLING or one.skeleton == two.skeleton or counts.is_attested(one) != counts.is_attested(two))
            for one, two, level in others
        )

    def _is_one_name(self, first: Token, second: Token, *, has_one_birth: bool) -> bool:
        """Return whether two words are one name even among those who share a tie: in two spellings, or with an error in a name of others.

        Of one household and birth, words with the same consonants and words that Arabic writes are two names, whoever else bears one of
        them: Hassan and Hussein, Mario and Maria, Karim and Karima are two children.
        """
        if is_one_name(first, second) or is_particle(first) or is_particle(second):
            return True
        if has_one_birth and (first.skeleton == second.skeleton or "consonants" in (first.script, second.script)):
            return False
        most = typing_errors(first, second)
        if distance(first.text, second.text, most) > most:
            return False
        return self._population.is_attested(first) != self._population.is_attested(second)

    def _name_bits(self, pairs: list[Pair]) -> float:
        """Return what the words of two names say."""
        counts = self._population
        total = 0.0
        for first, second, level in pairs:
            if level is Nearness.EQUAL:
                total += counts.bits(counts.words, first.text)
            elif level is Nearness.SPELLING:
                total += min(counts.bits(counts.skeletons, first.skeleton), counts.bits(counts.skeletons, second.skeleton))
            elif level in (Nearness.TYPO, Nearness.FAINT):
                total += min(counts.bits(counts.words, first.text), counts.bits(counts.words, second.text))
                total -= _FAINT if level is Nearness.FAINT else 0
                total -= _TYPO_BETWEEN_NAMES if counts.is_attested(first) and counts.is_attested(second) else _TYPO
            else:
                total += 1
        return total

    def _whole_bits(self, first: Prepared, second: Prepared) -> float:
        """Return how much two whole names can say at most: names of one country go together more often than by chance."""
        counts = self._population
        others = max(counts.names[first.key] - 1 - (first.key == second.key), counts.names[second.key] - 1 - (first.key == second.key), 0)
        return min(_MOST_NAME_BITS, -math.log2((others + 0.1) / (counts.people + _LEAST_PEOPLE)))

    def _birth_bits(self, first: Prepared, second: Prepared, born: Agreement) -> float:
        """Return what two dates of birth say: one digit off a day that no calendar has says more."""
        if born is Agreement.ONE_DIGIT and any(person.birth and person.birth.is_impossible for person in (first, second)):
            return _BIRTH_BITS[born] + _IMPOSSIBLE_BITS
        if born is not Agreement.EQUAL:
            return _BIRTH_BITS[born]
        others = max(self._population.births[first.birth] - 2, 0)
        return -math.log2((others + self._population.people / _DAYS_OF_BIRTH + 1) / (self._population.people + _DAYS_OF_BIRTH))

    def _tie_bits(self, first: Prepared, second: Prepared) -> float:
        """Return what a shared phone, address or household says: little where many share it."""
        shared = first.ties & second.ties
        if not shared:
            return 0.0
        if min(self._population.ties[tie] for tie in shared) > _CROWD:
            return _CROWDED_TIE_BITS
        return _TIE_BITS + (len({tie[0] for tie in shared}) - 1) * _ANOTHER_TIE_BITS

    @staticmethod
    def _contact_bits(first: Prepared, second: Prepared) -> float:
        """Return what two phones, and two e-mail addresses, say against one person where both have some and none is shared."""
        bits = (_OTHER_PHONE_BITS, _OTHER_EMAIL_BITS)
        return sum(
            against for one, two, against in zip(first.contacts, second.contacts, bits, strict=True) if one and two and one.isdisjoint(two)
        )


def _has_faint(pairs: list[Pair]) -> bool:
    """Return whether words go together on a typing error in another spelling."""
    return any(level is Nearness.FAINT for *_, level in pairs)
