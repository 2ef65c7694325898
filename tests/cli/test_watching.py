"""``legation watch``: alerts once, the same data the same state, late slices, what is missing, what cannot be watched."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from questions.observed_made import FIRST_DAY, LOST, STEP, add_days, made_requests, made_texts, observed_lake, parts, table

from legation.cli import main
from legation.lake import Lake


def written(path: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("dossier") / "made", parts())


def watch(dossier: Path, lake: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["watch", str(dossier), "--lake", str(lake), "--json", *words])
    return code, {one["monitor"]: one for one in json.loads(capsys.readouterr().out)["monitors"]}


def state_of(lake: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((lake / "monitors").iterdir())}


def test_baseline_then_alert_once_then_silence(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lake"
    lake = observed_lake(path, 140)

    code, first = watch(dossier, path, capsys)
    assert (code, [one["baseline_set"] for one in first.values()]) == (0, [True] * 4)
    assert all(not one["alerts"] for one in first.values())

    add_days(lake, 140, 170)
    code, second = watch(dossier, path, capsys)
    assert code == 4
    for name, rises in (("open", True), ("visa", True), ("bots", True), ("cables", False)):
        alerts = second[name]["alerts"]
        assert bool(alerts) == rises
        if rises:
            day = (dt.date.fromisoformat(alerts[0]["since"]) - FIRST_DAY).days
            assert abs(day - STEP) <= 6
            assert alerts[0]["low"] > 1
            assert alerts[0]["statistic"] > alerts[0]["threshold"]
            assert alerts[0]["rows"]
    assert second["open"]["alerts"][0]["rows"][0]["url"].startswith("https://news.example/")
    assert 0.7 < second["open"]["false_alarms_per_year"]["rate"] < 1.4

    after = state_of(path)
    assert watch(dossier, path, capsys, "--monitor", "visa")[0] == 0
    assert state_of(path) == after
    code, again = watch(dossier, path, capsys, "--monitor", "open", "--since", "2024-05-30")
    assert (code, state_of(path)) == (4, after)
    assert again["open"]["alerts"][0]["since"] == second["open"]["alerts"][0]["since"]


@pytest.mark.slow
def test_run_by_run_is_what_one_run_finds(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parted, whole = tmp_path / "parted", tmp_path / "whole"
    lake = observed_lake(parted, 131)
    for first, last in ((131, 152), (152, 155), (155, 175)):
        add_days(lake, first, last)
        watch(dossier, parted, capsys, "--monitor", "open")
    observed_lake(whole, 175)
    _, once = watch(dossier, whole, capsys, "--monitor", "open")

    states = [json.loads((path / "monitors" / "made-open.json").read_bytes()) for path in (parted, whole)]
    assert states[0] == states[1]
    assert once["open"]["alerts"]


def test_missing_days_are_not_zero_and_late_ones_are_told(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lake"
    lake = Lake(path)
    lake.append("requests", table("requests", made_requests(0, 160)), source="www")
    _, seen = watch(dossier, path, capsys, "--monitor", "bots")
    assert len(seen["bots"]["missing"]) == LOST[1] - LOST[0]

    rows = [{**row, "time": row["time"].replace(month=3, day=31), "path": "/late"} for row in made_requests(10, 11)]
    lake.append("requests", table("requests", rows), source="www")
    _, late = watch(dossier, path, capsys, "--monitor", "bots")
    assert late["bots"]["late"] == 1
    again = state_of(path)
    watch(dossier, path, capsys, "--monitor", "bots")
    assert state_of(path) == again


@pytest.mark.slow
def test_a_late_day_within_the_grace_is_counted(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    early, late = tmp_path / "early", tmp_path / "late"
    for path, missing in ((early, None), (late, 158)):
        lake = Lake(path)
        rows = [row for row in made_requests(0, 162) if missing is None or (row["time"].date() - FIRST_DAY).days != missing]
        lake.append("requests", table("requests", rows), source="www")
        watch(dossier, path, capsys, "--monitor", "visa")
    Lake(late).append("requests", table("requests", made_requests(158, 159)), source="www")
    watch(dossier, late, capsys, "--monitor", "visa")

    states = [json.loads((path / "monitors" / "made-visa.json").read_bytes()) for path in (early, late)]
    assert states[0]["watch"] == states[1]["watch"]
    assert states[1]["late"] == 0


def test_a_changed_monitor_begins_anew_and_a_broken_state_too(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lake"
    observed_lake(path, 140)
    watch(dossier, path, capsys, "--monitor", "open")
    other = written(
        tmp_path / "made", {**parts(), "monitors/open.toml": parts()["monitors/open.toml"].replace(b"change = 50", b"change = 80")}
    )
    assert watch(other, path, capsys, "--monitor", "open")[1]["open"]["baseline_set"]

    (path / "monitors" / "made-open.json").write_bytes(b'{"make": 1, "settled": "x"')
    assert watch(other, path, capsys, "--monitor", "open")[1]["open"]["baseline_set"]


def test_what_cannot_be_watched_is_said_and_the_others_run(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lake"
    Lake(path).append("texts", table("texts", made_texts(0, 60)), source="press")

    code, seen = watch(dossier, path, capsys)
    assert code == 1
    assert "legation observe requests" in seen["visa"]["why"]
    assert "not over" in seen["open"]["why"]
    assert main(["watch", str(dossier), "--lake", str(path), "--monitor", "nothing"]) == 2
    assert main(["watch", str(dossier), "--lake", str(tmp_path)]) == 3
    assert main(["watch", str(written(tmp_path / "bare", {"dossier.toml": b'id = "b"'})), "--lake", str(path)]) == 1
    bad = written(tmp_path / "bad", {**parts(), "monitors/a.toml": b"[monitor]\nx = 1\n", "monitors/b.toml": b"[monitor]\ny = 1\n"})
    assert main(["watch", str(bad), "--lake", str(path)]) == 1


def test_it_speaks_both_languages(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lake"
    observed_lake(path, 165)
    assert main(["watch", str(dossier), "--lake", str(path), "--monitor", "open", "--lang", "fr"]) == 4
    out = capsys.readouterr().out
    assert "Internet ouvert\u202f» a monté du" in out
    assert "press desk" in out
    assert "[watching" not in out


def test_a_template_is_written(tmp_path: Path) -> None:
    assert main(["template", str(tmp_path / "monitors" / "mine.toml")]) == 0
    assert "[monitor]" in (tmp_path / "monitors" / "mine.toml").read_text("utf-8")
