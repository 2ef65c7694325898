"""What a room asks of each: silences that run, paragraphs that wait for a capital; and who may be asked."""

from __future__ import annotations

import pytest
from rooms.drafting.test_fold import DAY, fold, room
from rooms.drafting.test_fold import refused as refused_event
from rooms.drafting_room import drafting, propose, refused, row, state_of
from rooms.room_made import Log

from legation import moment
from legation.rooms import seen_by
from legation.rooms.drafting import Agreed, Joined
from legation.rooms.drafting.picture import concerned
from legation.rooms.gains import applied, gains


def under_silence() -> Log:
    log = drafting()
    log.add("c", "asked", id="s", units=["1", "2"], deadline="2026-03-02T14:00:00.000Z")
    return log


def test_a_silence_that_was_broken_on_all_its_paragraphs_runs_no_more() -> None:
    log = under_silence()
    log.add("rus", "broken", id="s", units=["1"], reason="No.")
    assert [row(log, seat, "s", "silences")["ended"] for seat in ("c", "rus", None)] == [False] * 3
    log.add("irn", "broken", id="s", units=["2"], reason="Neither.")

    found = row(log, None, "s", "silences")
    assert (found["ended"], found["raised"], found["cut_short"]) == (True, [], False)
    assert [seat for seat in ("c", "rus", "o") if not row(log, seat, "s", "silences")["ended"]] == []
    silence = state_of(log).desk.silences["s"]
    assert (silence.runs, silence.is_broken, silence.ended) == (False, True, "")
    log.add("fra", "broken", id="s", reason="Nor we.")  # who comes after says so too
    log.at = moment.parse("2026-03-02T14:00:00.001Z")
    log.add("clock", "due", **state_of(log).falls_due)
    assert row(log, None, "s", "silences") == found | {
        "broken": [*found["broken"], {"by": "FRA", "units": ["1", "2"], "reason": "Nor we."}]
    }
    assert [one["level"] for one in seen_by(state_of(log), None)["units"]] == ["proposed"] * 3


def test_a_silence_that_was_broken_on_all_its_paragraphs_is_not_cut_short_by_the_end_of_the_room() -> None:
    log = under_silence()
    log.add("rus", "broken", id="s", reason="No.")
    log.add("c", "asked", id="t", units=["3"], deadline="2026-03-02T14:00:00.000Z")
    log.add("h", "phase", phase="closed")
    assert [row(log, None, name, "silences")["cut_short"] for name in ("s", "t")] == [False, True]


@pytest.mark.parametrize("stranger", ["XYZ", "rus", "", "h", "wall"])
def test_nobody_awaits_the_capital_of_a_stranger(stranger: str) -> None:
    log = drafting()
    refused(log, "unknown", "c", "agreed", unit="1", level="ad ref", pending=["IRN", stranger])
    log.add("c", "agreed", unit="1", level="ad ref", pending=["IRN", "EU", "DEU"])
    assert row(log, None, "1", "units")["pending"] == ["IRN", "EU", "DEU"]


def test_nobody_awaits_the_capital_of_whoever_has_gone() -> None:
    log = drafting()
    log.add("c", "agreed", unit="1", level="ad ref", pending=["IRN"])
    log.add("h", "removed", seat="irn", reason="other")
    refused(log, "unknown", "c", "agreed", unit="2", level="ad ref", pending=["IRN"])
    log.add("h", "seated", seat="irn2", role="delegate", organisation="IRN")
    log.add("c", "agreed", unit="2", level="ad ref", pending=["IRN"])


def test_a_log_in_which_somebody_joined_awaits_the_capital_of_no_stranger() -> None:
    log = [*room("States report."), Joined(at=DAY, actor="IRN")]
    assert "XYZ" in refused_event(log, Agreed(at=DAY, unit="1", level="ad ref", pending=("XYZ",)))
    assert fold([*log, Agreed(at=DAY, unit="1", level="ad ref", pending=("IRN",))]).unit("1").pending == ("IRN",)
    assert fold([*room("States report."), Agreed(at=DAY, unit="1", level="ad ref", pending=("XYZ",))]).unit("1").pending == ("XYZ",)


