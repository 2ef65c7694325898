"""The dossier of an incident: every accusation has a holder, nothing later is seen on the eve, rows without a source are not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples.attributions import ACTS, OTHER_SOURCES

from legation.dossier import Dossier, load
from legation.questions import ask

FOLDER = Path(__file__).parents[2] / "examples" / "notpetya-2017"


@pytest.fixture(scope="module")
def notpetya() -> Dossier:
    return load(FOLDER)


def test_the_eve_knows_nothing_of_the_morrow(notpetya: Dossier) -> None:
    eve, after = notpetya.as_of("2018-02-14"), notpetya.as_of("2018-02-17")

    assert {row.actor for row in eve.coalition("notpetya-2017", "2018-02-14") if row.tier == "core"} == {"UKR"}
    assert {row.actor for row in after.coalition("notpetya-2017", "2018-02-17") if row.tier == "core"} == {
        *("UKR", "GBR", "USA", "DNK", "CAN", "AUS", "NZL")
    }
    assert {"opcw-2018", "viasat-2022"} & {row.coalition for row in eve.coalitions} == set()
    assert max(row.date.last.isoformat() for row in eve.activities if row.status == "done" and row.date) < "2018-02-15"


def test_acts_are_those_with_a_source_and_no_others(notpetya: Dossier) -> None:
    """Rows marked unverified are not entered; suits, listings and denials are no places in a coalition; Ukraine's word of 2017 is ours."""
    told = {(coalition, *act) for (coalition, _), acts in ACTS.items() for act in acts}
    hit = {"notpetya-2017": "2018-02", "viasat-2022": "2022-05", "opcw-2018": "2018"}
    found = {
        (row.coalition, row.actor, row.tier, str(row.start))
        for row in notpetya.coalitions
        if row.coalition in hit and str(row.start) >= hit[row.coalition] and str(row.start) != "2018-04-16"
    }

    assert found == told


def test_each_source_of_an_act_is_the_one_named(notpetya: Dossier) -> None:
    addresses = {row.url for row in notpetya.evidence}

    assert ({source for _, source in ACTS} | set(OTHER_SOURCES)) - addresses == {
        "https://en.secnews.gr/258460/ee-kyroseis-se-kina-rosia-kai-voreia-korea-gia-kyvernoepitheseis/"  # the regulation itself is cited
    }


def test_denials_stand_beside_accusations(notpetya: Dossier) -> None:
    denied = [row for row in notpetya.positions if row.actor == "RUS"]

    assert len(denied) == 2
    assert all(row.value == 0 and row.evidence for row in denied)


def test_all_is_public_and_graded(notpetya: Dossier) -> None:
    assert notpetya.info.marking == "TLP:CLEAR"
    assert {row.marking for row in notpetya.evidence} == {"TLP:CLEAR"}
    assert all(row.reliability and row.credibility for row in notpetya.evidence)


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_known_failings_are_always_printed(notpetya: Dossier, name: str) -> None:
    page = (FOLDER / name).read_text("utf-8")
    failings = {"ap-medoc", "medoc-server", "ms17-010", "fedex-10k", "maersk-measures", "heritage-valley-hit"}

    assert failings <= {row.id for row in notpetya.evidence}
    assert all(f"`{failing}`" in page for failing in failings)


def test_the_cost_to_the_firms_and_how_it_ended(notpetya: Dossier) -> None:
    held = notpetya.position_at("new-jersey-courts", "war-exclusion", "2024-02-01")

    assert [(str(row.held_from), row.value) for row in held] == [("2023-05-01", 5.0)]
    assert notpetya.position_at("new-jersey-courts", "war-exclusion", "2021-01-01") == ()
    claim = next(row for row in notpetya.assumptions if row.id == "no-cost")
    assert claim.against
    assert next(row for row in notpetya.as_of("2018-02-14").assumptions if row.id == "no-cost").against == ()


def test_the_first_five_of_the_eve_spoke(notpetya: Dossier) -> None:
    """What the pages tell as the reveal."""
    rows = ask("who-would-sign", notpetya).table("order").rows

    assert {row[1].id for row in rows[:5]} == {"USA", "AUS", "CAN", "NZL", "DNK"}
    assert [row[1].id for row in rows[5:8]] == ["DEU", "FRA", "NLD"]
