"""A keyring on paper, for the safe: lines of base 32 with a checksum each, read back by whoever types them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from legation.errors import BadValue
from legation.keys.keyring import Keyring, from_bytes, to_bytes
from legation.language import Message

__all__ = ["from_recovery_sheet", "recovery_sheet"]

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U; who writes them means 1, 1, 0, and nothing."""
_READ_AS = str.maketrans("ILO", "110")
_BYTES = 15
"""Bytes on a line: 24 characters, in six groups of four."""
_CHECK = 4
"""Characters of a line's checksum, 20 bits: one wrong line in a million passes, and the digest of the whole stops that one."""
_DIGEST = 8
_LINE = re.compile(r"\s*(\d{1,3})[\s.:]+(.+)")


def recovery_sheet(keyring: Keyring) -> str:
    """Return a keyring as lines to be printed once: a number, groups of four characters, and a checksum of the line.

    Whoever has this sheet has every key. It is not encrypted: it lies in a safe, apart from the desk and its backups.

    Examples
    --------
    >>> print(recovery_sheet(Keyring({1: bytes(32)}, bytes(32), {1: bytes(32)}, bytes(32))).splitlines()[0])
    01  000G 0000 0400 0000 0000 0000  KV1G
    """
    plain = to_bytes(keyring)
    plain += hashlib.sha256(plain).digest()[:_DIGEST]
    lines = []
    for number, at in enumerate(range(0, len(plain), _BYTES), 1):
        part = plain[at : at + _BYTES]
        text = _written(part)
        groups = " ".join(text[one : one + 4] for one in range(0, len(text), 4))
        lines.append(f"{number:02}  {groups}  {_checksum(number, part)}")
    return "\n".join(lines) + "\n"


def from_recovery_sheet(text: str) -> Keyring:
    """Return the keyring of a sheet as somebody typed it: capitals or not, any spaces, O for 0 and I or L for 1.

    Lines that do not begin with a number are passed over.

    Raises
    ------
    BadValue
        For a line that is missing, stands twice or is mistyped: the sentence names it; or for lines of two sheets.

    Examples
    --------
    >>> one = Keyring({1: bytes(32)}, bytes(range(32)), {1: bytes(32)}, bytes(32))
    >>> from_recovery_sheet(recovery_sheet(one).lower()) == one
    True
    """
    lines = dict[int, bytes]()
    for number, part in _lines(text):
        if lines.setdefault(number, part) != part:
            raise BadValue(Message("keys.line-twice", line=str(number)))
    for number in range(1, max(lines, default=1) + 1):
        if number not in lines:
            raise BadValue(Message("keys.line-missing", line=str(number)))
    plain = b"".join(lines[number] for number in sorted(lines))
    if hashlib.sha256(plain[:-_DIGEST]).digest()[:_DIGEST] != plain[-_DIGEST:]:
        raise BadValue(Message("keys.other-sheet", count=len(lines)))
    return from_bytes(plain[:-_DIGEST])


def _lines(text: str) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of each line that begins with a number."""
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        number, letters = int(found[1]), re.sub(r"[\s-]", "", found[2].upper()).translate(_READ_AS)
        part = _read(letters[:-_CHECK])
        if part is None or _checksum(number, part) != letters[-_CHECK:]:
            raise BadValue(Message("keys.line-mistyped", line=str(number)))
        yield number, part


def _written(data: bytes) -> str:
    """Return bytes in base 32, the last character filled up with zeros."""
    length = -(-8 * len(data) // 5)
    value = int.from_bytes(data, "big") << (5 * length - 8 * len(data))
    return "".join(_DIGITS[value >> 5 * at & 31] for at in range(length - 1, -1, -1))


def _read(text: str) -> bytes | None:
    """Return the bytes of :func:`_written`; None for another text."""
    length = 5 * len(text) // 8
    if not text or not set(text) <= set(_DIGITS):
        return None
    value = 0
    for letter in text:
        value = value << 5 | _DIGITS.index(letter)
    data = (value >> (5 * len(text) - 8 * length)).to_bytes(length, "big")
    return data if _written(data) == text else None


def _checksum(number: int, part: bytes) -> str:
    digest = hashlib.sha256(number.to_bytes(2, "big") + part).digest()
    return _written(digest)[:_CHECK]
