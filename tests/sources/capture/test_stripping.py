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
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from legation.errors import CannotRead
from legation.sources.capture.isolation import stripped_document
from legation.sources.capture.stripping import _without_inline, without_traces

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
    segment(0xE2, b"ICC_PROFILE\x00\x01\x01"),
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
    assert left == jpeg(segment(0xE2, b"ICC_PROFILE\x00\x01\x01"))
    assert without_traces(TRACED + b"\xff\xd8" + PLACE) == left
    plain = without_traces(PNG)
    assert not told(plain)
    assert b"DATA" in plain


SCANS = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\xff\x00A\xff\xd0B"


@pytest.mark.parametrize(
    "traced",
    [
        TRACED + TRACED,
        TRACED[:-2] + segment(0xE1, b"Exif\x00\x00" + PLACE) + SCANS + b"\xff\xd9",
        TRACED[:-2] + segment(0xFE, CAMERA) + b"\xff" + SCANS + b"\xff\xd9" + PLACE + b"\xff\xd9",
        jpeg(segment(0xE2, b"MPF\x00" + CAMERA), segment(0xE0, b"JFXX\x00" + PLACE), segment(0xF0, PLACE)),
    ],
)
def test_traces_behind_and_between_the_scans_of_a_picture_go(traced: bytes) -> None:
    """A telephone keeps a second picture behind the first one, with its own place; a picture in scans may have segments between them."""
    left = without_traces(traced)

    assert not told(left)
    assert left.count(SCANS) == traced.count(SCANS)
    assert left.endswith(b"\xff\xd9")
    assert without_traces(left) == left


def test_a_png_keeps_what_shows_it_alone() -> None:
    more = chunk(b"caBX", PLACE) + chunk(b"gAMA", b"\x00\x00\xb1\x8f")
    left = without_traces(PNG.replace(chunk(b"IDAT", b"DATA"), more + chunk(b"IDAT", b"DATA")))

    assert not told(left)
    assert b"gAMA" in left


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


def package(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", "<w>They can live with it.</w>")
        made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("word/media/image1.tiff", b"II*\x00" + PLACE),
        ("word/media/image1.gif", b"GIF89a" + PLACE),
        ("word/media/image1.emf", b"\x01\x00\x00\x00" + CAMERA),
        ("word/media/image2.svg", '<svg><image href="data:image/jpeg;base64,AAAA"/></svg>'.encode("utf-16")),
        ("word/media/image1.svg", b'<svg><image href="data:image/jpeg;base64,AAAA"/></svg>'),
        ("word/embeddings/sheet1.xlsx", package("xl/media/image1.jpeg", TRACED)),
        ("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" + CAMERA),
    ],
)
def test_an_office_file_with_a_picture_of_another_kind_or_a_file_in_it_is_not_taken(name: str, data: bytes) -> None:
    with pytest.raises(CannotRead, match="could not be freed"):
        stripped_document(package(name, data), "note.docx")


@pytest.mark.parametrize("name", ["word/fonts/font1.odttf", "xl/printerSettings/printerSettings1.bin", "customXml/item1.xml"])
def test_an_office_file_keeps_fonts_and_how_it_is_printed(name: str) -> None:
    data = b"<i/>" if name.endswith("xml") else b"\x00\x01"
    with zipfile.ZipFile(io.BytesIO(stripped_document(package(name, data), "note.docx"))) as read:
        assert read.read(name) == data


