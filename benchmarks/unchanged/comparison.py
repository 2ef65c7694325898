"""Two records side by side: what is there, and the first place at which each file differs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Compared", "Difference", "compare"]

_BESIDE = 60
"""Letters shown before and after the first place that differs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not the same in both records; ``where`` says the first place and what stands there."""

    file: str
    where: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What two records have in common, and what not.

    Attributes
    ----------
    files, size : int
        Files looked at in either record, and their bytes in the first.
    differences : tuple of Difference
    errors : tuple of Difference
        Those of the texts of errors, which may change.
    """

    files: int
    size: int
    differences: tuple[Difference, ...]
    errors: tuple[Difference, ...]


def compare(before: Path, after: Path) -> Compared:
    """Compare two records.

    Raises
    ------
    NotADirectoryError
        Where one of them is not there.
    """
    for folder in (before, after):
        if not folder.is_dir():
            raise NotADirectoryError(f"{folder}: must be a folder that `record` wrote")
    names = sorted({*_files(before), *_files(after)})
    found = [Difference(name, where) for name in names if (where := _differs(before / name, after / name))]
    size = sum((before / name).stat().st_size for name in names if (before / name).is_file())
    of_errors = tuple(one for one in found if "errors" in Path(one.file).parts[:2])
    return Compared(len(names), size, tuple(one for one in found if one not in of_errors), of_errors)


def _files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def _differs(first: Path, second: Path) -> str:
    """Return where two files differ first; empty where they are the same."""
    if not first.is_file() or not second.is_file():
        return "only before" if first.is_file() else "only after"
    one, other = first.read_bytes(), second.read_bytes()
    if one == other:
        return ""
    archives = all(zipfile.is_zipfile(io.BytesIO(data)) for data in (one, other))
    return (archives and _in_archive(one, other)) or _place(one, other)


def _in_archive(one: bytes, other: bytes) -> str:
    """Return the first member of two archives that differs, and where."""
    with zipfile.ZipFile(io.BytesIO(one)) as first, zipfile.ZipFile(io.BytesIO(other)) as second:
        for name in dict.fromkeys((*first.namelist(), *second.namelist())):
            if name not in first.namelist() or name not in second.namelist():
                return f"member {name}: only {'before' if name in first.namelist() else 'after'}"
            if first.read(name) != second.read(name):
                return f"member {name}: {_place(first.read(name), second.read(name))}"
    return ""


def _place(one: bytes, other: bytes) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    shown = [repr(data[max(0, at - _BESIDE) : at + _BESIDE].decode("utf-8", "replace")) for data in (one, other)]
    line = one.count(b"\n", 0, at) + 1
    return f"line {line}, byte {at}:\n    before {shown[0]}\n    after  {shown[1]}"
