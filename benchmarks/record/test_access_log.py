"""Access logs, on published data."""

from __future__ import annotations

import gzip

import pyarrow as pa
import pyarrow.compute as pc

from legation.sources.observations import access_log


def test_the_real_log_has_its_published_totals(shared) -> None:
    """Counted in the sample by other programs (the reference, section 6)."""
    found = access_log.read(shared / "data/analysis/weblogs/apache_combined_lines_1_5000.log.gz")
    table = found.table

    assert (len(table), len(found.unplaced), found.origin.read) == (5_000, 0, 5_000)
    assert counts(table, "status") == {200: 4_450, 206: 21, 301: 113, 304: 305, 403: 1, 404: 108, 500: 2}
    assert counts(table, "method") == {"GET": 4_980, "HEAD": 20}
    assert (pc.sum(table["bytes"]).as_py(), table["bytes"].null_count) == (1_312_869_333, 432)
    assert (len(pc.unique(table["address"])), len(pc.unique(table["agent"])), table["referrer"].null_count) == (787, 355, 2_172)
    assert counts(table, "path")["/favicon.ico"] == 365
    days = pc.strftime(table["time"], "%d")
    assert {one["values"]: one["counts"] for one in pc.value_counts(days).to_pylist()} == {"17": 1_632, "18": 2_893, "19": 475}
    called = pc.match_substring_regex(table["agent"], "(?i)bot|crawl|spider|slurp")
    assert pc.sum(called).as_py() == 899
    assert pc.sum(pc.and_(called, pc.is_valid(table["bot"]))).as_py() == 899


def test_every_given_format_is_read(shared) -> None:
    for place in sorted((shared / "data/analysis/weblogs/formats").iterdir()):
        found = access_log.read(place)
        text = gzip.decompress(place.read_bytes()) if place.suffix == ".gz" else place.read_bytes()
        lines = [line for line in text.split(b"\n") if line.strip() and not line.startswith(b"#")]

        assert len(found.table) + len(found.unplaced) == len(lines), place.name
        assert [one.code for one in found.unplaced] == (["log-no-request"] if place.name == "elb.log" else [])
        assert found.table["time"].null_count == found.table["path"].null_count == found.table["address"].null_count == 0


def counts(table: pa.Table, column: str) -> dict[object, int]:
    return {one["values"]: one["counts"] for one in pc.value_counts(table[column]).to_pylist()}
