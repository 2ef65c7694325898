"""The tables of an answer in a terminal: no word breaks where the width has room for the longest of each column."""

from __future__ import annotations

from typing import Any

import pytest
from questions.fora_dossier import PARTS

from legation.cli import main

LONG = "Conférence de plénipotentiaires de l’organisation"


def printed(tmp_path: Any, capsys: Any, name: str) -> str:
    for part, text in (PARTS | {"processes.csv": PARTS["processes.csv"].replace(",Assembly,", f",{name},")}).items():
        (tmp_path / part).write_text(text, "utf-8")
    assert main(["ask", "where-should-we-take-it", str(tmp_path), "--us", "us", "--issue", "rules", "--lang", "fr"]) == 0
    return str(capsys.readouterr().out).partition("━")[2].partition("\n\n")[0]


@pytest.mark.parametrize("width", [70, 80, 120])
def test_the_longest_word_of_a_column_stays_whole(tmp_path: Any, capsys: Any, monkeypatch: Any, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    table = printed(tmp_path, capsys, LONG)

    assert all(word in table for word in LONG.split()) and max(map(len, table.splitlines())) <= width


def test_a_word_that_has_no_room_breaks_and_nothing_is_lost(tmp_path: Any, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    table = printed(tmp_path, capsys, name)

    first = "".join(line.partition("│")[0].strip() for line in table.splitlines())
    assert name in first and max(map(len, table.splitlines())) <= 80
