"""What a person sees who types a name: public names, a dossier in a line, an answer in a line."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

import legation as lg
from legation.dossier import TABLES, decode

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/dossier.toml"))


def test_dir_shows_the_public_names_and_nothing_else() -> None:
    code = "import legation; print(dir(legation), [getattr(legation, name).__name__ for name in dir(legation)])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "['OpenDossier', 'ask', 'load'] ['OpenDossier', 'ask', 'load']\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_dossier_is_a_line(name: str) -> None:
    dossier = lg.load(EXAMPLES / name)
    shown, page = repr(dossier), dossier._repr_html_()

    assert len(shown) < 400
    assert dossier.info.id in shown
    assert f"{len(dossier.actors):,} actors" in shown
    assert f"as of {dossier.info.as_of}" in shown
    assert len(page) < 20_000
    filled = [table for table in TABLES if getattr(dossier, table)]
    assert page.count("<tr>") >= min(5, len(filled)) > 0


def test_the_largest_dossier_is_a_line_too() -> None:
    rows = "".join(f"{i},{'n' * 200},state\n" for i in range(2000)).encode()
    info = f'id = "{"i" * 60}"\ntitle_en = "{"t" * 5000}"\nsummary_en = "{"s" * 50000}"\n'.encode()
    dossier = lg.OpenDossier.of(decode({"dossier.toml": info, "actors.csv": b"id,name,kind\n" + rows}))

    assert len(repr(dossier)) < 400
    assert "2,000 actors" in repr(dossier)
    assert len(dossier._repr_html_()) < 20_000


def test_texts_are_escaped() -> None:
    dossier = lg.OpenDossier.of(decode({"dossier.toml": b'id = "d"\ntitle_en = "<script>alert(1)</script>"\nsummary_en = "a & b <i>"\n'}))

    assert "<script>" not in dossier._repr_html_()
    assert "a &amp; b &lt;i&gt;" in dossier._repr_html_()


def test_a_french_dossier_shows_itself_in_french() -> None:
    dossier = lg.OpenDossier.of(decode({"dossier.toml": 'id = "d"\nlanguages = ["fr"]\ntitle_fr = "Été"\n'.encode()}))

    assert '<section lang="fr"><h3>Été</h3>' in dossier._repr_html_()


def test_answers_tables_and_figures_are_lines() -> None:
    answer = lg.load(EXAMPLES / "notpetya-2017").ask("how-sure-are-we", today=dt.date(2026, 1, 1))

    assert repr(answer).startswith("<Shown how-sure-are-we as of ")
    assert answer.figures
    for one in (answer, *answer.tables, *answer.figures):
        assert len(repr(one)) < 600
    assert ", ".join(column.id for column in answer.tables[0].columns) in repr(answer.tables[0])


def test_equality_and_hash_are_those_of_the_rows() -> None:
    parts = {"dossier.toml": b'id = "d"', "actors.csv": b"id,name,kind\nFRA,France,state\n"}

    assert decode(parts) == decode(parts)
    assert decode(parts) != decode(parts | {"actors.csv": b"id,name,kind\nFRA,Francia,state\n"})
    assert repr(decode(parts)) == "<Dossier d ''; 1 actors>"
