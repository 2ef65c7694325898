"""Published data beside the repository (``../shared``), on which ``make bench`` repeats what was found on them.

No test of ``make test`` needs them: what is promised there is held on made data and on facts that stand in the tests.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

SHARED = Path(__file__).parents[3] / "shared"
SCENARIOS = SHARED / "data" / "scenario"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of published data; skip where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("the published data (../shared) are not on this machine")
    return SHARED


def given_case(name: str) -> Any:
    """Return a case of scenarios; skip where it is not there."""
    path = SCENARIOS / name
    if not path.exists():
        pytest.skip("the published data (../shared) are not on this machine")
    return json.loads(path.read_text("utf-8"))


class Assembly(NamedTuple):
    """Origin: unvotes 0.3.0, UN General Assembly voting data, sessions 1-72."""

    votes: np.ndarray  # (200 countries, 6017 roll calls), codes 0-3
    codes: list[str]  # ISO alpha-2, "" where there is none; "NA" is Namibia
    session: np.ndarray
    titles: list[str]

    def of(self, first: int, last: int) -> np.ndarray:
        return self.votes[:, (self.session >= first) & (self.session <= last)]


@pytest.fixture(scope="session")
def assembly(shared: Path) -> Assembly:
    """Return the whole record, roll calls by session; skip where the developer data is not there."""
    pq = pytest.importorskip("pyarrow.parquet")
    folder = shared / "data" / "analysis" / "unga"
    calls = pq.read_table(folder / "un_roll_calls_s1_72.parquet", columns=["rcid", "session", "descr"]).sort_by(
        [("session", "ascending"), ("rcid", "ascending")]
    )
    votes = pq.read_table(folder / "un_votes_s1_72.parquet").unify_dictionaries().combine_chunks()
    country, code = (votes[name].combine_chunks().dictionary_encode() for name in ("country", "country_code"))
    rcid = calls["rcid"].to_numpy()
    order = np.argsort(rcid)
    actor = country.indices.to_numpy()
    table = np.zeros((len(country.dictionary), rcid.size), dtype=np.int8)
    table[actor, order[np.searchsorted(rcid[order], votes["rcid"].to_numpy())]] = votes["vote"].to_numpy()
    place = np.full(len(table), -1)
    place[actor] = code.indices.fill_null(-1).to_numpy()
    names = [*code.dictionary.to_pylist(), ""]
    return Assembly(table, [names[k] for k in place], calls["session"].to_numpy(), [title or "" for title in calls["descr"].to_pylist()])
