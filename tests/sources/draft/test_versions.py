"""A file by what it holds, whatever its name: its text with tracked changes, and what is refused with the place."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from pathlib import Path

import pytest

from legation.errors import CannotRead
from legation.methods.drafting import parse
from legation.sources.draft import akoma_ntoso, word
from legation.sources.draft.tracked_changes import redline
from legation.sources.draft.versions import text_from, tracked_from

TEXT = "5. States [shall (EU)] report.\n6. Ends."


def test_a_file_is_read_by_what_it_holds_and_not_by_its_name(tmp_path: Path) -> None:
    made = {
        "a.bin": word.encoded("a", redline("5. States report.", "5. States shall report.", "EU")),
        "b.bin": akoma_ntoso.encoded("b", parse(TEXT), akoma_ntoso.About("b", dt.date(2026, 3, 1))),
        "c.bin": TEXT.encode("utf-16"),
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)

    assert [text_from(tmp_path / name) for name in made] == ["5. States [shall (EU)] report.", TEXT, TEXT]
    assert [tracked_from(name, data).after for name, data in made.items()] == ["5. States shall report.", TEXT, TEXT]


@pytest.mark.parametrize("form", ["txt", "docx", "akn"])
def test_ten_thousand_brackets_in_each_other_are_refused_with_the_place_at_once(form: str) -> None:
    text = "1. One.\n2. Two " + "[" * 10_000 + "x" + "]" * 10_000
    data = text.encode()
    if form == "docx":
        w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>')
        data = packed.getvalue()
    elif form == "akn":
        lines = "".join(f"<p>{line}</p>" for line in text.split("\n"))
        data = f'<akomaNtoso xmlns="{akoma_ntoso.AKN}"><doc><mainBody>{lines}</mainBody></doc></akomaNtoso>'.encode()
    began = time.process_time()
    with pytest.raises(CannotRead, match=r"line 2, column 128: brackets stand in each other more than 120 deep"):
        tracked_from(f"a.{form}", data)
    assert time.process_time() - began < 5


def test_many_brackets_beside_each_other_and_many_without_an_end_are_no_depth() -> None:
    for text in ("[a] " * 5_000, "[a " * 5_000):
        assert tracked_from("a.txt", text.encode()).text == text


def test_a_file_of_too_many_parts_or_with_a_part_twice_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(word.MOST_PARTS + 1):
            archive.writestr(f"{number}", b"")
    with pytest.raises(CannotRead, match=r"5,001 parts; a Word file has 5,000 at most"):
        tracked_from("a.docx", packed.getvalue())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"<a/>")
        archive.writestr("word/document.xml", b"<b/>")
    with pytest.raises(CannotRead, match=r"a\.docx"):
        tracked_from("a.docx", packed.getvalue())


def test_a_text_part_that_unpacks_to_too_much_is_refused_whatever_the_file_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "LARGEST_TEXT", 1_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 2_000 + b"</a>")
    with pytest.raises(CannotRead, match="when unpacked"):
        tracked_from("a.docx", packed.getvalue())
