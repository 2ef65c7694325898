"""The instruction of a round as the text of a telegram, for the house's own system: plain lines, ready to copy.

It bears no address, no signatory and no number: the house's system adds them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from legation.briefing.markings.frame import marked
from legation.dossier import standing
from legation.dossier.column import symbol
from legation.errors import NotAvailable
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.actors.rounds import said
from legation.questions.actors.rounds.log import RoundLog, TextOfVersion, reply_until

__all__ = ["telegram"]

_WIDTH = 78


def telegram(case: Case, log: RoundLog, lang: Lang) -> str:
    r"""Return the version of an instruction that is in force at the moment of a log, as text.

    Raises
    ------
    NotAvailable
        Where the round has no instruction at that moment.
    """
    version = log.version
    if version is None:
        raise NotAvailable(Message("telegram.no-instruction", round=log.round.title or log.round.id))
    return "\n".join(_Lines(case, log, version, lang).lines()).rstrip() + "\n"


class _Lines:
    __slots__ = ("_case", "_lang", "_log", "_version")

    def __init__(self, case: Case, log: RoundLog, version: TextOfVersion, lang: Lang) -> None:
        self._case, self._log, self._version, self._lang = case, log, version, lang

    def lines(self) -> Iterator[str]:
        row, version = self._log.round, self._version
        yield from self.part("object", [self.text("object-of", title=row.title or row.id, version=version.number)])
        yield from self.part("references", [*self.references()], numbered=True)
        if version.change != "first":
            yield from self.part("change", [self.text(f"change-{version.change}", version=version.number - 1)])
        yield from self.part("instruction", [say(version.ask, self._lang)] if version.ask else [])
        yield from self.part("lines", [*self.spoken()], numbered=True)
        yield from self.part("avoid", [say(version.avoid, self._lang)] if version.avoid else [])
        yield from self.fallback()
        until = reply_until(row, version)
        desk = (self.text("reply-to", desk=row.desk),) if row.desk else ()
        yield from self.part("reply", [*((self.text("reply-by", until=said.shown(row, until)),) if until else ()), *desk])

    def text(self, name: str, /, **values: Any) -> str:
        return say(Message(f"telegram.{name}", **values), self._lang)

    def part(self, name: str, sentences: list[str], *, numbered: bool = False) -> Iterator[str]:
        """Yield a heading with its paragraphs; nothing where there are none."""
        if not sentences:
            return
        yield self.text(name).upper()
        for number, sentence in enumerate(sentences, 1):
            first = f"{number}. " if numbered else ""
            yield from textwrap.wrap(
                sentence, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False, break_on_hyphens=False
            )
        yield ""

    def references(self) -> Iterator[str]:
        """Yield what the instruction refers to: the text that is voted on, and its sources by title and day."""
        row = self._log.round
        for vote in self._case.dossier.rollcalls:
            if vote.id == row.rollcall:
                name, title = symbol(vote), say(vote.title, self._lang)
                yield ", ".join(part for part in (name, title if title != name else "") if part) or vote.id
        sources = {one.id: one for one in self._case.dossier.evidence}
        for one in (*row.evidence, *(each for each in self._version.evidence if each not in row.evidence)):
            if one in sources and sources[one].kind != "own_judgement":
                day = sources[one].date
                yield ", ".join(part for part in (say(sources[one].title, self._lang), say(day, self._lang) if day else "") if part)

    def spoken(self) -> Iterator[str]:
        """Yield what speaks for the ask: the points of the instruction; without them the messages of the dossier on its issue."""
        if self._version.points:
            yield from said.points_of(self._version, self._lang)
            return
        for row in standing(self._case.dossier.messages):
            if row.issue and row.issue == self._log.round.issue and not row.supports and not row.question:
                yield say(row.text, self._lang)

    def fallback(self) -> Iterator[str]:
        """Yield the fallback apart, under its own marking, so that it can be cut off or sent on its own."""
        if not self._version.fallback:
            return
        marking = self._version.fallback_marking
        label = f" ({marked(marking, self._lang)['marking']})" if marking else ""
        yield self.text("apart")
        yield self.text("fallback").upper() + label
        yield from textwrap.wrap(say(self._version.fallback, self._lang), _WIDTH, break_long_words=False, break_on_hyphens=False)
        yield self.text("apart")
        yield ""
