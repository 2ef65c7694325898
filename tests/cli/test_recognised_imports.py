"""``legation import FILE``: the source is recognised by what the file holds, and told; what cannot be told apart is not guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_samples import ROLLCALLS, SAMPLES, UNVOTES, written

from legation.cli import main
from legation.dossier import load
from legation.sources.registry import for_dossiers


@pytest.fixture
def into(tmp_path: Path) -> str:
    place = str(tmp_path / "matter")
    assert main(["new", place]) == 0
    return place


@pytest.mark.parametrize("name", [name for name, source in for_dossiers().items() if not source.files.address])
def test_every_source_is_imported_without_being_named(name: str, into: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = SAMPLES[name]
    places = list(map(str, written(sample, tmp_path)))
    options = [word for option, value in sample.options.items() for word in (f"--{option}", value)]

    assert main(["import", *reversed(places), "--into", into, *options, "--lang", "en"]) in (0, 1)

    assert "Read as: " in capsys.readouterr().err
    assert sample.holds(load(into))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"votes.csv": UNVOTES}, "Add the others"),
        ({"calls.csv": ROLLCALLS, "bundle.json": SAMPLES["stix"].files["bundle.json"].decode()}, "one after the other"),
        ({"page.html": "<!doctype html><script>1</script>" + "<p>x</p>" * 900}, "This is a web page"),
        ({"actors.csv": "id,name,kind\nFRA,France,state\n"}, "part of a dossier"),
        ({"paper.pdf": "%PDF-1.7"}, "This is a PDF"),
        ({"access.log": SAMPLES["requests"].files["access.log"].decode()}, "observations"),
    ],
)
def test_what_cannot_be_imported_is_said_and_nothing_is_saved(
    files: dict[str, str], said: str, into: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = load(into).hash
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")

    assert main(["import", *(str(tmp_path / name) for name in files), "--into", into, "--lang", "en"]) in (2, 3)

    shown = capsys.readouterr()
    assert said in shown.err + shown.out
    assert load(into).hash == before
