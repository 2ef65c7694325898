"""From a case to chances: by the evidence, then planted marks told apart from each group's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.attribution.case import Case
from legation.methods.attribution.false_flag import held_back, planted, told_apart
from legation.methods.attribution.item import Claim
from legation.methods.attribution.knowledge import Knowledge
from legation.methods.attribution.posterior import spread

__all__ = ["Chances", "chances"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """Chances of groups; each array has shape (n_groups,).

    Attributes
    ----------
    fit : ndarray of float
        By the evidence, before planted marks are told apart: it ranks the groups; with ``unlisted`` it adds up to 1.
    own, flown : ndarray of float
        That the group did it; that its marks were planted. Together with ``unlisted`` they add up to 1.
    share : ndarray of float
        Of ``flown`` in both together.
    unlisted : float
    """

    fit: Floats
    own: Floats
    flown: Floats
    share: Floats
    unlisted: float


def chances(found: Case, claims: Sequence[Claim], knowledge: Knowledge) -> Chances:
    """Return the chances of a case."""
    share = planted(found, claims, knowledge)
    chance = spread(found.weight(), knowledge)
    own, flown = told_apart(chance[:-1], spread(found.in_full(), knowledge)[:-1], share)
    above = held_back(found, claims, own, share)
    own = own - above
    both = own + flown
    part = np.where(both > 0, flown / np.where(both > 0, both, 1.0), share)
    return Chances(fit=chance[:-1] - above, own=own, flown=flown, share=part, unlisted=float(chance[-1] + above.sum()))
