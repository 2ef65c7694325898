"""Ten thousand messages to an e-mail server and a gateway that hold, repeat, reorder, refuse and die; the sender is killed five times.

The e-mail server is ``aiosmtpd``; it notes each letter that it accepts by its Message-ID. The gateway notes each key. Both delay some,
refuse some for good and some for a while, and cut the line of some after they have accepted them. Delivery reports come in any order,
twice, and as exact repetitions. The sender runs in a process of its own, which is killed (SIGKILL) at drawn moments, and begun again.

python -m benchmarks consular_sending
python -m benchmarks.consular_sending --messages 1000
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.consular_house_made import house_made, open_house, options, run_apart

__all__ = ["main"]

MESSAGES, KILLS = 10_000, 5
SECRET = "a secret of sixteen letters or more"
HOLD = 2.5
"""Seconds for which the gateway holds some: longer than its caller waits here."""


def main() -> None:
    """Measure in a process of its own: a desk has settings of its own."""
    run_apart("consular_sending")


class Fate:
    """What becomes of each message at its first tries, drawn by its id; and what was accepted."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._fates: dict[str, str] = {}
        self.accepted: Counter[str] = Counter()
        self.tries: Counter[str] = Counter()
        self.refused: set[str] = set()
        self.lock = threading.Lock()

    def of(self, message: str) -> str:
        """Return what becomes of this try: later ones are taken, unless a message is refused for good."""
        with self.lock:
            self.tries[message] += 1
            if message not in self._fates:
                self._fates[message] = self._chance.choices(("take", "refuse", "busy", "cut", "hold"), (86, 4, 5, 3, 2))[0]
            fate = self._fates[message]
            if fate == "refuse":
                self.refused.add(message)
            elif self.tries[message] > 1:
                fate = "take"
            return fate

    def accept(self, message: str) -> None:
        """Note that a message was accepted."""
        with self.lock:
            self.accepted[message] += 1


class MailServer:
    """Handler of ``aiosmtpd``."""

    def __init__(self, fate: Fate) -> None:
        self.fate = fate

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer a letter by its fate."""
        head = envelope.content.decode("utf-8", "replace").split("\r\n\r\n")[0]
        message = next(line for line in head.split("\r\n") if line.lower().startswith("message-id:")).split("<")[1].split("@")[0]
        fate = self.fate.of(message)
        if fate == "refuse":
            return "550 no such mailbox"
        if fate == "busy":
            return "451 try again"
        self.fate.accept(message)
        if fate == "hold":
            await asyncio.sleep(0.3)
        if fate == "cut":
            server.transport.abort()
        return "250 OK"


def gateway(fate: Fate, arrived: list[str]) -> ThreadingHTTPServer:
    """Return a gateway that takes each key once."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["id"]
            chosen = fate.of(message)
            code = {"refuse": 422, "busy": 503}.get(chosen, 200)
            if code == 200:
                if fate.accepted[message]:
                    code = 409
                else:
                    fate.accept(message)
                    arrived.append(message)
            if chosen == "hold":
                time.sleep(HOLD)
            if chosen == "cut":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            answer = json.dumps({"reference": f"ref-{message}"}).encode()
            try:
                self.send_response(code)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            except OSError:  # who called has gone
                pass

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def send(folder: Path) -> None:
    """Be the sender until killed: with shorter waits than a desk has, so that a run takes minutes."""
    import datetime as dt

    open_house(folder)
    from legation.web.consular.crises import channels, mail, sending, text_gateway
    from legation.web.consular.vault import vault

    sending.LEASE, sending.LATER = dt.timedelta(seconds=6), (1, 1, 2, 2, 2)
    mail.Mailbox.__init__.__defaults__ = (2.0,)
    text_gateway.Gateway.__init__.__defaults__ = (1.5,)
    assert channels.CHANNELS
    vault().unlock()
    for lane in sending.LANES:
        threading.Thread(target=_repeat, args=(lane,), daemon=True).start()
    threading.Event().wait()


def _repeat(lane: Callable[[], None]) -> None:
    while True:
        lane()
        time.sleep(0.2)


def report(arrived: list[str], over: threading.Event, sums: Counter[str]) -> None:
    """Report deliveries to the desk: out of order, twice, and as exact repetitions, which are refused."""
    from django.db import connections
    from django.test import Client

    from legation.web.consular.crises.text_gateway import signature

    client, chance, done = Client(), random.Random(2), 0
    while not over.is_set() or done < len(arrived):
        time.sleep(0.5)
        fresh, done = arrived[done:], len(arrived)
        reports = [{"id": one, "state": "delivered"} for one in (*fresh, *fresh)]
        chance.shuffle(reports)
        for at in range(0, len(reports), 200):
            body, when = json.dumps({"reports": reports[at : at + 200], "n": time.time_ns()}).encode(), str(int(time.time()))
            headers = {"Legation-Time": when, "Legation-Signature": signature(SECRET.encode(), when, body)}
            for _ in range(2):
                answer = client.post("/gateway", body, content_type="application/json", headers=headers, SERVER_NAME="localhost")
                sums[f"calls answered {answer.status_code}"] += 1
    connections.close_all()


