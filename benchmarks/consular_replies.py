"""Ten thousand replies in the bundle of the front, a fifth of them twice, applied by the desk: each counts once, within a minute.

The front stores them as it does what comes over the network, the desk fetches its bundles and applies them. Half of those that are sent
twice are the same form, which the front stores once; half are a form filled in again, of which the last counts. Then the roll call is made
and compared, person by person, with what was answered.

python -m benchmarks consular_replies
python -m benchmarks.consular_replies --replies 1000
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import resource
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.consular_house_made import HOUSEHOLD, house_made, options, run_apart

__all__ = ["main"]

REPLIES, TWICE, LIMIT = 10_000, 0.2, 60.0
STATUSES = ("safe", "safe", "safe", "want_out", "need_help", "left", "injured")
BOTH = ["lyndon", "novara"]


def main() -> None:
    """Measure in a process of its own: a desk has settings of its own."""
    run_apart("consular_replies")


def measure(folder: Path, replies: int) -> None:
    """Make a house with so many households that each answers, and print what applying their replies takes."""
    house_made(folder, HOUSEHOLD * replies)
    from legation.web.consular.carry import carry
    from legation.web.consular.crises.about import About, make_crisis, move_on
    from legation.web.consular.crises.calls import call_of

    area = {"type": "Circle", "coordinates": [1, 2], "radius_km": 5_000}
    crisis = make_crisis(About(name_en="Earthquake", area=area), "lyndon", BOTH)
    move_on(crisis, crisis.version, "declared")
    crisis.refresh_from_db()
    tokens = _links(crisis)
    carry()  # the front is made, and hears of the links
    truth, sent, stored = _answer(folder / "house" / "front", tokens)
    print(f"\nReplies applied by the desk: {replies:,} households, {sent - replies:,} of them twice; the front stored {stored:,}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, computed = time.perf_counter(), time.process_time()
    outcomes, times = _applied(folder / "house" / "front")
    call = call_of(crisis, BOTH)
    seconds, computed = time.perf_counter() - began, time.process_time() - computed
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  applied, and the roll called{seconds:9.2f} s{computed:9.2f} s of a processor   wanted: at most {LIMIT:.0f} s")
    print(f"  a bundle: {1000 * statistics.median(times):.0f} ms (median of {len(times)}), {1000 * max(times):.0f} ms (longest)")
    print(f"  memory: {memory:.0f} MB at most, {before:.0f} MB before")
    found = {person: call.result.status[person] for person in truth}
    wrong = sum(found[person] != status for person, status in truth.items())
    print(f"  {dict(outcomes)}; counts {dict(Counter(found.values()))}; people with another status than they answered: {wrong}")
    assert not wrong
    assert sum(outcomes.values()) == stored
    assert seconds <= LIMIT


def _links(crisis: Any) -> dict[str, str]:
    """Give each household a link, as a wave does; return its token by household."""
    from legation.web.consular.crises.links import LIVES, new_token
    from legation.web.consular.records.models import Household, LiveToken
    from legation.web.site.values import fingerprint

    expires = dt.datetime.now(dt.UTC) + LIVES
    tokens = {str(one): new_token() for one in Household.objects.order_by("pk").values_list("pk", flat=True)}
    rows = [LiveToken(digest=fingerprint(token), kind="wave", subject=one, crisis=crisis, expires=expires) for one, token in tokens.items()]
    LiveToken.objects.bulk_create(rows, batch_size=500)
    return tokens


def _answer(front: Path, tokens: dict[str, str]) -> tuple[dict[str, str], int, int]:
    """Store a reply of each household; return what each person's status must be, how many forms were sent and how many were stored."""
    from legation.keys import seal_to
    from legation.web.consular.records.models import Person
    from legation.web.consular.vault import vault
    from legation.web.front.appending import Appender
    from legation.web.front.store import Submission, digest

    draw, ring, appender = random.Random(31), vault().keyring, Appender(front)
    public, version, stored, sent, last = ring.sealing_public(), ring.sealing_version, 0, 0, {}

    def send(token: str, status: str, number: int) -> bool:
        at = dt.datetime.now(dt.UTC).isoformat()
        content = {"form": 1, "language": "en", "at": at, "status": status, "covers": "all", "words": "", "position": "", "token": token}
        box = seal_to(public, "reply", version, json.dumps(content).encode())
        nonce = hashlib.sha256(f"{token}{number}".encode()).digest()
        return appender.append(Submission("reply", version, box, nonce, digest(token)))

    again = []
    for household, token in tokens.items():
        last[household] = draw.choice(STATUSES)
        stored, sent = stored + send(token, last[household], 1), sent + 1
        if draw.random() < TWICE:
            again.append((household, token))
    for place, (household, token) in enumerate(again):
        stored, sent = stored + send(token, last[household], 1 + place % 2), sent + 1
    appender.close()
    truth = {person: last[household] for person, household in Person.objects.values_list("pk", "household_id")}
    return truth, sent, stored


def _applied(front: Path) -> tuple[Counter[str], list[float]]:
    """Fetch the bundles of the front and apply them; return how many replies had which outcome, and the seconds of each bundle."""
    from legation.web.consular.carry import carry_in
    from legation.web.consular.records.models import Carried
    from legation.web.front import bundles

    outcomes, times = Counter[str](), list[float]()
    while True:
        began = time.perf_counter()
        last = Carried.objects.get(direction="outward").about.get("last", 0)
        found = carry_in(bundles.write_outward(front, last), dt.datetime.now(dt.UTC))
        if not +found:
            return +outcomes, times
        outcomes += found
        times.append(time.perf_counter() - began)


if __name__ == "__main__":
    chosen = options("replies", REPLIES)
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place), chosen.replies)
