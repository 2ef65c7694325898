"""An export of Polis, from the file to the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import load, save
from legation.dossier.files.codec import decode

ROOM = Path(__file__).parents[2] / "examples/brexit-consensus-2017/rooms/brexit-consensus"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return an export in which another site named a person, and an empty dossier beside it."""
    folder = tmp_path / "town-hall"
    folder.mkdir()
    for file in ROOM.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    head, *rows = (folder / "participants-votes.csv").read_text().splitlines()
    named = [f"{head.replace('participant,', 'participant,xid,', 1)}", *(row.replace(",", ",jane-doe-77,", 1) for row in rows)]
    (folder / "participants-votes.csv").write_text("\n".join(named) + "\n")
    save(decode({"dossier.toml": b'id = "d"\ntitle = "d"'}), tmp_path / "d")
    return folder


def test_an_export_is_imported_and_asked(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = str(tmp_path / "d")

    assert main(["import", "polis", str(export), "--into", into]) == 0
    made = load(tmp_path / "d")
    assert {part for part in made.files if part.startswith("rooms/")} >= {"rooms/town-hall.toml", "rooms/town-hall/votes.csv"}
    assert b"jane" not in b"".join(made.files.values())
    assert main(["check", into]) == 0
    capsys.readouterr()
    assert main(["ask", "what-the-room-thinks", into, "--lang", "en"]) == 0
    assert "204" in capsys.readouterr().out
    assert main(["import", "polis", str(export), "--into", into]) == 0
    part = tmp_path / "d/rooms/town-hall.toml"
    part.write_text(part.read_text("utf-8") + "\n# changed here\n", "utf-8")
    assert main(["import", "polis", str(export), "--into", into]) == 2
    assert "rooms/town-hall" in capsys.readouterr().err


def test_a_dry_run_changes_nothing(export: Path, tmp_path: Path) -> None:
    before = load(tmp_path / "d").hash

    assert main(["import", "polis", str(export), "--into", str(tmp_path / "d"), "--dry-run"]) == 0
    assert load(tmp_path / "d").hash == before
