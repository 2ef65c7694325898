"""The second round, two moderators, hints, the log of moderation: what each may see, and what nobody may."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms.room_made import PEOPLE, Log, room

from legation.methods.share import difference_interval
from legation.rooms import Entry, Refused, replay, seen_by
from legation.rooms.deliberation import Deliberation
from legation.rooms.deliberation.hints import hints
from legation.rooms.deliberation.judgements import judgements
from legation.rooms.deliberation.picture import picture, searched, shown_votes, worked_out
from legation.rooms.deliberation.second import approvals, compared


def _second(people: tuple[str, ...] = PEOPLE) -> Log:
    log = room("second")
    for person in people[len(PEOPLE) :]:
        log.add("h", "seated", seat=person, role="participant")
    for name in ("a", "b"):
        log.add("h", "stated", statement=name, text=f"Version {name}", source="seed", message="m1")
    return log


def _versions(log: Log, seat: str | None) -> list[str]:
    assert log.state is not None
    return [one["id"] for one in seen_by(log.state, seat)["statements"] if one.get("message")]


def _code(log: Log, by: str, kind: str, **data: Any) -> str:
    with pytest.raises(Refused) as refused:
        log.add(by, kind, **data)
    return refused.value.code


def test_each_has_one_version_and_votes_on_no_other() -> None:
    people = tuple(f"p{number}" for number in range(200))
    log = _second(people)
    seen = {person: _versions(log, person) for person in people}
    assert all(len(found) == 1 for found in seen.values())
    assert 70 <= sum(found == ["a"] for found in seen.values()) <= 130
    assert _versions(log, None) == []
    assert _versions(log, "m") == _versions(log, "h") == ["a", "b"]
    for person, (own,) in list(seen.items())[:10]:
        other = "b" if own == "a" else "a"
        assert _code(log, person, "voted", statement=other, value=1) == "not-in"
        assert _code(log, person, "flagged", statement=other, reason="insult") == "not-in"
        log.add(person, "voted", statement=own, value=1)
    log.add("h", "seated", seat="late", role="participant")
    log.add("p199", "erased", seat="p199")
    assert {person: _versions(log, person) for person in people[:199]} == {person: seen[person] for person in people[:199]}
    log.add("h", "phase", phase="closed")
    assert _versions(log, None) == ["a", "b"]


def test_the_difference_of_two_versions_has_its_interval_and_stays_hidden_while_the_room_votes() -> None:
    people = tuple(f"p{number}" for number in range(60))
    log = _second(people)
    voted = {"a": 0, "b": 0}
    agree = {"a": 0, "b": 0}
    for at, person in enumerate(people):
        (own,) = _versions(log, person)
        value = 1 if own == "a" or at % 2 else -1
        log.add(person, "voted", statement=own, value=value)
        voted[own] += 1
        agree[own] += value == 1
    assert isinstance(log.state, Deliberation)
    assert all(one["seen"] is None for one in seen_by(log.state, "p0")["statements"] if one.get("message"))
    assert compared(log.state) == ()
    log.add("h", "phase", phase="closed")
    (found,) = compared(log.state)
    shown = [voted[name] - voted[name] % 5 for name in "ab"]
    assert list(found.seen) == shown
    assert found.agree[0] == shown[0]
    assert (found.low, found.high) == difference_interval(found.agree[0], shown[0], found.agree[1], shown[1])
    assert found.low < found.difference < found.high
    assert found.is_clear == (found.low > 0)


def test_a_message_is_the_hosts_in_the_second_round_and_has_two_versions() -> None:
    log = room()
    assert _code(log, "h", "stated", statement="a", text="A", source="seed", message="m1") == "not-open"
    assert _code(log, "p0", "stated", statement="a", text="A", source="participant", message="m1") == "no-role"
    log = _second()
    assert _code(log, "h", "stated", statement="c", text="C", source="seed", message="m1") == "twice"
    log.add("m", "judged", statement="b", verdict="out", reason="other")
    assert _versions(log, "p0") == []
    assert _code(log, "p0", "voted", statement="a", value=1) == "not-in"


def test_of_two_moderators_the_second_learns_what_the_first_decided() -> None:
    log = room()
    log.add("h", "seated", seat="m2", role="moderator")
    log.add("p0", "stated", statement="s1", text="Something", source="participant")
    log.add("m", "judged", statement="s1", verdict="in", after=0)
    assert _code(log, "m2", "judged", statement="s1", verdict="out", reason="off topic", after=0) == "conflict"
    assert log.state is not None
    judged = next(one["judged"] for one in seen_by(log.state, "m2")["statements"] if one["id"] == "s1")
    log.add("m2", "judged", statement="s1", verdict="out", reason="off topic", after=judged)
    assert seen_by(log.state, "p0")["receipts"]["s1"]["state"] == "out"


def test_the_author_learns_that_a_moderator_has_read_it_and_nobody_else_does() -> None:
    log = room()
    log.add("p0", "stated", statement="s1", text="Something", source="participant")
    before = seen_by(log.state, "p1")  # type: ignore[arg-type]
    assert _code(log, "p1", "read", statement="s1") == "no-role"
    log.add("m", "read", statement="s1")
    assert _code(log, "m", "read", statement="s1") == "twice"
    assert log.state is not None
    assert seen_by(log.state, "p0")["receipts"]["s1"] == {"state": "read"}
    assert seen_by(log.state, "p1") == before | {"number": log.state.number}
    log.add("m", "judged", statement="s1", verdict="in")
    assert _code(log, "m", "read", statement="s1") == "conflict"


def test_a_report_of_a_statement_stands_before_moderators_until_it_is_judged_again() -> None:
    log = room()
    log.add("p0", "flagged", statement="seed", reason="insult")
    assert log.state is not None
    assert seen_by(log.state, "m")["flags"] == [{"statement": "seed", "reason": "insult"}]
    assert "flags" not in seen_by(log.state, "p1")
    log.add("m", "judged", statement="seed", verdict="in")
    assert seen_by(log.state, "m")["flags"] == []


def test_organisations_and_what_they_count_for_are_seen_by_all_but_in_no_anonymous_room() -> None:
    log = Log()
    log.add("h", "opened", inside="organisation", leaves="attributed")
    for seat, weight in (("o1", 3), ("o2", 1)):
        log.add("h", "seated", seat=seat, role="participant", organisation=f"org-{seat}", weight=weight)
    assert log.state is not None
    assert seen_by(log.state, None)["organisations"] == [{"id": "org-o1", "weight": 3}, {"id": "org-o2", "weight": 1}]
    log.add("h", "moved", seat="o2", weight=2)
    assert seen_by(log.state, "o1")["organisations"][1]["weight"] == 2
    hidden = room()
    for kind, data in (("moved", {"seat": "p0"}), ("seated", {"seat": "new", "role": "participant"})):
        hidden.add("h", kind, **data, organisation="Canary", weight=2)
    assert "Canary" not in json.dumps([seen_by(hidden.state, seat) for seat in (None, "m", "p1")])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Publish the budget each year.", ()),
        ("Small states should speak first, e.g. in every second session.", ()),
        ("Publier le budget, art. 4, chaque année.", ()),
        ("The budget must be published and the staff should be halved.", ("several ideas",)),
        ("Il faut publier le budget ; les réunions doivent être ouvertes.", ("several ideas",)),
        ("Publish the budget. Halve the staff.", ("several ideas",)),
        ("Mr Zorvan misled the assembly.", ("natural person",)),
        ("M. Zorvan a trompé l’assemblée", ("natural person",)),
        ("", ()),
    ],
)
def test_what_a_moderator_might_leave_it_out_for_is_said_before(text: str, found: tuple[str, ...]) -> None:
    assert hints(text) == found


def test_the_log_of_moderation_holds_each_decision_and_no_author() -> None:
    log = room()
    for name in ("s1", "s2"):
        log.add("p3", "stated", statement=name, text=f"Words {name}", source="participant")
        log.add("m", "judged", statement=name, verdict="out", reason="off topic")
    log.add("m", "judged", statement="s1", verdict="copy", of="seed")
    log.add("p3", "withdrawn", statement="s2")
    found = judgements(log.entries)
    assert [(one.statement, one.verdict, one.reason, one.of) for one in found] == [
        ("s1", "out", "off topic", ""), ("s2", "out", "off topic", ""), ("s1", "copy", "", "seed"),
    ]  # fmt: skip
    assert [one.text for one in found] == ["Words s1", "withdrawn by its author", "Words s1"]
    assert "p3" not in json.dumps([dataclasses.asdict(one) for one in found])
    gone = [entry.erased() if entry.by == "p3" else entry for entry in log.entries]
    assert "Words" not in json.dumps([dataclasses.asdict(one) for one in judgements(gone)])


_ACTS = st.lists(
    st.tuples(st.sampled_from(PEOPLE[:4]), st.sampled_from(["stated", "in", "out", "copy", "read", "voted", "flagged", "second", "message", "closed"]),
              st.integers(0, 2), st.sampled_from([-1, 0, 1])),
    max_size=40,
)  # fmt: skip


def _hidden(entry: Entry, seen: set[str]) -> Entry:
    """Return an entry with other words where it speaks of a statement that is not seen."""
    data = dict(entry.data or {})
    if data.get("statement") in seen or entry.kind not in ("stated", "judged", "flagged"):
        return entry
    changed = {name: "..." for name in ("text", "reason") if data.get(name)}
    return Entry(
        number=entry.number,
        at=entry.at,
        by=entry.by,
        kind=entry.kind,
        key=entry.key,
        data=data | changed,
        salt=entry.salt,
        before=entry.before,
    )


@settings(max_examples=100, deadline=None)
@given(_ACTS)
def test_what_a_seat_may_not_see_changes_nothing_of_what_it_sees(acts: list[tuple[str, str, int, int]]) -> None:
    log = room()
    for at, (person, act, number, value) in enumerate(acts):
        name = f"{person}-{number}"
        made: dict[str, tuple[str, str, dict[str, Any]]] = {
            "stated": (person, "stated", {"statement": name, "text": f"Canary {name}", "source": "participant"}),
            "in": ("m", "judged", {"statement": name, "verdict": "in"}),
            "out": ("m", "judged", {"statement": name, "verdict": "out", "reason": f"Canary {name}"}),
            "copy": ("m", "judged", {"statement": name, "verdict": "copy", "of": "seed"}),
            "read": ("m", "read", {"statement": name}),
            "voted": (person, "voted", {"statement": ("seed", "a", "b")[number], "value": value}),
            "flagged": (person, "flagged", {"statement": "seed", "reason": f"Canary by {person}"}),
            "second": ("h", "phase", {"phase": "second"}),
            "message": ("h", "stated", {"statement": "ab"[number % 2], "text": f"Canary {at}", "source": "seed", "message": "m1"}),
            "closed": ("h", "phase", {"phase": "closed" if at > 30 else "vote"}),
        }
        by, kind, data = made[act]
        try:
            log.add(by, kind, **data)
        except Refused:
            continue
    assert log.state is not None
    for seat in (None, *PEOPLE[:5]):
        picture = seen_by(log.state, seat)
        seen = {one["id"] for one in picture["statements"]}
        if seat is not None:
            assert all(own in seen for own in picture["receipts"])
        left = replay("deliberation", [_hidden(entry, seen) for entry in log.entries])
        assert seen_by(left, seat) == picture
        assert "Canary by" not in json.dumps(picture)


def test_approval_is_said_by_group_once_the_room_is_closed_and_of_no_small_one() -> None:
    people = tuple(f"p{number}" for number in range(40))
    log = room("collect")
    for person in people[len(PEOPLE) :]:
        log.add("h", "seated", seat=person, role="participant")
    for number in range(8):
        log.add("h", "stated", statement=f"f{number}", text=f"First {number}", source="seed")
    log.add("h", "phase", phase="vote")
    for at, person in enumerate(people):
        for number in range(8):
            log.add(
                person,
                "voted",
                statement=f"f{number}",
                value=(1 if at < 20 else -1) * (-1) ** (number % 2) * (1 if (at + number) % 9 else -1),
            )
    log.add("h", "phase", phase="second")
    log.add("h", "stated", statement="s", text="A synthesis", source="seed")
    for at, person in enumerate(people[:24]):
        log.add(person, "voted", statement="s", value=1 if at < 15 or at > 21 else -1)
    assert isinstance(log.state, Deliberation)
    votes = shown_votes(log.state)
    seen = picture(votes, worked_out(votes, searched(votes)), searched(votes))
    assert sorted(one["people"] for one in seen["groups"]) == [20, 20]
    (running,) = approvals(log.state, seen)
    assert (running.agree, running.seen, running.groups) == (15, 20, ())
    for at, person in enumerate(people[24:30], start=24):
        log.add(person, "voted", statement="s", value=1 if at < 26 else -1)
    log.add("h", "phase", phase="closed")
    (ended,) = approvals(log.state, seen)
    assert (ended.agree, ended.seen) == (19, 30)
    assert sorted(ended.groups, key=str) == [(15, 20), (4, 10)]
    log.state.statements["s"].votes = dict(list(log.state.statements["s"].votes.items())[:23])
    log.state.statements["s"].shown, log.state.statements["s"].settled = (17, 6, 23), 23
    (few,) = approvals(log.state, seen)
    assert few.groups == (None, None)  # the three of one group would be what all less the other leave
