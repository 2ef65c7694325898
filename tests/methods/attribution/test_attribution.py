"""The posterior against plain loops over the definitions, and what holds for every incident."""

from __future__ import annotations

import copy
import math
import pickle
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.attribution.records import REPORTS, SOFTWARE, TECHNIQUES, knowledge, plain_posterior

from legation.errors import BadValue
from legation.methods.attribution import Attribution, Item, Knowledge, attribute
from legation.methods.attribution.false_flag import surplus
from legation.methods.attribution.posterior import DOUBT, case

IDS = st.tuples(
    st.lists(st.sampled_from(TECHNIQUES), unique=True, max_size=8), st.lists(st.sampled_from(SOFTWARE), unique=True, max_size=4)
)
ITEMS = st.lists(
    st.builds(
        Item,
        st.sampled_from(("technique",)),
        st.sampled_from(TECHNIQUES),
        st.sampled_from(("a", "b", "c")),
        st.sampled_from("ABCDEF"),
        st.integers(1, 6),
        st.booleans(),
    )
    | st.builds(Item, st.just("software"), st.sampled_from(SOFTWARE), st.sampled_from(("a", "b")), st.sampled_from("ABF"), st.just(2)),
    max_size=12,
)
CONTRACT = Knowledge(
    groups={
        "G0007": {
            "techniques": {"T1566.001": ["report-1", "report-2"]},
            "software": {"S0002": ["report-1"]},
            "sponsor": {"RU": 0.8},
        }
    },
    software={"S0002": ["T1566.001"]},
    temperature=3.0,
    floor=0.10,
)


def whole(found: Attribution) -> float:
    return sum(found.probability.values()) + found.unlisted + sum(found.false_flag.values())


def same(one: Attribution, other: Attribution) -> None:
    assert one.probability == pytest.approx(other.probability, abs=1e-12)
    assert one.unlisted == pytest.approx(other.unlisted, abs=1e-12)
    assert one.low == pytest.approx(other.low, abs=1e-12)
    assert one.high == pytest.approx(other.high, abs=1e-12)
    assert one.false_flag == pytest.approx(other.false_flag, abs=1e-12)


def test_the_contract() -> None:
    found = attribute({"techniques": ["T1566.001"], "software": ["S0002"]}, CONTRACT, prior=None, exclude_sources=("report-2",))

    assert found.ranking == ("G0007",)
    assert whole(found) == pytest.approx(1)
    assert found.unlisted >= 0.10
    assert set(found.low) == set(found.high) == set(found.probability) == set(found.false_flag) == {"G0007"}
    assert found.sponsor["RU"] == pytest.approx(0.8 * found.probability["G0007"])
    assert sum(found.sponsor.values()) == pytest.approx(1)
    assert found.probability["G0007"] > found.prior["G0007"]


@settings(deadline=None)
@given(knowledge(), IDS, st.lists(st.sampled_from(REPORTS), unique=True, max_size=2))
def test_the_posterior_is_that_of_plain_loops(k: Knowledge, ids: tuple[list[str], list[str]], left: list[str]) -> None:
    found = attribute({"techniques": ids[0], "software": ids[1]}, k, exclude_sources=left)
    counted = [(claim.kind, claim.id, claim.weight) for claim in found.claims]
    plain = case(found.claims, replace(k, temperature=3.0), None, left)
    doubt = DOUBT * surplus(plain, found.claims, k).clip(0)
    expected = plain_posterior(k, counted, left, dict(zip(found.groups, doubt.tolist(), strict=True)))

    assert all(weight == pytest.approx(0.68) for _, _, weight in counted)
    held = max(found.probability.values()) > 0.8 - 1e-9
    assert found.unlisted == pytest.approx(expected[None], abs=1e-9) or held
    for group in k.groups if not held else ():
        assert found.fit[group] == pytest.approx(expected[group], abs=1e-9)


@settings(deadline=None)
@given(knowledge(), ITEMS, st.randoms(use_true_random=False))
def test_what_holds_for_every_incident(k: Knowledge, items: list[Item], random: object) -> None:
    found = attribute(items, k)
    shuffled = [*items, *items]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert whole(found) == pytest.approx(1)
    assert sum(found.fit.values()) + found.unlisted == pytest.approx(1)
    assert found.unlisted >= k.floor - 1e-12
    assert sum(found.sponsor.values()) == pytest.approx(1)
    assert list(found.sponsor)[-1] is None
    assert set(found.ranking) == set(k.groups)
    ranked = [round(found.fit[group], 12) for group in found.ranking]
    assert ranked == sorted(ranked, reverse=True)
    for group, share in found.planted_share.items():
        assert found.false_flag[group] == pytest.approx(share * (found.probability[group] + found.false_flag[group]), abs=1e-9)
        assert found.probability[group] <= found.fit[group] + 1e-12
    for group, value in found.probability.items():
        assert 0 <= found.low[group] <= value <= found.high[group] <= 1
    same(found, attribute(shuffled, k))


