"""The one list of sources: what each declares is there, and what a package may not declare is named with the package."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from legation import extension
from legation.dossier.parts import kinds
from legation.errors import WrongUse
from legation.language import LANGUAGES, catalogue
from legation.sources.observations.tables import TABLES, ObservationTable, observation_table, observation_tables
from legation.sources.registry import OURS, dossier_source, filling, for_dossiers, for_lakes, lake_source, options_of, sources
from legation.sources.source import Files, Source, SourceOption, identifier

IDS = {kind.id for kind in kinds()}


def read(files: Any, wanted: Any) -> None:
    """Read nothing."""


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let packages bring things, for one test."""

    def bring(**groups: object) -> None:
        points = {
            f"legation.{group}": [SimpleNamespace(name="p", value=f"package_{group}:X", load=lambda thing=thing: thing, dist=None)]
            for group, thing in groups.items()
        }
        monkeypatch.setattr(extension, "entry_points", lambda group: points.get(group, []))
        sources.cache_clear()
        observation_tables.cache_clear()

    yield bring
    monkeypatch.undo()
    sources.cache_clear()
    observation_tables.cache_clear()


@pytest.mark.parametrize("source", OURS.values(), ids=lambda source: source.id)
def test_what_a_source_declares_is_there(source: Source) -> None:
    assert set(source.brings) <= IDS
    assert (source.read is None) == (not source.brings)
    assert (source.batches is None) == (not source.fills)
    assert not source.fills or source.fills in TABLES
    assert len(source.files.names) >= source.files.least
    assert len({option.name for option in source.options}) == len(source.options)
    assert source.package == "legation"
    if source.function:
        module, _, name = source.function.partition(":")
        assert inspect.isfunction(getattr(importlib.import_module(module), name))
    for lang in LANGUAGES:
        said = catalogue("source", lang)
        assert said[f"{source.id}.title"] and not said[f"{source.id}.title"].endswith(".")
        assert said[f"{source.id}.about"].endswith(".")


def test_each_source_stands_once_and_each_table_of_observations_is_filled() -> None:
    assert set(for_dossiers()) | set(for_lakes()) == set(sources()) >= set(OURS)
    assert {filling(table).fills for table in TABLES} == set(TABLES)  # type: ignore[union-attr]
    assert filling("nothing") is None


def test_an_option_that_several_sources_take_is_one_option() -> None:
    for there in (for_dossiers(), for_lakes()):
        found = options_of(there.values())
        assert all(found[option.name].kind == option.kind for source in there.values() for option in source.options)


@pytest.mark.parametrize("name", ["fax", "", "UNVOTES"])
def test_an_unknown_source_is_answered_with_those_that_there_are(name: str) -> None:
    with pytest.raises(WrongUse, match=r"unvotes \| undl"):
        dossier_source(name)
    with pytest.raises(WrongUse, match="events, mentions"):
        lake_source(name)


def test_a_source_of_the_other_side_is_answered_with_its_command() -> None:
    with pytest.raises(WrongUse, match="legation observe feed FILES --lake LAKE"):
        dossier_source("feed")
    with pytest.raises(WrongUse, match="legation import undl FILE --into DOSSIER"):
        lake_source("undl")


def test_a_source_and_a_table_from_outside_come_behind_ours(brought: Any) -> None:
    table = ObservationTable("calls", {"time": "time", "port": "string"}, "time")
    fax = Source(id="fax", read=read)
    brought(sources=(fax, Source(id="calls", fills="calls", batches=read)), observations=table)  # type: ignore[arg-type]

    assert list(sources())[-2:] == ["fax", "calls"]
    assert dossier_source("fax") is fax
    assert observation_table("calls") is table and filling("calls").id == "calls"  # type: ignore[union-attr]
    assert list(observation_tables())[: len(TABLES)] == list(TABLES)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (Source(id="Fax!", read=read), "small letters"),
        (Source(id="fax"), "neither read nor batches"),
        (Source(id="fax", batches=read, fills="faxes"), "faxes"),  # type: ignore[arg-type]
        (Source(id="fax", read=read, options=(SourceOption(name="into"),)), "into"),
        (Source(id="fax", read=read, options=(SourceOption(name="-x y"),)), "-x y"),
        (Source(id="fax", read=read, options=(SourceOption(name="sessions", kind="flag"),)), "sessions"),
        (Source(id="undl", read=read), "undl"),
        (Source(id="fax", read=read, options=(SourceOption(name="x", kind="colour"),)), "colour"),  # type: ignore[arg-type]
        (Source(id="fax", read=read, options=("x",)), "str"),  # type: ignore[arg-type]
        (Source(id="fax", read=read, files=".csv"), "Files"),  # type: ignore[arg-type]
        (Source(id=3, read=read), "3"),  # type: ignore[arg-type]
        ("undl", "str"),
        (read, "function"),
    ],
)
def test_what_a_package_may_not_declare_is_named(brought: Any, made: object, said: str) -> None:
    brought(sources=made)

    with pytest.raises(WrongUse) as caught:
        sources()
    for lang in LANGUAGES:
        text = caught.value.message.in_language(lang)
        assert "[" not in text, text
        assert read.__module__.partition(".")[0] in text or "package_sources" in text or "paquet —" in text or "package —" in text, text
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "columns",
    [{"time": "date"}, {"time": "string"}, {"port": "string"}, {}, {"time": "time", "id": "int64"}],
)
def test_a_table_that_can_be_none_is_refused(columns: dict[str, str]) -> None:
    with pytest.raises(WrongUse, match="calls"):
        ObservationTable("calls", columns, "time", known_by="id" if "id" in columns else "")


def test_a_table_that_takes_the_name_of_ours_is_refused_and_ours_stays(brought: Any) -> None:
    brought(observations=ObservationTable("texts", {"time": "time"}, "time"))

    with pytest.raises(WrongUse, match="package_observations"):
        observation_tables()
    assert observation_table("texts") is TABLES["texts"]


def test_a_name_of_a_file_becomes_an_id() -> None:
    assert identifier(Path("a/votes of 2018.csv")) == "votes-of-2018"
    assert identifier(Path("…")) == "dossier"
    assert Source(id="fax", files=Files(names=("A", "B")), read=read).example() == "legation import fax A B --into DOSSIER"
