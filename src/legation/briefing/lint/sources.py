"""Rules of sources: none shows how we know, none is marked above the release, every fact has one; and no whitewash."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator

from legation.briefing.lint.findings import Finding, LintGround
from legation.briefing.lint.text import Sentence, ending, pattern
from legation.briefing.lint.wording import at, shown
from legation.language import LANGUAGES, Lang, Message, fold, say
from legation.questions.incident.statement.blame_shift import moves
from legation.questions.incident.statement.failings import Failed
from legation.questions.incident.statement.whitewash import beside, unsaid

__all__ = [
    "cited",
    "sourcing",
    "whitewash",
]


_BRACKET = re.compile(r"\[([^\[\]\n]{1,300})\](?!\()")
_ID = re.compile(r"[\w.:/+-]{1,120}")
_LIKE_AN_ID = re.compile(r"\d|[-_:/]")
_MARK = re.compile(r"(?<![\w:])TLP ?: ?(RED|AMBER\+STRICT|AMBER|GREEN|CLEAR|WHITE)(?![\w+])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_RUN, _SHORTEST = 6, 4
_FEWEST = 5


def sourcing(text: str, drafted: tuple[Sentence, ...], ground: LintGround) -> Iterator[Finding]:
    """Find what a draft gives away, and what it says without a source."""
    uses_ids = any(cited(sentence, ground) for sentence in drafted)
    for sentence in drafted:
        yield from _reveals(sentence)
        yield from _marks(sentence, ground)
        yield from _exhibits(sentence, ground)
        if uses_ids and not cited(sentence, ground) and _is_fact(sentence):
            yield at(sentence, "unsupported", 0, len(sentence.text))
    yield from _repeated(text, drafted, ground)


def cited(sentence: Sentence, ground: LintGround) -> list[tuple[str, int, int]]:
    """Return the ids of evidence that a sentence names in brackets, each with its place."""
    citations = []
    for bracket in _BRACKET.finditer(sentence.text):
        ids = [
            (piece[0], bracket.start(1) + piece.start(), bracket.start(1) + piece.end()) for piece in re.finditer(r"[^,;\s]+", bracket[1])
        ]
        known = ground.evidence or {}
        if ids and all(_ID.fullmatch(i) and (i in known or _LIKE_AN_ID.search(i)) for i, *_ in ids):
            citations += ids
    return citations


def _reveals(sentence: Sentence) -> Iterator[Finding]:
    last = -1
    for match in pattern("reveals", sentence.lang).finditer(sentence.text):
        theirs = ending("not_ours", sentence.lang).search(sentence.text[max(0, match.start() - 80) : match.start()])
        if match.start() >= last and not theirs:
            last = match.end()
            yield at(sentence, "reveals", *match.span())


def _marks(sentence: Sentence, ground: LintGround) -> Iterator[Finding]:
    for match in _MARK.finditer(sentence.text):
        marking = "TLP:" + match[1].upper().replace("WHITE", "CLEAR")
        if ground.is_above(marking):
            yield at(sentence, "above-release", *match.span(), marking=marking, release=ground.release)


def _exhibits(sentence: Sentence, ground: LintGround) -> Iterator[Finding]:
    if ground.evidence is None:
        return
    for identity, start, end in cited(sentence, ground):
        exhibit = ground.evidence.get(identity)
        if exhibit is None:
            yield at(sentence, "unknown-evidence", start, end)
        elif ground.is_above(exhibit.marking):
            yield at(sentence, "above-release", start, end, marking=exhibit.marking, release=ground.release)


def _is_fact(sentence: Sentence) -> bool:
    """Whether a sentence claims something that happened, as far as its words show."""
    text, lang = sentence.text, sentence.lang
    if len(_WORD.findall(text)) < _FEWEST or not re.search(r"[.!…][\"'»”)\]]*(?:\s*\[[^\]]*\])*\s*$", text) or text.startswith("#"):
        return False
    is_judgement = pattern("performative", lang).search(text) or pattern("likelihood", lang).search(text)
    return bool(pattern("fact", lang).search(text)) and not is_judgement


def _repeated(text: str, drafted: tuple[Sentence, ...], ground: LintGround) -> Iterator[Finding]:
    """Find where a draft repeats the words, or the address, of a row that is marked higher than the release."""
    above = {i: e for i, e in (ground.evidence or {}).items() if ground.is_above(e.marking)}
    if not above:
        return
    free = {run for i, e in (ground.evidence or {}).items() if i not in above for words in e.words for _, run in _runs(_plain(words))}
    runs = {run: i for i, e in above.items() for words in e.words for _, run in _runs(_plain(words)) if run not in free}
    starts = [sentence.start for sentence in drafted]
    places = [(m.start(), m.end(), fold(m[0])) for m in _WORD.finditer(text)]
    spans: list[tuple[int, int, str]] = []
    sizes = sorted({len(run) for run in runs})
    for index in range(len(places)):
        for size in sizes:
            run = tuple(word for _, _, word in places[index : index + size])
            if run in runs:
                spans.append((places[index][0], places[index + size - 1][1], runs[run]))
    for identity, exhibit in above.items():
        spans += [(m.start(), m.end(), identity) for m in re.finditer(re.escape(exhibit.url), text)] if exhibit.url else []
    for start, end, identity in _joined(spans):
        number = max(1, bisect_right(starts, start))
        values = (("evidence", identity), ("marking", above[identity].marking), ("release", ground.release))
        yield Finding("marked-text", number, start, end, shown(text[start:end]), values)


def _plain(text: str) -> list[str]:
    return [fold(m[0]) for m in _WORD.finditer(text)]


def _runs(words: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the runs of words by which a text is known again: six, or the whole of one that has four or five."""
    if len(words) < _SHORTEST:
        return
    size = min(_RUN, len(words))
    for index in range(len(words) - size + 1):
        yield index, tuple(words[index : index + size])


