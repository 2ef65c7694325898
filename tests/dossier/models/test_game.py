"""A game as a file: read and written as the same, its template, and that it goes with the negotiation that it names."""

from __future__ import annotations

from typing import Any

import pytest

from legation.dossier import DossierError, decode
from legation.dossier.models.game import GAME

TALKS = """[negotiation]
title = "T"
{head}

[[party]]
id = "a"

[[party]]
id = "b"

[[party]]
id = "c"
{third}

[[issue]]
id = "scope"
[[issue.option]]
id = "none"
[[issue.option]]
id = "all"
"""
GAME_OF_THREE = """[game]
title = "G"
negotiation = "talks"

[[side]]
party = "a"

[[side]]
party = "b"

[[side]]
party = "c"
brief = "The secret of the third side."
"""


def seen(marking: str, *, head: str = "", third: str = "") -> str:
    """Return the game that a reader of a marking sees; empty where there is none."""
    files = {
        "dossier.toml": b'id = "d"\nmarking = "TLP:CLEAR"\n',
        "negotiations/talks.toml": TALKS.format(head=head, third=third).encode(),
        "games/g.toml": GAME_OF_THREE.encode(),
    }
    return decode(files).cleared(marking).files.get("games/g.toml", b"").decode()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_template_is_read_and_written_as_the_same(lang: Any) -> None:
    model = GAME.read(GAME.template(lang).encode(), "games/x.toml")

    assert GAME.read(GAME.write(model), "games/x.toml") == model
    assert (model.negotiation, model.minutes, model.protocol, model.side_rooms, model.vary) == ("reporting", 45, "free", True, 0.2)
    assert [(side.party, side.bot) for side in model.sides] == [("us", "even"), ("them", "even")]
    assert all(side.public.en and side.public.fr and side.brief.en and side.brief.fr for side in model.sides)


def test_a_game_goes_with_its_negotiation() -> None:
    assert seen("TLP:AMBER", head='marking = "TLP:AMBER"')
    assert not seen("TLP:GREEN", head='marking = "TLP:AMBER"')


def test_a_side_goes_with_its_party() -> None:
    left = seen("TLP:GREEN", third='marking = "TLP:RED"')

    assert "party" in left
    assert "third side" not in left
    assert '"c"' not in left
    assert "third side" in seen("TLP:RED", third='marking = "TLP:RED"')


@pytest.mark.parametrize("head", ["", 'negotiation = ""\n', "negotiation = 3\n"])
def test_a_game_of_no_negotiation_is_a_fault_with_its_line(head: str) -> None:
    sides = '[[side]]\nparty = "a"\n[[side]]\nparty = "b"\n'
    with pytest.raises(DossierError) as refused:
        GAME.read(f'[game]\ntitle = "G"\n{head}{sides}'.encode(), "games/g.toml")
    assert [one.column for one in refused.value.problems] == ["game.negotiation"]
