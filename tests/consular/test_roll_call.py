"""The roll call of a crisis: its rules one by one, any order of arrival, and a plain reading of each person's own events."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.consular.roll_call import STATUSES, URGENCY, Event, RollCall, roll_call
from legation.errors import LegationError

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def event(minute: int, kind: Any, people: str = "a", status: str = "", **more: Any) -> Event:
    name = more.pop("id", f"{minute:03}")
    return Event(name, START + dt.timedelta(minutes=minute), kind, tuple(people), status, **{"trusted": kind == "reply"} | more)


def status(*events: Event) -> str:
    return roll_call(["a"], {}, events).status["a"]


def test_the_latest_trusted_reply_wins_and_covers_whom_it_names() -> None:
    call = roll_call("abc", {}, [event(2, "reply", "ab", "left"), event(1, "reply", "a", "safe")])

    assert call.status == {"a": "left", "b": "left", "c": "not_asked"}
    assert call.counts == {**dict.fromkeys(STATUSES, 0), "left": 2, "not_asked": 1}
    assert call.unaccounted == {"c"}


@pytest.mark.parametrize("grave", ["injured", "need_help"])
@pytest.mark.parametrize("mild", ["want_out", "safe", "left"])
def test_a_milder_reply_does_not_end_an_injury_and_an_officer_does(grave: str, mild: str) -> None:
    replies = [event(1, "reply", status=grave), event(2, "reply", status=mild)]

    kept = roll_call(["a"], {}, replies)
    ended = roll_call(["a"], {}, [*replies, event(3, "officer", status=mild)])

    assert (kept.status, kept.to_confirm) == ({"a": grave}, {"a"})
    assert (ended.status, ended.to_confirm) == ({"a": mild}, frozenset())


def test_need_help_becomes_injured_and_not_the_reverse() -> None:
    assert status(event(1, "reply", status="need_help"), event(2, "reply", status="injured")) == "injured"
    assert status(event(1, "reply", status="injured"), event(2, "reply", status="need_help")) == "injured"


def test_the_same_again_needs_no_confirmation() -> None:
    assert roll_call(["a"], {}, [event(1, "reply", status="injured"), event(2, "reply", status="injured")]).to_confirm == frozenset()


@pytest.mark.parametrize("said", URGENCY)
@pytest.mark.parametrize("decided", URGENCY)
def test_a_reply_overrides_an_officer_only_if_more_urgent(decided: str, said: str) -> None:
    call = roll_call(["a"], {}, [event(1, "officer", status=decided), event(2, "reply", status=said)])
    overrides = URGENCY.index(said) < URGENCY.index(decided)

    assert call.status == {"a": said if overrides else decided}
    assert call.to_confirm == (frozenset() if overrides else {"a"})


def test_what_overrode_an_officer_is_a_reply_like_others() -> None:
    assert status(event(1, "officer", status="left"), event(2, "reply", status="safe"), event(3, "reply", status="left")) == "left"


def test_an_officer_may_withdraw_what_stood() -> None:
    asked = event(0, "asked", channel="sms")

    assert status(asked, event(1, "reply", status="safe"), event(2, "officer")) == "asked"
    assert status(asked, event(2, "officer"), event(3, "reply", status="left")) == "left"


@pytest.mark.parametrize("kind", ["third_party", "reply"])
def test_what_is_not_trusted_sets_nothing_and_is_reported(kind: str) -> None:
    call = roll_call("ab", {}, [event(1, kind, "a", "injured", trusted=kind == "third_party"), event(2, kind, "a", "?", trusted=False)])

    assert (call.status, call.reported, call.to_confirm) == ({"a": "not_asked", "b": "not_asked"}, {"a"}, frozenset())
    assert call.unaccounted == {"a", "b"}


def test_unreachable_is_who_failed_by_every_channel_asked() -> None:
    sms, mail = (event(1, "asked", channel="sms"), event(1, "asked", channel="mail", id="m"))
    sms_failed, mail_failed = (event(2, "failed", channel="sms"), event(2, "failed", channel="mail", id="n"))

    assert status(sms, mail, sms_failed) == "asked"
    assert status(sms, mail, sms_failed, mail_failed) == "unreachable"
    assert status(sms_failed) == "not_asked"
    assert status(sms, sms_failed, event(3, "reply", status="safe")) == "safe"


@pytest.mark.parametrize(
    ("members", "shown"),
    [
        ({"a": "safe", "b": "injured", "c": ""}, "injured"),
        ({"a": "need_help", "b": "injured"}, "injured"),
        ({"a": "need_help", "b": ""}, "need_help"),
        ({"a": "want_out", "b": ""}, "unaccounted"),
        ({"a": "left", "b": "want_out", "c": "safe"}, "want_out"),
        ({"a": "left", "b": "left"}, "left"),
    ],
)
def test_a_household_shows_help_first_then_who_is_missing(members: dict[str, str], shown: str) -> None:
    events = [event(number, "reply", who, one) for number, (who, one) in enumerate(members.items()) if one]

    assert roll_call([*members, "z"], dict.fromkeys(members, "home"), events).households == {"home": shown}


def test_an_id_that_is_none_of_the_people_is_an_error_that_names_it() -> None:
    with pytest.raises(LegationError, match=r"Event 007 .*: zed"):
        roll_call(["a"], {}, [Event("007", START, "asked", ("zed", "a"))])
    with pytest.raises(LegationError, match=r"household .*: zed"):
        roll_call(["a"], {"zed": "home"}, [])
    with pytest.raises(LegationError, match=r"names 7 who .* a, b, c, d and e"):
        roll_call(["z"], {}, [event(1, "asked", "gfedcba")])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (dataclasses.replace(event(1, "asked"), at=dt.datetime(2026, 3, 2)), "distance from UTC"),  # noqa: DTZ001
        (event(1, "heard"), "its kind"),
        (event(1, "reply", status="fine"), "its status"),
        (event(1, "reply"), "its status"),
        (event(1, "officer", status="not_asked"), "its status"),
        (dataclasses.replace(event(1, "asked"), people="a"), "list of ids"),
    ],
)
def test_an_event_that_says_nothing_is_refused_by_its_id(wrong: Event, said: str) -> None:
    with pytest.raises(LegationError, match=f"Event 001: .*{said}"):
        roll_call(["a"], {}, [wrong])


PEOPLE = "abcd"
EVENTS = st.lists(
    st.builds(
        lambda name, minute, kind, people, said, channel, trusted: Event(
            name, START + dt.timedelta(minutes=minute), kind, people, said, channel, trusted
        ),
        st.sampled_from([f"e{n}" for n in range(12)]),
        st.integers(0, 6),
        st.sampled_from(["asked", "failed", "reply", "reply", "third_party", "officer"]),
        st.frozensets(st.sampled_from(PEOPLE), min_size=1).map(lambda people: tuple(sorted(people))),
        st.sampled_from(URGENCY),
        st.sampled_from(["sms", "mail"]),
        st.booleans(),
    ),
    max_size=14,
)
HOUSEHOLDS = {"a": "x", "b": "x", "c": "y"}


def plainly(people: str, households: dict[str, str], events: list[Event]) -> RollCall:
    """Read each person's own events from the first to the last, by the words of the rules."""
    first: dict[str, Event] = {}
    for one in sorted(events, key=lambda e: (e.at, e.kind, sorted(e.people), e.status, e.channel, e.trusted)):
        first.setdefault(one.id, one)
    known: dict[str, str] = {}
    confirm, reported = set(), set()
    for person in people:
        own = sorted((e for e in first.values() if person in e.people), key=lambda e: (e.at, e.id))
        now, by = "", ""
        for e in own:
            if e.kind == "officer":
                now, by = e.status, "officer"
                confirm.discard(person)
            elif e.kind == "reply" and e.trusted:
                more_urgent = not now or URGENCY.index(e.status) < URGENCY.index(now)
                if by == "officer" and not more_urgent:
                    confirm.add(person)
                elif now in ("injured", "need_help") and not more_urgent:
                    confirm |= {person} if e.status != now else set()
                else:
                    now, by = e.status, "reply"
            elif e.kind in ("reply", "third_party"):
                reported.add(person)
        if not now:
            channels = {e.channel for e in own if e.kind == "asked"}
            failures = {e.channel for e in own if e.kind == "failed"}
            now = ("asked" if channels - failures else "unreachable") if channels else "not_asked"
        known[person] = now
    shown = {}
    for home in set(households.values()):
        there = {known[person] for person in households if households[person] == home}
        grave = [one for one in ("injured", "need_help") if one in there]
        missing = there & {"unreachable", "asked", "not_asked"}
        shown[home] = grave[0] if grave else "unaccounted" if missing else min(there, key=URGENCY.index)
    counts = {one: list(known.values()).count(one) for one in STATUSES}
    out = frozenset(person for person, one in known.items() if one in ("unreachable", "asked", "not_asked"))
    return RollCall(known, shown, counts, frozenset(confirm), frozenset(reported), out)


