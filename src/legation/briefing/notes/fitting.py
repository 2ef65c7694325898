"""What stands on a note, ordered by what goes first where room lacks, and cut until it is as long as it may be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from legation.briefing.document import Block, Box, Bullets, Cell, Document, Head, Heading, Notice, PageBreak, PaperTable, Paragraph, Picture

__all__ = ["MUST", "Entry", "Row", "Section", "blocks_of", "fitted", "fitted_pages", "within_words", "words_of"]

MUST = 0
"""The rank of what is never cut."""
_LINE, _TALL = 60.0, 1500.0
"""What a line that ends early, and a picture across the page, take about [signs of text]."""
_PART = 0.5
"""Of the last page, what is expected to be full."""


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
    """A heading, or none, and what stands under it; a section of which nothing is left has no heading either.

    ``page``: on which page it begins, at least: the first section of the second page begins it.
    """

    heading: Heading | None
    entries: tuple[Entry, ...]
    page: int = 1


def words_of(part: Block | Row) -> int:
    """Return how many words a part has: what stands between blanks, if there is a letter or a digit in it; a picture has none.

    >>> words_of(Paragraph("Our aim – the plan takes effect."))
    6
    """
    match part:
        case Row():
            return sum(_words(cell.text) for cell in part.cells)
        case PaperTable():
            return sum(_words(cell.text) for row in (part.head, *part.rows) for cell in row)
        case Bullets():
            return sum(words_of(item) for item in part.items)
        case Box():
            return _words(part.title) + sum(words_of(block) for block in part.blocks)
        case Head():
            return sum(_words(text) for pair in part.rows for text in pair)
        case Heading() | Paragraph() | Notice():
            return _words(part.text)
    return 0


def _words(text: str) -> int:
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def within_words(sections: Sequence[Section], most: int, before: int = 0) -> tuple[Section, ...]:
    """Return sections whose first page has at most so many words, with as little cut as may be: the least weighty first.

    Parameters
    ----------
    most : int
        Words of the first page; 0: no limit.
    before : int
        Words that stand on it above the sections.

    Notes
    -----
    What must stay does, however long it is.
    """
    first = [section for section in sections if section.page == 1]
    entries = [*_entries(first)]
    left = before + sum(words_of(section.heading) for section in first if section.heading)
    left += sum(words_of(entry.part) for entry in entries)
    order = sorted(((entry.rank, place) for place, entry in enumerate(entries) if entry.rank > MUST), reverse=True)
    cut: list[int] = []
    for _, place in order:
        if not most or left <= most:
            break
        cut.append(place)
        left -= words_of(entries[place].part)
    for place in reversed([*cut]):
        if left + words_of(entries[place].part) <= most:
            cut.remove(place)
            left += words_of(entries[place].part)
    return (*_left(first, cut), *(section for section in sections if section.page > 1))


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
    Fewer entries take no more pages, so that the number to cut is found by a few looks: the first one where the lengths of the texts let
    expect it, the next ones beside it. Where several pictures may be cut, the first look is at the document without them, which need not
    be drawn where there is no room for any. Where even what must stay is longer, the document is.
    """
    return _fit(sections, page, measure, most, refill=refill)[0]


def fitted_pages(
    sections: Sequence[Section], page: Callable[[tuple[Block, ...]], Document], measure: Callable[[Document], int], *, refill: bool = False
) -> Document:
    """Return the longest document of which each page holds the sections that begin on it, with as little cut of each as may be.

    A page that lacks room takes nothing from one before it. Where all sections begin on the first page, it is one page long.
    """
    last = max((section.page for section in sections), default=1)
    earlier: list[Section] = []
    made = page(())
    for number in range(1, last + 1):
        own = [section for section in sections if section.page == number]
        made, cut = _fit((*earlier, *own), page, measure, number, refill=refill)
        earlier = [_whole(section) for section in _left((*earlier, *own), cut)]
    return made


def _whole(section: Section) -> Section:
    return replace(section, entries=tuple(replace(entry, rank=MUST) for entry in section.entries))


