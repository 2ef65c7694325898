"""A room whose server is killed within five hundred posts: what was acknowledged is there, no key twice, a deadline in the outage ends once.

Of each kind of room: twenty-five people send twenty posts each, all at the same time, one after the other. The server is killed when some
number of them, drawn anew for each kill, has been answered. It is started again after a deadline has passed, and everybody sends all of
their posts again, under the same keys.
"""

from __future__ import annotations

import functools
import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.branches import Branches, ServerBranch
from faults.outcome import Outcome

__all__ = ["ROOMS"]

PEOPLE, EACH = 25, 20
POSTS = PEOPLE * EACH
WITHIN = 120.0
"""Seconds within which the drawn number of posts is answered."""
GONE = (OSError, http.client.HTTPException)
TOKEN = "r00ms" + "a" * 27
Said = tuple[str, dict[str, Any]]
_MADE = """
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
host, made = Account.objects.order_by("pk").first(), []
for _ in range(2):
    given = {{"inside": "seat", "leaves": "chatham"}} | {settings}
    room = seats.open_room(Dossier.objects.get(slug="small"), host, {kind!r}, given, title={{"fr": "E", "en": "R"}}, notice={{}})
    chair = seats.sit(room, role="chair", account=None, anonymous=False)
    writes = chair[0] if {writer!r} == "chair" else seats.host_of(room)
    taken = [seats.sit(room, role={role!r}, account=None, anonymous=False) for _ in range({people})]
    said = DESK.write(room.pk, writes, [Draft(kind=kind, data=data, key=f"k{{n}}") for n, (kind, data) in enumerate({first})])
    assert not any(one.refused for one in said), said
    made.append({{"id": room.pk, "seats": taken, "writes": writes}})
print(json.dumps(made))
"""
_DUE = """
import datetime as dt, time
from legation import moment
from legation.web.rooms.desk import DESK, Draft
DESK.room({room!r})
for seconds in (1, 4, 16, 64):  # on a busy machine the first has passed before it is written
    at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
    data = {data} | {{"deadline": moment.written(at)}}
    (written,) = DESK.write({room!r}, {seat!r}, [Draft(kind={kind!r}, data=data, key=f"deadline-{{seconds}}")])
    if written.refused is None or written.refused.code != "late":
        break
assert written.refused is None, written.refused
time.sleep(max(0.0, (at - dt.datetime.now(dt.UTC)).total_seconds()) + 0.5)
print("0")
"""
_FOUND = """
from legation.rooms import verify
from legation.web.stores.rooms import log
found = {{}}
for room in {rooms}:
    entries = list(log.entries_after(room))
    found[room] = {{"broken": verify(entries), "entries": [[one.number, one.hash, one.by, one.key, one.kind] for one in entries]}}
print(json.dumps(found))
"""


@dataclass(frozen=True)
class _Session:
    """What is done in a kind of room.

    Attributes
    ----------
    kind, role, writer : str
        Of the room, of those who send, and of whoever writes first.
    settings : mapping
    first : list of (str, dict)
        What stands there before anybody sends.
    post : callable
        Number of a person, its seat, number of the post -> kind and data.
    closing : (str, dict)
        The entry that gets a deadline.
    """

    kind: str
    role: str
    writer: str
    settings: Mapping[str, Any]
    first: list[Said]
    post: Callable[[int, str, int], Said]
    closing: Said


def _vote(_: int, __: str, number: int) -> Said:
    return "voted", {"statement": f"seed-{number}", "value": number % 3 - 1}


DELIBERATION = _Session(
    kind="deliberation",
    role="participant",
    writer="host",
    settings={"question": "What now?"},
    first=[("stated", {"statement": f"seed-{n}", "text": f"Seed {n}.", "source": "seed"}) for n in range(EACH)]
    + [("phase", {"phase": "vote"})],
    post=_vote,
    closing=("phase", {"phase": "vote"}),
)


def _propose(person: int, seat: str, number: int) -> Said:
    """Return a proposal in a paragraph of one's own, or what one says of it."""
    name = f"{seat}-{number - number % 2}"
    if number % 2:
        return "stood", {"target": name, "stance": ("support", "flexible", "oppose")[number % 3], "public": number % 4 == 1}
    return "proposed", {"id": name, "operation": "insert", "unit": f"p{person}", "start": 0, "end": 0, "text": f"wording {number},"}


DRAFTING = _Session(
    kind="drafting",
    role="delegate",
    writer="chair",
    settings={},
    first=[
        (
            "brought",
            {
                "kind": "zero",
                "paragraphs": [
                    {"id": f"p{n}", "label": f"{n + 1}", "text": f"States report in {n} days.", "sources": []} for n in range(PEOPLE)
                ],
            },
        )
    ],
    post=_propose,
    closing=("asked", {"id": "q", "units": ["p0"], "zone": "UTC", "level": "ad ref"}),
)


