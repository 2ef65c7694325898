"""The subject of a verb: the noun phrase before it, behind it after a quotation, or the agent of a passive."""

from __future__ import annotations

import re

from legation.methods.text.blame.reading import Reading

__all__ = ["BARE", "FIRST_PERSON", "NOUN_END", "agent_behind", "subject_of"]

BARE = 4
"""Words of a noun phrase without an article."""

FIRST_PERSON = re.compile(r"^(?:we|i|us|je|j'|nous|n')(?:\b|$)", re.IGNORECASE)
_HARD = re.compile(
    r"[;:!?…—–«»\"“”]|,\s(?=(?:but|and|while|whereas|mais|et|tandis que|alors que|or)\s)|\b(?:but|while"
    r"|because|whereas|mais|parce que|alors que)\s"
)
_RELATIVE = re.compile(
    r",?\s+\b(?:who|which|that|whose|where|qui|que|dont|où|en quête)\b.*$|\s\w+ed (?:by|outside|in|at|on|from|near)\b.*$|,.*$",
    re.IGNORECASE | re.DOTALL,
)
_LEAD = re.compile(
    r"^(?:even|and|but|so|then|or|yet|also|again|now|today|yesterday|in fact|however|asked|both|mais|et"
    r"|or|même|aujourd'hui|hier|puis|ainsi|donc|enfin|bref)\s+",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"^(?:on|in|at|after|before|asked|for|far|when|while|if|despite|until|since|during|with|as|instead"
    r"|rather|contrary|contrairement|quoi|à force|interrog\w+|malgré|dans|après|avant|pour sa part|lors"
    r"|si|quand|"
    r"en|depuis|à l'issue|face|privé\w*|condamné\w*|soupçonné\w*|prévenu\w*)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:\s+(?:has|have|had|also|today|formally|publicly|again|now|then|later|first|once|twice|never|is"
    r"|are|was|were|(?!famil)\w+ly|does|did|do|not|wrongly|in turn|a|ont|avait|avaient|ne|n'|"
    r"l'|la|le|les|s'|se|y|en|lui|leur|nous|vous|me|m'|aussi|également|encore|toujours|ainsi|formellement"
    r"|publiquement|(?!gouv|gov|parl|mana|dép|dep)\w+ment|elle-même|lui-même|, lui,|, elle,))+\s*$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be|est|sont|était|étaient|été|être|fut|furent)(?:\s+\w+(?:ly|ment))?\s*$", re.IGNORECASE
)
_CLAUSE = re.compile(r"(?:that|qu|to|of|it|il|elle|how|comment)\b")
_RELATED = re.compile(r"\w\s+(?:who|which|that|qui)\s*$")
_QUESTION = re.compile(
    r"^(?:can|could|does|do|did|is|are|was|were|has|have|should|would|will|may|nothing|no one|nobody|none"
    r"|rien|nul|aucun\w*|est-ce|why|how|what|who|il n'|c'est|ce n'est)\b",
    re.IGNORECASE,
)
_AGENT = {"en": re.compile(r"\bby\s+"), "fr": re.compile(r"\bpar\s+")}
NOUN_END = re.compile(
    r"\s+(?:said|says|that|who|which|of being|of having|for|on|at|after|when|because|,|qui|que|d'avoir"
    r"|d'être|dans|lors|après|pour|hier|samedi|lundi|mardi|mercredi|jeudi|"
    r"vendredi|dimanche|ce matin|of (?=\w+ing\b))|[,;:.?!…»”\"]",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"^(?:he|she|they|it|one|the other|il|elle|ils|elles|on|l'un|l'autre|tous|certains|nul|nobody|who|qui|which)$", re.IGNORECASE
)
_DET = re.compile(
    r"^(?:the|a|an|our|my|his|her|its|their|your|several|some|many|two|three|four|five|ten|one|certain"
    r"|both|all|no|le|la|les|l'|un|une|des|notre|nos|mon|ma|mes|son|sa|ses|"
    r"leur|leurs|plusieurs|deux|trois|quatre|cinq|certains|certaines|ces|ce|cette|cet|this|these|those)\b|^l'",
    re.IGNORECASE,
)


