"""A final note: a strategy that nobody but its author challenged goes out only with a reason, which stands at its foot."""

from __future__ import annotations

from dataclasses import dataclass, replace

from legation.briefing.document import Block, Document, Paragraph
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.situations import situation_of
from legation.questions.strategy.challenge.people import challenged_by_others

__all__ = ["LONGEST", "Final", "final_note", "marked_final"]

LONGEST = 200
"""Signs of a reason: it is a line or two at the foot of a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """That a note is final, and why it is although nobody but its author challenged it; ``reason`` is empty where none is needed."""

    reason: str = ""

    @property
    def message(self) -> Message:
        """What the foot of the note says."""
        return Message("final-note.unchallenged", reason=self.reason) if self.reason else Message("final-note.final")

    def foot(self, lang: Lang) -> tuple[Block, ...]:
        """Return what stands below all else of the note: the reason, where there is one."""
        return (Paragraph(say(self.message, lang), style="note"),) if self.reason else ()


def final_note(case: Case, reason: str = "", *, kind: str = "") -> Final:
    r"""Return what makes the note of a case final.

    Parameters
    ----------
    reason : str
        Why a strategy goes out that was not challenged by anyone but its author; not looked at where it was, or where the note is of
        another situation.
    kind : str
        The situation that the note is of, where it is not that of the dossier.

    Raises
    ------
    WrongUse
        Where it was not and no reason is given, or one of more than :data:`LONGEST` signs; the sentence says what to do.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> parts = {"dossier.toml": b'id = "x"\n[brief]\nnote = "strategy"'}
    >>> case = Case(dossier=decode(parts), today=dt.date(2026, 1, 1))
    >>> str(final_note(case, "The minister speaks tonight.").message)
    'Final, although not challenged by anyone but its author: The minister speaks tonight.'
    """
    words = " ".join(reason.split())
    if len(words) > LONGEST:
        raise WrongUse(Message("final-note.too-long", count=len(words), most=LONGEST))
    case = case.at(case.as_of)
    if (kind or situation_of(case).situation.id) != "strategy" or challenged_by_others(case):
        return Final()
    if not words:
        raise WrongUse(Message("final-note.refused"))
    return Final(reason=words)


def marked_final(document: Document, final: Final | None) -> Document:
    """Return a paper that says on each page that it is final; the paper itself where it is not."""
    if final is None:
        return document
    said = say(Message("final-note.final"), document.lang)
    return replace(document, version=" · ".join(part for part in (document.version, said) if part))
