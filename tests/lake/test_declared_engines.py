"""Engines that other packages declare: asked like ours, and whatever they raise is said in a sentence."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from legation import extension
from legation.errors import LegationError, NotAvailable, WrongUse
from legation.lake import Lake
from legation.lake import engines as declared
from legation.lake.engine import DuckDB, Engine
from legation.lake.engines import EngineKind, engine_of, engines
from legation.lake.lake import lake_at
from legation.language import LANGUAGES


@pytest.fixture(autouse=True)
def _forgotten():
    engines.cache_clear()
    yield
    engines.cache_clear()


def installed(monkeypatch: pytest.MonkeyPatch, *things: object) -> None:
    points = [SimpleNamespace(name=f"p{n}", value=f"package{n}", load=lambda thing=thing: thing) for n, thing in enumerate(things)]
    monkeypatch.setattr(extension, "entry_points", lambda group: points if group == "legation.engines" else [])


def made(tmp_path: Path) -> Path:
    Lake(tmp_path / "lake").append("notes", pa.table({"n": [1, 2], "word": ["a", "b"]}))
    return tmp_path / "lake"


class Failing(DuckDB):
    """DuckDB that fails where it is told to."""

    at = ""

    def __init__(self, memory: str, spill: Path | None) -> None:
        if self.at == "opened":
            raise ZeroDivisionError("by zero\nwith a trace")
        super().__init__(memory, spill)

    @property
    def works(self) -> bool:
        if self.at == "works":
            raise ZeroDivisionError
        return True

    def over(self, files: Any, schema: pa.Schema) -> Any:
        if self.at == "over":
            raise ZeroDivisionError("by zero")
        return super().over(files, schema).drop("word") if self.at == "columns" else super().over(files, schema)

    def rows(self, expression: Any) -> Any:
        if self.at in ("rows", "works"):
            raise ZeroDivisionError("by zero")
        return "no table" if self.at == "table" else super().rows(expression)


def failing(where: str) -> EngineKind:
    return EngineKind(id="other", opened=type("Failing", (Failing,), {"at": where}))


def test_an_engine_of_another_package_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, failing(""))
    monkeypatch.setenv("LEGATION_ENGINE", "other")
    lake = lake_at(made(tmp_path))

    assert list(engines()) == ["duckdb", "spark", "other"]
    assert lake.engine == "other"
    assert lake.to_arrow(lake.table("notes").order_by("n")).to_pydict() == {"n": [1, 2], "word": ["a", "b"]}


@pytest.mark.parametrize("where", ["opened", "works", "over", "columns", "rows", "table"])
def test_what_it_raises_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str) -> None:
    installed(monkeypatch, failing(where))
    path = made(tmp_path)
    lake = Lake(path, engine="other")
    with pytest.raises(NotAvailable) as refused:
        lake.to_arrow(lake.table("notes"))

    for lang in LANGUAGES:
        said = refused.value.message.in_language(lang)
        assert "other" in said, said
        assert "trace" not in said, said
    whole = Lake(path)
    assert whole.to_arrow(whole.table("notes")).num_rows == 2


def test_a_sentence_of_its_own_stays_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def opened(memory: str, spill: Path | None) -> Engine:
        raise LegationError("its own words")

    installed(monkeypatch, EngineKind(id="other", opened=opened))
    with pytest.raises(LegationError, match="its own words"):
        Lake(made(tmp_path), engine="other").table("notes")


@pytest.mark.parametrize("thing", ["no engine", failing(""), None], ids=["a word", "taken", "nothing"])
def test_a_package_at_fault_is_named_and_duckdb_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, thing: object) -> None:
    first = EngineKind(id="other", opened=DuckDB)
    installed(monkeypatch, first, thing)

    assert Lake(made(tmp_path)).names() == ("notes",)
    assert [engine_of(kind.id).id for kind in declared.OURS] == ["duckdb", "spark"]
    with pytest.raises(WrongUse, match="package1"):
        Lake(tmp_path / "lake", engine="other")


def test_an_unknown_engine_is_answered_with_those_that_there_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, failing(""))
    with pytest.raises(WrongUse, match="duckdb, spark and other"):
        Lake(tmp_path, engine="oracle")


def test_ours_are_said_in_both_languages() -> None:
    for kind in declared.OURS:
        assert all(not kind.title.in_language(lang).startswith("[") for lang in LANGUAGES)
