"""A dossier in a folder, or in a zip: read within limits, saved so that a cut leaves the old state whole."""

from __future__ import annotations

import contextlib
import errno
import lzma
import os
import re
import secrets
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from legation.dossier.codec import decode, encode, problems_of
from legation.dossier.dossier import Dossier
from legation.dossier.json_form import JSON_LIMIT, json_bytes, parts_of
from legation.dossier.parts.registry import folders
from legation.dossier.problem import Problem
from legation.dossier.sheet import PART_LIMIT, Sheet
from legation.errors import CannotRead, CannotWrite, DossierError
from legation.language import Lang, Message

__all__ = ["CARRIERS", "carrier_bytes", "examine", "load", "read_carrier", "read_parts", "save", "write_file", "write_parts"]

TOTAL_LIMIT = 512 * 1024 * 1024
FILES_LIMIT = 10_000
_OUR_ENDINGS = (".toml", ".csv")
CARRIERS = (".zip", ".xlsx", ".json")
"""The files that carry a whole dossier: an archive of its parts, a workbook, a document."""


def load(path: str | os.PathLike[str]) -> Dossier:
    """Read a dossier from a folder, or from a file of one of :data:`CARRIERS`: a ``.zip``, a workbook, a document.

    Raises
    ------
    CannotRead
        Where there is nothing, or nothing that is a dossier.
    DossierError
        Where it breaks its rules; ``error.problems`` holds every problem.
    """
    return decode(*read_carrier(Path(path)))


def examine(path: str | os.PathLike[str]) -> tuple[Problem, ...]:
    """Return every fault and notice of the dossier at a path."""
    return problems_of(*read_carrier(Path(path)))


def save(dossier: Dossier, path: str | os.PathLike[str], *, over: str | None = None) -> None:
    """Write a dossier to a folder, or to a file of one of :data:`CARRIERS`, wholly or not at all.

    A folder is written beside its place and takes it by one rename each way. If the machine stops between the two, the old state lies in
    ``.NAME.old``, and the next load or save puts it back. Files in the folder that are not parts of a dossier are carried over.

    Parameters
    ----------
    over : str, optional
        The hash of the dossier that this one was made from; if another one lies there by now, nothing is written.

    Raises
    ------
    CannotWrite
        Nothing was changed.
    """
    with _writing(Path(path)) as place:
        if (form := place.suffix.lower()) in CARRIERS:
            data = carrier_bytes(dossier, form)
            with _alone(place) as alone:
                _unchanged(place, over)
                _put(place, data, alone=alone)
        else:
            write_parts(encode(dossier), place, over=over)


def carrier_bytes(dossier: Dossier, form: str, lang: Lang = "en") -> bytes:
    """Return a dossier as one file of one of :data:`CARRIERS`; what explains a workbook is in ``lang``."""
    if form == ".xlsx":
        from legation.dossier.workbook import workbook_bytes

        return workbook_bytes(dossier, lang)
    if form == ".json":
        return json_bytes(encode(dossier))
    return _zip_bytes(encode(dossier))


def read_carrier(path: Path) -> tuple[dict[str, bytes], dict[str, Sheet]]:
    """Return the parts of a dossier in whichever form it lies, and those of its tables that are cells already."""
    if path.suffix.lower() == ".xlsx":
        from legation.dossier.workbook import read_workbook

        return read_workbook(path)
    if path.suffix.lower() == ".json" and not path.is_dir():
        return _document(path)
    return read_parts(path), {}


def read_parts(path: Path) -> dict[str, bytes]:
    """Return the parts in a folder or zip. Other people's files beside them are not looked at; links are not followed."""
    given = str(path)
    with _reading(given):
        path = path.resolve()
        if _old(path).exists():
            with contextlib.suppress(OSError), _alone(path):
                _recover(path)
        with _alone(path, shared=True):
            return _parts_at(path, given)


