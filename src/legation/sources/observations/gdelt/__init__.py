"""GDELT 2.0: events, mentions and the Global Knowledge Graph as tables of observations.

Files are read as they are published: ``.CSV``, ``.csv.gz``, ``.zip`` with one member, a folder of slices, or a list of paths, in the order
of their names. Columns are those of :mod:`legation.sources.observations.tables`.

Traps of the format, and what is done:

- The place is FIPS 10-4: ``CH`` is China, ``SZ`` Switzerland. Actors are CAMEO: near ISO alpha-3, not equal. Both become ISO 3166-1 alpha-3
  (:mod:`legation.sources.names.event_codes`); regions, seas and unknown codes are null. An actor's country is the coder's reading of the
  article:
  "Victoria" of Vancouver may be Australia's.
- ``actor1_group`` and ``actor2_group``: the known group where there is one (UNO, NAT, EEC), else the first type (GOV, MIL, BUS), else the
  region (EUR, AFR).
- ``code`` is text and keeps its zero: ``036``. ``mentions`` is NumMentions, of the first 15 minutes. One article yields up to dozens of
  events: count stories (``url``), not rows.
- Tabs separate, nothing quotes, there is no header. A row of another width than 61 cells (mentions 16, GKG 27), among them those of
  GDELT 1.0, a row without a day or a time of adding, and a line over 1 MB (GKG 16 MB) is not placed; file and line are in ``unplaced``.
- A day exactly one day, month or year before the adding, before 1970 or after the adding, a coordinate that is nowhere on Earth (null), and
  bytes that are not UTF-8 (read as Latin-1, cell by cell) are in ``doubts``, up to 1,000 of a kind in a file; the rest are counted.
- A file that is cut off or damaged is not read at all (CannotRead, with the number of whole lines before): half a slice would be taken for
  a whole one. An empty file is a slice without rows.
- Files of a folder that hold the same are read once, and said.
- Persons of the knowledge graph are never read.

Licence of the data: open, with attribution and a link to https://www.gdeltproject.org/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.language import Message
from legation.late_exports import late_exports
from legation.sources.observations.tables import DAY, QUARTER
from legation.sources.signature import CERTAIN, FileBytes, Recogniser, Sign, in_packed
from legation.sources.source import Files, Source, Wanted

if TYPE_CHECKING:
    from legation.sources.observations.gdelt.reader import Paths
    from legation.sources.observations.gdelt.slices import SliceName, slice_name
    from legation.sources.observed import Observed
else:
    __getattr__, __dir__ = late_exports(__name__, {"legation.sources.observations.gdelt.slices": "SliceName slice_name"})

__all__ = [
    "SOURCE",
    "SliceName",
    "article_batches",
    "event_batches",
    "mention_batches",
    "read_events",
    "read_gkg",
    "read_mentions",
    "slice_name",
]

ROWS = 1_000_000


def read_events(path: Paths) -> Observed:
    r"""Return the events of slices: columns date, added, actor1, actor2, actor1_group, actor2_group, code, quad, goldstein, ...

    Parameters
    ----------
    path : path or sequence of paths
        A file, a folder of slices, or files.

    Returns
    -------
    Observed
        ``table`` as ``events`` of :mod:`legation.sources.observations.tables`. ``origin.sha256`` is that of the files as they lie there.

    Raises
    ------
    CannotRead
        Where a file is not there, cut off, damaged, unpacks to more than 16 GB, or is a zip of several members.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> row = [""] * 61
    >>> row[1], row[7], row[17], row[26], row[29], row[53] = "20191024", "CHE", "EUR", "036", "1", "SZ"
    >>> row[59], row[60] = "20191024143000", "https://www.example.org/a"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "20191024143000.export.CSV")
    ...     _ = path.write_text("\t".join(row) + "\n")
    ...     found = read_events(path)
    >>> event = found.table.to_pylist()[0]
    >>> event["actor1"], event["actor2"], event["actor2_group"], event["code"], event["place"], len(found.unplaced)
    ('CHE', None, 'EUR', '036', 'CHE', 0)
    """
    from legation.sources.observations.gdelt.reader import whole
    from legation.sources.observations.gdelt.scanning import EVENTS
    from legation.sources.observations.gdelt.tables import events_of

    return whole(path, EVENTS, events_of)


def event_batches(path: Paths, rows: int = ROWS, *, hashed: bool = True) -> Iterator[Observed]:
    """Yield the events of slices in pieces of ``rows`` rows, for files that are larger than memory.

    Each piece holds the unplaced rows and the doubts met since the one before; the last one, which may be empty, holds the SHA-256. A file
    that turns out to be cut off raises CannotRead after pieces were given: keep them only when the last one has come. Without
    ``hashed`` no SHA-256 is made, for those who have it already.
    """
    from legation.sources.observations.gdelt.reader import pieces
    from legation.sources.observations.gdelt.scanning import EVENTS
    from legation.sources.observations.gdelt.tables import events_of

    return pieces(path, EVENTS, events_of, rows, hashed=hashed)


def read_mentions(path: Paths) -> Observed:
    """Return the mentions of slices: each article that spoke of an event, with its tone, and the language it was written in.

    ``confidence`` is 0 to 100, GDELT's own; ``tone`` is -100 to 100; ``language`` is ISO 639-1, "en" where nothing was translated.
    Parameters and errors as :func:`read_events`.
    """
    from legation.sources.observations.gdelt.reader import whole
    from legation.sources.observations.gdelt.scanning import MENTIONS
    from legation.sources.observations.gdelt.tables import mentions_of

    return whole(path, MENTIONS, mentions_of)


def mention_batches(path: Paths, rows: int = ROWS, *, hashed: bool = True) -> Iterator[Observed]:
    """Yield the mentions of slices in pieces, as :func:`event_batches` does."""
    from legation.sources.observations.gdelt.reader import pieces
    from legation.sources.observations.gdelt.scanning import MENTIONS
    from legation.sources.observations.gdelt.tables import mentions_of

    return pieces(path, MENTIONS, mentions_of, rows, hashed=hashed)


def read_gkg(path: Paths) -> Observed:
    """Return the articles of slices of the Global Knowledge Graph 2.1.

    ``themes``, ``places`` (alpha-3) and ``organisations`` are sorted, each once, joined by semicolons; ``tone`` is -100 to 100, ``words``
    the number of words. Persons are not read. One core reads 15,000 to 20,000 made rows of 6 kB a second. Parameters and errors as
    :func:`read_events`.
    """
    from legation.sources.observations.gdelt.reader import whole
    from legation.sources.observations.gdelt.scanning import ARTICLES
    from legation.sources.observations.gdelt.tables import articles_of

    return whole(path, ARTICLES, articles_of)


def article_batches(path: Paths, rows: int = ROWS, *, hashed: bool = True) -> Iterator[Observed]:
    """Yield the articles of slices in pieces, as :func:`event_batches` does."""
    from legation.sources.observations.gdelt.reader import pieces
    from legation.sources.observations.gdelt.scanning import ARTICLES
    from legation.sources.observations.gdelt.tables import articles_of

    return pieces(path, ARTICLES, articles_of, rows, hashed=hashed)


def _slices_of(table: str) -> Callable[[Sequence[Path]], Iterator[Path]]:
    """Return what finds the files of one of GDELT's tables; of a folder, those whose names say so."""

    def files(paths: Sequence[Path]) -> Iterator[Path]:
        from legation.sources.observations.gdelt.slices import slice_name

        for path in paths:
            if not path.is_dir():
                yield path
                continue
            named = ((slice_name(one.name), one) for one in sorted(path.iterdir()))
            yield from (one for name, one in named if name is not None and name.table == table)

    return files


