"""From 100,000 registrants to a situation report: area and days, a wave over real SMTP, replies, those without news, PDF; then all purged.

Everything is done as the desk does it: the pages by an account of the crisis centre, the wave by the sender beside them, the replies sealed
as the front seals them and applied by the desk. Afterwards the crisis is closed, retention is run on the day on which all is due, and every
file of the house is searched for what people had written.

python -m benchmarks consular_first_stop
python -m benchmarks.consular_first_stop --people 10000
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import json
import logging
import os
import random
import re
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.consular_house_made import house_made, options, run_apart

__all__ = ["main"]

PEOPLE = 100_000
T = TypeVar("T")
_LINK = re.compile(r"https://answer\.example\.org/[a-z]{2}/a/([\w-]{22})")
STATUSES = ("safe", "safe", "safe", "safe", "want_out", "need_help", "left", "injured")
FORM = {
    "name_en": "Earthquake",
    "kind": "circle",
    "longitude": "1",
    "latitude": "2",
    "radius": "20",
    "first": "2026-07-10",
    "last": "2026-07-20",
}
BOTH = ["lyndon", "novara"]


def main() -> None:
    """Measure in a process of its own: a desk has settings of its own."""
    run_apart("consular_first_stop")


class Letters:
    """What the e-mail server was given."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter."""
        self.contents.append(envelope.content)
        return "250 OK"


def timed(what: str, run: Callable[[], T]) -> T:
    """Run something and print how long it took."""
    began = time.perf_counter()
    result = run()
    print(f"  {what:64}{time.perf_counter() - began:9.2f} s", flush=True)
    return result


def measure(folder: Path, people: int) -> None:
    """Go the whole way once, and print each step."""
    from aiosmtpd.controller import Controller

    letters = Letters()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(letters, hostname="127.0.0.1", port=port, server_hostname="localhost")
    controller.start()
    os.environ["LEGATION_CONSULAR_EMAIL_URL"] = f"smtp://127.0.0.1:{port}?from=desk@example.org"
    print(f"\nThe first stop: {people:,} registrants")
    timed("registered", lambda: house_made(folder, people, declared='\n[front]\naddress = "https://answer.example.org"\n'))
    logging.getLogger("legation.request").setLevel(logging.ERROR)
    from legation.web.consular.people import known_people
    from legation.web.consular.vault import close_vault, vault

    close_vault()
    timed("unlocked, and everybody known", lambda: (vault().unlock(), known_people()))
    crisis, client = _declared()
    _select(crisis)
    page = timed("page of the crisis, with its counts", lambda: client.get(f"/posts/lyndon/crises/{crisis.pk}.json").json())
    print(f"    {page['inside']:,} in the area on these days, {page['without_place']:,} without a place")
    queued = timed("preview and press of a wave", lambda: _press(crisis, client))
    timed(f"{queued:,} e-mails sent over SMTP", _send)
    controller.stop()
    answers = timed("replies applied", lambda: _reply(letters))
    _count(crisis, answers)
    roll = f"/posts/lyndon/crises/{crisis.pk}/roll"
    timed("roll call, with the list of those without news", lambda: client.get(roll))
    timed("the same page again", lambda: client.get(roll))
    for name in ("roll", "report"):
        made = timed(f"{name}.pdf", lambda name=name: client.get(f"/posts/lyndon/crises/{crisis.pk}/{name}.pdf"))
        assert made.content.startswith(b"%PDF-")
    _purge(folder, crisis)


def _declared() -> tuple[Any, Any]:
    from django.test import Client

    from legation.web.accounts.models import Account
    from legation.web.consular.crises.texts import drafts_made
    from legation.web.consular.records.models import Assignment, Crisis, Text

    drafts_made()
    Text.objects.update(state="approved", verified_on=dt.date(2026, 7, 1))
    account = Account.objects.create(email="crisis@example.org", name="Crisis centre", language="en", password="!")
    Assignment.objects.create(account=account, role="crisis")
    client = Client(SERVER_NAME="localhost")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/posts/lyndon/crises/make", FORM | {"posts": BOTH})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    crisis = Crisis.objects.get()
    client.post(f"/posts/lyndon/crises/{crisis.pk}/state", {"state": "declared", "version": crisis.version})
    crisis.refresh_from_db()
    return crisis, client


