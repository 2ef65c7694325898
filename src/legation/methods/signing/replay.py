"""Every past case ordered by what the other cases teach: at which place stood those who signed.

How many of those at a place in the order signed in the past, as a range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.share import share_interval
from legation.methods.signing.order import order
from legation.methods.signing.traits import DECLARED, STRENGTH, Past, weigh

__all__ = [
    "EDGES",
    "Band",
    "Replay",
    "chances",
    "replay",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A past case with its candidates in the order that the other cases give.

    Attributes
    ----------
    name : str
    ranking : tuple of str
        Every candidate.
    signers : tuple of str
        Those who signed, in the order of ``ranking``.
    """

    name: str
    ranking: tuple[str, ...]
    signers: tuple[str, ...]

    def among_first(self, first: int, *, apart: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the signers among the first so many places, those of ``apart`` left out.

        Raises
        ------
        BadValue
            Fewer than one place.
        """
        if first < 1:
            raise BadValue(f"first must be 1 or more places (got {first}); ask for at least one")
        return tuple(name for name in self.ranking[:first] if name in self.signers and name not in apart)


def replay(past: Sequence[Past], *, declared: Mapping[str, float] = DECLARED, strength: float = STRENGTH) -> tuple[Replay, ...]:
    """Order each past case with the points that the other cases give.

    Parameters
    ----------
    past : sequence of Past
        Each name once.
    declared, strength
        See :func:`weigh`.

    Returns
    -------
    tuple of Replay
        In the order of ``past``.

    Raises
    ------
    BadValue
        Two cases bear one name.

    Notes
    -----
    Limits: traits of a case are as on its eve, but the other cases may be later ones. With one case, and with none, the declared points are
    all that there is.

    Examples
    --------
    >>> zero = [0.0] * 7
    >>> case = Past(name="a", candidates=("X", "Y"), traits=[[0, *zero], [1, *zero]], signed=[False, True])
    >>> [(found.ranking, found.signers) for found in replay([case])]
    [(('Y', 'X'), ('Y',))]
    """
    names = [case.name for case in past]
    if len(set(names)) < len(names):
        raise BadValue(f"past must have each case once (got the names {names}); leave the second out")
    found = []
    for case in past:
        weights = weigh([other for other in past if other is not case], declared=declared, strength=strength)
        ranking = order(case.candidates, case.traits, weights).ranking
        signed = {name for name, yes in zip(case.candidates, case.signed.tolist(), strict=True) if yes}
        found.append(Replay(name=case.name, ranking=ranking, signers=tuple(name for name in ranking if name in signed)))
    return tuple(found)


EDGES = (4, 8, 16)
"""The last place of each band but the last one, which has no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Places of the order, and who stood there in past cases.

    Attributes
    ----------
    first, last : int
        Places, from 1; ``last`` is 0 where the band has no end.
    signed, of : int
        How many that stood there signed, of how many.
    low, high : float
        95 % interval of the share [0 to 1]; 0 to 1 where nobody stood there.
    """

    first: int
    last: int
    signed: int
    of: int
    low: float
    high: float


def chances(replays: Sequence[Replay], *, edges: Sequence[int] = EDGES) -> tuple[Band, ...]:
    """Return the shares that signed by place, from replays of past cases.

    A later place never has the better share: bands that would say so are counted together.

    Parameters
    ----------
    replays : sequence of Replay
        From :func:`replay`; none: every band reaches from 0 to 1.
    edges : sequence of int
        The last place of each band but the last one, rising, from 1.

    Returns
    -------
    tuple of Band
        By place; they cover every place once.

    Raises
    ------
    BadValue
        Edges that do not rise, or begin below 1.

    Notes
    -----
    Limits: candidates of one case are counted as if each decided alone; they look at one another, so that the true range is wider.

    Examples
    --------
    >>> band = chances([Replay(name="a", ranking=("X", "Y"), signers=("X",))], edges=(1,))[0]
    >>> band.signed, band.of, round(band.low, 2), round(band.high, 2)
    (1, 1, 0.21, 1.0)
    """
    ends = list(edges)
    if any(b <= a for a, b in zip([0, *ends], ends, strict=False)):
        raise BadValue(f"edges must be rising places from 1 (got {tuple(ends)}); put them in order")
    blocks: list[tuple[int, int, int, int]] = []
    for first, last in zip([1, *(end + 1 for end in ends)], [*ends, 0], strict=True):
        there = [name in found.signers for found in replays for name in found.ranking[first - 1 : last or None]]
        blocks.append((first, last, sum(there), len(there)))
        while len(blocks) > 1 and _better(blocks[-1], blocks[-2]):
            later, earlier = blocks.pop(), blocks.pop()
            blocks.append((earlier[0], later[1], earlier[2] + later[2], earlier[3] + later[3]))
    return tuple(
        Band(first=first, last=last, signed=signed, of=of, low=low, high=high)
        for first, last, signed, of in blocks
        for low, high in [share_interval(signed, of)]
    )


def _better(later: tuple[int, int, int, int], earlier: tuple[int, int, int, int]) -> bool:
    """Whether a later band has the larger share: compared in whole numbers; a band in which nobody stood says nothing."""
    return later[3] > 0 and earlier[3] > 0 and later[2] * earlier[3] > earlier[2] * later[3]
