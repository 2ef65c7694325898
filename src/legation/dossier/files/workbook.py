"""A dossier in one spreadsheet: a sheet for each table, with headings, drop-down lists and an explanation on every column."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from legation.broken_file import refused
from legation.dossier.dossier import Dossier
from legation.dossier.files.codec import encode, table_of
from legation.dossier.files.model_sheets import ModelSheet, model_sheets, with_sheets
from legation.dossier.files.templates import Heading, headings, model_headings
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.registry import kind_of
from legation.dossier.problem import Problem, close_to, problem, stop_at
from legation.dossier.records import TABLES
from legation.dossier.tables.csv_sheet import CELLS_LIMIT, COLUMN_LIMIT, PART_LIMIT, ROW_LIMIT, Sheet, read_csv, write_csv
from legation.errors import CannotRead, DossierError
from legation.language import Lang, Message

__all__ = ["read_sheet", "read_workbook", "sheet_bytes", "template_bytes", "workbook_bytes"]

_DATE = (1980, 1, 1, 0, 0, 0)
_PARTS = "parts"
_SHEET = "sheet"
"""In the sheet ``parts``, the encoding of a part that is a sheet of its own; its content is the sheet's title."""
_TABLE = re.compile(r"(.+) \[([^\[\]]+)\]")
"""In the sheet ``parts``, a table of a model that is a sheet of its own."""
_TITLE = 31
"""Letters that the title of a sheet may have."""
_LISTED = re.compile(rb"<(?:\w+:)?sheet\s")
_ANOTHER = re.compile(r"[a-z][a-z0-9_]{0,30}")
"""How tables are called, those too that nobody declared."""
_UNPACKED_LIMIT = 512 * 1024 * 1024
_CHUNK = 32_000
_DROP_DOWN_ROWS = 2000


def workbook_bytes(dossier: Dossier, lang: Lang = "en") -> bytes:
    """Return an ``.xlsx`` that holds every part of the dossier; the same dossier gives the same bytes.

    Tables become sheets; those of annexes are numbered, ``positions@1``, since a sheet's title is short, and the sheet ``parts`` says which
    part each one is. The other parts (``dossier.toml``, archived files) stand in it as text, binary ones in base64. Each table of a
    model is a sheet, too, ``1 descriptor``: where its rows are changed they count, and the text is changed as little as that asks for.
    """
    parts = encode(dossier)
    book = _book()
    annexed = []
    for name, table in TABLES.items():
        own = sorted(part for part in parts if table_of(part) == name and part != table.part)
        for number, part in enumerate([table.part, *own]):
            sheet = read_csv(part, parts[part], []) if part in parts else None
            if sheet is None:
                continue
            del parts[part]
            title = f"{name}@{number}" if number else name
            if number:
                annexed.append((part, _SHEET, title))
            _fill(book.create_sheet(title), headings(table, sheet.header, lang), (cells for _, cells in sheet.rows))
    for part, inner, title, made in _of_models(parts, {one.title for one in book.worksheets}):
        annexed.append((f"{part} [{inner}]", _SHEET, title))
        kind = cast("ModelKind[Any]", kind_of(part))
        rows = ([cells.get(name, "") for name in made.header] for cells, _ in made.rows)
        _fill(book.create_sheet(title), model_headings(kind, made, lang), rows)
    other = book.create_sheet(_PARTS)
    other.append(["part", "encoding", "content"])
    for row in annexed:
        _append(other, row)
    for part, data in parts.items():
        for row in _text_rows(part, data):
            _append(other, row)
    return _stable(book)


def template_bytes(tables: Iterable[str] = TABLES, lang: Lang = "en") -> bytes:
    """Return an empty ``.xlsx`` with every column of the tables, its drop-down lists and comments in ``lang``."""
    book = _book()
    for name in tables:
        table = TABLES[name]
        header = [column for c in table.columns for column in c.names]
        _fill(book.create_sheet(name), headings(table, header, lang), ())
    return _stable(book)


