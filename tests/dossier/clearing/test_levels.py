"""From which marking on and from which day on a row is seen, of rows made by hand: each rule by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from legation.dossier.clearing.ledger import NEVER, Index, days_of, levels_of
from legation.dossier.clearing.scope import ClearedNode, Scope
from legation.dossier.records import MARKINGS

CLEAR, GREEN, AMBER, STRICT, RED = range(len(MARKINGS))
FIRST = dt.date.min
D18, D19, D20, D21 = (dt.date(year, 6, 1) for year in (2018, 2019, 2020, 2021))


def keys(*names: str) -> tuple[tuple[str, str], ...]:
    """Return what a name may mean: ``actors:a``, or one place or another."""
    return tuple((place, name) for place, _, name in (text.partition(":") for text in names))


def row(name: str = "rows:r", **more: Any) -> ClearedNode:
    """Return a row; what it names stands as text, an inner list is a column."""
    for field in ("needs", "marks", "sources"):
        more[field] = [keys(*one.split("|")) for one in more.get(field, [])]
    for field in ("bears", "holds"):
        more[field] = [[keys(*one.split("|")) for one in column] for column in more.get(field, [])]
    return ClearedNode(row=None, columns=(), scope=Scope("rows"), names=keys(name), **more)


def level(node: ClearedNode, *others: ClearedNode, fixed: dict[tuple[str, str], int] | None = None, unmarked: int = GREEN) -> int:
    """Return the level of a row before others, which is the same after them unless it is below one."""
    first = levels_of([node, *others], Index([node, *others], fixed), unmarked)[0]
    if node.above < 0:
        assert levels_of([*others, node], Index([*others, node], fixed), unmarked)[-1] == first
    return first


def day(node: ClearedNode, *others: ClearedNode) -> dt.date:
    found = days_of([node, *others], Index([node, *others]))[2][0]
    assert days_of([*others, node], Index([*others, node]))[2][-1] == found
    return found


# --- markings ------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("own", "found"), [(None, GREEN), (CLEAR, CLEAR), (GREEN, GREEN), (RED, RED)])
def test_a_row_that_cites_nothing_has_its_own_marking_or_the_dossiers(own: int | None, found: int) -> None:
    assert level(row(own=own)) == found


@pytest.mark.parametrize(
    ("own", "confirmed", "found"),
    [
        (None, -1, STRICT),
        (RED, -1, RED),
        (STRICT, -1, STRICT),
        (GREEN, -1, STRICT),
        (CLEAR, -1, STRICT),
        (CLEAR, AMBER, STRICT),
        (CLEAR, STRICT, CLEAR),
        (CLEAR, RED, CLEAR),
        (GREEN, STRICT, GREEN),
        (None, RED, STRICT),
    ],
)
def test_a_row_is_as_strict_as_what_it_cites_unless_a_lower_marking_is_confirmed(own: int | None, confirmed: int, found: int) -> None:
    cited = row("evidence:e", own=STRICT)

    assert level(row(own=own, confirmed=confirmed, marks=["evidence:e"]), cited) == found
    assert level(row(own=own, confirmed=confirmed, marks=["evidence:e", "evidence:open"]), cited, row("evidence:open", own=CLEAR)) == found


def test_without_an_own_marking_the_dossiers_holds_where_it_is_the_stricter() -> None:
    assert level(row(marks=["evidence:e"]), row("evidence:e", own=CLEAR)) == GREEN
    assert level(row(marks=["evidence:e"]), row("evidence:e", own=CLEAR), unmarked=AMBER) == AMBER
    assert level(row(own=CLEAR, marks=["evidence:e"]), row("evidence:e", own=GREEN), unmarked=AMBER) == AMBER


@pytest.mark.parametrize(("name", "found"), [("evidence:gone", NEVER), ("objects:gone", NEVER), ("actors:gone", GREEN)])
def test_evidence_that_leads_nowhere_hides_its_row_and_an_actor_does_not(name: str, found: int) -> None:
    assert level(row(marks=[name])) == found
    assert level(row(own=RED, marks=[name])) == max(found, RED)
    assert level(row(own=CLEAR, marks=[name]), unmarked=CLEAR) == (NEVER if found == NEVER else CLEAR)


def test_a_name_of_several_meanings_is_as_open_as_the_most_open_of_them() -> None:
    one, other = row("evidence:e", own=RED), row("issues:e", own=AMBER)

    assert level(row(marks=["evidence:e|issues:e"]), one, other) == AMBER
    assert level(row(marks=["evidence:e"]), one, row("evidence:e", own=STRICT)) == STRICT
    assert level(row(marks=["evidence:gone|issues:e"]), other) == AMBER
    assert level(row(marks=["issues:gone|evidence:gone"])) == NEVER


def test_objects_of_registers_have_a_level_from_outside() -> None:
    fixed = {("objects", "o"): AMBER}

    assert level(row(marks=["objects:o"]), fixed=fixed) == AMBER
    assert level(row(marks=["objects:o"]), row("objects:o", own=RED), fixed=fixed) == AMBER
    assert level(row(marks=["objects:o"]), row("objects:o", own=CLEAR), fixed=fixed) == GREEN
    assert level(row(marks=["objects:other"]), fixed=fixed) == NEVER


@pytest.mark.parametrize("more", [{}, {"own": CLEAR}, {"own": CLEAR, "confirmed": RED}])
def test_a_row_goes_with_what_it_needs_whatever_is_confirmed(more: dict[str, int]) -> None:
    assert level(row(needs=["actors:a"], **more), row("actors:a", own=STRICT)) == STRICT
    assert level(row(needs=["actors:b", "actors:a"], **more), row("actors:a", own=STRICT), row("actors:b", own=CLEAR)) == STRICT
    assert level(row(holds=[["actors:a", "actors:b"]], **more), row("actors:a", own=STRICT), row("actors:b", own=RED)) == STRICT
    assert level(
        row(holds=[["actors:b"], ["actors:a", "actors:b"]], **more), row("actors:a", own=STRICT), row("actors:b", own=RED)
    ) == RED  # fmt: skip


@pytest.mark.parametrize(("more", "found"), [({}, AMBER), ({"own": CLEAR}, CLEAR + AMBER), ({"own": CLEAR, "confirmed": CLEAR}, CLEAR)])
def test_a_row_goes_with_the_last_of_several_unless_its_marking_is_confirmed(more: dict[str, int], found: int) -> None:
    a, b = row("actors:a", own=AMBER), row("actors:b", own=RED)

    assert level(row(bears=[["actors:a", "actors:b"]], **more), a, b) == found
    assert level(row(bears=[["actors:a"], ["actors:b"]], **more), a, b) == (CLEAR if "confirmed" in more else RED)


@pytest.mark.parametrize(
    ("above", "own", "confirmed", "found"),
    [
        (STRICT, None, -1, STRICT),
        (STRICT, CLEAR, -1, STRICT),
        (STRICT, CLEAR, RED, STRICT),
        (CLEAR, AMBER, -1, AMBER),
        (CLEAR, None, -1, GREEN),
    ],
)
def test_a_row_is_never_seen_without_the_row_above_it(above: int, own: int | None, confirmed: int, found: int) -> None:
    rows = [row("rows:top", own=above), row(above=0, own=own, confirmed=confirmed)]

    assert levels_of(rows, Index(rows), GREEN) == [above, found]


@pytest.mark.parametrize("unmarked", [CLEAR, GREEN, AMBER, STRICT, RED])
def test_a_row_whose_marking_does_not_count_is_as_one_without_a_marking(unmarked: int) -> None:
    cited = row("evidence:e", own=AMBER)

    def levels(own: int | None) -> tuple[int, int]:
        below = [row("rows:top", own=CLEAR), row(above=0, own=own, marks=["evidence:e"]), cited]
        return level(row(own=own, marks=["evidence:e"]), cited, unmarked=unmarked), levels_of(below, Index(below), unmarked)[1]

    assert levels(CLEAR) == levels(GREEN) == levels(None) == (max(unmarked, AMBER), max(unmarked, AMBER))
    assert levels(AMBER) == (AMBER, AMBER)


def test_what_is_raised_raises_what_rests_on_it_in_whatever_order() -> None:
    chain = [row("evidence:1", marks=["evidence:2"]), row("evidence:2", marks=["evidence:3"]), row("evidence:3", own=RED)]

    assert levels_of(chain, Index(chain), CLEAR) == [RED, RED, RED]
    assert levels_of(chain[::-1], Index(chain[::-1]), CLEAR) == [RED, RED, RED]
    below = [row("rows:top", needs=["actors:a"]), row("rows:low", above=0), row("actors:a", own=AMBER)]
    assert levels_of(below, Index(below), CLEAR) == [AMBER, AMBER, AMBER]


# --- days ----------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, FIRST),
        ({"known": D19}, D19),
        ({"known": D19, "since": D20}, D19),
        ({"since": D20}, D20),
        ({"entered": D20}, D20),
        ({"entered": D20, "since": D18}, D18),
        ({"entered": D18, "since": D20}, D20),
        ({"sources": ["evidence:e"]}, D20),
        ({"sources": ["evidence:e"], "entered": D21}, D20),
        ({"sources": ["evidence:e"], "since": D18}, D20),
        ({"sources": ["evidence:e"], "since": D21}, D21),
        ({"sources": ["evidence:e"], "known": D18}, D18),
        ({"sources": ["evidence:e", "evidence:late"]}, D20),
        ({"sources": ["evidence:late"]}, D21),
        ({"sources": ["evidence:gone"]}, FIRST),
        ({"sources": ["evidence:gone", "evidence:e"]}, FIRST),
        ({"sources": ["evidence:late|evidence:e"]}, D20),
    ],
)
def test_a_row_was_known_on_its_own_day_or_with_its_first_source(more: dict[str, Any], found: dt.date) -> None:
    assert day(row(**more), row("evidence:e", known=D20), row("evidence:late", known=D21)) == found


def test_a_source_of_a_source_dates_it_and_a_cycle_dates_nothing() -> None:
    assert day(row(sources=["evidence:1"]), row("evidence:1", sources=["evidence:2"]), row("evidence:2", known=D20)) == D20
    assert day(row("evidence:1", sources=["evidence:2"]), row("evidence:2", sources=["evidence:1"])) == FIRST


def test_a_chain_of_sources_dates_a_row_however_long_it_is() -> None:
    chain = [row(f"evidence:{at}", sources=[f"evidence:{at + 1}"]) for at in range(70)]

    assert day(row(sources=["evidence:0"]), *chain, row("evidence:70", known=D20)) == D20
    cycle = [row("evidence:1", sources=["evidence:2"], since=D18), row("evidence:2", sources=["evidence:1"], since=D19)]
    assert days_of(cycle, Index(cycle))[2] == [D19, D19]


def test_what_it_needs_was_known_too() -> None:
    assert day(row(known=D18, needs=["actors:a"]), row("actors:a", known=D20)) == D20
    assert day(row(known=D18, needs=["actors:a"]), row("actors:a", since=D20)) == D20
    assert day(row(known=D21, needs=["actors:a"]), row("actors:a", known=D20)) == D21
    assert day(row(known=D18, needs=["actors:b", "actors:a"]), row("actors:a", known=D20), row("actors:b", known=D19)) == D20
    assert day(row(known=D18, needs=["actors:gone"])) == D18
    assert day(row(known=D18, holds=[["actors:a", "actors:b"]]), row("actors:a", known=D20), row("actors:b", known=D19)) == D19
    assert day(row(known=D18, holds=[["actors:b"], ["actors:a"]]), row("actors:a", known=D20), row("actors:b", known=D19)) == D20


def test_who_is_spoken_of_is_known_whatever_was_read_of_it_later() -> None:
    spoken, actor = row(known=D18, needs=["actors:a"]), row("actors:a", sources=["evidence:e"])
    rows = [spoken, actor, row("evidence:e", known=D21)]

    assert days_of(rows, Index(rows))[2] == [D18, D18, D21]
    later = [row(known=D21, needs=["actors:a"]), row("actors:a", entered=D19)]
    assert days_of(later, Index(later))[2] == [D21, D19]
    two = [row(known=D20, needs=["actors:a"]), row(known=D19, needs=["actors:a"]), row("actors:a", entered=D21)]
    assert days_of(two, Index(two))[2] == [D20, D19, D19]


def test_a_row_was_not_known_before_the_row_above_it_and_days_rise_through_all() -> None:
    rows = [row("rows:top", known=D18, needs=["actors:a"]), row(above=0, known=D18), row("actors:a", known=D20, needs=["actors:b"])]
    rows.append(row("actors:b", known=D21))

    assert days_of(rows, Index(rows))[2] == [D21, D21, D21, D21]
    plain = [row("rows:top", known=D20), row(above=0), row(above=0, known=D21)]
    assert days_of(plain, Index(plain))[2] == [D20, D20, D21]
