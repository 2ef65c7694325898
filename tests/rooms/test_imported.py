"""People whose votes were brought along from elsewhere: seats that nobody holds, counted like others, told apart, replayed."""

from __future__ import annotations

from typing import Any

import pytest
from rooms.room_made import Log, blanked, room

from legation.rooms import Refused, cut, leaves, replay, seen_by, verify

VOTES: dict[str, Any] = {"agree": ["seed"], "disagree": ["other"]}


def _begun(people: int = 6) -> Log:
    log = room("collect")
    log.add("h", "stated", statement="other", text="Publish a budget.", source="seed")
    for at in range(people):
        log.add("h", "imported", seat=f"i{at}", **VOTES)
    return log


def _outcome(log: Log, entries: Any = None) -> Any:
    state: Any = replay("deliberation", log.entries if entries is None else entries)
    return [(one.id, one.shown, one.counts) for one in state.statements.values()], state.withdrew, state.imported


def test_they_count_as_others_do_and_everybody_is_told_how_many_they_are() -> None:
    log = _begun()
    log.add("h", "phase", phase="vote")
    for at in range(4):
        log.add(f"p{at}", "voted", statement="seed", value=-1)
    state: Any = log.state
    assert state.statements["seed"].shown == (6, 4, 10)  # counted in fives, as ever
    assert state.statements["other"].shown == (0, 5, 5)
    assert [seen_by(state, seat)["imported"] for seat in (None, "p0", "m")] == [6] * 3
    assert leaves(state)["imported"] == 6  # type: ignore[index]
    assert "imported" not in seen_by(room().state, None)  # type: ignore[arg-type]
    assert verify(log.entries) is None
    assert _outcome(log)[0] == [(one.id, one.shown, one.counts) for one in state.statements.values()]


def test_who_is_erased_is_counted_no_more_and_the_rest_replays_the_same() -> None:
    log = _begun()
    log.add("h", "erased", seat="i2")
    there = _outcome(log)
    blank = [entry.erased() if entry.kind == "imported" and entry.data["seat"] == "i2" else entry for entry in blanked(log.entries, "i2")]  # type: ignore[index]
    assert there == _outcome(log, blank)
    assert there[1:] == (1, 5)
    assert verify(blank) is None


def test_they_stand_the_cut() -> None:
    log = _begun()
    log.add("h", "phase", phase="closed")
    number = iter(range(10_000))
    after = cut("deliberation", "r", log.entries, lambda size: f"{next(number):0{2 * size}x}")
    assert _outcome(log) == _outcome(log, after)
    assert not [entry for entry in after if entry.data and str(entry.data.get("seat", "")).startswith("i")]


@pytest.mark.parametrize(
    ("code", "by", "data"),
    [
        ("no-role", "p0", {"seat": "x"} | VOTES),
        ("no-role", "m", {"seat": "x"} | VOTES),
        ("twice", "h", {"seat": "i0"} | VOTES),
        ("twice", "h", {"seat": "p0"} | VOTES),
        ("twice", "h", {"seat": "clock"} | VOTES),
        ("twice", "h", {"seat": "x", "agree": ["seed"], "pass": ["seed"]}),
        ("twice", "h", {"seat": "x", "agree": ["seed", "seed"]}),
        ("unknown", "h", {"seat": "x"}),
        ("unknown", "h", {"seat": "x", "agree": ["none"]}),
        ("unknown", "h", {"seat": "x", "agree": [1]}),
        ("too-long", "h", {"seat": "x", "agree": ["seed"] * 501}),
    ],
)
def test_what_is_no_vote_of_somebody_elsewhere_is_refused(code: str, by: str, data: dict[str, Any]) -> None:
    log = _begun(1)
    with pytest.raises(Refused) as refused:
        log.add(by, "imported", **data)
    assert refused.value.code == code


def test_none_come_once_somebody_has_spoken_or_voting_has_begun() -> None:
    spoken, voting = _begun(1), _begun(1)
    spoken.add("p0", "stated", statement="own", text="My words.", source="participant")
    voting.add("h", "phase", phase="vote")
    for log, code in ((spoken, "late"), (voting, "not-open")):
        with pytest.raises(Refused) as refused:
            log.add("h", "imported", seat="x", **VOTES)
        assert refused.value.code == code


def test_there_are_a_thousand_at_most() -> None:
    log = _begun(1_000)
    with pytest.raises(Refused) as refused:
        log.add("h", "imported", seat="x", **VOTES)
    message: Any = refused.value.message
    assert (refused.value.code, message.values["allowed"]) == ("too-long", 1_000)
