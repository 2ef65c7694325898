"""A backup as a file: checked whole before anything of it is used, opened by who has the secret, read row by row."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from legation.errors import CannotRead, LegationError, WrongUse
from legation.language import Message
from legation.system_words import system_words
from legation.version import VERSION
from legation.web.serving.backup import FORMAT
from legation.web.serving.lake_files import is_lake_file, lakes_restored
from legation.web.serving.sealed import PASSPHRASE, Seal, opened

__all__ = ["KEY", "Archive"]


LARGEST_MANIFEST = 64 * 1024 * 1024
LARGEST_LINE = 256 * 1024 * 1024
"""The longest row [bytes]: a part of a dossier as text."""
LARGEST_KEY = 4096
"""The longest secret key [bytes]."""
SWOLLEN, ALWAYS = 200, 1024**3
"""So many times the size of the file a backup may unpack to, and so much in any case [bytes]."""
PARTS = "dossiers_part"
KEY = "secret-key"


class Archive:
    """A backup that is whole and of a release that this one understands.

    Raises
    ------
    CannotRead
        Where the file is no backup, is damaged, or was made by a newer release.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seal: Seal | None = None
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = self._manifest()
            self._check()
            len(self.migrations)
            self._check_seal()
        except OSError as error:
            raise CannotRead(Message("site.backup-unreadable", path=str(path), why=system_words(error))) from error
        except LegationError:
            raise
        except Exception as error:
            raise CannotRead(Message("site.not-a-backup", path=str(path))) from error

    def _check_seal(self) -> None:
        """See that what tells how the rows of persons are opened is there."""
        if self.sealed:
            bytes.fromhex(self.manifest["sealed"]["salt"])
            self.manifest["sealed"]["check"].encode("ascii")

    @property
    def migrations(self) -> set[tuple[str, str]]:
        """The migrations that the database had seen."""
        return {(app, name) for app, name in self.manifest["migrations"]}

    @property
    def tables(self) -> dict[str, Any]:
        """By table: its columns, how many rows it has."""
        return self.manifest["tables"]  # type: ignore[no-any-return]

    @property
    def has_key(self) -> bool:
        """Whether the secret key of the site is in it."""
        return KEY in self.manifest["files"]

    def rows(self, table: str) -> Iterator[list[Any]]:
        """Give the rows of a table; those that are encrypted once :meth:`unseal` has opened them."""
        sealed = table in self.sealed
        with self._zip.open(f"rows/{table}.jsonl") as lines:
            for line in _lines(lines):
                yield json.loads(self._opened(line, table) if sealed else line)

    @property
    def sealed(self) -> frozenset[str]:
        """The tables that are encrypted and hold something."""
        about = self.manifest.get("sealed") or {"tables": ()}
        return frozenset(table for table in about["tables"] if self.tables.get(table, {"rows": 0})["rows"])

    def unseal(self, secrets: tuple[str, ...]) -> None:
        """Open what is encrypted.

        Raises
        ------
        WrongUse
            Where none of the secrets opens it.
        """
        if self.sealed:
            self._seal = opened(self.manifest["sealed"], secrets)
            if self._seal is None:
                count = sum(self.tables[table]["rows"] for table in self.sealed)
                raise WrongUse(Message("site.backup-sealed", path=str(self.path), count=count, variable=PASSPHRASE))

    def _opened(self, line: bytes, table: str) -> bytes:
        try:
            return self._seal.open(line.rstrip(b"\n")) if self._seal is not None else b"null"
        except ValueError as error:
            raise self._damaged(table) from error

    def key(self) -> bytes:
        """Return the secret key."""
        return self._zip.read(KEY)

    def lakes(self, data: Path) -> contextlib.AbstractContextManager[None]:
        """Write the lakes beside those of a site; they take their place at the end. One of before there were lakes leaves them alone."""
        if self.manifest["format"] < 2:
            return contextlib.nullcontext()
        return lakes_restored(self._zip, self.manifest["files"], data, self._damaged)

    def _manifest(self) -> dict[str, Any]:
        if self._zip.getinfo("manifest.json").file_size > LARGEST_MANIFEST:
            raise ValueError("manifest")
        manifest = json.loads(self._zip.read("manifest.json"))
        if manifest["format"] > FORMAT or _release(manifest["version"]) > _release(VERSION):
            raise CannotRead(Message("site.backup-newer", path=str(self.path), found=str(manifest["version"]), here=VERSION))
        return manifest  # type: ignore[no-any-return]

    def _check(self) -> None:
        """Compare every table, the key and every part of a dossier with its hash."""
        if sum(member.file_size for member in self._zip.infolist()) > max(ALWAYS, SWOLLEN * self.path.stat().st_size):
            raise ValueError("size")
        for table, about in self.tables.items():
            digest, count = hashlib.sha256(), 0
            with self._zip.open(f"rows/{table}.jsonl") as lines:
                for line in _lines(lines):
                    digest.update(line)
                    count += 1
                    if count > about["rows"]:
                        raise self._damaged(table)
                    if table == PARTS:
                        self._check_part(dict(zip(about["columns"], json.loads(line), strict=True)))
            if digest.hexdigest() != about["sha256"] or count != about["rows"]:
                raise self._damaged(table)
        for name, about in self.manifest["files"].items():
            if not (name == KEY or is_lake_file(name)) or (name == KEY and self._zip.getinfo(name).file_size > LARGEST_KEY):
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


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Give the lines of a table; one that is too long is no row."""
    while line := stream.readline(LARGEST_LINE):
        if len(line) == LARGEST_LINE:
            raise ValueError("line")
        yield line


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", str(version))[:3])
