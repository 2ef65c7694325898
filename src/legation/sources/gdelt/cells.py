"""What the kernel found in the cells of a block as columns of Arrow; the few cells that are no plain number are read here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.sources.gdelt.layout import Layout
from legation.sources.gdelt.mapped import gaps_of, strings
from legation.sources.gdelt.scanning import Scanned
from legation.sources.observed import Fault

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["columns_of"]

_INTEGER = re.compile(r"\s*[+-]?\d{1,18}\s*")
_DECIMAL = re.compile(r"\s*[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?|nan|inf(inity)?)\s*", re.IGNORECASE)
_INT32 = 2**31


def columns_of(
    found: Scanned, layout: Layout, part: str, lines: NDArray[np.int32], faults: list[Fault], doubts: list[Fault]
) -> tuple[pa.Table, NDArray[np.bool_] | None]:
    """Return the columns of a block under GDELT's names, and which of its rows they hold; None: all.

    A coordinate or a scale that is no number is read as missing, and is a doubt; any other number that is none leaves out its row.
    """
    import pyarrow as pa

    kept = _read_odd(found, layout, part, lines, faults, doubts) if len(found.odd) else None
    columns: dict[str, Any] = {}
    code = text = whole = number = 0
    for column, (name, (_, how)) in enumerate(layout.columns.items()):
        if how == "code":
            columns[name], code = _coded(found, code), code + 1
        elif how == "text":
            columns[name], text = _texts(found, text), text + 1
        elif how == "number":
            columns[name] = _with_gaps(found.numbers[number], found.valid[column])
            number += 1
        else:
            values = found.wholes[whole]
            columns[name] = _with_gaps(values if how == "time" else values.astype(np.int32), found.valid[column])
            whole += 1
    table = pa.table(columns)
    return (table if kept is None else table.filter(pa.array(kept))), kept


def _read_odd(
    found: Scanned, layout: Layout, part: str, lines: NDArray[np.int32], faults: list[Fault], doubts: list[Fault]
) -> NDArray[np.bool_] | None:
    """Read the cells that are no plain number; return which rows are left, None where all are."""
    names = list(layout.columns)
    places = np.cumsum([how == "number" for _, how in layout.columns.values()]) - 1
    wholes = np.cumsum([how in ("whole", "time") for _, how in layout.columns.values()]) - 1
    wrong: set[int] = set()
    for column, row, start, end in found.odd[np.argsort(found.odd[:, 0], kind="stable")].tolist():
        name = names[column]
        how = layout.columns[name][1]
        text = found.text[start:end].tobytes().decode()
        value = _number(text, how)
        if value is not None:
            (found.numbers[places[column]] if how == "number" else found.wholes[wholes[column]])[row] = value
            found.valid[column, row] = True
            continue
        if row not in wrong:
            (doubts if how == "number" else faults).append(Fault(part, int(lines[row]), "gdelt-number", found=text[:80], column=name))
        if how != "number":
            wrong.add(row)
    if not wrong:
        return None
    kept = np.ones(len(lines), np.bool_)
    kept[list(wrong)] = False
    return kept


def _number(text: str, how: str) -> float | int | None:
    if how == "number":
        return float(text) if _DECIMAL.fullmatch(text) else None
    if not _INTEGER.fullmatch(text):
        return None
    value = int(text)
    return value if how == "time" or -_INT32 <= value < _INT32 else None


def _with_gaps(values: NDArray[Any], valid: NDArray[np.bool_]) -> pa.Array:
    import pyarrow as pa

    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [gaps_of(valid), pa.py_buffer(values)])


def _coded(found: Scanned, place: int) -> pa.Array:
    import pyarrow as pa

    codes = found.codes[place]
    starts, ends = found.distinct[place]
    values = [found.text[start:end].tobytes().decode() for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    return pa.DictionaryArray.from_arrays(_with_gaps(codes, codes >= 0), pa.array(values, pa.string()), safe=False)


def _texts(found: Scanned, place: int) -> pa.Array:
    from legation.sources.kernels.interning import gather

    starts, ends = found.starts[place], found.ends[place]
    return strings(ends - starts, starts != ends, lambda offsets, data: gather(found.text, starts, ends, offsets, data))
