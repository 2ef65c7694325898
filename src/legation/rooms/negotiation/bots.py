"""Simulated players of a rehearsal: what one of them does, and when.

A move is made of what the seat may see, the public structure and the player's style; points of others are not in it. The instants at which
a player acts are made of instants in the log, so that whichever process drives it comes to the same move, and each is written once.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from typing import Any

import numpy as np

from legation import moment
from legation.methods.negotiation import STYLES, Delegate, Domain, Table, reasons, table_of
from legation.methods.negotiation.domain import TOLERANCE
from legation.rooms.kinds import seen_by
from legation.rooms.negotiation.state import Negotiation
from legation.rooms.state import RoomState

__all__ = [
    "STEPS",
    "BotMove",
    "Public",
    "acts_at",
    "bots_of",
    "chance_of",
    "ends_at",
    "key_of_move",
    "move",
    "move_in",
    "move_on",
    "public_of",
    "share_of_time",
    "times_had",
]

_Numbered = tuple[Mapping[str, Any], int]
"""An offer, with the number of its package."""
STEPS = 30
"""How often a simulated player offers something at most, evenly over the time of a room."""
SHORTEST = 5
"""Seconds between two offers of one player at least."""
ANSWERS = (3, 10)
"""Seconds after which a player looks at an offer, drawn from these, the last excluded."""
MINUTES = 45
"""Of play, where a room has neither a deadline nor minutes."""
_SECOND = 1_000
"""Milliseconds."""
_MILLISECOND = dt.timedelta(milliseconds=1)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """What of a room all know and no picture says: how offers are made, and whether it is voted on them."""

    protocol: str
    votes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BotMove:
    """What a simulated player writes."""

    kind: str
    data: Mapping[str, Any]


def public_of(state: Negotiation) -> Public:
    """Return the public structure of a room."""
    return Public(protocol=state.settings["protocol"], votes=bool(state.settings.get("rule")))


def move(
    seen: Mapping[str, Any], public: Public, style: str, share: float, chance: np.random.Generator, *, offers: bool = True
) -> BotMove | None:
    """Return what a simulated player does now; None: it waits.

    It says yes to the offer that is worth most to it among those that are not below what it asks for at this time; no, where one is below
    its floor; else it puts forward what it would sign, unless it has that on the table already.

    Parameters
    ----------
    seen : mapping
        What :func:`legation.rooms.seen_by` gives its seat.
    style : {"hard", "even", "conciliatory"}
    share : float
        Of the time, which is over [0 to 1].
    chance : Generator
        As :func:`chance_of` makes it.
    offers : bool
        Whether it may put something forward, or answers only.
    """
    mine = seen["mine"]
    if seen["phase"] != "open" or seen["deal"] is not None or not mine.get("points"):
        return None
    side, table = mine["side"], _own_table(tuple(map(tuple, mine["points"])), mine["floor"])
    player, steps = STYLES[style](0, table, chance), _steps(table.domain.sizes)
    offers_seen = [(offer, sum(map(mul, offer["package"], steps))) for offer in seen["offers"]]
    answer = (_vote if public.votes else _answer)(offers_seen, side, player, share)
    if answer is not None:
        return answer
    turn = next((row["turn"] for row in seen["sides"] if row["id"] == side and "turn" in row), None)
    if public.protocol == "single text" or turn is False or not offers:
        return None
    sides = [row["id"] for row in seen["sides"]]
    for offer, number in offers_seen:
        if offer["by"] == side:
            player.said.append(number)
        else:
            player.heard.append(number)
            player.speakers.append(sides.index(offer["by"]) if offer["by"] else len(sides))
    number = player.offer(share)
    if turn is None and player.said and player.said[-1] == number:
        return None
    why = [
        {"issue": one.issue, "why": one.why} | ({"side": sides[one.party]} if one.party is not None and one.party < len(sides) else {})
        for one in reasons(player, number)
    ]
    return BotMove(kind="offered", data={"package": list(table.package(number)), "reasons": why})


def _answer(offers: Sequence[_Numbered], side: str, player: Delegate, share: float) -> BotMove | None:
    """Return an answer to an offer that it has not answered: yes to the best, else no to one below its floor."""
    worth = player.table.utilities[0]
    waiting = [
        (worth[package], offer["number"], package)
        for offer, package in offers
        if offer["by"] != side and side not in offer["accepted"] and all(one["side"] != side for one in offer["rejected"])
    ]
    able = [one for one in waiting if player.accepts(one[2], share)]
    if able:
        return BotMove(kind="accepted", data={"offer": max(able)[1]})
    below = next((number for worth, number, _ in waiting if worth < player.table.low[0] - TOLERANCE), None)
    return BotMove(kind="rejected", data={"offer": below}) if below is not None else None


def _vote(offers: Sequence[_Numbered], side: str, player: Delegate, share: float) -> BotMove | None:
    """Return a vote where it is another than its last: yes to what it would sign now, else no."""
    worth = player.table.utilities[0]
    for offer, package in sorted(offers, key=lambda one: (-worth[one[1]], -one[0]["number"])):
        if offer["by"] == side or (offer["to"] and side not in offer["to"]):
            continue
        value = 1 if player.accepts(package, share) else -1
        if offer["votes"].get(side) != value:
            return BotMove(kind="voted", data={"offer": offer["number"], "value": value})
    return None


@lru_cache(maxsize=256)
def _steps(sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Return how many packages further the next option of each issue is."""
    return tuple(math.prod(sizes[issue + 1 :]) for issue in range(len(sizes)))


