"""Where a sentence makes a state or a group the author of a hostile act, who says so, and whether the day is given.

Five forms are read: *Russia attacked*, *Russia is behind*, *attacked by Russia*, *attributed to Russia*, *Russian hackers*. Who is the
victim, who only speaks, what is denied and what is asked (*whether Russia...*) is no accusation.

A holder is looked for within :data:`REACH` characters of the act, and its name within :data:`SUBJECT` characters before its verb, so that
a sentence without an end takes no longer than as many short ones.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from legation.briefing.lint.states import Mention
from legation.briefing.lint.text import pattern, table
from legation.language import Lang

__all__ = [
    "REACH",
    "SUBJECT",
    "Accusation",
    "Accuser",
    "accusations",
    "accuser_of",
    "any_of",
    "dated",
]


_REACH = 110


@dataclass(frozen=True, slots=True)
class Accusation:
    """Somebody named as the author of an act, and the place of the words that say it."""

    mention: Mention
    start: int
    end: int


@functools.cache
def any_of(topic: str, lang: Lang) -> str:
    """Return a group that matches any pattern of a topic of ``acts.toml`` as whole words; one that never does where there is none."""
    words = table("acts")[lang].get(topic, ())
    return rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])" if words else r"(?!)"


@functools.cache
def _compiled(form: str, lang: Lang) -> re.Pattern[str]:
    by = "by" if lang == "en" else "par"
    strong, weak, harm, agent, aside = (any_of(topic, lang) for topic in ("strong", "weak", "harm", "agent", "aside"))
    between, toward = any_of("between", lang), any_of("toward", lang)
    object_ = rf"(?:[ ](?!{aside})[\w'’-]+){{0,5}}?[ ](?:[\w-]+')?{harm}"
    tail = rf"(?:[ ](?:[dl]')?{toward})*[ ]?(?:[dl]')?"
    owned = r"(?:'s?(?:[ ][\w-]+){0,4}?)?" if lang == "en" else ""
    forms = {
        "subject": rf"{owned}(?:[ -]{agent})*" if lang == "en" else r"",
        "active": rf"(?:,[^,;]{{1,60}},)?(?P<gap>(?:[ ]{between})*)[ ]+(?P<verb>{strong}|{weak}(?={object_}))(?![ ]{by}\b)",
        "second": rf"(?:[ ](?!{any_of('report', lang)})[\w'-]+){{1,7}}?[ ](?:and|et)(?P<gap>(?:[ ]{between})*)[ ]+(?P<verb>{strong})"
        rf"(?=[ ]{any_of('object', lang)})",
        "responsible": rf"(?:,[^,;]{{1,60}},)?(?P<gap>(?:[ ]{between})*)[ ]+{any_of('responsible', lang)}(?P<what>.{{0,60}})",
        "done-by": rf"(?P<verb>{strong}|{harm}(?:[ ][\w'-]+){{0,5}}?[ ]{weak}|{harm})[ ]{by}{tail}$",
        "attribution": rf"(?P<verb>{any_of('attribution', lang)}){tail}$",
        "own-harm": rf"(?:'s?)?(?:[ ](?:{any_of('quality', lang)}|{agent}))*[ ]{any_of('own_harm', lang)}"
        if lang == "en"
        else rf"{any_of('own_harm', lang)}(?:[ ](?!{aside}|la\b|le\b|les\b|des\b|aux?\b|à\b|de\b|d')[\w'-]+){{0,2}}[ ]$",
        "linked": r"(?!)"
        if lang == "fr"
        else rf"-(?:{'|'.join(table('acts')[lang]['linking'])})(?:[ ][\w-]+){{0,4}}?[ ](?:{agent}|{harm})",
        "possessed": r"(?!)" if lang == "en" else rf"{any_of('own_harm', lang)}(?:[ ][\w-]+){{0,2}}?[ ](?:de la|du|des|de l'|de|d')[ ]?$",
        "held": rf"{any_of('held', lang)}(?: the| la| le| les| l')? ?(?:la |le |les |l')?$",
        "liable": rf"(?:[ ][\w'-]+){{0,3}}?[ ]{any_of('liable', lang)}",
        "within": r"(?<!\w)(?:in|on|against|to|across|inside|at|from|of|throughout|near|and our partner)(?: the)? $"
        if lang == "en"
        else r"(?<!\w)(?:en|dans|contre|vers|chez|à|au|aux|sur|de|du|des|d'|par)(?: la| le| les| l')? ?(?:la |le |les |l')?$",
        "agent-before": rf"{agent}(?:[ ][\w'-]+){{0,3}}[ ](?:[dl]')?$",
    }
    return re.compile(forms[form], re.IGNORECASE)


def accusations(text: str, lang: Lang, named: Iterable[Mention]) -> list[Accusation]:
    """Return whom a sentence makes the author of an act.

    >>> from legation.briefing.lint.states import mentions
    >>> drafts = ("Russia attacked it.", "Ukraine was attacked by the GRU.")
    >>> [[a.mention.who for a in accusations(draft, "en", mentions(draft, "en"))] for draft in drafts]
    [['RUS'], ['RUS']]
    """
    accused = []
    for mention in named:
        span = _act(text, lang, mention)
        if span is not None and not _taken_back(text, lang, mention, *span):
            accused.append(Accusation(mention, *span))
    return accused


def _act(text: str, lang: Lang, mention: Mention) -> tuple[int, int] | None:
    """Return the place of the words that make a mention the author of an act."""
    begin = max(0, mention.start - _REACH)
    before = text[begin : mention.start]
    return (
        _of_its_own(text, lang, mention, before)
        or _as_subject(text, lang, mention, before)
        or _behind_it(text, lang, mention, before, begin)
    )


def _of_its_own(text: str, lang: Lang, mention: Mention, before: str) -> tuple[int, int] | None:
    """*Russian hackers*, *Russia's attack*, *Russia-backed actors*; *pirates russes*, *l'agression de la Russie contre*."""
    after = text[mention.end : mention.end + _REACH]
    if lang == "en":
        linked = _compiled("linked", lang).match(after)
        is_owner = mention.kind == "adjective" or after.startswith("'")
        owned = _compiled("own-harm", lang).match(after) if is_owner else None
        owner = linked or owned
        return (mention.start, mention.end + owner.end()) if owner else None
    if mention.kind == "adjective":
        owned = _compiled("own-harm", lang).search(before)
    else:
        owned = _compiled("possessed", lang).search(before) if re.match(r" (?:\w+ ){0,2}(?:contre|envers|à l'encontre)\b", after) else None
    return (mention.start - len(before) + owned.start(), mention.end) if owned else None


def _as_subject(text: str, lang: Lang, mention: Mention, before: str) -> tuple[int, int] | None:
    """*Russia attacked*, *Russia is behind*."""
    after = text[mention.end : mention.end + 2 * _REACH]
    subject = _compiled("subject", lang).match(after)
    stretch = subject.end() if subject else 0
    led = _compiled("agent-before", lang).search(before) is not None
    if mention.kind == "adjective" and not (led if lang == "fr" else stretch > 0) and not text[mention.start].isupper() * (lang == "fr"):
        return None
    if _compiled("within", lang).search(before) and not re.search(rf"{any_of('agent', lang)}[^,;]{{0,40}}$", before, re.IGNORECASE):
        return None
    rest = after[stretch:]
    for form in ("active", "second"):
        match = _compiled(form, lang).match(rest)
        if match and (match["verb"].endswith("ing") or not _is_passive(rest[: match.start("verb")], lang)):
            return mention.start, mention.end + stretch + match.end("verb")
    match = _compiled("responsible", lang).match(rest)
    if match and not re.search(any_of("benign", lang), match[0], re.IGNORECASE):
        return mention.start, mention.end + stretch + match.start("what")
    return None


def _behind_it(text: str, lang: Lang, mention: Mention, before: str, begin: int) -> tuple[int, int] | None:
    """*Attacked by Russia*, *attributed to Russia*, *hackers linked to Russia*."""
    done = _compiled("done-by", lang).search(before)
    if done:
        return begin + done.start(), mention.end
    responsible, liable = _compiled("held", lang).search(before), _compiled("liable", lang).match(text, mention.end)
    if responsible and liable:
        return mention.start, liable.end()
    laid = _compiled("attribution", lang).search(before)
    if laid is None:
        return None
    plainly = re.match(
        "attrib|imput|accus|blam|bear|bore|port|indict|incrim|inculp|met|mis|is|was|are|were|be|est|sont|ét|so|ser",
        laid["verb"],
        re.IGNORECASE,
    )
    if plainly or _tells_of_harm(text, lang) or _actors(lang).search(before):
        return begin + laid.start(), mention.end
    return None


@functools.lru_cache(maxsize=8)
def _tells_of_harm(text: str, lang: Lang) -> bool:
    return re.search("|".join(any_of(topic, lang) for topic in ("harm", "own_harm", "strong")), text, re.IGNORECASE) is not None


@functools.cache
def _actors(lang: Lang) -> re.Pattern[str]:
    return re.compile(
        r"\b(?:actors?|operators?|attackers?|intruders?)\b" if lang == "en" else r"\b(?:acteurs?|opérateurs?|attaquants?)\b", re.IGNORECASE
    )


def _is_passive(before_verb: str, lang: Lang) -> bool:
    return re.search(rf"{any_of('passive', lang)}[ ]*$", before_verb, re.IGNORECASE) is not None


def _taken_back(text: str, lang: Lang, mention: Mention, start: int, end: int) -> bool:
    """Whether the act is denied, or only asked about."""
    plain = _without_certainty(text, lang)
    if re.search(any_of("negation", lang), plain[max(0, start - 24) : end].rpartition(";")[2], re.IGNORECASE):
        return True
    before = plain[: min(start, mention.start)][-60:]
    return re.search(rf"{any_of('supposed', lang)}(?:[ ][\w'-]+){{0,3}}[ ]?$", before, re.IGNORECASE) is not None


@functools.lru_cache(maxsize=8)
def _without_certainty(text: str, lang: Lang) -> str:
    """Return a sentence with its words of certainty struck out, place by place: "without any doubt" denies nothing."""
    return pattern("certainty", lang).sub(lambda m: "_" * len(m[0]), text)


REACH, SUBJECT = 1_000, 400
"""Characters between an act and the verb that says whose word it is; of the subject of such a verb."""
_PASSIVE = 60
_YEAR = r"(?<![\w/-])(?:19|20)\d\d(?![\w/])|(?<!\d)\d{4}-\d\d(?:-\d\d)?(?!\d)|(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{2,4}(?!\d)"
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "the a an this that these those in on at it its as for after before since today yesterday last both all some many several "
        "la le les l un une des ce cette ces en dans au aux il elle depuis après avant selon nos notre nous we our they attackers "
        "hackers attaquants pirates",
    )
)


@dataclass(frozen=True, slots=True)
class Accuser:
    """Who says it: ``own`` for the desk's own voice, ``named`` for another one, ``vague`` for nobody in particular."""

    kind: Literal["own", "named", "vague"]
    start: int
    end: int


