"""The figures come from ``make bench``: each part is there, and a sample of them runs."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from benchmarks import __main__ as bench
from benchmarks import large_dossiers
from benchmarks.gallery import measured

from legation.dossier import decode

FOLDER = Path(bench.__file__).parent


def test_each_part_is_a_module_that_measures() -> None:
    for name in bench.PARTS:
        assert importlib.util.find_spec(f"benchmarks.{name}") is not None, name
        assert name == "record" or "\ndef main(" in (FOLDER / f"{name}.py").read_text("utf-8"), name
    assert len(set(bench.PARTS)) == len(bench.PARTS) > 30


def test_a_sample_of_the_figures_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--sample"]) == 0

    printed = capsys.readouterr().out
    assert "Security Council" in printed
    assert "10 actors, 1,000 draws" in printed


def test_a_part_that_is_none_is_refused_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bench.main(["weather"])

    assert ended.value.code == 2
    assert "bargaining" in capsys.readouterr().err


def test_a_gallery_measures_letters_and_texts_that_touch() -> None:
    words = ("France", 0, 20), ("Mali", 20, 22), ("Chile", 0, 60)
    texts = "".join(f'<text x="{x}" y="{y}">{text}</text>' for text, x, y in words)
    halo = '<text x="0" y="20" stroke="#fff">France</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" height="80"><g font-size="11px">{halo}{texts}</g><rect data-mark="0"/></svg>'

    found = measured(svg)

    assert (found.height, found.marks, found.smallest, found.touching) == (80, 1, 11, 1)


def test_a_large_dossier_is_one_that_is_read_with_every_vote_of_the_record() -> None:
    made = large_dossiers.parts(100)

    read = decode(made)

    assert made == large_dossiers.parts(100)
    assert (len(read.actors), len(read.positions), len(read.evidence), len(read.rollcalls)) == (100, 1000, 400, 1000)
    assert not read.notices
    assert len(read.votes) > 80_000
