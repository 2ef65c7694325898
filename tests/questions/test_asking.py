"""The day of a question and the dates of its options: what an option may know is cut at the day that is asked for."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from legation.dossier import Dossier, When, decode
from legation.dossier.kind import Day, Number, Reference, Text
from legation.errors import BadValue, NotAvailable, WrongUse
from legation.lake import Lake
from legation.language import Message
from legation.questions import Case, ask
from legation.questions.answer import Answer, Finding
from legation.questions.base.ask import references
from legation.questions.base.registry import find
from legation.questions.question import Option, Question
from legation.version import VERSION

ROWS = {
    "actors.csv": b"id,name,kind\nFRA,France,state\nDEU,Germany,state\n",
    "objectives.csv": b"id,aim,due,recorded\no1,Adopt it,2020-06,2018-01-01\n",
}
TODAY = dt.date(2021, 5, 5)


def dossier(head: str = "", **parts: bytes) -> Dossier:
    return decode(
        {"dossier.toml": f'id = "d"\n{head}'.encode(), **ROWS, **{name.replace("_csv", ".csv"): data for name, data in parts.items()}}
    )


def case(head: str = "", **parts: bytes) -> Case:
    return Case(dossier=dossier(head, **parts), today=TODAY)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (None, "2021-05-05"),
        ("", "2021-05-05"),
        ("2019-03-02", "2019-03-02"),
        (" 2019-03-02 ", "2019-03-02"),
        ("2019-02", "2019-02-28"),
        ("2019", "2019-12-31"),
        (dt.date(2019, 3, 2), "2019-03-02"),
        (When("2019-02"), "2019-02-28"),
    ],
)
def test_a_question_is_asked_as_of_the_last_day_that_is_meant(given: object, day: str) -> None:
    answer = ask("what-is-due", case(), **({} if given is None else {"as_of": given}))

    assert answer.provenance is not None
    assert (answer.provenance.as_of, answer.provenance.today) == (day, "2021-05-05")
    assert "as_of" not in answer.provenance.options


@pytest.mark.parametrize("given", ["soon", "2019-13", "2019-00", "03/02/2019"])
def test_what_is_no_day_is_refused_with_its_option(given: str) -> None:
    with pytest.raises(WrongUse, match="as-of") as told:
        ask("what-is-due", case(), as_of=given)
    assert given in str(told.value)


def test_a_dossier_without_a_clock_is_asked_on_the_day_of_its_newest_row() -> None:
    rows = {
        "evidence_csv": b"id,title,date,known_on\ne,First,2018-05-01,2018-06-01\n",
        "issues_csv": b"id,question\ni,Shall we?\n",
        "rollcalls_csv": b"id,symbol,title,date\nr,R/1,One,2018-04\n",
    }
    newest = {
        "2018-06-01": {},
        "2018-07-31": {"rollcalls_csv": b"id,symbol,title,date\nr,R/1,One,2018-07\n"},
        "2018-08-02": {"positions_csv": b"id,actor,issue,value,known_on\np,FRA,i,10,2018-08-02\n"},
        "2018-09-03": {"positions_csv": b"id,actor,issue,value,held_from\np,FRA,i,10,2018-09-03\n"},
        "2018-12-31": {"evidence_csv": b"id,title,date\ne,First,2018\n"},
    }
    for day, more in newest.items():
        answer = ask("what-is-due", dossier(**(rows | more)))
        assert answer.provenance is not None
        assert (answer.provenance.today, answer.provenance.as_of) == (day, day), more
    nothing = ask("what-is-due", dossier())
    assert nothing.provenance is not None and nothing.provenance.today == "1970-01-01"


@pytest.mark.parametrize(("as_of", "since"), [("2019-06-01", "2018-03-01"), ("2018-03-01", "2018-03-01"), ("2018-02-28", None)])
def test_a_date_of_the_dossiers_parameters_counts_once_it_is_past(as_of: str, since: str | None) -> None:
    """A parameter that was set for a later day tells an earlier one nothing."""
    head = '[parameters.what-changed]\nsince = "2018-03-01"\n'
    answer = ask("what-changed", case(head), as_of=as_of)
    usual = ask("what-changed", case(), as_of=as_of)

    assert answer.provenance is not None and usual.provenance is not None
    found = answer.provenance.options["since"]
    assert found == (since if since is not None else usual.provenance.options["since"])


def test_what_is_given_counts_before_the_parameters_and_a_question_of_its_own_before_those_of_all() -> None:
    head = "[parameters]\nhorizon_days = 10\n[parameters.what-is-due]\nhorizon_days = 20\n"
    usual = next(option.default for option in find("what-is-due").all_options if option.name == "horizon_days")

    def days(text: str, **options: object) -> object:
        answer = ask("what-is-due", case(text), **options)
        assert answer.provenance is not None
        return answer.provenance.options["horizon_days"]

    assert days(head, horizon_days=30) == 30
    assert days(head, horizon_days="30") == 30
    assert days(head) == 20
    assert days("[parameters]\nhorizon_days = 10\n") == 10
    assert days("") == days("[parameters.what-is-due]\nhorizon_days = 0\n") == usual


def test_a_name_means_one_thing_of_the_dossier_and_several_stand_between_semicolons() -> None:
    kind = next(option.kind for option in find("who-votes-alike").all_options if option.name == "actor")

    assert references(case(), kind, "France") == "FRA"
    with pytest.raises(WrongUse, match="Zubrowka"):
        references(case(), kind, "Zubrowka")


MANY = Reference(("actors",), many=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("France", ("FRA",)),
        ("France; DEU", ("FRA", "DEU")),
        (" DEU ;; FRA ;DEU", ("DEU", "FRA")),
        ("FRA DEU", ("FRA", "DEU")),
        ("DEU DEU", ("DEU",)),
        (";", ()),
    ],
)
def test_several_names_stand_between_semicolons_and_ids_may_stand_between_blanks(text: str, found: tuple[str, ...]) -> None:
    assert references(case(), MANY, text) == found


@pytest.mark.parametrize("text", ["Zubrowka", "FRA Zubrowka", "FRA; Zubrowka", "France Germany; FRA"])
def test_one_unknown_name_among_several_is_refused(text: str) -> None:
    with pytest.raises(WrongUse):
        references(case(), MANY, text)


def question(*options: Option, answer: Callable[..., Answer] | None = None, needs: tuple[str, ...] = ()) -> tuple[Question, list[Any]]:
    """Return a question, and the list of what it was asked with."""
    asked: list[Any] = []

    def made(view: Case, values: Mapping[str, Any], progress: Any) -> Answer:
        asked.append((view.as_of, dict(values), progress))
        return Answer(question="what-is-due", title=Message("what-is-due.title")) if answer is None else answer()

    return Question(id="what-is-due", needs=needs, answer=made, options=options), asked


OPTIONS = (
    Option("who", MANY),
    Option("one", Reference(("actors",))),
    Option("since", Day(), "2018-01"),
    Option("limit_at", Number(0, 9, whole=True), 3),
)


def test_a_question_is_given_typed_values_and_the_answer_says_which() -> None:
    what, asked = question(*OPTIONS)
    answer = ask(what, case(), print, who="France; DEU", one="France", limit_at=" 4 ", as_of=dt.date(2019, 1, 1))
    ((day, values, progress),) = asked

    assert (day, progress) == (dt.date(2019, 1, 1), print)
    expected = {"who": ("FRA", "DEU"), "one": "FRA", "since": When("2018-01"), "limit_at": 4, "as_of": dt.date(2019, 1, 1)}
    assert {name: values[name] for name in expected} == expected
    assert answer.provenance is not None
    assert {name: answer.provenance.options[name] for name in ("who", "one", "since", "limit_at")} == {
        "who": ("FRA", "DEU"),
        "one": "FRA",
        "since": "2018-01",
        "limit_at": 4,
    }
    assert not {"as_of", "seed"} & answer.provenance.options.keys()
    assert (answer.provenance.dossier, answer.provenance.hash, answer.provenance.observations) == ("d", case().dossier.hash, "")
    assert answer.provenance.version == VERSION


@pytest.mark.parametrize(("given", "day"), [({}, TODAY), ({"as_of": "2019"}, dt.date(2019, 12, 31))])
def test_a_question_is_given_the_day_of_knowing_as_a_day(given: dict[str, Any], day: dt.date) -> None:
    what, asked = question(*OPTIONS)
    ask(what, case(), **given)

    assert asked[0][1]["as_of"] == day


def test_a_vote_on_a_draft_is_said_by_its_symbol_and_day_and_any_other_by_its_id() -> None:
    rows = (
        b"id,symbol,title,date,draft_symbol\nlater,A/C.1/L.5,First,2018-12-01,A/C.1/L.5\nsoon,A/C.1/L.6,Second,,A/C.1/L.6\n"
        b"res,A/RES/1,Third,2018-12-05,A/C.1/L.7\n"
    )
    what, _ = question(
        Option("first", Reference(("rollcalls",))), Option("second", Reference(("rollcalls",))), Option("third", Reference(("rollcalls",))),
        Option("who", Reference(("actors",))), Option("none", Reference(("rollcalls",))), Option("word", Text(), "later"),
    )  # fmt: skip
    answer = ask(what, case(rollcalls_csv=rows), first="later", second="soon", third="res", who="FRA")

    assert answer.provenance is not None
    assert set(answer.provenance.said) == {"first", "second"}
    assert answer.provenance.said["first"] == Message("vote.on-day", symbol="A/C.1/L.5", date=When("2018-12-01"))
    assert answer.provenance.said["second"] == "A/C.1/L.6"


def test_an_answer_names_the_seed_and_the_observations_that_it_saw(tmp_path: Path) -> None:
    what, _ = question(Option("seed", Number(0, 9, whole=True)))
    lake = Lake(tmp_path)
    lake.append("notes", pa.table({"n": [1]}), source="made")
    seen = dataclasses.replace(case(), lake=lake)

    for given, seed in (({}, 0), ({"seed": 7}, 7)):
        answer = ask(what, seen, **given)
        assert answer.provenance is not None
        assert (answer.provenance.seed, answer.provenance.observations) == (seed, lake.hash())
    assert lake.hash()


def test_an_answer_that_a_store_has_is_not_computed_again(tmp_path: Path) -> None:
    answers: dict[str, Answer] = {}
    store = SimpleNamespace(get=answers.get, put=answers.__setitem__)
    what, asked = question(*OPTIONS)
    first = ask(what, case(), print, store=store, limit_at=4)

    assert asked[0][2] is print
    assert list(answers.values()) == [first]
    assert ask(what, case(), store=store, limit_at="4") is first
    assert len(asked) == 1
    assert ask(what, case(), store=store, limit_at=5) is not first
    assert ask(what, case(), store=store, limit_at=4, as_of="2019") is not first
    assert (len(asked), len(answers)) == (3, 3)

    lake = Lake(tmp_path)
    lake.append("notes", pa.table({"n": [1]}), source="made")

    def meanwhile() -> Answer:
        lake.append("notes", pa.table({"n": [2]}), source="made")
        return Answer(question="what-is-due", title=Message("what-is-due.title"))

    ask(question(answer=meanwhile)[0], dataclasses.replace(case(), lake=lake), store=store)
    assert len(answers) == 3, "what was read may be neither the old lake nor the new one"


class Depth(Text):
    """A kind of another package's, whose values nothing can write."""

    def read(self, text: str) -> SimpleNamespace:
        return SimpleNamespace(metres=text)


