"""Who has power under the rules of real bodies, blocs, and what cannot be counted."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier import decode
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.questions import Case, ask

EEC = {"DEU": 4, "FRA": 4, "ITA": 4, "BEL": 2, "NLD": 2, "LUX": 1}
PARTS = {
    "dossier.toml": 'id = "eec"\n',
    "actors.csv": "id,name,kind\n" + "".join(f"{actor},{actor} land,state\n" for actor in EEC),
    "groups.csv": "group,actor\n" + "".join(f"six,{actor}\n" for actor in EEC),
    "rollcalls.csv": "id,symbol,title,date,known_on\nr1,C/1,A text,1960-05-01,1960-01-01\n",
    "coalitions.csv": "coalition,actor,start\nbenelux,BEL,1958\nbenelux,NLD,1958\nbenelux,LUX,1958\nlone,FRA,1958\n",
    "evidence.csv": "id,title,date\ntreaty,Treaty of Rome,1957-03-25\n",
    "bodies.toml": '[[body]]\nid = "council"\nmembers = "six"\n[body.weights.votes]\n'
    + "".join(f"{actor} = {votes}\n" for actor, votes in EEC.items())
    + '[[body.rule]]\nof = "weights"\nweights = "votes"\nshare = "12/17"\nstrict = false\nevidence = ["treaty"]\n',
}


def case(**changed: str) -> Case:
    parts = {**PARTS, **{name.replace("_", "."): text for name, text in changed.items()}}
    return Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=dt.date(1960, 6, 1)).at(dt.date(1960, 2, 1))


def test_the_council_of_six() -> None:
    answer = ask("who-has-power", case())
    rows = {row[0].id: row[1:] for row in answer.table("power").rows}

    assert rows["DEU"] == pytest.approx((4 / 17, 5 / 21, 7 / 30, 10 / 32))
    assert rows["LUX"] == pytest.approx((1 / 17, 0, 0, 0))
    assert [f.id for f in answer.findings] == ["most", "never", "act"]
    assert answer.finding("most").evidence == ("treaty",)
    assert "LUX land" in say(answer.finding("never").message, "en")
    assert answer.finding("act").message.values["share"] == 14 / 64
    for lang in LANGUAGES:
        assert any("Banzhaf" in say(caveat, lang) for caveat in answer.caveats)
        assert say(answer.figures[0].alt, lang)
    first, *_, last = answer.figures[0].records("en")
    assert first["value"] == "23.8% of power, 23.5% of the weights"
    assert (last["row"], last["evidence"]) == ({"table": "actors", "id": "LUX"}, ["treaty"])


def test_where_all_have_the_same_power_nothing_is_drawn() -> None:
    equal = PARTS["bodies.toml"].split("[body.weights")[0] + '[[body.rule]]\nof = "count"\nnumber = 4\n'
    answer = ask("who-has-power", case(bodies_toml=equal))

    assert answer.finding("most").message.id.endswith("equal")
    assert not answer.figures


def test_a_coalition_votes_as_one() -> None:
    answer = ask("who-has-power", case(), coalition="benelux")
    told = answer.finding("bloc").message.values

    # 4, 4, 4 and 5 with a quota of 12: any three of the four
    assert [row[2] for row in answer.table("power").rows] == pytest.approx([1 / 4] * 4)
    assert (told["count"], told["share"], told["apart"]) == (3, pytest.approx(1 / 4), pytest.approx(2 / 7))
    with pytest.raises(NotAvailable, match="a bloc needs two"):
        ask("who-has-power", case(), coalition="lone")


@pytest.mark.parametrize(
    ("index", "large", "small", "most"),
    # Johnston's and Deegan-Packel's numbers of the Council of Six: Felsenthal and Machover 1998, table 8.2; Holler's counted by hand:
    # of four minimal coalitions the large are in three each, Belgium and the Netherlands in three, Luxembourg in none
    [("johnston", 1 / 4, 1 / 8, 3), ("deegan-packel", 5 / 24, 3 / 16, 3), ("holler", 1 / 5, 1 / 5, 5)],
)
def test_an_index_stands_beside_the_two_on_request(index: str, large: float, small: float, most: int) -> None:
    plain, answer = ask("who-has-power", case()), ask("who-has-power", case(), index=index)
    rows = {row[0].id: row for row in answer.table("power").rows}

    assert [column.id for column in answer.table("power").columns][-1] == index
    assert [row[:-1] for row in answer.table("power").rows] == list(plain.table("power").rows)
    assert (rows["DEU"][-1], rows["BEL"][-1], rows["LUX"][-1]) == pytest.approx((large, small, 0))
    assert answer.finding("index").message.values["count"] == most
    assert len(answer.caveats) == len(plain.caveats) + 1
    for lang in LANGUAGES:
        assert "doi:10." in say(answer.caveats[-2], lang)
        assert "[" not in say(answer.finding("index").message, lang)
    assert {"index": None}.items() <= plain.provenance.options.items()
    assert "index" not in {finding.id for finding in plain.findings}


def test_an_index_over_all_coalitions_has_a_limit() -> None:
    many = [f"A{n:02}" for n in range(23)]
    big = case(
        actors_csv="id,name,kind\n" + "".join(f"{one},{one},state\n" for one in many),
        groups_csv="group,actor\n" + "".join(f"six,{one}\n" for one in many),
        coalitions_csv="coalition,actor,start\n",
        bodies_toml='[[body]]\nid = "c"\nmembers = "six"\n[[body.rule]]\nshare = "1/2"\n',
    )

    with pytest.raises(NotAvailable, match=r"up to 22 members \(got 23\)"):
        ask("who-has-power", big, index="holler")
    assert ask("who-has-power", big).table("power").rows
    with pytest.raises(WrongUse, match="johnston"):
        ask("who-has-power", case(), index="power")


def test_a_veto_is_named_and_equal_members_are_equal() -> None:
    veto = '[[body]]\nid = "c"\nmembers = "six"\n[[body.rule]]\nof = "count"\nnumber = 3\nveto = ["FRA", "DEU"]\n'
    plain = '[[body]]\nid = "c"\nmembers = "six"\n[[body.rule]]\nshare = "1/2"\n'

    assert {actor.id for actor in ask("who-has-power", case(bodies_toml=veto)).finding("veto").message.values["actors"]} == {"DEU", "FRA"}
    equal = ask("who-has-power", case(bodies_toml=plain))
    assert equal.finding("most").message.id.endswith("equal")
    assert len(equal.table("power").columns) == 4


def test_without_a_rule_or_a_vote_it_says_what_is_missing() -> None:
    with pytest.raises(NotAvailable, match=r"bodies\.toml"):
        ask("who-has-power", case(bodies_toml='[[body]]\nid = "c"\nmembers = "six"\n'))
