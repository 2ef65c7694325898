"""Office files are zips: what they unpack to is counted before anything reads them.

The sizes that a zip declares are checked first, then the real ones by unpacking each part into nothing, so that neither a bomb that says
what it is nor one that lies gets any further. Overlapping parts and macros are refused too.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from legation.errors import CannotRead
from legation.language import Message

__all__ = ["check_package"]

PARTS_LIMIT = 5_000
PART_LIMIT = 100 * 1024 * 1024
UNPACKED_LIMIT = 200 * 1024 * 1024
_CHUNK = 1024 * 1024
_LOCAL = struct.Struct("<4s22x2H")


def check_package(name: str, data: bytes) -> None:
    """Refuse an office file that unpacks to too much, is not well formed, or holds macros.

    Raises
    ------
    CannotRead
        The sentence says the limit, and what was found.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise CannotRead(Message("capture.broken-package", name=name)) from error
    if len(entries) > PARTS_LIMIT:
        raise CannotRead(Message("capture.too-many-parts", name=name, allowed=PARTS_LIMIT, found=len(entries)))
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise CannotRead(Message("capture.macros", name=name))
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotRead(Message("capture.locked-package", name=name))
    declared = sum(entry.file_size for entry in entries)
    if declared > UNPACKED_LIMIT or any(entry.file_size > PART_LIMIT for entry in entries):
        raise _bomb(name)
    if sum(entry.compress_size for entry in entries) > len(data):
        raise CannotRead(Message("capture.broken-package", name=name))
    for entry in entries:
        if _real_size(name, data, entry) != entry.file_size:
            raise CannotRead(Message("capture.broken-package", name=name))


def _real_size(name: str, data: bytes, entry: zipfile.ZipInfo) -> int:
    """Return how many bytes a part unpacks to, counting no further than one more than it declares."""
    head = data[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        raise CannotRead(Message("capture.broken-package", name=name))
    _, name_length, extra_length = _LOCAL.unpack(head)
    start = entry.header_offset + _LOCAL.size + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise CannotRead(Message("capture.broken-package", name=name))
    unpack, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    try:
        while packed and not unpack.eof and size <= entry.file_size:
            size += len(unpack.decompress(packed, _CHUNK))
            packed = unpack.unconsumed_tail
    except zlib.error as error:
        raise CannotRead(Message("capture.broken-package", name=name)) from error
    return size if unpack.eof or size > entry.file_size else -1


def _bomb(name: str) -> CannotRead:
    return CannotRead(Message("capture.zip-bomb", name=name, part=PART_LIMIT // _CHUNK, total=UNPACKED_LIMIT // _CHUNK))
