"""A backup is tried: restored into a temporary place by a process of its own, and compared with what it holds: each row, each file."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from legation.errors import CannotRead
from legation.language import Message
from legation.system_words import system_words
from legation.web.serving.archive import KEY, Archive
from legation.web.serving.backup import models_of, plain
from legation.web.serving.leftovers import remove_leftovers
from legation.web.serving.restore import secrets_known
from legation.web.site.environment import database

__all__ = ["verify"]

ALIAS = "verifying"
_BEGINS = ".verifying-"
_BLOCK = 1024 * 1024


def verify(path: Path) -> int:
    """Restore a backup of this release beside itself, compare, and remove what was restored; return how many rows are the same.

    Raises
    ------
    CannotRead
        Where it cannot be restored, or what is restored differs.
    """
    from django.conf import settings

    archive = Archive(path)
    archive.unseal(secrets_known(archive))
    with _place(path.absolute().parent) as folder:
        with os.fdopen(os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(str(settings.SECRET_KEY))
        _restored(path, folder)
        rows = _same_rows(archive, folder, path)
        for name, about in archive.manifest["files"].items():
            if name != KEY and _hash_of(folder / name) != about["sha256"]:
                raise CannotRead(Message("site.backup-differs", path=str(path), place=name))
    return rows


@contextlib.contextmanager
def _place(beside: Path) -> Iterator[Path]:
    """Give an empty folder for the owner alone; what a killed one left is removed too."""
    remove_leftovers(beside, [f"{_BEGINS}*"])
    folder = beside / f"{_BEGINS}{os.getpid()}"
    try:
        folder.mkdir(mode=0o700)
        yield folder
    except OSError as error:
        raise CannotRead(Message("site.backup-no-trial", path=str(folder), why=system_words(error))) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _restored(path: Path, folder: Path) -> None:
    """Restore into a folder as whoever comes after a fire would: by the command, into SQLite.

    By a link in the folder: those erased since, whose list lies beside the backup, are in it still.
    """
    link = folder / "backup.zip"
    link.symlink_to(path.absolute())
    environment = {name: value for name, value in os.environ.items() if name not in ("LEGATION_DATABASE_URL", "LEGATION_DATA")}
    command = [sys.executable, "-m", "legation", "restore", str(link), "--data", str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [str(done.returncode)])[-1]
        raise CannotRead(Message("site.backup-no-trial", path=str(folder), why=why))


def _same_rows(archive: Archive, folder: Path, path: Path) -> int:
    from django.apps import apps
    from django.db import connections

    connections.settings[ALIAS] = connections.settings["default"] | database(folder, "") | {"CONN_HEALTH_CHECKS": False}
    rows = 0
    try:
        for model in models_of(apps):
            table = model._meta.db_table
            there = model._base_manager.using(ALIAS).values_list(*(f.attname for f in model._meta.concrete_fields))
            restored, written = _digest([plain(value) for value in row] for row in there.iterator(100)), _digest(archive.rows(table))
            if restored != written:
                raise CannotRead(Message("site.backup-differs", path=str(path), place=table))
            rows += written[0]
    finally:
        connections[ALIAS].close()
        del connections[ALIAS], connections.settings[ALIAS]
    return rows


def _digest(rows: Iterable[list[Any]]) -> tuple[int, int]:
    """Return how many rows there are, and a number that is the same in whatever order they come: databases sort texts differently."""
    count, total = 0, 0
    for row in rows:
        line = json.dumps(row, ensure_ascii=False, sort_keys=True).encode()
        total = (total + int.from_bytes(hashlib.sha256(line).digest(), "big")) % 2**256
        count += 1
    return count, total


def _hash_of(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while piece := source.read(_BLOCK):
            digest.update(piece)
    return digest.hexdigest()
