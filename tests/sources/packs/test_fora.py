"""Fora taken from a record: what they rest on comes along, what the dossier says stands, and what was hidden stays hidden."""

from __future__ import annotations

import pytest

from legation.dossier import Dossier, decode, encode
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.sources.packs.extract import Extract
from legation.sources.packs.fora import fora_found
from legation.sources.packs.pack import read_pack
from legation.sources.packs.taking import taken

HALL = {
    "dossier.toml": b'id = "hall"\nmarking = "TLP:CLEAR"\n',
    "actors.csv": b"id,name,kind,iso3\nFRA,France,state,FRA\nPER,Peru,state,PER\nseat,Seat,other,\nlaw,Lawyers,ngo,\n",
    "groups.csv": b"group,actor\nmembers,FRA\nmembers,PER\nboard,seat\nfew,PER\nother,law\n",
    "evidence.csv": b"id,title\nsrc,Record\nbehind,Older record\nrule,Rules\nunused,Other\n",
    "processes.csv": (
        b"id,forum_en,forum_fr,body,seats,evidence\nhall-c,Hall of Cables,Salle des c\xc3\xa2bles,council,members,src\nhall-d,Hall of Data,,,,\n"
        b"court,Court of Roads,,court,,\n"
    ),
    "forum_steps.csv": (
        b"id,forum,kind,what,date,after,days\nnotice,court,opens,Notice,2026-05-11,,\nclose,hall-c,closes,Petitions end,,notice,21\n"
        b"alone,court,meeting,Meeting,2026-06-01,,\n"
    ),
    "forum_access.csv": b"id,forum,actor_kind,right,condition,evidence\na1,hall-c,ngo,speak,Accreditation,src\na2,court,ngo,none,,\n",
    "bodies.toml": (
        b'[[body]]\nid = "council"\nmembers = "members"\n[[body.rule]]\nof = "all"\nevidence = ["rule"]\n[[body.rule.part]]\nbody = "board"\n'
        b'matter = "budget"\n[[body.rule.part]]\nof = "count"\nnumber = 1\nmembers = "few"\nveto = ["FRA"]\n'
        b'[[body]]\nid = "board"\nmembers = "board"\n[[body.rule]]\nmatter = "budget"\nof = "members"\n[[body]]\nid = "court"\nmembers = "other"\n'
    ),
}
EMPTY = {"dossier.toml": b'id = "own"\nmarking = "TLP:CLEAR"\n'}


def hall(**parts: bytes) -> Dossier:
    return decode(HALL | {name.replace("_csv", ".csv").replace("_toml", ".toml"): data for name, data in parts.items()})


def test_what_a_forum_rests_on_comes_along_and_nothing_else() -> None:
    came = taken(hall(), Extract(fora=("hall-c",)), decode(EMPTY))
    after = came.after

    assert [row.id for row in came.fora] == ["hall-c"]
    assert {row.id for row in after.processes} == {"hall-c", "court"}  # a step follows one of that forum
    assert [row.id for row in after.forum_steps] == ["notice", "close"]
    assert [row.id for row in after.forum_access] == ["a1", "a2"]
    assert {body.id for body in after.bodies} == {"council", "board", "court"}
    assert {(row.group, row.actor) for row in after.groups} == {
        ("members", "FRA"),
        ("members", "PER"),
        ("board", "seat"),
        ("few", "PER"),
        ("other", "law"),
    }
    assert {row.id for row in after.evidence} == {"src", "rule"}
    assert decode(encode(after)) == after and {one.code for one in decode(encode(after)).notices} <= {"step-without-source"}


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("hall-c",), ["hall-c"]),
        (("hall",), ["hall-c", "hall-d"]),
        (("HALL-D",), ["hall-d"]),
        (("cables",), ["hall-c"]),
        (("salle des câbles",), ["hall-c"]),
        (("court", "data"), ["hall-d", "court"]),
        (("all",), ["hall-c", "hall-d", "court"]),
    ],
)
def test_a_forum_is_named_by_its_id_the_beginning_of_ids_or_words_of_its_name(names: tuple[str, ...], found: list[str]) -> None:
    assert [row.id for row in fora_found(hall(), names)] == found


@pytest.mark.parametrize("name", ["moon", "able", ""])
def test_a_name_that_means_no_forum_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(WrongUse) as said:
        fora_found(hall(), (name,))
    assert all("hall-c | hall-d | court" in say(said.value.message, lang) for lang in LANGUAGES)


def test_taken_twice_nothing_is_new() -> None:
    once = taken(hall(), Extract(fora=("hall",)), decode(EMPTY)).after
    twice = taken(hall(), Extract(fora=("hall",)), once)
    assert twice.after is once and sum(twice.report.added.values()) == 0 and twice.report.conflicts == ()


def test_an_actor_that_the_dossier_has_under_another_id_is_used() -> None:
    own = decode(
        EMPTY | {"actors.csv": b"id,name,kind,iso3\nparis,France,state,FRA\n", "groups.csv": b"group,actor,start\nmembers,paris,1945\n"}
    )
    after = taken(hall(), Extract(fora=("hall-c",)), own).after

    assert {row.id for row in after.actors} == {"paris", "PER", "seat", "law"}
    assert [(row.group, row.actor) for row in after.groups if row.actor == "paris"] == [("members", "paris")]  # and once only
    council = next(body for body in after.bodies if body.id == "council")
    assert council.rules[0].parts[1].veto == ("paris",)
    assert taken(hall(), Extract(fora=("hall-c",)), after).after is after


