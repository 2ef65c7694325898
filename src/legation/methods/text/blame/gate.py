"""The gate before the reader: is a sentence about a digital incident, and is anyone held responsible for it or asked to answer.

A linear classifier over the whole sentence, learnt from sentences with blame and from as many that name states, firms and ministries
without any; what it lets through is read mention by mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from legation.methods.text.blame.holder import Frame
from legation.methods.text.blame.reading import Reading

__all__ = ["signs"]

_WORD = re.compile(r"[^\W\d_]{2,}")
_STEM = 6
"""Letters of a word that count: endings of one verb in two languages are alike from there on."""
_FAULTS = ("accuse", "attack", "clear", "deny", "error", "fail", "late", "legal", "open", "policy", "supply", "technical", "weak")


def signs(reading: Reading, there: Sequence[Frame], guesses: Sequence[str]) -> frozenset[str]:
    """Return the names of what is so of a sentence.

    ``cue:`` tells the kinds of cue; ``two:`` two kinds together; ``verb:`` the verbs that have a holder; ``stem:`` the words by their first
    letters; ``guess:`` what grammar alone says of somebody, with the part he plays in ``says:``; ``matter:`` whether a word of
    computing stands in it.

    Parameters
    ----------
    guesses : sequence of str
        The stance that grammar gives each mention, in their order.
    """
    kinds = {cue.kind for cue in reading.cues}
    matter = "matter:cyber" if "cyber" in kinds else "matter:other"
    faults = [kind for kind in _FAULTS if kind in kinds]
    found = {matter, f"lang:{reading.lang}"} | {f"cue:{kind}" for kind in kinds} | {f"{matter}:{kind}" for kind in faults}
    found |= {f"two:{one}:{other}" for one in faults for other in kinds if one != other}
    found |= {f"verb:{frame.kind}" for frame in there}
    parts = [m.target.split("/")[0].split()[0] for m in reading.mentions]
    found |= {f"guess:{guess}" for guess in guesses} | {f"says:{guess}:{part}" for guess, part in zip(guesses, parts, strict=True)}
    found |= {f"part:{part}" for part in parts} | {f"part:{part}:{kind}" for part in parts for kind in faults}
    found |= {f"stem:{word[:_STEM]}" for word in _WORD.findall(reading.low)}
    return frozenset(found)
