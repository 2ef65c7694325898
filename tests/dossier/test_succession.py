"""A ledger by that of the state before is the ledger that is worked out from all rows."""

from __future__ import annotations

import dataclasses
from typing import Any

import canaries
from hypothesis import given
from hypothesis import strategies as st
from web.conftest import small

from legation.dossier import TABLES, Dossier
from legation.dossier.clearing import Ledger
from legation.dossier.clearing.succession import succeed, successor
from legation.dossier.edit import Edit, apply

DAYS = ("", "2017-01-01", "2018-05", "2024-02-02")
MARKS = ("", "TLP:CLEAR", "TLP:AMBER", "TLP:RED")


def worked_out(dossier: Dossier) -> Ledger:
    """Return the ledger of a dossier, with all that it works out when it is looked at."""
    assert dossier.ledger.levels is not None
    assert dossier.ledger.days is not None
    return dossier.ledger


def alike(one: Ledger, other: Ledger) -> None:
    """See that two ledgers say the same of the same rows."""
    assert (one.starts, one.levels, one.days, one.dated) == (other.starts, other.levels, other.days, other.dated)
    assert [(node.row, node.place, node.names, node.above) for node in one.nodes] == [
        (node.row, node.place, node.names, node.above) for node in other.nodes
    ]
    assert one.sourceless == other.sourceless


@st.composite
def edits(draw: st.DrawFn, content: Dossier) -> list[Edit]:
    """Draw edits of rows of several tables: new ones, changed ones, ones that are removed, with days, markings and evidence."""
    cells = st.fixed_dictionaries({"known_on": st.sampled_from(DAYS), "marking": st.sampled_from(MARKS)})
    evidence = [row.id for row in content.evidence]
    made = []
    for at in range(draw(st.integers(1, 3))):
        what = draw(st.sampled_from(["evidence", "position", "change", "name", "remove", "actor"]))
        more = draw(cells)
        if what == "evidence":
            made.append(Edit("evidence", "add", f"new-{at}-{len(evidence)}", {"title": "New", **more}))
        elif what == "position":
            named = " ".join(draw(st.lists(st.sampled_from(evidence), max_size=2, unique=True)))
            actor, issue = draw(st.sampled_from(content.actors)).id, draw(st.sampled_from(content.issues)).id
            made.append(Edit("positions", "add", "", {"actor": actor, "issue": issue, "value": "50", "evidence": named, **more}))
        elif what == "actor":
            made.append(Edit("actors", "add", f"actor-{at}-{len(content.actors)}", {"name": "Somebody", "marking": more["marking"]}))
        elif what == "name":
            made.append(Edit("actors", "change", draw(st.sampled_from(content.actors)).id, {"name": f"Name {at}"}))
        elif what == "change":
            made.append(Edit("evidence", "change", draw(st.sampled_from(evidence)), {"quote": f"Said {at}", **more}))
        elif content.positions:
            made.append(Edit("positions", "remove", draw(st.sampled_from(content.positions)).id, {}))
    return made


@given(st.data(), st.sampled_from(["small", "canaries"]))
def test_a_ledger_follows_from_the_one_before(data: Any, name: str) -> None:
    content = dataclasses.replace(small() if name == "small" else canaries.dossier(), releases=())
    worked_out(content)
    for _ in range(3):
        try:
            changed = apply(content, data.draw(edits(content)))
        except Exception:  # noqa: BLE001 - an edit that the rules of a dossier refuse
            continue
        succeed(changed, content)
        alike(worked_out(changed), Ledger(dataclasses.replace(changed)))
        content = changed


def test_a_row_that_is_added_is_all_that_is_worked_out() -> None:
    content = small()
    worked_out(content)
    changed = apply(content, [Edit("positions", "add", "", {"actor": "FRA", "issue": "norms", "value": "5", "known_on": "2020-01-01"})])

    found = successor(content.ledger, changed)

    assert found is not None
    assert len([node for node in found.nodes if not any(node is other for other in content.ledger.nodes)]) <= 1 + len(content.ledger.models)
    alike(found, Ledger(changed))


def test_what_reaches_other_rows_is_worked_out_from_all() -> None:
    content = small()
    worked_out(content)

    for edit in (
        Edit("actors", "change", "FRA", {"marking": "TLP:RED"}),
        Edit("evidence", "change", "e1", {"known_on": "2022-01-01"}),
    ):
        changed = apply(content, [edit])
        succeed(changed, content)
        alike(worked_out(changed), Ledger(dataclasses.replace(changed)))


def test_every_table_has_rows_that_are_told_apart() -> None:
    """Rows that are replaced are matched by where they stand: in no table do two rows stand in one place."""
    for content in (small(), canaries.dossier()):
        for name in TABLES:
            places = [node.place for node in content.ledger.nodes if node.place[1] == name]
            assert len(places) == len(set(places)), name
