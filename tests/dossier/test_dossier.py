"""Positions at a date, what was known when, and what may be seen."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import ClassVar

import pytest

from legation.dossier import Dossier, Position, When, decode, encode, hash_of
from legation.errors import WrongUse

PARTS = {
    "dossier.toml": b'id = "test"\nmarking = "TLP:GREEN"\n',
    "mandate.toml": b'aim = "a yes"\n',
    "actors.csv": b"id,name,kind\nFRA,France,state\nRUS,Russia,state\nTUV,Tuvalu,state\n",
    "groups.csv": b"group,actor,start,end\neu,FRA,1993-11,\nold,FRA,1990,2000\n",
    "issues.csv": b"id,question\ni,?\n",
    "evidence.csv": (
        b"id,title,date,known_on,marking,part\n"
        b"open,a,2018-01-01,,TLP:CLEAR,files/open.txt\n"
        b"secret,b,2018-06-01,,TLP:RED,files/secret.txt\n"
        b"late,c,2018-01-01,2019-06-01,TLP:CLEAR,\n"
    ),
    "positions.csv": (
        b"id,supersedes,actor,issue,low,value,high,held_from,known_on,evidence\n"
        b"p1,,FRA,i,10,20,30,2018-01-01,,open\n"
        b"p2,p1,FRA,i,60,70,80,2018-09,,open\n"
        b"p3,,FRA,i,0,5,10,2018-10-01,,secret\n"
        b"p4,,RUS,i,,50,,2018-01-01,2019-06-01,late open\n"
    ),
    "rollcalls.csv": b"id,symbol,date,known_on,evidence,total_yes\nr1,R1,2018-03-01,,open,\nr2,R2,2019-12-27,2019-10-01,open,79\nr3,R3,2018-04-01,,secret,\n",
    "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nRUS,r1,no\nFRA,r2,no\nFRA,r3,yes\n",
    "files/open.txt": b"open",
    "files/secret.txt": b"secret",
}


@pytest.fixture
def dossier() -> Dossier:
    return decode(PARTS)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2017-12-31", ()),
        ("2018-01-01", ("p1",)),
        ("2018-09-29", ("p1",)),
        ("2018-09-30", ("p2",)),
        ("2018-10-01", ("p3", "p2")),
        ("2018", ("p3", "p2")),
    ],
)
def test_a_position_stands_until_the_one_that_supersedes_it_is_held(dossier: Dossier, date: str, expected: tuple[str, ...]) -> None:
    assert tuple(p.id for p in dossier.position_at("FRA", "i", date)) == expected


def test_positions_that_cannot_both_be_right_are_listed_not_merged(dossier: Dossier) -> None:
    assert [(a.id, b.id) for a, b in dossier.contradictions("2019-01-01")] == [("p3", "p2")]
    assert dossier.contradictions("2018-09-30") == ()


def test_later_rows_are_invisible_and_what_they_superseded_stands_again(dossier: Dossier) -> None:
    seen = dossier.as_of("2018-03-31")

    assert [p.id for p in seen.positions] == ["p1"]
    assert [e.id for e in seen.evidence] == ["open"]
    assert seen.position_at("FRA", "i", "2019-01-01")[0].id == "p1"


def test_what_was_true_early_and_known_late_is_known_late(dossier: Dossier) -> None:
    assert dossier.as_of("2019-05-31").position_at("RUS", "i", "2018-02-01") == ()
    assert dossier.as_of("2019-06-01").position_at("RUS", "i", "2018-02-01")[0].id == "p4"


def test_a_vote_ahead_is_there_without_its_votes(dossier: Dossier) -> None:
    before, after = dossier.as_of("2019-12-26"), dossier.as_of("2019-12-27")

    assert [(r.id, r.total_yes) for r in before.rollcalls if r.id == "r2"] == [("r2", None)]
    assert "r2" not in before.votes.rollcalls
    assert "r2" in after.votes.rollcalls
    assert "r2" not in [r.id for r in dossier.as_of("2019-09-30").rollcalls]


def test_a_reader_sees_nothing_that_leans_on_what_is_hidden(dossier: Dossier) -> None:
    seen = dossier.cleared("TLP:AMBER", "desk")

    assert [e.id for e in seen.evidence] == ["open", "late"]
    assert "p3" not in [p.id for p in seen.positions]
    assert [r.id for r in seen.rollcalls] == ["r1", "r2"]
    assert "r3" not in seen.votes.rollcalls
    assert list(seen.files) == ["files/open.txt"]
    assert seen.mandate is None
    assert dossier.cleared("TLP:AMBER", "owner").mandate is not None


@pytest.mark.parametrize("audience", ["partner", "public"])
def test_what_we_ask_and_aim_at_stays_with_the_desk(audience: str) -> None:
    ours = (
        b'id = "test"\nhandling = "by hand"\n# OUR-COMMENT\n[parameters]\ngoal = "defeat"\n[parameters.who-can-move]\nrollcall = "OUR-VOTE"\n'
        b'[brief]\nquestion = "OUR-QUESTION"\nkey = ["OUR-KEY:x"]\n'
    )
    more = {
        "bodies.toml": b'# OUR-NOTE\n[[body]]\nid = "b"\nname = "A body"\n',
        "scenarios/OUR-PLAN.toml": b"x",
        "negotiations/OUR-LINE.toml": b"x",
        "files/OUR-LOOSE.txt": b"x",
        "annexes/shared/actors.csv": b"id,name,kind\nAUT,Austria,state\n",
        "annexes/shared/NOTICE.txt": b"a licence",
        "annexes/hidden/evidence.csv": b"id,title,date,marking\ne9,c,2018-01-01,TLP:RED\n",
        "annexes/hidden/OUR-NOTICE.txt": b"a licence",
    }
    whole = decode({**PARTS, "dossier.toml": ours, **more})
    parts = encode(whole.cleared("TLP:GREEN", audience))
    told = b"".join([*(name.encode() for name in parts), *parts.values()])

    assert b"OUR" in b"".join(encode(whole.cleared("TLP:GREEN", "desk")).values())
    assert b"OUR" not in told
    assert b"defeat" not in told
    assert b'handling = "by hand"' in parts["dossier.toml"]
    assert {"annexes/shared/actors.csv", "annexes/shared/NOTICE.txt", "files/open.txt"} <= parts.keys()
    assert decode(parts).cleared("TLP:GREEN", audience) == decode(parts)


def test_a_comment_of_the_dossier_part_stays_with_the_desk_though_it_sets_nothing() -> None:
    whole = decode({"dossier.toml": b'id = "test" # OUR-COMMENT\n'})

    assert b"OUR" in encode(whole.cleared("TLP:RED", "desk"))["dossier.toml"]
    assert b"OUR" not in encode(whole.cleared("TLP:RED", "partner"))["dossier.toml"]


def test_deleting_the_hidden_rows_first_gives_the_same_bytes(dossier: Dossier) -> None:
    hidden = {"secret", "p3", "r3"}
    kept = {
        name: b"".join(
            line.replace(b" secret", b"")
            for line in data.splitlines(keepends=True)
            if not hidden.intersection(line.decode().strip().split(","))
        )
        if name.endswith(".csv")
        else data
        for name, data in PARTS.items()
        if name != "files/secret.txt"
    }

    assert encode(decode(kept).cleared("TLP:GREEN", "partner")) == encode(dossier.cleared("TLP:GREEN", "partner"))


def test_a_dossier_above_the_readers_clearance_shows_only_rows_marked_lower(dossier: Dossier) -> None:
    seen = dossier.cleared("TLP:CLEAR", "public")

    assert seen.positions == ()
    assert [e.id for e in seen.evidence] == ["open", "late"]


def test_unknown_marking_or_audience_is_said(dossier: Dossier) -> None:
    with pytest.raises(WrongUse, match="TLP:CLEAR"):
        dossier.cleared("secret", "desk")
    with pytest.raises(WrongUse, match="owner"):
        dossier.cleared("TLP:CLEAR", "everyone")


def test_members_at_a_date(dossier: Dossier) -> None:
    assert dossier.members("old", "1999-01-01") == ("FRA",)
    assert dossier.members("old", "2001-01-01") == ()


def test_the_hash_is_of_the_content_alone(dossier: Dossier) -> None:
    assert dossier.hash == decode(dict(reversed(PARTS.items()))).hash
    assert dossier.hash != decode(PARTS | {"mandate.toml": b'aim = "a no"\n'}).hash


@pytest.mark.parametrize("text", ["2018-13", "2018-02-30", "18", "2018-1-1", "", "2018-11-08T00:00"])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        When(text)


class _Counted(tuple[Position, ...]):
    """Rows that note how often the whole table was read."""

    __slots__ = ()
    readings: ClassVar[list[int]] = []

    def __iter__(self) -> Iterator[Position]:
        self.readings.append(len(self))
        return super().__iter__()


def test_the_table_of_positions_is_read_once_for_every_pair_of_actor_and_issue(dossier: Dossier) -> None:
    counted = dataclasses.replace(dossier, positions=_Counted(dossier.positions))
    _Counted.readings.clear()

    for actor in ("FRA", "RUS", "DEU", "BRA"):
        assert counted.position_at(actor, "i", "2020-01-01") == dossier.position_at(actor, "i", "2020-01-01")
    assert counted.contradictions("2020-01-01") == dossier.contradictions("2020-01-01")

    assert len(_Counted.readings) == 1
    assert counted.rows_by("positions", "issue")["i"] == tuple(p for p in dossier.positions if p.issue == "i")


def test_the_hash_is_that_of_the_parts_whatever_was_written_of_its_tables_before(dossier: Dossier) -> None:
    less = dataclasses.replace(dossier, positions=dossier.positions[:-1])
    seen = less.cleared("TLP:GREEN")

    for one in (dossier, less, seen, dataclasses.replace(dossier, votes=less.votes)):
        assert one.hash == hash_of(encode(one))
    assert len({dossier.hash, less.hash, seen.hash}) == 3
