"""What those who listen to a drafting room are told: by every entry just what they gain, and nothing of what was told to few."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from rooms.drafting_room import drafting, propose
from rooms.drafting_sessions import negotiation
from rooms.room_made import Log

from legation.rooms import Entry, RoomState, begun, seen_by
from legation.rooms.gains import applied
from legation.rooms.kinds import take
from legation.web.rooms import audience as audience_module
from legation.web.rooms.audience import Audience, Listener
from legation.web.rooms.known_rooms import LiveRoom


class OneRoom:
    """A desk of one room, without a database."""

    def __init__(self, state: RoomState) -> None:
        self.live = LiveRoom("room", "drafting", state)
        self.listeners: list[Callable[[LiveRoom, Sequence[Entry]], None]] = []
        self.listen = self.listeners.append

    def tell(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            assert self.live.state is not None
            take(self.live.state, entry)
        for listener in self.listeners:
            listener(self.live, entries)

    @contextlib.contextmanager
    def reading(self, *_: object, **__: object) -> Iterator[LiveRoom]:
        yield self.live


class Browser:
    """Somebody who listens, keeps the picture up to date by the messages, and every byte that came."""

    def __init__(self, audience: Audience, seat: str | None) -> None:
        self.seat, self.bytes, self.kinds = seat, "", list[str]()
        self.picture: dict[str, Any] = {}
        audience.join(Listener("room", seat, self._take))

    def _take(self, kind: str, number: int, text: str) -> None:
        self.bytes += text
        self.kinds.append(kind)
        if kind in ("state", "gain"):
            self.picture = json.loads(text) if kind == "state" else applied(self.picture, json.loads(text))


def _comparable(picture: dict[str, Any]) -> dict[str, Any]:
    """Return a picture with its rows in the order of ids, without what rows tell already; a name that is not there is one without rows."""
    rows = {
        name: sorted(value, key=lambda row: row["id"]) if name != "order" and isinstance(value, list) else value
        for name, value in picture.items()
    }
    return {name: value for name, value in rows.items() if name not in ("text", "number")}


@pytest.mark.parametrize("seed", [2, 5, 11])
@pytest.mark.parametrize("at_once", [1, 4])
def test_after_every_entry_each_knows_what_it_may_know_and_no_more(seed: int, at_once: int) -> None:
    entries = negotiation(seed, 90).entries
    state = begun("drafting", entries[0])
    begins = 14
    for entry in entries[1:begins]:
        take(state, entry)
    desk = OneRoom(state)
    audience = Audience(desk)  # type: ignore[arg-type]
    browsers = [Browser(audience, seat) for seat in (None, *state.seats)]
    for at in range(begins, len(entries), at_once):
        desk.tell(entries[at : at + at_once])
        for browser in browsers:
            if browser.seat is not None and state.seats[browser.seat].removed:
                assert browser.kinds[-1] == "end"
                continue
            assert _comparable(browser.picture) == _comparable(seen_by(state, browser.seat)), (browser.seat, at)
    assert not any('"text":"1. ' in browser.bytes for browser in browsers)  # the whole text is told by its rows


def _told(log: Log) -> dict[str | None, str]:
    """Return every byte that each is told of what is written from now on."""
    assert log.state is not None
    desk = OneRoom(log.state)
    audience = Audience(desk)  # type: ignore[arg-type]
    browsers = [Browser(audience, seat) for seat in (None, *log.state.seats)]
    propose(log, "fra", "b", "shall")
    log.add("rus", "stood", target="b", stance="oppose", public=False)
    log.add("rus", "confided", id="canary-confided", text="canary-words")
    log.add("fra", "shown", id="canary-shown", to=["IRN"], title="canary-title", text="canary-caucus")
    log.add("irn", "received", what="canary-shown")
    written = log.entries[-5:]
    state = begun("drafting", log.entries[0])
    for entry in log.entries[1:-5]:
        take(state, entry)
    desk.live.state = state
    for entry in written:
        desk.tell([entry])
    log.add("fra", "withdrawn", id="canary-shown")
    desk.tell([log.entries[-1]])
    return {browser.seat: browser.bytes for browser in browsers}


def test_what_was_told_to_few_comes_to_no_other_seat() -> None:
    told = _told(drafting())

    assert {seat for seat, text in told.items() if "canary-caucus" in text} == {"fra", "fra2", "irn"}
    assert {seat for seat, text in told.items() if "canary-shown" in text} == {"fra", "fra2", "irn"}
    assert {seat for seat, text in told.items() if "canary-words" in text} == {"rus", "c"}
    hidden = [seat for seat, text in told.items() if '"opposing":["RUS"]' in text]
    assert sorted(map(str, hidden)) == ["c", "rus"]


def test_a_picture_that_is_too_large_for_a_stream_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    log = drafting(*[f"States report incidents at once and in full {n}." for n in range(20)])
    desk = OneRoom(log.state)  # type: ignore[arg-type]
    audience = Audience(desk)  # type: ignore[arg-type]
    small = Browser(audience, "rus")
    monkeypatch.setattr(audience_module, "WHOLE", 2_000)
    large = Browser(audience, "fra")
    propose(log, "irn", "b", "shall")
    written = log.entries[-1]
    assert log.state is not None
    for listener in desk.listeners:
        listener(desk.live, [written])

    assert (large.kinds, small.kinds) == (["resync", "gain"], ["state", "gain"])
    assert large.bytes == "{}" + small.bytes[-len(large.bytes) + 2 :]
