"""Every past case ordered by what the other cases teach: at which place stood those who signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.signing.order import order
from legation.methods.signing.traits import DECLARED, Past
from legation.methods.signing.weights import STRENGTH, weigh

__all__ = ["Replay", "replay"]


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