def write_parts(parts: Mapping[str, bytes], folder: Path, *, over: str | None = None) -> None:
    """Put the parts in place of a folder's, atomically; ``over`` as in :func:`save`."""
    folder = folder.resolve()
    if Path.cwd().is_relative_to(folder):  # whoever stands in it would stand in a folder that is gone
        raise CannotWrite(Message("dossier.standing-in", path=str(folder)))
    old = _old(folder)
    with _alone(folder) as alone:
        _recover(folder)
        _unchanged(folder, over)
        new = _beside(folder, alone=alone)
        try:
            new.mkdir()
            for name, data in parts.items():
                target = new / name
                target.parent.mkdir(parents=True, exist_ok=True)
                _write_through(target, data)
            _carry_over(folder, new)
            for entry in (*new.rglob("*"), new):
                if not entry.is_symlink():
                    _rights_of(folder / entry.relative_to(new), entry)
                    if entry.is_dir():
                        _sync(entry)
            try:
                if folder.exists():
                    folder.rename(old)
                new.rename(folder)
            except BaseException:
                _recover(folder)
                raise
            _sync(folder.parent)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def write_file(path: Path, data: bytes) -> None:
    """Put a file in place atomically: whoever reads sees the old bytes or the new ones, whole.

    Raises
    ------
    CannotWrite
        Nothing was changed.
    """
    with _writing(path) as place, _alone(place) as alone:
        _put(place, data, alone=alone)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[Path]:
    """Give the place behind a path, with a folder around it; what the system refuses there is one sentence."""
    try:
        place = path.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        yield place
    except OSError as error:
        raise CannotWrite(Message("dossier.cannot-write", path=str(path), why=error.strerror or str(error))) from error


@contextlib.contextmanager
def _reading(path: str) -> Iterator[None]:
    """Make one sentence of whatever a broken zip or a folder without rights raises."""
    try:
        yield
    except (OSError, zipfile.BadZipFile, RuntimeError, KeyError, ValueError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise CannotRead(Message("dossier.cannot-read", path=path, why=str(error))) from error


def _document(path: Path) -> tuple[dict[str, bytes], dict[str, Sheet]]:
    with _reading(str(path)):
        if not path.exists():
            raise CannotRead(Message("dossier.not-there", path=str(path)))
        with path.open("rb") as source:
            data = source.read(JSON_LIMIT + 1)
    return parts_of(data, str(path))


def _put(path: Path, data: bytes, *, alone: bool) -> None:
    new = _beside(path, alone=alone)
    try:
        _write_through(new, data)
        _rights_of(path, new)
        new.replace(path)
        _sync(path.parent)
    finally:
        new.unlink(missing_ok=True)


def _beside(path: Path, *, alone: bool) -> Path:
    """Return a name beside a path for what shall take its place; what a save that was killed left under such a name is cleared away."""
    if alone:
        ours = re.compile(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}\.new")
        for entry in path.parent.iterdir():
            if ours.fullmatch(entry.name):
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry, ignore_errors=True)
                else:
                    entry.unlink(missing_ok=True)
    return path.parent / f".{path.name}.{secrets.token_hex(4)}.new"


def _rights_of(old: Path, new: Path) -> None:
    """Give what takes a place the rights of what was there; where nothing was, those that the system gives stay."""
    if old.exists() and not old.is_symlink():
        new.chmod(stat.S_IMODE(old.stat().st_mode))


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _alone(path: Path, *, shared: bool = False) -> Iterator[bool]:
    """Hold the place where a dossier lies, so that two saves follow each other and no reader sees half of an exchange.

    Not to be entered twice. Gives whether the place is held: not every disk knows locks, and a mere reader goes on without one.
    """
    handle = _lock(path.parent, shared=shared) if os.name == "posix" and path.parent.is_dir() else None
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def _lock(folder: Path, *, shared: bool) -> int | None:
    import fcntl

    handle = None
    try:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    except OSError as error:
        if handle is not None:
            os.close(handle)
        if shared or error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):
            return None
        raise
    return handle