def test_what_the_dossier_says_otherwise_stands_and_is_listed() -> None:
    own = decode(
        EMPTY
        | {
            "processes.csv": b"id,forum,body,members\nhall-c,Our hall,council,7\n",
            "bodies.toml": b'[[body]]\nid = "council"\nmembers = "ours"\n',
            "groups.csv": b"group,actor\nours,us\n",
            "actors.csv": b"id,name\nus,Us\n",
        }
    )
    came = taken(
        hall(
            processes_csv=HALL["processes.csv"]
            .replace(b"seats", b"members,seats")
            .replace(b"council,", b"council,9,")
            .replace(b"Data,,,,", b"Data,,,,,")
            .replace(b"court,,", b"court,,,")
        ),
        Extract(fora=("hall-c",)),
        own,
    )

    assert next(row for row in came.after.processes if row.id == "hall-c").members == 7
    assert next(body for body in came.after.bodies if body.id == "council").members == "ours"
    assert {one.code for one in came.report.conflicts} == {"row-differs", "body-differs"}
    assert all("council" in say(one.remedy, lang) for one in came.report.conflicts if one.code == "body-differs" for lang in LANGUAGES)


def test_a_record_of_fora_alone_asks_which(tmp_path: object) -> None:
    with pytest.raises(WrongUse, match="itu-pp"):
        taken(read_pack("internet-governance"), Extract(), decode(EMPTY))
    with pytest.raises(NotAvailable):
        taken(decode(EMPTY), Extract(), decode(EMPTY))


def test_marked_rows_stay_marked_and_what_rests_on_them_stays_hidden() -> None:
    secret = hall(
        evidence_csv=b"id,title,marking\nsrc,Record,TLP:RED\nrule,Rules,\n",
        forum_steps_csv=HALL["forum_steps.csv"]
        .replace(b"after,days", b"after,days,evidence")
        .replace(b"notice,21", b"notice,21,src")
        .replace(b"2026-05-11,,", b"2026-05-11,,,")
        .replace(b"2026-06-01,,", b"2026-06-01,,,"),
    )
    after = taken(secret, Extract(fora=("all",)), decode(EMPTY)).after
    assert {row.id: row.marking for row in after.evidence} == {"src": "TLP:RED", "rule": ""}

    seen, there = (one.cleared("TLP:CLEAR", "public") for one in (after, secret))
    for name in ("processes", "forum_steps", "forum_access", "evidence"):
        assert {row.id for row in getattr(seen, name)} == {row.id for row in getattr(there, name) if row.id != "unused"}
    assert [row.id for row in seen.forum_steps] == ["notice", "alone"]


def test_a_hidden_source_takes_its_rule_along() -> None:
    secret = hall(evidence_csv=b"id,title,marking\nsrc,Record,\nrule,Rules,TLP:RED\n")
    seen = taken(secret, Extract(fora=("hall-c",)), decode(EMPTY)).after.cleared("TLP:CLEAR", "public")
    assert next(body for body in seen.bodies if body.id == "council").rules == ()


def test_what_rests_on_a_row_that_the_dossier_has_lower_is_marked_as_high_as_it_was() -> None:
    secret = hall(
        evidence_csv=b"id,title,marking\nsrc,Record,TLP:AMBER\nrule,Rules,TLP:AMBER\n",
        processes_csv=HALL["processes.csv"]
        .replace(b"seats,evidence", b"seats,evidence,marking")
        .replace(b"members,src", b"members,src,")
        .replace(b"Data,,,,", b"Data,,,,,")
        .replace(b"court,,\n", b"court,,,TLP:RED\n"),
    )
    own = decode(EMPTY | {"evidence.csv": b"id,title\nsrc,Record\nrule,Rules\n", "processes.csv": b"id,forum\ncourt,Court\n"})
    after = taken(secret, Extract(fora=("all",)), own).after

    assert {row.id: row.marking for row in after.processes} == {"court": "", "hall-c": "TLP:AMBER", "hall-d": ""}
    assert {row.id: row.marking for row in after.forum_access} == {"a1": "TLP:AMBER", "a2": "TLP:RED"}
    assert {row.id: row.marking for row in after.forum_steps} == {"notice": "TLP:RED", "close": "", "alone": "TLP:RED"}
    assert {body.id for body in after.bodies} == {"board", "court"}  # the council's rule rests on what is hidden in the record
    assert next(row for row in after.processes if row.id == "hall-c").body == ""


def test_what_comes_from_a_stricter_dossier_stays_as_strict_and_brings_no_body() -> None:
    after = taken(hall(dossier_toml=b'id = "hall"\nmarking = "TLP:AMBER"\n'), Extract(fora=("all",)), decode(EMPTY)).after
    rows = (*after.processes, *after.forum_steps, *after.forum_access, *after.groups, *after.actors, *after.evidence)
    assert rows and {row.marking for row in rows} == {"TLP:AMBER"}
    assert after.bodies == () and {row.body for row in after.processes} == {""}


def test_a_corrected_forum_and_step_come_with_what_they_replace() -> None:
    newer = hall(
        processes_csv=HALL["processes.csv"]
        .replace(b"id,", b"id,supersedes,")
        .replace(b"hall-c,", b"hall-c,,")
        .replace(b"hall-d,", b"hall-d,,")
        .replace(b"\ncourt,", b"\ncourt,,")
        + b"hall-e,hall-c,Hall of Cables,,council,members,src\n",
    )
    after = taken(newer, Extract(fora=("hall-e",)), decode(EMPTY)).after
    assert {row.id for row in after.processes} == {"hall-c", "hall-e", "court"}
    assert "close" in {row.id for row in after.forum_steps}
    assert {one.code for one in decode(encode(after)).notices} <= {"step-without-source"}
