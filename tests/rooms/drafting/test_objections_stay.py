"""What was said stands until who said it says otherwise: through versions, new words, splits and mergers."""

from __future__ import annotations

from typing import Any

import pytest
from rooms.drafting.test_fold import DAY, fold, propose, room
from rooms.drafting_room import drafting, refused, row, state_of
from rooms.drafting_room import propose as post
from rooms.room_made import Log

from legation.rooms.drafting import Agreed, Closed, Linked, Stood, opposing, supporting
from legation.rooms.drafting.state import CHAIR


def version(*texts: str, first: str = "1") -> dict[str, Any]:
    names = [first, *(str(n) for n in range(2, len(texts) + 1))]
    return {"kind": "rolling", "paragraphs": [{"id": n, "label": n, "text": text} for n, text in zip(names, texts, strict=True)]}


def bring(log: Log, *texts: str, first: str = "1") -> None:
    log.add("c", "brought", **version(*texts, first=first))


def against(log: Log, target: str, looking: str | None = "") -> tuple[str, ...]:
    return opposing(state_of(log).desk, target, looking)


def levels(log: Log) -> list[str]:
    return [unit.level for unit in state_of(log).desk.units.values()]


def shall(public: bool = True, **settings: Any) -> Log:
    """Return a room in which FRA wants a word that RUS does not."""
    log = drafting("States report.", "All act.", **settings)
    post(log, "fra", "b", "shall")
    log.add("rus", "stood", target="b", stance="oppose", public=public)
    return log


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("written", ["(RUS)", "– RUS oppose"])
def test_what_a_version_writes_of_an_actor_overrules_nothing_that_it_said_itself(public: bool, written: str) -> None:
    log = shall(public=public)
    bring(log, f"States [shall {written}] report.", "All act.")
    desk = state_of(log).desk

    assert against(log, "b", None) == ("RUS",)
    assert against(log, "b") == (("RUS",) if public else ())
    assert supporting(desk, "b") == ("FRA",)
    bring(log, "States [shall (IRN)] report.", "All act.")
    assert supporting(desk, "b") == ("FRA", "IRN")  # who said nothing from a seat


def test_a_version_counts_again_for_who_has_no_seat_any_more() -> None:
    log = shall()
    bring(log, "States [shall (RUS)] report.", "All act.")
    log.add("h", "removed", seat="rus")

    assert supporting(state_of(log).desk, "b") == ("FRA", "RUS")


@pytest.mark.parametrize("public", [True, False])
def test_an_objection_to_a_bracket_that_a_version_leaves_out_is_one_to_its_paragraph(public: bool) -> None:
    log = shall(public=public)
    bring(log, "States shall report.", "All act.")

    assert (against(log, "1", None), against(log, "1"), against(log, "1", CHAIR)) == (("RUS",), ("RUS",) if public else (), ("RUS",))
    refused(log, "still-opposed", "c", "agreed", unit="1", level="ad ref")
    log.add("rus", "stood", target="1", stance="can_live_with")
    log.add("c", "agreed", unit="1", level="ad ref")
    gone = shall()
    bring(gone, "States report.", "All act.")
    assert against(gone, "1", None) == ()


@pytest.mark.parametrize(("text", "target"), [("States shall report.", "9"), ("States [shall] report.", "9:")])
def test_an_objection_goes_with_words_that_come_back_under_another_id(text: str, target: str) -> None:
    log = shall()
    log.add("irn", "stood", target="1", stance="oppose", public=False)
    bring(log, text, "All act.", first="9")
    names = [*state_of(log).desk.brackets, "9"]

    assert next(against(log, name) for name in names if name.startswith(target)) == ("RUS",)
    assert "IRN" in against(log, "9", None)
    assert "IRN" not in against(log, "9")
    bring(log, "Other matters are left for later.", "All act.", first="8")
    assert against(log, "8", None) == ()


def test_an_objection_goes_with_a_paragraph_that_a_version_puts_into_another() -> None:
    log = shall()
    log.add("irn", "stood", target="2", stance="oppose")
    bring(log, "States report. All act.")

    assert against(log, "1") == ("IRN",)


