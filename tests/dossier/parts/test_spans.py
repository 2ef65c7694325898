"""Where values stand in a text: drawn texts in every way of writing, put together again from their places, are what ``tomllib`` reads."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier.parts.toml_lines import Lines, scan, table_place

NAMES = st.sampled_from(["a", "b-1", "3", '"a b"', "'c.d'", '"\\u00e9"', '"#"', '"\\U0001F600"', '"tab\there"', '""'])
GAPS = st.sampled_from(["", " ", "\t", "  "])
BLANKS = st.sampled_from(["", " ", "\n", "\n\n  ", ' # [no] = "table\n', "\n# it's } ] ''' \"\"\"\n\t"])
PLAIN = st.sampled_from(["1", "0x1F", "1_000", "0.5e3", "-inf", "true", "2019-01-31", "2019-01-31 07:00:00Z", "07:32:00.5", "0b11"])
STRINGS = st.sampled_from(
    [
        '""',
        "''",
        '"a # b"',
        "'[x] = \"'",
        '"\\"]\\\\"',
        '"""a"""',
        '""""quoted""""',
        '""""""',
        '"""two\nlines = 1\n[x]\n"""',
        '"""\\\n  joined \\"""" # \\n"""',
        "'''raw \\ '' \n# no comment'''",
        "''''it''''",
        '"""ends with two"""""',
        '"é\\u00e9"',
    ]
)


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    listed = draw(st.lists(inner, max_size=3))
    text = ",".join(draw(BLANKS) + one + draw(BLANKS) for one in listed)
    return f"[{text}{',' if listed and draw(st.booleans()) else ''}{draw(BLANKS)}]"


@st.composite
def inline_tables(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    names = draw(st.lists(NAMES, max_size=3, unique_by=unquoted))
    keys = []
    for name in names:
        below = draw(st.sampled_from(["", ".x", " . 'y z'"]))
        keys.append(f"{name}{below}{draw(GAPS)}={draw(GAPS)}{draw(inner)}")
    return "{" + ",".join(f"{draw(GAPS)}{key}{draw(GAPS)}" for key in keys) + draw(GAPS) * (not keys) + "}"


def unquoted(name: str) -> str:
    return next(iter(tomllib.loads(f"{name} = 0")))


VALUES = st.recursive(PLAIN | STRINGS, lambda inner: arrays(inner) | inline_tables(inner), max_leaves=6)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw texts with tables, lists of tables, some of them below others, and comments; those that say a name twice are none."""
    lines = []
    for header in [None, *draw(st.lists(st.tuples(st.booleans(), st.lists(NAMES, min_size=1, max_size=3)), max_size=5))]:
        if header is not None:
            listed, names = header
            inner = draw(GAPS) + f"{draw(GAPS)}.{draw(GAPS)}".join(names) + draw(GAPS)
            lines.append(draw(GAPS) + (f"[[{inner}]]" if listed else f"[{inner}]") + draw(st.sampled_from(["", " # [[a]]"])))
        for name in draw(st.lists(NAMES, max_size=3, unique_by=unquoted)):
            below = draw(st.sampled_from(["", "", ".x", ". 'y z'.w"]))
            lines.append(f"{draw(GAPS)}{name}{below}{draw(GAPS)}={draw(GAPS)}{draw(VALUES)}{draw(st.sampled_from(['', ' # = 3', chr(9)]))}")
        lines += draw(st.lists(st.sampled_from(["", "# a = 1", "  # [b]"]), max_size=2))
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n"]))
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def as_read(text: str) -> Any:
    return tomllib.loads(text.replace("\r\n", "\n"))


def put_together(text: str) -> dict[str, Any]:
    """Return what a text says, from the places of its tables and keys alone."""
    whole: dict[str, Any] = {}
    for table in scan(text):
        at: Any = whole
        if table.inline is not None:
            continue
        for name, after in zip(table.path, [*table.path[1:], ""], strict=False):
            if isinstance(name, int):
                at += [{}] * (name > len(at))
                at = at[name - 1]
            else:
                at = at.setdefault(name, [] if isinstance(after, int) else {})
        for entry in table.entries:
            here = at
            for name in entry.names[:-1]:
                here = here.setdefault(name, {})
            here[entry.names[-1]] = as_read("x = " + text[entry.value.start : entry.value.end])["x"]
    return whole


@given(texts())
def test_what_stands_at_the_places_is_what_the_text_says(text: str) -> None:
    try:
        wanted = as_read(text)
    except tomllib.TOMLDecodeError:
        return  # a name that is said twice
    assert repr(put_together(text)) == repr(wanted) or same(put_together(text), wanted)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same, in whatever order their names stand."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


@given(texts())
def test_inline_tables_and_the_values_of_arrays_have_their_places_too(text: str) -> None:
    try:
        whole: Any = as_read(text)
    except tomllib.TOMLDecodeError:
        return
    for table in scan(text):
        found = whole
        for one in table.path:
            found = found[one - 1] if isinstance(one, int) else found[one]
        if table.inline is not None:
            assert same(as_read("x = " + text[table.start : table.end])["x"], found)
        for entry in table.entries:
            for item in entry.value.items:
                as_read("x = " + text[item.start : item.end])


def test_lists_of_tables_that_stand_between_each_other_are_counted() -> None:
    text = "[[a]]\n[[a.b]]\n[[c]]\nx = 1\n[[a]]\n[[a.b]]\n[[a.b]]\ny = [{ z = 1 }, 3, { z = 2 }]\n[a.b.d]\n"

    assert [table_place(one.path) for one in scan(text)] == [
        "",
        "a 1",
        "a 1.b 1",
        "c 1",
        "a 2",
        "a 2.b 1",
        "a 2.b 2",
        "a 2.b 2.y 1",
        "a 2.b 2.y 3",
        "a 2.b 2.d",
    ]


@pytest.mark.parametrize(("place", "line"), [(0, 1), (1, 1), (2, 2), (3, 3)])
def test_a_place_has_its_line(place: int, line: int) -> None:
    assert Lines("a\n\nb").at(place) == line
