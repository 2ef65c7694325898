"""Blocks that were read on their way into batches, each with the place up to which the log was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.sources.access_log.blocks import START, Block, Position, head_of
from legation.sources.access_log.judging import LOCAL_TIME
from legation.sources.access_log.unpacking import Text
from legation.sources.observation_tables import TABLES
from legation.sources.observed import Fault, Observed, Unplaced
from legation.sources.reading import Origin

if TYPE_CHECKING:
    import pyarrow as pa

    from legation.sources.access_log.rows import Salt

__all__ = ["Gathering", "Requests", "no_requests"]


@dataclass(frozen=True, slots=True)
class Requests(Observed):
    """Requests of a log, with the place up to which it was read.

    Attributes
    ----------
    position : Position
        Behind the last line of this batch, in the file that ``part`` names; a later reading begins there.
    part : str
        The file's name.
    """

    position: Position = START
    part: str = ""


class Gathering:
    """The blocks of a file on their way into batches."""

    def __init__(self, text: Text, start: Position, head: bytes, opening: list[Fault]) -> None:
        self.text, self.position, self.head, self.opening = text, start, head, opening
        self.found: list[Observed] = []
        self.texts: list[bytes] = []
        self.rows = 0
        self.said = False

    def add(self, block: Block, fields: str, found: Iterable[Observed]) -> None:
        """Take the next block."""
        self.found += found
        self.texts.append(block.text)
        self.rows = sum(one.origin.read for one in self.found)
        lines = block.line + block.text.count(b"\n") + (not block.text.endswith(b"\n"))
        self.position = Position(block.end, lines, *head_of(self.head, block.end), fields)

    def batch(self, salt: Salt | None, last: Iterable[Fault] = ()) -> Requests:
        """Return what was gathered, and begin anew."""
        import pyarrow as pa

        table = pa.concat_tables([one.table for one in self.found]) if self.found else no_requests(salt)
        faults = [fault for one in self.found for fault in one.unplaced.faults] + list(last)
        doubts = self.opening + [fault for one in self.found for fault in one.doubts.faults if self._first_time(fault)]
        digest = hashlib.sha256()
        for piece in self.texts:
            digest.update(piece)
        origin = Origin(title=self.text.path.name, sha256=digest.hexdigest(), read=len(table) + len(faults))
        self.found, self.texts, self.rows, self.opening = [], [], 0, []
        return Requests(table, origin, Unplaced(faults), Unplaced(doubts), self.position, self.text.path.name)

    def _first_time(self, fault: Fault) -> bool:
        if fault.code != LOCAL_TIME:
            return True
        self.said, before = True, self.said
        return not before


def no_requests(salt: Salt | None) -> pa.Table:
    """Return the table without a row."""
    import pyarrow as pa

    schema = TABLES["requests"].schema
    return (schema if salt is None else schema.append(pa.field("visitor", pa.string()))).empty_table()
