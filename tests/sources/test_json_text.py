"""JSON from strangers: what is one and the same for every reader is read, all else refused with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import CannotRead
from legation.sources.imports import json_text
from legation.sources.imports.json_text import read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_whatever_json_can_say_is_read(value: Any, ascii_: bool) -> None:
    assert read_json(json.dumps(value, ensure_ascii=ascii_).encode(), "x.json") == value


@given(st.binary(max_size=60) | st.text('{}[]",:0123456789.eE+-\\untrfals ', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_json(data, "x.json")
    except CannotRead as error:
        assert str(error).startswith("x.json")


def test_a_place_is_named() -> None:
    with pytest.raises(CannotRead, match="line 2, column 8"):
        read_json(b'{\n  "a": nul}', "x.json")


def test_what_is_too_large_is_refused_before_it_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "VALUES_LIMIT", 5)
    assert read_json(b"[1,2,3,4,5,6]", "x.json") == [1, 2, 3, 4, 5, 6]
    with pytest.raises(CannotRead, match="objects and lists at most"):
        read_json(b"[1,2,3,4,5,6,7]", "x.json")
    monkeypatch.setattr(json_text, "BYTES_LIMIT", 10)
    with pytest.raises(CannotRead, match="objects and lists at most"):
        read_json(b'"12345678901"', "x.json")
