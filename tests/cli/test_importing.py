"""One command for every source: what it declares is what it brings, a preview writes nothing, a second time adds nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sources.test_undl import HEADER, ROWS
from sources.test_unvotes import CALLS, VOTES
from stix_made import made

from legation.cli import main
from legation.dossier import Dossier, Info, Objective, Wording, encode, load
from legation.dossier.parts import kind_of
from legation.language import LANGUAGES
from legation.methods.negotiation import Domain
from legation.methods.scenario import CrossImpactMatrix
from legation.sources import genius, stix
from legation.sources.registry import for_dossiers
from legation.sources.tables import impact_matrix, scenariowizard
from legation.sources.tables.logframe import logframe_csv

ROOM = Path(__file__).parents[2] / "examples/brexit-consensus-2017/rooms/brexit-consensus"


def written(path: Path, text: str) -> list[Path]:
    path.write_text(text, "utf-8")
    return [path]


def unvotes(place: Path) -> list[Path]:
    return [*written(place / "votes.csv", VOTES), *written(place / "calls.csv", CALLS)]


def polis(place: Path) -> list[Path]:
    (place / "town-hall").mkdir()
    for file in ROOM.iterdir():
        (place / "town-hall" / file.name).write_bytes(file.read_bytes())
    return [place / "town-hall"]


def logframe(place: Path) -> list[Path]:
    aims = (Objective(id="goal", aim=Wording("A text")), Objective(id="step", aim=Wording("A vote"), part_of="goal"))
    (place / "frame.csv").write_bytes(logframe_csv(Dossier(info=Info(id="d"), objectives=aims)))
    return [place / "frame.csv"]


def matrix() -> CrossImpactMatrix:
    judgements = [[0, 0, 1, -1], [0, 0, -1, 1], [0, 0, 0, 0], [0, 0, 0, 0]]
    return CrossImpactMatrix(
        descriptors=["Talks", "Text"], variants=[["On", "Off"], ["Long", "Short"]], judgements=judgements, name="A year"
    )


def of_matrix(module: object, name: str) -> Callable[[Path], list[Path]]:
    def files(place: Path) -> list[Path]:
        module.write(matrix(), place / name)  # type: ignore[attr-defined]
        return [place / name]

    return files


def of_genius(place: Path) -> list[Path]:
    names = {"issue_names": ["Venue"], "option_names": [["Rome", "The Hague"]]}
    domain = Domain(scores=[[[0.6, 0.0], [0.0, 0.3]]], reservation=[0.3, 0.25], **names)  # type: ignore[arg-type]
    paths = [place / "summit.xml", place / "alba.xml", place / "boria.xml"]
    genius.write(domain, paths[0], paths[1:])
    return paths


def of_stix(place: Path) -> list[Path]:
    stix.write(stix.Incidents.of([made("incident", 1, name="The breach")]), place / "breach.json")
    return [place / "breach.json"]


def of_misp(place: Path) -> list[Path]:
    event = {"Event": {"info": "Phishing", "Attribute": [{"type": "domain", "value": "example.org"}]}}
    return written(place / "event.json", json.dumps(event))


FILES: dict[str, Callable[[Path], list[Path]]] = {
    "unvotes": unvotes,
    "undl": lambda place: written(place / "undl.csv", HEADER + ROWS),
    "supporters": lambda place: written(place / "call.csv", "name,nationality\nAccess Now,USA\nAccenture,FRA\n"),
    "list": lambda place: written(place / "list.csv", "Country,Vote,Group\nFrance,yes,A\nPeru,no,B\nJapan,yes,A\n"),
    "logframe": logframe,
    "polis": polis,
    "scenariowizard": of_matrix(scenariowizard, "year.scw"),
    "impact-matrix": of_matrix(impact_matrix, "year.csv"),
    "genius": of_genius,
    "draft": lambda place: written(place / "report.txt", "1. States [shall] report.\n"),
    "stix": of_stix,
    "misp": of_misp,
}
GROWS = {"draft"}
"""Sources of which a second time is the next version."""


def test_every_source_with_files_is_tried() -> None:
    assert set(FILES) == {name for name, source in for_dossiers().items() if not source.files.address}


@pytest.mark.parametrize("source", FILES)
def test_what_a_source_declares_is_what_it_brings(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into, files = tmp_path / "matter", list(map(str, FILES[source](tmp_path)))
    assert main(["new", str(into)]) == 0
    needed = [word for option in for_dossiers()[source].options if option.needed for word in (f"--{option.name}", "2026-05-04")]
    words = ["import", source, *files, "--into", str(into), *needed]
    before, said = encode(load(into)), {}
    shown = {path.name for path in tmp_path.iterdir()}

    for lang in LANGUAGES:
        assert main([*words, "--dry-run", "--lang", lang]) in (0, 1)
        said[lang] = capsys.readouterr()
        assert "[" not in said[lang].out, said[lang].out
    assert said["en"].out.rstrip().endswith("Nothing was written.") and said["en"].out != said["fr"].out
    assert encode(load(into)) == before and {path.name for path in tmp_path.iterdir()} == shown

    code = main(words)
    after = encode(load(into))
    changed = {part for part, data in after.items() if before.get(part) != data}
    assert changed, capsys.readouterr()
    assert {kind.id for kind in map(kind_of, changed) if kind is not None} <= set(for_dossiers()[source].brings)
    assert all(kind_of(part) is not None for part in changed)
    assert main(["check", str(into)]) == 0, capsys.readouterr().out
    if source not in GROWS:
        assert main(words) in (code, 2)
        assert encode(load(into)) == after


@pytest.mark.parametrize("source", [name for name, one in for_dossiers().items() if one.files.most == 1])
def test_a_file_too_many_is_refused_and_not_left_out(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = str(tmp_path / "matter")
    assert main(["new", into]) == 0
    known = ["--known-on", "2026-05-04"] if source == "supporters" else []
    assert main(["import", source, "https://a.example/", "https://b.example/", "--into", into, *known]) == 2
    assert f"legation import {source}" in capsys.readouterr().err


def test_an_option_of_another_source_is_said_to_be_left_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = str(tmp_path / "matter")
    assert main(["new", into]) == 0
    (file,) = FILES["impact-matrix"](tmp_path)
    assert main(["import", "impact-matrix", str(file), "--into", into, "--sessions", "70", "--inside"]) == 0
    said = capsys.readouterr().err
    assert "--sessions" in said and "--inside" in said and said.count("impact-matrix") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["supporters"], "--known-on"),
        (["supporters", "--known-on", "soon"], "YYYY-MM-DD"),
        (["unvotes"], "two files"),
        (["feed"], "legation observe feed"),
        (["list", "--sessions"], "needs a value"),
        (["list", "--nothing", "1"], "no option --nothing"),
        (["list", "--inside=yes"], "takes no value"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_words_are_answered_with_what_is_awaited(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = str(tmp_path / "matter")
    assert main(["new", into]) == 0
    (file,) = written(tmp_path / "a.csv", "name\nFrance\n")
    before = encode(load(into))
    assert main(["import", words[0], str(file), "--into", into, *words[1:]]) == 2
    assert said in capsys.readouterr().err
    assert encode(load(into)) == before


@pytest.mark.parametrize("kind", ["fax", "undl"])
def test_what_is_no_source_of_observations_is_said_before_anything_is_made(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (file,) = written(tmp_path / "a.csv", "name\nFrance\n")
    assert main(["observe", kind, str(file), "--lake", str(tmp_path / "lake")]) == 2
    assert kind in capsys.readouterr().err and not (tmp_path / "lake").exists()
