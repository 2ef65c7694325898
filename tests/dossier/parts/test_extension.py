"""A kind of part that another package declares is a part like ours: listed, read, changed, cleared. The package is that of the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docs.console import ROOT, Step, run, steps

PAGE = ROOT / "docs/en/how-to/extend.md"
LONGEST = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package of the page, installed, and a dossier that holds such a part."""
    place = tmp_path_factory.mktemp("extended")
    run(Step(command='legation new desk --title "A matter" --marking TLP:GREEN'), place, "en")
    for step in steps(PAGE):
        if step.file:
            run(step, place, "en")
    return place


def python(folder: Path, program: str) -> str:
    (folder / "program.py").write_text(program, "utf-8")
    return run(Step(command="python program.py"), folder, "en")


def test_the_package_of_the_page_is_short() -> None:
    module = next(step for step in steps(PAGE) if step.file.endswith("desk_visits/__init__.py"))

    assert len(module.content.splitlines()) <= LONGEST


def test_it_is_there_on_the_command_line(folder: Path) -> None:
    made = json.loads(run(Step(command="legation fields visit --json"), folder, "en"))
    french = run(Step(command="legation fields visit.meeting"), folder, "fr")
    run(Step(command="legation template other/visits/first.toml && legation template second.toml visit"), folder, "fr")

    assert made["properties"]["meeting"]["items"]["properties"]["actor"]["description"] == "The actor that is met."
    assert made["required"] == ["visit", "meeting"]
    assert "L’acteur rencontré." in french
    assert "# L’acteur rencontré." in (folder / "second.toml").read_text("utf-8")
    assert (folder / "second.toml").read_bytes() == (folder / "other/visits/first.toml").read_bytes()


def test_its_faults_are_named_with_their_lines(folder: Path) -> None:
    part = folder / "desk/visits/faulty.toml"
    part.write_text('[visit]\ntitle = "V"\n\n[[meeting]]\nid = "a"\nactor = "KEN"\nday = "soon"\nline = "x"\nform = "walk"\n', "utf-8")
    shown = run(Step(command="legation check desk --json", code=1), folder, "en")
    part.unlink()

    assert [(one["part"], one["row"], one["column"]) for one in json.loads(shown)] == [
        ("visits/faulty.toml", 7, "meeting 1.day"),
        ("visits/faulty.toml", 9, "meeting 1.form"),
    ]
    run(Step(command="legation check desk"), folder, "en")


def test_a_row_is_read_changed_and_cleared(folder: Path) -> None:
    shown = python(
        folder,
        """
from legation.dossier import load
from legation.dossier.parts import read

dossier = load("desk")
name = "visits/geneva.toml"
part = read(name, dossier.files[name])
print(part.kind.id, [row.id for row in part.records["meeting"]])
for marking in ("TLP:GREEN", "TLP:RED"):
    seen = dossier.cleared(marking)
    print(marking, [row.id for row in read(name, seen.files[name]).records["meeting"]], b"less" in seen.files[name])
print(part.edited("meeting", "first", {"form": "lunch"}).data.replace(b'form = "lunch"\\n', b"") == part.data)
""",
    )

    assert shown.splitlines() == ["visit ['first', 'second']", "TLP:GREEN ['first'] False", "TLP:RED ['first', 'second'] True", "True"]


def test_a_row_goes_with_the_actor_that_it_names(folder: Path) -> None:
    shown = python(
        folder,
        """
import dataclasses
from legation.dossier import load
from legation.dossier.parts import read

dossier = load("desk")
hidden = tuple(dataclasses.replace(row, marking="TLP:RED") if row.id == "KEN" else row for row in dossier.actors)
seen = dataclasses.replace(dossier, actors=hidden).cleared("TLP:AMBER")
print(any(b"KEN" in data for data in seen.files.values()))
""",
    )

    assert shown.strip() == "False"
