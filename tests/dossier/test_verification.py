"""How far rows were compared: one order of words for fields, rules, steps and fora, and one reading of a row without a word."""

from __future__ import annotations

import itertools

import pytest

from legation.dossier import Access, BodyRule, ForumStep, Process
from legation.dossier.records.fora import VERIFIED
from legation.dossier.verification import ORDER, said_of, weakest


def test_every_word_of_the_fields_has_its_place() -> None:
    assert [word for word in ORDER if word] == list(VERIFIED)


@pytest.mark.parametrize("kind", [Access, ForumStep, Process])
@pytest.mark.parametrize(("verified", "evidence", "said"), [("yes", (), "yes"), ("no", ("e",), "no"), ("", ("e",), ""), ("", (), "no")])
def test_a_row_says_its_own_word_else_what_its_source_does(kind: type, verified: str, evidence: tuple[str, ...], said: str) -> None:
    assert said_of(kind(id="a", verified=verified, evidence=evidence)) == said
    assert said_of(BodyRule(verified=verified, evidence=evidence)) == said


def test_the_weakest_of_two_is_the_later_one_whichever_comes_first() -> None:
    for one, other in itertools.product(ORDER, repeat=2):
        assert weakest((one, other)) == weakest((other, one)) == ORDER[max(ORDER.index(one), ORDER.index(other))]
    assert weakest(()) == ""
