"""What changed from one text to another, as a page shows it: paragraphs that went, came or were reworded, and which words of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from legation.language import Message
from legation.methods.drafting import Rewording, reworded

__all__ = ["ComparedParagraph", "Stretch", "redline"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stayed, went or came."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedParagraph:
    """A paragraph of one text or of both."""

    kind: Message
    stretches: tuple[Stretch, ...]


def redline(old: str, new: str) -> tuple[int, list[ComparedParagraph]]:
    r"""Return of how many paragraphs two texts consist together, and those that differ, in the order of the new text.

    Raises
    ------
    BadValue
        Where a text has more than 2,000 paragraphs.

    Examples
    --------
    >>> count, found = redline("1. States report.\n2. Nothing else.", "1. States report at once.\n2. Nothing else.")
    >>> count, [(piece.kind, piece.text) for piece in found[0].stretches]
    (2, [('same', 'States report'), ('insert', ' at once'), ('same', '.')])
    """
    found = reworded(old, new)
    changed = [one for one in found if one.kind != "same"]
    return len(found), [
        ComparedParagraph(kind=Message(f"page-draft-chair.was-{one.kind}"), stretches=tuple(_stretches(one))) for one in changed
    ]


def _stretches(one: Rewording) -> Iterator[Stretch]:
    """Yield the words of a paragraph, what went before what came."""
    if one.kind != "reworded":
        yield Stretch("insert" if one.kind == "added" else "delete", one.after or one.before)
        return
    for change in one.changes:
        text, span = (one.before, change.old) if change.kind == "delete" else (one.after, change.new)
        if span is not None:
            start, end = span
            yield Stretch(change.kind, text[start - text[:start][-1:].isspace() : end])
