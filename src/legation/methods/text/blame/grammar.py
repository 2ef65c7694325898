"""A first guess by grammar: where a mention stands in its clause, and the rules of the codebook, of which the first that fits counts.

Denial excuses; a bystander is nobody blamed; an open question or a weak hedge leaves open; an unreal past blames; a failing blames its
owner; a technical act is only mentioned. The linear model weighs these guesses beside the single cues.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from legation.methods.text.blame.holder import AUTHOR, Frame, governing
from legation.methods.text.blame.lexicon import small_words
from legation.methods.text.blame.reading import Mention, SentenceReading

__all__ = [
    "Setting",
    "guess",
    "setting",
    "slot",
]


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


Rule = tuple[str, str, Callable[[Setting], object]]
"""Name, stance or "none", and when it fits."""

_NONE, _BLAMES, _EXCUSES, _OPEN = "none", "blames", "excuses", "neutral mention"
_DIRECT = {"accuse": _BLAMES, "legal": _BLAMES, "clear": _EXCUSES, "open": _OPEN, "deny": _EXCUSES}
_REACH = 60

_ACT = re.compile(
    r"(?:intrusion|sabotage|attaque|attack|break-in|hostile act|foul play|malicious act|deliberate act"
    r"|acte? |origine malveillante|malveillance|on purpose|crime)"
)
_GENERIC = re.compile(
    r"^(?:the |a |this |le |un |ce |les |des )?(?:groups?|groupes?|une équipe de|members of|membres de|suspects?|operators used)$"
)
_NO = re.compile(
    r"\b(?:no|none of(?: the)?|nobody at|no one at|none of our|aucune?|aucune? des?|aucun de|nul)(?:\s+\w+)?\s*(?:l'|la |le |les )?$"
)
_ONLY = re.compile(r"\b(?:only|merely|just|nothing but|que|qu'|seulement|simplement)(?:\s+\w+'?){0,3}\s*$")
_INTERROGATIVE = re.compile(r"\b(?:can|could|will)\s+(?:the\s+)?$|\b(?:to ask|i ask|demande)\s+(?:the |à |au |aux |le |la )*$")
_SAY = re.compile(r"\s+(?:say|tell|peut-(?:il|elle)|pourrait-(?:il|elle))")
_STOP = re.compile(r"[^,;]{0,30}\b(?:to stop|to cease|to end|stop|cease|de cesser|à cesser|cesser|cesse)\b")
_UNTRUE = re.compile(r"\b(?:untrue|false|not true|wrong to say|nonsense|faux|inexact|mensonge)\b(?:\s+\S+){0,2}\s+(?:that|qu)")
_WITHOUT = re.compile(r"\b(?:without|but for|sans|n'eût été)\b")
_BEHIND = re.compile(r"\s+(?:(?:the|le|la|les|to|à|au|aux|a|un|une)\s+|l')*$")
_IF = re.compile(r"(?:^|[^\w'])(?:si|if|had|only)\s+(?:the\s+|a\s+|le\s+|la\s+|les\s+|l'|un\s+|une\s+|our\s+|notre\s+)?$")
_ITSELF = re.compile(r"\s+(?:that\s+)?(?:it|they|he|she|we)\b|\s+(?:qu'elles?|qu'ils?|n'|ne |avoir |ne pas )")
_BUT = re.compile(r"\b(?:but|but by|mais|c'est|ce sont|it is|it was|was)(?:\s+\w+'?){0,2}\s*$")
_NOT = re.compile(r"\b(?:not|n't|pas)\b")
_NOT_THIS = re.compile(
    r"\b(?:not|not any|not by|rather than|instead of|never|et non|non pas|non vers|non|plutôt que|pas|ni|jamais)(?:\s+\w+'?){0,3}\s*$"
)
_WINK = re.compile(r"…|\.\.\.|!\s*$|\b(?:lol|mdr|really)\b")
_CLEARED = re.compile(
    r"[^,;]{0,25}\b(?:cleared|acquitted|exonerated|blanchi\w*|relaxé\w*|acquitté\w*|disculpé\w*"
    r"|mis\w* hors de cause|n'y (?:est|sont) pour rien|n'(?:est|y) pour rien)"
)
_SUSPECTED = re.compile(r"[^,;]{0,25}\b(?:suspected|questioned|arrested|soupçonné\w*|entendu\w*|interpellé\w*)")
_ACCUSED = re.compile(
    r"[^,;]{0,20}\b(?:accused|blamed|fined|charged|convicted|sentenced|indicted|criticised|criticized"
    r"|accusé\w*|condamné\w*|mise?s? en cause|inculpé\w*|mise? en examen)"
)
_HIT = re.compile(
    r"[^,;]{0,12}\b(?:(?:was|were|has been|have been|is|are) (?:hit|struck|targeted|attacked|the (?:target|victim) of)"
    r"|(?:a|ont|avait|avaient) été (?:touché\w*|visé\w*|frappé\w*|attaqué\w*|victimes?|la cible|les cibles))\b"
)
_OF = frozenset(f"behind:{word}" for word in ("of", "de", "du", "des", "d'", "from", "chez", "through")) | {"agent"}
_TO = frozenset(f"behind:{word}" for word in ("of", "de", "to", "by"))


def guess(reading: SentenceReading, there: Sequence[Frame], mention: Mention) -> tuple[str, str]:
    """Return a stance, or "none", with the name of the rule that gave it."""
    at = setting(reading, there, mention)
    return next(((stance, name) for name, stance, fits in _RULES if fits(at)), (_NONE, "nothing"))


def _under(at: Setting, kind: str) -> bool:
    """Whether it is the nearest object of a verb of a kind."""
    return at.over is not None and at.over.kind == kind and at.ahead is not None and at.ahead < _REACH


def _is_addressee(at: Setting) -> bool:
    """Whether it is whom somebody told what stands before: "…, the minister told parliament"."""
    over = at.over
    if over is None or over.kind != "report" or not over.scope[0] == 0 < over.subject[0] < over.verb[0] < at.mention.start:
        return False
    return _BEHIND.match(at.reading.low[over.verb[1] : at.mention.start]) is not None


def _in_the_nick(at: Setting) -> str:
    return at.reading.low[max(0, at.mention.start - 22) : at.mention.start]


def _but_this(at: Setting) -> bool:
    earlier = at.reading.low[: max(0, at.mention.start - 2)]
    return at.place != "object" and _BUT.search(_in_the_nick(at)) is not None and _NOT.search(earlier) is not None


def _to_us(at: Setting) -> bool:
    return at.words == "us" or (at.words == "nous" and re.search(r"\w{2,}\s*$", at.before) is not None)


def _denied(at: Setting) -> bool:
    return at.over is not None and at.over.kind == "deny" and at.over.holder != AUTHOR and bool(at.fault)


_SPEAKS: tuple[Rule, ...] = (
    ("other-matter", _NONE, lambda at: "offtopic" in at.every and "cyber" not in at.every),
    ("asked", _NONE, lambda at: _INTERROGATIVE.search(at.before) or _SAY.match(at.behind)),
    ("none-of", _EXCUSES, lambda at: _NO.search(at.before[-40:])),
    ("some-group", _NONE, lambda at: _GENERIC.match(at.words) and not at.every & {"attack", "technical", "legal"}),
    ("to-us", _NONE, _to_us),
    ("says-of-itself", _EXCUSES, lambda at: at.own and at.own.kind == "report" and _ITSELF.match(at.reading.low[at.own.verb[1] :])),
    ("denies", _EXCUSES, lambda at: at.own and at.own.kind == "deny"),
    ("owns", _BLAMES, lambda at: at.own and at.own.kind == "own"),
    ("speaks", _NONE, lambda at: at.own),
)
_SPOKEN_OF: tuple[Rule, ...] = (
    ("must-stop", _BLAMES, lambda at: at.over and at.over.kind == "report" and at.ahead is not None and _STOP.match(at.behind)),
    ("told-to", _NONE, _is_addressee),
    ("was-hit", _NONE, lambda at: at.place == "start" and _HIT.match(at.behind)),
    ("unreal-past", _BLAMES, lambda at: "unreal" in at.every and _IF.search(at.before)),
    ("untrue", _EXCUSES, lambda at: _UNTRUE.search(at.reading.low[: at.mention.start])),
    ("act", _NONE, lambda at: _ACT.search(at.words) and not at.inside & {"question", "open", "weak", "negation", "contrast"}),
    ("praised", _NONE, lambda at: "praise" in at.every and not at.every & {"fail", "attack", "late", "error", "clear"}),
    ("but-this", _BLAMES, _but_this),
    ("not-this", _EXCUSES, lambda at: _NOT_THIS.search(_in_the_nick(at))),
    *((f"object-of-{kind}", stance, lambda at, kind=kind: at.first and _under(at, kind)) for kind, stance in _DIRECT.items()),
    ("beside-object", _NONE, lambda at: _under(at, "accuse") or _under(at, "legal")),
    ("was-cleared", _EXCUSES, lambda at: at.place in {"start", "object"} and _CLEARED.match(at.behind)),
    ("was-suspected", _OPEN, lambda at: at.place in {"start", "object"} and _SUSPECTED.match(at.behind)),
    ("was-accused", _BLAMES, lambda at: at.place in {"start", "object"} and _ACCUSED.match(at.behind)),
    ("only-chance", _BLAMES, lambda at: at.chance and _ONLY.search(at.before[-40:])),
    ("fault-of", _BLAMES, lambda at: at.place in _OF and at.close & {"fail", "error", "late", "accuse", "policy", "supply"}),
)
_CLAUSE: tuple[Rule, ...] = (
    ("irony", _BLAMES, lambda at: "irony" in at.every and at.inside & {"clear", "praise"} and _WINK.search(at.reading.text)),
    ("rhetorical", _BLAMES, lambda at: "rhetorical" in at.every and "?" in at.reading.text),
    ("left-open", _OPEN, lambda at: at.inside & {"question", "open"} and (not at.bystander or "accuse" in at.inside)),
    ("unreal", _BLAMES, lambda at: {"unreal", "condition"} <= at.every and at.fault),
    ("cleared", _EXCUSES, lambda at: "clear" in at.inside and not at.bystander),
    ("under-denial", _EXCUSES, _denied),
    ("condition", _OPEN, lambda at: "condition" in at.inside and at.fault),
    ("hedged", _OPEN, lambda at: "weak" in at.inside and (at.fault or "technical" in at.inside)),
    ("no-chance", _EXCUSES, lambda at: at.chance and "negation" in at.inside),
    ("chance", _BLAMES, lambda at: at.chance),
    ("without", _BLAMES, lambda at: "unreal" in at.every and at.fault and _WITHOUT.search(at.reading.low)),
    ("not-accused", _EXCUSES, lambda at: {"negation", "accuse"} <= at.inside),
    ("because-of", _BLAMES, lambda at: at.place in _TO and "accuse" in at.inside),
    ("bystander", _NONE, lambda at: at.bystander),
    ("fault", _BLAMES, lambda at: at.fault - {"late", "supply", "policy"} or (at.fault and at.place == "start")),
    ("technical", _OPEN, lambda at: "technical" in at.inside and at.place == "start"),
)
_RULES = _SPEAKS + _SPOKEN_OF + _CLAUSE
