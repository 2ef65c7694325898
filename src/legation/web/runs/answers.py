"""The site's store of answers: a question and the papers that rest on it compute each answer once in a day.

The key is the hash of the dossier as its reader may see it and of all else that an answer rests on: who sees less has another key. The
day of asking is in it too, so that an answer of yesterday serves nobody; housekeeping removes it.
"""

from __future__ import annotations

from django.db import Error, transaction

from legation.questions import Answer
from legation.questions.base.answer_data import NotPlain, decode_answer, encode_answer
from legation.web.dossiers.models import Dossier
from legation.web.runs.models import StoredAnswer

__all__ = ["DatabaseStore"]


class DatabaseStore:
    """Answers in the database, as a store for :func:`legation.questions.ask`.

    Parameters
    ----------
    dossier : Dossier
        With which the answers are removed.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier

    def get(self, key: str) -> Answer | None:
        """Return the answer of a key; None where there is none that can be read."""
        data = StoredAnswer.objects.filter(key=key).values_list("data", flat=True).first()
        try:
            return None if data is None else decode_answer(bytes(data))
        except NotPlain:
            return None

    def put(self, key: str, answer: Answer) -> None:
        """Store an answer; one that cannot be written as data, or whose dossier was removed meanwhile, is not stored."""
        try:
            with transaction.atomic():
                StoredAnswer.objects.update_or_create(key=key, defaults={"dossier": self._dossier, "data": encode_answer(answer)})
        except (Error, NotPlain):
            return
