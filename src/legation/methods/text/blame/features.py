"""What a classifier is told of one mention: words around it, what negates or opens them, and the gate over the whole sentence.

A linear classifier over the whole sentence, learnt from sentences with blame and from as many that name states, firms and ministries
without any; what it lets through is read mention by mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from legation.methods.text.blame.grammar import guess, slot
from legation.methods.text.blame.holder import AUTHOR, Frame, governing
from legation.methods.text.blame.lexicon import lexicon
from legation.methods.text.blame.reading import Mention, SentenceReading

__all__ = [
    "Operator",
    "features",
    "operators",
    "over",
    "signs",
]


_HARD = re.compile(
    r"[;?!]|,\s(?:but|mais|c'est|ce sont|it is|it was|they blame)\b|\.\s|\b(?:but|mais)\s"
    r"|\b(?:and|et)\s+(?:in turn\s+|à son tour\s+)?(?:accus\w+|blam\w+|dénonc\w+|renvoi\w+|point\w+)\b"
)
"""Where what governs ends: another main clause, or a verb that accuses somebody else."""
_NEAR = 60


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that lifts (``lift``) or leaves open (``open``): its kind and its place [characters]."""

    kind: str
    start: int
    end: int


def operators(reading: SentenceReading) -> tuple[Operator, ...]:
    """Return the words that lift or leave open, in the order of the sentence."""
    found = [Operator(kind, m.start(), m.end()) for kind, words in lexicon(reading.lang).scope.items() for m in words.finditer(reading.low)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def over(reading: SentenceReading, there: tuple[Operator, ...], mention: Mention) -> frozenset[tuple[str, str]]:
    """Return (kind, place) of the words that govern a mention: ``ahead`` of it up to a hard break, or ``behind`` it in its clause."""
    end = reading.clauses[mention.clause][1]
    found = set()
    for one in there:
        if one.end <= mention.start and not _HARD.search(reading.low, one.end, mention.start):
            found.add((one.kind, "ahead"))
            if mention.start - one.end < _NEAR // 2:
                found.add((one.kind, "just-ahead"))
        elif mention.end <= one.start < min(end, mention.end + _NEAR) and not _HARD.search(reading.low, mention.end, one.start):
            found.add((one.kind, "behind"))
    return frozenset(found)


_WORD = re.compile(r"[^\W\d_]{2,}")
_STEM = 6
"""Letters of a word that count: endings of one verb in two languages are alike from there on."""
_FAULTS = ("accuse", "attack", "clear", "deny", "error", "fail", "late", "legal", "open", "policy", "supply", "technical", "weak")


def signs(reading: SentenceReading, there: Sequence[Frame], guesses: Sequence[str]) -> frozenset[str]:
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


_NEAR_WORDS = 32
_REACH = 5
_QUIET = frozenset({"cyber", "offtopic", "neutral_fact"})
_NEGATABLE = ("fail", "accuse", "attack", "late", "clear", "error", "policy", "legal", "report")
_FORCE = ("weak", "question", "open", "condition", "unreal", "deny", "rhetorical", "strong", "irony", "praise", "contrast")


def features(reading: SentenceReading, there: Sequence[Frame]) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """Return the names of what is so of each mention, and of the sentence as the gate sees it."""
    guesses = [guess(reading, there, mention) for mention in reading.mentions]
    lifted = operators(reading)
    each = tuple(_features(reading, there, at, guesses, lifted) for at in range(len(reading.mentions)))
    return each, signs(reading, there, [stance for stance, _ in guesses])


def _features(
    reading: SentenceReading, there: Sequence[Frame], at: int, guesses: Sequence[tuple[str, str]], lifted: tuple[Operator, ...]
) -> frozenset[str]:
    """Return the names of what is so of a mention.

    ``clause:`` and ``else:`` tell the kinds of cue in the clause of the mention and in the rest of the sentence; ``before:`` and ``after:``
    those within 32 characters; ``with:`` a kind together with the part played; ``not:`` a kind in a negated clause; ``self:`` and
    ``under:`` what the mention says itself, and under whose verb it stands; ``rule:`` and ``guess:`` what grammar alone would say;
    ``beside:`` others who may be blamed; ``pre:``, ``post:``, ``last:``, ``next:`` and ``mid:`` the cues of the clause before and
    behind it; ``vp:`` and ``pv:`` the words around it; ``scope:`` what lifts or leaves open what is said of it.
    """
    mention = reading.mentions[at]
    begin, end = reading.clauses[mention.clause]
    part = mention.target.split("/")[0].split()[0]
    inside = {cue.kind for cue in reading.cues if begin <= cue.start < end}
    outside = {cue.kind for cue in reading.cues} - inside
    before = {cue.kind for cue in reading.cues if mention.start - _NEAR_WORDS <= cue.end <= mention.start and cue.start >= begin}
    after = {cue.kind for cue in reading.cues if mention.end <= cue.start <= mention.end + _NEAR_WORDS and cue.start < end}
    upon = {cue.kind for cue in reading.cues if cue.start < mention.end and cue.end > mention.start}
    found = {f"part:{part}", f"lang:{reading.lang}", f"lang:{reading.lang}:{part}"}
    found |= {f"clause:{kind}" for kind in inside} | {f"else:{kind}" for kind in outside}
    found |= {f"before:{kind}" for kind in before} | {f"after:{kind}" for kind in after} | {f"over:{kind}" for kind in upon}
    found |= {f"with:{kind}:{part}" for kind in inside} | {f"elsewhere:{kind}:{part}" for kind in outside}
    found |= {f"after:{kind}:{part}" for kind in after} | {f"before:{kind}:{part}" for kind in before}
    if "negation" in inside:
        found |= {f"not:{kind}" for kind in inside if kind in _NEGATABLE}
    if "negation" in before:
        found |= {"just-not", f"just-not:{part}"}
    found |= {f"{force}+{kind}" for force in _FORCE if force in inside for kind in inside if kind in _NEGATABLE}
    stance, rule = guesses[at]
    place = slot(reading, mention)
    found |= {
        f"rule:{rule}",
        f"rule:{rule}:{part}",
        f"guess:{stance}",
        f"guess:{stance}:{part}",
        f"slot:{place}",
        f"slot:{place.split(':')[0]}:{part}",
    }
    found |= {f"slot:{place.split(':')[0]}+{kind}" for kind in inside}
    others = [i for i, other in enumerate(reading.mentions) if i != at and other.clause == mention.clause]
    rivals = [guesses[i][0] for i in others]
    found |= {f"rival:{rival}" for rival in rivals} | ({f"alone:{stance}"} if all(rival == "none" for rival in rivals) else set())
    found |= _spoken(there, mention, part) | _placed(reading, mention, part) | _around(reading, mention, part)
    for kind, place in over(reading, lifted, mention):
        found |= {f"scope:{kind}:{place}", f"scope:{kind}:{place}:{part}", f"scope:{kind}:{place}|{stance}"}
        found |= {f"scope:{kind}:{place}+{cue}" for cue in inside if cue in _NEGATABLE}
    return frozenset(found)


def _spoken(there: Sequence[Frame], mention: Mention, part: str) -> set[str]:
    found: set[str] = set()
    for frame in there:
        if frame.subject[0] <= mention.start < frame.subject[1]:
            found |= {f"self:{frame.kind}", f"self:{frame.kind}:{part}"}
    above = governing(mention.start, tuple(f for f in there if not f.subject[0] <= mention.start < f.subject[1]))
    kind = "none" if above is None else above.kind
    found |= {f"under:{kind}", f"under:{kind}:{part}"}
    if above is not None and above.holder == AUTHOR:
        found.add(f"under-first:{kind}")
    return found


def _placed(reading: SentenceReading, mention: Mention, part: str) -> set[str]:
    begin, _ = reading.clauses[mention.clause]
    found = {f"count:{min(3, len(reading.mentions))}", f"clauses:{min(3, len(reading.clauses))}", f"first:{mention.start <= begin + 12}"}
    others = {m.target for m in reading.mentions if m != mention}
    found |= {f"beside:{other.split()[0]}:{part}" for other in others}
    earlier = [m for m in reading.mentions if m.end <= mention.start]
    found.add(f"earlier:{len(earlier) > 0}:{part}")
    found |= {f"again:{part}"} if any(m.target == mention.target for m in earlier) else set()
    lead = _WORD.findall(reading.low[max(0, mention.start - 24) : mention.start])
    follow = _WORD.findall(reading.low[mention.end : mention.end + 24])
    found |= {f"lead:{lead[-1]}"} if lead else {"lead:^"}
    found |= {f"follow:{follow[0]}"} if follow else {"follow:$"}
    found |= {f"head:{word}" for word in _WORD.findall(reading.low[mention.start : mention.end])}
    return found


def _around(reading: SentenceReading, mention: Mention, part: str) -> set[str]:
    begin, end = reading.clauses[mention.clause]
    apart = [cue for cue in reading.cues if begin <= cue.start < end and cue.kind not in _QUIET]
    ahead = [cue for cue in apart if cue.end <= mention.start]
    behind = [cue for cue in apart if cue.start >= mention.end]
    found = {f"pre:{cue.kind}" for cue in ahead} | {f"post:{cue.kind}" for cue in behind}
    found |= {f"pre:{cue.kind}:{part}" for cue in ahead} | {f"post:{cue.kind}:{part}" for cue in behind}
    last = [cue.kind for cue in sorted(ahead, key=lambda c: c.end)[-2:]]
    first = [cue.kind for cue in behind[:2]]
    found |= {f"last:{kind}" for kind in last[-1:]} | {f"next:{kind}" for kind in first[:1]}
    found |= {f"last:{'+'.join(last)}", f"next:{'+'.join(first)}", f"mid:{'+'.join(last[-1:])}|{'+'.join(first[:1])}"}
    found |= {f"vp:{word[:6]}" for word in _WORD.findall(reading.low[mention.end : end])[:_REACH]}
    found |= {f"pv:{word[:6]}" for word in _WORD.findall(reading.low[begin : mention.start])[-_REACH:]}
    return found
