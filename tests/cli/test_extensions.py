"""``legation extensions``: what other packages bring, group by group; a fault is listed and ends nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import legation
from legation import extension
from legation.cli import main
from legation.cli.extensions import GROUPS
from legation.figures.registry import FigureKind
from legation.lake.engine import DuckDB
from legation.lake.engines import EngineKind
from legation.language import LANGUAGES


def installed(monkeypatch: pytest.MonkeyPatch, **things: object) -> None:
    """Let the package ``desk`` bring one thing for each group."""
    points = {
        f"legation.{group}": [
            SimpleNamespace(
                name="it", value=f"desk_{group}:IT", dist=SimpleNamespace(name="desk", version="2.0"), load=lambda thing=thing: thing
            )
        ]
        for group, thing in things.items()
    }
    monkeypatch.setattr(extension, "entry_points", lambda group: points.get(group, []))


def test_every_group_is_listed_also_with_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    installed(monkeypatch)

    assert main(["extensions", "--json"]) == 0
    assert [(one["group"], one["brought"]) for one in json.loads(capsys.readouterr().out)] == [(group.name, []) for group, _ in GROUPS]
    assert main(["extensions", "--lang", "fr"]) == 0
    shown = capsys.readouterr().out
    assert all(group.name in shown for group, _ in GROUPS)
    assert "Ce qu’apportent d’autres paquets" in shown


def test_things_stand_with_package_and_version_and_ours_do_not(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    installed(monkeypatch, figures=(FigureKind(id="a", questions=("b",), draw=print), FigureKind(id="c", questions=(), draw=print)))

    assert main(["extensions", "--json"]) == 0
    found = {one["group"]: one["brought"] for one in json.loads(capsys.readouterr().out)}
    assert found.pop("legation.figures") == [
        {"package": "desk", "version": "2.0", "name": "it", "place": "desk_figures:IT", "ids": ["a", "c"], "fault": None}
    ]
    assert not any(found.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fault_is_listed_and_the_rest_is_there(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    installed(
        monkeypatch,
        questions=3,
        parts="no",
        figures=FigureKind(id="a", questions=("b",), draw=print),
        engines=EngineKind(id="spark", opened=DuckDB),
    )

    assert main(["extensions", "--json", "--lang", lang]) == 1
    found = {one["group"]: one["brought"][0] for one in json.loads(capsys.readouterr().out) if one["brought"]}
    assert [group for group, one in found.items() if one["fault"]] == ["legation.questions", "legation.parts", "legation.engines"]
    assert "spark" in found["legation.engines"]["fault"]
    assert all("[" not in one["fault"] for one in found.values() if one["fault"])
    assert found["legation.figures"]["ids"] == ["a"]
    assert main(["extensions", "--lang", lang]) == 1
    assert "desk 2.0" in capsys.readouterr().out


def test_every_group_of_the_code_is_in_the_list() -> None:
    """A group that somebody declares and does not add to the list would not be shown."""
    sources = Path(legation.__file__).parent.rglob("*.py")
    named = {name for path in sources for name in re.findall(r'\bGroup\(\s*name="(legation\.[\w-]+)"', path.read_text("utf-8"))}

    assert named == {group.name for group, _ in GROUPS}
