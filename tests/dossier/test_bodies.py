"""Rules of bodies in ``bodies.toml``: read and written again, every fault at its place, hidden actors gone."""

from __future__ import annotations

import dataclasses

import pytest

from legation.dossier import decode, encode, problems_of
from legation.errors import DossierError

COUNCIL = b"""
[[body]]
id = "council"
[body.weights.people]
FRA = 68
DEU = 83.5
EST = 1
[[body.rule]]
of = "any"
[[body.rule.part]]
of = "all"
[[body.rule.part.part]]
of = "members"
share = "11/20"
strict = false
[[body.rule.part.part]]
of = "weights"
weights = "people"
share = "13/20"
strict = false
[[body.rule.part]]
of = "count"
number = 3
[[body.rule]]
of = "count"
number = 2
veto = ["FRA"]
quorum = 2
stage = "committee"
"""
PARTS = {
    "dossier.toml": b'id = "x"\n',
    "actors.csv": b"id,name,kind,marking\nFRA,France,state,\nDEU,Germany,state,\nEST,Estonia,state,TLP:RED\n",
}


def test_a_nested_rule_is_read_and_written_equal() -> None:
    dossier = decode({**PARTS, "bodies.toml": COUNCIL})
    (body,) = dossier.bodies

    assert [part.of for part in body.rules[0].parts[0].parts] == ["members", "weights"]
    assert (body.rules[0].parts[1].number, body.rules[1].veto, body.rules[1].quorum) == (3, ("FRA",), 2)
    import dataclasses

    anew = dataclasses.replace(dossier, bodies=(dataclasses.replace(body, source=b""),))
    assert decode(encode(anew)).bodies == dossier.bodies


def test_hidden_actors_are_in_no_weights_and_no_veto() -> None:
    text = COUNCIL.replace(b'veto = ["FRA"]', b'veto = ["FRA", "EST"]')
    (body,) = decode({**PARTS, "bodies.toml": text}).cleared("TLP:GREEN", "desk").bodies

    assert sorted(body.weights["people"]) == ["DEU", "FRA"]
    assert body.rules[1].veto == ("FRA",)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'of = "any"', b'of = "some"', "body 1.rule 1.of"),
        (b"number = 3", b"number = -3", "body 1.rule 1.part 2.number"),
        (b"number = 3", b"", "body 1.rule 1.part 2.number"),
        (b'weights = "people"', b'weights = "peoples"', "body 1.rule 1.part 1.part 2.weights"),
        (b'share = "13/20"', b'share = "3/2"', "body 1.rule 1.part 1.part 2.share"),
        (b"FRA = 68", b"FRA = -68", "body 1.weights.people.FRA"),
        (b"FRA = 68", b"FRA = nan", "body 1.weights.people.FRA"),
        (b"FRA = 68", b"GBR = 68", "body 1.weights.people"),
        (b'veto = ["FRA"]', b'veto = ["GBR"]', "body 1.rule.veto"),
        (b"quorum = 2", b"quorum = true", "body 1.rule 2.quorum"),
        (b"quorum = 2\n", b"quorum = 2\nnumbers = 2\n", "body 1.rule 2.numbers"),
    ],
)
def test_every_fault_has_its_place(old: bytes, new: bytes, place: str) -> None:
    assert old in COUNCIL
    found = [p for p in problems_of({**PARTS, "bodies.toml": COUNCIL.replace(old, new)}) if not p.is_notice]

    assert place in {p.column for p in found}


def test_the_order_of_the_board_is_read_checked_cleared_and_written() -> None:
    parts = {
        "dossier.toml": b'id = "x"\n',
        "actors.csv": b"id,marking\nA,\nB,TLP:RED\nC,\n",
        "bodies.toml": b'[[body]]\nid = "b"\nboard = "fr"\nboard_order = ["B", "C"]\n',
    }
    dossier = decode(parts)
    (body,) = dossier.bodies

    assert (body.board, body.board_order) == ("fr", ("B", "C"))
    assert decode(encode(dataclasses.replace(dossier, bodies=(dataclasses.replace(body, source=b""),)))).bodies == dossier.bodies
    assert dossier.cleared("TLP:CLEAR").bodies[0].board_order == ("C",)
    for wrong, what in ((b'board = "de"', "board"), (b'board_order = ["D"]', "board_order"), (b'board_order = "B"', "board_order")):
        with pytest.raises(DossierError) as error:
            decode(parts | {"bodies.toml": b'[[body]]\nid = "b"\n' + wrong})
        assert what in str(error.value)
