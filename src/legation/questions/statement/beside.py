"""The true sentence to put beside a text that is withheld: what failed, what is mended, who intruded, each on somebody's word; and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier.when import When
from legation.language import Lang, Message, say
from legation.questions.attribution.words import quoted
from legation.questions.statement.failings import Failed

__all__ = ["Intruder", "Sentences", "beside", "withheld"]

AREA = "what-do-we-say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intruder:
    """Who intruded, on whose word, and of which day that is."""

    party: Any
    holder: Any
    told: When | None = None


@dataclass(frozen=True, slots=True)
class Sentences:
    """Several sentences, one after the other, in either language."""

    parts: tuple[Message, ...]

    def in_language(self, lang: Lang) -> str:
        """Return them for a reader of ``lang``."""
        return " ".join(say(part, lang) for part in self.parts)


def beside(failed: Sequence[Failed], intruders: Sequence[Intruder] = (), who: str = "open") -> Sentences:
    """Return the sentence, made of rows alone.

    Parameters
    ----------
    failed : sequence of Failed
    intruders : sequence of Intruder
        Empty where nobody is named, with the reason in ``who``.
    who : {"open", "below-gate", "none"}
        It is for others to say; no gate is open at which somebody may be named; no row says it.
    """
    return Sentences((*_failed(failed), *_who(intruders, who)))


def withheld(failed: Sequence[Failed], sentence: Sentences, *, unheard: bool = False) -> Message:
    """Return why a text is withheld, with the sentence to put beside it; ``unheard``: some of it is not for this circle."""
    if not failed:
        return Message(f"{AREA}.withheld-unheard")
    return Message(f"{AREA}.withheld{'-in-part' if unheard else ''}", firm=failed[0].firm, beside=sentence)


def _failed(failed: Sequence[Failed]) -> Iterator[Message]:
    """Yield what failed, each on its word, with what was mended; what is not known to be mended is said once."""
    bare, firm = 0, None
    for one in failed:
        text, word = quoted(one.row, one.text), _word(one)
        if one.whole:
            yield Message(f"{AREA}.beside.noticed", text=text, word=word)
            continue
        form, firm = ("also" if one.firm == firm else "failed"), one.firm
        yield Message(f"{AREA}.beside.{form}{'-since' if one.since else ''}", firm=one.firm, text=text, date=one.since, word=word)
        if one.mended:
            mended = "mended-on" if one.mended_on else "mended"
            yield Message(f"{AREA}.beside.{mended}", mended=quoted(one.row, one.mended), date=one.mended_on)
        bare += not one.mended
    if bare:
        everything = bare == sum(not one.whole for one in failed)
        yield Message(f"{AREA}.beside.not-mended{'' if everything else '-some'}", count=bare)


def _word(one: Failed) -> Message:
    if not one.holder:
        return Message(f"{AREA}.beside.no-word")
    return Message(f"{AREA}.beside.word{'-dated' if one.told else ''}", holder=one.holder, date=one.told)


def _who(intruders: Sequence[Intruder], who: str) -> Iterator[Message]:
    for one in intruders:
        form = "who-dated" if one.told else "who"
        yield Message(f"{AREA}.beside.{form}", party=one.party, holder=one.holder, date=one.told)
    if not intruders:
        yield Message(f"{AREA}.beside.who-{who}")
