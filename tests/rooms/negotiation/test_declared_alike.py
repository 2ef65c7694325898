"""What layers that do not know each other declare of games is one thing."""

from __future__ import annotations

from legation.dossier.models import game
from legation.methods.negotiation import STYLES
from legation.rooms.negotiation import state


def test_styles_and_protocols_are_those_of_the_file_the_room_and_the_methods() -> None:
    assert game.STYLES == state.STYLES == tuple(STYLES)
    assert game.PROTOCOLS == state.PROTOCOLS
