"""The compiled reading beside a plain one of the same bytes: every cell, every row left out, every doubt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import gdelt_plain
import numpy as np
import pytest
from gdelt_made import PLACES, event
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from legation.sources.observations.gdelt import kernel, slices
from legation.sources.observations.gdelt.kernel import decimal
from legation.sources.observations.gdelt.reader import whole
from legation.sources.observations.gdelt.scanning import EVENTS
from legation.sources.observations.gdelt.tables import events_of
from legation.sources.observed import Unplaced

SLICE = "20191024143000.export.CSV"
HOSTILE = [
    b"", b"a", b'"', b"\0", b"\x08", b"\x0b", "é".encode(), b"\xe9", b"\xff\xfe", b"\xed\xa0\x80", b"20191024", b"20190229", b"19691231",
    b"20191023", b"20181024", b"20191024143000", b"20191024253000", b"1e400", b"1e-400", b"1e5", b"-", b"--1", b"+5", b"-5", b" 5", b"007",
    b"1.", b".5", b"-.5", b"-0.0", b"1..2", b"1_0", b"0x1F", b"nan", b"-inf", b"99999999999", b"9" * 18, b"9" * 19, b"9007199254740993",
    b"0.30000000000000004", b"0.1234567890123456789", b"180", b"90.0000001", "٣".encode(), b"\r", b"a\rb", b"\t", b"\n", b"x" * 90,
]  # fmt: skip


def changed(cells: dict[str, bytes]) -> bytes:
    row = event().encode().split(b"\t")
    for name, cell in cells.items():
        row[PLACES[name]] = cell
    return b"\t".join(row)


CELLS = st.one_of(st.sampled_from(HOSTILE), st.binary(max_size=12), st.decimals(-200, 200, places=5).map(lambda d: str(d).encode()))
LINES = st.one_of(
    st.just(event().encode()),
    st.dictionaries(st.sampled_from(sorted(PLACES)), CELLS, max_size=4).map(changed),
    st.lists(st.sampled_from(HOSTILE), min_size=59, max_size=62).map(b"\t".join),
    st.binary(max_size=200),
)


def said(found: Unplaced) -> list[tuple[int, str, str]]:
    return sorted((fault.row, fault.code, fault.column) for fault in found.faults)


def beside(path: Path, longest: int = EVENTS.longest) -> None:
    rows, unplaced, doubts = gdelt_plain.read(path.read_bytes(), longest)
    found = whole(path, replace(EVENTS, longest=longest), events_of)
    found.table.validate(full=True)

    assert [list(map(str, row.values())) for row in found.table.to_pylist()] == [list(map(str, row.values())) for row in rows]
    assert said(found.unplaced) == sorted(unplaced)
    assert said(found.doubts) == sorted(doubts)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(LINES, st.sampled_from([b"\n", b"\n", b"\r\n", b"\r\r\n"])), max_size=12),
    st.sampled_from([b"\n", b""]),
    st.sampled_from([300, 1000, slices.BLOCK]),
    st.sampled_from([200, EVENTS.longest]),
)
@example([(changed({"url": b"\xe9", "lat": b"5\r", "date": b"x"}), b"\n")], b"", 300, 200)
def test_any_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[tuple[bytes, bytes]], last: bytes, block: int, longest: int
) -> None:
    monkeypatch.setattr(slices, "BLOCK", block)
    path = tmp_path / SLICE
    usual = event().encode()  # in front, since a file may begin as packed ones do
    path.write_bytes(usual + b"\n" + b"".join(line + end for line, end in lines) + usual + last)

    beside(path, longest)


def test_longer_than_what_is_looked_at_at_once(tmp_path: Path) -> None:
    codes = [f"{i:04}" for i in range(3000)]
    rows = [changed({"code": code.encode(), "lat": f"{i / 77:.5f}".encode()}) for i, code in enumerate(codes)]
    rows[1000], rows[2000] = b"short", changed({"url": b"https://www.example.org/" + b"a" * 200_000})
    path = tmp_path / SLICE
    path.write_bytes(b"\n".join(rows))

    assert path.stat().st_size > 4 * kernel._STRETCH
    beside(path)


@given(st.decimals(-180, 180, places=7), st.integers(0, 7))
def test_a_number_is_the_nearest_that_a_computer_has(value: object, places: int) -> None:
    text = f"{value:.{places}f}".encode()
    found, good = decimal(np.frombuffer(bytearray(b"\t" + text + b"\t"), np.uint8), 1, 1 + len(text))

    assert good
    assert repr(found) == repr(float(text))


def test_the_bits_of_a_mask_are_found() -> None:
    bits = [(1 << bit) * int(kernel._SEQUENCE) % 2**64 >> 58 for bit in range(64)]

    assert [int(kernel._PLACES[at]) for at in bits] == list(range(64))
