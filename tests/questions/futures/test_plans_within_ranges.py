"""Plans whose worth has a range: regret by hand, what is ruled out and surely best, on what a worth rests, and what a hidden source leaves."""

from __future__ import annotations

import datetime as dt
import time

import numpy as np
import pytest
from questions.futures_dossier import MODEL, parts

from legation.dossier import decode
from legation.dossier.clearing import Clearance, seen
from legation.language import LANGUAGES, say
from legation.methods.scenario import minimax_regret, regret_ranges
from legation.questions import Case, ask

QUESTION = "which-plan-survives"
PLANS = MODEL[: MODEL.index("[[plan]]")]
"""Two scenarios hold in 2020: S1, talks open, trust high, the Assembly; S2, talks shut, trust low, no forum."""


def plan(name: str, *rows: tuple[str, float, float, float] | tuple[str, float, float, float, str], more: str = "") -> str:
    made = f'[[plan]]\nid = "{name}"\nname_en = "{name.upper()}"\nname_fr = "{name.upper()}"\nneeds = ["talks.open"]\n{more}\n'
    for where, low, value, high, *source in rows:
        cited = f'evidence = ["{source[0]}"]\n' if source else ""
        made += f'[[plan.worth]]\nwhere = "{where}"\nlow = {low}\nvalue = {value}\nhigh = {high}\n{cited}'
    return made


def case(*plans: str, **others: bytes) -> Case:
    return Case(dossier=decode(parts(PLANS + "".join(plans), **others)), today=dt.date(2020, 1, 1))


A = plan("a", ("talks.open", 4, 5, 6, "e1"), ("talks.shut", 4, 5, 5))
B = plan("b", ("talks.open", 0, 1, 2), ("talks.shut", 5, 6, 6, "e2"))
C = plan("c", ("always", 0, 0, 1))


def test_the_bounds_are_those_worked_out_by_hand() -> None:
    answer = ask(QUESTION, case(A, B, C))
    rows = {row[0].id: (*row[1:4], say(row[4], "en"), say(row[5], "en"), row[6]) for row in answer.table("regret-ranges").rows}

    # S1: a 4-6, b 0-2, c 0-1; S2: a 4-5, b 5-6, c 0-1
    assert rows == {
        "a": (0.0, 2.0, "S2", "surely best", "1 source and our judgement", ("e1",)),
        "b": (2.0, 6.0, "S1", "", "1 source and our judgement", ("e2",)),
        "c": (4.0, 6.0, "S1, S2", "ruled out", "our judgement", ()),
    }
    found = answer.finding("ruled-out")
    assert say(found.message, "en") == (
        "C is ruled out: whatever the worths within their ranges, it has at least 4 to regret, and A at most 2."
    )
    assert found.evidence == ("e1", "e2")
    assert answer.finding("surely-best").message.values["which"][0].id == "a", "b has at least as much to regret as a has at most"
    looser = ask(QUESTION, case(A.replace("high = 6", "high = 9"), B.replace("high = 2", "high = 4"), C))
    assert "surely-best" not in {one.id for one in looser.findings}


def test_what_is_best_whatever_the_worths_is_told() -> None:
    answer = ask(QUESTION, case(A, plan("b", ("always", 1, 2, 3)), C))

    assert say(answer.finding("surely-best").message, "en").startswith("A is surely best by regret")
    assert answer.finding("ruled-out").message.values["count"] == 2


def test_without_ranges_the_bounds_are_the_largest_regret() -> None:
    points = [plan(name, ("talks.open", *[x] * 3), ("talks.shut", *[y] * 3)) for name, x, y in (("a", 3, -1), ("b", 1, 0), ("c", 2, -2))]
    answer = ask(QUESTION, case(*points))
    exact = minimax_regret([[3, -1], [1, 0], [2, -2]])

    assert [row[1:3] for row in answer.table("regret-ranges").rows] == [(x, x) for x in exact.largest.tolist()]
    assert [row[1] for row in answer.table("regret").rows] == exact.largest.tolist()


def test_a_worth_names_its_sources_or_says_that_it_is_ours() -> None:
    answer = ask(QUESTION, case(A, plan("b", more="payoff = { always = 1 }")))
    rows = [(row[0].id, say(row[1], "fr"), *row[2:5], say(row[5], "fr"), row[6]) for row in answer.table("worth").rows]

    assert rows == [
        ("a", "Les pourparlers\u00a0: se poursuivent", 4.0, 5.0, 6.0, "1 source", ("e1",)),
        ("a", "Les pourparlers\u00a0: sont rompus", 4.0, 5.0, 5.0, "notre appréciation", ()),
        ("b", "dans tout scénario", 1.0, 1.0, 1.0, "notre appréciation", ()),
    ]
    assert any("2 of 3 worths rest on our judgement alone" in say(line, "en") for line in answer.missing)