@given(events=EVENTS, seed=st.integers(0, 2**32))
def test_as_a_plain_reading_of_each_person_in_any_order_and_repeated(events: list[Event], seed: int) -> None:
    chance = random.Random(seed)
    arrived = events + chance.choices(events, k=len(events)) if events else []
    chance.shuffle(arrived)

    call = roll_call(chance.sample(PEOPLE, len(PEOPLE)), HOUSEHOLDS, arrived)

    assert call == roll_call(PEOPLE, HOUSEHOLDS, events) == plainly(PEOPLE, HOUSEHOLDS, events)
    assert sum(call.counts.values()) == len(PEOPLE)


@given(events=EVENTS)
def test_nobody_in_need_is_lost_to_a_message_alone(events: list[Event]) -> None:
    """Without an officer, who once said by a trusted reply to need help is shown so or as more urgent at the end."""
    said = [e for e in roll_call_events(events) if e.kind != "officer"]
    call = roll_call(PEOPLE, HOUSEHOLDS, said)

    for person in PEOPLE:
        ranks = [URGENCY.index(e.status) for e in said if e.kind == "reply" and e.trusted and person in e.people]
        if ranks and min(ranks) < 2:
            assert call.status[person] == URGENCY[min(ranks)]


def roll_call_events(events: list[Event]) -> list[Event]:
    return [dataclasses.replace(one, id=f"n{number}") for number, one in enumerate(events)]
