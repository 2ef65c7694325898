"""Rows searched by the database: milliseconds over fifty thousand rows, beside looking through them in memory; and what a save costs.

A site on SQLite with one dossier: a thousand actors, evidence, and positions in which a sentence stands. Each search is asked seven times.
The baseline is what search did before it had tables: fold all texts once, then look for each word in each row.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import os
import resource
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any

__all__ = ["main"]

ROWS = 50_000
SEARCHES = ("committee", "source 77", "ministry 12", "nothing of the kind")


def parts(rows: int) -> dict[str, bytes]:
    """Return a dossier of so many rows."""
    sources = rows // 4
    lines = {
        "actors": ["id,name,kind,recorded", *(f"a{i},Ministry {i},other,2020-01-01" for i in range(1000))],
        "issues": ["id,question", *(f"i{i},Question number {i}" for i in range(20))],
        "evidence": [
            "id,title,publisher,date",
            *(f"e{i},Source {i} on norms,United Nations,2021-02-0{i % 9 + 1}" for i in range(sources)),
        ],
        "positions": [
            "id,actor,issue,value,evidence,held_from,note",
            *(f"p{i},a{i % 1000},i{i % 20},50,e{i % sources},2021-03-01,Said {i} in the committee" for i in range(rows - sources - 1020)),
        ],
    }
    return {"dossier.toml": b'id = "big"\n', **{f"{name}.csv": ("\n".join(text) + "\n").encode() for name, text in lines.items()}}


def main() -> None:
    """Measure and print."""
    folder = tempfile.TemporaryDirectory()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "legation.web.settings", "LEGATION_DATA": folder.name}
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.http import HttpRequest, QueryDict

    from legation.dossier import decode
    from legation.web.accounts.models import Account
    from legation.web.dossiers import store
    from legation.web.site.page import PageRequest, case_at
    from legation.web.stores.rows.entries import SEARCHED, entries_of
    from legation.web.stores.rows.reading import find, words_wanted

    call_command("migrate", verbosity=0)
    me = Account.objects.create_user("owner@example.org", name="Owner", language="en")
    dossier = store.create(decode(parts(ROWS)), me)
    day = dt.datetime.now(dt.UTC).date()

    def asked() -> PageRequest:
        http = HttpRequest()
        http.GET = QueryDict("")
        request = PageRequest(http=http, account=me, lang="en", dossier=dossier)
        request.__dict__["scope"] = store.EVERYTHING
        return request

    known = case_at(store.revision_of(dossier), store.EVERYTHING, day).dossier
    first = timed(lambda: find(asked(), SEARCHED, "x"))
    folded = timed(lambda: [entry.words for entry in entries_of(known)])
    texts = [entry.words for entry in entries_of(known)]
    print(f"rows {ROWS}: the first reader writes them in {first:.1f} s; folding all of them in memory takes {folded:.1f} s")
    for words in SEARCHES:
        wanted = words_wanted(words)
        database = median(timed(lambda: find(asked(), SEARCHED, words)) for _ in range(7))  # noqa: B023 - called at once
        memory = median(timed(lambda: [t for t in texts if all(word in t for word in wanted)]) for _ in range(7))  # noqa: B023 - the same
        print(f"  {words!r}: {find(asked(), SEARCHED, words).count} found, {1000 * database:.0f} ms; in memory {1000 * memory:.0f} ms")
    print(f"  peak of memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    saves = []
    for at in range(5):
        head = store.revision_of(dossier)
        whole = store.seen(head, store.EVERYTHING)
        changed = dataclasses.replace(whole.positions[at], value=51.0 + at)
        mine = dataclasses.replace(whole, positions=(*whole.positions[:at], changed, *whole.positions[at + 1 :]))
        saves.append((timed(functools.partial(save, dossier, head, mine, me)), timed(lambda: case_at(*newest(dossier, day)))))
    save_s, page_s = (median(one[at] for one in saves) for at in (0, 1))
    print(f"a save of one row: {save_s:.2f} s; the dossier as its next page reads it: {page_s:.2f} s")
    connections.close_all()
    folder.cleanup()


def save(dossier: Any, head: Any, mine: Any, me: Any) -> None:
    """Save a revision as its owner."""
    from legation.web.dossiers import store

    saved = store.save(dossier, head.number, mine, me, store.EVERYTHING, reason="one row", owns=True)
    assert saved.revision is not None
    assert saved.revision.number == head.number + 1


def newest(dossier: Any, day: dt.date) -> tuple[Any, ...]:
    """Return what the case of the newest revision is asked with."""
    from legation.web.dossiers import store

    return store.revision_of(dossier), store.EVERYTHING, day


def timed(call: Callable[[], Any]) -> float:
    """Return the seconds of a call."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
