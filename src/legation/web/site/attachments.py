"""Files that a person takes along: their names, and the media types of their forms."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

__all__ = ["MEDIA_TYPES", "attachment"]

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""By the ending of a name."""


def attachment(data: bytes, stem: str, form: str) -> HttpResponse:
    """Return a file that a browser stores and never shows, and that is in no cache.

    Parameters
    ----------
    stem : str
        Its name without the ending.
    form : str
        A key of :data:`MEDIA_TYPES`, the ending.

    Examples
    --------
    >>> attachment(b"a,b", "minutes", "csv")["Content-Disposition"]
    'attachment; filename="minutes.csv"'
    """
    response = HttpResponse(data, content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{stem}.{form}") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
