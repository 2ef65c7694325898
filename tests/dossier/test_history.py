"""Who changed a row, when and why: through the states of a dossier, and as one state itself says it."""

from __future__ import annotations

import pytest

from legation.dossier import Dossier, decode
from legation.dossier.changes.history import DossierState, entries_of, history_of
from legation.errors import WrongUse

HEAD = {"dossier.toml": b'id = "x"\n', "actors.csv": b"id,name\nFRA,France\n", "issues.csv": b"id,question\nnorms,Norms?\n"}
PART = "scenarios/year.toml"
TEXT = """[model]
title = "A year"
[[descriptor]]
id = "a"
variant = [{ id = "x" }, { id = "y" }]
[[descriptor]]
id = "b"
variant = [{ id = "x" }, { id = "y" }]
[[judgement]]
from = "a.x"
to = { "b.x" = 1 }
reason = "One"
[[judgement]]
from = "a.x"
to = { "b.y" = 2 }
reason = "Two"
"""


def states(*parts: dict[str, bytes]) -> tuple[list[DossierState], list[int]]:
    """Return states of a dossier, and the list of those that were opened."""
    opened: list[int] = []

    def state(number: int, own: dict[str, bytes]) -> DossierState:
        def made() -> Dossier:
            opened.append(number)
            return decode(HEAD | own)

        return DossierState(
            who=f"desk {number}", when=number, why=f"why {number}", version=lambda part: own.get(part), dossier=made, number=number
        )

    return [state(number, one) for number, one in enumerate(parts, start=1)], opened


def scenario(*changes: tuple[str, str]) -> dict[str, bytes]:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {PART: text.encode()}


def test_a_row_of_a_model_is_followed_and_only_states_whose_part_differs_are_opened() -> None:
    second = ('reason = "Two"', 'reason = "Two"\nconfidence = 4')
    gone = ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nreason = "One"\n', "")
    made, opened = states({}, scenario(), scenario(), scenario(second), scenario(second) | {"extra.csv": b""}, scenario(second, gone))
    made[4] = DossierState(who="", when=5, why="", version=made[3].version, dossier=made[4].dossier, number=5)
    found = tuple(history_of(made, PART, "judgement", "a.x"))

    assert [(one.how, one.number, one.who, one.why, one.identity) for one in found] == [
        ("new", 2, "desk 2", "why 2", "a.x#2"),
        ("altered", 4, "desk 4", "why 4", "a.x#2"),
    ]
    assert [(f.column, f.before, f.now) for f in found[1].fields] == [("confidence", 0, 4)]
    assert {f.column: f.now for f in found[0].fields if "." not in f.column} | {} == {"from": "a.x", "reason": "Two"}
    assert opened == [1, 2, 4, 6]


def test_a_row_within_a_row_the_head_and_one_that_is_gone_are_followed_too() -> None:
    named = ('variant = [{ id = "x" }, { id = "y" }]\n[[descriptor]]', 'variant = [{ id = "x", name = "X" }, { id = "y" }]\n[[descriptor]]')
    made, _ = states(scenario(), scenario(named), scenario(named, ('"A year"', '"A decade"')), {})

    assert [(e.how, e.number) for e in history_of(made, PART, "descriptor.variant", "a.x")] == [("new", 1), ("altered", 2), ("gone", 4)]
    assert [(e.how, e.number) for e in history_of(made, PART, "model", "")] == [("new", 1), ("altered", 3), ("gone", 4)]
    with pytest.raises(WrongUse):
        tuple(history_of(made, PART, "descriptor.variant", "a.z"))
    with pytest.raises(WrongUse, match="nothing"):
        tuple(history_of(made, PART, "nothing", "a"))


def test_a_state_in_which_the_part_cannot_be_read_says_that_the_row_is_not_there() -> None:
    made, _ = states(scenario(), {PART: b"[model"}, scenario())

    assert [(e.how, e.number) for e in history_of(made, PART, "descriptor", "a")] == [("new", 1), ("gone", 2), ("new", 3)]


POSITIONS = b"id,actor,issue,value,supersedes,author,recorded,reason\n"


def test_a_row_of_a_table_is_followed_through_states() -> None:
    rows = [POSITIONS + f"p1,FRA,norms,{value},,,,\n".encode() for value in (60, 60, 75)]
    made, opened = states(*({"positions.csv": data} for data in rows))
    found = tuple(history_of(made, "positions.csv", "positions", "p1"))

    assert [(one.how, one.number, [(f.column, f.before, f.now) for f in one.fields]) for one in found][1:] == [
        ("altered", 3, [("value", 60.0, 75.0)])
    ]
    assert opened == [1, 3]


def test_before_a_row_was_there_the_one_that_it_supersedes_counts() -> None:
    first = POSITIONS + b"p1,FRA,norms,60,,,,\n"
    made, _ = states({"positions.csv": first}, {"positions.csv": first + b"p2,FRA,norms,75,p1,,,\n"})
    found = tuple(history_of(made, "positions.csv", "positions", "p2"))

    assert [(one.how, one.identity) for one in found] == [("new", "p1"), ("superseding", "p2")]
    assert [(f.column, f.before, f.now) for f in found[1].fields] == [("value", 60.0, 75.0)]
    assert [one.identity for one in history_of(made, "positions.csv", "positions", "p1")] == ["p1"]


def test_one_state_tells_the_rows_that_a_row_supersedes() -> None:
    rows = b"p1,FRA,norms,60,,desk,2019-01,first\np2,FRA,norms,75,p1,chief,2020-01,new note\n"
    found = tuple(entries_of(decode(HEAD | {"positions.csv": POSITIONS + rows}), "positions.csv", "positions", "p2"))

    assert [(one.identity, one.how, str(one.who), str(one.when), str(one.why)) for one in found] == [
        ("p1", "new", "desk", "2019-01", "first"),
        ("p2", "superseding", "chief", "2020-01", "new note"),
    ]
    assert [(f.column, f.before, f.now) for f in found[1].fields] == [("value", 60.0, 75.0)]
    model = decode(HEAD | scenario(('title = "A year"', 'title = "A year"\nauthor = "the desk"')))
    (only,) = entries_of(model, PART, "judgement", "a.x")
    assert (only.who, str(only.why)) == ("the desk", "One")
    for wrong in (("positions.csv", "positions", "p9"), ("votes.csv", "votes", "FRA:r1"), ("nothing.csv", "nothing", "x")):
        with pytest.raises(WrongUse):
            tuple(entries_of(model, *wrong))
