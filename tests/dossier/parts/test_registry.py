"""The registry of kinds of part: what is declared, read and written, on every part of every example; and declarations that fail."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from legation import extension
from legation.dossier import TABLES, decode, encode, load, read_parts
from legation.dossier.parts import PartKind, kind_of, kinds, read, registry, write
from legation.dossier.parts.kind import ModelKind
from legation.errors import DossierError, WrongUse
from legation.sources.imports.merge import model_faults

EXAMPLES = sorted(path for path in (Path(__file__).parents[3] / "examples").iterdir() if path.is_dir())
MODELS = (
    *("scenario", "conflict", "negotiation", "game", "draft", "adopted", "room", "assessment", "response", "statement", "frames"),
    "monitor",
)


def test_every_kind_has_an_id_and_a_name_of_its_own() -> None:
    ids = [kind.id for kind in kinds()]

    assert len(set(ids)) == len(ids)
    assert {*TABLES, *MODELS, "dossier", "mandate", "bodies", "file", "annex", "text", "register", "room-votes", "game-log"} == set(ids)
    for name, kind in (("scenarios/x.toml", "scenario"), ("drafts/adopted.toml", "adopted"), ("drafts/x.toml", "draft"), ("a.b", None)):
        found = kind_of(name)
        assert (found.id if found else None) == kind
    assert kind_of("scenarios/a.b.toml").name_of("scenarios/a.b.toml") == "a.b", "a name may have a dot"
    assert [kind_of(name) for name in ("scenarios/x.txt", "scenarios/", "plays/x.toml", "incidents/x.toml", "")] == [None] * 5


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_what_is_unchanged_is_written_as_the_bytes_that_were_read(example: Path) -> None:
    parts = read_parts(example)
    for name, data in parts.items():
        part = read(name, data)
        assert (part.name, part.kind, write(part)) == (name, kind_of(name), data)
        if isinstance(part.kind, ModelKind):
            assert part.head["title"] if "title" in part.head and part.kind.id != "adopted" else True
            assert sum(map(len, part.records.values())) or part.kind.id == "monitor"
            assert part.kind.read(part.kind.write(part.model), name) == part.model
    assert not list(model_faults(load(example)))


def test_every_fault_is_told_with_its_line() -> None:
    text = b"""[model]
title = "A year"

[[descriptor]]
id = "talks"
[[descriptor.variant]]
id = "on"
[[descriptor.variant]]
id = "on"
likelihood = 2

[[plan]]
id = "visit"
needs = ["talks.off"]
payof = "red"
"""
    with pytest.raises(DossierError) as caught:
        read("scenarios/x.toml", text)

    told = [(one.code, one.row, one.column) for one in caught.value.problems]
    assert ("toml-value", 10, "descriptor 1.variant 2.likelihood") in told
    assert ("unknown-key", 15, "plan 1.payof") in told
    assert all(one.part == "scenarios/x.toml" and one.row for one in caught.value.problems)
    with pytest.raises(WrongUse, match="plays/x"):
        read("plays/x.toml", b"")


def points(monkeypatch: pytest.MonkeyPatch, *found: object) -> None:
    """Let packages declare kinds: each a kind, or an error that its loading raises."""

    def load_of(one: object) -> object:
        if isinstance(one, Exception):
            raise one
        return one

    entries = [
        SimpleNamespace(name=f"p{n}", value=f"p{n}:KIND", module="legation", load=lambda one=one: load_of(one))
        for n, one in enumerate(found)
    ]
    monkeypatch.setattr(extension, "entry_points", lambda group: entries)
    registry.kinds.cache_clear()
    monkeypatch.setattr(registry, "kinds", registry.kinds)


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    registry.kinds.cache_clear()


@pytest.mark.parametrize("found", [ZeroDivisionError("no"), "a word", PartKind(id="scenario", pattern="x/{name}.toml")], ids=str)
def test_a_package_whose_declaration_is_none_is_named(monkeypatch: pytest.MonkeyPatch, found: object) -> None:
    points(monkeypatch, found)

    with pytest.raises(WrongUse, match="p0"):
        kinds()


class Failing(PartKind):
    """A kind whose declaration fails on every part."""

    def parsed(self, part: str, data: bytes):
        raise ZeroDivisionError(part)

    def names(self, data: bytes, part: str, unmarked: int):
        raise ZeroDivisionError(part)

    def seen(self, parts, sight):
        raise ZeroDivisionError(str(parts))


def test_what_a_failing_declaration_cannot_clear_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    points(monkeypatch, Failing(id="failing", pattern="debates/{name}.odd"))
    whole = decode({"dossier.toml": b'id = "d"\n', "debates/a.odd": b"canary"})

    assert b"canary" not in b"".join(encode(whole.cleared("TLP:GREEN")).values())
    assert [(one.code, one.part) for one in model_faults(whole)] == [("kind-raised", "debates/a.odd")]


def test_a_failing_declaration_is_told_alike_and_logged_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    points(monkeypatch, Failing(id="failing-alike", pattern="debates/{name}.odd"))
    whole = decode({"dossier.toml": b'id = "d"\n', "debates/a.odd": b"x", "debates/b.odd": b"x"})
    once, again = (list(model_faults(whole)) for _ in range(2))
    references = [one.remedy.values["reference"] for one in once]

    assert once == again
    assert len({*references}) == 2
    assert [caplog.text.count(reference) for reference in references] == [1, 1]
