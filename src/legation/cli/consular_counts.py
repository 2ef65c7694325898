"""``legation consular counts``: what leaves a house for a dossier, and nothing else does."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from pathlib import Path

from legation.cli.terminal import tell
from legation.errors import CannotRead, WrongUse
from legation.language import Lang, Message

__all__ = ["counts"]

PART = "consular.csv"


def counts(out: Path | None, lang: Lang) -> int:
    """Write the counts of this house into the folder of a dossier, or print them where none is named.

    Rows of other days and of other houses stay as they are; a count that is there already is written again.

    Raises
    ------
    WrongUse
        Where the folder is no dossier.
    CannotRead
        Where its part cannot be read.
    """
    from legation.web.consular.serving import set_up

    if out is not None and not (out / "dossier.toml").is_file():
        raise WrongUse(Message("desk-counts.no-dossier", path=str(out)))
    set_up()
    from legation.web.consular.counts import as_csv, counts_of_house

    made = as_csv(counts_of_house(dt.datetime.now(dt.UTC), lang))
    if out is None:
        sys.stdout.write(made.decode())
        return 0
    place = out / PART
    count, merged = _merged(place, made)
    from legation.dossier.files.folder import write_file

    write_file(place, merged)
    tell(Message("desk-counts.written", path=str(place), count=count), lang)
    return 0


def _merged(place: Path, made: bytes) -> tuple[int, bytes]:
    """Return how many rows are new or written again, and the whole part."""
    new = list(csv.DictReader(io.StringIO(made.decode())))
    header, rows = _there(place)
    mine = {row["id"] for row in new}
    columns = [*header, *(name for name in (new[0] if new else {}) if name not in header)]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*(row for row in rows if row.get("id") not in mine), *new])
    return len(new), text.getvalue().encode()


def _there(place: Path) -> tuple[list[str], list[dict[str, str]]]:
    from legation.dossier.tables.csv_sheet import read_csv

    if not place.exists():
        return [], []
    sheet = read_csv(PART, place.read_bytes(), [])
    if sheet is None:
        raise CannotRead(Message("desk-counts.unreadable", path=str(place)))
    return list(sheet.header), [dict(zip(sheet.header, row, strict=True)) for _, row in sheet.rows]