def test_an_option_whose_value_cannot_be_written_is_answered_and_not_stored() -> None:
    answers: dict[str, Answer] = {}
    what, asked = question(Option("depth", Depth()))
    answer = ask(what, case(), print, store=SimpleNamespace(get=answers.get, put=answers.__setitem__), depth="12")
    ((_, values, progress),) = asked

    assert (answer.question, values["depth"].metres, progress) == ("what-is-due", "12", print)
    assert answer.provenance is not None and answer.provenance.hash == case().dossier.hash
    assert answers == {}


def test_the_default_of_an_option_may_be_a_name_of_the_dossier() -> None:
    what, asked = question(Option("one", Reference(("actors",)), "Germany"))
    ask(what, case())

    assert asked[0][1]["one"] == "DEU"


def test_a_finding_that_lost_the_evidence_it_needs_is_not_in_the_answer() -> None:
    said, rows = (
        Message("what-is-due.title"),
        b"id,title,date,known_on\nearly,First,2018-05-01,2018-05-01\nlate,Second,2020-05-01,2020-05-01\n",
    )
    findings = (
        Finding(id="on rows", message=said),
        Finding(id="early", message=said, evidence=("early",)),
        Finding(id="late", message=said, evidence=("late",)),
        Finding(id="either", message=said, evidence=("early", "late")),
        Finding(id="both", message=said, evidence=("early", "late"), needs="all"),
    )
    what, _ = question(answer=lambda: Answer(question="what-is-due", title=said, findings=findings))

    def found(as_of: str) -> list[str]:
        return [one.id for one in ask(what, case(evidence_csv=rows), as_of=as_of).findings]

    assert found("2019-01-01") == ["on rows", "early", "either"]
    assert found("2021-01-01") == ["on rows", "early", "late", "either", "both"]


