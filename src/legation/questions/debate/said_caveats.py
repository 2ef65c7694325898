"""What a reader must know before relying on frames read by vectors, and on names that a model proposes."""

from __future__ import annotations

from collections.abc import Iterator

from legation.language import Message
from legation.questions.debate.said_asked import AREA, tongue
from legation.questions.debate.said_frames import Framed
from legation.questions.debate.said_names import Names
from legation.sources.name_proposals import READ

__all__ = ["name_caveats", "vector_caveats"]

_TONGUES = 4


def vector_caveats(framed: Framed) -> Iterator[Message]:
    """Say what was read, in which languages nobody counted how well, and where vectors do not help."""
    if framed.passages < framed.of_passages:
        yield Message(f"{AREA}.vectors-sample", count=framed.passages, of=framed.of_passages, texts=framed.texts, every=framed.of)
    if framed.elsewhere:
        most = tuple(
            Message(f"{AREA}.in-language", language=tongue(lang), count=n) for lang, n in list(framed.elsewhere.items())[:_TONGUES]
        )
        yield Message(f"{AREA}.vectors-elsewhere", count=sum(framed.elsewhere.values()), languages=most)
    pairs = zip(framed.given, framed.skill, framed.without, strict=True)
    idle = tuple(Message(f"{AREA}.frame-name", frame=given.name) for given, own, without in pairs if own.brier >= without.brier)
    if idle:
        yield Message(f"{AREA}.vectors-idle", frames=idle)
    yield Message(f"{AREA}.vectors-close")


def name_caveats(names: Names) -> Iterator[Message]:
    """Say where names were looked for, and that they are candidates alone."""
    languages = tuple(map(tongue, names.languages))
    yield Message(f"{AREA}.names-read", read=READ, count=names.read, of=names.of, languages=languages)
    yield Message(f"{AREA}.names-candidates") if names.found else Message(f"{AREA}.names-none")
