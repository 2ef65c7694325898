"""A text that comes into a room: pasted, from a file, or from a draft of the dossier, cut into paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from legation.dossier import Dossier
from legation.dossier.models.draft import DRAFT, KINDS
from legation.errors import CannotRead, LegationError
from legation.language import Message
from legation.questions.deals.drafting.incoming import Incoming, of_tracked
from legation.questions.deals.drafting.paragraphs import cut_version
from legation.rooms.drafting import Paragraph
from legation.rooms.state import as_seen
from legation.sources.draft.text import text_of
from legation.sources.draft.tracked_changes import TrackedText
from legation.sources.draft.versions import bracketed, tracked_from

__all__ = ["FILE", "LONGEST_TEXT", "GivenText", "as_data", "drafts_of", "file_in", "kinds_of_text", "text_in"]

FILE = "file"
"""The field of the file."""
LARGEST = 16 * 1024 * 1024
"""Bytes of a file."""
LONGEST_TEXT = 2_000_000
"""Characters of a text."""
MOST = 2_000
"""Paragraphs of a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenText:
    """A text as it came in.

    Attributes
    ----------
    text : str
    paragraphs : tuple of Paragraph
    stray : int
        Bracket signs without their other half, which were left out.
    brings : Incoming or None
        What the tracked changes and comments of a file say.
    error : Message or str or None
        Why there is none.
    """

    text: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    stray: int = 0
    brings: Incoming | None = None
    error: Any = None


def text_in(
    http: HttpRequest,
    pasted: str,
    bis: str,
    drafts: Dossier | None = None,
    draft: str = "",
    with_ids: Callable[[str], str] = str,
) -> GivenText:
    """Return the text of a form: that of its file, else of a draft of the dossier, else what was pasted.

    ``with_ids``: how a text in which delegations are called by their names calls them by their ids.
    """
    sent, brings = http.FILES.get(FILE), None
    if sent is not None:
        try:
            tracked = file_in(sent)
        except CannotRead as refused:
            return GivenText(error=refused.message)
        text, brings = bracketed(tracked), of_tracked(tracked, bis)
    elif draft:
        text = _of_draft(drafts, draft)
    else:
        text = pasted
    text = as_seen(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        return GivenText(error=Message("page-draft-chair.text-needed"))
    if len(text) > LONGEST_TEXT:
        return GivenText(error=Message("page-draft-chair.text-long", found=len(text), allowed=LONGEST_TEXT))
    made = cut_version(with_ids(text), bis)
    if not made.paragraphs or len(made.paragraphs) > MOST:
        return GivenText(text=text, error=Message("page-draft-chair.text-paragraphs", found=len(made.paragraphs), allowed=MOST))
    return GivenText(text=text, paragraphs=made.paragraphs, stray=made.stray, brings=brings)


def as_data(kind: str, paragraphs: Sequence[Paragraph], sources: Sequence[Sequence[str]] = ()) -> dict[str, Any]:
    """Return what an entry says that brings a text; ``sources``: from whom each paragraph comes."""
    origins = sources or [one.sources for one in paragraphs]
    return {
        "kind": kind,
        "paragraphs": [
            {"id": one.id, "label": one.label, "text": one.text, "sources": list(whence)}
            for one, whence in zip(paragraphs, origins, strict=True)
        ],
    }


def drafts_of(view: Dossier) -> dict[str, Any]:
    """Return the drafts of a dossier by their names, each with its title."""
    return {name: _model(view, part).title if _model(view, part) else name for name, part in DRAFT.of(view.files).items()}


def kinds_of_text() -> list[tuple[str, Message]]:
    """Return what a text may be, from the zero draft on."""
    return [(kind, Message(f"drafting.kind.{kind}")) for kind in KINDS]


def _model(view: Dossier, part: str) -> Any:
    """Return a draft; None where its file is faulty."""
    try:
        return DRAFT.read(view.files[part], part)
    except LegationError:
        return None


def _of_draft(view: Dossier | None, name: str) -> str:
    """Return the words of the last version of a draft; none where they are not there."""
    part = DRAFT.of(view.files).get(name) if view is not None else None
    model = _model(view, part) if view is not None and part is not None else None
    versions = model.versions if model is not None else ()
    return next((text for one in reversed(versions) if view is not None and (text := text_of(view.files, one.part))), "") or ""


def file_in(sent: Any) -> TrackedText:
    """Return the text of a file that was sent, whatever it is, with its tracked changes and comments.

    Raises
    ------
    CannotRead
        For a file that is too large, damaged, or nested too deep: with the place, and what to do.
    """
    name = Path(str(sent.name)[:80]).name
    if (sent.size or 0) > LARGEST:
        raise CannotRead(Message("sources.too-large", path=name, megabytes=LARGEST // 1024**2))
    return tracked_from(name, sent.read())
