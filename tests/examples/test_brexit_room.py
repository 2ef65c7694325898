"""The room of 2017: its licence, nothing of a person in it, and what it says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from legation.dossier import Dossier, load
from legation.dossier.models.room import ROOM
from legation.language import LANGUAGES, say
from legation.questions import Answer, ask
from legation.sources.imports.merge import model_faults
from legation.sources.polis import Conversation
from legation.sources.polis.rooms import conversation_of

FOLDER = Path(__file__).parents[2] / "examples/brexit-consensus-2017"
PART = "rooms/brexit-consensus.toml"
ATTRIBUTION = (
    "Data was gathered using the Polis software (compdemocracy.org/polis) and is sub-licensed under CC BY 4.0 with Attribution to The "
    "Computational Democracy Project. The data and more information about how the data was collected can be found at the following link(s):"
)


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return load(FOLDER)


@pytest.fixture(scope="module")
def room(dossier: Dossier) -> Conversation:
    return conversation_of(ROOM.read(dossier.files[PART], PART), dossier.files)


@pytest.fixture(scope="module")
def answer(dossier: Dossier) -> Answer:
    return ask("what-the-room-thinks", dossier)


def test_its_models_have_no_fault(dossier: Dossier, room: Conversation) -> None:
    assert list(model_faults(dossier)) == []
    assert room.doubts == ()


def test_the_attribution_is_shown_wherever_the_results_are(answer: Answer) -> None:
    for name in ("README.md", "README.fr.md"):
        assert ATTRIBUTION in (FOLDER / name).read_text("utf-8")
    for lang in LANGUAGES:
        assert any(
            ATTRIBUTION in say(caveat, lang).replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'") for caveat in answer.caveats
        )


def test_votes_bear_no_author_and_no_second(room: Conversation) -> None:
    assert {comment.author for comment in room.comments} == {""}
    assert not (np.asarray(room.ballots.time) % 60_000).any()
    assert sorted(one.id for one in room.participants) == list(range(204))
    assert not any(one.xid for one in room.participants)


def test_the_votes_are_those_that_were_published(room: Conversation) -> None:
    """Origin: the export of the conversation (CC BY 4.0): 204 people, 50 statements; counted in its votes, and the digest of its sorted rows."""
    votes = room.votes
    rows = "\n".join(map(str, sorted(map(tuple, votes.tolist()))))

    assert votes.shape == (204, 50)
    assert [int((votes == code).sum()) for code in (1, -1, 0)] == [2685, 1952, 666]
    assert hashlib.sha256(rows.encode()).hexdigest() == "b6427f1ede5e97edc2092d8be1f25f6bbbfc978436093887768792cc31d7783e"


def test_statements_are_worded_in_both_languages(dossier: Dossier, room: Conversation) -> None:
    worded = {one.id: one.text for one in ROOM.read(dossier.files[PART], PART).statements}

    assert set(worded) == {str(comment.id) for comment in room.comments}
    assert all(text.fr and text.en for text in worded.values())
    assert {str(comment.id): comment.body for comment in room.comments} == {number: text.en for number, text in worded.items()}


def test_two_groups_with_their_doubt_and_one_border_that_all_see(answer: Answer) -> None:
    """The border on the island of Ireland joins, what Labour ought to do parts; numbers as in the published statistics of the export."""
    groups = answer.finding("groups")
    kinds = {row[0]: row[-1].id.rpartition(".")[2] for row in answer.table("statements").rows if row[-1]}

    assert groups.message.values["k"] == 2
    assert 0.15 < groups.contrary.values["share"] < 0.35
    assert (kinds["14"], kinds["8"], kinds["7"]) == ("bridges", "divides", "divides")
    assert [row[0] for row in answer.table("seldom-seen").rows] == ["49", "48"]
    assert answer.finding("exported").message.values["index"] > 0.75


def test_on_the_second_day_less_was_known(dossier: Dossier, answer: Answer) -> None:
    early = ask("what-the-room-thinks", dossier, as_of="2017-07-17")

    assert early.finding("people").message.values["votes"] < answer.finding("people").message.values["votes"]
    assert "exported" not in {finding.id for finding in early.findings}