def read_workbook(path: Path) -> tuple[dict[str, bytes], dict[str, Sheet]]:
    """Return the parts of a workbook that are not tables, and its tables as cells; nothing in it is evaluated.

    Raises
    ------
    CannotRead
        Where the file is no workbook, or unpacks to more than a dossier may hold.
    """
    with _reading(path):
        by_title: dict[str, list[tuple[int, list[str]]]] = {}
        for sheet in _open(path).worksheets:
            if sheet.title in by_title:
                raise CannotRead(Message("dossier.sheet-twice", path=str(path), name=sheet.title))
            by_title[sheet.title] = _rows(sheet)
        parts, titles = _parts(by_title.pop(_PARTS, []))
    sheets: dict[str, Sheet] = {}
    models: dict[str, dict[str, tuple[str, Sheet]]] = {}
    unknown: list[Problem] = []
    for title, rows in by_title.items():
        if (of := _TABLE.fullmatch(titles.get(title, ""))) is not None:
            models.setdefault(of[1], {})[of[2]] = (title, _cells(title, rows or [(1, [])]))
            continue
        name, _, annex = title.partition("@")
        part = titles.get(title) or (f"annexes/{annex}/{name}.csv" if annex else f"{name}.csv")
        if part in sheets:
            raise CannotRead(Message("dossier.sheet-twice", path=str(path), name=part))
        if rows and name in TABLES and (table_of(part) == name or title == name):
            sheets[part] = _cells(part, rows)
        elif rows and _ANOTHER.fullmatch(title) and not close_to(title, TABLES, by_title):
            parts[part] = write_csv(*_lines(rows))  # a table of a newer release
        elif rows:
            unknown.append(problem("bad-part-name", title, allowed=" | ".join(TABLES), found=title))
    for part, given in models.items():
        kind = kind_of(part)
        if isinstance(kind, ModelKind) and (data := with_sheets(kind, part, parts.get(part), given, unknown)) is not None:
            parts[part] = data
    stop_at(unknown)
    return parts, sheets