@given(knowledge(), IDS)
def test_renamed_groups_are_renamed(k: Knowledge, ids: tuple[list[str], list[str]]) -> None:
    names = sorted(k.groups)
    other = dict(zip(names, reversed(names), strict=True))
    turned = replace(k, groups={other[name]: k.groups[name] for name in names})
    observed = {"techniques": ids[0], "software": ids[1]}
    one, two = attribute(observed, k), attribute(observed, turned)

    assert {other[name]: value for name, value in one.probability.items()} == pytest.approx(two.probability, abs=1e-9)
    assert {other[name]: value for name, value in one.low.items()} == pytest.approx(two.low, abs=1e-9)
    assert one.unlisted == pytest.approx(two.unlisted, abs=1e-9)


def ten_groups() -> Knowledge:
    return Knowledge(
        groups={
            f"G{at}": {
                "techniques": {f"T{at}{n}": ["old-1", f"old-{at}"] for n in range(8)} | {"T99": ["old-1"]},
                "software": {f"S10{at}0": ["old-1"], f"S10{at}1": ["old-2"]},
                "sponsor": {"RU" if at % 2 else "CN": 0.5},
            }
            for at in range(10)
        }
    )


def test_nothing_observed_gives_the_prior_and_says_so() -> None:
    k = ten_groups()
    found = attribute({"techniques": [], "software": []}, k)

    assert found.unlisted == found.prior_unlisted == pytest.approx(0.5)
    assert found.probability == pytest.approx(found.prior, rel=0.05)
    assert set(found.false_flag.values()) == {0.0}
    assert "nothing-observed" in {note.code for note in found.notes}
    same(found, attribute([], k))


def test_one_report_repeated_twenty_times_barely_moves() -> None:
    k = ten_groups()
    once = [Item("technique", "T30", "a"), Item("technique", "T31", "a"), Item("software", "S1030", "a")]
    one, twenty = attribute(once, k), attribute(once * 20, k)
    copied = attribute([Item(item.kind, item.id, f"copy-{at}") for item in once for at in range(20)], k)

    same(one, twenty)
    assert "repeated" in {note.code for note in twenty.notes}
    assert abs(copied.probability["G3"] - one.probability["G3"]) < 0.05
    assert copied.unlisted >= k.floor


def test_ungraded_evidence_counts_half_and_is_never_certain() -> None:
    k = ten_groups()
    ids = [("technique", f"T3{n}") for n in range(8)] + [("software", "S1030"), ("software", "S1031")]
    by_grade = {
        grade: attribute([Item(kind, name, "a", grade[0], int(grade[1])) for kind, name in ids], k) for grade in ("A1", "B2", "F6", "E5")
    }
    chance = [by_grade[grade].probability["G3"] for grade in ("A1", "B2", "F6", "E5")]

    assert chance == sorted(chance, reverse=True)
    assert by_grade["F6"].probability["G3"] > by_grade["F6"].prior["G3"] * 2
    assert all(max(found.probability.values()) <= 1 - k.floor for found in by_grade.values())
    assert "ungraded" in {note.code for note in by_grade["F6"].notes}
    assert "ungraded" not in {note.code for note in by_grade["B2"].notes}


def test_evidence_that_points_both_ways_is_said_to() -> None:
    k = ten_groups()
    found = attribute({"techniques": ["T30", "T31", "T40", "T41"], "software": ["S1030", "S1040"]}, k)
    plain = attribute({"techniques": ["T30", "T31"], "software": ["S1030"]}, k)

    assert ("contradiction", ("S1030", "S1040")) in {(note.code, note.ids) for note in found.notes}
    assert "contradiction" not in {note.code for note in plain.notes}
    assert max(found.probability.values()) < max(plain.probability.values())
    assert sum(found.false_flag.values()) > sum(plain.false_flag.values())


