"""A table of observations and its source from another package: kept as ours are, and a bad reader adds nothing and stops no other file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from legation import extension
from legation.dossier import Dossier, Info
from legation.errors import CannotRead, NotAvailable, WrongUse
from legation.lake import Lake
from legation.lake.intake import gather
from legation.language import LANGUAGES
from legation.questions import Case
from legation.questions.observations import lake as observing
from legation.sources import Origin
from legation.sources.observations.tables import ObservationTable, observation_tables
from legation.sources.observed import Fault, Observed, Unplaced
from legation.sources.registry import sources
from legation.sources.source import Files, Source, SourceOption

CALLS = ObservationTable("calls", {"id": "string", "time": "time", "tonnes": "float64"}, "time", 900, known_by="id")
TIMES = ["2026-05-04T10:00:00Z", "2026-05-04T10:45:00Z"]


def rows(**columns: Any) -> Observed:
    return Observed(pa.table(columns), Origin(title="calls"))


@pytest.fixture
def lake_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Lake]]:
    """A lake, where a package brings the table and a source that reads by a function."""

    def made(batches: Any) -> Lake:
        port = Source(
            id="port-calls",
            files=Files(most=None, folder=True),
            options=(SourceOption(name="least-tonnes"),),
            fills="calls",
            batches=batches,
        )
        points = {"legation.observations": CALLS, "legation.sources": port}
        monkeypatch.setattr(
            extension,
            "entry_points",
            lambda group: [SimpleNamespace(name="p", value="ports:X", load=lambda: points[group], dist=None)] if group in points else [],
        )
        sources.cache_clear()
        observation_tables.cache_clear()
        return Lake(tmp_path / "lake")

    yield made
    monkeypatch.undo()
    sources.cache_clear()
    observation_tables.cache_clear()


def file(tmp_path: Path, name: str = "a.csv") -> Path:
    (tmp_path / name).write_text(name)
    return tmp_path / name


def test_rows_come_into_the_columns_that_were_declared(lake_of: Callable[..., Lake], tmp_path: Path) -> None:
    lake = lake_of(lambda path, wanted: [rows(id=["1", "2"], time=TIMES, tonnes=["3.5", None])])
    done = gather(lake, "port-calls", [file(tmp_path)])

    assert [(one.rows, one.fault) for one in done] == [(2, None)]
    there = lake.to_arrow(lake.table("calls"))
    assert there.schema.field("tonnes").type == pa.float64()
    assert there["tonnes"].to_pylist() == [3.5, None]
    assert [gap.slices for gap in lake.gaps("calls")] == [2]


def test_a_row_that_was_sent_before_is_not_added_again(lake_of: Callable[..., Lake], tmp_path: Path) -> None:
    lake = lake_of(lambda path, wanted: [rows(id=["1", path.stem], time=TIMES)])
    first, second = gather(lake, "port-calls", [file(tmp_path, "a.csv"), file(tmp_path, "b.csv")])

    assert (first.rows, second.rows, second.known) == (2, 1, 1)
    assert gather(lake, "port-calls", [file(tmp_path, "a.csv")])[0].was_there


def test_options_reach_the_reader_and_others_are_refused(lake_of: Callable[..., Lake], tmp_path: Path) -> None:
    seen: list[Any] = []

    def batches(path: Path, wanted: Any) -> list[Observed]:
        seen.append(dict(wanted.options))
        return [rows(id=["1"], time=TIMES[:1])]

    lake = lake_of(batches)
    gather(lake, "port-calls", [file(tmp_path)], least_tonnes="3")
    assert seen == [{"least-tonnes": "3"}]
    with pytest.raises(WrongUse, match="register"):
        gather(lake, "port-calls", [file(tmp_path)], register=Path("x"))


def raises(_path: Path, _wanted: Any) -> Iterator[Observed]:
    yield rows(id=["1"], time=TIMES[:1])
    raise ZeroDivisionError("by zero")


def leaves(_path: Path, _wanted: Any) -> Iterator[Observed]:
    yield rows(id=["1"], time=TIMES[:1])
    sys.exit(0)


@pytest.mark.parametrize(
    ("batches", "word"),
    [
        (raises, "bad.csv"),
        (leaves, "bad.csv"),
        (lambda path, wanted: 3, "bad.csv"),
        (lambda path, wanted: [3], "int"),
        (lambda path, wanted: [Observed([], Origin())], "list"),  # type: ignore[arg-type]
        (lambda path, wanted: [Observed(rows(id=["1"], time=TIMES[:1]).table, Origin(), [3])], "list"),  # type: ignore[arg-type]
        (lambda path, wanted: path.with_name("gone").read_bytes(), "bad.csv"),
        (lambda path, wanted: [rows(id=["1"], time=TIMES[:1], ship=["A"])], "ship"),
        (lambda path, wanted: [rows(id=["1"], time=["soon"])], "time"),
        (lambda path, wanted: [rows(id=["1"], time=TIMES[:1], tonnes=["many"])], "tonnes"),
    ],
    ids=["raises", "exits", "no list", "no batch", "no table", "no faults", "no file", "another column", "no time", "no number"],
)
def test_a_bad_reader_adds_nothing_and_is_named(lake_of: Callable[..., Lake], tmp_path: Path, batches: Any, word: str) -> None:
    def of_one(path: Path, wanted: Any) -> Any:
        return batches(path, wanted) if path.stem == "bad" else [rows(id=[path.stem], time=TIMES[:1])]

    lake = lake_of(of_one)
    done = gather(lake, "port-calls", [file(tmp_path, "a.csv"), file(tmp_path, "bad.csv"), file(tmp_path, "c.csv")])

    assert [one.rows for one in done] == [1, 0, 1]
    assert done[1].fault is not None
    for lang in LANGUAGES:
        said = done[1].fault.in_language(lang)
        assert "port-calls" in said and word in said and not said.startswith("["), said
    assert sorted(lake.to_arrow(lake.table("calls"))["id"].to_pylist()) == ["a", "c"]


@pytest.mark.parametrize("trait", ["one_by_one", "slices", "stream"])
def test_a_failing_trait_of_a_source_is_named_and_logged(
    lake_of: Callable[..., Lake], tmp_path: Path, trait: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: Any) -> Any:
        raise ZeroDivisionError("by zero")

    lake = lake_of(lambda path, wanted: [rows(id=["1"], time=TIMES[:1])])
    bad = dataclasses.replace(sources()["port-calls"], **{trait: fails})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("legation.lake.intake.lake_source", lambda name: bad)
        if trait == "one_by_one":
            with pytest.raises(CannotRead, match=r"port-calls.*a\.csv"):
                gather(lake, "port-calls", [file(tmp_path)])
        else:
            (done,) = gather(lake, "port-calls", [file(tmp_path)])
            assert done.rows == 0 and "port-calls" in str(done.fault)
    assert "by zero" in caplog.text  # what a package's failure says is for whoever mends it
    assert lake.names() == ()


def test_what_could_not_be_placed_is_counted(lake_of: Callable[..., Lake], tmp_path: Path) -> None:
    faults = Unplaced([Fault("a.csv", 3, "no-name")])
    lake = lake_of(lambda path, wanted: [Observed(rows(id=["1"], time=TIMES[:1]).table, Origin(), faults)])

    assert [len(one.unplaced) for one in gather(lake, "port-calls", [file(tmp_path)])] == [1]


def test_a_question_sees_what_was_known_at_its_date(lake_of: Callable[..., Lake], tmp_path: Path) -> None:
    lake = lake_of(lambda path, wanted: [rows(id=["1", "2"], time=["2026-05-04T10:00:00Z", "2026-05-06T10:00:00Z"])])
    case = Case(dossier=Dossier(info=Info(id="d")), today=dt.date(2026, 5, 5), lake=lake)
    with pytest.raises(NotAvailable, match="legation observe port-calls FILES"):
        observing.seen(case, "calls")
    gather(lake, "port-calls", [file(tmp_path)])

    assert observing.columns(case, observing.seen(case, "calls").select("id"))["id"].tolist() == ["1"]


def test_a_table_that_nobody_declares_any_more_is_said_to_be_so(lake_of: Callable[..., Lake], tmp_path: Path) -> None:
    lake = lake_of(lambda path, wanted: [rows(id=["1"], time=TIMES[:1])])
    gather(lake, "port-calls", [file(tmp_path)])
    observation_tables.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extension, "entry_points", lambda group: [])
        with pytest.raises(NotAvailable, match="calls"):
            observing.seen(Case(dossier=Dossier(info=Info(id="d")), today=dt.date(2026, 5, 5), lake=lake), "calls")
        observation_tables.cache_clear()
    observation_tables.cache_clear()
