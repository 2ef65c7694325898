"""Files that a person sends, read within limits, and joined with the dossier that they see."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from legation.dossier import TABLES, decode, encode
from legation.dossier import Dossier as Content
from legation.dossier.column import Table
from legation.dossier.edit import cells_of, new_id
from legation.dossier.files.codec import table_of
from legation.dossier.files.folder import CARRIERS, read_carrier
from legation.dossier.files.format import FORMAT, format_of, migrated, writable
from legation.dossier.parts.rules import read_bodies
from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.tables.cells import Keeping, Place, read_table, read_votes
from legation.dossier.tables.csv_sheet import Sheet, read_csv
from legation.dossier.tables.integrity import check
from legation.dossier.tables.votes import applied
from legation.errors import CannotRead, DossierError, LegationError, WrongUse
from legation.language import Message

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

__all__ = [
    "How",
    "Upload",
    "merge_upload",
    "parts_in",
    "write_upload",
]


How: TypeAlias = Literal["add", "replace", "whole"]
"""``add``: rows are added, or changed where their id is known, nothing goes. ``replace``: the uploaded tables take the place of
those that are there. ``whole``: what is not uploaded goes, but for the mandate, which exports leave out."""


_SETTINGS = ("dossier.toml", "mandate.toml", "bodies.toml")


@dataclass(frozen=True, slots=True)
class Upload:
    """Parts as bytes, and tables that are cells already, by part name."""

    parts: Mapping[str, bytes] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)


def merge_upload(begun: Content, upload: Upload, how: How) -> Content:
    """Return the dossier as it is with what was uploaded.

    Raises
    ------
    DossierError
        With every problem, at the row and column of the uploaded part.
    """
    writable(begun)
    if format_of(upload.parts.get("dossier.toml", b"")) > FORMAT:
        writable(decode(upload.parts, upload.sheets))
    upload = Upload(migrated(upload.parts), upload.sheets)
    if how == "whole":
        own = encode(begun).get("mandate.toml")
        return decode({**({"mandate.toml": own} if own else {}), **upload.parts}, upload.sheets)
    problems: list[Problem] = []
    sheets = {
        **{name: s for name in upload.parts if table_of(name) and (s := read_csv(name, upload.parts[name], problems))},
        **upload.sheets,
    }
    changes: dict[str, Any] = {"annex": dict(begun.annex), "notices": ()}
    keeping = Keeping(begun.unknown)
    places: dict[str, list[Place]] = {}
    for name in TABLES:
        own_sheets = {part: sheet for part, sheet in sorted(sheets.items()) if table_of(part) == name}
        if own_sheets and name == "votes":
            if how == "replace":
                keeping.unknown = keeping.unknown.without({"votes"})
            changes["votes"], places["votes"] = _votes(begun, own_sheets["votes.csv"], how, problems, keeping)
        elif own_sheets:
            if how == "replace":
                keeping.unknown = keeping.unknown.without({name})
            _rows(begun, TABLES[name], own_sheets, how, changes, places, problems, keeping)
    bodies = read_bodies(upload.parts["bodies.toml"], problems) if "bodies.toml" in upload.parts else ()
    existing = {body.id: body for body in begun.bodies} if how == "add" or not bodies else {}
    changes["bodies"] = tuple((existing | {body.id: body for body in bodies}).values())
    archived = {name: data for name, data in upload.parts.items() if name not in _SETTINGS and not table_of(name)}
    changes["files"] = {**begun.files, **archived}
    changes["unknown"] = keeping.unknown
    new = dataclasses.replace(begun, **changes)
    problems.extend(check(new, places))
    stop_at(p for p in problems if not p.is_notice)
    return decode(encode(new))


def _rows(
    begun: Content,
    table: Table,
    sheets: Mapping[str, Sheet],
    how: How,
    changes: dict[str, Any],
    places: dict[str, list[Place]],
    problems: list[Problem],
    keeping: Keeping,
) -> None:
    """Put the rows of a table together, and where each stands."""
    there = {table.identity(row): row for row in begun.rows(table.name)} if how == "add" else {}
    rows = [(identity, row, (table.part, number)) for number, (identity, row) in enumerate(there.items(), start=2)]
    at = {identity: index for index, identity in enumerate(there)}
    taken = set(there)
    annex: dict[tuple[str, str], str] = changes["annex"]
    if how == "replace":
        for key in [key for key in annex if key[0] == table.name]:
            del annex[key]
    for part, sheet in sheets.items():
        sheet = _identified(table, sheet, there, taken)
        read, row_places = read_table(table, _completed(table, sheet, there), problems, keeping)
        for row, place in zip(read, row_places, strict=True):
            identity = table.identity(row)
            index = at.pop(identity, None)  # one that comes twice stands twice, and is found by the rules between rows
            if index is None:
                rows.append((identity, row, place))
            else:
                rows[index] = (identity, row, place)
            if part != table.part:
                annex[table.name, identity] = part.split("/")[1]
    changes[table.name] = tuple(row for _, row, _ in rows)
    places[table.name] = [place for _, _, place in rows]


def _identified(table: Table, sheet: Sheet, there: Mapping[str, Any], taken: set[str]) -> Sheet:
    """Return a sheet whose rows all have an id, where the table's rows need one: that of a row that says the same, else a new one.

    A table that a person keeps in a spreadsheet has no ids; sent twice, it adds nothing the second time.
    """
    names = [name for name in sheet.header if name != "id"]
    column = sheet.header.index("id") if "id" in sheet.header else None
    given = [cells[column].strip() if column is not None and column < len(cells) else "" for _, cells in sheet.rows]
    taken.update(given)
    if not any(c.name == "id" and c.required for c in table.columns) or all(given):
        return sheet
    alike: dict[tuple[str, ...], list[str]] = {}
    for identity, row in there.items():
        old = cells_of(table.name, row)
        alike.setdefault(tuple(old.get(name, "") for name in names), []).append(identity)
    rows = []
    for own, (number, cells) in zip(given, sheet.rows, strict=True):
        said = {name: cell.strip() for name, cell in zip(sheet.header, cells, strict=False) if name != "id"}
        same = alike.get(tuple(said.get(name, "") for name in names), [])
        identity = own or (same.pop(0) if same else new_id(table.name, said, taken) if any(said.values()) else "")
        taken.add(identity)
        rows.append((number, (identity, *(said.get(name, "") for name in names), *cells[len(sheet.header) :])))
    return dataclasses.replace(sheet, header=("id", *names), rows=tuple(rows))


def _completed(table: Table, sheet: Sheet, there: Mapping[str, Any]) -> Sheet:
    """Return a sheet in which a row whose id is known has, in the columns that the sheet lacks, what stands there."""
    own, places = read_table(table, sheet, [], Keeping())
    known = {place[1]: there[i] for row, place in zip(own, places, strict=True) if (i := table.identity(row)) in there}
    if not known:
        return sheet
    old = {number: cells_of(table.name, row) for number, row in known.items()}
    more = tuple(name for name in dict.fromkeys(name for cells in old.values() for name in cells) if name not in sheet.header)
    rows = tuple((number, cells + tuple(old.get(number, {}).get(name, "") for name in more)) for number, cells in sheet.rows)
    return dataclasses.replace(sheet, header=sheet.header + more, rows=rows)


def _votes(begun: Content, sheet: Sheet, how: How, problems: list[Problem], keeping: Keeping) -> tuple[Any, list[Place]]:
    """Put votes together; where each stands counts for those that were uploaded alone."""
    uploaded, places = read_votes(TABLES["votes"], sheet, problems, keeping)
    alone = dataclasses.replace(begun, votes=uploaded)
    if how == "replace":
        return uploaded, list(places)
    twice = [p for p in check(alone, {"votes": list(places)}) if p.part == "votes.csv" and p.code == "duplicate-key"]
    problems.extend(twice)
    votes = applied(begun.votes, {(row.rollcall, row.actor): row for row in uploaded.rows()})
    at = {(row.rollcall, row.actor): place for row, place in zip(uploaded.rows(), places, strict=True)}
    return votes, [at.get((row.rollcall, row.actor), ("votes.csv", n)) for n, row in enumerate(votes.rows(), start=2)]


Sent: TypeAlias = "UploadedFile[Any]"
_TOML = ("dossier.toml", "mandate.toml", "bodies.toml")
_TABLE_ENDINGS = (".csv", ".tsv", ".txt")
_MOST = 40


def parts_in(files: Iterable[Sent], table: str = "") -> Upload:
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
    return Upload(parts, sheets)


def write_upload(file: Sent, folder: str, ending: str) -> Path:
    """Write a file under a plain name in a folder that goes away."""
    place = Path(folder) / f"upload{ending}"
    with place.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return place


def with_file_name(error: LegationError, name: str) -> LegationError:
    """Return an error that calls the file as the person calls it."""
    message = error.message
    if isinstance(error, CannotRead) and isinstance(message, Message) and "path" in message.values:
        return CannotRead(Message(message.id, **{**message.values, "path": name}))
    return error


def _of_archive(file: Sent) -> Upload:
    ending = _ending(file)
    with tempfile.TemporaryDirectory(prefix="legation-") as folder:
        place = write_upload(file, folder, ending)
        try:
            return Upload(*read_carrier(place))
        except CannotRead as error:
            raise with_file_name(error, str(file.name)) from error


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
