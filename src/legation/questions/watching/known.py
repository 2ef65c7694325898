"""The monitors of a dossier, as far as they were known at a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.case import Case
from legation.questions.part_inputs import unknown_name

if TYPE_CHECKING:
    from legation.dossier.models.monitor import Monitor

__all__ = ["monitors_of"]


def monitors_of(case: Case, name: str = "") -> tuple[Monitor, ...]:
    """Return the monitors, by name; or the one that is named.

    Raises
    ------
    NotAvailable
        Where the dossier has none that was known at the date; the sentence says which part to add.
    WrongUse
        For a name that is none of theirs.
    DossierError
        For monitors with faults: those of all of them at once.
    """
    from legation.dossier.models.monitor import MONITOR
    from legation.dossier.problem import Problem
    from legation.errors import DossierError

    faults: list[Problem] = []
    found = []
    for part in MONITOR.of(case.dossier.files).values():
        try:
            found.append(MONITOR.read(case.dossier.files[part], part))
        except DossierError as error:
            faults.extend(error.problems)
    if faults:
        raise DossierError(Message("dossier.faults", count=len(faults), first=str(faults[0])), tuple(faults))
    there = {row.id for row in case.dossier.evidence}
    known = [one for one in found if one.known_on is None or one.known_on.by(case.as_of)]
    known = [one for one in known if not one.evidence or any(item in there for item in one.evidence)]
    if not known:
        raise NotAvailable(Message("watching.no-monitor", as_of=case.as_of, count=len(found)))
    if not name:
        return tuple(known)
    chosen = tuple(one for one in known if one.id == name)
    if not chosen:
        raise unknown_name("watching.unknown-monitor", name, (one.id for one in known))
    return chosen
