"""The log as lines of JSON."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue, LegationError
from legation.rooms import read_log as entries_of_a_room
from legation.rooms import verify
from legation.rooms import write_log as room_log
from legation.rooms.drafting import Stood, chained, entries_of, event_from, event_to, fold, read_log, simulate, write_log

LOG = simulate(3, 2, 2, 6, seed=3).log


def test_a_log_comes_back_as_it_was() -> None:
    assert read_log(write_log(LOG)) == LOG
    assert fold(read_log(write_log(LOG))) == fold(LOG)
    assert [event_from(event_to(event)) for event in LOG] == list(LOG)


def test_a_changed_a_missing_and_a_moved_line_are_found() -> None:
    lines = write_log(LOG).splitlines()
    changed = [*lines[:3], lines[3].replace('"A00', '"B00'), *lines[4:]]

    for broken, place in ((changed, "4"), ([*lines[:4], *lines[5:]], "5"), ([lines[1], lines[0], *lines[2:]], "1")):
        with pytest.raises(BadValue, match=f"Line {place}: its hash"):
            read_log("\n".join(broken))
    assert read_log("\n".join(lines[:4])) == LOG[:4]
    assert chained(LOG) == json.loads(lines[-1])["hash"] != chained(LOG[:-1])


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        ({"event": "event", "at": "2025-01-01"}, "(got event)"),
        ({"event": "stood", "at": "2025-01-01", "target": "b"}, "stance is missing"),
        ({"event": "stood", "at": "2025-01-01", "target": "b", "stance": "oppose", "color": 1}, "(got color)"),
        ({"event": "stood", "at": 1, "target": "b", "stance": "oppose"}, "1, at must be str (got int)"),
        (
            {"event": "proposed", "at": "2025-01-01", "id": "b", "operation": "insert", "unit": "1", "start": True},
            "must be int (got bool)",
        ),
        ({"event": "agreed", "at": "2025-01-01", "unit": "1", "level": "ad ref", "pending": "EU"}, "must be list (got str)"),
        ({"event": "brought", "at": "2025-01-01", "kind": "zero", "paragraphs": [1]}, "paragraphs[0] must be an object (got int)"),
        ([], "(got list)"),
    ],
)
def test_what_is_no_event_is_refused_by_name(data: dict[str, object], refusal: str) -> None:
    with pytest.raises(BadValue, match=re.escape(refusal)):
        event_from(data, "1")


@given(st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("latin-1"))))
def test_whatever_a_file_holds_it_is_read_or_refused(text: str) -> None:
    try:
        assert isinstance(read_log(text), tuple)
    except LegationError as error:
        assert str(error).startswith(("Line", "Event"))


def test_deep_lines_are_refused() -> None:
    with pytest.raises(BadValue, match="is no entry"):
        read_log("[" * 100_000)
    with pytest.raises(BadValue, match="take the log from a copy"):
        read_log("x" * 2_000_001)


def test_letters_that_are_no_unicode_are_refused_as_in_every_room() -> None:
    with pytest.raises(BadValue, match="plain data"):
        write_log([Stood(at="2025-01-01", by="\ud800", target="b", stance="oppose")])


def test_a_log_of_events_is_one_of_a_room() -> None:
    """There is one chain: what a drafting log writes, a room's log reads and verifies, and the other way round."""
    entries = entries_of_a_room(write_log(LOG))

    assert verify(entries) is None
    assert [entry.kind for entry in entries] == [event_to(event)["event"] for event in LOG]
    assert read_log(room_log(entries)) == LOG
    assert entries == tuple(entries_of(LOG))
