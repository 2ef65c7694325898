"""Which server answers a page with sign-in and one read at least cost: what is delivered beside what else could be.

Peers that are not installed are left out. Each server is started once and waits while the others are asked. Other work on the machine
changes pages a second, but hardly the processor time of a page.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import statistics
import sys

from benchmarks.site_client import ask
from benchmarks.site_process import SERVE, desk, processor_time, serving

PEOPLE, SECONDS, ROUNDS = 50, 2.0, 3
_UVICORN = (sys.executable, "-m", "uvicorn", "--port", "{port}", "--log-level", "error", "--lifespan", "off", "--no-access-log")
_GRANIAN = (sys.executable, "-m", "granian", "--port", "{port}", "--log-level", "error", "--no-access-log")
SERVERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "legation serve (uvicorn, own bridge)": ("uvicorn", SERVE),
    "uvicorn, own bridge, h11": ("uvicorn", (*_UVICORN, "--http", "h11", "benchmarks.site_peers:ours")),
    "uvicorn, own bridge, httptools": ("httptools", (*_UVICORN, "--http", "httptools", "benchmarks.site_peers:ours")),
    "uvicorn, a2wsgi": ("a2wsgi", (*_UVICORN, "--http", "h11", "benchmarks.site_peers:a2wsgi")),
    "uvicorn, Django's ASGI": ("uvicorn", (*_UVICORN, "--http", "h11", "benchmarks.site_peers:streams")),
    "granian, WSGI, 8 threads": ("granian", (*_GRANIAN, "--interface", "wsgi", "--blocking-threads", "8", "benchmarks.site_peers:pages")),
    "granian, own bridge": ("granian", (*_GRANIAN, "--interface", "asginl", "benchmarks.site_peers:ours")),
}


def main() -> None:
    """Print pages a second and processor time a page, medians over rounds in which the servers take turns."""
    there = {name: command for name, (package, command) in SERVERS.items() if importlib.util.find_spec(package)}
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in there}
    with desk("SQLite", bare=True) as site, contextlib.ExitStack() as stack:
        cookies = [site.cookie(number) for number in range(PEOPLE)]
        running = {name: stack.enter_context(serving(site, command)) for name, command in there.items()}
        for port, _ in running.values():
            ask(port, ["/bare"], cookies, 1.0)
        for _ in range(ROUNDS):
            for name, (port, process) in running.items():
                before = processor_time(process)
                heard = ask(port, ["/bare"], cookies, SECONDS)
                cost = 1000 * (processor_time(process) - before) / len(heard.times)
                found[name].append((heard.per_second, heard.percentile(0.95), cost))
    print(f"\nServers: a bare page with sign-in and one read, {PEOPLE} people, {os.cpu_count()} cores")
    for name, rounds in found.items():
        rate, late, cost = (statistics.median(one[index] for one in rounds) for index in range(3))
        shown = f"{cost:6.2f} ms of processor a page" if "granian" not in name else "  (its pages are made in a process of its own)"
        print(f"  {name:38} {rate:6.0f} pages/s   p95 {late:4.0f} ms   {shown}")


if __name__ == "__main__":
    main()
