"""The text of a PDF, page by page. Runs in the child process.

A page is told as soon as it is read, so that a file that takes too long still gives its first pages. The dates inside a PDF say when a
file was made, not when a text was published; they are not used.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from legation.sources.capture.plain import TEXT_LIMIT, one_line, tidy

__all__ = ["PAGES_LIMIT", "pdf_text"]

PAGES_LIMIT = 2_000
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_MADE_BY = re.compile(r"^(?:Microsoft (?:Word|PowerPoint|Excel) - )|\.(?:docx?|odt|pptx?|xlsx?|indd)$", re.IGNORECASE)


def pdf_text(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield ``title``, ``language`` and then each page under ``more``; a ``fault`` where pages were left out."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        yield {"fault": "locked"}
        return
    yield {"title": _title(reader), "language": str(reader.root_object.get("/Lang", ""))[:20]}
    length, unread = 0, 0
    for number, page in enumerate(reader.pages, start=1):
        if number > PAGES_LIMIT:
            yield {"fault": "pages"}
            break
        try:
            text = tidy(page.extract_text().translate(_LIGATURES))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - one broken page does not hide the others
            unread += 1
            continue
        yield {"more": text + "\n\n"}
        length += len(text)
        if length > TEXT_LIMIT:
            break
    if unread:
        yield {"fault": "some-pages"}


def _title(reader: Any) -> str:
    try:
        return one_line(_MADE_BY.sub("", str(reader.metadata.title or ""))) if reader.metadata else ""
    except Exception:  # noqa: BLE001 - a broken title is no title
        return ""
