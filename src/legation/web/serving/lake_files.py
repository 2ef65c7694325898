"""The lakes of a site in a backup: every file that a lake lists, as at one moment, and the list itself.

Partitions are never changed, so that a link to each is a copy. The secrets by which the visitors of a day are told apart are left out: with
them an address could be found again from what a log says of it. A log that is loaded after a restoration counts the visitors of its days
anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from legation.errors import CannotWrite
from legation.language import Message

__all__ = ["is_lake_file", "lake_files", "lakes_restored", "lakes_still", "write_files"]

_TRIES = 5
_PATIENCE = 60.0
"""How long an import that is being listed is waited for [s]."""
_NAME = re.compile(
    r"lakes/(?P<slug>[a-z0-9_-]{1,80})/"
    r"(?P<below>manifest\.sqlite|[a-z][a-z0-9_-]{0,62}/[a-z0-9_-][a-z0-9._-]*/(?:[0-9]{4}-[0-9]{2}|undated)/[0-9a-f]{32}\.parquet)"
)
_BLOCK = 1024 * 1024


def is_lake_file(name: str) -> bool:
    """Whether a name in a backup is that of a file of a lake, in the place where a lake has it.

    >>> is_lake_file("lakes/un-ict/manifest.sqlite"), is_lake_file("lakes/../manifest.sqlite")
    (True, False)
    """
    return _NAME.fullmatch(name) is not None


@contextlib.contextmanager
def lakes_still(data: Path) -> Iterator[None]:
    """Let no lake list or forget anything within: whoever wants to waits. Where nothing can be written, nothing changes by itself.

    Raises
    ------
    CannotWrite
        Where a lake is being changed for longer than is waited.
    """
    with contextlib.ExitStack() as locked:
        for manifest in _manifests(data):
            lock = locked.enter_context(contextlib.closing(sqlite3.connect(manifest, timeout=_PATIENCE, isolation_level=None)))
            try:
                lock.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "readonly" not in str(error):
                    raise _is_changing(manifest.parent.name) from error
        yield


def _is_changing(lake: str) -> CannotWrite:
    return CannotWrite(Message("site.backup-lake", name=lake))


def _manifests(data: Path) -> list[Path]:
    return sorted((data / "lakes").glob("*/manifest.sqlite"))


@contextlib.contextmanager
def lake_files(data: Path) -> Iterator[dict[str, Path]]:
    """Give the files of every lake of a site, each lake as at one moment, by their names in a backup.

    Where the disk has no hard links, the files of the lake themselves are given: nothing is copied while imports wait.
    """
    beside = data / "lakes" / f".backup-{os.getpid()}"
    try:
        files: dict[str, Path] = {}
        for manifest in _manifests(data):
            folder = beside / manifest.parent.name
            for below, path in _linked(manifest.parent, folder).items():
                files[f"lakes/{manifest.parent.name}/{below}"] = path
        yield {name: path for name, path in files.items() if is_lake_file(name)}
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _linked(lake: Path, folder: Path) -> dict[str, Path]:
    """Link what a lake lists into a folder, with a copy of the list; begin anew where a file went meanwhile."""
    for attempt in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        paths = _copied(lake / "manifest.sqlite", folder / "manifest.sqlite")
        try:
            return {"manifest.sqlite": folder / "manifest.sqlite"} | {path: _link(lake / path, folder / path) for path in paths}
        except FileNotFoundError:
            if attempt == _TRIES - 1:
                raise
    return {}


def _copied(manifest: Path, target: Path) -> list[str]:
    """Copy a list as it is now, without what is not to be in a backup; return the files that it names."""
    with (
        contextlib.closing(sqlite3.connect(manifest)) as there,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        target.chmod(0o600)
        there.backup(copy)
        copy.execute("DELETE FROM secret WHERE name LIKE 'day-%'")
        copy.execute("DELETE FROM gone")
        copy.execute("VACUUM")
        return [path for (path,) in copy.execute("SELECT path FROM part ORDER BY path")]


def _link(source: Path, target: Path) -> Path:
    """Return a link to a file; the file itself where the disk has no links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        return source
    return target


@contextlib.contextmanager
def lakes_restored(archive: zipfile.ZipFile, files: Mapping[str, Any], data: Path, damaged: Callable[[str], Exception]) -> Iterator[None]:
    """Write the lakes of a backup beside those of the site; what is written takes their place when all that is done within is done.

    Parameters
    ----------
    archive : ZipFile
    files : mapping
        What the backup says of its files, by name: their hashes were compared.
    data : Path
        The folder of the site.
    damaged : callable
        A place -> the error that says that it is damaged.
    """
    names = [name for name in files if is_lake_file(name)]
    beside, before = data / f".restoring-lakes-{os.getpid()}", data / f".replaced-lakes-{os.getpid()}"
    try:
        beside.mkdir(mode=0o700)
        for name in names:
            target = beside / name.removeprefix("lakes/")
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with archive.open(name) as source, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                shutil.copyfileobj(source, out, _BLOCK)
        for manifest in sorted(beside.glob("*/manifest.sqlite")):
            if _listed(manifest) != {file.relative_to(manifest.parent).as_posix() for file in manifest.parent.rglob("*.parquet")}:
                raise damaged(f"lakes/{manifest.parent.name}")
        yield
        if (data / "lakes").exists():
            (data / "lakes").rename(before)
        beside.rename(data / "lakes")
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(before, ignore_errors=True)


def _listed(manifest: Path) -> set[str]:
    """Return the files that a list names, those included that it says are gone: a lake deletes such files."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{manifest}?mode=ro", uri=True)) as there:
            return {path for table in ("part", "gone") for (path,) in there.execute(f"SELECT path FROM {table}")}  # noqa: S608 - names of ours
    except sqlite3.Error:
        return {""}


def write_files(archive: zipfile.ZipFile, files: Mapping[str, Path]) -> dict[str, Any]:
    """Write files into a backup, and return what it says of them. Partitions are packed already.

    Raises
    ------
    CannotWrite
        Where a lake that could not be linked has deleted a file meanwhile.
    """
    said = {}
    for name, path in files.items():
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
        with _opened(name, path) as source, archive.open(info, "w", force_zip64=True) as out:
            while piece := source.read(_BLOCK):
                digest.update(piece)
                out.write(piece)
                size += len(piece)
        said[name] = {"size": size, "sha256": digest.hexdigest()}
    return said


def _opened(name: str, path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        if is_lake_file(name):
            raise _is_changing(name.split("/")[1]) from error
        raise