def pdf_with(picture: bytes, *filters: str, indirect: bool = False, attached: bytes = b"") -> bytes:
    """Return a PDF with a picture behind some filters, and perhaps a file attached."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    stream = StreamObject()
    stream._data = picture
    named = ArrayObject(NameObject(one) for one in filters)
    stream[NameObject("/Filter")] = writer._add_object(named) if indirect else named
    image = DictionaryObject({NameObject("/I"): writer._add_object(stream)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): image})
    if attached:
        writer.add_attachment("photo.jpg", attached)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "document",
    [
        pdf_with(TRACED, "/DCTDecode", indirect=True),
        pdf_with(zlib.compress(TRACED), "/FlateDecode", "/DCTDecode"),
        pdf_with(zlib.compress(TRACED).hex().encode() + b">", "/ASCIIHexDecode", "/FlateDecode", "/DCTDecode", indirect=True),
        pdf_with(TRACED, "/DCTDecode", attached=TRACED),
    ],
)
def test_a_picture_of_a_pdf_is_found_behind_filters_and_attached_files_go(document: bytes) -> None:
    left = stripped_document(document, "note.pdf")

    read = PdfReader(io.BytesIO(left))
    assert read.pages[0]["/Resources"]["/XObject"]["/I"]._data == without_traces(TRACED)
    assert not told(left)
    assert not read.attachments


@pytest.mark.parametrize(
    "document",
    [
        pdf_with(b"\x00\x00\x00\x0cjP  " + PLACE, "/JPXDecode"),
        pdf_with(zlib.compress(TRACED), "/FlateDecode", "/JPXDecode"),
        pdf_with(TRACED, "/DCTDecode", "/FlateDecode"),
        pdf_with(PLACE + TRACED, "/DCTDecode", indirect=True),
    ],
)
def test_a_pdf_with_a_picture_of_another_kind_is_not_taken(document: bytes) -> None:
    with pytest.raises(CannotRead, match="could not be freed"):
        stripped_document(document, "note.pdf")


def pdf_of(content: bytes, *, form: bool = False, flate: bool = False) -> bytes:
    """Return a PDF of a page with this content, or with a drawing of it that the page shows."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    stream = DecodedStreamObject()
    stream.set_data(content)
    if form:
        stream.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    made = writer._add_object(stream.flate_encode() if flate else stream)
    if form:
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/F"): made})})
    else:
        page[NameObject("/Contents")] = made
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def content_of(data: bytes, *, form: bool = False) -> bytes:
    page = PdfReader(io.BytesIO(data)).pages[0]
    return (page["/Resources"]["/XObject"]["/F"] if form else page["/Contents"]).get_object().get_data()


BEFORE, AFTER = b"BT (BI and ID) Tj ET q\n", b"\nEI Q\nBI /W 1 /H 1 /BPC 8 /CS /G ID \x07 EI\nBT (said) Tj ET"
INLINE = (
    b"BI /W 1 /H 1 /CS /RGB /BPC 8 /F /DCT ID ",
    b"BI\n/W 1/H 1/CS[/Indexed/RGB 1<000000FFFFFF>]/Filter[/DCTDecode]ID\r\n",
    b"BI /W 1 /H 1 /F [ /#44CT ] /DP [<<>>]\nID\n",
)


@pytest.mark.parametrize("head", INLINE)
@pytest.mark.parametrize("form", [False, True])
@pytest.mark.parametrize("flate", [False, True])
def test_a_picture_within_the_content_of_a_page_loses_its_traces(head: bytes, form: bool, flate: bool) -> None:
    """A page may show a small picture without a place of its own; a drawing on it and a glyph may, too."""
    left = stripped_document(pdf_of(BEFORE + head + TRACED + AFTER, form=form, flate=flate), "note.pdf")

    assert content_of(left, form=form) == BEFORE + head + without_traces(TRACED) + AFTER
    assert not told(content_of(left, form=form))


@pytest.mark.parametrize(
    "content",
    [
        b"BI /W 1 /H 1 /F [/Fl /DCT] ID " + zlib.compress(TRACED) + b"\nEI",
        b"BI /W 1 /H 1 /F [/AHx /DCT] ID" + TRACED.hex().encode() + b">\nEI",
        INLINE[0] + TRACED + b"\xff\xd8" + PLACE + b"\nEI",
        INLINE[0] + TRACED[:30] + b"\nEI",
        INLINE[0] + PLACE + b"\nEI",
    ],
)
def test_a_picture_within_the_content_that_cannot_be_freed_is_not_taken(content: bytes) -> None:
    with pytest.raises(CannotRead, match="could not be freed"):
        stripped_document(pdf_of(content), "note.pdf")


@given(st.binary(max_size=60))
def test_content_without_a_jpeg_stays_as_it_is(drawn: bytes) -> None:
    raw = BEFORE + b"BI /W 1 /H 1 /F /Fl ID " + drawn + AFTER
    assert _without_inline(raw) == raw


def test_a_form_of_its_own_in_a_pdf_is_not_taken() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    form = DecodedStreamObject()
    form.set_data(b"<image>" + PLACE + b"</image>")
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): writer._add_object(form)})
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(CannotRead, match="could not be freed"):
        stripped_document(out.getvalue(), "note.pdf")


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
