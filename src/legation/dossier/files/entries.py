"""Which files of a folder or a zip are parts of a dossier, read within limits; what else lies in a folder stays beside.

Parts are the tables and settings at the root and every file in the folders of a kind that is declared. A folder that nobody declared may
be of a newer release: its plain files are kept as parts, unless there are so many that it is surely something else, or ``dossier.toml``
says under ``beside`` that it is none.
"""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from legation.dossier.files.codec import UNKNOWN_FILE
from legation.dossier.parts.registry import folders
from legation.dossier.parts.toml_record import read_toml
from legation.dossier.problem import Problem, problem
from legation.dossier.records import TABLES
from legation.dossier.tables.csv_sheet import PART_LIMIT
from legation.errors import CannotRead
from legation.language import Message

__all__ = [
    "Entry",
    "carry_over",
    "folder_entries",
    "left_beside",
    "stable",
    "within_limits",
    "zip_bytes",
    "zip_entries",
]


_TYPES = "[Content_Types].xml"
"""Where an Office file says what its parts are: it stands first."""


def stable(data: bytes) -> bytes:
    """Return a zip file with the same content in the same order and no date of its making."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _TYPES, name)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            new.writestr(entry, old.read(name))
    return packed.getvalue()


TOTAL_LIMIT = 512 * 1024 * 1024
FILES_LIMIT = 10_000
UNKNOWN_FILES, UNKNOWN_BYTES = 1_000, 64 * 1024 * 1024
"""What a folder that nobody declared may hold to be read."""
_OUR_ENDINGS = (".toml", ".csv")
_HEAD = "dossier.toml"
"""Without it a folder is no dossier, and what lies below it is not looked at."""
_NOT_OURS = frozenset({"__MACOSX"})
"""What other people's programs put into every archive."""

Entry = tuple[str, int, "Path | zipfile.Path"]
"""A file: its name in the dossier, its size in bytes, where it is read."""


def folder_entries(folder: Path) -> Iterator[Entry]:
    """Yield the files of a folder that may be parts; links are not followed.

    Raises
    ------
    CannotRead
        Where a link stands for a part.
    """
    beside = _beside(folder)
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.name in beside or (_is_unknown(entry) and not (folder / _HEAD).is_file()):
            continue
        if _is_unknown(entry):
            yield from ((file.relative_to(folder).as_posix(), size, file) for file, size in _unknown_files(folder, entry) or ())
            continue
        inside = sorted(entry.rglob("*")) if entry.is_dir() and not entry.is_symlink() else [entry]
        for file in inside:
            name = file.relative_to(folder).as_posix()
            if (file.is_symlink() or not (file.is_file() or file.is_dir())) and (_is_part(name) or entry.name in folders()):
                raise CannotRead(Message("dossier.link", path=str(folder), name=name))
            if file.is_file() and not file.is_symlink() and _is_part(name):
                yield name, file.stat().st_size, file


def zip_entries(path: Path, archive: zipfile.ZipFile) -> Iterator[Entry]:
    """Yield the files of an archive that may be parts.

    Raises
    ------
    CannotRead
        Where one would leave its folder, or stands twice.
    """
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
        if _is_part(name):
            yield name, entry.file_size, zipfile.Path(archive, entry.filename)