def subject_of(reading: Reading, kind: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the place of the subject of a verb at [start, end); None where it has none that can hold anything."""
    text = reading.text
    if _PASSIVE.search(text[:start]) and not text[start:end].endswith("ing"):
        return None
    cut = max((m.end() for m in _HARD.finditer(reading.low[:start])), default=0)
    piece = text[cut:start]
    bare = _AUXILIARY.sub("", piece)
    if _RELATED.search(bare) and kind not in {"accuse", "deny"}:
        return None
    behind = _inverted(reading, start, end)
    if behind is not None and re.match(r"\s*(?:[,;:.!?»”\"]|$)", text[behind[1] :]):
        return behind
    found = _noun(bare.rstrip(), cut)
    if found is not None and found[0] < found[1]:
        return None if _QUESTION.match(text[found[0] : found[1]]) else found
    return behind


def _noun(piece: str, cut: int) -> tuple[int, int] | None:
    """Return the place of the noun phrase that ends a piece of text, without appositions and relative clauses."""
    offset, parts = cut, []
    for part in piece.split(","):
        parts.append((offset + len(part) - len(part.lstrip()), part.strip()))
        offset += len(part) + 1
    closed = bool(parts) and parts[-1][1] == ""
    parts = [p for p in parts if p[1]]
    if not parts:
        return None
    start, words = parts[-1]
    if len(parts) > 1 and (closed or re.match(r"(?:who|which|whose|qui|dont|que)\b", words)):
        kept = [p for p in parts[:-1] if not _ADVERBIAL.match(p[1])]
        if not kept:
            return None
        relative = re.match(r"(?:which|who|qui)\s*$", words)
        start, words = kept[-1] if relative else kept[0]
        if relative:
            last = [m.end() for m in re.finditer(r"\b(?:by|of|from|par|de|à|with|to)\s", words)]
            start, words = (start + last[-1], words[last[-1] :]) if last else (start, words)
    while lead := _LEAD.match(words):
        start, words = start + lead.end(), words[lead.end() :]
    if _ADVERBIAL.match(words) and not _PERSON.match(words):
        return None
    words = _RELATIVE.sub("", words)
    words = _AUXILIARY.sub("", words) if " " in words else words
    if not words or len(words.split()) > 12 or not _nominal(words):
        return None
    return start, start + len(words)


def _nominal(words: str) -> bool:
    if _PERSON.match(words) or FIRST_PERSON.match(words) or _DET.match(words):
        return True
    first = words.split()[0]
    return first[0].isupper() or (words.endswith("s") and len(words.split()) <= BARE)


def _inverted(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """Return the subject that stands behind its verb: after a quotation or a comma."""
    lead = reading.text[:start].rstrip()
    if not re.search(r"[,»”\"?!…]\s*(?:a|ont|l'|le|avait|en)?\s*$", lead) or not re.search(r"\w{3,}", lead):
        return None
    after = re.match(r"\s+", reading.text[end:])
    if after is None or _CLAUSE.match(reading.low, end + after.end()):
        return None
    begin = end + after.end()
    stop = NOUN_END.search(reading.text, begin)
    words = reading.text[begin : stop.start() if stop else len(reading.text.rstrip())]
    return (begin, begin + len(words)) if words and len(words.split()) <= 12 and _nominal(words) else None


def agent_behind(reading: Reading, end: int) -> tuple[int, int] | None:
    """Return the place of whoever stands behind "by" within the next 60 characters."""
    by = _AGENT[reading.lang].search(reading.low, end, min(len(reading.low), end + 60))
    if by is None:
        return None
    stop = NOUN_END.search(reading.text, by.end())
    return by.end(), stop.start() if stop else len(reading.text.rstrip())
