"""Files of ScenarioWizard: read, written, read again; and what a damaged one is answered with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue, CannotRead
from legation.language import LANGUAGES, say
from legation.methods.scenario import CrossImpactMatrix
from legation.sources.tables import scenariowizard
from legation.sources.tables.scenariowizard import Solutions, read_solutions, solutions, write_solutions
from legation.sources.tables.scenariowizard.matrix_file import scaled

SMALL = """$ ScenarioWizard 4.0
small.scw
&A. Économie
 -croît
 -décroît
&B
 -x
 -y
 -z
#
&why A
 grows
\x20
&
\x20
\x20
\x20
#
&1
#
FFFFFF
FF00FF
FFFFFF
FFFFFF
FFFFFF
#
#
 0 , 0 , 1 ,-2 , 3\x20
 0 , 0 ,-1 , 2 ,-3\x20
 1 ,-1 , 0 , 0 , 0\x20
 2 ,-2 , 0 , 0 , 0\x20
-3 , 3 , 0 , 0 , 0\x20
#
# 0-0
"a comment"
#
#
"""
J = [[0, 0, 1, -2, 3], [0, 0, -1, 2, -3], [1, -1, 0, 0, 0], [2, -2, 0, 0, 0], [-3, 3, 0, 0, 0]]


def read(tmp_path, text: str | bytes) -> CrossImpactMatrix:
    path = tmp_path / "some.scw"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return scenariowizard.read(path)


def refused(tmp_path, text: str | bytes) -> str:
    """Return what is said in English; it is said in French, too."""
    with pytest.raises(CannotRead) as error:
        read(tmp_path, text)
    said = [say(error.value.message, lang) for lang in LANGUAGES]
    assert "some.scw" in said[1]
    return said[0]


def test_a_file_is_read(tmp_path) -> None:
    m = read(tmp_path, SMALL)

    assert (m.name, m.descriptors) == ("small.scw", ("A. Économie", "B"))
    assert m.variants == (("croît", "décroît"), ("x", "y", "z"))
    assert m.array.tolist() == J


@pytest.mark.parametrize(
    "data",
    [
        SMALL.replace("\n", "\r\n").encode(),
        SMALL.replace("\n", "\r").encode(),
        SMALL.encode("utf-8-sig"),
        SMALL.encode("utf-16"),
        SMALL.encode("latin-1"),
        SMALL.encode("cp1252"),
        SMALL[: SMALL.index("# 0-0")].encode(),
        SMALL[: SMALL.index("#\n# 0-0")].encode(),
        SMALL.replace(" 3 \n", " 3 ,\n").encode(),
        SMALL.replace("small.scw\n", "").encode(),
    ],
)
def test_encodings_line_ends_and_parts_that_may_be_missing(tmp_path, data) -> None:
    m = read(tmp_path, data)

    assert m.descriptors == ("A. Économie", "B")
    assert m.array.tolist() == J


def test_what_stands_beside_the_matrix_is_written_again(tmp_path) -> None:
    scenariowizard.write(read(tmp_path, SMALL), tmp_path / "again.scw")
    again = (tmp_path / "again.scw").read_text("utf-8")

    assert again == SMALL
    changed = CrossImpactMatrix(
        descriptors=["a"], variants=[["x", "y"]], judgements=np.zeros((2, 2), int), aside=read(tmp_path, SMALL).aside
    )
    scenariowizard.write(changed, tmp_path / "other.scw")

    assert "a comment" not in (tmp_path / "other.scw").read_text("utf-8")
    assert scenariowizard.read(tmp_path / "other.scw") == changed


names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffd\ufffe\uffff\x85"), min_size=1, max_size=8
)
good = names.filter(lambda name: name.strip() and not any(ord(c) & 0xFFFF >= 0xFFFE for c in name))


@st.composite
def matrices(draw) -> CrossImpactMatrix:
    descriptors = draw(st.lists(good, min_size=1, max_size=4, unique=True))
    variants = [draw(st.lists(good, min_size=2, max_size=3, unique=True)) for _ in descriptors]
    wide = sum(map(len, variants))
    values = draw(st.lists(st.integers(-1_000_000, 1_000_000), min_size=wide**2, max_size=wide**2))
    return CrossImpactMatrix(
        descriptors=descriptors, variants=variants, judgements=np.reshape(values, (wide, wide)), name=draw(st.just("") | good)
    )


@given(matrices())
def test_what_is_written_is_read_back(tmp_path_factory, m) -> None:
    path = tmp_path_factory.getbasetemp() / "round.scw"
    scenariowizard.write(m, path)
    again = scenariowizard.read(path)

    assert again == m
    before = path.read_bytes()
    scenariowizard.write(again, path)
    assert path.read_bytes() == before


def test_windows_1252_is_written_where_asked_and_read_back(tmp_path) -> None:
    m = read(tmp_path, SMALL)
    scenariowizard.write(m, tmp_path / "w.scw", encoding="cp1252")

    assert "Économie".encode("cp1252") in (tmp_path / "w.scw").read_bytes()
    assert scenariowizard.read(tmp_path / "w.scw") == m
    for name in ("Ω", "Ã©"):
        other = CrossImpactMatrix(descriptors=[name], variants=[["x", "y"]], judgements=np.zeros((2, 2), int))
        with pytest.raises(BadValue, match="encoding"):
            scenariowizard.write(other, tmp_path / "w.scw", encoding="cp1252")
    with pytest.raises(BadValue, match="utf-8"):
        scenariowizard.write(m, tmp_path / "w.scw", encoding="rot13")


@pytest.mark.parametrize("name", ["two\nlines", "a\rb", "\x01", "\ud800"])
def test_a_name_that_no_line_holds_is_not_written(tmp_path, name) -> None:
    m = CrossImpactMatrix(descriptors=[name], variants=[["x", "y"]], judgements=np.zeros((2, 2), int))

    with pytest.raises(BadValue, match="one line of text"):
        scenariowizard.write(m, tmp_path / "n.scw")
    assert not (tmp_path / "n.scw").exists()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("$ ScenarioWizard 4.0\n", "", 1, "no file of ScenarioWizard"),
        (" 1 ,-2 , 3 \n", " 1 ,-2 \n", 28, "must be 5 (got 4)"),
        (" 0 , 0 , 1 ,-2 , 3 \n", "", 32, "must be 5 (got 4)"),
        ("-3 , 3 , 0 , 0 , 0 \n", "-3 , 3 , 0 , 0 , 0 \n" * 2, 34, "must be 5 (got 6)"),
        ("-3 , 3 , 0", "-3 , 3.5 , 0", 32, "3.5"),
        ("-3 , 3 , 0", "-3 , 1_0 , 0", 32, "1_0"),
        ("-3 , 3 , 0", "-3 , 9999999 , 0", 32, "9999999"),
        ("-3 , 3 , 0", "-3 , , 0", 32, "whole number"),
        (" -y\n", " -\n", 8, "no name"),
        (" -y\n", " -x\n", 8, "found x"),
        ("&B\n", "&A. Économie\n", 6, "stands at 3"),
        ("&B\n", "&\n", 6, "no name"),
        (" -croît\n", "", 3, "two variants"),
        (" -y\n", " y\n", 8, "begins with"),
        ("FFFFFF\n#\n#\n 0", "FFFFFF\n 0", 35, "must be 5 (got 0)"),
        (" -y\n", " -\x07\n", 8, "U+0007"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, old, new, line, says) -> None:
    assert old in SMALL
    said = refused(tmp_path, SMALL.replace(old, new, 1))

    assert says in said
    assert f"some.scw:{line}" in said


def test_all_faults_come_at_once(tmp_path) -> None:
    said = refused(tmp_path, SMALL.replace(" -y\n", " -\n").replace("-3 , 3 , 0", "-3 , q , 0"))

    assert "2 faults" in said


def test_what_is_no_file_or_too_large(tmp_path) -> None:
    with pytest.raises(CannotRead):
        scenariowizard.read(tmp_path / "nowhere.scw")
    assert "before the matrix" in refused(tmp_path, SMALL[: SMALL.index("FF00FF")])
    assert refused(tmp_path, b"")
    assert "16 MB" in refused(tmp_path, b"$" + b"x" * 16 * 1024**2)


LIST = '$ ScenarioWizard 3.0\nSolution set\n 2 \n\n" 2 3",4,0,0,15,""\n" 1 1",12,-1,0,-2,"so ""said"""\n'