def _select(crisis: Any) -> None:
    from legation.web.consular.crises.about import read_about
    from legation.web.consular.crises.at_stake import at_stake
    from legation.web.consular.people import known_people

    known, about = known_people(), read_about(crisis)
    timed("selection by area and days, alone", lambda: at_stake(known, about, BOTH))


def _press(crisis: Any, client: Any) -> int:
    from legation.web.consular.records.models import Message

    here = f"/posts/lyndon/crises/{crisis.pk}/waves"
    shown = client.get(f"{here}/new.json?chosen=yes").json()
    for _ in range(2):
        client.post(f"{here}/press", {"number": "1"})
    assert Message.objects.count() == shown["messages"]
    return int(shown["messages"])


def _send() -> None:
    from django.db import connections

    from legation.web.consular.crises.sending import LANES
    from legation.web.consular.records.models import Message

    def run(lane: Callable[[], None]) -> None:
        lane()
        connections.close_all()

    threads = [threading.Thread(target=run, args=(lane,)) for lane in LANES if lane.channel == "email"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert set(Message.objects.values_list("state", flat=True)) == {"handed-over"}


def _reply(letters: Letters) -> int:
    """Answer seven letters of ten by their link, a tenth of them twice; return how many answered."""
    from legation.keys import seal_to
    from legation.web.consular.intake import apply
    from legation.web.consular.vault import vault
    from legation.web.front.bundles import Sealed
    from legation.web.front.store import digest

    chance, now, ring = random.Random(5), dt.datetime.now(dt.UTC), vault().keyring
    rows, answered = [], 0
    for content in letters.contents:
        read = email.message_from_bytes(content, policy=email.policy.default)
        token = _LINK.findall(read.get_content().replace("\n", " "))[0]  # type: ignore[attr-defined]
        if chance.random() >= 0.7:
            continue
        answered += 1
        reply = {"form": 1, "language": "en", "at": now.isoformat(), "status": chance.choice(STATUSES), "covers": "all"}
        plain = json.dumps(reply | {"words": "", "position": "", "token": token}).encode()
        for _ in range(1 + (chance.random() < 0.1)):
            sealed = seal_to(ring.sealing_public(), "reply", ring.sealing_version, plain)
            rows.append(Sealed(len(rows) + 1, now, "reply", ring.sealing_version, sealed, digest(token)))
    outcomes = apply(rows, now) + apply(rows, now)
    print(f"    {dict(outcomes)}")
    return answered


def _count(crisis: Any, answers: int) -> None:
    from legation.web.consular.crises.calls import call_of

    call = call_of(crisis, BOTH)
    counts = call.result.counts
    known = sum(counts[one] for one in ("injured", "need_help", "want_out", "safe", "left"))
    print(f"    {answers:,} households answered; people: {counts}")
    assert known == 2 * answers
    assert counts["asked"] == len(call.people) - known


def _purge(folder: Path, crisis: Any) -> None:
    """Close the crisis, run retention on the day on which everything is due, and search every file."""
    from legation.web.consular.crises.about import move_on
    from legation.web.consular.purging import purge
    from legation.web.consular.records.models import Event, Household, Message, Person

    crisis.refresh_from_db()
    for state in ("stood-down", "closed"):
        move_on(crisis, crisis.version, state)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=100)
    purged = timed("purged, 100 days later", lambda: purge(later, is_confirmed=True))
    print(f"    {Counter({one.record_class: one.count for one in purged})}")
    left = [model.objects.count() for model in (Household, Person, Message, Event)]
    words = [form for word in ("Given 0", "Family", "@example.org/", "p0@example.org", "+33610000000") for form in _forms(word)]
    found = timed(
        "every file searched", lambda: sum(word in path.read_bytes() for path in folder.rglob("*") if path.is_file() for word in words)
    )
    print(f"    rows left: {left}; what people wrote, in any file: {found}")
    assert not any(left)
    assert not found


def _forms(word: str) -> list[bytes]:
    import base64

    return [word.encode(), word.encode("utf-16-le"), base64.b64encode(word.encode()).rstrip(b"=")[:-1]]


if __name__ == "__main__":
    chosen = options("people", PEOPLE)
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place), chosen.people)
