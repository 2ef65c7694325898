"""The passages of a text that are read closer, and the names in them that neither the dossier nor the list of names knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from legation.dossier import standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.progress import Progress, silent
from legation.methods.text.plain import plain
from legation.methods.text.uptake import Phrase
from legation.methods.text.uptake.phrase import places
from legation.questions.base.case import Case
from legation.questions.debate.utterances import Spoken
from legation.sources.names.gazetteer import gazetteer
from legation.sources.names.proposals import READ, NameProposal, languages_read, proposed_names

__all__ = [
    "BUDGET",
    "LONG",
    "NAMES_BUDGET",
    "Names",
    "around",
    "names_of",
    "parts_of",
    "sample",
]


AROUND = 500
"""Characters before and after the words of a topic, up to the ends of the paragraph and of the sentences."""
BUDGET = 3_500_000
"""Characters that are read closer for one answer; of more a sample of texts is drawn."""
LONG = 700
"""Characters of a passage of a long text."""
_END = re.compile(r"[.!?…]\s|\n")


def around(text: str, topic: Phrase) -> str:
    r"""Return the passages of a text that stand around the words of a topic, one below the other; the text where it is short.

    >>> from legation.methods.text.uptake import phrase
    >>> around("Fish is good.\n" * 60 + "We fear cyber attacks. They hurt.\n" + "Rain fell.\n" * 60, phrase("cyber"))
    'We fear cyber attacks. They hurt.'
    """
    if len(text) <= 2 * AROUND:
        return text
    found: list[tuple[int, int]] = []
    for start, end in places(plain(text), topic):
        low, high = _begin(text, start), _stop(text, end)
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return "\n".join(text[low:high].strip() for low, high in found)


def _begin(text: str, at: int) -> int:
    """Return where the passage before a place begins: its paragraph, or of a long one a sentence within reach."""
    low = max(0, at - AROUND)
    paragraph = text.rfind("\n", low, at)
    if paragraph >= 0:
        return paragraph + 1
    if low == 0:
        return 0
    sentence = _END.search(text, low, at)
    return sentence.end() if sentence else low


def _stop(text: str, at: int) -> int:
    """Return where the passage after a place ends."""
    high = min(len(text), at + AROUND)
    paragraph = text.find("\n", at, high)
    if paragraph >= 0:
        return paragraph
    if high == len(text):
        return high
    ends = [found.end() for found in _END.finditer(text, at, high)]
    return ends[-1] if ends else high


def parts_of(text: str, size: int = LONG) -> list[str]:
    r"""Return a text in passages of about a length: lines put together, long ones cut between sentences.

    Parameters
    ----------
    text : str
    size : int
        Characters from which a passage is full; one of more than twice that is cut.

    >>> parts_of("A line that says one thing.\nAnother line.\n\nA third. It goes on. And on, at some length.", 30)
    ['A line that says one thing. Another line.', 'A third. It goes on. And on, at some length.']
    """
    found: list[str] = []
    rest = ""
    for line in text.split("\n"):
        rest = f"{rest} {line.strip()}".strip()
        while len(rest) > 2 * size:
            ends = [one.end() for one in _END.finditer(rest, size, 2 * size)]
            cut = ends[0] if ends else 2 * size
            found.append(rest[:cut].strip())
            rest = rest[cut:].strip()
        if len(rest) >= size:
            found.append(rest)
            rest = ""
    if rest and found and len(rest) < size // 3:
        found[-1] = f"{found[-1]} {rest}"
    elif rest:
        found.append(rest)
    return found


def sample(texts: Sequence[str], budget: int, seed: int) -> list[int]:
    """Return the places of as many texts, drawn by chance, as a budget of characters allows, ascending; of all where they fit.

    >>> sample(["ab", "cd", "ef"], 100, 0), len(sample(["ab"] * 10, 6, 0))
    ([0, 1, 2], 3)
    """
    lengths = np.array([len(text) for text in texts], np.int64)
    if lengths.sum() <= budget:
        return list(range(len(texts)))
    order = np.random.default_rng(seed).permutation(len(texts))
    return sorted(order[np.cumsum(lengths[order]) <= budget].tolist())


NAMES_BUDGET = 1_500_000
"""Characters in which names are sought, in a minute or so; of more a sample of texts is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names that no list knows.

    Attributes
    ----------
    found : tuple of Proposed
        Their texts are rows of the kept texts.
    read, of : int
        Texts that were read, of all that are no posts: what a post names may be a private person.
    languages : tuple of str
        Which can be read here.
    missing : Message or None
        Why nothing could be read.
    """

    found: tuple[NameProposal, ...] = ()
    read: int = 0
    of: int = 0
    languages: tuple[str, ...] = ()
    missing: Message | None = None


def names_of(case: Case, texts: Spoken, seed: int, progress: Progress = silent) -> Names:
    """Return the names that the dossier's actors and the list do not have, those in the most texts first."""
    readable = languages_read()
    public = [at for at, kind in enumerate(texts.kinds) if kind != "post"]
    known = [at for at in public if texts.languages[at] in readable]
    starts = [texts.texts[at][:READ] for at in known]
    drawn = sample(starts, NAMES_BUDGET, seed)
    rows = [known[at] for at in drawn]
    listed = gazetteer(standing(case.dossier.actors))
    try:
        found = proposed_names([starts[at] for at in drawn], [texts.languages[at] for at in rows], listed, progress)
    except NotAvailable as error:
        return Names(of=len(public), missing=cast("Message", error.message))
    placed = tuple(NameProposal(name=one.name, kind=one.kind, texts=tuple(rows[at] for at in one.texts)) for one in found)
    return Names(found=placed, read=len(rows), of=len(public), languages=readable)
