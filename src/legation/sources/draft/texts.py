"""The words of versions and of adopted texts, which lie in parts of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from legation.dossier.models.adopted import AdoptedList
from legation.dossier.models.draft import DraftModel
from legation.dossier.problem import Problem
from legation.errors import CannotRead
from legation.methods.drafting import parse
from legation.sources.draft.text import decoded
from legation.sources.reading import notice

__all__ = ["text_faults", "text_of"]


def text_of(files: Mapping[str, bytes], part: str) -> str | None:
    """Return the text of a part; None where it is not there, or is no text."""
    if part not in files:
        return None
    try:
        return decoded(part, files[part]).text
    except CannotRead:
        return None


def text_faults(found: DraftModel | AdoptedList, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what is wrong with the texts that a file names: missing, no text, a bracket without its other half."""
    for part in found.parts():
        text = text_of(files, part)
        if part not in files:
            yield notice("draft-text-missing", found.part, None, "part", allowed="drafts/*/*.txt", found=part)
        elif text is None:
            yield notice("draft-text-unreadable", part, None, None, allowed="UTF-8", found=part)
        elif isinstance(found, DraftModel):
            for stray in parse(text, found.bis).problems:
                line = text.count("\n", 0, stray.position) + 1
                column = str(stray.position - text.rfind("\n", 0, stray.position))
                yield notice("draft-stray-bracket", part, line, column, allowed="[ ]", found=text[stray.position])
