"""A dossier as one JSON document: what went in comes out, what a program changes arrives, and what is wrong is said at its place."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import dossiers

from legation.cli import main
from legation.dossier import TABLES, Dossier, DossierError, decode, encode, load, save
from legation.dossier.files import json_document
from legation.dossier.files.codec import table_of
from legation.dossier.files.json_document import json_bytes, parts_of
from legation.dossier.parts import ModelKind, kind_of, kinds
from legation.dossier.parts.schema import column_schema, schema
from legation.dossier.tables.csv_sheet import write_csv
from legation.errors import CannotRead

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent for path in ROOT.glob("examples/*/dossier.toml"))
SMALL = {
    "dossier.toml": b'# ours\nid = "x"\nformat = 2\n',
    "actors.csv": b"id,name,kind,level\nFRA,France,state,\nEST,Estonia,state,national\n",
    "issues.csv": b"id,question,cyberspace\nnorms,Norms?,yes\n",
    "evidence.csv": b"id,title,date\ne1,Report,2018-05\n",
    "positions.csv": b"id,evidence,actor,issue,value\np1,e1,FRA,norms,60.5\n",
    "files/a.bin": b"\xff\x00",
    "files/b.txt": "é\r\n".encode(),
}


def document(parts: dict[str, bytes]) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json_bytes(parts))
    return made


def read(made: Any) -> Dossier:
    return decode(*parts_of(json.dumps(made).encode(), "d.json"))


def faults(made: Any) -> list[tuple[str, int | None, str | None, str]]:
    with pytest.raises(DossierError) as caught:
        read(made)
    return [(one.part, one.row, one.column, one.code) for one in caught.value.problems if not one.is_notice]


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_every_example_comes_back_byte_for_byte_and_each_part_is_as_its_schema_has_it(folder: Path) -> None:
    dossier = load(folder)
    parts = encode(dossier)
    made = json.loads(json_bytes(parts))

    back = read(made)
    assert back == dossier
    assert encode(back) == parts
    for name, entry in made["parts"].items():
        kind = kind_of(name)
        if isinstance(kind, ModelKind):
            jsonschema.validate(entry["content"], schema(kind))
        if table := table_of(name):
            columns = {named: column for column in TABLES[table].columns for named in column.names}
            for column in columns.values():
                checker = jsonschema.Draft202012Validator(column_schema(column))
                for row in entry["records"]:
                    assert [e.message for n in column.names if n in row for e in checker.iter_errors(row[n])] == []
            assert all(row.keys() <= columns.keys() for row in entry["records"])


@pytest.mark.parametrize("kind", [kind for kind in kinds() if isinstance(kind, ModelKind)], ids=lambda kind: kind.id)
def test_every_kind_of_model_has_content_as_its_schema_has_it(kind: ModelKind[Any]) -> None:
    name = kind.called("one")
    entry = document({name: kind.template("en").encode()})["parts"][name]

    jsonschema.validate(entry["content"], schema(kind))
    assert entry["kind"] == kind.id
    assert kind.write(kind.read(entry["text"].encode(), name)) == kind.write(kind.read(parts_of_content(name, entry), name))


def parts_of_content(name: str, entry: dict[str, Any]) -> bytes:
    """The bytes of a part where nothing but its content is given."""
    return parts_of(json.dumps({"format": 1, "parts": {name: {"content": entry["content"]}}}).encode(), "d.json")[0][name]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(dossier=dossiers())
def test_what_went_in_comes_out(dossier: Dossier) -> None:
    parts = encode(dossier)
    made = json_bytes(parts)

    assert decode(*parts_of(made, "d.json")) == dossier
    assert encode(decode(*parts_of(made, "d.json"))) == parts


@given(names=st.dictionaries(st.from_regex(r"files/[a-z]{1,5}", fullmatch=True), st.binary(max_size=40), max_size=3))
def test_files_come_back_whatever_they_hold(names: dict[str, bytes]) -> None:
    assert parts_of(json_bytes(names), "d.json")[0] == names


def test_values_are_those_of_json() -> None:
    made = document(encode(decode(SMALL)))["parts"]

    assert made["positions.csv"]["records"] == [{"id": "p1", "evidence": ["e1"], "actor": "FRA", "issue": "norms", "value": 60.5}]
    assert made["issues.csv"]["records"][0]["cyberspace"] is True
    assert made["evidence.csv"]["records"][0]["date"] == "2018-05"
    assert made["dossier.toml"] == {"kind": "dossier", "content": {"id": "x", "format": 2}, "text": '# ours\nid = "x"\nformat = 2\n'}
    assert made["files/a.bin"]["base64"] == base64.b64encode(b"\xff\x00").decode()
    assert made["files/b.txt"]["text"] == "é\r\n"


CELLS = ["", "1", "01", "1.50", "50", "-0", "yes", "true", "e1 e2", '"q"', "x\ny", "2018-05", "é", "=1", "[]"]


@given(data=st.data())
def test_a_row_of_any_cells_is_in_the_document_what_it_is_alone(data: st.DataObject) -> None:
    names = [named for column in TABLES["positions"].columns for named in column.names]
    header = data.draw(st.lists(st.sampled_from([*names, "odd"]), min_size=1, max_size=5))
    rows = data.draw(st.lists(st.lists(st.sampled_from(CELLS), min_size=len(header), max_size=len(header)), max_size=5))
    tables = [write_csv(header, some) for some in (rows, *([row] for row in rows))]
    whole, *alone = (document({"positions.csv": table})["parts"]["positions.csv"]["records"] for table in tables)
    lines = json_bytes({"positions.csv": tables[0]}).decode().split("[\n", 1)[1].split("\n]", 1)[0]

    assert whole == [record for records in alone for record in records]
    assert lines == ",\n".join(json.dumps(record, ensure_ascii=False) for record in whole)


def test_what_a_cell_gives_is_worked_out_once_in_its_column(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    value = json_document._value

    def noted(column: Any, cell: str) -> Any:
        asked.append(cell)
        return value(column, cell)

    monkeypatch.setattr(json_document, "_value", noted)
    json_bytes({"votes.csv": b"actor,rollcall,vote\n" + b"".join(b"FRA,r%d,yes\n" % number for number in range(50))})

    assert sorted(asked) == sorted(2 * ["FRA", "yes", *(f"r{number}" for number in range(50))])


def test_what_a_program_changes_counts_and_the_text_beside_it_does_not() -> None:
    made = document(encode(decode(SMALL)))
    made["parts"]["positions.csv"]["records"][0]["value"] = 70
    made["parts"]["dossier.toml"]["content"]["title"] = "Norms"

    back = read(made)
    assert back.positions[0].value == 70
    assert str(back.info.title) == "Norms"
    assert encode(back)["dossier.toml"] == b'id = "x"\nformat = 2\ntitle = "Norms"\n'


def test_comments_of_a_model_stay_where_a_program_changes_a_row() -> None:
    text = '# ours\n[debate]\ntitle = "Talks"\n\n# the first\n[[frame]]\nid = "a"\nname = "Rights"\nmeaning = "..."\n'
    made = document({"dossier.toml": b'id = "x"', "debates/x.frames.toml": text.encode()})
    made["parts"]["debates/x.frames.toml"]["content"]["frame"][0]["name"] = "Law"

    assert read(made).files["debates/x.frames.toml"].decode() == text.replace("Rights", "Law")


def test_every_fault_has_its_place() -> None:
    made = document(encode(decode(SMALL)))
    made["parts"]["positions.csv"]["records"] += [
        {"id": "p2", "actor": "FRA", "issue": "norms", "value": 170},
        {"id": "p3", "actor": ["FRA"], "issue": "norms"},
        {"id": "p4", "actor": "NOR", "issue": "norms", "valu": 1},
    ]
    assert faults(made) == [("positions.csv", 4, "actor", "json-value")]
    del made["parts"]["positions.csv"]["records"][2]
    found = faults(made)
    assert ("positions.csv", 3, "value", "out-of-range") in found
    assert ("positions.csv", 4, "actor") in {fault[:3] for fault in found}


@pytest.mark.parametrize(
    ("part", "entry", "place"),
    [
        ("files/a", 3, ("files/a", None, None, "json-part")),
        ("files/a", {"kind": "x"}, ("files/a", None, None, "json-part")),
        ("files/a", {"text": 3}, ("files/a", None, "text", "json-value")),
        ("files/a", {"text": "\ud800"}, ("files/a", None, "text", "json-value")),
        ("files/a", {"base64": "%"}, ("files/a", None, "base64", "json-value")),
        ("files/a", {"records": []}, ("files/a", None, None, "json-part")),
        ("actors.csv", {"records": {}}, ("actors.csv", None, "records", "json-value")),
        ("actors.csv", {"records": [3]}, ("actors.csv", 2, None, "json-value")),
        ("actors.csv", {"records": [{"id": "\udfff"}]}, ("actors.csv", 2, "id", "json-value")),
        ("actors.csv", {"records": [{"id": {"a": 1}}]}, ("actors.csv", 2, "id", "json-value")),
        ("bodies.toml", {"content": []}, ("bodies.toml", None, None, "json-value")),
        ("bodies.toml", {"content": {"body": [{"id": None}]}}, ("bodies.toml", None, "body 1.id", "json-value")),
        ("bodies.toml", {"content": {"body": [{"id": "\ud800"}]}}, ("bodies.toml", None, "body 1.id", "json-value")),
        ("../x", {"text": "x"}, ("../x", None, None, "bad-part-name")),
        ("files/../../x", {"text": "x"}, ("files/../../x", None, None, "bad-part-name")),
    ],
)
def test_a_part_that_is_none_is_said(part: str, entry: Any, place: tuple[Any, ...]) -> None:
    made = {"format": 1, "parts": {"dossier.toml": {"content": {"id": "x"}}, part: entry}}

    assert place in faults(made)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 2, "parts": {}}',
        '{"format": 1, "parts": []}',
        '{"format": 1, "parts": {"a": {"text": ""}, "a": {"text": ""}}}',
        '{"format": 1, "parts": {"actors.csv": {"records": [{"id": NaN}]}}}',
        "[" * 200_000,
        '{"format": 1, "parts": {"a": ' + "1" * 5000 + "}}",
        "\x00",
    ],
    ids=range(10),
)
def test_what_is_no_document_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "d.json").write_text(text)

    with pytest.raises(CannotRead, match=r"d\.json"):
        load(tmp_path / "d.json")


def test_content_may_not_be_deeper_than_a_dossier() -> None:
    deep: Any = "x"
    for _ in range(60):
        deep = {"a": deep}

    assert faults({"format": 1, "parts": {"dossier.toml": {"content": {"id": "x", "parameters": deep}}}})[0][3] == "json-value"


@given(
    made=st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=5),
        lambda below: (
            st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "records", "content", "body"]), below, max_size=3)
        ),
        max_leaves=12,
    ),
    part=st.sampled_from(["actors.csv", "votes.csv", "bodies.toml", "dossier.toml", "scenarios/x.toml", "files/x"]),
)
def test_whatever_a_document_holds_it_is_read_or_refused(made: Any, part: str) -> None:
    try:
        read({"format": 1, "parts": {"dossier.toml": {"content": {"id": "x"}}, part: made}})
    except (CannotRead, DossierError) as error:
        assert str(error)


def test_the_command_line_carries_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(decode(SMALL), tmp_path / "d.json")
    first = (tmp_path / "d.json").read_bytes()

    assert main(["check", str(tmp_path / "d.json")]) == 0
    assert main(["export", str(tmp_path / "d.json"), str(tmp_path / "e.json"), "--audience", "owner"]) == 0
    assert load(tmp_path / "e.json") == load(tmp_path / "d.json")
    save(load(tmp_path / "d.json"), tmp_path / "d.json", over=load(tmp_path / "d.json").hash)
    assert (tmp_path / "d.json").read_bytes() == first