def measure(folder: Path, messages: int) -> None:
    """Send a wave and print what became of each message."""
    from aiosmtpd.controller import Controller

    mails, texts, arrived = Fate(1), Fate(2), list[str]()
    server = gateway(texts, arrived)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(MailServer(mails), hostname="127.0.0.1", port=port, server_hostname="localhost")
    controller.start()
    os.environ["LEGATION_CONSULAR_EMAIL_URL"] = f"smtp://127.0.0.1:{port}?from=desk@example.org"
    os.environ["LEGATION_CONSULAR_SMS_SECRET"] = SECRET
    address = f'\n[sms]\naddress = "http://127.0.0.1:{server.server_port}/"\n[front]\naddress = "https://answer.example.org"\n'
    house_made(folder, messages, declared=address)
    queued = _press()
    print(f"\nA wave of {queued:,} messages; the sender is killed {KILLS} times")
    over, sums = threading.Event(), Counter[str]()
    reporter = threading.Thread(target=report, args=(arrived, over, sums))
    reporter.start()
    logging.getLogger("legation.request").setLevel(logging.WARNING)
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    began = time.perf_counter()
    _run_sender(folder, queued)
    seconds = time.perf_counter() - began
    over.set()
    reporter.join()
    controller.stop()
    server.shutdown()
    _print(mails, texts, sums, seconds)


def _press() -> int:
    import datetime as dt

    from legation.web.consular.crises.about import About, make_crisis, move_on
    from legation.web.consular.crises.texts import drafts_made
    from legation.web.consular.crises.waves import plan_wave, press
    from legation.web.consular.records.models import Message, Text

    drafts_made()
    Text.objects.update(state="approved", verified_on=dt.date(2026, 7, 1))
    area = {"type": "Circle", "coordinates": [1, 2], "radius_km": 5_000}
    posts = ["lyndon", "novara"]
    crisis = make_crisis(About(name_en="Earthquake", area=area), "lyndon", posts)
    move_on(crisis, crisis.version, "declared")
    began = time.perf_counter()
    plan = plan_wave(crisis, posts, is_discreet=False, with_unknown_place=True)
    planned = time.perf_counter()
    press(crisis, plan, None, number=1)
    print(f"  preview {planned - began:.2f} s, press {time.perf_counter() - planned:.2f} s")
    return Message.objects.count()


def _run_sender(folder: Path, queued: int) -> None:
    """Run the sender, and kill it at moments drawn over the wave."""
    from legation.web.consular.records.models import Message

    chance = random.Random(3)
    marks = sorted(chance.sample(range(queued // 20, queued * 9 // 10), KILLS))
    command = [sys.executable, "-m", "benchmarks.consular_sending", "--send", str(folder)]
    child, kills = subprocess.Popen(command), 0
    going = ("queued", "leased", "handing-over")
    while left := Message.objects.filter(state__in=going).count():
        if marks and queued - left >= marks[0]:
            marks.pop(0)
            time.sleep(chance.random() / 5)
            child.send_signal(signal.SIGKILL)
            child.wait()
            kills += 1
            child = subprocess.Popen(command)
        time.sleep(0.1)
    child.send_signal(signal.SIGKILL)
    child.wait()
    print(f"  killed in mid-wave: {kills} times")


def _print(mails: Fate, texts: Fate, sums: Counter[str], seconds: float) -> None:
    from legation.web.consular.records.models import Message

    rows = list(Message.objects.values_list("pk", "channel", "state"))
    print(f"  sent in {seconds:.0f} s, {len(rows) / seconds:.0f} a second")
    for (channel, state), count in sorted(Counter((channel, state) for _, channel, state in rows).items()):
        print(f"  {channel:6} {state:12} {count:7,}")
    for name, fate, channel in (("e-mail server", mails, "email"), ("gateway", texts, "sms")):
        mine = {pk: state for pk, one, state in rows if one == channel}
        twice = {pk for pk, count in fate.accepted.items() if count > 1}
        lost = [pk for pk, state in mine.items() if state in ("handed-over", "delivered") and not fate.accepted[pk]]
        silent = [pk for pk, state in mine.items() if fate.accepted[pk] and state not in ("handed-over", "delivered", "unknown")]
        never = [pk for pk in mine if not fate.tries[pk] and mine[pk] != "unknown"]
        print(
            f"  {name}: accepted {len(fate.accepted):,}, refused {len(fate.refused):,}, tries {sum(fate.tries.values()):,}; "
            f"lost {len(lost) + len(never)}, accepted but counted as not {len(silent)}, "
            f"accepted twice {len(twice)}, of them not counted unknown {sum(mine[pk] != 'unknown' for pk in twice)}"
        )
        assert not lost and not silent and not never and all(mine[pk] == "unknown" for pk in twice), name
    print(f"  reports: {dict(sorted(sums.items()))}")


if __name__ == "__main__":
    chosen = options("messages", MESSAGES, send="the house whose sender runs in this process")
    if chosen.send:
        send(chosen.send)
    else:
        with tempfile.TemporaryDirectory() as place:
            measure(Path(place), chosen.messages)
