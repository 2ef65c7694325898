"""Drafts as Word files: written, opened and saved again by another program, read back; and hostile files."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import CannotRead, CannotWrite, LegationError
from legation.methods.drafting import parse
from legation.sources.draft.tracked_changes import Owner, Remark, Tracked, TrackedText, redline
from legation.sources.draft.word import decoded, encoded, read, write

OLD = "PP1 Recalling its resolution 73/27,\n\n1. States should report incidents.\n2. Invites the Chair to go on.\n"
NEW = "PP1 Recalling its resolutions 73/27 and 73/266,\n\n1. States [shall (EU)][should – RUS delete] report incidents at once.\n3. Ends.\n"
_WHOLE = encoded("a", redline(OLD, NEW, "EU"))
_WORDS = st.lists(st.sampled_from(["States", "shall", "[report", "at]", "once", ".", "\n", ",", "يجب", "(EU)"]), max_size=30).map(" ".join)


def test_a_redline_keeps_both_versions() -> None:
    found = redline(OLD, NEW, "EU", "2025-03-01")

    assert found.after == NEW
    assert found.before.split() == OLD.split()
    assert {(c.author, c.date) for c in found.changes} == {("EU", "2025-03-01")}


@given(_WORDS, _WORDS)
def test_any_two_versions_make_a_redline(old: str, new: str) -> None:
    found = redline(old, new, "EU")

    assert found.after == new
    assert found.before.split() == old.split()
    assert all(a.end <= b.start for a, b in zip(found.changes, found.changes[1:], strict=False))


@given(_WORDS, _WORDS)
def test_what_is_written_is_read_back(old: str, new: str) -> None:
    tracked = redline(old, new, "EU", "2025-03-01T10:00:00Z")
    found = decoded("x.docx", encoded("x.docx", tracked))

    assert (found.text, found.before, found.after) == (tracked.text, tracked.before, tracked.after)


def test_changes_remarks_and_paragraph_ends_come_back(tmp_path: Path) -> None:
    tracked = redline(OLD, NEW, "EU", "2025-03-01T10:00:00Z")
    at = tracked.text.index("[shall")
    said = Remark(at, at + 6, "Waiting for instructions", "FRA", "2025-03-02T11:12:13Z")
    tracked = TrackedText(tracked.text, tracked.changes, (said,))
    write(tmp_path / "a.docx", tracked, "A draft")
    found = read(tmp_path / "a.docx")

    assert found.text == f"A draft\n{tracked.text}"
    assert [(c.kind, found.text[c.start : c.end], c.author, c.date) for c in found.changes] == [
        (c.kind, tracked.text[c.start : c.end], c.author, c.date) for c in tracked.changes
    ]
    (remark,) = found.remarks
    assert (found.text[remark.start : remark.end], remark.text) == ("[shall", "Waiting for instructions")
    assert (remark.author, remark.date) == ("FRA", "2025-03-02T11:12:13Z")


def test_words_of_somebody_else_are_tracked_as_theirs_on_their_day() -> None:
    old, new = "1. States report.", "1. States [shall] report [at once]."
    at = new.index("[at once]")
    owners = [Owner(10, 17, "EU", "2025-03-02"), Owner(at + 4, at + 8, "CHE")]
    found = redline(old, new, "Chair", "2025-03-01", owners)

    assert (found.before.split(), found.after) == (old.split(), new)
    assert [(found.text[c.start : c.end], c.author, c.date) for c in found.changes] == [
        (" ", "Chair", "2025-03-01"),
        ("[shall]", "EU", "2025-03-02"),
        (" [at ", "Chair", "2025-03-01"),
        ("once", "CHE", "2025-03-01"),
        ("]", "Chair", "2025-03-01"),
    ]


@given(_WORDS, _WORDS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 20), st.sampled_from(["EU", "CHE"])), max_size=4))
def test_whoever_owns_words_the_two_versions_stay_the_same(old: str, new: str, whose: list[tuple[int, int, str]]) -> None:
    owners, at = [], 0
    for gap, length, who in whose:
        owners.append(Owner(at + gap, at + gap + length, who, "2025-03-02"))
        at += gap + length
    found = redline(old, new, "Chair", "2025-03-01", owners)

    assert found.after == new
    assert found.before == redline(old, new, "Chair").before
    assert all(a.end <= b.start for a, b in zip(found.changes, found.changes[1:], strict=False))
    assert {c.author for c in found.changes if c.kind == "delete"} <= {"Chair"}


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2025-03-01", "2025-03-01T00:00:00Z"),
        ("2025-03-01T10:11", "2025-03-01T10:11:00Z"),
        ("2025-03-01T10:11:12.345Z", "2025-03-01T10:11:12Z"),
        ("", ""),
    ],
)
def test_a_day_and_an_instant_are_read_back_to_the_second(said: str, written: str) -> None:
    tracked = TrackedText("States report.", (Tracked("insert", 0, 6, "EU", said),), (Remark(7, 13, "Why?", "FRA", said),))
    found = decoded("a", encoded("a", tracked))

    assert [c.date for c in found.changes] == [written] == [r.date for r in found.remarks]


def test_the_same_text_gives_the_same_bytes() -> None:
    assert encoded("a", redline(OLD, NEW, "EU")) == encoded("a", redline(OLD, NEW, "EU"))


def test_brackets_are_bold_who_said_it_is_grey_and_paragraphs_have_styles() -> None:
    import docx

    word = docx.Document(io.BytesIO(encoded("a", parse(NEW + "^1 RUS reserves its position on paragraph 1."))))
    by_text = {run.text: run for paragraph in word.paragraphs for run in paragraph.runs}

    assert by_text["["].bold
    assert by_text[" (EU)"].font.color.rgb is not None
    assert by_text["shall"].font.color.rgb is None
    assert [p.style.name for p in word.paragraphs if p.text] == ["Draft preamble", "Draft paragraph", "Draft paragraph", "Draft footnote"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not on this machine")
def test_another_program_opens_and_saves_it_with_the_changes_whole(tmp_path: Path) -> None:
    tracked = redline(OLD, NEW, "EU", "2025-03-01T10:00:00Z")
    at = tracked.text.index("[shall")
    write(tmp_path / "a.docx", TrackedText(tracked.text, tracked.changes, (Remark(at, at + 6, "Why?", "FRA", "2025-03-02T11:12:13Z"),)))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run([*command, "--outdir", str(tmp_path / "again"), str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=180)
    found = read(tmp_path / "again" / "a.docx")

    assert (found.before, found.after) == (tracked.before, tracked.after)
    assert {(c.kind, c.author, c.date) for c in found.changes} == {(c.kind, c.author, c.date) for c in tracked.changes}
    assert [(found.text[r.start : r.end], r.text, r.author, r.date) for r in found.remarks] == [
        ("[shall", "Why?", "FRA", "2025-03-02T11:12:13Z")
    ]


def _made(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"\x00" * 500,
        _made({"a.txt": b"x"}),
        _made({"word/document.xml": b"<no"}),
        _made({"word/document.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        _made({"word/document.xml": b"<a>" * 100_000}),
        _made({"word/document.xml": b" " * (257 * 1024 * 1024)}),
        encoded("a", parse(OLD))[:3000],
    ],
    ids=["empty", "head", "zeros", "other", "no XML", "entities", "deep", "bomb", "cut"],
)
def test_what_is_no_word_file_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(CannotRead, match=r"bad\.docx"):
        decoded("bad.docx", data)


@given(st.binary(max_size=300), st.integers(0, 30_000))
def test_a_damaged_file_is_read_or_refused(noise: bytes, at: int) -> None:
    at %= len(_WHOLE)
    try:
        assert isinstance(decoded("a.docx", _WHOLE[:at] + noise + _WHOLE[at + len(noise) :]), TrackedText)
    except LegationError as error:
        assert "a.docx" in str(error)


def test_what_xml_cannot_say_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"U\+0000"):
        write(tmp_path / "a.docx", parse("a\0b"))
    assert not list(tmp_path.iterdir())


def test_moves_of_word_are_read_as_deleted_and_inserted() -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        f'<w:document {w}><w:body><w:p><w:moveFrom w:id="1" w:author="A" w:date="2025-01-01T00:00:00Z"><w:r><w:t>one </w:t></w:r></w:moveFrom>'
        '<w:r><w:t>two</w:t></w:r><w:moveTo w:id="2" w:author="A" w:date="2025-01-01T00:00:00Z"><w:r><w:tab/><w:t>one</w:t></w:r></w:moveTo>'
        "</w:p></w:body></w:document>"
    )
    found = decoded("a.docx", _made({"word/document.xml": body.encode()}))

    assert (found.text, found.before, found.after) == ("one two\tone", "one two", "two\tone")
    assert found.changes[0] == Tracked("delete", 0, 4, "A", "2025-01-01T00:00:00Z")
