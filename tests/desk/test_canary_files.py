"""200 canaries in every place of a house: sought in every file, log and backup as UTF-8, UTF-16 and base64, none is found."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def forms(word: str) -> Iterator[bytes]:
    """A word as it may stand in a file: UTF-8, UTF-16 of both orders, and base64 of each at each of its three places."""
    for text in {word, word.upper(), word.capitalize()}:
        for plain in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            yield plain
            for shift in range(3):
                coded = base64.b64encode(bytes(shift) + plain)
                start, end = (0, 2, 3)[shift], len(coded) - 4
                yield coded[start:end]
    yield word.encode().hex().encode()


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, and what is in the zips among them."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        yield str(path), path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path}:{name}", archive.read(name)) for name in archive.namelist())


def found(words: list[str], folder: Path, *logs: str) -> list[str]:
    places = [*contents(folder), *(("log", one.encode()) for one in logs)]
    return [f"{word} in {name}" for name, data in places for word in words if any(form in data for form in forms(word))]


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> tuple[dict, Path, str]:
    folder = tmp_path_factory.mktemp("walk")
    env = {name: value for name, value in os.environ.items() if not name.startswith("LEGATION_")}
    env |= {"PYTHONPATH": f"{ROOT / 'tests'}:{ROOT / 'tests' / 'desk'}"}
    made = subprocess.run(
        [sys.executable, "-W", "error", str(ROOT / "tests/desk/canary_house.py"), str(folder)],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.splitlines()[-1]), folder, made.stderr + "\n".join(made.stdout.splitlines()[:-1])


@pytest.mark.parametrize("place", ["file", "utf-16", "base64", "zip", "table", "log", "subject"])
def test_the_search_finds_a_canary_that_is_there(tmp_path: Path, place: str) -> None:
    word, log = "zorvexa00007q", ""
    if place == "file":
        (tmp_path / "a").write_text(f"x{word}x")
    elif place == "utf-16":
        (tmp_path / "a").write_bytes(f"x{word}".encode("utf-16"))
    elif place == "base64":
        (tmp_path / "a").write_bytes(base64.b64encode(f"given:{word}, family".encode()))
    elif place == "zip":
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("rows", f"{word} " * 100)
    elif place == "table":
        with sqlite3.connect(tmp_path / "a.sqlite3") as there:
            there.execute("create table t (v text)")
            there.execute("insert into t values (?)", [word])
        there.close()
    elif place == "log":
        log = f"request /people/{word.upper()}"
    else:
        log = f"Subject: {word.capitalize()}"

    assert len(found([word, "zorvexa00008q"], tmp_path, log)) >= 1


def test_of_200_canaries_none_stands_in_any_file_log_or_backup(walked) -> None:
    said, folder, log = walked

    assert len(said["words"]) >= 200
    names = {Path(name).name for name, _ in contents(folder)}
    assert {"desk.sqlite3", "keys.sqlite3", "desk.backup", "keys.backup", "keyring", "erased.log"} <= names
    assert found(said["words"], folder, log) == []
    assert not (folder / "medium" / "keys.backup").exists()


def test_after_shredding_a_backup_of_the_desk_with_the_keys_of_today_yields_nothing(walked) -> None:
    said, _, _ = walked

    assert len(said["read before"]) > 20
    assert said["read of the shredded"] == 0
    assert said["read of the others"] == len(said["read before"]) - 2


def test_with_the_keys_of_six_days_ago_restored_nobody_is_back(walked) -> None:
    said, _, _ = walked

    assert said["back"] == 0
    assert said["passed over"] >= 3
    assert said["still read"] == said["read of the others"]
    assert said["after the purge"] == 0


def test_the_bytes_of_destroyed_keys_and_fields_are_in_no_file_of_the_databases(walked) -> None:
    said, _, _ = walked

    assert said["bytes before"] == len(said["shredded"]) + len(said["ciphertexts"]) == 6
    assert said["bytes after"] == 0
