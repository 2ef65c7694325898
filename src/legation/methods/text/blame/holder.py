"""Who speaks: verbs that have a holder, their subjects, and what each governs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from legation.methods.text.blame.lexicon import lexicon
from legation.methods.text.blame.reading import Reading
from legation.methods.text.blame.subject import BARE, FIRST_PERSON, NOUN_END, agent_behind, subject_of

__all__ = ["AUTHOR", "Frame", "frames", "governing", "speaker"]

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


def frames(reading: Reading) -> tuple[Frame, ...]:
    """Return the verbs that have a holder, in the order of the sentence."""
    found = [*_according(reading), *_verbs(reading), *_passives(reading), *_denials(reading)]
    return tuple(sorted(found, key=lambda frame: (frame.verb, frame.kind)))


def governing(place: int, there: tuple[Frame, ...]) -> Frame | None:
    """Return the frame that governs a place: the nearest verb before it, otherwise one that stands behind what it reports."""
    inside = [f for f in there if f.scope[0] <= place < f.scope[1]]
    before = [f for f in inside if f.verb[0] <= place]
    return max(before, key=lambda f: f.verb[0]) if before else min(inside, key=lambda f: f.verb[0], default=None)


def speaker(reading: Reading, there: tuple[Frame, ...], place: int) -> Frame | None:
    """Return the frame that speaks a quotation in which a place lies: the one whose verb follows the closing mark at once."""
    for quoted in _QUOTED.finditer(reading.text):
        if quoted.start() < place < quoted.end():
            behind = [f for f in there if f.kind == "report" and 0 <= min(f.verb[0], f.subject[0]) - quoted.end() <= _AT_ONCE]
            return min(behind, key=lambda f: f.verb[0], default=None)
    return None


def _verbs(reading: Reading) -> list[Frame]:
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


def _frame(reading: Reading, kind: str, subject: tuple[int, int], verb: tuple[int, int]) -> Frame:
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


def _trailing(reading: Reading, end: int) -> bool:
    return not re.search(r"\w{3,}.*\w{3,}.*\w{3,}", reading.text[end:])


def _passives(reading: Reading) -> list[Frame]:
    found = []
    for m in _BY[reading.lang].finditer(reading.low):
        agent = agent_behind(reading, m.end())
        if agent is not None and m.lastgroup is not None:
            found.append(Frame(m.lastgroup, _named(reading.text[slice(*agent)]), agent, m.span(), (0, len(reading.text))))
    return found


def _denials(reading: Reading) -> list[Frame]:
    found = []
    for m in _DENIAL[reading.lang].finditer(reading.low):
        stop = NOUN_END.search(reading.text, m.end())
        end = stop.start() if stop else len(reading.text)
        found.append(Frame("deny", reading.text[m.end() : end], (m.end(), end), m.span(), (m.start(), end)))
    return found


def _named(holder: str) -> str:
    return AUTHOR if FIRST_PERSON.match(holder) else holder


def _according(reading: Reading) -> list[Frame]:
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
