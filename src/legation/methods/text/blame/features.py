"""What a classifier is told of one mention: words of blame and excuse around it, by place, and who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from legation.methods.text.blame.gate import signs
from legation.methods.text.blame.grammar import guess
from legation.methods.text.blame.holder import AUTHOR, Frame, governing
from legation.methods.text.blame.reading import Mention, Reading
from legation.methods.text.blame.scope import Operator, operators, over
from legation.methods.text.blame.setting import slot

__all__ = ["features"]

_NEAR = 32
_REACH = 5
_QUIET = frozenset({"cyber", "offtopic", "neutral_fact"})
_NEGATABLE = ("fail", "accuse", "attack", "late", "clear", "error", "policy", "legal", "report")
_FORCE = ("weak", "question", "open", "condition", "unreal", "deny", "rhetorical", "strong", "irony", "praise", "contrast")
_WORD = re.compile(r"[^\W\d_]{2,}")


def features(reading: Reading, there: Sequence[Frame]) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """Return the names of what is so of each mention, and of the sentence as the gate sees it."""
    guesses = [guess(reading, there, mention) for mention in reading.mentions]
    lifted = operators(reading)
    each = tuple(_features(reading, there, at, guesses, lifted) for at in range(len(reading.mentions)))
    return each, signs(reading, there, [stance for stance, _ in guesses])


def _features(
    reading: Reading, there: Sequence[Frame], at: int, guesses: Sequence[tuple[str, str]], lifted: tuple[Operator, ...]
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
    before = {cue.kind for cue in reading.cues if mention.start - _NEAR <= cue.end <= mention.start and cue.start >= begin}
    after = {cue.kind for cue in reading.cues if mention.end <= cue.start <= mention.end + _NEAR and cue.start < end}
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


def _placed(reading: Reading, mention: Mention, part: str) -> set[str]:
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


def _around(reading: Reading, mention: Mention, part: str) -> set[str]:
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
