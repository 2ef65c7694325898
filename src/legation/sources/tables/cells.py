"""The cells of a list that someone made: plain lines, CSV, TSV, XLSX or JSON, with or without a header."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

from legation.broken_file import refused, what_is_wrong
from legation.dossier.tables.csv_sheet import CELL_LIMIT, COLUMN_LIMIT, PART_LIMIT, ROW_LIMIT
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.names.countries import find
from legation.sources.reading import file_bytes
from legation.sources.tables.columns import Cells, position_of

__all__ = ["Cells", "lines_of", "list_bytes", "named_bytes", "one_name_a_row", "table_of"]

_OTHER = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\xd0\xcf\x11\xe0", "DOC/XLS"),
    (b"{\\rtf", "RTF"),
    (b"GIF8", "GIF"),
)
_ZIP = b"PK\x03\x04"
_A_FILE = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".md")
_BULLET = re.compile(r"^\s*(?:[-*•–—·▪◦‣]+\s+|\(?\d{1,5}[.)]\s+)")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]+")
_UNPACKED = 256 * 1024 * 1024


def named_bytes(source: str | Path) -> tuple[str, bytes]:
    """Return the name and bytes of a file, or of the text itself."""
    if isinstance(source, Path):
        return source.name, list_bytes(source)
    one_line = "\n" not in source.strip() and len(source.encode(errors="replace")) < 250
    if one_line and (source.strip().lower().endswith(_A_FILE) or "/" in source) and "\x00" not in source:
        place = Path(source.strip())
        if place.is_file() or place.suffix.lower() in _A_FILE:
            return place.name, list_bytes(place)
    return "list", source.encode("utf-8", errors="replace")


def list_bytes(path: Path) -> bytes:
    """Return the bytes of a list that is small enough to be one, and no picture, PDF or other document."""
    data = file_bytes(path, PART_LIMIT)
    kind = next((name for start, name in _OTHER if data.startswith(start)), "")
    if kind or (data.startswith(_ZIP) and not _is_workbook(data)):
        raise CannotRead(Message("sources.not-a-list", path=str(path), kind=kind or "ZIP"))
    return data


def _is_workbook(data: bytes) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        return False
    return any(e.filename.startswith("xl/") for e in entries) and sum(e.file_size for e in entries) <= _UNPACKED


def table_of(name: str, data: bytes) -> Cells:
    """Return the rows of a file, header included.

    Parameters
    ----------
    name : str
        How the file is called in errors.
    data : bytes

    Raises
    ------
    CannotRead
        Where it is no text, has a line or cell too long to be a name, or too many rows.
    """
    if data.startswith(_ZIP):
        return _workbook(name, data)
    if data.lstrip()[:1] in (b"[", b"{"):
        return _json(name, data)
    text = _text(name, data)
    rows = lines_of(text)
    delimiter = _delimiter([line for line in text.splitlines() if line.strip()])
    if not delimiter:
        return [(number, [_clean(_BULLET.sub("", line))]) for number, line in rows]
    try:
        cells = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1))
    except csv.Error as error:
        raise CannotRead(Message("sources.cannot-read", path=name, why=what_is_wrong(error))) from error
    return [(number, [_clean(cell) for cell in row[:COLUMN_LIMIT]]) for number, row in cells if any(cell.strip() for cell in row)]


def one_name_a_row(cells: Cells) -> Cells:
    """Return each name of a list that stands on one line, ``France; Peru; Japan``, as a row of its own."""
    if len(cells) != 1:
        return cells
    row, parts = cells[0]
    text = ", ".join(part for part in parts if part)
    if find(text).how != "none":
        return cells
    names = [part.strip() for part in re.split(r";" if ";" in text else r",|\bet\b|\band\b", text) if part.strip(" .")]
    known = sum(find(name.strip(" .")).how != "none" for name in names)
    return [(row + at, [name.strip(" .")]) for at, name in enumerate(names)] if len(names) > 1 and known * 2 >= len(names) else cells


def lines_of(text: str) -> list[tuple[int, str]]:
    """Return the lines that are not blank, with their numbers."""
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _text(name: str, data: bytes) -> str:
    head = data[:4096]
    if b"\x00" not in head and sum(c < 32 and c not in b"\t\n\r\x0b\x0c" for c in head) > len(head) // 50:
        raise CannotRead(Message("sources.not-text", path=name))
    longest = max((len(line) for line in re.split(rb"[\r\n]", data)), default=0)
    if longest > CELL_LIMIT * 4:
        raise CannotRead(Message("sources.line-too-long", path=name, count=longest))
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"", "utf-8"),
        (b"", "cp1252"),
    ):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" in text:
                break
            if text.count("\n") > ROW_LIMIT:
                raise CannotRead(Message("sources.too-many-rows", path=name, allowed=ROW_LIMIT))
            return text
    raise CannotRead(Message("sources.not-text", path=name))


def _clean(cell: str) -> str:
    """Return a cell on one line, without what cannot be seen."""
    return " ".join(_UNSEEN.sub(" ", cell).split())[:CELL_LIMIT]


def _delimiter(lines: list[str]) -> str:
    """Return what separates cells; empty where each line is one name, even one with a comma (``Korea, Republic of``)."""
    sample = lines[:500]
    if len(sample) < 2:
        return ""
    for mark in ("\t", ";", ","):
        counts = [re.sub(r'"[^"]*"', "", line).count(mark) for line in sample]
        width = max(set(counts) - {0}, key=lambda n: (counts.count(n), n), default=0)
        table = counts[counts.index(width) :] if width else []
        if len(table) < max(0.7 * len(counts), 2):
            continue
        regular = table.count(width) >= 0.9 * len(table) and min(table) >= 1
        if regular or _cut_short(sample[-len(table) :], table, width, mark):
            whole = sum(find(line).how in ("name", "alias") for line in sample[:50]) if mark == "," else 0
            return "" if 2 * whole >= len(sample[:50]) else mark
    return ""


def _cut_short(lines: list[str], counts: list[int], width: int, mark: str) -> bool:
    """Return whether lines are rows of a table from which spreadsheets or forms have cut the last cells where these were empty.

    A comma or a semicolon may stand in a name; it parts cells where what stands behind it is a position or a code.
    """
    if mark == "\t":
        return 2 * sum(count > 0 for count in counts) >= len(counts)
    if max(counts) > width or 2 * counts.count(width) < len(counts):
        return False
    behind = [cell.strip(' "') for line in lines for cell in line.split(mark)[1:] if cell.strip(' "')]
    known = sum(bool(position_of(cell)) or find(cell).how == "code" for cell in behind)
    return bool(behind) and known >= 0.7 * len(behind)


def _workbook(name: str, data: bytes) -> Cells:
    """Return the rows of the first sheet that has any."""
    import openpyxl

    with refused(name):
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            rows: Cells = []
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                if number > ROW_LIMIT:
                    raise CannotRead(Message("sources.too-many-rows", path=name, allowed=ROW_LIMIT))
                written = [_written(cell) for cell in cells[:COLUMN_LIMIT]]
                if any(written):
                    rows.append((number, written))
            if rows:
                return rows
    return []


def _written(value: Any) -> str:
    import datetime as dt

    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _json(name: str, data: bytes) -> Cells:
    """Return the first list of objects in a JSON file, its keys as the header; an item's number is its place in the list plus one."""
    try:
        found = _objects(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise CannotRead(Message("sources.bad-json", path=name, why=what_is_wrong(error))) from error
    if found is None:
        raise CannotRead(Message("sources.no-objects", path=name))
    header = list(dict.fromkeys(key for item in found if isinstance(item, dict) for key in item)) or ["name"]
    rows: Cells = [(1, header)]
    for number, item in enumerate(found, start=2):
        cells = item if isinstance(item, dict) else {header[0]: item}
        rows.append((number, ["" if cells.get(key) is None else _flat(cells[key]) for key in header]))
    return rows


def _flat(value: Any) -> str:
    return _clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _objects(value: Any) -> list[Any] | None:
    """Return the longest list of objects, or of texts, at the top of a JSON value or under one of its keys."""
    if isinstance(value, list):
        return value if value and any(isinstance(item, (dict, str)) for item in value) else None
    inside = [found for found in map(_objects, value.values()) if found] if isinstance(value, dict) else []
    return max(inside, key=lambda found: (sum(isinstance(item, dict) for item in found), len(found)), default=None)
