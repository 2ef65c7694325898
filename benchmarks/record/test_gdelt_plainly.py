"""Events of GDELT read plainly, on published data."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import gdelt_plain

from legation.sources.observations.gdelt.reader import whole
from legation.sources.observations.gdelt.scanning import EVENTS
from legation.sources.observations.gdelt.tables import events_of
from legation.sources.observed import Unplaced

SLICE = "20191024143000.export.CSV"


def said(found: Unplaced) -> list[tuple[int, str, str]]:
    return sorted((fault.row, fault.code, fault.column) for fault in found.faults)


def beside(path: Path, longest: int = EVENTS.longest) -> None:
    rows, unplaced, doubts = gdelt_plain.read(path.read_bytes(), longest)
    found = whole(path, replace(EVENTS, longest=longest), events_of)
    found.table.validate(full=True)

    assert [list(map(str, row.values())) for row in found.table.to_pylist()] == [list(map(str, row.values())) for row in rows]
    assert said(found.unplaced) == sorted(unplaced)
    assert said(found.doubts) == sorted(doubts)


def test_the_published_rows(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / SLICE
    path.write_bytes(gzip.decompress((shared / "data/analysis/gdelt/20191024143000.export.first500.CSV.gz").read_bytes()))

    beside(path)
