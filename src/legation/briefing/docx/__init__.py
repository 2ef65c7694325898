"""A document as DOCX: named styles that a desk can change, its own template where it has one, links to the sources and back."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from legation.briefing.document import Document
from legation.briefing.docx import elements
from legation.briefing.docx.template import Template, read_template
from legation.briefing.layout import pictures as drawing
from legation.briefing.layout.composition import Plain, compose, drawable
from legation.dossier.files.entries import stable

if TYPE_CHECKING:
    from docx.document import Document as Word

__all__ = ["Template", "read_template", "render"]


def render(document: Document, template: bytes | Template | None = None) -> bytes:
    """Return a document as a Word file.

    Parameters
    ----------
    document : Document
    template : bytes or Template, optional
        The desk's own .docx or .dotx. Its styles, margins, headers and footers are used; the styles that it lacks are made; its text is
        left out, and so are macros, objects and links to elsewhere: :func:`read_template` says which.

    Returns
    -------
    bytes
        The same document and template give the same bytes; the dates within are ``document.iso_date``.

    Raises
    ------
    CannotRead
        The template is not a Word file, or too large.

    Examples
    --------
    >>> render(Document(kind="brief", name="x", lang="fr", title="Titre", blocks=()))[:2]
    b'PK'
    """
    from legation.briefing.docx.blocks import Writer
    from legation.briefing.docx.styles import head_and_foot, set_pages, settle, width_of_text

    plain = compose(document)
    own = read_template(template) if isinstance(template, bytes) else template
    word = elements.opened(own.data if own else None)
    cells = plain["type"] if document.sheet else 0.0
    settle(word, keep=template is not None, language=f"{plain['lang']}-{plain['region']}", tight=document.tight, cells=cells)
    set_pages(word, document, own_margins=template is not None)
    head_and_foot(word, plain)
    Writer(word, width_of_text(word), _pictures(document)).write(plain)
    _describe(word, plain)
    packed = io.BytesIO()
    word.save(packed)
    return stable(packed.getvalue())


def _pictures(document: Document) -> dict[int, tuple[bytes, float]]:
    """Return each picture by its number: PNG, and its width in millimetres."""
    pictures = drawable(document)
    widths = [drawing.width_on_paper(picture, document.lang, landscape=document.landscape) for picture in pictures]
    return dict(enumerate(zip(drawing.pngs(pictures, document.lang), widths, strict=True), 1))


def _describe(word: Word, plain: Plain) -> None:
    try:
        moment = dt.datetime.fromisoformat(plain["iso_date"][:10])
    except ValueError:
        moment = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - python-docx writes it as UTC
    properties: dict[str, Any] = {
        "title": plain["title"],
        "subject": plain["subtitle"],
        "category": plain["kind"],
        "version": plain["version"],
        "keywords": plain["marking"],
        "author": "Legation",
        "last_modified_by": "Legation",
        "comments": "",
    }
    about = word.core_properties
    for name, value in properties.items():
        setattr(about, name, value.replace("\n", " ")[:255])
    about.language = f"{plain['lang']}-{plain['region']}"
    about.created = about.modified = moment
    about.revision = 1
