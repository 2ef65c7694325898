"""The made example of a mission's site: its observations come out the same again, name nobody, and tell what its README says."""

from __future__ import annotations

import csv
import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from legation.dossier import load
from legation.dossier.models.frames import FRAMES
from legation.dossier.models.monitor import MONITOR
from legation.lake import Lake
from legation.lake.intake import Gathered, gather

FOLDER = Path(__file__).parents[2] / "examples" / "mission-site-2024"
GIVEN = FOLDER / "observations"
RESERVED = re.compile(r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}|2001:db8:[0-9a-f:]+")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, dict[str, Gathered]]:
    lake = Lake(tmp_path_factory.mktemp("mission") / "lake")
    found = [
        *gather(lake, "documents", [GIVEN / "statements"]),
        *gather(lake, "suite", [GIVEN / "posts.csv"], register=GIVEN / "accounts.csv"),
        *gather(lake, "feed", [GIVEN / "feed.xml"]),
        *gather(lake, "requests", [GIVEN / "access.log.gz"]),
        *gather(lake, "events", sorted(GIVEN.glob("events-*.CSV.gz"))),
    ]
    return lake, {one.file: one for one in found}


def content(folder: Path) -> dict[str, bytes]:
    """Return the files' content, unpacked: packers of another version write other bytes for the same."""
    found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {name: gzip.decompress(data) if name.endswith(".gz") else data for name, data in found.items()}


def test_the_program_writes_the_same_observations(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(FOLDER / "making"), str(tmp_path)], check=True)

    declared = {"observations.toml"}
    assert content(tmp_path) == {name: data for name, data in content(GIVEN).items() if name not in declared}


def test_the_readme_counts_what_is_there(done: tuple[Lake, dict[str, Gathered]]) -> None:
    _, found = done
    read = (FOLDER / "README.md").read_text("utf-8")
    events = sum(one.rows for name, one in found.items() if name.startswith("events"))

    assert f"{found['access.log.gz'].rows + 1:,} lines" in read
    assert f"{found['statements'].rows} statements" in read
    assert f"{found['posts.csv'].rows} posts" in read
    assert f"{found['feed.xml'].rows} articles" in read
    assert f"{events:,} rows" in read
    assert {name: len(one.unplaced) for name, one in found.items() if one.unplaced} == {"access.log.gz": 1}
    assert all(one.fault is None for one in found.values())


def test_the_gaps_are_those_that_were_made(done: tuple[Lake, dict[str, Gathered]]) -> None:
    lake, _ = done
    lost = [(gap.first.date().isoformat(), gap.slices) for gap in lake.gaps("requests")]
    missing = [(gap.first.isoformat()[:16], gap.slices) for gap in lake.gaps("events")]

    assert lost == [("2024-05-02", 1), ("2024-05-25", 1), ("2024-06-16", 1)]
    assert missing == [("2024-04-20T00:00", 96), ("2024-05-11T00:00", 96), ("2024-06-03T06:00", 24)]


def test_only_registered_accounts_keep_their_name(done: tuple[Lake, dict[str, Gathered]]) -> None:
    lake, _ = done
    named = {row["account"] for row in csv.DictReader((GIVEN / "accounts.csv").read_text("utf-8").splitlines())}
    texts = lake.to_arrow(lake.table("texts"))
    accounts = {one for one in texts["account"].to_pylist() if one}

    assert {one for one in accounts if not one.startswith("anon-")} <= named
    assert any(one.startswith("anon-") for one in accounts)
    assert not any("reader" in (one or "") for name in ("account", "url", "id") for one in texts[name].to_pylist())


def test_who_says_our_words_after_us(done: tuple[Lake, dict[str, Gathered]]) -> None:
    lake, _ = done
    rows = lake.to_arrow(lake.table("texts")).select(["time", "actor", "text"]).to_pylist()
    used = sorted(
        (r["time"], r["actor"]) for r in rows if re.search("repair without delay|réparer sans attendre", r["text"] or "", re.IGNORECASE)
    )
    others = dict.fromkeys(actor for _, actor in used)

    assert list(others) == ["ship-owners", "valmere", "vescary", "palmora", "conference-secretariat", "ostrelle", "hollmark"]
    assert not [r for r in rows if r["actor"] == "quenara" and r["time"].isoformat() > "2023-09-12"]


def test_nobody_real_is_in_the_log() -> None:
    lines = gzip.decompress((GIVEN / "access.log.gz").read_bytes()).decode().splitlines()
    hosts = {host for line in lines for host in re.findall(r'" \d{3} \d+ "https?://([^/"]+)', line)}

    assert all(RESERVED.fullmatch(line.split(" ", 1)[0]) for line in lines)
    assert all(re.search(r"(^|\.)example\.(org|com|net)$", host) for host in hosts)


def test_actors_of_the_observations_are_in_the_dossier() -> None:
    dossier = load(FOLDER)
    actors = {actor.id for actor in dossier.actors}
    told = [GIVEN / "statements" / "metadata.csv", GIVEN / "accounts.csv"]

    assert {row["actor"] for file in told for row in csv.DictReader(file.read_text("utf-8").splitlines())} <= actors
    assert {actor.iso3 for actor in dossier.actors if actor.iso3} == {"ISL", "NOR", "IRL", "PRT", "MLT"}


def test_monitors_and_frames_are_sound() -> None:
    for file in (FOLDER / "monitors").glob("*.toml"):
        assert MONITOR.read(file.read_bytes(), f"monitors/{file.name}").evidence == ("own-strategy",)
    frames = FRAMES.read((FOLDER / "debates" / "cables.frames.toml").read_bytes(), "debates/cables.frames.toml")
    assert len(frames.frames) == 3
