"""Texts as observations: folders of documents, and the United Nations' general debate.

Every reader returns the table ``texts`` of :mod:`legation.sources.observation_tables`. ``kind`` is ``document`` or ``speech`` here,
``article`` for the entries of a feed (:mod:`legation.sources.observations.texts.feed`), ``post`` for posts
(:mod:`legation.sources.observations.posts`). ``actor`` is an
ISO 3166-1 alpha-3 code, ``EU``, or the id of an actor of a dossier.
"""

from __future__ import annotations

from legation.sources.observations.texts.debate import debate_batches, read_general_debate
from legation.sources.observations.texts.folder import batches, read_folder
from legation.sources.observations.texts.language import Tongue, identify, language_of
from legation.sources.observations.texts.tables import TextMapping, load_text_mapping

__all__ = [
    "TextMapping",
    "Tongue",
    "batches",
    "debate_batches",
    "identify",
    "language_of",
    "load_text_mapping",
    "read_folder",
    "read_general_debate",
]
