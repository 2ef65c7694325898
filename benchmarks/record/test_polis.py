"""Exports of conversations, on published data."""

from __future__ import annotations

import numpy as np
import pytest

from legation.sources import polis

COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1500000000000,Fri Jul 14,0,7,1,1,1,"Two lines,
and a comma."
1500000001000,Fri Jul 14,2,7,0,0,-1,Taken out
1500000002000,Fri Jul 14,5,8,0,0,0,"She said ""no""."
"""
VOTES = """timestamp,datetime,comment-id,voter-id,vote
1500000003000,Fri Jul 14,0,7,-1
1500000009000,Fri Jul 14,0,7,1
1500000004000,Fri Jul 14,0,9,0
1500000005000,Fri Jul 14,5,9,-1
"""
PEOPLE = """participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,2,5
7,0,2,1,1,0,1,,
9,,0,2,0,1,0,,-1
"""
SUMMARY = 'topic,"Rules, for all"\nurl,https://example.org\nconversation-description,"One.\n\nTwo."\n'
HISTORY = "n-votes,n-comments,n-visitors,n-voters,n-commenters\n0,1,1,0,1\n4,3,2,2,2\n"
FILES = {
    "comments.csv": COMMENTS,
    "votes.csv": VOTES,
    "participants-votes.csv": PEOPLE,
    "summary.csv": SUMMARY,
    "stats-history.csv": HISTORY,
}


@pytest.mark.parametrize("name", ["15-per-hour-seattle", "brexit-consensus", "scoop-hivemind.biodiversity", "vtaiwan.uberx"])
def test_published_exports_come_back_as_they_were(shared, tmp_path, name):
    source = shared / "data" / "polis" / name
    room = polis.read(source)
    assert room.doubts == ()
    assert np.array_equal(room.ballots.matrix(), room.votes)
    polis.write(room, tmp_path)
    for file in FILES:
        assert (tmp_path / file).read_text("utf-8") == (source / file).read_text("utf-8"), file
