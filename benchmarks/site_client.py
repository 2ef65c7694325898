"""Browsers that ask again as soon as they are answered, each on one connection that stays open."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Heard", "ask"]


@dataclass
class Heard:
    """What came back: the time of each answer [s], the answers by status, and how long all of it took [s]."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    by_path: dict[str, list[float]] = field(default_factory=dict)
    seconds: float = 0.0

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


def ask(port: int, paths: Sequence[str], cookies: Sequence[str], seconds: float) -> Heard:
    """Let one browser for each cookie go round the paths for a while."""
    return asyncio.run(_all(port, paths, cookies, seconds))


async def _all(port: int, paths: Sequence[str], cookies: Sequence[str], seconds: float) -> Heard:
    heard = Heard()
    begun = time.perf_counter()
    await asyncio.gather(
        *(_one(port, paths[i % len(paths) :] + paths[: i % len(paths)], c, begun + seconds, heard) for i, c in enumerate(cookies))
    )
    heard.seconds = time.perf_counter() - begun
    return heard


async def _one(port: int, paths: Sequence[str], cookie: str, end: float, heard: Heard) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for path in itertools.cycle(paths):
        start = time.perf_counter()
        if start > end:
            break
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip\r\nCookie: {cookie}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b"content-length:" in head:
            await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        else:
            while size := int((await reader.readline()).strip(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        took = time.perf_counter() - start
        heard.times.append(took)
        heard.by_path.setdefault(path, []).append(took)
        heard.statuses[int(head[9:12])] += 1
        if b"connection: close" in head:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
