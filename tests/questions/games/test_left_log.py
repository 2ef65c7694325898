"""A game as it leaves its room says the same as in the room: the offers, who answered, the deal; and no points before the reveal."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from rooms.negotiation_made import SCORES, table

from legation.dossier.parts import read
from legation.questions.games.record import GameRecord, record_of
from legation.rooms import log_outside, write_log

RULE = {"share": "2/3", "strict": False, "veto": [], "weights": {}}


def ended(*, revealed: bool = True, **more: Any) -> Any:
    """Return a room in which three sides made offers, one of them to one side alone, and agreed."""
    log = table(**more)
    log.add("da", "offered", package=[0, 0])
    log.add("db", "offered", package=[1, 1], to=["c"])
    log.add("dc", "rejected", offer=log.entries[-1].number, reason="No.")
    number = log.add("dc", "offered", package=[2, 1]).number
    if more.get("rule"):
        log.add("da", "voted", offer=number, value=1)
    else:
        log.add("da", "accepted", offer=number)
        log.add("db", "accepted", offer=number)
    log.add("h", "phase", phase="closed")
    if revealed:
        log.add("h", "revealed")
    return log


def left(log: Any, *, whole: bool = False) -> Any:
    count = itertools.count()
    return log_outside("negotiation", "3f09ab", log.entries, lambda size: f"{next(count):0{2 * size}x}", whole=whole)


def said(record: GameRecord) -> list[Any]:
    return [(one.number, one.place, one.party, one.package, one.to, one.accepted, one.rejected, one.votes) for one in record.offers]


@pytest.mark.parametrize("leaves", ["attributed", "organisation", "chatham"])
@pytest.mark.parametrize("rule", [None, RULE])
def test_what_leaves_the_room_is_the_game_that_was_played(leaves: str, rule: dict[str, Any] | None) -> None:
    log = ended(leaves=leaves, rule=rule)
    inside, outside = record_of(log.entries), record_of(left(log))

    assert said(outside) == said(inside) and len(inside.offers) == 3
    assert inside.deal is not None and outside.deal is not None
    assert outside.deal.number == inside.deal.number == int(log.state.deal)
    assert outside.domain is not None and outside.domain.parties == len(SCORES)
    assert [str(one.text) for one in outside.reveal] == ["What happened"]


@pytest.mark.parametrize("rule", [None, RULE])
def test_the_deal_is_that_of_the_room(rule: dict[str, Any] | None) -> None:
    log = ended(rule=rule)
    record = record_of(log.entries)

    assert record.deal is not None and record.deal.number == int(log.state.deal)
    assert record.deal.package == log.state.offers[log.state.deal].package


def test_it_is_a_part_as_it_left() -> None:
    log = ended()
    part = read("games/port/2026-03-02.jsonl", write_log(left(log)).encode())

    assert len(part.records["offer"]) == 3


def test_before_the_secrets_are_opened_nothing_of_them_leaves() -> None:
    log = ended(revealed=False)
    outside = left(log)

    assert record_of(outside).domain is None
    assert "CANARY" not in write_log(outside) and '"scores"' not in write_log(outside)
    assert [one.package for one in record_of(outside).offers] == [(0, 0), (2, 1)], "an offer to one side alone stays inside"


def test_in_a_log_without_times_of_day_offers_stand_in_their_order() -> None:
    times = [one.time for one in record_of(left(ended())).offers]

    assert times == [0.25, 0.5, 0.75]
