"""The header of a capture: where, when and as what some bytes were taken, so that an archive can be checked years later."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from legation.errors import CannotRead
from legation.language import Message

__all__ = ["Header"]

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
