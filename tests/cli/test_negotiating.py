"""A negotiation of GENIUS is brought into a dossier by the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import load
from legation.dossier.models.negotiation import NEGOTIATION
from legation.methods.negotiation import Domain
from legation.sources import genius


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    domain = Domain(
        scores=[[[0.6, 0.0], [0.0, 0.3]], [[0.4, 0.1], [0.2, 0.7]]],
        reservation=[0.3, 0.25],
        issue_names=["Venue", "Text"],
        option_names=[["Rome", "The Hague"], ["short", "long"]],
    )
    paths = [tmp_path / name for name in ("summit.xml", "alba.xml", "boria.xml")]
    genius.write(domain, paths[0], paths[1:])
    return list(map(str, paths))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    assert main(["new", str(tmp_path / "desk"), "--title", "Summit"]) == 0
    return tmp_path / "desk"


def test_domain_and_profiles_become_a_negotiation_that_can_be_asked(files, desk, capsys) -> None:
    assert main(["import", "genius", *files, "--into", str(desk), "--lang", "en"]) == 0
    model = NEGOTIATION.read(load(desk).files["negotiations/summit.toml"], "negotiations/summit.toml")

    assert [one.id for one in model.parties] == ["alba", "boria"]
    assert [one.value for one in model.floors] == [0.3, 0.25]
    assert main(["ask", "which-trade", str(desk), "--lang", "en"]) == 0
    assert "Venue: Rome; Text: long" in " ".join(capsys.readouterr().out.split())


def test_nothing_is_written_where_only_asked_what_would_be(files, desk, capsys) -> None:
    assert main(["import", "genius", *files, "--into", str(desk), "--dry-run", "--lang", "en"]) == 0
    assert "4 packages of 2 issues, 2 parties" in capsys.readouterr().out + capsys.readouterr().err
    assert not load(desk).files


def test_a_negotiation_that_is_there_is_not_overwritten(files, desk) -> None:
    assert main(["import", "genius", *files, "--into", str(desk)]) == 0
    assert main(["import", "genius", *files, "--into", str(desk)]) == 0
    part = desk / "negotiations/summit.toml"
    part.write_text(part.read_text("utf-8") + "\n# changed here\n", "utf-8")
    before = load(desk).files["negotiations/summit.toml"]

    assert main(["import", "genius", *files, "--into", str(desk)]) != 0
    assert load(desk).files["negotiations/summit.toml"] == before


@pytest.mark.parametrize("count", [1, 2])
def test_a_domain_needs_two_profiles(files, desk, capsys, count) -> None:
    assert main(["import", "genius", *files[:count], "--into", str(desk), "--lang", "en"]) != 0
    assert "name the domain first" in capsys.readouterr().err
