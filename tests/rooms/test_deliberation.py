"""A deliberation: who may write what, what a seat may know, and what erasing leaves."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms.room_made import PEOPLE, Log, blanked, room

from legation.rooms import CODES, Refused, replay, seen_by, verify
from legation.rooms.deliberation import Deliberation


def _refused(log: Log, code: str, by: str, kind: str, **data: Any) -> None:
    before = json.dumps([seen_by(log.state, seat) for seat in (None, "m", "p7")])  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        log.add(by, kind, **data)
    assert (refused.value.code, refused.value.number) == (code, len(log.entries) + 1)
    assert json.dumps([seen_by(log.state, seat) for seat in (None, "m", "p7")]) == before  # type: ignore[arg-type]


def _seen(log: Log, seat: str | None) -> dict[str, Any]:
    assert log.state is not None
    return seen_by(log.state, seat)


def _statement(view: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in view["statements"] if one["id"] == name)


def test_a_statement_is_read_by_others_only_once_it_is_in() -> None:
    log = room()
    log.add("p0", "stated", statement="s1", text="Canary words", language="en", source="participant")
    assert "Canary" not in json.dumps([seen_by(log.state, seat) for seat in (None, "h", "p1")])
    assert seen_by(log.state, "p0")["receipts"]["s1"] == {"state": "received"}
    assert _statement(seen_by(log.state, "m"), "s1")["verdict"] is None
    _refused(log, "not-in", "p1", "voted", statement="s1", value=1)
    _refused(log, "needs-reason", "m", "judged", statement="s1", verdict="out")
    log.add("m", "judged", statement="s1", verdict="out", reason="off topic")
    assert seen_by(log.state, "p0")["receipts"]["s1"] == {"state": "out", "reason": "off topic"}
    log.add("m", "judged", statement="s1", verdict="in")
    assert _statement(seen_by(log.state, None), "s1")["text"] == "Canary words"


def test_counts_change_only_by_as_many_as_hide_one() -> None:
    log = room()
    pictures = set()
    for turn, person in enumerate([*PEOPLE, *PEOPLE]):
        log.add(person, "voted", statement="seed", value=(-1) ** turn if turn < 8 else 1)
        shown = _statement(seen_by(log.state, None), "seed")
        pictures.add((shown["agree"], shown["disagree"], shown["seen"]))
        assert seen_by(log.state, person)["mine"]["seed"] == (1 if turn >= 8 else (-1) ** turn)
    assert pictures == {(None, None, None), (3, 2, 5)}


@pytest.mark.parametrize(
    ("code", "by", "kind", "data"),
    [
        ("no-role", "p0", "judged", {"statement": "seed", "verdict": "in"}),
        ("no-role", "stranger", "voted", {"statement": "seed", "value": 1}),
        ("no-role", "h", "voted", {"statement": "seed", "value": 1}),
        ("no-role", "p0", "stated", {"statement": "x", "text": "Mine.", "source": "seed"}),
        ("no-role", "p0", "stated", {"statement": "x", "text": "Mine.", "source": "organisation"}),
        ("no-role", "clock", "voted", {"statement": "seed", "value": 1}),
        ("no-role", "p0", "erased", {"seat": "p1"}),
        ("no-role", "h", "erased", {"seat": "h"}),
        ("no-role", "p0", "withdrawn", {"statement": "seed"}),
        ("unknown", "p0", "voted", {"statement": "no", "value": 1}),
        ("unknown", "p0", "voted", {"statement": "seed", "value": 2}),
        ("unknown", "p0", "voted", {"statement": "seed", "value": True}),
        ("unknown", "p0", "voted", {"statement": "seed"}),
        ("unknown", "p0", "voted", {"statement": "seed", "value": 1, "name": "Ada"}),
        ("unknown", "p0", "danced", {}),
        ("unknown", "m", "judged", {"statement": "seed", "verdict": "copy", "of": "no"}),
        ("unknown", "clock", "due", {"what": "vote", "deadline": "2026-03-03T00:00:00.000Z"}),
        ("unknown", "h", "removed", {"seat": "no"}),
        ("twice", "h", "seated", {"seat": "p0", "role": "observer"}),
        ("twice", "h", "stated", {"statement": "seed", "text": "Again.", "source": "seed"}),
        ("twice", "p0", "voted", {"statement": "seed", "value": 1, "key": "first"}),
        ("too-long", "p0", "stated", {"statement": "x", "text": "x" * 281, "source": "participant"}),
        ("needs-reason", "p0", "flagged", {"statement": "seed", "reason": " "}),
        ("conflict", "h", "phase", {"phase": "collect"}),
        ("late", "h", "phase", {"phase": "vote", "deadline": "2026-03-01T00:00:00.000Z"}),
    ],
)  # fmt: skip
def test_what_the_rules_do_not_take_has_a_code_and_changes_nothing(code: str, by: str, kind: str, data: dict[str, Any]) -> None:
    log = room()
    log.add("p0", "voted", statement="seed", value=1, key="first")
    _refused(log, code, by, kind, **data)
    assert code in CODES


def test_before_the_vote_and_after_the_end_nobody_votes() -> None:
    log = room("collect")
    _refused(log, "not-open", "p0", "voted", statement="seed", value=1)
    log.add("h", "phase", phase="closed")
    _refused(log, "closed", "p0", "voted", statement="seed", value=1)
    _refused(log, "closed", "h", "phase", phase="vote")


@pytest.mark.parametrize(("day", "met"), [(False, True), (True, False)])
def test_an_instant_is_met_at_it_and_a_day_before_its_end(day: bool, met: bool) -> None:
    log = room("collect")
    log.add("h", "phase", phase="vote", deadline="2026-03-02T10:00:00.000Z", day=day)
    log.at = log.at.replace(hour=10, minute=0, second=0)
    if met:
        log.add("p0", "voted", statement="seed", value=1)
        log.at = log.at.replace(microsecond=1000)
    _refused(log, "late", "p1", "voted", statement="seed", value=1)
    log.add("clock", "due", what="vote", deadline="2026-03-02T10:00:00.000Z", key="due:vote")
    assert seen_by(log.state, None)["phase"] == "closed"
    _refused(log, "unknown", "clock", "due", what="vote", deadline="2026-03-02T10:00:00.000Z")


def test_who_was_removed_counts_no_more_and_reads_no_more() -> None:
    log = room()
    for person in PEOPLE[:5]:
        log.add(person, "voted", statement="seed", value=1)
    log.add("m", "removed", seat="p0", reason="insult")
    assert _statement(seen_by(log.state, None), "seed")["seen"] is None
    with pytest.raises(Refused, match="this seat"):
        seen_by(log.state, "p0")
    _refused(log, "no-role", "p0", "voted", statement="seed", value=1)


def test_a_removal_hides_the_counts_of_all_or_of_none_and_does_not_tell_on_what_somebody_voted() -> None:
    log = room()
    log.add("h", "stated", statement="more", text="Another.", source="seed")
    for person in PEOPLE[:5]:
        log.add(person, "voted", statement="seed", value=1)
    for person in PEOPLE[1:6]:
        log.add(person, "voted", statement="more", value=1)
    before = _seen(log, None)["statements"]
    log.add("m", "removed", seat="p7")
    assert _seen(log, None)["statements"] == before
    log.add("m", "removed", seat="p0")
    assert [one["seen"] for one in _seen(log, None)["statements"]] == [None, None]


def test_who_was_removed_may_still_take_back_what_it_said() -> None:
    log = room()
    log.add("p0", "stated", statement="s1", text="Canary words", source="participant")
    log.add("m", "judged", statement="s1", verdict="in")
    log.add("m", "removed", seat="p0")
    _refused(log, "no-role", "p0", "erased", seat="p1")
    _refused(log, "no-role", "p0", "flagged", statement="seed", reason="insult")
    log.add("p0", "erased", seat="p0")
    assert "Canary" not in json.dumps(_seen(log, "m"))
    _refused(log, "no-role", "p0", "erased", seat="p0")
    state = replay("deliberation", blanked(log.entries, "p0"))
    assert seen_by(state, "m") == _seen(log, "m")


@pytest.mark.parametrize(
    ("by", "kind", "data"),
    [
        ("p0", "withdrawn", {"statement": "s1"}),
        ("p1", "flagged", {"statement": "seed", "reason": "insult"}),
        ("m", "judged", {"statement": "s2", "verdict": "in"}),
        ("m", "read", {"statement": "s2"}),
        ("h", "phase", {"phase": "vote", "deadline": "2026-03-02T12:00:00.000Z"}),
        ("h", "phase", {"phase": "second"}),
    ],
)
def test_late_is_late_before_the_clock_has_written_it(by: str, kind: str, data: dict[str, Any]) -> None:
    log = room()
    for name in ("s1", "s2"):
        log.add("p0", "stated", statement=name, text=f"Words {name}", source="participant")
    log.add("m", "judged", statement="s1", verdict="in")
    log.add("h", "phase", phase="vote", deadline="2026-03-02T10:00:00.000Z")
    log.at = log.at.replace(hour=10, minute=0, second=1)
    _refused(log, "late", by, kind, **data)
    log.add("h", "phase", phase="closed")
    _refused(log, "closed", by, kind, **data)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("stated", {"statement": "x", "text": "Words.", "source": "participant"}),
        ("voted", {"statement": "seed", "value": 1}),
        ("flagged", {"statement": "seed", "reason": "insult"}),
        ("moved", {"seat": "p0", "role": "moderator"}),
        ("seated", {"seat": "x", "role": "participant"}),
        ("phase", {"phase": "closed"}),
        ("answered", {"statement": "seed", "taken": "yes", "why": "So."}),
        ("due", {"what": "vote", "deadline": "2026-03-02T10:00:00.000Z"}),
        ("erased", {"seat": "p0"}),
    ],
)
def test_whoever_leaves_later_without_having_sat_down_writes_nothing_that_was_not_left(kind: str, data: dict[str, Any]) -> None:
    log = room()
    log.state.leaving = frozenset({"ghost"})  # type: ignore[union-attr]
    if kind == "phase":  # of chairs, who leave too: a log of which they are gone is read again
        log.add("ghost", kind, **data)
    else:
        _refused(log, "no-role", "ghost", kind, **data)


def test_what_a_moderator_who_left_had_judged_is_read_again() -> None:
    log = room()
    log.add("p0", "stated", statement="s1", text="Words.", source="participant")
    log.add("m", "judged", statement="s1", verdict="in")
    log.add("h", "erased", seat="m")
    left = blanked(log.entries, "m")
    assert seen_by(replay("deliberation", left), "p0") == _seen(log, "p0")


def test_whom_a_moderator_removed_stays_removed_when_that_moderator_leaves() -> None:
    log = room()
    for person in PEOPLE[:6]:
        log.add(person, "voted", statement="seed", value=1)
    log.add("m", "removed", seat="p0", reason="insult")
    log.add("h", "erased", seat="m")
    left = blanked(log.entries, "m")
    assert [entry.kind for entry in left if entry.data is None] == ["seated"]
    again = replay("deliberation", left)
    assert again.seats["p0"].removed
    assert [seen_by(again, seat) for seat in (None, "h", "p1")] == [_seen(log, seat) for seat in (None, "h", "p1")]


@pytest.mark.parametrize(
    "branch", [["room", "7", "0" * 64], ["room", 7], [7, 7, "x"], ["room", 0, "x"], ["room", True, "x"], ["r\u202e", 7, "x"]]
)
def test_a_room_names_the_log_that_it_was_made_of_by_a_number(branch: list[Any]) -> None:
    log = room(branch=["room", 7, "0" * 64])
    assert log.state is not None
    assert log.state.settings["branch"] == ["room", 7, "0" * 64]
    with pytest.raises(Refused, match="branch"):
        room(branch=branch)


def test_a_statement_is_its_authors_to_withdraw_until_five_have_voted() -> None:
    log = room()
    for name in ("s1", "s2"):
        log.add("p0", "stated", statement=name, text=name, source="participant")
        log.add("m", "judged", statement=name, verdict="in")
    for person in PEOPLE[:5]:
        log.add(person, "voted", statement="s2", value=1)
    log.add("p0", "withdrawn", statement="s1")
    assert "s1" not in json.dumps(seen_by(log.state, "p1"))
    _refused(log, "late", "p0", "withdrawn", statement="s2")


def test_people_at_risk_are_never_fewer_than_ten() -> None:
    log = Log()
    log.add("h", "opened", smallest=5, safety=True)
    assert log.state is not None
    assert log.state.settings["smallest"] == 10


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE[:4]),
        st.sampled_from(["stated", "in", "voted", "flagged", "withdrawn", "erased", "moved"]),
        st.integers(0, 3),
        st.sampled_from([-1, 0, 1]),
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(_ACTS)
def test_a_log_without_what_was_erased_gives_the_same_pictures(acts: list[tuple[str, str, int, int]]) -> None:
    """Live, the entry that erases takes words and votes away; on the log from which they are gone the fold comes to the same."""
    log = room()
    for person, act, number, value in acts:
        name = f"{person}-{number}"
        made: dict[str, tuple[str, str, dict[str, Any]]] = {
            "stated": (person, "stated", {"statement": name, "text": f"Canary {name}", "source": "participant"}),
            "in": ("m", "judged", {"statement": name, "verdict": "in"}),
            "voted": (person, "voted", {"statement": f"p{number}-{abs(value)}", "value": value}),
            "flagged": (person, "flagged", {"statement": f"p{number}-0", "reason": "insult"}),
            "withdrawn": (person, "withdrawn", {"statement": name}),
            "erased": (person, "erased", {"seat": person}),
            "moved": ("h", "moved", {"seat": person, "group": f"Canary {person}"}),
        }
        by, kind, data = made[act]
        try:
            log.add(by, kind, **data)
        except Refused:
            continue
    gone = [entry.data["seat"] for entry in log.entries if entry.kind == "erased" and entry.data]
    left = log.entries
    for seat in gone:
        left = blanked(left, seat)
    assert verify(left) is None
    state = replay("deliberation", left)
    assert log.state is not None
    assert state.hash == log.state.hash
    stay = [None, "h", "m", *(person for person in PEOPLE if person not in gone)]
    for seat in stay:
        assert seen_by(state, seat) == seen_by(log.state, seat)
    for seat in gone:
        assert f"Canary {seat}" not in json.dumps([seen_by(state, one) for one in stay])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("voted",) * 6 + ("erased", "removed")), st.integers(0, 19), st.integers(-1, 1)), max_size=70))
def test_two_pictures_of_a_statement_differ_by_enough_seats_whoever_leaves(acts: list[tuple[str, int, int]]) -> None:
    log, last = room(), set[str]()
    for number in range(8, 20):
        log.add("h", "seated", seat=f"p{number}", role="participant")
    for act, number, value in acts:
        person = f"p{number}"
        made: dict[str, tuple[str, dict[str, Any]]] = {
            "voted": (person, {"statement": "seed", "value": value}),
            "erased": (person, {"seat": person}),
            "removed": ("m", {"seat": person, "reason": "insult"}),
        }
        by, data = made[act]
        try:
            log.add(by, act, **data)
        except Refused:
            continue
        assert isinstance(log.state, Deliberation)
        statement = log.state.statements["seed"]
        if statement.shown is not None and set(statement.shown_votes) != last:
            assert len({*statement.shown_votes} - last) >= 5
            last = set(statement.shown_votes)


def test_a_departure_takes_nothing_from_a_statement_that_had_no_figures_yet() -> None:
    log = room()
    for person in ("p0", "p1", "p2"):
        log.add(person, "voted", statement="seed", value=1)
    log.add("p0", "erased", seat="p0")
    for person in ("p3", "p4"):
        log.add(person, "voted", statement="seed", value=1)
    assert _statement(seen_by(log.state, None), "seed")["seen"] is None  # type: ignore[arg-type]
    log.add("p5", "voted", statement="seed", value=1)
    assert _statement(seen_by(log.state, None), "seed")["seen"] == 5  # type: ignore[arg-type]
    log.add("p6", "erased", seat="p6")  # it never voted here: this stands in no log afterwards
    log.add("p7", "voted", statement="seed", value=1)
    assert _statement(seen_by(log.state, None), "seed")["seen"] is None  # type: ignore[arg-type]


def test_a_room_is_replayed_to_any_number_and_instant() -> None:
    entries = room().entries
    assert replay("deliberation", entries, 3).number == 3
    assert replay("deliberation", entries, entries[3].at).number == 4
    assert replay("deliberation", entries, "2030-01-01T00:00+01:00").phase == "vote"
    with pytest.raises(Refused) as refused:
        replay("deliberation", entries[1:])
    assert (refused.value.code, refused.value.number) == ("not-open", 2)


def test_a_seat_gets_no_statement_of_who_left_by_withdrawing_it() -> None:
    log = room()
    for person in ("p0", "p1"):
        log.add(person, "stated", statement=f"s-{person}", text=f"Words of {person}", source="participant")
        log.add("m", "judged", statement=f"s-{person}", verdict="in")
    log.add("p0", "erased", seat="p0")
    log.add("p1", "withdrawn", statement="s-p1")
    _refused(log, "no-role", "p1", "withdrawn", statement="s-p0")
    assert list(seen_by(log.state, "p1")["receipts"]) == ["s-p1"]  # type: ignore[arg-type]


def test_a_copy_of_what_was_erased_is_still_one_after_a_restart() -> None:
    log = room()
    for name in ("s1", "s2"):
        log.add("p0" if name == "s1" else "p1", "stated", statement=name, text=f"Words {name}", source="participant")
    log.add("m", "judged", statement="s2", verdict="copy", of="s1")
    log.add("p0", "erased", seat="p0")
    state = replay("deliberation", blanked(log.entries, "p0"))
    assert seen_by(state, "p1") == seen_by(log.state, "p1")  # type: ignore[arg-type]
    assert seen_by(state, "p1")["receipts"]["s2"]["of"] == "s1"
