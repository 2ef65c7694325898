"""Whom to call first: effect, chance and effort told by hand; what is not known stays so; the vote ahead; dates, evidence, languages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from pathlib import Path

import pytest
from questions.bargaining_dossier import PARTS, case, votes

from legation.dossier import load
from legation.errors import NotAvailable
from legation.language import LANGUAGES, Lang, say
from legation.questions import Answer, ask
from legation.questions.base.needs import missing_of
from legation.questions.base.registry import find

EARLY = dt.date(2019, 1, 15)
EXAMPLES = Path(__file__).parents[3] / "examples"
DESK = 'id = "bargain"\n[parameters.whom-to-call-first]\naim = 100\nchance = {A = 0.5, B = 0.25}\neffort = {A = 0.1}\n'
FIVE = (
    PARTS["positions.csv"].split("pG,")[0]
    + "pD,D,t,10,10,30,50,50,50,20,20,20,2018-01-01,rec\npE,E,t,85,85,90,50,50,50,20,20,20,2018-01-01,rec\n"
)
TITLE = {"A": "nnn", "B": "yny", "C": "yyy", "D": "nan", "E": "yyy"}
LONG = {"A": "nnnnnnnn", "B": "yyynyyny", "C": "yyyyyyyy", "D": "nnannana", "E": "yyyyyyyy"}
"""Enough votes on the title that an estimate of the next one says something."""


def rows(answer: Answer, kind: str = "position") -> dict[str, dict[str, object]]:
    table = answer.table("levers")
    names = [c.id for c in table.columns]
    found = [dict(zip(names, row, strict=True)) for row in table.rows]
    return {row["actor"].id: row for row in found if say(row["kind"], "en") == kind}  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("options", [{}, {"aim": 0}, {"aim": 60, "points": 15}, {"goal": "defeat", "us": "C"}])
@pytest.mark.parametrize("more", [{}, {"dossier_toml": DESK}, votes(TITLE)])
def test_answers_are_whole_in_both_languages(options: dict[str, object], more: dict[str, str], lang: Lang) -> None:
    answer = ask("whom-to-call-first", case(**more), **options)
    data = answer.to_json(lang)
    words = json.dumps([data["findings"], data["caveats"], data["missing"], data["figures"]], allow_nan=False, ensure_ascii=False)

    assert data["findings"]
    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert not re.search(r"\bwill\b", words)
    for table in answer.tables:
        assert all(isinstance(table.cell(r, c, lang), str) for r in range(len(table.rows)) for c in range(len(table.columns)))


def test_the_effect_is_weight_times_way() -> None:
    found = rows(ask("whom-to-call-first", case(EARLY), aim=100, points=10))

    # weights of about 1000, 3000 and more, 2000 and less of 6000
    assert found["A"]["to"] == 30
    assert found["A"]["effect"] == pytest.approx(10 * 1000 / 6000, rel=0.15)
    assert found["B"]["effect"] == pytest.approx(10 * 3400 / 6000, rel=0.15)
    to_end = rows(ask("whom-to-call-first", case(EARLY), aim=100))
    assert list(to_end) == ["A"]  # the other two are certain of their place
    assert to_end["A"]["to"] == 40


def test_a_friend_is_asked_to_care_more_and_an_opponent_less() -> None:
    found = rows(ask("whom-to-call-first", case(EARLY), aim=10, points=20), "salience")

    assert found["A"]["to"] == 70
    assert found["C"]["to"] == 80
    assert found["A"]["effect"] > 0  # type: ignore[operator]
    assert found["C"]["effect"] > 0  # type: ignore[operator]


def test_chance_and_effort_of_the_desk_make_a_gain_and_the_unknown_stays_unknown() -> None:
    answer = ask("whom-to-call-first", case(EARLY, dossier_toml=DESK), points=10)
    found = rows(answer)

    assert found["A"]["gain"] == pytest.approx(found["A"]["effect"] * 0.5 - 0.1)  # type: ignore[operator]
    assert found["B"]["chance"] == 0.25
    assert all(value != value for value in (found["B"]["gain"], found["B"]["effort"], found["C"]["chance"]))
    assert [f.id for f in answer.findings][:3] == ["by-gain", "by-chance", "by-effect"]
    data = answer.to_json()["tables"][0]
    columns = dict(zip(data["columns"], zip(*data["rows"], strict=True), strict=True))
    assert None in columns["gain"]
    assert 0 not in columns["chance"]
    assert any("effort" in say(m, "en") and "not known" in say(m, "en") for m in answer.missing)
    reasons = {row[0].id: row[1:] for row in answer.table("reasons").rows}
    assert say(reasons["A"][0], "en") == "the desk's own judgement"
    assert say(reasons["C"][0], "en") == "not known"


def test_the_reasons_are_listed_by_actor() -> None:
    answer = ask("whom-to-call-first", case(), aim=100)
    table = answer.table("reasons")
    of_a = next(dict(zip([c.id for c in table.columns], row, strict=True)) for row in table.rows if row[0].id == "A")

    assert str(of_a["last"]) == "2019-05-01"
    assert of_a["days"] == 45
    assert say(of_a["next_step"], "en") == "Send the draft"
    assert say(of_a["red_line"], "en") == "No veto"
    assert say(of_a["needs"], "en") == "A seat"
    assert [who.id for who in of_a["speakers"]] == ["C"]
    assert of_a["evidence"] == ("rec", "talk")


def test_a_chance_comes_from_changes_on_one_title_only_towards_our_side() -> None:
    answer = ask("whom-to-call-first", case(EARLY, positions_csv=FIVE, **votes(TITLE)), aim=100, points=10)
    found = rows(answer)
    reasons = {row[0].id: row[1:] for row in answer.table("reasons").rows}

    assert 0 < found["D"]["chance"] < 1  # type: ignore[operator]
    assert say(reasons["D"][0], "en") == "3 votes on the same title"
    assert say(reasons["D"][1], "en") == "2 changes in 2"
    assert found["C"]["chance"] != found["C"]["chance"]  # votes yes already: its likeliest other vote is away from us
    away = rows(ask("whom-to-call-first", case(EARLY, positions_csv=FIVE, **votes(TITLE)), aim=0, points=10))
    assert away["D"]["chance"] != away["D"]["chance"]
    assert away["C"]["chance"] == away["C"]["chance"]


def test_where_votes_do_not_follow_positions_no_chance_is_read_from_them() -> None:
    mixed = {"A": "nyn", "B": "yyn", "C": "nyn", "D": "nyy", "E": "nny"}
    answer = ask("whom-to-call-first", case(EARLY, positions_csv=FIVE, **votes(mixed)), aim=100, points=10)

    assert all(row["chance"] != row["chance"] for row in rows(answer).values())


def test_without_a_range_there_is_no_room_until_points_are_given() -> None:
    assert "D" not in rows(ask("whom-to-call-first", case(), aim=100))
    assert any("1 of 4 actors could move" in say(m, "en") for m in ask("whom-to-call-first", case(), aim=100).missing)
    assert "D" in rows(ask("whom-to-call-first", case(), aim=100, points=10))


def test_an_aim_that_is_not_given_is_said_to_be_assumed() -> None:
    answer = ask("whom-to-call-first", case())

    assert "a treaty" in say(answer.finding("aim").message, "en")
    assert "aim" not in {f.id for f in ask("whom-to-call-first", case(), aim=100).findings}
    assert "aim" not in {f.id for f in ask("whom-to-call-first", case(dossier_toml=DESK)).findings}


def test_the_title_of_the_picture_names_one_actor_only_where_one_is_ahead() -> None:
    alone = ask("whom-to-call-first", case(EARLY), aim=100, points=10).figures[0].title
    assert alone.values["actor"].id == "B"

    alike = PARTS["positions.csv"].splitlines()[0] + "".join(f"\np{a},{a},t,20,20,20,,,,,,,2018-01-01,rec" for a in "ABCD")
    told = ask("whom-to-call-first", case(EARLY, positions_csv=alike + "\n"), aim=100, points=10).figures[0].title
    assert "actor" not in told.values
    assert told.values["count"] == 4


def test_the_days_left_to_the_next_vote_on_the_issue_are_counted() -> None:
    answer = ask("whom-to-call-first", case(EARLY, positions_csv=FIVE, **votes(TITLE)), aim=100)

    assert answer.finding("days-left").message.values["count"] == (dt.date(2020, 1, 1) - EARLY).days
    assert "days-left" not in {f.id for f in ask("whom-to-call-first", case(EARLY), aim=100).findings}


def test_we_do_not_call_ourselves() -> None:
    assert "A" not in rows(ask("whom-to-call-first", case(), aim=100, us="A"))


def test_who_stands_on_the_other_side_of_an_aim_that_the_mean_has_passed() -> None:
    answer = ask("whom-to-call-first", case(EARLY), aim=50, points=20)

    assert next(actor.id for actor in answer.finding("away").message.values["actors"]) == "A"


def test_before_a_vote_the_three_columns_are_there_and_effort_is_not_known() -> None:
    answer = ask("whom-to-call-first", case(EARLY, positions_csv=FIVE, **votes(LONG)), aim=100)
    table = answer.table("vote")

    assert [c.id for c in table.columns] == ["actor", "likely", "effect", "chance", "expected", "effort", "gain"]
    assert table.rows
    for _, _, effect, chance, expected, effort, gain in table.rows:
        assert expected == pytest.approx(effect * chance)
        assert effort is None
        assert gain is None
    assert [row[4] for row in table.rows] == sorted((row[4] for row in table.rows), reverse=True)
    assert "vote" in {f.id for f in answer.findings}


def test_a_vote_alone_is_an_answer_too_and_nothing_at_all_is_none() -> None:
    answer = ask("whom-to-call-first", case(EARLY, positions_csv="", interests_csv="", **votes(LONG)))
    assert [t.id for t in answer.tables] == ["vote"]
    assert "rule.rests-on" not in [one.id for one in answer.caveats]

    with pytest.raises(NotAvailable):
        ask("whom-to-call-first", case(dt.date(2017, 1, 1)))


@pytest.mark.parametrize(("titles", "estimable"), [(LONG, True), (TITLE, False)])
def test_what_is_missing_is_told_without_drawing_the_vote(
    titles: dict[str, str],
    estimable: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("drawn")

    monkeypatch.setattr("legation.questions.votes.estimate.draw_votes", refused)
    there = case(EARLY, positions_csv="", interests_csv="", **votes(titles))

    assert [need.id for need in missing_of(there, find("whom-to-call-first"))] == ([] if estimable else ["positions-or-vote"])


def test_of_a_vote_without_a_forecast_that_is_said_and_no_number() -> None:
    answer = ask("whom-to-call-first", case(EARLY, positions_csv=FIVE, **votes(TITLE)), aim=100)

    assert "vote" not in {t.id for t in answer.tables}
    assert "vote-known.no-forecast" in {m.id for m in answer.missing}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("chance = {A = 1.5}", "must be a number from 0 to 1"),
        ("effort = {A = -1}", "from 0 to 100"),
        ("chance = {Q = 0.5}", r"\(got Q\)"),
        ("chance = 3", "must be the id of an actor"),
    ],
)
def test_numbers_of_the_desk_are_checked(line: str, said: str) -> None:
    toml = f'id = "bargain"\n[parameters.whom-to-call-first]\n{line}\n'
    with pytest.raises(NotAvailable, match=said):
        ask("whom-to-call-first", case(dossier_toml=toml))


def test_without_its_evidence_a_finding_is_gone() -> None:
    whole = case(EARLY)
    torn = dataclasses.replace(whole.dossier, evidence=tuple(e for e in whole.dossier.evidence if e.id != "rec"))

    assert "by-effect" in {f.id for f in ask("whom-to-call-first", whole, aim=100).findings}
    assert not ask("whom-to-call-first", dataclasses.replace(whole, dossier=torn, later=torn), aim=100).findings


@pytest.mark.parametrize("name", ["un-ict-2018", "iana-transition-2014", "death-penalty-moratorium"])
def test_the_examples_show_what_is_not_known(name: str) -> None:
    answer = ask("whom-to-call-first", load(EXAMPLES / name))

    assert all(row["effort"] != row["effort"] and row["gain"] != row["gain"] for row in rows(answer).values())
    assert any("effort" in say(m, "en") for m in answer.missing)
    assert answer.figures[0].id == "levers"
