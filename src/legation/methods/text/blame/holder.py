"""Who speaks: verbs that have a holder, their subjects, and what each governs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from legation.methods.text.blame.lexicon import lexicon
from legation.methods.text.blame.reading import SentenceReading

__all__ = [
    "AUTHOR",
    "BARE",
    "FIRST_PERSON",
    "NOUN_END",
    "Frame",
    "agent_behind",
    "frames",
    "governing",
    "speaker",
    "subject_of",
]


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


def subject_of(reading: SentenceReading, kind: str, start: int, end: int) -> tuple[int, int] | None:
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
        nouns = [p for p in parts[:-1] if not _ADVERBIAL.match(p[1])]
        if not nouns:
            return None
        relative = re.match(r"(?:which|who|qui)\s*$", words)
        start, words = nouns[-1] if relative else nouns[0]
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


def _inverted(reading: SentenceReading, start: int, end: int) -> tuple[int, int] | None:
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


def agent_behind(reading: SentenceReading, end: int) -> tuple[int, int] | None:
    """Return the place of whoever stands behind "by" within the next 60 characters."""
    by = _AGENT[reading.lang].search(reading.low, end, min(len(reading.low), end + 60))
    if by is None:
        return None
    stop = NOUN_END.search(reading.text, by.end())
    return by.end(), stop.start() if stop else len(reading.text.rstrip())


AUTHOR = "author"
_NOT_A_VERB = re.compile(
    r"(?:\b(?:the|a|an|this|that|these|its|their|his|her|our|no|any|une?|la|les|cette|ces|aucune?|of|de"
    r"|d'un|d'une|in|ne|par|rien|pas|jamais|plus|nothing)\s+|\b(?:l|n)')$"
)
_BY = {
    "en": re.compile(
        r"\b(?P<accuse>accused|blamed|criticised|criticized|condemned|denounced)\b(?=\s+by\b)"
        r"|\b(?P<legal>charged|sued|fined|indicted|expelled|sanctioned)\b(?=\s+by\b)|\b(?P<clear>cleared"
        r"|acquitted|exonerated)\b(?=\s+by\b)|\b(?P<own>claimed)\b(?=\s+by\b)|\b(?P<open>questioned"
        r"|arrested)\b(?=\s+by\b)"
    ),
    "fr": re.compile(
        r"\b(?P<accuse>accusée?s?|blâmée?s?|mise?s? en cause|critiquée?s?|dénoncée?s?)(?=\s+par\b)"
        r"|\b(?P<legal>poursuivie?s?|condamnée?s?|inculpée?s?|sanctionnée?s?|expulsée?s?)(?=\s+par\b)"
        r"|\b(?P<clear>blanchie?s?|relaxée?s?|acquittée?s?|disculpée?s?)(?=\s+par\b)"
        r"|\b(?P<own>revendiquée?s?)(?=\s+par\b)|\b(?P<open>entendue?s?|interpellée?s?"
        r"|interrogée?s?)(?=\s+par\b)"
    ),
}
_DENIAL = {"en": re.compile(r"\bdenials? (?:by|from|of)\s+"), "fr": re.compile(r"\b(?:démentis?|dénégations) (?:de |du |des |d')")}
_ACCORDING = {
    "en": re.compile(
        r"\b(?:according to|in the (?:view|opinion|eyes|words|judgement|judgment) of"
        r"|in (?=[^,]{3,50}'s (?:view|opinion|judgement|judgment|words|eyes)))\s*",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:selon|d'après|à en croire|aux yeux de|de l'avis de|aux dires de|(?<![\w'])pour(?= (?:le|la|l'"
        r"|les|cette|cet|ce|l)\b[^,]{2,50}, (?:c'est|ce sont|il|elle|la|le|les|l')))\s*",
        re.IGNORECASE,
    ),
}
_QUOTED = re.compile('«[^»]*»|“[^”]*”|"[^"]*"')
_AT_ONCE = 6
"""Characters between a closing mark and the verb or its subject."""
_AFTER = re.compile(r"^\s*(?:,|\.|$)")


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb with its holder: kind, holder as written, its subject's place, the verb's place, and what it governs [characters]."""

    kind: str
    holder: str
    subject: tuple[int, int]
    verb: tuple[int, int]
    scope: tuple[int, int]


def frames(reading: SentenceReading) -> tuple[Frame, ...]:
    """Return the verbs that have a holder, in the order of the sentence."""
    found = [*_according(reading), *_verbs(reading), *_passives(reading), *_denials(reading)]
    return tuple(sorted(found, key=lambda frame: (frame.verb, frame.kind)))


def governing(place: int, there: tuple[Frame, ...]) -> Frame | None:
    """Return the frame that governs a place: the nearest verb before it, otherwise one that stands behind what it reports."""
    inside = [f for f in there if f.scope[0] <= place < f.scope[1]]
    before = [f for f in inside if f.verb[0] <= place]
    return max(before, key=lambda f: f.verb[0]) if before else min(inside, key=lambda f: f.verb[0], default=None)


