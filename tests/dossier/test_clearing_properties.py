"""What clearing keeps to on any dossier: twice is once, who may see more sees no less, and what is left is sound.

The dossiers are drawn: rows and evidence of every marking and none, evidence that rests on evidence, rows that cite several, name others by
one id and by many, and are known on some day or on none.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from typing import Any

from canaries import ALL, seen
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import PROSE, WHENS, dossiers, value

from legation.dossier import MARKINGS, TABLES, Dossier, Wording, encode, problems_of
from legation.dossier.kind import Reference
from legation.sources.imports.merge import model_faults

MARKED = st.sampled_from(("", *MARKINGS))
READERS = st.tuples(st.sampled_from(MARKINGS), st.sampled_from(ALL), st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)))


@st.composite
def resting(draw: st.DrawFn) -> Dossier:
    """Draw dossiers whose rows rest on each other and on evidence."""
    drawn = draw(dossiers())
    there = {name: [row.id for row in getattr(drawn, name)] for name in ("actors", "issues", "rollcalls", "objectives", "evidence")}

    def some(ids: list[str]) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))) if ids else ()

    def one(ids: list[str]) -> str:
        return draw(st.sampled_from(("", *ids)))

    def resting_row(row: Any, sources: list[str]) -> Any:
        return dataclasses.replace(row, evidence=some(sources), marking=draw(MARKED))

    evidence = tuple(resting_row(row, there["evidence"][:at]) for at, row in enumerate(drawn.evidence))
    rows: dict[str, Any] = {"evidence": evidence}
    for name in ("actors", "issues", "rollcalls"):
        rows[name] = tuple(resting_row(row, there["evidence"]) for row in getattr(drawn, name))
    rows["rollcalls"] = tuple(
        dataclasses.replace(row, issue=one(there["issues"]), sponsors=some(there["actors"])) for row in rows["rollcalls"]
    )
    rows["objectives"] = tuple(
        dataclasses.replace(resting_row(row, there["evidence"]), part_of=one(there["objectives"][:at]), issue=one(there["issues"]))
        for at, row in enumerate(drawn.objectives)
    )
    rows["activities"] = tuple(
        dataclasses.replace(resting_row(row, there["evidence"]), objectives=some(there["objectives"]), audience=some(there["actors"]))
        for row in drawn.activities
    )
    rows["positions"] = tuple(
        TABLES["positions"].record(
            id=f"p{at}",
            actor=one(there["actors"]),
            issue=one(there["issues"]),
            evidence=some(there["evidence"]),
            marking=draw(MARKED),
            known_on=draw(st.none() | WHENS),
            supersedes=one([f"p{before}" for before in range(at)]),
        )
        for at in range(draw(st.integers(0, 4)))
    )
    rows["assumptions"] = tuple(
        TABLES["assumptions"].record(
            id=f"a{at}",
            claim=Wording(draw(PROSE)),
            objective=one(there["objectives"]),
            evidence=some(there["evidence"]),
            against=some(there["evidence"]),
            marking=draw(MARKED),
        )
        for at in range(draw(st.integers(0, 3)))
    )
    marking = draw(value(next(column.kind for column in TABLES["actors"].columns if column.name == "marking")))
    return dataclasses.replace(drawn, info=dataclasses.replace(drawn.info, marking=marking), **rows)


def named(dossier: Dossier) -> set[tuple[str, ...]]:
    """Return every row, and every id that a column of a row names, of all tables."""
    found: set[tuple[str, ...]] = {("votes", vote.actor, vote.rollcall) for vote in dossier.votes.rows()}
    for name, table in TABLES.items():
        for row in () if name == "votes" else dossier.rows(name):
            identity = table.identity(row)
            found.add((name, identity))
            for column in table.columns:
                said = getattr(row, column.name) if isinstance(column.kind, Reference) else ()
                found |= {(name, identity, column.name, target) for target in ((said,) if isinstance(said, str) else said) if target}
    return found


@given(resting(), READERS)
@settings(max_examples=30)
def test_clearing_twice_is_clearing_once(whole: Dossier, reader: tuple[str, str, dt.date | None]) -> None:
    once = seen(whole, *reader)

    assert encode(seen(once, *reader)) == encode(once)


@given(resting(), st.sampled_from(ALL), st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)))
@settings(max_examples=30)
def test_a_higher_marking_shows_no_less(whole: Dossier, audience: str, as_of: dt.date | None) -> None:
    shown = [named(seen(whole, marking, audience, as_of)) for marking in MARKINGS]

    assert all(lower <= higher for lower, higher in itertools.pairwise(shown))
    assert shown[-1] <= named(whole)


@given(resting(), st.sampled_from(MARKINGS), st.sampled_from(ALL))
@settings(max_examples=30)
def test_a_later_day_shows_no_less(whole: Dossier, marking: str, audience: str) -> None:
    days = (dt.date(1995, 1, 1), dt.date(2015, 6, 1), dt.date(2040, 1, 1), None)
    shown = [named(seen(whole, marking, audience, day)) for day in days]

    assert all(earlier <= later for earlier, later in itertools.pairwise(shown))


@given(resting(), READERS)
@settings(max_examples=30)
def test_what_is_left_is_sound(whole: Dossier, reader: tuple[str, str, dt.date | None]) -> None:
    left = seen(whole, *reader)

    assert [one for one in problems_of(encode(left)) if not one.is_notice] == []
    assert not [one for one in model_faults(left) if not one.is_notice]


@given(resting(), READERS)
@settings(max_examples=30)
def test_no_row_is_shown_that_cites_what_is_not(whole: Dossier, reader: tuple[str, str, dt.date | None]) -> None:
    """Of a reader of no date: a row without a marking, or with one below what it cites, goes with the first hidden source."""
    marking, audience, _ = reader
    left = seen(whole, marking, audience)
    there = {row.id for row in left.evidence}
    for name in TABLES:
        shown = {row.id for row in left.rows(name)} if name not in ("votes", "groups", "relations", "coalitions") else set()
        for row in whole.rows(name) if shown else ():
            assert row.id not in shown or there.issuperset(row.evidence), (name, row.id)


@given(resting(), READERS, st.dates(dt.date(2015, 1, 1), dt.date(2032, 1, 1)))
@settings(max_examples=40, deadline=None)
def test_a_glance_tells_what_the_rows_tell(dossier: Dossier, reader: tuple[str, str, dt.date | None], day: dt.date) -> None:
    """For every reader and on every day; what was opened stays so where no row of it changed."""
    marking, audience, known = reader
    opened = dossier.opened({})

    assert opened == dossier
    assert opened.as_of(day) == dossier.as_of(day)
    assert opened.as_of(day).hash == dossier.as_of(day).hash
    assert opened.cleared(marking, audience, as_of=known) == dossier.cleared(marking, audience, as_of=known)
    assert opened.cleared("TLP:RED").as_of(day) == dossier.cleared("TLP:RED").as_of(day)
