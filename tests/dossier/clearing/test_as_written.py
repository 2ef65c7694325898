"""Where every row was known on a day and reads as it is written, the dossier of the day is the dossier."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier import decode

HEAD = "id,symbol,draft_symbol,date,known_on,total_yes"


@pytest.mark.parametrize(
    ("line", "votes", "as_written"),
    [
        ("r1,A/RES/1,A/L.1,2018-12-05,2018-12-01,3", "FRA,r1,yes", True),
        ("r1,A/RES/1,A/L.1,2019-12-05,2018-12-01,", "", False),  # shown by its draft
        ("r1,,A/L.1,2018-12-05,2018-12-01,3", "", False),  # the same, since it got no number
        ("r1,,,2019-12-05,2018-12-01,", "FRA,r1,yes", False),  # a vote that is not yet cast
        ("r1,A/RES/1,,2018-12-05,2019-12-01,3", "", False),  # not yet known
    ],
)
def test_the_dossier_of_a_day_is_made_only_where_it_differs(line: str, votes: str, as_written: bool) -> None:
    parts = {"dossier.toml": b'id = "d"', "actors.csv": b"id\nFRA\n", "rollcalls.csv": f"{HEAD}\n{line}\n".encode()}
    whole = decode(parts | ({"votes.csv": f"actor,rollcall,vote\n{votes}\n".encode()} if votes else {}))
    known = whole.as_of(dt.date(2019, 1, 1))

    assert (known is whole) == as_written
    assert (known.hash == whole.hash) == as_written
