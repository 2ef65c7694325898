"""A live room beside its dossier: released votes alone, the layout of Polis both ways, what a report fixes and what it returns."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rooms.room_made import PEOPLE, Log, room

from legation.briefing.papers.room_report import ReportTexts, report_figure, room_report
from legation.dossier import Dossier, Info, Wording
from legation.language import Lang
from legation.methods.opinion import UNSEEN
from legation.questions import Case, ask
from legation.questions.debate.opinion.live_room import LiveRoomNamed, conversation_of_room, with_room
from legation.questions.debate.opinion.returned import returned_rows
from legation.questions.debate.opinion.snapshot import snapshot_bytes, snapshot_of
from legation.rooms import replay, seen_by
from legation.sources.polis import Conversation, read, read_parts
from legation.sources.polis.conversation import encode

EXPORT = Path(__file__).parents[3] / "examples/brexit-consensus-2017/rooms/brexit-consensus"
NAMED = LiveRoomNamed(name="live-0a", title=Wording("Forum"), holder=Wording("the desk"), opened="2026-03-02", known="2026-03-03")


def _of(conversation: Conversation) -> Log:
    """Return a live room in which the people of an export vote again as they did."""
    log = Log()
    opened: dict[str, Any] = {"seed": 1, "inside": "seat", "leaves": "chatham", "smallest": 5, "safety": False}
    log.add("h", "opened", **opened, question=conversation.topic)
    there = {one.id: one for one in conversation.comments}
    for number in conversation.statements:
        if there[number].moderated >= 0:
            log.add("h", "stated", statement=f"s{number}", text=there[number].body, source="seed")
    log.add("h", "phase", phase="vote")
    for row, person in enumerate(conversation.participants):
        log.add("h", "seated", seat=f"p{person.id}", role="participant")
        for column in np.flatnonzero(~conversation.moderated & (conversation.votes[row] != UNSEEN)).tolist():
            log.add(f"p{person.id}", "voted", statement=f"s{conversation.statements[column]}", value=int(conversation.votes[row, column]))
    return log


@pytest.fixture(scope="module")
def brexit() -> tuple[Conversation, Log]:
    whole = read(EXPORT)
    some = dataclasses.replace(whole, participants=whole.participants[:80], votes=whole.votes[:80])
    return some, _of(some)


def _columns(votes: np.ndarray[Any, Any]) -> list[bytes]:
    """Return the rows of a table, those without any vote left out, in an order that does not hang on who is who."""
    return sorted(row.tobytes() for row in votes if (row != UNSEEN).any())


def test_an_export_of_polis_comes_out_as_it_went_in(brexit: tuple[Conversation, Log]) -> None:
    given, log = brexit
    out = conversation_of_room(log.state, "room", whole=True)  # type: ignore[arg-type]  # a deliberation
    there = read_parts(encode(out), "room")
    stand = ~given.moderated
    assert [one.body for one in there.comments] == [
        next(c.body for c in given.comments if c.id == number) for number, let_in in zip(given.statements, stand, strict=True) if let_in
    ]
    assert _columns(there.votes) == _columns(np.ascontiguousarray(given.votes[:, stand]))
    assert there.topic == given.topic
    assert not there.doubts
    assert not any(one.xid for one in there.participants)


def test_while_it_runs_it_holds_back_the_votes_that_are_too_few_to_show(brexit: tuple[Conversation, Log]) -> None:
    _, log = brexit
    whole = conversation_of_room(log.state, "room", whole=True).votes  # type: ignore[arg-type]  # a deliberation
    shown = conversation_of_room(log.state, "room").votes  # type: ignore[arg-type]  # the same
    missing = (whole != UNSEEN).sum(axis=0) - (shown != UNSEEN).sum(axis=0)
    assert missing.min() >= 0
    assert missing.max() < 5
    assert missing.any()


def test_two_looks_never_tell_one_vote() -> None:
    log, pictures = room(), list[list[int]]()
    for person in PEOPLE:
        log.add(person, "voted", statement="seed", value=1)
        pictures.append(conversation_of_room(log.state, "room").votes[:, 0].tolist())  # type: ignore[arg-type]  # a deliberation
    assert [len(one) for one in pictures] == [0, 0, 0, 0, 5, 5, 5, 5]
    log.add("p0", "voted", statement="seed", value=-1)
    assert sum(conversation_of_room(log.state, "room").votes[:, 0]) == 5  # type: ignore[arg-type]  # what was shown stands


def test_the_question_reads_the_live_room_through_its_case(brexit: tuple[Conversation, Log]) -> None:
    _, log = brexit
    case = Case(dossier=Dossier(info=Info(id="x")), today=dt.date(2026, 3, 4))
    answer = ask("what-the-room-thinks", with_room(case, log.state, NAMED))  # type: ignore[arg-type]  # a deliberation
    people = next(one for one in answer.findings if one.id == "people")
    assert people.message.values["people"] == 80
    assert not case.dossier.files


def test_a_snapshot_has_no_words_and_stands_when_somebody_leaves(brexit: tuple[Conversation, Log]) -> None:
    _, log = brexit
    snapshot = snapshot_of(log.state, NAMED)  # type: ignore[arg-type]  # a deliberation
    data, _ = snapshot_bytes(snapshot)
    assert snapshot["people"] == 80
    assert snapshot["unites"]
    assert snapshot["slate"]
    assert not any(one.text.encode() in data for one in log.state.statements.values())  # type: ignore[union-attr]  # the same
    figure = report_figure(snapshot)
    assert figure is not None
    for lang in ("fr", "en"):
        assert room_report(snapshot, _texts(), lang).title == "Q?"


def test_of_too_few_nothing_is_published() -> None:
    log = room()
    for person in PEOPLE[:4]:
        log.add(person, "voted", statement="seed", value=1)
    snapshot = snapshot_of(log.state, NAMED)  # type: ignore[arg-type]  # a deliberation
    assert snapshot["people"] is None
    assert [one["counts"] for one in snapshot["statements"]] == [None]
    assert report_figure(snapshot) is None


def _texts(title: str = "Forum") -> ReportTexts:
    return ReportTexts(title=Wording(title), question="Q?", host=Wording(), interest=Wording(), statements={}, names={}, sha256="0")


def _printed(snapshot: dict[str, Any], lang: Lang) -> str:
    return repr(room_report(snapshot, _texts(), lang).blocks)


def _second_round() -> Log:
    """Return a room in its second round: one synthesis, and two versions of which the second fares better."""
    log, people = room(), [f"q{number}" for number in range(40)]
    for person in people:
        log.add("h", "seated", seat=person, role="participant")
    for at, person in enumerate(people):
        log.add(person, "voted", statement="seed", value=1 if at < 30 else -1)
    log.add("h", "phase", phase="second")
    log.add("h", "stated", statement="both", text="Together", source="seed")
    for name in ("a", "b"):
        log.add("h", "stated", statement=name, text=f"Version {name}", source="seed", message="m1")
    for person in people:
        (own,) = (one["id"] for one in seen_by(log.state, person)["statements"] if one.get("message"))  # type: ignore[arg-type]
        log.add(person, "voted", statement="both", value=1)
        log.add(person, "voted", statement=own, value=1 if own == "b" else -1)
    return log


def test_of_two_versions_nobody_publishes_a_figure_before_the_room_is_closed() -> None:
    log = _second_round()
    state: Any = log.state
    assert all(state.statements[name].shown for name in "ab")
    running = snapshot_of(state, NAMED)
    assert [one["counts"] is not None for one in running["statements"]] == [True, True, False, False]
    assert running["versions"] == []
    assert not {3, 4} & {*running["unites"], *running["divides"], *(number for number, _ in running["slate"])}
    assert "groups" not in running["statements"][1]
    votes = conversation_of_room(state, "room").votes
    assert (votes[:, 2:] == UNSEEN).all()
    assert (votes[:, :2] != UNSEEN).all()
    log.add("h", "phase", phase="closed")
    closed = snapshot_of(state, NAMED)
    assert all(one["counts"] for one in closed["statements"])
    assert "points of agreement" not in _printed(running, "en")
    assert (conversation_of_room(state, "room").votes[:, 2:] != UNSEEN).any()


def test_the_version_that_fared_better_is_the_one_that_gains() -> None:
    log = _second_round()
    log.add("h", "phase", phase="closed")
    snapshot = snapshot_of(log.state, NAMED)  # type: ignore[arg-type]  # a deliberation
    ((first, other, difference, low, high),) = snapshot["versions"]
    assert (first, other) == (3, 4)
    assert (difference, high < 0) == (-100, True)
    assert f"number 4 gains 100 points of agreement on number 3 (interval: {-high} to {-low})" in _printed(snapshot, "en")
    assert "n° 4 gagne 100 points d’accord sur le n° 3" in _printed(snapshot, "fr").replace("\\xa0", " ").replace("\xa0", " ")


def test_after_a_departure_the_report_does_not_say_that_few_voted() -> None:
    log = _second_round()
    log.add("q1", "erased", seat="q1")
    log.add("h", "phase", phase="closed")
    snapshot = snapshot_of(log.state, NAMED)  # type: ignore[arg-type]  # a deliberation
    assert snapshot["people"] is None
    printed = _printed(snapshot, "en")
    assert "No statement has enough votes that may be shown (those of 5 people are needed)" in printed
    assert "people voted" not in printed
    assert "after a departure they are shown again once 5 who had not voted" in printed


def test_a_report_says_until_when_the_room_was_open_whatever_is_written_later() -> None:
    log = _second_round()
    log.add("h", "phase", phase="closed")
    later = dataclasses.replace(NAMED, known="2026-04-09", ended="2026-03-03")
    printed = _printed(snapshot_of(log.state, later), "en")  # type: ignore[arg-type]  # a deliberation
    assert "open from 2 March 2026 to 3 March 2026" in printed
    assert "April" not in printed


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"inside": "organisation", "leaves": "organisation"}, True),
        ({"inside": "seat", "leaves": "attributed"}, True),
        ({"inside": "organisation", "leaves": "chatham"}, False),
        ({"inside": "anonymous", "leaves": "attributed"}, False),
        ({"inside": "organisation", "leaves": "organisation", "safety": True, "smallest": 10}, False),
    ],
)
def test_only_organisations_that_took_part_in_public_return(settings: dict[str, Any], named: bool) -> None:
    log = Log()
    opened: dict[str, Any] = {"seed": 1, "smallest": 5, "safety": False, "question": "What now?"}
    log.add("h", "opened", **opened | settings)
    sits = {"organisation": "estonia"} if settings["inside"] != "anonymous" else {}
    log.add("h", "seated", seat="o", role="participant", weight=2, **sits)
    people = [f"p{number}" for number in range(12)]
    for person in people:
        log.add("h", "seated", seat=person, role="participant")
    log.add("h", "stated", statement="a", text="Begin with what is agreed.", source="seed")
    log.add("h", "phase", phase="vote")
    for person in (*people, "o"):
        log.add(person, "voted", statement="a", value=-1 if person == "o" else 1)
    state: Any = replay("deliberation", log.entries)
    snapshot = snapshot_of(state, NAMED)
    rows = returned_rows(snapshot, state, NAMED.title, ("files/x.pdf", "0" * 64), {"estonia"}, set())
    own = [one for one in rows if one.table == "positions" and one.values["actor"] == "estonia"]
    assert [one.values["value"] for one in own] == (["0.0"] if named else [])
    assert bool(snapshot["organisations"]) == named
    assert {one.values.get("confidence", "") for one in rows} == {""}
    assert {one.values["basis"] for one in rows if one.table == "positions"} == {"room"}
    again = returned_rows(snapshot, state, NAMED.title, ("files/x.pdf", "0" * 64), {"estonia"}, {one.row for one in rows})
    assert {one.table for one in again} == {"evidence", "positions"}