def _unchanged(place: Path, over: str | None) -> None:
    """Refuse to write over a dossier that is not the one that the caller read."""
    if over is None or not place.exists():
        return
    try:
        if place.suffix.lower() in CARRIERS and place.suffix.lower() != ".zip":
            same = decode(*read_carrier(place)).hash == over
        else:
            with _reading(str(place)):
                same = decode(_parts_at(place, str(place))).hash == over
    except (CannotRead, DossierError):
        same = False
    if not same:
        raise CannotWrite(Message("dossier.changed-meanwhile", path=str(place)))


def _parts_at(path: Path, given: str) -> dict[str, bytes]:
    """Return the parts in a folder or zip, by a caller who holds the place."""
    if path.is_dir():
        return _within_limits(path, _folder_entries(path))
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return _within_limits(path, _zip_entries(path, archive))
    raise CannotRead(Message("dossier.not-a-dossier" if path.exists() else "dossier.not-there", path=given))


def _old(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.old"


def _recover(folder: Path) -> None:
    """Finish what a stop between the two renames of a save left undone."""
    old = _old(folder)
    if old.exists() and not folder.exists():
        old.rename(folder)
    elif old.exists():
        shutil.rmtree(old, ignore_errors=True)


def _is_part(name: str) -> bool:
    return name.endswith(_OUR_ENDINGS) if "/" not in name else name.split("/", 1)[0] in folders()


def _carry_over(folder: Path, new: Path) -> None:
    if not folder.is_dir():
        return
    from legation.dossier.records import TABLES

    ours = {table.part for table in TABLES.values()} | {"dossier.toml", "bodies.toml", "mandate.toml", *folders()}
    for entry in folder.iterdir():
        if entry.name in ours:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, new / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, new / entry.name, follow_symlinks=False)


def _folder_entries(folder: Path) -> Iterator[tuple[str, int, Path]]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        inside = sorted(entry.rglob("*")) if entry.is_dir() and not entry.is_symlink() and entry.name in folders() else [entry]
        for file in inside:
            name = file.relative_to(folder).as_posix()
            if (file.is_symlink() or not (file.is_file() or file.is_dir())) and (_is_part(name) or entry.name in folders()):
                raise CannotRead(Message("dossier.link", path=str(folder), name=name))
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(folder).as_posix(), file.stat().st_size, file


def _zip_entries(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, int, zipfile.Path]]:
    names = [entry for entry in archive.infolist() if not entry.is_dir()]
    root = ""
    seen: set[str] = set()
    if not any(entry.filename == "dossier.toml" for entry in names):
        tops = {entry.filename.split("/", 1)[0] for entry in names}
        root = f"{tops.pop()}/" if len(tops) == 1 else ""
    for entry in names:
        name = entry.filename.removeprefix(root)
        if ".." in name.split("/") or name.startswith("/") or "\\" in name:
            raise CannotRead(Message("dossier.zip-escapes", path=str(path), name=name))
        if name in seen:
            raise CannotRead(Message("dossier.zip-twice", path=str(path), name=name))
        seen.add(name)
        yield name, entry.file_size, zipfile.Path(archive, entry.filename)


def _within_limits(path: Path, entries: Iterator[tuple[str, int, Path]] | Iterator[tuple[str, int, zipfile.Path]]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for name, size, file in entries:
        if not _is_part(name):
            continue
        total += size
        if len(parts) >= FILES_LIMIT or total > TOTAL_LIMIT:
            raise CannotRead(Message("dossier.too-large", path=str(path), files=FILES_LIMIT, megabytes=TOTAL_LIMIT // 1024**2))
        with file.open("rb") as source:
            limit = PART_LIMIT if "/" not in name else TOTAL_LIMIT
            parts[name] = source.read(min(limit, size) + 1)
    return parts


def _zip_bytes(parts: Mapping[str, bytes]) -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
