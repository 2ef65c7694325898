"""Cells of one row in the bytes of a table changed, and all other bytes left as they are: its marks, its signs, its ends of lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

__all__ = ["TableText"]

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class TableText:
    """The bytes of a table that was read.

    Attributes
    ----------
    header : list of str
    encoding : str
    rows : list of (int, int, list of str)
        Of each row that is not empty where it begins and ends in the text, and its cells.
    """

    __slots__ = ("_bom", "_delimiter", "_text", "encoding", "header", "rows")

    def __init__(self, data: bytes) -> None:
        self._bom, self.encoding = next(((bom, encoding) for bom, encoding in _BOMS if data.startswith(bom)), (b"", "utf-8"))
        try:
            self._text = data[len(self._bom) :].decode(self.encoding)
        except UnicodeDecodeError:
            self.encoding = "cp1252"
            self._text = data.decode(self.encoding, errors="surrogateescape")
        first = re.sub(r'"[^"]*"', "", self._text.lstrip("\n").split("\n", 1)[0])
        self._delimiter = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
        lines = list(io.StringIO(self._text, newline=""))
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        self.header: list[str] = []
        self.rows: list[tuple[int, int, list[str]]] = []
        at, done = 0, 0
        for number, cells in enumerate(reader):
            end = at + sum(map(len, lines[done : reader.line_num]))
            if not number:
                self.header = [cell.strip() for cell in cells]
            elif any(cell.strip() for cell in cells):
                self.rows.append((at, end, cells))
            at, done = end, reader.line_num

    def with_cells(self, number: int, said: Mapping[str, str]) -> bytes:
        """Return the bytes with cells of a row changed: its own lines are written anew, in the manner of the file.

        Raises
        ------
        UnicodeEncodeError
            Where the encoding of the file has no such sign.
        """
        start, end, before = self.rows[number]
        cells = before + [""] * (len(self.header) - len(before))
        cells = [said.get(self.header[at], cell) if at < len(self.header) else cell for at, cell in enumerate(cells)]
        line = self._text[start:end]
        out = io.StringIO(newline="")
        ends = line[len(line.rstrip("\r\n")) :]
        csv.writer(out, delimiter=self._delimiter, lineterminator="\r\n").writerow(cells)  # which quotes a cell with any end of line
        new = (out.getvalue().removesuffix("\r\n") + ends).encode(
            self.encoding, errors="strict" if self.encoding != "cp1252" else "surrogateescape"
        )
        around = [text.encode(self.encoding, errors="surrogateescape") for text in (self._text[:start], self._text[end:])]
        return self._bom + around[0] + new + around[1]
