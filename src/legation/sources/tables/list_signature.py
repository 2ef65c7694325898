"""By what a plain list is recognised: short lines, or a table with a column of names."""

from __future__ import annotations

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.names.countries import find
from legation.sources.signature import LIKELY, POSSIBLE, FileBytes, Meanings, Sign
from legation.sources.tables.cells import one_name_a_row, table_of
from legation.sources.tables.columns import settle_columns

__all__ = ["list_columns", "recognise_list"]

_LONGEST = 90
"""Signs of a line that is still a name."""


def recognise_list(file: FileBytes) -> Sign | None:
    """Recognise short lines, or a table with a column of names; likely where most are countries or it has positions."""
    if file.root or file.toml is not None or (file.text is None and not file.rows) or (file.text is not None and not file.lines):
        return None
    try:
        cells = one_name_a_row(table_of(file.name, file.data if file.text is None else (file.text or "").encode()))[:300]
        at = settle_columns(cells) if cells else None
    except CannotRead:
        return None
    names = [name for _, row in cells[at.first :] if (name := at.row(row).name)] if at else []
    if (
        not names
        or not at
        or 2 * sum(any(map(str.isalpha, name)) for name in names) < len(names)
        or sorted(map(len, names))[len(names) // 2] > _LONGEST
    ):
        return None
    known = sum(find(name).how != "none" for name in names)
    if 2 * known >= len(names):
        return Sign(LIKELY, Message("recognising.countries", count=known, of=len(names)))
    columns = tuple(at.header[at.at[field]] for field in ("name", "position") if at.at.get(field, len(at.header)) < len(at.header))
    strength = LIKELY if len(columns) > 1 else POSSIBLE
    return (
        Sign(strength, Message("recognising.columns", columns=columns)) if columns else Sign(POSSIBLE, Message("recognising.short-lines"))
    )


def list_columns(file: FileBytes) -> Meanings:
    """Tell the columns of a list as it is read: by its headings, where it has any, else by what stands in them."""
    cells = list(enumerate((list(row) for row in file.rows), start=1))
    if not cells:
        return -1, {}
    found = settle_columns(cells)
    return found.first - 1, {place: field for field, place in sorted(found.at.items())}
