"""A block of lines read by the compiled kernel: the columns of GDELT that are wanted, as arrays.

The tables have no header and no quoting: a quotation mark is a plain character. A row of another width than its table's is not placed.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int32]

__all__ = [
    "ARTICLES",
    "EVENTS",
    "MENTIONS",
    "Layout",
    "Scanned",
    "scanned",
]


@dataclass(frozen=True, slots=True)
class Layout:
    """One table of GDELT.

    Attributes
    ----------
    table : str
        Our table.
    width : int
        Cells of a row.
    columns : mapping of str to (int, str)
        GDELT's name of each column that is read: its place, from 0, and how: ``code`` (few different texts), ``text``, ``whole``,
        ``time`` (whole, of 8 or 14 digits), ``number``.
    longest : int
        Bytes that a line may have.
    """

    table: str
    width: int
    columns: Mapping[str, tuple[int, str]]
    longest: int = 1024**2


EVENTS = Layout(
    "events",
    61,
    {
        "SQLDATE": (1, "time"),
        "Actor1CountryCode": (7, "code"),
        "Actor1KnownGroupCode": (8, "code"),
        "Actor1Type1Code": (12, "code"),
        "Actor2CountryCode": (17, "code"),
        "Actor2KnownGroupCode": (18, "code"),
        "Actor2Type1Code": (22, "code"),
        "EventCode": (26, "code"),
        "QuadClass": (29, "whole"),
        "GoldsteinScale": (30, "number"),
        "NumMentions": (31, "whole"),
        "ActionGeo_CountryCode": (53, "code"),
        "ActionGeo_Lat": (56, "number"),
        "ActionGeo_Long": (57, "number"),
        "DATEADDED": (59, "time"),
        "SOURCEURL": (60, "text"),
    },
)
MENTIONS = Layout(
    "mentions",
    16,
    {
        "GLOBALEVENTID": (0, "text"),
        "EventTimeDate": (1, "time"),
        "MentionTimeDate": (2, "time"),
        "MentionType": (3, "code"),
        "MentionSourceName": (4, "code"),
        "MentionIdentifier": (5, "text"),
        "Confidence": (11, "whole"),
        "MentionDocTone": (13, "number"),
        "MentionDocTranslationInfo": (14, "code"),
    },
)
ARTICLES = Layout(
    "articles",
    27,
    {
        "DATE": (1, "time"),
        "SourceCommonName": (3, "code"),
        "DocumentIdentifier": (4, "text"),
        "V2Themes": (8, "text"),
        "V2Locations": (10, "text"),
        "V2Organizations": (14, "text"),
        "V2Tone": (15, "text"),
        "TranslationInfo": (25, "code"),
    },
    longest=16 * 1024**2,
)


_KINDS = ("code", "text", "whole", "time", "number")


@dataclass(frozen=True, slots=True)
class Scanned:
    """The rows of a text: a row of each array is a column of that kind, in the layout's order, and an element is a row of the text.

    Attributes
    ----------
    text : array of uint8
    lines : array of int32
        The line of each row, from 0.
    codes : array of int32
        Which of the column's different values; -1: none.
    distinct : list of (starts, ends)
        Of each column of codes, where its different values stand.
    starts, ends : array of int32
        Texts.
    wholes : array of int64
    numbers : array of float64
    valid : array of bool
        Whether a number is there; a row for each column of the layout, of whatever kind.
    bad : array of int32
        Lines that are no row: line, start, end, number of cells.
    odd : array of int32
        Cells that are no plain number: column, row, start, end.
    unknown : array of int32
        Rows that have a carriage return in their midst, or bytes that are not ASCII in a wanted cell: line, start, end.
    """

    text: NDArray[np.uint8]
    lines: Integers
    codes: Integers
    distinct: list[tuple[Integers, Integers]]
    starts: Integers
    ends: Integers
    wholes: NDArray[np.int64]
    numbers: NDArray[np.float64]
    valid: NDArray[np.bool_]
    bad: Integers
    odd: Integers
    unknown: Integers


def scanned(text: NDArray[np.uint8], layout: Layout, lines: int) -> Scanned:
    """Read a text of at most ``lines`` lines."""
    from legation.sources.observations.gdelt.kernel import BAD, ODD, rows_of_text

    most = min(lines, len(text) // layout.width + 1)  # a row has a byte for each of its cells, its end or a tab
    at, how, slot, count = _program(tuple(layout.columns.values()))
    codes, texts, wholes, numbers = (np.empty((many, most), kind) for many, kind in zip(count, _TYPES, strict=True))
    ends = np.empty_like(texts)
    valid = np.empty((len(at), most), np.bool_)
    table = np.zeros((count[0], 1 << max(4, (2 * most).bit_length())), np.uint64)
    numbered, first, last = np.empty(table.shape, np.int32), np.empty_like(codes), np.empty_like(codes)
    counts = np.zeros(count[0], np.int64)
    row_lines, bad, unknown = np.empty(most, np.int32), np.empty((lines, BAD), np.int32), np.empty((most, 3), np.int32)
    odd = np.empty((most * (count[2] + count[3]), ODD), np.int32)
    rows, bads, odds, stranges = rows_of_text(
        text,
        layout.width,
        layout.longest,
        (at, how, slot),
        (table, numbered, first, last, counts),
        (codes, texts, ends, wholes, numbers, valid),
        row_lines,
        bad,
        odd,
        unknown,
    )
    return Scanned(
        text,
        row_lines[:rows],
        codes[:, :rows],
        [(first[place, :many], last[place, :many]) for place, many in enumerate(counts.tolist())],
        texts[:, :rows],
        ends[:, :rows],
        wholes[:, :rows],
        numbers[:, :rows],
        valid[:, :rows],
        bad[:bads],
        odd[:odds],
        unknown[:stranges],
    )


_TYPES = (np.int32, np.int32, np.int64, np.float64)


@functools.cache
def _program(columns: tuple[tuple[int, str], ...]) -> tuple[Any, Any, Any, tuple[int, int, int, int]]:
    """Return of each column its place in the row, how it is read and its place among those of its kind; and how many there are of each."""
    count = [0, 0, 0, 0]
    slot = []
    for _, how in columns:
        kind = (0, 1, 2, 2, 3)[_KINDS.index(how)]
        slot.append(count[kind])
        count[kind] += 1
    kinds = [_KINDS.index(how) for _, how in columns]
    at = [at for at, _ in columns]
    return np.array(at, np.int64), np.array(kinds, np.int64), np.array(slot, np.int64), (count[0], count[1], count[2], count[3])
