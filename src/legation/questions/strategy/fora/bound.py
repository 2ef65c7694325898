"""What binds us wherever the matter is taken: the position of a group that we belong to, and obligations and promises in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.dossier import Issue, Obligation, When, in_force, standing
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.strategy.fora.speaker import speaker_of
from legation.questions.strategy.fora.support import position_of

__all__ = ["Bond", "bonds_of", "duties_of"]

_TIERS = ("core", "early", "supporter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """What binds us.

    Attributes
    ----------
    kind : str
        ``position`` of a group on the issue, ``common_position``, ``promise``, ``instruction``, ``law`` or ``commitment``.
    by : Named or Wording
        The group, or the words of what binds.
    group : str
        The group; empty for what binds everywhere.
    value : float or None
        Where the group stands on the issue [points, 0-100].
    until : When or None
        Its last day; None: none is written.
    evidence : tuple of str
    """

    kind: str
    by: Any
    group: str = ""
    value: float | None = None
    until: When | None = None
    evidence: tuple[str, ...] = ()


def bonds_of(case: Case, us: str | None, issue: Issue | None) -> tuple[Bond, ...]:
    """Return what binds an actor on an issue: common positions of its groups.

    A group speaks as the actor that has its id or its name, in any language.

    Parameters
    ----------
    case : Case
    us : str or None
    issue : Issue or None
    """
    if us is None:
        return ()
    found = []
    for group, until, sources in _groups(case, us):
        speaker = speaker_of(case, group)
        row = position_of(case, speaker, issue.id) if issue else None
        if row is not None:
            name = case.named(speaker) if case.actor_row(speaker) else inputs.group_name(group)
            found.append(Bond(kind="position", by=name, group=group, value=row.value, until=until, evidence=sources))
    return tuple(found)


def duties_of(case: Case, us: str | None) -> tuple[Bond, ...]:
    """Return the obligations and open promises of the desk that are in force: they bind in every forum, and bind nobody else."""
    desk = case.info.parameters.get("us") or us
    if us is None or desk != us:
        return ()
    return tuple(
        Bond(kind=row.kind or "obligation", by=row.text, until=row.end, evidence=row.evidence)
        if isinstance(row, Obligation)
        else Bond(kind="commitment", by=row.promise, until=row.due, evidence=row.evidence)
        for row in case.dossier.bound_by(case.as_of)
    )


def _groups(case: Case, us: str) -> list[tuple[str, When | None, tuple[str, ...]]]:
    """Return the groups and coalitions that an actor belongs to, each with the end of its membership and the sources of it."""
    day, found = case.as_of, {}
    for row in standing(case.dossier.groups):
        if row.actor == us and in_force(row, day):
            found[row.group] = (row.group, row.end, row.evidence)
    for line in standing(case.dossier.coalitions):
        if line.actor == us and line.tier in _TIERS and in_force(line, day):
            found.setdefault(line.coalition, (line.coalition, line.end, line.evidence))
    for tie in standing(case.dossier.relations):
        if tie.source == us and tie.kind == "member_of" and in_force(tie, day):
            found.setdefault(tie.target, (tie.target, tie.end, tie.evidence))
    return [found[name] for name in found if name != us]
