"""Agreed language for words of the room: the nearest adopted wording of the dossier, where its host let the room look there.

Of the dossier a seat reads nothing else than the symbol, the day and the wording of a text that was adopted.
"""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier import When
from legation.dossier.models.draft import ADOPTED
from legation.errors import LegationError
from legation.methods.drafting import Adopted, nearest_adopted
from legation.sources.draft.text import text_of
from legation.web.access import AccessScope
from legation.web.dossiers import contents
from legation.web.site.cache import Cache
from legation.web.stores.rooms.models import Room

__all__ = ["LOOKS_UP", "AgreedWords", "agreed_words", "looks_up"]

LOOKS_UP = "agreed_language"
"""What the notice of a room has where its seats may look for agreed language among the adopted texts of the dossier."""
LEAST = 0.2
"""Similarity from which a wording is shown at all."""
_CORPORA: Cache[tuple[tuple[Adopted, When | None], ...]] = Cache(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedWords:
    """The nearest adopted paragraph; similarity from 0 to 1 (Dice, of words in the same order)."""

    symbol: str
    date: When | None
    wording: str
    similarity: float


def looks_up(room: Room) -> bool:
    """Whether those who sit in a room may look for agreed language."""
    return bool(room.notice.get(LOOKS_UP))


def agreed_words(room: Room, words: str) -> AgreedWords | None:
    """Return the adopted wording that is nearest to some words; None where none is near."""
    corpus = _corpus(room)
    found = nearest_adopted(words, [one for one, _ in corpus]) if corpus else ()
    best = max((one for one in found if one.adopted is not None and one.wording is not None), key=lambda one: one.similarity, default=None)
    if best is None or best.adopted is None or best.wording is None or best.similarity < LEAST:
        return None
    adopted, date = corpus[best.adopted]
    start, end = best.wording
    return AgreedWords(symbol=adopted.symbol, date=date, wording=adopted.text[start:end], similarity=best.similarity)


def _corpus(room: Room) -> tuple[tuple[Adopted, When | None], ...]:
    """Return the adopted texts that stand in the dossier in their own words, marked no higher than it is itself."""
    revision = contents.revision_of(room.dossier)
    return _CORPORA.get(revision.hash, lambda: _read(revision))


def _read(revision: object) -> tuple[tuple[Adopted, When | None], ...]:
    whole = contents.content(revision)  # type: ignore[arg-type]  # a revision
    seen = contents.seen(revision, AccessScope(whole.info.marking, "desk"))  # type: ignore[arg-type]
    data = seen.files.get(ADOPTED.pattern)
    if data is None:
        return ()
    try:
        listed = ADOPTED.read(data, ADOPTED.pattern)
    except LegationError:
        return ()
    quoted = (one for one in listed.texts if one.words == "quoted")  # a summary is somebody's own words
    texts = ((one, text_of(seen.files, one.part)) for one in quoted)
    return tuple((Adopted(one.symbol or one.title.text, text), one.date) for one, text in texts if text is not None and text.strip())
