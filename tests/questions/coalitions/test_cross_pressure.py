"""Who would leave a coalition: by its text, by its votes, and where nothing can be said."""

from __future__ import annotations

import datetime as dt

from legation.dossier import decode
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask

PARTS = {
    "dossier.toml": 'id = "leaving"\n',
    "actors.csv": "id,name,kind\n" + "".join(f"{a},{a} land,state\n" for a in "ABCDXY"),
    "evidence.csv": "id,title,date\ne,Record,2018-01-01\n",
    "issues.csv": "id,question\ni,Shall we?\n",
    "coalitions.csv": "coalition,actor,start,evidence\n" + "".join(f"friends,{a},2018,e\n" for a in "ABCD"),
    "positions.csv": "id,actor,issue,low,value,high,held_from,evidence\n"
    "a,A,i,80,90,95,2018-01-01,e\nb,B,i,70,80,90,2018-01-01,e\nc,C,i,20,30,50,2018-01-01,e\nx,X,i,,20,,2018-01-01,e\ny,Y,i,,10,,2018-01-01,e\n",
    "interests.csv": "id,actor,issue,interest,red_line,known_on\nn,C,i,Trade,No deadline,2018-01-01\n",
    "rollcalls.csv": "id,symbol,title,date\n" + "".join(f"r{k},R/{k},Text {k},2018-0{k + 1}-01\n" for k in range(4)),
    "votes.csv": "actor,rollcall,vote\n"
    + "".join(f"{a},r{k},{'yes' if (a in 'ABC') == (k != 3) else 'no'}\n" for k in range(4) for a in "ABCDXY"),
}


def answer(changed: dict[str, str] | None = None, **options: object) -> Answer:
    parts = {**PARTS, **(changed or {})}
    case = Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=dt.date(2021, 1, 1))
    return ask("who-is-in", case, as_of="2019-01-01", **options)


def test_the_member_nearer_to_the_alternative_is_named_with_its_reasons() -> None:
    found = answer()
    told = found.finding("leaving").message.values

    assert (told["text"], told["alternative"], told["of"]) == (80, 15, 3)
    assert [a.id for a in told["actors"]] == ["C"]
    assert [a.id for a in found.finding("voting-away").message.values["actors"]] == ["D"]
    rows = {row[0].id: row for row in found.table("leaving").rows}
    assert list(rows) == ["C", "D", "A", "B"]
    assert rows["C"][4] == 35 and rows["C"][5] > 0.8 and say(rows["C"][9], "en") == "No deadline"
    assert rows["D"][1] is None and [m.id.rpartition("-")[2] for m in rows["D"][8]] == ["votes"]
    for lang in LANGUAGES:
        assert all("[" not in sentence for sentence in found.sentences(lang))


def test_the_text_and_the_alternative_may_be_said() -> None:
    moved = answer(text=20, alternative=90).finding("leaving").message

    assert {a.id for a in moved.values["actors"]} == {"A", "B"}
    assert answer(text=60, alternative=100).finding("leaving").message.values["count"] == 1
    assert answer(text=80, alternative=0).finding("leaving").message.id.endswith("leaving")


def test_where_nothing_can_be_said_it_says_what_to_add() -> None:
    def missing(changed, **options):
        return {m.id.rpartition(".")[2] for m in answer(changed, **options).missing}

    assert "no-text" in missing({"positions.csv": "id\n"})
    lone = {"positions.csv": "id,actor,issue,value,held_from\na,A,i,90,2018-01-01\n"}
    assert "no-alternative" in missing(lone)
    assert "same-text" in missing(None, text=50, alternative=50)
    assert answer(lone, alternative=10).finding("leaving").message.id.endswith("leaving-none")


def test_agreement_with_those_outside_is_one_number_in_both_tables_and_none_on_too_few_votes() -> None:
    def measured(found: Answer) -> tuple[dict[str, float], dict[str, float | None]]:
        at = [column.id for column in found.table("leaving").columns].index("outside")
        return {row[0].id: row[1] for row in found.table("bridges").rows}, {row[0].id: row[at] for row in found.table("leaving").rows}

    bridges, leaving = measured(answer())
    assert set(bridges) == set("ABCD") and {one: leaving[one] for one in bridges} == bridges

    once = "".join(line + "\n" for line in PARTS["votes.csv"].splitlines() if not line.startswith(("A,r1", "A,r2", "A,r3")))
    bridges, leaving = measured(answer({"votes.csv": once}))
    assert set(bridges) == set("BCD") and leaving.get("A") is None