def test_an_objection_to_a_change_stands_where_a_version_makes_it() -> None:
    for text, expected in ((("States report. All act.",), ("RUS",)), (("States report.", "All act."), ())):
        log = drafting("States report.", "All act.")
        post(log, "fra", "m", operation="merge")
        log.add("rus", "stood", target="m", stance="oppose")
        bring(log, *text)
        assert against(log, "1") == expected


@pytest.mark.parametrize("mode", ["merged", "replaced"])
def test_new_words_that_hold_words_objected_to_are_objected_to(mode: str) -> None:
    log = shall()
    log.add("c", "closed", bracket="b", mode=mode, text="shall promptly")
    assert against(log, "1") == ("RUS",)
    refused(log, "still-opposed", "c", "agreed", unit="1", level="adopted")

    other = shall()
    other.add("c", "closed", bracket="b", mode=mode, text="should")
    assert against(other, "1") == ()
    events = [*room("States [shall – RUS oppose][should (RUS)] report.")]
    first, second = fold(events).held
    assert opposing(fold([*events, Closed(at=DAY, bracket=second, mode=mode, text="shall")]), "1") == ("RUS",)
    assert first


def test_a_change_that_somebody_objects_to_is_not_made_by_naming_it_merged() -> None:
    log = drafting("States report.", "All act.")
    post(log, "fra", "m", operation="merge")
    log.add("rus", "stood", target="m", stance="oppose")

    refused(log, "still-opposed", "c", "closed", bracket="m", mode="merged", text="x")


def test_words_within_that_somebody_wants_do_not_go_with_those_around() -> None:
    log = drafting("States [shall report] soon.")
    outer = next(iter(state_of(log).desk.brackets))
    post(log, "fra", "b", "promptly", start=2, end=2)

    refused(log, "still-opposed", "c", "closed", bracket=outer, mode="withdrawn")
    log.add("fra", "stood", target=outer, stance="oppose")
    log.add("c", "closed", bracket=outer, mode="withdrawn")
    assert state_of(log).desk.units["1"].text == "States soon."


def test_a_version_says_of_a_paragraph_that_it_is_agreed_where_it_could_be() -> None:
    log = drafting("States report.", "All act.", "They cooperate.")
    bring(log, "States [shall] report. (agreed ad ref)", "All act. (agreed ad ref)", "They cooperate.")
    assert levels(log) == ["bracketed", "ad ref", "proposed"]

    log.add("rus", "stood", target="3", stance="oppose", public=False)
    text = version("States [shall] report.", "All act.", "They cooperate. (agreed ad ref)")
    refused(log, "still-opposed", "c", "brought", **text)
    log.add("rus", "stood", target="3", stance="can_live_with")
    log.add("c", "linked", id="p", targets=["1", "3"])
    log.add("c", "brought", **text)
    assert levels(log) == ["bracketed", "ad ref", "proposed"]  # nothing of a package before all of it
    bring(log, "States report. (agreed ad ref)", "All act.", "They cooperate. (agreed ad ref)")
    assert levels(log) == ["ad ref"] * 3


def test_the_words_that_were_opposed_are_not_agreed_by_the_version_that_takes_their_bracket_away() -> None:
    log = shall()
    refused(log, "still-opposed", "c", "brought", **version("States shall report. (agreed ad ref)", "All act."))


def test_both_parts_of_a_paragraph_are_what_it_was() -> None:
    log = drafting("States report at once.", "All act.")
    post(log, "fra", "s", operation="split", start=2, end=2)
    log.add("rus", "stood", target="1", stance="oppose", public=False)
    log.add("irn", "referred", unit="1")
    log.add("c", "linked", id="p", targets=["1", "2"])
    log.add("c", "closed", bracket="s", mode="accepted")
    desk = state_of(log).desk

    assert [against(log, name, None) for name in ("1", "1(2)", "2")] == [("RUS",), ("RUS",), ()]
    assert against(log, "1(2)") == ()
    assert [desk.units[name].pending for name in desk.units] == [("IRN",), ("IRN",), ()]
    assert desk.packages["p"].targets == ("1", "2", "1(2)")
    refused(log, "still-opposed", "c", "agreed", unit="2", level="ad ref")


