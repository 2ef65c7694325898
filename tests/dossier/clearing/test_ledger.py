"""All rows of a dossier together: which there are, what registers and models add, and what cannot be read."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pytest

from legation.dossier import Dossier, decode
from legation.dossier.clearing.confirmation import fingerprint
from legation.dossier.clearing.ledger import NEVER, holds_unknown, read_model, written_model
from legation.dossier.clearing.release import released, waiting
from legation.dossier.clearing.scope import Clearance
from legation.dossier.clearing.view import seen
from legation.dossier.models.conflict import CONFLICT
from legation.dossier.models.statement import STATEMENT as STATEMENT_KIND
from legation.dossier.parts.kind import PartKind
from legation.dossier.parts.registry import kind_of
from legation.dossier.records import MARKINGS, TABLES

CLEAR, GREEN, AMBER, STRICT, RED = range(len(MARKINGS))
MODEL = b"""[model]
title = "A breach"
[[maker]]
id = "a"
[[maker.option]]
id = "stay"
evidence = ["e"]
[[maker]]
id = "b"
[[maker.option]]
id = "name"
[[preference]]
maker = "a"
[[preference.judgement]]
statement = "not name"
[[preference]]
maker = "b"
[[preference.judgement]]
statement = "not stay"
"""
DRAFT = b'[draft]\ntitle = "A text"\n[[version]]\nid = "v"\npart = "drafts/r/a.txt"\ndate = "2019"\n'
SAID = "incidents/a.statement.toml"
STATEMENT = b'[statement]\ntitle_en = "Said"\naddressee_en = "All"\n[[claim]]\nid = "c"\ntext_en = "x"\ntier = "public"\nobjects = ["o"]\n'


def dossier(marking: str = "", parts: Mapping[str, bytes] = MappingProxyType({})) -> Dossier:
    own = f'marking = "{marking}"\n' if marking else ""
    return decode({"dossier.toml": f'id = "d"\n{own}'.encode(), **parts})


@dataclass(frozen=True, kw_only=True, eq=False)
class Register(PartKind):
    """A part that gives names to objects."""

    given: Mapping[tuple[str, str], int] | None

    def names(self, data: bytes, part: str, unmarked: int) -> Mapping[tuple[str, str], int]:
        if self.given is None:
            raise RuntimeError
        return {**self.given, ("objects", f"{part} {data.decode()} {unmarked}"): CLEAR}


@pytest.mark.parametrize(("marking", "place"), [("", CLEAR), ("TLP:CLEAR", CLEAR), ("TLP:AMBER", AMBER), ("TLP:RED", RED)])
def test_a_dossier_without_a_marking_is_open(marking: str, place: int) -> None:
    assert dossier(marking).ledger.unmarked == place
    bare = dossier()
    assert dataclasses.replace(bare, info=dataclasses.replace(bare.info, marking=marking)).ledger.unmarked == place
    actors = b"id,name\nFRA,France\n"
    assert [bool(dossier(marking, {"actors.csv": actors}).cleared(to).actors) for to in MARKINGS] == [
        at >= place for at in range(len(MARKINGS))
    ]


def test_the_rows_of_tables_come_first_then_bodies_then_models_each_from_its_start() -> None:
    parts = {
        "actors.csv": b"id,name\nFRA,France\nDEU,Germany\n",
        "votes.csv": b"actor,rollcall,vote\nFRA,r,yes\n",
        "rollcalls.csv": b"id,date\nr,2018-12-01\n",
        "bodies.toml": b'[[body]]\nid = "b"\nname = "B"\n',
        "conflicts/broken.toml": b"[model",
        "conflicts/c.toml": MODEL,
        "drafts/r.toml": DRAFT,
    }
    whole = dossier("", parts)
    there = whole.ledger

    assert [node.place for node in there.nodes] == [
        ("actors.csv", "actors", "FRA"),
        ("actors.csv", "actors", "DEU"),
        ("rollcalls.csv", "rollcalls", "r"),
        ("", "", ""),
        ("conflicts/c.toml", "", ""),
        ("conflicts/c.toml", "maker", "a"),
        ("conflicts/c.toml", "maker.option", "a.stay"),
        ("conflicts/c.toml", "maker", "b"),
        ("conflicts/c.toml", "maker.option", "b.name"),
        ("conflicts/c.toml", "preference", "1"),
        ("conflicts/c.toml", "preference.judgement", "1.1"),
        ("conflicts/c.toml", "preference", "2"),
        ("conflicts/c.toml", "preference.judgement", "2.1"),
        ("drafts/r.toml", "", ""),
        ("drafts/r.toml", "version", "v"),
    ]
    assert there.starts.keys() == {*TABLES, "bodies", "conflicts/c.toml", "drafts/r.toml"}
    starts = [there.starts[one] for one in ("actors", "evidence", "rollcalls", "votes", "bodies", "conflicts/c.toml", "drafts/r.toml")]
    assert starts == [0, 2, 2, 3, 3, 4, 13]
    assert [node.above for node in there.nodes] == [-1, -1, -1, -1, -1, 4, 5, 4, 7, 4, 9, 4, 11, -1, 13]
    assert {part: (kind.id, model.part) for part, (kind, model) in there.models.items()} == {
        "conflicts/c.toml": ("conflict", "conflicts/c.toml"),
        "drafts/r.toml": ("draft", "drafts/r.toml"),
    }
    assert {part: kind.id if kind else None for part, kind in there.kinds.items()} == {
        "conflicts/broken.toml": "conflict",
        "conflicts/c.toml": "conflict",
        "drafts/r.toml": "draft",
    }
    assert dict(there.naming) == {"drafts/r/a.txt": [14]}


def test_what_names_a_part_is_listed_by_the_part() -> None:
    rows = b"id,title,part\ne,E,files/a.txt\nf,F,\ng,G,files/a.txt\nh,H,files/b.txt\n"

    whole = dossier("", {"evidence.csv": rows, "files/a.txt": b"a", "files/b.txt": b"b", "files/c.txt": b"c"})
    assert dict(whole.ledger.naming) == {"files/a.txt": [0, 2], "files/b.txt": [3]}


@pytest.mark.parametrize(
    ("parts", "unknown"),
    [
        ({}, False),
        ({"drafts/r.toml": DRAFT}, False),
        ({"drafts/r.toml": b"[draft"}, True),
        ({"conflicts/c.toml": b"[model"}, False),
        ({"drafts/r.toml": DRAFT, "drafts/s.toml": b"[draft", "conflicts/c.toml": MODEL}, True),
        ({"drafts/adopted.toml": b"[["}, True),
    ],
)
def test_a_model_that_may_name_texts_and_cannot_be_read_leaves_unknown_which(parts: dict[str, bytes], unknown: bool) -> None:
    assert dossier("", parts).ledger.names_unknown is unknown


def test_releases_are_noted_on_the_rows() -> None:
    actors, head = b"id,name,marking\nFRA,France,TLP:CLEAR\n", "id,part,table,row,marking,content,function,date,reason\n"
    row, _ = dossier("", {"actors.csv": actors}).ledger.nodes * 2
    released = f"x,actors.csv,actors,FRA,TLP:CLEAR,{fingerprint(row)},head,2020,said\n"
    whole = dossier("", {"actors.csv": actors, "releases.csv": (head + released).encode()})
    actor, release = whole.ledger.nodes

    assert (actor.own, actor.confirmed) == (CLEAR, NEVER)
    assert (release.own, release.confirmed) == (RED, -1)
    assert not whole.cleared("TLP:AMBER+STRICT").releases
    assert whole.cleared("TLP:RED").releases


# --- registers -----------------------------------------------------------------------------------------------------------------------------


def registers(monkeypatch: pytest.MonkeyPatch, marking: str = "TLP:GREEN", statement: bytes = STATEMENT, **given: Any) -> Dossier:
    """Return a dossier with registers that give names, ``r={"o": 2}``, and a statement that names the object o."""
    kinds = {
        f"incidents/{part}.json": Register(
            id=part, pattern=part, given=None if names is None else {("objects", name): at for name, at in names.items()}
        )
        for part, names in given.items()
    }
    monkeypatch.setattr("legation.dossier.clearing.ledger.kind_of", lambda part: kinds.get(part) or kind_of(part))
    return dossier(marking, {"incidents/a.statement.toml": statement} | {f"incidents/{part}.json": part.encode() for part in given})


def fixed(whole: Dossier) -> dict[str, int]:
    assert all(place == "objects" for place, _ in whole.ledger.index.fixed)
    return {name: level for (_, name), level in whole.ledger.index.fixed.items()}


def test_registers_give_their_objects_a_level_the_lowest_of_several(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = registers(monkeypatch, r={"o": RED, "p": GREEN}, s={"o": AMBER, "p": RED, "q": NEVER})

    assert "incidents/a.statement.toml" in whole.files
    assert fixed(whole) == {
        "o": AMBER,
        "p": GREEN,
        "q": NEVER,
        "incidents/r.json r 1": CLEAR,
        "incidents/s.json s 1": CLEAR,
    }
    (claim,) = (node for node in whole.ledger.nodes if node.place[1] == "claim")
    assert whole.ledger.levels[whole.ledger.nodes.index(claim)] == AMBER


def test_a_register_that_raises_gives_none_and_the_others_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = registers(monkeypatch, r=None, s={"o": GREEN})

    assert fixed(whole) == {"o": GREEN, "incidents/s.json s 1": CLEAR}


def test_registers_are_not_asked_where_no_row_names_an_object(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = registers(monkeypatch, statement=STATEMENT.replace(b'objects = ["o"]\n', b'evidence = ["o"]\n'), r={"o": RED})

    assert fixed(plain) == {}


def test_a_row_that_is_seen_below_its_object_does_not_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    said = STATEMENT.replace(b'["o"]', b'["o", "p", "lost"]\nmarking = "TLP:CLEAR"')
    whole = registers(monkeypatch, "TLP:CLEAR", said, r={"o": RED, "p": GREEN})
    (row,) = waiting(whole)
    free = released(whole, row, function="head", reason="said in public", day=dt.date(2020, 1, 1))

    def objects(marking: str, **more: Any) -> tuple[str, ...]:
        (claim,) = STATEMENT_KIND.read(seen(free, Clearance(marking=marking, **more)).files[SAID], SAID).claims
        return claim.objects

    assert objects("TLP:CLEAR") == ("lost",)
    assert objects("TLP:GREEN") == objects("TLP:AMBER+STRICT") == ("p", "lost")
    assert objects("TLP:RED", as_of=dt.date(2030, 1, 1)) == objects("TLP:RED") == ("o", "p", "lost")


# --- sources that are not there ------------------------------------------------------------------------------------------------------------


def test_a_row_of_a_model_of_whose_sources_none_is_there_is_sourceless() -> None:
    claim = '[[claim]]\nid = "%s"\ntext_en = "x"\nevidence = [%s]\nrests_on = [%s]\n'
    claims = [
        ("u", "", ""),
        ("v", '"e"', ""),
        ("w", '"lost"', ""),
        ("x", '"lost", "e"', ""),
        ("y", "", '"u"'),
        ("z", '"lost", "gone"', '"u"'),
    ]
    said = '[statement]\ntitle_en = "Said"\naddressee_en = "All"\n' + "".join(claim % one for one in claims)
    parts = {"evidence.csv": b"id,title,supersedes\ne,E,\n", "incidents/a.statement.toml": said.encode(), "conflicts/c.toml": MODEL}
    there = dossier("", parts).ledger

    assert [there.nodes[number].place[2] for number in there.sourceless] == ["w", "z"]
    bare = dossier("", {"conflicts/c.toml": MODEL, "positions.csv": b"id,actor\n"}).ledger
    assert [bare.nodes[number].place[2] for number in bare.sourceless] == ["a.stay"]


def test_only_rows_of_models_are_sourceless() -> None:
    whole = dossier("", {"evidence.csv": b"id,title\ne,E\n", "actors.csv": b"id,name,evidence\nFRA,France,e\n"})

    assert dataclasses.replace(whole, evidence=()).ledger.sourceless == ()


# --- what cannot be read -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, eq=False)
class Broken(type(CONFLICT)):  # type: ignore[misc]
    """A kind whose declaration raises."""

    def parsed(self, part: str, data: bytes) -> Any:
        raise RuntimeError

    def write(self, model: Any) -> bytes:
        raise RuntimeError


BROKEN = Broken(id="broken", pattern="b/{name}.toml", head=CONFLICT.head, section="model")


def test_a_model_that_cannot_be_read_is_none_and_holds_nothing_unknown() -> None:
    read = read_model(CONFLICT, "conflicts/c.toml", MODEL)

    assert (read.part, [one.id for one in read.makers]) == ("conflicts/c.toml", ["a", "b"])
    for kind, data in ((CONFLICT, b"[model"), (CONFLICT, b"[model]\ntitle = 3\n"), (BROKEN, MODEL)):
        assert read_model(kind, "conflicts/c.toml", data) is None
        assert holds_unknown(kind, "conflicts/c.toml", data) is False


def test_unknown_columns_of_a_model_are_noticed_and_other_notices_are_not_taken_for_them() -> None:
    assert holds_unknown(CONFLICT, "conflicts/c.toml", MODEL) is False
    assert holds_unknown(CONFLICT, "conflicts/c.toml", MODEL + b'weather = "fair"\n') is True
    assert holds_unknown(CONFLICT, "conflicts/c.toml", MODEL + b"[[comet]]\nx = 1\n") is True


def test_each_part_and_each_kind_is_read_by_itself() -> None:
    one, other = read_model(CONFLICT, "conflicts/c.toml", MODEL), read_model(CONFLICT, "conflicts/d.toml", MODEL)

    assert (one.part, other.part) == ("conflicts/c.toml", "conflicts/d.toml")
    same = type(CONFLICT)(id="conflict", pattern=CONFLICT.pattern, head=CONFLICT.head, section="other")
    assert read_model(same, "conflicts/c.toml", MODEL) is None


def test_a_model_is_written_where_it_can_be_read_again() -> None:
    model = read_model(CONFLICT, "conflicts/c.toml", MODEL)
    data = written_model(CONFLICT, "conflicts/c.toml", model)

    assert data is not None
    assert read_model(CONFLICT, "conflicts/c.toml", data) == model
    assert written_model(BROKEN, "conflicts/c.toml", model) is None
    assert written_model(CONFLICT, "conflicts/c.toml", object()) is None
    nameless = type(CONFLICT)(id="x", pattern=CONFLICT.pattern, head=CONFLICT.head, section="model", checked=_refused)
    assert written_model(nameless, "conflicts/c.toml", model) is None, "what is written cannot be read"


def _refused(*_: Any, **__: Any) -> Any:
    raise RuntimeError
