"""Files of every kind become evidence: bytes unchanged, text taken out, the rest refused with what to do."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Dossier, Info, When, decode, encode
from legation.errors import CannotRead, WrongUse
from legation.language import LANGUAGES, Message, catalogue, say
from legation.sources.capture import SIZE_LIMIT, Header, anchor, capture
from legation.sources.capture import evidence as module
from legation.sources.capture.evidence import FAULTS
from legation.sources.capture.isolation import Outcome
from legation.sources.capture.media import MEDIA, sniff
from legation.sources.capture.plain import TEXT_LIMIT, decoded, language_of, tidy

DAY = dt.date(2026, 3, 1)
PARAGRAPHS = "".join(
    f"<p>Les États membres du groupe numéro {n} sont convenus de la création d’un groupe de travail, et de son mandat pour les années.</p>"
    for n in range(12)
)
PAGE = (
    '<!doctype html><html lang="fr"><head><title>Communiqué final</title><meta property="og:site_name" content="Quai d’Orsay">'
    '<meta property="article:published_time" content="2025-11-20T10:00:00Z"></head><body><nav><a href="/">Accueil</a></nav>'
    f"<article><h1>Communiqué final</h1>{PARAGRAPHS}</article><script>steal()</script></body></html>"
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60


def package(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def word() -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = "Note verbale"
    document.add_heading("A heading", 1)
    document.add_paragraph("The Permanent Mission presents its ").add_run("compliments").bold = True
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "first cell", "second cell"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def sheet() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["actor", 3, None, dt.date(2020, 1, 2)])
    book.create_sheet("Second").append(["=1+1"])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def slides() -> bytes:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    parts = {f"ppt/slides/slide{n}.xml": f"<x {space}><a:p><a:r><a:t>Slide {n}</a:t></a:r></a:p></x>" for n in (1, 2, 10)}
    return package({"[Content_Types].xml": "<Types/>", **parts})


def open_document(kind: str = "text") -> bytes:
    space = 'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = (
        "<text:tracked-changes><text:p>deleted words</text:p></text:tracked-changes><text:h>Tête</text:h>"
        "<text:p>Un <text:span>mot</text:span><text:s/>de<text:tab/>plus.</text:p>"
    )
    return package(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<o:d {space}>{body}</o:d>",
            "meta.xml": '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Titre</dc:title><dc:language>fr-FR</dc:language></m>',
        }
    )


def pdf(pages: int = 2) -> bytes:
    import typst

    source = '#set document(title: "A paper")\n#set text(lang: "en")\n' + "#pagebreak()\n".join(
        f"Page {n} speaks of norms.\n" for n in range(pages)
    )
    return typst.compile(source.encode())


def locked_pdf(password: str) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


KINDS = {
    "page.html": (PAGE.encode(), "text/html", "web_page", "groupe de travail"),
    "a.txt": ("Élysée".encode("cp1252"), "text/plain", "other", "Élysée"),
    "a.csv": (b"actor,vote\nFrance,yes\n", "text/csv", "dataset", "France,yes"),
    "a.json": (b'{"a": [1, 2]}', "application/json", "dataset", '"a"'),
    "a.xml": (b"<?xml version='1.0'?><act><title>T</title><p>Article 1</p></act>", "application/xml", "other", "Article 1"),
    "a.pdf": (pdf(), "application/pdf", "report", "Page 1 speaks of norms."),
    "a.docx": (
        word(),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "report",
        "presents its compliments\nfirst cell",
    ),
    "a.xlsx": (sheet(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "dataset", "actor\t3\t\t2020-01-02"),
    "a.pptx": (slides(), "application/vnd.openxmlformats-officedocument.presentationml.presentation", "report", "Slide 2\n\nSlide 10"),
    "a.odt": (open_document(), "application/vnd.oasis.opendocument.text", "report", "Tête\nUn mot de\tplus."),
    "a.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><text>Seats</text><script>x()</script></svg>', "image/svg+xml", "other", "Seats"),
    "a.png": (PNG, "image/png", "other", ""),
    "a.jpg": (b"\xff\xd8\xff\xe0" + bytes(60), "image/jpeg", "other", ""),
    "a.gif": (b"GIF89a" + bytes(60), "image/gif", "other", ""),
    "a.webp": (b"RIFF\0\0\0\0WEBP" + bytes(60), "image/webp", "other", ""),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_kept_unchanged_and_read(name):
    data, media_type, kind, words = KINDS[name]
    taken = capture(data, name, day=DAY)

    assert taken.data == data
    assert taken.sha256 == hashlib.sha256(data).hexdigest()
    assert taken.media_type == media_type
    assert words in taken.text
    assert "x()" not in taken.text
    assert "deleted" not in taken.text
    assert taken.part == f"files/{taken.sha256[:12]}-{name.partition('.')[0]}.{name.partition('.')[2]}"
    assert (taken.evidence.kind, taken.evidence.part, taken.evidence.sha256) == (kind, taken.part, taken.sha256)
    assert taken.evidence.known_on == When("2026-03-01")
    assert taken.header.matches(data)
    assert [note.id for note in taken.notes] == ([] if words else ["capture.note.picture"])


def test_every_kind_that_is_kept_is_tested_or_a_sister_of_one():
    assert set(MEDIA) - {media_type for _, media_type, _, _ in KINDS.values()} == {
        sniff(open_document(kind)) for kind in ("presentation", "spreadsheet")
    }


def test_a_page_gives_its_title_date_language_and_publisher():
    taken = capture(PAGE.encode(), "x", url="https://www.diplomatie.gouv.fr/x", day=DAY)

    assert (taken.title, taken.language, taken.published) == ("Communiqué final", "fr", When("2025-11-20"))
    assert (taken.evidence.publisher, taken.evidence.date) == ("Quai d’Orsay", When("2025-11-20"))
    assert "steal" not in taken.text
    assert anchor(taken.text, "du groupe numéro 7 sont convenus").is_exact


def test_a_date_after_the_day_of_capture_is_no_date():
    assert capture(PAGE.encode(), "x", day=dt.date(2025, 11, 19)).published is None
    assert capture(PAGE.encode(), "x", day=dt.date(2025, 11, 20)).published == When("2025-11-20")


def test_a_dossier_takes_the_parts_and_the_record_and_gives_them_back():
    for name, (data, *_) in KINDS.items():
        taken = capture(data, name, url="https://un.org/x", day=DAY)
        dossier = Dossier(info=Info(id="d"), evidence=(taken.evidence,), files=taken.parts)
        again = decode(encode(dossier))

        assert again.evidence == (taken.evidence,)
        assert again.files == {taken.part: data}


def test_what_is_marked_is_kept_back_with_every_trace_of_its_file():
    taken = capture(PAGE.encode(), "x", url="https://un.org/secret", day=DAY)
    evidence = dataclasses.replace(taken.evidence, marking="TLP:RED")
    seen = Dossier(info=Info(id="d", marking="TLP:GREEN"), evidence=(evidence,), files=taken.parts).cleared("TLP:GREEN", "partner")

    assert seen.files == {}
    assert seen.evidence == ()


@pytest.mark.parametrize(
    "name, safe",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Rapport final (2).PDF", "Rapport-final-2"),
        ("A-C.1-73-L.27-Rev.1.pdf", "A-C.1-73-L.27-Rev.1"),
        ("évidence à l’été.html", "evidence-a-lete"),
        (".htaccess", "htaccess"),
        ("a\x00b\n<script>.svg", "a-b-script"),
        ("x.exe", "x"),
        ("说明.txt", "page"),
        ("", "page"),
        ("...", "page"),
        ("-rf", "rf"),
        ("report?x=../../y", "report"),
        ("a" * 300 + ".txt", "a" * 60),
    ],
)
def test_names_are_made_safe(name, safe):
    assert capture(b"Hello", name, day=DAY).part.partition("-")[2] == f"{safe}.txt"


@given(st.text(max_size=80))
def test_any_name_gives_a_part_that_a_dossier_takes(name):
    taken = capture(b"Hello", name, day=DAY)
    dossier = Dossier(info=Info(id="d"), evidence=(taken.evidence,), files=taken.parts)

    assert decode(encode(dossier)).evidence == (taken.evidence,)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "=", '=HYPERLINK("http://a.com")\nmore'])
def test_a_title_is_never_a_formula(text):
    taken = capture(text.encode(), text, day=DAY)
    dossier = Dossier(info=Info(id="d"), evidence=(taken.evidence,), files=taken.parts)

    assert decode(encode(dossier)).evidence[0].title == taken.evidence.title
    assert taken.title


REFUSED = {
    "capture.empty": b"",
    "capture.too-large": b"x" * (SIZE_LIMIT + 1),
    "capture.broken-package": b"PK\x03\x04",
    "capture.macros": package({"[Content_Types].xml": "", "word/document.xml": "<a/>", "word/vbaProject.bin": "x"}),
}
UNKNOWN = [
    b"MZ\x90\x00\x03",
    b"\x7fELF\x02",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
    package({"a.txt": "x"}),
    b"\0" * 99,
    b"OggS\0\x02",
    bytes(range(256)),
    package({"mimetype": "application/epub+zip"}),
    b"PK\x03\x04",
]


@pytest.mark.parametrize("data", UNKNOWN)
def test_unknown_kinds_are_refused(data):
    for name in ("a.html", "a.pdf", "a.docx", "a.png"):
        with pytest.raises(CannotRead) as caught:
            capture(data, name, "text/html", day=DAY)
        assert caught.value.message.id == "capture.unknown-kind"
        assert "pdf" in str(caught.value)


@pytest.mark.parametrize("fault", [f for f in REFUSED if f != "capture.broken-package"])
def test_what_cannot_be_kept_is_refused_in_both_languages(fault):
    with pytest.raises(CannotRead) as caught:
        capture(REFUSED[fault], "name.docx", day=DAY)
    assert caught.value.message.id == fault
    for lang in LANGUAGES:
        assert "name.docx" in say(caught.value.message, lang)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "http://a b", "https://a.com/" + "x" * 2000, 'http://a.com/"']
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(WrongUse):
        capture(b"Hello", "a.txt", url=url, day=DAY)


def test_a_name_that_says_something_else_is_noted():
    assert [n.id for n in capture(PAGE.encode(), "report.pdf", day=DAY).notes] == ["capture.note.other-kind"]
    assert capture(PAGE.encode(), "report.htm", day=DAY).notes == ()
    assert capture(b"a;b", "notes.md", day=DAY).notes == ()


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"  \n", b"<!-- a comment -->\n", b'<?xml version="1.0"?>'])
def test_a_page_is_known_by_its_first_element(start):
    assert sniff(start + b"<!DOCTYPE html><p>x") == "text/html"
    assert sniff(start + b"<html><body>x") == "text/html"
    assert sniff(start + b'<svg xmlns="http://www.w3.org/2000/svg"/>') == "image/svg+xml"


def test_a_page_in_utf_16_is_read():
    assert "groupe de travail" in capture(PAGE.encode("utf-16"), "a.html", day=DAY).text


def test_text_that_only_looks_like_something_else_is_text():
    for text in ("<3 this", "a < b", "{not json", "[1] A footnote.", "a, b\nc", "<person> said", "%PD"):
        assert sniff(text.encode(), "a.html") == "text/plain", text


def test_a_pdf_with_a_password_is_kept_without_text():
    taken = capture(locked_pdf("secret"), "a.pdf", day=DAY)

    assert taken.text == ""
    assert [n.id for n in taken.notes] == ["capture.note.locked"]
    assert "Page 1" in capture(locked_pdf(""), "a.pdf", day=DAY).text


@pytest.mark.parametrize("kind", ["a.pdf", "a.docx", "page.html", "a.svg", "a.xlsx", "a.odt"])
@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_damaged_file_is_refused_or_kept(kind, cut):
    data = KINDS[kind][0]
    damaged = bytearray(data[: int(len(data) * cut)])
    damaged[len(damaged) // 2] ^= 0x55
    try:
        taken = capture(bytes(damaged), kind, day=DAY)
    except CannotRead as error:
        assert error.message.id in ("capture.broken-package", "capture.unknown-kind")
    else:
        assert taken.data == bytes(damaged)
        assert all(note.id.startswith("capture.note.") for note in taken.notes)


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "{}">{}]><a xmlns:w="x"><w:p><w:t>&j;</w:t></w:p></a>'.format(
    "lol" * 100, "".join(f'<!ENTITY {name} "{f"&{before};" * 20}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True))
)


def test_entities_are_not_unfolded(tmp_path):
    (tmp_path / "secret").write_text("SECRET", "utf-8")
    outside = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY j SYSTEM "file://{tmp_path}/secret">]><a><t>before</t><t>&j;</t></a>'
    for source in (BOMB, outside):
        for data in (source.encode(), package({"[Content_Types].xml": "", "word/document.xml": source})):
            text = capture(data, "a", day=DAY).text
            assert "SECRET" not in text
            assert len(text) < 100_000


def test_deep_and_wide_pages_come_to_an_answer():
    deep = capture(b"<!doctype html><body>" + b"<div>" * 100_000 + b"the words inside", "a.html", day=DAY)
    assert "the words inside" in deep.text


def test_a_text_without_end_is_cut_and_said_to_be():
    taken = capture(b"word " * 500_000, "a.txt", day=DAY)

    assert len(taken.text) == TEXT_LIMIT
    assert [n.id for n in taken.notes] == ["capture.note.cut"]
    assert capture(b"w" * TEXT_LIMIT, "a.txt", day=DAY).notes == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_stops_a_reader_the_file_is_kept_and_the_reason_said(monkeypatch, fault):
    found = ({"title": "T", "text": 5, "unknown": "x"}, {"more": "first page\n"}, {"more": ["no text"]}, {"more": "second page"})
    monkeypatch.setattr(module, "isolated", lambda job, data: Outcome(found, fault))
    taken = capture(b"%PDF-1.4", "a.pdf", day=DAY)

    assert taken.text == "first page\nsecond page"
    assert [n.id for n in taken.notes] == [f"capture.note.{fault}"]
    for lang in LANGUAGES:
        assert say(taken.notes[0], lang) == catalogue("capture", lang)[f"note.{fault}"]


def test_a_header_reads_what_it_wrote_and_nothing_else():
    taken = capture(b"Hello", "é.txt", "text/plain", "https://un.org/a", day=DAY, final_url="https://un.org/b", status=200)

    assert Header.decode(taken.header.encode()) == taken.header
    assert json.loads(taken.header.encode())["final_url"] == "https://un.org/b"
    assert not taken.header.matches(b"Hullo")
    for data in (
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 15_000,
        taken.header.encode()[:-9],
        taken.header.encode().replace(b'"size": 5', b'"size": "5"'),
    ):
        with pytest.raises(CannotRead):
            Header.decode(data)


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"RIFF", b"\xef\xbb\xbf"]))
def test_any_bytes_are_of_a_known_kind_or_of_none(data, start):
    assert sniff(start + data, "a.csv", "text/html") in {"", *MEDIA}


@given(st.text(max_size=200))
def test_tidy_text_stays_as_it_is(text):
    once = tidy(text)

    assert tidy(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=50), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_text_is_read_in_the_encoding_that_it_is_in(text, encoding):
    if not text.startswith("\ufeff"):
        assert decoded(text.encode(encoding)) == text


SENTENCES = {
    "en": "The States should consider how best to cooperate with each other in the use of these tools, and report on it.",
    "fr": "Les États devraient examiner la meilleure façon de coopérer dans l’usage de ces outils, et en rendre compte.",
    "es": "Los Estados deben examinar la mejor manera de cooperar en el uso de estas herramientas, y de informar sobre ello.",
    "de": "Die Staaten sollten prüfen, wie sie bei der Nutzung dieser Mittel am besten zusammenarbeiten und darüber berichten, und das ist nicht neu.",
    "ru": "Государствам следует рассмотреть наилучшие способы сотрудничества.",
    "ar": "ينبغي للدول أن تنظر في أفضل السبل للتعاون فيما بينها",
    "zh": "各国应考虑如何最好地开展合作并提出报告",
    "": "Ministerstvo zahraničných vecí Slovenskej republiky oznamuje verejnosti nasledujúce skutočnosti týkajúce minulého týždňa podrobne vysvetlené.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_the_language_is_told_by_the_commonest_words(code):
    assert language_of(SENTENCES[code]) == code
    assert language_of(SENTENCES[code], "sk-SK") == (code or "sk")


def test_a_declared_language_must_look_like_one():
    assert language_of("", "<script>") == ""
    assert language_of("x", "x") == ""


def test_the_notes_are_messages():
    assert all(isinstance(note, Message) for note in capture(PNG, "a.png", day=DAY).notes)
