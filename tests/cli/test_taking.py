"""``legation take``: the packs listed, a part of one taken, what is in doubt said."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.cli import main
from legation.cli.taken import years_of
from legation.dossier import load
from legation.errors import WrongUse

LIST = "France\nPeru\nNamibia\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "list.txt").write_text(LIST)
    assert main(["start", str(tmp_path / "list.txt"), "--out", str(tmp_path / "desk")]) == 0
    return tmp_path / "desk"


def test_alone_it_lists_the_packs_with_origin_licence_and_last_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["take", "--lang", "fr"]) == 0
    said = capsys.readouterr().out
    assert "unga-votes" in said
    assert "27 décembre 2019" in said
    assert "CC0 pour les données" in said
    assert "Voting Data" in said


def test_the_desk_s_own_countries_get_their_votes_and_a_second_time_nothing_is_new(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["take", "unga-votes", str(desk), "--about", "outer space", "--years", "2010-2019"]
    assert main([*asked, "--dry-run"]) == 0
    assert len(load(desk).votes) == 0
    assert main(asked) == 0
    there = load(desk)
    assert set(there.votes.actors) == {"FRA", "PER", "NAM"}
    assert all("space" in row.title.text.lower() or "space" in row.note.in_language("en").lower() for row in there.rollcalls)
    assert main(asked) == 0
    assert load(desk) == there
    assert "new rows: 0" in capsys.readouterr().out


def test_members_are_a_list_or_all_of_them(desk: Path) -> None:
    asked = ["take", "unga-votes", str(desk), "--about", "A/RES/73/27", "--years", "2018"]
    assert main([*asked, "--members", "Japan, Chile"]) == 0
    assert set(load(desk).votes.actors) == {"JPN", "CHL"}
    assert main([*asked, "--members", "all", "--no-groups"]) == 0
    assert len(load(desk).votes) > 170


def test_another_dossier_is_a_record_like_a_pack(desk: Path, tmp_path: Path) -> None:
    main(["take", "unga-votes", str(desk), "--about", "A/RES/73/27", "--years", "2018"])
    main(["new", str(tmp_path / "other")])
    assert main(["take", str(desk), str(tmp_path / "other")]) == 0
    assert len(load(tmp_path / "other").votes) == len(load(desk).votes) > 0


def test_what_is_not_in_the_record_or_named_wrongly_is_said(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["take", "unga-votes", str(desk), "--about", "A/RES/73/27"]
    assert main([*asked, "--members", "France\nAmnesty International"]) == 1
    assert "Amnesty International" in capsys.readouterr().out
    assert main(["take", "unga-votes"]) == 2
    assert main(["take", "nowhere", str(desk)]) == 2
    assert main([*asked, "--years", "last year"]) == 2


def test_years_that_are_no_span_are_refused() -> None:
    with pytest.raises(WrongUse, match="2010-2019"):
        years_of("2010-19")


def test_a_dossier_is_started_with_the_votes_of_its_list(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(LIST)
    asked = ["start", str(tmp_path / "list.txt"), "--out", str(tmp_path / "made"), "--vote", "L.5"]
    assert main([*asked, "--take", "unga-votes", "--about", "cyber", "--years", "2018-2019"]) == 0
    there = load(tmp_path / "made")
    assert set(there.votes.actors) == {"FRA", "PER", "NAM"}
    assert "vote-ahead" in {row.id for row in there.rollcalls}
    assert len(there.rollcalls) > 3
    assert main([*asked[:3], str(tmp_path / "none"), "--take", "unga-votes", "--about", "xyzzy"]) == 1
    assert not (tmp_path / "none").exists()
