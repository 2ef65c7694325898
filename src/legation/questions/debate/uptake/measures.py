"""Bjola's three measures of digital work, each for one objective: agenda setting, presence among named targets, conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.debate import AgendaSetting, Conversation, PresenceExpansion, agenda_setting, conversation, presence_expansion
from legation.questions.debate.uptake.counts import UptakeCounts

__all__ = ["Measures", "Thread", "measures_of"]

DAY = np.timedelta64(86_400_000_000, "us")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Thread:
    """Texts as acts of somebody, those without words of their own included. Every field has one element a text, in the order of time.

    Attributes
    ----------
    ids : sequence of str
    who : sequence of str
        The actor, else a stand-in for the account; empty where neither is known.
    times : ndarray of datetime64[us], shape (n,)
    answers, repeats : sequence of str
        The id of the text that it answers or repeats; empty: none.
    """

    ids: Sequence[str]
    who: Sequence[str]
    times: npt.NDArray[np.datetime64]
    answers: Sequence[str]
    repeats: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What is measured for an objective; None where it cannot be, with the reason.

    Attributes
    ----------
    objective : str
    agenda, presence, conversation : AgendaSetting, PresenceExpansion, Conversation, or None
    window : int
        Days before and after that are compared.
    reasons : mapping of str to str
        By measure: ``no-day``, ``short`` (not enough time observed), ``no-target``, ``no-thread``, ``ring``.
    """

    objective: str
    agenda: AgendaSetting | None
    presence: PresenceExpansion | None
    conversation: Conversation | None
    window: int
    reasons: Mapping[str, str]


def measures_of(
    objective: str,
    counted: Sequence[UptakeCounts],
    rows: npt.NDArray[np.int64],
    thread: Thread,
    *,
    ours: frozenset[str],
    window: int,
    seed: int = 0,
) -> Measures:
    """Measure what came of the phrases that serve an objective.

    Parameters
    ----------
    objective : str
    counted : sequence of Counted
        The phrases that serve it.
    rows : ndarray of int
        Of each text that was counted, its place in ``thread``.
    thread : Thread
    ours : set of str
        Us and who speaks for us.
    window : int
        Days, 1 or more.
    seed : int

    Limits
    ------
    Presence counts whoever used a phrase of ours, or answered or repeated a text of ours, where that can be seen. Who reads in silence is
    not seen, nor what is said in private; nothing here tells why, nor whether they agree.
    """
    when = (thread.times - np.datetime64(0, "us")) / DAY
    seen = when[np.isfinite(when)]
    observed = (float(np.floor(seen.min())), float(np.ceil(seen.max() + 1e-9))) if len(seen) else (0.0, 0.0)
    reasons: dict[str, str] = {}
    dated = [one for one in counted if one.found.since]
    targets = [one for one in dict.fromkeys(one for each in counted for one in each.ours.targets) if one not in ours]
    agenda = presence = None
    if not dated:
        reasons |= {"agenda": "no-day", "presence": "no-day"}
    else:
        agenda = _agenda(objective, dated, rows, thread, when, ours, window, observed)
        if agenda is None or not agenda.topics:
            agenda, reasons["agenda"] = None, "short"
        if targets:
            at = min(map(_start, dated))
            presence = _presence(objective, targets, _acts(dated, rows, thread, ours), thread, when, at, window, observed)
        if presence is None:
            reasons["presence"] = "short" if targets else "no-target"
    talk = None
    try:
        talk = _conversation(objective, targets, _texts_with(counted, rows), thread, ours, seed)
    except BadValue:  # texts that answer each other in a ring
        reasons["conversation"] = "ring"
    if talk is None:
        reasons.setdefault("conversation", "no-thread")
    return Measures(objective=objective, agenda=agenda, presence=presence, conversation=talk, window=window, reasons=reasons)


def _start(one: UptakeCounts) -> float:
    """Return the first moment after the day that counts: what others said on that very day is not after us."""
    return 1.0 + float(np.datetime64(one.found.since, "D").astype(np.int64))


def _agenda(
    objective: str,
    counted: Sequence[UptakeCounts],
    rows: npt.NDArray[np.int64],
    thread: Thread,
    when: npt.NDArray[np.float64],
    ours: frozenset[str],
    window: int,
    observed: tuple[float, float],
) -> AgendaSetting | None:
    said = [(one.ours.id, row) for one in counted for row in rows[np.unique(one.found.uses.row)].tolist()]
    theirs = [(name, row) for name, row in said if thread.who[row] and thread.who[row] not in ours and np.isfinite(when[row])]
    if observed[1] <= observed[0]:
        return None
    return agenda_setting(
        [one.ours.id for one in counted],
        [_start(one) for one in counted],
        [name for name, _ in theirs],
        np.array([when[row] for _, row in theirs], np.float64),
        [thread.who[row] for _, row in theirs],
        window=float(window),
        observed=observed,
        objective=objective,
    )


def _texts_with(counted: Sequence[UptakeCounts], rows: npt.NDArray[np.int64]) -> set[int]:
    """Return the places of the texts that have one of the phrases."""
    return {row for one in counted for row in rows[np.unique(one.found.uses.row)].tolist()}


def _acts(counted: Sequence[UptakeCounts], rows: npt.NDArray[np.int64], thread: Thread, ours: frozenset[str]) -> list[int]:
    """Return the texts of others that have a phrase of ours, or that answer or repeat a text of ours."""
    own = {name for name, who in zip(thread.ids, thread.who, strict=True) if who in ours}
    found = _texts_with(counted, rows) | {at for at in range(len(thread.ids)) if thread.answers[at] in own or thread.repeats[at] in own}
    return sorted(at for at in found if thread.who[at] and thread.who[at] not in ours)


def _presence(
    objective: str,
    targets: Sequence[str],
    acts: Iterable[int],
    thread: Thread,
    when: npt.NDArray[np.float64],
    at: float,
    window: int,
    observed: tuple[float, float],
) -> PresenceExpansion | None:
    if at - window < observed[0] or at + window > observed[1]:
        return None
    rows = [row for row in acts if np.isfinite(when[row])]
    who, days = [thread.who[row] for row in rows], np.array([when[row] for row in rows], np.float64)
    return presence_expansion(targets, who, days, at=at, window=float(window), observed=observed, objective=objective)


def _conversation(
    objective: str, targets: Sequence[str], worded: set[int], thread: Thread, ours: frozenset[str], seed: int
) -> Conversation | None:
    """Measure the threads that we began with a phrase; None where there is none, or where nobody answers anything."""
    columns: dict[str, tuple[str, str | None]] = {}
    begun = 0
    for at, (name, who, answered, repeated) in enumerate(zip(thread.ids, thread.who, thread.answers, thread.repeats, strict=True)):
        begins = who in ours and not answered
        if name in columns or repeated or (begins and at not in worded):  # to pass on is no answer, and begins nothing
            continue
        begun += begins
        columns[name] = (who or f"?{name}", answered or None)
    if not any(thread.answers) or not any(who in ours for who in thread.who):
        return None
    found = conversation(
        list(columns),
        [who for who, _ in columns.values()],
        [answered for _, answered in columns.values()],
        ours,
        objective=objective,
        targets=targets or None,
        seed=seed,
    )
    return found if begun else None
