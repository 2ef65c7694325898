"""What a forum must allow: the conditions that a person sets, and which forum fails which."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from legation.dossier import When
from legation.errors import WrongUse
from legation.language import Message
from legation.questions.strategy.fora.compare import Forum
from legation.questions.strategy.fora.rights import RANKS

__all__ = ["MUSTS", "read_musts", "with_musts"]

AREA = "where-should-we-take-it"
_RIGHTS = RANKS[:0:-1]
MUSTS = (*_RIGHTS, "by:2027-07", "binding", "nobody-alone", "remote", "no-fee", "verified")
"""What may be set: a right or more, a day before which it is decided, an outcome that binds, that nobody alone can stop it, that we can
take part from afar, that no fee is written, that all its rows are verified."""


def read_musts(text: str) -> tuple[str, ...]:
    """Return the musts of a text, parted by semicolons, commas or blanks, each once.

    Raises
    ------
    WrongUse
        For a word that is none, or a day that is none.

    Examples
    --------
    >>> read_musts("table; by:2027-07, nobody-alone")
    ('table', 'by:2027-07', 'nobody-alone')
    """
    found = tuple(dict.fromkeys(word.casefold() for word in re.split(r"[;,\s]+", text) if word))
    for word in found:
        if word not in MUSTS and not _is_day(word):
            raise WrongUse(Message(f"{AREA}.unknown-must", found=word, allowed=MUSTS))
    return found


def with_musts(fora: Sequence[Forum], musts: Sequence[str]) -> tuple[Forum, ...]:
    """Return the fora in order, each with the musts that it fails and those of which it is not known; who fails one comes last.

    Parameters
    ----------
    fora : sequence of Forum
    musts : sequence of str
        Of :func:`read_musts`.
    """
    found = []
    for one in fora:
        met = {must: _is_met(one, must) for must in musts}
        failed = tuple(must for must, is_met in met.items() if is_met is False)
        found.append(dataclasses.replace(one, failed=failed, unsure=tuple(must for must, is_met in met.items() if is_met is None)))
    return tuple(sorted(found, key=lambda one: one.order))


def _is_day(word: str) -> bool:
    if not word.startswith("by:"):
        return False
    try:
        When(word.removeprefix("by:"))
    except ValueError:
        return False
    return True


def _is_met(forum: Forum, must: str) -> bool | None:
    """Whether a forum meets a must; None where that is not known."""
    right, day = forum.right, forum.decision.day
    if must.startswith("by:"):
        return None if day is None else day.end < When(must.removeprefix("by:")).first
    if must in _RIGHTS:
        return None if right.rank is None else right.rank >= RANKS.index(must)
    if must == "binding":
        return None if not forum.row.binds else forum.row.binds not in ("nothing", "recommends")
    if must == "nobody-alone":
        return None if forum.ruling.stoppers is None else not forum.ruling.stoppers
    if must == "verified":
        return forum.verified == "yes"
    if must == "remote":
        return right.remote
    return None if right.has_fee is None else not right.has_fee