def _left(sections: Sequence[Section], cut: Collection[int]) -> Iterator[Section]:
    """Yield sections without the entries at some places; what has none left is left out."""
    place = 0
    for section in sections:
        entries = tuple(entry for at, entry in enumerate(section.entries, place) if at not in cut)
        place += len(section.entries)
        if entries:
            yield replace(section, entries=entries)


def _fit(
    sections: Sequence[Section],
    page: Callable[[tuple[Block, ...]], Document],
    measure: Callable[[Document], int],
    most: int,
    *,
    refill: bool,
) -> tuple[Document, frozenset[int]]:
    """Return the document, and the places of the entries that were cut."""
    order = sorted(
        ((entry.rank, place) for place, entry in enumerate(_entries(sections)) if entry.rank > MUST), key=lambda one: (-one[0], -one[1])
    )
    places = [place for _, place in order]
    parts = [entry.part for entry in _entries(sections)]
    looked: dict[int, tuple[Document, int]] = {}

    def without(cut: Iterable[int]) -> Document:
        return page(blocks_of(sections, frozenset(cut)))

    def look(count: int) -> int:
        if count not in looked:
            made = without(places[:count])
            looked[count] = made, measure(made) if places else 0
        return looked[count][1]

    first = _without_pictures([parts[place] for place in places])
    if look(first) <= most and (not first or look(0) <= most):
        return looked[0][0], frozenset()
    low, high = (first + 1, len(places)) if look(first) > most else (1, first)
    longest = low - 1
    lengths = [_length(part) for part in parts]
    left = sum(lengths) - sum(lengths[place] for place in places[:longest])
    spare = left * max(0.0, 1 - (most + _PART) / max(1, look(longest)))
    expected = next((at for at, gone in enumerate(_gone(lengths, places, longest), longest) if gone >= spare), high)
    count = _fewest(lambda at: look(at) <= most, low, high, min(high, max(low, expected)))
    best = looked[count][0] if count in looked else without(places[:count])
    cut = set(places[:count])
    for place in reversed(places[:count]) if refill and look(count) <= most else ():
        made = without(cut - {place})
        if measure(made) <= most:
            best = made
            cut.discard(place)
    return best, frozenset(cut)


def _without_pictures(parts: Sequence[Block | Row]) -> int:
    """Return how many parts to cut so that no picture is left, where there are several; else none."""
    pictures = [at for at, part in enumerate(parts, 1) if isinstance(part, Picture)]
    return pictures[-1] if len(pictures) > 1 else 0


def _fewest(fits: Callable[[int], bool], low: int, high: int, expected: int) -> int:
    """Return the least number of ``low`` to ``high`` that fits, ``high`` where none does; looked for beside the one that is expected."""
    at, step = expected, 1
    while low < high:
        if fits(at):
            high = at
        else:
            low = at + 1
        beside = high - step if high == at else low - 1 + step
        at = beside if low <= beside < high else (low + high) // 2
        step *= 2
    return low


def _gone(lengths: Sequence[float], places: Sequence[int], count: int) -> Iterator[float]:
    """Yield what is gone of the lengths when so many and more places are cut."""
    gone = 0.0
    yield gone
    for place in places[count:]:
        gone += lengths[place]
        yield gone


def _length(part: Block | Row) -> float:
    """Return about how much room a part takes [signs of text]: enough to tell where to look first."""
    match part:
        case Row():
            return _LINE + max(len(cell.text) / width for cell, width in zip(part.cells, part.widths, strict=True))
        case PaperTable():
            return sum(_LINE + sum(len(cell.text) for cell in row) for row in (part.head, *part.rows))
        case Bullets():
            return sum(_length(item) for item in part.items)
        case Box():
            return _LINE + sum(_length(block) for block in part.blocks)
        case Paragraph():
            return _LINE + len(part.text)
        case Picture():
            return _TALL * part.width
    return _LINE


def blocks_of(sections: Iterable[Section], cut: frozenset[int]) -> tuple[Block, ...]:
    """Return the blocks of sections without the entries at the places in ``cut``."""
    blocks: list[Block] = []
    place, page = 0, 1
    for section in sections:
        left = [entry for at, entry in enumerate(section.entries, place) if at not in cut]
        place += len(section.entries)
        if left:
            if section.page > page:
                blocks.append(PageBreak())
                page = section.page
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
