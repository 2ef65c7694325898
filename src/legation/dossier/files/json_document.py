"""A dossier as one JSON document: every part with its records, as its declaration has them; pure, and the inverse of itself.

``{"format": 1, "parts": {"actors.csv": {"kind": "actors", "records": [...]}, "dossier.toml": {"kind": "dossier", "content": {...}}, ...}}``

A table has ``records``, an object for each row; a part of TOML has ``content``, valid by the JSON Schema of its kind. Numbers, yes and no
and lists are those of JSON, dates are text. Where that alone would not give the same bytes back, for comments and an order of its own, the
part's ``text`` stands beside it: it is read as long as it says the same; where it does not, the records and the content count, which are
what a program changes. Any other part is ``text``, or ``base64`` where it is none.
"""

from __future__ import annotations

import base64
import binascii
import functools
import json
from collections.abc import Mapping, Sequence
from typing import Any

from legation.broken_file import what_is_wrong
from legation.dossier.column import Column
from legation.dossier.files.codec import table_of
from legation.dossier.kind import InvalidValue
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.registry import kind_of
from legation.dossier.parts.rewrite import rewritten
from legation.dossier.parts.toml_record import read_toml, written
from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.records import TABLES
from legation.dossier.tables.csv_sheet import CELLS_LIMIT, COLUMN_LIMIT, ROW_LIMIT, Sheet, read_csv, write_csv
from legation.errors import CannotRead, DossierError
from legation.language import Message

__all__ = ["FORMAT", "JSON_LIMIT", "json_bytes", "parts_of"]

