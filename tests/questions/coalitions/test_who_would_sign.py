"""Who would sign: acts and lags, traits on the eve, the order with its reasons, nothing later used, what is missing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from figures.sheet import apart, on_the_sheet

from legation.dossier import decode, load
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.methods.signing import TRAITS, replay
from legation.questions import Answer, Case, ask
from legation.questions.coalitions.attributions import attribution, attributions
from legation.questions.coalitions.candidates import SigningInputs, past_cases, seen

ROOT = Path(__file__).parents[3]
PARTS = {
    "dossier.toml": 'id = "incident"\n[parameters.who-would-sign]\naccused = "X"\n',
    "actors.csv": "id,name,kind\n"
    + "".join(f"{a},{a}land,state\n" for a in "ABCDEFX")
    + "union,Union,international_org\nfirm,Firm,company\n",
    "evidence.csv": "id,title,date\ne1,Old statement,2015-01-01\ne2,New statement,2018-01-10\nties,Treaty,2000-01-01\nlate,Later,2019-01-01\n",
    "groups.csv": (
        "group,actor,start,end,evidence\ncircle,A,,,ties\ncircle,B,,,ties\nring,A,,,ties\nring,B,,,ties\nring,C,,,ties\n"
        "union,A,,,ties\nunion,C,,,ties\nunion,D,,2016,ties\nneutral,D,,,ties\n"
    ),
    "coalitions.csv": (
        "coalition,actor,tier,start,known_on,evidence\n"
        "old,A,core,2015-01-01,,e1\nold,B,supporter,2015-01-03,,e1\nold,E,supporter,2015-02,,e1\nold,F,observer,2014-12-20,,e1\n"
        "alone,C,core,2016-05-01,,e1\n"
        "new,C,observer,2018-01-01,,e2\nnew,E,core,2018-01-02,,e2\n"
        "new,A,core,2018-03-01,,late\nnew,B,core,2018-03-02,,late\n"
    ),
    "issues.csv": "id,question\nname,Shall one say who it was?\n",
    "positions.csv": (
        "id,actor,issue,value,held_from,evidence\npB,B,name,100,2018-01-05,e2\npD,D,name,0,2018-01-05,e2\npF,F,name,100,2012-01-01,e1\n"
    ),
    "interests.csv": "id,actor,issue,needs,known_on,evidence\niB,B,name,A day's notice,2018-01-05,e2\n",
}
EVE = "2018-02-28"
THREE = ("notpetya-2017", "opcw-2018", "viasat-2022")
CIRCLES = {"partners": "circle ring", "unions": "union", "hurdles": "neutral"}


def case(**changed: str) -> Case:
    parts = {**PARTS, **{name.replace("_", "."): text for name, text in changed.items()}}
    return Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=dt.date(2020, 1, 1))


def answer(as_of: str = EVE, **options: object) -> Answer:
    given = {"coalition": "new", "first": "A", "issue": "name", **CIRCLES, **options}
    return ask("who-would-sign", case(), as_of=as_of, **{name: value for name, value in given.items() if value is not None})


def asked(**changed: object) -> SigningInputs:
    plain = SigningInputs(
        accused="X", issue="name", partners=("circle", "ring"), unions=("union",), hurdles=("neutral",), precedents=("old", "alone")
    )
    return dataclasses.replace(plain, **changed)


def test_an_attribution_opens_when_two_speak_within_a_week() -> None:
    late = case().at(dt.date(2020, 1, 1))
    old, alone, new = (attribution(late, name) for name in ("old", "alone", "new"))

    assert (old.opened, old.first, old.is_joint) == (dt.date(2015, 1, 1), "A", True)
    assert [(act.actor, old.lag(act)) for act in old.acts] == [("A", 0), ("B", 2), ("E", 58)]  # a month counts from its end
    assert (alone.opened, alone.first, alone.is_joint) == (dt.date(2016, 5, 1), "C", False)
    assert (new.began, new.opened, new.first) == (dt.date(2018, 1, 1), dt.date(2018, 3, 1), "A")
    assert [new.lag(act) for act in new.acts] == [-58, 0, 1]
    assert set(new.hit) == {"C"}


def test_traits_on_the_eve() -> None:
    eve = case().at(dt.date(2018, 2, 28))
    names = ("B", "C", "D", "F", "union")
    before = [attribution(eve, name) for name in ("old", "alone")]
    found = seen(eve, attribution(eve, "new"), "A", names, before, asked())
    by_name = {name: dict(zip(TRAITS, row, strict=True)) for name, row in zip(names, found.traits.tolist(), strict=True)}

    assert [by_name[n]["named"] for n in names] == [1, 1, 0, 0, 0]
    assert [by_name[n]["joined"] for n in names] == [1, 0, 0, 0, 0]
    assert [by_name[n]["close"] for n in names] == [1, 0.5, 0, 0, 0]
    assert [by_name[n]["hit"] for n in names] == [0, 1, 0, 0, 0]
    assert [by_name[n]["allied"] for n in names] == [0, 1, 0, 0, 1]  # D left in 2016; the union belongs to itself
    assert [by_name[n]["hurdle"] for n in names] == [0, 0, 1, 0, 0]
    assert [by_name[n]["said"] for n in ("B", "D")] == [1, -1]
    assert np.isnan(by_name["F"]["said"])  # held before the incident: of another matter
    assert np.isnan(by_name["B"]["alike"])  # no votes


def test_a_past_case_is_seen_as_on_its_eve() -> None:
    late = case().at(dt.date(2020, 1, 1))
    old = next(one for one in past_cases(late, asked(), "new") if one.matter.name == "old")
    row = dict(zip(TRAITS, old.past.traits[old.past.candidates.index("B")].tolist(), strict=True))

    assert "A" not in old.past.candidates  # the first mover
    assert "X" not in old.past.candidates  # the accused
    assert {n for n, yes in zip(old.past.candidates, old.past.signed.tolist(), strict=True) if yes} == {"B", "E"}
    assert np.isnan(row["named"])  # nobody had spoken before
    assert dict(zip(TRAITS, old.past.traits[old.past.candidates.index("F")].tolist(), strict=True))["hit"] == 1
    assert dict(zip(TRAITS, old.past.traits[old.past.candidates.index("D")].tolist(), strict=True))["allied"] == 1  # still a member


def test_the_order_and_what_is_said_of_it() -> None:
    found = answer()
    rows = found.table("order").rows

    assert [row[1].id for row in rows][:2] == ["B", "C"]
    assert {row[1].id for row in rows} == {"B", "C", "D", "F", "union"}  # E has spoken, A speaks, X is accused, a firm is no signer
    assert rows[0][5:8] == (1, 2, 1)  # spoke once, two days after the first, first of the simple list
    assert [a.id for a in found.finding("spoken").message.values["actors"]] == ["E"]
    assert {a.id for a in found.finding("before").message.values["actors"]} == {"B", "C"}
    assert found.finding("before").message.values["longest"] == 58
    assert str(found.finding("needs:B").message.values["needs"]) == "A day's notice"
    told = found.finding("decline").message.values["told"]
    assert {a.id for message in told for a in message.values["actors"]} == {"D"}
    assert len(told) == 2  # its policy, and its position
    assert found.finding("decline").contrary is None
    for lang in LANGUAGES:
        assert all("[" not in sentence for sentence in found.sentences(lang))


def test_later_rows_change_nothing() -> None:
    cut = "\n".join(line for line in PARTS["coalitions.csv"].splitlines() if "late" not in line) + "\n"
    less = ask("who-would-sign", case(coalitions_csv=cut), as_of=EVE, coalition="new", first="A", issue="name", **CIRCLES)

    assert less.table("order").rows == answer().table("order").rows
    assert less.sentences("en") == answer().sentences("en")


def test_once_it_is_out_the_first_mover_is_known_and_the_case_is_measured() -> None:
    found = answer("2018-04-01", first=None)

    assert found.finding("order").message.values["first"].id == "A"
    table = found.table("replay")
    assert [row[0].id for row in table.rows] == ["old", "new"]
    at = [column.id for column in table.columns].index("cut")
    assert [row[at] for row in table.rows] == [dt.date(2014, 12, 31), dt.date(2018, 2, 28)]


def test_what_is_missing_is_said() -> None:
    with pytest.raises(NotAvailable, match=r"\(first\)"):
        answer(first=None)
    with pytest.raises(NotAvailable, match=r"\(accused\)"):
        ask("who-would-sign", case(dossier_toml='id = "incident"\n'), as_of=EVE, coalition="new", first="A")
    with pytest.raises(NotAvailable, match=r"actors\.csv"):
        ask("who-would-sign", case(actors_csv="id,name,kind\n" + "".join(f"{a},{a}land,state\n" for a in "AEX") + "".join(f"{a},{a},company\n" for a in ("B", "C", "D", "F"))), as_of=EVE, coalition="new", first="A")  # fmt: skip
    bare = ask("who-would-sign", case(coalitions_csv="coalition,actor,tier,start\nnew,A,core,2018-01-01\n"), as_of=EVE, first="A")
    assert {m.id.partition(".")[2] for m in bare.missing} == {
        *("no-past", "no-partners", "no-unions", "no-hurdles", "no-hit", "no-votes", "no-interests")
    }
    assert bare.finding("order").contrary.id.endswith("untried")
    assert all(row[3] is None for row in bare.table("order").rows)


def test_a_finding_goes_with_its_evidence() -> None:
    whole = case().dossier
    gone = dataclasses.replace(whole, evidence=tuple(row for row in whole.evidence if row.id != "e2"))
    given = {"as_of": EVE, "coalition": "new", "first": "A", "issue": "name", **CIRCLES}

    assert "spoken" in {f.id for f in ask("who-would-sign", whole, **given).findings}
    assert "spoken" not in {f.id for f in ask("who-would-sign", gone, **given).findings}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("as_of", ["2018-02-14", "2024-02-01"])
def test_the_example(as_of: str, lang: str) -> None:
    found = ask("who-would-sign", load(ROOT / "examples/notpetya-2017"), as_of=as_of)
    order = found.table("order").rows

    assert {"order", "chances", "before", "decline", "measured"} <= {f.id for f in found.findings}
    assert all(say(f.message, lang) and "[" not in say(f.message, lang) for f in found.findings)
    assert [row[0] for row in order] == list(range(1, len(order) + 1))
    assert sorted(row[7] for row in order) == [row[0] for row in order]
    assert "RUS" not in {row[1].id for row in order}
    (figure,) = found.figures
    apart(on_the_sheet(figure, lang))
    asked = list(dict.fromkeys(mark["row"]["id"] for mark in figure.records(lang)))
    assert asked == [row[1].id for row in order][: len(asked)]  # the order of asking, not who has spoken


def test_more_signers_outside_the_circle_than_the_simple_list_finds() -> None:
    """Three cases, each with the points of the other two: an illustration, and the figures that the pages give."""
    late = Case(dossier=load(ROOT / "examples/notpetya-2017"), today=dt.date(2024, 2, 1)).at(dt.date(2024, 2, 1))
    groups = {"partners": ("five-eyes", "nine-eyes", "fourteen-eyes"), "unions": ("european-union", "nato")}
    every = tuple(one.name for one in attributions(late))
    given = SigningInputs(accused="RUS", issue="", hurdles=("non-aligned", "decides-by-consensus"), precedents=every, **groups)
    cases = [one for one in past_cases(late, given, "") if one.matter.name in THREE]
    replays = replay([one.past for one in cases])
    outside = [[n for n in found.signers if n not in one.closest] for one, found in zip(cases, replays, strict=True)]
    ours = [found.among_first(8, apart=one.closest) for one, found in zip(cases, replays, strict=True)]
    simple = [set(one.simple[:8]) & set(away) for one, away in zip(cases, outside, strict=True)]

    assert [len(away) for away in outside] == [1, 4, 4]
    assert ours == [("DNK",), (), ("EST",)]
    assert simple == [set(), set(), set()]
