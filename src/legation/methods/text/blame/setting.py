"""Where a mention stands: its place in the clause, the cues around it, and the verbs whose holder it is or under which it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from legation.methods.text.blame.holder import Frame, governing
from legation.methods.text.blame.lexicon import small_words
from legation.methods.text.blame.reading import Mention, SentenceReading

__all__ = ["Setting", "setting", "slot"]

_TOKEN = re.compile(r"[^\W_]+'?")
_PREPOSITION, _JOINT, _DET = (small_words(name) for name in ("preposition", "joint", "det"))
_WITHIN = 5
_CLOSE, _OWNED = 14, 24
_FAULTS = frozenset({"fail", "late", "error", "attack", "accuse", "policy", "legal", "supply"})


@dataclass(frozen=True, slots=True)
class Setting:
    """A mention with what the rules ask about.

    Attributes
    ----------
    words : str
        The mention in small letters; `before` and `behind` are the clause up to it and the sentence from its end.
    place : str
        Of `slot`; an owner whose fault follows ("the port's failure") counts as ``start``.
    inside, every, fault, close : frozenset of str
        Kinds of cue in the clause apart from the mention itself, in the sentence, the faults among the former, and those just before.
    own, over : Frame or None
        The verb whose subject it is, and the verb that governs it.
    first : bool
        Nobody else is mentioned between that verb and it.
    """

    reading: SentenceReading
    mention: Mention
    words: str
    before: str
    behind: str
    place: str
    inside: frozenset[str]
    every: frozenset[str]
    fault: frozenset[str]
    close: frozenset[str]
    own: Frame | None
    over: Frame | None
    first: bool

    @property
    def chance(self) -> bool:
        """Whether what is mentioned is nobody: chance, or a machine."""
        return self.mention.target == "nobody/system"

    @property
    def bystander(self) -> bool:
        """Whether it stands behind a preposition or owns something."""
        return self.place.startswith("behind:") or self.place == "owner"

    @property
    def ahead(self) -> int | None:
        """Characters from the governing verb to the mention; None where that verb does not stand before it."""
        if self.over is None or self.over.verb[1] > self.mention.start:
            return None
        return self.mention.start - self.over.verb[1]


def slot(reading: SentenceReading, mention: Mention) -> str:
    """Return where a mention stands: ``start`` of its clause, ``owner``, ``agent`` of a passive, behind a preposition, or ``object``."""
    begin, _ = reading.clauses[mention.clause]
    if reading.lang == "en" and re.match(r"(?:s'|'s?)(?:\s|$)", reading.low[mention.end : mention.end + 3]):
        return "owner"
    words = _TOKEN.findall(reading.low[begin : mention.start])
    for back, word in enumerate(reversed(words[-_WITHIN:])):
        if word in _PREPOSITION and not (back == 0 and word == "des" and len(words) == 1):
            return "agent" if word in {"by", "par"} else f"behind:{word}"
        if word in _JOINT:
            return "start"
        if word not in _DET and back > 1:
            return "object"
    return "start" if len(words) < _WITHIN and all(word in _DET for word in words[:1]) else "object"


def setting(reading: SentenceReading, there: Sequence[Frame], mention: Mention) -> Setting:
    """Return what the rules ask about a mention."""
    begin, end = reading.clauses[mention.clause]
    apart = [cue for cue in reading.cues if not (cue.start < mention.end and cue.end > mention.start)]
    inside = frozenset(cue.kind for cue in apart if begin <= cue.start < end)
    close = frozenset(cue.kind for cue in reading.cues if 0 <= mention.start - cue.end <= _CLOSE)
    owned = {cue.kind for cue in reading.cues if 0 <= cue.start - mention.end <= _OWNED} & {"fail", "error", "late", "policy"}
    place = slot(reading, mention)
    over = governing(mention.start, tuple(there))
    return Setting(
        reading=reading,
        mention=mention,
        words=reading.low[mention.start : mention.end],
        before=reading.low[begin : mention.start],
        behind=reading.low[mention.end :],
        place="start" if place == "owner" and owned else place,
        inside=inside,
        every=frozenset(cue.kind for cue in reading.cues),
        fault=inside & _FAULTS,
        close=close,
        own=next((f for f in there if f.subject[0] <= mention.start < f.subject[1]), None),
        over=over,
        first=over is None or not any(over.verb[1] <= m.start < mention.start for m in reading.mentions),
    )