def speaker(reading: SentenceReading, there: tuple[Frame, ...], place: int) -> Frame | None:
    """Return the frame that speaks a quotation in which a place lies: the one whose verb follows the closing mark at once."""
    for quoted in _QUOTED.finditer(reading.text):
        if quoted.start() < place < quoted.end():
            behind = [f for f in there if f.kind == "report" and 0 <= min(f.verb[0], f.subject[0]) - quoted.end() <= _AT_ONCE]
            return min(behind, key=lambda f: f.verb[0], default=None)
    return None


def _verbs(reading: SentenceReading) -> list[Frame]:
    found: list[Frame] = []
    hits = [(m.start(), m.end(), kind) for kind, pattern in lexicon(reading.lang).holder.items() for m in pattern.finditer(reading.low)]
    longest: list[tuple[int, int, str]] = []
    for hit in sorted(hits, key=lambda h: (-(h[1] - h[0]), h[0], h[2])):
        if all(hit[1] <= a or b <= hit[0] for a, b, _ in longest):
            longest.append(hit)
    for start, end, kind in sorted(longest):
        if _NOT_A_VERB.search(reading.low[:start]):
            continue
        subject = subject_of(reading, kind, start, end)
        if (
            subject is not None
            and (joint := re.search(r"\b(?:et|and)\s*$|\b(?:et|and)\s+\S+$", reading.text[subject[0] : subject[1]]))
            and joint.group().strip().count(" ") == 0
        ):
            earlier = [f for f in found if f.verb[1] <= start and f.subject[1] <= f.verb[0]]
            subject = max(earlier, key=lambda f: f.verb).subject if earlier else None
        if subject is not None and not any(subject[0] <= f.verb[0] < subject[1] for f in found):
            found.append(_frame(reading, kind, subject, (start, end)))
    return found


def _frame(reading: SentenceReading, kind: str, subject: tuple[int, int], verb: tuple[int, int]) -> Frame:
    text = reading.text
    holder = text[subject[0] : subject[1]]
    if subject[0] > verb[0]:
        scope = (0, verb[0]) if _trailing(reading, subject[1]) else (0, len(text))
    else:
        hard = re.search(r";|, (?:but|mais) " if kind == "report" else ";", text[verb[1] :])
        scope = (subject[0], verb[1] + hard.start() if hard else len(text))
        trailing = text[: subject[0]].rstrip().endswith(",") and len(text[verb[1] :].split()) <= BARE
        if (
            trailing
            or _AFTER.match(text[verb[1] :])
            or re.match(r"\s+(?:with|to|on|in)\b[^,]*\.$", text[verb[1] :])
            or text[: subject[0]].rstrip().endswith((",”", ',"', ",", "”", '"', "»"))
        ):
            scope = (0, scope[1])
    return Frame(kind, _named(holder), subject, verb, scope)


def _trailing(reading: SentenceReading, end: int) -> bool:
    return not re.search(r"\w{3,}.*\w{3,}.*\w{3,}", reading.text[end:])


def _passives(reading: SentenceReading) -> list[Frame]:
    found = []
    for m in _BY[reading.lang].finditer(reading.low):
        agent = agent_behind(reading, m.end())
        if agent is not None and m.lastgroup is not None:
            found.append(Frame(m.lastgroup, _named(reading.text[slice(*agent)]), agent, m.span(), (0, len(reading.text))))
    return found


def _denials(reading: SentenceReading) -> list[Frame]:
    found = []
    for m in _DENIAL[reading.lang].finditer(reading.low):
        stop = NOUN_END.search(reading.text, m.end())
        end = stop.start() if stop else len(reading.text)
        found.append(Frame("deny", reading.text[m.end() : end], (m.end(), end), m.span(), (m.start(), end)))
    return found


def _named(holder: str) -> str:
    return AUTHOR if FIRST_PERSON.match(holder) else holder


def _according(reading: SentenceReading) -> list[Frame]:
    found = []
    for m in _ACCORDING[reading.lang].finditer(reading.low):
        stop = re.compile(r",|\.(?=\s|$)|;|'s (?:view|opinion|judgement|judgment|words|eyes)|\s(?:which|who|qui|dont)\s").search(
            reading.text, m.end()
        )
        end = stop.start() if stop else len(reading.text)
        holder = reading.text[m.end() : end].strip()
        if holder and len(holder.split()) <= 12:
            mine = re.match(
                r"(?:our|my|nos|notre|mon|moi|nous|me|us)\b(?:\s+(?:view|opinion|informations?|avis|judgement|assessment))?\s*$",
                holder,
                re.IGNORECASE,
            )
            found.append(Frame("report", AUTHOR if mine else holder, (m.end(), end), (m.start(), m.end()), (0, len(reading.text))))
    return found
