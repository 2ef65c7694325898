"""The screens of the public game, as the site shows them one by one and as one file holds them all."""

from __future__ import annotations

from legation.briefing.public_game.one_file import file_name, one_file
from legation.briefing.public_game.screens import Choice, Screen, screen_of

__all__ = ["Choice", "Screen", "file_name", "one_file", "screen_of"]
