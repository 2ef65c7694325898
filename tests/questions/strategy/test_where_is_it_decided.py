"""Where is it decided? Seats through groups and coalitions, our position, who stands with us, what is open and missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from legation.dossier import decode
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask

PARTS = {
    "dossier.toml": 'id = "x"\n',
    "actors.csv": "id,name,kind\nus,Ourland,state\nA,Aland,state\nB,Borduria,state\nC,Cagliostro,state\nN,A network,ngo\n",
    "groups.csv": "group,actor,start,end\nall,us,,\nall,A,,\nall,B,,\nall,C,,2019-12-31\n",
    "coalitions.csv": "coalition,actor,tier,evidence\nfriends,us,core,\nfriends,B,supporter,e2\nfriends,N,observer,\n",
    "relations.csv": "id,source,target,kind,start,end\nr1,A,us,ally,,\nr2,us,N,ally,,2018\n",
    "bodies.toml": '[[body]]\nid = "ga"\n[[body.rule]]\nof = "consensus"\n',
    "issues.csv": "id,question,body\nrules,Should it bind?,ga\nmoney,Who pays?,ga\nother,Else?,\n",
    "evidence.csv": "id,kind,title,known_on\ne1,resolution,The mandate,2018-01-01\ne2,statement,Said,2018-01-01\ne3,statement,Later,2021-01-01\n",
    "positions.csv": (
        "id,actor,issue,value,held_from,evidence\np1,us,rules,60,2018-01-01,e2\np2,A,rules,20,2018-01-01,\n"
        "p3,B,rules,70,2018-01-01,e2\np4,N,rules,60,2018-01-01,\n"
    ),
    "objectives.csv": "id,aim,issue\no1,A text that binds,rules\n",
    "activities.csv": "id,title,objectives,date,status\na1,Side event,o1,2020-03-01,planned\na2,Past,o1,2018-03-01,done\n",
    "engagements.csv": "id,date,actor,issue,next_step,due\nt1,2019-11-01,B,rules,Send the text,2020-02-01\nt2,2019-11-01,A,other,Elsewhere,2020-02-01\n",
    "processes.csv": (
        "id,supersedes,forum,mandate,body,deadline,step,seats,evidence,known_on\n"
        "f1,,Working group,To report,ga,2020-06,Report,all,e1,2018-01-01\n"
        "f2,,Closed club,,,2019-01-01,,C N,,2018-01-01\n"
        "f3,,Old date,To talk,,2019-06-01,Session,,,2018-01-01\nf4,f3,Old date,To talk,,2021-06-01,Session,friends,e3,2019-12-01\n"
    ),
}
TODAY = dt.date(2020, 1, 1)


def answered(parts: dict[str, str] | None = None, as_of: str = "2020-01-01", **options: Any) -> Answer:
    dossier = decode({name: text.encode() for name, text in (parts or PARTS).items()})
    return ask("where-is-it-decided", Case(dossier=dossier, today=TODAY), as_of=as_of, **options)


def cells(answer: Answer, table: str, column: str = "") -> Any:
    """Return the rows of a table as a reader of English sees them, or one column of the fora by their ids."""
    found = answer.table(table)
    if not column:
        return [tuple(found.cell(row, at, "en") for at in range(len(found.columns))) for row in range(len(found.rows))]
    at = [one.id for one in found.columns].index(column)
    return {found.rows[row][0].id: found.cell(row, at, "en") for row in range(len(found.rows))}


def gaps(answer: Answer) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for forum, message, _ in answer.table("gaps").rows:
        found.setdefault(forum.id, []).append(message.id.rpartition(".")[2])
    return found


def test_fora_stand_by_their_dates_and_a_superseded_row_is_gone() -> None:
    answer = answered(us="us")

    assert [row[0].id for row in answer.table("fora").rows] == ["f2", "f1", "f4"]
    values = answer.finding("fora").message.values
    assert (values["count"], values["coming"], values["past"], values["undated"]) == (3, 1, 1, 0)
    assert "Report (Working group), June 2020" in say(answer.finding("next").message, "en")


def test_a_seat_is_held_through_a_group_in_force_or_a_coalition() -> None:
    answer = answered(us="us")

    assert cells(answer, "fora", "seats") == {"f1": "3", "f2": "2", "f4": "3"}
    assert cells(answer, "fora", "seat") == {"f1": "yes", "f2": "no", "f4": "yes"}
    assert set(cells(answered(), "fora", "seat").values()) == {"not known"}
    assert "no-us" in answered().missing[0].id


def test_who_stands_with_us_and_by_what() -> None:
    answer = answered(us="us")
    allies = {(row[0].id, row[1].id): [ground.id.rpartition(".")[2] for ground in row[2]] for row in answer.table("allies").rows}

    assert allies == {("f1", "A"): ["tie"], ("f1", "B"): ["coalition", "position"], ("f4", "B"): ["coalition"]}
    near = {row[1].id for row in answered(us="us", near=40).table("allies").rows if "near position" in say(row[2], "en")}
    assert near == {"A", "B"}
    assert answer.finding("allies").evidence == ("e1", "e2")


def test_what_comes_next_is_of_the_forum_alone() -> None:
    kinds = [(row[0], row[1], row[3]) for row in cells(answered(us="us"), "steps") if row[0] == "Working group"]

    assert kinds == [
        ("Working group", "Step of a process", "Report"),
        ("Working group", "Next step", "Send the text"),
        ("Working group", "Activity", "Side event"),
    ]


def test_what_is_missing_is_listed_with_a_remedy() -> None:
    assert gaps(answered(us="us")) == {
        "f1": ["no-position"],
        "f2": ["no-source", "no-mandate", "past-deadline", "no-step", "not-seated", "no-issue", "no-ally"],
        "f4": ["no-source", "no-issue"],
    }
    bare = answered({"dossier.toml": PARTS["dossier.toml"], "processes.csv": "id,forum\nf,A forum\n"})
    assert gaps(bare) == {"f": ["no-source", "no-mandate", "no-deadline", "no-step", "no-seats", "no-issue"]}
    assert not bare.figures


def test_later_rows_are_invisible() -> None:
    before = answered(us="us", as_of="2018-06-01")

    assert "e3" not in str(before.to_json("en")) and [row[0].id for row in before.table("fora").rows] == ["f2", "f3", "f1"]
    with pytest.raises(NotAvailable, match=r"processes\.csv"):
        answered(as_of="2017-01-01")


def test_a_sentence_goes_with_its_evidence() -> None:
    parts = PARTS | {"evidence.csv": "id,kind,title\n", "coalitions.csv": PARTS["coalitions.csv"].replace("e2", "")}
    for name in ("positions.csv", "processes.csv"):
        parts[name] = parts[name].replace(",e1", ",").replace(",e2", ",").replace(",e3", ",")

    assert answered(parts, us="us").finding("unsourced").message.values["count"] == 3
    assert answered(us="us").finding("unsourced").message.values["count"] == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_speaks_both_languages(lang: Any) -> None:
    said = " ".join(answered(us="us").sentences(lang))

    assert "{" not in said and "will" not in said.split()
    assert "Ourland" in said and "Working group" in said
    assert "Working group" in say(answered(us="us").figures[0].title, lang)
    assert "3" in say(answered(us="us").figures[0].alt, lang)
