"""Rows as a reader sees them on a day: which are there, and what of the others each still names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest

from legation.dossier import Dossier, decode
from legation.dossier.clearing.ledger import Index
from legation.dossier.clearing.rows import SeenRows
from legation.dossier.clearing.scope import ClearedNode, Scope
from legation.dossier.column import column
from legation.dossier.kind import Id, Target, Text
from legation.dossier.models.conflict import CONFLICT as KIND
from legation.dossier.parts.form import ModelHead, ModelRow, section
from legation.dossier.parts.kind import ModelKind
from legation.dossier.records import MARKINGS

CLEAR, GREEN, AMBER, STRICT, RED = range(len(MARKINGS))
DAY = dt.date(2020, 1, 1)
CONFLICT = "conflicts/c.toml"
NONE: Mapping[str, bytes] = MappingProxyType({})


def dossier(tables: Mapping[str, str] = MappingProxyType({}), parts: Mapping[str, bytes] = NONE) -> Dossier:
    """Return a dossier with tables, each as its lines; a marking of one letter stands for the whole."""
    rows = {
        f"{name}.csv": (text.strip().replace("~R", "TLP:RED").replace("~A", "TLP:AMBER") + "\n").encode() for name, text in tables.items()
    }
    return decode({"dossier.toml": b'format = 2\nid = "d"\n', **rows, **parts})


def rows_of(whole: Dossier, rank: int | None = AMBER, as_of: dt.date | None = None, without: Collection[int] = ()) -> SeenRows:
    return SeenRows(whole.ledger, rank, as_of, without)


def left(whole: Dossier, rank: int | None = AMBER, as_of: dt.date | None = None, without: Collection[int] = ()) -> dict[str, Any]:
    return rows_of(whole, rank, as_of, without).tables()


def ids(rows: tuple[Any, ...]) -> list[str]:
    return [row.id for row in rows]


# --- which are there -----------------------------------------------------------------------------------------------------------------------

ACTORS = "id,name,marking\nFRA,France,\nDEU,Germany,~A\nEST,Estonia,~R"
EVIDENCE = "id,title,marking,known_on\na,A,,2019\nb,B,~R,2019\nc,C,,2021"


@pytest.mark.parametrize(
    ("rank", "as_of", "is_open", "there"),
    [
        (None, None, "abc", "abc"),
        (RED, None, "abc", "abc"),
        (STRICT, None, "ac", "ac"),
        (CLEAR, None, "ac", "ac"),
        (None, DAY, "abc", "ab"),
        (CLEAR, DAY, "ac", "a"),
        (CLEAR, dt.date(2021, 12, 31), "ac", "ac"),
        (CLEAR, dt.date(2021, 12, 30), "ac", "a"),
    ],
)
def test_a_row_is_open_up_to_a_marking_and_there_where_it_was_known_too(
    rank: int | None, as_of: dt.date | None, is_open: str, there: str
) -> None:
    whole = dossier({"evidence": EVIDENCE})
    rows = rows_of(whole, rank, as_of)

    assert [name for at, name in enumerate("abc") if rows.is_open(at)] == list(is_open)
    assert [name for at, name in enumerate("abc") if rows.is_there(at)] == list(there)
    assert "".join(ids(rows.tables().get("evidence", whole.evidence))) == there


def test_only_tables_that_are_not_as_they_are_come_back() -> None:
    whole = dossier({"actors": ACTORS, "issues": "id,question\ni,I", "evidence": EVIDENCE})

    assert left(whole, RED) == left(whole, None) == {}
    assert left(whole, None, dt.date(2030, 1, 1)) == {}
    assert {name: ids(rows) for name, rows in left(whole, STRICT).items()} == {"actors": ["FRA", "DEU"], "evidence": ["a", "c"]}
    assert left(whole, STRICT)["actors"][0] is whole.actors[0]
    assert {name: ids(rows) for name, rows in left(whole, None, DAY).items()} == {"evidence": ["a", "b"]}


def test_what_is_left_out_takes_what_needs_it_through_all_rows() -> None:
    whole = dossier(
        {
            "actors": "id,name\nFRA,France\nDEU,Germany",
            "issues": "id,question\ni,I",
            "objectives": "id,aim,part_of\no1,First,\no2,Second,o1\no3,Third,o2",
            "groups": "group,actor\nEU,FRA\nEU,DEU",
            "positions": "id,actor,issue,value\np,FRA,i,10\nq,DEU,i,10",
        }
    )
    numbers = {node.place[2]: number for number, node in enumerate(whole.ledger.nodes)}

    found = left(whole, None, None, [numbers["FRA"]])
    assert {name: [row.actor if name == "groups" else row.id for row in rows] for name, rows in found.items()} == {
        "actors": ["DEU"],
        "groups": ["DEU"],
        "positions": ["q"],
    }
    assert not left(whole, None, None, [numbers["i"]])["positions"]
    assert left(whole, None, None, []) == {}


def test_of_several_that_a_name_may_mean_one_that_is_left_is_enough_and_what_leads_nowhere_is_not_needed() -> None:
    def node(name: str, *needs: str) -> ClearedNode:
        return ClearedNode(None, (), Scope("rows"), (("rows", name),), needs=[(("rows", one),) for one in needs])

    nodes = [node("last", "mid"), node("mid", "two", "nowhere"), node("two"), node("two"), node("other")]
    ledger: Any = SimpleNamespace(dossier=decode({"dossier.toml": b'id = "d"'}), nodes=nodes, index=Index(nodes), sourceless=(3,))

    def there(rank: int | None, *without: int) -> list[int]:
        ledger.levels, ledger.days = [0] * len(nodes), [DAY] * len(nodes)
        rows = SeenRows(ledger, rank, None, without)
        return [number for number in range(len(nodes)) if rows.is_there(number)]

    assert there(AMBER) == [0, 1, 2, 3, 4]
    assert there(AMBER, 2) == [0, 1, 3, 4]
    assert there(AMBER, 2, 3) == [4]
    assert there(AMBER, 4) == [0, 1, 2, 3]
    assert there(None) == [0, 1, 2, 4], "who sees every marking is shown no row without its sources"
    assert there(None, 2) == [4]


# --- what a row still names ----------------------------------------------------------------------------------------------------------------


def test_a_row_is_cut_of_the_names_of_rows_that_are_not_there_and_keeps_those_that_lead_nowhere() -> None:
    whole = dossier(
        {
            "actors": ACTORS,
            "evidence": EVIDENCE,
            "issues": "id,question,marking,evidence\ni,I,,",
            "activities": "id,activity,audience,evidence,supersedes\nx,Talk,FRA;EST,a,\ny,Talk,DEU,,x",
        }
    )
    (talk, other) = whole.activities

    cut = left(whole, STRICT)["activities"]
    assert (cut[0].audience, cut[0].evidence) == (("FRA",), ("a",))
    assert cut[1] is other
    assert talk.audience == ("FRA", "EST")
    assert "activities" not in left(whole, RED)


def test_what_came_later_than_the_day_is_not_told() -> None:
    rollcalls = "id,date,known_on,total_yes,total_no\nr,2020-06-01,2019,5,3\ns,2019-06-01,2019,4,2\nt,,2019,1,1"
    whole = dossier({"actors": "id,name\nFRA,France", "rollcalls": rollcalls, "votes": "actor,rollcall,vote\nFRA,r,yes\nFRA,s,no"})

    def totals(as_of: dt.date | None) -> list[tuple[str, float | None, float | None]]:
        return [(row.id, row.total_yes, row.total_no) for row in left(whole, None, as_of).get("rollcalls", whole.rollcalls)]

    assert totals(DAY) == [("r", None, None), ("s", 4, 2), ("t", 1, 1)]
    assert totals(dt.date(2020, 5, 31))[0] == ("r", None, None)
    assert totals(dt.date(2020, 6, 1)) == totals(None) == [("r", 5, 3), ("s", 4, 2), ("t", 1, 1)]
    assert left(whole, None, DAY)["votes"].rollcalls == ("s",)
    assert left(whole, None, dt.date(2020, 5, 31))["votes"].rollcalls == ("s",)
    assert left(whole, None, dt.date(2020, 6, 1)) == {}
    assert left(whole, RED) == {}


def test_a_draft_bears_its_own_symbol_until_the_day_of_its_vote() -> None:
    rollcalls = (
        "id,symbol,draft_symbol,date,known_on\n"
        "r,A/RES/1,A/L.1,2020-06-01,2019\n"  # adopted in June
        "m,A/RES/2,A/L.2,2020-06,2019\n"  # in June, nobody knows when
        "s,A/L.3,,2020-06-01,2019\n"  # without a symbol of its draft
        "f,,A/L.4,2019-06-01,2019\n"  # got no number
        "u,A/RES/5,A/L.5,,2019"  # nobody knows when
    )
    whole = dossier({"rollcalls": rollcalls})

    def symbols(day: dt.date | None) -> list[str]:
        return [row.symbol for row in left(whole, None, day).get("rollcalls", whole.rollcalls)]

    assert symbols(DAY) == symbols(dt.date(2020, 5, 31)) == ["A/L.1", "A/L.2", "A/L.3", "A/L.4", "A/RES/5"]
    assert symbols(dt.date(2020, 6, 1)) == ["A/RES/1", "A/L.2", "A/L.3", "A/L.4", "A/RES/5"]
    assert symbols(dt.date(2020, 6, 30)) == ["A/RES/1", "A/RES/2", "A/L.3", "A/L.4", "A/RES/5"]
    assert symbols(None) == ["A/RES/1", "A/RES/2", "A/L.3", "", "A/RES/5"]
    assert whole.as_of("2020-01-01").as_of("2020-01-01") == whole.as_of("2020-01-01")
    assert [row.draft_symbol for row in whole.as_of("2020-01-01").rollcalls] == [row.draft_symbol for row in whole.rollcalls]
    assert whole.cleared("TLP:RED", "desk", as_of=DAY).rollcalls == whole.as_of("2020-01-01").rollcalls


def test_of_a_row_ahead_of_the_day_hidden_names_and_later_columns_go_together() -> None:
    rollcalls = "id,date,known_on,total_yes,sponsors\nr,2020-06-01,2019,5,FRA;EST"
    (row,) = left(dossier({"actors": ACTORS, "rollcalls": rollcalls}), STRICT, DAY)["rollcalls"]

    assert (row.sponsors, row.total_yes) == (("FRA",), None)


def test_votes_go_with_their_actors_and_roll_calls() -> None:
    rollcalls = "id,date,marking\nr,2019-06-01,\ns,2019-06-01,~R"
    votes = "actor,rollcall,vote\nFRA,r,yes\nEST,r,no\nDEU,s,no\nFRA,s,no"
    whole = dossier({"actors": ACTORS, "rollcalls": rollcalls, "votes": votes})

    assert [(vote.actor, vote.rollcall) for vote in left(whole, STRICT)["votes"].rows()] == [("FRA", "r")]
    hidden = dossier({"actors": ACTORS, "rollcalls": rollcalls, "votes": "actor,rollcall,vote\nFRA,r,yes"})
    assert "votes" not in left(hidden, STRICT)


# --- models --------------------------------------------------------------------------------------------------------------------------------


def conflict(second: str = "", judgements: str = "", *, head: str = "", more: str = "") -> bytes:
    return f"""# a comment
