"""``legation questions "some words"``, ``legation ask QUESTION --help``, and lists that stay whole in a narrow terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from legation.cli import main as run
from legation.cli.questions import option_lines
from legation.cli.terminal import lines
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions import questions
from legation.questions.base.registry import ORDER


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(list(words)) == 0
    return capsys.readouterr().out


def test_words_find_questions_the_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "questions", "do we have enough support", "--lang", "en", "--json"))

    assert found[0]["id"] == "do-we-have-the-votes"
    assert 1 < len(found) < 10


def test_words_may_stand_without_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "questions", "avons", "nous", "les", "voix", "--lang", "fr", "--json"))

    assert found[0]["id"] == "do-we-have-the-votes"


def test_words_that_find_nothing_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questions", "xqzw wqzx", "--lang", "en"]) == 1
    assert "Nothing found for “xqzw wqzx”" in capsys.readouterr().out


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_of_questions_is_whole_at_any_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lang: Lang, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = printed(capsys, "questions", "--lang", lang)
    table = text.rsplit("\n", 2)[0]
    words = set(re.findall(r"[^\W\d_]{4,}", table))
    known = set(
        re.findall(
            r"[^\W\d_]{4,}", " ".join(f"{say(q.title, lang)} {say(q.learns, lang)} {q.id}" for q in questions().values() if q.learns)
        )
    )

    assert max(map(len, table.splitlines())) <= width
    assert all(re.search(rf"(?m)^{re.escape(name)}( |$)", table) for name in ORDER), "each id stands whole at the beginning of a line"
    assert len(words - known) < 12, words - known


@pytest.mark.parametrize("width", [60, 80])
def test_a_table_is_printed_as_blocks_where_it_is_too_wide(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    names = [Message("cli.column.id"), Message("cli.column.what"), Message("cli.column.who"), Message("cli.column.why")]
    row = ["an-id-that-is-rather-long-and-never-breaks-anywhere", "Ambassador extraordinary", "", "For reasons of protocol and of distance"]
    lines(Message("cli.questions"), names, [row], "en")
    text = capsys.readouterr().out

    assert row[0] in text
    assert "Who" not in text, "a column without content is left out"
    assert "Ambassador extraordinary" in text
    assert "protocol" in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", sorted(ORDER))
def test_each_option_of_each_question_has_a_line_of_help(question: str, lang: Lang) -> None:
    said = option_lines(question, lang)

    assert [name.split()[0] for name, _ in said] == [f"--{o.name.replace('_', '-')}" for o in questions()[question].all_options]
    assert all(text and "[" not in text.split()[0] for _, text in said)


def test_help_of_a_question_lists_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "ask", "who-can-move", "--help", "--lang", "en")

    assert "Options of “Who can move?”" in text
    assert "--rollcall" in text
    assert "Left out: 40." in " ".join(text.split())


def test_help_of_ask_alone_lists_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--rollcall" not in printed(capsys, "ask", "--help", "--lang", "en")


def test_help_of_an_unknown_question_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "swing-votes", "--help", "--lang", "en"]) != 0
    assert "who-can-move" in capsys.readouterr().err


def test_a_folder_in_the_place_of_words_is_no_matter(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    given: Any = str(tmp_path)
    assert run(["questions", given, "--lang", "en"]) in (0, 1)
    assert capsys.readouterr().out
