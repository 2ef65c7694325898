"""What members said that they would do, and what a vote that was held counts."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier import RollCall, decode
from legation.language import say
from legation.questions import Answer, Case, ask

PARTS = {
    "dossier.toml": b'id = "said"\n',
    "actors.csv": b"id,name,kind\nA,Aland,state\nB,Borduria,state\nC,Cagliostro,state\nD,Dorne,state\n",
    "evidence.csv": b"id,title,date\ne,Record,2018-01-01\n",
    "rollcalls.csv": (
        b"id,symbol,title,date,evidence,sponsors,known_on\n"
        b"r1,R/1,The open sky,2018-01-01,e,,\n"
        b"r2,R/2,The open sea,2020-06-01,e,A,2018-06-01\n"
    ),
    "votes.csv": b"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nC,r1,no\nD,r1,abstain\n",
    "bodies.toml": b'[[body]]\nid = "b"\n[[body.rule]]\nof = "members"\nshare = "1/2"\n',
}
HEAD = b"id,date,actor,rollcall,answer,evidence\n"


def answer(rollcall: str, as_of: str = "2020-01-01", **changed: bytes) -> Answer:
    parts = PARTS | {f"{name}.{'toml' if name == 'bodies' else 'csv'}": data for name, data in changed.items()}
    return ask("do-we-have-the-votes", Case(dossier=decode(parts), today=dt.date(2021, 1, 1)), rollcall=rollcall, as_of=as_of)


def declared(*talks: str, as_of: str = "2020-01-01", **changed: bytes) -> dict[str, tuple[str | None, str | None]]:
    """Return the declared vote and its basis by member, where each of ``talks`` is ``date actor answer``."""
    lines = [",".join((f"t{i}", date, actor, "r2", said, "e")) for i, (date, actor, said) in enumerate(map(str.split, talks))]
    rows = answer("r2", as_of, engagements=HEAD + "\n".join([*lines, ""]).encode(), **changed).table("members").rows
    return {row[0].id: (row[2], row[3].id.rpartition("-")[2] if row[3] else None) for row in rows if row[2]}


def test_the_latest_word_counts_whatever_its_place() -> None:
    talks = ("2019-01-10 B yes", "2019-03-10 B no", "2019-02-10 B abstain")

    assert declared(*talks)["B"][0] == "no"
    assert declared(*reversed(talks))["B"][0] == "no"
    assert declared(*talks, as_of="2019-02-20")["B"][0] == "abstain"


def test_a_word_taken_back_is_no_word() -> None:
    assert declared("2019-01-10 B yes")["B"][0] == "yes"
    assert "B" not in declared("2019-01-10 B yes", "2019-02-10 B undecided")
    assert declared("2019-01-10 B undecided", "2019-02-10 B yes")["B"][0] == "yes"
    assert "B" in declared("2019-01-10 B yes", "2019-02-10 B undecided", as_of="2019-02-01")


def test_a_sponsor_that_says_otherwise_later_is_believed() -> None:
    assert declared("2019-01-10 B yes")["A"] == ("yes", "sponsor")
    assert declared("2019-01-10 A no")["A"][0] == "no"
    assert "A" not in declared("2019-01-10 A undecided")


def test_a_month_counts_from_its_end() -> None:
    assert declared("2019-03-20 B yes", "2019-03 B no")["B"][0] == "no"
    assert declared("2019-03 B no", "2019-04-01 B yes")["B"][0] == "yes"
    assert declared("2019-11-20 B yes", "2019 B abstain")["B"][0] == "abstain"


def test_a_promise_and_an_answer_are_one_line_of_words() -> None:
    promise = b"id,actor,direction,rollcall,vote,date,evidence\nc1,B,received,r2,yes,2019-02-01,e\nc2,C,given,r2,yes,2019-02-01,e\n"

    assert declared("2019-01-10 B no", commitments=promise)["B"] == ("yes", "promise")
    assert declared("2019-03-10 B no", commitments=promise)["B"][0] == "no"
    assert "C" not in declared("2019-01-10 B no", commitments=promise), "what we promised is not what they said"


def test_what_is_declared_is_counted() -> None:
    talks = HEAD + b"t1,2019-01-10,B,r2,no,e\nt2,2019-01-10,C,r2,yes,e\nt3,2019-02-10,C,r2,undecided,e\n"
    values = answer("r2", engagements=talks).finding("declared").message.values

    assert {name: values[name] for name in ("count", "of", "yes", "no", "abstain")} == {
        "count": 2, "of": 4, "yes": 1, "no": 1, "abstain": 0,
    }  # fmt: skip


HELD = b"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nC,r1,no\nD,r1,"


@pytest.mark.parametrize(
    ("vote", "absent", "seats"),
    [("absent", 1, "ABCD"), ("not_participating", 1, "ABCD"), ("unknown", 1, "ABCD"), ("not_entitled", 0, "ABC")],
)
def test_who_is_not_entitled_has_no_seat(vote: str, absent: int, seats: str) -> None:
    told = answer("r1", votes=HELD + vote.encode() + b"\n")
    values = told.finding("held").message.values

    assert (values["yes"], values["no"], values["abstain"], values["absent"]) == (2, 1, 0, absent)
    assert [row[0].id for row in told.table("members").rows] == list(seats)
    assert told.finding("rule").message.values["needed"] == len(seats) // 2 + 1
    assert told.finding("rule").message.id.endswith("rule-not-adopted" if vote != "not_entitled" else "rule-adopted")


BODY = PARTS["bodies.toml"].replace(b'id = "b"', b'id = "b"\nmembers = "hall"')


def test_members_are_those_of_the_day_of_the_vote() -> None:
    """One joined after the vote, one left after it; both are as they were when it was held."""
    groups = b"group,actor,start,end\nhall,A,2000,\nhall,B,2000,\nhall,C,2000,2018-12-31\nhall,D,2019-01-01,\n"
    changed = {"groups": groups, "bodies": BODY, "votes": b"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nC,r1,no\n"}
    held, ahead = (answer(rollcall, **changed) for rollcall in ("r1", "r2"))

    assert [row[0].id for row in held.table("members").rows] == ["A", "B", "C"]
    assert held.finding("held").message.values["absent"] == 0
    assert [row[0].id for row in ahead.table("members").rows] == ["A", "B", "D"]


ROLLCALL = b"id,symbol,title,date,evidence,total_yes,total_no,total_abstain\nr1,R/1,The open sky,2018-01-01,e,"


def test_published_totals_that_differ_are_said() -> None:
    found = answer("r1", rollcalls=ROLLCALL + b"3,1,0\n").finding("held")

    assert found.contrary is not None
    assert [found.message.values[name] for name in ("yes", "no", "abstain")] == [3, 1, 0]
    assert [found.contrary.values[name] for name in ("yes", "no", "abstain")] == [2, 1, 1]


@pytest.mark.parametrize("totals", [b"2,1,1\n", b",,\n", b"3,,\n"])
def test_published_totals_that_agree_or_are_not_whole_are_not(totals: bytes) -> None:
    assert answer("r1", rollcalls=ROLLCALL + totals).finding("held").contrary is None


def test_the_reveal_says_that_published_totals_differ() -> None:
    rollcalls = (
        b"id,symbol,title,date,evidence,known_on,total_yes,total_no,total_abstain\n"
        + b"".join(b"s%d,S/%d,The open sea,2018-0%d-01,e,,,,\n" % (k, k, k + 1) for k in range(8))
        + b"r1,R/1,The open sky,2018-01-01,e,,,,\nr2,R/2,The open sky,2020-06-01,e,2018-06-01,9,0,0\n"
    )
    votes = b"".join(b"A,s%d,yes\nB,s%d,yes\nC,s%d,no\nD,s%d,abstain\n" % (k, k, k, k) for k in range(8))
    votes = PARTS["votes.csv"] + votes + b"A,r2,yes\nB,r2,yes\nC,r2,no\nD,r2,abstain\n"
    parts = PARTS | {"rollcalls.csv": rollcalls, "votes.csv": votes}
    case = Case(dossier=decode(parts), today=dt.date(2021, 1, 1))
    told = ask("do-we-have-the-votes", case, rollcall="r2", as_of="2020-01-01", reveal=True).finding("reveal")

    assert told.contrary is not None
    assert (told.message.values["yes"], told.message.values["margin"], told.contrary.values["yes"]) == (9, 9, 2)


def test_authors_are_sponsors_and_the_other_sponsors_are_co_authors() -> None:
    both = RollCall(id="r", sponsors=("A", "B"), authors=("B", "C"))
    either = RollCall(id="r", sponsors=("A", "B"))

    assert (both.all_sponsors, both.co_authors) == (("B", "C", "A"), ("A",))
    assert (either.all_sponsors, either.co_authors) == (("A", "B"), ()), "nobody says which"


def test_an_author_counts_as_its_sponsors_do() -> None:
    parts = PARTS | {"rollcalls.csv": PARTS["rollcalls.csv"].replace(b"sponsors,known_on", b"authors,known_on")}
    made = ask("do-we-have-the-votes", Case(dossier=decode(parts), today=dt.date(2021, 1, 1)), rollcall="r2", as_of="2020-01-01")
    (found,) = [f for f in made.findings if f.id == "declared"]

    assert "1 yes" in say(found.message, "en")
