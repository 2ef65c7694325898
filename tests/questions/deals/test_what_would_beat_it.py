"""What would beat it: the answer on a small body that can be checked by hand, and on the flagship."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from pathlib import Path

import pytest

from legation.dossier import decode, load
from legation.errors import NotAvailable
from legation.figures import render
from legation.language import LANGUAGES
from legation.questions import Answer, Case, ask

ROOT = Path(__file__).parents[3]
AT = {"A": (20, 20), "B": (80, 20), "C": (50, 60)}
PARTS = {
    "dossier.toml": 'id = "two"\n',
    "actors.csv": "id,name,kind\n" + "".join(f"{a},{a} land,state\n" for a in "ABCD"),
    "evidence.csv": "id,title,date\ne,Record,2018-01-01\n",
    "issues.csv": "id,question,low,high\none,First?,none,all\ntwo,Second?,none,all\n",
    "positions.csv": "id,actor,issue,value,held_from,evidence\n"
    + "".join(f"{a}{i},{a},{i},{at[k]},2018-01-01,e\n" for a, at in AT.items() for k, i in enumerate(("one", "two")))
    + "Done,D,one,50,2018-01-01,e\n",
    "rollcalls.csv": "id,symbol,title,date,known_on\nr,R/1,Text,2020-06-01,2018-01-01\n",
    "bodies.toml": '[[body]]\nid = "b"\n[[body.rule]]\nshare = "1/2"\nstrict = true\n',
}


def answer(as_of: str = "2019-01-01", changed: dict[str, str] | None = None, **options: object) -> Answer:
    parts = {**PARTS, **(changed or {})}
    case = Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=dt.date(2021, 1, 1))
    return ask("what-would-beat-it", case, as_of=as_of, **options)


def test_a_triangle_has_no_core_and_its_yolk_is_the_inscribed_circle() -> None:
    found = answer(x=50, y=40, stands_x=50, stands_y=100)

    assert found.finding("core").message.id.endswith("core-none")
    yolk = found.finding("yolk").message.values
    side = math.hypot(30, 40)
    assert yolk["radius"] == pytest.approx(60 * 40 / (60 + 2 * side))
    assert found.finding("text").message.values["share"] > 0
    told = found.finding("status-quo").message
    assert told.id.endswith("text-wins") and told.values["count"] == 3
    assert {row[0].id: row[5] for row in found.table("members").rows}["A"] == pytest.approx(math.hypot(30, 80) - math.hypot(30, 20))


def test_what_stands_may_beat_the_text_and_both_may_hold() -> None:
    assert answer(x=0, y=100, stands_x=50, stands_y=40).finding("status-quo").message.id.endswith("text-loses")
    unanimous = {"bodies.toml": '[[body]]\nid = "b"\n[[body.rule]]\nof = "count"\nnumber = 3\n'}
    held = answer(changed=unanimous, x=50, y=40, stands_x=50, stands_y=20)
    assert held.finding("status-quo").message.id.endswith("neither")
    assert held.finding("core").message.values["share"] == pytest.approx(60 * 40 / 2 / 10_000)
    assert held.finding("text").message.id.endswith("unbeaten")
    assert "yolk" not in {f.id for f in held.findings}


def test_what_rests_on_a_rule_that_was_not_compared_says_so() -> None:
    unread = {"bodies.toml": PARTS["bodies.toml"] + 'verified = "no"\n'}

    assert "rule.rests-on" in [one.id for one in answer(changed=unread).caveats]
    assert "rule.rests-on" not in [one.id for one in answer().caveats]


def test_without_a_text_the_middle_stands_for_it_and_it_says_so() -> None:
    found = answer()

    assert (found.finding("text").message.values["x"], found.finding("text").message.values["y"]) == (50, 20)
    assert any(caveat.id.endswith("text-chosen") for caveat in found.caveats)
    assert [m.id.rpartition(".")[2] for m in found.missing] == ["no-status-quo"]


def test_what_cannot_be_asked_is_said() -> None:
    with pytest.raises(NotAvailable, match="one issue"):
        answer(changed={"issues.csv": "id,question\none,First?\n", "positions.csv": "id,actor,issue,value\na,A,one,3\n"})
    with pytest.raises(NotAvailable, match="Add positions"):
        answer(changed={"positions.csv": "id,actor,issue,value,held_from\na,A,one,3,2018-01-01\nb,B,two,3,2018-01-01\n"})
    with pytest.raises(NotAvailable, match=r"bodies\.toml"):
        answer(changed={"bodies.toml": ""})
    with pytest.raises(NotAvailable):
        answer("2017-01-01")


def test_a_finding_goes_with_its_evidence() -> None:
    dossier = decode({name: text.encode() for name, text in PARTS.items()})

    assert ask("what-would-beat-it", dossier, as_of="2019-01-01").findings
    assert ask("what-would-beat-it", dataclasses.replace(dossier, evidence=()), as_of="2019-01-01").findings == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_flagship(lang: str) -> None:
    found = ask("what-would-beat-it", load(ROOT / "examples/un-ict-2018"), stands_x=0, stands_y=100)

    assert [f.id for f in found.findings] == ["text", "status-quo", "core"]
    assert all("[" not in sentence for sentence in found.sentences(lang))
    assert render.svg(found.figures[0], lang).startswith("<svg")
