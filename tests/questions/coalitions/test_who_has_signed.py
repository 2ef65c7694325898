"""Who has signed: the board of a text in circulation, from its terms, its versions and the log."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from legation.dossier import decode, load
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.methods.signing.circulation import CIRCULATIONS
from legation.questions import Answer, Case, ask
from legation.questions.coalitions.circulation.log import find_circulation
from legation.rooms.circulation import text_hash

EXAMPLE = Path(__file__).parents[3] / "examples" / "cable-statement-2026"
HEAD = "id,draft,actor,version,answer,at,confirmed,unit\n"
DRAFT = """[draft]
title = "A text"
[circulation]
kind = "{kind}"
closes = "2026-05-12T18:00"
zone = "Europe/Paris"
{terms}
[[version]]
id = "v1"
part = "drafts/x/v1.txt"
date = "2026-05-04"
[[version]]
id = "v2"
part = "drafts/x/v2.txt"
date = "2026-05-06"
change = "{change}"
"""
PARTS = {
    "dossier.toml": 'id = "x"\n',
    "actors.csv": "id,name,kind\nno,Norway,state\ntd,Chad,state\nacme,Acme,company\nwatch,Watch,ngo\n",
    "invitations.csv": "id,draft,actor,at\n" + "".join(f"i-{a},x,{a},2026-05-04\n" for a in ("no", "td", "acme", "watch")),
    "drafts/x/v1.txt": "1. States act.\n\n2. States report at once.\n",
    "drafts/x/v2.txt": "1. States act.\n\n2. States report in time.\n",
}


def case(answers: str, kind: str = "joint_statement", terms: str = "", change: str = "editorial", **parts: str) -> Case:
    made = {**PARTS, "signatures.csv": HEAD + answers, "drafts/x.toml": DRAFT.format(kind=kind, terms=terms, change=change), **parts}
    return Case(dossier=decode({name: text.encode() for name, text in made.items()}), today=dt.date(2026, 6, 1))


def answer(answers: str, as_of: str = "2026-05-08", **more: Any) -> Answer:
    return ask("who-has-signed", case(answers, **more), as_of=as_of)


def states(found: Answer) -> dict[str, str]:
    return {row[0].id: say(row[1], "en") for row in found.table("answers").rows}


def test_only_what_is_confirmed_is_counted() -> None:
    found = answer("a,x,no,v1,sign,2026-05-05,2026-05-05,\nb,x,td,v1,sign,2026-05-05,,\n")

    assert found.finding("in").message.values["count"] == 1
    assert states(found) == {"no": "joins", "td": "answer to be confirmed", "acme": "no answer yet", "watch": "no answer yet"}
    assert [a.id for a in found.finding("claimed").message.values["actors"]] == ["td"]


def test_firms_and_ngos_sign_where_states_join() -> None:
    found = answer("".join(f"{a},x,{a},v1,sign,2026-05-05,2026-05-05,\n" for a in ("no", "acme", "watch")))
    assert states(found) == {"td": "no answer yet", "no": "joins", "acme": "signs", "watch": "signs"}


@pytest.mark.parametrize(
    ("unit", "state"),
    [("1", "in, with a reservation"), ("2", "to be signed again"), ("", "to be signed again"), ("para 2", "to be signed again")],
)
def test_a_reservation_is_tied_to_the_words_of_its_paragraph(unit: str, state: str) -> None:
    found = answer(f"a,x,no,v1,reservation,2026-05-05,2026-05-05,{unit}\n", terms="reservations = true")
    assert states(found)["no"] == state


def test_a_reservation_that_the_terms_do_not_admit_asks_for_a_change_and_is_not_in() -> None:
    found = answer("a,x,no,v2,reservation,2026-05-07,2026-05-07,2\n")

    assert states(found)["no"] == "asks for a change"
    assert not find_circulation(case("a,x,no,v2,reservation,2026-05-07,2026-05-07,2\n").at(dt.date(2026, 5, 8))).board.counted
    assert any(one.id == "who-has-signed.not-admitted" for one in found.caveats)


def test_a_version_of_substance_is_signed_again() -> None:
    found = answer("a,x,no,v1,sign,2026-05-05,2026-05-05,\n", change="substance")
    assert states(found)["no"] == "to be signed again"
    assert answer("a,x,no,v1,sign,2026-05-05,2026-05-05,\n", "2026-05-05", change="substance").finding("in").message.values["count"] == 1


def test_after_the_closing_nobody_is_open() -> None:
    found = answer("", "2026-05-13")
    assert {*states(found).values()} == {"did not answer"}
    assert found.finding("silent-many" if len(states(found)) > 12 else "silent").message.values["count"] == 4


def test_answers_that_cannot_be_read_are_set_aside_and_told() -> None:
    answers = "a,x,no,v9,sign,2026-05-05,2026-05-05,\nb,x,td,v1,,2026-05-05,,\nc,y,no,v1,sign,2026-05-05,2026-05-05,\n"
    found = answer(answers)
    (told,) = [one for one in found.caveats if one.id == "who-has-signed.aside"]
    assert told.values["count"] == 2
    assert found.finding("in").message.values["count"] == 0


def test_a_correction_takes_the_place_of_the_row() -> None:
    rows = "id,supersedes,draft,actor,version,answer,at,confirmed\na,,x,no,v1,sign,2026-05-05,\nb,a,x,no,v1,sign,2026-05-05,2026-05-06\n"
    found = ask("who-has-signed", case("", **{"signatures.csv": rows}), as_of="2026-05-08")
    assert states(found)["no"] == "joins"


def test_a_draft_that_cannot_be_read_stops_no_other_circulation() -> None:
    faulty = {"drafts/a.toml": '[draft]\ntitle = "A"\nlanguage = 3\n[circulation]\nkind = "no such kind"\n'}
    found = answer("a,x,no,v1,sign,2026-05-05,2026-05-05,\n", **faulty)

    assert states(found)["no"] == "joins"
    assert find_circulation(case("", **faulty), "x").model.id == "x"


def test_without_a_circulation_there_is_no_answer() -> None:
    plain = DRAFT.format(kind="alignment", terms="", change="editorial").replace("[circulation]\n", "[unknown]\n")
    with pytest.raises(NotAvailable):
        ask("who-has-signed", case("", **{"drafts/x.toml": plain}), as_of="2026-05-08")


@pytest.mark.parametrize("kind", CIRCULATIONS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_is_told_in_its_own_words(kind: str, lang: Any) -> None:
    rows = "a,x,no,v1,sign,2026-05-05,2026-05-05,\n"
    told = {say(answer(text, kind=kind).finding("in").message, lang) for text in (rows, "")}
    assert len(told) == 2 and not any("[" in one for one in told)


def test_the_example_counts_whom_its_readme_names() -> None:
    whole = Case(dossier=load(EXAMPLE), today=dt.date(2026, 12, 1))
    found = find_circulation(whole.at(dt.date(2026, 5, 8)))
    assert found.board.counted == ("valmere", "vescary", "palmora", "hollmark", "cable-secretariat", "ship-owners", "seabed-watch")
    assert {actor: found.board[actor].state for actor in ("ostrelle", "toromar", "quenara", "deepline")} == {
        "ostrelle": "stale",
        "toromar": "stale",
        "quenara": "withdrawn",
        "deepline": "claimed",
    }
    texts = {lang: (EXAMPLE / f"drafts/cable-repair/v3{end}").read_text("utf-8") for lang, end in (("en", ".txt"), ("fr", ".fr.txt"))}
    assert found.hash_of("v3") == text_hash(texts)
    within = ask("who-has-signed", whole, as_of="2026-05-05")
    assert within.finding("in").message.values["count"] == 0
    assert within.finding("carried").message.values["count"] == 8


def test_names_that_look_alike_are_told_and_nothing_is_joined() -> None:
    actors = PARTS["actors.csv"].replace("watch,Watch,ngo", "watch,Аcmе SA,ngo").replace("td,Chad", "td,N\u00adorway")
    found = answer("s1,x,acme,v2,sign,2026-05-07T08:00Z,2026-05-07T09:00Z,\n", **{"actors.csv": actors})

    warning = next(one for one in found.findings if one.id == "names")
    assert say(warning.message, "en") == (
        "2 names are to be checked before the list is public: “Norway” and “Norway” (an invisible character, or letters of two alphabets) and "
        "“Acme” and “Аcmе SA” (an invisible character, or letters of two alphabets). Nothing was joined or refused for them."
    )
    assert (len(states(found)), found.findings[0].message.values["count"]) == (4, 1)
    assert [one for one in answer("").findings if one.id == "names"] == []


def test_a_name_asked_to_be_printed_is_compared_too() -> None:
    head = HEAD.replace("unit", "unit,printed_as")
    row = "s1,x,acme,v2,sign,2026-05-07T08:00Z,2026-05-07T09:00Z,,{}\n"
    said = [
        [say(one.message, "fr") for one in answer("", **{"signatures.csv": head + row.format(name)}).findings if one.id == "names"]
        for name in ("NORWAY", "Acme and daughters")
    ]
    words = (
        "Un nom est à vérifier avant publication de la liste\u00a0: «\u202fNorway\u202f» et «\u202fNORWAY\u202f» (seuls diffèrent la casse, "
        "les accents, les espaces ou la ponctuation). Rien n’a été réuni ni refusé pour autant."
    )
    assert said == [[words], []]
