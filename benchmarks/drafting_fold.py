"""How long one more proposal takes in a large drafting room: to be taken, and to be told to everybody who listens.

100 delegations, 500 paragraphs, 5,000 proposals and as many stances. Measured is processor time, since machines are shared: of the fold, of
all messages to 100 listening seats, of a whole picture, of reading the log anew; with ``--more 0`` the memory of the state instead.

::

    python -m benchmarks.drafting_fold
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import os
import statistics
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import django

from legation.rooms import Entry, RoomState, begun, replay, seen_by
from legation.rooms.entry import FIRST
from legation.rooms.kinds import take

__all__ = ["Room", "filled", "main"]


class Room:
    """A room that is written to."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.state: RoomState | None = None

    def entry(self, by: str, kind: str, /, **data: Any) -> Entry:
        """Return the next entry."""
        number = len(self.entries) + 1
        before = self.entries[-1].hash if self.entries else FIRST
        at = f"2026-03-02T{9 + number // 3600 % 14:02}:{number // 60 % 60:02}:{number % 60:02}.000Z"
        return Entry(number=number, at=at, by=by, kind=kind, key=f"{number}", data=data, salt=f"{number:032x}", before=before)

    def add(self, by: str, kind: str, /, **data: Any) -> Entry:
        """Take the next entry."""
        entry = self.entry(by, kind, **data)
        if self.state is None:
            self.state = begun("drafting", entry)
        else:
            take(self.state, entry)
        self.entries.append(entry)
        return entry


def filled(delegations: int, paragraphs: int, proposals: int) -> Room:
    """Return a room in which so much was proposed, and a stance taken on each proposal."""
    room = Room()
    room.add("h", "opened", seed=1, inside="organisation", leaves="attributed", silence_accepts=True)
    room.add("h", "seated", seat="c", role="chair")
    for number in range(delegations):
        room.add("h", "seated", seat=f"s{number}", role="delegate", organisation=f"D{number:03}")
    words = " ".join(f"word{n}" for n in range(80))
    rows = [{"id": f"{n}", "label": f"{n}", "text": f"States {words}."} for n in range(1, paragraphs + 1)]
    room.add("c", "brought", kind="zero", paragraphs=rows)
    for number in range(proposals):
        by, other = f"s{number % delegations}", f"s{(number + 7) % delegations}"
        at = 2 + 7 * (number // paragraphs)
        unit = f"{1 + number % paragraphs}"
        room.add(by, "proposed", id=f"b{number}", operation="insert", unit=unit, start=at, end=at, text=f"shall number {number}")
        room.add(other, "stood", target=f"b{number}", stance=("oppose", "support", "flexible")[number % 3], public=number % 5 > 0)
    return room


class _Desk:
    """As much of a desk as listeners need."""

    def __init__(self, live: Any) -> None:
        self.live = live
        self.listeners: list[Callable[[Any, Sequence[Entry]], None]] = []
        self.listen = self.listeners.append

    def tell(self, entry: Entry) -> None:
        for listener in self.listeners:
            listener(self.live, [entry])

    @contextlib.contextmanager
    def reading(self, *_: object, **__: object) -> Iterator[Any]:
        yield self.live


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("delegations", 100), ("paragraphs", 500), ("proposals", 5_000), ("more", 60)):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legation.web.settings")
    django.setup()
    from legation.web.rooms.audience import Audience, Listener
    from legation.web.rooms.known_rooms import LiveRoom

    began = time.process_time()
    if not options.more:
        tracemalloc.start()
    room = filled(options.delegations, options.paragraphs, options.proposals)
    assert room.state is not None
    print(f"{len(room.entries)} entries written in {time.process_time() - began:.1f} s of processor")
    if not options.more:
        seen_by(room.state, None)
        print(f"memory of the state: {tracemalloc.get_traced_memory()[0] / 1e6:.0f} MB with its log and its rows")
        return
    seat, chair = _timed(lambda: seen_by(room.state, "s1")), _timed(lambda: seen_by(room.state, "c"))  # type: ignore[arg-type]
    print(f"whole picture of a delegation {seat:.1f} ms, of the chair {chair:.1f} ms (the first makes the rows)")
    desk, heard = _Desk(LiveRoom("room", "drafting", room.state)), Counter[str]()
    audience = Audience(desk)  # type: ignore[arg-type]
    for name in (*(f"s{number}" for number in range(options.delegations)), "c"):
        audience.join(Listener("room", name, lambda kind, _, text: heard.update({kind: 1, "characters": len(text)})))
    folds, tellings = [], []
    for number in range(options.more):
        unit = f"{1 + 7 * number % options.paragraphs}"
        by, data = f"s{number % options.delegations}", {"id": f"m{number}", "unit": unit, "start": 1, "end": 1, "text": "now"}
        entry = room.entry(by, "proposed", operation="insert", **data)
        folds.append(_timed(functools.partial(take, room.state, entry)))
        room.entries.append(entry)
        tellings.append(_timed(functools.partial(desk.tell, entry)))
    for what, values in (("taken", folds), ("told to all", tellings)):
        ordered = sorted(values)
        print(f"one more proposal {what}: median {statistics.median(values):.2f} ms, p95 {ordered[int(0.95 * len(ordered))]:.2f} ms")
    print(f"{heard['gain']} messages, {heard['characters'] / heard['gain']:.0f} characters each; {heard['resync']} seats fetch the picture")
    print(f"the log read anew: {_timed(lambda: replay('drafting', room.entries)) / 1e3:.1f} s")


def _timed(what: Callable[[], object]) -> float:
    """Return what something costs [ms of processor]."""
    began = time.process_time()
    what()
    return (time.process_time() - began) * 1e3


if __name__ == "__main__":
    main()