FORMAT = 1
JSON_LIMIT = 256 * 1024 * 1024
"""Bytes of a document: in memory it takes several times as many."""
_PARTS_LIMIT = 10_000
_TOML_LIMIT = 4 * 1024 * 1024
_DEEPEST = 40
"""Levels of lists and objects in the content of a part."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_FORMS = ("records", "content", "text", "base64")


def json_bytes(parts: Mapping[str, bytes]) -> bytes:
    r"""Return the parts of a dossier as one document; the same parts give the same bytes, a row of a table has a line of its own.

    Examples
    --------
    >>> made = json_bytes({"actors.csv": b"id,name,kind\nFRA,France,state\n"})
    >>> json.loads(made)["parts"]["actors.csv"]["records"]
    [{'id': 'FRA', 'name': 'France', 'kind': 'state'}]
    """
    entries = ",\n".join(f"{_dumped(name)}: {_entry(name, data)}" for name, data in sorted(parts.items()))
    return f'{{"format": {FORMAT}, "parts": {{\n{entries}\n}}}}\n'.encode()


def parts_of(data: bytes, path: str) -> tuple[dict[str, bytes], dict[str, Sheet]]:
    """Return the parts of a document, and its tables as cells, as :func:`legation.dossier.files.codec.decode` takes them.

    Parameters
    ----------
    path : str
        Where the document was, for errors.

    Raises
    ------
    CannotRead
        Where it is no document of this form, or larger or deeper than a dossier may be.
    DossierError
        With every fault of its parts; the first row of a table is row 2, as where it is a file.
    """
    if len(data) > JSON_LIMIT:
        raise CannotRead(Message("dossier.too-large", path=path, files=_PARTS_LIMIT, megabytes=JSON_LIMIT // 1024**2))
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise CannotRead(Message("dossier.cannot-read", path=path, why=what_is_wrong(error))) from error
    entries = found.get("parts") if isinstance(found, dict) else None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(entries, dict):
        raise CannotRead(Message("dossier.not-json", path=path, format=FORMAT))
    if len(entries) > _PARTS_LIMIT:
        raise CannotRead(Message("dossier.too-large", path=path, files=_PARTS_LIMIT, megabytes=JSON_LIMIT // 1024**2))
    problems: list[Problem] = []
    parts: dict[str, bytes] = {}
    sheets: dict[str, Sheet] = {}
    for name, entry in entries.items():
        made = _made(name, entry, problems)
        if isinstance(made, Sheet):
            sheets[name] = made
        elif made is not None:
            parts[name] = made
    stop_at(problems)
    return parts, sheets


def _entry(name: str, data: bytes) -> str:
    """Return a part as it stands in the document."""
    table = table_of(name)
    kind = kind_of(name)
    head = {"kind": kind.id} if kind is not None else {}
    if table and (sheet := read_csv(name, data, [])) is not None:
        return _table(table, sheet, data)
    content = _content(name, data)
    if content is not None:
        return _dumped(head | {"content": content} | ({} if written(content) == data else _bytes(data)), indent=1)
    return _dumped(head | _bytes(data), indent=1)


def _table(table: str, sheet: Sheet, data: bytes) -> str:
    """Return a table as it stands in the document; what a cell gives is worked out once in its column."""
    columns = {name: column for column in TABLES[table].columns for name in column.names}
    rows = [{name: cell for name, cell in zip(sheet.header, cells, strict=True) if cell} for _, cells in sheet.rows]
    written_as = {name: functools.cache(functools.partial(_member, name, columns.get(name))) for name in sheet.header}
    read_back = {name: functools.cache(functools.partial(_read_back, name, columns.get(name))) for name in sheet.header}
    lines = ",\n".join(["{" + ", ".join([written_as[name](cell) for name, cell in row.items()]) + "}" for row in rows])
    header = _header(table, rows)
    again = ([read_back[named](row[named]) if named in row else "" for named in header] for row in rows)
    text = {} if _fits(header, rows) and write_csv(header, again) == data else _bytes(data)
    return f'{{"kind": {_dumped(table)}, "records": [\n{lines}\n]{"".join(f", {_dumped(k)}: {_dumped(v)}" for k, v in text.items())}}}'


def _member(name: str, column: Column | None, cell: str) -> str:
    """Return a cell as it stands in its record."""
    return f"{_dumped(name)}: {_dumped(_value(column, cell))}"


def _read_back(name: str, column: Column | None, cell: str) -> str:
    """Return the cell that the value of a cell gives."""
    return _cell("", 0, name, column, _value(column, cell), [])


def _made(name: str, entry: Any, problems: list[Problem]) -> Sheet | bytes | None:
    """Return a part of the document as cells or bytes; None, with a fault, where it is neither."""
    if not isinstance(entry, dict) or not (given := [form for form in _FORMS if form in entry]):
        problems.append(problem("json-part", name, allowed=" | ".join(_FORMS), found=_shown(entry)))
        return None
    before = len(problems)
    raw = _raw(name, entry, problems)
    table = table_of(name)
    if "records" in given and table:
        rows = _rows(name, entry["records"], problems)
        if raw is not None and (same := read_csv(name, raw, [])) is not None and _same(_records(table, same), rows):
            return raw
        return _csv(table, name, rows, problems)
    if "content" in given and name.endswith(".toml"):
        content = entry["content"]
        if not isinstance(content, dict):
            problems.append(problem("json-value", name, allowed="{...}", found=_shown(content)))
            return None
        if raw is not None and _same(_content(name, raw), content):
            return raw
        made = _written(name, content, problems)
        return made if made is None or raw is None else _changed(name, raw, made)
    if raw is None and len(problems) == before:
        problems.append(problem("json-part", name, allowed="text | base64", found=_shown(sorted(entry))))
    return raw


def _raw(name: str, entry: Mapping[str, Any], problems: list[Problem]) -> bytes | None:
    """Return the bytes that a part gives as text or in base64; None where it gives none."""
    for form, read in (("text", str.encode), ("base64", _unpacked)):
        if form in entry:
            try:
                return read(entry[form])
            except (TypeError, ValueError, binascii.Error):
                problems.append(problem("json-value", name, None, form, allowed=form, found=_shown(entry[form])))
    return None


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _bytes(data: bytes) -> dict[str, str]:
    try:
        return {"text": data.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode("ascii")}


def _content(name: str, data: bytes) -> dict[str, Any] | None:
    """Return a part of TOML as JSON has it; None where it is none."""
    table = read_toml(name, data, [], _TOML_LIMIT) if name.endswith(".toml") else None
    try:
        return None if table is None else json.loads(json.dumps(table, default=_when, allow_nan=False))
    except ValueError:
        return None


def _written(name: str, content: dict[str, Any], problems: list[Problem]) -> bytes | None:
    wrong = _not_toml(content, "")
    if wrong is not None:
        problems.append(problem("json-value", name, None, wrong[0], allowed=wrong[1], found=wrong[2]))
        return None
    return written(content)


def _changed(name: str, raw: bytes, made: bytes) -> bytes:
    """Return a model that was changed with the least change of its text; any other part as it is written anew."""
    kind = kind_of(name)
    if not isinstance(kind, ModelKind):
        return made
    try:
        return rewritten(kind.parsed(name, raw), kind.read(made, name))
    except DossierError:  # what is wrong with it, the check of the models says
        return made


def _not_toml(value: Any, place: str, deep: int = 0) -> tuple[str, str, str] | None:
    """Return the place of a value that TOML has no way to write, what may stand there, and what stands there; None where there is none."""
    if value is None:
        return place, "text | number | true | false | [...] | {...}", "null"
    if deep > _DEEPEST:
        return place, f"0..{_DEEPEST} levels", "..."
    below = value.items() if isinstance(value, dict) else enumerate(value, start=1) if isinstance(value, list) else ()
    for name, one in below:
        at = f"{place}.{name}" if isinstance(name, str) and place else str(name) if isinstance(name, str) else f"{place} {name}"
        if isinstance(name, str) and not _is_text(name):
            return at.encode(errors="replace").decode(), "text", "U+D800"
        if (wrong := _not_toml(one, at, deep + 1)) is not None:
            return wrong
    return None if not isinstance(value, str) or _is_text(value) else (place, "text", value.encode(errors="replace").decode())


def _records(table: str, sheet: Sheet) -> list[dict[str, Any]]:
    """Return the rows of a table as JSON has them, without what is empty."""
    columns = {name: column for column in TABLES[table].columns for name in column.names}
    return [
        {name: _value(columns.get(name), cell) for name, cell in zip(sheet.header, cells, strict=True) if cell} for _, cells in sheet.rows
    ]


def _value(column: Column | None, cell: str) -> Any:
    """Return what JSON has for a cell: the value of its column; the text, where it is none or would be written in another way."""
    if column is None:
        return cell
    try:
        value = column.kind.read(cell)
    except InvalidValue:
        return cell
    if column.kind.write(value) != cell:
        return cell
    given = column.kind.give(value)
    return int(given) if isinstance(given, float) and given.is_integer() else given


def _rows(name: str, given: Any, problems: list[Problem]) -> list[dict[str, Any]]:
    """Return the records of a table, each at the place that it has there."""
    if not isinstance(given, list):
        problems.append(problem("json-value", name, None, "records", allowed="[{...}, ...]", found=_shown(given)))
        return []
    if len(given) > ROW_LIMIT:
        problems.append(problem("part-too-large", name, allowed=f"0..{ROW_LIMIT}", found=len(given)))
        return []
    for number, row in enumerate(given, start=2):
        if not isinstance(row, dict):
            problems.append(problem("json-value", name, number, allowed="{...}", found=_shown(row)))
    return [row if isinstance(row, dict) else {} for row in given]


def _csv(table: str, name: str, rows: Sequence[Mapping[str, Any]], problems: list[Problem]) -> Sheet | None:
    """Return the cells of records; None, with a fault, where they are too many."""
    columns = {named: column for column in TABLES[table].columns for named in column.names}
    header = _header(table, rows)
    if not _fits(header, rows):
        problems.append(problem("part-too-large", name, allowed=f"0..{COLUMN_LIMIT}, 0..{CELLS_LIMIT}", found=len(header) * len(rows)))
        return None
    body = tuple(
        (number, tuple(_cell(name, number, n, columns.get(n), row.get(n), problems) for n in header))
        for number, row in enumerate(rows, start=2)
    )
    return Sheet(name, tuple(header), body)


def _header(table: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the columns of records: those of the table that they fill or that are needed, in its order, then unknown ones."""
    columns = {named: column for column in TABLES[table].columns for named in column.names}
    filled = dict.fromkeys(named for row in rows for named in row)
    header = [n for n, column in columns.items() if n in filled or (column.required and n == column.name)]
    return header + [named for named in filled if named not in columns]


