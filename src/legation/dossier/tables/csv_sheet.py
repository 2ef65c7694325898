"""A table as text cells, and the bytes of a CSV part: where other people's files are read with patience and limits.

Spreadsheets write what they like: a byte-order mark, CRLF, semicolons, Windows-1252. All of that is read right and reported as a notice;
what would lose or change a value is a fault. Nothing is ever evaluated: a cell that a spreadsheet would take for a formula is a fault.
"""

from __future__ import annotations

import csv
import io
import itertools
import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from legation.broken_file import text_at
from legation.dossier.problem import Problem, problem

__all__ = [
    "CELLS_LIMIT",
    "CELL_LIMIT",
    "COLUMN_LIMIT",
    "PART_LIMIT",
    "ROW_LIMIT",
    "UNPRINTABLE",
    "Sheet",
    "is_formula",
    "read_cells",
    "read_csv",
    "write_csv",
]

CELL_LIMIT = 32_767
"""Characters in a cell: what a spreadsheet can hold, so that nothing is cut on the way to one."""
PART_LIMIT = 64 * 1024 * 1024
"""Bytes in a table part."""
ROW_LIMIT = 1_000_000
COLUMN_LIMIT = 200
CELLS_LIMIT = 10_000_000
"""Cells in a table, those that a short row leaves out included: each one takes memory, also where it is empty."""

UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that neither a spreadsheet nor a page can hold (XML 1.0, production Char)."""
_FORMULA = re.compile(r"[=＝]|[+\-@＋－＠].*[(!|（]", re.DOTALL)  # a spreadsheet in Japanese runs wide signs, too
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 BOM"),
    (b"\xff\xfe", "utf-16", "UTF-16 LE BOM"),
    (b"\xfe\xff", "utf-16", "UTF-16 BE BOM"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text: its header and its rows, with the row number that a spreadsheet shows."""

    part: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run the cell.

    >>> [is_formula(t) for t in ("=1+1", "＝1+1", "@SUM(A1)", "-12.5", "+33 1 43 17", "@MFA_handle")]
    [True, True, True, False, False, False]
    """
    return bool(_FORMULA.match(text))


def read_csv(part: str, data: bytes, problems: list[Problem]) -> Sheet | None:
    """Read a part's bytes into cells; add what is wrong to ``problems``. None where there is nothing to go on with."""
    lines = read_cells(part, data, problems)
    if lines is None:
        return None
    header = tuple(cell.strip() for cell in lines[0])
    while header and not header[-1]:
        header = header[:-1]
    width, body = len(header), lines[1:]
    if width and {width}.issuperset(map(len, body)) and all(map(str.strip, map(operator.itemgetter(0), body))):
        return Sheet(part, header, tuple(enumerate(map(tuple, body), start=2)))
    rows = []
    for number, cells in enumerate(body, start=2):
        if not (cells and cells[0].strip()) and not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header) and any(cells[len(header) :]):
            problems.append(problem("too-many-cells", part, number, allowed=str(len(header)), found=str(len(cells))))
        whole = cells if len(cells) == width else cells[:width] + [""] * (width - len(cells))
        rows.append((number, tuple(whole)))
    return Sheet(part, header, tuple(rows))


