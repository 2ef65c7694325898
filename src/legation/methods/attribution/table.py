"""Records of groups as arrays, and how alike an incident and each record are: cosines shared out over the claims.

A row for each group, in the order of their ids; a column for each technique or software, and a last column for what nobody has.

The cosine of two sets, each member weighed by how rare it is: the sum of what both have over the square root of the product of their
sums, with weight (ln((N + 1) / (n + 1)) + 1) squared for what n of N groups have. It lies between 0 and 1 however many claims there are:
unlike a sum of log-ratios it cannot be driven up by saying more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.attribution.item import Claim
from legation.methods.attribution.weights import EVIDENCE, LIKENESS, PRIOR

__all__ = [
    "Features",
    "UseTable",
    "cosine_parts",
    "rarity",
    "recall_parts",
]


Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def rarity(has: Bools) -> Floats:
    """Return the weight of each thing from who has it; ``has`` has shape (n_groups, n_things).

    Examples
    --------
    >>> rarity(np.array([[True, False], [True, False]])).round(3).tolist()
    [1.0, 4.404]
    """
    return np.asarray((np.log((len(has) + 1) / (has.sum(axis=0) + 1)) + 1) ** 2, np.float64)


def cosine_parts(has: Bools, columns: list[int]) -> Floats:
    """Return the part of each thing seen in the cosine with each group; shape (n_seen, n_groups), each column adding up to it.

    Parameters
    ----------
    has : ndarray of bool, shape (n_groups, n_things)
    columns : list of int
        The things that were seen.

    Examples
    --------
    >>> has = np.array([[True, True, False], [False, True, True]])
    >>> cosine_parts(has, [0, 1]).sum(axis=0).round(3).tolist()
    [1.0, 0.336]
    """
    weight = rarity(has)
    seen = weight[columns]
    scale = np.sqrt(max(float(seen.sum()), 1e-12) * np.maximum(has @ weight, 1e-12))
    return np.asarray(has[:, columns].T * seen[:, None] / scale, np.float64)


def recall_parts(has: Bools, weight: Floats) -> Floats:
    """Return the part of each thing seen in the share of what was seen that each group has.

    Parameters
    ----------
    has : ndarray of bool, shape (n_groups, n_seen)
    weight : ndarray of float, shape (n_seen,)

    Returns
    -------
    ndarray of float, shape (n_seen, n_groups)

    Examples
    --------
    >>> recall_parts(np.array([[True, False]]), np.array([3.0, 1.0])).sum(axis=0).tolist()
    [0.75]
    """
    return np.asarray(has.T * (weight / max(float(weight.sum()), 1e-12))[:, None], np.float64)


_RARE_TECHNIQUE, _RARE_SOFTWARE, _BROAD = 2.0, 3.5, 3.0
"""About the middle of -ln(share of groups) for techniques and for software, and of ln(1 + techniques of a group)."""
_PUBLIC_UNSAID = 0.35
"""Share of software that anybody can have, where the source does not say which."""
_THIN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """How claims lie to groups.

    Attributes
    ----------
    evidence : ndarray of float, shape (n_claims, n_groups, 17)
        Multiplied by the weights of evidence, in the order of :data:`EVIDENCE`.
    prior : ndarray of float, shape (n_groups, 2)
        Multiplied by the weights of the prior.
    held : ndarray of bool, shape (n_claims, n_groups)
        Whether the group is known for it.
    likeness : ndarray of float, shape (n_claims, n_groups, 3)
        Each claim's part in the cosine of techniques, in that of software, and in the share of the techniques seen that the group or its
        software does; multiplied by the weights of :data:`LIKENESS`.
    """

    evidence: Floats
    prior: Floats
    held: Bools
    likeness: Floats


class UseTable:
    """The records of all groups as counts of reports.

    Attributes
    ----------
    groups : tuple of str
        Sorted.
    reports : mapping of str to list of (str, int, int)
        Report -> what it supports: kind, row, column.
    """

    def __init__(
        self,
        groups: Mapping[str, Mapping[str, Any]],
        software: Mapping[str, Sequence[str]],
        *,
        tools: Collection[str] | None,
        techniques: Collection[str],
    ) -> None:
        self.groups = tuple(sorted(groups))
        done = {name for used in software.values() for name in used}
        names = {
            "technique": sorted({name for record in groups.values() for name in record["techniques"]} | done | set(techniques)),
            "software": sorted({name for record in groups.values() for name in record["software"]} | set(software)),
        }
        self._column = {kind: {name: at for at, name in enumerate(listed)} for kind, listed in names.items()}
        self._count = {kind: np.zeros((len(self.groups), len(listed) + 1)) for kind, listed in names.items()}
        self.reports: dict[str, list[tuple[str, int, int]]] = {}
        for row, group in enumerate(self.groups):
            for kind, part in (("technique", "techniques"), ("software", "software")):
                for name, by in groups[group][part].items():
                    column = self._column[kind][name]
                    self._count[kind][row, column] = max(1, len(by))
                    for report in by:
                        self.reports.setdefault(report, []).append((kind, row, column))
        self._reports_on = np.zeros(len(self.groups))
        for uses in self.reports.values():
            self._reports_on[sorted({row for _, row, _ in uses})] += 1
        self._family: dict[str, list[int]] = {}
        for column, name in enumerate(names["technique"]):
            self._family.setdefault(name.partition(".")[0], []).append(column)
        self._does = np.zeros((len(names["software"]) + 1, len(names["technique"]) + 1), np.float32)
        for name, used in software.items():
            self._does[self._column["software"][name], [self._column["technique"][one] for one in used]] = 1
        self._public = np.array(
            [_PUBLIC_UNSAID if tools is None else float(name in tools) for name in names["software"]] + [_PUBLIC_UNSAID]
        )
        self._names = names

    def knows(self, kind: str, name: str) -> bool:
        """Return whether the source lists this technique or software at all."""
        return name in self._column[kind]

    def supported(self, report: str) -> dict[str, dict[str, list[str]]]:
        """Return what a report supports: group -> kind -> ids, sorted."""
        found: dict[str, dict[str, list[str]]] = {}
        for kind, row, column in self.reports.get(report, ()):
            found.setdefault(self.groups[row], {"technique": [], "software": []})[kind].append(self._names[kind][column])
        return {group: {kind: sorted(listed) for kind, listed in kinds.items()} for group, kinds in sorted(found.items())}

    def remaining(self, report: str, row: int) -> int:
        """Return how many techniques of a group stand on other reports too."""
        own = {column for kind, at, column in self.reports.get(report, ()) if kind == "technique" and at == row}
        count = self._count["technique"][row]
        return int((count > 0).sum()) - sum(1 for column in own if count[column] <= 1)

    def features(self, claims: Sequence[Claim], exclude: Collection[str] = ()) -> Features:
        """Return how claims lie to the groups, once what the excluded reports support is taken away."""
        count, on = self._count, self._reports_on
        gone = [name for name in sorted(set(exclude)) if name in self.reports]
        if gone:
            count, on = {kind: array.copy() for kind, array in count.items()}, on.copy()
            for name in gone:
                for kind, row, column in self.reports[name]:
                    count[kind][row, column] -= 1
                on[sorted({row for _, row, _ in self.reports[name]})] -= 1
        known = (count["technique"] > 0).sum(axis=1)
        broad = np.log1p(known) - _BROAD
        found = np.zeros((len(claims), len(self.groups), len(EVIDENCE)))
        group_has = np.zeros((len(claims), len(self.groups)), bool)
        likeness = np.zeros((len(claims), len(self.groups), len(LIKENESS)))
        first = [at for at, claim in enumerate(claims) if claim.kind == "technique"]
        second = [at for at, claim in enumerate(claims) if claim.kind == "software"]
        if first:
            columns = [self._column["technique"].get(claims[at].id, -1) for at in first]
            group_has[first] = (count["technique"][:, columns] > 0).T
            found[first] = self._techniques(count, columns, broad)
            has = count["technique"] > 0
            likeness[first, :, 0] = cosine_parts(has, columns)
            likeness[first, :, 2] = recall_parts(has[:, columns] | self._through(count, columns), rarity(has)[columns])
        if second:
            columns = [self._column["software"].get(claims[at].id, -1) for at in second]
            group_has[second] = (count["software"][:, columns] > 0).T
            found[second] = self._software(count["software"], columns, broad)
            likeness[second, :, 1] = cosine_parts(count["software"] > 0, columns)
        prior = np.stack([np.log1p(on), known < _THIN], axis=1).reshape(-1, len(PRIOR))
        return Features(evidence=found, prior=prior, held=group_has, likeness=likeness)

    def _through(self, count: Mapping[str, Floats], columns: list[int]) -> Bools:
        """Return which techniques software of each group does; shape (n_groups, n)."""
        return np.asarray((count["software"] > 0).astype(np.float32) @ self._does[:, columns] > 0)

    def _techniques(self, count: Mapping[str, Floats], columns: list[int], broad: Floats) -> Floats:
        uses = count["technique"][:, columns].T
        used = uses > 0
        rare = self._rarity(count["technique"], columns) - _RARE_TECHNIQUE
        through = self._through(count, columns).T & ~used
        akin = self._akin(count["technique"] > 0, columns) & ~used
        found = np.zeros((*uses.shape, len(EVIDENCE)))
        found[..., 0] = 1
        found[..., 1], found[..., 2], found[..., 3] = used, used * rare, used * broad
        found[..., 4] = np.log(np.maximum(uses, 1))
        found[..., 5], found[..., 6] = through, through * rare
        found[..., 7] = ~used * broad
        found[..., 8], found[..., 9] = akin, akin * rare
        return found

    def _software(self, count: Floats, columns: list[int], broad: Floats) -> Floats:
        used = count[:, columns].T > 0
        rare, public = self._rarity(count, columns) - _RARE_SOFTWARE, self._public[columns][:, None]
        anyone = used.any(axis=1, keepdims=True)
        found = np.zeros((*used.shape, len(EVIDENCE)))
        found[..., 10], found[..., 11], found[..., 12] = used, used * rare, used * broad
        found[..., 13], found[..., 14] = used * public, used * rare * public
        found[..., 15], found[..., 16] = ~used & anyone, np.broadcast_to(~anyone, used.shape)
        return found

    def _akin(self, used: Bools, columns: list[int]) -> Bools:
        """Return whether a group has any technique of the family, T1566 with all T1566.001; shape (n, n_groups)."""
        families = [self._family[self._names["technique"][column].partition(".")[0]] if column >= 0 else [] for column in columns]
        return np.stack([used[:, family].any(axis=1) for family in families])

    def _rarity(self, count: Floats, columns: list[int]) -> Floats:
        """Return -ln of the share of groups that have each, a half added so that none is never infinite; shape (n, 1)."""
        having = (count[:, columns] > 0).sum(axis=0)
        return np.asarray(-np.log((having + 0.5) / (len(count) + 1)))[:, None]
