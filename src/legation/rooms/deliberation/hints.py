"""What a statement may lack before anybody votes on it: said to its author while it can still be worded anew."""

from __future__ import annotations

import re

from legation.methods.text.named_persons import named_persons

__all__ = ["HINTS", "hints"]

HINTS = ("several ideas", "natural person")
"""What may be hinted at: reasons of moderators."""
_ENDS = re.compile(r"(?:[.!?…]+[\s\u00a0\u202f]+|;|\n)(?=[\s\u00a0\u202f]*\w)")
_ABBREVIATED = re.compile(r"\b(?:art|cf|dr|e\.g|env|etc|i\.e|mr|mrs|ms|mme|m|no|st|vs|p)\.$", re.IGNORECASE)
_DEMANDS = re.compile(
    r"\b(?:must|should|shall|ought|needs? to|have to|has to|let us"
    r"|doit|doivent|devrait|devraient|devra|devront|faut|faudra|faudrait)\b",
    re.IGNORECASE,
)


def hints(text: str) -> tuple[str, ...]:
    """Return what a moderator might leave a statement out for, as its reason: ``several ideas``, ``natural person``.

    Several ideas are several sentences, or several demands in one. A person is known by what stands round a name
    (:func:`legation.methods.text.named_persons.named_persons`). A hint is no verdict: who has read it may send the statement as it is.

    Examples
    --------
    >>> hints("Publish the budget each year.")
    ()
    >>> hints("Publish the budget. Mr Zorvan must go.")
    ('several ideas', 'natural person')
    """
    found = []
    ends = [end for end in _ENDS.finditer(text.strip()) if not _ABBREVIATED.search(text.strip()[: end.end()].rstrip())]
    if ends or len(_DEMANDS.findall(text)) > 1:
        found.append("several ideas")
    if named_persons(text):
        found.append("natural person")
    return tuple(found)
