"""Solutions of negotiations, on published data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from methods.negotiation.test_solutions import NAMES

from legation.methods.negotiation import solutions

from .test_negotiation_frontier import given_domains


def test_the_given_domains(shared: Path) -> None:
    for domain, wanted in given_domains(shared / "data/games"):
        found = solutions(domain)
        for key, name in NAMES.items():
            ours = getattr(found, name).utilities
            if wanted["nash"] is None:
                assert len(ours) == 0
                continue
            theirs = np.array(wanted[key]["utils"])

            assert len(ours) == len(theirs), (wanted["domain"], name)
            assert np.abs(ours[np.lexsort(ours.T[::-1])] - theirs[np.lexsort(theirs.T[::-1])]).max() < 1e-9
