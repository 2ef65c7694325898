"""The chain of a log: what follows, what is changed, dropped, swapped, erased."""

from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rooms.room_made import room

from legation.errors import BadValue
from legation.rooms import Entry, canonical, read_log, verify, write_log

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner, max_size=3),
    max_leaves=8,
)


def test_hashes_are_those_of_the_definition() -> None:
    entry = Entry(
        number=1, at="2026-03-02T09:00:00.000Z", by="s1", kind="opened", key="k1", data={"b": 1, "a": "é"}, salt="00" * 16, before="0" * 64
    )
    body = hashlib.sha256(b"\0" * 16 + '{"a":"é","b":1}'.encode()).hexdigest()
    assert entry.body == body
    text = f'[1,"2026-03-02T09:00:00.000Z","s1","opened","k1","{body}","{"0" * 64}"]'
    assert entry.hash == hashlib.sha256(text.encode()).hexdigest()


@given(PLAIN)
def test_plain_data_has_one_form(value: object) -> None:
    assert json.loads(canonical(value)) == value


@pytest.mark.parametrize("value", [1.5, float("nan"), {1: 2}, b"x", {"a": {"b": 0.1}}, "\ud800", {"a": {1, 2}}])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(BadValue, match="plain data"):
        canonical(value)


def test_a_log_comes_back_from_its_lines_and_follows() -> None:
    log = room().entries
    log[5] = log[5].erased()
    assert verify(log) is None
    assert read_log(write_log(log)) == tuple(log)
    assert verify([]) is None


def test_what_was_changed_dropped_or_swapped_is_named() -> None:
    log = room().entries
    changed = [*log[:3], dataclasses.replace(log[3], data={"seat": "p1", "role": "host"}), *log[4:]]
    assert verify(changed) == 4
    assert verify([*log[:3], dataclasses.replace(log[3], by="x"), *log[4:]]) == 4
    assert verify([*log[:3], *log[4:]]) == 5
    assert verify([*log[:3], log[4], log[3], *log[5:]]) == 5
    assert verify(log[1:]) == 2
    assert verify([*log[:3], dataclasses.replace(log[3].erased(), body="0" * 64), *log[4:]]) == 4


def test_a_chain_made_anew_with_a_time_that_falls_is_named() -> None:
    log = room().entries
    last = log[-1]
    early = Entry(
        number=last.number + 1, at="2026-03-01T09:00:00.000Z", by="h", kind="phase", key="x", data={}, salt="00" * 16, before=last.hash
    )
    assert verify([*log, early]) == early.number


@pytest.mark.parametrize(
    "line", ["{", "[]", "{}", "5", '{"number": 1.0}', '{"number": NaN}', "[" * 100_000, "x" * 2_000_001]
)  # fmt: skip
def test_a_line_that_is_no_entry_is_named(line: str) -> None:
    with pytest.raises(BadValue, match=r"Line 2 of the log"):
        read_log(write_log(room().entries[:1]) + line + "\n")


@pytest.mark.parametrize(
    ("field", "value"),
    [("number", 0), ("number", True), ("at", "2026-03-02"), ("by", 3), ("data", []), ("salt", "zz"), ("salt", None), ("key", None)],
)
def test_an_entry_of_another_form_is_refused(field: str, value: object) -> None:
    with pytest.raises(BadValue):
        dataclasses.replace(room().entries[0], **{field: value})


def test_an_erased_entry_needs_its_body() -> None:
    with pytest.raises(BadValue, match="body"):
        Entry(number=1, at="2026-03-02T09:00:00.000Z", by="s1", kind="opened", key="k1", data=None, salt=None, before="0" * 64)