def sheet_bytes(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook of one sheet of text; the same rows give the same bytes."""
    book = _book()
    sheet = book.create_sheet(title)
    for row in rows:
        _append(sheet, row)
    sheet.freeze_panes = "A2"
    return _stable(book)


def read_sheet(path: Path) -> Sheet:
    """Return the first sheet of a workbook as cells of text.

    Raises
    ------
    CannotRead
        Where the file is no workbook, or its first sheet is empty.
    """
    with _reading(path):
        rows = _rows(_open(path).worksheets[0])
    if not rows:
        raise CannotRead(Message("dossier.cannot-read", path=str(path), why=Message("broken-file.empty")))
    return _cells(path.name, rows)


def _open(path: Path) -> Any:
    import openpyxl

    data = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(data) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED_LIMIT:
            raise CannotRead(Message("dossier.too-large", path=str(path), files=1, megabytes=_UNPACKED_LIMIT // 1024**2))
        listed = len(_LISTED.findall(archive.read("xl/workbook.xml")))
    book = openpyxl.load_workbook(data, read_only=True, data_only=False, keep_links=False)
    if len(book.sheetnames) < listed:  # a sheet whose part is missing is passed over without a word
        raise CannotRead(Message("dossier.cannot-read", path=str(path), why=Message("broken-file.lacks-part")))
    return book


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Make one sentence of whatever the reader of spreadsheets raises at a broken file, and silence what it warns of in a whole one."""
    with refused(path, "dossier.cannot-read"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if not path.exists():
            raise CannotRead(Message("dossier.not-there", path=str(path)))
        yield


def _cells(part: str, rows: Sequence[tuple[int, list[str]]]) -> Sheet:
    header = tuple(rows[0][1])
    while header and not header[-1]:
        header = header[:-1]
    body = tuple((n, (*cells[: len(header)], *("",) * (len(header) - len(cells)))) for n, cells in rows[1:] if any(cells))
    return Sheet(part, header, body)


def _lines(rows: Sequence[tuple[int, list[str]]]) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a sheet, each as wide as the widest."""
    width = max(len(cells) for _, cells in rows)
    header, *body = ([*cells, *[""] * (width - len(cells))] for _, cells in rows)
    return header, body


def _book() -> Any:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    return book


def _of_models(parts: Mapping[str, bytes], taken: set[str]) -> Iterator[tuple[str, str, str, ModelSheet]]:
    """Yield the tables of the models that can be read, each with its part and a title of its own for its sheet."""
    number = 0
    for part, data in parts.items():
        kind = kind_of(part)
        if not isinstance(kind, ModelKind):
            continue
        try:
            made = model_sheets(kind, kind.read(data, part))
        except DossierError:
            continue
        number += 1
        for one in made or ():
            title = whole = re.sub(r"[\[\]:*?/\\]", "_", f"{number} {one.table}")[:_TITLE]
            count = 1
            while title.casefold() in taken:
                count += 1
                title = f"{whole[: _TITLE - 4]}~{count}"
            taken.add(title.casefold())
            yield part, one.table, title, one


def _fill(sheet: Any, columns: Sequence[Heading], rows: Iterable[Sequence[str]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.append([heading.name for heading in columns])
    for at, heading in enumerate(columns, start=1):
        if not heading.explained:
            continue
        cell = sheet.cell(row=1, column=at)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="B3261E" if heading.is_needed else "14213D")
        cell.alignment = Alignment(vertical="top")
        cell.comment = Comment(heading.explained, "Legation", width=320, height=140)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = min(40, max(12, len(heading.name) + 4))
        if heading.choices:
            rule = DataValidation("list", formula1=f'"{",".join(heading.choices)}"', allow_blank=not heading.is_needed)
            rule.error = heading.allowed[:255]
            if len(rule.formula1) <= 255:
                rule.add(f"{letter}2:{letter}{_DROP_DOWN_ROWS}")
                sheet.add_data_validation(rule)
    sheet.freeze_panes = "B2"
    for row in rows:
        _append(sheet, row)


def _append(sheet: Any, row: Sequence[str]) -> None:
    """Write cells as text, so that a spreadsheet changes none of them: no date, no number, no formula is made of one."""
    from openpyxl.cell import WriteOnlyCell

    cells = []
    for text in row:
        cell = WriteOnlyCell(sheet, text or None)
        if text:
            cell.data_type = "s"
            cell.number_format = "@"
        cells.append(cell)
    sheet.append(cells)


def _text_rows(part: str, data: bytes) -> Iterable[tuple[str, str, str]]:
    import base64

    try:
        encoding, content = "utf-8", data.decode("utf-8")
        if any(ord(c) < 32 and c not in "\n\t" for c in content):
            raise ValueError  # noqa: TRY301 - a spreadsheet holds no control characters
    except ValueError:
        encoding, content = "base64", base64.b64encode(data).decode("ascii")
    for start in range(0, max(1, len(content)), _CHUNK):
        yield part, encoding, content[start : start + _CHUNK]


def _parts(rows: Sequence[tuple[int, list[str]]]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the parts that the sheet ``parts`` holds, and by their titles those that are sheets of their own."""
    import base64

    text: dict[str, list[str]] = {}
    encodings: dict[str, str] = {}
    for _, cells in rows[1:]:
        part, encoding, content = (*cells, "", "", "")[:3]
        if part:
            text.setdefault(part, []).append(content)
            encodings[part] = encoding
    whole = {part: "".join(chunks) for part, chunks in text.items()}
    titles = {content: part for part, content in whole.items() if encodings[part] == _SHEET}
    parts = {
        part: base64.b64decode(content, validate=True) if encodings[part] == "base64" else content.encode("utf-8")
        for part, content in whole.items()
        if encodings[part] != _SHEET
    }
    return parts, titles


def _rows(sheet: Any) -> list[tuple[int, list[str]]]:
    """Return the rows of a sheet. What it says of its width makes empty cells of nothing: they count, and are not kept."""
    rows: list[tuple[int, list[str]]] = []
    size = count = 0
    width = min(sheet.max_column, COLUMN_LIMIT) if sheet.max_column else None
    for number, cells in enumerate(sheet.iter_rows(max_col=width), start=1):
        values = [_text(cell.value) for cell in cells[:COLUMN_LIMIT]]
        while values and not values[-1]:
            values.pop()
        size += sum(map(len, values))
        count += len(cells)
        if number > ROW_LIMIT or size > PART_LIMIT or count > CELLS_LIMIT:
            raise CannotRead(Message("dossier.too-large", path=sheet.title, files=1, megabytes=PART_LIMIT // 1024**2))
        rows.append((number, values))
    while rows and not any(rows[-1][1]):
        rows.pop()
    return rows


def _text(value: Any) -> str:
    """Return a cell as the text of the standard form; a formula stays visible as one, so that the check reports it."""
    import datetime as dt

    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case _:
            return str(getattr(value, "text", value)).replace("\r\n", "\n")


def _stable(book: Any) -> bytes:
    """Return the workbook's bytes without the clock: fixed dates inside and in the archive's entries."""
    import datetime as dt

    book.properties.creator = "Legation"
    book.properties.created = book.properties.modified = dt.datetime(*_DATE)  # noqa: DTZ001 - a fixed mark, not a moment
    raw = io.BytesIO()
    book.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", data)
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return out.getvalue()
