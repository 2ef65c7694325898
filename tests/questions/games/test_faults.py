"""What is wrong with a game is said before it is opened: its place, what must be there, what was found, what to do; and marked as play."""

from __future__ import annotations

import json
from typing import Any

import pytest

from legation.cli import main
from legation.dossier import decode
from legation.dossier.models.game import GAME
from legation.errors import DossierError
from legation.language import say
from legation.questions.games.faults import game_faults
from legation.questions.games.marked_as_play import hostile_acts, numbers_in, outlets_named, persons_named

TALKS = """[negotiation]
title = "T"

[[party]]
id = "a"
[[party]]
id = "b"

[[issue]]
id = "scope"
option = [{ id = "none" }, { id = "all" }]
[[issue]]
id = "seat"
option = [{ id = "here" }, { id = "there" }]

[[worth]]
party = "a"
issue = "scope"
points = { none = 0, all = 60 }
[[worth]]
party = "a"
issue = "seat"
points = { here = 40, there = 0 }
[[worth]]
party = "b"
issue = "scope"
points = { none = 40, all = 0 }
[[worth]]
party = "b"
issue = "seat"
points = { here = 0, there = 60 }
"""
GAME_TEXT = """[game]
title = "G"
negotiation = "talks"

[[side]]
party = "a"
public = "One side."

[[side]]
party = "b"
"""


def found(game: str = GAME_TEXT, talks: str = TALKS, languages: str = '["en"]', more: str = "") -> list[tuple[Any, ...]]:
    files = {
        "dossier.toml": f'id = "d"\nlanguages = {languages}\n'.encode(),
        "negotiations/talks.toml": talks.encode(),
        "games/g.toml": (game + more).encode(),
        "evidence.csv": b"id,kind,title,date\ne1,press,Source,2018-01-01\n",
    }
    problems = list(game_faults(decode(files)))
    assert all(say(one, lang) for one in problems for lang in ("en", "fr"))
    assert all(one.row and one.part == "games/g.toml" for one in problems)
    return [(one.code, one.column, one.allowed, one.found) for one in problems]


def test_a_whole_game_has_no_fault() -> None:
    assert found() == []


def test_a_negotiation_that_is_not_there_is_named_with_the_nearest() -> None:
    assert found(GAME_TEXT.replace('"talks"', '"tlaks"')) == [("game-no-negotiation", "game.negotiation", "talks", "tlaks")]


def test_a_side_is_a_party_and_each_party_has_a_side() -> None:
    assert found(GAME_TEXT.replace('"b"', '"c"')) == [
        ("game-no-party", "side 2.party", "a | b", "c"),
        ("game-party-unplayed", "game.negotiation", "a | b", "b"),
    ]


def test_two_sides_of_one_party_are_a_fault_of_the_part() -> None:
    with pytest.raises(DossierError) as caught:
        GAME.read(GAME_TEXT.replace('"b"', '"a"').encode(), "games/g.toml")

    assert [(one.code, one.row, one.column, one.found) for one in caught.value.problems] == [("twice-in-model", 10, "side 2.party", "a")]


def test_a_party_without_all_points_cannot_be_played() -> None:
    talks = TALKS[: TALKS.rindex("[[worth]]")]

    assert found(talks=talks) == [("game-no-points", "side 2.party", "[[worth]]", "b")]


def test_a_floor_that_nobody_can_reach_is_a_fault_and_an_empty_zone_a_notice() -> None:
    floors = '\n[[floor]]\nparty = "{}"\nvalue = {}\n'

    assert found(talks=TALKS + floors.format("a", 101)) == [("game-floor", "side 1.party", "... 100", "101")]
    assert found(talks=TALKS + floors.format("a", 100)) == []
    assert found(talks=TALKS + floors.format("a", 61) + floors.format("b", 61)) == [("game-no-deal", "game.negotiation", "1 ...", "0")]
    carried = TALKS.replace('title = "T"', 'title = "T"\nshare = "1/2"')
    assert found(talks=carried + floors.format("a", 61) + floors.format("b", 61)) == []


