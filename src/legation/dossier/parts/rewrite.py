"""A part that is to hold another model: the least of its text is changed, and every other byte stays as it is.

Rows are found again by :mod:`matching`. A row whose columns differ is changed in its own lines; one that is gone goes with its lines and
the comments directly above it; one that is new is written after the row that it follows. Where the order of rows is another one their
lines change places. What is made is read again: where it does not say exactly what was asked for, in the order that was asked for, the
part is written anew.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier.column import Column
from legation.dossier.parts.form import Rows, column_table, form_of, inline, key_of, record_table
from legation.dossier.parts.kind import Part
from legation.dossier.parts.row_match import listed, paired
from legation.dossier.parts.toml_lines import Path, scan
from legation.dossier.parts.toml_text import NoPlace, TextEdit, TextLayout, composed, with_value, without_item
from legation.errors import DossierError

__all__ = ["rewritten"]

_BOM = b"\xef\xbb\xbf"


def rewritten(part: Part, model: Any) -> bytes:
    r"""Return the bytes of a part that hold another model of its kind, by the least change.

    Parameters
    ----------
    part : Part
        A model that was read.
    model : ModelHead
        What the part is to say; its rows in the order in which they are to stand.

    Raises
    ------
    DossierError
        With every fault that the part would have.

    Examples
    --------
    >>> import dataclasses
    >>> from legation.dossier.parts import read
    >>> part = read("debates/x.frames.toml", b'''[debate]
    ... title = "Talks"
    ... [[frame]] # the first
    ... id = "a"
    ... name = "Rights"
    ... meaning = "..."
    ... ''')
    >>> frame, = part.model.frames
    >>> other = dataclasses.replace(part.model, frames=(dataclasses.replace(frame, id="b"),))
    >>> rewritten(part, other).splitlines()[2:4]
    [b'[[frame]]', b'id = "b"']
    """
    if model == part.model:
        return part.data
    kind: Any = part.kind
    bom = _BOM if part.data.startswith(_BOM) else b""
    try:
        text = part.data.removeprefix(_BOM).decode("utf-8")
        made: bytes = bom + _Rewriting(text, getattr(kind, "section", "")).made(part.model, model).encode("utf-8")
        if kind.read(made, part.name) == model:
            return made
    except (NoPlace, DossierError, ValueError, LookupError):  # no change in place says it
        pass
    data: bytes = bom + kind.write(model)
    kind.read(data, part.name)
    return data


class _Rewriting:
    """A text that is to say another model."""

    __slots__ = ("_at", "_section", "_text")

    def __init__(self, text: str, section: str) -> None:
        self._text = text
        self._at = TextLayout(text)
        self._section = section

    def made(self, before: Any, after: Any) -> str:
        """Return the text."""
        return self._lines((), before, after)

    def _lines(self, path: Path, before: Any, after: Any) -> str:
        """Return the lines of a row as they are to be."""
        form = form_of(type(before))
        block = self._at.block(path, (of.table for of in form.tables))
        edits: list[TextEdit] = []
        keys: dict[str, Any] = {}
        for of in form.tables:
            edits += self._table(path, of, before, after, block.end, keys)
        own = [edit for edit in edits if edit.start < block.own and edit.end <= block.own]
        text = composed(self._text, block.start, block.own, own, self._at.eol)
        names = tuple(one for one in path if isinstance(one, str))
        here: Path = (*names, 1) if path and isinstance(path[-1], int) else names
        text = _with_columns(text, here or ((self._section,) if self._section else ()), before, after)
        for name, value in keys.items():
            text = with_value(text, here, name, value)
        rest = composed(self._text, block.own, block.end, [edit for edit in edits if edit not in own], self._at.eol)
        return text + (self._at.eol if text and rest and not text.endswith("\n") else "") + rest

    def _table(self, path: Path, of: Rows, before: Any, after: Any, end: int, keys: dict[str, Any]) -> list[TextEdit]:
        """Return the edits of the rows of a table below a row; what is to be set as a whole is put among the ``keys``."""
        old, new = listed(before, of), listed(after, of)
        if old == new:
            return []
        pairs = {0: 0} if of.single and old and new else paired(old, new)
        paths: list[Path] = [(*path, of.table, *(() if of.single else (at,))) for at in range(1, len(old) + 1)]
        entry = self._at.entry(path, of.table)
        if entry is not None and (not pairs or of.single):
            if not pairs:
                keys[of.table] = _value(of, new)
                return []
            return [TextEdit(entry.value.start, entry.value.end, self._braces(paths[0], old[0], new[0]), lines=False)]
        if entry is not None:
            return self._array(paths, old, new, pairs)
        if not old or self._at.has_lines(paths[0]):
            return self._blocks(path, of, paths, (old, new), pairs, end)
        raise NoPlace(paths[0])

    def _blocks(
        self, path: Path, of: Rows, paths: Sequence[Path], rows: tuple[Sequence[Any], Sequence[Any]], pairs: Mapping[int, int], end: int
    ) -> list[TextEdit]:
        """Return the edits of rows that have lines of their own."""
        old, new = rows
        names = tuple(one for one in (*path, of.table) if isinstance(one, str))
        tables = [below.table for below in form_of(of.record).tables]
        blocks = [self._at.block(one, tables) for one in paths]
        places = sorted(pairs.values())
        gap = self._at.eol if (self._at.is_apart(blocks[0].start) if blocks else not path) else ""
        stay = set(places)
        edits = [self._at.without(block) for at, block in enumerate(blocks) if at not in stay]
        anchor = end if not blocks else -1 if places else blocks[-1].end
        last = 0
        for at, row in enumerate(new):
            if at in pairs:
                here, was = places[last], pairs[at]
                if was != here or old[was] != row:
                    block = blocks[here]
                    text = self._text[blocks[was].start : blocks[was].end] if old[was] == row else self._lines(paths[was], old[was], row)
                    ended = text.endswith("\n") or block.end >= len(self._text)
                    edits.append(TextEdit(block.start, block.end, text if ended else text + self._at.eol))
                last += 1
                anchor = blocks[here].end
                continue
            text = self._at.eol.join(_row_lines(names, of, row)) + self._at.eol
            if anchor < 0:
                start = blocks[places[0]].start
                edits.append(TextEdit(start, start, text + gap))
            else:
                edits.append(TextEdit(anchor, anchor, gap + text))
        return edits

    def _array(self, paths: Sequence[Path], old: Sequence[Any], new: Sequence[Any], pairs: Mapping[int, int]) -> list[TextEdit]:
        """Return the edits of rows that stand in an array."""
        spans = [self._at.inline(path) for path in paths]
        places = sorted(pairs.values())
        stay = set(places)
        edits = [without_item(self._text, span.inline) for at, span in enumerate(spans) if at not in stay and span.inline]
        anchor, last = -1, 0
        for at, row in enumerate(new):
            if at in pairs:
                here, was = places[last], pairs[at]
                if was != here or old[was] != row:
                    edits.append(TextEdit(spans[here].start, spans[here].end, self._braces(paths[was], old[was], row), lines=False))
                last += 1
                anchor = spans[here].end
            elif anchor < 0:
                start = spans[places[0]].start
                edits.append(TextEdit(start, start, f"{inline(record_table(row))}, ", lines=False))
            else:
                edits.append(TextEdit(anchor, anchor, f", {inline(record_table(row))}", lines=False))
        return edits

    def _braces(self, path: Path, before: Any, after: Any) -> str:
        """Return an inline row as it is to be."""
        span = self._at.inline(path)
        if before == after:
            return self._text[span.start : span.end]
        edits: list[TextEdit] = []
        keys: dict[str, Any] = {}
        for of in form_of(type(before)).tables:
            old, new = listed(before, of), listed(after, of)
            if old == new:
                continue
            if self._at.entry(path, of.table) is None or not old or not new:
                keys[of.table] = _value(of, new)
            else:
                edits += self._table(path, of, before, after, span.end, keys)
        text = "x = " + composed(self._text, span.start, span.end, edits, self._at.eol)
        text = _with_columns(text, ("x",), before, after)
        for name, value in keys.items():
            text = with_value(text, ("x",), name, value)
        return text.removeprefix("x = ")


def _with_columns(text: str, path: Path, before: Any, after: Any) -> str:
    """Return the text of a row with the columns that differ."""
    for column in form_of(type(before)).columns:
        old, new = column.of(before), column.of(after)
        if old == new:
            continue
        was, now = _keys_of(column, old), _keys_of(column, new)
        at = () if column.top else path
        for name in column.names:
            if was.get(name) != now.get(name) or type(was.get(name)) is not type(now.get(name)):
                text = _with_list(text, at, name, now.get(name))
    return text


def _keys_of(column: Column, value: Any) -> dict[str, Any]:
    return column_table(column, value) if value != column.default or column.required else {}


def _with_list(text: str, path: Path, name: str, value: Any) -> str:
    """Return the text with one value set; in an array over several lines, or with comments, only what differs."""
    if isinstance(value, list) and value:
        span = next((one for one in scan(text) if one.path == path), None)
        entry = next((one for one in span.entries if one.names == (name,)), None) if span is not None else None
        if entry is not None and entry.value.items and "\n" in text[entry.value.start : entry.value.end]:
            items = entry.value.items
            old = [text[item.start : item.end] for item in items]
            new = [inline(one) for one in value]
            edits: list[TextEdit] = []
            for how, low, high, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
                if how in ("delete", "replace"):
                    edits += [without_item(text, item) for item in items[low:high]]
                if how in ("insert", "replace"):
                    put = ", ".join(new[first:last])
                    at = items[low - 1].end if low else items[high].start if high < len(items) else -1
                    if at < 0:
                        return with_value(text, path, name, value)
                    edits.append(TextEdit(at, at, f", {put}" if low else f"{put}, ", lines=False))
            return composed(text, 0, len(text), edits, "\n")
    return with_value(text, path, name, value)


def _value(of: Rows, rows: Sequence[Any]) -> Any:
    if not rows:
        return None
    return record_table(rows[0]) if of.single else [record_table(row) for row in rows]


def _row_lines(names: tuple[str, ...], of: Rows, row: Any) -> Iterator[str]:
    """Yield the lines of a new row, and of the rows below it."""
    header = ".".join(map(key_of, names))
    yield f"[{header}]" if of.single else f"[[{header}]]"
    form = form_of(type(row))
    below = {one.table for one in form.tables}
    for name, value in record_table(row).items():
        if name not in below:
            yield f"{key_of(name)} = {inline(value)}"
    for one in form.tables:
        for inner in listed(row, one):
            yield from _row_lines((*names, one.table), one, inner)