def test_no_paragraph_is_split_within_an_open_bracket() -> None:
    log = drafting("States report at once.", "All act.")
    post(log, "fra", "s", operation="split", start=2, end=2)
    post(log, "rus", "d", operation="delete", start=0, end=5)

    refused(log, "conflict", "c", "closed", bracket="s", mode="accepted")
    log.add("rus", "stood", target="d", stance="flexible")
    log.add("c", "closed", bracket="d", mode="accepted")
    log.add("c", "closed", bracket="s", mode="accepted")
    assert [unit.text for unit in state_of(log).desk.units.values()] == ["States report", "at once.", "All act."]


def test_what_was_said_of_the_second_of_two_paragraphs_that_are_merged_is_said_of_both() -> None:
    log = drafting("States report.", "All act.", "They cooperate.")
    post(log, "fra", "m", operation="merge")
    log.add("rus", "stood", target="1", stance="support")
    log.add("rus", "stood", target="2", stance="oppose", public=False)
    log.add("fra", "stood", target="1", stance="oppose")
    log.add("fra", "stood", target="2", stance="support")
    log.add("irn", "referred", unit="2")
    log.add("rus", "reserved", unit="2", text="No.")
    log.add("c", "linked", id="p", targets=["2", "3"])
    log.add("c", "closed", bracket="m", mode="accepted")
    desk = state_of(log).desk

    assert against(log, "1", None) == ("FRA", "RUS")
    assert against(log, "1") == ("FRA",)
    assert desk.units["1"].pending == ("IRN",)
    assert [(one.actor, one.unit) for one in desk.reservations] == [("RUS", "1")]
    assert desk.packages["p"].targets == ("1", "3")
    refused(log, "still-opposed", "c", "agreed", unit="3", level="ad ref")
    log.add("irn", "confirmed", unit="1")
    assert not state_of(log).desk.units["1"].pending


def test_a_merger_opens_again_what_was_agreed_with_the_second_paragraph() -> None:
    log = drafting("States report.", "All act.", "They cooperate.")
    log.add("c", "linked", id="p", targets=["2", "3"])
    log.add("c", "agreed", unit="p", level="committee", pending=["IRN"])
    post(log, "fra", "m", operation="merge")
    log.add("c", "closed", bracket="m", mode="accepted")

    assert levels(log)[1:] == ["proposed"]
    assert row(log, None, "1", "units")["pending"] == ["IRN"]


@pytest.mark.parametrize("level", ["informals", "ad ref", "adopted"])
def test_of_a_package_nothing_stays_agreed_once_one_of_it_is_not(level: str) -> None:
    def linked() -> Log:
        log = drafting("States report.", "All act.", "They cooperate.")
        log.add("c", "linked", id="p", targets=["1", "2"])
        log.add("c", "agreed", unit="p", level=level)
        log.add("c", "agreed", unit="3", level=level)
        return log

    log = linked()
    bring(log, "States shall report.", "All act.", "They cooperate.")
    assert levels(log) == ["proposed", "proposed", level]
    log = linked()
    post(log, "fra", "b", "shall")
    assert levels(log) == ["bracketed", "proposed", level]
    events = [*room("States report.", "All act."), Linked(at=DAY, id="p", targets=("1", "2")), Agreed(at=DAY, unit="p", level=level)]
    assert [one.level for one in fold([*events, propose("insert", start=1, end=1, text="shall")]).units] == ["bracketed", "proposed"]


def test_a_version_of_a_text_that_nobody_negotiates_live_says_how_far_it_is_agreed() -> None:
    events = room("States [shall] report. (agreed ad ref)")
    assert fold([*events, Stood(at=DAY, by="RUS", target="1", stance="oppose")]).unit("1").level == "ad ref"
