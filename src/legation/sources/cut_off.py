"""A table that ends too early, as when its upload or download broke off: told with the line, so that a cut name is not read as another."""

from __future__ import annotations

import csv
import io

from legation.dossier.problem import Problem
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.reading import notice
from legation.sources.signature import FileBytes

__all__ = ["CUT", "cut_error", "cut_off"]

CUT = ("cut-line", "cut-quote", "cut-file")
"""The codes of what is said of such a file."""
_PARQUET = b"PAR1"
_LEAST = 3
"""Rows from which the width of the others says something of the last."""


def cut_off(name: str, data: bytes) -> Problem | None:
    r"""Return where a table ends too early; None where nothing says so, and for what is no table.

    A last line is cut where it has fewer cells than all others and nothing ends it. A quote that is never closed swallows what follows it.

    Examples
    --------
    >>> found = cut_off("x.csv", b"country;vote\nFrance;yes\nPeru;no\nNiger")
    >>> found.code, found.row, found.found, found.allowed
    ('cut-line', 4, '1', '2')
    >>> cut_off("x.csv", b'country;vote\n"France;yes\nPeru;no\n').row
    2
    >>> cut_off("x.csv", b"country;vote\nFrance;yes\nPeru;no\nNiger\n") is None
    True
    """
    if data.startswith(_PARQUET):
        return None if data.endswith(_PARQUET) and len(data) > 2 * len(_PARQUET) else notice("cut-file", name)
    file = FileBytes(name, data)
    if file.text is None or not file.delimiter or file.root or file.json is not None or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    if data.count(b'"') % 2 and (line := _open_quote(data, file.delimiter)):
        return notice("cut-quote", name, line)
    width = len(file.header)
    if data.endswith((b"\n", b"\r")) or width < 2 or len(file.rows) < _LEAST:
        return None
    last = data[max(data.rfind(b"\n"), data.rfind(b"\r")) + 1 :]
    try:
        cells = len(next(csv.reader([last.decode("utf-8", "replace")], delimiter=file.delimiter), []))
    except csv.Error:  # a cell longer than any
        return notice("cut-file", name)
    others = file.rows[:-1] if data.count(b"\n") < len(file.rows) else file.rows
    if not 0 < cells < width or any(len(row) != width for row in others):
        return None
    return notice("cut-line", name, data.count(b"\n") + 1, allowed=str(width), found=str(cells), count=cells)


def cut_error(cut: Problem) -> CannotRead:
    """Return the error where such a file is not read."""
    return CannotRead(Message("sources.is-cut", path=cut.part, line=cut.row or 1, what=cut.remedy))


def _open_quote(data: bytes, delimiter: str) -> int:
    """Return the line of the row in which a quote is opened and not closed; 0 where there is none."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for _ in rows:
            line = rows.line_num + 1
    except csv.Error as error:
        return line if "unexpected end" in str(error) or "field larger" in str(error) else 0
    return 0
