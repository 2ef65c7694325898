"""The agreement of coders: alpha against published numbers, and how rows are paired."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

LABELLED = Path(__file__).parents[3] / "labelled"


def module(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load a script of the labelled sets; they stand outside the package."""
    monkeypatch.syspath_prepend(LABELLED)
    spec = importlib.util.spec_from_file_location(name, LABELLED / f"{name}.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    sys.modules.pop("krippendorff", None)
    return loaded


def test_alpha_of_four_observers_with_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units, nominal, 0.743."""
    observers = ["123321412...", "1233224125.3", ".33323422 51.".replace(" ", ""), "1233244125 1.".replace(" ", "")]
    units = [[row[at] for row in observers if row[at] != "."] for at in range(12)]

    assert module("krippendorff", monkeypatch).alpha(units) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_two_observers_of_ten_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, section A: binary data, two observers, ten units, 0.095."""
    units = list(zip("0100000010", "1110010000", strict=True))

    assert module("krippendorff", monkeypatch).alpha(units) == pytest.approx(0.095, abs=5e-4)


def test_rows_are_paired_by_target_and_stance_first(monkeypatch: pytest.MonkeyPatch) -> None:
    script = module("blame_agreement", monkeypatch)
    firm, excuse, gang = ({"target": t, "stance": s} for t, s in (("firm", "blames"), ("firm", "excuses"), ("gang", "blames")))

    assert list(script.paired([firm, excuse], [excuse, firm, gang])) == [(firm, firm), (excuse, excuse), (None, gang)]
    assert script.units("target", [(None, gang), (None, None)]) == [("no row", "gang"), ("no row", "no row")]
