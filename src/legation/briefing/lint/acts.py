"""Where a sentence makes a state, or a group, the author of a hostile act.

Five forms are read: *Russia attacked*, *Russia is behind*, *attacked by Russia*, *attributed to Russia*, *Russian hackers*. Who is the
victim, who only speaks, what is denied and what is asked (*whether Russia...*) is no accusation.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from legation.briefing.lint.states import Mention
from legation.briefing.lint.vocabulary import pattern, table
from legation.language import Lang

__all__ = ["Accusation", "accusations", "any_of"]

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
    found = []
    for mention in named:
        span = _act(text, lang, mention)
        if span is not None and not _taken_back(text, lang, mention, *span):
            found.append(Accusation(mention, *span))
    return found


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
        found = linked or owned
        return (mention.start, mention.end + found.end()) if found else None
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
        found = _compiled(form, lang).match(rest)
        if found and (found["verb"].endswith("ing") or not _is_passive(rest[: found.start("verb")], lang)):
            return mention.start, mention.end + stretch + found.end("verb")
    found = _compiled("responsible", lang).match(rest)
    if found and not re.search(any_of("benign", lang), found[0], re.IGNORECASE):
        return mention.start, mention.end + stretch + found.start("what")
    return None


def _behind_it(text: str, lang: Lang, mention: Mention, before: str, begin: int) -> tuple[int, int] | None:
    """*Attacked by Russia*, *attributed to Russia*, *hackers linked to Russia*."""
    done = _compiled("done-by", lang).search(before)
    if done:
        return begin + done.start(), mention.end
    held, liable = _compiled("held", lang).search(before), _compiled("liable", lang).match(text, mention.end)
    if held and liable:
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
