"""A block of lines read by the compiled kernel: what stands in each wanted cell, as arrays."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.sources.gdelt.layout import Layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int32]

__all__ = ["Scanned", "scanned"]

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
    strange : array of int32
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
    strange: Integers


def scanned(text: NDArray[np.uint8], layout: Layout, lines: int) -> Scanned:
    """Read a text of at most ``lines`` lines."""
    from legation.sources.gdelt.kernel import BAD, ODD, rows_of_text

    most = min(lines, len(text) // layout.width + 1)  # a row has a byte for each of its cells, its end or a tab
    at, how, slot, count = _program(tuple(layout.columns.values()))
    codes, texts, wholes, numbers = (np.empty((many, most), kind) for many, kind in zip(count, _TYPES, strict=True))
    ends = np.empty_like(texts)
    valid = np.empty((len(at), most), np.bool_)
    table = np.zeros((count[0], 1 << max(4, (2 * most).bit_length())), np.uint64)
    numbered, first, last = np.empty(table.shape, np.int32), np.empty_like(codes), np.empty_like(codes)
    counts = np.zeros(count[0], np.int64)
    row_lines, bad, strange = np.empty(most, np.int32), np.empty((lines, BAD), np.int32), np.empty((most, 3), np.int32)
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
        strange,
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
        strange[:stranges],
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
