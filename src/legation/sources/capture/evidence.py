"""A file or page made into evidence: bytes unchanged, text taken out, a header that says where, when and as what."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from legation.dossier.column import Wording
from legation.dossier.records import Evidence
from legation.dossier.tables.csv_sheet import is_formula
from legation.dossier.when import When
from legation.errors import CannotRead, WrongUse
from legation.language import Message
from legation.sources.capture.isolation import isolated
from legation.sources.capture.media import MEDIA, Media, check_package, sniff
from legation.sources.capture.plain import TEXT_LIMIT, decoded, language_of, one_line, tidy

__all__ = [
    "SIZE_LIMIT",
    "Captured",
    "Header",
    "capture",
]


_LIMIT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What is known of a capture beside its bytes.

    Attributes
    ----------
    name : str
        How the file was called.
    url, final_url : str
        The address that a person gave, and the one that answered after redirects; empty for an upload.
    status : int or None
        The server's answer, 200 as a rule; None for an upload.
    day : date
        When it was taken.
    sha256 : str
    size : int
        Bytes.
    media_type : str
        What the bytes are.

    Examples
    --------
    >>> taken = Header(name="a.txt", day=dt.date(2026, 3, 1), sha256=hashlib.sha256(b"Hello").hexdigest(), size=5, media_type="text/plain")
    >>> Header.decode(taken.encode()) == taken, taken.matches(b"Hello"), taken.matches(b"Hullo")
    (True, True, False)
    """

    name: str
    url: str = ""
    final_url: str = ""
    status: int | None = None
    day: dt.date
    sha256: str
    size: int
    media_type: str

    def matches(self, data: bytes) -> bool:
        """Whether some bytes are the ones that were captured."""
        return len(data) == self.size and hashlib.sha256(data).hexdigest() == self.sha256

    def encode(self) -> bytes:
        """Return the header as JSON, keys in order: the same header gives the same bytes."""
        fields = dataclasses.asdict(self) | {"day": self.day.isoformat()}
        return json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"

    @classmethod
    def decode(cls, data: bytes) -> Header:
        """Return the header that :meth:`encode` wrote.

        Raises
        ------
        CannotRead
            Where the bytes are no header.
        """
        try:
            fields = json.loads(data[:_LIMIT])
            header = cls(**fields | {"day": dt.date.fromisoformat(fields["day"])})
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise CannotRead(Message("capture.bad-header")) from error
        texts = (header.name, header.url, header.final_url, header.sha256, header.media_type)
        if not all(isinstance(text, str) for text in texts) or type(header.size) is not int or type(header.status) not in (int, type(None)):
            raise CannotRead(Message("capture.bad-header"))
        return header