def read_cells(part: str, data: bytes, problems: list[Problem], columns: int = COLUMN_LIMIT) -> list[list[str]] | None:
    """Read a part's bytes into lines of cells, one or more of them; None, with a fault, where there are none."""
    if len(data) > PART_LIMIT:
        problems.append(problem("part-too-large", part, allowed=f"0..{PART_LIMIT} bytes", found=f"{len(data)} bytes"))
        return None
    text = _decode(part, data, problems)
    if text is None:
        return None
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        problems.append(problem("not-text", part, line, found="NUL"))
        return None
    if "\r" in text:
        problems.append(
            problem(
                "line-endings",
                part,
                text.split("\r", 1)[0].count("\n") + 1,
                allowed="LF",
                found="CRLF" if "\r\n" in text else "CR",
            )
        )
    delimiter = _delimiter(text)
    if delimiter != ",":
        problems.append(problem("delimiter", part, 1, allowed=",", found="TAB" if delimiter == "\t" else delimiter))
    lines = _cells(part, text, delimiter, problems, columns)
    if not lines:
        problems.append(problem("no-header", part, 1))
        return None
    return lines


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write the standard form: UTF-8, commas, LF, quotes only where needed."""
    lines = [header, *rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    if "\r" in out.getvalue():  # a lone CR ends a line for whoever reads it, but is quoted only where lines end with one
        out = io.StringIO()
        csv.writer(_Lines(out), lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode("utf-8")


class _Lines:
    """Writes lines that end with CR LF so that they end with LF."""

    def __init__(self, out: io.StringIO) -> None:
        self._out = out

    def write(self, line: str) -> None:
        self._out.write(line.removesuffix("\r\n") + "\n")


def _decode(part: str, data: bytes, problems: list[Problem]) -> str | None:
    for mark, encoding, name in _BOMS:
        if data.startswith(mark):
            problems.append(problem("byte-order-mark", part, 1, allowed="UTF-8", found=name))
            try:
                return data.decode(encoding).lstrip("\ufeff")
            except UnicodeDecodeError as error:
                problems.append(problem("not-text", part, found=error.reason))
                return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_by_line(part, data, problems)


def _decode_by_line(part: str, data: bytes, problems: list[Problem]) -> str:
    """Windows-1252 throughout is read, with a notice; some lines in one encoding and some in another is a fault on each such line."""
    texts, foreign, utf8 = [], [], False
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            texts.append(line.decode("utf-8"))
            utf8 = utf8 or not line.isascii()
        except UnicodeDecodeError:
            texts.append(line.decode("cp1252", errors="replace"))
            foreign.append(number)
    if utf8:
        problems.extend(problem("mixed-encodings", part, number, allowed="UTF-8", found=texts[number - 1].strip()) for number in foreign)
    else:
        problems.append(problem("encoding", part, foreign[0], allowed="UTF-8", found="Windows-1252"))
    return "\n".join(texts)


def _delimiter(text: str) -> str:
    first = re.sub(r'"[^"]*"', "", text.lstrip("\n").split("\n", 1)[0])
    return max(",;\t", key=lambda mark: (first.count(mark), mark == ","))


def _cells(part: str, text: str, delimiter: str, problems: list[Problem], columns: int) -> list[list[str]]:
    before = csv.field_size_limit(PART_LIMIT)
    try:
        lines = _plain_cells(text, delimiter, columns)
        return _noted_cells(part, text, delimiter, problems, columns) if lines is None else lines
    finally:
        csv.field_size_limit(before)


_AT_ONCE = 100
"""Lines that are read before their number and length are looked at: a line of a million cells takes memory before it is refused."""


def _plain_cells(text: str, delimiter: str, columns: int) -> list[list[str]] | None:
    """Return the lines of a text that breaks no rule; None of any other."""
    lines: list[list[str]] = []
    count = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        while some := list(itertools.islice(reader, _AT_ONCE)):
            lines += some
            most = max(map(len, some))
            count += max(most, len(lines[0])) * len(some)
            if len(lines) > ROW_LIMIT + 1 or most > columns or count > CELLS_LIMIT:
                return None
    except csv.Error:
        return None
    return lines


def _noted_cells(part: str, text: str, delimiter: str, problems: list[Problem], columns: int) -> list[list[str]]:
    """Return the lines of a text up to the one that breaks a rule, which is told."""
    lines: list[list[str]] = []
    count = wide = 0
    reader, begins = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for number, cells in enumerate(reader, start=1):
            found = len(cells)
            wide = wide or found
            count += max(wide, found)
            if number > ROW_LIMIT + 1 or found > columns or count > CELLS_LIMIT:
                allowed = f"{ROW_LIMIT} rows, {columns} columns, {CELLS_LIMIT} cells"
                problems.append(problem("too-many", part, number, allowed=allowed, found=f"{number} rows, {found} columns, {count} cells"))
                break
            lines.append(cells)
            begins = reader.line_num + 1
    except csv.Error:
        problems.append(problem("bad-csv", part, len(lines) + 1, found=text_at(text, begins)))
    return lines
