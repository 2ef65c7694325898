"""An objection stands as long as its words do: in a wider bracket, in an alternative that is accepted, in what a version makes of them."""

from __future__ import annotations

from typing import Any

import pytest
from rooms.drafting.test_objections_stay import against, bring, levels, shall
from rooms.drafting_room import drafting, everything, propose, refused, row, state_of
from rooms.room_made import Log

from legation.rooms import replay, seen_by
from legation.rooms.drafting import alternatives, opposing, supporting
from legation.rooms.drafting.state import CHAIR


def brackets(log: Log) -> dict[str, str]:
    """Return the open brackets by their words."""
    return {one["words"]: one["id"] for one in seen_by(state_of(log), None)["brackets"]}


@pytest.mark.parametrize("public", [True, False])
def test_an_objection_goes_into_the_narrowest_bracket_that_holds_its_words(public: bool) -> None:
    log = shall(public=public)
    bring(log, "States [[shall report] at once].", "All act.")
    wide, wider = brackets(log)["shall report"], brackets(log)["shall report at once"]

    assert (against(log, wide, None), against(log, wide), against(log, wide, CHAIR)) == (("RUS",), ("RUS",) if public else (), ("RUS",))
    assert against(log, wider, None) == against(log, "1", None) == ()
    refused(log, "still-opposed", "c", "closed", bracket=wide, mode="accepted")
    log.add("rus", "stood", target=wide, stance="can_live_with")
    log.add("c", "closed", bracket=wide, mode="accepted")


def test_an_objection_goes_from_bracket_to_bracket_and_ends_with_its_words() -> None:
    log = shall()
    for text in ("States [shall report] soon.", "States [shall report soon]."):
        bring(log, text, "All act.")
        assert against(log, next(iter(brackets(log).values()))) == ("RUS",)
    bring(log, "States shall [report] soon.", "All act.")
    assert against(log, "1") == ("RUS",)
    bring(log, "States report soon.", "All act.")
    assert against(log, "1") == ("RUS",)  # whoever objects to a paragraph says itself when it does no more

    gone = shall()
    bring(gone, "States [report] soon.", "All act.")
    assert against(gone, "1") == against(gone, brackets(gone)["report"]) == ()


def test_an_objection_to_words_half_of_which_stand_in_a_bracket_is_one_to_the_paragraph() -> None:
    log = drafting("States [shall report] soon.", "All act.")
    log.add("rus", "stood", target=brackets(log)["shall report"], stance="oppose")
    bring(log, "States [shall] report soon.", "All act.")

    assert against(log, "1") == ("RUS",)
    log.add("c", "closed", bracket=brackets(log)["shall"], mode="accepted")
    refused(log, "still-opposed", "c", "agreed", unit="1", level="ad ref")


def test_of_two_brackets_of_the_same_words_each_keeps_what_was_said_of_it() -> None:
    log = drafting("States [may] report and [may] act.", "All act.")
    first, second = seen_by(state_of(log), None)["brackets"]
    log.add("rus", "stood", target=first["id"], stance="oppose")
    log.add("irn", "stood", target=second["id"], stance="oppose")
    bring(log, "States [may] report and [may] act.", "All act.")

    assert (against(log, first["id"]), against(log, second["id"])) == (("RUS",), ("IRN",))


@pytest.mark.parametrize("mode", ["accepted", "merged"])
def test_an_alternative_that_holds_words_objected_to_is_objected_to_where_nothing_else_was_said_of_it(mode: str) -> None:
    log = shall()
    propose(log, "irn", "d", "shall promptly", operation="replace")
    log.add("fra", "stood", target="d", stance="flexible")
    log.add("c", "closed", bracket="d", mode=mode, **({"text": "shall promptly"} if mode == "merged" else {}))
    assert "RUS" in against(log, "1")
    refused(log, "still-opposed", "c", "agreed", unit="1", level="informals")

    other = shall()
    propose(other, "irn", "d", "shall promptly", operation="replace")
    other.add("rus", "stood", target="d", stance="can_live_with")
    other.add("c", "closed", bracket="d", mode="accepted")
    assert "RUS" not in against(other, "1")


def test_who_would_replace_words_is_against_them_also_as_the_second() -> None:
    log = drafting("States report.", "All act.")
    propose(log, "fra", "a", "shall", operation="replace")
    propose(log, "rus", "b", "may", operation="replace")
    assert (against(log, "a.was"), row(log, None, "a.was")["opposing"]) == (("FRA", "RUS"), ["FRA", "RUS"])
    log.add("fra", "stood", target="a.was", stance="can_live_with")
    refused(log, "still-opposed", "c", "closed", bracket="a.was", mode="accepted")

    written = drafting("States [report (IRN)].", "All act.")
    propose(written, "rus", "b", "act", operation="replace")
    assert against(written, brackets(written)["report"]) == ("RUS",)


@pytest.mark.parametrize("operation", ["alt", "bis"])
def test_who_offers_another_paragraph_is_against_the_first_also_as_the_second(operation: str) -> None:
    log = drafting("States report.", "All act.")
    propose(log, "fra", "a", "States act.", operation=operation)
    propose(log, "rus", "b", "None acts.", operation=operation)

    assert against(log, "a.was") == ("FRA", "RUS")
    assert [one.opposing[0] for one in alternatives(state_of(log).draft)] == [("FRA", "RUS")]


def test_a_replacement_that_is_taken_back_was_never_made() -> None:
    log = drafting("States report.", "All act.")
    before = seen_by(state_of(log), None)
    propose(log, "fra", "a", "shall", operation="replace")
    propose(log, "rus", "b", "may", operation="replace")
    log.add("rus", "withdrawn", id="b")
    assert against(log, "a.was") == ("FRA",)
    propose(log, "rus", "d", "may", operation="replace")
    log.add("fra", "withdrawn", id="a")
    assert against(log, "a.was") == ("RUS",)
    log.add("rus", "withdrawn", id="d")
    assert seen_by(state_of(log), None) | {"number": 0} == before | {"number": 0}


def test_what_was_said_against_old_words_before_stays_when_the_replacement_is_taken_back() -> None:
    log = drafting("States report.", "All act.")
    propose(log, "fra", "a", "shall", operation="replace")
    log.add("rus", "stood", target="a.was", stance="oppose", public=False)
    propose(log, "rus", "b", "may", operation="replace")
    log.add("rus", "withdrawn", id="b")
    assert against(log, "a.was", None) == ("FRA", "RUS")
    log.add("irn", "stood", target="a.was", stance="oppose", public=False)
    log.add("rus", "stood", target="a.was", stance="flexible", public=False)
    log.add("fra", "withdrawn", id="a")
    assert (against(log, "1", None), against(log, "1")) == (("IRN",), ())
    assert everything(log) == everything_again(log)


def everything_again(log: Log) -> Any:
    probe = Log("drafting")
    probe.state = replay("drafting", log.entries)
    return everything(probe)


def test_a_support_does_not_go_with_words_as_an_objection_does() -> None:
    log = shall()
    log.add("irn", "stood", target="b", stance="support")
    bring(log, "States [shall report].", "All act.")
    desk, wide = state_of(log).desk, brackets(log)["shall report"]

    assert (supporting(desk, wide), opposing(desk, wide), set(desk.said(wide))) == ((), ("RUS",), {"RUS"})
    assert levels(log) == ["bracketed", "proposed"]
