"""A DOCX file's outside: the desk's template opened, the finished file made the same to the byte each time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from legation.errors import CannotRead
from legation.language import Message

if TYPE_CHECKING:
    from docx.document import Document as Word

__all__ = ["opened", "stable"]

_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_TYPES = "[Content_Types].xml"


def opened(template: bytes | None) -> Word:
    """Return an empty Word document: the desk's template without its text, or a blank one.

    Raises
    ------
    CannotRead
        The template is not a Word file, or holds macros.
    """
    import docx

    if template is None:
        word = docx.Document()
    else:
        try:
            word = docx.Document(io.BytesIO(_as_document(template)))
        except CannotRead:
            raise
        except Exception as error:
            reason = str(error).strip().splitlines() or [type(error).__name__]
            raise CannotRead(Message("document.template.unreadable", reason=reason[0][:200])) from error
    body = word.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    return word


def stable(data: bytes) -> bytes:
    """Return a zip file with the same content in the same order and no date of its making."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _TYPES, name)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            new.writestr(entry, old.read(name))
    return packed.getvalue()


def _as_document(template: bytes) -> bytes:
    """Return a template (.dotx) as the document (.docx) that python-docx opens."""
    with zipfile.ZipFile(io.BytesIO(template)) as old:
        types = old.read(_TYPES)
        if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in old.namelist()):
            raise CannotRead(Message("document.template.macros"))
        if _TEMPLATE not in types:
            return template
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, types.replace(_TEMPLATE, _MAIN) if name == _TYPES else old.read(name))
    return packed.getvalue()
