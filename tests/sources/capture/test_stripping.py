"""Documents that are sent from a telephone: nothing in them tells where or with which camera a picture was taken."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from legation.errors import CannotRead
from legation.sources.capture.isolation import stripped_document
from legation.sources.capture.stripping import without_traces

PLACE, CAMERA = b"GPS-48.8566,2.3522", b"CAMERA-X100"


def segment(kind: int, body: bytes) -> bytes:
    return bytes((0xFF, kind)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*more: bytes) -> bytes:
    """Return a picture with a header, some segments, a table and a scan."""
    head = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    return b"\xff\xd8" + head + b"".join(more) + segment(0xDB, b"\x00" * 65) + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"SCAN\xff\xd9"


TRACED = jpeg(
    segment(0xE1, b"Exif\x00\x00" + PLACE),
    segment(0xED, b"Photoshop 3.0\x00" + CAMERA),
    segment(0xFE, CAMERA),
    segment(0xE2, b"ICC_PROFILE"),
)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    (
        chunk(b"IHDR", b"\x00" * 13),
        chunk(b"eXIf", PLACE),
        chunk(b"tEXt", b"Model\x00" + CAMERA),
        chunk(b"IDAT", b"DATA"),
        chunk(b"IEND", b""),
    )
)


def told(data: bytes) -> bool:
    return PLACE in data or CAMERA in data


def test_pictures_lose_their_traces_and_stay_pictures() -> None:
    left = without_traces(TRACED)
    assert not told(left)
    assert left == jpeg(segment(0xE2, b"ICC_PROFILE"))
    assert without_traces(TRACED + b"\xff\xd8" + PLACE) == left
    plain = without_traces(PNG)
    assert not told(plain)
    assert b"DATA" in plain


@pytest.mark.parametrize("picture", [TRACED, PNG])
@given(st.data())
def test_a_picture_that_is_cut_or_changed_tells_nothing(picture: bytes, data) -> None:
    at = data.draw(st.integers(3, len(picture) - 1))
    for broken in (picture[:at], picture[:at] + data.draw(st.binary(max_size=4)) + picture[at + 1 :]):
        try:
            left = without_traces(broken)
        except ValueError:
            continue
        assert left is broken or len(left) <= len(broken)


def test_a_word_file_keeps_its_words() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", "<w>They can live with it.</w>")
        made.writestr("word/media/image1.jpeg", TRACED)
        made.writestr("word/media/image2.png", PNG)
        made.writestr("docProps/thumbnail.jpeg", TRACED)
    left = stripped_document(out.getvalue(), "note.docx")

    with zipfile.ZipFile(io.BytesIO(left)) as read:
        assert read.read("word/document.xml") == b"<w>They can live with it.</w>"
        assert not any(told(read.read(name)) for name in read.namelist())
        assert read.read("word/media/image1.jpeg").startswith(b"\xff\xd8\xff")
        assert read.read("docProps/thumbnail.jpeg") == b""


def test_a_pdf_keeps_its_pages() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    writer.add_metadata({"/Subject": PLACE.decode(), "/Creator": CAMERA.decode()})
    words = DecodedStreamObject()
    words.set_data(b"<x>" + PLACE + b"</x>")
    picture = StreamObject()
    picture._data = TRACED
    picture.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image")})
    picture[NameObject("/Filter")] = NameObject("/DCTDecode")
    picture[NameObject("/Metadata")] = writer._add_object(words)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/I"): writer._add_object(picture)})}
    )
    page[NameObject("/Metadata")] = writer._add_object(words)
    writer._root_object[NameObject("/Metadata")] = writer._add_object(words)
    out = io.BytesIO()
    writer.write(out)
    assert told(out.getvalue())

    left = stripped_document(out.getvalue(), "note.pdf")

    read = PdfReader(io.BytesIO(left))
    assert len(read.pages) == 1
    assert not told(left)
    assert read.pages[0]["/Resources"]["/XObject"]["/I"]._data.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("data", "name"),
    [(TRACED, "note.jpg"), (PNG, "note.pdf"), (b"<!doctype html><p>x", "a.txt"), (b"MZ\x90\x00", "a.docx"), (b"", "a.pdf")],
)
def test_what_is_no_document_is_refused(data: bytes, name: str) -> None:
    if data:
        with pytest.raises(CannotRead, match="is no document"):
            stripped_document(data, name)


def test_what_cannot_be_stripped_is_not_taken() -> None:
    with pytest.raises(CannotRead, match="could not be freed"):
        stripped_document(b"%PDF-1.7 broken " + PLACE, "note.pdf")
