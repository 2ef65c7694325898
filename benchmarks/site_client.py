"""Browsers that ask again as soon as they are answered, each on one connection that stays open."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

__all__ = ["PATIENCE", "Heard", "ask"]

PATIENCE = 60.0
"""How long a browser waits for an answer [s]; then it is counted as one that did not come."""


@dataclass
class Heard:
    """What came back: the time of each answer [s], the answers by status, and how long all of it took [s]."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    by_path: dict[str, list[float]] = field(default_factory=dict)
    seconds: float = 0.0
    failed: Counter[tuple[str, int]] = field(default_factory=Counter)
    """What did not come: by page and status; 0 where the connection ended, or nothing came in time."""

    @classmethod
    def of(cls, several: Iterable[Heard]) -> Heard:
        """Return what several rounds heard, as one."""
        whole = cls()
        for one in several:
            whole.times += one.times
            whole.statuses += one.statuses
            whole.failed += one.failed
            whole.seconds += one.seconds
            for path, times in one.by_path.items():
                whole.by_path.setdefault(path, []).extend(times)
        return whole

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    @property
    def errors(self) -> int:
        return sum(count for status, count in self.statuses.items() if status != 200)

    def percentile(self, share: float) -> float:
        """Return the time within which a share of the answers came [ms]."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def ask(port: int, paths: Sequence[str], cookies: Sequence[str], seconds: float = 0.0, *, once: bool = False) -> Heard:
    """Let one browser for each cookie go round the paths for a while; ``once``: each page once."""
    return asyncio.run(_all(port, paths, cookies, float("inf") if once else seconds, once=once))


async def _all(port: int, paths: Sequence[str], cookies: Sequence[str], seconds: float, *, once: bool) -> Heard:
    heard = Heard()
    begun = time.perf_counter()
    rounds = [[*paths[i % len(paths) :], *paths[: i % len(paths)]] for i in range(len(cookies))]
    await asyncio.gather(
        *(
            _one(port, iter(one) if once else itertools.cycle(one), c, begun + seconds, heard)
            for one, c in zip(rounds, cookies, strict=True)
        )
    )
    heard.seconds = time.perf_counter() - begun
    return heard


async def _one(port: int, paths: Iterator[str], cookie: str, end: float, heard: Heard) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for path in paths:
        start = time.perf_counter()
        if start > end:
            break
        try:
            reader, writer = await _answered(port, path, cookie, reader, writer, heard)
        except (OSError, EOFError, ValueError, TimeoutError):  # the server hung up, said nonsense, or said nothing
            heard.times.append(time.perf_counter() - start)
            heard.by_path.setdefault(path, []).append(heard.times[-1])
            heard.failed[path, 0] += 1
            heard.statuses[0] += 1
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def _answered(
    port: int, path: str, cookie: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: Heard
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Ask for one page and note the answer; return the connection for the next."""
    start = time.perf_counter()
    async with asyncio.timeout(PATIENCE):
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip\r\nCookie: {cookie}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b"content-length:" in head:
            await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        else:
            while size := int((await reader.readline()).strip(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
    took, status = time.perf_counter() - start, int(head[9:12])
    heard.times.append(took)
    heard.by_path.setdefault(path, []).append(took)
    heard.statuses[status] += 1
    if status != 200:
        heard.failed[path, status] += 1
    if b"connection: close" in head:
        writer.close()
        return await asyncio.open_connection("127.0.0.1", port)
    return reader, writer
