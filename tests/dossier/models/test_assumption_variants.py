"""Assumptions against the scenario model that they name: what check says of a bad one, and what a reader sees of variants that are hidden."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from questions.futures_dossier import parts

from legation.cli.start import check
from legation.dossier import Dossier, decode
from legation.dossier.clearing import Clearance, known_at, seen
from legation.dossier.files.folder import save
from legation.dossier.kind import VariantNames
from legation.dossier.models.assumption_variants import assumption_faults

HEAD = "id,claim,scenario,variants\n"
SHUT = '[[descriptor.variant]]\nid = "shut"\n'


def dossier(rows: str, model: str | None = None, **others: bytes) -> Dossier:
    there = parts(**others) if model is None else parts(model, **others)
    return decode({**there, "assumptions.csv": (HEAD + rows).encode()})


@pytest.mark.parametrize(
    ("row", "code", "column", "found"),
    [
        ("a,They talk,talks,talks.opne", "unknown-in-model", "variants", "talks.opne"),
        ("a,They talk,talks,talk.open", "unknown-in-model", "variants", "talk.open"),
        ("a,They talk,,talks.open; trust.hgih", "unknown-in-model", "variants", "trust.hgih"),
        ("a,They talk,talks,talks", "no-variant", "variants", "talks"),
        ("a,They talk,talks,talks.open.now", "no-variant", "variants", "talks.open.now"),
        ("a,They talk,tolks,talks.open", "no-scenario-model", "scenario", "tolks"),
    ],
)
def test_a_name_that_is_none_is_a_fault_with_its_place(row: str, code: str, column: str, found: str) -> None:
    made = dossier(f"b,Right,talks,talks.open\n{row}\n")

    assert [(p.code, p.part, p.row, p.column, p.found) for p in assumption_faults(made)] == [(code, "assumptions.csv", 3, column, found)]


def test_of_several_models_one_is_named_and_a_broken_one_has_its_own_faults() -> None:
    other = parts()["scenarios/talks.toml"]
    rows = "a,They talk,,talks.open\nb,They talk,talks,talks.opne\n"

    assert [(p.code, p.row) for p in assumption_faults(dossier(rows, **{"scenarios/b.toml": other}))] == [
        ("no-scenario-model", 2),
        ("unknown-in-model", 3),
    ]
    assert list(assumption_faults(dossier(rows, "[model]\ntitle = 3\n"))) == []


def test_a_row_that_was_replaced_is_not_judged() -> None:
    made = decode({**parts(), "assumptions.csv": b"id,claim,scenario,variants,supersedes\na,X,talks,talks.opne,\nb,X,talks,talks.open,a\n"})

    assert list(assumption_faults(made)) == []


def test_check_lists_them(tmp_path, capsys) -> None:
    save(dossier("a,They talk,talks,talks.opne\n"), tmp_path / "d")

    assert check(tmp_path / "d", as_json=False, lang="en") == 1
    assert "assumptions.csv:2:variants" in capsys.readouterr().out


def test_variants_that_may_not_be_seen_or_were_not_known_are_not_named() -> None:
    model = parts()["scenarios/talks.toml"].decode()
    secret = model.replace('id = "shut"\n', 'id = "shut"\nmarking = "TLP:RED"\n')
    rows = "a,They talk,talks,talks.shut; trust.high\nb,They trust,talks,trust.high\n"
    made = dossier(rows, secret)

    assert [row.variants for row in seen(made, Clearance(marking="TLP:GREEN")).assumptions] == ["", "trust.high"]
    assert [row.variants for row in seen(made, Clearance(marking="TLP:RED")).assumptions] == ["talks.shut; trust.high", "trust.high"]
    before = known_at(made, dt.date(2018, 1, 1))
    assert [(row.id, row.variants) for row in before.assumptions] == [("a", ""), ("b", "")], "the model was known in June"


@pytest.mark.parametrize("written", ["talks", "scenarios/talks.toml", "scenarios/talks", "talks.toml"])
def test_a_model_is_the_same_however_its_name_is_written(written: str) -> None:
    row = SimpleNamespace(scenario=written)

    assert VariantNames().targets("talks.open", row) == ((("scenarios/talks.toml.descriptor.variant",), "talks.open"),)
    assert VariantNames().without("talks.open", lambda target: True, row) == ""


def test_without_the_name_of_a_model_a_hidden_variant_is_not_printed_either() -> None:
    model = '[model]\ntitle = "F"\n[[descriptor]]\nid = "talks"\nvariant = [{ id = "open" }, { id = "shut", marking = "TLP:RED" }]\n'
    made = dossier("a,They talk,,talks.shut\nb,They meet,,talks.open\n", None, **{"scenarios/talks.toml": model.encode()})

    assert [row.variants for row in made.cleared("TLP:CLEAR").assumptions] == ["", "talks.open"]
    assert [row.variants for row in made.cleared("TLP:RED").assumptions] == ["talks.shut", "talks.open"]
