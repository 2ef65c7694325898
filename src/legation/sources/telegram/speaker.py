"""Who spoke, how and when, in the sentences of a report that are about one target."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from legation.sources.telegram.dates import Day, days
from legation.sources.telegram.report import Span
from legation.sources.telegram.wordings import any_of, table, words_pattern

__all__ = ["Found", "day_in", "form_in", "is_contact", "is_spoken", "level_in"]

_OURS = re.compile(r"\b(?:notre|nos|mon|my|our)\s+(?:\w+\s+)?\Z|\b(?:ancien\w*|former|ex)[\s-]+\Z")

_LATER = re.compile(
    r"\b(?:confirmera|suivra|enverra|(?:will|would|to)\s+(?:be\s+)?(?:confirm|follow|send|put|sent|confirmed)|promis\w*|promised|ne|n'\w+|not|sans|without|pas|refus\w+)\b"
)
_WE = re.compile(
    r",?\s+(?:i|we|j'ai|je|nous|on|l'ambassad\w+|(?:the|our|notre|mon|my)\s+(?:ambassador|ambassad\w+|deputy|adjointe?|collegue|colleague))\b"
)
_NEXT_TO = re.compile(r"\b(?:of|to|for|du|de\s+la|de\s+l'|des|aupres\s+d\w+)\s*(?:the\s+|la\s+|le\s+)?(?:\w+\s+){0,2}\Z")
"""Before somebody next to whom the speaker works: *an adviser to the president*."""
_NOT = re.compile(r"\b(?:ne|n'|not|never|pas|\w+n't|sans|without)")


class Found(NamedTuple):
    """A value and where the plain text says so; without a value the text says several, or none."""

    value: str
    span: Span = (0, 0)


@functools.cache
def _level() -> re.Pattern[str]:
    kinds = [
        rf"(?P<k{at}>{'|'.join(one.replace(' ', chr(92) + 's+') for one in sorted(level['says'], key=len, reverse=True))})"
        for at, level in enumerate(table()["level"])
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(kinds)})s?(?![\w-])")


@functools.cache
def _behind() -> re.Pattern[str]:
    """Return a pattern of what stands before somebody who was met."""
    return re.compile(rf"(?:\b(?:{words_pattern('contact.met', 'contact.told')})|\binterlocut\w+\s*:)\s*[^.;:\n]{{0,45}}\Z")


@functools.cache
def _ahead() -> re.Pattern[str]:
    """Return a pattern of what stands behind somebody who spoke."""
    spoke = words_pattern("speech.oral", "speech.any", "speech.hint", "contact.passive")
    return re.compile(rf"[^.;:\n\"]{{0,90}}?\b(?:{spoke}|reserv\w+|attend\w*)\b")


_INVERTED = re.compile(
    r"\b(?:a|ont|avait)\s+(?:\w+\s+)?(?:dit|declare|indique|confirme|repondu|precise|assure|explique|glisse|annonce)\s+(?:le|la|l')\s*\Z|\b(?:said|told\s+\w+|replied|confirmed)\s+(?:the\s+)?\Z"
)


def _meeting(text: str, part: Span) -> re.Match[str] | None:
    return any_of("contact", "met").search(text, *part) or any_of("contact", "told").search(text, *part)


def is_contact(text: str, start: int, end: int) -> bool:
    """Whether a part of the plain text says that somebody was met."""
    return _meeting(text, (start, end)) is not None


def is_spoken(text: str, start: int, end: int) -> bool:
    """Say whether a verb of speech stands in a part of the plain text."""
    return any(any_of("speech", kind).search(text, start, end) for kind in ("oral", "any", "hint"))


def level_in(text: str, parts: Sequence[Span]) -> Found:
    """Return the level of who spoke; where two are named, or one that is none of ours, a person says it."""
    found: dict[str, Span] = {}
    for start, end in parts:
        for one in _level().finditer(text, start, end):
            before = text[start : one.start()]
            if _OURS.search(before):
                continue
            if _behind().search(before) or _INVERTED.search(before) or _ahead().match(text[one.end() : end]):
                value = str(table()["level"][int(str(one.lastgroup)[1:])]["level"])
                ahead = _ahead().match(text[one.end() : end])
                if (ahead and _NOT.search(ahead[0])) or (value in ("head", "minister") and _NEXT_TO.search(before)):
                    value = ""
                found.setdefault(value, one.span())
    return Found(*next(iter(found.items()))) if len(found) == 1 and "" not in found else Found("")


def form_in(text: str, answer: Span, parts: Sequence[Span], *, hinted: Span | None, met: bool) -> Found:
    """Return how an answer was given: in writing, spoken or hinted.

    Parameters
    ----------
    answer : Span
        The sentence of the answer.
    parts : sequence of Span
        The other sentences about the target.
    hinted : Span or None
        The words of the answer, where they are a hint.
    met : bool
        Whether the answer follows upon a meeting: its subject is who was met.
    """
    hint = any_of("speech", "hint").search(text, *answer)
    if hinted or hint:
        return Found("hinted", hinted or (hint.span() if hint else (0, 0)))
    sentences = [answer, *(part for part in parts if any_of("speech", "refers").search(text, *part))]
    written = next((m for part in sentences for m in [any_of("speech", "written").search(text, *part)] if m), None)
    oral = next((m for part in sentences for m in [any_of("speech", "oral").search(text, *part)] if m), None)
    if written:
        later = any(_LATER.search(text, *part) for part in sentences)
        return Found("") if later or oral else Found("written", written.span())
    if any(any_of("speech", "paper").search(text, *part) for part in (answer, *parts)):
        return Found("")
    if oral:
        return Found("said", oral.span())
    spoke = any_of("speech", "any").search(text, *answer)
    meeting = next(filter(None, (_meeting(text, part) for part in (answer, *parts))), None)
    if meeting and (spoke or met):
        return Found("said", (spoke or meeting).span())
    channel = next((m for part in parts for m in [any_of("speech", "channel").search(text, *part)] if m), None)
    return Found("said", channel.span()) if channel else Found("")


@functools.cache
def _just_before() -> re.Pattern[str]:
    """Return a pattern of what stands before the day of a meeting, or of what was said there."""
    how = words_pattern("speech.channel", "speech.written", "subject.adverbs")
    verbs = words_pattern("speech.oral", "speech.any", "speech.refers", "contact.told", "contact.passive")
    on = r"\s*(?:le|on|du|of|,|dated|en\s+date\s+du)?\s*"
    return re.compile(
        rf"\b(?:{words_pattern('contact.met')})(?:(?!\b(?:que|qui|that|who|which|pour|to|for\s+(?:a|the))\b|qu')[^.;,]){{0,90}}?{on}\Z"
        r"|\b(?:recue?s?|rencontre\w*|entretenue?s?|vue?s?|met|seen|received)\s+(?:le|on)\s*\Z"
        rf"|\b(?:{verbs})(?:\s+(?:me|us|nous|so|this|{how}))*{on}\Z"
    )


def _of_the_meeting(text: str, start: int, day: Day) -> bool:
    """Whether a day stands where a report puts that of the meeting: before everything, behind who was met, or behind the verb of speech."""
    before = text[start : day.start]
    if re.fullmatch(r"\W*(?:le|on)?\s*", before) and _WE.match(text, day.end):
        return True
    return not _other_day().search(before[-60:]) and bool(_just_before().search(before))


@functools.cache
def _other_day() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words_pattern('other_day.says')})\s+(?:\S+\s+){{0,3}}\Z")


def day_in(
    text: str, parts: Sequence[Span], sent: dt.date | None, today: dt.date | None, *, day_first: bool
) -> tuple[dt.date | None, Span]:
    """Return the day on which they spoke, where the sentences about a target name one and no other."""
    found: dict[dt.date, Span] = {}
    unsure = False
    for start, end in parts:
        met = is_contact(text, start, end) or is_spoken(text, start, end)
        for one in days(text, start, end, day_first=day_first):
            if not _of_the_meeting(text, start, one):
                continue
            date = one.date(sent)
            unsure |= date is None or any(last is not None and date > last for last in (sent, today))
            if date is not None:
                found.setdefault(date, (one.start, one.end))
        for word, back in (("today", 0), ("yesterday", 1)):
            said = any_of("months", word).search(text, start, end)
            if said and met:
                unsure |= sent is None
                if sent is not None and sent > dt.date.min:
                    found.setdefault(sent - dt.timedelta(days=back), said.span())
    return next(iter(found.items())) if len(found) == 1 and not unsure else (None, (0, 0))
