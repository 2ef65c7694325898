"""What waits to be confirmed, what a confirmation says, and what it holds for."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from types import SimpleNamespace
from typing import Any

import pytest

from legation.dossier import Dossier, decode
from legation.dossier.clearing.release import (  # fmt: skip
    PendingRelease,
    confirm,
    fingerprint,
    places_of,
    released,
    stands_at,
    unconfirmed,
    waiting,
    with_releases_of,
)
from legation.dossier.clearing.scope import ClearedNode, Scope
from legation.dossier.records import MARKINGS, Position, Release
from legation.errors import WrongUse
from legation.language import say

DAY = dt.date(2026, 1, 5)
POSITION = Position(id="p", actor="FRA", issue="norms", value=10.0, author="desk", reason="heard")


def dossier(own: str = "TLP:CLEAR", cited: str = "TLP:AMBER", value: int = 10) -> Dossier:
    return decode(
        {
            "dossier.toml": b'id = "d"',
            "actors.csv": b"id,name\nFRA,France\n",
            "issues.csv": b"id,question\nnorms,Norms?\n",
            "evidence.csv": f"id,title,marking\ne,First,{cited}\n".encode(),
            "positions.csv": f"id,actor,issue,value,evidence,marking\np,FRA,norms,{value},e,{own}\nq,FRA,norms,20,,TLP:CLEAR\n".encode(),
        }
    )


def node(own: int | None = 0, place: tuple[str, str, str] = ("positions.csv", "positions", "p"), row: Any = POSITION) -> ClearedNode:
    return ClearedNode(row=row, columns=(), scope=Scope("positions"), place=place, own=own)


def release(**more: Any) -> Release:
    said = {"part": "positions.csv", "table": "positions", "row": "p", "marking": "TLP:CLEAR", "content": fingerprint(node())}
    return Release(**({"id": "x", **said, "cited": "TLP:AMBER"} | more))


# --- how far a row is confirmed ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("releases", "reach"),
    [
        ([], -1),
        ([{}], 2),
        ([{"cited": ""}], 5),
        ([{"cited": "TLP:RED"}], 5),
        ([{"cited": "TLP:CLEAR"}], 0),
        ([{}, {"cited": "TLP:GREEN"}], 2),
        ([{"cited": "TLP:GREEN"}, {}], 2),
        ([{"marking": "TLP:GREEN"}], -1),
        ([{"content": "0" * 64}], -1),
        ([{"row": "q"}], -1),
        ([{"table": "votes"}], -1),
        ([{"part": "votes.csv"}], -1),
        ([{"content": "0" * 64}, {}], 2),
    ],
)
def test_a_release_holds_for_what_the_row_says_and_for_its_marking(releases: list[dict[str, str]], reach: int) -> None:
    found = node()
    confirm([release(**one) for one in releases], [found])

    assert found.confirmed == reach
    assert len(MARKINGS) == 5


def test_a_row_without_a_marking_of_its_own_has_nothing_to_confirm_and_each_row_has_its_own() -> None:
    rows = [node(None), node(), node(place=("positions.csv", "positions", "q"))]
    confirm([release()], rows)

    assert [one.confirmed for one in rows] == [-1, 2, -1]


def test_the_fingerprint_is_of_all_that_a_row_says_but_who_wrote_it_when_and_why() -> None:
    said = {one.name: str(getattr(POSITION, one.name)) for one in dataclasses.fields(POSITION)}
    for name in ("author", "recorded", "reason"):
        del said[name]

    assert fingerprint(node()) == hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    assert fingerprint(node(row=dataclasses.replace(POSITION, author="other", reason="read"))) == fingerprint(node())
    assert fingerprint(node(row=dataclasses.replace(POSITION, value=11.0))) != fingerprint(node())


@pytest.mark.parametrize(
    ("place", "name", "count"),
    [
        (("a.toml", "move", "2"), "", 2),
        (("a.toml", "move", "2.3"), "", 2),
        (("a.toml", "move", "2"), "2", 1),
        (("a.toml", "move", "kim"), "kim", 1),
        (("a.toml", "", ""), "", 1),
        (("a.toml", "", "2"), "", 1),
    ],
)
def test_a_row_without_an_id_is_found_by_its_words_too(place: tuple[str, str, str], name: str, count: int) -> None:
    one = node(place=place)
    one.names = (("a.toml.move", name),) if name else ()

    assert places_of(one) == ((place,) if count == 1 else (place, (place[0], place[1], fingerprint(one))))


def test_it_stands_at_another_number_of_the_same_table_where_its_words_do() -> None:
    def stands(*nodes: ClearedNode, content: str = fingerprint(node()), place: tuple[str, str, str] = ("a.toml", "move", "2")) -> bool:
        row = PendingRelease(place, "TLP:CLEAR", "TLP:AMBER", 2, content)
        return stands_at(SimpleNamespace(ledger=SimpleNamespace(nodes=nodes)), row)  # type: ignore[arg-type]

    third = node(place=("a.toml", "move", "3"))
    named = node(place=("a.toml", "move", "3"))
    named.names = (("a.toml.move", "3"),)
    assert stands(third)
    assert stands(named, third)
    assert not stands(named)
    assert not stands()
    assert not stands(third, content="0" * 64)
    assert not stands(third, place=("b.toml", "move", "2"))
    assert not stands(third, place=("a.toml", "turn", "2"))


# --- what waits ----------------------------------------------------------------------------------------------------------------------------


def test_a_row_waits_that_is_marked_lower_than_what_it_cites() -> None:
    there = dossier()
    (row,) = waiting(there)

    content = next(fingerprint(one) for one in there.ledger.nodes if one.place == row.place)
    assert row == PendingRelease(("positions.csv", "positions", "p"), "TLP:CLEAR", "TLP:AMBER", 2, content)
    for own, cited in (("TLP:AMBER", "TLP:AMBER"), ("TLP:RED", "TLP:AMBER"), ("", "TLP:AMBER"), ("TLP:CLEAR", "TLP:CLEAR")):
        assert list(waiting(dossier(own, cited))) == [], (own, cited)
    ((above),) = waiting(dossier("TLP:AMBER", "TLP:RED"))
    assert (above.marking, above.cited, above.level) == ("TLP:AMBER", "TLP:RED", 4)


def test_evidence_that_is_nowhere_is_cited_as_the_strictest() -> None:
    lost = dataclasses.replace(dossier(), evidence=())
    (row,) = waiting(lost)

    assert (row.cited, row.level) == ("TLP:RED", 5)


def test_it_is_told_as_a_notice_with_its_place() -> None:
    (told,) = unconfirmed(dossier())

    assert (told.code, told.part, told.row, told.column, told.allowed, told.found) == (
        *("marking-unconfirmed", "positions.csv", None, "p", "TLP:AMBER", "TLP:CLEAR"),
    )
    assert told.is_notice
    assert list(unconfirmed(dossier("TLP:AMBER"))) == []


def test_a_row_of_a_model_is_told_with_its_table_and_without_an_id_with_its_number() -> None:
    low = 'marking = "TLP:CLEAR"\nevidence = ["e"]\n'
    maker = '[[maker]]\nid = "{0}"\n[[maker.option]]\nid = "do-{0}"\n{1}'
    preference = '[[preference]]\nmaker = "{0}"\n[[preference.judgement]]\nstatement = "do-a"\n{1}'
    text = "".join(
        (*(maker.format(*one) for one in (("a", low), ("b", ""))), *(preference.format(*one) for one in (("a", ""), ("b", low))))
    )
    parts = {"dossier.toml": b'id = "d"', "evidence.csv": b"id,title,marking\ne,First,TLP:AMBER\n"}

    def told(head: str) -> list[tuple[str, str | None]]:
        whole = decode(parts | {"conflicts/c.toml": f'[model]\ntitle = "C"\n{head}{text}'.encode()})
        return [(one.part, one.column) for one in unconfirmed(whole)]

    rows = [("conflicts/c.toml", "maker.option a.do-a"), ("conflicts/c.toml", "preference.judgement 2.1")]
    assert told("") == rows
    assert told(low) == [("conflicts/c.toml", ""), *rows]


def test_it_stands_where_the_same_row_stands_with_the_same_words() -> None:
    there = dossier()
    (row,) = waiting(there)

    assert stands_at(there, row)
    assert not stands_at(dossier(value=11), row)
    assert not stands_at(dossier("TLP:GREEN"), row)
    assert not stands_at(there, dataclasses.replace(row, place=("positions.csv", "positions", "q")))
    assert not stands_at(there, dataclasses.replace(row, place=("other.csv", "positions", "p")))
    assert not stands_at(there, dataclasses.replace(row, place=("positions.csv", "votes", "p")))
    assert not stands_at(dossier(""), row)


# --- releasing -----------------------------------------------------------------------------------------------------------------------------


def test_a_release_says_who_when_why_and_for_what() -> None:
    there = dossier()
    (row,) = waiting(there)
    (made,) = released(there, row, function=" head of the desk ", reason=" said in public ", day=DAY).releases
    named = json.dumps([*row.place, "TLP:CLEAR", row.content, "TLP:AMBER"])

    assert made.id == f"release-{hashlib.sha256(named.encode()).hexdigest()[:12]}"
    assert (made.part, made.table, made.row, made.marking, made.cited, made.content) == (
        *("positions.csv", "positions", "p", "TLP:CLEAR", "TLP:AMBER", row.content),
    )
    assert (made.function, made.reason, str(made.date)) == ("head of the desk", "said in public", "2026-01-05")
    assert made.marking != made.cited


def test_a_second_release_of_one_row_takes_the_place_of_the_first_and_others_stay() -> None:
    there = dossier()
    (row,) = waiting(there)
    once = released(dataclasses.replace(there, releases=(release(),)), row, function="head", reason="one", day=DAY)
    twice = released(once, row, function="head", reason="two", day=DAY)

    assert [(one.id == "x", one.reason) for one in twice.releases] == [(True, ""), (False, "two")]


@pytest.mark.parametrize(
    ("function", "reason", "empty"), [("", "x", "function"), (" ", "x", "function"), ("x", "", "reason"), ("x", "\t", "reason")]
)
def test_a_release_without_function_or_reason_is_refused(function: str, reason: str, empty: str) -> None:
    there = dossier()
    (row,) = waiting(there)
    with pytest.raises(WrongUse) as told:
        released(there, row, function=function, reason=reason, day=DAY)
    assert say(told.value.message, "en") == f"A release says as what one confirms it, and why: {empty} is empty."


def test_releases_come_from_the_other_dossier_or_there_are_none() -> None:
    plain, bare = dossier(), dataclasses.replace(dossier(), annex={})
    mine = dataclasses.replace(plain, releases=(release(id="mine"),), annex={("releases", "mine"): "a", ("actors", "FRA"): "b"})
    theirs = dataclasses.replace(plain, releases=(release(id="theirs"),), annex={("releases", "theirs"): "c", ("actors", "DEU"): "d"})

    taken = with_releases_of(mine, theirs)
    assert [one.id for one in taken.releases] == ["theirs"]
    assert dict(taken.annex) == {("releases", "theirs"): "c", ("actors", "FRA"): "b"}
    none = with_releases_of(mine, None)
    assert (none.releases, dict(none.annex)) == ((), {("actors", "FRA"): "b"})
    assert with_releases_of(bare, bare) is bare
    assert with_releases_of(bare, None) is bare
    assert with_releases_of(mine, mine) is mine
    left_over = dataclasses.replace(plain, annex={("releases", "old"): "a"})
    assert dict(with_releases_of(left_over, bare).annex) == {}
