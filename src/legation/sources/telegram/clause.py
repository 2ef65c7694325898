"""Whether the words of an answer in a clause are an answer, and whose: what stands before them, behind them and around them."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from legation.sources.telegram.layout import Named
from legation.sources.telegram.report import Span
from legation.sources.telegram.wordings import BLOCKERS, Hit, any_of, openers, table, words_pattern

__all__ = ["Clause", "Subject", "condition", "governed", "is_government", "subject", "why_not"]

_THE = r"(?:le|la|les|l'|the|his|her|its|their|son|sa|leur|un|une|an?)?"
_OF = re.compile(
    r"\b(?:du|de|de\s+la|des|d'|de\s+l'|of|of\s+the|from|from\s+the|to|par|chez|pour|avec|with|by|contre|against|in|en|au|aux|a)\s*(?:la\s+|les?\s+|l'|the\s+)?\Z"
)
_NO_MATTER = frozenset({"negation", "doubt", "choice", "then"})
"""Words that leave what is no answer what it is."""
_PAST_VOTE = re.compile(
    r"\b(?:avait|avaient|a|ont|s'etait|s'etaient|s'est|had|has|have|having)\s+(?:\w+\s+){0,2}?(?:vote|voted|abstenue?s?|abstained|soutenu|supported|opposed)\b"
    r"[^.;,]{0,40}?\b(?:en|in)\s+(?:19|20)\d\d|\b(?:comme|as)\s+(?:en|in)\s+(?:19|20)\d\d"
)
"""A vote of an earlier year, which an answer may name: *Senegal, which voted against in 2018, will abstain*."""
_SIGN = re.compile(r"[!?]")
_TURNED = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
"""Signs that turn the direction of reading: what is seen may not be what is written."""
_AND = re.compile(r"\s*,?\s*(?:et|and|ainsi\s+que|as\s+well\s+as)\s*(?:la\s+|les?\s+|l'|the\s+)?\Z")
_COMMA = re.compile(r"\s*,\s*(?:la\s+|les?\s+|l'|the\s+)?\Z")
_LIKE = re.compile(r"\b(?:comme|like|unlike|contrairement|avec|with|after|apres)\b[^.;]{0,20}\Z")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a plain text in which one answer may stand.

    ``sentence`` is the whole sentence, whose other words may keep the answer from being read; ``quotes`` are the places between quotation
    marks, ``raw`` the original words of the sentence.
    """

    text: str
    start: int
    end: int
    sentence: Span
    quotes: Sequence[Span]
    raw: str

    def quoted(self, at: int) -> Span | None:
        """Return the quotation in which a place stands."""
        return next((span for span in self.quotes if span[0] <= at < span[1]), None)


def is_government(text: str, one: Named, start: int, end: int) -> bool:
    """Whether a name stands for its government: *Kenya*, *the Kenyan delegation*, *the minister of Kenya*, and not *the Kenyan press*."""
    before, after = text[max(start, one.start - 70) : one.start], text[one.end : min(end, one.end + 30)]
    if one.kind == "demonym":
        if re.match(rf"\s+(?:\w+\s+){{0,1}}(?:{_heads()})\b", after) or re.search(rf"\b(?:{_heads()})\s+\Z", before):
            return True
        return bool(re.search(r"(?:\b(?:les|the|des|aux)\s+|\A|[,;:(\"]\s*)\Z", before)) and text[one.start : one.end].endswith(("s", "x"))
    if re.match(r"'s\b", after):
        return bool(re.match(rf"'s\s+(?:\w+\s+){{0,2}}(?:{_heads()})\b", after))
    if _OF.search(before):
        return bool(re.search(rf"\b(?:{_heads()})\s+(?:[\w'-]+\s+){{0,6}}?{_OF.pattern}", before))
    return not re.match(r"\s+(?:business|industry|civil|press|public|opposition|parliament|labour|media|ngos?)\b", after)


@functools.cache
def _levels_words() -> str:
    return "|".join(one.replace(" ", r"\s+") for level in table()["level"] for one in level["says"])


@functools.cache
def _heads() -> str:
    return f"{words_pattern('subject.heads')}|{_levels_words()}"


@functools.cache
def _filler() -> str:
    spoke = words_pattern("speech.oral", "speech.any")
    return rf"(?:,?\s*(?:{words_pattern('subject.adverbs')}|m'a|nous\s+a|me|us|{spoke})(?=[\s,]))*\s*,?\s*"


@functools.cache
def _pronoun(*lists: str) -> re.Pattern[str]:
    known = words_pattern(*(f"subject.{one}" for one in lists))
    people = rf"|{_THE}\s*(?:{_levels_words()})" if "person" in lists else ""
    aside = r"(?:\s*,[^;:\"]{0,120},)?" if "person" in lists else ""
    return re.compile(rf"(?:\A|[\s,:;('\"-])(?P<who>{known}{people})(?=[\s,]){aside}{_filler()}\Z")


