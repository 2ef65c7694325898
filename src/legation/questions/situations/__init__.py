"""What people come with: a vote, a meeting, an incident; which of them a dossier is about."""

from legation.questions.situations.situation import SITUATIONS, Situation, SituationOfCase, find_situation, situation_of

__all__ = ["SITUATIONS", "Situation", "SituationOfCase", "find_situation", "situation_of"]
