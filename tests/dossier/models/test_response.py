"""Responses written by hand: what is read, what is written back, every fault with its place, and what is left at a date."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
import tomllib

import pytest
from dossier.model_rows import DAYS, EVIDENCE, ROW, TEXTS, WORDINGS, marked, rows_of, seen_of
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import decode
from legation.dossier.models.response import (
    RESPONSE,
    ConditionAnswer,
    Cost,
    Criterion,
    Demand,
    Game,
    Grounded,
    HeldBy,
    Precedent,
    Reply,
    ResponseModel,
    Stake,
)
from legation.dossier.parts.toml_record import written
from legation.dossier.when import When
from legation.errors import DossierError
from legation.language import LANGUAGES, say
from legation.methods.response import CRITERIA, KINDS, conditions, measures, norms, possible
from legation.sources.imports.merge import model_faults

PART = "incidents/example.response.toml"
HEAD = '[response]\ntitle = "T"\nwho = "state"\n'


def model(text: str = "", head: str = HEAD) -> ResponseModel:
    return RESPONSE.read((head + text).encode(), PART)


def faults(text: str, head: str = HEAD) -> set[tuple[str, str]]:
    """Return code and place of every fault; each is said in both languages."""
    with pytest.raises(DossierError) as error:
        model(text, head)
    for problem in error.value.problems:
        for lang in LANGUAGES:
            assert not say(problem.remedy, lang).startswith("[")
    return {(problem.code, problem.column or "") for problem in error.value.problems}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_a_response_with_every_table(lang) -> None:
    found = RESPONSE.read(RESPONSE.template(lang).encode(), PART)
    assert found.illustration
    assert all(
        getattr(found, name) for name in ("conditions", "criteria", "grounds", "demands", "costs", "replies", "elements", "precedents")
    )
    assert found.game
    assert found.held
    assert len(possible(found.situation(), found.thresholds())) == len(measures())
    assert RESPONSE.read(RESPONSE.write(found), PART) == found


def test_what_stands_alone_is_enough() -> None:
    found = model()
    assert (found.probability, found.held, found.public_evidence, found.situation().who) == (None, None, "unknown", "state")


def test_one_number_is_a_range_of_no_width() -> None:
    assert model("probability = 0.8").probability == (0.8, 0.8, 0.8)
    assert model("probability = [0, 0.5, 1]").probability == (0.0, 0.5, 1.0)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("probability = 80", ("toml-value", "response.probability")),
        ("probability = [0.9, 0.8, 0.7]", ("toml-value", "response.probability")),
        ("probability = nan", ("toml-value", "response.probability")),
        ("probability = true", ("toml-value", "response.probability")),
        ("severity = 11", ("toml-value", "response.severity")),
        ('public_evidence = "maybe"', ("not-a-choice", "response.public_evidence")),
        ('confidence = "sure"', ("not-a-choice", "response.confidence")),
        ('regime = "MARS"', ("unknown-in-response", "response.regime")),
        ('auhtor = "red"', ("unknown-key", "response.auhtor")),
        ('[held]\nparty = "X"', ("party-without-holder", "held.by")),
        ('[held]\nby = "X"', ("toml-value", "held.party")),
        ('[[condition]]\nid = "weather"\nanswer = "unknown"', ("unknown-in-response", "condition 1.id")),
        ('[[condition]]\nid = "injured"\nanswer = "likely"', ("not-a-choice", "condition 1.answer")),
        ('[[condition]]\nid = "injured"\nanswer = "yes"', ("answer-without-source", "condition 1")),
        ('[[condition]]\nid = "injured"\nanswer = "no"\nreference = " "', ("answer-without-source", "condition 1")),
        ('[[condition]]\nid = "injured"\n[[condition]]\nid = "injured"', ("twice-in-model", "condition 2")),
        ('[[criterion]]\nid = "colour"\ntext = "t"', ("unknown-in-response", "criterion 1.id")),
        ('[[criterion]]\nid = "scope"', ("toml-value", "criterion 1.text")),
        ('[[ground]]\ntarget = "a"\nground = "rumour"', ("not-a-choice", "ground 1.ground")),
        ('[[threshold]]\nmeasure = "hack-back"\nminimum = 0.1\nreason = "r"', ("unknown-in-response", "threshold 1.measure")),
        ('[[threshold]]\nmeasure = "summons"\nminimum = 0.1', ("toml-value", "threshold 1.reason")),
        ('[[threshold]]\nmeasure = "summons"\nminimum = 2\nreason = "r"', ("toml-value", "threshold 1.minimum")),
        ('[[threshold]]\nmeasure = "summons"\nreason = "r"', ("toml-value", "threshold 1")),
        ('[[threshold]]\nmeasure = "summons"\npublic = "yes"\nreason = "r"', ("toml-value", "threshold 1.public")),
        ('[[cost]]\nmeasure = "summons"\nbears = "them"\ntext = "t"', ("not-a-choice", "cost 1.bears")),
        ('[[reply]]\nmeasure = "summons"', ("toml-value", "reply 1")),
        ('[[element]]\nid = "z.any"', ("unknown-in-response", "element 1.id")),
        ('[[precedent]]\nid = "a"\ndate = "2019"\ndone = ["bombing"]', ("unknown-in-response", "precedent 1.done")),
        ('[[precedent]]\nid = "a"', ("toml-value", "precedent 1.date")),
        ('[features]\na = 3\n[[precedent]]\nid = "a"\ndate = "2019"\nfeatures = { a = "x" }', ("toml-value", "precedent 1.features.a")),
        ('[[precedent]]\nid = "a b"\ndate = "2019"', ("bad-id", "precedent 1.id")),
        ("[features]\na = []", ("toml-value", "features.a")),
        ("[deterrence]\nbenefit = [3, 1]\neffort = 1", ("toml-value", "deterrence.benefit")),
        ("[deterrence]\nbenefit = [1, 3]", ("toml-value", "deterrence.effort")),
        ("[deterrence]\nbenefit = [1, 3]\neffort = -1", ("out-of-range", "deterrence.effort")),
        (
            '[deterrence]\nbenefit = 1\neffort = 1\nanswer = [{ measure = "summons", cost = 1, belief = [0, 2] }]',
            ("out-of-range", "deterrence.answer 1.belief"),
        ),
        (
            '[deterrence]\nbenefit = 1\neffort = 1\nanswer = [{ measure = "summons", cost = 1, belief = 1, worth = 2 }]',
            ("toml-value", "deterrence.answer 1.price"),
        ),
    ],
)
def test_each_fault_is_named_with_its_place(text: str, fault: tuple[str, str]) -> None:
    assert faults(text) == {fault}


def test_all_faults_are_named_at_once_with_the_numbers_of_the_file() -> None:
    text = """