@functools.cache
def _after_name(*, answer: bool) -> re.Pattern[str]:
    office = r"(?:\s+(?:des|de\s+la|du|for|of\s+the|of|at|a|aupres|en\s+charge)\b[^,;:.\"]{0,60})?" if not answer else ""
    return re.compile(rf"(?:\s+(?:\w+\s+)?(?:{_heads()})(?=[\s,]))?(?:\s*\([^()]*\))?{office}(?:\s*,[^;:\"]{{0,160}},)?{_filler()}\"?\s*\Z")


class Subject(NamedTuple):
    """Who the subject of an answer is.

    ``how`` is ``name`` with the names, several in a list; ``pronoun``, ``quoted``, ``leads`` or ``whole`` where the report says elsewhere
    whose answer it is; empty where the subject is somebody whom nothing tells. ``start`` is where it begins.
    """

    how: str
    start: int = 0
    names: tuple[Named, ...] = ()


def subject(clause: Clause, hit: Hit, names: Sequence[Named], *, leads: bool) -> Subject:
    """Return who the subject of an answer is; ``leads`` says whether it may be left out, as under a heading."""
    if hit.whole:
        return Subject("whole", hit.start)
    before = [one for one in names if one.end <= hit.start]
    last = before[-1] if before else None
    answers = hit.answer not in ("undecided", "none")
    if last is not None and _after_name(answer=answers).match(clause.text[last.end : hit.start]):
        return _named_subject(clause, hit, before)
    quotation = clause.quoted(hit.start)
    if quotation and _pronoun("quoted").search(clause.text[max(quotation[0], clause.start) : hit.start]):
        return Subject("quoted", hit.start)
    if re.match(r"nous\b|(?:\w+ns)\b", clause.text[hit.start : hit.end]):
        return Subject("quoted" if quotation else "", hit.start)
    lead = clause.text[clause.start : hit.start]
    pronoun = _pronoun("pronoun", *(() if answers else ("person",))).search(lead)
    if pronoun:
        return Subject("pronoun", clause.start + pronoun.start("who"))
    return Subject("leads" if leads and not lead.strip(" \"'(") else "", hit.start)


def _named_subject(clause: Clause, hit: Hit, before: Sequence[Named]) -> Subject:
    """Return the names that end where an answer begins, several in a list."""
    listed = [before[-1]]
    for one in reversed(before[:-1]):
        gap = clause.text[one.end : listed[0].start]
        if not (_AND.match(gap) or (len(listed) > 1 and _COMMA.match(gap))):
            break
        listed.insert(0, one)
    good = not _LIKE.search(clause.text[clause.start : listed[0].start]) and all(
        is_government(clause.text, one, clause.start, hit.start) for one in listed
    )
    return Subject("name", listed[0].start, tuple(listed)) if good else Subject("")


@functools.cache
def _known_speaker() -> re.Pattern[str]:
    known = words_pattern("subject.pronoun", "subject.person", "subject.heads")
    return re.compile(rf"(?<![\w])(?:{known}|{_levels_words()})(?!\w)")


@functools.cache
def _opening() -> re.Pattern[str]:
    """Return a pattern of what may open a sentence before its subject and changes nothing."""
    return re.compile(rf"(?:[\s,]*(?:{words_pattern('subject.leads')})\b)*[\s,]*")


@functools.cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"\b(?:\w+\s+)?(?:{_heads()})(?:\s+(?:[\w'-]+\s+){{0,6}}?{_OF.pattern.removesuffix(chr(92) + 'Z')})?\s*\Z")


def governed(clause: Clause, at: int, names: Sequence[Named], free: Sequence[Span]) -> bool:
    """Whether what stands before a subject makes of an answer something else: *with a little luck*, *aid groups tell us that*.

    Nothing may stand there but a condition, an opening that changes nothing, and who said it, if that is a government's.
    """
    lead = clause.text[clause.start : at]
    for start, end in free:
        if clause.start <= start < at:
            lead = lead[: start - clause.start] + " " * (min(end, at) - start) + lead[min(end, at) - clause.start :]
    lead = _office().sub("", re.sub(r"(?:\b(?:la|les?|the)|\bl'|\bqu')\s*\Z", "", lead)).strip(" ,\"'(-\n\t")
    if _opening().fullmatch(lead):
        return False
    known = _known_speaker().search(lead) or any(clause.start <= one.start < at for one in names)
    spoke = any(any_of("speech", kind).search(lead) for kind in ("oral", "any", "hint")) or lead.endswith(":")
    return not (known and spoke)


def spoken_outside(clause: Clause, quotation: Span) -> bool:
    """Whether the sentence says outside of a quotation that somebody spoke."""
    start, end = clause.sentence
    parts = ((start, max(start, quotation[0])), (min(end, quotation[1]), end))
    return any(any_of("speech", kind).search(clause.text, *part) for kind in ("oral", "any", "hint") for part in parts)


