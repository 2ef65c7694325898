"""A dossier in a folder, or in a zip: read within limits, saved so that a cut leaves the old state whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from legation.broken_file import foreseen, refused
from legation.dossier.dossier import Dossier
from legation.dossier.files.codec import decode, encode, problems_of
from legation.dossier.files.entries import carry_over, folder_entries, left_beside, within_limits, zip_bytes, zip_entries
from legation.dossier.files.exchange import alone_at, beside, old_of, put, recover, take_rights_of, write_through
from legation.dossier.files.format import writable
from legation.dossier.files.json_document import JSON_LIMIT, json_bytes, parts_of
from legation.dossier.problem import Problem, in_order
from legation.dossier.tables.csv_sheet import Sheet
from legation.errors import CannotRead, CannotWrite, DossierError
from legation.folder_sync import sync_folder
from legation.language import Lang, Message
from legation.system_words import system_words

if TYPE_CHECKING:
    from legation.dossier.files.column_cache import ColumnCache

__all__ = ["CARRIERS", "carrier_bytes", "copy", "examine", "load", "read_carrier", "read_parts", "save", "write_file", "write_parts"]

CARRIERS = (".zip", ".xlsx", ".json")
"""The files that carry a whole dossier: an archive of its parts, a workbook, a document."""


def load(path: str | os.PathLike[str], columns: ColumnCache | None = None) -> Dossier:
    """Read a dossier from a folder, or from a file of one of :data:`CARRIERS`: a ``.zip``, a workbook, a document.

    Parameters
    ----------
    path : str or path
    columns : ColumnCache, optional
        Where the columns of large dossiers lie that were opened before: the same dossier, sooner.

    Raises
    ------
    CannotRead
        Where there is nothing, or nothing that is a dossier.
    DossierError
        Where it breaks its rules; ``error.problems`` holds every problem.
    """
    place = Path(path)
    with foreseen(place):
        parts, sheets = read_carrier(place)
        read = decode(parts, sheets) if columns is None or sheets else columns.read(parts)
    dossier = read if read.late is not None else read.opened({})
    left = _left_beside(place)
    return dossier.with_fields(notices=tuple(in_order((*dossier.notices, *left)))) if left else dossier


def examine(path: str | os.PathLike[str]) -> tuple[Problem, ...]:
    """Return every fault and notice of the dossier at a path."""
    place = Path(path)
    with foreseen(place):
        return tuple(in_order((*problems_of(*read_carrier(place)), *_left_beside(place))))


def save(dossier: Dossier, path: str | os.PathLike[str], *, over: str | None = None) -> None:
    """Write a dossier to a folder, or to a file of one of :data:`CARRIERS`, wholly or not at all.

    A folder is written beside its place and takes it by one rename each way. If the machine stops between the two, the old state lies in
    ``.NAME.old``, and the next load or save puts it back. Files in the folder that are not parts of a dossier are carried over; so are
    those of a newer release that the dossier does not hold, unless ``over`` says that it was made from what lies there.

    Parameters
    ----------
    over : str, optional
        The hash of the dossier that this one was made from; if another one lies there by now, nothing is written.

    Raises
    ------
    CannotWrite
        Nothing was changed.
    DossierError
        Where a newer release made it; nothing was changed.
    """
    writable(dossier)
    with _writing(Path(path)) as place:
        if (form := place.suffix.lower()) in CARRIERS:
            data = carrier_bytes(dossier, form)
            with alone_at(place) as alone:
                _unchanged(place, over)
                put(place, data, alone=alone)
        else:
            write_parts(encode(dossier), place, over=over)


def carrier_bytes(dossier: Dossier, form: str, lang: Lang = "en", parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a dossier as one file of one of :data:`CARRIERS`; what explains a workbook is in ``lang``.

    ``parts``: the parts of the dossier in the standard form, where they are at hand.
    """
    if form == ".xlsx":
        from legation.dossier.files.workbook import workbook_bytes

        return workbook_bytes(dossier, lang)
    if form == ".json":
        return json_bytes(encode(dossier) if parts is None else parts)
    return zip_bytes(encode(dossier) if parts is None else parts)


