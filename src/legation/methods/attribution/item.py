"""What was observed in an incident: items of evidence with their Admiralty grades, and the claims left when each is counted once.

The grades are those of NATO doctrine; the numbers are this product's proposal. F and 6 mean that nobody can judge, and count half. Grade
the source and the item apart: a good source can be wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from legation.errors import BadValue
from legation.methods.attribution.algebra import RHO, effective_count

__all__ = [
    "CREDIBILITY",
    "KINDS",
    "RELIABILITY",
    "Claim",
    "Item",
    "Observed",
    "claims",
    "corroborated",
    "items",
    "trust",
]


RELIABILITY = {"A": 1.0, "B": 0.85, "C": 0.6, "D": 0.35, "E": 0.1, "F": 0.5, "G": 0.0}
"""Of the source; G is the extension of MISP for one that deceives on purpose."""
CREDIBILITY = {1: 1.0, 2: 0.8, 3: 0.55, 4: 0.3, 5: 0.1, 6: 0.5}
"""Of what it says."""


def trust(reliability: str, credibility: int) -> float:
    """Return the weight of an item, 0 to 1: that of its source x that of what it says.

    Raises
    ------
    BadValue
        For another letter or digit.

    Examples
    --------
    >>> trust("A", 1), round(trust("B", 2), 2), trust("F", 6)
    (1.0, 0.68, 0.25)
    """
    if not isinstance(reliability, str) or reliability not in RELIABILITY:
        raise BadValue(f"reliability must be {' | '.join(RELIABILITY)} (got {reliability!r}); F where nobody can judge")
    if not isinstance(credibility, int) or isinstance(credibility, bool) or credibility not in CREDIBILITY:
        raise BadValue(f"credibility must be {' | '.join(map(str, CREDIBILITY))} (got {credibility!r}); 6 where nobody can judge")
    return RELIABILITY[reliability] * CREDIBILITY[credibility]


def corroborated(weights: Sequence[float], rho: float = RHO) -> float:
    """Return the weight of one claim that several origins make: 1 - exp(mean of log(1 - w) x effective count), not below the best of them.

    With independent origins (rho = 0) it is wrong only if all are; with rho = 1 repetition adds nothing.

    Parameters
    ----------
    weights : sequence of float
        Of the claim in each origin, 0 to 1; at least one.
    rho : float
        0 to 1.

    Examples
    --------
    >>> round(corroborated([.25]), 4), round(corroborated([.25, .25]), 4), corroborated([.25] * 20) < .6
    (0.25, 0.3512, True)
    """
    best = max(weights)
    if best >= 1:
        return 1.0
    mean = math.fsum(math.log1p(-weight) for weight in weights) / len(weights)
    return max(best, -math.expm1(mean * effective_count(len(weights), rho)))


KINDS = ("technique", "software")
_PARTS = {"techniques": "technique", "software": "software"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was seen, in the words of one origin.

    Attributes
    ----------
    kind : str
        ``technique`` or ``software``.
    id : str
        As in the knowledge: ``T1566.001``, ``S0002``.
    report : str
        Whose information it is, not who printed it; items of one report count together.
    reliability : str
        Of the source, A to F.
    credibility : int
        Of what it says, 1 to 6.
    costly : bool
        Whether an impostor could hardly fake it: a private key, control of infrastructure, an overlap over years. Names, strings, hours and
        public tools are cheap.
    """

    kind: str
    id: str
    report: str = ""
    reliability: str = "B"
    credibility: int = 2
    costly: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadValue(f"kind must be {' | '.join(KINDS)} (got {self.kind!r}); correct it")
        if not isinstance(self.id, str) or not self.id.strip():
            raise BadValue(f"id must be the id of a {self.kind} (got {self.id!r}); write it as the knowledge does")
        if not isinstance(self.report, str):
            raise BadValue(f"report must be a name (got {self.report!r}); name whose information it is")
        trust(self.reliability, self.credibility)
        if not isinstance(self.costly, bool):
            raise BadValue(f"costly must be True | False (got {self.costly!r}); say whether it is hard to fake")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that was seen, however many origins say so.

    Attributes
    ----------
    kind, id : str
    weight : float
        Chance that it is as reported, 0 to 1.
    cluster : str
        The report with which it counts: the most trusted of those that make the claim.
    reports : tuple of str
        All origins, sorted.
    costly : bool
        Whether it is hard to fake.
    """

    kind: str
    id: str
    weight: float
    cluster: str
    reports: tuple[str, ...]
    costly: bool


Observed: TypeAlias = Mapping[str, Iterable[str]] | Iterable[Item]
"""``{"techniques": [...], "software": [...]}``, one report graded B2; or items."""


def items(observed: Observed) -> tuple[Item, ...]:
    """Return an observation as items, in its order.

    Raises
    ------
    BadValue
        For another form, naming the part.

    Examples
    --------
    >>> items({"techniques": ["T1566.001"], "software": []})[0].kind
    'technique'
    """
    if isinstance(observed, Mapping):
        found = []
        for part, ids in observed.items():
            if part not in _PARTS:
                raise BadValue(f"observed must be {' | '.join(_PARTS)} (got {part!r}); correct the name")
            if isinstance(ids, (str, bytes)) or not isinstance(ids, Iterable):
                raise BadValue(f"observed[{part!r}] must be a list of ids (got {ids!r}); put it in a list")
            found += [Item(_PARTS[part], name) for name in ids]
        return tuple(found)
    if isinstance(observed, (str, bytes)) or not isinstance(observed, Iterable):
        raise BadValue(f"observed must be a mapping of techniques and software, or items (got {observed!r}); write one of them")
    listed = tuple(observed)
    wrong = [item for item in listed if not isinstance(item, Item)]
    if wrong:
        raise BadValue(f"observed must be items (got {wrong[0]!r}); write Item(kind, id)")
    return listed


def claims(observed: Iterable[Item], rho: float = RHO) -> tuple[Claim, ...]:
    """Return each thing once, sorted by kind and id: repeated in one report it is one claim; in several it is trusted more, within bounds.

    Parameters
    ----------
    observed : iterable of Item
    rho : float
        How much two origins depend on each other, 0 to 1.

    Examples
    --------
    >>> once = claims([Item("software", "S0002", "a")] * 20)
    >>> len(once), round(once[0].weight, 2)
    (1, 0.68)
    """
    found: dict[tuple[str, str], dict[str, float]] = {}
    costly: set[tuple[str, str]] = set()
    for item in observed:
        key = item.kind, item.id.strip()
        origins = found.setdefault(key, {})
        origins[item.report] = max(origins.get(item.report, 0.0), trust(item.reliability, item.credibility))
        if item.costly:
            costly.add(key)
    return tuple(
        Claim(
            kind=kind,
            id=name,
            weight=corroborated(sorted(origins.values()), rho),
            cluster=min(origins, key=lambda report: (-origins[report], report)),
            reports=tuple(sorted(origins)),
            costly=(kind, name) in costly,
        )
        for (kind, name), origins in sorted(found.items(), key=lambda one: (KINDS.index(one[0][0]), one[0][1]))
    )
