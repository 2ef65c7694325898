"""Simulated players of live rooms: from the clock's thread, whatever they do next is written once, by whichever process comes first.

What a player does follows from the log and the instant; its key names the entry after which it acts, and it is written only where that is
still the last. So a process that starts goes on where another stopped, and two that act at once write one move. Where the log says hours
alone, a player moves once at most in each of its times, and the key is made of that time with the site's secret: it tells no other's.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.utils.crypto import salted_hmac

from legation import moment
from legation.rooms.attribution import is_hourly
from legation.rooms.negotiation import NEGOTIATION, Negotiation
from legation.rooms.negotiation.bots import BotMove, acts_at, bots_of, key_of_move, move_in, times_had
from legation.web.rooms.desk import DESK, Desk, Draft
from legation.web.site.cache import Cache
from legation.web.stores.rooms.models import Room

__all__ = ["Bots", "write_moves"]

KNOWN = 10_000
"""Seats of which a process knows when their players last looked; of others the log says it."""
_log = logging.getLogger(__name__)


class Bots:
    """The simulated players of the rooms of a process.

    Parameters
    ----------
    desk : Desk
    now : callable
    """

    def __init__(self, desk: Desk = DESK, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> None:
        self._desk, self._now = desk, now
        self._looked: Cache[str] = Cache(KNOWN)
        self._failing: set[str] = set()

    def step(self) -> int:
        """Let each player whose time has come look at its room, and write what it does; return how many moves were written."""
        at, written = moment.written(self._now()), 0
        for room in list(Room.objects.filter(kind=NEGOTIATION.id, phase="open").values_list("pk", flat=True)):
            try:
                written += self._step(room, at)
            except Exception:  # noqa: BLE001 - whatever it is, the other rooms go on, and it is tried again
                if room not in self._failing:
                    _log.exception("A simulated player of a room could not move.")
                self._failing.add(room)
                continue
            self._failing.discard(room)
        return written

    def _step(self, room: str, at: str) -> int:
        written = 0
        while (found := self._next(room, at)) is not None:
            number, seat, key, move = found
            draft = Draft(kind=move.kind, data=move.data, key=key)
            answer = self._desk.write(room, seat, [draft], only_if=lambda state, number=number: state.number == number)  # type: ignore[misc]
            if answer[0].refused is not None:
                break
            written += 1
        return written

    def _next(self, room: str, at: str) -> tuple[int, str, str, BotMove] | None:
        """Return the next move of a room: after which entry, who, under which key, what; None where nobody's time has come."""
        with self._desk.reading(room) as live:
            state = live.state
            if not isinstance(state, Negotiation) or state.phase != "open" or state.deal or state.is_late(at):
                return None
            for seat in bots_of(state):
                time = self._time(room, state, seat, at)
                move = move_in(state, seat, at, offers=time[1]) if time is not None else None
                if time is not None and move is not None:
                    return state.number, seat, time[0], move
        return None

    def _time(self, room: str, state: Negotiation, seat: str, at: str) -> tuple[str, bool] | None:
        """Return, once the time of a player has come, the key of its move, and whether it may put something forward; it is used now."""
        mark = f"{room}:{seat}"
        looked = self._looked.peek(mark)
        if is_hourly(state.settings):
            had = str(times_had(state, seat, at))
            key = f"bot:{salted_hmac('legation.rooms.bots', f'{mark}:{had}', algorithm='sha256').hexdigest()[:32]}"
            if had in ("0", looked) or (seat, key) in state.keys:
                return None
            self._looked.put(mark, had)
            return key, True
        due, offers = acts_at(state, seat, looked or state.began)
        if due > at:
            return None
        self._looked.put(mark, at)
        return key_of_move(state, seat), offers


BOTS = Bots()
"""The simulated players of this process."""


def write_moves() -> int:
    """Let the simulated players of this process move; return how many moves were written."""
    return BOTS.step()
