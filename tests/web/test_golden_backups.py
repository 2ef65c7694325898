"""Backups that earlier releases wrote, one of each format: restored on both databases, and compared with what they hold, value by value.

Each was written by the code of its time (``manifest.json`` says when) from a site with a row in every table, so that every migration since
has something to change. Format 1 twice: by the first release that wrote backups, and by the last before the lakes. The ordinary run restores
one on each database; ``LEGATION_LONG=1`` restores all on both, tries each by ``--verify`` too, and compares the two.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from postgresql import database_of

from legation.dossier import encode, load
from legation.errors import CannotRead
from legation.web.serving import archive as of_archive
from legation.web.serving.archive import Archive
from legation.web.serving.backup import FORMAT

from .sites import ROOT, environment_of

pytestmark = [pytest.mark.each_database("rows of older releases go in by SQL of ours"), pytest.mark.slow]
POSTGRESQL = os.environ.get("LEGATION_TEST_DATABASE") == "postgresql"
EVERY = bool(os.environ.get("LEGATION_LONG"))
GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*.zip"))
USUAL = [GOLDEN / ("format-2.zip" if POSTGRESQL else "format-1.zip")]
PASSPHRASE = "correct horse golden staple"
DOSSIER = Path(__file__).parents[1] / "dossier" / "golden" / "format-1"
_STEPS = """
import json, os, sys
from legation.cli import main
codes = [main(["restore", sys.argv[1]]), main(["backup", sys.argv[2], *sys.argv[3:]])]
from legation.dossier import encode
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
parts = encode(store.content(store.revision_of(Dossier.objects.get())))
print(json.dumps([codes, {name: data.decode() for name, data in parts.items()}]))
"""


@contextlib.contextmanager
def empty_site(folder: Path, *, postgresql: bool) -> Iterator[dict[str, str]]:
    environment = environment_of(folder / "data") | {"LEGATION_BACKUP_PASSPHRASE": PASSPHRASE}
    if not postgresql:
        yield environment
        return
    with database_of() as address:
        yield environment | {"LEGATION_DATABASE_URL": address}


def restored(golden: Path, folder: Path, *, postgresql: bool) -> Archive:
    """Restore a backup into a new site; return the backup that this release then makes of it."""
    folder.mkdir()
    with empty_site(folder, postgresql=postgresql) as environment:
        words = [sys.executable, "-c", _STEPS, str(golden), str(folder / "again.zip"), *(["--verify"] if EVERY else [])]
        done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    codes, parts = json.loads(done.stdout.splitlines()[-1])
    assert codes == [0, 0]
    assert {name: text.encode() for name, text in parts.items()} == encode(load(DOSSIER))  # what is opened of it
    with zipfile.ZipFile(golden) as archive:  # and the lakes, as files
        for name in Archive(golden).manifest["files"]:
            assert (folder / "data" / name).read_bytes() == archive.read(name), name
    return opened(folder / "again.zip")


def opened(path: Path) -> Archive:
    archive = Archive(path)
    archive.unseal((PASSPHRASE,))
    return archive


def rows_of(archive: Archive, table: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a table by what identifies them: the first column."""
    columns = archive.tables[table]["columns"]
    return {json.dumps(row[0]): dict(zip(columns, row, strict=True)) for row in archive.rows(table)}


def test_there_is_one_of_each_format() -> None:
    assert {Archive(file).manifest["format"] for file in FILES} == set(range(1, FORMAT + 1))
    for file in FILES:
        assert {table for table, about in Archive(file).tables.items() if not about["rows"]} == set()


@pytest.mark.parametrize("golden", FILES if EVERY else USUAL, ids=lambda file: file.stem)
def test_each_comes_back_value_by_value(golden: Path, tmp_path: Path) -> None:
    written = opened(golden)
    backs = [restored(golden, tmp_path / "one", postgresql=POSTGRESQL)]
    if EVERY:
        backs.append(restored(golden, tmp_path / "other", postgresql=not POSTGRESQL))

    for back in backs:
        for table in written.tables:
            before, after = rows_of(written, table), rows_of(back, table)
            assert before.keys() <= after.keys(), table
            if table not in ("auth_permission", "django_content_type"):  # these name the tables of this release
                assert before.keys() == after.keys(), table
            for key, row in before.items():
                differing = {column: (value, after[key].get(column)) for column, value in row.items() if value != after[key].get(column)}
                assert differing == {}, table
    if EVERY:
        one, other = backs
        assert one.tables.keys() == other.tables.keys()
        assert all(rows_of(one, table) == rows_of(other, table) for table in one.tables if table != "auth_permission")


def test_what_a_release_wrote_that_is_newer_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file, read by a release of before its format."""
    newest = next(file for file in FILES if Archive(file).manifest["format"] == FORMAT)
    monkeypatch.setattr(of_archive, "FORMAT", FORMAT - 1)
    with pytest.raises(CannotRead, match=r"newer|plus récente"):
        Archive(newest)
