"""What people come with: a vote, a meeting, an incident; which of them a dossier is about.

How far it is on the path of each says :mod:`legation.questions.situations.paths`.
"""

from legation.questions.situations.situation import SITUATIONS, Situation, SituationOfCase, chosen_situation, find_situation, situation_of

__all__ = ["SITUATIONS", "Situation", "SituationOfCase", "chosen_situation", "find_situation", "situation_of"]
