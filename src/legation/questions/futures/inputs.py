"""What questions on futures have in common: the model as it may be seen at a date, and the scenarios that hold in it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.dossier.models.scenario import SCENARIO, ScenarioModel
from legation.figures.figure import Named
from legation.language import Message, Spoken
from legation.methods.scenario import Consistent, CrossImpactMatrix, Lever, consistent
from legation.methods.scenario.distance import side_by_side
from legation.methods.scenario.matrix import Ints
from legation.questions.base.case import Case
from legation.questions.base.part_inputs import PartInputs, choose_part
from legation.questions.question import Progress

__all__ = ["LISTED", "Futures", "Seen", "combinations", "either", "find_model", "futures", "series", "signed"]

LISTED = 1000
"""Scenarios that an answer lists; more are counted."""


@dataclass(frozen=True, kw_only=True)
class Seen(PartInputs[ScenarioModel]):
    """A model as it was known, and how its descriptors, variants and scenarios are called."""

    def descriptor(self, at: int) -> Named:
        """Return a descriptor as a reader knows it."""
        one = self.model.descriptors[at]
        return Named(one.id, one.name or one.id)

    def variant(self, at: int, k: int) -> Named:
        """Return a variant as a reader knows it."""
        one = self.model.descriptors[at].variants[k]
        return Named(one.id, one.name or one.id)

    def taking(self, at: int, k: int) -> Message:
        """Return a descriptor with its variant."""
        return Message("futures.taking", descriptor=self.descriptor(at), variant=self.variant(at, k))

    @property
    def called(self) -> Message:
        """The model as a reader knows it, with its horizon where it has one."""
        if self.model.horizon:
            return Message("futures.model-horizon", model=self.title, horizon=self.model.horizon)
        return Message("futures.model", model=self.title)

    def written(self, scenario: Sequence[int]) -> Named:
        """Return a scenario in short: for a reader the number of each variant, from 1; for a program their ids, as one may ask for it."""
        ids = (descriptor.variants[k].id for descriptor, k in zip(self.model.descriptors, scenario, strict=True))
        return Named(",".join(ids), ".".join(str(k + 1) for k in scenario))

    @property
    def evidence(self) -> tuple[str, ...]:
        """What the judgements rest on."""
        return tuple(dict.fromkeys(item for one in self.model.judgements for item in one.evidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """The scenarios that hold in a model.

    Attributes
    ----------
    seen : Seen
    matrix : CrossImpactMatrix
        Named by ids.
    found : Consistent
    rows : ndarray of int, shape (k, n)
        The scenarios in the order in which they are numbered: neighbours share as much as can be had.
    total, short : ndarray of int, shape (k,)
        Total impact, and the largest inconsistency of each.
    names : tuple of str
        ``S1``, ``S2``...
    """

    seen: Seen
    matrix: CrossImpactMatrix
    found: Consistent
    rows: Ints
    total: Ints
    short: Ints
    names: tuple[str, ...]

    @property
    def numbered(self) -> Mapping[tuple[int, ...], str]:
        """The name of each scenario."""
        return {tuple(row): name for row, name in zip(self.rows.tolist(), self.names, strict=True)}

    @property
    def unlisted(self) -> int:
        """Scenarios that are counted and not listed."""
        return max(0, self.found.count - len(self.rows))

    def common(self) -> tuple[tuple[int, int], ...]:
        """Return the descriptors that take one variant in all scenarios, with it; none where not all are listed, or there is but one."""
        if len(self.rows) < 2 or not self.found.complete:
            return ()
        return tuple((j, int(column[0])) for j, column in enumerate(self.rows.T) if (column == column[0]).all())

    def never(self) -> tuple[tuple[int, int], ...]:
        """Return the variants that no scenario takes, of descriptors that are not the same in all; none as in :meth:`common`."""
        if len(self.rows) < 2 or not self.found.complete:
            return ()
        fixed = {j for j, _ in self.common()}
        sizes = enumerate(self.matrix.sizes)
        return tuple((j, k) for j, size in sizes for k in range(size) if j not in fixed and not (self.rows[:, j] == k).any())

    def telling(self, row: int) -> tuple[tuple[int, int], ...]:
        """Return the variants of a scenario that tell it from others."""
        fixed = {j for j, _ in self.common()}
        return tuple((j, k) for j, k in enumerate(self.rows[row].tolist()) if j not in fixed)

    def holding(self, at: int, k: int) -> tuple[str, ...]:
        """Return the scenarios in which a descriptor takes a variant."""
        return tuple(self.names[i] for i in np.flatnonzero(self.rows[:, at] == k).tolist())

    def cell(self, lever: Lever) -> tuple[int, int]:
        """Return the place of a lever's judgement in the matrix."""
        offsets = self.matrix.offsets
        return offsets[lever.source[0]] + lever.source[1], offsets[lever.target[0]] + lever.target[1]


def find_model(case: Case, name: str) -> Seen:
    """Return the model that was asked for, or the first by name, as it was known at the case's date.

    Raises
    ------
    NotAvailable
        Where no model was known.
    WrongUse
        Where there is none of the name.
    DossierError
        Where the part is faulty.
    """
    part = choose_part(case, SCENARIO, name, none="futures.no-model", unknown="futures.unknown-model")
    return Seen(**vars(part))


def futures(case: Case, options: Mapping[str, Any], progress: Progress) -> Futures:
    """Return the scenarios that hold in the model asked for, numbered so that neighbours share variants."""
    seen = find_model(case, options["model"])
    matrix = seen.model.matrix()
    found = consistent(matrix, options["tolerance"], constraints=seen.model.constraints(), most=LISTED, progress=progress)
    order = list(side_by_side(found.scenarios))
    return Futures(
        seen=seen,
        matrix=matrix,
        found=found,
        rows=found.scenarios[order],
        total=found.total_impact[order],
        short=found.inconsistency[order],
        names=tuple(f"S{i + 1}" for i in range(len(order))),
    )


def series(things: Iterable[Spoken]) -> Spoken:
    """Return things that are told one after the other, parted by semicolons.

    >>> str(series([Message("language.yes"), Message("language.no")]))
    'yes; no'
    """
    there = list(things)
    return functools.reduce(lambda rest, one: Message("futures.next", first=one, rest=rest), reversed(there[:-1]), there[-1])


def either(things: Iterable[Spoken]) -> Spoken:
    """Return things of which one is enough.

    >>> str(either([Message("language.yes"), Message("language.no")]))
    'yes or no'
    """
    there = list(things)
    return functools.reduce(lambda rest, one: Message("futures.either", first=one, rest=rest), reversed(there[:-1]), there[-1])


def combinations(count: int) -> int | Message:
    """Return a number as a reader can take it in: of more than fifteen digits, the power of ten.

    >>> combinations(486), str(combinations(3**40))
    (486, 'about 10^19')
    """
    return count if count < 10**15 else Message("futures.about", power=len(str(count)) - 1)


def signed(value: int) -> str:
    """Return a number with its sign, as judgements are written.

    >>> signed(2), signed(0), signed(-3)
    ('+2', '0', '−3')
    """
    return f"{value:+d}".replace("-", "−") if value else "0"
