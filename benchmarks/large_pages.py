"""Each page of the site on a large dossier: its first view since the start, later ones, queries, bytes, memory, and how all that grows.

Routes are walked as the tests walk them (``tests/web/samples.py``): pages, files and pictures, then the JSON of each page, pages of
another day, what a program and a calendar read, and what a guest searches. A site is made by one process and measured by another, in whose
memory is what a started server has read (``warm``), nothing else. Milliseconds of processor: other work on the machine hardly changes them.
All figures are written to ``build/bench/large_pages.json``.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from benchmarks.growth import FOLDER, plotted

__all__ = ["measured"]

LIMITS = (1000.0, 200.0)
"""Milliseconds of a first and of a later view."""
LATER = 3
LONG = 5.0
"""Seconds of a first view after which a page is asked once more alone."""
WORST = 10
PEOPLE = {"owner": ("owner", "TLP:RED"), "editor": ("editor", "TLP:AMBER"), "contributor": ("contributor", "TLP:AMBER")}
OUTSIDE = {"guest": ["actors", "groups", "issues", "positions", "evidence"]}
"""Guests, with the tables that are open to them."""
ROOT = Path(__file__).parents[1]
SHOWN = ("page", "file")
SLUG = "small"
"""The dossier's name in addresses: that of the tests' samples."""


def measured(sizes: Sequence[int], *, every: bool = False) -> None:
    """Measure the pages of dossiers of some sizes, print the worst of each, or every page, and draw how they grow."""
    found: dict[int, dict[str, Any]] = {}
    FOLDER.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        found[size] = _of(size)
        (FOLDER / "large_pages.json").write_text(json.dumps(found, indent=1), "utf-8")
        _printed(size, found[size], every=every)
    if len(found) > 1:
        _grown(found, every=every)


def _of(size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="legation-large-") as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LEGATION_")},
            "LEGATION_DATA": folder,
            "LEGATION_LANGUAGE": "en",
            "DJANGO_SETTINGS_MODULE": "legation.web.settings",
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", ""))),
            "OPENBLAS_NUM_THREADS": "1",
        }
        run: dict[str, Any] = {}
        for step in ("made", "walked"):
            words = [sys.executable, "-m", "benchmarks.large_pages", step, str(size)]
            done = subprocess.run(words, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
            run |= json.loads(done.stdout.splitlines()[-1])
        return run


def _printed(size: int, run: dict[str, Any], *, every: bool) -> None:
    pages, bare = run["pages"], run["bare"]
    print(f"\n{size:,} actors: made in {run['made']:.1f} s of processor, {run['made_mb']:.0f} MB at most; load {os.getloadavg()[0]:.1f}")
    print(f"  at a start {run['warm']:.1f} s, {run['warm_mb']:.0f} MB; {run['mb']:.0f} MB after all pages; a bare page {bare:.1f} ms")
    print(f"  one position saved in {run['save']:.1f} s of processor; the first page after it {run['after']:.1f} s")
    for what, limit in zip(("first", "later"), LIMITS, strict=True):
        over = sum(one[what] > limit for one in pages)
        print(f"  {len(pages)} pages: {over} {what} views over {limit:.0f} ms; median {median(one[what] for one in pages):.0f} ms")
    print(f"  {'':<34} {'first ms':>9} {'bare':>7} {'later ms':>9} {'bare':>6} {'queries':>8} {'later':>6} {'kB':>8} {'+MB':>5}")
    worst = sorted(pages, key=lambda one: -max(one["first"] / LIMITS[0], one["later"] / LIMITS[1]))
    for one in worst if every else worst[:WORST]:
        more = "" if one["status"] == 200 else f" status {one['status']}"
        times = f"{one['first']:>9,.0f} {one['first'] / bare:>7,.0f} {one['later']:>9,.0f} {one['later'] / bare:>6,.0f}"
        print(f"  {one['route']:<34} {times} {one['queries']:>8} {one['queries_later']:>6} {one['kb']:>8,.0f} {one['mb']:>5,.0f}{more}")


def _grown(found: dict[int, dict[str, Any]], *, every: bool) -> None:
    """Print the exponents of growth, of the pages and of the dossier itself, and draw the pages that take longest on the largest one."""
    last = {one["route"]: one for one in found[max(found)]["pages"]}
    for what in ("first", "later"):
        rows = [(one["route"], size, one[what]) for size, run in found.items() for one in run["pages"]]
        times = {route: [(size, took) for name, size, took in rows if name == route] for route in last}
        worst = sorted(last, key=lambda route: -last[route][what])
        print(f"\n{what} view: exponent, and ms on {', '.join(f'{size:,}' for size in found)} actors")
        for route in worst if every else worst[:WORST]:
            shown = " ".join(f"{took:>7,.0f}" for _, took in times[route])
            print(f"  {route:<34} {exponent(times[route]):>5.2f}   {shown}")
        points = [(route, size, ms / 1000, True) for route in worst[:WORST] for size, ms in times[route]]
        plotted(f"large-dossiers-{what}", f"Pages of the site, {what} view", "actors", points)
    print("\nthe dossier itself")
    named = {"made": "s to make", "warm": "s at a start", "save": "s of a save", "warm_mb": "MB at a start", "mb": "MB after all pages"}
    for name, title in named.items():
        sizes = [(size, 1000 * run[name]) for size, run in found.items()]
        print(f"  {title:<34} {exponent(sizes):>5.2f}   " + " ".join(f"{value / 1000:>7,.1f}" for _, value in sizes))


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of a line through the logarithms of sizes and times; times below a millisecond count as one.

    >>> round(exponent([(10, 5), (100, 50), (1000, 500)]), 2), exponent([(10, 0.1), (100, 0.2)])
    (1.0, 0.0)
    """
    xs, ys = [math.log(size) for size, _ in points], [math.log(max(took, 1.0)) for _, took in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((one - x) ** 2 for one in xs)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / spread if spread else 0.0


def made(size: int) -> dict[str, float]:
    """Make the site of a large dossier, with an owner, who sees everything, and others who do not."""
    from benchmarks.large_dossiers import parts
    from django.core.management import call_command

    from legation.dossier import decode
    from legation.web.accounts.models import Account, Organisation
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Grant

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    accounts = {}
    for name in (*PEOPLE, *OUTSIDE, "administrator", "member"):
        is_administrator = name == "administrator"
        accounts[name] = Account.objects.create_user(
            f"{name}@example.org", name=name.title(), language="en", is_administrator=is_administrator, is_guest=name in OUTSIDE
        )
    Organisation.objects.get_or_create(name="Desk")
    data = parts(size)
    begun = time.process_time()
    dossier = store.create(decode(data), accounts["owner"], slug=SLUG)
    for name, (role, marking) in PEOPLE.items():
        if name != "owner":
            Grant.objects.create(dossier=dossier, account=accounts[name], role=role, marking=marking)
    for name, tables in OUTSIDE.items():
        Grant.objects.create(dossier=dossier, account=accounts[name], role="guest", marking="TLP:GREEN", tables=tables)
    return {"made": time.process_time() - begun, "made_mb": _mb()}


def walked() -> dict[str, Any]:
    """Walk the routes of the site that :func:`made` made."""
    from django.test import Client

    from legation.web.accounts.models import Account
    from legation.web.dossiers.models import Dossier
    from legation.web.serving.warm import warm

    begun = time.process_time()
    warm()
    run: dict[str, Any] = {"warm": time.process_time() - begun, "warm_mb": _mb()}
    gc.collect()
    gc.freeze()  # as a started server does
    people = {account.name.lower(): account for account in Account.objects.all()}
    clients = {name: Client(HTTP_HOST="localhost") for name in people}
    for name, client in clients.items():
        client.force_login(people[name], backend="django.contrib.auth.backends.ModelBackend")
    site = SimpleNamespace(dossier=Dossier.objects.get(slug=SLUG), people=people, client=clients.__getitem__, others={})
    site.client("owner").get("/account/login/")
    run["bare"] = median(_seen(clients["member"], "/glossary")["ms"] for _ in range(9))
    routes = [*_routes(site)]
    run["pages"] = [_page(site, *where) for where in (*routes, *_twins(routes), *_on_another_day(), *_of_programs(site), *_of_guests())]
    return run | _of_a_save(site) | {"mb": _mb()}


def _of_a_save(site: Any) -> dict[str, float]:
    """Save one position as an editor, and return the seconds of the save, and of the first page after it."""
    from legation.web.access import effective_grant, scope_of
    from legation.web.dossiers import store

    site.dossier.refresh_from_db()
    grant = site.dossier.grants.get(account=site.people["editor"])
    scope, head = scope_of(effective_grant(grant)), store.revision_of(site.dossier)
    seen = store.seen(head, scope)
    changed = dataclasses.replace(seen.positions[0], low=None, value=51.0, high=None)
    mine = dataclasses.replace(seen, positions=(changed, *seen.positions[1:]))
    begun = time.process_time()
    store.save(site.dossier, head.number, mine, site.people["editor"], scope, reason="one row")
    save = time.process_time() - begun
    return {"save": save, "after": _seen(site.client("editor"), f"/dossiers/{SLUG}")["ms"] / 1000}


def _routes(site: Any) -> Iterator[tuple[str, str, str]]:
    """Yield who opens a route, its name, and an address of it."""
    from web.samples import address_of, expected, made

    from legation.web.site.routing import ROUTES

    samples: dict[str, dict[str, Any]] = {}
    for route in ROUTES.values():
        who = next((name for name in ("editor", "owner", "administrator", "anonymous") if expected(route, site, name) == "allowed"), "")
        if route.kind in SHOWN and who in site.people:
            samples[who] = samples.get(who) or {**made(site, who), **OWN}
            yield who, route.name, address_of(route, site, samples[who])


def _twins(routes: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the JSON of each page."""
    from legation.web.site.routing import ROUTES

    for who, route, address in routes:
        if ROUTES[route].kind == "page":
            path, mark, query = address.partition("?")
            yield who, f"{route} JSON", f"{'/home' if path == '/' else path}.json{mark}{query}"


def _on_another_day() -> Iterator[tuple[str, str, str]]:
    """Yield pages of other days, none of which was shown before."""
    there = ("", "/actors", "/actors/grid", "/issues", "/positions", "/evidence", "/votes", "/engagement", "/strategy", "/coalitions")
    for day, page in enumerate((*there, "/questions", "/search?q=agreement"), start=1):
        yield "editor", f"{page or '/'} another day", f"/dossiers/{SLUG}{page}{'&' if '?' in page else '?'}as_of=2018-06-{day:02}"


def _of_programs(site: Any) -> Iterator[tuple[str, str, str]]:
    """Yield what a program reads with a token of the editor, and a calendar by its address."""
    from django.test import Client

    from legation.web.api import tokens
    from legation.web.api.models import SCOPES
    from legation.web.pages.outreach.feed import make_address

    secret = tokens.make(site.people["editor"], "benchmark", tuple(SCOPES), days=7)[1]
    site.others["program"] = Client(HTTP_HOST="localhost", headers={"Authorization": f"Bearer {secret}"})
    top = f"/api/v1/dossiers/{SLUG}"
    tables = [f"/tables/{name}?limit=1000" for name in ("actors", "positions", "evidence", "votes", "rollcalls", "engagements")]
    rows = ("/tables/votes?actor=FRA&limit=1000", "/tables/votes?rollcall=A/RES/74/19", "/tables/positions?as_of=2018-07-01")
    single = ("/tables/evidence/e000001", "/tables/votes/A/RES/74/19:FRA", "/evidence/e000001", "/search?q=agreement", "/releases")
    about = (
        "",
        "/revisions",
        "/compare?a=1&b=1",
        "/rows/history?part=actors.csv&table=actors&row=FRA",
        "/parts",
        "/parts/votes.csv",
        "/runs",
    )
    for path in (*tables, *rows, *single, *about):
        yield "program", f"API {path}"[:34], top + path
    yield from (("program", f"API /{name}, all", f"/api/v1/{name}") for name in ("questions", "fields", "dossiers"))
    yield "member", "calendar of a feed", f"/calendar/{make_address(site.people['editor'], site.dossier)}/legation.ics"


def _of_guests() -> Iterator[tuple[str, str, str]]:
    """Yield what a guest to whom some tables are open looks at."""
    for page in ("", "/actors", "/positions", "/evidence", "/search?q=question+5"):
        yield "guest", f"{page or '/'} guest", f"/dossiers/{SLUG}{page}"


OWN: dict[str, Any] = {
    "coalition": "c00",
    "evidence": "e000001",
    "issue": "i00",
    "evidence.*:row": "e000001",
    "rows.*:row": "e000001",
    "rollcall": "A/RES/74/19",
}
"""Values of addresses that are rows of a large dossier."""


def _page(site: Any, who: str, route: str, address: str) -> dict[str, Any]:
    client = site.others.get(who) or site.client(who)
    address = address.replace("?issue=norms", "?issue=i00").replace("coalition=friends", "coalition=c00")
    before = _mb()
    first = _seen(client, address)
    later = [_seen(client, address) for _ in range(1 if first["ms"] > 1000 * LONG else LATER)]
    times = {"first": first["ms"], "later": median(one["ms"] for one in later)}
    of_first = {name: first[name] for name in ("status", "queries", "kb")}
    if first["status"] >= 400:
        print(f"{route} ({who}): {first['status']} at {address}", file=sys.stderr)
    return {**of_first, "route": route, "who": who, **times, "queries_later": later[-1]["queries"], "mb": _mb() - before}


def _seen(client: Any, address: str) -> dict[str, Any]:
    """Ask for an address; return the milliseconds of processor, the queries, and the bytes."""
    from django.db import connection

    asked: list[str] = []

    def counting(execute: Any, sql: str, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    begun = time.process_time()
    with connection.execute_wrapper(counting):
        answer = client.get(address)
        size = len(b"".join(answer.streaming_content)) if answer.streaming else len(answer.content)
    took = (time.process_time() - begun) * 1000
    return {"ms": took, "queries": len(asked), "kb": size / 1000, "status": answer.status_code}


def _mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    import logging

    from legation.web.serving.database import set_up

    set_up()
    logging.disable()
    step, number = sys.argv[1], int(sys.argv[2])
    print(json.dumps(made(number) if step == "made" else walked()))
