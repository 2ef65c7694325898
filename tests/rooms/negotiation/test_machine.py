"""Any moves in any order: the room agrees with a reading of the rules that goes through the whole log anew each time."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rooms.negotiation_made import DEADLINE, SIDES, table

from legation import moment
from legation.rooms import Refused, replay, seen_by, verify
from legation.rooms.kinds import take
from legation.rooms.negotiation import Negotiation
from legation.rooms.plain_state import state_from, state_plain

SEATS = {"da": "a", "db": "b", "dc": "c", "h": "", "o": "", "p": ""}
PACKAGES = ([0, 0], [2, 1], [1, 0], [3, 0], [0])
MOVES = st.one_of(
    st.tuples(
        st.sampled_from(tuple(SEATS)),
        st.just("offered"),
        st.fixed_dictionaries(
            {"package": st.sampled_from(PACKAGES)},
            optional={"to": st.sampled_from((["a"], ["b"], ["a", "b", "c"], ["x"])), "side": st.sampled_from(SIDES)},
        ),
    ),
    st.tuples(
        st.sampled_from(tuple(SEATS)),
        st.sampled_from(("accepted", "rejected")),
        st.fixed_dictionaries({"offer": st.integers(6, 16)}, optional={"side": st.sampled_from(SIDES)}),
    ),
    st.tuples(
        st.sampled_from(tuple(SEATS)),
        st.just("voted"),
        st.fixed_dictionaries({"offer": st.integers(6, 16), "value": st.sampled_from((1, 0, -1))}),
    ),
    st.tuples(st.just("h"), st.just("phase"), st.fixed_dictionaries({"phase": st.sampled_from(("open", "open", "paused", "closed"))})),
    st.tuples(st.just("h"), st.just("revealed"), st.just({})),
    st.tuples(st.just("clock"), st.just("late"), st.just({})),
)


class Reading:
    """The rules once more, of the entries that were taken: no state is carried from one to the next."""

    def __init__(self, entries: list[Any], protocol: str, share: str | None) -> None:
        self.entries, self.protocol, self.share = entries, protocol, share

    def offers(self) -> dict[int, Any]:
        return {one.number: one for one in self.entries if one.kind == "offered"}

    def others(self, offer: Any) -> set[str]:
        given = offer.data.get("to")
        return (set(given) if given else set(SIDES)) - {SEATS[offer.by]}

    def deal(self) -> int | None:
        for at in range(1, len(self.entries) + 1):
            part = Reading(self.entries[:at], self.protocol, self.share)
            found = [number for number, offer in part.offers().items() if part.is_carried(number, offer)]
            if found:
                return found[0]
        return None

    def is_carried(self, number: int, offer: Any) -> bool:
        if self.others(offer) | {SEATS[offer.by]} < set(SIDES):
            return False
        yes = {SEATS[one.by] for one in self.entries if one.kind == "accepted" and one.data["offer"] == number}
        votes = {SEATS[one.by]: one.data["value"] for one in self.entries if one.kind == "voted" and one.data["offer"] == number}
        if SEATS[offer.by]:
            votes[SEATS[offer.by]] = 1
        carried = self.share is not None and sum(value == 1 for value in votes.values()) >= Fraction(self.share) * 3
        return yes >= self.others(offer) or carried

    def turn(self) -> str:
        turn = 0
        for one in self.entries:
            if one.kind in ("offered", "accepted") and SEATS[one.by]:
                side = SEATS[one.by]
                if one.kind == "offered" or SIDES[turn] == side:
                    turn = (SIDES.index(side) + 1) % 3
        return SIDES[turn]

    def codes(self, by: str, kind: str, data: dict[str, Any], *, late: bool) -> set[str]:
        """Return the reasons for which it may be refused; none: it is taken."""
        found: set[str] = set()
        phases = [one.data["phase"] for one in self.entries if one.kind == "phase"]
        phase, over = (phases or ["open"])[-1], self.deal() is not None
        if kind == "phase":
            if phase == "closed":
                return {"closed"}
            return {"late"} if late and data["phase"] != "closed" else set()
        if kind == "revealed":
            told = any(one.kind == "revealed" for one in self.entries)
            return ({"not-open"} if phase != "closed" else set()) | ({"twice"} if told else set())
        if phase == "closed" or over:
            found.add("closed")
        if late and phase != "closed" and not over:
            found.add("late")
        if phase == "paused":
            found.add("not-open")
        side = SEATS[by]
        is_text = self.protocol == "single text" and by == "h" and kind == "offered"
        if data.get("side", side) != side or (not side and not is_text):
            found.add("no-role")
        if kind == "offered":
            if self.protocol == "single text" and by != "h":
                found.add("no-role")
            if self.protocol == "turns" and side != self.turn():
                found.add("not-open")
            if len(data["package"]) != 2 or data["package"][0] > 2 or set(data.get("to", ())) - set(SIDES) or data.get("to") == [side]:
                found.add("unknown")
            return found
        offer = self.offers().get(data["offer"])
        if offer is None:
            return found | {"unknown"}
        if side not in self.others(offer):
            found.add("no-role")
        if kind == "voted":
            return found | ({"not-open"} if self.share is None else set())
        said = [one for one in self.entries if one.kind in ("accepted", "rejected") and one.data["offer"] == data["offer"]]
        return found | ({"twice"} if any(SEATS[one.by] == side for one in said) else set())


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(MOVES, max_size=24),
    st.sampled_from(("free", "turns", "single text")),
    st.sampled_from((None, "2/3", "1")),
)
def test_the_room_takes_and_refuses_what_a_reading_from_the_beginning_does(moves: list[Any], protocol: str, share: str | None) -> None:
    log = table(protocol=protocol, rule=None if share is None else {"share": share})
    late = False
    for by, kind, data in moves:
        if kind == "late":
            late = True
            log.at = max(log.at, moment.parse(DEADLINE.replace("10:00:00", "10:00:01")))
            continue
        expected = Reading(log.entries, protocol, share).codes(by, kind, data, late=late)
        before = repr(log.state)
        try:
            log.add(by, kind, **data)
        except Refused as refused:
            assert refused.code in expected, (by, kind, data, expected)
            assert repr(log.state) == before
        else:
            assert not expected, (by, kind, data, expected)
    assert log.state is not None
    shown = seen_by(log.state, None)["deal"]
    assert (None if shown is None else shown["offer"]) == Reading(log.entries, protocol, share).deal()
    assert verify(log.entries) is None
    middle = replay("negotiation", log.entries, len(log.entries) // 2)
    again = state_from(Negotiation, json.loads(json.dumps(state_plain(middle))))  # type: ignore[arg-type]
    for entry in log.entries[len(log.entries) // 2 :]:
        take(again, entry)
    assert [seen_by(again, seat) for seat in (None, *SEATS)] == [seen_by(log.state, seat) for seat in (None, *SEATS)]
