"""The tables that stand in one text: those of a web page, and those that were pasted one below the other."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import PurePath

from legation.sources.signature import FileBytes
from legation.sources.tables.columns import guess_columns

__all__ = ["inner_tables"]

_MOST = 20
"""Tables of a page that are looked at."""
_LIMIT = 16 * 1024**2
"""The largest page that is looked at [bytes]."""
_SPAN, _SPANNED = 100, 100_000
"""Cells that one cell may stand for, and that all may: a page that says more is not made to be read."""


def inner_tables(name: str, data: bytes) -> dict[str, bytes]:
    r"""Return the tables of a web page, or of a text with several, each as a file of its own with a number; nothing for any other file.

    Examples
    --------
    >>> page = b"<html><table><tr><th>Country<th>Vote<tr><td>France<td>yes<tr><td>Peru<td>no</table></html>"
    >>> inner_tables("votes.html", page)
    {'votes-1.tsv': b'Country\tVote\r\nFrance\tyes\r\nPeru\tno\r\n'}
    >>> two = b"Country;Vote\nFrance;yes\nPeru;no\n\nname;date;tier\nA;2020;signed\nB;2021;signed\n"
    >>> list(inner_tables("two.txt", two))
    ['two-1.tsv', 'two-2.tsv']
    >>> inner_tables("one.txt", b"Country;Vote\nFrance;yes\n\nPeru;no\nChad;no\n")
    {}
    """
    if len(data) > _LIMIT:
        return {}
    file = FileBytes(name, data)
    try:
        tables = _of_page(file) if _is_page(file) else _of_blocks(file)
    except (
        AssertionError,
        csv.Error,
    ):  # a declaration or a cell that the library cannot read: it goes on as it was sent
        return {}
    stem = PurePath(name).stem or "table"
    return {f"{stem}-{number}.tsv": _written(rows) for number, rows in enumerate(tables[:_MOST], start=1)}


def _is_page(file: FileBytes) -> bool:
    return file.text is not None and (
        file.root in ("html", "table") or (file.lines[:1] != () and "<!doctype html" in file.lines[0].lower())
    )


def _of_page(file: FileBytes) -> list[list[list[str]]]:
    reader = _Tables()
    reader.feed(file.data.decode("utf-8-sig", "replace"))
    reader.close()
    return [rows for rows in reader.tables if len(rows) > 1 and max(map(len, rows)) > 1]


class _Tables(HTMLParser):
    """Reads the tables of a page, inner ones before the one in which they stand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._in_cell: list[bool] = []
        self._hidden, self._at, self._free = 0, 0, _SPANNED

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append([])
            self._in_cell.append(False)
        elif tag in ("script", "style"):
            self._hidden += 1
        elif self._open and tag == "tr":
            self._open[-1].append([])
            self._in_cell[-1] = False
        elif self._open and tag in ("td", "th"):
            if not self._open[-1]:
                self._open[-1].append([])
            span = next((value for key, value in attrs if key == "colspan"), None) or "1"
            more = max(min(int(span), _SPAN, self._free) - 1, 0) if span.isdecimal() and span.isascii() and len(span) < 5 else 0
            self._free -= more
            self._at = len(self._open[-1][-1])
            self._open[-1][-1] += [""] * (1 + more)
            self._in_cell[-1] = True
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden = max(self._hidden - 1, 0)
        elif self._open and tag in ("td", "th"):
            self._in_cell[-1] = False
        elif self._open and tag == "table":
            rows = self._open.pop()
            self._in_cell.pop()
            self.tables.append([[" ".join(cell.split()) for cell in row] for row in rows if any(cell.strip() for cell in row)])

    def close(self) -> None:
        """End what the page leaves open."""
        super().close()
        while self._open:
            self.handle_endtag("table")

    def handle_data(self, data: str) -> None:
        if self._open and self._in_cell[-1] and not self._hidden and self._at < len(self._open[-1][-1]):
            self._open[-1][-1][self._at] += data


def _of_blocks(file: FileBytes) -> list[list[list[str]]]:
    """Return the tables that blank lines part: each regular, and each with headings of its own. Of one table alone, nothing."""
    if file.text is None or file.root or file.json is not None or file.toml is not None or len(file.data) > len(file.text.encode()) + 3:
        return []
    blocks = [FileBytes(file.name, block.encode()) for block in re.split(r"(?:\r?\n[ \t]*){2,}", file.text.strip()) if block.strip()]
    if not 1 < len(blocks) <= _MOST or not all(map(_is_regular, blocks)):
        return []
    first = blocks[0]
    if not all(_has_headings(block, first) for block in blocks[1:]):
        return []
    return [list(csv.reader(io.StringIO(block.text or "", newline=""), delimiter=block.delimiter)) for block in blocks]


def _is_regular(block: FileBytes) -> bool:
    return bool(block.delimiter) and len(block.rows) > 1 and len(block.header) > 1 and len({len(row) for row in block.rows}) == 1


def _has_headings(block: FileBytes, first: FileBytes) -> bool:
    return len(block.header) != len(first.header) or block.header == first.header or len(guess_columns(block.rows[0])) > 1


def _written(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t").writerows(rows)
    return out.getvalue().encode()