def test_software_of_one_report_is_capped_unless_costly() -> None:
    k = replace(ten_groups(), software_cap=1.0)
    cheap = [Item("technique", "T30", "a"), Item("software", "S1030", "a"), Item("software", "S1031", "a")]
    costly = [replace(item, costly=item.kind == "software") for item in cheap]
    one, two = attribute(cheap, k), attribute(costly, k)
    column = one.groups.index("G3")
    software = [claim.kind == "software" for claim in one.claims]

    assert one.contribution[software, column].sum() == pytest.approx(1.0)
    assert two.contribution[software, column].sum() > 1.0
    assert ("capped", ("S1030", "S1031")) in {(note.code, note.ids) for note in one.notes}
    assert "capped" not in {note.code for note in two.notes}
    assert one.fit["G3"] < two.fit["G3"]


@given(knowledge(), ITEMS)
def test_contributions_add_up_to_what_the_evidence_says(k: Knowledge, items: list[Item]) -> None:
    found = attribute(items, replace(k, slip=0.0, floor=1e-9))
    said = found.contribution.sum(axis=0)
    weight = {group: found.prior[group] / found.prior_unlisted * math.exp(said[at]) for at, group in enumerate(found.groups)}

    assert 0 <= found.match <= 1
    named = max(found.probability.values()) > 0.8 - 1e-9
    for group, value in weight.items() if not named else ():
        assert found.fit[group] / found.unlisted == pytest.approx(value, rel=1e-6)


def test_nobody_is_named_above_eight_in_ten_on_what_anybody_could_fake() -> None:
    k = ten_groups()
    cheap = [Item("technique", f"T3{n}", f"r{n}", "A", 1) for n in range(8)] + [
        Item("software", f"S103{n}", f"s{n}", "A", 1) for n in range(2)
    ]
    one, two = attribute(cheap, k), attribute([*cheap[:-1], replace(cheap[-1], costly=True)], k)

    assert one.probability["G3"] == pytest.approx(0.8)
    assert one.ranking[0] == "G3"
    assert two.probability["G3"] > 0.8


def test_a_report_of_one_technique_is_no_ground_for_a_name() -> None:
    k = ten_groups()
    found = attribute({"techniques": ["T30"], "software": []}, k)

    assert found.ranking[0] == "G3"
    assert found.probability["G3"] < 0.8
    assert found.unlisted > 0.1
    assert "one-report" in {note.code for note in found.notes}


def test_the_less_alike_the_best_match_the_likelier_nobody_listed() -> None:
    k = ten_groups()
    alike = attribute({"techniques": [f"T3{n}" for n in range(8)], "software": ["S1030"]}, k)
    apart = attribute({"techniques": ["T30", "T41", "T52", "T63"], "software": ["S9999"]}, k)
    stated = attribute({"techniques": ["T30"]}, k, prior={"G3": 0.5, "unlisted": 0.5})

    assert alike.match > apart.match
    assert alike.prior_unlisted < apart.prior_unlisted
    assert stated.prior_unlisted == pytest.approx(0.5)


def test_the_ranking_is_that_of_the_evidence_before_planted_marks() -> None:
    k = replace(ten_groups(), false_flag=0.4)
    observed = {"techniques": [f"T3{n}" for n in range(3)] + [f"T4{n}" for n in range(3)], "software": ["S1030"]}
    many, few = attribute(observed, k), attribute(observed, replace(k, false_flag=0.0))

    assert many.ranking == few.ranking
    assert many.planted_share["G3"] > 0.4
    assert set(few.planted_share.values()) == {0.0}


def test_costly_evidence_speaks_against_a_false_flag() -> None:
    k = ten_groups()
    cheap = [Item("technique", name, "a") for name in ("T30", "T31", "T40", "T41")] + [Item("software", "S1030", "a")]
    costly = [replace(item, costly=item.id.startswith(("T3", "S"))) for item in cheap]
    one, two = attribute(cheap, k), attribute(costly, k)

    assert two.false_flag["G3"] < one.false_flag["G3"]
    assert two.probability["G3"] > one.probability["G3"]


def test_unknown_withdrawn_and_replaced_ids_are_stated() -> None:
    k = replace(ten_groups(), replaced={"T1086": "T30", "loop": "pool", "pool": "loop"}, withdrawn=frozenset({"T1000"}))
    found = attribute({"techniques": ["T1086", "T1000", "T8888", "loop"], "software": ["S9999", "S?"]}, k)
    notes = {note.code: note.ids for note in found.notes}

    assert notes["replaced"] == ("T1086", "loop")
    assert notes["withdrawn"] == ("T1000",)
    assert notes["unknown"] == ("S?", "T8888", "loop")
    assert notes["new-software"] == ("S9999",)
    assert [(claim.kind, claim.id) for claim in found.claims] == [("technique", "T30"), ("software", "S9999")]
    same(found, attribute({"techniques": ["T30"], "software": ["S9999"]}, k))