@lru_cache(maxsize=256)
def _own_table(points: tuple[tuple[int, ...], ...], floor: int | None) -> Table:
    """Return all packages with what they are worth to one side alone."""
    return table_of(Domain(scores=[[row] for row in points], reservation=[floor]))


def bots_of(state: RoomState) -> Iterator[str]:
    """Yield the seats in which a simulated player acts: of sides at which nobody else sits, one each."""
    if isinstance(state, Negotiation) and not state.is_real:
        for side in state.sides:
            if state.is_played_by_bot(side):
                yield state.seats_of(side)[0]


def chance_of(state: RoomState) -> np.random.Generator:
    """Return the source of chance of a move after the last entry: seed and number, as everywhere in rooms."""
    return np.random.default_rng(_seeds(int(state.settings["seed"]), state.number))


@lru_cache(maxsize=4_096)
def _seeds(*numbers: int) -> np.random.SeedSequence:
    """Return what a source of chance is made of: whoever looks at the room after the same entry needs the same."""
    return np.random.SeedSequence(numbers)


def key_of_move(state: RoomState, seat: str) -> str:
    """Return the key of a move: of two processes that make it one writes it."""
    return f"bot:{state.number}:{seat}"


def share_of_time(state: Negotiation, at: str) -> float:
    """Return which share of the time of a room is over at an instant [0 to 1]."""
    begun, span = _time(state)
    return min(max((_instant(at) - begun) / span, 0.0), 1.0)


def acts_at(state: Negotiation, seat: str, after: str) -> tuple[str, bool]:
    """Return when a simulated player looks at the room next, after an instant, and whether it may put something forward then.

    Some seconds after an offer to it, and after its own last answer, it answers; evenly over the time, and in turns when it is its turn,
    it may offer.
    """
    sides, side, place = state.sides, state.places[seat].side, state.places[seat]
    since, (begun, first, step) = _instant(max(after, place.wrote)), _times(state, side)
    found = first + max(0, (since - first) // step + 1) * step
    last = next((one for one in reversed(state.offers.values()) if one.by != side and side in (one.to or sides)), None)
    is_turn = state.whose_turn == side
    if last is not None or is_turn:
        number = last.number if last is not None else 0
        looked = max(_instant(last.at) if last is not None else begun, _instant(place.wrote or state.began))
        answering = looked + _waits(int(state.settings["seed"]), number, sides.index(side)) * _SECOND
        if since < answering < found:
            return _written(answering), is_turn
    return _written(found), True


def times_had(state: Negotiation, seat: str, at: str) -> int:
    """Return how often a simulated player could have put something forward by an instant, this time included.

    By it, where the log says hours alone, processes know a time that is used from the next.
    """
    _, first, step = _times(state, state.places[seat].side)
    return max(0, (_instant(at) - first) // step + 1)


def _times(state: Negotiation, side: str) -> tuple[int, int, int]:
    """Return when a room began, when the player of a side may offer first, and after how long again [ms]."""
    begun, span = _time(state)
    step = max(span // STEPS // _SECOND, SHORTEST) * _SECOND  # whole seconds: an instant in the log is that at which it was looked
    return begun, begun + step * (state.sides.index(side) + 1) // len(state.sides) // _SECOND * _SECOND, step


def ends_at(state: Negotiation) -> str:
    """Return when the time of a room is over: its deadline, else so many minutes after it began as it says."""
    return _written(sum(_time(state)))


def _time(state: Negotiation) -> tuple[int, int]:
    """Return when a room began, and how long it lasts [ms]."""
    begun = _instant(state.began)
    until = state.deadline or state.ended
    span = _instant(until) - begun if until else (state.settings.get("minutes") or MINUTES) * 60 * _SECOND
    return begun, max(span, _SECOND)


@lru_cache(maxsize=4_096)
def _instant(text: str) -> int:
    """Return an instant of a log as milliseconds, as finely as logs have it."""
    return (moment.parse(text) - _EPOCH) // _MILLISECOND


@lru_cache(maxsize=4_096)
def _written(at: int) -> str:
    return moment.written(_EPOCH + at * _MILLISECOND)


@lru_cache(maxsize=4_096)
def _waits(*numbers: int) -> int:
    """Return how many seconds a player lets pass before it answers, drawn from numbers."""
    return int(np.random.default_rng(numbers).integers(*ANSWERS))


def move_in(state: Negotiation, seat: str, at: str, *, offers: bool = True) -> BotMove | None:
    """Return what a simulated player does in a room at an instant."""
    return move_on(seen_by(state, seat), state, seat, at, offers=offers)


def move_on(seen: Mapping[str, Any], state: Negotiation, seat: str, at: str, *, offers: bool = True) -> BotMove | None:
    """Return what a simulated player does at an instant on what its seat may see of a room, which whoever asks has at hand."""
    return move(seen, public_of(state), state.places[seat].bot, share_of_time(state, at), chance_of(state), offers=offers)
