"""Rules against a whitewash: a text that moves blame from the firm says what failed there; no line that was withheld goes out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from legation.briefing.lint.finding import Finding
from legation.briefing.lint.ground import Ground
from legation.briefing.lint.sentences import Sentence
from legation.briefing.lint.wording import at
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions.statement.beside import beside
from legation.questions.statement.failings import Failed
from legation.questions.statement.moving import moves
from legation.questions.statement.whitewash import unsaid

__all__ = ["whitewash"]


def whitewash(text: str, drafted: tuple[Sentence, ...], ground: Ground) -> Iterator[Finding]:
    """Find the first sentence that moves blame from the firm, for each set of failings that the whole text does not say.

    The text is the message: what one paragraph says of the firm's failing holds for all, but for those that clear the firm on that point:
    they say it themselves.
    """
    told: set[tuple[str, ...]] = set()
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
        if lacking and names not in told:
            told.add(names)
            yield at(sentence, "whitewash", 0, len(sentence.text), firm=lacking[0].firm, count=len(lacking), beside=beside(lacking))
    for sentence in drafted:
        for found in _left().finditer(sentence.text):
            yield at(sentence, "withheld-line", *found.span())


def _paragraph(text: str, sentence: Sentence) -> tuple[int, int]:
    start, end = text.rfind("\n\n", 0, sentence.start), text.find("\n\n", sentence.start + len(sentence.text))
    return max(start, 0), end if end >= 0 else len(text)


@functools.cache
def _left() -> re.Pattern[str]:
    """Return a pattern of the mark before a paragraph that a draft withholds."""
    marks = (say(Message("what-do-we-say.paper.withheld-line", why=""), lang).strip() for lang in LANGUAGES)
    return re.compile("|".join(map(re.escape, marks)))
