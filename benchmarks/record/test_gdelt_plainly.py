"""Events of GDELT read plainly, on published data."""

from __future__ import annotations

import gzip
from pathlib import Path

from sources.gdelt.test_plainly import beside

SLICE = "20191024143000.export.CSV"


def test_the_published_rows(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / SLICE
    path.write_bytes(gzip.decompress((shared / "data/analysis/gdelt/20191024143000.export.first500.CSV.gz").read_bytes()))

    beside(path)
