"""What a question needs is told before it is asked: no question ends in a refusal that no need announced, on any dossier here."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from answered import NAMES, answered_on, example_case

from legation.dossier import Dossier, decode
from legation.dossier.parts.registry import kinds
from legation.errors import LegationError
from legation.language import LANGUAGES, Lang, catalogue, say
from legation.questions import Case, ask, find, questions
from legation.questions.base.conditions import Condition
from legation.questions.base.needs import missing_of, needs_of, place_title

TODAY = dt.date(2026, 1, 1)
HEAD = {"dossier.toml": b'id = "x"'}
NOT_CHOSEN = "choose-"
"""How the ids of needs begin that only an option of the form gives."""


def case_of(**parts: str) -> Case:
    files = {f"{name}.{'toml' if name == 'bodies' else 'csv'}": text.encode() for name, text in parts.items()}
    return Case(dossier=decode({**HEAD, **files}), today=TODAY)


def five(folder: Path) -> Dossier:
    """Return the dossier that ``legation start`` makes of a list of five countries."""
    from legation.sources import read_actor_list

    (folder / "five.txt").write_text("France\nAllemagne\nKenya\nBrésil\nJapon\n", "utf-8")
    draft = read_actor_list(folder / "five.txt", lang="fr")
    assert not draft.unplaced
    return draft.dossier("five", "Five")


def dead_ends(case: Case, answered: frozenset[str] | None = None) -> tuple[set[str], set[str]]:
    """Return the questions that refuse what no need announced, and those that answer though a need is said to be missing."""
    refused, idle = set(), set()
    for question in questions().values():
        missing = missing_of(case, question)
        answers = question.id in answered if answered is not None else _answers(case, question.id)
        refused |= {question.id} if not answers and not missing else set()
        idle |= {question.id} if answers and missing else set()
    return refused, idle


def _answers(case: Case, question: str) -> bool:
    try:
        ask(question, case)
    except LegationError:
        return False
    return True


@pytest.mark.parametrize("example", NAMES)
def test_no_question_dead_ends_on_an_example(example: str) -> None:
    assert dead_ends(example_case(example), answered_on(example)) == (set(), set())


def test_no_question_dead_ends_on_an_empty_dossier() -> None:
    case = case_of()

    assert dead_ends(case) == (set(), set())
    assert sum(not missing_of(case, question) for question in questions().values()) == 2


def test_no_question_dead_ends_on_five_countries(tmp_path: Path) -> None:
    case = Case(dossier=five(tmp_path), today=TODAY)
    missing = {name: missing_of(case, question) for name, question in questions().items()}

    assert dead_ends(case) == (set(), set())
    assert {name for name in missing if not missing[name]} == {
        "who-can-stop-it",
        "who-can-reach",
        "who-is-forgotten",
        "what-changed",
        "what-is-due",
    }
    assert all(need.place for there in missing.values() for need in there), "each is told with the place where it is added"
    assert [need.id for need in missing["do-we-have-the-votes"]] == ["vote"]


GROWN: dict[str, str] = {
    "actors": "id,name,kind,iso3\nFRA,France,state,FRA\nDEU,Germany,state,DEU\nKEN,Kenya,state,KEN\n",
    "issues": "id,question\nnorms,Norms?\nmoney,Money?\n",
    "positions": "id,actor,issue,low,value,high\np1,FRA,norms,40,50,60\np2,DEU,norms,1,2,3\np3,FRA,money,4,5,6\np4,DEU,money,7,8,9\n",
    "coalitions": "coalition,actor,tier,start\nfriends,FRA,core,2020-01-01\n",
    "rollcalls": "id,symbol,title,date\nr1,A/1,First,2024-01-01\nr2,A/2,First,2025-01-01\nr3,A/3,First,2027-01-01\n",
    "votes": "actor,rollcall,vote\nFRA,r1,yes\nDEU,r1,no\nKEN,r1,yes\nFRA,r2,yes\nDEU,r2,yes\nKEN,r2,no\n",
    "bodies": '[[body]]\nid = "b"\n[[body.rule]]\nof = "members"\nshare = "1/2"\nstrict = true\n',
    "activities": "id,title,date,status\na,Talks,2025-01-01,done\n",
    "evidence": "id,kind,title,publisher,date,quote\ne,press,Title,Le Monde,2025-01-01,They said so.\n",
    "messages": "id,text_en\nm,We favour responsible behaviour\n",
    "processes": "id,forum,body\np,Forum,b\n",
    "forecasts": "id,question,probability,made_on\nf,Passes?,0.5,2025-01-01\n",
}
"""Parts in the order in which a dossier grows."""


@pytest.mark.parametrize("count", range(1, len(GROWN) + 1))
def test_no_question_dead_ends_while_a_dossier_grows(count: int) -> None:
    assert dead_ends(case_of(**dict(list(GROWN.items())[:count])))[0] == set()


@pytest.mark.parametrize("part", GROWN)
def test_no_question_dead_ends_when_one_part_is_taken_out(part: str) -> None:
    parts = {name: text for name, text in GROWN.items() if name != part}
    if part == "actors":
        parts = {name: text for name, text in parts.items() if name not in ("positions", "votes", "coalitions")}
    if part == "issues":
        parts.pop("positions")
    if part == "rollcalls":
        parts.pop("votes")
    if part == "bodies":
        parts.pop("processes")

    assert dead_ends(case_of(**parts))[0] == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_need_has_words(lang: Lang) -> None:
    case, words = case_of(), catalogue("need", lang)
    named = {kind.id for kind in kinds()} & {place for q in questions().values() for n in needs_of(case, q) for place in n.place.split("|")}
    for question in questions().values():
        for need in needs_of(case, question):
            assert not say(need.title, lang).startswith("[")
            assert say(need.title, lang).strip()
    assert {f"part.{kind}" for kind in ("scenario", "conflict", "response", "statement", "mandate")} <= set(words)
    assert named


def test_a_condition_speaks_for_its_place() -> None:
    needs = needs_of(case_of(), find("who-has-power"))

    assert [(need.id, need.place) for need in needs] == [("actors", "actors"), ("vote", "rollcalls"), ("rule", "bodies")]
    assert str(place_title("objectives|activities")) == "an objective or an activity"


def test_an_option_mends_what_a_default_lacks() -> None:
    case = case_of(**GROWN)

    assert [need.id for need in missing_of(case, find("who-would-sign"))] == ["choose-accused", "choose-first-mover"]
    assert missing_of(case, find("who-would-sign"), {"accused": "KEN", "first": "FRA"}) == ()
    assert all(need.id.startswith(NOT_CHOSEN) for need in missing_of(case, find("who-would-sign")))


def test_what_was_known_only_later_is_told_as_such() -> None:
    case = case_of(**GROWN)
    (need,) = missing_of(case, find("who-is-in"), {"as_of": "2019-01-01"})

    assert need.is_later
    assert not any(need.is_later for need in missing_of(case_of(), find("who-is-in")))


def test_a_need_whose_reading_refuses_is_missing() -> None:
    def refuse(case: Case, options: Any) -> object:
        raise LegationError("no")

    assert not Condition(id="x", check=refuse).holds(case_of(), {})
