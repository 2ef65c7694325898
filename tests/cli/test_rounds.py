"""``legation round``: the file's ending says what is written; lines are shown before they are saved."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader
from questions.round_dossier import PARTS

from legation.cli import main
from legation.dossier import load
from legation.dossier.files.workbook import read_sheet

EXAMPLE = Path(__file__).parents[2] / "examples" / "cable-round-2024"
EVENING = ("--at", "2024-03-06T18:30")


def run(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main([*words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_each_ending_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for ending in ("pdf", "docx", "html", "txt", "csv", "xlsx"):
        out = tmp_path / f"round.{ending}"
        assert run("round", str(EXAMPLE), *EVENING, "-o", str(out), "--lang", "fr", capsys=capsys) == (0, f"{out}\n")
        assert out.stat().st_size > 200
    assert len(PdfReader(io.BytesIO((tmp_path / "round.pdf").read_bytes())).pages) == 1
    assert "INSTRUCTION" in (tmp_path / "round.txt").read_text("utf-8")
    assert [row[0] for _, row in read_sheet(tmp_path / "round.xlsx").rows] == [
        "Vescary",
        "Palmora",
        "Ostrelle",
        "Hollmark",
        "Toromar",
        "Kelvany",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "round.doc"), "--out must be *.pdf"),
        (("--round", "nobody", "-o", "r.txt"), "No round of démarches “nobody”"),
        (("--at", "2024-03-31T02:30", "-o", "r.txt"), "does not exist in Paris time"),
        (("--at", "tonight", "-o", "r.txt"), "tonight"),
        (("--partner", "vescary", "-o", "r.csv"), "choose one of"),
        (("--partner", "quenara", "--columns", "fallback", "-o", "r.csv"), "stands on no partner’s sheet"),
    ],
)
def test_what_cannot_be_written_is_told(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run("round", str(EXAMPLE), *words, "--lang", "en", capsys=capsys)

    assert code in (1, 2) and said in " ".join(found.split()), found


def test_a_partner_gets_the_columns_that_are_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "quenara.csv"
    code, _ = run(
        "round",
        str(EXAMPLE),
        *EVENING,
        "--partner",
        "Quenara",
        "--columns",
        "capital,reply-by",
        "-o",
        str(out),
        "--lang",
        "en",
        capsys=capsys,
    )

    assert (code, out.read_text("utf-8")) == (0, 'Capital,Reply by\nToromar,"6 March 2024, 18:00 (Paris time)"\n')


def test_lines_are_saved_only_when_they_are_right_and_confirmed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, lines = tmp_path / "round", tmp_path / "lines.txt"
    shutil.copytree(EXAMPLE, folder)
    before = load(folder)
    lines.write_text("Bellerive: Atlantis\nPort-Clair: Kelvany\n", "utf-8")
    code, said = run("round", str(folder), "--assign", str(lines), "--confirm", "--lang", "en", capsys=capsys)
    assert code == 1 and "Line 1: No actor “Atlantis”" in said and load(folder) == before

    lines.write_text("Port-Clair + Quenara: Kelvany\n", "utf-8")
    code, said = run("round", str(folder), "--assign", str(lines), "--lang", "en", capsys=capsys)
    assert code == 1 and "less than three days apart (Kelstad" in said and load(folder) == before

    code, said = run(
        "round", str(folder), "--assign", str(lines), "--confirm", "--reason", "Kelstad is silent", "--lang", "en", capsys=capsys
    )
    row = load(folder).assignments[-1]
    assert (code, row.actor, row.post, row.partner, row.reason) == (0, "kelvany", "Port-Clair", "quenara", "Kelstad is silent")
    assert row.at == before.rounds[0].opened


def test_lines_that_are_no_text_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lines.txt").write_bytes(b"\xff\xfe\x00\x01")
    code, _ = run("round", str(EXAMPLE), "--assign", str(tmp_path / "lines.txt"), capsys=capsys)
    assert code == 3


def test_who_is_not_asked_yet_is_proposed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = PARTS | {
        "positions.csv": "id,actor,issue,low,value,high,influence,salience,held_from\n"
        + "".join(
            f"p{n},{name},i,{n * 10},{n * 10 + 5},{n * 10 + 10},50,50,2026-01-01\n" for n, name in enumerate(("KEN", "CAN", "JPN"), 1)
        ),
        "objectives.csv": "id,aim,issue,at_least,known_on\no,High,i,60,2026-01-01\n",
        "rounds.csv": "id,title,issue\nr1,On the issue,i\n",
    }
    for name, text in parts.items():
        (tmp_path / name).write_text(text, "utf-8")
    code, said = run("round", str(tmp_path), "--propose", "5", "--lang", "en", capsys=capsys)

    assert code == 0 and "Can" in said and "Ken" not in said
