"""The eight situations in which somebody opens a dossier, and which of them a dossier is about.

Their ids are fixed. ``dossier.toml`` names one, ``[brief] note = "vote"``; else what the dossier holds decides, in the order of
:data:`SITUATIONS`. Whoever prints it says which of the two it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from legation.dossier.records import SITUATIONS as IDS
from legation.errors import WrongUse
from legation.language import Message
from legation.questions.actors.contacts import planned_contacts
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.needs import is_there

__all__ = ["LOOKS_AHEAD", "SITUATIONS", "Situation", "SituationOfCase", "chosen_situation", "find_situation", "situation_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A situation.

    Attributes
    ----------
    id : str
        ``vote``; its title stands in the catalogue ``situation``.
    holds : callable
        Whether a case, at its date, is about it.
    """

    id: str
    holds: Callable[[Case], bool]

    @property
    def title(self) -> Message:
        """What a person would say: *A vote is coming*."""
        return Message(f"situation.{self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationOfCase:
    """The situation that a dossier is about, and whether ``dossier.toml`` says so, whoever asks chose it, or what it holds shows it."""

    situation: Situation
    is_stated: bool
    is_chosen: bool = False

    @property
    def reason(self) -> Message:
        """Return why it was taken, in a sentence."""
        form = "chosen" if self.is_chosen else "stated" if self.is_stated else "found"
        return Message(f"situation.{form}", situation=self.situation.title)


def has_vote_ahead(case: Case) -> bool:
    """Whether a roll call stands in the dossier that was not held at the date, and is not over."""
    return inputs.vote_ahead(case) is not None


def has_meeting_ahead(case: Case) -> bool:
    """Whether a contact is planned on the date or after it."""
    return bool(planned_contacts(case))


def _holds(*places: str) -> Callable[[Case], bool]:
    return lambda case: any(is_there(case, place) for place in places)


LOOKS_AHEAD = ("scenario", "threats", "posture", "signposts")
"""What a dossier holds whose strategy looks ahead; aims and plans every matter has."""
_SHOWN_BY: Mapping[str, Callable[[Case], bool]] = {
    "incident": _holds("assessment", "response", "statement"),
    "vote": has_vote_ahead,
    "meeting": has_meeting_ahead,
    "negotiation": _holds("negotiation", "draft"),
    "consultation": _holds("room"),
    "debate": _holds("frames", "readings", "messages"),
    "coalition": _holds("coalitions"),
    "strategy": _holds(*LOOKS_AHEAD),
}
"""What shows that a dossier is about a situation, in the order in which it is looked for: what presses comes first."""

SITUATIONS: tuple[Situation, ...] = tuple(
    Situation(id=one, holds=_SHOWN_BY.get(one, _holds())) for one in sorted(IDS, key=[*_SHOWN_BY, *IDS].index)
)
"""Those of :data:`legation.dossier.records.SITUATIONS`, in the order of what shows them; a dossier that is about none of the
others is about its strategy, whatever it holds of it."""


def find_situation(identifier: str) -> Situation:
    """Return a situation by its id.

    Raises
    ------
    WrongUse
        For an id that is none.

    Examples
    --------
    >>> str(find_situation("vote").title)
    'A vote is coming'
    """
    for one in SITUATIONS:
        if one.id == identifier:
            return one
    raise WrongUse(Message("situation.unknown", found=identifier[:40], allowed=" | ".join(sorted(one.id for one in SITUATIONS))))


def chosen_situation(identifier: str) -> SituationOfCase:
    """Return a situation that whoever asks has chosen, whatever the dossier names.

    Raises
    ------
    WrongUse
        For an id that is none.

    Examples
    --------
    >>> str(chosen_situation("strategy").reason)
    'The situation was chosen for this paper: A strategy to write or review.'
    """
    return SituationOfCase(situation=find_situation(identifier), is_stated=True, is_chosen=True)


def situation_of(case: Case) -> SituationOfCase:
    r"""Return the situation that a dossier is about.

    Raises
    ------
    WrongUse
        Where ``dossier.toml`` names one that is none.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> files = {"dossier.toml": b'id = "x"', "rollcalls.csv": b"id,date\nr1,2030-01-02\n"}
    >>> taken = situation_of(Case(dossier=decode(files), today=dt.date(2029, 12, 1)))
    >>> taken.situation.id, taken.is_stated
    ('vote', False)
    """
    stated = case.info.brief.get("note")
    if stated:
        return SituationOfCase(situation=find_situation(str(stated)), is_stated=True)
    found = next((one for one in SITUATIONS if one.holds(case)), SITUATIONS[-1])
    return SituationOfCase(situation=found, is_stated=False)
