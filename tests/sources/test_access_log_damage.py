"""Damaged logs: each line is a row or a fault, and none swallows its neighbour."""

from __future__ import annotations

import bz2
import gzip
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.language import say
from legation.sources.observations import access_log

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def line(number: int, agent: str = AGENT) -> str:
    """Return the line of a request that names its number."""
    return f'203.0.113.{number % 256} - - [17/May/2024:12:05:03 +0000] "GET /page/{number} HTTP/1.1" 200 {number} "-" "{agent}"'


@pytest.fixture
def write(tmp_path):
    def wrote(text, name="access.log"):
        place = tmp_path / name
        place.write_bytes(text.encode() if isinstance(text, str) else text)
        return place

    return wrote


def sizes(found) -> list[int]:
    return found.table["bytes"].to_pylist()


@pytest.mark.parametrize("at", range(1, len(line(7)), 3))
def test_a_line_that_is_cut_off_costs_itself_alone(write, at: int) -> None:
    text = "\n".join([line(1), line(7)[:at], line(2)]) + "\n"

    found = access_log.read(write(text), "combined")

    assert sizes(found) == [1, 2]
    assert [(one.part, one.row) for one in found.unplaced] == [("access.log", 2)]
    assert found.origin.read == 3


@pytest.mark.parametrize("at", range(20, len(line(7)), 3))
def test_a_whole_line_glued_behind_a_piece_is_read(write, at: int) -> None:
    found = access_log.read(write("\n".join([line(1), line(7)[:at] + line(99), line(2)])), "combined")

    assert sizes(found) == [1, 99, 2]
    assert ([one.code for one in found.doubts], [one.row for one in found.doubts]) == (["log-glued"], [2])
    assert found.table["path"][1].as_py() == "/page/99"
    assert found.table["address"][1].as_py() in ("203.0.113.0/24", None)
    assert len(found.unplaced) == 0


def test_each_reason_is_said_with_its_place(write) -> None:
    text = "\n".join(
        (
            line(1),
            "",
            "# a comment",
            line(2).replace("17/May", "31/Feb"),
            line(3).replace("200 3", "2000 3"),
            line(4).replace("200 4", "200 many"),
            "\0" * 400,
            "\0" * 400 + line(5),
            line(6).replace("/page/6", "/" + "a" * 70_000),
            line(7),
        )
    )

    found = access_log.read(write(text))

    assert sizes(found) == [1, 5, 7]
    assert [(one.row, one.code) for one in found.unplaced] == [
        (4, "log-time"),
        (5, "log-status"),
        (6, "log-bytes"),
        (7, "log-line"),
        (9, "log-long"),
    ]
    assert found.origin.read == 8
    for one in found.unplaced:
        assert "203.0.113.x" in one.found or one.row == 7
        for lang in ("en", "fr"):
            assert len(say(one.remedy, lang)) > 40
            assert "[sources" not in say(one.remedy, lang)


def test_a_line_without_end_takes_no_memory(tmp_path) -> None:
    """A line of 64 MB stands for one of 2 GB: what is kept of it does not grow."""
    place = tmp_path / "access.log.gz"
    with gzip.open(place, "wb", compresslevel=1) as file:
        file.write(f"{line(1)}\n".encode())
        for _ in range(64):
            file.write(b"A" * 1_048_576)
        file.write(f"\n{line(2)}\n".encode())

    found = access_log.read(place)

    assert sizes(found) == [1, 2]
    assert [(one.row, one.code, len(one.found) <= 80) for one in found.unplaced] == [(2, "log-long", True)]


def test_a_long_word_is_looked_at_once(write) -> None:
    """From each of its letters anew it took 50 s."""
    text = "\n".join([line(1), "1" * 60_000, line(2)[:5] + "a" * 60_000 + line(3)]) + "\n"
    begun = time.process_time()
    found = access_log.read(write(text), "combined")

    assert time.process_time() - begun < 5
    assert [one.row for one in found.unplaced] == [2]


