"""Pages fetched for a person, and what was read out of archived files: made once, kept by the hash of the bytes."""

from __future__ import annotations

import datetime as dt
import json
import threading
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from django.core.cache import cache

from legation.errors import CannotRead, NotAvailable
from legation.language import Message
from legation.sources.capture import Anchor, Captured, Header, Sketch, anchor, capture, capture_page, fetch, safe_html, sketch, svg_picture
from legation.version import VERSION
from legation.web.dossiers import store
from legation.web.dossiers.changed_parts import digest
from legation.web.dossiers.models import Dossier
from legation.web.site.cache import Cache
from legation.web.stores.captures.models import Reading, Taken

__all__ = [
    "PICTURES",
    "CapturedText",
    "header_of",
    "page_at",
    "quote_in",
    "remember",
    "safe_form_of",
    "sketches_of",
    "state_of",
    "text_of",
]


HOURLY = 30
"""Pages that a person may have fetched in an hour."""
AT_ONCE = 3
"""Pages that a worker fetches at once; its other threads stay free."""
_BUSY_SECONDS = 90
_FETCHING = threading.BoundedSemaphore(AT_ONCE)


def page_at(url: str, person: int, day: dt.date) -> Captured:
    """Fetch and read a page because a person asks for it; it may take a minute.

    Raises
    ------
    NotAvailable
        Where one is being fetched for the person, too many were within the hour, or the worker fetches enough already.
    WrongUse, CannotRead
        Where the address may not be fetched, or the page does not come.
    """
    busy = f"evidence-fetch-{person}"
    if not cache.add(busy, 1, timeout=_BUSY_SECONDS):
        raise NotAvailable(Message("page-evidence.fetching-already"))
    try:
        if not _FETCHING.acquire(blocking=False):
            raise NotAvailable(Message("page-evidence.fetching-many"))
        try:
            _count(person)
            return capture_page(fetch(url), day=day)
        finally:
            _FETCHING.release()
    finally:
        cache.delete(busy)


def _count(person: int) -> None:
    key = f"evidence-fetched-{person}"
    cache.add(key, 0, timeout=3600)
    try:
        count = cache.incr(key)
    except ValueError:  # it expired between the two
        return
    if count > HOURLY:
        raise NotAvailable(Message("page-evidence.fetched-often", allowed=HOURLY))


PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show as it is, in a frame that runs nothing."""
_TEXTS: Cache[CapturedText] = Cache(24)
_ANCHORS: Cache[Anchor | None] = Cache(512)
_ANY_DAY = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class CapturedText:
    """What was read out of some bytes.

    Attributes
    ----------
    media_type : str
        What the bytes are; empty where they are of a kind that is not read.
    text, language : str
    notes : tuple
        What a reader must know: text that is missing or cut.
    """

    sha256: str
    media_type: str
    text: str
    language: str
    notes: tuple[Message, ...]


def text_of(data: bytes, name: str) -> CapturedText:
    """Return what was read out of an archived file; the first time may take some seconds."""
    sha256 = digest(data)
    return _TEXTS.get(sha256, lambda: _stored_text(sha256) or _read(sha256, data, name))


def remember(dossier: Dossier, header: Header, text: CapturedText) -> None:
    """Keep what was read at the capture, and where it was taken."""
    _keep(text)
    fields = json.loads(header.encode())
    Taken.objects.get_or_create(dossier=dossier, sha256=header.sha256, url=header.url, defaults={"header": fields})


def header_of(dossier: Dossier, sha256: str, url: str) -> Header | None:
    """Return where and when a file was taken, for the evidence that names this hash and address; None where that is not known."""
    taken = Taken.objects.filter(dossier=dossier, sha256=sha256, url=url).order_by("pk").first()
    return Header.decode(json.dumps(taken.header).encode()) if taken is not None else None


def state_of(dossier: Dossier) -> tuple[int, int]:
    """Return how many files of a dossier were taken, and how many were read at all: what is known of one changes with them alone."""
    return Taken.objects.filter(dossier=dossier).count(), Reading.objects.filter(version=VERSION).count()


def safe_form_of(data: bytes, name: str) -> tuple[bytes, str]:
    """Return the harmless form of a file and its kind: a whole document in HTML, or a picture.

    Raises
    ------
    CannotRead
        Where it has none: it is of another kind, or made so that cleaning fails.
    """
    text = text_of(data, name)
    if text.media_type in PICTURES:
        return data, text.media_type
    kinds = {"text/html": "text/html; charset=utf-8", "image/svg+xml": "image/png"}
    if text.media_type not in kinds:
        raise CannotRead(Message("capture.not-shown"))
    reading = Reading.objects.filter(sha256=text.sha256).first()
    cached = reading.shown if reading is not None else None
    if cached is None:
        shown = _document(safe_html(data), text.sha256) if text.media_type == "text/html" else svg_picture(data)
        Reading.objects.filter(sha256=text.sha256).update(shown=zlib.compress(shown))
        return shown, kinds[text.media_type]
    return zlib.decompress(bytes(cached)), kinds[text.media_type]


def sketches_of(hashes: Iterable[str]) -> Mapping[str, Sketch]:
    """Return the sketches of files that were read, by hash; those without words are left out."""
    rows = Reading.objects.filter(sha256__in=set(hashes), version=VERSION).values_list("sha256", "sketch")
    return {sha256: np.frombuffer(bytes(data), dtype="<u8").astype(np.uint64) for sha256, data in rows if data}


def quote_in(text: CapturedText, quote: str) -> Anchor | None:
    """Return where a quotation stands in a text; None where it does not."""
    if not quote or not text.text:
        return None
    return _ANCHORS.get((text.sha256, quote), lambda: anchor(text.text, quote))


def _stored_text(sha256: str) -> CapturedText | None:
    reading = Reading.objects.filter(sha256=sha256, version=VERSION).first()
    if reading is None:
        return None
    words = zlib.decompress(bytes(reading.text)).decode() if reading.text else ""
    return CapturedText(sha256, reading.media_type, words, reading.language, tuple(map(store.read_reason, reading.notes)))


def _read(sha256: str, data: bytes, name: str) -> CapturedText:
    try:
        captured = capture(data, name.rpartition("/")[2], day=_ANY_DAY)
        text = CapturedText(sha256, captured.media_type, captured.text, captured.language, _of_bytes(captured.notes))
    except CannotRead:
        text = CapturedText(sha256, "", "", "", (Message("capture.note.unreadable"),))
    _keep(text)
    return text


def _keep(text: CapturedText) -> None:
    fields = {
        "version": VERSION,
        "media_type": text.media_type,
        "language": text.language,
        "text": zlib.compress(text.text.encode()) if text.text else b"",
        "sketch": sketch(text.text).astype("<u8").tobytes(),
        "notes": [store.written_reason(note) for note in _of_bytes(text.notes)],
        "shown": None,
    }
    Reading.objects.update_or_create(sha256=text.sha256, defaults=fields)


def _of_bytes(notes: Iterable[Message]) -> tuple[Message, ...]:
    """Return the notes that speak of the bytes alone, not of how a file was called."""
    return tuple(note for note in notes if "name" not in note.values)


def _document(fragment: str, sha256: str) -> bytes:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{sha256[:12]}</title>'
    return f"<!doctype html><html><head>{head}</head><body>{fragment}</body></html>".encode()