def read_carrier(path: Path) -> tuple[dict[str, bytes], dict[str, Sheet]]:
    """Return the parts of a dossier in whichever form it lies, and those of its tables that are cells already."""
    if path.suffix.lower() == ".xlsx":
        from legation.dossier.files.workbook import read_workbook

        return read_workbook(path)
    if path.suffix.lower() == ".json" and not path.is_dir():
        return _document(path)
    return read_parts(path), {}


def copy(source: Path, out: Path) -> None:
    """Write the parts of a dossier elsewhere as they are, to a folder or a ``.zip``: of a newer release too.

    Raises
    ------
    CannotRead, CannotWrite
        Nothing was changed.
    """
    parts = read_parts(source)
    if out.suffix.lower() == ".zip":
        write_file(out, zip_bytes(parts))
    else:
        with _writing(out) as place:
            write_parts(parts, place)


def read_parts(path: Path) -> dict[str, bytes]:
    """Return the parts in a folder or zip. Other people's files beside them are not looked at; links are not followed."""
    given = str(path)
    with _reading(given):
        path = path.resolve()
        if old_of(path).exists():
            with contextlib.suppress(OSError), alone_at(path):
                recover(path)
        with alone_at(path, shared=True):
            return _parts_at(path, given)


def write_parts(parts: Mapping[str, bytes], folder: Path, *, over: str | None = None) -> None:
    """Put the parts in place of a folder's, atomically; ``over`` as in :func:`save`."""
    folder = folder.resolve()
    if Path.cwd().is_relative_to(folder):  # whoever stands in it would stand in a folder that is gone
        raise CannotWrite(Message("dossier.standing-in", path=str(folder)))
    old = old_of(folder)
    with alone_at(folder) as alone:
        recover(folder)
        _unchanged(folder, over)
        new = beside(folder, alone=alone)
        try:
            new.mkdir()
            for name, data in parts.items():
                target = new / name
                target.parent.mkdir(parents=True, exist_ok=True)
                write_through(target, data)
            carry_over(folder, new, known=over is not None)
            for entry in (*new.rglob("*"), new):
                if not entry.is_symlink():
                    take_rights_of(folder / entry.relative_to(new), entry)
                    if entry.is_dir():
                        sync_folder(entry)
            try:
                if folder.exists():
                    folder.rename(old)
                new.rename(folder)
            except BaseException:
                recover(folder)
                raise
            sync_folder(folder.parent)
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
    with _writing(path) as place, alone_at(place) as alone:
        put(place, data, alone=alone)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[Path]:
    """Give the place behind a path, with a folder around it; what the system refuses there is one sentence."""
    try:
        place = path.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        yield place
    except OSError as error:
        raise CannotWrite(Message("dossier.cannot-write", path=str(path), why=system_words(error))) from error


@contextlib.contextmanager
def _reading(path: str) -> Iterator[None]:
    """Make one sentence of whatever a broken zip or a folder without rights raises."""
    with refused(path, "dossier.cannot-read"):
        yield


def _document(path: Path) -> tuple[dict[str, bytes], dict[str, Sheet]]:
    with _reading(str(path)):
        if not path.exists():
            raise CannotRead(Message("dossier.not-there", path=str(path)))
        with path.open("rb") as source:
            data = source.read(JSON_LIMIT + 1)
    return parts_of(data, str(path))


def _left_beside(place: Path) -> list[Problem]:
    with _reading(str(place)):
        return left_beside(place.resolve()) if place.is_dir() else []


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
        return within_limits(path, folder_entries(path))
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return within_limits(path, zip_entries(path, archive))
    raise CannotRead(Message("dossier.not-a-dossier" if path.exists() else "dossier.not-there", path=given))