@functools.lru_cache(maxsize=8)
def dated(text: str, lang: Lang) -> bool:
    """Whether a sentence gives a day, a month or a year.

    >>> dated("on 15 February 2018", "en"), dated("le 1er mars", "fr"), dated("in Unit 74455", "en")
    (True, True, False)
    """
    day = rf"\d{{1,2}}(?:er|st|nd|rd|th)?(?: of)? {any_of('month', lang)}|{any_of('month', lang)} \d{{1,4}}"
    return re.search(f"{_YEAR}|{day}", text, re.IGNORECASE) is not None


def accuser_of(text: str, lang: Lang, accusation: Accusation, named: list[Mention], own: str) -> Accuser | None:
    """Return who holds an accusation: whoever is said to say it closest to it; None where nobody is.

    Parameters
    ----------
    own : str
        ISO 3166 alpha-3 code of the state in whose name the draft speaks; "" for none.
    """
    starts = [mention.start for mention in named]
    vague: Accuser | None = None
    for _, low, high in sorted(_subjects(text, lang, accusation), key=lambda one: one[0]):
        inside = named[bisect_left(starts, low) : bisect_left(starts, high)]
        kind = _kind(text, low, high, lang, accusation.mention, inside, own)
        if kind == "vague":
            vague = vague or Accuser(kind, low, high)
        elif kind is not None:
            return Accuser(kind, low, high)
    return vague


