"""Drafts as plain text: encodings, byte-order marks, what is no text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import CannotRead, CannotWrite, WrongUse
from legation.sources.draft.text import PlainText, decoded, encoded, read, write

TEXT = "5. L’État [doit][devrait] agir. (EU)\r\n各国【应当】\r"
FORMS = [
    ("utf-8", False),
    ("utf-8", True),
    ("utf-16-le", True),
    ("utf-16-be", True),
    ("utf-32-le", True),
    ("utf-32-be", True),
]


@pytest.mark.parametrize(("encoding", "marked"), FORMS)
def test_a_file_comes_back_to_the_same_bytes(tmp_path: Path, encoding: str, marked: bool) -> None:
    path = tmp_path / "draft.txt"
    write(path, PlainText(TEXT, encoding, marked))
    before = path.read_bytes()
    found = read(path)
    assert found == PlainText(TEXT, encoding, marked)
    write(path, found)
    assert path.read_bytes() == before


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_without_a_mark_are_found(encoding: str) -> None:
    text = "8. Invite l'État [à agir] – RUS delete"
    assert decoded("a", text.encode(encoding)) == PlainText(text, encoding)


def test_an_encoding_that_is_known_is_taken() -> None:
    assert decoded("a", "[Решает]".encode("cp1251"), "windows-1251") == PlainText("[Решает]", "cp1251")
    assert decoded("a", "[a]".encode("utf-16"), "utf-16") == PlainText("[a]", "utf-16-le", marked=True)
    assert decoded("a", b"\xef\xbb\xbf[a]", "UTF-8") == PlainText("[a]", "utf-8", marked=True)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_refused(data: bytes) -> None:
    """What is read is written back to the same bytes."""
    try:
        found = decoded("a", data)
    except CannotRead:
        return
    assert encoded("a", found) == data


def test_binary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"\x00\xff\x81\x8d" * 300)
    with pytest.raises(CannotRead, match=r"a\.bin is not text"):
        read(path)
    with pytest.raises(CannotRead, match="There is nothing"):
        read(tmp_path / "none")


def test_what_an_encoding_cannot_say_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(CannotWrite, match=r"cp1252 has no U\+5E94, which stands at character 1"):
        write(path, PlainText("[应]", "cp1252"))
    with pytest.raises(CannotWrite, match=r"utf-8 has no U\+D800"):
        write(path, PlainText("\ud800"))
    assert path.read_text() == "old"


@pytest.mark.parametrize("encoding", ["none-such", "rot13", "base64", "a\0b"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    with pytest.raises(WrongUse, match="encoding must be a name"):
        decoded("a", b"a", encoding)
