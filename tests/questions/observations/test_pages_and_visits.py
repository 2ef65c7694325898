"""One definition of a page and of a visit: what monitors and measures of effect count is what ``who-reads-us`` shows."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from questions.visit_lake import DAYS, FIRST_DAY, MISSING, dossier_parts, made_lake, made_rows

from legation.dossier import decode
from legation.lake import Lake
from legation.questions import Case, ask
from legation.questions.observations.monitors.counts import count_series, paths_of
from legation.questions.observations.monitors.run import monitors_of
from legation.questions.observations.monitors.tables import rows_behind
from legation.questions.observations.site import expressions
from legation.questions.observations.site.inputs import read_inputs

ROWS = [row for row in made_rows() if row["path"] and row["path"].partition("?")[0] != "/"]
"""Without the first page, which no pattern of a monitor may mean."""
EPOCH = dt.date(1970, 1, 1)
_MONITOR = b"""[monitor]
title = "Every page"
what = "pages"
pages = ["/fr*", "/en*", "/tv*", "*/STYLE.css", "*.txt", "/logo*"]
baseline_from = "2024-03-04"
baseline_to = "2024-04-14"
false_alarms = 1
change = 50
"""
Visit = list[dict[str, Any]]


@pytest.fixture(scope="module", params=[True, False], ids=["identified", "not identified"])
def case(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Case:
    lake = made_lake(tmp_path_factory.mktemp("pages") / "lake", ROWS, identified=request.param)
    activity = b"id,title,date,status,recorded\nnews,News,2024-04-15,done,2024-01-01\n"
    parts = {**dossier_parts(), "monitors/all.toml": _MONITOR, "activities.csv": activity}
    return Case(dossier=decode(parts), today=dt.date(2024, 12, 1), lake=lake)


def lake_of(case: Case) -> Lake:
    assert case.lake is not None
    return case.lake


def visits(case: Case, files: tuple[str, ...] = ()) -> list[Visit]:
    """Return the visits of persons, told one by one; some files count like pages."""
    named = "visitor" in lake_of(case).table("requests").columns
    reads = defaultdict(list)
    for row in ROWS:
        page = row["path"].partition("?")[0]
        part = page.lower().endswith((".css", ".js", ".png", ".ico", ".txt"))
        file = page.endswith(".pdf") and page not in files
        if row["bot"] is None and row["method"] == "GET" and 200 <= row["status"] < 400 and not part and not file:
            who = row["visitor"] if named else (row["time"].date(), row["address"], row["agent"])
            reads[who].append({**row, "page": page})
    made: list[Visit] = []
    for rows in reads.values():
        before = None
        for row in sorted(rows, key=lambda row: row["time"]):
            if before is None or (row["time"] - before).total_seconds() >= 1800:
                made.append([])
            made[-1].append(row)
            before = row["time"]
    return made


def by_day(found: list[Visit]) -> dict[int, int]:
    return dict(Counter((visit[0]["time"].date() - EPOCH).days for visit in found))


def test_a_monitor_of_every_page_counts_the_visits_that_are_shown(case: Case) -> None:
    shown = read_inputs(case, {"since": None, "until": None, "site": "", "top": 5})

    watched = count_series(case, monitors_of(case)[0], FIRST_DAY).count

    days = [at for at in range(DAYS - 1) if at != MISSING]
    assert [watched[at] for at in days] == [shown.visits[""][at] for at in days]
    expected = by_day(visits(case))
    assert [watched[at] for at in days] == [expected.get((FIRST_DAY - EPOCH).days + at, 0) for at in days]
    assert watched[MISSING] != watched[MISSING]


def test_visits_to_some_pages_are_what_counting_gives(case: Case) -> None:
    lake = lake_of(case)
    wanted = ("/fr/visa/long-sejour", "/en/news/", "/files/rapport.pdf")
    found = visits(case, files=wanted)

    rows = lake.to_arrow(expressions.visits_to(lake.table("requests"), wanted)).to_pylist()
    pages = lake.to_arrow(expressions.visits_by_page(lake.table("requests"), wanted)).to_pylist()
    every = lake.to_arrow(expressions.visits_by_page(lake.table("requests"), most=3)).to_pylist()

    held = [visit for visit in found if any(row["page"] in wanted for row in visit)]
    assert {row["day"]: row["visits"] for row in rows} == by_day(held)
    counts = Counter(page for visit in found for page in {row["page"] for row in visit} if page in wanted)
    assert [(row["page"], row["visits"]) for row in pages] == sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    counts = Counter(page for visit in visits(case) for page in {row["page"] for row in visit})
    assert [(row["page"], row["visits"]) for row in every] == sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:3]


def test_patterns_mean_pages_and_files_by_their_ending_and_never_parts_of_pages(case: Case) -> None:
    assert paths_of(case, ["*"]) == ("/en/news/", "/en/visa/long-stay", "/fr/", "/fr/actualites", "/fr/visa/long-sejour", "/tv/live")
    assert paths_of(case, ["*.PDF", "/FR/visa*"]) == ("/files/rapport.pdf", "/fr/visa/long-sejour")
    assert paths_of(case, ["*.css", "*.js", "*.png", "/robots.txt", "/fr/ancienne-page"]) == ()


def test_the_rows_behind_an_alert_are_visits_to_the_pages_that_are_watched(case: Case) -> None:
    (monitor,) = monitors_of(case)
    last = FIRST_DAY + dt.timedelta(days=DAYS)
    alert = type("Alert", (), {"since": FIRST_DAY, "until": last})()

    found = rows_behind(case, monitor, alert, most=2)

    counts = Counter(page for visit in visits(case) for page in {row["page"] for row in visit})
    assert [(row["url"], row["count"]) for row in found] == sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:2]


def test_did_it_work_counts_the_same_visits(case: Case) -> None:
    found = ask("did-it-work", case, activity="news", pages="/fr*;/en*;/tv*", since=FIRST_DAY.isoformat()).table("periods")

    expected = by_day(visits(case))
    assert sum(row[3] or 0 for row in found.rows) > 100
    for since, until, _, count, *_ in found.rows:
        if count is not None:
            days = range((since - EPOCH).days, (until - EPOCH).days + 1)
            assert count == sum(expected.get(day, 0) for day in days)


def test_two_requests_at_one_instant_are_of_one_visit(tmp_path: Path) -> None:
    noon = dt.datetime(2024, 3, 4, 12, tzinfo=dt.UTC)
    plain = {"address": "203.0.113.0/24", "agent": "Firefox", "visitor": "v", "method": "GET", "status": 200, "time": noon}
    rows = [{**plain, "path": path} for path in ("/fr/a", "/fr/b", "/fr/c")] + [
        {**plain, "path": "/fr/a", "time": noon + dt.timedelta(hours=1)}
    ]
    lake = made_lake(tmp_path / "lake", rows)

    found = lake.to_arrow(expressions.visits_to(lake.table("requests"), ("/fr/b", "/fr/c"))).to_pylist()

    assert [row["visits"] for row in found] == [1]
