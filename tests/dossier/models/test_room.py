"""A room's file: what is wrong is named with its place, and what goes out is what was known to who may see it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from questions.room_dossier import MODEL, case, parts, votes

from legation.dossier import decode
from legation.dossier.models.room import ROOM
from legation.errors import DossierError
from legation.language import LANGUAGES, say
from legation.methods.opinion import UNSEEN
from legation.sources.imports.merge import model_faults
from legation.sources.polis.rooms import conversation_of, known_until

PART = "rooms/forum.toml"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_read_and_written(lang) -> None:
    model = ROOM.read(ROOM.template(lang).encode(), PART)

    assert ROOM.read(ROOM.write(model), PART) == model
    assert (model.id, model.folder, model.illustration) == ("forum", "rooms/forum/", True)


def test_what_is_written_is_read_as_the_same() -> None:
    text = MODEL + '[[organisation]]\nxid = "x"\nactor = "A"\nweight = 3\n'
    model = ROOM.read(text.encode(), PART)

    assert ROOM.read(ROOM.write(model), PART) == model


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[room]\n", "room.title"),
        ('[room]\ntitle = "x"\nsmallest = 2\n', "room.smallest"),
        ('[room]\ntitle = "x"\nsmallest = true\n', "room.smallest"),
        ('[room]\ntitle = "x"\nmarking = "secret"\n', "room.marking"),
        ('[room]\ntitle = "x"\nopened = "2018-02"\nclosed = "2018-01"\n', "room.closed"),
        ('[room]\ntitle = "x"\nopened = "tomorrow"\n', "room.opened"),
        ('[room]\ntitle = "x"\n[[statement]]\nid = "one"\ntext = "y"\n', "statement 1.id"),
        ('[room]\ntitle = "x"\n[[statement]]\nid = "1"\ntext = "y"\n[[statement]]\nid = "1"\ntext = "z"\n', "statement 2"),
        ('[room]\ntitle = "x"\n[[organisation]]\nxid = "a"\nactor = "A"\nweight = 0\n', "organisation 1.weight"),
        ('[room]\ntitle = "x"\n[[organisation]]\nxid = "a"\nactor = "A"\n[[organisation]]\nxid = "b"\nactor = "A"\n', "organisation 2"),
        ("room = 3\n", "room"),
        ("[room\n", None),
    ],
)
def test_every_fault_has_its_place(text: str, place: str | None) -> None:
    with pytest.raises(DossierError) as error:
        ROOM.read(text.encode(), PART)

    assert place in {problem.column for problem in error.value.problems}
    for lang in LANGUAGES:
        assert all(not say(problem, lang).startswith("[") for problem in error.value.problems)


def test_check_names_what_does_not_fit_the_votes() -> None:
    text = MODEL.replace('id = "0"', 'id = "99"') + '[[organisation]]\nxid = "nobody"\nactor = "A"\n'
    room = parts(votes(12, 5), text)
    faults = list(model_faults(decode({"dossier.toml": b'id = "d"', "evidence.csv": b"id\ne1\n"} | room)))

    assert [(fault.part, fault.column, fault.found) for fault in faults] == [
        (PART, "statement.id", "99"),
        (PART, "organisation.xid", "nobody"),
    ]
    broken = {part: data for part, data in room.items() if "comments" not in part}
    (fault,) = model_faults(decode({"dossier.toml": b'id = "d"', "evidence.csv": b"id\ne1\n"} | broken))
    assert fault.part == "rooms/forum/votes.csv"


def test_a_day_knows_its_votes_and_nothing_of_later_ones() -> None:
    room = parts(votes(120, 24))
    whole = conversation_of(ROOM.read(MODEL.encode(), PART), room)
    first = known_until(whole, dt.date(2018, 3, 1))

    assert known_until(whole, dt.date(2018, 3, 9)) is whole
    assert len(np.asarray(first.ballots.value)) == (first.votes != UNSEEN).sum() == 1440
    assert {one.group for one in first.participants} == {-1}
    assert {one.counts for one in first.participants} == {()}


def test_what_goes_out_of_a_day_is_as_if_later_votes_had_never_been_cast() -> None:
    room = parts(votes(120, 24))
    dossier = case(room).dossier
    seen = dossier.cleared("TLP:RED", as_of=dt.date(2018, 3, 1)).files
    model = ROOM.read(seen[PART], PART)

    again = conversation_of(model, seen)

    assert (again.votes == known_until(conversation_of(model, room), dt.date(2018, 3, 1)).votes).all()
    assert again.doubts == ()
    assert PART not in dossier.cleared("TLP:RED", as_of=dt.date(2018, 2, 27)).files


@pytest.mark.parametrize(
    ("model", "source", "marking", "there"),
    [
        (MODEL, "", "TLP:CLEAR", True),
        (MODEL, "TLP:RED", "TLP:AMBER", False),
        (MODEL.replace("holder_en", 'marking = "TLP:AMBER"\nholder_en'), "", "TLP:GREEN", False),
        (MODEL.replace("holder_en", 'marking = "TLP:AMBER"\nholder_en'), "", "TLP:AMBER", True),
        ("[room\n", "", "TLP:AMBER", False),
    ],
)
def test_a_room_is_seen_whole_or_not_at_all(model: str, source: str, marking: str, there: bool) -> None:
    files = parts(votes(12, 5), model) | {"rooms/stray/votes.csv": b"", "files/a.txt": b"x"}
    rest = {"dossier.toml": b'id = "d"', "evidence.csv": f"id,title,marking\ne1,Export,{source}\n".encode()}

    seen = decode(rest | files).cleared(marking).files

    assert set(seen) == {"files/a.txt"} | ({part for part in files if "forum" in part} if there else set())


def test_votes_leave_with_the_room_where_a_dossier_is_cleared() -> None:
    room = parts(votes(12, 5), "# a word of the desk\n" + MODEL.replace("holder_en", 'marking = "TLP:AMBER"\nholder_en'))
    dossier = case(room).dossier

    assert not [part for part in dossier.cleared("TLP:GREEN").files if part.startswith("rooms/")]
    assert b"a word" not in dossier.cleared("TLP:AMBER").files[PART]
    assert b"a word" in dossier.cleared("TLP:RED").files[PART]
    assert not dossier.cleared("TLP:RED", "partner").files
