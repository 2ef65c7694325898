"""Who reads us, on published data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from questions.observations.test_who_reads_us import read, visits
from questions.visit_lake import dossier_parts

from legation.dossier import decode
from legation.lake import Lake
from legation.lake.intake import gather
from legation.questions import Case, ask

AREA = "who-reads-us"
LOG = Path(__file__).parents[3] / "shared/data/analysis/weblogs/apache_combined_lines_1_5000.log.gz"


@pytest.mark.slow
@pytest.mark.skipif(not LOG.is_file(), reason="the developer data are not beside the repository")
def test_a_real_log_is_read_as_plain_counting_reads_it(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    gather(lake, "requests", [LOG])
    rows = lake.to_arrow(lake.table("requests")).to_pylist()
    shown = ask(AREA, Case(dossier=decode(dossier_parts()), today=dt.date(2024, 12, 1), lake=lake))

    people = [row for row in read(rows) if row["bot"] is None]
    values = shown.finding("people").message.values
    assert (values["count"], values["pages"]) == (len(visits(people)), len(people))
    assert shown.finding("ai").message.id == f"{AREA}.ai-none"
    assert "www.semicomplete.com" not in [row[0] for row in shown.table("referrers").rows]
    assert any(one.id == f"{AREA}.nothing-before" for one in shown.missing)
