"""What an operator tells a site by its environment and its folder, and the sentence for what is wrong with it."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from legation.errors import CannotRead, WrongUse
from legation.web.site import environment as place

from .sites import ROOT, each, environment_of, legation, prepared


@pytest.mark.parametrize(
    ("name", "found", "read"),
    [
        ("LEGATION_ORIGIN", "desk.example.org", place.public_origin),
        ("LEGATION_ORIGIN", "https://desk.example.org/path", place.public_origin),
        ("LEGATION_ORIGIN", "https://desk example", place.public_origin),
        ("LEGATION_LANGUAGE", "de", place.site_language),
        ("LEGATION_PROXIES", "one", place.proxies),
        ("LEGATION_PROXIES", "-1", place.proxies),
        ("LEGATION_LAKE_QUOTA", "2", place.lake_limits),
        ("LEGATION_LAKES_QUOTA", "-1GB", place.lake_limits),
        ("LEGATION_LAKE_DAYS", "-1", place.lake_limits),
    ],
)
def test_a_variable_that_cannot_be_meant_is_refused_by_its_name(monkeypatch, name, found, read) -> None:
    monkeypatch.setenv(name, found)

    with pytest.raises(WrongUse, match=rf"{name} must be .* \(got {found}\)"):
        read()


def test_an_address_is_read_as_browsers_send_it(monkeypatch) -> None:
    monkeypatch.setenv("LEGATION_ORIGIN", "HTTPS://Desk.Example.org:8443/")

    assert place.public_origin() == "https://desk.example.org:8443"


def test_many_first_starts_at_once_agree_on_one_key(tmp_path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: place.secret_key(tmp_path), range(8)))

    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_key_that_was_cut_off_is_not_signed_with(tmp_path) -> None:
    (tmp_path / "secret-key").write_text("")

    with pytest.raises(CannotRead, match="secret-key"):
        place.secret_key(tmp_path)


def test_a_folder_that_is_none_is_named_with_what_to_do(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "held" / "secret-key").mkdir(parents=True)  # what cannot be read as a key, for root too

    code, said = legation(environment_of(tmp_path), "serve", *free(("--port", "1")), "--data", str(tmp_path / "file"))
    assert (code, f"{tmp_path / 'file'} could not be made, read or written" in said) == (3, True), said
    with pytest.raises(CannotRead, match=r"held could not be made, read or written \(is a directory\)"):
        place.secret_key(tmp_path / "held")


def test_where_there_is_no_site_none_is_made(tmp_path) -> None:
    words = (("backup", "b.zip"), ("password", "somebody@example.org"), ("worker",))
    for code, said in each(environment_of(tmp_path), *((*one, "--data", str(tmp_path / "typo")) for one in words)):
        assert (code, "There is no site at" in said) == (1, True)
        assert not (tmp_path / "typo").exists()
    (tmp_path / "empty").mkdir()
    for code, said in each(environment_of(tmp_path), *((*one, "--data", str(tmp_path / "empty")) for one in words)):
        assert (code, "There is no site at" in said) == (1, True)
        assert not (tmp_path / "empty" / "legation.sqlite3").exists()


def test_a_database_that_cannot_be_used_is_one_sentence_without_its_password(tmp_path) -> None:
    words = (("serve", "--port", "1"), ("backup", "b.zip"), ("password", "somebody@example.org"))
    away = environment_of(tmp_path) | {"LEGATION_DATABASE_URL": "postgresql://desk:SECRET@127.0.0.1:1/site"}
    for code, said in each(away, *map(free, words)):
        assert (code, "postgresql://127.0.0.1/site, cannot be used" in said) == (3, True), said
        assert "SECRET" not in said
    (tmp_path / "legation.sqlite3").write_bytes(b"no database at all " * 500)
    for code, said in each(environment_of(tmp_path), *map(free, words)):
        assert (code, "file is not a database" in said) == (3, True), said


def free(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return tuple(str(probe.getsockname()[1]) if word == "1" else word for word in words)


def test_several_processes_on_sqlite_are_refused_before_anything_is_made(tmp_path) -> None:
    """Else the password of the first administrator, which is shown once, would be shown to nobody."""
    code, said = legation(environment_of(tmp_path), *free(("serve", "--port", "1", "--workers", "2")))

    assert (code, "--workers must be 1 (got 2)" in said) == (2, True)
    assert not (tmp_path / "legation.sqlite3").exists()


@pytest.mark.skipif(os.name != "posix", reason="rights of another kind")
def test_all_that_starts_write_is_for_the_owner_alone_and_two_at_once_make_one_site(tmp_path) -> None:
    prepare = (
        "import os; os.umask(0o077)\nfrom pathlib import Path\nfrom legation.web.serving.prepare import prepare\n"
        "print(prepare(examples=Path(os.environ['EMPTY'])).password)"
    )
    (tmp_path / "empty").mkdir()
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", prepare],
            env=environment_of(tmp_path / "data") | {"EMPTY": str(tmp_path / "empty")},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [start.communicate(timeout=120)[0].strip() for start in starts]

    assert [start.returncode for start in starts] == [0, 0]
    assert sorted(map(bool, said)) == [False, True]
    open_to_others = [path for path in Path(tmp_path / "data").rglob("*") if path.stat().st_mode & 0o077]
    assert not open_to_others


def test_tables_of_another_release_are_left_alone(tmp_path) -> None:
    with prepared(tmp_path, postgresql=False) as environment:
        file = tmp_path / "data" / "legation.sqlite3"
        with contextlib.closing(sqlite3.connect(file)) as site, site:
            site.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('dossiers', '9999_later', '2030-01-01')")
        others = (("backup", str(tmp_path / "b.zip")), ("password", "admin@legation.localhost"))
        for code, said in each(environment, ("serve", *free(("--port", "1"))), *others):
            assert (code, "tables of a later release" in said) == (1, True), said
        with contextlib.closing(sqlite3.connect(file)) as site, site:
            last = site.execute("SELECT max(name) FROM django_migrations WHERE app = 'dossiers' AND name < '9'").fetchone()[0]
            site.execute("DELETE FROM django_migrations WHERE app = 'dossiers' AND name IN (?, '9999_later')", [last])
        for code, said in each(environment, *others, ("worker",)):
            assert (code, "tables of an earlier release" in said) == (1, True), said
