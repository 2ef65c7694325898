"""Names of countries, on published data."""

from __future__ import annotations

import csv
import json

from legation.sources import by_iso2, find
from legation.sources.names.countries import countries


def test_names_of_the_case_are_found(shared):
    case = json.loads((shared / "data/cases/unga_ict_votes_2005_2019.json").read_text("utf-8"))
    wrong = {iso2: name for iso2, name in case["country_names"].items() if iso2 not in ("YU", "RS") and find(name).country != by_iso2(iso2)}
    assert not wrong


def _slug(group):
    return group.lower().replace(" and ", "-").replace(" ", "-")


def test_regional_groups_are_those_entered(shared):
    with (shared / "data/cases/un_regional_groups.csv").open(encoding="utf-8") as lines:
        entered = {row["iso3"]: _slug(row["group"]) for row in csv.DictReader(lines)}
    assert {c.iso3: c.group for c in countries().values() if c.group} == entered
