"""How much of a text is open."""

from __future__ import annotations

from dataclasses import dataclass

from legation.methods.drafting.draft import Draft
from legation.methods.drafting.words import WORD

__all__ = ["Openness", "openness"]

_SAID = frozenset({"attribution", "status"})


@dataclass(frozen=True, slots=True)
class Openness:
    """Counts and a share: a count alone misleads, a compilation raises it before it falls.

    Attributes
    ----------
    brackets : int
        Brackets of any depth, those agreed ad referendum left out.
    words, bracketed_words : int
        Words of the text, and those in a bracket; who said what is no word of the text.
    share : float or None
        Bracketed words by words, from 0 to 1; None for a text without words.
    depth : int
        The deepest bracket; 0 without one.
    units, units_ad_ref : int
        Numbered paragraphs, and those agreed ad referendum.
    """

    brackets: int
    words: int
    bracketed_words: int
    share: float | None
    depth: int
    units: int
    units_ad_ref: int


def openness(draft: Draft) -> Openness:
    """Return how much of a draft is open.

    Examples
    --------
    >>> from legation.methods.drafting import parse
    >>> found = openness(parse("States [shall][should] report (EU) [at once (JPN)]."))
    >>> found.brackets, found.words, found.bracketed_words
    (3, 7, 4)
    """
    words = bracketed = 0
    for node in draft.nodes:
        if node.kind not in _SAID:
            count = sum(1 for _ in WORD.finditer(node.text))
            words += count
            bracketed += count if node.parent >= 0 else 0
    return Openness(
        brackets=sum(b.status != "ad ref" for b in draft.brackets),
        words=words,
        bracketed_words=bracketed,
        share=bracketed / words if words else None,
        depth=max((b.depth for b in draft.brackets), default=0),
        units=len(draft.units),
        units_ad_ref=sum(unit.status == "ad ref" for unit in draft.units),
    )
