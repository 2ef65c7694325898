"""Rules that went over somebody's head, each by the log that did: on the code before them each of these tests failed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rooms.drafting.test_fold import DAY, fold, propose, refused, room

from legation.rooms.drafting import (
    LEVELS,
    Agreed,
    Asked,
    Broken,
    Closed,
    Event,
    Joined,
    Lapsed,
    Linked,
    Proposed,
    Reopened,
    Reserved,
    Stood,
    alternatives,
    blocking,
    landing,
    opposing,
    view,
)

OBJECTION = Stood(at=DAY, by="RUS", target="1", stance="oppose")


def levels(log: list[Event]) -> list[str]:
    return [unit.level for unit in fold(log).units]


@pytest.mark.parametrize("level", LEVELS[2:])
def test_no_level_above_bracketed_over_a_standing_objection(level: str) -> None:
    log = [*room("States report.", "They cooperate."), OBJECTION]
    agreed = Agreed(at=DAY, unit="1", level=level)

    assert "RUS" in refused(log, agreed)
    assert levels([*log, Stood(at=DAY, by="RUS", target="1", stance="can_live_with"), agreed]) == [level, "proposed"]
    by_vote = [replace(log[0], scheme="vote"), *log[1:]]  # type: ignore[type-var]
    assert levels([*by_vote, agreed]) == [level, "proposed"]


def test_who_objects_and_does_not_say_so_in_public_counts_and_is_not_named() -> None:
    log = [*room("States [shall (EU)] report.", "All act."), replace(OBJECTION, target="2", public=False)]
    bracket = next(iter(fold(log).held))
    log += [Stood(at=DAY, by="IRN", target=bracket, stance="oppose", public=False)]

    assert "RUS" not in refused(log, Agreed(at=DAY, unit="2", level="ad ref"))
    assert "IRN" not in refused(log, Closed(at=DAY, bracket=bracket, mode="accepted"))


@pytest.mark.parametrize("objection", [OBJECTION, replace(OBJECTION, public=False)])
def test_silence_passes_over_no_standing_objection(objection: Stood) -> None:
    log = [*room("States report.", "They cooperate.", silence_accepts=True), objection]
    log += [Asked(at=DAY, id="s", units=("1", "2"), deadline="2025-03-04"), Lapsed(at="2025-03-05", id="s")]

    assert levels(log) == ["proposed", "ad ref"]


def test_a_package_is_agreed_as_a_whole_or_not() -> None:
    log = [*room("States report.", "They cooperate.", "All [act]."), Linked(at=DAY, id="p", targets=("1", "2"))]

    assert levels([*log, Agreed(at=DAY, unit="1", level="adopted")]) == ["adopted", "adopted", "bracketed"]
    assert levels([*log, Agreed(at=DAY, unit="p", level="ad ref")]) == ["ad ref", "ad ref", "bracketed"]
    opposed = [*log, replace(OBJECTION, target="2")]
    assert "RUS" in refused(opposed, Agreed(at=DAY, unit="1", level="adopted"))
    bracket = next(iter(fold(log).held))
    with_bracket = [*log, Linked(at=DAY, id="q", targets=("2", bracket))]
    assert bracket in refused(with_bracket, Agreed(at=DAY, unit="1", level="informals"))  # by what two packages share they are one
    dissolved = [*with_bracket, Linked(at=DAY, id="q", targets=())]
    assert levels([*dissolved, Agreed(at=DAY, unit="1", level="informals")]) == ["informals", "informals", "bracketed"]
    assert levels([*log, Agreed(at=DAY, unit="p", level="ad ref"), Reopened(at=DAY, unit="2")])[:2] == ["proposed", "proposed"]


def test_silence_raises_a_package_as_a_whole_or_not() -> None:
    log = [*room("States report.", "They cooperate.", "All act.", silence_accepts=True), Linked(at=DAY, id="p", targets=("1", "2"))]
    end = Lapsed(at="2025-03-05", id="s")

    def after(*units: str, broken: tuple[str, ...] = ()) -> list[str]:
        asked = [Asked(at=DAY, id="s", units=units, deadline="2025-03-04")]
        return levels([*log, *asked, *(Broken(at=DAY, by="IRN", id="s", units=(one,)) for one in broken), end])

    assert after("1", "2", "3") == ["ad ref"] * 3
    assert after("1", "2", "3", broken=("2",)) == ["proposed", "proposed", "ad ref"]
    assert after("1", "3") == ["proposed", "proposed", "ad ref"]  # nobody was asked about the other half


@pytest.mark.parametrize(
    "event",
    [
        Stood(at=DAY, by="XYZ", target="1", stance="oppose"),
        Broken(at=DAY, by="XYZ", id="s"),
        Agreed(at=DAY, by="XYZ", unit="1", level="bracketed"),
        Closed(at=DAY, by="XYZ", bracket="b", mode="accepted"),
        Reserved(at=DAY, by="XYZ", unit="1", text="No."),
        Reopened(at=DAY, by="XYZ", unit="1"),
        Proposed(at=DAY, by="XYZ", id="c", operation="delete", unit="1", start=0, end=1),
        Proposed(at=DAY, by="EU", id="c", operation="delete", unit="1", start=0, end=1, proposers=("XYZ",)),
        Stood(at="2025-03-09", by="GBR", target="1", stance="oppose"),
    ],
    ids=repr,
)
def test_strangers_do_nothing(event: Event) -> None:
    log: list[Event] = [*room("States report."), Joined(at=DAY, actor="EU"), Joined(at=DAY, actor="GBR", end="2025-03-08")]
    log += [Asked(at=DAY, id="s", units=("1",), deadline="2025-03-20"), propose("insert", start=1, end=1, text="shall", at=DAY)]

    refused(log, event)
    takes_part = [replace(one, by="EU") for one in (OBJECTION, Broken(at=DAY, id="s"), Reserved(at=DAY, unit="1", text="No."))]
    assert fold([*log, *takes_part]).silences["s"].broken == (("EU", "1", DAY),)


@pytest.mark.parametrize("time", ["00:01", "09:00", "23:59"])
def test_a_day_is_met_until_its_end(time: str) -> None:
    log = [*room("States report.", silence_accepts=True), Asked(at=DAY, id="s", units=("1",), deadline="2025-03-05")]

    assert "2025-03-05" in refused(log, Lapsed(at=f"2025-03-05T{time}", id="s"))
    log += [Broken(at=f"2025-03-05T{time}", by="IRN", id="s")]
    assert levels([*log, Lapsed(at="2025-03-06T00:00", id="s")]) == ["proposed"]
    refused(log, Broken(at="2025-03-06T00:00", by="RUS", id="s"))


def hidden() -> list[Event]:
    log = room("States [shall (EU)][should (CHE)] report.")
    shall, should = fold(log).held
    log += [Stood(at=DAY, by="RUS", target=shall, stance="oppose", public=False)]
    return [*log, Stood(at=DAY, by="IRN", target=should, stance="oppose")]


def test_tables_name_public_stances_only_unless_told_who_looks() -> None:
    state = fold(hidden())
    shall, should = state.held

    assert [one.opposing for one in alternatives(state)] == [((), ("IRN",))]
    assert "RUS" not in blocking(state).actors
    assert blocking(state).objectors == {shall: (), should: ("IRN",)}
    assert landing(state)[0].best == (shall,)
    for who in ("RUS", "chair"):
        assert [one.opposing for one in alternatives(state, who)] == [(("RUS",), ("IRN",))]
        assert blocking(state, who).objectors[shall] == ("RUS",)
    assert blocking(state, "IRN").objectors[shall] == ()
    kept_from_chair = fold([replace(hidden()[0], chair_sees=False), *hidden()[1:]])  # type: ignore[type-var]
    assert blocking(kept_from_chair, "chair").objectors[shall] == ()
    assert opposing(state, shall) == ("RUS",)  # the rules count it


def test_the_attributed_text_obeys_the_room() -> None:
    log = hidden()
    log[0] = replace(log[0], attributed=False)  # type: ignore[type-var]

    assert view(fold(log), "attributed") == view(fold(log), "bracketed") == "1. States [shall][should] report."


def test_a_proposal_on_what_was_agreed_in_informals_brackets_it() -> None:
    log = [*room("States report."), Agreed(at=DAY, unit="1", level="informals")]

    assert levels([*log, propose("insert", start=1, end=1, text="shall")]) == ["bracketed"]


@given(st.data())
def test_whatever_happens_no_paragraph_stands_above_bracketed_with_a_bracket_open_in_it(data: st.DataObject) -> None:
    log: list[Event] = room("States report at once.", "They [may] cooperate.", "All act.", silence_accepts=True)
    log += [Linked(at=DAY, id="p", targets=("1", "2"))]
    for number in range(data.draw(st.integers(1, 10))):
        state = fold(log)
        units, brackets = [one.id for one in state.units], list(state.held)
        if not units:
            break
        unit = data.draw(st.sampled_from(units))
        kinds: list[Event] = [
            Agreed(at=DAY, unit=unit, level=data.draw(st.sampled_from(LEVELS))),
            propose("insert", unit, id=f"n{number}", at=DAY, start=0, end=0, text="well"),
            Stood(at=DAY, by="RUS", target=unit, stance=data.draw(st.sampled_from(("oppose", "flexible")))),
        ]
        kinds += [Closed(at=DAY, bracket=data.draw(st.sampled_from(brackets)), mode="merged", text="so")] if brackets else []
        event = data.draw(st.sampled_from(kinds))
        try:
            fold([*log, event])
        except ValueError:
            continue
        log.append(event)
    state = fold(log)
    for one in state.units:
        assert not (state.over(one.id) and one.level in LEVELS[2:])
    both = [one.level for one in state.units if one.id in ("1", "2")]
    assert len({level in LEVELS[2:] for level in both}) <= 1
