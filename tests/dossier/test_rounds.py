"""The tables of rounds of démarches: moments as they were written, deadlines on the clocks of a zone, days of knowing."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation import moment
from legation.dossier import Moment, decode, encode, problems_of
from legation.dossier.kind import Instant, InvalidValue
from legation.dossier.records.rounds import Round

HEAD = {"dossier.toml": b'id = "x"', "actors.csv": b"id,name\nKEN,Kenya\n"}
OFFSETS = st.integers(-14 * 60, 14 * 60)
INSTANTS = st.integers(631152000, 3786912000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC))
"""From 1990 to 2090, by the second."""


def as_written(at: dt.datetime, minutes: int) -> str:
    """Return an instant with another distance from UTC."""
    return at.astimezone(dt.timezone(dt.timedelta(minutes=minutes))).isoformat()


def faults(rows: str) -> list[tuple[str, str | None, str]]:
    found = problems_of(HEAD | {"rounds.csv": f"id,title,deadline,zone,opened,closed\n{rows}".encode()})
    return [(one.code, one.column, one.allowed) for one in found if not one.is_notice]


@given(INSTANTS, OFFSETS, INSTANTS, OFFSETS)
def test_moments_compare_as_instants_and_stay_as_they_were_written(a: dt.datetime, m: int, b: dt.datetime, n: int) -> None:
    one, other = Moment(as_written(a, m)), Moment(as_written(b, n))

    assert (one < other, one == other, one > other) == (a < b, a == b, a > b)
    assert one == Moment(as_written(a, n)) and hash(one) == hash(Moment(as_written(a, n)))
    assert Instant().write(one) == as_written(a, m)
    assert one.first == one.last == a.date(), "its day is that of UTC"


@pytest.mark.parametrize(
    "text", ["2026-03-02", "2026-03-02T10:00", "2026-02-30T10:00Z", "2026-03-02T25:00Z", "tomorrow", "0001-01-01T00:00+14:00"]
)
def test_what_names_no_instant_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        Instant().read(text)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("r,T,2026-03-05T18:00,Europe/Paris,,", None),
        ("r,T,2026-10-25T02:30+02:00,Europe/Paris,,", None),
        ("r,T,,,,", None),
        ("r,T,2026-03-05T18:00,,,", ("deadline-without-zone", "zone", "Europe/Paris | ...")),
        ("r,T,2026-03-05T18:00,Europe/Atlantis,,", ("no-zone", "zone", "Europe/Paris | ...")),
        ("r,T,2026-03-29T02:30,Europe/Paris,,", ("no-such-time", "deadline", ">= 2026-03-29T03:00")),
        ("r,T,2026-10-25T02:30,Europe/Paris,,", ("two-such-times", "deadline", "2026-10-25T02:30+02:00 | 2026-10-25T02:30+01:00")),
        ("r,T,2026-10-25T02:30+05:00,Europe/Paris,,", ("impossible-deadline", "deadline", "YYYY-MM-DDThh:mm")),
        ("r,T,2026-02-30T18:00,Europe/Paris,,", ("impossible-deadline", "deadline", "YYYY-MM-DDThh:mm")),
        ("r,T,,,2026-03-05T18:00Z,2026-03-05T17:59Z", ("ends-before-start", "closed", ">= opened = 2026-03-05T18:00Z")),
        ("r,T,,,2026-03-05T18:00,", ("impossible-moment", "opened", Instant().allowed)),
    ],
)
def test_a_deadline_is_a_time_that_the_clocks_of_its_zone_show_once(row: str, fault: tuple[str, str, str] | None) -> None:
    assert faults(f"{row}\n") == ([fault] if fault else [])


@given(INSTANTS, st.sampled_from(("Europe/Paris", "America/New_York", "Asia/Kathmandu", "Pacific/Apia")))
def test_a_deadline_with_the_distance_that_its_zone_has_is_always_read(at: dt.datetime, zone: str) -> None:
    at = at.replace(second=0, microsecond=0)
    there = moment.local(at, zone).isoformat(timespec="minutes") + moment.offset(at, zone)

    assert Round(id="r", deadline=there, zone=zone).until == at
    assert faults(f"r,T,{there},{zone},,\n") == []


def test_rows_are_written_as_they_were_read() -> None:
    rows = b"id,title,opened,deadline,zone,silent_after\nr,Before the vote,2026-03-01T09:00+01:00,2026-03-05T18:00,Europe/Paris,48\n"
    dossier = decode(HEAD | {"rounds.csv": rows})

    assert decode(encode(dossier)) == dossier
    assert b"2026-03-01T09:00+01:00" in encode(dossier)["rounds.csv"]
    assert dossier.rounds[0].until == dt.datetime(2026, 3, 5, 17, tzinfo=dt.UTC)


def test_a_report_is_known_from_the_end_of_its_day_in_utc() -> None:
    parts = HEAD | {
        "rounds.csv": b"id,title,opened,recorded\nr,Planned,2026-03-10T09:00Z,2026-03-01\n",
        "engagements.csv": b"id,actor,round,at,answer\na,KEN,r,2026-03-11T00:30+03:00,yes\nb,KEN,r,2026-03-11T00:30Z,no\n",
    }
    dossier = decode(parts)
    seen = {day: dossier.cleared("TLP:RED", "desk", as_of=dt.date(2026, 3, day)) for day in (1, 9, 10, 11)}

    assert {day: [row.id for row in view.engagements] for day, view in seen.items()} == {1: [], 9: [], 10: ["a"], 11: ["a", "b"]}
    assert [len(seen[day].rounds) for day in (1, 9)] == [1, 1], "what is planned is known from when it was entered"
    early = dossier.cleared("TLP:RED", "desk", as_of=dt.date(2026, 2, 28))
    assert early.rounds == ()


@pytest.mark.parametrize(("form", "answer"), list(itertools.product(("written", "said", "hinted"), ("absent", "follows", "none"))))
def test_an_answer_is_one_of_a_list(form: str, answer: str) -> None:
    parts = HEAD | {"engagements.csv": f"id,actor,answer,form,level\na,KEN,{answer},{form},desk\nb,KEN,maybe,sung,chief\n".encode()}

    assert {(one.row, one.column) for one in problems_of(parts)} == {(3, "level"), (3, "answer"), (3, "form")}
