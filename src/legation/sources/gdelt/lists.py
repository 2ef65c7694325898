"""GDELT's published lists of slices: what there should be, so that what is missing can be named."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from legation.sources.gdelt.reading import Paths
from legation.sources.gdelt.slices import SliceName, chosen, slice_name
from legation.sources.observed import Fault, Observed, Unplaced
from legation.sources.reading import Origin, file_bytes

__all__ = ["missing_slices", "read_list"]

LIMIT = 1024**3
"""Bytes of a list; the whole one had about 130 MB after ten years."""
_LINE = re.compile(r"(\d{1,15})\s+([0-9a-fA-F]{32})\s+(\S+)")


def read_list(path: str | Path) -> Observed:
    """Return the slices that GDELT lists in ``masterfilelist.txt``, ``lastupdate.txt`` or their lists of translations.

    Parameters
    ----------
    path : path

    Returns
    -------
    Observed
        Its table: ``time`` of the slice (UTC), ``table`` ("events", "mentions", "articles"), ``translated``, ``bytes`` and ``md5`` of the
        packed file, ``url``. A line that is no size, MD5 and address of a slice is in ``unplaced``; the published list has some.

    Raises
    ------
    CannotRead
        Where the file is not there or larger than 1 GB.
    """
    import hashlib

    import pyarrow as pa

    file = Path(path)
    data = file_bytes(file, LIMIT)
    faults: list[Fault] = []
    rows: list[tuple[dt.datetime, str, bool, int, str, str]] = []
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        text = line.strip()
        if not text:
            continue
        match = _LINE.fullmatch(text)
        name = slice_name(match[3]) if match else None
        if match is None or name is None:
            faults.append(Fault(file.name, number, "gdelt-list-line", allowed="SIZE MD5 URL", found=text[:80]))
        else:
            rows.append((name.time, name.table, name.translated, int(match[1]), match[2].lower(), match[3]))
    schema = pa.schema(
        [
            ("time", pa.timestamp("us", tz="UTC")),
            ("table", pa.string()),
            ("translated", pa.bool_()),
            ("bytes", pa.int64()),
            ("md5", pa.string()),
            ("url", pa.string()),
        ]
    )
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    table = pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)
    origin = Origin(
        title="GDELT 2.0 slices",
        publisher="The GDELT Project",
        url="https://www.gdeltproject.org/",
        sha256=hashlib.sha256(data).hexdigest(),
        read=len(rows) + len(faults),
    )
    return Observed(table, origin, Unplaced(faults))


def missing_slices(listed: Observed, path: Paths, table: str = "events") -> tuple[str, ...]:
    """Return the addresses of the slices of a list that are not among local files, in the order of time.

    Parameters
    ----------
    listed : Observed
        Of :func:`read_list`.
    path : path or sequence of paths
        A folder of slices, or the files; known by their names.
    table : {"events", "mentions", "articles"}
    """
    doubts: list[Fault] = []
    names = {slice_name(file.name) for file in chosen(path, table, doubts, once=False)}
    columns = (listed.table[name].to_pylist() for name in ("time", "table", "translated", "url"))
    found = [(SliceName(time, kind, translated), url) for time, kind, translated, url in zip(*columns, strict=True)]
    return tuple(url for name, url in sorted(found) if name.table == table and name not in names)
