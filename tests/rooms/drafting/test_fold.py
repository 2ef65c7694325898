"""The fold: what each event does, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.language import say
from legation.rooms.drafting import (
    OPERATIONS,
    Agreed,
    Asked,
    Broken,
    Brought,
    Closed,
    Event,
    Joined,
    Lapsed,
    Linked,
    Opened,
    Paragraph,
    Proposed,
    Reopened,
    Reserved,
    Stood,
    alternatives,
    anchor,
    fold,
    opposing,
    rebase,
    step,
    supporting,
    view,
    view_for,
    voices,
)

DAY = "2025-03-01"


def room(*texts: str, **rules: Any) -> list[Event]:
    paragraphs = tuple(Paragraph(id=f"{n}", label=f"{n}", text=text) for n, text in enumerate(texts, 1))
    return [Opened(at=DAY, **rules), Brought(at=DAY, kind="zero", paragraphs=paragraphs)]


def propose(operation: str, unit: str = "1", **fields: Any) -> Proposed:
    return Proposed(**({"at": "2025-03-02", "by": "EU", "id": "b", "operation": operation, "unit": unit} | fields))


def text_of(log: list[Event], form: str = "bracketed") -> str:
    return view(fold(log), form)


def refused(log: list[Event], event: Event) -> str:
    state = fold(log)
    with pytest.raises(BadValue) as raised:
        step(state, event)
    assert state == fold(log)
    assert say(raised.value.message, "fr") != say(raised.value.message, "en")
    return str(raised.value)


@pytest.mark.parametrize(
    ("event", "bracketed", "accepted", "withdrawn"),
    [
        (propose("insert", start=1, end=1, text="shall"), "1. States [shall] report.", "1. States shall report.", "1. States report."),
        (propose("insert", start=0, end=0, text="All"), "1. [All] States report.", "1. All States report.", "1. States report."),
        (
            propose("insert", start=3, end=3, text="At once."),
            "1. States report. [At once.]",
            "1. States report. At once.",
            "1. States report.",
        ),
        (propose("delete", start=0, end=1), "1. [States] report.", "1. States report.", "1. report."),
        (propose("replace", start=1, end=2, text="decide"), "1. States [report][decide].", "1. States decide.", "1. States [report]."),
    ],
)
def test_a_proposal_opens_a_bracket_whose_words_stay_or_go(event: Proposed, bracketed: str, accepted: str, withdrawn: str) -> None:
    log = [*room("States report."), event]

    assert text_of(log) == bracketed
    assert (
        text_of([*log, Stood(at=event.at, by="EU", target="b", stance="flexible"), Closed(at=event.at, bracket="b", mode="accepted")])
        == accepted
    )
    assert (
        text_of([*log, Stood(at=event.at, by="EU", target="b", stance="flexible"), Closed(at=event.at, bracket="b", mode="withdrawn")])
        == withdrawn
    )


def test_a_third_alternative_joins_the_two_that_stand() -> None:
    log = [*room("States should report."), propose("replace", start=1, end=2, text="shall")]
    log += [propose("replace", start=1, end=2, text="may", id="c", by="RUS")]

    assert text_of(log) == "1. States [should][shall][may] report."
    (table,) = alternatives(fold(log))
    assert table.texts == ("should", "shall", "may")
    assert table.opposing[0] == ("EU", "RUS")
    log += [Closed(at="2025-03-03", bracket="c", mode="accepted")]
    assert text_of(log) == "1. States may report."
    assert [(past.held.id, past.mode) for past in fold(log).past] == [("c", "accepted"), ("b.was", "replaced"), ("b", "replaced")]


def test_alternatives_in_a_bracket_stay_within_it() -> None:
    log = [*room("States [should report] soon."), propose("replace", start=1, end=2, text="shall")]
    outer = next(iter(fold(log).held))

    assert text_of(log) == "1. States [[should][shall] report] soon."
    log += [propose("replace", start=1, end=4, text="act", id="c")]
    assert text_of(log) == "1. States [[should][shall] report][act] soon."
    assert len({bracket.group for bracket in fold(log).held.values()}) == 2
    log += [Closed(at="2025-03-03", bracket=outer, mode="withdrawn")] if not supporting(fold(log), outer) else []
    assert text_of(log) == "1. States [act] soon."
    assert {past.mode for past in fold(log).past} == {"withdrawn"}


def test_a_merged_text_takes_the_place_of_all_alternatives() -> None:
    log = [*room("States [shall (EU)][should (RUS)] report."), Closed(at=DAY, bracket="1:%s", mode="merged", text="are to")]
    name = next(iter(fold(log[:2]).held))
    log[2] = replace(log[2], bracket=name)  # type: ignore[type-var]

    assert text_of(log) == "1. States are to report."
    assert [past.mode for past in fold(log).past] == ["merged", "merged"]
    assert {one.actor for past in fold(log).past for one in past.stances} == {"EU", "RUS"}


@pytest.mark.parametrize(("bis", "group"), [("alternative", 2), ("new", 0)])
def test_bis_is_another_version_or_a_new_paragraph(bis: str, group: int) -> None:
    log = [*room("States report.", "They cooperate.", bis=bis), propose("bis", text="States inform.")]
    found = "1. [States report.]\n\n1bis. [States inform.]" if group else "1. States report.\n\n1bis. [States inform.]"

    assert text_of(log) == f"{found}\n\n2. They cooperate."
    assert sum(len(one.brackets) for one in alternatives(fold(log))) == group


def test_an_alternative_paragraph_accepted_takes_the_place_of_the_first() -> None:
    log = [
        *room("States report.", "They cooperate."),
        propose("alt", text="States inform."),
        Closed(at="2025-03-03", bracket="b", mode="accepted"),
    ]

    assert text_of(log) == "1alt. States inform.\n\n2. They cooperate."


@pytest.mark.parametrize(
    ("event", "after"),
    [
        (propose("move", target="2"), "2. They cooperate.\n\n1. States report at once."),
        (propose("split", start=2, end=2), "1. States report\n\n1(2). at once.\n\n2. They cooperate."),
        (propose("merge"), "1. States report at once. They cooperate."),
    ],
)
def test_paragraphs_move_split_and_merge_once_that_is_accepted(event: Proposed, after: str) -> None:
    log = [*room("States report at once.", "They cooperate."), event]

    assert text_of(log).startswith(("1. [States report at once.]", "1. States report [at once.]"))
    assert text_of([*log, Closed(at="2025-03-03", bracket="b", mode="accepted")]) == after
    assert text_of([*log, Closed(at="2025-03-03", bracket="b", mode="withdrawn")]) == "1. States report at once.\n\n2. They cooperate."


def test_nothing_closes_over_somebodys_head_by_consensus() -> None:
    log = [
        *room("States report."),
        propose("insert", start=1, end=1, text="shall"),
        Stood(at="2025-03-02", by="RUS", target="b", stance="oppose"),
    ]

    assert "RUS" in refused(log, Closed(at="2025-03-03", bracket="b", mode="accepted"))
    assert "EU" in refused(log, Closed(at="2025-03-03", bracket="b", mode="withdrawn"))
    assert "RUS" not in text_of(
        [*log, Stood(at="2025-03-03", by="RUS", target="b", stance="can_live_with"), Closed(at="2025-03-03", bracket="b", mode="accepted")]
    )
    by_vote = [replace(log[0], scheme="vote"), *log[1:]]  # type: ignore[type-var]
    assert text_of([*by_vote, Closed(at="2025-03-03", bracket="b", mode="accepted")]) == "1. States shall report."


def test_support_of_other_words_counts_no_more_and_an_objection_does() -> None:
    log = [*room("States [shall report – RUS oppose (EU)]."), propose("insert", start=2, end=2, text="always", id="c", by="CHE")]
    outer = next(iter(fold(log).held))

    assert text_of(log) == "1. States [shall [always] report]."
    assert (supporting(fold(log[:2]), outer), opposing(fold(log[:2]), outer)) == (("EU",), ("RUS",))
    assert (supporting(fold(log), outer), opposing(fold(log), outer)) == ((), ("RUS",))


def test_new_words_reopen_what_was_agreed_and_levels_do_not_fall() -> None:
    log = [*room("States report."), Agreed(at=DAY, unit="1", level="ad ref", pending=("CHN",))]

    assert fold(log).unit("1").pending == ("CHN",)
    assert text_of(log) == "1. States report. (agreed ad ref)"
    assert "reopen" in refused(log, Agreed(at=DAY, unit="1", level="informals"))
    log += [propose("insert", start=1, end=1, text="shall")]
    assert fold(log).reopened == (("1", "2025-03-02", "b"),)
    assert fold(log).unit("1").level == "bracketed"
    assert "b" in refused(log, Agreed(at="2025-03-03", unit="1", level="ad ref"))
    again = [*log[:3], Reopened(at="2025-03-02", unit="1", reason="new facts")]
    assert fold(again).reopened == (("1", "2025-03-02", "new facts"),)


@pytest.mark.parametrize(
    ("accepts", "levels"), [(True, ["ad ref", "proposed", "bracketed"]), (False, ["proposed", "proposed", "bracketed"])]
)
def test_silence_is_acceptance_only_where_the_room_says_so(accepts: bool, levels: list[str]) -> None:
    log = [*room("States report.", "They cooperate.", "All [act].", silence_accepts=accepts)]
    log += [Asked(at="2025-03-02T09:00", id="s", units=("1", "2", "3"), deadline="2025-03-04T12:00")]
    log += [Broken(at="2025-03-04T12:00", by="IRN", id="s", units=("2",))]

    assert [unit.level for unit in fold([*log, Lapsed(at="2025-03-04T12:00", id="s")]).units] == levels
    assert "2025-03-04T12:00" in refused(log, Broken(at="2025-03-04T12:01", by="RUS", id="s"))
    assert "2025-03-04T12:00" in refused(log[:-1], Lapsed(at="2025-03-04T11:59", id="s"))


def test_a_group_is_one_voice_or_each_of_its_members() -> None:
    log = [
        *room("States report."),
        *(Joined(at=DAY, actor=a, group="EU", end=end) for a, end in (("FRA", ""), ("DEU", ""), ("GBR", "2020-01-31"))),
    ]
    log += [Joined(at=DAY, actor=a) for a in ("RUS", "EU", "GBR")]
    log += [propose("insert", start=1, end=1, text="shall"), Stood(at="2025-03-02", by="DEU", target="b", stance="flexible")]
    apart = [replace(log[0], one_voice=False), *log[1:]]  # type: ignore[type-var]

    assert voices(fold(log)) == ("DEU", "EU", "GBR", "RUS")
    assert supporting(fold(log), "b") == ("EU",)
    assert voices(fold(apart)) == ("DEU", "FRA", "GBR", "RUS")
    assert supporting(fold(apart), "b") == ("FRA",)


def test_a_version_keeps_brackets_whose_words_stand_and_closes_the_others() -> None:
    log = room("States [shall (EU)][should (RUS)] report [at once (CHE)] [and in full].")
    paragraph = Paragraph(id="1", label="1", text="States shall report [at once] [or later (IRN)].")
    state = fold([*log, Brought(at="2025-04-01", kind="rolling", paragraphs=(paragraph,))])

    assert {past.text: past.mode for past in state.past} == {"shall": "accepted", "should": "withdrawn", "and in full": "withdrawn"}
    same, new = state.held.values()
    assert (same.opened, new.opened) == (DAY, "2025-04-01")
    assert supporting(state, same.id) == ("CHE",)
    assert view(state, "attributed") == "1. States shall report [at once (CHE)] [or later (IRN)]."
    assert [kind for kind, _, _ in state.versions] == ["zero", "rolling"]
    assert "should" in state.versions[0][2]


def test_a_version_may_say_that_a_paragraph_is_agreed() -> None:
    log = room("States report. (agreed ad ref)")

    assert fold(log).unit("1").level == "ad ref"
    changed = Paragraph(id="1", label="1", text="States [shall] report.")
    assert fold([*log, Brought(at=DAY, kind="rolling", paragraphs=(changed,))]).reopened == (("1", DAY, "rolling"),)


def test_views_show_no_more_than_they_should() -> None:
    log = [*room("States [shall (EU)] report."), Reserved(at=DAY, by="RUS", unit="1", text="RUS reserves.")]
    name = next(iter(fold(log).held))
    log += [Stood(at=DAY, by="IRN", target=name, stance="oppose", public=False)]
    state = fold(log)

    assert view(state, "clean") == "1. States report."
    assert view(state, "bracketed") == "1. States [shall] report."
    assert view(state, "attributed") == "1. States [shall (EU)] report."
    assert view_for(state, "IRN") == "1. States [shall – IRN oppose] report."
    assert state.reservations == (("RUS", "1", "RUS reserves.", DAY),)


def test_a_proposal_on_words_that_moved_is_refused_and_placed_anew_by_sight() -> None:
    log = room("States report at once.")
    seen = anchor(fold(log).unit("1").words, "delete", 2, 4)
    late = propose("delete", start=2, end=4, seen=seen, id="c", by="RUS")
    log += [propose("insert", start=1, end=1, text="shall always")]

    assert "no longer" in refused(log, late)
    found = rebase(fold(log), late)
    assert (found.moved, found.places) == (2, (4,))
    assert found.event is not None
    assert text_of([*log, found.event]) == "1. States [shall always] report [at once]."
    twice = fold(room("at once at once"))
    assert rebase(twice, replace(late, start=1, end=3)).places == (0, 2)
    assert rebase(twice, replace(late, start=1, end=3)).event is None


def test_a_package_names_what_is_open() -> None:
    log = [*room("States [shall] report.", "They cooperate.")]
    name = next(iter(fold(log).held))

    assert fold([*log, Linked(at=DAY, id="p", targets=(name, "2"))]).packages["p"].targets == (name, "2")
    assert "there is no" in refused(log, Linked(at=DAY, id="p", targets=("3",)))


@pytest.mark.parametrize(
    "event",
    [
        Opened(at=DAY),
        Joined(at="2025-02-30", actor="EU"),
        Joined(at="2025-02-28", actor="EU"),
        Brought(at=DAY, kind="first", paragraphs=()),
        Brought(at=DAY, kind="zero", paragraphs=(Paragraph(id="1", label="1", text="a [b"),)),
        Brought(at=DAY, kind="zero", paragraphs=(Paragraph(id="1", label="1", text="a"),) * 2),
        propose("polish"),
        propose("insert", unit="9", text="x"),
        propose("insert", start=99, end=99, text="x"),
        propose("insert", start=-1, end=-1, text="x"),
        propose("insert", start=1, end=1, text="  "),
        propose("delete", start=1, end=1),
        propose("delete", start=3, end=5),
        propose("split", start=0, end=0),
        propose("move", target="9"),
        propose("merge"),
        Stood(at=DAY, by="EU", target="1", stance="likes"),
        Stood(at=DAY, by="EU", target="x", stance="oppose"),
        Stood(at=DAY, by="EU", target="1", stance="oppose", conditional_on="x"),
        Closed(at=DAY, bracket="x", mode="accepted"),
        Closed(at=DAY, bracket="1", mode="accepted"),
        Agreed(at=DAY, unit="1", level="nearly"),
        Asked(at=DAY, id="s", units=("1",), deadline=DAY),
        Asked(at=DAY, id="s", units=("2",), deadline="2025-03-05"),
        Broken(at=DAY, by="EU", id="s"),
        Lapsed(at=DAY, id="s"),
        Event(at=DAY),
    ],
    ids=repr,
)
def test_what_cannot_be_taken_is_refused_by_name_and_changes_nothing(event: Event) -> None:
    log = [*room("States report [at once (EU)] in full.")]

    assert refused(log, event).endswith((".", "?"))


def test_a_log_begins_by_opening_the_room() -> None:
    with pytest.raises(BadValue, match="at least one event"):
        fold([])
    with pytest.raises(BadValue, match="opens the room"):
        fold([Agreed(at=DAY, unit="1", level="ad ref")])
    with pytest.raises(BadValue, match="must be one of consensus"):
        fold([Opened(at=DAY, scheme="shouting")])


@given(st.data())
def test_any_course_of_proposals_and_closings_keeps_brackets_in_each_other_or_apart(data: st.DataObject) -> None:
    log = room("States shall report incidents at once.", "They [may] cooperate [in good (EU) faith].", scheme="vote")
    state = fold(log)
    for number in range(data.draw(st.integers(1, 12))):
        units = [unit.id for unit in state.units]
        if state.held and data.draw(st.booleans()):
            bracket = data.draw(st.sampled_from(list(state.held)))
            mode = data.draw(st.sampled_from(["accepted", "withdrawn", "merged", "replaced"]))
            event: Event = Closed(at=DAY, bracket=bracket, mode=mode, text="new words")
        elif units:
            unit = data.draw(st.sampled_from(units))
            count = len(state.unit(unit).words)
            ends = sorted(data.draw(st.tuples(st.integers(0, count), st.integers(0, count))))
            event = propose(
                data.draw(st.sampled_from(OPERATIONS)),
                unit,
                at=DAY,
                id=f"n{number}",
                start=ends[0],
                end=ends[1],
                text="other, better words",
            )
        else:
            break
        before = state
        try:
            state = step(state, event)
        except BadValue:
            continue
        log.append(event)
        assert before == fold(log[:-1])
    assert state == fold(log)
    for bracket in state.held.values():
        words = state.unit(bracket.unit).words
        assert 0 <= bracket.start < bracket.end <= len(words)
        for other in state.held.values():
            if other.unit == bracket.unit:
                apart = bracket.end <= other.start or other.end <= bracket.start
                within = (bracket.start <= other.start and other.end <= bracket.end) or (
                    other.start <= bracket.start and bracket.end <= other.end
                )
                assert apart or within
    assert view(state).count("[") == view(state).count("]") == len(state.held)
