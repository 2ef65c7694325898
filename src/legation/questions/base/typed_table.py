"""A table of an answer with real types: as Arrow and as pandas, for whoever goes on computing.

=========================  ==============================  ===================  =====================================================
cells                      Arrow                           pandas               what stands there
=========================  ==============================  ===================  =====================================================
chance, share, fine share  ``double``, unit ``1``          ``float64``          a part of 1, never per cent
points                     ``double``, unit ``points``     ``float64``          points of a scale of 100
number                     ``int64``, else ``double``      ``Int64, float64``   whole numbers where every cell is one
date                       ``date32``                      ``datetime64[s]``    of a month or a year the last day; ``precision`` says so
yes or no                  ``bool``                        ``boolean``
vote                       ``string``                      ``string``           ``yes``, ``no``, ``abstain``, ``absent``
one thing with a name      ``string``                      ``string``           its id: an actor, a roll call
actors, evidence, lists    ``list<string>``                lists of ``str``     ids; nobody is an empty list
text                       ``string``                      ``string``           the words of the language that is asked for
=========================  ==============================  ===================  =====================================================

A low-high pair is two columns, ``low`` and ``high``. What is missing is null in Arrow and NA, NaN or NaT in pandas: never 0, an empty
text or a word. A column without any value has the type of its kind.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from legation.dossier import When
from legation.figures.figure import Named
from legation.language import Lang, say

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["arrow_table", "data_frame"]

_PARTS_OF_ONE = frozenset({"chance", "share", "fine-share"})
_MEASURES = _PARTS_OF_ONE | {"points"}
_LISTS = frozenset({"actors", "evidence"})
_PRECISION = {10: "day", 7: "month", 4: "year"}


class TypedColumn(Protocol):
    """A column of an answer: :class:`legation.questions.answer.TableColumn`."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def title(self) -> Any:
        """Its heading."""

    @property
    def kind(self) -> str:
        """What its cells are."""

    @property
    def judgement(self) -> str:
        """The judgement that they bear."""

    @property
    def unit(self) -> str:
        """Of a number, ``days``."""


class TypedTable(Protocol):
    """A table of an answer: :class:`legation.questions.AnswerTable`."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def title(self) -> Any:
        """Its heading."""

    @property
    def columns(self) -> Sequence[TypedColumn]:
        """Its columns."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """Its cells."""

    @property
    def judgement(self) -> str:
        """The judgement that the whole table bears."""


def arrow_table(table: TypedTable, lang: Lang) -> pa.Table:
    """Return the table as Arrow; see :meth:`legation.questions.AnswerTable.to_arrow`."""
    import pyarrow as pa

    fields, columns = [], []
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in table.rows]
        values, kind = _column(column, cells, lang)
        columns.append(pa.array(values, kind))
        fields.append(pa.field(column.id, kind, metadata=_about(column, cells, lang)))
    about = {"table": table.id, "title": say(table.title, lang), "lang": lang, "judgement": table.judgement}
    return pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata={name: text for name, text in about.items() if text}))


def data_frame(table: TypedTable, lang: Lang) -> pd.DataFrame:
    """Return the table as pandas; see :meth:`legation.questions.AnswerTable.to_pandas`."""
    import pandas as pd

    typed = arrow_table(table, lang)
    frame = pd.DataFrame({at: _series(typed.column(at)) for at in range(typed.num_columns)}, index=pd.RangeIndex(typed.num_rows))
    frame.columns = pd.Index(typed.column_names, dtype=object)
    frame.attrs = _words(typed.schema.metadata) | {
        f"{name}s": {field.name: _words(field.metadata)[name] for field in typed.schema if name in _words(field.metadata)}
        for name in ("unit", "title", "kind", "precision", "judgement")
    }
    return frame


def _about(column: TypedColumn, cells: Sequence[Any], lang: Lang) -> dict[str, str]:
    """Return what a field says of itself; what is not known is left out."""
    unit = column.unit or ("1" if column.kind in _PARTS_OF_ONE else "points" if column.kind == "points" else "")
    exact = [len(cell.text) for cell in cells if isinstance(cell, When)]
    precision = _PRECISION[min(exact, default=10)] if column.kind == "date" else ""
    about = {"unit": unit, "title": say(column.title, lang), "kind": column.kind, "precision": precision, "judgement": column.judgement}
    return {name: text for name, text in about.items() if text}


def _column(column: TypedColumn, cells: Sequence[Any], lang: Lang) -> tuple[list[Any], pa.DataType]:
    """Return the values of a column, None for what is missing, and their type."""
    import pyarrow as pa

    if column.kind == "date":
        return [_day(cell) for cell in cells], pa.date32()
    bare = [_bare(cell) for cell in cells]
    there = [cell for cell in bare if cell is not None]
    if column.kind in _LISTS or any(isinstance(cell, (tuple, list)) for cell in there):
        return [None if cell is None else _texts(cell, lang) for cell in bare], pa.list_(pa.string())
    if there and all(isinstance(cell, bool) for cell in there):
        return bare, pa.bool_()
    if column.kind in _MEASURES or all(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in there):
        whole = column.kind not in _MEASURES and all(isinstance(cell, int) for cell in there)
        if column.kind in _MEASURES or column.kind == "number" or there:
            return ([*bare], pa.int64()) if whole and there else ([None if c is None else float(c) for c in bare], pa.float64())
    if there and all(isinstance(cell, (dt.date, When)) for cell in there):
        return [_day(cell) for cell in bare], pa.date32()
    return [None if cell is None else _text(cell, lang) or None for cell in bare], pa.string()


def _bare(cell: Any) -> Any:
    """Return a cell without numpy's wrapping; None for what is missing."""
    value = cell.item() if hasattr(cell, "item") and not isinstance(cell, Mapping) else cell
    return None if isinstance(value, float) and math.isnan(value) else value


def _day(cell: Any) -> dt.date | None:
    """Return a day; None for what is missing and for a word in place of a date, such as "never"."""
    value = cell.last if isinstance(cell, When) else cell
    return value if isinstance(value, dt.date) else None


def _texts(cell: Any, lang: Lang) -> list[str]:
    items = cell if isinstance(cell, (tuple, list)) else [cell]
    return [text for item in items if (text := _text(item, lang))]


def _text(value: Any, lang: Lang) -> str:
    """Return the id of what has a name, and of anything else its words."""
    return value.id if isinstance(value, Named) else value if isinstance(value, str) else say(value, lang)


def _series(column: pa.ChunkedArray) -> pd.Series:
    """Return a column as pandas, in a type that has a place for what is missing."""
    import pandas as pd
    import pyarrow.types as of

    kind, values = column.type, column.to_pylist()
    if of.is_floating(kind):
        return pd.Series(values, dtype="float64")
    if of.is_date(kind):
        return pd.Series(pd.array(values, dtype="datetime64[s]"))
    if of.is_list(kind):
        return pd.Series(values, dtype=object)
    return pd.Series(values, dtype="Int64" if of.is_integer(kind) else "boolean" if of.is_boolean(kind) else "string")


def _words(metadata: Mapping[bytes, bytes] | None) -> dict[str, str]:
    return {name.decode(): text.decode() for name, text in (metadata or {}).items()}