def within_limits(path: Path, entries: Iterator[Entry]) -> dict[str, bytes]:
    """Return the parts by name.

    Raises
    ------
    CannotRead
        Where they are more than a dossier may hold.
    """
    parts: dict[str, bytes] = {}
    total = 0
    for name, size, file in entries:
        total += size
        if len(parts) >= FILES_LIMIT or total > TOTAL_LIMIT:
            raise CannotRead(Message("dossier.too-large", path=str(path), files=FILES_LIMIT, megabytes=TOTAL_LIMIT // 1024**2))
        with file.open("rb") as source:
            limit = PART_LIMIT if "/" not in name else TOTAL_LIMIT
            parts[name] = source.read(min(limit, size) + 1)
    beside = _named_beside(parts.get(_HEAD, b""))
    return {name: data for name, data in parts.items() if name.partition("/")[0] not in beside}


def left_beside(folder: Path) -> list[Problem]:
    """Return a notice for each folder that nobody declared and that holds too much to be read."""
    if not (folder / _HEAD).is_file():
        return []
    allowed = f"{UNKNOWN_FILES} files, {UNKNOWN_BYTES // 1024**2} MiB"
    beside = _beside(folder)
    unknown = [entry for entry in sorted(folder.iterdir()) if _is_unknown(entry) and entry.name not in beside]
    large = [entry.name for entry in unknown if _unknown_files(folder, entry) is None]
    return [problem("beside", f"{name}/", allowed=allowed, found=f"{name}/") for name in large]


def carry_over(folder: Path, new: Path, *, known: bool) -> None:
    """Copy what lies beside the parts of a folder to the one that takes its place.

    Parameters
    ----------
    known : bool
        Whether whoever saves has read what lies there: what of unknown parts is not in the new folder was then taken out, and is not
        brought back.
    """
    if not folder.is_dir():
        return
    ours = {table.part for table in TABLES.values()} | {"dossier.toml", "bodies.toml", "mandate.toml", *folders()}

    def left_out(inside: str, names: list[str]) -> list[str]:
        files = [Path(inside) / name for name in names]
        parts = {file.name for file in files if _is_unknown_part(folder, file)}
        return [name for name in parts if known or (new / Path(inside).relative_to(folder) / name).exists()]

    beside = _beside(folder)
    for entry in folder.iterdir():
        if entry.name in ours:
            continue
        if _is_unknown(entry) and entry.name not in beside:
            read = _unknown_files(folder, entry) is not None
            shutil.copytree(entry, new / entry.name, symlinks=True, dirs_exist_ok=True, ignore=left_out if read else None)
        elif entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, new / entry.name, symlinks=True)
        elif not _is_part(entry.name) or entry.is_symlink() or not (known or (new / entry.name).exists()):
            shutil.copy2(entry, new / entry.name, follow_symlinks=False)


def zip_bytes(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as an archive; the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def _beside(folder: Path) -> frozenset[str]:
    """Return the folders that lie beside a dossier, as it says itself."""
    head = folder / _HEAD
    return _named_beside(head.read_bytes()) if head.is_file() and head.stat().st_size <= PART_LIMIT else frozenset()


def _named_beside(head: bytes) -> frozenset[str]:
    """Return the folders beside, as ``dossier.toml`` names them; those of declared kinds are parts, whatever it says."""
    named = (read_toml(_HEAD, head, []) or {}).get("beside", []) if head else []
    return frozenset(name for name in named if isinstance(name, str)) - folders() if isinstance(named, list) else frozenset()


def _is_part(name: str) -> bool:
    """Whether a file is a part by its name: a table or settings at the root, or anything in a folder that holds parts or may hold them."""
    folder, slash, _ = name.partition("/")
    if not slash:
        return name.endswith(_OUR_ENDINGS) and not name.startswith(".")
    return folder in folders() or (folder not in _NOT_OURS and UNKNOWN_FILE.fullmatch(name) is not None)


def _is_unknown(entry: Path) -> bool:
    """Whether an entry is a visible folder that nobody declared."""
    return entry.is_dir() and not entry.is_symlink() and not entry.name.startswith(".") and entry.name not in folders()


def _is_unknown_part(folder: Path, file: Path) -> bool:
    """Whether a file below such a folder is a part: a plain file with a name that fits, which may be read."""
    try:
        plain = file.is_file() and not file.is_symlink() and os.access(file, os.R_OK)
    except OSError:
        return False
    return plain and _is_part(file.relative_to(folder).as_posix())


def _unknown_files(folder: Path, entry: Path) -> list[tuple[Path, int]] | None:
    """Return the files of a folder that nobody declared, in order; None where they are too many or too large to be read."""
    found: list[tuple[Path, int]] = []
    total = 0
    for inside, below, names in os.walk(entry):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in names:
            file = Path(inside) / name
            if not _is_unknown_part(folder, file):
                continue
            size = file.stat().st_size
            total += size
            found.append((file, size))
            if len(found) > UNKNOWN_FILES or total > UNKNOWN_BYTES:
                return None
    return sorted(found)
