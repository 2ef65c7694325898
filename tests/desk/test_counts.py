"""Counts that leave the house: small ones as a range, totals on their own, the same within the hour, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from crisis_made import a_family, a_made_crisis
from desk_people import an_event
from trying import every_role_at

from legation.cli.consular_counts import _merged
from legation.dossier import load
from legation.web.consular.counts import COLUMNS, FILE, as_csv, counts_of_crisis, counts_of_house
from legation.web.consular.house import house_folder
from legation.web.consular.people import forget_people
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = dt.datetime(2026, 8, 2, 12, tzinfo=dt.UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_is_noted() -> Any:
    forget_people()
    (house_folder() / FILE).unlink(missing_ok=True)
    yield
    (house_folder() / FILE).unlink(missing_ok=True)


@pytest.fixture
def crisis() -> Any:
    """Twelve people at one post, of whom three answered, and two at the other."""
    families = [a_family(people=3) for _ in range(4)]
    a_family("novara", people=2)
    made = a_made_crisis()
    event = an_event(made, families[0][1])
    event.trusted = True
    event.save()
    return made


def cells(rows: Any) -> dict[tuple[str, str], str]:
    return {(row.post, row.status): row.count for row in rows}


def test_small_counts_are_a_range_and_totals_are_rounded_on_their_own(crisis):
    found = cells(counts_of_crisis(crisis, NOW, "en"))

    assert found["", "all"] == "15"  # fourteen, not ten and "1 to 4"
    assert found["lyndon", "all"] == "10"
    assert found["novara", "all"] == "1 to 4"
    assert found["", "safe"] == found["lyndon", "safe"] == "1 to 4"
    assert (found["", "unaccounted"], found["", "injured"], found["novara", "safe"]) == ("10", "0", "0")
    assert {count for count in found.values() if count.isdigit() and int(count) % 5} == set()


def test_within_the_hour_the_same_counts_are_given_by_every_way(crisis, browser):
    before = cells(counts_of_crisis(crisis, NOW, "en"))
    for _ in range(3):
        a_family(people=3)
    forget_people()

    assert cells(counts_of_crisis(crisis, NOW + dt.timedelta(minutes=59), "fr")) == before
    assert cells(counts_of_crisis(crisis, NOW - dt.timedelta(minutes=30), "en")) == before  # a clock that was set back
    assert cells(counts_of_crisis(crisis, NOW + dt.timedelta(minutes=60), "en"))["lyndon", "all"] == "20"


def test_what_is_noted_names_nobody_and_no_true_count(crisis):
    counts_of_house(NOW, "en")
    noted = (house_folder() / FILE).read_text("utf-8")

    assert "Earthquake" not in noted
    assert re.search(r"\b14\b", noted) is None
    assert (house_folder() / FILE).stat().st_mode & 0o077 == 0


def test_a_dossier_reads_the_part_and_nothing_but_counts_is_in_it(crisis, tmp_path):
    content = as_csv(counts_of_house(NOW, "en"))
    (tmp_path / "dossier.toml").write_text('id = "counts"\nformat = 2\ntitle_en = "Counts"\nlanguages = ["en"]\n', "utf-8")
    (tmp_path / "consular.csv").write_bytes(content)
    dossier = load(tmp_path)

    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert len(dossier.consular) == len(rows) > 20
    assert tuple(rows[0]) == COLUMNS
    assert {row["crisis"] for row in rows} == {"Earthquake of Lyndon", ""}
    assert {row["service"] for row in rows if not row["crisis"]} == {"Registration"}
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["drill"] == "no" for row in rows)


def test_rows_of_others_stay_and_a_count_is_written_once(crisis, tmp_path):
    place = tmp_path / "consular.csv"
    place.write_text('id;author;crisis;status;count;day;note\nk1;x;"Flood; north";all;120;2026-01-01;mine\n', "utf-8")
    made = as_csv(counts_of_house(NOW, "en"))
    for _ in range(2):
        count, merged = _merged(place, made)
        place.write_bytes(merged)
    rows = list(csv.DictReader(io.StringIO(place.read_text("utf-8"))))

    assert len(rows) == count + 1
    assert (rows[0]["id"], rows[0]["crisis"], rows[0]["note"]) == ("k1", "Flood; north", "mine")


def test_only_who_may_export_takes_the_counts_of_a_crisis_along(crisis, people, browser):
    found = every_role_at(lambda post: f"/posts/{post}/crises/{crisis.pk}/counts", people)
    assert found == {("head", "lyndon"), ("officer", "lyndon"), ("crisis", "lyndon"), ("crisis", "novara")}
    address = f"/posts/lyndon/crises/{crisis.pk}/counts"

    own = list(csv.DictReader(io.StringIO(browser("officer").get(address).content.decode())))
    every = list(csv.DictReader(io.StringIO(browser("crisis").get(address).content.decode())))
    assert {row["post"] for row in own} == {"lyndon"}
    assert {row["post"] for row in every} == {"", "lyndon", "novara"}
    assert address in browser("officer").get(f"/posts/lyndon/crises/{crisis.pk}").content.decode()


def test_a_name_that_a_spreadsheet_would_run_is_defused(crisis):
    crisis.about = vault().seal(crisis, "about", vault().open(crisis, "about") | {"name_en": '=HYPERLINK("x")'})
    crisis.version += 1
    crisis.save()

    assert b"\"'=HYPERLINK" in as_csv(counts_of_crisis(crisis, NOW, "en"))


def test_the_command_writes_into_a_dossier_and_into_no_other_folder(tmp_path):
    command = [
        sys.executable,
        "-m",
        "legation",
        "consular",
        "counts",
        "--lang",
        "en",
        "--data",
        str(house_folder()),
        "--out",
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "is not the folder of a dossier" in done.stderr
    assert list(tmp_path.iterdir()) == []
