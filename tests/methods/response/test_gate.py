"""The ladder and the tracks: who sees what, what opens and closes, and that more asked for never opens anything."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.response import (
    ANSWERS,
    KINDS,
    STATES,
    Gate,
    Situation,
    Threshold,
    conditions,
    conditions_of,
    measures,
    possible,
    regimes,
)

CHANCES = st.tuples(*[st.sampled_from([0.0, 0.2, 0.5, 0.55, 0.8, 0.9, 0.95, 0.99, 1.0]) | st.floats(0, 1)] * 3).map(sorted).map(tuple)
THRESHOLDS = st.dictionaries(st.sampled_from([one.id for one in measures()]), st.tuples(st.floats(0, 1), st.booleans()), max_size=6)
INCIDENTS = st.builds(
    Situation,
    who=st.sampled_from(KINDS),
    probability=CHANCES | st.none(),
    public_evidence=st.sampled_from(ANSWERS),
    conditions=st.dictionaries(st.sampled_from(sorted(conditions())), st.sampled_from(ANSWERS)),
    regime=st.sampled_from(["", *regimes()]),
)
LAWFUL = {answer: dict.fromkeys(conditions(), answer) for answer in ANSWERS}


def asked(thresholds: dict[str, tuple[float, bool]]) -> list[Threshold]:
    return [Threshold(measure=name, minimum=minimum, public=public) for name, (minimum, public) in thresholds.items()]


def stands(gates: tuple[Gate, ...]) -> dict[str, int]:
    return {gate.measure.id: STATES.index(gate.state) for gate in gates}


def state_of(situation: Situation, measure: str, thresholds: list[Threshold] | None = None) -> str:
    return next(gate.state for gate in possible(situation, thresholds or []) if gate.measure.id == measure)


def assert_opens_nothing(before: dict[str, int], after: dict[str, int]) -> None:
    assert before.keys() == after.keys()
    assert [name for name in before if after[name] > before[name]] == []


@given(INCIDENTS, THRESHOLDS, st.data())
def test_asking_for_more_or_having_less_opens_nothing(incident: Situation, thresholds: dict[str, tuple[float, bool]], data) -> None:
    before = stands(possible(incident, asked(thresholds)))
    way = data.draw(st.sampled_from(["threshold", "probability", "condition", "evidence"]))
    if way == "threshold":
        higher = {
            name: (data.draw(st.floats(minimum, 1)), public or data.draw(st.booleans())) for name, (minimum, public) in thresholds.items()
        }
        assert_opens_nothing(before, stands(possible(incident, asked(higher))))
    elif way == "probability":
        low, value, high = incident.probability or (1.0, 1.0, 1.0)
        factor = data.draw(st.floats(0, 1))
        less = dataclasses.replace(incident, probability=(low * factor, value * factor, high * factor) if incident.probability else None)
        assert_opens_nothing(before, stands(possible(less, asked(thresholds))))
    elif way == "condition":
        name = data.draw(st.sampled_from(sorted(conditions())))
        now = ("no", "unknown", "yes").index(incident.conditions.get(name, "unknown"))
        worse = ("no", "unknown", "yes")[data.draw(st.integers(0, now))]
        less = dataclasses.replace(incident, conditions={**incident.conditions, name: worse})
        assert_opens_nothing(before, stands(possible(less, asked(thresholds))))
    else:
        now = ("no", "unknown", "yes").index(incident.public_evidence)
        less = dataclasses.replace(incident, public_evidence=("no", "unknown", "yes")[data.draw(st.integers(0, now))])
        assert_opens_nothing(before, stands(possible(less, asked(thresholds))))


@given(INCIDENTS, THRESHOLDS)
def test_a_measure_is_open_only_without_a_reason_against_it(incident: Situation, thresholds: dict[str, tuple[float, bool]]) -> None:
    for gate in possible(incident, asked(thresholds)):
        assert (gate.state == "open") == (gate.reasons == ())
        if gate.measure.track and gate.state == "open":
            assert all(incident.conditions.get(name) == "yes" for name in gate.measure.conditions)


def test_every_track_has_conditions_and_no_rung_of_the_ladder_is_law() -> None:
    assert all(one.conditions for one in measures() if one.track)
    assert [one.id for one in measures() if one.track and one.minimum is None] == ["necessity"]
    assert {name for one in measures() for name in one.conditions} | {n for r in regimes().values() for n in r.conditions} == set(
        conditions()
    )


def test_certainty_alone_opens_no_track_and_law_alone_none_but_necessity() -> None:
    sure = Situation(who="state", probability=(1.0, 1.0, 1.0), public_evidence="yes")
    lawful = dataclasses.replace(sure, probability=(0.0, 0.0, 0.0), conditions=LAWFUL["yes"])
    assert {gate.state for gate in possible(sure) if gate.measure.track} == {"undecided"}
    assert [gate.measure.id for gate in possible(lawful) if gate.measure.track and gate.state == "open"] == ["necessity"]
    denied = dataclasses.replace(sure, conditions=LAWFUL["no"])
    assert {gate.state for gate in possible(denied) if gate.measure.track} == {"closed"}


@pytest.mark.parametrize("who", [kind for kind in KINDS if kind not in ("state", "international_org")])
def test_whoever_is_no_state_sees_no_measure_of_states(who: str) -> None:
    seen = [gate.measure.id for gate in possible(Situation(who=who, probability=(1.0, 1.0, 1.0), conditions=LAWFUL["yes"]))]
    assert seen == ["victim-support", "private-word", "technical-advisory", "public-concern"]


def test_an_organisation_sees_listing_and_joint_statements_but_no_countermeasures() -> None:
    seen = [gate.measure.id for gate in possible(Situation(who="international_org"))]
    assert "listing" in seen
    assert "joint-attribution" in seen
    assert not {"countermeasures", "self-defence", "necessity", "expulsion"} & set(seen)


def test_the_default_minima_are_those_of_the_ladder() -> None:
    """No rung of the ladder asks for another confidence than these five; the tracks ask for more, and necessity for none."""
    assert sorted({one.minimum for one in measures() if not one.track}) == [0, 0.2, 0.55, 0.8]
    assert [one.minimum for one in measures() if one.track] == [0.95, 0.9, 0.95, None, 0.99]


@pytest.mark.parametrize(
    ("chance", "evidence", "state"),
    [
        ((0.8, 0.9, 0.95), "yes", "open"),
        ((0.8, 0.9, 0.95), "unknown", "undecided"),
        ((0.8, 0.9, 0.95), "no", "closed"),
        ((0.7, 0.9, 0.95), "yes", "undecided"),
        ((0.1, 0.2, 0.8), "yes", "undecided"),
        ((0.1, 0.2, 0.79), "yes", "closed"),
        (None, "yes", "undecided"),
    ],
)
def test_a_public_attribution_asks_for_the_whole_range_and_for_public_evidence(chance, evidence, state) -> None:
    assert state_of(Situation(who="state", probability=chance, public_evidence=evidence), "public-attribution") == state


def test_what_the_desk_asks_for_stands_in_place_of_the_proposal() -> None:
    situation = Situation(who="state", probability=(0.7, 0.7, 0.7), public_evidence="no")
    lower = [Threshold(measure="public-attribution", minimum=0.6, public=False)]
    gate = next(gate for gate in possible(situation, lower) if gate.measure.id == "public-attribution")
    assert (gate.state, gate.changed, gate.measure.minimum, gate.measure.public) == ("open", True, 0.6, False)
    assert state_of(situation, "public-attribution") == "closed"


def test_help_for_victims_is_always_open() -> None:
    for who in KINDS:
        assert (
            state_of(Situation(who=who, probability=(0.0, 0.0, 0.0), public_evidence="no", conditions=LAWFUL["no"]), "victim-support")
            == "open"
        )


def test_conditions_of_a_listing_depend_on_its_regime() -> None:
    assert "unanimity" in conditions_of("listing", "EU")
    assert conditions_of("listing", "UK")[-1] == conditions_of("listing")[-1] == "regime-criteria"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"who": "king"}, "who must be state"),
        ({"probability": (0.5, 0.4, 0.9)}, "low <= value <= high"),
        ({"probability": (0.5, float("nan"), 0.9)}, "low <= value <= high"),
        ({"probability": (0.5, 0.6, 1.2)}, "low <= value <= high"),
        ({"probability": (True, True, True)}, "low <= value <= high"),
        ({"public_evidence": "perhaps"}, "public_evidence must be yes"),
        ({"conditions": {"weather": "yes"}}, "got 'weather'"),
        ({"conditions": {"armed-attack": "likely"}}, "got 'likely'"),
        ({"regime": "MARS"}, "got 'MARS'"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(given: dict, said: str) -> None:
    with pytest.raises(BadValue, match="must be") as error:
        possible(Situation(**({"who": "state"} | given)))
    assert said in str(error.value)


@pytest.mark.parametrize(
    "thresholds",
    [
        [Threshold(measure="hack-back", minimum=0.5)],
        [Threshold(measure="summons", minimum=1.5)],
        [Threshold(measure="summons", minimum=float("nan"))],
        [Threshold(measure="summons"), Threshold(measure="summons")],
    ],
)
def test_wrong_thresholds_are_refused(thresholds: list[Threshold]) -> None:
    with pytest.raises(BadValue, match="must be"):
        possible(Situation(who="state"), thresholds)
