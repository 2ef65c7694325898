"""What is asked about our wording, and what was counted for it, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import standing
from legation.figures.figure import Named
from legation.language import Spoken as Sayable
from legation.methods.text.uptake import Adopter, Discovered, discover
from legation.questions.base.case import Case
from legation.questions.debate.texts import named, spoken
from legation.questions.debate.uptake.counts import UptakeCounts, count, without_copies
from legation.questions.debate.uptake.measures import Measures, Thread, measures_of
from legation.questions.debate.uptake.phrases import given, our_voices, our_wording
from legation.questions.debate.utterances import Spoken
from legation.questions.question import Progress

__all__ = ["AUTO", "UptakeInputs", "read_inputs"]

_WINDOW = {"week": 28, "month": 91, "quarter": 182, "year": 365}
"""Days before and after that are compared, by the length of a period."""
_PERIODS = ((5 * 365, "year"), (548, "quarter"), (120, "month"), (0, "week"))
MOST_CONTROLS = 4
AUTO = "auto"
"""A length of periods that follows from how long texts are held."""


@dataclass(frozen=True, kw_only=True, eq=False)
class UptakeInputs:
    """What was asked and counted.

    Attributes
    ----------
    case : Case
    everything, heard : Spoken
        All texts of the time, and those that count: with words, copies left out.
    folded, more : int
        Copies left out, and phrases that were not looked for because there are so many.
    from_messages : bool
        Whether the phrases are those of the messages.
    ours : set of str
        Us and who speaks for us.
    every : {"week", "month", "quarter", "year"}
    counted : tuple of Counted
        Phrases, those with the most adopters after us first.
    discovered : Discovered or None
        None where no text of ours is held.
    measures : tuple of Measures
        By objective.
    """

    case: Case
    everything: Spoken
    heard: Spoken
    folded: int
    more: int
    from_messages: bool
    ours: frozenset[str]
    every: str
    counted: tuple[UptakeCounts, ...]
    discovered: Discovered | None
    measures: tuple[Measures, ...]

    def named(self, actor: str) -> Named:
        """Return an actor as a reader knows it."""
        return named(self.case, actor)

    def evidence(self, *adopters: Adopter) -> tuple[str, ...]:
        """Return the evidence that the first uses of some actors are, as far as they are evidence."""
        return tuple(dict.fromkeys(item for one in adopters if (item := self.heard.evidence[one.row])))

    def aim(self, objective: str) -> Sayable | str:
        """Return an objective in the dossier's words."""
        return next((row.aim for row in standing(self.case.dossier.objectives) if row.id == objective and row.aim), objective)

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """The days of the first and of the last text that count."""
        days = self.heard.days
        return days[0].astype(object), days[-1].astype(object)


def read_inputs(case: Case, options: Mapping[str, Any], progress: Progress) -> UptakeInputs:
    """Read the texts and count our phrases in them.

    Raises
    ------
    NotAvailable
        Without a phrase, or without a text.
    BadValue
        For a phrase that cannot be looked for.
    """
    ours = our_voices(case, options["us"] or ())
    phrases, more = our_wording(case, options, ours)
    controls = {str(name): wanted for name, wanted, _ in list(given(options["controls"] or ""))[:MOST_CONTROLS]}
    everything = spoken(case, until=options["until"].last if options["until"] else None, repeats=True, progress=progress)
    worded = np.flatnonzero([bool(text) for text in everything.texts])
    copies = without_copies(
        [everything.texts[at] for at in worded], [everything.actors[at] for at in worded], seed=options["seed"], progress=progress
    )
    rows = worded[copies.rows]
    heard = everything.only(rows)
    every = _every(heard) if options["every"] == AUTO else options["every"]
    counted = count(heard.texts, heard.times, heard.actors, phrases, ours=ours, every=every, controls=controls, progress=progress)
    ranked = sorted(counted, key=lambda one: (-len(one.found.those("after")), -len(one.others), one.ours.id))
    own = any(actor in ours for actor in heard.actors)
    found = discover(heard.texts, heard.times, heard.actors, ours=ours, least=2, progress=progress) if own else None
    return UptakeInputs(
        case=case,
        everything=everything,
        heard=heard,
        folded=copies.folded,
        more=more,
        from_messages=not options["phrase"],
        ours=ours,
        every=every,
        counted=tuple(ranked),
        discovered=found,
        measures=_measures(everything, ranked, rows, ours, options["days"] or _WINDOW[every], options["seed"]),
    )


def _every(heard: Spoken) -> str:
    days = int((heard.days[-1] - heard.days[0]).astype(int)) if len(heard) else 0
    return next(name for least, name in _PERIODS if days >= least)


def _measures(
    everything: Spoken,
    counted: list[UptakeCounts],
    rows: npt.NDArray[np.int64],
    ours: frozenset[str],
    window: int,
    seed: int,
) -> tuple[Measures, ...]:
    whose = zip(everything.actors, everything.accounts, everything.ids, strict=True)
    thread = Thread(
        ids=everything.ids,
        who=[actor or (f"~{account}" if account else "") for actor, account, _ in whose],
        times=everything.times,
        answers=everything.answers,
        repeats=everything.repeats,
    )
    objectives = sorted({aim for one in counted for aim in one.ours.objectives})
    return tuple(
        measures_of(aim, [one for one in counted if aim in one.ours.objectives], rows, thread, ours=ours, window=window, seed=seed)
        for aim in objectives
    )
