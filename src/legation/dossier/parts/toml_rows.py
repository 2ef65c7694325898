"""Rows of a TOML part put in, taken out and moved in its text, be the part right or not yet; all other text stays as it is.

Each change says beforehand what the text is to hold. Where no change in place says just that, the text is written anew.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from legation.dossier.parts.form import inline, key_of
from legation.dossier.parts.toml_lines import Path
from legation.dossier.parts.toml_record import parsed, written
from legation.dossier.parts.toml_text import NoPlace, TextEdit, TextLayout, composed, with_value

__all__ = ["moved_row", "raw_row", "with_cells", "with_row", "without_row"]


def raw_row(table: Any, path: Path) -> Any:
    """Return what stands at a place of a table of TOML; None where nothing does.

    >>> raw_row({"maker": [{"id": "a"}, {"id": "b"}]}, ("maker", 2))
    {'id': 'b'}
    """
    for one in path:
        if isinstance(one, int):
            table = table[one - 1] if isinstance(table, list) and 0 < one <= len(table) else None
        else:
            table = table.get(one) if isinstance(table, Mapping) else None
    return table


def with_cells(text: str, path: Path, values: Mapping[str, Any]) -> str:
    r"""Return the text with values of one row set; None takes one out.

    >>> with_cells('[[maker]] # we\nid = "a"\n', ("maker", 1), {"id": "b", "note": None})
    '[[maker]] # we\nid = "b"\n'
    """
    wanted = parsed(text.replace("\r\n", "\n"))
    there = _made(wanted, path)
    changed = {name: value for name, value in values.items() if there.get(name) != value or type(there.get(name)) is not type(value)}
    for name, value in changed.items():
        if value is None:
            there.pop(name, None)
        else:
            there[name] = value

    def edited() -> str:
        made = text
        for name, value in changed.items():
            made = with_value(made, path, name, value)
        return made

    return _sure(edited, wanted)


def with_row(text: str, above: Path, table: str, values: Mapping[str, Any], below: Sequence[str] = ()) -> str:
    r"""Return the text with a new row after the last one of a table.

    Parameters
    ----------
    text : str
    above : tuple
        The row that the table stands in; empty for a table of the part.
    table : str
    values : mapping
        Of the row; lists of tables become rows below it.
    below : sequence of str
        The tables that the rows of this one, and the row above, may have.

    Examples
    --------
    >>> with_row('[[maker]]\nid = "a"\n', (), "maker", {"id": "b", "option": [{"id": "c"}]})
    '[[maker]]\nid = "a"\n\n[[maker]]\nid = "b"\n[[maker.option]]\nid = "c"\n'
    """
    wanted = parsed(text.replace("\r\n", "\n"))
    rows = _made(wanted, above).setdefault(table, [])
    before = copy.deepcopy(rows)
    rows.append(copy.deepcopy(dict(values)))

    def edited() -> str:
        layout = TextLayout(text)
        names = tuple(one for one in (*above, table) if isinstance(one, str))
        last: Path = (*above, table, len(before))
        if before and not layout.has_lines(last):
            return with_value(text, above, table, rows)
        if layout.entry(above, table) is not None:
            return with_row(with_value(text, above, table, None), above, table, values, below)
        if not before and above and not layout.has_lines(above):
            return with_value(text, above, table, rows)
        at = layout.block(last, below).end if before else layout.block(above, below).end if above else len(text)
        lines = layout.eol.join(_lines(names, values)) + layout.eol
        apart = "" if not text.strip() or (above and not before) else layout.eol
        return composed(text, 0, len(text), [TextEdit(at, at, apart + lines)], layout.eol)

    return _sure(edited, wanted)


def without_row(text: str, path: Path, below: Sequence[str] = ()) -> str:
    r"""Return the text without a row, the rows below it, and the comments directly above it.

    >>> without_row('[[maker]]\nid = "a"\n# and\n[[maker]]\nid = "b"\n', ("maker", 2))
    '[[maker]]\nid = "a"\n'
    """
    wanted = parsed(text.replace("\r\n", "\n"))
    above, table, number = _split(path)
    holder = _made(wanted, above)
    if number is None:
        holder.pop(table)
    else:
        holder[table].pop(number - 1)
        if not holder[table]:
            del holder[table]

    def edited() -> str:
        layout = TextLayout(text)
        if not layout.has_lines(path):
            return with_value(text, above, table, holder.get(table))
        return composed(text, 0, len(text), [layout.without(layout.block(path, below))], layout.eol)

    return _sure(edited, wanted)


def moved_row(text: str, path: Path, by: int, below: Sequence[str] = ()) -> str:
    r"""Return the text with a row one place up (-1) or down (1) among those of its table; as it is where there is no such place.

    >>> moved_row('[[maker]]\nid = "a"\n[[maker]]\nid = "b"\n', ("maker", 2), -1)
    '[[maker]]\nid = "b"\n[[maker]]\nid = "a"\n'
    """
    wanted = parsed(text.replace("\r\n", "\n"))
    above, table, number = _split(path)
    rows = _made(wanted, above).get(table)
    other = (number or 0) + by
    if number is None or not isinstance(rows, list) or not (0 < other <= len(rows)):
        return text
    rows[number - 1], rows[other - 1] = rows[other - 1], rows[number - 1]

    def edited() -> str:
        layout = TextLayout(text)
        if not layout.has_lines(path):
            return with_value(text, above, table, rows)
        one, two = (layout.block((*above, table, at), below) for at in sorted((number, other)))
        first, second = (text[block.start : block.end] for block in (one, two))
        ends = [part if part.endswith("\n") else part + layout.eol for part in (second, first)]
        edits = [TextEdit(one.start, one.end, ends[0]), TextEdit(two.start, two.end, ends[1])]
        return composed(text, 0, len(text), edits, layout.eol)

    return _sure(edited, wanted)


def _sure(edited: Callable[[], str], wanted: Mapping[str, Any]) -> str:
    """Return a changed text that says what was wanted; written anew where no change in place does."""
    try:
        made = edited()
        if parsed(made.replace("\r\n", "\n")) == wanted:
            return made
    except (NoPlace, ValueError, LookupError, RecursionError):
        pass
    return written(wanted).decode("utf-8")


def _made(table: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return the table at a place, made where there is none."""
    for one in path:
        table = table[one - 1] if isinstance(one, int) else table.setdefault(one, {})  # type: ignore[index]
    return table


def _split(path: Path) -> tuple[Path, str, int | None]:
    if isinstance(path[-1], int):
        return path[:-2], str(path[-2]), path[-1]
    return path[:-1], str(path[-1]), None


def _lines(names: tuple[str, ...], values: Mapping[str, Any]) -> Iterator[str]:
    yield f"[[{'.'.join(map(key_of, names))}]]"
    rows = {name: one for name, one in values.items() if isinstance(one, list) and one and all(isinstance(row, Mapping) for row in one)}
    for name, value in values.items():
        if name not in rows:
            yield f"{key_of(name)} = {inline(value)}"
    for name, below in rows.items():
        for row in below:
            yield from _lines((*names, name), row)
