"""Drafts, adopted texts, rooms, frames and monitors: what is written is read as the same, every row can be marked, and many are read soon."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import PROSE, WHENS

from legation.dossier.column import Column, Wording
from legation.dossier.kind import Choice, Code, Day, Flag, Id, Instant, Number, Reference, Text
from legation.dossier.kind.composite import Keyed, PartName, Texts
from legation.dossier.models import OURS
from legation.dossier.models.draft import ADOPTED, DRAFT
from legation.dossier.models.frames import FRAMES
from legation.dossier.models.monitor import MONITOR, WHAT
from legation.dossier.models.room import ROOM
from legation.dossier.moment import Moment
from legation.dossier.parts import ModelKind, form_of, walk
from legation.dossier.when import When
from legation.language import LANGUAGES

EXAMPLES = Path(__file__).parents[3] / "examples"
KINDS: tuple[ModelKind[Any], ...] = (DRAFT, ADOPTED, ROOM, FRAMES, MONITOR)
NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
SAID = PROSE.filter(bool)


def values(column: Column) -> st.SearchStrategy[Any]:
    """Values of a column that name rows of other parts by any id, and no row of this one."""
    match column.kind:
        case Text(localized=True):
            return st.builds(Wording, SAID if column.required else PROSE, fr=PROSE, en=PROSE)
        case Texts():
            return st.lists(SAID, min_size=int(column.required), max_size=3, unique_by=str.casefold).map(tuple)
        case Id():
            return NAMES
        case Choice(values=known):
            return st.sampled_from(known)
        case Number(low=low, high=high):
            return st.integers(int(low or 0), int(high or 0))
        case Day():
            return WHENS if column.required else st.none() | WHENS
        case Instant():
            return st.none() | st.sampled_from(("2026-05-04T09:00+02:00", "2026-05-05T07:30:15Z")).map(Moment)
        case Flag():
            return st.booleans()
        case Code():
            return st.just("")
        case Reference(many=True):
            return st.lists(NAMES, max_size=3).map(tuple)
        case Reference():
            return NAMES
        case PartName():
            return NAMES.map(lambda name: f"drafts/x/{name}.txt")
        case Keyed(of=PartName()):
            return st.dictionaries(NAMES, NAMES.map(lambda name: f"drafts/x/{name}.txt"), max_size=2)
        case Keyed():
            return st.dictionaries(PROSE, SAID, max_size=3)
        case _ if column.kind.expected.startswith('"0"'):
            return st.integers(0, 999).map(str)
        case _:
            return SAID if column.required else PROSE


@st.composite
def records(draw: st.DrawFn, record: type[Any], **given_values: Any) -> Any:
    """Records of a form, with any values of their columns and without the tables below them."""
    columns = [one for one in form_of(record).columns if one.attribute not in given_values]
    return record(**{one.attribute: draw(values(one)) for one in columns}, **given_values)


def written_again(kind: ModelKind[Any], model: Any, part: str) -> Any:
    return kind.read(kind.write(dataclasses.replace(model, part=part)), part)


@st.composite
def models(draw: st.DrawFn, kind: ModelKind[Any]) -> Any:
    """Models of a kind that keep every rule."""
    tables: dict[str, Any] = {}
    for of in form_of(kind.head).tables:
        found = draw(st.lists(records(of.record), max_size=2))
        unique = {getattr(row, name): row for name in ("xid", "actor", "id") for row in found if hasattr(row, name)}
        first = tuple(unique.values() if unique else found)[:1]
        tables[of.field] = (first[0] if first else None) if of.single else first
    return dataclasses.replace(kind.head(), **tables) if not kind.section else draw(records(kind.head, **tables))


def fitting(model: Any) -> Any:
    """Return a model whose rows agree with each other, as the rules of its kind ask."""
    if hasattr(model, "objections"):
        silences = tuple(dataclasses.replace(one, date=When("2020"), deadline=When("2021-03")) for one in model.silences)
        named = tuple(dataclasses.replace(one, silence=silences[0].id) for one in model.objections) if silences else ()
        circulation = model.circulation and dataclasses.replace(model.circulation, kind="joint_statement")  # it admits every answer
        return dataclasses.replace(model, silences=silences, objections=named, circulation=circulation)
    if hasattr(model, "texts"):
        return dataclasses.replace(model, texts=tuple(dataclasses.replace(one, without_vote=False) for one in model.texts))
    if hasattr(model, "organisations"):
        return dataclasses.replace(model, opened=None)
    if hasattr(model, "frames"):
        return dataclasses.replace(model, frames=tuple(_apart(one) for one in model.frames))
    return model


def _apart(frame: Any) -> Any:
    """Return a frame whose texts differ from each other."""
    names = ("examples", "counter_examples")
    told = {name: tuple(f"{name} {number} {text}" for number, text in enumerate(getattr(frame, name))) for name in names}
    return dataclasses.replace(frame, **told)


@pytest.mark.parametrize("kind", [DRAFT, ADOPTED, ROOM, FRAMES], ids=lambda kind: kind.id)
def test_whatever_is_written_is_read_as_the_same(kind: ModelKind[Any]) -> None:
    part = kind.called("x")

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(models(kind).map(fitting))
    def check(model: Any) -> None:
        assert written_again(kind, model, part) == model

    check()


KEYS: dict[str, dict[str, Any]] = {
    "phrase": {"words": ("open internet | internet ouvert", "cyber*")},
    "topic": {"words": ("a", "b"), "least": 1},
    "pair": {"first": "FRA", "second": "DEU", "acts": "cooperation"},
    "pages": {"pages": ("/en/visa*", "*.pdf")},
    "bots": {"bots": ("GPTBot", "search")},
}


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(tuple(WHAT)))
def test_a_monitor_is_read_as_it_was_written(data: st.DataObject, what: str) -> None:
    others = {name: getattr(MONITOR.head(), name) for names in WHAT.values() for name in names}
    usual = {**others, **KEYS[what], "what": what}
    days = {"baseline_from": When("2020-01-01"), "baseline_to": When("2021"), "false_alarms": 3}
    model = data.draw(records(MONITOR.head, **usual, **days))

    assert written_again(MONITOR, model, "monitors/x.toml") == model


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_templates_are_read_as_they_are_written(kind: ModelKind[Any], lang: Any) -> None:
    part = kind.called("x")
    model = kind.read(kind.template(lang).encode(), part)

    assert written_again(kind, model, part) == model


def test_examples_are_read_as_they_are_written() -> None:
    found = {kind.id: [written_again(kind, model, part) == model for part, model in _examples(kind)] for kind in KINDS}

    assert all(found.values())
    assert all(all(same) for same in found.values())


def _examples(kind: ModelKind[Any]) -> list[tuple[str, Any]]:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for folder in EXAMPLES.iterdir() for path in folder.glob("*/*.toml")}
    return [(part, kind.read(files[part], part)) for part in kind.of(files).values()]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_each_row_can_bear_a_marking_a_date_and_its_sources(kind: ModelKind[Any]) -> None:
    part, bears = kind.called("x"), {"marking": "TLP:AMBER", "known_on": When("2024-05"), "evidence": ("e1", "e2")}
    model = kind.read(kind.template("en").encode(), part)
    changed = {of.field: _bearing(getattr(model, of.field), bears) for of in form_of(kind.head).tables}
    marked = dataclasses.replace(model, **changed, **(bears if kind.section else {}))

    again = written_again(kind, marked, part)

    assert again == marked
    assert {row.marking for _, _, row, _ in walk(again)} <= {"TLP:AMBER"}
    assert any(changed.values()) or kind is MONITOR


def _bearing(held: Any, bears: dict[str, Any]) -> Any:
    """Return the rows of a table, or the one of a section that may be left out, with what each can bear."""
    if held is None:
        return None
    return tuple(dataclasses.replace(row, **bears) for row in held) if isinstance(held, tuple) else dataclasses.replace(held, **bears)


MANY: dict[str, tuple[str, str]] = {
    "draft": (
        '[draft]\ntitle = "T"\n',
        '[[stance]]\nactor = "A{n}"\nunit = "1"\nstance = "oppose"\ndate = "2024-01-02"\nevidence = ["e{n}"]\n',
    ),
    "adopted": ("", '[[adopted]]\nid = "a{n}"\nsymbol = "R/{n}"\npart = "drafts/adopted/{n}.txt"\ndate = "2024"\nrollcall = "r{n}"\n'),
    "room": ('[room]\ntitle = "T"\n', '[[statement]]\nid = "{n}"\ntext_en = "S {n}"\ntext_fr = "D {n}"\nmarking = "TLP:GREEN"\n'),
    "frames": ('[debate]\ntitle = "T"\n', '[[frame]]\nid = "f{n}"\nname = "F {n}"\nexamples = ["a {n}", "b {n}"]\nevidence = ["e{n}"]\n'),
}


@pytest.mark.parametrize("kind", [DRAFT, ADOPTED, ROOM, FRAMES], ids=lambda kind: kind.id)
def test_ten_thousand_rows_are_read_in_a_few_seconds(kind: ModelKind[Any]) -> None:
    head, row = MANY[kind.id]
    data = (head + "".join(row.format(n=n) for n in range(10_000))).encode()
    began = time.process_time()

    model = kind.read(data, kind.called("x"))

    assert time.process_time() - began < 10  # about 2 s on a machine that does nothing else
    assert sum(1 for _ in walk(model)) == 10_000


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("drafts/report.toml", "draft"),
        ("drafts/adopted.toml", "adopted"),
        ("drafts/adopted/sky.txt", None),
        ("drafts/a/b.toml", None),
        ("rooms/a.b.toml", "room"),
        ("rooms/a/votes.csv", None),
        ("debates/a.frames.toml", "frames"),
        ("debates/a.toml", None),
        ("monitors/a.toml", "monitor"),
        ("monitors/a/b.toml", "monitor"),
        ("games/a.toml", "game"),
    ],
)
def test_a_part_is_of_the_kind_that_its_name_says(part: str, kind: str | None) -> None:
    assert [one.id for one in OURS if one.name_of(part) is not None] == [kind] * (kind is not None)


def test_a_name_may_have_dots() -> None:
    model = ROOM.read(b'[room]\ntitle = "T"\n', "rooms/a.b.toml")

    assert (model.id, model.folder) == ("a.b", "rooms/a.b/")
