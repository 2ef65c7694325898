"""Where an issue would land: the mean by hand, both ranges, what is not given, the rule, dates, evidence, both languages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from questions.bargaining_dossier import PARTS, case

from legation.dossier import load
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, Lang, say
from legation.questions import Answer, ask

EARLY = dt.date(2019, 1, 1)
EXAMPLES = Path(__file__).parents[3] / "examples"
NOBODY = (
    PARTS["positions.csv"]
    .replace(",50,50,50,20,20,20,", ",,,,,,,")
    .replace(",50,50,90,60,60,60,", ",,,,,,,")
    .replace(",40,100,100,20,20,20,", ",,,,,,,")
)


def landed(answer: Answer) -> dict[str, tuple[object, ...]]:
    return {say(row[0], "en"): row[1:] for row in answer.table("models").rows}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("options", [{}, {"aim": 70, "proposer": "A", "status_quo": 80}, {"model_error": 0, "draws": 3}])
def test_answers_are_whole_in_both_languages(options: dict[str, object], lang: Lang) -> None:
    data = ask("where-it-would-land", case(), **options).to_json(lang)
    words = json.dumps([data["findings"], data["caveats"], data["missing"], data["figures"]], allow_nan=False, ensure_ascii=False)

    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert not re.search(r"\bwill\b", words)


def test_the_mean_is_the_one_by_hand() -> None:
    answer = ask("where-it-would-land", case(EARLY))
    told = answer.finding("mean").message

    assert told.id == "where-it-would-land.mean"
    mean = (20 * 1000 + 60 * 3000 + 90 * 2000) / 6000
    assert told.values["mean"] == round(mean) == 63
    rows = landed(answer)
    assert rows["Weighted mean, from the inputs"][0] == pytest.approx(mean)
    inner, outer = rows["Weighted mean, from the inputs"], rows["Weighted mean, with the model's own error"]
    assert outer[1] < inner[1] <= mean <= inner[2] < outer[2]  # type: ignore[operator]
    assert outer[2] - outer[1] > 60  # type: ignore[operator]
    assert rows["Weighted median"][0] == 60
    assert rows["Guessing the middle"][0] == 50
    assert answer.finding("mean").evidence == ("rec",)
    assert "Gone" not in {str(row[0]) for row in answer.table("actors").rows}


def test_the_models_error_is_a_setting_and_is_said() -> None:
    answer = ask("where-it-would-land", case(EARLY), model_error=0)

    rows = landed(answer)
    assert rows["Weighted mean, with the model's own error"][1:3] == rows["Weighted mean, from the inputs"][1:3]
    text = say(ask("where-it-would-land", case(EARLY)).finding("model-error").message, "en")
    assert all(fact in text for fact in ("37 points to each side", "17.5 points in the median", "by 23", "28", "internal evaluation"))


def test_what_is_not_given_is_said_and_wide() -> None:
    answer = ask("where-it-would-land", case())
    said = " ".join(say(message, "en") for message in answer.missing)

    assert "The salience of 1 of 4 actors is not given" in said
    assert "The influence of 1 of 4 actors is not given" in said
    assert "The position of 1 of 4 actors has no whole range" in said
    dorne = next(row for row in answer.table("actors").rows if row[0].id == "D")
    assert dorne[1:6] == (pytest.approx(10), 50, pytest.approx(90), None, None)


def test_without_any_weight_it_is_a_plain_mean_and_says_so() -> None:
    answer = ask("where-it-would-land", case(EARLY, positions_csv=NOBODY))

    assert answer.finding("mean").message.id == "where-it-would-land.mean-plain"
    assert landed(answer)["Weighted mean, from the inputs"][0] == pytest.approx((20 + 60 + 90) / 3)
    for lang in LANGUAGES:
        assert {"en": "plain mean", "fr": "moyenne simple"}[lang] in say(answer.finding("mean").message, lang)


@pytest.mark.parametrize(("aim", "form"), [(63, "inside"), (75, "within-error"), (2, "outside")])
def test_our_aim_stands_beside_it_only_where_it_is_given(aim: int, form: str) -> None:
    assert ask("where-it-would-land", case(EARLY), aim=aim).finding("aim").message.id == f"where-it-would-land.aim-{form}"
    assert ask("where-it-would-land", case(EARLY)).finding("aim").message.id.endswith("aim-in-words")
    assert "aim" not in {f.id for f in ask("where-it-would-land", case(EARLY, objectives_csv="")).findings}


def test_it_turns_on_who_is_least_sure_and_weighs() -> None:
    answer = ask("where-it-would-land", case(EARLY))

    assert [actor.id for actor in answer.finding("turns-on").message.values["actors"]] == ["A"]  # the others' positions are certain
    assert answer.finding("turns-on").message.values["most"] == pytest.approx(20 * 1000 / 6000, abs=0.7)


def test_under_the_rule_of_the_body_there_is_a_core_and_a_setter() -> None:
    answer = ask("where-it-would-land", case(EARLY), proposer="A", status_quo=80)
    rows = landed(answer)

    assert rows["Core of the rule"][0] == 60
    assert rows["Agenda setter"][0] == pytest.approx(40)  # as far from B at 60 as the status quo is
    assert answer.finding("core").evidence == ("rule",)
    assert answer.finding("core").confidence == "moderate"


def test_a_core_among_some_members_is_a_hypothesis_and_of_few_it_is_not_given() -> None:
    four = ask("where-it-would-land", case(EARLY, groups_csv=PARTS["groups.csv"] + "club,E\n"))
    assert "If only the 3 of 4 members" in say(four.finding("core").message, "en")
    assert four.finding("core").confidence == "low"

    many = ask("where-it-would-land", case(EARLY, groups_csv="group,actor\nclub,A\nclub,E\n"))
    assert "core" not in {f.id for f in many.findings}
    assert any("1 of 2 has none" in say(m, "en") for m in many.missing)

    none = ask("where-it-would-land", case(EARLY, bodies_toml='[[body]]\nid = "council"\nmembers = "club"\n'))
    assert any("No rule in force" in say(m, "en") for m in none.missing)


def test_what_does_not_settle_is_said() -> None:
    answer = ask("where-it-would-land", load(EXAMPLES / "un-ict-2018"))

    assert "come to no end" in say(answer.finding("unsettled").message, "en")
    assert all(row[7] is not None for row in answer.table("models").rows if "odel" in say(row[0], "en") and row[6])


def test_later_rows_are_not_seen_and_before_the_first_there_is_no_answer() -> None:
    assert len(ask("where-it-would-land", case(EARLY)).table("actors").rows) == 3
    assert len(ask("where-it-would-land", case()).table("actors").rows) == 4
    with pytest.raises(NotAvailable):
        ask("where-it-would-land", case(dt.date(2017, 1, 1)))


def test_without_its_evidence_the_finding_is_gone() -> None:
    bare = PARTS["evidence.csv"].replace("rec,record,Record,2018-01-01\n", "")
    rows = PARTS["positions.csv"].replace(",rec\n", ",talk\n")
    moved = {
        name.replace(".", "_"): PARTS[name].replace(",rec\n", ",talk\n") for name in ("interests.csv", "relations.csv", "objectives.csv")
    }

    whole = case(EARLY, evidence_csv=bare, positions_csv=rows, **moved)
    assert "mean" in {f.id for f in ask("where-it-would-land", whole).findings}
    torn = dataclasses.replace(whole.dossier, evidence=tuple(e for e in whole.dossier.evidence if e.id != "talk"))
    there = {f.id for f in ask("where-it-would-land", dataclasses.replace(whole, dossier=torn, later=torn)).findings}
    assert there == {"model-error", "core"}


def test_nobody_who_cares_is_no_forecast() -> None:
    zero = "id,actor,issue,value,salience,influence,held_from\npA,A,t,20,0,10,2018-01-01\n"
    with pytest.raises(NotAvailable, match="nobody would bargain"):
        ask("where-it-would-land", case(EARLY, positions_csv=zero))


def test_one_actor_alone_lands_where_it_stands() -> None:
    one = "id,actor,issue,low,value,high,salience,influence,held_from\npA,A,t,20,20,20,50,10,2018-01-01\n"
    answer = ask("where-it-would-land", case(EARLY, positions_csv=one))

    assert {row[1] for row in answer.table("models").rows if row[1] is not None} == {20.0, 50.0}


def test_an_option_off_the_scale_is_refused() -> None:
    with pytest.raises(WrongUse):
        ask("where-it-would-land", case(), aim=101)


def test_same_seed_same_answer() -> None:
    first, second, other = (ask("where-it-would-land", case(), seed=seed).to_json() for seed in (1, 1, 2))

    assert json.dumps(first["tables"]) == json.dumps(second["tables"])
    assert json.dumps(first["tables"]) != json.dumps(other["tables"])


@pytest.mark.parametrize("name", ["un-ict-2018", "iana-transition-2014", "death-penalty-moratorium"])
def test_the_examples_have_an_answer_that_owns_its_width(name: str) -> None:
    answer = ask("where-it-would-land", load(EXAMPLES / name))
    told = answer.finding("mean").message.values

    assert told["whole_low"] < told["low"] <= told["mean"] <= told["high"] < told["whole_high"]
    assert answer.finding("mean").message.id.endswith("mean-plain")
    assert answer.figures[0].id == "landing"


@pytest.mark.parametrize("question", ["where-it-would-land", "whom-to-call-first"])
def test_fewer_draws_than_usual_are_said_with_their_number(monkeypatch: pytest.MonkeyPatch, question: str) -> None:
    options = {"aim": 70.0}
    assert "where-it-would-land.fewer-draws" not in {one.id for one in ask(question, case(EARLY), **options).caveats}
    monkeypatch.setattr("legation.questions.deals.stakes._DRAWN", 3 * 1_234)
    answer = ask(question, case(EARLY), **options)

    fewer = next(one for one in answer.caveats if one.id == "where-it-would-land.fewer-draws")
    assert (fewer.values["count"], fewer.values["draws"], fewer.values["usual"]) == (3, 1_234, 4_000)
    assert "1,234" in say(fewer, "en") and "4,000" in say(fewer, "en")


def test_models_with_turns_are_not_run_on_too_many_actors_and_that_is_said_before_and_in_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    question = import_module("legation.questions.deals.where_it_would_land")
    assert f"{question._MOST:,}" in say(question.QUESTION.limits, "en")
    whole = ask("where-it-would-land", case(EARLY))
    monkeypatch.setattr(question, "_MOST", 2)
    answer = ask("where-it-would-land", case(EARLY))

    assert "Spatial model" not in " ".join(landed(answer))
    assert len(landed(whole)) == len(landed(answer)) + 3
    assert answer.finding("mean").message == whole.finding("mean").message
    told = next(one for one in answer.caveats if one.id == "where-it-would-land.runs-not")
    assert told.values == {"most": 2, "of": 3}
