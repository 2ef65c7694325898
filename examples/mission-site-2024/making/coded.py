"""Made events in the layout of GDELT 2.0: neighbours who meet, sign and help each other, and now and then disagree in words.

The states are real because the layout knows no others; nothing that is coded here happened.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

__all__ = ["FIRST", "LAST", "events"]

FIRST, LAST = dt.date(2024, 4, 1), dt.date(2024, 6, 30)
MISSING = (dt.date(2024, 4, 20), dt.date(2024, 5, 11))
"""Days of which no slice was received; of 3 June the six hours from 6 to 12 are missing too."""
PLACES = {
    "ISL": ("IC", 64.1, -21.9),
    "NOR": ("NO", 59.9, 10.8),
    "IRL": ("EI", 53.3, -6.2),
    "PRT": ("PO", 38.7, -9.1),
    "MLT": ("MT", 35.9, 14.5),
}
ACTS = (
    ("040", 1, 1.0, 40),
    ("036", 1, 4.0, 20),
    ("051", 1, 3.4, 12),
    ("057", 1, 8.0, 6),
    ("061", 2, 6.4, 10),
    ("073", 2, 7.4, 5),
    ("111", 3, -2.0, 5),
    ("120", 3, -4.0, 2),
)
"""CAMEO code, class, Goldstein value, weight: consult, intend to meet, praise, sign, cooperate, aid; criticise, refuse."""
WORKING_PARTY = dt.date(2024, 5, 20)
"""From this day on two of them work together more often."""
WIDTH = 61


def events(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield a file a month: at least one row in each quarter of an hour that was received."""
    draw = random.Random(seed)  # noqa: S311 (an example, no secret)
    states = list(PLACES)
    number = 0
    for month in (4, 5, 6):
        lines = []
        for slot in _slots(month):
            close = slot.date() >= WORKING_PARTY
            for _ in range(draw.choice((1, 1, 1, 1, 2))):
                number += 1
                first, second = draw.sample(states, 2)
                if close and draw.random() < 0.12:
                    first, second = draw.sample(("ISL", "NOR"), 2)
                kind = draw.random()
                lines.append(_row(draw, number, slot, first if kind > 0.25 else "", second if kind < 0.6 or kind > 0.75 else ""))
        yield f"events-2024-{month:02}.CSV", "".join(lines).encode()


def _slots(month: int) -> Iterator[dt.datetime]:
    slot = dt.datetime(2024, month, 1, tzinfo=dt.UTC)
    while slot.month == month:
        lost = slot.date() in MISSING or (slot.date() == dt.date(2024, 6, 3) and 6 <= slot.hour < 12)
        if not lost:
            yield slot
        slot += dt.timedelta(minutes=15)


def _row(draw: random.Random, number: int, slot: dt.datetime, first: str, second: str) -> str:
    code, quad, goldstein, _ = draw.choices(ACTS, [weight for *_, weight in ACTS])[0]
    country, lat, lon = PLACES[first or second or "ISL"]
    cells = [""] * WIDTH
    cells[0], cells[1], cells[2], cells[3] = str(1_000_000 + number), f"{slot:%Y%m%d}", f"{slot:%Y%m}", f"{slot:%Y}"
    cells[7], cells[12], cells[17], cells[22] = first, "GOV" if first else "", second, "GOV" if second else ""
    cells[25], cells[26], cells[27], cells[28], cells[29], cells[30] = "1", code, code, code[:2], str(quad), str(goldstein)
    cells[31], cells[32], cells[33], cells[34] = str(draw.randint(1, 8)), "1", str(draw.randint(1, 8)), "0"
    cells[51], cells[53], cells[56], cells[57] = "1", country, str(lat), str(lon)
    cells[59], cells[60] = f"{slot:%Y%m%d%H%M%S}", f"https://news{number % 7}.example.org/{number}"
    return "\t".join(cells) + "\n"
