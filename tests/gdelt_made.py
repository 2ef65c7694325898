"""Made rows of GDELT's tables, for tests."""

from __future__ import annotations

from pathlib import Path

PLACES = {
    "date": 1, "state1": 7, "group1": 8, "type1": 12, "state2": 17, "group2": 18, "type2": 22, "code": 26, "quad": 29, "scale": 30,
    "mentions": 31, "place": 53, "lat": 56, "lon": 57, "added": 59, "url": 60,
}  # fmt: skip
USUAL = {
    "date": "20191024", "state1": "USA", "state2": "RUS", "code": "036", "quad": "1", "scale": "4.0", "mentions": "10", "place": "SZ",
    "lat": "46.2", "lon": "6.15", "added": "20191024143000", "url": "https://www.example.org/a",
}  # fmt: skip


def event(**cells: str) -> str:
    """Return a row of events; cells by the names of PLACES, the others as usual or empty."""
    row = [""] * 61
    for name, text in {**USUAL, **cells}.items():
        row[PLACES[name]] = text
    return "\t".join(row)


def written(path: Path, *rows: str | bytes, end: str = "\n") -> Path:
    """Write rows, each with its end, and return the path."""
    path.write_bytes(b"".join((row if isinstance(row, bytes) else row.encode()) + end.encode() for row in rows))
    return path
