"""A room whose server is killed while many send: what was acknowledged is there, no key twice, and a deadline in the outage ends once."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.branches import Branches, ServerBranch
from faults.outcome import Outcome

__all__ = ["room_killed"]

PEOPLE, EACH = 8, 80
WITHIN, DUE_AFTER = 1.5, 4.0
"""The server is killed within so many seconds of the first answer; the other room's deadline comes so long after it was opened [s]."""
GONE = (OSError, http.client.HTTPException)
TOKEN = "r00ms" + "a" * 27
_MADE = f"""
import datetime as dt
from legation import moment
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
host, made = Account.objects.order_by("pk").first(), []
for due in (False, True):
    given = {{"inside": "seat", "leaves": "chatham", "question": "What now?"}}
    room = seats.open_room(Dossier.objects.get(slug="small"), host, "deliberation", given, title={{"fr": "E", "en": "R"}}, notice={{}})
    taken = [seats.sit(room, role="participant", account=None, anonymous=False) for _ in range({PEOPLE})]
    at = moment.written(dt.datetime.now(dt.UTC) + dt.timedelta(seconds={DUE_AFTER}))
    said = [("stated", {{"statement": f"seed-{{n}}", "text": f"Seed {{n}}.", "source": "seed"}}) for n in range({EACH})]
    said.append(("phase", {{"phase": "vote"}} | ({{"deadline": at}} if due else {{}})))
    DESK.write(room.pk, seats.host_of(room), [Draft(kind=kind, data=data, key=f"k{{n}}") for n, (kind, data) in enumerate(said)])
    made.append({{"id": room.pk, "seats": taken}})
print(json.dumps(made))
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


@dataclass
class _Sender:
    """Somebody in a seat who votes on one statement after the other, each under a key of its own."""

    room: str
    seat: str
    secret: str
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)

    def send(self, server: ServerBranch, number: int) -> None:
        """Send a vote; note how it was answered."""
        drafts = [{"kind": "voted", "data": {"statement": f"seed-{number}", "value": number % 3 - 1}, "key": f"{number:x}"}]
        headers = {
            "Content-Type": "application/json", "X-CSRFToken": TOKEN, "Cookie": f"legation-csrf={TOKEN}; seat-{self.room}={self.secret}",
        }  # fmt: skip
        status, _, body = server.ask("POST", f"/rooms/{self.room}/seat/entries", json.dumps({"drafts": drafts}).encode(), headers)  # type: ignore[arg-type]
        if status == 429:
            time.sleep(0.5)
            return
        assert status == 200, (status, body[:300])
        (answer,) = json.loads(body)["written"]
        before = self.acknowledged.setdefault(f"v{number}", (answer["number"], answer["hash"]))
        assert before == (answer["number"], answer["hash"]), "one key was answered by two entries"

    def send_all(self, server: ServerBranch) -> None:
        """Send until the server is gone."""
        try:
            for number in range(EACH):
                self.send(server, number)
        except GONE:
            return


def room_killed(site: Branches, _: Path, chance: random.Random) -> Outcome:
    """Kill the server while eight people vote; start it again after a deadline has passed; let all send again what they had sent."""
    with ServerBranch(site, worker=False) as server:
        opened = time.monotonic()
        voting, closing = site.ask(_MADE)
        senders = [_Sender(voting["id"], seat, secret) for seat, secret in voting["seats"]]
        threads = [threading.Thread(target=one.send_all, args=(server,)) for one in senders]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 60
        while not any(one.acknowledged for one in senders) and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(chance.uniform(0.0, WITHIN))
        server.kill()
        for thread in threads:
            thread.join()
        server.wait()
    found = _found(site, voting, closing)
    killed = _compared(senders, found[voting["id"]])
    time.sleep(max(0.0, opened + DUE_AFTER + 1.0 - time.monotonic()))
    with ServerBranch(site, worker=False) as server:
        for one in senders:
            for key in (*one.acknowledged, f"v{len(one.acknowledged)}"):
                if int(key[1:]) < EACH:
                    one.send(server, int(key[1:]))
        until = time.monotonic() + 20
        while not _due(found := _found(site, voting, closing), closing) and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(1.5)
        found = _found(site, voting, closing)
    again = _compared(senders, found[voting["id"]])
    killed.lost += again.lost
    killed.doubled += again.doubled
    if _due(found, closing) != 1:
        killed.wrong = f"a deadline was written {_due(found, closing)} times"
    broken = [one["broken"] for one in found.values() if one["broken"] is not None]
    if broken:
        killed.wrong = f"the log does not follow from {broken}"
    return killed


def _found(site: Branches, *rooms: dict[str, Any]) -> dict[str, Any]:
    return site.ask(_FOUND.format(rooms=[room["id"] for room in rooms]))  # type: ignore[no-any-return]


def _due(found: dict[str, Any], room: dict[str, Any]) -> int:
    return sum(kind == "due" for *_, kind in found[room["id"]]["entries"])


def _compared(senders: list[_Sender], log: dict[str, Any]) -> Outcome:
    """Compare what was answered with what is in the log."""
    there = {(by, key): (number, hash_) for number, hash_, by, key, _ in log["entries"]}
    answered = [(one.seat, key, answer) for one in senders for key, answer in one.acknowledged.items()]
    lost = sum(there.get((seat, key)) != tuple(answer) for seat, key, answer in answered)
    keys = Counter((by, key) for _, _, by, key, _ in log["entries"])
    return Outcome(len(answered), lost, sum(count - 1 for count in keys.values()))
