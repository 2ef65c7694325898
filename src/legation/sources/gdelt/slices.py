"""Slices of GDELT as files: which file is which, at which time, and its bytes in blocks of whole lines.

A slice is what GDELT publishes every 15 minutes for one table: ``20191024143000.export.CSV.zip``. The time in the name is UTC.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.observed import Fault

__all__ = ["KINDS", "SliceName", "chosen", "slice_name"]

KINDS: Mapping[str, str] = {"export": "events", "mentions": "mentions", "gkg": "articles"}
"""The word in a file's name, and our table."""
_NAME = re.compile(r"^(\d{14}|\d{8})\.(translation\.)?(export|mentions|gkg)\b", re.IGNORECASE)
_ENDINGS = (".csv", ".csv.gz", ".csv.zip", ".zip", ".gz", ".tsv", ".txt")
_LISTS = ("masterfilelist", "lastupdate")


@dataclass(frozen=True, slots=True, order=True)
class SliceName:
    """What the name of a slice says.

    Attributes
    ----------
    time : datetime
        UTC; of a daily file, midnight.
    table : {"articles", "events", "mentions"}
    translated : bool
        Whether it holds what was read in other languages than English and translated by GDELT.
    """

    time: dt.datetime
    table: str
    translated: bool = False


def slice_name(name: str) -> SliceName | None:
    """Return what the name of a file, or an address, says of its slice; None where it is no name of a slice.

    Examples
    --------
    >>> found = slice_name("http://data.gdeltproject.org/gdeltv2/20191024143000.export.CSV.zip")
    >>> found.time.isoformat(), found.table, found.translated
    ('2019-10-24T14:30:00+00:00', 'events', False)
    >>> slice_name("20191024143000.translation.gkg.csv.zip").translated, slice_name("20191324143000.export.CSV.zip")
    (True, None)
    """
    match = _NAME.match(name.rpartition("/")[2])
    if match is None:
        return None
    try:
        time = dt.datetime.strptime(match[1].ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return SliceName(time, KINDS[match[3].lower()], bool(match[2]))


def chosen(path: str | Path | Iterable[str | Path], table: str, doubts: list[Fault], *, once: bool = True) -> tuple[Path, ...]:
    """Return the files to read, in the order of their names: the file, those of the folder, or those of the list.

    In a folder, slices of the other tables and GDELT's lists are passed over, and any other file is a doubt. A file that repeats what
    another one holds, packed or not, is not read a second time, and is a doubt; so is a slice of which there are two that differ. Without
    ``once`` nobody looks for such.

    Raises
    ------
    CannotRead
        Where a path is not there, or a folder holds no slice of the table.
    """
    if isinstance(path, str | Path):
        one = Path(path)
        files = _in_folder(one, table, doubts) if one.is_dir() else [one]
    else:
        files = sorted(map(Path, path), key=lambda p: (p.name, str(p)))
    for file in files:
        if not file.exists():
            raise CannotRead(Message("sources.not-there", path=str(file)))
        if file.is_dir():
            raise CannotRead(Message("sources.a-folder", path=str(file)))
        if not file.is_file():
            raise CannotRead(Message("sources.no-regular-file", path=str(file)))
    return _once(files, doubts) if once else tuple(files)


def _in_folder(folder: Path, table: str, doubts: list[Fault]) -> list[Path]:
    files = []
    for file in sorted(folder.iterdir(), key=lambda p: p.name):
        name = slice_name(file.name)
        if file.is_dir() or file.name.startswith(".") or file.name.startswith(_LISTS) or (name and name.table != table):
            continue
        if name or file.name.lower().endswith(_ENDINGS):
            files.append(file)
        else:
            doubts.append(Fault(file.name, 1, "gdelt-other-file", allowed=" ".join(_ENDINGS)))
    if not files:
        raise CannotRead(Message("sources.gdelt-no-slice", path=str(folder), table=table))
    return files


def _once(files: Sequence[Path], doubts: list[Fault]) -> tuple[Path, ...]:
    alike: dict[object, list[Path]] = defaultdict(list)
    for file in files:
        alike[file.stat().st_size].append(file)
        if name := slice_name(file.name):
            alike[name].append(file)
    suspects = {file for group in alike.values() if len(group) > 1 for file in group}
    seen: dict[str, Path] = {}
    slices: dict[SliceName, Path] = {}
    kept = []
    for file in files:
        name = slice_name(file.name)
        if file in suspects:
            from legation.sources.gdelt.blocks import digest_of_content

            digest = digest_of_content(file)
            if digest in seen and file.stat().st_size:
                doubts.append(Fault(file.name, 1, "gdelt-same-file", found=seen[digest].name))
                continue
            seen.setdefault(digest, file)
            if name in slices:
                doubts.append(Fault(file.name, 1, "gdelt-slice-twice", found=slices[name].name))
        if name:
            slices.setdefault(name, file)
        kept.append(file)
    return tuple(kept)
