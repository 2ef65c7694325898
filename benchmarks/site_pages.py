"""Every page of the site on the largest example (1,336 actors, 35,000 votes): first and later views, bytes, and what axe finds.

Links are followed from home and from the dossier, one page for each route; the first view of each is the first since the server started.
``python -m benchmarks.site_pages`` prints a table, the slowest first view at its top; ``--quick`` leaves the browser out.
"""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.site_process import SERVE, desk, processor_time, serving

__all__ = ["PageView", "main", "views"]

LARGEST = "un-ict-2018"
LATER = 5
"""How often a page is asked again; the median counts."""
LIMITS = (1000.0, 300.0)
"""Milliseconds of a first and of a later view."""
AXE = Path(__file__).parents[1] / "tests" / "vendor" / "axe.min.js"
_RUN = """async () => (await axe.run(document, { iframes: false, resultTypes: ["violations"] })).violations
  .filter(({ impact }) => ["serious", "critical"].includes(impact)).length"""


@dataclass(frozen=True, slots=True)
class PageView:
    """A page: its first view, the processor time of that and later views [ms], bytes as sent and unpacked, its longest list to choose from,
    serious findings of axe."""

    route: str
    address: str
    status: int
    first: float
    processor: float
    later: float
    sent: int
    unpacked: int
    longest: int
    axe: int | None = None


def longest_list(html: str) -> int:
    """Return how many things the longest list of a page offers: of a select, of what a field completes, or of boxes to tick.

    >>> longest_list("<select><option>a</option><option>b</option></select>")
    2
    """
    found = (one[0] for one in re.finditer(r"<(select|datalist|fieldset)\b.*?</\1>", html, re.DOTALL))
    return max((len(re.findall(r'<option\b|type="(?:checkbox|radio)"', one)) for one in found), default=0)


def ask(port: int, address: str, cookie: str) -> tuple[int, float, bytes, int]:
    """Ask for a page; return the status, the time until it was whole [ms], its HTML, and its bytes as sent."""
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    begun = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": "gzip", "Accept": "text/html"})
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - begun) * 1000
    connection.close()
    return answer.status, took, gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body, len(body)


def route_of(address: str) -> str:
    """Return the route of a page by its address; empty where it is none."""
    from django.urls import Resolver404, resolve

    from legation.web.site.routing import ROUTES

    try:
        name = resolve(address.partition("?")[0].partition("#")[0]).url_name or ""
    except Resolver404:
        return ""
    return name if name in ROUTES and ROUTES[name].kind == "page" else ""


def views(port: int, cookie: str, server: subprocess.Popen[bytes]) -> Iterator[PageView]:
    """Follow links and yield the views of one page for each route."""
    seen = {"home": "/", "dossier": f"/dossiers/{LARGEST}"}
    waiting = list(seen)
    while waiting:
        route = waiting.pop(0)
        before = processor_time(server)
        status, first, html, sent = ask(port, seen[route], cookie)
        processor = (processor_time(server) - before) * 1000
        later = median(ask(port, seen[route], cookie)[1] for _ in range(LATER))
        text = html.decode("utf-8", "replace")
        yield PageView(route, seen[route], status, first, processor, later, sent, len(html), longest_list(text))
        for address in re.findall(r'href="(/[^"]*)"', text):
            plain = address.replace("&amp;", "&")
            inside = re.match(r"/dossiers/(?!new)([^/?#]+)", plain)
            if (inside is None or inside[1] == LARGEST) and (found := route_of(plain)) and found not in seen:
                seen[found] = plain
                waiting.append(found)


@contextmanager
def axe_in(port: int, cookie: str) -> Iterator[Any]:
    """Give a function that counts the serious findings of axe on a page, in Debian's browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=f"http://127.0.0.1:{port}")
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        page.set_default_timeout(180_000)

        def count(address: str) -> int:
            page.goto(address)
            page.locator("html[data-ready]").wait_for(state="attached")
            session = context.new_cdp_session(page)
            session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
            session.detach()
            return int(page.evaluate(_RUN))

        yield count
        browser.close()


def main(*, quick: bool = False) -> None:
    """Print the table."""
    from dataclasses import replace

    with desk("SQLite") as site:
        os.environ.update({name: value for name, value in site.environment.items() if name.startswith(("LEGATION_", "DJANGO_"))})
        from legation.web.serving.database import set_up

        set_up()
        with serving(site, SERVE) as (port, server):
            found = list(views(port, site.cookie(1), server))
            if not quick and AXE.is_file():
                with axe_in(port, site.cookie(1)) as count:
                    found = [replace(one, axe=count(one.address)) if one.status == 200 else one for one in found]
    print(f"\nPages of {LARGEST} as an editor sees them (load {os.getloadavg()[0]:.1f}; limits {LIMITS[0]:.0f} and {LIMITS[1]:.0f} ms)")
    print(f"  {'page':<28} {'first ms':>9} {'of it cpu':>9} {'later ms':>9} {'kB sent':>8} {'kB':>7} {'list':>5} {'axe':>4}")
    for one in sorted(found, key=lambda one: -one.first):
        over = " OVER" if one.first > LIMITS[0] or one.later > LIMITS[1] else ""
        over += f" status {one.status}" if one.status != 200 else ""
        times = f"{one.first:>9,.0f} {one.processor:>9,.0f} {one.later:>9,.1f}"
        sizes = f"{one.sent / 1000:>8,.1f} {one.unpacked / 1000:>7,.1f} {one.longest:>5}"
        print(f"  {one.route:<28} {times} {sizes} {'-' if one.axe is None else one.axe:>4}{over}")
    firsts, laters = (median(getattr(one, name) for one in found) for name in ("first", "later"))
    print(f"  {len(found)} pages; median of first views {firsts:,.0f} ms, of later ones {laters:,.1f} ms")


if __name__ == "__main__":
    main(quick="--quick" in sys.argv[1:])