SIZE_LIMIT = 25 * 1024 * 1024
"""Bytes of one file."""
_MEGABYTE = 1024 * 1024
_WEB = re.compile(r"https?://[^\s\"<>]{1,1990}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A file kept as evidence.

    Attributes
    ----------
    part : str
        Where the bytes lie in a dossier: ``files/<first 12 digits of the hash>-<safe name>``.
    data : bytes
        The bytes as they came.
    sha256 : str
    media_type : str
        What the bytes are, one of :data:`.media.MEDIA`.
    title, text, language : str
        Text is NFC, at most 2 million characters; quotes are anchored in it. Language is an ISO 639 code, best effort, or empty.
    published : When or None
        The date that a web page gives, best effort; never later than the day of capture.
    evidence : Evidence
        A record that a person completes (origin, reliability, quote).
    header : Header
        Where and when the bytes were taken, for a later check; kept beside the dossier, not in it.
    notes : tuple of Message
        What a reader must know: text that is missing or cut, a name that says something else than the bytes.
    """

    part: str
    data: bytes
    sha256: str
    media_type: str
    title: str
    text: str
    language: str
    published: When | None
    evidence: Evidence
    header: Header
    notes: tuple[Message, ...] = ()

    @property
    def parts(self) -> dict[str, bytes]:
        """What to add to a dossier: the file alone.

        The header is no part: clearing keeps back the file of an evidence row, and would let a part through that no row names.
        """
        return {self.part: self.data}


def capture(
    data: bytes, name: str, media_type: str = "", url: str = "", *, day: dt.date, final_url: str = "", status: int | None = None
) -> Captured:
    """Make evidence of some bytes.

    Parameters
    ----------
    data : bytes
        At most 25 MB.
    name : str
        The file's name, or the last part of its address.
    media_type : str
        What the sender calls it; only a hint, the bytes decide.
    url : str
        The address that a person gave; empty for an upload.
    day : date
        The day on which it was captured: the evidence was known from then on.
    final_url, status
        Where redirects led, and what the server answered.

    Raises
    ------
    WrongUse
        Where the address is none.
    CannotRead
        Where the file is empty, too large, of a kind that is not kept, or an office file that is broken, locked, a bomb or full of macros.
    """
    shown = one_line(name, 80) or "?"
    if url and not _WEB.fullmatch(url):
        raise WrongUse(Message("capture.bad-address", url=one_line(url, 120)))
    if not data:
        raise CannotRead(Message("capture.empty", name=shown))
    if len(data) > SIZE_LIMIT:
        raise CannotRead(Message("capture.too-large", name=shown, allowed=SIZE_LIMIT // _MEGABYTE, found=len(data) / _MEGABYTE))
    kind = sniff(data, name, media_type)
    if not kind:
        raise CannotRead(Message("capture.unknown-kind", name=shown, allowed=" ".join(sorted(m.ending for m in MEDIA.values()))))
    media = MEDIA[kind]
    if media.reader == "office":
        check_package(shown, data)
    metadata, notes = _read(media, data)
    sha256 = hashlib.sha256(data).hexdigest()
    said = _ENDING.search(name.lower())
    if said and said[1] in _ENDINGS - _SAME.get(media.ending, {media.ending}):
        notes.append(Message("capture.note.other-kind", name=shown, found=media.ending.upper()))
    title = metadata["title"] or ("" if media.evidence == "dataset" else _first_line(metadata["text"])) or shown
    part = f"files/{sha256[:12]}-{_safe_name(name, media.ending)}"
    if is_formula(title):
        title = title.lstrip("=+-@ \t") or part.rpartition("-")[2]
    published = _published(metadata["published"], day)
    return Captured(
        part=part,
        data=data,
        sha256=sha256,
        media_type=kind,
        title=title,
        text=metadata["text"],
        language=language_of(metadata["text"], metadata["language"]),
        published=published,
        evidence=Evidence(
            id=f"capture-{sha256[:12]}",
            kind=media.evidence,
            title=Wording(title),
            publisher=metadata["publisher"] or (urlsplit(final_url or url).hostname or ""),
            date=published,
            known_on=When(day.isoformat()),
            url=url,
            part=part,
            sha256=sha256,
        ),
        header=Header(
            name=shown, url=url, final_url=final_url or url, status=status, day=day, sha256=sha256, size=len(data), media_type=kind
        ),
        notes=tuple(notes),
    )


_ENDINGS = frozenset(media.ending for media in MEDIA.values()) | {"htm", "xhtml", "jpeg", "tsv", "md", "exe", "doc", "xls", "ppt", "zip"}
_SAME = {
    "html": {"html", "htm", "xhtml"},
    "jpg": {"jpg", "jpeg"},
    "csv": {"csv", "tsv"},
    "txt": {"txt", "md", "csv", "tsv", "json", "xml"},
    "xml": {"xml", "xhtml"},
}


def _read(media: Media, data: bytes) -> tuple[dict[str, str], list[Message]]:
    """Return the words taken out of a file, and what to say about them."""
    metadata = dict.fromkeys(("title", "text", "language", "published", "publisher"), "")
    fault = ""
    if media.reader == "plain":
        metadata["text"] = decoded(data) or ""
    elif media.reader:
        outcome = isolated(media.reader, data)
        fault = outcome.fault
        pieces: list[str] = []
        for found in outcome.found:
            pieces = [found["text"]] if isinstance(found.get("text"), str) else pieces
            pieces += [found["more"]] if isinstance(found.get("more"), str) else []
            metadata |= {
                key: value for key, value in found.items() if key in metadata and key != "text" and value and isinstance(value, str)
            }
        metadata["text"] = "".join(pieces)
    text = tidy(metadata["text"])
    metadata |= {"text": text[:TEXT_LIMIT], "title": one_line(metadata["title"]), "publisher": one_line(metadata["publisher"], 120)}
    notes = [Message(f"capture.note.{fault}")] if fault in FAULTS else []
    if len(text) > TEXT_LIMIT:
        notes.append(Message("capture.note.cut", allowed=TEXT_LIMIT))
    if not metadata["text"].strip() and not notes:
        notes.append(Message("capture.note.no-text" if media.reader else "capture.note.picture"))
    return metadata, notes


FAULTS = ("time", "memory", "crash", "missing", "unreadable", "locked", "pages", "some-pages")
"""Why reading a file stopped early; each has a sentence."""


def _published(text: str, day: dt.date) -> When | None:
    try:
        when = When(text)
    except ValueError:
        return None
    return when if when.by(day) else None


def _first_line(text: str) -> str:
    return one_line(next((line for line in text[:5000].splitlines() if any(map(str.isalpha, line))), ""), 160)


def _safe_name(name: str, ending: str) -> str:
    """Return a name of plain letters that no file system or shell reads as anything else, with the ending that its bytes deserve."""
    last = re.split(r"[/\\]", name.partition("?")[0])[-1]
    plain = unicodedata.normalize("NFKD", _ENDING.sub("", last)).encode("ascii", "ignore").decode()
    stem = _UNSAFE.sub("-", plain).strip("-._")[:60].strip("-._")
    return f"{stem or 'page'}.{ending}"
