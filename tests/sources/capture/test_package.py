"""Office files that unpack to too much, lie about it, or hold what must not come in."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import pytest

from legation.errors import CannotRead
from legation.language import LANGUAGES, say
from legation.sources.capture import media
from legation.sources.capture.media import check_package

MEGABYTE = 1024 * 1024


def packed(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def with_declared_size(data: bytes, real: int, said: int) -> bytes:
    """Say another unpacked size, in the local header and the directory."""
    return data.replace(struct.pack("<L", real), struct.pack("<L", said))


def refused(data: bytes) -> str:
    with pytest.raises(CannotRead) as caught:
        check_package("a.docx", data)
    for lang in LANGUAGES:
        assert "a.docx" in say(caught.value.message, lang)
    return caught.value.message.id


def test_a_sound_package_passes():
    for sound in (packed({"word/document.xml": b"<a/>" * 1000, "empty": b""}), packed({"a.xml": b"<a/>" * 1000}, zipfile.ZIP_STORED)):
        check_package("a.docx", sound)
        assert refused(sound[: len(sound) // 2]) == "capture.broken-package"


def test_a_bomb_that_says_what_it_is_is_refused():
    assert refused(packed({"a": b"\0" * (media.PART_LIMIT + 1)})) == "capture.zip-bomb"
    part = b"\0" * (70 * MEGABYTE)
    assert refused(packed({"a": part, "b": part, "c": part})) == "capture.zip-bomb"


def test_a_bomb_that_lies_is_refused():
    real = 30 * MEGABYTE + 12_345
    assert refused(with_declared_size(packed({"a": b"\0" * real}), real, 10)) == "capture.broken-package"


def test_a_part_that_is_shorter_than_it_says_is_refused():
    assert refused(with_declared_size(packed({"a": b"x" * 12_345}), 12_345, 54_321)) == "capture.broken-package"
    assert refused(with_declared_size(packed({"a": b"x" * 12_345}, zipfile.ZIP_STORED), 12_345, 54_321)) == "capture.broken-package"


def test_parts_that_share_their_bytes_are_refused():
    """The bomb of D. Fifield: one compressed block stands for many parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(range(256)) * 2000)
        for at in range(20):
            again = zipfile.ZipInfo(f"b{at}")
            first = archive.infolist()[0]
            for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
        archive._didModify = True
    assert refused(made.getvalue()) == "capture.broken-package"


def test_too_many_parts_are_refused():
    assert refused(packed({f"{n}": b"" for n in range(media.PARTS_LIMIT + 1)})) == "capture.too-many-parts"


def test_macros_and_passwords_are_refused():
    assert refused(packed({"word/vbaProject.bin": b"x"})) == "capture.macros"
    locked = bytearray(packed({"a": b"hello"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    assert refused(bytes(locked)) == "capture.locked-package"


def test_unusual_packing_is_refused():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert refused(packed({"a": b"hello" * 99}, zipfile.ZIP_LZMA)) == "capture.broken-package"


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_a_damaged_package_is_refused_or_whole(cut):
    data = packed({"word/document.xml": b"<a>hello</a>" * 50, "b": bytes(range(256))})
    assert refused(data[: min(cut, len(data) - 1)]) == "capture.broken-package"
    damaged = bytearray(data)
    damaged[cut % len(data)] ^= 0xFF
    try:
        check_package("a.docx", bytes(damaged))
    except CannotRead as error:
        assert error.message.id.startswith("capture.")
