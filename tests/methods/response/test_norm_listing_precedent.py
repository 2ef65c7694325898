"""Norms, grounds of a listing, precedents, and the tables that stand behind them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.response import Ground, families, grounds, measures, norm_by_norm, norms, similar, victim_facts

ELEMENTS = [element for norm in norms() for element in norm.elements]


def test_there_are_the_eleven_norms_in_their_order() -> None:
    """Origin: A/70/174, paragraph 13, letters a to k."""
    assert [norm.id for norm in norms()] == list("abcdefghijk")
    assert [norm.id for norm in norms() if not norm.verified] == ["i", "j", "k"]
    assert len(ELEMENTS) == len(set(ELEMENTS))


@given(st.dictionaries(st.sampled_from(ELEMENTS), st.sampled_from(["yes", "no", "unknown"])))
def test_every_element_stands_in_one_place(answers: dict[str, str]) -> None:
    for found in norm_by_norm(answers):
        assert sorted((*found.shown, *found.against, *found.missing)) == sorted(found.norm.elements)
        assert (found.state == "shown") == all(answers.get(e) == "yes" for e in found.norm.elements)
        assert (found.state == "against") == any(answers.get(e) == "no" for e in found.norm.elements)


def test_a_norm_with_nothing_recorded_is_untouched_and_one_answered_no_is_against() -> None:
    found = {
        one.norm.id: one.state
        for one in norm_by_norm({"c.territory": "yes", "c.knowing": "no", "k.team": "unknown", "g.protection": "yes"})
    }
    assert (found["c"], found["k"], found["g"], found["f"]) == ("against", "untouched", "shown", "untouched")


@pytest.mark.parametrize("answers", [{"z.any": "yes"}, {"c.territory": "maybe"}])
def test_unknown_elements_and_answers_are_refused(answers: dict[str, str]) -> None:
    with pytest.raises(BadValue, match="must be"):
        norm_by_norm(answers)


def test_a_listing_needs_a_public_item_for_each_ground() -> None:
    proven = Ground(target="a", ground="responsible", public_items=("e1",))
    bare, other = Ground(target="a", ground="support"), Ground(target="b", ground="associated")
    assert grounds([proven]).answer == "yes"
    assert grounds([proven, bare]).answer == "unknown"
    found = grounds([proven, bare, other])
    assert (found.answer, found.targets_without, found.bare) == ("no", ("b",), (bare, other))
    with pytest.raises(BadValue, match="must be responsible"):
        grounds([Ground(target="a", ground="rumour")])
    with pytest.raises(BadValue, match="target"):
        grounds([Ground(target=" ", ground="support")])


FEATURES = {"target": "energy", "effects": ("disruption", "spill-over"), "severity": 5}


def test_similarity_by_hand() -> None:
    past = {
        "same": FEATURES,
        "near": {"target": "Energy ", "effects": ("disruption",), "severity": 7},
        "far": {"target": "bank", "effects": ("theft",), "severity": 3},
        "thin": {"target": "energy"},
    }
    found = similar(FEATURES, past, {"severity": 10})
    assert [(one.id, round(one.similarity, 4)) for one in found] == [
        ("same", 1.0),
        ("near", round((1 + 0.5 + 0.8) / 3, 4)),
        ("thin", round(1 / 3, 4)),
        ("far", round(0.8 / 3, 4)),
    ]
    assert (found[1].agree, found[1].partly, found[2].unknown, found[3].differ) == (
        ("target",),
        ("effects", "severity"),
        ("effects", "severity"),
        ("target", "effects"),
    )


@given(st.permutations(["a", "b", "c"]), st.permutations(list(FEATURES)))
def test_the_order_of_cases_and_features_does_not_matter(names, order) -> None:
    past = {"a": {"target": "bank", "severity": 1}, "b": {"target": "energy"}, "c": {"effects": ("spill-over",), "severity": 9}}
    plain = similar(FEATURES, past)
    turned = similar({name: FEATURES[name] for name in order}, {name: past[name] for name in names})
    assert [(one.id, pytest.approx(one.similarity)) for one in plain] == [(one.id, one.similarity) for one in turned]


def test_features_of_two_kinds_and_none_at_all_are_refused() -> None:
    with pytest.raises(BadValue, match="of one kind"):
        similar({"severity": 5}, {"a": {"severity": "grave"}})
    with pytest.raises(BadValue, match="at least one"):
        similar({}, {"a": {"severity": 5}})
    with pytest.raises(BadValue, match="above 0"):
        similar({"severity": 5}, {"a": {"severity": 4}}, {"severity": 0})


def test_similar_cases_of_the_past_come_before_others() -> None:
    """Which acts followed three operations, of what is told in the example of 2017."""
    acts = {
        "NotPetya": ("attributes", "denies", "litigates", "sanctions", "supports"),
        "OPCW close-access 2018": ("attributes", "concern", "condemns", "denies", "supports"),
        "Viasat KA-SAT 2022": ("attributes", "condemns"),
    }
    assert similar({"acts": acts["NotPetya"]}, {name: {"acts": found} for name, found in acts.items()})[0].id == "NotPetya"


def test_what_is_in_the_tables_fits_together() -> None:
    known = {one.id for one in measures()}
    assert {measure for family in families() for measure in family.measures} <= known
    dates = [dt.date.fromisoformat(fact.known) for fact in victim_facts()]
    assert dates == sorted(dates)
    assert all(fact.date <= fact.known for fact in victim_facts())
    assert all(fact.source.startswith("https://") for fact in victim_facts())
    assert all(one.source for one in (*measures(), *norms()))
