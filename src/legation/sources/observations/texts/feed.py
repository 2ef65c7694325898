"""Entries of RSS and Atom feeds, from files that somebody saved: nothing is fetched, and a feed that declares entities is refused.

Traps of the formats, and what is done:

- an address, or bytes that are the name of a file, would be opened by the parser: it is given the bytes of a file as a stream, and no more;
- a document type that declares entities can grow without end or draw in other files: such a feed is refused;
- dates come in every zone and form, and become UTC; an entry without a date that can be read is told and not placed;
- names and addresses of authors are persons', and are dropped; the outlet is the feed's own title, else the host of its address;
- what a feed gives as HTML becomes text; an entry with a title alone has the title as its text;
- the feed of one account of a network is no outlet: it is refused, since its title and addresses name
  somebody, unless whoever reads it says which actor's it is.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from legation.broken_file import refused
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.capture.plain import words_of
from legation.sources.observations.accounts import profile_of
from legation.sources.observations.texts.dates import TextDate, moment
from legation.sources.observations.texts.language import language_of, tag_code
from legation.sources.observations.texts.rows import BATCH, TextRows, cut, joined, mark_of, web_address
from legation.sources.observed import Fault, Observed
from legation.sources.reading import file_bytes

__all__ = ["BYTES_LIMIT", "ENTRIES_LIMIT", "batches", "read"]

BYTES_LIMIT = 32 * 1024**2
"""Bytes of a feed."""
ENTRIES_LIMIT = 100_000
_ENTITY = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]{0,2000}\[", re.IGNORECASE)
_PARSER = {"sanitize_html": False, "resolve_relative_uris": False}
"""What we do ourselves: text is all that is kept of HTML."""


def read(source: str | Path | bytes, *, outlet: str = "", actor: str = "", today: dt.date | None = None) -> Observed:
    """Read a feed.

    Parameters
    ----------
    source : path or bytes
        A file of at most 32 MB, or what it holds. Never an address.
    outlet : str, optional
        Whose feed it is; empty: as it calls itself.
    actor : str, optional
        The id of the actor whose own words the feed carries, as a ministry's press releases.
    today : date, optional
        After it a date is a doubt; None: the day of the clock.

    Returns
    -------
    Observed
        ``texts`` with ``kind`` ``article``. Rows are counted as entries, from 1.

    Raises
    ------
    CannotRead
        Where it is no feed, declares entities, or belongs to one account of a network and no actor is given.

    Examples
    --------
    >>> item = b"<item><title>Talks</title><link>https://a.example/1</link><pubDate>Tue, 03 Nov 2020 10:00:00 +0100</pubDate></item>"
    >>> feed = b"<rss version='2.0'><channel><title>Daily</title>" + item + b"</channel></rss>"
    >>> [(row["outlet"], row["text"], row["time"].hour) for row in read(feed).table.to_pylist()]
    [('Daily', 'Talks', 9)]
    """
    return joined(batches([source], outlet=outlet, actor=actor, today=today))


def batches(
    sources: str | Path | Iterable[str | Path | bytes],
    *,
    outlet: str = "",
    actor: str = "",
    today: dt.date | None = None,
    size: int = BATCH,
) -> Iterator[Observed]:
    """Yield the entries of several feeds, or of those in a folder (.xml .rss .atom), in batches of ``size``: see :func:`read`.

    An entry that stands in several of the files is placed once. One file that is no feed ends the reading.
    """
    if isinstance(sources, (str, Path)):
        folder = Path(sources)
        files = sorted(place for place in folder.iterdir() if place.suffix.lower() in _ENDINGS) if folder.is_dir() else [folder]
        sources = list(files)
    rows = TextRows(today)
    return cut(rows, (step for source in sources for step in _entries(source, rows, outlet, actor)), size)


_ENDINGS = (".xml", ".rss", ".atom")


def _entries(source: str | Path | bytes, rows: TextRows, outlet: str, actor: str) -> Iterator[None]:
    part, data = ("feed", source) if isinstance(source, bytes) else (Path(source).name, file_bytes(Path(source), BYTES_LIMIT))
    found = _parsed(part, data)
    rows.source(part, hashlib.sha256(data).hexdigest())
    home = str(found.feed.get("link", ""))
    if not actor and (profile_of(home) or profile_of(str(found.feed.get("id", "")))):
        raise CannotRead(Message("sources.feed-of-account", path=part))
    whose = outlet or words_of(str(found.feed.get("title", ""))) or (urlsplit(home).hostname or "")
    language = tag_code(str(found.feed.get("language", "")))
    for number, entry in enumerate(found.entries[:ENTRIES_LIMIT], start=1):
        _place(rows, part, number, entry, whose, actor, language)
        yield
    if len(found.entries) > ENTRIES_LIMIT:
        rows.fault(Fault(part, ENTRIES_LIMIT + 1, "feed-entries", allowed=str(ENTRIES_LIMIT), found=str(len(found.entries))))
    if found.bozo and not isinstance(found.get("bozo_exception"), _harmless()):
        wrong = found.get("bozo_exception")
        place = f"{wrong.getLineNumber()}:{wrong.getColumnNumber()}" if hasattr(wrong, "getLineNumber") else "?"
        rows.doubt(Fault(part, 1, "feed-broken", found=place))
    yield


_NO_SIGN = re.compile(rb"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]));?")
"""Halves of a sign, which stand for none and which nothing can be written with."""


def _parsed(part: str, data: bytes) -> Any:
    """Return what feedparser makes of the bytes."""
    import feedparser

    if len(data) > BYTES_LIMIT:
        raise CannotRead(Message("sources.too-large", path=part, megabytes=BYTES_LIMIT // 1024**2))
    if _ENTITY.search(data.replace(b"\x00", b"")):
        raise CannotRead(Message("sources.feed-entities", path=part))
    with refused(part):
        read = io.BytesIO(_NO_SIGN.sub(b"&#xFFFD;", data))
        found = feedparser.parse(read, response_headers={"content-type": "application/xml"}, **_PARSER)
    if not found.get("version") and not found.entries:
        raise CannotRead(Message("sources.feed-none", path=part))
    return found


def _harmless() -> tuple[type[Exception], ...]:
    import feedparser

    return (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


def _place(rows: TextRows, part: str, number: int, entry: Any, outlet: str, actor: str, language: str | None) -> None:
    when, found = _when(entry)
    title = words_of(str(entry.get("title", "")))
    text = _text(entry) or title
    address = web_address(str(entry.get("link", "")))
    identity = str(entry.get("id", "")) or address or ""
    own = [tag_code(str(content.get("language") or "")) for content in entry.get("content", ())]
    rows.add(
        part,
        number,
        when,
        found=found,
        id=f"feed-{mark_of(outlet, identity or title, '' if identity else found)}",
        kind="article",
        outlet=outlet,
        actor=actor,
        language=language_of(text) or next(filter(None, own), language),
        title=title,
        text=text,
        url=None if not actor and profile_of(address or "") else address,
    )


def _text(entry: Any) -> str:
    """Return the longest of what an entry says of itself."""
    said = [str(content.get("value", "")) for content in entry.get("content", ())] + [str(entry.get("summary", ""))]
    return max(map(words_of, said), key=len)


def _when(entry: Any) -> tuple[TextDate | None, str]:
    """Return when an entry was published, else brought up to date, and what stands there."""
    found = ""
    for name in ("published", "updated", "created"):
        said, parsed = str(entry.get(name, "")), entry.get(f"{name}_parsed")
        found = found or said
        if parsed:
            try:
                seconds = calendar.timegm(parsed)
                return TextDate(dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds), "time"), found
            except (OverflowError, ValueError, TypeError):
                continue
        if said and (when := moment(said)):
            return when, found
    return None, found
