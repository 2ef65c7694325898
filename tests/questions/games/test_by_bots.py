"""Games that simulated players play in a room, from code to debrief: ICANN's accountability by six, in every style."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from questions.games_by_hand import better_than, distance
from questions.games_played import case_of, icann, written

from legation.language import LANGUAGES, say
from legation.questions import ask
from legation.questions.games.record import record_of
from legation.rooms.negotiation.self_play import play_through

STYLES = ("hard", "even", "conciliatory")


@cache
def played(style: str, seed: int) -> tuple[Any, Any]:
    """Return the log of a rehearsal that six simulated players of one style played, and the room at its end."""
    opened = icann() | {"seed": seed, "inside": "seat", "side_rooms": False}
    return play_through(opened, dict.fromkeys((one["id"] for one in opened["sides"]), style))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", [1])
def test_a_game_of_bots_is_read_and_debriefed_as_it_was_played(style: str, seed: int) -> None:
    entries, state = played(style, seed)
    record = record_of(entries)

    assert [one.number for one in record.offers] == [one.number for one in state.offers.values()]
    assert (record.deal.number if record.deal else 0) == int(state.deal or 0)
    assert [one.time for one in record.offers] == sorted(one.time for one in record.offers)
    answer = ask("what-did-the-game-show", case_of(written(entries)))
    if record.deal is not None:
        better = better_than(icann()["scores"], record.deal.package)
        assert answer.finding("left").message.values.get("count", 0) == len(better)
        row = next(row for row in answer.table("offers").rows if row[-1] is not None)
        assert row[4] == pytest.approx(distance(icann()["scores"], record.deal.package), abs=1e-3)
    for lang in LANGUAGES:
        assert all(say(one.message, lang) for one in answer.findings)
        assert answer.figures and say(answer.figures[0].alt, lang)