def test_times_that_cannot_be_are_placed_with_a_doubt(write) -> None:
    days = ("17/May/1969", "17/May/2099", "17/May/9999", "01/Jan/0001")
    text = "\n".join(line(at).replace("17/May/2024", day) for at, day in enumerate(days))

    found = access_log.read(write(text))

    assert [one.code for one in found.doubts] == ["log-early", "log-late", "log-late", "log-early"]
    assert [str(one)[:10] for one in found.table["time"].cast("string").to_pylist()] == [
        "1969-05-17",
        "2099-05-17",
        "9999-05-17",
        "0001-01-01",
    ]


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("17/May/2024:23:30:00 -0500", "2024-05-18 04:30:00"),
        ("01/Mar/2024:00:15:00 +0545", "2024-02-29 18:30:00"),
        ("31/Dec/2023:23:59:60 +0000", "2024-01-01 00:00:00"),
        ("01/Jan/1970:00:00:00 +0100", "1969-12-31 23:00:00"),
    ],
)
def test_zones_become_utc(write, written: str, utc: str) -> None:
    found = access_log.read(write(line(1).replace("17/May/2024:12:05:03 +0000", written)))

    assert str(found.table["time"][0].as_py())[:19] == utc


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_packed_members_are_one_text_and_a_cut_is_one_fault(write, pack) -> None:
    members = [pack(f"{line(at)}\n{line(at + 1)}\n".encode()) for at in (1, 3, 5)]
    whole = access_log.read(write(b"".join(members), "whole.log"))
    cut = access_log.read(write(b"".join(members)[:-9], "cut.log"))

    assert sizes(whole) == [1, 2, 3, 4, 5, 6]
    assert len(whole.unplaced) == 0
    assert sizes(cut) in ([1, 2, 3, 4], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6])
    assert [(one.row, one.code) for one in cut.unplaced] == [(len(cut.table) + 1, "log-cut-file")]


def test_other_writings_of_a_text_are_read(write) -> None:
    text = f"{line(1)}\n{line(2)}\n"

    assert sizes(access_log.read(write(b"\xef\xbb\xbf" + text.encode()))) == [1, 2]
    assert sizes(access_log.read(write(text.replace("\n", "\r\n")))) == [1, 2]
    assert sizes(access_log.read(write(text.encode("utf-16")))) == [1, 2]
    assert sizes(access_log.read(write(text.rstrip("\n")))) == [1, 2]
    assert sizes(access_log.read(write(""))) == []
    assert sizes(access_log.read(write("\n \n# nothing\n"))) == []


def test_fields_may_change_within_a_w3c_log(write) -> None:
    text = (
        "2024-05-17 10:00:00 203.0.113.9 GET / 200\n"
        "#Fields: date time c-ip cs-method cs-uri-stem sc-status\n2024-05-17 10:00:00 203.0.113.9 GET /a 200\n"
        "#Fields: cs-uri-stem sc-status time date c-ip\n/b 404 10:00:01 2024-05-17 203.0.113.9\n/c 404 10:00:01 2024-05-17\n"
        "#Date: 2024-05-18 00:00:00\n#Fields: time cs-uri-stem\n10:00:02 /d\n"
    )

    found = access_log.read(write(text))

    assert found.table["path"].to_pylist() == ["/a", "/b", "/d"]
    assert str(found.table["time"][2].as_py())[:10] == "2024-05-18"
    assert [(one.row, one.code) for one in found.unplaced] == [(1, "log-fields"), (6, "log-line")]


def test_json_that_is_none_is_a_fault(write) -> None:
    good = {"remote_addr": "203.0.113.9", "ts": 1715940303, "method": "GET", "uri": "/\ud800", "status": 200, "size": 1}
    bad = [{**good, "ts": "yesterday"}, {**good, "status": "many"}, {**good, "size": 1e400}, {"a": 1}, [1]]
    lines = [json.dumps(good), *map(json.dumps, bad), '{"remote_addr"', "[" * 60_000, "plain", json.dumps({**good, "ts": float("nan")})]

    found = access_log.read(write("\n".join(lines)), "json")

    assert found.table["path"].to_pylist() == ["/%ED%A0%80"]
    assert [one.code for one in found.unplaced] == [
        "log-time",
        "log-status",
        "log-bytes",
        *["log-line"] * 5,
        "log-time",
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.integers(0, 255).map(lambda at: line(at).encode()),
            st.binary(max_size=60),
            st.tuples(st.integers(0, 255), st.integers(0, 150), st.binary(max_size=3)).map(
                lambda made: line(made[0]).encode()[: made[1]] + made[2] + line(made[0]).encode()[made[1] :]
            ),
        ),
        max_size=12,
    )
)
def test_every_line_is_a_row_or_a_fault(tmp_path, lines: list[bytes]) -> None:
    """Whatever stands in a line; and a line that is whole is a row."""
    place = tmp_path / "access.log"
    place.write_bytes(b"\n".join(lines))
    each = [one.rstrip(b" \r") for one in b"\n".join(lines).split(b"\n")]
    each = [one for one in each if one and not one.startswith(b"#")]

    found = access_log.read(place, "combined")

    assert len(found.table) + len(found.unplaced) == found.origin.read
    if not b"\n".join(lines).startswith((b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b", b"BZh", b"\xef\xbb\xbf")):
        assert found.origin.read == len(each)
    whole = {line(at) for at in range(256)}
    assert len(found.table) >= sum(one.decode("latin-1") in whole for one in each)
    assert all(path is None or "\x1b" not in path for path in found.table["path"].to_pylist())