def test_solutions_are_read_and_written_back(tmp_path) -> None:
    path = tmp_path / "s.sl"
    path.write_text(LIST, "utf-8")
    found = read_solutions(path)
    write_solutions(found, path)

    assert found.scenarios.tolist() == [[1, 2], [0, 0]]
    assert (found.weight.tolist(), found.consistency_value.tolist(), found.total_impact.tolist()) == ([4, 12], [0, -1], [15, -2])
    assert found.notes == ("", 'so "said"')
    assert path.read_text("utf-8") == LIST


@pytest.mark.parametrize(
    ("written", "weight"),
    [
        ("1.677722E+07", 16_777_220),
        ("1.677722e+07", 16_777_220),
        ("1.5E+01", 15),
        ("2E+9", 2_000_000_000),
        ("1.0E+00", 1),
        ("0.000000E+00", 0),
        (" 3.355443E+07 ", 33_554_430),
    ],
)
def test_a_weight_of_seven_digits_is_read_as_it_is_written(tmp_path, written, weight) -> None:
    path = tmp_path / "s.sl"
    path.write_text(LIST.replace(",4,", f",{written},", 1), "utf-8")
    found = read_solutions(path)
    write_solutions(found, path)

    assert found.weight.tolist() == [weight, 12]
    assert read_solutions(path).weight.tolist() == [weight, 12]


