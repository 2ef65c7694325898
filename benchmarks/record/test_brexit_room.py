"""The room of an example beside the conversation from which its votes come."""

from __future__ import annotations

import difflib
from pathlib import Path

import numpy as np
from examples.test_brexit_room import dossier, room  # noqa: F401 - fixtures

from legation.sources.polis import Conversation, read


def test_the_votes_are_those_of_the_source_under_other_numbers_and_the_words_are_ours(room: Conversation, shared: Path) -> None:  # noqa: F811
    source = read(shared / "data/polis/brexit-consensus")
    ours, theirs = (sorted(map(tuple, c.votes.tolist())) for c in (room, source))

    assert ours == theirs
    assert np.mean([a == b for a, b in zip(room.votes.tolist(), source.votes.tolist(), strict=True)]) < 0.05
    first = {comment.id: comment.body for comment in source.comments}
    alike = {c.id: difflib.SequenceMatcher(None, c.body.casefold(), first[c.id].casefold(), autojunk=False).ratio() for c in room.comments}
    assert {number: ratio for number, ratio in alike.items() if ratio > 0.75} == {}
    assert not {comment.body for comment in room.comments} & set(first.values())
