"""What one item carries, what to look for next, what would prove us wrong; and the checklist of state responsibility."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.attribution.records import TECHNIQUES, knowledge

from legation.errors import BadValue
from legation.methods.attribution import (
    TESTS,
    Item,
    Knowledge,
    next_evidence,
    responsibility,
    would_prove_wrong,
)

TWO = Knowledge(
    groups={
        "G1": {"techniques": {"T1": ["a"], "T2": ["a", "b"], "T9": ["a"]}, "software": {"S1": ["a"]}},
        "G2": {"techniques": {"T1": ["c"], "T3": ["c", "d"], "T9": ["c"]}, "software": {"S2": ["c"]}},
    }
)
IDS = st.lists(st.sampled_from(TECHNIQUES), unique=True, min_size=1, max_size=6)


@given(knowledge(), IDS)
def test_the_expected_gain_is_no_loss_and_no_more_than_what_is_unknown(k: Knowledge, ids: list[str]) -> None:
    found = next_evidence({"techniques": ids}, k, most=100)
    gains = [row.information for row in found]

    assert gains == sorted(gains, reverse=True)
    assert not {row.id for row in found} & set(ids)
    for row in found:
        assert 0 <= row.information <= min(1.0, math.log2(len(k.groups) + 1)) + 1e-9
        assert 0 < row.seen < 1


def test_what_tells_two_groups_apart_comes_first() -> None:
    found = next_evidence({"techniques": ["T1"]}, TWO)

    assert found[0].id in {"S1", "S2", "T2", "T3"}
    assert found[-1].id == "T9"
    for row in found:
        if row.id in {"S1", "T2"}:
            assert row.first_if_seen == "G1"
        if row.id in {"S2", "T3"}:
            assert row.first_if_seen == "G2"


def test_what_would_prove_us_wrong() -> None:
    found = would_prove_wrong({"techniques": ["T1"], "software": ["S1"]}, TWO, visible=["T2", "T9"])

    assert found.leader == "G1"
    assert {row.id for row in found.overturning[:2]} == {"S2", "T3"}
    assert found.missing == ("T2",)
    assert would_prove_wrong({"techniques": ["T1"], "software": ["S1"]}, TWO).missing == ()
    assert would_prove_wrong([Item("technique", "T2")], TWO, visible=["T2"]).missing == ()
    with pytest.raises(BadValue, match="most"):
        next_evidence([], TWO, most=0)


def test_the_checklist_has_no_probability() -> None:
    nobody = responsibility("RU")
    no = dict.fromkeys(TESTS, ("not-met", "see file 3"))

    assert (nobody.attributable, nobody.diligence, [one.test for one in nobody.tests]) == ("open", "open", list(TESTS))
    assert responsibility("RU", {**no, "due-diligence": ("met", "asked twice, no answer")}).attributable == "not-met"
    assert responsibility("RU", {**no, "organ": ("open", "")}).attributable == "open"
    assert responsibility("RU", {"adoption": ("met", "statement of 3 May")}, "state-executed").spectrum == "state-executed"
    assert not any(isinstance(getattr(nobody, name), float) for name in type(nobody).__dataclass_fields__)


@pytest.mark.parametrize(
    ("answers", "spectrum"),
    [({"motive": ("met", "x")}, None), ({"organ": ("yes", "x")}, None), ({"organ": ("met", " ")}, None), ({}, "state-ish")],
)
def test_other_answers_are_refused(answers: dict[str, tuple[str, str]], spectrum: str | None) -> None:
    with pytest.raises(BadValue, match="must be"):
        responsibility("RU", answers, spectrum)