def test_a_text_lacks_in_a_language_of_the_dossier() -> None:
    game = GAME_TEXT.replace('public = "One side."', 'public_en = "One side."')

    assert found(game, languages='["en", "fr"]') == [("game-language", "side 1.public_fr", "en | fr", "")]
    assert found(game) == []


def test_numbers_differ_between_languages() -> None:
    two = '[[lesson]]\ntext_en = "60 of 1,300."\ntext_fr = "{}"\n'

    assert found(more=two.format("60 sur 1 300.")) == []
    assert found(more=two.format("66 sur 1 300.")) == [("game-numbers", "lesson 1.text", "fr = en", "60, 66")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The minister Anna Zorvan calls you.", "game-person"),
        ("A reporter of Reuters calls you.", "game-outlet"),
        ("Tonight Norway attacks the exchange.", "game-act"),
        ("Cette nuit, la Norvège pirate le réseau.", "game-act"),
        ("Norwegian hackers are in the network.", "game-act"),
        ("Norway signs the text.", ""),
        ("A State that is not named attacks the exchange.", ""),
        ("The Herald of Nowhere calls you.", ""),
    ],
)
def test_what_may_not_stand_in_an_exercise(text: str, code: str) -> None:
    wanted = [code] if code else []

    for place in ("public", "brief"):
        assert [one[0] for one in found(GAME_TEXT.replace('public = "One side."', f'{place} = "{text}"'))] == wanted
    assert [one[0] for one in found(more=f'\n[[lesson]]\ntext = "{text}"\n')] == wanted


def test_an_act_stands_with_its_source_or_with_the_approval_of_a_function() -> None:
    act = '\n[[lesson]]\ntext = "Norway attacks the exchange."\n'
    head = GAME_TEXT.replace('title = "G"', 'title = "G"\n{}')

    assert found(more=act + 'evidence = ["e1"]\n') == []
    assert found(head.format('real = "It has to be Norway."\napproved_by = "the head of training"'), more=act) == []
    assert [one[:2] for one in found(head.format('real = "It has to be Norway."'), more=act)] == [
        ("game-act", "lesson 1.text"),
        ("game-approval", "game.approved_by"),
    ]
    assert [one[:2] for one in found(head.format('approved_by = "the head of training"'))] == [("game-approval", "game.real")]


def test_what_really_happened_may_name_an_outlet() -> None:
    assert found(more='\n[[reveal]]\ntext = "Reuters said so."\nevidence = ["e1"]\n') == []
    assert [one[0] for one in found(more='\n[[reveal]]\ntext = "Norway attacked it."\n')] == ["game-act"]


def test_words_at_the_beginning_of_a_sentence_are_no_outlet() -> None:
    assert outlets_named("Le Monde entier regarde. Le Temps presse.") == ()
    assert outlets_named("On lit Le Monde, et L'Express.") == ("Le Monde", "L'Express")
    assert list(hostile_acts("La Norvège propose. La Norvège sabote le câble.")) == ["La Norvège sabote le câble."]
    assert persons_named("The chair and the State.") == ()
    assert numbers_in("2/3") == numbers_in("3 à 2 : 2/3") - numbers_in("3, 2")


def test_one_game_of_several_is_judged_alone() -> None:
    files = {"dossier.toml": b'id = "d"', "games/a.toml": GAME_TEXT.encode(), "games/b.toml": GAME_TEXT.encode(), "games/c.toml": b"[game"}

    assert {one.part for one in game_faults(decode(files), "b")} == {"games/b.toml"}


def test_a_check_says_it(tmp_path: Any, capsys: Any) -> None:
    (tmp_path / "games").mkdir()
    (tmp_path / "dossier.toml").write_text('id = "d"\nformat = 2\nmarking = "TLP:CLEAR"\n', "utf-8")
    (tmp_path / "games/g.toml").write_text(GAME_TEXT, "utf-8")

    assert main(["check", str(tmp_path), "--json"]) == 1
    assert [one["code"] for one in json.loads(capsys.readouterr().out)] == ["game-no-negotiation"]
