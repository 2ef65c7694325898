"""A backup as it is read: nothing of it is used before all of it has been checked."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from legation.errors import CannotRead
from legation.language import Message
from legation.version import VERSION
from legation.web.serving.backup import FORMAT

__all__ = ["Archive"]

LARGEST_MANIFEST = 64 * 1024 * 1024
PARTS = "dossiers_part"


class Archive:
    """A backup that is whole and of a release that this one understands.

    Raises
    ------
    CannotRead
        Where the file is no backup, is damaged, or was made by a newer release.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = self._manifest()
            self._check()
        except OSError as error:
            raise CannotRead(Message("site.backup-unreadable", path=str(path), why=error.strerror or str(error))) from error
        except (zipfile.BadZipFile, EOFError, KeyError, TypeError, ValueError, NotImplementedError) as error:
            raise CannotRead(Message("site.not-a-backup", path=str(path))) from error

    @property
    def migrations(self) -> set[tuple[str, str]]:
        """The migrations that the database had seen."""
        return {(app, name) for app, name in self.manifest["migrations"]}

    @property
    def tables(self) -> dict[str, Any]:
        """By table: its columns, how many rows it has."""
        return self.manifest["tables"]  # type: ignore[no-any-return]

    @property
    def files(self) -> list[str]:
        """The names of the files beside the rows."""
        return list(self.manifest["files"])

    def rows(self, table: str) -> Iterator[list[Any]]:
        """Give the rows of a table."""
        with self._zip.open(f"rows/{table}.jsonl") as lines:
            for line in lines:
                yield json.loads(line)

    def copy(self, name: str, target: Path) -> None:
        """Write a file of the backup where it belongs."""
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._zip.open(name) as source, target.open("wb") as out:
            while piece := source.read(1024 * 1024):
                out.write(piece)

    def _manifest(self) -> dict[str, Any]:
        if self._zip.getinfo("manifest.json").file_size > LARGEST_MANIFEST:
            raise ValueError("manifest")
        manifest = json.loads(self._zip.read("manifest.json"))
        if manifest["format"] > FORMAT or _release(manifest["version"]) > _release(VERSION):
            raise CannotRead(Message("site.backup-newer", path=str(self.path), found=str(manifest["version"]), here=VERSION))
        return manifest  # type: ignore[no-any-return]

    def _check(self) -> None:
        """Compare every table, every file and every part of a dossier with its hash."""
        for table, about in self.tables.items():
            digest, count = hashlib.sha256(), 0
            with self._zip.open(f"rows/{table}.jsonl") as lines:
                for line in lines:
                    digest.update(line)
                    count += 1
                    if table == PARTS:
                        self._check_part(dict(zip(about["columns"], json.loads(line), strict=True)))
            if digest.hexdigest() != about["sha256"] or count != about["rows"]:
                raise self._damaged(table)
        for name, about in self.manifest["files"].items():
            place = PurePosixPath(name)
            if place.is_absolute() or ".." in place.parts or (place.parts[0] != "uploads" and name != "secret-key"):
                raise self._damaged(name)
            digest = hashlib.sha256()
            with self._zip.open(name) as source:
                while piece := source.read(1024 * 1024):
                    digest.update(piece)
            if digest.hexdigest() != about["sha256"]:
                raise self._damaged(name)

    def _check_part(self, row: dict[str, Any]) -> None:
        if hashlib.sha256(base64.b64decode(row["data"], validate=True)).hexdigest() != row["sha256"]:
            raise self._damaged(f"{PARTS} {row['sha256']}")

    def _damaged(self, place: str) -> CannotRead:
        return CannotRead(Message("site.backup-damaged", path=str(self.path), place=place[:200]))


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", str(version))[:3])
