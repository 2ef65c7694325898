"""Any folder of texts: plain text, Markdown, HTML, PDF and Word files, each with its date, actor and language as far as they are told.

What is told counts in this order: the row of ``metadata.csv`` beside the texts, the file's name, what the document itself says, the day
that whoever reads the folder gives. A text without any date is not placed: in time it stands nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from legation.errors import CannotRead
from legation.sources.capture.evidence import SIZE_LIMIT, Captured, capture
from legation.sources.capture.isolation import AT_ONCE
from legation.sources.observations.texts.dates import moment
from legation.sources.observations.texts.language import actor_of, language_of, named, tag_code
from legation.sources.observations.texts.rows import BATCH, TextRows, cut, files_in, joined, web_address
from legation.sources.observations.texts.tables import BrokenRow, TextMapping, load_text_mapping, text_table
from legation.sources.observed import Fault, Observed
from legation.sources.reading import file_bytes

__all__ = ["ENDINGS", "METADATA", "batches", "read_folder"]

METADATA = "metadata.csv"
ENDINGS = (".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".odt")
_WINDOW = 64
_REFUSED = {"capture.empty": "texts-no-text", "capture.too-large": "texts-too-large", "sources.too-large": "texts-too-large",
            "capture.unknown-kind": "texts-kind"}  # fmt: skip
_IN_PART = frozenset(("time", "memory", "crash", "missing", "unreadable", "pages", "some-pages", "cut"))
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Given:
    """What whoever reads the folder says of all texts in it."""

    day: str
    kind: str
    outlet: str
    language: str
    order: str
    actors: Mapping[str, str]


def read_folder(
    path: str | Path,
    *,
    mapping: TextMapping | None = None,
    day: str = "",
    kind: str = "document",
    outlet: str = "",
    language: str = "",
    today: dt.date | None = None,
) -> Observed:
    """Read every text of a folder and of the folders in it.

    Parameters
    ----------
    path : str or Path
        With files .txt .md .html .pdf .docx .odt, each of at most 25 MB; others are told. ``metadata.csv`` in it may say of each ``file``
        its date, actor, language, title, address and outlet.
    mapping : TextMapping, optional
        What the columns of ``metadata.csv`` mean, and what names of actors mean; None: as ``metadata.csv.mapping.toml`` says, or guessed.
    day : str, optional
        The date of texts that tell none: ``2017-09-19``, ``2017-09`` or ``2017``.
    kind, outlet, language : str, optional
        Of texts that tell none. A language that nothing tells is asked of the text.
    today : date, optional
        After it a date is a doubt; None: the day of the clock.

    Returns
    -------
    Observed
        ``texts``; ``id`` is the path within the folder. PDF, HTML and Word files are read in child processes with limits.

    Raises
    ------
    CannotRead
        Where there is no such folder, or its ``metadata.csv`` cannot be read.
    """
    found = batches(path, mapping=mapping, day=day, kind=kind, outlet=outlet, language=language, today=today)
    return joined(found, Path(path).name)


def batches(
    path: str | Path,
    *,
    mapping: TextMapping | None = None,
    day: str = "",
    kind: str = "document",
    outlet: str = "",
    language: str = "",
    today: dt.date | None = None,
    size: int = BATCH,
) -> Iterator[Observed]:
    """Yield the texts of a folder in batches of ``size`` rows: see :func:`read_folder`."""
    place = Path(path)
    rows = TextRows(today)
    settled = mapping or load_text_mapping(place / METADATA) or TextMapping()
    given = _Given(day, kind, outlet, language, settled.order, settled.actors)
    return cut(rows, _files(place, rows, settled, given, today or dt.datetime.now(dt.UTC).date()), size, place.name)


def _files(path: Path, rows: TextRows, mapping: TextMapping, given: _Given, today: dt.date) -> Iterator[None]:
    files = list(files_in(path, rows))
    parts = [part for part, _ in files]
    metadata = _metadata(path / METADATA, parts, mapping, rows) if METADATA in parts else {}
    wanted = iter([(part, place) for part, place in files if part not in (METADATA, f"{METADATA}.mapping.toml")])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while window := list(islice(wanted, _WINDOW)):
            for (part, _), found in zip(window, pool.map(lambda file: _captured(file[0], file[1], today), window), strict=True):
                if isinstance(found, Fault):
                    rows.fault(found)
                else:
                    _place(rows, part, found, metadata.get(part, {}), given)
                yield
    yield


def _captured(part: str, place: Path, today: dt.date) -> Captured | Fault:
    if place.suffix.lower() not in ENDINGS:
        return Fault(part, 1, "texts-kind", allowed=" ".join(ENDINGS), found=place.suffix)
    try:
        return capture(file_bytes(place, SIZE_LIMIT), place.name, day=today)
    except CannotRead as error:
        code = _REFUSED.get(getattr(error.message, "id", ""), "texts-unreadable")
        allowed = {"texts-kind": " ".join(ENDINGS), "texts-too-large": f"{SIZE_LIMIT // 1024**2} MB"}.get(code, "")
        return Fault(part, 1, code, allowed=allowed, found=place.name)


def _place(rows: TextRows, part: str, file: Captured, cells: Cells, given: _Given) -> None:
    name = named(Path(part).stem, given.actors)
    published = file.published.text if file.published else ""
    said = cells.get("time", "")
    when = moment(said, given.order) if said else name.when or moment(published) or moment(given.day)  # type: ignore[arg-type]
    day = when.time.date() if when else None
    actor = actor_of(cells["actor"], day, given.actors) if cells.get("actor") else name.actor
    rich = file.media_type not in ("text/plain", "text/csv", "application/json")
    lang = (
        tag_code(cells.get("language", ""))
        or name.language
        or tag_code(given.language)
        or language_of(file.text)
        or tag_code(file.language)
    )
    placed = rows.add(
        part,
        1,
        when,
        found=said,
        id=part,
        kind="speech" if name.session else given.kind,
        outlet=cells.get("outlet") or given.outlet or file.evidence.publisher,
        actor=actor,
        language=lang,
        title=cells.get("title") or (file.title if rich else name.title),
        text=file.text,
        url=web_address(cells.get("url")),
    )
    rows.source(part, file.sha256)
    if placed and actor is None and cells.get("actor"):
        rows.doubt(Fault(part, 1, "texts-actor", allowed="ISO 3166-1 alpha-3 | id", found=cells["actor"], column="actor"))
    for note in file.notes:
        why = note.id.rpartition(".")[2]
        if placed and why in _IN_PART:
            rows.doubt(Fault(part, 1, "texts-in-part", found=why, column="text"))


def _metadata(path: Path, parts: list[str], mapping: TextMapping, rows: TextRows) -> dict[str, Cells]:
    """Return the row of each file, by its path within the folder or, where only one file has it, by its name."""
    table = text_table(path, mapping if mapping.columns else None, ("file",))
    by_name: dict[str, list[str]] = {}
    for part in parts:
        by_name.setdefault(part.rpartition("/")[2], []).append(part)
    there = frozenset(parts)
    found: dict[str, Cells] = {}
    for row in table.rows:
        if isinstance(row, BrokenRow):
            rows.fault(Fault(METADATA, row.line, "texts-row-stop" if row.last else "texts-row", found=row.found), rows=0)
            continue
        line, cells = row
        said = table.cell(cells, "file").replace("\\", "/").removeprefix("./")
        named_so = [said] if said in there else by_name.get(said.rpartition("/")[2], [])
        if len(named_so) != 1 or named_so[0] in found or len(cells) != len(table.header):
            code = "texts-width" if len(cells) != len(table.header) else "texts-file-twice" if named_so else "texts-no-file"
            rows.fault(Fault(METADATA, line, code, allowed=str(len(table.header)) if code == "texts-width" else "", found=said), rows=0)
            continue
        found[named_so[0]] = {name: table.cell(cells, name) for name in table.at}
    return found
