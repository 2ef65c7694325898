"""Kinds of circulation and the words of their rows: which answers each admits, and what States, organisations, firms and NGOs do in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = [
    "ANSWERS",
    "CARRIES",
    "CHANGES",
    "CHANNELS",
    "CIRCULATIONS",
    "LEAST_HOURS",
    "OUTS",
    "REACHES",
    "SIDES",
    "SIGNINGS",
    "CirculationKind",
    "side_of",
]

CHANGES = ("first", "editorial", "substance")
"""What a version changes of the one before: nothing, as the first; how it is said; what it says."""
CARRIES = ("resign", "silence")
"""How a signature comes to a version of substance: signed again, or by silence until a moment."""
REACHES = ("own", "all")
"""Whom an objection frees from a silence: who objects, or all."""
SIGNINGS = ("sign", "reservation", "dissociate")
"""Answers that are in; later ones say less."""
OUTS = ("clearance", "sign_if", "decline", "withdraw")
"""Answers that are not, or no longer; later ones are further out."""
ANSWERS = (*SIGNINGS, "sign_if", "clearance", "decline", "withdraw", "object")
CHANNELS = ("note", "mail", "spoken", "list")
"""By what an answer was confirmed: a note verbale, an official mail, a word spoken, the secretariat's own list."""
LEAST_HOURS = 72
"""Hours in which may be objected to a version, where the terms say nothing else."""
SIDES = ("state", "organisation", "firm", "ngo")
_SIDE = {"state": "state", "sub_state": "state", "international_org": "organisation", "company": "firm", "association": "firm"}


def side_of(kind: str) -> str:
    """Return the side on which a kind of actor stands in a circulation.

    >>> side_of("sub_state"), side_of("technical")
    ('state', 'ngo')
    """
    return _SIDE.get(kind, "ngo")


@dataclass(frozen=True, slots=True)
class CirculationKind:
    """A kind of circulation.

    Attributes
    ----------
    id : str
    answers : tuple of str
        Those that it admits.
    does : mapping of str to str
        By side what it does when it is in: ``cosponsor``, ``join``, ``align``, ``sign``; a side that is not there takes no part.
    followed : bool
        Whether each enters itself elsewhere, in a system of the secretariat, so that our board follows that list.

    Examples
    --------
    >>> "reservation" in CIRCULATIONS["cosponsorship"].answers, CIRCULATIONS["joint_statement"].does["firm"]
    (False, 'sign')
    """

    id: str
    answers: tuple[str, ...]
    does: Mapping[str, str]
    followed: bool = False


def _without(*answers: str) -> tuple[str, ...]:
    return tuple(one for one in ANSWERS if one not in answers)


_ALL_SIGN = MappingProxyType(dict.fromkeys(SIDES, "sign"))
CIRCULATIONS: Mapping[str, CirculationKind] = MappingProxyType(
    {
        one.id: one
        for one in (
            CirculationKind(
                "cosponsorship", _without("reservation", "dissociate"), MappingProxyType({"state": "cosponsor"}), followed=True
            ),
            CirculationKind("joint_statement", ANSWERS, MappingProxyType({**_ALL_SIGN, "state": "join", "organisation": "join"})),
            CirculationKind("alignment", _without("reservation", "sign_if"), MappingProxyType({"state": "align", "organisation": "align"})),
            CirculationKind("open_letter", _without("reservation", "dissociate"), _ALL_SIGN),
        )
    }
)
"""The kinds by id: whoever sponsors a draft has it as it stands; a statement that was made is aligned with, and not changed any more."""