def condition(clause: Clause, hit: Hit, languages: Collection[str]) -> tuple[list[Span], Span | None]:
    """Return where conditions stand in the sentence of an answer, and the one that it hangs on; None where that is not sure."""
    found = [span for span in openers(clause.text, *clause.sentence, languages) if not hit.start <= span[0] < hit.end]
    if not found:
        return [], None
    before = [span for span in found if span[0] < hit.start]
    if before:
        comma = clause.text.rfind(",", before[0][0], hit.start)
        end = comma if comma > 0 else hit.start
        own = (
            (before[0][0], end)
            if comma > 0 and len(found) == 1 and not clause.text[clause.sentence[0] : before[0][0]].strip(" \"'")
            else None
        )
        return [(before[0][0], end), *((span[0], clause.sentence[1]) for span in found[len(before) :])], own
    end = _condition_end(clause, found[0][0])
    return [(found[0][0], end)], (found[0][0], end) if len(found) == 1 and found[0][0] < clause.end else None


def _condition_end(clause: Clause, start: int) -> int:
    quotation = clause.quoted(start)
    ends = [clause.end, *([quotation[1]] if quotation else [])]
    reporting = re.compile(r",?\s+(?:m'|nous\s+)?a(?:vait)?-t-(?:il|elle)|,\s+(?:he|she|they|it)\s+(?:said|told|added)|,?\s*;").search(
        clause.text, start, clause.end
    )
    return min([*ends, *([reporting.start()] if reporting else [])])


@functools.cache
def _follow(lang: str) -> re.Pattern[str]:
    return re.compile(str(table()["follow"][lang]))


@functools.cache
def _closing() -> re.Pattern[str]:
    """Return a pattern of what may stand behind an answer and changes nothing."""
    return re.compile(rf"(?:[\s,]*(?:{words_pattern('subject.tails')})\b)*[\s,.\")]*")


def _closed(clause: Clause, hit: Hit, free: Sequence[Span]) -> bool:
    """Whether nothing stands behind an answer and its text but a condition, who said it, and words that change nothing."""
    behind = _follow(hit.lang).match(clause.text[hit.end : min(clause.end, hit.end + 120)])
    start = hit.end + (behind.end() if behind else 0)
    tail = clause.text[start : clause.end]
    for a, b in free:
        if a < clause.end and b > start:
            a, b = max(a, start), min(b, clause.end)
            tail = tail[: a - start] + " " * (b - a) + tail[b - start :]
    if _closing().fullmatch(tail) or _reason().match(tail):
        return True
    lead = tail.lstrip(" ")
    if lead.startswith("("):
        return bool(any_of("speech", "channel").search(tail))
    reporting = lead.startswith((",", '"')) or clause.text[start - 1] in ',:"'
    return reporting and any(any_of("speech", kind).search(tail) for kind in ("oral", "any", "hint", "written"))


@functools.cache
def _reason() -> re.Pattern[str]:
    return re.compile(rf"[\s,]*(?:{words_pattern('subject.reasons')})\b")


def why_not(clause: Clause, hit: Hit, free: Sequence[Span], *, spoken: bool, hangs: bool) -> str:
    """Return why an answer is for a person to read: the kind of words in its sentence, ``follow``, ``tense``, ``sign``; empty: it is read.

    Parameters
    ----------
    free : sequence of Span
        Where words do not count: conditions, and the names of a list.
    spoken : bool
        Whether the sentence says that somebody spoke.
    hangs : bool
        Whether the answer has a condition.
    """
    text = clause.text
    if not hit.answer:
        return "answer"
    quotation = clause.quoted(hit.start)
    if quotation and not spoken_outside(clause, quotation):
        return "reported"
    if (hit.tense == "possible" and not hangs) or (hit.tense in ("conditional", "possible") and not spoken):
        return "tense"
    if hit.follow == "text" and not _follow(hit.lang).match(text[hit.end : min(clause.end, hit.end + 120)]):
        return "follow"
    if hit.follow == "text" and hit.answer not in ("undecided", "none") and not _closed(clause, hit, free):
        return "tail"
    marks = any(c in _TURNED or unicodedata.category(c) in ("So", "Cs", "Co", "Cn") for c in clause.raw)
    if marks or _SIGN.search(clause.raw):
        return "sign"
    out = [(hit.start, hit.end), *free, *(m.span() for m in _PAST_VOTE.finditer(text, *clause.sentence))]
    kinds: list[tuple[str, str]] = [("blocker", kind) for kind in BLOCKERS]
    if hit.answer not in ("undecided", "none"):
        kinds.append(("after", "turn"))
    for area, kind in kinds:
        if hit.answer in ("undecided", "none") and kind in _NO_MATTER:
            continue
        for found in any_of(area, kind).finditer(text, *clause.sentence):
            if not any(a <= found.start() < b for a, b in out):
                return kind
    return ""
