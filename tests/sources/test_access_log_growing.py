"""Logs that grow and rotate, and those larger than memory."""

from __future__ import annotations

import dataclasses
import gzip
import json
import os

import pyarrow as pa
import pytest

from legation.errors import CannotRead
from legation.sources.observations import access_log
from legation.sources.observations.access_log import START, Position
from legation.sources.observations.access_log.blocks import LogText

W3C = "#Fields: date time c-ip cs-uri-stem sc-bytes\n"


def line(number: int) -> str:
    """Return the line of a request that names its number."""
    return f'203.0.113.9 - - [17/May/2024:12:05:03 +0000] "GET /{number} HTTP/1.1" 200 {number} "-" "curl/8.5.0"\n'


def taken(found: list[access_log.Requests]) -> list[int]:
    return [size for one in found for size in one.table["bytes"].to_pylist()]


def grown(place, positions) -> tuple[list[int], list[Position]]:
    found = list(access_log.batches(place, start=positions))
    last = {one.part: one.position for one in found}
    return taken(found), [*last.values()] or positions


def test_what_was_read_is_not_read_again(tmp_path) -> None:
    place = tmp_path / "access.log"
    place.write_text(line(1) + line(2) + line(3)[:40])

    first, at = grown(place, [START])
    nothing, at = grown(place, at)
    with place.open("a") as file:
        file.write(line(3)[40:] + line(4))
    second, after = grown(place, at)

    assert (first, nothing, second) == ([1, 2], [], [3, 4])
    assert (after[0].lines, after[0].bytes) == (4, place.stat().st_size)
    assert Position(**json.loads(json.dumps(dataclasses.asdict(after[0])))) == after[0]


def test_a_rotated_log_is_known_by_its_beginning(tmp_path) -> None:
    place = tmp_path / "access.log"
    place.write_text(line(1) + line(2))
    _, at = grown(place, [START])
    with place.open("a") as file:
        file.write(line(3))
    (tmp_path / "access.log.1.gz").write_bytes(gzip.compress(place.read_bytes()))
    place.write_text(line(10))

    found, after = grown(tmp_path, at)
    again, _ = grown(tmp_path, after)

    assert (found, again) == ([3, 10], [])


def test_a_log_written_anew_is_read_from_its_beginning(tmp_path) -> None:
    place = tmp_path / "access.log"
    place.write_text(line(1) + line(2))
    _, at = grown(place, [START])
    place.write_text(line(7) + line(8) + line(9))

    assert grown(place, at)[0] == [7, 8, 9]


def test_lines_keep_their_numbers_and_fields(tmp_path) -> None:
    place = tmp_path / "u_ex.log"
    place.write_text(W3C + "2024-05-17 10:00:00 203.0.113.9 /a 1\n")
    _, at = grown(place, [START])
    with place.open("a") as file:
        file.write("2024-05-17 10:00:00 203.0.113.9 /a 2\nnothing\n")

    found = list(access_log.batches(place, start=at))

    assert taken(found) == [2]
    assert [one.row for one in found[0].unplaced] == [4]


def test_batches_are_the_whole_in_order(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(LogText.pieces, "__kwdefaults__", {"size": 4_000})
    place = tmp_path / "access.log"
    place.write_text("".join("no line\n" if at % 100 == 50 else line(at) for at in range(2_000)))

    found = list(access_log.batches(place, rows=300))
    whole = access_log.read(place)

    assert len(found) > 5
    assert pa.concat_tables([one.table for one in found]).equals(whole.table.combine_chunks())
    assert [fault.row for one in found for fault in one.unplaced] == list(range(51, 2_001, 100))
    assert sum(one.origin.read for one in found) == 2_000 == whole.origin.read
    stopped = found[2].position
    assert taken(list(access_log.batches(place, start=stopped))) == taken(found[3:])


def test_a_folder_is_read_from_the_oldest_rotation(tmp_path) -> None:
    for at, name in enumerate(("access.log-20240501.gz", "access.log.10", "access.log.2.gz", "access.log.1", "access.log")):
        text = line(at).encode()
        (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    (tmp_path / "README").write_text("This is no log.\n")
    (tmp_path / ".hidden").write_text("nor this\n")

    found = access_log.read(tmp_path)

    assert found.table["bytes"].to_pylist() == [0, 1, 2, 3, 4]
    assert [(one.part, one.code) for one in found.unplaced] == [("README", "log-no-log")]
    assert len(found.origin.sha256) == 64
    assert taken(list(access_log.batches([tmp_path / "access.log", tmp_path / "access.log.1"]))) == [4, 3]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="This system has no pipes.")
def test_a_pipe_is_no_log(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(CannotRead):
        access_log.read(tmp_path / "pipe")


def test_two_readings_are_the_same(tmp_path) -> None:
    place = tmp_path / "access.log"
    place.write_text("".join(map(line, range(50))))

    one, other = access_log.read(place), access_log.read(place)

    assert one.table.equals(other.table)
    assert one.origin == other.origin