def _subjects(text: str, lang: Lang, accusation: Accusation) -> Iterator[tuple[int, int, int]]:
    """Yield how far from the act somebody may be named who says it, and where."""
    at, end = accusation.start, accusation.end
    first, last = max(0, at - REACH), min(len(text), end + REACH)
    for verb in _report(lang).finditer(text, first, last):
        if not (accusation.mention.end <= verb.start() < end):
            yield (_distance(verb.start(), at, end), *_subject(text, verb.start(), verb.end(), at, lang))
    for source in _source(lang).finditer(text, first, last):
        low = source.end()
        stop = re.search(r"[,;:.)]|$", text[low : low + 120])
        high = low + (stop.start() if stop else 120)
        yield _distance(low, at, end), low, min(high, at) if at > low else high


@functools.cache
def _report(lang: Lang) -> re.Pattern[str]:
    return re.compile(any_of("report", lang))  # with capitals, for "the United States" says nothing


@functools.cache
def _source(lang: Lang) -> re.Pattern[str]:
    return re.compile(any_of("source", lang), re.IGNORECASE)


def _distance(place: int, start: int, end: int) -> int:
    """How far a verb stands from an act; one that follows is farther than any that goes before."""
    return start - place if place <= start else 10_000 + place - end


def _subject(text: str, verb: int, verb_end: int, act: int, lang: Lang) -> tuple[int, int]:
    """Return where the subject of a verb stands: before it in its clause, or behind *by* where the verb is passive."""
    if _passive(lang).search(text, max(0, verb - _PASSIVE), verb):
        by = re.compile(
            r" (?:publicly |jointly |formally |officially )?by " if lang == "en" else r" (?:publiquement |officiellement )?par "
        ).match(text, verb_end)
        if by is None:
            return verb, verb
        stop = re.search(r" (?:to|on|à|aux?|le|as) |[,;.]|$", text[by.end() :])
        return by.end(), by.end() + (stop.start() if stop else 0)
    marks, first = ";:" if verb <= act else ',;:»"', max(0, verb - SUBJECT)
    return max(max(text.rfind(mark, first, verb) for mark in marks) + 1, first), verb


