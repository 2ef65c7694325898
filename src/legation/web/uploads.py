"""Files that a person sends, as parts of a dossier. Archives are read within limits from a file that goes away, and never unpacked."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from legation.dossier import TABLES
from legation.dossier.folder import CARRIERS, read_carrier
from legation.dossier.problem import problem
from legation.dossier.sheet import Sheet
from legation.errors import CannotRead, DossierError, LegationError, WrongUse
from legation.language import Message
from legation.web.dossiers.arriving import Brought

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

__all__ = ["on_disk", "parts_in"]

Sent: TypeAlias = "UploadedFile[Any]"
_TOML = ("dossier.toml", "mandate.toml", "bodies.toml")
_TABLE_ENDINGS = (".csv", ".tsv", ".txt")
_MOST = 40


def parts_in(files: Iterable[Sent], table: str = "") -> Brought:
    """Return the parts that were sent: one archive, workbook or document, or any number of single tables.

    Parameters
    ----------
    table : str
        Which table a single file holds that is not called after one.

    Raises
    ------
    WrongUse
        Where nothing was sent, or too much at once.
    CannotRead, DossierError
        Where a file is not what its name says.
    """
    sent = list(files)
    if not sent or len(sent) > _MOST:
        raise WrongUse(Message("page-import.no-file" if not sent else "page-import.too-many-files", allowed=_MOST))
    archives = [file for file in sent if _ending(file) in CARRIERS]
    if archives and len(sent) > 1:
        raise WrongUse(Message("page-import.one-archive"))
    if archives:
        return _of_archive(sent[0])
    parts: dict[str, bytes] = {}
    sheets: dict[str, Sheet] = {}
    for file in sent:
        name = _part(file, table if len(sent) == 1 else "")
        if name in parts:
            raise WrongUse(Message("page-import.part-twice", name=name))
        parts[name] = file.read()
    return Brought(parts, sheets)


def on_disk(file: Sent, folder: str, ending: str) -> Path:
    """Write a file under a plain name in a folder that goes away."""
    place = Path(folder) / f"upload{ending}"
    with place.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return place


def named(error: LegationError, name: str) -> LegationError:
    """Return an error that calls the file as the person calls it."""
    message = error.message
    if isinstance(error, CannotRead) and isinstance(message, Message) and "path" in message.values:
        return CannotRead(Message(message.id, **{**message.values, "path": name}))
    return error


def _of_archive(file: Sent) -> Brought:
    ending = _ending(file)
    with tempfile.TemporaryDirectory(prefix="legation-") as folder:
        place = on_disk(file, folder, ending)
        try:
            return Brought(*read_carrier(place))
        except CannotRead as error:
            raise named(error, str(file.name)) from error


def _ending(file: Sent) -> str:
    return Path(str(file.name)).suffix.lower()


def _part(file: Sent, table: str) -> str:
    """Return the part that a single file is."""
    name = str(file.name).lower()
    if name in _TOML:
        return name
    if _ending(file) in _TABLE_ENDINGS:
        chosen = table if table in TABLES else Path(name).stem
        if chosen in TABLES:
            return TABLES[chosen].part
    allowed = " | ".join((*CARRIERS, *(t.part for t in TABLES.values())))
    fault = problem("bad-part-name", str(file.name), allowed=allowed, found=str(file.name))
    raise DossierError(Message("dossier.faults", count=1, first=str(fault)), (fault,))
