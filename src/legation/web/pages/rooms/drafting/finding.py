"""The finding at the head of each page of a text: how many brackets are open, in how many paragraphs, over what share of the words."""

from __future__ import annotations

from legation.language import Message
from legation.rooms.drafting import State
from legation.rooms.drafting.obstacles import is_word, share
from legation.web.pages.rooms.drafting.text import TextOf

__all__ = ["finding", "finding_of_seat", "finding_of_state"]


def finding(brackets: int, units: int, of: int, part: float) -> Message:
    """Return how far a text is from being agreed: its open brackets, the paragraphs that have some, all paragraphs, the share of words.

    >>> from legation.language import say
    >>> say(finding(2, 1, 4, 0.12), "en")
    '2 brackets in 1 of 4 paragraphs: 12% of the words'
    """
    if not of:
        return Message("page-draft-chair.headline-none")
    if not brackets:
        return Message("page-draft-chair.headline-clear", count=of)
    return Message("page-draft-chair.headline", count=brackets, units=units, of=of, share=part)


def finding_of_state(state: State) -> Message:
    """Return the finding of a text as it is known whole."""
    return finding(len(state.held), len({one.unit for one in state.held.values()}), len(state.units), share(state))


def finding_of_seat(text: TextOf) -> Message:
    """Return the finding of a text as a seat may know it."""
    brackets, total, inside = 0, 0, 0
    for row in text.units:
        over = text.over.get(row["id"], ())
        brackets += len(over)
        places = {n for one in over for n in range(one["start"], one["end"])}
        words = [is_word(word) for word in row["words"]]
        total += sum(words)
        inside += sum(one for n, one in enumerate(words) if n in places)
    return finding(brackets, sum(bool(text.over.get(row["id"])) for row in text.units), len(text.units), inside / total if total else 0.0)
