"""What is refused changes nothing, also where it fails halfway; and input that nobody would write by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rooms.drafting_room import drafting, everything, propose, refused, row, state_of
from rooms.drafting_sessions import negotiation

from legation import moment
from legation.rooms import Entry, Refused, seen_by
from legation.rooms.drafting import DRAFTING, OPERATIONS, anchor
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.table import Table
from legation.rooms.kinds import take


@given(st.integers(0, 30), st.sampled_from(sorted(DRAFTING.entries)), st.integers(0, 40), st.data())
def test_an_entry_that_fails_halfway_changes_nothing(seed: int, kind: str, after: int, data: st.DataObject) -> None:
    """Whatever an entry of a negotiation changes, fails at any of its changes: the room is as it was, and then takes the entry whole."""
    log = negotiation(seed, 60)
    entries = log.entries
    at = next((n for n, entry in enumerate(entries) if entry.kind == kind and n > 12), len(entries) - 1)
    from legation.rooms import replay

    again = replay("drafting", entries[:at])
    twin = replay("drafting", entries[:at])
    probe = _Probe(again)
    before = everything(probe)
    left = [data.draw(st.integers(0, 6))]
    original = Table._note

    def fails(self: Table[Any, Any], *keys: Any) -> None:
        original(self, *keys)
        left[0] -= 1
        if left[0] < 0:
            raise MemoryError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Table, "_note", fails)
        try:
            take(again, entries[at])
        except (MemoryError, Refused):
            taken = False
        else:
            taken = True
    if not taken:
        assert everything(probe) == before
        take(again, entries[at])
    take(twin, entries[at])
    assert everything(probe) == everything(_Probe(twin))


class _Probe:
    """A log as far as :func:`everything` looks at one."""

    def __init__(self, state: Any) -> None:
        self.state = state


@given(st.data())
def test_a_refused_entry_changes_nothing(data: st.DataObject) -> None:
    log = drafting(silence_accepts=True)
    propose(log, "fra", "b", "shall")
    log.add("c", "asked", id="s", units=["2"], deadline="2026-03-03T12:00:00.000Z")
    log.at += dt.timedelta(days=data.draw(st.integers(0, 2)))
    kind = data.draw(st.sampled_from(sorted(DRAFTING.entries)))
    names = st.sampled_from(["1", "2", "b", "s", "p", "x", "fra", "EU", "", "b.was", "1+b"])
    said = {
        name: data.draw(
            {str: names | st.text(max_size=5), int: st.integers(-2, 9), bool: st.booleans(), list: st.lists(names, max_size=3)}[field.type]
            if not field.allowed
            else st.sampled_from(field.allowed)
        )
        for name, field in DRAFTING.entries[kind].fields.items()
        if field.needed or data.draw(st.booleans())
    }
    before = everything(log)
    try:
        log.add(data.draw(st.sampled_from(["c", "fra", "rus", "eu", "o", "h", "clock"])), kind, **said)
    except Refused as error:
        assert error.code in (
            "no-role",
            "not-open",
            "closed",
            "late",
            "unknown",
            "twice",
            "too-long",
            "still-opposed",
            "needs-reason",
            "conflict",
        )
        assert everything(log) == before


def test_a_package_that_contains_itself_is_none() -> None:
    log = drafting()
    refused(log, "unknown", "c", "linked", id="p", targets=["1", "p"])
    log.add("c", "linked", id="p", targets=["1", "2"])
    refused(log, "unknown", "c", "linked", id="q", targets=["p", "3"])
    refused(log, "twice", "c", "linked", id="1", targets=["2"])
    log.add("c", "linked", id="p", targets=["1", "1", "3"])
    assert row(log, None, "p", "packages") == {"id": "p", "targets": ["1", "3"], "units": ["1", "3"]}
    log.add("c", "linked", id="p", targets=[])
    assert seen_by(state_of(log), None)["packages"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 10_000 + "x" + "]" * 10_000, "too-long"),
        ("［" * 101 + "x" + "］" * 101, "too-long"),
        ("a [b", "unknown"),
        ("a] b", "unknown"),
    ],
)
def test_brackets_without_an_end_and_too_deep_are_refused(text: str, code: str) -> None:
    log = drafting()
    refused(log, code, "c", "brought", kind="rolling", paragraphs=[{"id": "9", "label": "9", "text": text}])
    log.add("c", "brought", kind="rolling", paragraphs=[{"id": "9", "label": "9", "text": "[" * 100 + "x" + "]" * 100}])
    assert len(seen_by(state_of(log), None)["brackets"]) == 100


@pytest.mark.parametrize("sign", ["\u202e", "\x00", "\u2066", "\ufeff", "\u061c"])
def test_signs_that_nobody_sees_are_refused_wherever_words_stand(sign: str) -> None:
    log = drafting()
    words = f"shall{sign}"
    refused(log, "unknown", "fra", "proposed", id="b", operation="insert", unit="1", start=1, end=1, text=words)
    refused(log, "unknown", "fra", "reserved", unit="1", text=words)
    refused(log, "unknown", "fra", "shown", id="x", to=["RUS"], title=words)
    refused(log, "unknown", "fra", "confided", id="x", text=words)
    refused(log, "unknown", "c", "brought", kind="rolling", paragraphs=[{"id": "9", "label": "9", "text": words}])
    refused(log, "unknown", "c", "brought", kind="rolling", paragraphs=[{"id": "9", "label": "9", "text": "a", "sources": [words]}])


@pytest.mark.parametrize("words", ["تعاون الدول", "שיתוף פעולה", "全体一致", "👩‍👩‍👧 🇨🇭", "<script>alert(1)</script>", "é̂", "{{ 7*7 }}"])
def test_letters_of_every_script_stay_as_they_are(words: str) -> None:
    log = drafting(f"States {words} report.")
    propose(log, "fra", "b", words)
    assert row(log, None, "b")["words"] == words
    assert seen_by(state_of(log), None)["text"] == f"1. States [{words} (FRA)] {words} report."


def test_a_paragraph_of_the_wrong_form_is_refused() -> None:
    log = drafting()
    for row_ in (
        {},
        {"id": "1", "label": "1"},
        {"id": 1, "label": "1", "text": ""},
        {"id": "1", "label": "1", "text": "", "more": 1},
        "text",
        7,
    ):
        refused(log, "unknown", "c", "brought", kind="rolling", paragraphs=[row_])
    refused(log, "twice", "c", "brought", kind="rolling", paragraphs=[{"id": "1", "label": "1", "text": "a"}] * 2)
    refused(log, "twice", "c", "brought", kind="rolling", paragraphs=[{"id": "", "label": "1", "text": "a"}])


@pytest.mark.parametrize("operation", ["delete", "replace"])
def test_two_proposals_on_one_word_in_one_second_are_two_and_neither_is_lost(operation: str) -> None:
    log = drafting("States report.")
    seen = anchor(state_of(log).desk.units["1"].words, operation, 1, 2)
    log.at -= dt.timedelta(seconds=1)
    for seat, name, text in (("fra", "a", "act"), ("rus", "b", "decide")):
        log.add(
            seat, "proposed", id=name, operation=operation, unit="1", start=1, end=2, seen=seen, text=text if operation == "replace" else ""
        )
        log.at -= dt.timedelta(seconds=1)
    brackets = seen_by(state_of(log), None)["brackets"]
    if operation == "replace":
        assert [(one["words"], one["by"], one["group"]) for one in brackets] == [
            ("report", [], "a.was"), ("act", ["FRA"], "a.was"), ("decide", ["RUS"], "a.was"),
        ]  # fmt: skip
    else:
        assert [(one["words"], one["by"]) for one in brackets] == [("report", ["FRA"]), ("report", ["RUS"])]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_proposal_on_a_version_that_has_passed_is_a_conflict(operation: str) -> None:
    log = drafting("States report incidents.", "They cooperate.")
    seen = anchor(state_of(log).desk.units["1"].words, operation, 1, 2)
    later = [{"id": "1", "label": "1", "text": "Members announce events."}, {"id": "2", "label": "2", "text": "They cooperate."}]
    log.add("c", "brought", kind="rolling", paragraphs=later)
    place = {"start": 1, "end": 1 if operation in ("insert", "split") else 2}
    text = "soon" if operation in ("insert", "replace", "alt", "bis") else ""
    seen = anchor(("States", " report", " incidents", "."), operation, **place)
    refused(log, "conflict", "fra", "proposed", id="b", operation=operation, unit="1", seen=seen, text=text, **place)
    refused(log, "unknown", "fra", "proposed", id="b", operation=operation, unit="gone", seen=seen, text=text, **place)


def test_a_delegation_removed_in_mid_silence_breaks_nothing_more_and_what_it_broke_stays_broken() -> None:
    log = drafting()
    log.add("c", "asked", id="s", units=["1", "2", "3"], deadline="2026-03-03", zone="Asia/Tokyo")
    log.add("irn", "broken", id="s", units=["1"], reason="No instructions.")
    log.add("irn", "stood", target="2", stance="oppose")
    log.add("rus", "stood", target="3", stance="oppose")
    log.add("h", "removed", seat="irn", reason="other")
    refused(log, "no-role", "irn", "broken", id="s", units=["3"], reason="Still here.")
    assert state_of(log).deadline == "2026-03-03T15:00:00.000Z"
    log.at = moment.parse("2026-03-03T15:00:00.000Z")
    refused(log, "late", "rus", "broken", id="s", reason="Late.")
    log.add("clock", "due", **state_of(log).falls_due)
    assert [one["level"] for one in seen_by(state_of(log), None)["units"]] == ["proposed", "ad ref", "proposed"]
    assert row(log, None, "s", "silences")["broken"] == [{"by": "IRN", "units": ["1"], "reason": "No instructions."}]


def test_a_silence_ends_as_of_its_deadline_before_whatever_comes_later_and_due_is_written_once() -> None:
    log = drafting()
    log.add("c", "asked", id="s", units=["1"], deadline="2026-03-02T10:00:00.000Z")
    refused(log, "not-open", "clock", "due", what="s", deadline="2026-03-02T10:00:00.000Z")
    log.at = moment.parse("2026-03-02T10:00:00.000Z")
    log.add("rus", "stood", target="2", stance="oppose")  # an instant is met at it too
    assert row(log, None, "s", "silences")["ended"] is False
    propose(log, "fra", "b", "shall")
    assert row(log, None, "s", "silences")["ended"] is True
    assert [one for one in state_of(log).desk.reopened if one[0] == "1"]  # it had risen before the proposal came
    assert state_of(log).deadline == "2026-03-02T10:00:00.000Z"
    log.add("clock", "due", **state_of(log).falls_due)
    assert state_of(log).deadline == ""
    refused(log, "unknown", "clock", "due", what="s", deadline="2026-03-02T10:00:00.000Z")
    refused(log, "no-role", "h", "due", what="s", deadline="2026-03-02T10:00:00.000Z")


@pytest.mark.parametrize(("day", "ends"), [("2026-03-29", "2026-03-29T22:00:00.000Z"), ("2026-10-25", "2026-10-25T23:00:00.000Z")])
def test_a_day_ends_where_its_zone_says_also_in_the_night_of_the_clocks(day: str, ends: str) -> None:
    log = drafting()
    log.add("c", "asked", id="s", units=["1", "2"], deadline=day, zone="Europe/Paris")
    found = row(log, None, "s", "silences")
    assert (found["deadline"], found["day"], found["zone"]) == (ends, day, "Europe/Paris")
    log.at = moment.parse(ends) - dt.timedelta(milliseconds=1)
    log.add("rus", "broken", id="s", units=["1"], reason="In time.")
    log.at = moment.parse(ends)
    refused(log, "late", "irn", "broken", id="s", units=["2"], reason="Late.")
    for zone, deadline in (("Mars/Olympus", day), ("", "2026-02-30"), ("", "soon"), ("Europe/Paris", "2026-03-29T02:30")):
        refused(log, "unknown", "c", "asked", id="t", units=["1"], deadline=deadline, zone=zone)
    refused(log, "late", "c", "asked", id="t", units=["1"], deadline="2026-03-01")


@pytest.mark.parametrize(
    ("asked", "zone", "until"),
    [("2026-03-03", "Europe/Paris", "2026-03-03T23:00:00.000Z"), ("2026-03-03T18:00", "Europe/Paris", "2026-03-03T17:00:00.000Z")],
)
def test_what_fell_due_is_named_as_it_was_asked_or_by_its_instant(asked: str, zone: str, until: str) -> None:
    for named in (asked, until):
        log = drafting()
        log.add("c", "asked", id="s", units=["1"], deadline=asked, zone=zone)
        assert state_of(log).deadline == until
        log.at = moment.parse(until) - dt.timedelta(milliseconds=1)
        refused(log, "not-open", "clock", "due", what="s", deadline=named)
        refused(log, "unknown", "clock", "due", what="s", deadline="2026-03-04")
        log.at = moment.parse(until)
        log.add("clock", "due", what="s", deadline=named)
        assert row(log, None, "1", "units")["level"] == "ad ref"


def test_a_clock_that_is_set_back_is_a_conflict_for_the_rules() -> None:
    log = drafting()
    last = log.entries[-1]
    early = Entry(
        number=last.number + 1, at="2026-03-02T08:00:00.000Z", by="fra", kind="stood", key="k", data={"target": "1", "stance": "oppose"},
        salt="0" * 32, before=last.hash,
    )  # fmt: skip
    before = everything(log)
    with pytest.raises(Refused) as raised:
        take(state_of(log), early)
    assert raised.value.code == "conflict"
    assert everything(log) == before


@pytest.mark.parametrize("one_voice", [True, False])
def test_a_group_and_its_member_may_disagree(one_voice: bool) -> None:
    log = drafting(one_voice=one_voice)
    log.add("fra", "joined", group="EU")
    log.add("eu", "joined", group="EU")
    propose(log, "rus", "b", "shall")
    log.add("eu", "stood", target="b", stance="support", actor="EU")
    log.add("fra", "stood", target="b", stance="oppose")
    found = row(log, None, "b")
    assert (found["supporting"], found["opposing"]) == ((["EU", "RUS"] if one_voice else ["DEU", "RUS"]), ["FRA"])
    refused(log, "still-opposed", "c", "closed", bracket="b", mode="accepted")


def test_a_desk_goes_back_to_where_it_was_marked() -> None:
    log = drafting("States [shall] report.", "They [may] cooperate.")
    desk: Desk = state_of(log).desk
    before, order = desk.state(), list(desk.brackets)
    desk.mark()
    first, second = desk.brackets
    del desk.brackets[first]
    desk.brackets.put_first(desk.brackets[second])
    desk.insert_unit(desk.units["2"], "")
    desk.put("1", 0, "Well")
    desk.level("2", "adopted")
    desk.back()
    assert desk.state() == before
    assert list(desk.brackets) == order
    assert [one.id for one in desk.over("1")] == [first]


FORGED = (
    "shall (RUS)",
    "shall (RUS, IRN)",
    "shall – RUS delete",
    "shall (RUS)] [may",
    "[shall]",
    "shall]",
    "［shall",
    "shall (agreed ad ref)",
    "shall\n\n9. Members may leave",
    "[" * 9_000,
)
"""Words that say, once the text is written out, what somebody else wants, or that something else is agreed."""


@pytest.mark.parametrize("words", FORGED)
def test_words_say_for_nobody_else_what_they_want(words: str) -> None:
    log = drafting(equal=False)
    propose(log, "rus", "kept", "may")
    for by, more in (("fra", {}), ("o", {"offered": True})):
        for operation in ("insert", "replace", "alt", "bis"):
            refused(log, "unknown", by, "proposed", id="b", operation=operation, unit="2", start=0, end=1, text=words, **more)
    refused(log, "unknown", "c", "closed", bracket="kept", mode="replaced", text=words)
    if "\n" in words:
        refused(log, "unknown", "fra", "reserved", unit="1", text=words)
    if "[" in words or "\n" in words:
        refused(log, "unknown", "fra", "proposed", id="b", operation="bis", unit="2", text="All act.", label=words[:40])


@pytest.mark.parametrize(
    "words", ["the European Union (EU)", "what is (as before) said", "shall [sic] act", "as in [1] above", "5. days", "(2024)"]
)
def test_marks_and_abbreviations_are_words_and_a_text_that_is_brought_back_says_the_same(words: str) -> None:
    log = drafting("States report incidents.")
    propose(log, "fra", "b", words)
    log.add("rus", "stood", target="b", stance="oppose")
    before = row(log, None, "b")
    text = seen_by(state_of(log), None)["text"].removeprefix("1. ")
    log.add("c", "brought", kind="rolling", paragraphs=[{"id": "1", "label": "1", "text": text}])
    after = row(log, None, "b")
    assert {name: after[name] for name in ("words", "supporting", "opposing")} == {
        name: before[name] for name in ("words", "supporting", "opposing")
    }


@given(st.text("ab (),.-–[]［RUSdelt\n9", max_size=30))
def test_whatever_words_are_taken_a_text_that_is_brought_back_names_nobody_else(words: str) -> None:
    log = drafting("States report incidents.")
    try:
        propose(log, "fra", "b", words)
    except Refused:
        return
    text = seen_by(state_of(log), None)["text"].removeprefix("1. ")
    log.add("c", "brought", kind="rolling", paragraphs=[{"id": "1", "label": "1", "text": text}])
    seen = seen_by(state_of(log), None)
    named = {actor for one in seen["brackets"] for name in ("by", "supporting", "opposing") for actor in one[name]}
    assert named <= {"FRA"}
    assert [one["id"] for one in seen["units"]] == ["1"]
