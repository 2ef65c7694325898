"""Exports of conversations, on published data."""

from __future__ import annotations

import numpy as np
import pytest
from sources.test_polis import FILES

from legation.sources import polis


@pytest.mark.parametrize("name", ["15-per-hour-seattle", "brexit-consensus", "scoop-hivemind.biodiversity", "vtaiwan.uberx"])
def test_published_exports_come_back_as_they_were(shared, tmp_path, name):
    source = shared / "data" / "polis" / name
    room = polis.read(source)
    assert room.doubts == ()
    assert np.array_equal(room.ballots.matrix(), room.votes)
    polis.write(room, tmp_path)
    for file in FILES:
        assert (tmp_path / file).read_text("utf-8") == (source / file).read_text("utf-8"), file
