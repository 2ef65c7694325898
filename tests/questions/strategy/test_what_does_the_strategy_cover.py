"""What does the strategy cover: each criterion has a state by its rule, what lacks is named, what is not known is not met."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

import pytest
from questions.strategy_dossier import PARTS, added, answered, case_of, replaced

from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.questions import Answer, ask
from legation.questions.strategy.coverage.checks import CHECKS
from legation.questions.strategy.coverage.criteria import criteria

QUESTION = "what-does-the-strategy-cover"
POSTURE = "id,criterion,level,note,evidence,known_on,marking\n"
COMMITMENTS = "id,actor,direction,promise,evidence,date\n"


def states(parts: Mapping[str, str] | None = None, marking: str = "") -> dict[str, str]:
    return {row[0].id: row[2].id.rpartition(".")[2] for row in answered(QUESTION, parts, marking).table("coverage").rows}


def at(level: str, evidence: str = "e1", criterion: str = "ncs-f3") -> dict[str, str]:
    return {**PARTS, "posture.csv": f"{POSTURE}p1,{criterion},{level},Exercises twice a year,{evidence},2026-01-01,TLP:CLEAR\n"}


def test_every_criterion_has_a_check_words_and_a_source() -> None:
    found = criteria()

    assert len({one.id for one in found}) == len(found) == 26
    assert {one.check for one in found} == set(CHECKS)
    assert all(one.name.fr and one.name.en and one.frame.fr and one.frame.en and one.source for one in found)
    assert {one.verified for one in found} <= {"yes", "proposal", "secondary", "no"}


CASES = [
    ("nis2-a", replaced("objectives", "2027-09-01,,,", "2027-09-01,,rules,"), "met"),
    ("nis2-a", None, "partly"),
    ("nis2-b", None, "met"),
    ("nis2-b", replaced("objectives", "Legal office", ""), "partly"),
    ("nis2-d", None, "met"),
    ("nis2-d", replaced("threats", "A week without services", ""), "partly"),
    ("nis2-d", {**PARTS, "threats.csv": ""}, "missing"),
    ("ncs-f2", {**PARTS, "threats.csv": ""}, "missing"),
    ("nis2-e", at("4", criterion="nis2-e"), "met"),
    ("nis2-e", None, "unknown"),
    ("nis2-h", None, "missing"),
    ("nis2-h", added(activities="a,Awareness month,ready,Cyber desk,2027-03-01,planned,,,e1,2026-01-01,\n"), "met"),
    ("nis2-h", added(activities="a,Campagne de sensibilisation,ready,,,planned,,,e1,2026-01-01,\n"), "partly"),
    ("nis2-review", None, "met"),
    ("nis2-review", replaced("objectives", "rules,2027-01-15", "rules,2040-01-15"), "partly"),
    ("ncs-phase1", None, "met"),
    ("ncs-phase2", None, "partly"),
    ("ncs-phase2", at("1"), "met"),
    ("ncs-phase3", None, "partly"),
    ("ncs-phase4", None, "met"),
    ("ncs-phase5", None, "met"),
    ("ncs-phase5", {**PARTS, "signposts.csv": ""}, "partly"),
    ("ncs-f1", None, "partly"),
    ("ncs-f1", replaced("dossier.toml", "[brief]\n", '[brief]\nsignatory = "The minister"\n'), "met"),
    ("ncs-f3", None, "unknown"),
    ("ncs-f3", at("4"), "met"),
    ("ncs-f3", at("5", criterion="Préparation et RÉSILIENCE"), "met"),
    ("ncs-f3", at("4", evidence=""), "partly"),
    ("ncs-f3", at("2"), "partly"),
    ("ncs-f3", at(""), "unknown"),
    ("ncs-f7", None, "met"),
    ("ncaf", None, "unknown"),
    ("ncaf", at("2"), "partly"),
    ("horizons", None, "met"),
    ("horizons", replaced("objectives", "rules,2027-01-15", "rules,2026-01-15"), "partly"),
    ("deterrence", None, "met"),
    ("deterrence", replaced("deterrents", "Fewer acts within a year", ""), "partly"),
    ("un-norms", None, "missing"),
    ("un-norms", {**PARTS, "commitments.csv": f"{COMMITMENTS}c,A,given,We carry out norm 13(c),e1,2026-01-01\n"}, "met"),
    ("un-norms", {**PARTS, "commitments.csv": f"{COMMITMENTS}c,A,given,We carry out norm 13(c),,2026-01-01\n"}, "partly"),
    (
        "un-norms",
        {**PARTS, "commitments.csv": COMMITMENTS.replace("date", "date,kept") + "c,A,given,We carry out norm 13(c),e1,2026-01-01,broken\n"},
        "missing",
    ),
    ("un-norms", {**PARTS, "obligations.csv": "id,text,end,evidence\no,We carry out norm 13(c),2026-11-30,e1\n"}, "missing"),
    ("un-norms", {**PARTS, "obligations.csv": "id,text,end,evidence\no,We carry out norm 13(c),2026-12-01,e1\n"}, "met"),
    ("ncs-f7", replaced("coalitions", "start,evidence", "end,evidence"), "partly"),
    ("osce-cbm", {**PARTS, "commitments.csv": f"{COMMITMENTS}c,A,given,An enormous effort,e1,2026-01-01\n"}, "missing"),
]


@pytest.mark.parametrize(("criterion", "parts", "state"), CASES)
def test_a_criterion_has_the_state_of_its_rule(criterion: str, parts: Mapping[str, str] | None, state: str) -> None:
    assert states(parts)[criterion] == state


@pytest.mark.parametrize(("day", "good"), [("2031-12-01", True), ("2031-12-02", False), ("2031-12", True), ("2026-11-30", False)])
def test_a_review_is_within_five_years_to_the_day(day: str, good: bool) -> None:
    parts = replaced("objectives", ",2027-06-30,", f",{day},")
    before, after = (answered(QUESTION, one).table("coverage").rows for one in (PARTS, parts))
    named = [one.id for one in criteria() if one.check == "reviewed-by-measure"]

    assert named
    assert all((old[2] == new[2]) is good for old, new in zip(before, after, strict=True) if old[0].id in named)


def test_the_end_of_the_calendar_is_no_fault() -> None:
    case = case_of()

    assert ask(QUESTION, case.at(dt.date(9998, 1, 31))).table("coverage").rows


def test_the_four_states_are_counted_and_there_is_no_total() -> None:
    answer = answered(QUESTION)
    counts = Counter(states().values())

    assert {name: answer.finding("states").message.values[name] for name in ("met", "partly", "missing", "unknown")} == {
        name: counts[name] for name in ("met", "partly", "missing", "unknown")
    }
    assert sum(counts.values()) == 26


def test_the_gaps_are_named_what_is_missing_first_five_at_most() -> None:
    found = states()
    named = answered(QUESTION).finding("gaps").message.values["which"]

    assert len(named) == 6  # five, and how many more
    assert [found[one.id] for one in named[:2]] == ["missing", "missing"]
    assert all(found[one.id] == "missing" for one in named[: list(found.values()).count("missing")][:5])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_not_verified_says_so_wherever_it_is_named(lang: str) -> None:
    answer = answered(QUESTION)
    words = {"en": "(not verified)", "fr": "(non vérifié)"}[lang]
    plain = {one.id for one in criteria() if one.verified == "no"}

    for table in ("coverage", "criteria"):
        marked = {row[0].id for row in answer.table(table).rows if words in say(row[0], lang)}
        assert marked == plain
    assert all(words in say(one, lang) for one in answer.finding("gaps").message.values["which"] if getattr(one, "id", "") in plain)


def test_a_row_says_where_it_is_mended_and_which_level_we_gave() -> None:
    rows = {row[0].id: row for row in answered(QUESTION, at("2")).table("coverage").rows}

    assert (rows["ncs-f3"][4].id, rows["ncs-f3"][5], rows["ncs-f3"][7]) == ("posture", 2, ("e1",))
    assert rows["nis2-d"][4].id == "threats"
    assert rows["ncs-phase3"][4].id == "brief"
    assert say(rows["nis2-b"][3], "en") == "4 of 4 aims and activities name who answers for them."


def left(answer: Answer) -> object:
    return {name: part for name, part in answer.to_json().items() if name != "provenance"}


def test_a_hidden_row_takes_no_part() -> None:
    hidden = {**at("5"), "threats.csv": PARTS["threats.csv"] + "x,CANARYTHREAT,cert,,,,ready,e1,2026-01-01,TLP:RED\n"}
    hidden["posture.csv"] = f"{POSTURE}p1,ncs-f3,5,CANARYNOTE,e1,2026-01-01,TLP:RED\np2,ncs-f4,4,,dark,2026-01-01,TLP:CLEAR\n"

    assert left(answered(QUESTION, hidden, "TLP:GREEN")) == left(answered(QUESTION, PARTS, "TLP:GREEN"))
    assert states(hidden)["ncs-f3"] == states(hidden)["ncs-f4"] == "met"
    assert "CANARY" not in str(left(answered(QUESTION, hidden, "TLP:GREEN")))


def test_a_dossier_without_a_strategy_is_refused() -> None:
    with pytest.raises(NotAvailable):
        answered(QUESTION, {"dossier.toml": 'id = "x"'})
