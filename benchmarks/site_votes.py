"""The list of votes: its first and later views over 6,000 roll calls with 600,000 votes, by outcome, words, session and stage.

A site on SQLite with one dossier, a third of whose roll calls have no published totals. The dossier and the words of the language are in
memory, as after a start or a save, and nothing else is. Milliseconds of the processor, and of the clock.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import tempfile
import time

__all__ = ["main"]

ROLLCALLS, MEMBERS = 6_000, 100
LISTS = ("outcome=adopted", "outcome=not-adopted", "q=number+77", "period=s50", "stage=committee", "outcome=held&page=3", "")


def parts(rollcalls: int, members: int) -> dict[str, bytes]:
    """Return a dossier of so many roll calls, two days apart."""
    chance, begun = random.Random(1), dt.date(1990, 1, 1)
    votes = ["actor,rollcall,vote"]
    rows = ["id,symbol,title,date,session,stage,body,issue,total_yes,total_no,total_abstain"]
    for at in range(rollcalls):
        cast = [chance.choice(("yes", "yes", "no", "abstain")) for _ in range(members)]
        totals = ",".join(str(cast.count(vote)) for vote in ("yes", "no", "abstain")) if at % 3 else ",,"
        stage = "plenary" if at % 5 else "committee"
        day = begun + dt.timedelta(days=2 * at)
        rows.append(f"r{at},A/RES/{44 + at // 200}/{at},Question number {at},{day},{44 + at // 200},{stage},ga,i{at % 20},{totals}")
        votes += [f"a{member},r{at},{vote}" for member, vote in enumerate(cast)]
    tables = {
        "actors": ["id,name,kind", *(f"a{at},Actor {at},state" for at in range(members))],
        "issues": ["id,question", *(f"i{at},Question {at}" for at in range(20))],
        "rollcalls": rows,
        "votes": votes,
    }
    body = b'[[body]]\nid = "ga"\nname_en = "Assembly"\n[[body.rule]]\nof = "present_and_voting"\nshare = "1/2"\nstrict = true\n'
    made = {f"{name}.csv": ("\n".join(lines) + "\n").encode() for name, lines in tables.items()}
    return {"dossier.toml": b'id = "big"\n', "bodies.toml": body, **made}


def main() -> None:
    """Measure and print."""
    folder = tempfile.TemporaryDirectory()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "benchmarks.site_settings", "LEGATION_DATA": folder.name}
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.test import Client
    from django.urls import reverse

    from legation.dossier import decode
    from legation.language import Message, say
    from legation.web.accounts.models import Account
    from legation.web.dossiers import store
    from legation.web.stores.rows.writing import ensure

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    me = Account.objects.create_user("owner@example.org", name="Owner", language="en")
    dossier = store.create(decode(parts(ROLLCALLS, MEMBERS)), me)
    revision = store.newest(dossier)
    store.seen(revision, store.EVERYTHING)
    client = Client(HTTP_HOST="localhost")
    client.force_login(me)
    client.get(reverse("glossary"))
    say(Message("page-actors.shown", count=2, all=3), "en")
    begun = time.process_time()
    ensure(dossier, revision, store.EVERYTHING)
    took = time.process_time() - begun
    print(f"{ROLLCALLS} roll calls, {ROLLCALLS * MEMBERS} votes: the first reader writes them in {took:.1f} s of processor")
    for query in LISTS:
        processor, clock = time.process_time(), time.perf_counter()
        answer = client.get(f"{reverse('votes', kwargs={'slug': dossier.slug})}?{query}")
        processor, clock = 1000 * (time.process_time() - processor), 1000 * (time.perf_counter() - clock)
        print(f"  {query or 'all':<22} {answer.status_code} {processor:>5.0f} ms of processor, {clock:>5.0f} ms")
    connections.close_all()
    folder.cleanup()


if __name__ == "__main__":
    main()