[[condition]]
id = 3
[[condition]]
id = "weather"
[[condition]]
id = "injured"
answer = "yes"
[[cost]]
measure = "sumons"
bears = "ours"
text = "t"
"""
    assert faults(text, '[response]\nwho = "king"\ntitle = 4\n') == {
        ("toml-value", "response.title"),
        ("not-a-choice", "response.who"),
        ("toml-value", "condition 1.id"),
        ("unknown-in-response", "condition 2.id"),
        ("answer-without-source", "condition 3"),
        ("unknown-in-response", "cost 1.measure"),
    }


def test_the_nearest_name_is_shown() -> None:
    with pytest.raises(DossierError, match="summons"):
        model('[[cost]]\nmeasure = "sumons"\nbears = "ours"\ntext = "t"')


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(DossierError) as error:
        model('[[reply]]\nmeasure = "summons"\ntext = "t"\n' * 20_001)
    assert [(problem.code, problem.column) for problem in error.value.problems] == [("model-size", "reply")]


MEASURES = st.sampled_from([one.id for one in measures()])
ENDS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted).map(lambda pair: (float(pair[0]), float(pair[1])))
FEATURES = st.dictionaries(st.sampled_from(["sector", "kind"]), TEXTS)


def answers(ids: list[str]):
    made = st.builds(ConditionAnswer, **ROW, id=st.sampled_from(ids), answer=st.sampled_from(["yes", "no"]), reference=TEXTS, note=WORDINGS)
    return st.lists(made, max_size=3, unique_by=lambda one: one.id).map(tuple)


MODELS = st.builds(
    ResponseModel,
    part=st.just(PART),
    title=WORDINGS,
    who=st.sampled_from(KINDS),
    known_on=st.none() | DAYS,
    probability=st.none() | st.just((0.0, 0.5, 1.0)),
    severity=st.none() | st.integers(0, 10),
    held=st.none() | st.builds(HeldBy, **ROW, party=TEXTS, by=TEXTS, date=st.none() | DAYS),
    features=FEATURES,
    conditions=answers(sorted(conditions())),
    elements=answers([element for norm in norms() for element in norm.elements]),
    criteria=st.lists(st.builds(Criterion, **ROW, id=st.sampled_from(CRITERIA), text=WORDINGS), max_size=2, unique_by=lambda c: c.id).map(
        tuple
    ),
    grounds=st.lists(st.builds(Grounded, **ROW, target=WORDINGS, ground=st.just("support"), public=EVIDENCE), max_size=2).map(tuple),
    demands=st.lists(
        st.builds(
            Demand,
            **ROW,
            measure=MEASURES,
            minimum=st.sampled_from([0.0, 0.5]),
            public=st.sampled_from([None, False, True]),
            reason=WORDINGS,
        ),
        max_size=2,
    ).map(tuple),
    costs=st.lists(st.builds(Cost, **ROW, measure=MEASURES, bears=st.just("victims"), text=WORDINGS), max_size=2).map(tuple),
    replies=st.lists(st.builds(Reply, **ROW, measure=MEASURES, text=WORDINGS, off_ramp=WORDINGS), max_size=2).map(tuple),
    precedents=st.lists(
        st.builds(
            Precedent,
            **ROW,
            id=st.sampled_from(["p1", "p-2"]),
            date=st.just(When("2019")),
            features=FEATURES,
            done=st.lists(MEASURES, max_size=2).map(tuple),
        ),
        max_size=2,
        unique_by=lambda one: one.id,
    ).map(tuple),
    game=st.none()
    | st.builds(
        Game,
        **ROW,
        benefit=ENDS,
        effort=ENDS,
        answers=st.lists(
            st.builds(Stake, **ROW, measure=MEASURES, cost=ENDS, belief=st.just((0.0, 1.0)), worth=st.none(), price=st.none()),
            max_size=2,
            unique_by=lambda one: one.measure,
        ).map(tuple),
    ),
)


@given(MODELS)
def test_what_is_written_is_read_as_the_same(made: ResponseModel) -> None:
    data = RESPONSE.write(made)
    again = RESPONSE.read(data, PART)
    assert again == made
    assert RESPONSE.write(again) == data


def test_a_changed_response_is_written_anew() -> None:
    found = dataclasses.replace(RESPONSE.read(RESPONSE.template("en").encode(), PART), author="another")
    assert RESPONSE.read(RESPONSE.write(found), PART) == found


SOURCED = """
evidence = ["e1"]
probability = 0.9
[held]
party = "X"
by = "Y"
evidence = ["e2"]
[[condition]]
id = "injured"
answer = "yes"
evidence = ["e1", "e2"]
[[condition]]
id = "offence"
answer = "yes"
evidence = ["e1"]
[[condition]]
id = "prosecutor"
answer = "yes"
reference = "r"
known_on = "2020-05"
[[ground]]
target = "a"
ground = "support"
public = ["e2"]
[[precedent]]
id = "p"
date = "2021"
"""


def test_a_row_without_its_sources_or_known_later_is_left_out() -> None:
    whole = model(SOURCED)
    assert whole.cited() == ("e1", "e2")
    assert seen_of(RESPONSE, whole, {"e1", "e2"}, dt.date(2022, 1, 1)).conditions == whole.conditions
    early = seen_of(RESPONSE, whole, {"e1", "e2"}, dt.date(2020, 5, 30))
    assert ([one.id for one in early.conditions], early.precedents) == (["injured", "offence"], ())
    assert seen_of(RESPONSE, whole, {"e2"}, dt.date(2022, 1, 1)) is None, "the head of the file rests on e1"
    bare = seen_of(RESPONSE, whole, {"e1"}, dt.date(2022, 1, 1))
    assert bare.held is None
    assert bare.grounds[0].public == ()
    assert bare.situation().conditions["reasons-public"] == "no"
    assert whole.situation().conditions["reasons-public"] == "yes"


def test_hiding_sources_opens_no_measure() -> None:
    """What is closed may become undecided, for nobody knows any more; nothing becomes open."""
    whole = model(SOURCED)
    opened = {gate.measure.id for gate in possible(whole.situation()) if gate.state == "open"}
    for evidence in ({"e1"}, {"e2"}, set()):
        less = seen_of(RESPONSE, whole, evidence, dt.date(2022, 1, 1))
        assert less is None or {gate.measure.id for gate in possible(less.situation()) if gate.state == "open"} <= opened


def test_the_threshold_known_last_counts() -> None:
    rows = [
        '[[threshold]]\nmeasure = "summons"\nminimum = 0.9\nreason = "new"\nknown_on = "2021"',
        '[[threshold]]\nmeasure = "summons"\nminimum = 0.7\nreason = "old"\nknown_on = "2020"',
    ]
    found = model("\n".join(rows))
    assert [one.minimum for one in found.thresholds()] == [0.9]
    assert [one.minimum for one in seen_of(RESPONSE, found, (), dt.date(2020, 12, 31)).thresholds()] == [0.7]


def test_faults_and_unknown_sources_are_found_when_a_dossier_is_checked() -> None:
    parts = {"dossier.toml": b'id = "d"', PART: (HEAD + 'evidence = ["e9"]').encode(), "incidents/notes.toml": b"[anything]"}
    assert [(fault.part, fault.code) for fault in model_faults(decode(parts))] == [
        (PART, "unknown-reference"),
        ("incidents/notes.toml", "undeclared-part"),
    ]
    parts[PART] = b"[response]"
    assert {fault.part for fault in model_faults(decode(parts)) if fault.code != "undeclared-part"} == {PART}


VALUES = st.recursive(
    st.sampled_from(["x", "", "yes", "summons", 0, -1, 3, 0.5, 1e300, float("nan"), float("inf"), True, When("2019").first]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "measure", "a"]), inner, max_size=2),
    max_leaves=4,
)


@given(st.data())
def test_a_value_of_any_kind_in_any_place_is_read_or_refused(data) -> None:
    table = tomllib.loads(RESPONSE.template("en"))
    where = data.draw(st.sampled_from(sorted(table)))
    target = data.draw(st.sampled_from(table[where])) if isinstance(table[where], list) else table[where]
    name = data.draw(st.sampled_from([*sorted(target), "extra"]))
    if data.draw(st.booleans()):
        target[name] = data.draw(VALUES)
    else:
        table[where] = data.draw(VALUES)
    try:
        found = RESPONSE.read(written(table), PART)
    except DossierError as error:
        assert error.problems
    else:
        assert RESPONSE.read(RESPONSE.write(found), PART) == found
        possible(found.situation(), found.thresholds())


def test_each_row_may_have_sources_a_marking_and_a_day() -> None:
    found = marked(RESPONSE.read(RESPONSE.template("en").encode(), PART))
    again = RESPONSE.read(RESPONSE.write(found), PART)

    assert again == found
    assert {row.marking for row in rows_of(again)} == {"TLP:AMBER"}
    assert len({type(row) for row in rows_of(again)}) == 11


def test_a_place_of_an_answer_of_the_game_counts_the_answers_that_cannot_be_read() -> None:
    answers = [
        '[[deterrence.answer]]\nmeasure = "summons"\ncost = "x"\nbelief = 1',
        '[[deterrence.answer]]\nmeasure = "sumons"\ncost = 1\nbelief = 1',
    ]
    assert faults("\n".join(["[deterrence]", "benefit = 1", "effort = 1", *answers])) == {
        ("toml-value", "deterrence.answer 1.cost"),
        ("unknown-in-response", "deterrence.answer 2.measure"),
    }


def test_a_fault_of_features_has_its_line() -> None:
    with pytest.raises(DossierError) as error:
        model("[features]\nsector = []")
    assert [(problem.column, problem.row) for problem in error.value.problems] == [("features.sector", 5)]


def test_features_within_the_head_are_no_features() -> None:
    assert model("features = { a = 3 }").features == {}


def test_a_condition_may_be_answered_again_later() -> None:
    found = model('[[condition]]\nid = "injured"\nknown_on = "2019"\n[[condition]]\nid = "injured"\nknown_on = "2020"\nmarking = "TLP:RED"')
    assert [one.marking for one in found.conditions] == ["", "TLP:RED"]


def test_ten_thousand_rows_are_read() -> None:
    row = '[[reply]]\nmeasure = "summons"\ntext = "t"\nevidence = ["e1"]\nmarking = "TLP:GREEN"\n'
    start = time.process_time()
    assert len(model(row * 10_000).replies) == 10_000
    assert time.process_time() - start < 8, "about two seconds where nothing else runs"


def test_a_name_may_have_dots_in_it() -> None:
    assert RESPONSE.read(HEAD.encode(), "incidents/a.b.response.toml").id == "a.b"
    assert RESPONSE.of({"incidents/a.b.response.toml": b"", "incidents/a.b.toml": b""}) == {"a.b": "incidents/a.b.response.toml"}
