"""Assumptions on drivers: which carry a plan or the choice, by hand and by brute force; all taken away; what a reader may not see."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from questions.futures_dossier import EVIDENCE, parts

from legation.dossier import decode
from legation.dossier.clearing import Clearance, seen
from legation.language import LANGUAGES, say
from legation.questions import Case, ask

QUESTION = "which-plan-survives"
HEAD = "id,claim,scenario,variants,evidence,against,review_by\n"


def model(*plans: str, drivers: str = "abc", more: str = "") -> str:
    """Return a model of free drivers, in which every combination holds."""
    made = f'[model]\ntitle_en = "Free"\nauthor = "us"\nknown_on = "2018-01-01"\n{more}'
    for name in drivers:
        made += f'[[descriptor]]\nid = "{name}"\n' + "".join(f'[[descriptor.variant]]\nid = "{v}"\n' for v in ("yes", "no", "half"))
    return made + "".join(plans)


def plan(name: str, needs: str, payoff: str = "") -> str:
    worth = f"payoff = {{ {payoff} }}\n" if payoff else ""
    return f'[[plan]]\nid = "{name}"\nname = "{name.upper()}"\nneeds = [{needs}]\ncosts = "One post"\n{worth}'


def case(text: str, rows: str, **others: bytes) -> Case:
    there = parts(text, **others)
    return Case(dossier=decode({**there, "assumptions.csv": (HEAD + rows).encode()}), today=dt.date(2020, 1, 1))


GO = plan("go", '"a.yes"', 'always = 1, "b.yes" = 6')
STAY = plan("stay", '"a.yes", "a.no", "a.half"', "always = 3")


def test_an_assumption_carries_a_plan_that_survives_nowhere_without_it_and_the_choice() -> None:
    answer = ask(
        QUESTION, case(model(GO, STAY), "p,A goes well.,talks,a.yes,,,\nq,B goes well,talks,b.yes,,e2,\nr,C is no matter,,c.yes; c.no,,,\n")
    )

    # of 27 scenarios 9 hold each of p and q; the largest regret of go is 2 (3 - 1), of stay 4 (7 - 3); without b.yes 2 and 0
    assert [(row[0].id, *row[1:3]) for row in answer.table("carries").rows] == [("p", 9, 18), ("q", 9, 18), ("r", 18, 9)]
    assert say(answer.finding("carries").message, "en") == (
        "2 of 3 assumptions on the drivers carry a plan, or the choice of the one with least regret: “A goes well”; “B goes well”."
    )
    assert say(answer.finding("carries-p").message, "en") == (
        "Without the assumption “A goes well” (scenarios left: 18 of 27), GO survives nowhere."
    )
    assert say(answer.finding("carries-q").message, "en") == (
        "Without the assumption “B goes well” (scenarios left: 18 of 27), the largest regret is least with STAY; over all scenarios, with GO."
    )
    assert say(answer.finding("carries-q").contrary, "en") == "Known already against it: Second record."
    assert "carries-r" not in {one.id for one in answer.findings}


def test_every_assumption_on_three_drivers_is_that_of_brute_force() -> None:
    places = [f"{d}.{v}" for d in "abc" for v in ("yes", "no", "half")]
    conditions = [*itertools.combinations(places, 2), *itertools.combinations(places, 3)]
    rows = "".join(f"x{n},Claim {n},talks,{'; '.join(names)},,,\n" for n, names in enumerate(conditions))
    plans = (
        (["a.yes", "b.yes"], {"": 2, "a.yes": 3}),
        (["b.no", "b.half"], {"b.no": 6, "c.no": -2}),
        (["c.half"], {"": 1, "c.half": 4}),
    )
    text = model(
        *(
            plan(
                f"p{n}",
                ", ".join(f'"{one}"' for one in needs),
                ", ".join(f'"{k}" = {v}' if k else f"always = {v}" for k, v in worth.items()),
            )
            for n, (needs, worth) in enumerate(plans)
        )
    )
    futures = [dict(zip("abc", one, strict=True)) for one in itertools.product(("yes", "no", "half"), repeat=3)]

    def holds(names, future) -> bool:
        of = {name.partition(".")[0] for name in names}
        return all(f"{d}.{future[d]}" in names for d in of)

    def best(left) -> set[str]:
        worth = [[w.get("", 0) + sum(v for k, v in w.items() if k and holds([k], s)) for s in left] for _, w in plans]
        top = [max(column) for column in zip(*worth, strict=True)]
        largest = [max(t - x for t, x in zip(top, row, strict=True)) for row in worth]
        return {f"p{i}" for i, x in enumerate(largest) if x == min(largest)}

    answer = ask(QUESTION, case(text, rows))
    found = {row[0].id: row for row in answer.table("carries").rows}
    carrying = set()
    for n, names in enumerate(conditions):
        left = [s for s in futures if not holds(names, s)]
        row = found[f"x{n}"]
        assert (row[1], row[2]) == (27 - len(left), len(left))
        if not left:
            continue
        carried = {f"p{i}" for i, (needs, _) in enumerate(plans) if not any(holds(needs, s) for s in left)}
        assert {one.id for one in row[3]} == carried
        assert {one.id for one in row[4]} == best(futures)
        assert {one.id for one in row[5]} == best(left)
        carrying |= {f"x{n}"} if carried or best(left) != best(futures) else set()
    assert answer.finding("carries").message.values["count"] == len(carrying) > 3
    assert len([one for one in answer.findings if one.id.startswith("carries-")]) == 5


def test_where_all_is_taken_away_it_says_so_and_judges_nothing() -> None:
    answer = ask(QUESTION, case(model(GO, STAY), "p,A is something,talks,a.yes; a.no; a.half,,,\n"))

    assert say(answer.table("carries").rows[0][3], "en") == "no scenario is left"
    assert not [one.id for one in answer.findings if one.id.startswith("carries")]
    assert any(say(line, "en").startswith("1 assumption holds in every scenario") for line in answer.missing)


def test_a_name_that_is_no_variant_is_said_and_not_tested() -> None:
    answer = ask(QUESTION, case(model(GO, STAY), "p,A goes well,talks,a.yse,,,\nq,B,talks,b.yes,,,2019-06\n"))
    lines = [say(line, "en") for line in answer.missing]

    assert "The assumption “A goes well” is not tested: it names a variant that the model does not have. Correct it in the row." in lines
    assert [row[0].id for row in answer.table("carries").rows] == ["q"]
    assert "To be looked at again before 1 January 2020, and not yet done: B." in lines


def test_an_assumption_on_another_model_and_one_that_was_replaced_have_no_part() -> None:
    other = model(GO).encode()
    rows = "p,A,other,a.yes,,,\nq,B,talks,b.yes,,,\nr,C,,c.yes,,,\n"
    answer = ask(QUESTION, case(model(GO, STAY), rows, **{"scenarios/other.toml": other}), model="talks")

    assert [row[0].id for row in answer.table("carries").rows] == ["q"]


def test_without_worth_only_plans_are_carried_and_no_column_speaks_of_regret() -> None:
    answer = ask(QUESTION, case(model(plan("go", '"a.yes"')), "p,A,talks,a.yes,,,\n"))

    assert [column.id for column in answer.table("carries").columns] == ["assumption", "holds_in", "left", "carried", "evidence"]
    assert answer.finding("carries-p").message.values["count"] == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hidden_assumption_or_variant_leaves_no_trace(lang) -> None:
    secret = EVIDENCE.replace(b"known_on\n", b"known_on,marking\n").replace(b"2018-01-01,2018-01-01\n", b"2018-01-01,2018-01-01,\n")
    secret = secret.replace(b"2019-01-01,2019-01-01\n", b"2019-01-01,2019-01-01,TLP:RED\n")
    red = model(GO, STAY).replace('id = "half"\n', 'id = "half"\nmarking = "TLP:RED"\n')
    rows = "p,A,talks,a.yes,,,\n"

    def seen_by(text: str, added: str) -> dict[str, object]:
        whole = case(text, rows + added, **{"evidence.csv": secret})
        return ask(QUESTION, Case(dossier=seen(whole.dossier, Clearance(marking="TLP:GREEN")), today=whole.today)).to_json(lang)

    assert seen_by(model(GO, STAY), "q,B,talks,b.yes,e2,,\n") == seen_by(model(GO, STAY), "")
    assert seen_by(red, "q,B,talks,b.half; b.yes,,,\n") == seen_by(red, "q,B,talks,,,,\n")
