"""Who reads us, on published data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from questions.visit_lake import dossier_parts, made_lake, made_rows

from legation.dossier import decode
from legation.lake import Lake
from legation.lake.intake import gather
from legation.questions import Case, ask
from legation.questions.observations.site.requests import ASSETS, FILES, HIDDEN

AREA = "who-reads-us"
ROWS = made_rows()
LOG = Path(__file__).parents[3] / "shared/data/analysis/weblogs/apache_combined_lines_1_5000.log.gz"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return made_lake(tmp_path_factory.mktemp("lake"), ROWS)


def page(row: dict[str, Any]) -> str:
    return row["path"].partition("?")[0]


def ending(row: dict[str, Any]) -> str:
    return page(row).lower().rpartition(".")[2] if "." in page(row) else ""


def answered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["path"] and row["method"] == "GET" and 200 <= row["status"] < 400 and page(row) not in HIDDEN]


def read(rows: list[dict[str, Any]] = ROWS) -> list[dict[str, Any]]:
    return [row for row in answered(rows) if ending(row) not in (*ASSETS, *FILES)]


def visits(rows: list[dict[str, Any]], who: Any = lambda row: row["visitor"]) -> list[dict[str, Any]]:
    """Return the rows with which visits begin, told one by one."""
    last: dict[Any, dt.datetime] = {}
    begun = []
    for row in sorted(rows, key=lambda row: (row["time"], page(row))):
        before = last.get(who(row))
        if before is None or (row["time"] - before).total_seconds() >= 1800:
            begun.append(row)
        last[who(row)] = row["time"]
    return begun


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
