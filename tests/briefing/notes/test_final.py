"""A final note of a strategy: refused where only its author challenged it, else with the reason at its foot; papers that are no strategy go."""

from __future__ import annotations

from pathlib import Path

import pytest
from questions.strategy_dossier import PARTS, case_of, replaced

from legation.briefing.document import Paragraph
from legation.briefing.notes.final import LONGEST, final_note, marked_final
from legation.briefing.notes.paper import ask_for_note, papers
from legation.cli import main
from legation.errors import WrongUse
from legation.language import LANGUAGES, Lang, say

STRATEGY = replaced("dossier.toml", "[brief]\n", '[brief]\nnote = "strategy"\n')
ALONE = {**STRATEGY, "challenges.csv": ""}
REASON = "The minister speaks tonight."


def test_a_strategy_that_another_role_challenged_needs_no_reason() -> None:
    final = final_note(case_of(STRATEGY))

    assert (final.reason, final.foot("en")) == ("", ())
    assert say(final.message, "fr") == "version définitive"


def test_one_that_nobody_else_challenged_is_refused_without_a_reason_and_says_what_to_do() -> None:
    with pytest.raises(WrongUse, match=r"not challenged by anyone but its author.*--reason") as refused:
        final_note(case_of(ALONE))
    assert "personne d’autre que son auteur" in say(refused.value.message, "fr")
    with pytest.raises(WrongUse, match=f"{LONGEST} signs at most"):
        final_note(case_of(ALONE), "a" * (LONGEST + 1))


def test_a_challenge_that_the_reader_of_the_paper_may_not_see_does_not_count() -> None:
    parts = replaced("challenges", "e2,TLP:CLEAR", "e2,TLP:RED", STRATEGY)

    assert not final_note(case_of(parts)).reason
    with pytest.raises(WrongUse):
        final_note(case_of(parts, "TLP:GREEN"))


def test_a_note_of_another_situation_needs_none() -> None:
    assert not final_note(case_of({**PARTS, "challenges.csv": "", "dossier.toml": 'id = "x"\n[brief]\nnote = "coalition"\n'})).reason


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reason_stands_below_all_else_of_the_note_and_every_page_says_final(lang: Lang) -> None:
    final = final_note(case_of(ALONE), f"  {REASON}\n")
    made = papers(ask_for_note(case_of(ALONE)), lang, foot=final.foot(lang))
    last = made.note.blocks[-1]

    assert isinstance(last, Paragraph)
    assert last.text.endswith(REASON)
    assert marked_final(made.note, final).version == {"en": "x · final", "fr": "x · version définitive"}[lang]
    assert marked_final(made.note, None) is made.note


def test_the_command_writes_the_reason_and_refuses_without_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    for name, text in ALONE.items():
        if text:
            (folder / name).write_text(text, encoding="utf-8")
    common = ("note", str(folder), "--lang", "en", "--formats", "html", "--out", str(tmp_path / "out"))

    assert main([*common, "--final"]) == 2
    assert "--reason" in capsys.readouterr().err
    assert main([*common, "--reason", REASON]) == 2
    assert not (tmp_path / "out").exists()
    assert main([*common, "--final", "--reason", REASON]) == 0
    written = (tmp_path / "out" / "x-note-en.html").read_text("utf-8")
    assert f"Final, although not challenged by anyone but its author: {REASON}" in written