def _fits(header: Sequence[str], rows: Sequence[Any]) -> bool:
    return len(header) <= COLUMN_LIMIT and len(header) * len(rows) <= CELLS_LIMIT


def _cell(part: str, row: int, name: str, column: Column | None, value: Any, problems: list[Problem]) -> str:
    """Return the cell of a value, to be checked like the cell of a file; a value that no cell holds is a fault."""
    if value is None or value == []:
        return ""
    if isinstance(value, str) and _is_text(value):
        return value
    if column is not None and not isinstance(value, str):
        taken = column.kind.take(value, lambda *_: None)
        if taken is not None:
            return column.kind.write(taken)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)  # the check of the cell says what is wrong with a number
    if column is None and isinstance(value, (bool, int, float)):
        return _dumped(value)  # whether there may be such a column, the check of the table says
    allowed = "text" if column is None else column.kind.allowed or "text"
    problems.append(problem("json-value", part, row, name.encode(errors="replace").decode(), allowed=allowed, found=_shown(value)))
    return ""


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same in JSON, where true is not 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _is_text(text: str) -> bool:
    """Whether text has no half of a pair of letters, which no file can hold."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(name for at, (name, _) in enumerate(pairs) if name in {n for n, _ in pairs[:at]})
        raise ValueError(f"{twice!r} 2 ×")
    return made


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _when(value: Any) -> str:
    return str(value.isoformat())


def _dumped(value: Any, indent: int | None = None) -> str:
    return _ENCODER.encode(value) if indent is None else json.dumps(value, ensure_ascii=False, indent=indent)


def _shown(value: Any) -> str:
    return json.dumps(value)[:80]
