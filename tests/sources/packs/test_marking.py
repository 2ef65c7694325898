"""What is taken is seen by nobody who did not see it in the record, whatever the dossier has under a lower marking."""

from __future__ import annotations

import pytest

from legation.dossier import Dossier, decode
from legation.sources.packs.extract import Extract
from legation.sources.packs.marking import MarkingGuard
from legation.sources.packs.taking import taken

RECORD = {
    "dossier.toml": b'id = "hall"\nmarking = "TLP:CLEAR"\n',
    "actors.csv": b"id,name,kind,iso3,marking\nFRA,France,state,FRA,TLP:AMBER\nPER,Peru,state,PER,\n",
    "evidence.csv": b"id,title,marking\nsrc,Record,TLP:RED\n",
    "issues.csv": b"id,question,marking\ni1,Fishing,TLP:AMBER\n",
    "rollcalls.csv": (
        b"id,title,date,evidence,sponsors,like,issue,marking\nr1,Fishing,2016,src,FRA;PER,r2,i1,\nr2,Roads,2016,,FRA;PER,,,TLP:AMBER\n"
        b"r3,Cables,2017,,,r2,,\n"
    ),
    "groups.csv": b"group,actor,evidence\nhall,FRA,\nhall,PER,src\n",
    "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nPER,r1,no\nPER,r2,yes\nFRA,r2,no\nPER,r3,yes\n",
}
LOWER = {
    "dossier.toml": b'id = "own"\nmarking = "TLP:CLEAR"\n',
    "actors.csv": b"id,name,kind,iso3\nparis,France,state,FRA\n",
    "evidence.csv": b"id,title\nsrc,Record\n",
    "issues.csv": b"id,question\ni1,Fishing\n",
    "rollcalls.csv": b"id,title,date\nr2,Roads,2016\n",
}


def cast(dossier: Dossier) -> set[tuple[str, str]]:
    return {(row.actor, row.rollcall) for row in dossier.votes.rows()}


def test_a_roll_call_whose_source_the_dossier_has_lower_is_marked_as_high_as_it_was() -> None:
    after = taken(decode(RECORD), Extract(), decode(LOWER)).after
    calls = {row.id: row for row in after.rollcalls}
    assert {name: row.marking for name, row in calls.items()} == {"r1": "TLP:RED", "r2": "", "r3": ""}
    assert {row.actor: row.marking for row in after.groups} == {"paris": "TLP:AMBER", "PER": "TLP:RED"}


def test_a_roll_call_names_nobody_and_nothing_that_more_people_would_learn_of() -> None:
    calls = {row.id: row for row in taken(decode(RECORD), Extract(), decode(LOWER)).after.rollcalls}
    assert calls["r1"].sponsors == ("PER",) and (calls["r1"].like, calls["r1"].issue) == ((), "")
    assert calls["r3"].like == ()
    new = {row.id: row for row in taken(decode(RECORD), Extract(), decode({"dossier.toml": LOWER["dossier.toml"]})).after.rollcalls}
    assert new["r1"].sponsors == ("FRA", "PER") and (new["r1"].like, new["r1"].issue) == (("r2",), "i1")


@pytest.mark.parametrize("marking", ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:RED"])
def test_nobody_sees_a_vote_that_the_record_does_not_show(marking: str) -> None:
    record = decode(RECORD)
    after = taken(record, Extract(), decode(LOWER)).after
    names = {"paris": "FRA"}
    seen = {(names.get(actor, actor), call) for actor, call in cast(after.cleared(marking, "public"))}
    assert seen <= cast(record.cleared(marking, "public"))


def test_votes_that_hang_on_lower_rows_alone_are_left_out() -> None:
    record = decode(RECORD)
    guard = MarkingGuard.of(record, decode(LOWER), {"FRA": "paris"})
    assert {(row.actor, row.rollcall) for row in guard.without(record.votes).rows()} == {("PER", "r1"), ("PER", "r3")}
    assert guard.least == 0 and MarkingGuard.of(record, None, {}).without(record.votes) == record.votes


def test_a_stricter_record_raises_every_row_and_brings_what_the_rows_name() -> None:
    stricter = decode(RECORD | {"dossier.toml": b'id = "hall"\nmarking = "TLP:AMBER"\n'})
    after = taken(stricter, Extract(), decode({"dossier.toml": LOWER["dossier.toml"], "issues.csv": LOWER["issues.csv"]})).after
    calls = {row.id: row for row in after.rollcalls}
    assert {row.marking for row in calls.values()} == {"TLP:AMBER"} and calls["r1"].issue == "i1"
    assert {row.id: row.marking for row in after.evidence} == {"src": "TLP:RED"}