@given(st.integers(1_000_000, 9_999_999), st.integers(6, 17))
def test_seven_digits_and_a_power_of_ten_are_that_number(digits, power) -> None:
    assert scaled(f"{digits / 10**6:.6f}E+{power:02d}") == digits * 10 ** (power - 6)


@pytest.mark.parametrize("written", ["1.677722E+03", "1.5E-01", "1E+19", "1E+999999999", "E+07", "1.E+07", "1,677722E+07", "nan", "inf"])
def test_a_weight_that_is_no_whole_number_is_named(tmp_path, written) -> None:
    path = tmp_path / "s.sl"
    path.write_text(LIST.replace(",12,", f",{written},", 1), "utf-8")

    with pytest.raises(CannotRead, match=r"s\.sl:6") as told:
        read_solutions(path)
    assert written in str(told.value)
    assert "1.677722E+07" in say(told.value.message, "fr")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("$ Sc", "Sc", "no file of ScenarioWizard"),
        (" 2 \n", " 3 \n", "another number"),
        ('" 2 3"', '" 2 3 1"', "another matrix"),
        ('" 2 3"', '" 0 3"', "another matrix"),
        ('" 2 3"', '" 2 9"', "another matrix"),
        ('" 2 3"', '" 2 b"', "no solution"),
        (",4,0,0,15", ",4,0,15", "no solution"),
        (",4,0,0,15", ",4.5,0,0,15", "no solution"),
        ('15,""', '15,"', "no solution"),
    ],
)
def test_a_fault_among_solutions_is_named(tmp_path, old, new, says) -> None:
    path = tmp_path / "s.sl"
    path.write_text(LIST.replace(old, new, 1), "utf-8")
    m = CrossImpactMatrix(descriptors=["A", "B"], variants=[["a", "b"], ["x", "y", "z"]], judgements=J)

    with pytest.raises(CannotRead, match=says):
        read_solutions(path, m)


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 2**53), st.integers(-99, 99), st.text('a," é', max_size=5)),
        max_size=6,
    )
)
def test_solutions_round_trip(tmp_path_factory, rows) -> None:
    path = tmp_path_factory.getbasetemp() / "round.sl"
    numbers = np.array([row[:4] for row in rows], np.int64).reshape(-1, 4)
    found = Solutions(
        scenarios=numbers[:, :2],
        weight=numbers[:, 2],
        consistency_value=numbers[:, 3],
        total_impact=-numbers[:, 3],
        notes=tuple(row[4] for row in rows),
    )
    write_solutions(found, path)
    again = read_solutions(path)

    assert again.scenarios.tolist() == found.scenarios.tolist()
    assert [again.weight.tolist(), again.total_impact.tolist(), again.notes] == [
        found.weight.tolist(),
        found.total_impact.tolist(),
        found.notes,
    ]


def test_weights_that_no_file_holds(tmp_path) -> None:
    m = CrossImpactMatrix(descriptors=["A", "B"], variants=[["a", "b"], ["x", "y", "z"]], judgements=J)

    with pytest.raises(BadValue, match="weight"):
        solutions(m, [[0, 0]], [10**30])
    with pytest.raises(BadValue, match="weight"):
        solutions(m, [[0, 0]], [1, 2])