def test_a_prior_of_ones_own() -> None:
    k = ten_groups()
    observed = {"techniques": ["T30"], "software": []}
    found = attribute(observed, k, prior={"G3": 0.1, "G4": 0.1, "unlisted": 0.8})

    assert found.prior_unlisted == pytest.approx(0.8)
    assert found.probability["G5"] == 0
    assert attribute(observed, k, prior={"G3": 3, "G4": 1}).prior["G3"] == pytest.approx(0.375)
    for prior in ({"G77": 1.0}, {"G3": -1.0}, {"G3": math.nan}, {}, {"G3": 0.5, "unlisted": 0.1}, {"G3": "x"}):
        with pytest.raises(BadValue, match="must be"):
            attribute(observed, k, prior=prior)


def test_excluded_reports_are_taken_out_of_the_records() -> None:
    k = ten_groups()
    observed = {"techniques": ["T30", "T31"], "software": ["S1030"]}
    gone = attribute(observed, k, exclude_sources=["old-1", "old-3"])
    kept = attribute(observed, k, exclude_sources=["nobody"])

    assert gone.probability["G3"] < kept.probability["G3"]
    same(kept, attribute(observed, k))


@pytest.mark.parametrize(
    "observed",
    [
        "T1",
        None,
        3,
        {"technique": ["T1"]},
        {"techniques": "T1"},
        {"techniques": [None]},
        {"techniques": [""]},
        ["T1"],
        [("technique", "T1")],
    ],
)
def test_other_observations_are_refused(observed: object) -> None:
    with pytest.raises(BadValue, match="must be"):
        attribute(observed, CONTRACT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields",
    [{"kind": "tool"}, {"id": 3}, {"report": None}, {"reliability": "Z"}, {"credibility": 9}, {"costly": "yes"}],
)
def test_wrong_items_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(BadValue, match="must be"):
        Item(**{"kind": "technique", "id": "T1", **fields})  # type: ignore[arg-type]


def test_other_arguments_are_refused() -> None:
    for call in (
        lambda: attribute([], CONTRACT, exclude_sources="report-1"),
        lambda: attribute([], CONTRACT, exclude_sources=None),
        lambda: attribute([], CONTRACT, prior=[0.5]),
        lambda: attribute([], CONTRACT, seed=-1),
        lambda: attribute([], CONTRACT, seed=True),
    ):
        with pytest.raises(BadValue, match="must be"):
            call()


@pytest.mark.parametrize(
    "fields",
    [
        {"groups": {}},
        {"groups": []},
        {"groups": {"": {}}},
        {"groups": {"G1": {"tools": {}}}},
        {"groups": {"G1": {"techniques": ["T1"]}}},
        {"groups": {"G1": {"techniques": {"T1": "report"}}}},
        {"groups": {"G1": {"sponsor": {"RU": 0.7, "CN": 0.7}}}},
        {"groups": {"G1": {"sponsor": {"RU": math.nan}}}},
        {"software": {"S1": "T1"}},
        {"temperature": 0.0},
        {"temperature": math.inf},
        {"floor": 0.0},
        {"floor": 1.0},
        {"unlisted": True},
        {"false_flag": -0.1},
        {"slip": 1.0},
        {"rho": 2.0},
    ],
)
def test_wrong_knowledge_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(BadValue, match="must be"):
        Knowledge(**{"groups": {"G1": {}}, **fields})  # type: ignore[arg-type]


def test_knowledge_travels_to_another_process() -> None:
    k = ten_groups()

    assert pickle.loads(pickle.dumps(k)) == k
    assert copy.deepcopy(k) == k


def test_arguments_are_not_changed() -> None:
    groups = {"G1": {"techniques": {"T1": ["a"]}}}
    k = Knowledge(groups=groups)
    attribute({"techniques": ["T1"]}, k, exclude_sources=["a"])

    assert groups == {"G1": {"techniques": {"T1": ["a"]}}}
    assert attribute({"techniques": ["T1"]}, k).claims[0].id == "T1"
    with pytest.raises(TypeError):
        k.groups["G1"]["techniques"]["T2"] = ("b",)  # type: ignore[index]
