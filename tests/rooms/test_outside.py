"""The log of a room as a file that leaves it: whole in itself, tied to its room, and without what may not leave."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from rooms.drafting_room import drafting, propose
from rooms.drafting_sessions import negotiation
from rooms.room_made import Log, room

from legation.rooms import cut, kinds, leaves, log_outside, look_through, replay, verify, write_log
from legation.rooms.attribution import names_organisations
from legation.rooms.deliberation import DELIBERATION
from legation.rooms.seating import INSIDE, LEAVES


def _tokens() -> Callable[[int], str]:
    number = itertools.count(1)
    return lambda size: f"{next(number):0{2 * size}x}"


def _filled(inside: str, leaves_what: str) -> Log:
    log = Log()
    log.add("h", "opened", seed=1, inside=inside, leaves=leaves_what, smallest=5, safety=False, question="What now?")
    log.add("h", "seated", seat="moderator-seat", role="moderator")
    for at in range(6):
        more: dict[str, Any] = {"organisation": "CANARY-ORG", "weight": 3} if at == 5 else {}
        log.add("h", "seated", seat=f"canary-seat-{at}", role="participant", **more)
    log.add("h", "stated", statement="seed", text="Begin.", source="seed")
    for at, source in ((0, "participant"), (5, "organisation"), (1, "participant"), (2, "participant")):
        log.add(f"canary-seat-{at}", "stated", statement=f"s{at}", text=f"Words {at}" if at != 1 else "CANARY-OUT", source=source)
    for at, verdict in ((0, "in"), (5, "in"), (1, "out")):
        log.add("moderator-seat", "judged", statement=f"s{at}", verdict=verdict, reason="off topic")
    log.add("canary-seat-3", "flagged", statement="s0", reason="CANARY-FLAG")
    log.add("h", "phase", phase="vote", deadline="2026-03-09T18:00:00.000Z")
    for at in range(6):
        log.add(f"canary-seat-{at}", "voted", statement="s0", value=1 if at % 2 else -1)
    log.add("canary-seat-2", "erased", seat="canary-seat-2")
    return log


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("leaving", LEAVES)
def test_before_the_cut_it_holds_what_may_leave_and_not_one_vote(inside: str, leaving: str) -> None:
    log = _filled(inside, leaving)
    made = log_outside("deliberation", "room-1", log.entries, _tokens(), whole=False)
    if leaving == "nothing":
        assert made is None
        return
    assert made is not None
    assert verify(made) is None
    text = write_log(made)
    assert {"voted", "flagged", "removed"}.isdisjoint(entry.kind for entry in made)
    assert [entry.data["text"] for entry in made if entry.kind == "stated"] == ["Begin.", "Words 0", "Words 5"]  # type: ignore[index]
    assert made[0].data["branch"] == ["room-1", log.state.number, log.state.hash]  # type: ignore[index, union-attr]
    assert {entry.at[10:] for entry in made} == {"T00:00:00.000Z"}
    assert "2026-03-09" not in text
    assert not [
        word for word in ("CANARY-OUT", "CANARY-FLAG", *(entry.key for entry in log.entries if len(entry.key) > 2)) if f'"{word}"' in text
    ]
    named = names_organisations(log.state.settings, outside=True)  # type: ignore[union-attr]
    assert ("CANARY-ORG" in text) == named
    assert ('"source":"organisation"' in text) == named
    signs = [entry.by for entry in made if entry.kind == "stated"][1:]
    if inside == "seat" and leaving == "attributed":
        assert signs[0] == "canary-seat-0"  # the sign by which the room shows it, and its report
    else:
        assert "canary-seat" not in text
        assert len(set(signs)) == 2


def test_two_entries_of_one_who_is_not_named_bear_two_signs() -> None:
    log = room("collect", moderation="after")
    for name in ("a", "b"):
        log.add("p0", "stated", statement=name, text=f"Words {name}", source="participant")
    made = log_outside("deliberation", "r", log.entries, _tokens(), whole=False) or ()
    assert len({entry.by for entry in made if entry.kind == "stated"}) == 3  # its host's beside them


@pytest.mark.parametrize("leaving", ["attributed", "organisation", "chatham"])
def test_after_the_cut_it_is_the_room_and_comes_to_the_same_figures(leaving: str) -> None:
    log = _filled("organisation", leaving)
    log.add("h", "phase", phase="closed")
    after = cut("deliberation", "room-1", log.entries, _tokens())
    made = log_outside("deliberation", "room-1", after, _tokens(), whole=True)
    assert made is not None
    assert verify(made) is None
    named = leaving != "chatham"
    assert (made == after) == named
    assert ("CANARY-ORG" in write_log(made)) == named
    first, second = (leaves(replay("deliberation", one)) or {} for one in (after, made))
    assert first["figures"] == second["figures"]
    assert first["words"] == second["words"]
    assert sum(entry.kind == "voted" for entry in made) == 6


def test_of_a_kind_that_does_not_say_what_may_leave_no_log_does(monkeypatch: pytest.MonkeyPatch) -> None:
    log = _filled("seat", "attributed")
    monkeypatch.setitem(kinds.OURS, "deliberation", dataclasses.replace(DELIBERATION, outside=None))
    assert [log_outside("deliberation", "r", log.entries, _tokens(), whole=whole) for whole in (False, True)] == [None, None]


@pytest.mark.parametrize("attributed", [True, False])
@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("leaving", LEAVES)
def test_the_log_of_a_text_holds_its_words_and_names_those_alone_who_may_be(inside: str, leaving: str, attributed: bool) -> None:
    log = drafting("States [shall (RUS)] act.", inside=inside, leaves=leaving, attributed=attributed)
    propose(log, "fra", "p1", "at once", reason="CANARY-REASON")
    log.add("rus", "stood", target="p1", stance="oppose")
    log.add("irn", "stood", target="p1", stance="oppose", public=False)
    log.add("fra2", "stood", target="p1", stance="reserve")
    log.add("eu", "proposed", id="p2", operation="insert", unit="1", start=2, end=2, text="now", proposers=["EU"])
    log.add("irn", "reserved", unit="1", text="Without prejudice.")
    log.add("fra", "confided", id="c1", text="CANARY-CONFIDED")
    log.add("c", "shown", id="s1", to=["FRA" if inside != "anonymous" else "fra"], title="CANARY-SHOWN", text="CANARY-SHOWN")
    log.add("c", "withdrawn", id="s1")
    propose(log, "rus", "p3", "soon")
    log.add("rus", "withdrawn", id="p3")
    made = log_outside("drafting", "room-1", log.entries, _tokens(), whole=False)
    if leaving == "nothing":
        assert made is None
        return
    assert made is not None
    assert verify(made) is None
    text = write_log(made)
    assert '"at once"' in text and "Without prejudice." in text and "States [shall" in text
    assert "CANARY-CONFIDED" not in text and "CANARY-SHOWN" not in text
    assert not {"confided", "shown", "received", "released"} & {entry.kind for entry in made}
    assert sum(entry.kind == "withdrawn" for entry in made) == 1
    named = inside != "anonymous" and leaving in ("attributed", "organisation") and attributed
    assert [entry.kind for entry in made].count("stood") == (2 if named else 0)
    for name in ("FRA", "RUS", "IRN", "EU", "CANARY-REASON"):
        assert (name in text) == named, name
    signs = {entry.by for entry in made if entry.kind in ("proposed", "reserved")}
    assert len(signs) == 4
    assert not signs & {"fra", "eu", "irn", "rus"}


@pytest.mark.parametrize("seed", range(12))
def test_no_log_of_any_negotiation_names_anybody_who_may_not_be(seed: int) -> None:
    log = negotiation(seed)
    made = log_outside("drafting", "room-1", log.entries, _tokens(), whole=False)
    state: Any = log.state
    if made is None:
        assert state.settings["leaves"] == "nothing"
        return
    assert verify(made) is None
    said = write_log(made)
    named = names_organisations(state.settings, outside=True) and state.settings["attributed"]
    alone = (
        {seat.id for seat in state.seats.values() if not seat.organisation} if state.settings["leaves"] == "attributed" and named else set()
    )
    forbidden = {seat.id for seat in state.seats.values() if seat.role in ("delegate", "observer")} - alone
    if not named:
        forbidden |= {one for seat in state.seats.values() for one in (seat.organisation, seat.group) if one}
    forbidden |= set(state.leaving)
    assert not [one for one in forbidden if f'"{one}"' in said or f"({one})" in said]
    hidden = {e.data["text"] for e in log.entries if e.kind in ("confided", "shown") and e.data and e.data.get("text")}
    open_words = {str(e.data.get("text")) for e in log.entries if e.kind not in ("confided", "shown") and e.data}
    assert not [one for one in hidden - open_words if f'"{one}"' in said]


@pytest.mark.parametrize("leaving", ["attributed", "chatham"])
def test_after_the_cut_the_log_of_a_text_comes_to_the_same_text(leaving: str) -> None:
    log = drafting("States act.", leaves=leaving)
    propose(log, "fra", "p1", "at once")
    log.add("rus", "stood", target="p1", stance="oppose")
    log.add("h", "phase", phase="closed")
    after = cut("drafting", "room-1", log.entries, _tokens())
    made = log_outside("drafting", "room-1", after, _tokens(), whole=True)
    assert made is not None
    assert verify(made) is None
    assert (made == after) == (leaving == "attributed")
    assert ("FRA" in write_log(made)) == (leaving == "attributed")
    first, second = (leaves(replay("drafting", one)) or {} for one in (after, made))
    assert first["views"]["bracketed"] == second["views"]["bracketed"]


def test_a_reader_says_in_a_sentence_whether_a_file_is_whole() -> None:
    log = _filled("seat", "chatham")
    made = log_outside("deliberation", "room-1", log.entries, _tokens(), whole=False) or ()
    text = write_log(made)
    looked = look_through(text)
    assert (looked.said.id, looked.room, looked.number) == ("room.log-follows", "room-1", len(log.entries))
    lines = text.splitlines()
    for at in range(len(lines) - 1):
        assert look_through("\n".join(lines[:at] + lines[at + 1 :])).said.id == "room.log-broken", at
    changed: dict[str, Any] = json.loads(lines[3]) | {"data": {"statement": "x"}}
    broken = look_through("\n".join([*lines[:3], json.dumps(changed), *lines[4:]])).said
    assert (broken.id, broken.values["number"]) == ("room.log-broken", 4)
    assert [look_through(one).said.id for one in ("", "[]", "\x00", text + "x")] == ["room.log-empty", *["room.no-line"] * 3]
    forged: dict[str, Any] = json.loads(lines[0])
    forged["data"]["branch"] = {"room": 1}
    assert look_through(json.dumps(forged)).room == ""
