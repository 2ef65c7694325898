"""Who is named inside and outside, in every mode; when something is said to have happened; what nobody finds after the cut."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import re
import secrets
from typing import Any

import pytest
from rooms.room_made import Log, blanked

from legation import moment
from legation.errors import WrongUse
from legation.rooms import canonical, cut, leaves, read_log, replay, seen_by, stamped, verify, write_log
from legation.rooms.seating import INSIDE, LEAVES

PEOPLE = tuple(f"{number:012x}" for number in range(100, 112))
MODES = list(itertools.product(INSIDE, LEAVES, (False, True)))
WITHIN = {"organisation": 1, "seat": 2, "anonymous": 0}
"""How much those inside see: nothing, organisations, seats too."""


def _room(inside: str, leaves: str, safety: bool = False, **more: Any) -> Log:
    """Return a room in which every seat, organisation, group, reason, text and flag is a word of its own."""
    log = Log()
    log.add("h", "opened", seed=1, inside=inside, leaves=leaves, safety=safety, question="What now?", **more)
    log.add("h", "seated", seat="m", role="moderator")
    log.add("h", "seated", seat="o", role="observer")
    for at, person in enumerate(PEOPLE):
        named = {"organisation": f"ORG{at}"} if inside != "anonymous" else {}
        log.add("h", "seated", seat=person, role="participant", group=f"canary-group-{at}", weight=at + 1, reason="x", **named)
        assert log.state is not None
        log.state.seats[person].organisation = f"ORG{at}"  # of an anonymous room no rule lets it in, and no view lets it out
    log.add("h", "phase", phase="vote")
    for at, person in enumerate(PEOPLE[:4]):
        source = "organisation" if at == 3 else "participant"
        log.add(person, "stated", statement=f"s{at}", text=f"canary words {at}", source=source)
    for at, verdict in enumerate(("in", "in", "out", "in")):
        log.add("m", "judged", statement=f"s{at}", verdict=verdict, **({"reason": "canary-reason"} if verdict == "out" else {}))
    for at, person in enumerate(PEOPLE):
        log.add(person, "voted", statement="s0", value=at % 3 - 1)
    for person in PEOPLE[:4]:
        log.add(person, "voted", statement="s1", value=1)
    log.add(PEOPLE[5], "flagged", statement="s1", reason="canary-flag")
    return log


def _found(value: Any, pattern: str) -> set[str]:
    return set(re.findall(pattern, json.dumps(value)))


@pytest.mark.parametrize(("inside", "leaves", "safety"), MODES)
def test_every_role_sees_in_every_mode_what_the_mode_says_and_nothing_more(inside: str, leaves: str, safety: bool) -> None:
    state = _room(inside, leaves, safety).state
    assert state is not None
    for seat in (None, "h", "m", "o", *PEOPLE):
        seen = seen_by(state, seat)
        stated = {f"ORG{at}" for at in (0, 1, 3)} | ({"ORG2"} if seat in ("m", PEOPLE[2]) else set())
        named = stated if safety else {f"ORG{at}" for at in range(len(PEOPLE))}
        assert _found(seen, r"ORG\d+") == (named if WITHIN[inside] else set())
        assert not _found(seen, "|".join(PEOPLE))  # a seat with an organisation bears its name, never its own sign
        assert not _found(seen, r"canary-group")
        assert bool(_found(seen, "canary-flag")) == (seat == "m")
        assert not _found(seen, "canary-reason") or seat in ("m", PEOPLE[2])
        assert bool(_found(seen, "canary words 2")) == (seat in ("m", PEOPLE[2]))
        votes = {"s0": PEOPLE.index(seat) % 3 - 1} if seat in PEOPLE else {}
        assert seen["mine"] == votes | ({"s1": 1} if seat in PEOPLE[:4] else {})
        assert not _found(seen, r"\d{4}-\d\d-\d\dT")
        counts = {one["id"]: one["seen"] for one in seen["statements"]}
        assert counts["s0"] == 10
        assert counts["s1"] is None  # four voted


@pytest.mark.parametrize(("inside", "leaving", "safety"), MODES)
def test_what_leaves_names_nobody_beyond_its_mode(inside: str, leaving: str, safety: bool) -> None:
    log = _room(inside, leaving, safety)
    assert log.state is not None
    left = leaves(log.state)
    if leaving == "nothing":
        assert left is None
        return
    assert left is not None
    may = inside != "anonymous" and leaving in ("attributed", "organisation")
    assert _found(left["names"], r"ORG\d+") == ({"ORG0", "ORG1", "ORG3"} if may else set())
    assert ("organisations" in left) == (may and not safety)
    assert bool(_found(left, r"ORG\d+")) == may
    assert not _found(left, "|".join([*PEOPLE, "canary-group", "canary-flag", "canary-reason", "words 2"]))
    assert left["sources"]["s3"] == ("organisation" if may and not safety else "participant")
    assert left["day"] == "2026-03-02"
    assert not _found(left, r"\d\d:\d\d")
    assert [one["seen"] for one in left["figures"]] == [10, None, None]
    assert canonical(left)


def test_a_person_without_an_organisation_is_named_by_a_seat_only_where_that_was_told() -> None:
    for inside, leaving in itertools.product(INSIDE, LEAVES[:3]):
        log = Log()
        log.add("h", "opened", inside=inside, leaves=leaving)
        log.add("h", "seated", seat="abcdef", role="participant")
        log.add("abcdef", "stated", statement="s1", text="Words", source="participant")
        log.add("h", "seated", seat="m", role="moderator")
        log.add("m", "judged", statement="s1", verdict="in")
        assert log.state is not None
        assert bool(_found(seen_by(log.state, None), "abcdef")) == (inside == "seat")
        assert bool(_found(leaves(log.state), "abcdef")) == (inside == "seat" and leaving == "attributed")


def test_who_was_erased_is_in_nothing_that_leaves_and_published_figures_stay_as_they_were() -> None:
    log = _room("seat", "attributed")
    assert log.state is not None
    before = leaves(log.state)
    assert before is not None
    published = canonical(before["figures"])
    log.add(PEOPLE[0], "erased", seat=PEOPLE[0])
    assert canonical(before["figures"]) == published
    after = leaves(log.state)
    assert after is not None
    assert not _found(after, "ORG0\\b|canary words 0")
    assert (after["words"]["s0"], after["withdrew"]) == (None, 1)
    assert _found(before["figures"], "canary|ORG") == set()  # words and names stand apart from what was published


def test_no_entry_changes_what_was_told() -> None:
    log = _room("anonymous", "chatham", safety=True)
    assert log.state is not None
    told = dict(log.state.settings)
    log.add("h", "moved", seat=PEOPLE[1], role="observer")
    log.add("m", "removed", seat=PEOPLE[2], reason="insult")
    log.add("h", "published", up_to=3, sha256="0" * 64)
    log.add("h", "phase", phase="closed")
    assert log.state.settings == told
    assert (told["smallest"], told["cut_days"]) == (10, 30)


@pytest.mark.parametrize(("inside", "safety", "coarse"), [("seat", False, False), ("seat", True, True), ("anonymous", False, True)])
def test_where_nobody_is_to_be_found_times_are_hours_and_deadlines_hold_to_the_millisecond(inside: str, safety: bool, coarse: bool) -> None:
    log = _room(inside, "chatham", safety)
    state: Any = log.state
    assert stamped(state, "2026-03-02T09:41:07.123Z") == ("2026-03-02T09:00:00.000Z" if coarse else "2026-03-02T09:41:07.123Z")
    for day in (False, True):
        state.deadline, state.day = "2026-03-02T10:20:00.000Z", day
        for text in ("10:19:59.999", "10:20:00.000", "10:20:00.001", "10:59:00.000", "11:00:00.000", "13:05:00.000"):
            now = f"2026-03-02T{text}Z"
            at = stamped(state, now)
            assert state.is_late(at) == state.is_late(now)
            assert moment.written(moment.parse(at)) == at
            if coarse:
                assert at[14:] in ("00:00.000Z", "20:00.000Z", "20:00.001Z")


@pytest.mark.parametrize("inside", INSIDE)
def test_after_the_cut_the_room_says_the_same_and_leads_to_nobody(inside: str) -> None:
    log = _room(inside, "attributed")
    log.add(PEOPLE[3], "erased", seat=PEOPLE[3])
    log.add("h", "phase", phase="second", deadline=moment.written(log.at + dt.timedelta(minutes=5)))
    log.at += dt.timedelta(days=1)
    log.add("clock", "due", what="second", deadline=log.state.deadline)  # type: ignore[union-attr]
    log.add("h", "published", up_to=20, sha256="ab" * 32)
    assert log.state is not None
    entries = blanked(log.entries, PEOPLE[3])

    after = cut("deliberation", "room-one", entries, secrets.token_hex)
    assert verify(after) is None
    assert read_log(write_log(after)) == after
    state = replay("deliberation", after)
    text = write_log(after)
    old = {value for one in entries for value in (one.body, one.salt, one.hash) if value} - {log.state.hash, "0" * 32}
    assert not [value for value in old if value in text]
    assert not re.search("|".join([*PEOPLE, '"h"', '"m"', r"\d\d:\d\d:[0-9.]*[1-9]"]), text)
    assert state.settings["branch"] == ["room-one", log.state.number, log.state.hash]
    assert state.settings | {"branch": None} == {**log.state.settings, "branch": None}
    assert {"canary words 0", "canary words 1"} <= _found(leaves(state), r"canary words \d")
    host = entries[0].by
    seat = after[0].by
    assert {**seen_by(state, seat), "number": 0} == {**seen_by(log.state, host), "number": 0}
    assert len({one.by for one in after}) == len({one.by for one in entries} - {"clock"})
    assert cut("deliberation", "room-one", entries, secrets.token_hex) != after


def test_a_room_that_is_open_is_not_cut() -> None:
    with pytest.raises(WrongUse, match="close it first"):
        cut("deliberation", "room-one", _room("seat", "chatham").entries, secrets.token_hex)


def test_an_older_log_without_the_days_of_the_cut_is_read() -> None:
    log = _room("seat", "chatham")
    assert "cut_days" not in (log.entries[0].data or {})
    first = dataclasses.replace(log.entries[0], data={**(log.entries[0].data or {}), "cut_days": 7}, body="", hash="")
    assert replay("deliberation", [first]).settings["cut_days"] == 7


def test_counts_less_the_votes_of_named_organisations_tell_nobody_s_vote() -> None:
    log = Log()
    log.add("h", "opened", seed=1, inside="organisation", leaves="attributed", question="What now?")
    for at in range(11):
        named = {"organisation": f"ORG{at}", "weight": 1} if at < 4 else {}
        log.add("h", "seated", seat=PEOPLE[at], role="participant", **named)
    log.add("h", "phase", phase="vote")
    for name, voters in (("few", PEOPLE[:5]), ("many", PEOPLE[:11]), ("public", PEOPLE[:4])):
        log.add("h", "stated", statement=name, text=f"words {name}", source="seed")
        for one in voters:
            log.add(one, "voted", statement=name, value=1)
    assert log.state is not None
    left = leaves(log.state)
    assert left is not None
    assert {one["id"]: one["seen"] for one in left["figures"]} == {"few": None, "many": 10, "public": None}
