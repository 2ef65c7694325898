"""Which failings a text would have to say before it may be shown: a text that moves blame from the firm and does not say them is withheld.

A text is held against every failing that the dossier holds, one by one, on the points on which it moves blame: with more failings never
more is shown. Whoever clears the firm, or makes somebody else responsible, and says the failing is heard.
"""

from __future__ import annotations

from collections.abc import Iterable

from legation.dossier import Wording
from legation.language import LANGUAGES, Lang
from legation.methods.text.blame import sentences
from legation.questions.statement.failings import Failed
from legation.questions.statement.moving import Moved, moves, says, versions

__all__ = ["unsaid", "whitewashed"]


def unsaid(text: str, lang: Lang, failings: Iterable[Failed]) -> tuple[Failed, ...]:
    """Return the failings that a text does not say; each is held against the text alone: of more failings never fewer are returned."""
    return tuple(one for one in failings if not _said(text, lang, one))


def whitewashed(text: Wording, failings: Iterable[Failed], beside: Iterable[Failed] = (), *, party: bool = False) -> tuple[Failed, ...]:
    """Return the failings for the lack of which a text is a whitewash, in whichever language; none where it may be shown.

    Parameters
    ----------
    text : Wording
    failings : iterable of Failed
        What the dossier holds.
    beside : iterable of Failed
        Those that stand beside the text in whatever goes out: enough for a text that makes somebody else responsible, and too little
        for one that clears the firm.
    party : bool
        Whether its row says that it holds somebody responsible, whatever its words, and without any.
    """
    held, there = tuple(failings), {one.id for one in beside}
    found: dict[str, Failed] = {}
    if not held:
        return ()
    for lang, words in versions(text) or ((LANGUAGES[0], ""),):
        read = {moved for one in sentences(words) if (moved := moves(one, lang)) is not None}
        ways = read | {Moved("others")} if party else read
        lacking = unsaid(words, lang, held) if ways else ()
        found |= {
            one.id: one
            for one in lacking
            if any(moved.touches(one.point) and (moved.way == "excuse" or one.id not in there) for moved in ways)
        }
    return tuple(one for one in held if one.id in found)


def _said(text: str, lang: Lang, failed: Failed) -> bool:
    return any(says(text, words, failed.point, own) for own, words in versions(failed.text) if own == lang)
