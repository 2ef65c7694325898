"""Ten thousand replies a minute to the front, a fifth of them sent twice: how long each waits, and whether the desk counts each once.

The front is served by its own command in its own process; each reply comes by a connection of its own, at its own moment drawn over the
minute, whether or not the ones before are answered. What came is then fetched and opened as the desk does it, and counted.

python -m benchmarks consular_front
python -m benchmarks.consular_front --replies 2000 --seconds 12
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import datetime as dt
import json
import os
import random
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from legation.keys import Keyring, new_keyring, open_sealed, sign
from legation.web.front import bundles
from legation.web.front.store import digest

HOST = "127.0.0.1"
REPLIES, SECONDS, TWICE = 10_000, 60.0, 0.2
LIMIT = 200.0
"""Within how many milliseconds 95 of 100 must be answered."""
STATUSES = ("safe", "safe", "safe", "need_help", "want_out", "left", "injured")


def made(folder: Path, tokens: list[str]) -> tuple[Keyring, bytes]:
    """Make a front whose desk has written to all; return the desk's keys."""
    ring, carry = new_keyring(), secrets.token_bytes(32)
    bundles.introduce(folder, house="bench", carry_key=carry, desk_public=ring.signing_public())
    expires = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    sealing = {"version": ring.sealing_version, "public": base64.b64encode(ring.sealing_public()).decode()}
    live = [bundles.LiveToken(digest(token), "wave", expires) for token in tokens]
    said = bundles.Inward(1, 0, live, {"sealing": sealing, "drill": True})
    bundles.apply_inward(folder, bundles.write_inward(said, house="bench", sign=lambda data: sign(ring, data)))
    return ring, carry


async def reply(port: int, token: str, nonce: str, status: str) -> tuple[int, float]:
    """Send one reply; return the status of the answer and how long it took [ms]."""
    body = urlencode({"nonce": nonce, "status": status, "covers": "all", "words": "all of us", "position": ""}).encode()
    head = f"POST /en/a/{token} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\nAccept-Encoding: gzip\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(30):
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(head.encode() + body)
            said = await reader.read()
            writer.close()
        return int(said[9:12] or 0), 1000 * (time.perf_counter() - begun)
    except (OSError, TimeoutError, ValueError):
        return 0, 1000 * (time.perf_counter() - begun)


async def crowd(port: int, tokens: list[str], seconds: float) -> list[tuple[int, float]]:
    """Let each reply at a moment of its own; a fifth send the same form again within ten seconds."""
    draw = random.Random(31)
    plan = []
    for token in tokens:
        at, nonce, status = draw.uniform(0, seconds), secrets.token_hex(16), draw.choice(STATUSES)
        plan.append((at, token, nonce, status))
        if draw.random() < TWICE:
            plan.append((min(seconds, at + draw.uniform(0, 10)), token, nonce, status))
    plan.sort()
    begun = time.perf_counter()
    waiting = []
    for at, token, nonce, status in plan:
        await asyncio.sleep(max(0.0, at - (time.perf_counter() - begun)))
        waiting.append(asyncio.create_task(reply(port, token, nonce, status)))
    return await asyncio.gather(*waiting)


def processor_time(process: int) -> float:
    """Return for how long a process has computed [s]."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fetched(folder: Path, ring: Keyring, carry: bytes) -> Counter[str]:
    """Return how many replies the desk opens of each token."""
    counts: Counter[str] = Counter()
    after, is_all = 0, False
    while not is_all:
        came = bundles.read_outward(bundles.write_outward(folder, after), house="bench", carry_key=carry)
        for one in came.submissions:
            content = json.loads(open_sealed(ring, one.kind, one.key_version, one.sealed))
            counts[content["token"]] += 1
            after = one.number
        is_all = came.is_all
    return counts


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a reply is lost or counted twice, or they wait too long."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.consular_front")
    reader.add_argument("--replies", type=int, default=REPLIES)
    reader.add_argument("--seconds", type=float, default=SECONDS)
    given = reader.parse_args(arguments if arguments is not None else [])
    tokens = [secrets.token_urlsafe(16) for _ in range(given.replies)]
    with tempfile.TemporaryDirectory(prefix="front-") as place, socket.create_server((HOST, 0)) as free:
        folder, port = Path(place) / "front", free.getsockname()[1]
        free.close()
        ring, carry = made(folder, tokens)
        command = [sys.executable, "-m", "legation", "consular", "front", "--data", place, "--port", str(port), "--lang", "en"]
        cleared = {name: value for name, value in os.environ.items() if not name.startswith(("LEGATION_", "DJANGO_"))}
        with (Path(place) / "log").open("wb") as log, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=cleared) as server:
            assert server.stdout is not None
            assert b"http" in server.stdout.readline()
            asyncio.run(reply(port, "warm", secrets.token_hex(16), "safe"))
            begun = time.perf_counter()
            answers = asyncio.run(crowd(port, tokens, given.seconds))
            took = time.perf_counter() - begun
            computed = processor_time(server.pid)
            server.terminate()
        begun = time.perf_counter()
        counts = fetched(folder, ring, carry)
        opened = time.perf_counter() - begun
    times = sorted(one for _, one in answers)
    refused = sum(status != 200 for status, _ in answers)
    lost = sum(token not in counts for token in tokens)
    twice = sum(count > 1 for count in counts.values())
    p95 = statistics.quantiles(times, n=100)[94]
    print(f"front: {len(answers)} forms ({given.replies} replies, {len(answers) - given.replies} sent twice) in {took:.0f} s")
    print(f"  answered in {statistics.median(times):.0f} ms (median), {p95:.0f} ms (95 of 100), {times[-1]:.0f} ms (longest)")
    print(f"  not taken: {refused}; the server computed {1000 * computed / len(answers):.1f} ms a form, its start included")
    print(f"  fetched and opened in {opened:.1f} s: {sum(counts[one] for one in tokens)} replies, lost {lost}, counted twice {twice}")
    return int(bool(lost or twice or refused) or p95 > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
