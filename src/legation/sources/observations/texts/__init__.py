"""Texts as observations: folders of documents, and the United Nations' general debate.

Every reader returns the table ``texts`` of :mod:`legation.sources.observations.tables`. ``kind`` is ``document`` or ``speech`` here,
``article`` for the entries of a feed (:mod:`legation.sources.observations.texts.feed`), ``post`` for posts
(:mod:`legation.sources.observations.posts`). ``actor`` is an
ISO 3166-1 alpha-3 code, ``EU``, or the id of an actor of a dossier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.language import Message
from legation.late_exports import late_exports
from legation.sources.signature import LIKELY, FileBytes, Sign, any_of, by_columns, by_ending, by_root
from legation.sources.source import Files, Source, Wanted

if TYPE_CHECKING:
    from legation.sources.observations.texts.debate import debate_batches, read_general_debate
    from legation.sources.observations.texts.folder import batches, read_folder
    from legation.sources.observations.texts.language import IdentifiedLanguage, identify, language_of
    from legation.sources.observations.texts.tables import TextMapping, load_text_mapping
    from legation.sources.observed import Observed
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.sources.observations.texts.debate": "debate_batches read_general_debate",
            "legation.sources.observations.texts.folder": "batches read_folder",
            "legation.sources.observations.texts.language": "IdentifiedLanguage identify language_of",
            "legation.sources.observations.texts.tables": "TextMapping load_text_mapping",
        },
    )

__all__ = [
    "SOURCE",
    "IdentifiedLanguage",
    "TextMapping",
    "batches",
    "debate_batches",
    "identify",
    "language_of",
    "load_text_mapping",
    "read_folder",
    "read_general_debate",
]


def _whole(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield paths as they are named: a folder is read as one."""
    yield from paths


def _documents(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources.observations.texts.folder import batches

    return batches(path)


def _speeches(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources.observations.texts.debate import debate_batches

    return debate_batches(path)


def _feed(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources.observations.texts.feed import batches

    return batches(path)


def _is_speech(file: FileBytes) -> Sign | None:
    """Recognise a speech of the General Debate by its name: no other texts are called so."""
    there = re.fullmatch(r"[A-Z]{2,3}_\d{1,3}_\d{4}\.txt", file.name) and file.text
    return Sign(LIKELY, Message("recognising.name", name=file.name)) if there else None


SOURCE = (
    Source(
        id="documents",
        place=360,
        files=Files(names=("FOLDER",), endings=(".txt", ".md", ".html", ".pdf", ".docx", ".odt"), most=None, folder=True),
        recognise=by_ending(".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".odt"),
        fills="texts",
        batches=_documents,
        one_by_one=_whole,
    ),
    Source(
        id="speeches",
        place=370,
        files=Files(names=("FOLDER",), endings=(".txt", ".csv", ".parquet"), most=None, folder=True),
        recognise=any_of(_is_speech, by_columns("text", "session", ("iso3", "country", "state"))),
        fills="texts",
        batches=_speeches,
        one_by_one=_whole,
    ),
    Source(
        id="feed",
        place=380,
        files=Files(names=("FILES",), endings=(".xml", ".rss", ".atom"), most=None, folder=True),
        recognise=by_root("rss", "feed", "rdf"),
        fills="texts",
        batches=_feed,
    ),
)
