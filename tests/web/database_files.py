"""What lies in a database and in its files, rows that are there or not, as whoever has the disk reads it."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import connection

__all__ = ["analyzed", "bytes_in_files", "counted_on_disk"]

_WHERE = """
SELECT pg_relation_filepath(oid) FROM pg_class
WHERE relname LIKE 'rooms\\_%%' OR relname LIKE 'people\\_%%' OR relname LIKE 'pg\\_toast\\_%%' OR relname = 'pg_statistic'
"""


def bytes_in_files() -> bytes:
    """Return the bytes: of SQLite all of it, of PostgreSQL the tables of rooms and persons, their indexes, and what it knows of tables."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return bytes(connection.connection.serialize())
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT setting FROM pg_settings WHERE name = 'data_directory'")
        folder = Path(cursor.fetchone()[0])
        cursor.execute(_WHERE, [])
        paths = [folder / name for (name,) in cursor.fetchall() if name]
    return b"".join(path.read_bytes() for path in paths if path.exists())


def analyzed() -> None:
    """Let PostgreSQL learn what stands in its tables, as it does by itself within minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def counted_on_disk(folder: Path, backup: Path, words: Iterable[str], *, without: str = "") -> dict[str, int]:
    """Return how often words stand in the rows of all tables, in all files of a folder, and unpacked in a backup.

    Parameters
    ----------
    without : str
        The name of a folder whose files are left out.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
    found, wanted = Counter[str](), tuple(words)
    for text in _texts(folder, backup, without):
        found.update({word: text.count(word.encode()) for word in wanted})
    return {word: found[word] for word in wanted}


def _texts(folder: Path, backup: Path, without: str) -> Iterator[bytes]:
    yield from _rows()
    for path in folder.rglob("*"):
        if path.is_file() and path != backup and without not in path.parts:
            yield path.name.encode() + path.read_bytes()
    with zipfile.ZipFile(backup) as archive:
        yield from (archive.read(name) for name in archive.namelist())


def _rows() -> Iterator[bytes]:
    """Yield the rows of all tables, and of PostgreSQL the values that it knows of them."""
    tables = [*connection.introspection.table_names(), *(["pg_stats"] if connection.vendor == "postgresql" else [])]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor:
                yield repr([bytes(one) if isinstance(one, memoryview) else one for one in row]).encode()
