"""What is shared with a guest: some tables, and nothing that leans on the others."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import dossiers

from legation.dossier import TABLES, Dossier, decode, encode, problems_of
from legation.dossier.clearing import only

WHOLE = decode(
    {
        "dossier.toml": b'id = "x"',
        "mandate.toml": b'aim = "secret"\n',
        "actors.csv": b"id,name,kind\nFRA,France,state\n",
        "issues.csv": b"id,question\nnorms,Norms?\n",
        "evidence.csv": b"id,kind,title,part\ne1,statement,Said,files/a.txt\n",
        "files/a.txt": b"We favour norms",
        "positions.csv": b"id,actor,issue,value,evidence\np1,FRA,norms,60,e1\n",
        "objectives.csv": b"id,aim,issue\no1,A treaty,norms\n",
        "rollcalls.csv": b"id,date\nr1,2018-12-01\n",
        "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\n",
    }
)


def filled(dossier: Dossier) -> set[str]:
    return {name for name in TABLES if len(getattr(dossier, name))}


def test_all_tables_leave_all_but_the_mandate() -> None:
    seen = only(WHOLE, TABLES)

    assert filled(seen) == filled(WHOLE)
    assert (seen.mandate, dict(seen.files)) == (None, dict(WHOLE.files))


def test_what_leans_on_an_unshared_table_goes_with_it() -> None:
    assert filled(only(WHOLE, ["actors", "positions", "evidence"])) == {"actors", "evidence"}
    assert filled(only(WHOLE, ["actors", "votes"])) == {"actors"}


def test_a_row_stays_without_its_unshared_evidence() -> None:
    seen = only(WHOLE, ["actors", "issues", "positions"])

    assert [(p.id, p.evidence) for p in seen.positions] == [("p1", ())]
    assert not seen.files


def test_files_go_with_the_rows_that_bring_them() -> None:
    annexed = {"annexes/x/evidence.csv": b"id,kind,title\ne2,statement,Said\n", "annexes/x/NOTICE.txt": b"a licence", "drafts/d.toml": b"x"}
    whole = decode({**encode(WHOLE), **annexed})

    assert sorted(only(whole, ["actors", "evidence"]).files) == ["annexes/x/NOTICE.txt", "files/a.txt"]
    assert not only(whole, ["actors"]).files
    assert not only(whole, ["actors"]).annex


@pytest.mark.parametrize("name", sorted(TABLES))
def test_what_is_left_is_a_dossier_and_does_not_tell_of_the_rest(name: str) -> None:
    seen = only(WHOLE, [t for t in TABLES if t != name])

    assert [p for p in problems_of(encode(seen)) if not p.is_notice] == []
    assert f"{name}.csv" not in encode(seen)
    assert only(seen, [t for t in TABLES if t != name]) == seen


def places(dossier: Dossier) -> set[tuple[str, str]]:
    return {(name, table.identity(row)) for name, table in TABLES.items() if name != "votes" for row in getattr(dossier, name)}


def test_of_named_rows_those_are_left_that_need_no_other() -> None:
    seen = only(WHOLE, TABLES, [("actors", "FRA"), ("positions", "p1"), ("rollcalls", "r1")])

    assert places(seen) == {("actors", "FRA"), ("rollcalls", "r1")}  # the position needs its issue
    assert [(row.actor, row.rollcall) for row in seen.votes.rows()] == [("FRA", "r1")]
    assert not only(WHOLE, TABLES, [("actors", "FRA")]).votes.rows()


def test_beside_named_rows_nothing_is_left_that_is_no_row() -> None:
    annexed = {
        "annexes/x/evidence.csv": b"id,kind,title\ne2,statement,Said\n",
        "annexes/x/NOTICE.txt": b"a licence",
        "bodies.toml": b'[[body]]\nid = "council"\nname = "Council"\n',
    }
    whole = decode({**encode(WHOLE), **annexed})

    assert sorted(only(whole, TABLES, [("evidence", "e1"), ("evidence", "e2")]).files) == ["files/a.txt"]
    assert whole.bodies
    assert only(whole, TABLES, places(whole)).bodies == ()


@given(st.data())
def test_who_sees_some_rows_sees_these_and_no_more(data: Any) -> None:
    whole = data.draw(dossiers())
    rows = frozenset(data.draw(st.sets(st.sampled_from(sorted(places(whole))))))
    seen = only(whole, TABLES, rows)

    assert places(seen) <= rows
    assert {row.actor for row in seen.votes.rows()} <= {one for table, one in rows if table == "actors"}
    assert only(seen, TABLES, rows) == seen
    assert [p for p in problems_of(encode(seen)) if not p.is_notice] == []
