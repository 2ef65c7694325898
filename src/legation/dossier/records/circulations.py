"""Rows of a circulation: who is invited, and what each answered to which version of the text.

The rows are the log. Terms, versions and deadlines stand in the draft that is circulated (:mod:`legation.dossier.models.circulation`); who
is in follows from both, at any moment (:mod:`legation.rooms.circulation`). No person and no link stands here: who is invited is an actor,
addressed by a function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from legation.dossier.column import Wording, choice, instant, ref, text, wording
from legation.dossier.moment import Moment
from legation.dossier.records.row import Revisable
from legation.methods.signing.circulation import ANSWERS, CHANNELS

__all__ = ["Invitation", "Signature"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Revisable):
    """An actor that is invited to associate itself with a text."""

    draft: str = text(role="calls")
    actor: str = ref("actors", role="about")
    addressee: Wording = wording()
    at: Moment | None = instant(days=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Revisable):
    """An answer of one that is invited: a claim until it is confirmed. An answer that is confirmed is a row that supersedes the claim."""

    LATER: ClassVar[Mapping[str, tuple[str, ...]]] = {"confirmed": ("confirmed", "channel")}
    draft: str = text(role="calls")
    actor: str = ref("actors", role="about")
    version: str = text()
    answer: str = choice(*ANSWERS)
    at: Moment | None = instant(days=True)
    until: Moment | None = instant(days=True)
    unit: str = text()
    words: Wording = wording()
    printed_as: Wording = wording()
    confirmed: Moment | None = instant(days=True)
    channel: str = choice(*CHANNELS)
