"""The library: each piece is a sound dossier with what a teacher has to know; a pack holds games only where it says so; how one is taken."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from legation.cli import main
from legation.dossier import decode, encode, load, save
from legation.dossier.files.codec import problems_of
from legation.dossier.models.game import GAME
from legation.dossier.models.negotiation import NEGOTIATION
from legation.errors import CannotRead, DossierError, WrongUse
from legation.questions.games.faults import game_faults
from legation.sources.imports.merge import model_faults, model_notices
from legation.sources.names.in_dossier import persons_noticed
from legation.sources.packs.library import with_piece
from legation.sources.packs.pack import packs, packs_folder, pieces, read_pack

PIECES = ("library-disclosure", "library-climate-finance", "library-icann-accountability")
WORDS_A_MINUTE = 150


def test_the_pieces_are_listed_apart_from_records() -> None:
    assert tuple(pieces()) == PIECES
    assert [(one.library.players, one.library.minutes) for one in pieces().values() if one.library] == [(2, 45), (4, 75), (6, 75)]
    assert not {*pieces()} & {*packs()}


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_is_a_sound_dossier_without_a_warning(name: str) -> None:
    outline = read_pack(name).outline

    found = [
        *problems_of(encode(outline)),
        *model_faults(outline),
        *model_notices(outline),
        *game_faults(outline),
        *persons_noticed(outline),
    ]

    assert found == []
    assert outline.info.languages == ("en", "fr")


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_says_what_a_teacher_has_to_know(name: str) -> None:
    facts = pieces()[name]
    piece = facts.library
    assert piece is not None

    assert facts.licence == "CC BY 4.0"
    assert 2 <= len(piece.aims) <= 4
    assert len(piece.mistakes) == 3
    for text in (piece.audience, piece.note, *piece.aims, *piece.mistakes, facts.title, facts.summary, facts.terms):
        assert text.en
        assert text.fr
        assert text.en != text.fr
        assert sorted(re.findall(r"\d+", text.en)) == sorted(re.findall(r"\d+", text.fr))


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_is_sourced_and_each_invention_called_so(name: str) -> None:
    outline = read_pack(name).outline
    kinds = {row.id: row.kind for row in outline.evidence}
    game, talks = _models(name)

    assert game.illustration
    assert talks.illustration
    assert all(row.url or row.kind == "own_judgement" for row in outline.evidence)
    assert all(side.evidence and {kinds[one] for one in side.evidence} == {"own_judgement"} for side in game.sides)
    assert all({kinds[one] for one in row.evidence} == {"own_judgement"} and row.holder for row in (*talks.worths, *talks.floors))
    assert all(row.day and row.evidence and "own_judgement" not in {kinds[one] for one in row.evidence} for row in game.reveals)
    assert len(game.reveals) > 3
    assert len(game.lessons) == 3


@pytest.mark.parametrize("name", PIECES)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_first_act_comes_within_two_minutes(name: str, lang: str) -> None:
    for side in _models(name)[0].sides:
        words = f"{getattr(side.public, lang)} {getattr(side.brief, lang)}".split()

        assert len(words) <= 2 * WORDS_A_MINUTE, side.party


@pytest.mark.parametrize("name", PIECES)
def test_those_who_are_no_state_can_stop_the_deal(name: str) -> None:
    game, talks = _models(name)

    assert not talks.share, "all must agree"
    assert {one.party for one in talks.floors} == {one.party for one in game.sides}


def _models(name: str) -> tuple[Any, Any]:
    files = read_pack(name).outline.files
    (part,) = GAME.of(files).values()
    game = GAME.read(files[part], part)
    talks = NEGOTIATION.called(game.negotiation)
    return game, NEGOTIATION.read(files[talks], talks)


def _copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(packs_folder() / "library-disclosure", tmp_path / "own"))


def test_a_piece_from_elsewhere_is_read_like_ours(tmp_path: Path) -> None:
    folder = _copied(tmp_path)
    assert read_pack(folder).facts == read_pack("library-disclosure").facts

    archive = shutil.make_archive(str(tmp_path / "own"), "zip", folder)
    assert encode(read_pack(archive).outline) == encode(read_pack("library-disclosure").outline)


@pytest.mark.parametrize("part", ["games/x.py", "games/a/b.toml", "drafts/x.toml", "negotiations/X.TOML", "files/x.toml"])
def test_what_is_no_game_is_refused(tmp_path: Path, part: str) -> None:
    folder = _copied(tmp_path)
    (folder / part).parent.mkdir(parents=True, exist_ok=True)
    (folder / part).write_text('[game]\ntitle = "T"\n', "utf-8")

    with pytest.raises(CannotRead, match=re.escape(part)):
        read_pack(folder)


def test_a_pack_that_is_no_piece_holds_no_game(tmp_path: Path) -> None:
    folder = _copied(tmp_path)
    head = (folder / "pack.toml").read_text("utf-8")
    (folder / "pack.toml").write_text(head[: head.index("[library]")], "utf-8")

    with pytest.raises(CannotRead, match=r"games/disclosure\.toml"):
        read_pack(folder)


@pytest.mark.parametrize(
    ("part", "old", "new", "error"),
    [
        ("games/disclosure.toml", 'negotiation = "disclosure"', 'negotiation = "other"', CannotRead),
        ("games/disclosure.toml", "[game]", "[game", DossierError),
        ("games/disclosure.toml", 'party = "state"', 'party = "state"\nmarking = "TLP:AMBER"', CannotRead),
        ("negotiations/disclosure.toml", 'holder = "Legation project"', 'holder = "us"\nmarking = "TLP:RED"', CannotRead),
        ("pack.toml", 'game = "disclosure"', 'game = "../mandate"', DossierError),
        ("pack.toml", "players = 2", 'players = "two"', DossierError),
        ("pack.toml", "players = 2", "players = 2\ncolour = 3", DossierError),
        ("pack.toml", 'languages = ["en", "fr"]', 'languages = ["tlh"]', DossierError),
        ("pack.toml", "note_fr", "note_de", DossierError),
    ],
)
def test_what_is_wrong_in_a_piece_is_refused(tmp_path: Path, part: str, old: str, new: str, error: type[Exception]) -> None:
    folder = _copied(tmp_path)
    text = (folder / part).read_text("utf-8")
    assert old in text
    (folder / part).write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(error):
        read_pack(folder)


def test_aims_are_two_to_four(tmp_path: Path) -> None:
    folder = _copied(tmp_path)
    text = (folder / "pack.toml").read_text("utf-8")
    head, *aims = text.split("[[library.aim]]")
    (folder / "pack.toml").write_text(head + "[[library.aim]]" + aims[-1], "utf-8")

    with pytest.raises(DossierError) as caught:
        read_pack(folder)
    assert [(one.column, one.allowed, one.found) for one in caught.value.problems] == [("library.aim", "[[library.aim]] 2..4", "1")]


def test_a_game_is_taken_with_its_sources_and_what_is_there_stands() -> None:
    empty = decode({"dossier.toml": b'id = "desk"\nformat = 2\n'})
    after = with_piece(with_piece(empty, read_pack(PIECES[0])), read_pack(PIECES[1]))

    assert sorted(after.files) == [
        f"{kind}/{name}.toml" for kind in ("games", "negotiations") for name in ("climate-finance", "disclosure")
    ]
    assert [*model_faults(after), *game_faults(after)] == []
    assert with_piece(after, read_pack(PIECES[0])) is after
    other = decode({**encode(empty), "games/disclosure.toml": after.files["games/climate-finance.toml"]})
    with pytest.raises(WrongUse, match="disclosure"):
        with_piece(other, read_pack(PIECES[0]))


def test_a_game_is_taken_by_a_command(tmp_path: Path, capsys: Any) -> None:
    save(decode({"dossier.toml": b'id = "desk"\nformat = 2\n'}), tmp_path / "desk")

    assert main(["take", "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert all(name in told.out for name in PIECES)
    assert main(["take", PIECES[2], str(tmp_path / "desk"), "--dry-run"]) == 0
    assert not load(tmp_path / "desk").files
    assert main(["take", PIECES[2], str(tmp_path / "desk"), "--lang", "fr"]) == 0
    assert "simulation" in "".join(capsys.readouterr())
    assert sorted(load(tmp_path / "desk").files) == ["games/icann-accountability.toml", "negotiations/icann-accountability.toml"]
    assert main(["check", str(tmp_path / "desk")]) == 0