def test_a_plan_without_worth_is_left_out_and_named() -> None:
    answer = ask(QUESTION, case(A, B, plan("c")))

    assert [row[0].id for row in answer.table("regret").rows] == ["a", "b"]
    assert "1 plan says nothing of its worth and is left out of the regret: C." in [say(line, "en") for line in answer.missing]


def test_costs_that_are_not_said_are_a_gap() -> None:
    costly = plan("c", more='costs_en = "Two posts"')
    lines = [say(line, "en") for line in ask(QUESTION, case(A, costly)).missing]

    assert "1 plan does not say what it costs: A." in lines
    assert not any("costs" in say(line, "en") for line in ask(QUESTION, case(costly)).missing)


def test_a_review_that_is_over_is_a_gap() -> None:
    late, ahead = plan("a", more='review_by = "2019-12"'), plan("b", more='review_by = "2020-01"')
    lines = [say(line, "en") for line in ask(QUESTION, case(late, ahead)).missing]

    assert "To be looked at again before 1 January 2020, and not yet done: A." in lines


def test_of_one_plan_or_of_equal_ones_nothing_is_ruled_out() -> None:
    one = ask(QUESTION, case(A))
    assert {table.id for table in one.tables}.isdisjoint({"regret", "regret-ranges"})
    assert {finding.id for finding in one.findings}.isdisjoint({"regret", "ruled-out", "surely-best"})

    same = ask(QUESTION, case(*(plan(name, ("always", 2, 2, 2)) for name in "abc")))
    assert "ruled-out" not in {finding.id for finding in same.findings}
    assert same.finding("surely-best").message.values["count"] == 3


def hidden(*plans: str) -> Case:
    """Return what a reader sees of whom e2 is hidden."""
    secret = b"id,title,known_on,marking\ne1,First,2018-01-01,\ne2,Second,2019-01-01,TLP:RED\n"
    whole = case(*plans, **{"evidence.csv": secret})
    return Case(dossier=seen(whole.dossier, Clearance(marking="TLP:GREEN")), today=whole.today)


def test_a_worth_with_a_hidden_source_takes_no_part_and_leaves_no_trace() -> None:
    secret = plan("b", ("talks.open", 0, 1, 2), ("talks.shut", 5, 6, 6, "e2"))
    bare = plan("b", ("talks.open", 0, 1, 2))

    for lang in LANGUAGES:
        assert ask(QUESTION, hidden(A, secret, C)).to_json(lang) == ask(QUESTION, hidden(A, bare, C)).to_json(lang)
    assert ask(QUESTION, hidden(A, secret, C)).to_json("en") != ask(QUESTION, case(A, secret, C)).to_json("en")


def test_a_plan_of_which_every_worth_is_hidden_is_as_one_that_never_said_any() -> None:
    secret = plan("b", ("talks.shut", 5, 6, 6, "e2"))
    answer = ask(QUESTION, hidden(A, secret, C))

    assert [row[0].id for row in answer.table("regret").rows] == ["a", "c"]
    for lang in LANGUAGES:
        assert answer.to_json(lang) == ask(QUESTION, hidden(A, plan("b"), C)).to_json(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_whole(lang) -> None:
    data = ask(QUESTION, case(A, B, C, plan("d"))).to_json(lang)

    assert "[which-plan" not in str(data) and "[futures." not in str(data)


def test_two_hundred_plans_in_a_thousand_scenarios_are_valued_in_less_than_a_second() -> None:
    drivers = "".join(f'[[descriptor]]\nid = "d{n}"\n' + "".join(f'[[descriptor.variant]]\nid = "{v}"\n' for v in "ab") for n in range(10))
    text = f'[model]\ntitle_en = "Large"\nauthor = "us"\n{drivers}'
    text += "".join(
        plan(f"p{i}", *((f"d{n}.{'ab'[(i + n) % 2]}", i % 7, i % 7 + 1, i % 7 + 2) for n in range(10))).replace("talks.open", "d0.a")
        for i in range(200)
    )
    from legation.dossier.models.scenario import SCENARIO

    model = SCENARIO.read(text.encode(), "scenarios/large.toml")
    scenarios = np.array([[n >> k & 1 for k in range(10)] for n in range(1000)])
    before = time.process_time()
    found = model.worth(scenarios)
    ranges = regret_ranges(found.low, found.high)
    minimax_regret(found.value)

    assert time.process_time() - before < 1
    assert ranges.least.shape == (200,)
