"""Statements of conversations, on published data."""

from __future__ import annotations

import json

import numpy as np
import pytest

from legation.methods.opinion import consensus, representative, statements

CONVERSATIONS = ("15-per-hour-seattle", "brexit-consensus", "scoop-hivemind.biodiversity", "vtaiwan.uberx")


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_published_conversations(shared, name):
    from legation.sources import polis

    folder = shared / "data" / "polis"
    known = json.loads((folder / "expected_statistics_on_export_groups.json").read_text("utf-8"))[name]
    room = polis.read(folder / name)
    s, out = statements(room.votes, room.group), room.moderated
    ids = np.array(room.statements)
    order = [j for j in np.lexsort((ids, -s.consensus_product)) if not out[j]][:5]
    assert [[int(ids[j]), round(float(s.consensus_product[j]), 9)] for j in order] == known["gac_top5"]
    listed = consensus(room.votes, out)
    for side, key in ((True, "consensus_agree_top5"), (False, "consensus_disagree_top5")):
        assert [[int(ids[c.statement]), round(c.score, 6)] for c in listed if c.agree == side] == known[key]
    for g, rows in known["sufficient_representative_top5"].items():
        found = sorted(representative(s, int(g), out, keep_best=False), key=lambda one: -one.score)
        assert [[int(ids[c.statement]), "agree" if c.agree else "disagree", round(c.score, 4)] for c in found] == rows
    worked = known["worked_example"]
    column = room.statements.index(worked["statement"])
    names = {"pa": "share_agree", "pat": "z_agree", "ra": "ratio_agree", "rat": "z_agree_against_rest"}
    names |= {"pd": "share_disagree", "pdt": "z_disagree", "rd": "ratio_disagree", "rdt": "z_disagree_against_rest"}
    for g, values in worked["per_group"].items():
        for short, long in names.items():
            assert getattr(s, long)[int(g), column] == pytest.approx(values[short], abs=1e-9)
