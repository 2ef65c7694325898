"""What futures hold: the scenarios of a small model by hand, at dates, with sources hidden, with a model that is missing or wrong."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import re
from pathlib import Path

import pytest
from questions.futures_dossier import EVIDENCE, MODEL, case, dossier, parts

from legation.dossier import decode, load
from legation.errors import DossierError, NotAvailable, WrongUse
from legation.language import LANGUAGES, Message, say
from legation.methods.scenario import consistent
from legation.questions import Case, ask
from legation.questions.futures.inputs import futures
from legation.questions.question import silent

EXAMPLE = Path(__file__).parents[3] / "examples/iana-transition-2014"
QUESTION = "what-futures-hold"


def text(answer, finding: str, lang="en") -> str:
    return say(answer.finding(finding).message, lang)


def test_the_scenarios_are_those_that_the_definition_gives() -> None:
    answer = ask(QUESTION, case())
    model = futures(case(), {"model": "", "tolerance": 0}, silent)
    judged, sizes = model.matrix.array, model.matrix.sizes

    holds = []
    for z in itertools.product(*map(range, sizes)):
        scores = judged[[first + k for first, k in zip(model.matrix.offsets, z, strict=False)]].sum(axis=0)
        blocks = [scores[a:b] for a, b in itertools.pairwise(model.matrix.offsets)]
        if all(block[k] == block.max() for block, k in zip(blocks, z, strict=True)):
            holds.append(z)
    assert sorted(map(tuple, model.rows.tolist())) == holds == [(0, 0, 0), (1, 1, 1)]
    assert "2 of 8 combinations of 3 drivers hold together" in text(answer, "count")
    rows = answer.to_json()["tables"][1]["rows"]
    assert rows == [["S1", "open,high,un", 6, 0, 1, 1, 0.0, 0.7], ["S2", "shut,low,none", 5, 0, 0, 0, 0.0, 0.3]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_whole_and_no_scenario_is_called_likely(lang) -> None:
    answer = ask(QUESTION, case())
    data = json.loads(json.dumps(answer.to_json(lang), allow_nan=False))
    words = " ".join(f["text"] for f in data["findings"]) + " ".join(data["caveats"]) + " ".join(data["missing"])

    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert Message("futures.no-likelihood") in answer.caveats
    assert [figure.id for figure in answer.figures] == ["tableau", "distance", "balance", "tornado"]
    assert all(say(figure.alt, lang) and figure.specification(lang)["layer"] for figure in answer.figures)


def test_what_was_judged_later_is_not_known_earlier() -> None:
    earlier = ask(QUESTION, case("2018-12-31"))
    rows = {row[2].id: row[3] for row in earlier.table("variants").rows if row[0].id == "forum"}

    assert rows == {"un": 2, "none": 0}, "the judgement of 2019 is not there"
    assert text(earlier, "common") == "The same in all of them: The forum: the Assembly."
    assert "signposts known: 1 for, 0 against" in text(earlier, "scenario-1")
    assert not any("e2" in finding.evidence for finding in earlier.findings)
    with pytest.raises(NotAvailable, match="no scenario model"):
        ask(QUESTION, case("2018-05-31"))


def test_a_judgement_whose_sources_are_gone_is_left_out() -> None:
    without = decode(parts(**{"evidence.csv": EVIDENCE.replace(b"e1,First record,2018-01-01,2018-01-01\n", b"")}))
    seen = ask(QUESTION, Case(dossier=without, today=dt.date(2020, 1, 1)))

    assert not any("e1" in finding.evidence for finding in seen.findings)
    assert {row[6] for row in seen.table("judgements").rows} == {(), ("e2",)}


def test_the_driver_that_parts_the_scenarios_is_to_be_watched() -> None:
    found = ask(QUESTION, case()).finding("watch")

    assert say(found.message, "en") == (
        "Watch “The talks” first, which tells most about which scenario is coming about: go on in S1; are broken off in S2. "
        "2 sources on it are known."
    )
    assert found.evidence == ("e1", "e2")


def test_a_judgement_without_a_source_is_said_to_be() -> None:
    answer = ask(QUESTION, case())

    assert text(answer, "sources") == "3 of 4 judgements name a source."
    assert text(answer, "bare").endswith("rests on its author alone: Trust on The talks.")
    assert answer.finding("bare").evidence == ()


def test_shares_of_starts_are_shown_for_each_rule() -> None:
    three, one = ask(QUESTION, case()), ask(QUESTION, case(), succession="incremental")

    assert [column.id for column in three.table("basins").columns] == ["scenario", "global", "incremental", "sequential"]
    for column in (1, 2, 3):
        assert sum(row[column] for row in three.table("basins").rows) == pytest.approx(1)
    assert [column.id for column in one.table("basins").columns] == ["scenario", "incremental"]
    assert "not how likely a scenario is" in str(three.finding("basins").contrary)


def test_no_likelihood_is_said_unless_the_author_gave_one() -> None:
    model = re.sub(r"likelihood = .*\n", "", MODEL)
    answer = ask(QUESTION, case(model=model))

    assert "likely" not in {finding.id for finding in answer.findings}
    assert "at_most" not in {column.id for column in answer.table("scenarios").columns}


def test_where_nothing_holds_it_says_at_which_tolerance_something_would() -> None:
    model = MODEL.replace("open = [2, -2], shut = [-1, 1]", "open = [-2, 2], shut = [1, -1]")
    answer = ask(QUESTION, case(model=model))

    said = text(answer, "count")
    assert "None of 8 combinations holds together" in said
    wanted = int(re.search(r"At a tolerance of (\d+)", said)[1])
    held = dossier(model)
    matrix = futures(Case(dossier=held, today=dt.date(2020, 1, 1)), {"model": "", "tolerance": 0}, silent).matrix
    assert consistent(matrix, wanted).count > 0
    assert consistent(matrix, wanted - 1).count == 0
    again = ask(QUESTION, case(model=model), tolerance=wanted)
    assert f"within a tolerance of {wanted}" in text(again, "count")
    assert all(value is None or value == value for row in again.to_json()["tables"][3]["rows"] for value in row)


def test_the_balance_is_that_of_the_scenario_asked_for() -> None:
    by_name, by_variants = ask(QUESTION, case(), scenario="S2"), ask(QUESTION, case(), scenario="shut, low, none")
    chosen = [row[1].id for row in by_name.table("balance").rows if row[2]]

    assert chosen == ["shut", "low", "none"]
    assert by_name.to_json()["tables"] == by_variants.to_json()["tables"]
    with pytest.raises(WrongUse, match="S1 to S2"):
        ask(QUESTION, case(), scenario="S9")


def test_a_faulty_or_unknown_model_is_refused_with_what_to_do() -> None:
    with pytest.raises(WrongUse, match="talks"):
        ask(QUESTION, case(), model="walks")
    with pytest.raises(DossierError):
        ask(QUESTION, case(model=MODEL.replace('from = "talks"', 'from = "walks"')))
    bare = decode({"dossier.toml": b'id = "bare"\n'})
    with pytest.raises(NotAvailable, match=re.escape("scenarios/NAME.toml")):
        ask(QUESTION, Case(dossier=bare, today=dt.date(2020, 1, 1)))


def test_the_same_question_gives_the_same_answer() -> None:
    first, second = (ask(QUESTION, case(), seed=3).to_json("fr") for _ in range(2))

    assert first == second


def test_small_changes_do_what_the_table_of_levers_says() -> None:
    answer = ask(QUESTION, case())
    held = futures(case(), {"model": "", "tolerance": 0}, silent)
    first = next(row for row in answer.table("levers").rows if row[2])
    names = {str(held.seen.taking(j, k)): held.matrix.offsets[j] + k for j, size in enumerate(held.matrix.sizes) for k in range(size)}
    changed = held.matrix.array.copy()
    changed[names[str(first[0])], names[str(first[1])]] += first[3]
    found = consistent(dataclasses.replace(held.matrix, judgements=changed))

    now = {tuple(row) for row in held.rows.tolist()}
    then = {tuple(row) for row in found.scenarios.tolist()}
    assert len(then - now) == first[5]
    assert len(now - then) == (len(first[4].split(", ")) if first[4] else 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_is_answered_whole(lang) -> None:
    answer = ask(QUESTION, load(EXAMPLE), draws=20)
    data = json.loads(json.dumps(answer.to_json(lang), allow_nan=False))

    assert "the search was complete" in text(answer, "count")
    assert all(finding["evidence"] for finding in data["findings"] if finding["id"] != "bare")
    assert any("illustration" in caveat for caveat in data["caveats"])


def unjudged(n: int) -> str:
    """Return a model in which nothing bears on anything: every combination of n drivers holds."""
    drivers = (f'[[descriptor]]\nid = "d{i}"\n' + "".join(f'[[descriptor.variant]]\nid = "v{k}"\n' for k in range(3)) for i in range(n))
    return "\n".join(['[model]\ntitle = "All"\n', *drivers, '[[plan]]\nid = "p"\nneeds = ["d0.v0"]\n'])


@pytest.mark.parametrize("n, many", [(12, "531,441"), (40, "about 10^19")])
def test_more_scenarios_than_can_be_listed_are_counted_and_said_to_be_left_out(n: int, many: str) -> None:
    answer = ask(QUESTION, case(model=unjudged(n)), succession="global")
    plans = ask("which-plan-survives", case(model=unjudged(n)))

    assert text(answer, "count").startswith(f"{many} of {many} combinations of {n} drivers hold together")
    assert "the first 1,000 are listed" in text(answer, "count")
    assert len(answer.table("scenarios").rows) == 1000
    assert not {"common", "never"} & {finding.id for finding in answer.findings}, "it is not known of those that are not listed"
    assert f"the first 1,000 of the {many} scenarios that hold" in text(plans, "robust")
    assert plans.finding("robust").contrary is not None
