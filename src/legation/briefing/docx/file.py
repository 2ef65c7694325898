"""A DOCX file's outside: the desk's template opened."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from legation.errors import CannotRead
from legation.language import Message

if TYPE_CHECKING:
    from docx.document import Document as Word

__all__ = ["opened"]

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
