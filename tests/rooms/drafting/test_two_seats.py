"""Two seats speak for one delegation, and one of them is erased: the room is what its log without that seat makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rooms.drafting.test_negotiations import blanked
from rooms.drafting.test_objections_stay import against, bring
from rooms.drafting_room import drafting, everything, propose, state_of
from rooms.room_made import Log

from legation.rooms import Refused, replay, seen_by
from legation.rooms.drafting import STANCES, opposing


def probe(entries: Any) -> Log:
    log = Log("drafting")
    log.state = replay("drafting", entries)
    return log


def erase(log: Log, *seats: str) -> None:
    """Erase seats, and compare the room with its log as it is left."""
    entries = log.entries
    for seat in seats:
        log.add(seat, "erased", seat=seat)
        entries = blanked(log.entries, seat) if entries is log.entries else blanked([*entries, log.entries[-1]], seat)
        assert everything(log) == everything(probe(entries))


def overruled(first: str = "oppose", second: str = "can_live_with", target: str = "b") -> Log:
    """Return a room in which the second seat of FRA says otherwise than the first."""
    log = drafting("States report.", "All act.", "They cooperate.")
    propose(log, "rus", "b", "shall")
    log.add("fra", "stood", target=target, stance=first)
    log.add("fra2", "stood", target=target, stance=second)
    return log


def version(log: Log) -> None:
    bring(log, "States shall report.", "All act.", "They cooperate.")


def wider(log: Log) -> None:
    bring(log, "States [shall report].", "All act.", "They cooperate.")


def twice(log: Log) -> None:
    wider(log)
    version(log)


def new_words(log: Log) -> None:
    log.add("c", "closed", bracket="b", mode="merged", text="shall promptly")


def accepted(log: Log) -> None:
    log.add("c", "closed", bracket="b", mode="accepted")


def alternative(log: Log) -> None:
    propose(log, "irn", "d", "shall promptly", operation="replace")
    log.add("c", "closed", bracket="d", mode="accepted")


MADE = {one.__name__: one for one in (version, wider, twice, new_words, accepted, alternative)}


@pytest.mark.parametrize("seat", ["fra", "fra2"])
@pytest.mark.parametrize("made", sorted(MADE))
def test_what_one_seat_took_back_is_taken_back_wherever_the_words_go_until_it_is_erased(made: str, seat: str) -> None:
    log = overruled()
    MADE[made](log)
    holding = [*state_of(log).desk.brackets, "1"]
    assert all("FRA" not in against(log, name, None) for name in holding)
    if made != "wider":
        log.add("c", "agreed", unit="1", level="informals")
    erase(log, seat)
    assert any("FRA" in against(log, name, None) for name in holding) == (seat == "fra2")


@pytest.mark.parametrize("seat", ["fra", "fra2"])
def test_an_objection_that_one_seat_raises_after_the_other_gave_way_goes_with_its_words(seat: str) -> None:
    log = overruled("flexible", "oppose")
    version(log)
    assert against(log, "1") == ("FRA",)
    erase(log, seat)
    assert against(log, "1") == (("FRA",) if seat == "fra" else ())


def test_what_a_delegation_says_of_the_paragraph_later_answers_the_objections_that_came_to_it() -> None:
    log = overruled()
    log.add("fra", "stood", target="1", stance="oppose", public=False)
    version(log)
    assert (against(log, "1", None), against(log, "1")) == (("FRA",), ())  # what it said of the paragraph itself
    log.add("fra2", "stood", target="1", stance="support")
    assert against(log, "1", None) == ()
    erase(log, "fra2")
    assert against(log, "1") == ("FRA",)


@pytest.mark.parametrize("seat", ["fra", "fra2"])
def test_of_paragraphs_that_are_merged_what_one_seat_took_back_is_taken_back(seat: str) -> None:
    log = overruled(target="2")
    propose(log, "rus", "m", operation="merge")
    log.add("c", "closed", bracket="b", mode="accepted")
    log.add("c", "closed", bracket="m", mode="accepted")
    assert against(log, "1") == ()
    assert seen_by(state_of(log), "fra")["mine"]["1"] == "can_live_with"
    erase(log, seat)
    assert against(log, "1") == (("FRA",) if seat == "fra2" else ())


@pytest.mark.parametrize("seat", ["fra", "fra2"])
def test_a_reservation_that_two_seats_took_back_stays_taken_back(seat: str) -> None:
    log = drafting()
    log.add("fra2", "reserved", unit="1", text="Reserves.")
    log.add("fra", "reserved", unit="2", text="Reserves.")
    for unit in ("1", "2"):
        for one in ("fra", "fra2"):
            log.add(one, "reserved", unit=unit, text="")
    erase(log, seat)
    assert seen_by(state_of(log), None)["reservations"] == []


def test_an_objection_that_no_seat_took_back_is_told_as_that_of_the_first_seat_again() -> None:
    log = overruled("oppose", "oppose")
    wider(log)
    erase(log, "fra2")
    assert opposing(state_of(log).desk, next(iter(state_of(log).desk.brackets))) == ("FRA",)
    log.add("fra", "erased", seat="fra")
    assert opposing(state_of(log).desk, next(iter(state_of(log).desk.brackets))) == ()


SEATS = ("fra", "fra2", "fra3", "rus", "rus2")
TEXTS = (
    "States [shall] report.", "States [shall report].", "States shall report.", "States [[shall] report] soon.", "States report.",
    "States [shall report soon].", "All act.", "All [act] and report.", "States shall report. All act.",
)  # fmt: skip


@st.composite
def acts(draw: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """Return what is written in a room, as far as it is taken; ``#3`` stands for the bracket that is the third then."""
    seat, number = st.sampled_from(SEATS), st.integers(0, 5)
    target = st.one_of(st.sampled_from(("1", "2", "3", "1(2)")), number.map(lambda n: f"#{n}"))
    stance = st.sampled_from(STANCES)
    stood = st.tuples(seat, st.just("stood"), st.fixed_dictionaries({"target": target, "stance": stance, "public": st.booleans()}))
    rows = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3)
    brought = st.tuples(st.just("c"), st.just("brought"), rows.map(lambda texts: {"texts": texts}))
    proposed = st.tuples(
        seat,
        st.just("proposed"),
        st.fixed_dictionaries({
            "operation": st.sampled_from(("insert", "delete", "replace", "replace", "alt", "split", "merge")),
            "unit": st.sampled_from(("1", "2")), "start": st.integers(0, 3), "end": st.integers(0, 3), "text": st.sampled_from(("shall", "shall report")),
        }),
    )  # fmt: skip
    closed = st.tuples(
        st.just("c"),
        st.just("closed"),
        st.fixed_dictionaries(
            {"bracket": number.map(lambda n: f"#{n}"), "mode": st.sampled_from(("accepted", "accepted", "withdrawn", "merged"))}
        ),
    )
    reserved = st.tuples(
        seat, st.just("reserved"), st.fixed_dictionaries({"unit": st.sampled_from(("1", "2")), "text": st.sampled_from(("No.", ""))})
    )
    referred = st.tuples(seat, st.sampled_from(("referred", "confirmed")), st.fixed_dictionaries({"unit": st.sampled_from(("1", "2"))}))
    agreed = st.tuples(
        st.just("c"),
        st.just("agreed"),
        st.fixed_dictionaries({"unit": st.sampled_from(("1", "2")), "level": st.sampled_from(("informals", "ad ref"))}),
    )
    taken_back = st.tuples(seat, st.just("withdrawn"), st.fixed_dictionaries({"id": number.map(lambda n: f"#{n}")}))
    linked = st.tuples(st.just("c"), st.just("linked"), st.just({"id": "p", "targets": ["1", "2"]}))
    one = st.one_of(stood, stood, stood, brought, proposed, proposed, closed, closed, reserved, referred, agreed, taken_back, linked)
    return draw(st.lists(one, min_size=4, max_size=24))


