"""The words of a PDF that a dossier keeps, read again as it was captured: in a child process, within limits."""

from __future__ import annotations

from dataclasses import dataclass

from legation.sources.capture.isolation import isolated
from legation.sources.capture.plain import TEXT_LIMIT, tidy

__all__ = ["Words", "pdf_words"]

_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Words:
    """What was read of a file; ``fault`` is a key of ``capture.note`` where that is not all: missing, time, locked, no-text..."""

    text: str
    fault: str = ""


def pdf_words(data: bytes, *, seconds: float = _SECONDS) -> Words:
    """Return the text of a PDF, page after page with an empty line between them, at most two million characters.

    Parameters
    ----------
    data : bytes
        Of anyone's making; nothing is raised for what they do.
    seconds : float
        When reading is stopped; what was read until then is returned.

    Examples
    --------
    >>> pdf_words(b"no PDF at all").fault
    'unreadable'
    """
    if not data.startswith(b"%PDF-"):
        return Words("", "unreadable")
    outcome = isolated("pdf", data, seconds=seconds)
    text = tidy("".join(found["more"] for found in outcome.found if isinstance(found.get("more"), str)))[:TEXT_LIMIT]
    return Words(text, outcome.fault or ("" if text.strip() else "no-text"))