def _slice_of_name(path: Path) -> tuple[int, ...] | None:
    """Return the slices that a file's name stands for, 96 where it is a day's; None where it does not say."""
    from legation.sources.observations.gdelt.slices import slice_name

    name = slice_name(path.name)
    if name is None:
        return None
    first = int(name.time.timestamp())
    whole_day = len(path.name.split(".")[0]) == 8  # YYYYMMDD
    return tuple(range(first, first + DAY, QUARTER)) if whole_day else (first,)


def _translated(path: Path) -> str:
    from legation.sources.observations.gdelt.slices import slice_name

    name = slice_name(path.name)
    return " translated" if name is not None and name.translated else ""


def _events(path: Path, wanted: Wanted) -> Iterable[Observed]:
    return event_batches(path, wanted.group, hashed=False)


def _mentions(path: Path, wanted: Wanted) -> Iterable[Observed]:
    return mention_batches(path, wanted.group, hashed=False)


def _articles(path: Path, wanted: Wanted) -> Iterable[Observed]:
    return article_batches(path, wanted.group, hashed=False)


def _is_number(cell: str) -> bool:
    return cell.replace("-", "").removesuffix("T").isdigit()


def _by_width(*widths: int) -> Recogniser:
    """Recognise lines without headings by the number of their cells, which tabs part, and the number or time that the first one is."""

    def recognise(file: FileBytes) -> Sign | None:
        rows = [line.split("\t") for line in file.lines[:5]]
        there = bool(rows) and all(len(row) in widths and any(row[:2]) and all(map(_is_number, filter(None, row[:2]))) for row in rows)
        return Sign(CERTAIN, Message("recognising.width", count=len(rows[0]))) if there else None

    return in_packed(recognise)


def _source(table: str, place: int, batches: Callable[[Path, Wanted], Iterable[Observed]], ending: str, recognise: Recogniser) -> Source:
    return Source(
        id=table,
        place=place,
        files=Files(names=("FILES",), endings=(ending, f"{ending}.gz", f"{ending}.zip"), most=None, folder=True),
        fills=table,
        recognise=recognise,
        batches=batches,
        one_by_one=_slices_of(table),
        slices=_slice_of_name,
        stream=_translated,
        publisher="gdelt",
    )


SOURCE = (
    _source("events", 300, _events, ".export.CSV", _by_width(57, 58, 61)),
    _source("mentions", 310, _mentions, ".mentions.CSV", _by_width(14, 15, 16)),
    _source("articles", 320, _articles, ".gkg.csv", _by_width(26, 27)),
)
