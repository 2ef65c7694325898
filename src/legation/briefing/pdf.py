"""A document as PDF, set by typst: real headings, tags for those who listen, the marking and the page number on every page."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from legation.briefing.document import Document
from legation.briefing.layout import pictures as drawing
from legation.briefing.layout import typefaces
from legation.briefing.layout.composition import Plain, compose, drawable, shortened
from legation.briefing.layout.floating import filled_up

__all__ = ["page_count", "render"]

_SETTER = Path(__file__).parent / "templates" / "document.typ"
_POINTS = 72 / 25.4  # of a millimetre
_RUNNING = {False: 40, True: 72}  # characters of the title that stand at the head of a page, upright and across


def render(document: Document) -> bytes:
    """Return a document as PDF.

    The document is handed to typst as data, never as markup: no text in it can be read as an instruction. The file is tagged to PDF/UA-1
    where its letters allow (a character that no font has makes it a tagged PDF that claims no standard).

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
        The same document gives the same bytes; the date within is ``document.iso_date``.

    Examples
    --------
    >>> page = render(Document(kind="brief", name="x", lang="en", title="#import [x] $y$", blocks=(), iso_date="2018-11-01"))
    >>> page[:5], b"2018-11-01" in page
    (b'%PDF-', True)
    """
    with _laid_down(document) as (folder, plain, system):
        _fill_pages(folder, plain, system=system)
        return _set(folder, plain["day"], system=system)


def page_count(document: Document, spare: float = 0.0) -> int:
    """Return how many pages a document takes as PDF, without writing one.

    Parameters
    ----------
    spare : float
        What is left free at the foot of each page for programs that set the same text wider [mm].

    Examples
    --------
    >>> page_count(Document(kind="note", name="x", lang="en", title="T", blocks=(), tight=True))
    1
    """
    with _laid_down(document, spare) as (folder, _, system):
        return int(_queried(folder, "<pages>", system=system)[0])


def _queried(folder: Path, label: str, *, system: bool) -> list[Any]:
    """Return the values that the pages bear under a label."""
    import typst

    found = typst.query(
        str(folder / "document.typ"),
        label,
        field="value",
        root=str(folder),
        font_paths=typefaces.for_typst(system=system),
        ignore_system_fonts=not system,
    )
    values: list[Any] = json.loads(found)
    return values


def _fill_pages(folder: Path, plain: Plain, *, system: bool) -> None:
    """Let what follows a picture go before it wherever the picture would leave a page half empty."""
    height = plain["size"][1] * _POINTS
    for _ in range(sum(bool(block.get("floats")) for block in plain["blocks"])):
        blocks = filled_up(plain["blocks"], _queried(folder, "<spots>", system=system), height)
        if blocks is None:
            return
        plain["blocks"] = blocks
        _write(folder, plain)


def _write(folder: Path, plain: Plain) -> None:
    (folder / "document.json").write_text(json.dumps(plain, ensure_ascii=False), "utf-8")


@contextlib.contextmanager
def _laid_down(document: Document, spare: float = 0.0) -> Iterator[tuple[Path, Plain, bool]]:
    """Yield a folder with all that typst reads, the document as data, and whether the letters of the machine are needed."""
    pictures = list(enumerate(drawable(document), 1))
    plain = _paged(compose(document), document.iso_date)
    plain["spare"] = spare
    plain["across"] = {str(n): drawing.width_on_paper(picture, document.lang, landscape=document.landscape) for n, picture in pictures}
    with tempfile.TemporaryDirectory(prefix="legation-") as name:
        folder = Path(name)
        _write(folder, plain)
        (folder / "document.typ").write_bytes(_SETTER.read_bytes())
        for number, picture in pictures:
            (folder / f"figure-{number}.svg").write_text(drawing.printed(picture, document.lang), "utf-8")
        yield folder, plain, typefaces.uncovered(str(plain))


def _set(folder: Path, day: dict[str, int] | None, *, system: bool) -> bytes:
    import typst

    moment = dt.datetime(**day, tzinfo=dt.UTC) if day else dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
    fonts = typefaces.for_typst(system=system)

    def compiled(standards: list[typst.PDFStandard]) -> bytes:
        return typst.compile(
            str(folder / "document.typ"),
            root=str(folder),
            font_paths=fonts,
            ignore_system_fonts=not system,
            timestamp=moment,
            pdf_standards=standards,
            format="pdf",
        )

    try:
        return compiled(["ua-1"])
    except typst.TypstError:
        return compiled([])


def _paged(plain: Plain, iso_date: str) -> Plain:
    """Return the data with what only pages need: a day as numbers, a title short enough for the head of a page."""
    running = shortened(plain["title"], _RUNNING[plain["landscape"]])
    try:
        date = dt.date.fromisoformat(iso_date[:10])
    except ValueError:
        day = None
    else:
        day = {"year": date.year, "month": date.month, "day": date.day}
    return {**plain, "day": day, "running": running}
