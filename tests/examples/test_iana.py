"""The dossier without a vote: positions from acts, actors of all kinds, nobody named."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from legation.dossier import Dossier, load, read_parts

NAMES = frozenset(
    [
        "0b07532568c3",
        "7781113a99f1",
        "231f6523efb1",
        "5189f6f62d30",
        "5519a18f306f",
        "7c230cc220b4",
        "b56e04a64532",
        "545f7c7c1169",
        "555e852f0039",
        "1508b697895a",
        "00aa47c8a6eb",
        "545f5aaa374f",
        "bd433dacf1e0",
        "5cfa64f41f9f",
    ]
)
"""Of each family name the beginning of its SHA-256, in small letters."""
FOLDER = Path(__file__).parents[2] / "examples" / "iana-transition-2014"
FOUR = "four-private-signatories"


@pytest.fixture(scope="module")
def iana() -> Dossier:
    return load(FOLDER)


def worth(dossier: Dossier) -> int:
    """Count positions; the row of the four private signatories stands for four."""
    return sum(4 if p.actor == FOUR else 1 for p in dossier.positions)


def test_forty_nine_positions_of_forty_six_actors(iana: Dossier) -> None:
    assert worth(iana) == 49
    assert len(iana.actors) == 46 == len({p.actor for p in iana.positions})
    assert next(a for a in iana.actors if a.id == FOUR).kind == "other"


def test_all_kinds_of_actor(iana: Dossier) -> None:
    kinds = {a.kind for a in iana.actors}
    assert {"state", "sub_state", "company", "association", "ngo", "technical", "other"} <= kinds


def test_the_day_before_the_hearing(iana: Dossier) -> None:
    """The brief and the ruling of 30 September are hidden at the date, and there the day after."""
    then, after = iana.as_of("2016-09-29"), iana.as_of("2016-10-01")

    assert worth(then) == 35
    assert worth(after) == 49
    assert not {p.actor for p in then.positions} & {"court-sd-texas", FOUR, "internet-society"}
    assert len(then.coalition("transition-supporters", "2016-09-29")) == 20
    assert len(after.coalition("transition-supporters", "2016-10-01")) == 30


def test_a_date_known_to_the_month_stays_so(iana: Dossier) -> None:
    assert {str(p.held_from) for p in iana.positions} >= {"2016-06", "2015-04"}


def test_nobody_is_named(iana: Dossier) -> None:
    """Not one family name of the fourteen persons of the record stands in any part or page; the test does not name them either."""
    pages = [(FOLDER / name).read_text("utf-8") for name in ("README.md", "README.fr.md")]
    text = "\n".join([*(part.decode("utf-8") for part in read_parts(FOLDER).values()), *pages]).casefold()
    words = set(re.findall(r"\w+", text))

    assert len(words) > 1000
    assert sorted(word for word in words if hashlib.sha256(word.encode()).hexdigest()[:12] in NAMES) == []


def test_stance_becomes_points(iana: Dossier) -> None:
    """Origin: the stances of 49 actors in the record of the transition, from -1 to 1, as they were counted there."""
    expected = sorted(50 + 50 * stance for stance, count in ((1, 33), (0, 1), (-0.3, 1), (-0.5, 7), (-1, 7)) for _ in range(count))
    found = sorted(v for p in iana.positions for v in [p.value] * (4 if p.actor == FOUR else 1))
    assert found == expected
    assert all(p.low is not None and p.value is not None and p.high is not None and p.low <= p.value <= p.high for p in iana.positions)