@dataclass
class _Sender:
    """Somebody in a seat who sends one post after the other, each under a key of its own."""

    room: str
    seat: str
    secret: str
    posts: list[Said]
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def send(self, server: ServerBranch, number: int) -> None:
        """Send a post; note how it was answered."""
        kind, data = self.posts[number]
        headers = {
            "Content-Type": "application/json", "X-CSRFToken": TOKEN, "Cookie": f"legation-csrf={TOKEN}; seat-{self.room}={self.secret}",
        }  # fmt: skip
        body = json.dumps({"drafts": [{"kind": kind, "data": data, "key": f"{number:x}"}]}).encode()
        while True:
            status, _, said = server.ask("POST", f"/rooms/{self.room}/seat/entries", body, headers)  # type: ignore[arg-type]
            if status != 429:
                break
            time.sleep(0.5)
        answer = json.loads(said)["written"][0] if status == 200 else {"code": f"{status} {said[:300]!r}"}
        if "number" not in answer:
            self.refused.append(f"{kind}: {answer['code']}")
            return
        before = self.acknowledged.setdefault(f"{number:x}", (answer["number"], answer["hash"]))
        if before != (answer["number"], answer["hash"]):
            self.refused.append("one key was answered by two entries")

    def send_all(self, server: ServerBranch) -> None:
        """Send until the end, or until the server is gone."""
        try:
            for number in range(EACH):
                self.send(server, number)
        except GONE:
            return


def _together(server: ServerBranch, senders: list[_Sender]) -> list[threading.Thread]:
    threads = [threading.Thread(target=one.send_all, args=(server,)) for one in senders]
    for thread in threads:
        thread.start()
    return threads


def room_killed(session: _Session, site: Branches, _: Path, chance: random.Random) -> Outcome:
    """Kill the server while everybody sends; start it again after a deadline has passed; let all send again what they had sent."""
    answered = chance.randrange(1, POSTS)
    with ServerBranch(site, worker=False) as server:
        talking, closing = _made(site, session)
        senders = [
            _Sender(talking["id"], seat, secret, [session.post(person, seat, number) for number in range(EACH)])
            for person, (seat, secret) in enumerate(talking["seats"])
        ]
        threads = _together(server, senders)
        until = time.monotonic() + WITHIN
        while sum(len(one.acknowledged) for one in senders) < answered and time.monotonic() < until:
            time.sleep(0.001)
        server.kill()
        for thread in threads:
            thread.join()
        server.wait()
    killed = _compared(senders, _found(site, talking)[talking["id"]])
    kind, data = session.closing
    due = site.ask(_DUE.format(data=data, room=closing["id"], seat=closing["writes"], kind=kind))
    assert due == 0, due
    with ServerBranch(site, worker=False) as server:
        for thread in _together(server, senders):
            thread.join()
        until = time.monotonic() + 20
        while not _due(_found(site, closing), closing) and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(1.5)
        found = _found(site, talking, closing)
    again = _compared(senders, found[talking["id"]])
    killed.lost += again.lost
    killed.doubled += again.doubled
    killed.wrong = "; ".join(_wrong(senders, again.acknowledged, found, closing))
    return killed


ROOMS: dict[str, Callable[[Branches, Path, random.Random], Outcome]] = {
    "room": functools.partial(room_killed, DELIBERATION),
    "drafting": functools.partial(room_killed, DRAFTING),
}
"""A kill in each kind of room, by the name of its cell."""


def _made(site: Branches, session: _Session) -> Any:
    given = {name: getattr(session, name) for name in ("settings", "kind", "role", "writer", "first")}
    made = site.ask(_MADE.format(people=PEOPLE, **given))
    assert isinstance(made, list), made
    return made


def _found(site: Branches, *rooms: dict[str, Any]) -> dict[str, Any]:
    return site.ask(_FOUND.format(rooms=[room["id"] for room in rooms]))  # type: ignore[no-any-return]


def _due(found: dict[str, Any], room: dict[str, Any]) -> int:
    return sum(kind == "due" for *_, kind in found[room["id"]]["entries"])


def _wrong(senders: list[_Sender], answered: int, found: dict[str, Any], closing: dict[str, Any]) -> list[str]:
    """Return what else is not as it must be at the end."""
    wrong = sorted({one for sender in senders for one in sender.refused})
    if answered != POSTS:
        wrong.append(f"{answered} of {POSTS} were answered when they were sent again")
    if _due(found, closing) != 1:
        wrong.append(f"a deadline was written {_due(found, closing)} times")
    return wrong + [f"the log does not follow from {one['broken']}" for one in found.values() if one["broken"] is not None]


def _compared(senders: list[_Sender], log: dict[str, Any]) -> Outcome:
    """Compare what was answered with what is in the log."""
    there = {(by, key): (number, hash_) for number, hash_, by, key, _ in log["entries"]}
    answered = [(one.seat, key, answer) for one in senders for key, answer in one.acknowledged.items()]
    lost = sum(there.get((seat, key)) != tuple(answer) for seat, key, answer in answered)
    keys = Counter((by, key) for _, _, by, key, _ in log["entries"])
    return Outcome(len(answered), lost, sum(count - 1 for count in keys.values()))
