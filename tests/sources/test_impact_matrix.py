"""A cross-impact matrix as a table: both forms, what spreadsheets make of them, and faults with their places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue, CannotRead
from legation.language import LANGUAGES, say
from legation.methods.scenario import CrossImpactMatrix
from legation.sources.tables import impact_matrix

ONE = "from,a.x,a.y,b.u,b.v\na.x,0,0,2,-2\na.y,,,-1,1\nb.u,1,-1,,\nb.v,-2,2,,\n"
TWO = ",,a,,b,\n,,x,y,u,v\na,x,0,0,2,-2\n,y,,,-1,1\nb,u,1,-1,,\n,v,-2,2,,\n"
J = [[0, 0, 2, -2], [0, 0, -1, 1], [1, -1, 0, 0], [-2, 2, 0, 0]]


def read(tmp_path, data: str | bytes) -> CrossImpactMatrix:
    path = tmp_path / "table.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return impact_matrix.read(path)


@pytest.mark.parametrize(
    "data",
    [
        ONE.encode(),
        TWO.encode(),
        ONE.replace(",", ";").encode("utf-8-sig"),
        TWO.replace(",", "\t").replace("\n", "\r\n").encode(),
        TWO.replace(",", ";").replace("-2", "-2,0").encode("cp1252"),
        ONE.replace("-2", "\u22122").encode(),
        TWO.replace("\n", ",,\n").encode() + b",,\n",
        TWO.replace(",,x,y", "driver,variant,x,y").replace(",,a,,b,", "to,,a,,b,").encode(),
    ],
)
def test_both_forms_and_what_spreadsheets_write(tmp_path, data) -> None:
    m = read(tmp_path, data)

    assert (m.name, m.descriptors, m.variants) == ("table", ("a", "b"), (("x", "y"), ("u", "v")))
    assert m.array.tolist() == J


def test_the_last_point_separates(tmp_path) -> None:
    m = read(tmp_path, ONE.replace("a.", "A. Économie.").encode("latin-1"))

    assert m.descriptors == ("A. Économie", "b")


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("a.y,,,-1,1\n", "", "table.csv:4", "must be 4"),
        ("a.y,,,-1,1", "a.z,,,-1,1", "table.csv:3", "must be a.y (got a.z)"),
        ("-1,1", "-1,1.5", "table.csv:3:4", "(got 1.5)"),
        ("-1,1", "-1,1,7", "table.csv:3", "one row and one column"),
        ("-1,1", "-1,much", "table.csv:3:4", "(got much)"),
        (",a.x,a.y,", ",a.x,a.x,", "table.csv:2", "stands at 1"),
        (",a.x,a.y,b.u,", ",a.x,b.y,a.u,", "table.csv:3", "side by side"),
        (",a.x,a.y,", ",a.x,,", "table.csv:1:3", "no name"),
        ("b.u,b.v", "b.u,c.v", "table.csv:c", "two variants"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path, old, new, place, says) -> None:
    assert old in ONE
    with pytest.raises(CannotRead) as error:
        read(tmp_path, ONE.replace(old, new, 1))

    assert place in str(error.value)
    assert says in str(error.value)
    assert say(error.value.message, "fr")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"a", b"a.x\n", b"\x00\x01", b"a.x,a.y\n", b'"a.x', b",,\n,,\n", b"1,2\n3,4\n"])
def test_what_is_no_matrix_is_refused_in_both_languages(tmp_path, data) -> None:
    with pytest.raises(CannotRead) as error:
        read(tmp_path, data)

    assert all(say(error.value.message, lang) for lang in LANGUAGES)


names = st.text("ab. é-(1", min_size=1, max_size=5).filter(lambda name: name == name.strip())


@given(st.data())
def test_what_is_written_is_read_back(tmp_path_factory, data) -> None:
    descriptors = data.draw(st.lists(names, min_size=1, max_size=4, unique=True))
    variants = [data.draw(st.lists(names, min_size=2, max_size=3, unique=True)) for _ in descriptors]
    wide = sum(map(len, variants))
    values = data.draw(st.lists(st.integers(-1_000_000, 1_000_000), min_size=wide**2, max_size=wide**2))
    m = CrossImpactMatrix(descriptors=descriptors, variants=variants, judgements=np.reshape(values, (wide, wide)), name="round")
    path = tmp_path_factory.getbasetemp() / "round.csv"
    try:
        impact_matrix.write(m, path)
    except BadValue as error:
        assert "no spreadsheet runs" in str(error)
        return

    assert impact_matrix.read(path) == m


def test_a_name_that_a_spreadsheet_would_run_is_not_written(tmp_path) -> None:
    for name in ("=1+1", " x", "a\nb"):
        m = CrossImpactMatrix(descriptors=[name], variants=[["x", "y"]], judgements=np.zeros((2, 2), int))
        with pytest.raises(BadValue, match="rename"):
            impact_matrix.write(m, tmp_path / "t.csv")
    assert not (tmp_path / "t.csv").exists()