def _joined(spans: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Join spans of one row that overlap."""
    whole: list[tuple[int, int, str]] = []
    for start, end, identity in sorted(spans, key=lambda span: (span[2], span[0], span[1])):
        if whole and whole[-1][2] == identity and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]), identity)
        else:
            whole.append((start, end, identity))
    return iter(sorted(whole))


def whitewash(text: str, drafted: tuple[Sentence, ...], ground: LintGround) -> Iterator[Finding]:
    """Find the first sentence that moves blame from the firm, for each set of failings that the whole text does not say.

    The text is the message: what one paragraph says of the firm's failing holds for all, but for those that clear the firm on that point:
    they say it themselves.
    """
    reported: set[tuple[str, ...]] = set()
    read: dict[tuple[int, int, Lang], tuple[Failed, ...]] = {}
    for sentence in drafted:
        moved = moves(sentence.text, sentence.lang) if ground.failings else None
        if moved is None:
            continue
        start, end = _paragraph(text, sentence) if moved.way == "excuse" else (0, len(text))
        if (start, end, sentence.lang) not in read:
            read[start, end, sentence.lang] = unsaid(text[start:end], sentence.lang, ground.failings)
        lacking = tuple(one for one in read[start, end, sentence.lang] if moved.touches(one.point))
        names = tuple(one.id for one in lacking)
        if lacking and names not in reported:
            reported.add(names)
            yield at(sentence, "whitewash", 0, len(sentence.text), firm=lacking[0].firm, count=len(lacking), beside=beside(lacking))
    for sentence in drafted:
        for match in _left().finditer(sentence.text):
            yield at(sentence, "withheld-line", *match.span())


def _paragraph(text: str, sentence: Sentence) -> tuple[int, int]:
    start, end = text.rfind("\n\n", 0, sentence.start), text.find("\n\n", sentence.start + len(sentence.text))
    return max(start, 0), end if end >= 0 else len(text)


@functools.cache
def _left() -> re.Pattern[str]:
    """Return a pattern of the mark before a paragraph that a draft withholds."""
    marks = (say(Message("what-do-we-say.paper.withheld-line", why=""), lang).strip() for lang in LANGUAGES)
    return re.compile("|".join(map(re.escape, marks)))
