"""Which answers of a drill are due when, and which were played: ``plays.sqlite3`` of the drill's folder, so that a new start goes on."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

__all__ = ["FILE", "Plays"]

FILE = "plays.sqlite3"
_TABLES = """
CREATE TABLE IF NOT EXISTS answer (
    household TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, due TEXT NOT NULL, played TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (household, number)
);
"""


class Plays:
    """The answers of a drill.

    Parameters
    ----------
    folder : Path
        Of the drill's house.
    """

    def __init__(self, folder: Path) -> None:
        self._place = folder / FILE

    def plan(self, rows: list[tuple[str, int, str, dt.datetime]]) -> None:
        """Note household, number, the text that is answered and when an answer is due; one that is there already stays as it is."""
        values = [(household, number, text, _written(due)) for household, number, text, due in rows]
        with self._open() as connection:
            connection.executemany("INSERT OR IGNORE INTO answer (household, number, text, due) VALUES (?, ?, ?, ?)", values)

    def planned(self) -> set[tuple[str, int]]:
        """Return household and number of the answers that are noted."""
        with self._open() as connection:
            return set(connection.execute("SELECT household, number FROM answer").fetchall())

    def due(self, now: dt.datetime) -> list[tuple[str, int, str]]:
        """Return household, number and text of each answer that is due and was not played yet, by its time."""
        sentence = "SELECT household, number, text FROM answer WHERE played = '' AND due <= ? ORDER BY due, household, number"
        with self._open() as connection:
            return [tuple(row) for row in connection.execute(sentence, (_written(now),))]

    def played(self, household: str, number: int, now: dt.datetime) -> None:
        """Note that an answer was played."""
        with self._open() as connection:
            connection.execute("UPDATE answer SET played = ? WHERE household = ? AND number = ?", (_written(now), household, number))

    def counts(self) -> tuple[int, int]:
        """Return how many answers are noted, and how many of them were played."""
        with self._open() as connection:
            count, played = connection.execute("SELECT count(*), count(*) FILTER (WHERE played <> '') FROM answer").fetchone()
        return int(count), int(played)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self._place.exists():
            os.close(os.open(self._place, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(self._place, timeout=20)) as connection, connection:
            connection.executescript(_TABLES)
            yield connection


def _written(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")