@pytest.mark.parametrize(("inside", "named"), [("anonymous", False), ("organisation", True)])
def test_whoever_is_not_named_is_told_what_waits_for_them(inside: str, named: bool) -> None:
    log = drafting(inside=inside)
    log.add("irn", "referred", unit="1")
    log.add("c", "agreed", unit="2", level="ad ref", pending=["rus" if inside == "anonymous" else "RUS"])
    waits = {seat: [one["pending"] for one in seen_by(state_of(log), seat)["units"]] for seat in ("irn", "rus", "fra", "c", "o", None)}
    of_all = [["IRN"], ["RUS"], []] if named else [[], [], []]

    assert waits == {
        "irn": of_all if named else [["irn"], [], []],
        "rus": of_all if named else [[], ["rus"], []],
        "fra": of_all, "c": of_all, "o": of_all, None: of_all,
    }  # fmt: skip
    log.add("irn", "confirmed", unit="1")
    assert seen_by(state_of(log), "irn")["units"] == seen_by(state_of(log), None)["units"]


def test_a_seat_of_an_organisation_that_has_none_is_told_what_waits_for_it() -> None:
    log = drafting()
    log.add("h", "seated", seat="lone", role="delegate")
    log.add("irn", "referred", unit="1")
    log.add("lone", "referred", unit="1")
    assert [row(log, seat, "1", "units")["pending"] for seat in ("lone", "irn", None)] == [["IRN", "lone"], ["IRN"], ["IRN"]]


def test_each_entry_after_which_something_waits_for_a_seat_or_no_more_is_told_to_that_seat() -> None:
    log = drafting(inside="anonymous")
    seats = [None, *(one.id for one in state_of(log).seats.values())]
    pictures = {seat: seen_by(state_of(log), seat) for seat in seats}
    steps = [
        ("irn", "referred", {"unit": "1"}),
        ("c", "agreed", {"unit": "1", "level": "ad ref", "pending": ["rus"]}),
        ("rus", "confirmed", {"unit": "1"}),
        ("c", "reopened", {"unit": "1"}),
        ("irn", "referred", {"unit": "1"}),
        ("c", "agreed", {"unit": "1", "level": "informals"}),
        ("c", "agreed", {"unit": "2", "level": "ad ref", "pending": ["rus", "irn"]}),
        ("fra", "proposed", {"id": "b", "operation": "insert", "unit": "2", "start": 1, "end": 1, "text": "shall"}),
    ]
    for by, kind, data in steps:
        before = {seat: picture["units"] for seat, picture in pictures.items()}
        entry = log.add(by, kind, **data)
        told = {by, *concerned(state_of(log), entry)}
        of_all = gains({"units": before[None]}, {"units": seen_by(state_of(log), None)["units"]})
        for seat in seats:
            now = seen_by(state_of(log), seat)["units"]
            apart = {one["id"] for one, other in zip(before[seat], before[None], strict=True) if one != other}
            changed = {one["id"] for one in of_all.get("units", {}).get("set", ())}
            if seat not in told and not apart & changed:  # it is told what all are
                assert applied({"units": before[seat]}, of_all)["units"] == now, (kind, seat)
            pictures[seat] = {"units": now}


def test_a_paragraph_is_split_where_a_proposal_begins_wherever_it_ends() -> None:
    for end in (0, 2, 3):
        log = drafting("States report at once.", "All act.")
        propose(log, "fra", "s", operation="split", start=2, end=end)
        log.add("c", "closed", bracket="s", mode="accepted")
        assert [unit.text for unit in state_of(log).desk.units.values()] == ["States report", "at once.", "All act."]
