"""Live rooms beside a dossier: what one is called outside its log, and a case whose dossier holds its parts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from legation.dossier import Wording
from legation.questions.base.case import Case

__all__ = ["LiveRoomNamed", "with_parts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRoomNamed:
    """What a room is called outside its log.

    Attributes
    ----------
    name : str
        Of its part, ``rooms/NAME.toml``.
    title, holder : Wording
    opened, known : str
        The days of its first and of its newest entry, ``YYYY-MM-DD``.
    ended : str
        The day on which it was closed; empty while it is open.
    order : bytes
        A secret of the site by which people are put in an order; without it whoever knows the newest hash of the log can tell it.
    """

    name: str
    title: Wording
    holder: Wording
    opened: str
    known: str
    ended: str = ""
    order: bytes = b""


def with_parts(case: Case, parts: Mapping[str, bytes]) -> Case:
    """Return a case whose dossier holds some parts more."""
    later = dataclasses.replace(case.later, files={**case.later.files, **parts})
    return Case(dossier=later, today=case.today, lake=case.lake, files=case.files, store=case.store).at(case.as_of)
