"""Agreed language: where a phrase stands, by which vote, the latest first; where the text is not there, its symbol, and that it is not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from legation.dossier import decode
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.base.registry import find_questions

ADOPTED = """
[[adopted]]
id = "one"
symbol = "A/RES/70/1"
part = "drafts/adopted/one.txt"
date = 2015-12-01
words = "quoted"
rollcall = "r1"

[[adopted]]
id = "two"
symbol = "A/RES/72/1"
part = "drafts/adopted/two.txt"
date = 2017-12-01
words = "own"
without_vote = true
"""
CALLS = (
    "id,symbol,title,date,evidence,total_yes,total_no,total_abstain\n"
    "r1,A/RES/70/1,Rules of the river,2015-12-01,rec,100,5,20\n"
    "r3,A/RES/74/1,Safe passage on the river,2019-12-01,rec,90,10,30\n"
    "r4,A/C.2/75/L.1,Safe passage at night,2020-12-01,rec,10,90,30\n"
    "r5,A/RES/76/1,Trade,2021-12-01,quote,99,1,0\n"
    "r6,A/RES/90/1,Safe passage later,2035-12-01,rec,1,1,1\n"
)
PARTS = {
    "dossier.toml": 'id = "d"\nmarking = "TLP:CLEAR"\n',
    "bodies.toml": '[[body]]\nid = "ga"\n[[body.rule]]\nshare = "1/2"\n',
    "rollcalls.csv": CALLS,
    "evidence.csv": "id,kind,title,quote,date\nrec,record,The record,,\n"
    "quote,resolution,A/RES/76/1,Calls on all to grant safe  passage to traders,2021-12-01\n"
    "treaty,law,River treaty,States grant SAFE-PASSAGE at all times.,1999-05-05\n",
    "drafts/adopted.toml": ADOPTED,
    "drafts/adopted/one.txt": "Recalls the treaty\nCalls for safe passage of all vessels on the river;\n",
    "drafts/adopted/two.txt": "Asks for safe passage of fish;\n",
}


def case(**without: Any) -> Case:
    parts = {name: text.encode() for name, text in PARTS.items() if name not in without.get("without", ())}
    return Case(dossier=decode(parts), today=dt.date(2026, 1, 1))


def sentences(answer: Answer, lang: Any = "en") -> dict[str, str]:
    return {found.id: say(found.message, lang) for found in answer.findings}


def test_the_latest_stands_first_with_the_vote_on_it_and_what_is_there_of_its_words() -> None:
    answer = ask("where-is-it-agreed", case(), phrase="safe passage")
    rows = answer.table("uses").rows
    assert [row[0] for row in rows] == ["A/RES/76/1", "A/C.2/75/L.1", "A/RES/74/1", "A/RES/72/1", "A/RES/70/1", None]
    assert [row[7].id.rpartition("-")[2] for row in rows] == ["quote", "title", "title", "summary", "text", "quote"]
    assert [row[3].id.rpartition("-")[2] for row in rows] == ["vote", "rejected", "vote", "consensus", "vote", "unknown"]
    assert rows[4][4:7] == (100, 5, 20)
    assert rows[4][8] == "Calls for safe passage of all vessels on the river;"
    said = sentences(answer)
    assert said["last"].startswith("“safe passage” was agreed last in A/RES/76/1, in a quotation from it, on 1 December 2021: 99 yes")
    assert "Known to be adopted: 4; with their words in the dossier: 4" in said["where"]
    assert "Of 2 texts the words are not in the dossier" in said["not-held"]
    assert "A/C.2/75/L.1 has it and was not adopted" in said["rejected"]
    assert "title" not in said


def test_of_a_later_text_whose_title_alone_has_it_that_is_said() -> None:
    bare = CALLS.replace("r5,A/RES/76/1,Trade,2021-12-01,quote,99,1,0\n", "")
    there = {name: text.encode() for name, text in (PARTS | {"rollcalls.csv": bare}).items()}
    said = sentences(ask("where-is-it-agreed", Case(dossier=decode(there), today=dt.date(2026, 1, 1)), phrase="safe passage"))
    assert "A/RES/72/1, in a summary of its text, on 1 December 2017, without a vote" in said["last"]
    assert "in its title is A/RES/74/1" in said["title"]
    assert "Its words are not in the dossier" in said["title"]


def test_without_any_text_the_symbol_is_given_and_that_the_text_is_not_there() -> None:
    answer = ask(
        "where-is-it-agreed",
        case(without=("drafts/adopted.toml", "drafts/adopted/one.txt", "drafts/adopted/two.txt")),
        phrase="rules of the river",
    )
    assert [row[0] for row in answer.table("uses").rows] == ["A/RES/70/1"]
    assert "its words are not in the dossier" in sentences(answer)["title"].lower()
    assert "no adopted text" in say(answer.missing[0], "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_found_nowhere_says_what_was_searched(lang: Any) -> None:
    answer = ask("where-is-it-agreed", case(), phrase="common heritage")
    said = sentences(answer, lang)["nowhere"]
    assert "common heritage" in said
    assert {"en": "4 recorded votes", "fr": "4 votes enregistrés"}[lang] in said
    assert not answer.tables


def test_other_forms_and_any_letters_are_found_and_what_lies_ahead_is_not() -> None:
    found = ask("where-is-it-agreed", case(), phrase="libre passage; safe pass*").table("uses").rows
    assert len(found) == 6
    then = ask("where-is-it-agreed", case(), phrase="safe passage", as_of="2016-06-01").table("uses").rows
    assert [row[0] for row in then if row[0]] == ["A/RES/70/1"]


@pytest.mark.parametrize("sought", ["", "***", "a,b!"])
def test_what_is_no_phrase_is_refused_with_a_sentence(sought: str) -> None:
    with pytest.raises(NotAvailable):
        ask("where-is-it-agreed", case(), phrase=sought)


@pytest.mark.parametrize(("lang", "words"), [("en", "which resolution has agreed language on this"), ("fr", "langage convenu")])
def test_it_is_found_as_people_ask_for_it(lang: Any, words: str) -> None:
    assert find_questions(words, lang)[0].id == "where-is-it-agreed"


def test_without_a_phrase_the_first_that_a_message_of_ours_quotes_is_sought() -> None:
    said = {name: text.encode() for name, text in (PARTS | {"messages.csv": "id,text_en\nm,We ask for “safe passage” for all.\n"}).items()}
    answer = ask("where-is-it-agreed", Case(dossier=decode(said), today=dt.date(2026, 1, 1)))
    assert len(answer.table("uses").rows) == 6
    assert "“safe passage” was agreed last" in sentences(answer)["last"]