def test_what_is_wrong_of_an_option_is_said_with_its_name() -> None:
    what, asked = question(*OPTIONS)

    for given, words in (
        ({"limit_at": "many"}, ("limit-at", "many", OPTIONS[3].kind.allowed)),
        ({"limit_at": 12}, ("limit-at", "12")),
        ({"colour": "red"}, ("colour", "what-is-due", "limit_at")),
        ({"one": "Zubrowka"}, ("Zubrowka",)),
    ):
        with pytest.raises(WrongUse) as told:
            ask(what, case(), **given)
        assert all(word in str(told.value) for word in words), str(told.value)
    assert asked == []


def test_a_parameter_that_no_option_takes_leaves_its_default() -> None:
    what, asked = question(*OPTIONS)
    head = '[parameters]\nlimit_at = 12\nsince = "soon"\none = "Zubrowka"\n[parameters.what-is-due]\nwho = "DEU"\n'
    ask(what, case(head))
    values = asked[0][1]

    assert (values["limit_at"], values["since"], values["one"], values["who"]) == (3, When("2018-01"), None, ("DEU",))


def test_parameters_of_a_question_that_are_no_table_are_none() -> None:
    what, asked = question(*OPTIONS)
    ask(what, case('[parameters]\nwhat-is-due = "4"\n'))

    assert asked[0][1]["limit_at"] == 3


def test_without_the_rows_that_it_needs_a_question_says_what_to_add() -> None:
    what, asked = question(needs=("actors", "rollcalls"))

    with pytest.raises(NotAvailable, match=r"rollcalls\.csv") as told:
        ask(what, case(), as_of="2019-03-02")
    assert "2019" in str(told.value)
    assert str(Message("table.rollcalls")) in str(told.value)
    assert asked == []


def test_what_a_method_refuses_is_said_by_the_question() -> None:
    def refused() -> Answer:
        raise BadValue("weights must be positive (got -1)")

    what, _ = question(answer=refused)
    with pytest.raises(NotAvailable, match=r"weights must be positive \(got -1\)") as told:
        ask(what, case())
    assert str(told.value).startswith(str(what.title))
    assert isinstance(told.value.__cause__, BadValue)
