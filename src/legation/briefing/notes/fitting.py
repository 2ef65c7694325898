"""What stands on a note, ordered by what goes first where room lacks, and cut until it is as long as it may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from legation.briefing.document import Block, Bullets, Cell, Document, Heading, PaperTable, Paragraph

__all__ = ["MUST", "Entry", "Row", "Section", "blocks_of", "fitted"]

MUST = 0
"""The rank of what is never cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table; those that follow one another under one heading row are one table."""

    head: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that may be cut: of the greatest ``rank`` first, of one rank the last. ``listed`` makes a list of paragraphs."""

    rank: int
    part: Block | Row
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, or none, and what stands under it; a section of which nothing is left has no heading either."""

    heading: Heading | None
    entries: tuple[Entry, ...]


def fitted(
    sections: Sequence[Section],
    page: Callable[[tuple[Block, ...]], Document],
    measure: Callable[[Document], int],
    most: int,
    *,
    refill: bool = False,
) -> Document:
    """Return the longest document of at most ``most`` pages, with as little cut as may be.

    Parameters
    ----------
    page : callable
        Makes the document of its blocks.
    measure : callable
        Counts the pages of a document.
    refill : bool
        Put back what was cut, the weightiest first, wherever there is room for it: what was cut before a tall picture may stand again.

    Notes
    -----
    Fewer entries take no more pages, so that the number to cut is found by halving: seven looks for a hundred entries. Where even what must
    stay is longer, the document is.
    """
    order = sorted(
        ((entry.rank, place) for place, entry in enumerate(_entries(sections)) if entry.rank > MUST), key=lambda one: (-one[0], -one[1])
    )
    places = [place for _, place in order]

    def without(cut: Iterable[int]) -> Document:
        return page(blocks_of(sections, frozenset(cut)))

    best = without(())
    if not places or measure(best) <= most:
        return best
    low, high, best = 1, len(places), without(places)
    while low < high:
        count = (low + high) // 2
        made = without(places[:count])
        if measure(made) <= most:
            best, high = made, count
        else:
            low = count + 1
    cut = set(places[:low])
    for place in reversed(places[:low]) if refill and measure(best) <= most else ():
        made = without(cut - {place})
        if measure(made) <= most:
            best = made
            cut.discard(place)
    return best


def blocks_of(sections: Iterable[Section], cut: frozenset[int]) -> tuple[Block, ...]:
    """Return the blocks of sections without the entries at the places in ``cut``."""
    blocks: list[Block] = []
    place = 0
    for section in sections:
        left = [entry for at, entry in enumerate(section.entries, place) if at not in cut]
        place += len(section.entries)
        if left:
            blocks += [section.heading] if section.heading else []
            blocks += _joined(left)
    return tuple(blocks)


def _entries(sections: Iterable[Section]) -> Iterator[Entry]:
    for section in sections:
        yield from section.entries


def _joined(entries: Sequence[Entry]) -> Iterator[Block]:
    """Yield the blocks of a section: rows under one heading row as one table, sentences of a list as one list."""
    listed: list[Paragraph] = []
    rows: list[Row] = []
    for entry in entries:
        if listed and not (entry.listed and isinstance(entry.part, Paragraph)):
            yield Bullets(tuple(listed))
            listed = []
        if rows and not (isinstance(entry.part, Row) and entry.part.head == rows[0].head):
            yield _table(rows)
            rows = []
        if isinstance(entry.part, Row):
            rows.append(entry.part)
        elif entry.listed and isinstance(entry.part, Paragraph):
            listed.append(entry.part)
        else:
            yield entry.part
    if listed:
        yield Bullets(tuple(listed))
    if rows:
        yield _table(rows)


def _table(rows: Sequence[Row]) -> PaperTable:
    return PaperTable(rows[0].head, tuple(row.cells for row in rows), widths=rows[0].widths)
