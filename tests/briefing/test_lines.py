"""Lines to take, and what to avoid on a sheet of its own: no line of the one stands on the other, and the second stays in the house."""

from __future__ import annotations

from pathlib import Path

import pytest
from briefing.talks import desk, texts

from legation.briefing.document import Document, Heading
from legation.briefing.papers.demarche import demarche
from legation.briefing.papers.lines import lines_to_take, to_avoid
from legation.cli import main
from legation.errors import WrongUse

EXAMPLE = Path(__file__).parents[2] / "examples" / "mission-site-2024"
AVOIDED = "Do not speak of the veto"
OPEN = 'id = "bargain"\nmarking = "TLP:CLEAR"\n[brief]\napproach_marking = "TLP:CLEAR"\n'


def lines(paper: Document | None) -> list[str]:
    assert paper is not None
    return [*texts(paper.blocks)]


def test_messages_carry_their_arguments_and_questions_stand_apart() -> None:
    paper = lines_to_take(desk(), "en", "A")
    found = lines(paper)

    assert [block.text for block in paper.blocks if isinstance(block, Heading)] == ["Messages", "Questions and answers"]
    assert found.index("It costs little") == found.index("A treaty protects the small") + 1
    assert found.index("Who judges?") < found.index("Nobody is judged")
    assert "Only for Borduria" not in found
    assert paper.kind == "lines-A"


def test_without_an_actor_every_line_says_for_whom() -> None:
    found = lines(lines_to_take(desk(), "en"))

    assert "Only for Borduria (for Borduria)" in found
    assert "A treaty protects the small (for Aland)" in found


def test_what_to_avoid_is_a_sheet_of_its_own_and_internal_whatever_the_dossier_is_marked() -> None:
    of = desk(dossier_toml=OPEN)
    sheet = to_avoid(of, "en", "A")

    assert AVOIDED in lines(sheet)
    assert sheet is not None and sheet.level == "TLP:AMBER+STRICT"
    assert lines_to_take(of, "en", "A").level == "TLP:CLEAR"
    for paper in (lines_to_take(of, "en", "A"), lines_to_take(of, "en"), demarche(of, "A", "en")):
        assert AVOIDED not in " ".join(lines(paper))
    assert to_avoid(of, "en", "C") is None


def test_an_argument_whose_message_is_gone_is_a_message() -> None:
    messages = "id,audience,text,supports\nn,A,It costs little,m\nm,B,Not for A,\n"

    assert "It costs little" in lines(lines_to_take(desk(messages_csv=messages), "en", "A"))


def test_an_empty_dossier_says_what_to_add() -> None:
    of = desk(messages_csv="")

    assert lines(lines_to_take(of, "fr")) == ["Le dossier ne contient aucun élément de langage\u00a0: ajoutez-le à messages.csv."]
    assert to_avoid(of, "fr") is None


def test_an_issue_or_an_actor_that_is_none_is_refused() -> None:
    with pytest.raises(WrongUse):
        lines_to_take(desk(), "en", issue="nothing")
    with pytest.raises(WrongUse):
        to_avoid(desk(), "en", "Nowhere")


def test_the_commands_write_the_two_apart(tmp_path: Path) -> None:
    given = ["--lang", "en", "--out", str(tmp_path), "--formats", "html"]
    assert main(["lines", str(EXAMPLE), *given]) == 0
    assert main(["kit", str(EXAMPLE), "--actor", "sundermark", *given]) == 0
    assert main(["meeting", str(EXAMPLE), "sundermark", *given]) == 0
    stem = "mission-site-2024"

    assert {path.name for path in tmp_path.iterdir()} == {
        f"{stem}-{kind}-en.html" for kind in ("lines", "avoid", "kit-sundermark", "avoid-sundermark", "meeting-sundermark")
    }
    assert "Do not speak of exemptions" in (tmp_path / f"{stem}-avoid-en.html").read_text("utf-8")
    for kind in ("lines", "kit-sundermark"):
        assert "Do not speak of exemptions" not in (tmp_path / f"{stem}-{kind}-en.html").read_text("utf-8")
