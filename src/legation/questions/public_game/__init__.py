"""The public game for one, "Whose word, whose fault?": its acts, questions and cards, its draws, and how far somebody has come.

All of it is data of ours (``whose_word.toml``) and words of the catalogue ``public-game``; nothing of it is asked of a dossier.
"""

from __future__ import annotations

from legation.questions.public_game.draws import Draw, draw_count, draw_of
from legation.questions.public_game.game import PublicGame, public_game
from legation.questions.public_game.outcome import MEASURES, Outcome, every_path, outcome_of
from legation.questions.public_game.progress import LAST, Progress, progress_of

__all__ = [
    "LAST",
    "MEASURES",
    "Draw",
    "Outcome",
    "Progress",
    "PublicGame",
    "draw_count",
    "draw_of",
    "every_path",
    "outcome_of",
    "progress_of",
    "public_game",
]
