"""Exports of Polis: read as a whole or refused by place, written again as they were, and placed in a dossier without a person."""

from __future__ import annotations

import dataclasses
import zipfile

import numpy as np
import pytest

from legation.cli import main
from legation.dossier import load
from legation.errors import CannotRead
from legation.language import say
from legation.methods.opinion import UNSEEN
from legation.sources import polis

COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1500000000000,Fri Jul 14,0,7,1,1,1,"Two lines,
and a comma."
1500000001000,Fri Jul 14,2,7,0,0,-1,Taken out
1500000002000,Fri Jul 14,5,8,0,0,0,"She said ""no""."
"""
VOTES = """timestamp,datetime,comment-id,voter-id,vote
1500000003000,Fri Jul 14,0,7,-1
1500000009000,Fri Jul 14,0,7,1
1500000004000,Fri Jul 14,0,9,0
1500000005000,Fri Jul 14,5,9,-1
"""
PEOPLE = """participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,2,5
7,0,2,1,1,0,1,,
9,,0,2,0,1,0,,-1
"""
SUMMARY = 'topic,"Rules, for all"\nurl,https://example.org\nconversation-description,"One.\n\nTwo."\n'
HISTORY = "n-votes,n-comments,n-visitors,n-voters,n-commenters\n0,1,1,0,1\n4,3,2,2,2\n"
FILES = {
    "comments.csv": COMMENTS,
    "votes.csv": VOTES,
    "participants-votes.csv": PEOPLE,
    "summary.csv": SUMMARY,
    "stats-history.csv": HISTORY,
}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "rules"
    place.mkdir()
    for name, text in FILES.items():
        (place / name).write_text(text, "utf-8")
    return place


def test_what_the_files_say(folder):
    room = polis.read(folder)
    assert room.comments[0].body == "Two lines,\nand a comma."
    assert room.statements == (0, 2, 5)
    assert room.votes.tolist() == [[1, UNSEEN, UNSEEN], [0, UNSEEN, -1]]
    assert room.moderated.tolist() == [False, True, False]
    assert room.group.tolist() == [0, -1]
    assert room.topic == "Rules, for all"
    assert room.doubts == ()


def test_written_files_are_those_that_were_read(folder, tmp_path):
    room = polis.read(folder)
    polis.write(room, tmp_path / "again")
    assert {name: (tmp_path / "again" / name).read_text("utf-8") for name in FILES} == FILES


@pytest.mark.parametrize("without", [("comments.csv",), ("votes.csv",), ("comments.csv", "votes.csv")])
def test_an_export_without_datetimes_is_read_and_written_back(folder, tmp_path, without):
    before = polis.read(folder)
    files = {name: text.replace("timestamp,datetime,", "timestamp,").replace(",Fri Jul 14,", ",") for name, text in FILES.items()}
    for name in without:
        (folder / name).write_text(files[name], "utf-8")
    room = polis.read(folder)
    assert [one.timestamp for one in room.comments] == [one.timestamp for one in before.comments]
    assert {one.datetime for one in room.comments} == ({""} if "comments.csv" in without else {"Fri Jul 14"})
    assert set(room.datetimes) == ({""} if "votes.csv" in without else {"Fri Jul 14"})
    assert (room.votes == before.votes).all()
    assert all("datetime" not in dict(one.more) for one in room.comments)
    polis.write(room, tmp_path / "again")
    for name in FILES:
        assert (tmp_path / "again" / name).read_text("utf-8") == (files if name in without else FILES)[name]


def test_a_column_that_an_export_needs_is_named(folder):
    (folder / "comments.csv").write_text(COMMENTS.replace("timestamp,datetime,", "datetime,", 1), "utf-8")
    with pytest.raises(CannotRead, match=r"comments\.csv:1") as told:
        polis.read(folder)
    assert "timestamp" in str(told.value)


def test_a_zip_is_read_like_its_folder(folder, tmp_path):
    with zipfile.ZipFile(tmp_path / "rules.zip", "w") as archive:
        for name in FILES:
            archive.write(folder / name, f"export/{name}")
    one, other = polis.read(folder), polis.read(tmp_path / "rules.zip")
    assert (one.comments, one.participants, one.summary, one.history) == (other.comments, other.participants, other.summary, other.history)
    assert one.sha256 == other.sha256


@pytest.mark.parametrize("missing", ["votes.csv", "participants-votes.csv", "summary.csv", "stats-history.csv"])
def test_a_file_that_may_be_missing(folder, missing):
    (folder / missing).unlink()
    cells = polis.read(folder).votes
    assert sorted(cells[cells != UNSEEN].tolist()) == [-1, 0, 1]


def test_what_cannot_be_missing(folder, tmp_path):
    (folder / "comments.csv").unlink()
    for path in (folder, tmp_path / "nowhere", tmp_path):
        with pytest.raises(CannotRead):
            polis.read(path)


def test_two_files_that_differ_are_a_doubt(folder):
    (folder / "participants-votes.csv").write_text(PEOPLE.replace("1,,\n", "-1,,1\n"), "utf-8")
    room = polis.read(folder)
    assert room.votes[0].tolist() == [1, UNSEEN, UNSEEN]
    assert [(doubt.part, doubt.row) for doubt in room.doubts] == [("participants-votes.csv", 2)]
    assert "2 cells" in say(room.doubts[0].remedy, "en")


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("comments.csv", "5,8,0,0,0", "0,8,0,0,0", "comments.csv:5"),
        ("comments.csv", "5,8,0,0,0", "5,8,0,0,3", "comments.csv:5"),
        ("comments.csv", "comment-body", "text", "comments.csv:1"),
        ("comments.csv", '"She', '"She" ', "comments.csv:5"),
        ("votes.csv", "9,0\n", "9,2\n", "votes.csv:4"),
        ("votes.csv", "9,0\n", "9\n", "votes.csv:4"),
        ("votes.csv", "14,5,9", "14,77,9", "votes.csv:5"),
        ("votes.csv", "1500000009000", "yesterday", "votes.csv:3"),
        ("votes.csv", "1500000009000", "9" * 5000, "votes.csv:3"),
        ("participants-votes.csv", "1,,\n", "1,,maybe\n", "participants-votes.csv:2"),
        ("participants-votes.csv", "9,,0", "7,,0", "participants-votes.csv:3"),
        ("participants-votes.csv", "0,2,5\n", "0,2,2\n", "participants-votes.csv:1"),
        ("summary.csv", "url,", "url,x,", "summary.csv:2"),
    ],
)
def test_a_fault_is_told_by_place(folder, name, old, new, place):
    assert old in FILES[name]
    (folder / name).write_text(FILES[name].replace(old, new, 1), "utf-8")
    with pytest.raises(CannotRead) as told:
        polis.read(folder)
    assert place in str(told.value)
    assert say(told.value.message, "fr") != str(told.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\x01", b"\x00" * 400, b'"' * 9, b"", b"timestamp\n" + b"x," * 300_000])
def test_garbage_is_refused(folder, data):
    for name in ("comments.csv", "votes.csv", "participants-votes.csv"):
        before = (folder / name).read_bytes()
        (folder / name).write_bytes(data)
        with pytest.raises(CannotRead):
            polis.read(folder)
        (folder / name).write_bytes(before)
    (folder.parent / "bad.zip").write_bytes(data)
    with pytest.raises(CannotRead):
        polis.read(folder.parent / "bad.zip")


def in_two_groups(folder):
    """Return the conversation with six people who agree, three who do not, and one with an identifier of its own."""
    room = polis.read(folder)
    people = [polis.Participant(id=i, group=0 if i < 6 else 1, xid="mission-x" if i == 0 else "") for i in range(9)]
    votes = np.array([[1, 1, UNSEEN]] * 6 + [[-1, 1, 0]] * 3, np.int8)
    return dataclasses.replace(room, participants=tuple(people), votes=votes)


def test_a_room_in_a_dossier(folder):
    reading = polis.to_dossier(in_two_groups(folder))
    assert [(one.id, one.kind) for one in reading.tables["actors"]] == [("rules-group-1", "other")]
    assert [one.id for one in reading.tables["issues"]] == ["rules-0", "rules-5"]
    (position,) = reading.tables["positions"]
    assert (position.basis, position.confidence, position.value) == ("room", "", 100.0)
    assert position.low < 100 == position.high
    assert str(position.held_from) == "2017-07-14"
    assert [problem.code for problem in reading.unplaced] == ["polis-small-group"]


def test_only_a_named_organisation_appears_singly(folder):
    room = in_two_groups(folder)
    reading = polis.to_dossier(room, publish_at_least=100, organisations={"mission-x": "XLD", "nobody": "YLD"})
    assert [(one.actor, one.issue, one.value, one.low) for one in reading.tables["positions"]] == [("XLD", "rules-0", 100.0, None)]
    assert reading.tables["actors"] == ()


def test_the_command_brings_a_room_into_a_dossier(folder, tmp_path, capsys):
    polis.write(in_two_groups(folder), folder)
    (folder / "votes.csv").unlink()
    assert main(["new", str(tmp_path / "matter"), "--lang", "en"]) == 0
    assert main(["import", "polis", str(folder), "--into", str(tmp_path / "matter"), "--lang", "en"]) == 1
    dossier = load(tmp_path / "matter")
    assert [one.basis for one in dossier.positions] == ["room"]
    assert "fewer than 5 people" in capsys.readouterr().err


def test_of_very_many_faults_a_thousand_are_told(folder):
    with (folder / "votes.csv").open("a") as file:
        file.write("1,2\n" * 3000)
    with pytest.raises(CannotRead) as raised:
        polis.read(folder)
    assert raised.value.message.values["count"] == 1000


def test_a_time_beyond_all_calendars_is_no_day(folder, tmp_path, capsys):
    votes = folder / "votes.csv"
    votes.write_text(votes.read_text().replace("1500000009000", "99999999999999999"))
    assert main(["new", str(tmp_path / "matter"), "--lang", "en"]) == 0
    assert main(["import", "polis", str(folder), "--into", str(tmp_path / "matter"), "--lang", "en"]) in (0, 1)
    assert main(["ask", "what-the-room-thinks", str(tmp_path / "matter"), "--lang", "en"]) == 0
    capsys.readouterr()
    (room,) = (data for part, data in load(tmp_path / "matter").files.items() if part.endswith(".toml"))
    assert b'opened = "2017-07-14"' in room and b"closed" not in room
