"""Codes of events, on published data."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from legation.sources.names.event_codes import cameo_event, cameo_events, places, quad_of


def test_places_beside_another_table(shared: Path) -> None:
    """Origin: the table of countries of py-gdelt (MIT), 249 codes; ours says the same of each, and has 26 more."""
    theirs = json.loads((shared / "data/analysis/cameo/pygdelt_countries.json").read_text("utf-8"))

    assert {fips: entry["iso3"] for fips, entry in theirs.items()}.items() <= dict(places()).items()
    assert len(places()) - len(theirs) == 26, "islands without people, Gaza, seas, and the first code of Serbia"


def test_events_beside_the_published_rows(shared: Path) -> None:
    """Origin: 500 rows of GDELT of 24 October 2019; base, root, class and Goldstein's number as GDELT gives them in each."""
    with gzip.open(shared / "data/analysis/gdelt/20191024143000.export.first500.CSV.gz", "rt", encoding="utf-8") as lines:
        rows = [line.split("\t") for line in lines]

    assert len({row[26] for row in rows}) > 60
    for row in rows:
        known = cameo_event(row[26])
        assert known is not None
        assert (known.root, str(known.quad), known.goldstein) == (row[28], row[29], float(row[30]))


def test_codes_beside_another_table(shared: Path) -> None:
    """Origin: the CAMEO codes of py-gdelt (MIT): the same codes but for 183, there misprinted as 1883.

    Its classes count 09 and 14 the other way, and its Goldstein numbers are not those of GDELT's files (see the test above).
    """
    folder = shared / "data/analysis/cameo"
    theirs = json.loads((folder / "pygdelt_cameo_codes.json").read_text("utf-8"))
    scale = json.loads((folder / "pygdelt_cameo_goldstein.json").read_text("utf-8"))

    assert set(theirs) ^ set(cameo_events()) == {"183", "1883"}
    assert {code[:2] for code, entry in theirs.items() if quad_of(code) not in (None, entry["quad_class"])} == {"09", "14"}
    assert scale["040"]["value"] == 3.0 and cameo_events()["040"].goldstein == 1.0
