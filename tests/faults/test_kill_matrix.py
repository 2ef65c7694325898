"""Killed at random moments of each kind of work, on both databases: nothing that was acknowledged is lost, nothing is there twice.

The ordinary run kills one upgrade on SQLite. ``make faults KILLS=20`` kills so often at every point, on both databases, and prints the
matrix; ``LEGATION_KILL_SEED`` repeats a run.
"""

from __future__ import annotations

import os
import random
import sys
import traceback
from pathlib import Path

import pytest
from faults.branches import Branches
from faults.killing import POINTS, Outcome
from web.sites import prepared

KILLS = int(os.environ.get("LEGATION_KILLS", "0"))
SEED = int(os.environ.get("LEGATION_KILL_SEED", "1"))
CELLS = [(point, database) for point in POINTS for database in ("SQLite", "PostgreSQL")] if KILLS else [("migration", "SQLite")]
_lines: list[str] = []


@pytest.fixture(scope="module", autouse=True)
def matrix() -> object:
    """Print what was found."""
    yield
    sys.stdout.write("\n".join(["", "point      database     kills  acknowledged   lost  doubled", *_lines, ""]))


def _tried(point: str, site: Branches, folder: Path, chance: random.Random) -> Outcome:
    """Kill once; where that itself goes wrong say how, and go on with the next."""
    try:
        return POINTS[point](site, folder, chance)
    except Exception as error:  # noqa: BLE001 - whatever it is, it stands in the matrix
        traceback.print_exc()
        return Outcome(1, wrong=f"{type(error).__name__}: {error}")


@pytest.mark.slow
@pytest.mark.parametrize(("point", "database"), CELLS)
def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(point: str, database: str, tmp_path: Path) -> None:
    chance = random.Random(f"{SEED}-{point}-{database}")
    outcomes: list[Outcome] = []
    with prepared(tmp_path, postgresql=database == "PostgreSQL", own_server=True) as environment, Branches(environment, tmp_path) as site:
        for _ in range(KILLS or 1):
            outcomes.append(_tried(point, site, tmp_path, chance))
    acknowledged, lost, doubled = (sum(getattr(one, name) for one in outcomes) for name in ("acknowledged", "lost", "doubled"))
    wrong = [one.wrong for one in outcomes if one.wrong]
    sys.stdout.write(f"\n{point} {database}: {outcomes}\n")
    _lines.append(f"{point:10} {database:12} {len(outcomes):5} {acknowledged:13} {lost:6} {doubled:8}  {'; '.join(wrong)[:200]}")

    assert acknowledged >= len(outcomes)
    assert (lost, doubled, wrong) == (0, 0, [])
