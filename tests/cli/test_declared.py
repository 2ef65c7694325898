"""``legation fields``: the fields of tables and of models, and the JSON Schema of a model."""

from __future__ import annotations

import json

import pytest

from legation.cli import main
from legation.dossier.models.scenario import SCENARIO
from legation.dossier.parts.schema import schema


def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str, code: int = 0) -> str:
    monkeypatch.setenv("COLUMNS", "400")
    assert main(["fields", *words]) == code
    said = capsys.readouterr()
    return said.err if code else said.out


def test_a_table_of_a_model_is_listed_with_its_meanings(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    english = printed(capsys, monkeypatch, "scenario.judgement")
    french = printed(capsys, monkeypatch, "scenario.judgement", "--lang", "fr")

    assert "from *" in english
    assert "from 1 (a guess) to 5 (sure)" in english
    assert "de 1 (une supposition) à 5 (sûr)" in french
    assert "horizon" not in english


@pytest.mark.parametrize("called", ["scenario", "scenarios"])
def test_a_model_is_listed_table_by_table(called: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = printed(capsys, monkeypatch, called)

    assert all(f"[{table}]" in shown for table in SCENARIO.tables)


def test_all_fields_are_those_of_tables_and_of_models(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = printed(capsys, monkeypatch)

    assert "positions.csv" in shown
    assert "rooms/{name}.toml [room]" in shown


def test_a_model_is_its_schema_for_programs_and_a_table_stays_a_data_package(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(printed(capsys, monkeypatch, "scenario", "--json", "--lang", "fr")) == schema(SCENARIO, "fr")
    assert json.loads(printed(capsys, monkeypatch, "scenario.plan", "--json"))["properties"]["payoff"]["type"] == "object"
    assert json.loads(printed(capsys, monkeypatch, "positions", "--json"))["resources"][0]["name"] == "positions"


def test_what_is_no_table_is_named_with_those_that_are(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert " | scenario | " in printed(capsys, monkeypatch, "nothing", code=2)
    assert "scenario.descriptor.variant" in printed(capsys, monkeypatch, "scenario.nothing", code=2)