@functools.cache
def _passive(lang: Lang) -> re.Pattern[str]:
    return re.compile(rf"{any_of('passive', lang)}[ ]*$", re.IGNORECASE)


def _kind(
    text: str, low: int, high: int, lang: Lang, accused: Mention, named: list[Mention], own: str
) -> Literal["own", "named", "vague"] | None:
    """Say what kind of holder a piece of a sentence names."""
    phrase = text[low:high]
    if not phrase.strip():
        return None
    inside = [m for m in named if m.end <= high]
    if re.search(any_of("own", lang), phrase, re.IGNORECASE) or (own and any(m.who == own for m in inside)):
        return "own"
    if any(m.who != accused.who for m in inside):
        return "named"
    if inside:
        return None  # the accused speak of themselves
    if re.search(any_of("vague", lang), phrase, re.IGNORECASE) and not _proper(phrase, drop_first=True):
        return "vague"
    return "named" if _proper(phrase) or re.search(any_of("institution", lang), phrase, re.IGNORECASE) else None


def _proper(phrase: str, *, drop_first: bool = False) -> bool:
    """Whether a phrase has a name in it: a word with a capital that is no common one."""
    words = re.findall(r"[^\W\d_][\w&.-]*", re.sub(r"\b[dl]'", "", phrase, flags=re.IGNORECASE))
    return any(word[0].isupper() and word.lower() not in _COMMON for word in words[1 if drop_first else 0 :])
