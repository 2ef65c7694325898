"""The slices of a table of GDELT read, block by block; and its published lists, so that a missing slice has a name."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from legation.sources.observations.gdelt.rows import BlockRows, Noted, Placed, rows_of
from legation.sources.observations.gdelt.scanning import Layout
from legation.sources.observations.gdelt.slices import blocks, chosen
from legation.sources.observations.tables import TABLES
from legation.sources.observed import Fault, Observed, Unplaced
from legation.sources.reading import Origin, hash_of_files

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Paths", "Placing", "pieces", "whole"]

Paths = str | Path | Iterable[str | Path]
Placing = Callable[[BlockRows, Noted], Placed]


WORKERS = 4
"""Blocks that are examined at once, where there are so many processors."""


def pieces(path: Paths, layout: Layout, placing: Placing, rows: int, *, hashed: bool = True) -> Iterator[Observed]:
    """Yield the rows of slices in pieces of ``rows`` rows, the last one smaller; at least one piece, in the order of the files.

    Where not ``hashed``, nobody is told the SHA-256 of the files: it costs as much as reading them.
    """
    import pyarrow as pa

    schema = TABLES[layout.table].schema
    pending: list[pa.Table] = []
    rejected: list[Fault] = []
    warnings: list[Fault] = []
    ready = 0
    digests: dict[str, Future[str]] = {}
    files = chosen(path, layout.table, warnings)
    with ThreadPoolExecutor(1) as hashing:
        for file in files:
            if hashed:
                digests[_key(file, digests)] = hashing.submit(_digest, file)
            noted = Noted(file.name)
            for found in _parsed(file, layout):
                table, faults = placing(found, noted)
                pending.append(table)
                rejected += faults
                warnings += noted.taken()
                ready += table.num_rows
                while ready > rows:
                    joined = pa.concat_tables(pending)
                    piece, pending = joined.slice(0, rows), [joined.slice(rows)]
                    ready -= rows
                    yield Observed(piece, _origin(layout, rows + len(rejected)), Unplaced(rejected), Unplaced(warnings))
                    rejected, warnings = [], []
            warnings += noted.rest()
        digest = hash_of_files({name: future.result() for name, future in digests.items()}) if digests else ""
    last = pa.concat_tables(pending) if pending else schema.empty_table()
    yield Observed(last, _origin(layout, last.num_rows + len(rejected), digest), Unplaced(rejected), Unplaced(warnings))


def whole(path: Paths, layout: Layout, placing: Placing) -> Observed:
    """Return all the rows of slices at once."""
    *_, found = pieces(path, layout, placing, 2**62)
    return found


def _parsed(file: Path, layout: Layout) -> Iterator[BlockRows]:
    """Yield the rows of a file's blocks in their order; several blocks are examined at once."""
    workers = min(os.cpu_count() or 1, WORKERS)
    parsing: deque[Future[BlockRows]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for block in blocks(file, layout.longest, workers + 1):
            parsing.append(pool.submit(rows_of, block, layout, file.name))
            if len(parsing) > workers:
                yield parsing.popleft().result()
        while parsing:
            yield parsing.popleft().result()


def _key(file: Path, known: Iterable[str]) -> str:
    return file.name if file.name not in known else str(file)


def _digest(file: Path) -> str:
    import hashlib

    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _origin(layout: Layout, read: int, digest: str = "") -> Origin:
    return Origin(
        title=f"GDELT 2.0 {layout.table}",
        publisher="The GDELT Project",
        url="https://www.gdeltproject.org/",
        licence="open, with attribution and a link",
        sha256=digest,
        read=read,
    )
