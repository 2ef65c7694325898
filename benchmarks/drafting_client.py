"""Delegations in a drafting room, and its chair: each with an open stream; when what one sent came to all who must see it."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from benchmarks.rooms_client import Crowd, Person

__all__ = ["Delegations"]

SHARES = (("stance", 0.7), ("proposal", 0.2), ("chair", 0.1))
STANCES = {"support": "supporting", "oppose": "opposing"}
"""The stances that are sent, and where a bracket names who took them."""
Way = tuple[Any, ...]


@dataclass
class Delegations(Crowd):
    """Those who sit in one drafting room: its delegations, by their names, then its chairs."""

    overtaken: int = 0
    """Stances on brackets that the chair closed before they had come to all: no picture shows them."""
    _open: dict[str, None] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _took: dict[tuple[str, str], str] = field(default_factory=dict)
    _on: defaultdict[str, set[Way]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        super().__post_init__()
        (room,) = self.rooms
        self._room = room
        self._names = {seat: name for (seat, _), name in zip(room["seats"], room["names"], strict=False)}
        self._open = dict.fromkeys(room["brackets"])
        names = room["names"]
        self._objected: set[str] = set(room["deletes"])
        self._took = {
            (names[at % len(names)], bracket): "oppose" if bracket in self._objected else "support"
            for at, bracket in enumerate(room["brackets"])
        }
        self._delegates = [one for one in self.people if one.seat in self._names]
        self._chairs = [one for one in self.people if one.seat not in self._names]
        self._everyone = frozenset(one.seat for one in self.people)

    def heard(self, person: Person, seen: dict[str, Any], event: str, now: float) -> None:
        """Note what has come to a person."""
        brackets = seen.get("brackets", ())
        rows = brackets if isinstance(brackets, list) else brackets.get("set", ()) if brackets else ()
        gone = brackets.get("gone", ()) if isinstance(brackets, dict) else ()
        for row in rows:
            self._came(("bracket", row["id"]), person, now)
            for way in [*self._on.get(row["id"], ())]:
                if way[2] in row[way[3]]:
                    self._came(way, person, now)
                    if way not in self.on_its_way:
                        self._on[row["id"]].discard(way)
        if event == "state" and self.on_its_way:
            there = {row["id"] for row in rows}
            gone = [way[1] for way in self.on_its_way if way[0] == "closed" and way[1] not in there]
        for name in gone:
            self._open.pop(name, None)
            self._came(("closed", name), person, now)

    async def _send(self, number: int) -> None:
        what = self._chance.choices([name for name, _ in SHARES], [share for _, share in SHARES])[0]
        if what == "chair":
            await self._close(number)
        elif what == "proposal":
            await self._propose(number)
        else:
            await self._stand(number)

    def _begin(self, way: Way) -> Way:
        self.on_its_way[way] = (time.perf_counter(), set(self._everyone))
        return way

    async def _propose(self, number: int) -> None:
        person, name = self._chance.choice(self._delegates), f"e-{number}"
        unit = f"p{self._chance.randrange(self._room['paragraphs'])}"
        data = {"id": name, "operation": "insert", "unit": unit, "start": 0, "end": 0, "text": f"New wording {number},"}
        if await self._post(person, self._begin(("bracket", name)), "proposed", data, number):
            self._open[name] = None
            self._took[self._names[person.seat], name] = "support"

    async def _stand(self, number: int) -> None:
        person, bracket = self._chance.choice(self._delegates), self._some_open()
        actor = self._names[person.seat]
        before = self._took.get((actor, bracket))
        if ("bracket", bracket) in self.on_its_way or any(way[2] == actor for way in self._on.get(bracket, ())):
            self.overtaken += 1
            return
        stance = "oppose" if before == "support" else "support" if before == "oppose" else self._chance.choice([*STANCES])
        self._took[actor, bracket] = stance
        self._objected |= {bracket} if stance == "oppose" else set()
        way = self._begin(("stance", bracket, actor, STANCES[stance]))
        self._on[bracket].add(way)
        if not await self._post(person, way, "stood", {"target": bracket, "stance": stance}, number):
            self._on[bracket].discard(way)

    async def _close(self, number: int) -> None:
        bracket = self._some_open()
        if ("bracket", bracket) in self.on_its_way or bracket in self._objected:
            self.overtaken += 1
            return
        self._open.pop(bracket, None)
        for way in self._on.pop(bracket, ()):
            self.overtaken += 1
            self.on_its_way.pop(way, None)
        way = self._begin(("closed", bracket))
        chair, form = self._chairs[number % len(self._chairs)], f"kind=closed&bracket={bracket}&mode=accepted&key={number:x}"
        where = f"/rooms/{chair.room}/seat/chair/write"
        await self._answered(way, chair.line.ask("POST", where, chair.cookie, form.encode(), "application/x-www-form-urlencoded"), 302)

    def _some_open(self) -> str:
        return self._chance.choice([*self._open])