def write(log: Log, number: int, by: str, kind: str, data: dict[str, Any]) -> None:
    brackets = list(state_of(log).desk.brackets)
    said = {
        name: brackets[int(value[1:]) % len(brackets)] if isinstance(value, str) and value[:1] == "#" and brackets else value
        for name, value in data.items()
    }
    if kind == "brought":
        rows = [{"id": f"{n}", "label": f"{n}", "text": text} for n, text in enumerate(said.pop("texts"), 1)]
        said = {"kind": "rolling", "paragraphs": rows}
    elif kind == "proposed":
        said["id"] = f"n{number}"
        said |= {} if said["operation"] in ("insert", "replace", "alt") else {"text": ""}
    elif kind == "closed":
        said |= {"text": "shall report"} if said["mode"] == "merged" else {}
    log.add(by, kind, **said)


@given(acts(), st.lists(st.sampled_from(SEATS), min_size=1, max_size=2, unique=True), st.sampled_from(("consensus", "vote")))
def test_whatever_two_seats_said_the_room_after_an_erasure_is_that_of_the_log_that_is_left(
    written: list[tuple[str, str, dict[str, Any]]], gone: list[str], scheme: str
) -> None:
    log = drafting("States [shall] report.", "All act.", scheme=scheme)
    log.add("h", "seated", seat="fra3", role="delegate", organisation="FRA")
    log.add("h", "seated", seat="rus2", role="delegate", organisation="RUS")
    for number, (by, kind, data) in enumerate(written):
        try:
            write(log, number, by, kind, data)
        except Refused:
            continue
    erase(log, *gone)
