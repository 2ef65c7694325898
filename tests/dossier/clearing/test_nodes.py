"""Rows as clearing sees them: how each is called, where it stands, what it is below, what it needs and cites, when it was known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from legation.dossier.clearing.scope import ClearedNode, Scope, body_nodes, model_nodes, table_nodes
from legation.dossier.column import Wording, column, ref, refs
from legation.dossier.kind import Day, Id, Target, Text
from legation.dossier.kind.composite import PartName
from legation.dossier.parts.form import ModelHead, ModelRow, rows, section
from legation.dossier.parts.settings import Body, BodyRule
from legation.dossier.records import MARKINGS, TABLES
from legation.dossier.when import When


def of_table(name: str, *rows_of_it: dict[str, Any]) -> list[ClearedNode]:
    table = TABLES[name]
    return list(table_nodes(name, table, tuple(table.record(**one) for one in rows_of_it)))


def one_of(name: str, **fields: Any) -> ClearedNode:
    (node,) = of_table(name, fields)
    return node


def names(node: ClearedNode) -> list[str]:
    return [column.name for column in node.columns]


# --- names of a row ------------------------------------------------------------------------------------------------------------------------


def test_a_name_stands_in_each_of_its_places_in_the_own_table_or_in_the_part() -> None:
    scope = Scope("a.toml.maker", "a.toml")

    assert scope.keys((("actors",), "FRA")) == (("actors", "FRA"),)
    assert scope.keys((("same",), "x")) == (("a.toml.maker", "x"),)
    assert scope.keys(((".option",), "x")) == (("a.toml.option", "x"),)
    assert scope.keys((("actors", "same", ".option"), "x")) == (("actors", "x"), ("a.toml.maker", "x"), ("a.toml.option", "x"))
    assert Scope("actors").keys(((".option", "same"), "x")) == ((".option", "x"), ("actors", "x"))


# --- tables --------------------------------------------------------------------------------------------------------------------------------


def test_a_row_of_a_table_has_its_id_its_place_and_what_it_names() -> None:
    node = one_of("positions", id="p", actor="FRA", issue="norms", evidence=("e", "f"), supersedes="o", marking="TLP:AMBER")

    assert (node.row.id, node.scope, node.names, node.place) == (
        *("p", Scope("positions"), (("positions", "p"),), ("positions.csv", "positions", "p")),
    )
    assert (node.above, node.own, node.confirmed, node.files) == (-1, 2, -1, ())
    sources = [(("evidence", "e"),), (("evidence", "f"),)]
    assert (node.marks, node.sources, node.bears, node.holds) == (sources, sources, [sources], [])
    assert node.needs == [(("actors", "FRA"),), (("issues", "norms"),)], "what it supersedes it does not need"
    assert names(node) == ["supersedes", "evidence", "actor", "issue"]


@pytest.mark.parametrize(
    ("name", "fields", "word"),
    [
        ("groups", {"group": "EU", "actor": "FRA", "start": When("1958")}, "EU"),
        ("coalitions", {"coalition": "friends", "actor": "FRA", "start": When("1958")}, "friends"),
    ],
)
def test_a_table_whose_rows_are_named_by_a_word_has_its_rows_at_a_place_of_their_own(name: str, fields: dict[str, Any], word: str) -> None:
    node = one_of(name, **fields)

    assert node.scope == Scope(f"{name}.id")
    assert node.names == ((f"{name}.id", f"{word}:FRA:1958"), (name, word))
    assert node.place == (f"{name}.csv", name, f"{word}:FRA:1958")


def test_each_row_is_a_node_with_its_own_marking() -> None:
    nodes = of_table("actors", {"id": "FRA"}, *({"id": marking, "marking": marking} for marking in MARKINGS))

    assert [node.own for node in nodes] == [None, 0, 1, 2, 3, 4]
    assert [node.place[2] for node in nodes] == ["FRA", *MARKINGS]


def test_a_release_is_for_whoever_sees_everything_whatever_it_releases() -> None:
    for marking in MARKINGS:
        assert one_of("releases", id="x", marking=marking).own == MARKINGS.index("TLP:RED")


def test_evidence_names_the_part_that_it_archived_and_other_rows_name_none() -> None:
    assert one_of("evidence", id="e", part="files/a.txt").files == ("files/a.txt",)
    assert one_of("evidence", id="e").files == ()
    assert one_of("releases", id="x", part="positions.csv").files == ()


def test_contrary_evidence_marks_a_row_and_does_not_date_it() -> None:
    node = one_of("assumptions", id="a", objective="o", evidence=("e",), against=("f",))

    assert node.marks == [(("evidence", "e"),), (("evidence", "f"),)]
    assert node.sources == [(("evidence", "e"),)]
    assert node.bears == [[(("evidence", "e"),)], [(("evidence", "f"),)]]
    assert node.needs == [(("objectives", "o"),)]


def test_of_several_that_it_speaks_of_a_row_bears_with_the_last() -> None:
    node = one_of("activities", id="a", objectives=("o1", "o2"), audience=("FRA",))

    assert node.bears == [
        [(("objectives", "o1"),), (("objectives", "o2"),)],
        [(("actors", "FRA"), ("groups", "FRA"), ("coalitions", "FRA"))],
    ]
    assert (node.marks, node.needs, node.holds, node.sources) == ([], [], [], [])


@pytest.mark.parametrize(
    ("fields", "known", "since", "entered"),
    [
        ({}, None, None, None),
        ({"known_on": When("2019-05")}, dt.date(2019, 5, 31), None, None),
        ({"held_from": When("2018")}, None, dt.date(2018, 12, 31), None),
        ({"recorded": When("2020-02")}, None, None, dt.date(2020, 2, 29)),
        (
            {"known_on": When("2019-05"), "held_from": When("2018"), "recorded": When("2020")},
            *(dt.date(2019, 5, 31), dt.date(2018, 12, 31), dt.date(2020, 12, 31)),
        ),
    ],
)
def test_a_row_has_its_days(fields: dict[str, When], known: dt.date | None, since: dt.date | None, entered: dt.date | None) -> None:
    node = one_of("positions", id="p", actor="FRA", issue="norms", **fields)

    assert (node.known, node.since, node.entered) == (known, since, entered)


def test_of_two_days_that_say_when_a_row_was_known_the_first_counts() -> None:
    membership = {"coalition": "friends", "actor": "FRA"}

    assert one_of("coalitions", **membership, known_on=When("2019"), start=When("2018")).known == dt.date(2019, 12, 31)
    assert one_of("coalitions", **membership, start=When("2018")).known == dt.date(2018, 12, 31)
    assert one_of("coalitions", **membership, start=When("2018")).since is None


# --- models --------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(ModelRow):
    """A row within a row, named by its own id too; two dates before which it was not known."""

    NAMES: ClassVar[str] = ".word"
    KNOWN: ClassVar[tuple[str, ...]] = ("known_on", "first", "second")
    id: str = column(Id(), "")
    first: When | None = column(Day(), None)  # noqa: RUF009 - a field
    second: When | None = column(Day(), None)  # noqa: RUF009 - a field


@dataclass(frozen=True, slots=True, kw_only=True)
class Twig(ModelRow):
    """A row without an id."""

    NAMES: ClassVar[str] = ".twig"
    like: tuple[str, ...] = refs("same", "actors", needed=True)
    leaf: str = ref(".word")
    leaves: tuple[Leaf, ...] = rows("leaf", Leaf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(ModelRow):
    """A row with an id."""

    id: str = column(Id(), "")
    objects: tuple[str, ...] = refs("objects", cites=True)
    claims: tuple[str, ...] = refs("issues", cites=True)
    leaves: tuple[Leaf, ...] = rows("leaf", Leaf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree(ModelHead):
    """A head with a single table and two kinds of rows."""

    stem: Branch | None = section("stem", Branch)  # noqa: RUF009 - a field
    branches: tuple[Branch, ...] = rows("branch", Branch)
    twigs: tuple[Twig, ...] = rows("twig", Twig)


PART = "trees/t.toml"
TREE = Tree(
    title=Wording("T"),
    marking="TLP:GREEN",
    stem=Branch(leaves=(Leaf(id="s"),)),
    branches=(Branch(id="b", leaves=(Leaf(id="x"), Leaf(marking="TLP:RED"))), Branch(id="c")),
    twigs=(Twig(leaves=(Leaf(), Leaf(id="y"))), Twig(marking="TLP:CLEAR")),
)


def test_the_rows_of_a_model_stand_below_each_other_and_have_places_and_names() -> None:
    found = [(node.place[1:], node.above, node.own, node.names) for node in model_nodes(PART, TREE, 40)]
    leaf = f"{PART}.branch.leaf"

    assert found == [
        (("", ""), -1, 1, (("models", PART),)),
        (("stem", "1"), 40, None, ()),
        (("stem.leaf", "s"), 41, None, ((f"{PART}.stem.leaf", "s"), (f"{PART}.word", "s"))),
        (("branch", "b"), 40, None, ((f"{PART}.branch", "b"),)),
        (("branch.leaf", "b.x"), 43, None, ((leaf, "b.x"), (f"{PART}.word", "x"))),
        (("branch.leaf", "1.2"), 43, 4, ()),
        (("branch", "c"), 40, None, ((f"{PART}.branch", "c"),)),
        (("twig", "1"), 40, None, ()),
        (("twig.leaf", "1.1"), 47, None, ()),
        (("twig.leaf", "y"), 47, None, ((f"{PART}.twig.leaf", "y"), (f"{PART}.word", "y"))),
        (("twig", "2"), 40, 0, ()),
    ]
    assert {node.place[0] for node in model_nodes(PART, TREE, 40)} == {PART}
    assert [node.scope for node in model_nodes(PART, TREE, 40)][:5] == [
        *(Scope(f"{PART}{path}", PART) for path in ("", ".stem", ".stem.leaf", ".branch", ".branch.leaf")),
    ]
    assert [node.place[1] for node in model_nodes(PART, Tree(title=Wording("T")), 0)] == [""]


def test_a_row_of_a_model_names_rows_of_its_table_of_its_part_and_of_the_dossier() -> None:
    tree = Tree(
        title=Wording("T"),
        branches=(Branch(id="b", evidence=("e",), objects=("o", "p"), claims=("i",)),),
        twigs=(Twig(like=("k", "l"), leaf="x"),),
    )
    _, branch, twig = model_nodes(PART, tree, 0)

    def like(name: str) -> tuple[tuple[str, str], ...]:
        return (f"{PART}.twig", name), ("actors", name)

    assert twig.holds == [[like("k"), like("l")]], "a column that cannot be empty"
    assert (twig.needs, twig.bears, twig.marks) == ([((f"{PART}.word", "x"),)], [], [])
    objects, issue, evidence = [(("objects", "o"),), (("objects", "p"),)], (("issues", "i"),), (("evidence", "e"),)
    assert sorted(branch.marks) == sorted([*objects, issue, evidence])
    assert sorted(branch.sources) == sorted([*objects, evidence])
    assert branch.needs == [issue], "what it cites and is no source it goes with"
    assert sorted(branch.bears) == sorted([objects, [issue], [evidence]])


def test_the_first_of_several_days_before_which_a_row_was_not_known_counts() -> None:
    def since(**days: When) -> dt.date | None:
        _, leaf = list(model_nodes(PART, Tree(title=Wording("T"), stem=Branch(leaves=(Leaf(**dict[str, Any](days)),))), 0))[1:]
        return leaf.since

    assert since(first=When("2018"), second=When("2019")) == dt.date(2018, 12, 31)
    assert since(second=When("2019")) == dt.date(2019, 12, 31)
    assert since() is None


@dataclass(frozen=True, slots=True)
class Joined(Text):
    """A word that names what it needs, bears with and cites together with the id of its row."""

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return ((("actors",), row.id + value),) if value else ()

    needs = bears = marks = targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Bud(ModelHead):
    """A head that names parts and, by its own word, an actor."""

    first: str = column(PartName("files/.+", "files/*"), "")
    second: str = column(PartName("files/.+", "files/*"), "")
    word: str = column(Joined(), "")


def test_a_row_names_several_parts_and_what_it_names_may_depend_on_it() -> None:
    (node,) = model_nodes("buds/b.toml", Bud(title=Wording("B"), part="buds/b.toml", first="files/a", second="files/b", word="-x"), 0)
    named = (("actors", "b-x"),)

    assert node.files == ("files/a", "files/b")
    assert (node.needs, node.bears, node.marks, node.sources) == ([named, named], [[named]], [named], [])


# --- bodies --------------------------------------------------------------------------------------------------------------------------------


def test_rules_stand_below_their_body_and_their_parts_below_them() -> None:
    deep = BodyRule(of="all", parts=(BodyRule(of="members", evidence=("f",)), BodyRule(of="any", parts=(BodyRule(of="members"),))))
    bodies = (
        Body(id="b", name=Wording("B"), rules=(BodyRule(of="members", evidence=("e", "f"), veto=("FRA", "DEU")), deep)),
        Body(id="c", name=Wording("C"), rules=(BodyRule(of="members"),)),
    )
    found = list(body_nodes(bodies, 5))

    assert [node.above for node in found] == [-1, 5, 5, 7, 7, 9, -1, 11]
    assert [node.names for node in found] == [(("bodies", "b"),), (), (), (), (), (), (("bodies", "c"),), ()]
    assert [node.row for node in found][:3] == [bodies[0], *bodies[0].rules]
    assert {node.scope for node in found} == {Scope("bodies")}
    assert {node.columns for node in found} == {()}
    assert {node.place for node in found} == {("", "", "")}
    sources = [(("evidence", "e"),), (("evidence", "f"),)]
    assert (found[1].marks, found[1].sources) == (sources, sources)
    assert found[1].marks is not found[1].sources
    assert found[1].bears == [[(("actors", "FRA"),), (("actors", "DEU"),)]]
    assert (found[3].marks, found[3].bears, found[0].marks) == ([(("evidence", "f"),)], [], [])