[model]
title = "C"
{head}[[maker]]
id = "a"
[[maker.option]]
id = "do-a"
[[maker.option]]
id = "else"
{second}[[maker]]
id = "b"
[[maker.option]]
id = "do-b"
[[preference]]
maker = "a"
[[preference.judgement]]
statement = "do-a"
[[preference]]
maker = "b"
strong = 2
[[preference.judgement]]
statement = "do-b"
{judgements}[[preference.judgement]]
statement = "not do-a"
{more}""".encode()


def model(data: bytes, rank: int | None = AMBER, as_of: dt.date | None = None, *, keep: bool = False) -> bytes | None:
    return rows_of(dossier(parts={CONFLICT: data}), rank, as_of).model(CONFLICT, keep=keep)


def read(data: bytes | None) -> Any:
    assert data is not None
    return KIND.read(data, CONFLICT)


def test_of_a_model_what_is_there_is_written_anew_and_kept_where_that_is_all() -> None:
    whole, marked = conflict(), conflict('marking = "TLP:RED"\n')

    assert model(whole, keep=True) == whole
    written = model(whole)
    assert written is not None
    assert b"a comment" not in written
    assert read(written) == read(whole)
    for keep in (True, False):
        less = model(marked, keep=keep)
        assert [one.id for one in read(less).makers[0].options] == ["do-a"]
        assert [one.id for one in read(model(marked, RED, keep=keep)).makers[0].options] == ["do-a", "else"]
    assert rows_of(dossier(parts={CONFLICT: whole})).model("conflicts/other.toml") is None
    assert rows_of(dossier(parts={CONFLICT: b"[model"})).model(CONFLICT) is None
    assert model(conflict(head='marking = "TLP:RED"\n')) is None
    assert model(conflict(head='known_on = "2021"\n'), None, DAY) is None
    assert model(conflict(head='known_on = "2021"\n'), None, dt.date(2021, 12, 31)) is not None


def test_a_row_of_a_model_goes_with_all_below_it_and_what_is_left_is_settled() -> None:
    marked = conflict(judgements='marking = "TLP:RED"\n')

    assert (read(marked).preferences[1].strong, len(read(marked).preferences[1].judgements)) == (2, 2)
    left = read(model(marked)).preferences[1]
    assert (left.strong, [one.statement for one in left.judgements]) == (1, ["not do-a"])
    view = '[[view]]\nof = "b"\nmarking = "TLP:RED"\n[[view.option]]\nid = "dream"\nmaker = "a"\n'
    assert len(read(conflict(more=view)).views) == 1
    assert read(model(conflict(more=view))).views == ()
    assert read(model(conflict(more=view.replace('marking = "TLP:RED"\n', "")))) == read(
        conflict(more=view.replace('marking = "TLP:RED"\n', ""))
    )


def test_where_what_is_left_is_no_model_that_of_a_lower_marking_is_shown_or_none() -> None:
    only = conflict().replace(b'[[maker.option]]\nid = "else"\n', b"").replace(b'id = "do-a"\n', b'id = "do-a"\nmarking = "TLP:RED"\n')

    assert model(only, RED) is not None
    assert [model(only, rank) for rank in (CLEAR, GREEN, AMBER, STRICT)] == [None] * 4
    assert model(only, None) is not None


@dataclass(frozen=True, kw_only=True, eq=False)
class Picky(type(KIND)):  # type: ignore[misc]
    """A kind that writes no model with the option else."""

    def write(self, model: Any) -> bytes:
        if any(one.id == "else" for one in model.makers[0].options):
            raise RuntimeError
        return super().write(model)


def test_what_a_lower_marking_leaves_is_shown_as_it_was_known_on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = Picky(id="conflict", pattern=KIND.pattern, head=KIND.head, section="model", whole=KIND.whole)
    monkeypatch.setattr("legation.dossier.clearing.ledger.kind_of", lambda part: kind)
    later = '[[maker.option]]\nid = "later"\nknown_on = "2021"\n[[maker.option]]\nid = "away"\nmarking = "TLP:GREEN"\n'
    whole = dossier(parts={CONFLICT: conflict(f'marking = "TLP:AMBER"\n{later}')})
    (away,) = (number for number, node in enumerate(whole.ledger.nodes) if node.place[2] == "a.away")

    def options(rank: int | None, as_of: dt.date | None = None, *without: int) -> list[str] | None:
        data = rows_of(whole, rank, as_of, without).model(CONFLICT)
        return None if data is None else [one.id for one in read(data).makers[0].options]

    assert options(CLEAR) == ["do-a", "later"]
    assert options(GREEN) == options(AMBER) == options(RED) == ["do-a", "later", "away"]
    assert options(RED, DAY) == ["do-a", "away"]
    assert options(RED, None, away) == ["do-a", "later"]
    assert options(AMBER, DAY, away) == ["do-a"]
    assert options(None) is None


def test_rows_without_their_sources_go_for_whoever_sees_every_marking() -> None:
    lost = conflict('evidence = ["lost"]\n')

    assert [one.id for one in read(model(lost, None)).makers[0].options] == ["do-a"]
    assert [one.id for one in read(model(lost, RED)).makers[0].options] == ["do-a"]
    there = dossier({"evidence": "id,title\nlost,L"}, {CONFLICT: lost})
    assert [one.id for one in read(rows_of(there, None).model(CONFLICT)).makers[0].options] == ["do-a", "else"]


def test_names_of_evidence_that_is_nowhere_are_cut_from_models_and_not_from_tables() -> None:
    both = conflict('evidence = ["e", "lost"]\n', head='marking = "TLP:CLEAR"\n').replace(
        b'["e", "lost"]\n', b'["e", "lost"]\nmarking = "TLP:CLEAR"\n'
    )
    whole = dossier({"evidence": "id,title\ne,E", "actors": ACTORS}, {CONFLICT: both})

    assert read(rows_of(whole, None, DAY).model(CONFLICT)).makers[0].options[1].evidence == ("e", "lost"), "all rows are there"
    some = read(rows_of(whole, None, DAY, [0]).model(CONFLICT)).makers[0].options
    assert [(one.id, one.evidence) for one in some] == [("do-a", ()), ("else", ("e",))]


@dataclass(frozen=True, slots=True)
class Joined(Text):
    """A word that names an actor together with the id of its row."""

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return ((("actors",), row.id + value),)

    def without(self, value: Any, gone: Callable[[Target], bool], row: Any = None) -> Any:
        return "" if gone((("actors",), row.id + value)) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Stem(ModelRow):
    """A single table of a model."""

    id: str = column(Id(), "")
    word: str = column(Joined(), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree(ModelHead):
    """A model with a single table."""

    stem: Stem | None = section("stem", Stem)  # noqa: RUF009 - a field


@pytest.mark.parametrize(
    ("stem", "found"),
    [
        ('id = "FR"\nword = "A"\n', ("FR", "A")),
        ('id = "ES"\nword = "T"\n', ("ES", "")),
        ('id = "FR"\nmarking = "TLP:RED"\n', None),
        ("", None),
    ],
)
def test_a_single_table_of_a_model_is_cut_or_goes_and_a_name_may_depend_on_its_row(
    stem: str, found: tuple[str, str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = ModelKind(id="tree", pattern="trees/{name}.toml", head=Tree, section="tree")
    monkeypatch.setattr("legation.dossier.clearing.ledger.kind_of", lambda part: kind)
    part = "trees/t.toml"
    data = ('[tree]\ntitle = "T"\n' + (f"[stem]\n{stem}" if stem else "")).encode()
    whole = dossier({"actors": ACTORS}, {part: data})

    written = rows_of(whole, STRICT).model(part)
    assert written is not None
    left = kind.read(written, part).stem
    assert (None if left is None else (left.id, left.word)) == found
    assert rows_of(whole, None).model(part, keep=True) == data
