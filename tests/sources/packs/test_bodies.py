"""The bodies of votes that are taken: whatever their rules rest on comes along, so that the dossier loads, and no more."""

from __future__ import annotations

from typing import Any

import pytest

from legation.dossier import Dossier, decode, encode
from legation.sources.packs.extract import Extract
from legation.sources.packs.taking import taken

HALL = {
    "dossier.toml": b'id = "hall"\nmarking = "TLP:CLEAR"\n',
    "actors.csv": b"id,name,kind,iso3\nFRA,France,state,FRA\nPER,Peru,state,PER\nCHL,Chile,state,CHL\nseat,Seat,other,\nlaw,Lawyers,ngo,\n",
    "groups.csv": b"group,actor\nhall,FRA\nhall,PER\njudges,seat\nfew,CHL\nother,law\nother,FRA\n",
    "evidence.csv": b"id,title,evidence\nrule,Rules,older\nolder,Older rules,\ncourt-rule,Rules of the court,\nunused,Other,\n",
    "bodies.toml": (
        b'[[body]]\nid = "council"\nmembers = "hall"\n[body.weights.shares]\nFRA = 2\nPER = 1\n[[body.rule]]\nof = "all"\n'
        b'[[body.rule.part]]\nbody = "court"\nmatter = "budget"\nevidence = ["rule"]\n'
        b'[[body.rule.part]]\nof = "count"\nnumber = 1\nmembers = "few"\nveto = ["FRA"]\n'
        b'[[body]]\nid = "court"\nmembers = "judges"\n[[body.rule]]\nmatter = "budget"\nof = "members"\nevidence = ["court-rule"]\n'
        b'[[body]]\nid = "board"\nmembers = "other"\n'
    ),
    "issues.csv": b"id,question,body\ni1,Fishing,board\n",
    "rollcalls.csv": b"id,title,date,body,issue,candidates\nr1,Fishing,2016-05-01,council,i1,PER;law\n",
    "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nPER,r1,no\n",
}
EMPTY = {"dossier.toml": b'id = "own"\nmarking = "TLP:CLEAR"\n'}


def came(into: dict[str, bytes] | None = None, extract: Extract = Extract(), **parts: bytes) -> Dossier:  # noqa: B008 - frozen
    record = decode(HALL | {name.replace("_csv", ".csv").replace("_toml", ".toml"): data for name, data in parts.items()})
    after = taken(record, extract, decode(EMPTY | (into or {}))).after
    assert decode(encode(after)) == after  # it loads
    return after


def test_a_body_that_a_part_names_comes_with_its_members_and_its_sources() -> None:
    after = came()
    assert [body.id for body in after.bodies] == ["council", "court"]
    assert {row.id for row in after.evidence} == {"rule", "older", "court-rule"}
    assert {(row.group, row.actor) for row in after.groups} == {
        ("hall", "FRA"),
        ("hall", "PER"),
        ("judges", "seat"),
        ("few", "CHL"),
        ("other", "FRA"),
    }
    assert {row.id for row in after.actors} == {"FRA", "PER", "CHL", "seat"}
    assert [(row.body, row.candidates) for row in after.rollcalls] == [("council", ("PER",))]
    assert [row.body for row in after.issues] == [""]
    assert taken(decode(HALL), Extract(), after).after is after


def test_of_a_group_that_a_rule_counts_the_members_at_work_come_alone_where_there_are_any() -> None:
    after = came(extract=Extract(members=("PER",), groups=False), groups_csv=HALL["groups.csv"] + b"few,PER\n")
    assert {(row.group, row.actor) for row in after.groups} == {("hall", "FRA"), ("hall", "PER"), ("judges", "seat"), ("few", "PER")}
    assert set(after.votes.actors) == {"PER"}


def test_vetoes_and_weights_are_of_actors_as_the_dossier_calls_them() -> None:
    after = came({"actors.csv": b"id,name,kind,iso3\nparis,France,state,FRA\n"})
    council = after.bodies[0]
    assert council.rules[0].parts[1].veto == ("paris",)
    assert council.weights == {"shares": {"paris": 2, "PER": 1}}
    assert {row.actor for row in after.groups if row.group == "hall"} == {"paris", "PER"}


@pytest.mark.parametrize(
    ("lower", "bodies"),
    [
        ("court-rule", []),  # the council's rule names the court
        ("rule", ["court"]),
        ("unused", ["council", "court"]),
    ],
)
def test_a_body_that_rests_on_what_more_people_would_see_stays_away_with_those_that_name_it(lower: str, bodies: list[str]) -> None:
    evidence = HALL["evidence.csv"].replace(b"title,evidence", b"title,evidence,marking").replace(b"\n", b",TLP:RED\n")
    evidence = evidence.replace(b"marking,TLP:RED", b"marking")
    after = came({"evidence.csv": f"id,title\n{lower},Known\n".encode()}, evidence_csv=evidence)
    assert [body.id for body in after.bodies] == bodies
    assert [row.body for row in after.rollcalls] == ["council" if "council" in bodies else ""]


def test_what_supersedes_a_row_that_does_not_come_names_it_no_more() -> None:
    issues = b"id,question,body,supersedes\ni0,Fish,,\ni1,Fishing,board,i0\n"
    assert [(row.id, row.supersedes) for row in came(issues_csv=issues).issues] == [("i1", "")]
    own: dict[str, Any] = {"issues.csv": b"id,question\ni0,Fish\n"}
    assert {row.id: row.supersedes for row in came(own, issues_csv=issues).issues} == {"i0": "", "i1": "i0"}
