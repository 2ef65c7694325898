"""Votes of the General Assembly, on published data."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from legation.dossier import Dossier, Info, problems_of
from legation.dossier.files.codec import encode
from legation.sources import Reading, merge, read_unvotes


@pytest.fixture(scope="module")
def unga(shared) -> Path:
    return shared / "data/analysis/unga"


@pytest.fixture(scope="module")
def whole(unga):
    return read_unvotes(
        unga / "un_votes_s1_72.parquet", unga / "un_roll_calls_s1_72.parquet", unga / "un_roll_call_issues_s1_72.parquet", body="unga"
    )


def _tally(votes, rollcall: str) -> tuple[int, int, int]:
    codes = votes.vote[votes.rollcall == votes.rollcalls.index(rollcall)]
    yes, no, abstain = (int(np.sum(codes == code)) for code in (1, 3, 2))
    return yes, no, abstain


def test_sessions_1_to_72_are_there(whole):
    votes = whole.tables["votes"]
    assert (len(votes), len(votes.rollcalls), len(whole.tables["rollcalls"])) == (836_830, 6_017, 6_017)
    assert not whole.unplaced
    assert len(votes.actors) == 199, "200 labels: Germany and Yemen each had two for one seat, Yugoslavia one for two"
    assert {"NAM", "SRB", "YUG", "DDR", "YMD", "CSK", "EAZ", "TWN"} <= set(votes.actors)
    assert len({r.id for r in whole.tables["rollcalls"]}) == 6_017
    assert all(re.fullmatch(r"[\w./:+()-]{1,120}", r.id) for r in whole.tables["rollcalls"])


def test_the_roll_calls_can_be_kept_in_a_dossier(whole):
    tables = {"actors": whole.tables["actors"], "rollcalls": tuple(replace(r, body="") for r in whole.tables["rollcalls"])}
    dossier, _ = merge(Dossier(info=Info(id="x")), Reading(tables, whole.origin), evidence_id="unvotes")
    assert problems_of(encode(dossier)) == ()


@pytest.mark.parametrize(
    ("rollcall", "tally"),
    [
        ("A/RES/71/28", (180, 0, 1)),
        ("A/RES/72/191", (109, 17, 58)),
        ("A/RES/70/70", (157, 5, 20)),
        ("A/RES/71/258", (112, 35, 13)),
        ("A/RES/65/206+5100", (109, 41, 35)),
        ("A/RES/65/206+5884", (108, 41, 36)),
    ],
)
def test_published_tallies(whole, rollcall, tally):
    assert _tally(whole.tables["votes"], rollcall) == tally


def test_a_part_has_the_ids_of_the_whole(whole, unga):
    part = read_unvotes(unga / "un_votes_s1_72.parquet", unga / "un_roll_calls_s1_72.parquet", sessions=range(69, 73))
    assert {r.id for r in part.tables["rollcalls"]} == {r.id for r in whole.tables["rollcalls"] if r.session >= 69}
    assert len(part.tables["actors"]) == 193


def test_all_votes_are_read_without_pandas(unga):
    code = (
        "import sys; from legation.sources import read_unvotes;"
        f"read_unvotes({str(unga / 'un_votes_s1_72.parquet')!r}, {str(unga / 'un_roll_calls_s1_72.parquet')!r});"
        "print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False"]
