"""A negotiation room: who may write what, when an offer is the deal, what each refusal is called."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import secrets
from fractions import Fraction
from typing import Any

import pytest
from rooms.negotiation_made import DEADLINE, SCORES, settings, state_of, table
from rooms.room_made import Log, left_of

from legation import moment
from legation.methods.rule import Tally, no_objection, quota, share_of_voting, unless_no_from
from legation.rooms import Refused, cut, log_outside, replay, seen_by, verify
from legation.rooms.gains import applied, gains
from legation.rooms.negotiation.better import _place
from legation.rooms.negotiation.own_points import STAYS, fallen_due, still_said
from legation.rooms.negotiation.rule import is_carried, rule_plain

SEATS = (None, "h", "da", "db", "dc", "o", "p")


def _refused(log: Log, code: str, by: str, kind: str, **data: Any) -> None:
    before = json.dumps([seen_by(state_of(log), seat) for seat in SEATS])
    with pytest.raises(Refused) as refused:
        log.add(by, kind, **data)
    assert refused.value.code == code
    assert json.dumps([seen_by(state_of(log), seat) for seat in SEATS]) == before


def _deal(log: Log) -> Any:
    return seen_by(state_of(log), None)["deal"]


def test_the_first_offer_that_every_other_side_accepts_is_the_deal() -> None:
    log = table()
    one = log.add("da", "offered", package=[2, 1], reason="Fair")
    two = log.add("db", "offered", package=[1, 0])
    log.add("db", "accepted", offer=one.number)
    log.add("da", "accepted", offer=two.number)
    assert _deal(log) is None
    log.add("dc", "accepted", offer=two.number)
    assert _deal(log) == {"offer": two.number, "package": [1, 0]}
    for kind, data in (
        ("offered", {"package": [0, 0]}), ("accepted", {"offer": one.number}), ("rejected", {"offer": one.number}),
        ("spoke", {"text": "And now?"}),
    ):  # fmt: skip
        _refused(log, "closed", "dc", kind, **data)


def test_refusals_have_their_names() -> None:
    log = table()
    side_room = log.add("da", "offered", package=[0, 1], to=["b"]).number
    offer = log.add("da", "offered", package=[0, 1]).number
    log.add("db", "rejected", offer=offer, reason="No")
    for code, by, kind, data in (
        ("unknown", "da", "offered", {"package": [0, 2]}),
        ("unknown", "da", "offered", {"package": [0, -1]}),
        ("unknown", "da", "offered", {"package": [0]}),
        ("unknown", "da", "offered", {"package": [0, 1, 0]}),
        ("unknown", "da", "offered", {"package": [0, True]}),
        ("unknown", "da", "offered", {"package": "01"}),
        ("unknown", "da", "offered", {"package": [0, 1], "to": ["x"]}),
        ("unknown", "da", "offered", {"package": [0, 1], "to": []}),
        ("unknown", "da", "offered", {"package": [0, 1], "side": "x"}),
        ("unknown", "da", "offered", {"package": [0, 1], "number": 3}),
        ("unknown", "db", "accepted", {"offer": 99}),
        ("unknown", "db", "spoke", {"text": " "}),
        ("no-role", "da", "offered", {"package": [0, 1], "side": "b"}),
        ("no-role", "da", "offered", {"package": [0, 1], "reasons": [{"issue": 0, "why": "back"}]}),
        ("no-role", "da", "accepted", {"offer": offer}),
        ("no-role", "dc", "accepted", {"offer": side_room}),
        ("no-role", "dc", "rejected", {"offer": side_room}),
        ("no-role", "dc", "accepted", {"offer": offer, "side": "b"}),
        ("no-role", "h", "offered", {"package": [0, 1]}),
        ("no-role", "o", "offered", {"package": [0, 1]}),
        ("no-role", "p", "spoke", {"text": "Here"}),
        ("no-role", "o", "spoke", {"text": "Psst", "to": ["a"]}),
        ("no-role", "stranger", "offered", {"package": [0, 1]}),
        ("no-role", "da", "scored", {"points": SCORES["a"]}),
        ("no-role", "da", "released", {"offer": offer}),
        ("no-role", "da", "revealed", {}),
        ("no-role", "da", "phase", {"phase": "closed"}),
        ("no-role", "h", "seated", {"seat": "h2", "role": "host"}),
        ("no-role", "h", "seated", {"seat": "x", "role": "observer", "side": "a"}),
        ("no-role", "h", "seated", {"seat": "x", "role": "delegate", "bot": "hard"}),
        ("unknown", "h", "seated", {"seat": "x", "role": "moderator"}),
        ("unknown", "h", "seated", {"seat": "x", "role": "delegate", "side": "x"}),
        ("unknown", "h", "seated", {"seat": "x", "role": "delegate", "side": "a", "bot": "fast"}),
        ("twice", "h", "seated", {"seat": "da", "role": "delegate", "side": "b"}),
        ("twice", "db", "rejected", {"offer": offer}),
        ("twice", "db", "accepted", {"offer": offer}),
        ("not-open", "dc", "voted", {"offer": offer, "value": 1}),
        ("not-open", "h", "revealed", {}),
        ("unknown", "clock", "due", {"what": "deadline", "deadline": "2026-03-02T10:30:00.000Z"}),
        ("not-open", "clock", "due", {"what": "deadline", "deadline": DEADLINE}),
    ):
        _refused(log, code, by, kind, **data)
    log.add("h", "phase", phase="paused")
    for kind, data in (("offered", {"package": [0, 1]}), ("accepted", {"offer": offer}), ("spoke", {"text": "Well"})):
        _refused(log, "not-open", "dc", kind, **data)
    log.add("h", "phase", phase="closed")
    _refused(log, "closed", "dc", "offered", package=[0, 1])
    _refused(log, "closed", "h", "phase", phase="open")


@pytest.mark.parametrize("due", [False, True])
def test_at_the_deadline_is_in_time_and_a_millisecond_later_is_late(due: bool) -> None:
    log = table()
    log.at = moment.parse(DEADLINE)
    offer = log.add("da", "offered", package=[0, 0])
    log.at = moment.parse(DEADLINE) + dt.timedelta(milliseconds=1)
    if due:
        log.add("clock", "due", what="deadline", deadline=DEADLINE)
        assert state_of(log).falls_due == {}
        _refused(log, "unknown", "clock", "due", what="deadline", deadline=DEADLINE)
    _refused(log, "late", "db", "accepted", offer=offer.number)
    if not due:
        _refused(log, "late", "h", "phase", phase="paused")
    log.add("h", "phase", phase="closed")
    log.add("h", "revealed")
    _refused(log, "twice", "h", "revealed")


def test_where_the_clock_jumps_back_at_the_deadline_nothing_is_written_before_what_is_there() -> None:
    log = table()
    log.at = moment.parse(DEADLINE) + dt.timedelta(milliseconds=1)
    log.add("clock", "due", what="deadline", deadline=DEADLINE)
    log.at = moment.parse(DEADLINE)
    for by, kind, data in (
        ("da", "offered", {"package": [0, 0]}), ("da", "spoke", {"text": "Again"}), ("h", "phase", {"phase": "open"}),
        ("clock", "due", {"what": "deadline", "deadline": DEADLINE}),
    ):  # fmt: skip
        _refused(log, "conflict", by, kind, **data)


def test_in_turns_the_next_in_the_order_offers_and_an_answer_in_turn_passes_it_on() -> None:
    log = table(protocol="turns")
    _refused(log, "not-open", "db", "offered", package=[0, 0])
    one = log.add("da", "offered", package=[0, 0]).number
    _refused(log, "not-open", "da", "offered", package=[0, 0])
    log.add("dc", "rejected", offer=one)
    log.add("db", "accepted", offer=one)
    assert [row["turn"] for row in seen_by(state_of(log), "da")["sides"]] == [False, False, True]
    log.add("h", "removed", seat="dc")  # of a side at which nobody sits it is never the turn
    assert [row["turn"] for row in seen_by(state_of(log), "da")["sides"]] == [True, False, False]
    log.add("da", "offered", package=[1, 0])


def test_on_a_single_text_the_host_alone_offers_and_all_sides_agree() -> None:
    log = table(protocol="single text")
    _refused(log, "no-role", "da", "offered", package=[0, 0])
    text = log.add("h", "offered", package=[2, 1]).number
    for side in "abc":
        assert _deal(log) is None
        log.add(f"d{side}", "accepted", offer=text)
    assert _deal(log) == {"offer": text, "package": [2, 1]}


def test_votes_carry_once_nobody_can_change_it_and_the_last_counts() -> None:
    log = table(rule={"share": "2/3", "veto": ["c"]})
    offer = log.add("da", "offered", package=[0, 0]).number
    log.add("db", "voted", offer=offer, value=1)
    assert _deal(log) is None  # whoever has a veto is not outrun
    log.add("dc", "voted", offer=offer, value=-1)
    assert _deal(log) is None
    assert seen_by(state_of(log), None)["offers"][0]["votes"] == {"a": 1, "b": 1, "c": -1}
    log.add("dc", "voted", offer=offer, value=0)
    assert _deal(log) == {"offer": offer, "package": [0, 0]}
    weighted = table(rule={"share": "1/2", "strict": True, "weights": {"a": 3, "b": 1, "c": 1}})
    offer = weighted.add("da", "offered", package=[0, 0]).number
    assert _deal(weighted) == {"offer": offer, "package": [0, 0]}


def test_any_rule_stands_as_plain_data_and_who_has_not_voted_at_the_end_is_absent() -> None:
    half = rule_plain(share_of_voting("1/2", strict=True))
    log = table(rule=half)
    one = log.add("da", "offered", package=[0, 0]).number
    assert _deal(log) is None
    log.add("db", "voted", offer=one, value=1)
    assert _deal(log) == {"offer": one, "package": [0, 0]}
    silent = table(rule=rule_plain(unless_no_from(quota({"a": 1, "b": 1, "c": 1}, 2), ["c"])))
    one = silent.add("da", "offered", package=[0, 0]).number
    silent.add("db", "voted", offer=one, value=1)
    assert _deal(silent) is None
    silent.add("h", "phase", phase="closed")
    assert _deal(silent) == {"offer": one, "package": [0, 0]}
    consensus = table(rule=rule_plain(no_objection("abc")))
    one = consensus.add("da", "offered", package=[0, 0]).number
    consensus.add("db", "voted", offer=one, value=0)
    assert _deal(consensus) is None
    consensus.add("dc", "voted", offer=one, value=1)
    assert _deal(consensus) is not None


def test_a_share_of_those_who_weigh_nothing_carries_nothing() -> None:
    rule = Tally((("b", Fraction(0)), ("c", Fraction(3))), Fraction(1, 2), of=("yes", "no"))
    assert not is_carried(rule, {"b": "yes"}, ("a",))  # c is absent: half of nothing
    assert not is_carried(rule, {"b": "yes"})
    assert is_carried(rule, {"b": "yes", "c": "yes"}, ("a",))


def test_an_offer_is_carried_early_by_votes_that_no_further_vote_can_undo() -> None:
    chance = random.Random(4)
    sides, coming = "abcd", ("yes", "no", "abstain", "absent")
    of = [(), ("yes", "no"), ("yes", "no", "abstain"), coming]
    carried = 0
    for _ in range(300):
        listed = tuple((side, Fraction(chance.randrange(4))) for side in chance.sample(sides, chance.randrange(2, 5)))
        base = chance.choice(of)
        needed = Fraction(chance.randrange(5), 4 if base else 1)
        rule = Tally(listed, needed, chance.random() < 0.5, counted=chance.choice([("yes",), ("no",), ("yes", "abstain")]), of=base)
        votes = {side: chance.choice(coming[:3]) for side in sides if chance.random() < 0.5}
        waiting = [side for side in sides if side not in votes and chance.random() < 0.8]
        every = itertools.product(coming, repeat=len(waiting))
        assert is_carried(rule, votes, waiting) == all(is_carried(rule, votes | dict(zip(waiting, more, strict=True))) for more in every)
        carried += is_carried(rule, votes, waiting)
    assert carried > 20


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule": {"share": "5/2"}}, {"rule": {"share": "2/3", "veto": ["x"]}}, {"rule": {"needed": "x"}}, {"rule": {"part": 3}},
        {"rule": {"share": "2/3", "weights": {"a": -1}}}, {"rule": {"count": 3, "parts": []}}, {"rule": {"needed": "1/0", "of": ["yes"]}},
        {"scores": None}, {"scores": {"a": [[1]]}}, {"scores": SCORES | {"x": [[1, 2, 3], [1, 2]]}},
        {"scores": SCORES | {"a": [[1, 2, True], [1, 2]]}}, {"floors": {"x": 2}}, {"floors": {"a": "2"}}, {"briefs": {"a": {"de": "x"}}},
        {"status_quo": [3, 0]}, {"status_quo": [0]}, {"host_side": "x"}, {"session": "play"}, {"protocol": "auction"},
        {"sides": settings()["sides"][:1]}, {"issues": []}, {"deadline": "tomorrow"}, {"session": "real", "scores": SCORES},
    ],
)  # fmt: skip
def test_a_room_is_not_opened_on_what_does_not_fit(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        Log("negotiation").add("h", "opened", **settings(**wrong))
    assert refused.value.code == "unknown"


def test_points_go_when_their_side_wants_it_and_thirty_days_after_closing() -> None:
    log = table(session="real")
    first = log.add("da", "scored", points=SCORES["a"], floor=2)
    log.add("da", "scored", points=SCORES["b"])
    other = log.add("db", "scored", points=SCORES["b"])
    _refused(log, "unknown", "da", "scored", points=[[1], [2]])
    _refused(log, "no-role", "db", "erased", entry=first.number)
    _refused(log, "no-role", "h", "erased", entry=first.number)
    _refused(log, "unknown", "da", "erased", entry=1)
    _refused(log, "unknown", "da", "erased", entry=first.number, seat="da")
    _refused(log, "not-open", "clock", "erased", entry=other.number)
    assert seen_by(state_of(log), "da")["mine"] == {"side": "a", "points": SCORES["b"], "floor": None, "brief": None}
    for number in still_said(state_of(log), "a"):
        log.add("da", "erased", entry=number)
    assert seen_by(state_of(log), "da")["mine"]["points"] is None
    log.add("h", "phase", phase="closed")
    closed = log.at - dt.timedelta(seconds=1)
    assert list(fallen_due(state_of(log), moment.written(closed + STAYS - dt.timedelta(seconds=1)))) == []
    assert list(fallen_due(state_of(log), moment.written(closed + STAYS))) == [other.number]
    log.at = closed + STAYS
    log.add("clock", "erased", entry=other.number)
    assert state_of(log).points == {}
    gone = {int(entry.data["entry"]) for entry in log.entries if entry.kind == "erased" and entry.data}
    left = [entry.erased() if entry.number in gone else entry for entry in log.entries]
    assert verify(left) is None
    assert "floor" not in json.dumps([dict(entry.data or {}) for entry in left])
    assert replay("negotiation", left) == state_of(log)


def test_the_file_of_a_room_says_nothing_more_of_whoever_left() -> None:
    log = table()
    offer = log.add("da", "offered", package=[0, 0], reason="CANARY").number
    log.add("da", "spoke", text="CANARY")
    log.add("db", "accepted", offer=offer)
    log.add("da", "erased", seat="da")
    log.add("dc", "accepted", offer=offer)
    left = left_of("negotiation", log.entries)
    assert replay("negotiation", left).hash == state_of(log).hash
    for seat in (None, "h", "db", "dc"):
        assert seen_by(replay("negotiation", left), seat) == seen_by(state_of(log), seat)
        assert 'CANARY"' not in json.dumps(seen_by(state_of(log), seat) | {"mine": {}})
    assert _deal(log)["offer"] == offer
    log.add("h", "phase", phase="closed")
    made = cut("negotiation", "room", left_of("negotiation", log.entries), secrets.token_hex)
    after = replay("negotiation", made)
    assert (after.deal, after.phase) == (str(offer), "closed")  # type: ignore[attr-defined]
    assert 'CANARY"' not in json.dumps([entry.data for entry in made[1:]])


def test_a_room_that_its_host_closed_after_the_deadline_had_is_read_after_the_cut() -> None:
    log = table()
    offer = log.add("da", "offered", package=[0, 0]).number
    log.at = moment.parse(DEADLINE) + dt.timedelta(seconds=1)
    log.add("clock", "due", what="deadline", deadline=DEADLINE)
    log.add("h", "phase", phase="closed")
    log.add("h", "revealed")
    after = replay("negotiation", cut("negotiation", "room", log.entries, secrets.token_hex))
    assert (after.phase, after.revealed, list(after.offers)) == ("closed", True, [str(offer)])  # type: ignore[attr-defined]


def test_a_package_that_not_all_released_does_not_leave_with_the_log_after_the_cut() -> None:
    log = table(session="real")
    kept = log.add("da", "offered", package=[0, 1], reason="CANARY").number
    log.add("h", "phase", phase="closed")
    log.add("da", "released", offer=kept)
    made = cut("negotiation", "room", log.entries, secrets.token_hex)
    out = log_outside("negotiation", "room", made, secrets.token_hex, whole=True)
    assert out is not None
    assert verify(out) is None
    assert [entry.kind for entry in out if entry.kind in ("offered", "released")] == []
    assert "CANARY" not in json.dumps([entry.data for entry in out])


def test_a_log_is_read_after_somebody_who_was_removed_took_along_what_they_said() -> None:
    log = table(protocol="turns")
    log.add("da", "offered", package=[0, 0])
    _refused(log, "unknown", "h", "removed", seat="db", reason="She is rude")  # the entry stays, so it holds no words of anybody
    log.add("h", "removed", seat="db", reason="other")
    log.add("dc", "offered", package=[1, 0])  # nobody sat at the side between
    log.add("db", "erased", seat="db")
    left = left_of("negotiation", log.entries)
    assert verify(left) is None
    assert seen_by(replay("negotiation", left), "da") == seen_by(state_of(log), "da")


def test_a_host_who_plays_sees_what_its_side_sees_and_no_second_side() -> None:
    log = table()
    log.add("da", "spoke", text="CANARYROOM", to=["b"])
    log.add("h", "moved", seat="h", side="b")
    assert {**seen_by(state_of(log), "h")} == {**seen_by(state_of(log), "db")}
    _refused(log, "no-role", "h", "moved", seat="h", side="a")
    _refused(log, "no-role", "h", "moved", seat="h", role="observer")
    log.add("h", "offered", package=[0, 0])
    real = table(session="real")
    for side in "abc":
        real.add(f"d{side}", "scored", points=SCORES[side])
    real.add("da", "offered", package=[0, 0])
    assert seen_by(state_of(real), "h")["offers"][0]["distance"]
    real.add("h", "moved", seat="h", side="b")
    seen = seen_by(state_of(real), "h")
    assert "distance" not in seen["offers"][0]
    assert seen["mine"]["points"] is None  # they were said before the host sat there


def test_in_a_real_session_each_side_sees_whether_a_better_package_for_all_exists() -> None:
    log = table(session="real")
    log.add("da", "offered", package=[0, 1])
    assert [seen_by(state_of(log), seat)["better"] for seat in SEATS] == [None] * 7
    for side in "abc":
        log.add(f"d{side}", "scored", points={"a": [[6, 0, 3], [4, 0]], "b": [[0, 6, 4], [1, 0]], "c": [[2, 2, 5], [1, 0]]}[side])
    assert [seen_by(state_of(log), seat)["better"] for seat in SEATS] == [None] * 7  # the offer came before the points
    log.add("da", "offered", package=[0, 1])
    assert [seen_by(state_of(log), seat)["better"] for seat in SEATS] == [None, True, True, True, True, None, None]
    assert [seen_by(state_of(log), seat)["offers"][0]["package"] for seat in SEATS] == [None, None, [0, 1], [0, 1], [0, 1], None, None]
    last = log.add("db", "offered", package=[2, 0]).number
    assert seen_by(state_of(log), "da")["better"] is False
    assert [row["distance"] for row in seen_by(state_of(log), "h")["offers"]][2] == "0.00"
    for side in "abc":
        assert seen_by(state_of(log), "h")["offers"][2]["package"] is None
        log.add(f"d{side}", "released", offer=last)
    _refused(log, "twice", "da", "released", offer=last)
    assert seen_by(state_of(log), "h")["offers"][2]["package"] == [2, 0]
    assert seen_by(state_of(log), "h")["mine"] == {"released": [[2, 0]]}
    log.add("h", "phase", phase="closed")
    _refused(log, "no-role", "h", "revealed")


def test_all_are_told_where_another_person_was_given_the_seat_of_a_party() -> None:
    log = table(session="real")
    assert not any(row["again"] for row in seen_by(state_of(log), "db")["sides"])
    log.add("h", "removed", seat="da", reason="other")
    log.add("h", "seated", seat="da2", role="delegate", side="a")
    for seat in (None, "h", "da2", "db", "o"):
        assert [row["again"] for row in seen_by(state_of(log), seat)["sides"]] == [True, False, False]
    assert "again" not in seen_by(state_of(table()), "db")["sides"][0]


def test_a_side_that_says_other_points_again_and_again_learns_nothing_from_one_offer() -> None:
    log = table(session="real")
    for side in "abc":
        log.add(f"d{side}", "scored", points=SCORES[side])
    offer = log.add("da", "offered", package=[0, 0]).number
    known = seen_by(state_of(log), "da")["better"]
    assert known is not None
    for option in range(1, 3):  # nothing but another option of the first issue is as good for it: do the others prefer that?
        log.add("da", "scored", points=[[0 if one in (0, option) else -99 for one in range(3)], [0, -99]])
        assert [seen_by(state_of(log), seat)["better"] for seat in SEATS] == [None] * 7
    for side in "bc":
        log.add(f"d{side}", "accepted", offer=offer)
    assert seen_by(state_of(log), "da")["better"] is not None  # after the deal no points are said any more


def test_pictures_have_these_keys_and_a_message_says_what_changes() -> None:
    keys = {"phase", "number", "sides", "offers", "words", "deal", "mine"}
    for session, more in (("rehearsal", set()), ("real", {"better"})):
        log = table(session=session, rule={"share": "2/3"})
        pictures = {seat: seen_by(state_of(log), seat) for seat in SEATS}
        for kind, data in (
            ("offered", {"package": [0, 0], "to": ["b"]}), ("offered", {"package": [1, 0]}), ("spoke", {"text": "Well", "to": ["c"]}),
            ("spoke", {"text": "Well"}),
        ):  # fmt: skip
            log.add("da", kind, **data)
            for seat, before in pictures.items():
                after = seen_by(state_of(log), seat)
                assert set(after) == keys | more
                found = applied(before, gains(before, after))
                assert {name: value for name, value in found.items() if name != "better"} == {
                    name: value for name, value in after.items() if name != "better"
                }
                pictures[seat] = after
    assert [len(pictures[seat]["words"]) for seat in SEATS] == [1, 1, 2, 1, 2, 1, 1]
    assert [len(pictures[seat]["offers"]) for seat in SEATS] == [1, 1, 2, 2, 1, 1, 1]


def test_points_that_were_taken_away_are_in_no_memory_of_what_was_worked_out() -> None:
    for gone in ("entry", "seat"):
        log = table(session="real")
        said = [log.add(f"d{side}", "scored", points=SCORES[side]).number for side in "abc"]
        log.add("da", "offered", package=[0, 0])
        assert seen_by(state_of(log), "da")["better"] is not None
        assert _place.cache_info().currsize
        log.add("da", "erased", **({"entry": said[0]} if gone == "entry" else {"seat": "da"}))
        assert not _place.cache_info().currsize
