"""What a newer release may have written is kept byte for byte: columns, settings, tables, folders; and it is the owner's alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import PROSE

from legation.cli import main
from legation.dossier import (
    TABLES,
    Actor,
    Dossier,
    DossierError,
    decode,
    difference,
    encode,
    examine,
    load,
    merge,
    problems_of,
    read_parts,
    save,
)
from legation.dossier.edit import Edit, apply
from legation.dossier.files import entries as limits
from legation.dossier.models.conflict import CONFLICT
from legation.dossier.parts import read, write
from legation.dossier.problem import close_to
from legation.dossier.tables.csv_sheet import write_csv
from legation.sources.imports.merge import model_faults

BASE: dict[str, bytes] = {
    "dossier.toml": b'id = "x" # ours\nformat = 2\n',
    "actors.csv": b"id,name,kind\nFRA,France,state\nDEU,Germany,state\nEST,Estonia,state\n",
    "evidence.csv": b"id,title\ne1,One\ne2,Two\n",
    "issues.csv": b"id,question\ni,Norms?\n",
    "positions.csv": b"id,evidence,actor,issue,value,known_on\np1,e1,FRA,i,50,2019-01-01\np2,,DEU,i,60,2019-01-01\n",
    "rollcalls.csv": b"id\nr1\nr2\n",
    "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nDEU,r1,no\nFRA,r2,abstain\n",
    "annexes/list/groups.csv": b"group,actor\neu,FRA\neu,DEU\n",
    "annexes/list/NOTICE.txt": b"terms",
}
MODEL = (
    CONFLICT.template("en")
    .replace("[model]\n", '[model]\nweather = "fair" # who knows\n')
    .replace("[[maker.option]]\n", "[[maker.option]]\ncost_of_orbit = 7\n", 1)
    .encode()
    + b"[[comet]]\nx = 1\n"
)
KNOWN = {name for table in TABLES.values() for column in table.columns for name in column.names}
NAMES = st.from_regex(r"[a-z][a-z0-9_]{3,12}", fullmatch=True).filter(lambda name: not close_to(name, KNOWN, ()) and name not in KNOWN)
CELLS = st.one_of(PROSE, st.sampled_from(['a "quoted", b', " blank ", "two\nlines", ";", "é — ü"]))
BYTES = st.binary(max_size=60)


def with_columns(data: bytes, names: list[str], cells: list[list[str]]) -> bytes:
    """Return a table with further columns at its end."""
    header, *rows = (line.split(",") for line in data.decode().splitlines())
    return write_csv([*header, *names], [[*row, *more] for row, more in zip(rows, cells, strict=True)])


@st.composite
def strange(draw: st.DrawFn) -> dict[str, bytes]:
    """The parts of a dossier with columns, settings, tables and folders that are not known."""
    parts = dict(BASE)
    for name in draw(st.lists(st.sampled_from([part for part in BASE if part.endswith(".csv")]), min_size=1, max_size=4, unique=True)):
        rows = BASE[name].count(b"\n") - 1
        columns = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
        parts[name] = with_columns(BASE[name], columns, [[draw(CELLS) for _ in columns] for _ in range(rows)])
    parts |= {f"{draw(NAMES)}x.csv": draw(BYTES), f"{draw(NAMES)}x.toml": draw(BYTES)}
    folder = draw(NAMES)
    for file in draw(st.lists(NAMES, max_size=4, unique=True)):
        parts[f"{folder}/{draw(NAMES)}/{file}.{draw(st.sampled_from(['csv', 'bin', 'toml']))}"] = draw(BYTES)
    parts["dossier.toml"] += b'%s = "%s"\n' % (
        draw(NAMES.filter(lambda n: not n.startswith("title"))).encode() + b"x",
        draw(NAMES).encode(),
    )
    return dict(sorted(parts.items()))


@pytest.mark.parametrize("name", ["d", "d.zip", "d.xlsx"])
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None, max_examples=12)
@given(parts=strange())
def test_every_carrier_keeps_what_is_not_known(tmp_path_factory: pytest.TempPathFactory, name: str, parts: dict[str, bytes]) -> None:
    folder = tmp_path_factory.mktemp("kept")
    first, second = folder / f"a{name}", folder / f"b{name}"
    dossier = decode(parts)

    assert encode(dossier) == parts
    save(dossier, first)
    save(load(first), second)
    assert encode(load(second)) == parts
    assert load(second).hash == dossier.hash
    if not name.endswith(".xlsx"):
        assert read_parts(second) == parts
    save(load(second), second, over=dossier.hash)
    assert encode(load(second)) == parts


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(strange(), st.sampled_from(["name", "kind", "add", "remove", "supersede"]))
def test_a_merge_keeps_what_is_not_known_whoever_changes_something_else(parts: dict[str, bytes], how: str) -> None:
    base = decode(parts)
    edit = {
        "name": Edit("actors", "change", "FRA", {"name": "La France"}),
        "kind": Edit("rollcalls", "change", "r1", {"note": "n"}),
        "add": Edit("actors", "add", "NEW", {"name": "New", "kind": "state"}),
        "remove": Edit("actors", "remove", "EST"),
        "supersede": Edit("positions", "change", "p1", {"value": "55"}),
    }[how]
    mine = apply(base, [edit])
    theirs = apply(base, [Edit("issues", "change", "i", {"low": "none"})])

    merged = merge(base, mine, theirs).dossier
    assert merged is not None
    assert merged.unknown.columns == base.unknown.columns
    gone = {("actors", "EST")} if how == "remove" else set()
    followed = (
        {("positions", "p1-2"): base.unknown.cells[place]}
        if how == "supersede" and (place := ("positions", "p1")) in base.unknown.cells
        else {}
    )
    assert merged.unknown.cells == {place: cells for place, cells in base.unknown.cells.items() if place not in gone} | followed
    assert {
        name: data
        for name, data in encode(merged).items()
        if name.rpartition("/")[2] not in ("actors.csv", "rollcalls.csv", "positions.csv", "issues.csv")
    } == {
        name: data
        for name, data in parts.items()
        if name.rpartition("/")[2] not in ("actors.csv", "rollcalls.csv", "positions.csv", "issues.csv")
    }
    assert merge(base, base, theirs).dossier == theirs
    assert merge(base, mine, base).dossier == mine


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(strange())
def test_only_the_owner_is_given_what_is_not_known(parts: dict[str, bytes]) -> None:
    dossier = decode(parts)

    assert encode(dossier.cleared("TLP:RED", "owner")) == parts
    for marking in ("TLP:CLEAR", "TLP:AMBER", "TLP:RED"):
        for audience in ("desk", "partner", "public"):
            left = encode(dossier.cleared(marking, audience))
            assert set(left) <= set(BASE)
            assert all(data == BASE[name] for name, data in left.items() if name.endswith(".csv"))
            assert decode(left).unknown == decode(BASE).unknown


def strange_folder(folder: Path) -> dict[str, bytes]:
    """Write a dossier with a column, a table and a folder that are not known, and return its parts."""
    parts = BASE | {
        "actors.csv": with_columns(BASE["actors.csv"], ["orbit", "empty"], [["high", ""], ["", ""], ["low", ""]]),
        "visits.csv": b"a;b\r\n1;2",
        "visits/deep/one.bin": b"\x00\xff",
        "visits/a/b/c/d/e/f/g/two.bin": b"\x01",
        "visits/two.txt": b"2",
    }
    save(decode(parts), folder)
    return parts


def test_a_change_of_a_row_keeps_its_cells_and_all_other_bytes(tmp_path: Path) -> None:
    parts = strange_folder(tmp_path / "d")
    edits = [
        Edit("actors", "change", "FRA", {"name": "La France"}),
        Edit("actors", "remove", "EST"),
        Edit("actors", "add", "JPN", {"name": "Japan"}),
    ]
    changed = apply(load(tmp_path / "d"), edits)

    assert encode(changed)["actors.csv"] == b"id,name,kind,orbit,empty\nFRA,La France,state,high,\nDEU,Germany,state,,\nJPN,Japan,other,,\n"
    assert {n: d for n, d in encode(changed).items() if n != "actors.csv"} == {n: d for n, d in parts.items() if n != "actors.csv"}


def test_a_row_that_replaces_another_has_its_cells() -> None:
    parts = BASE | {"positions.csv": with_columns(BASE["positions.csv"], ["orbit"], [["high"], ["low"]])}
    changed = apply(decode(parts), [Edit("positions", "change", "p1", {"value": "55"})])

    assert [line.rpartition(b",")[2] for line in encode(changed)["positions.csv"].splitlines()] == [b"orbit", b"high", b"low", b"high"]


def test_an_edit_of_a_column_that_is_not_known_is_a_fault() -> None:
    with pytest.raises(DossierError) as error:
        apply(decode(BASE), [Edit("actors", "change", "FRA", {"orbit": "high"})])

    assert [(p.code, p.column) for p in error.value.problems] == [("unknown-column", "orbit")]


def cells(*rows: str, column: str = "orbit") -> Dossier:
    return decode(BASE | {"actors.csv": with_columns(BASE["actors.csv"], [column], [[row] for row in rows])})


def test_cells_are_joined_and_chosen_like_fields() -> None:
    base, mine, theirs = cells("a", "b", "c"), cells("A", "b", "c"), cells("a", "B", "c")
    both = merge(base, mine, theirs).dossier

    assert both is not None
    assert encode(both)["actors.csv"] == encode(cells("A", "B", "c"))["actors.csv"]
    found = merge(base, mine, cells("x", "b", "c"))
    (conflict,) = found.conflicts
    assert (conflict.part, conflict.row, conflict.column, conflict.base, conflict.mine, conflict.theirs) == (
        "actors",
        "FRA",
        "unknown.orbit",
        "a",
        "A",
        "x",
    )
    assert "orbit" in conflict.in_language("en")
    assert "orbit" in conflict.in_language("fr")
    for side, word in (("mine", "A"), ("theirs", "x")):
        settled = merge(base, mine, cells("x", "b", "c"), {conflict.key: side}).dossier
        assert settled is not None
        assert encode(settled) == encode(cells(word, "b", "c"))


def test_columns_that_each_side_added_are_both_there_and_one_that_was_taken_away_is_gone() -> None:
    base, mine, theirs = decode(BASE), cells("a", "", "c"), cells("", "b", "", column="comet")
    both = merge(base, mine, theirs).dossier

    assert both is not None
    assert encode(both)["actors.csv"].splitlines()[:2] == [b"id,name,kind,comet,orbit", b"FRA,France,state,,a"]
    gone = merge(mine, base, apply(mine, [Edit("actors", "change", "DEU", {"name": "D"})])).dossier
    assert gone is not None
    assert b"orbit" not in encode(gone)["actors.csv"]


def test_two_rows_of_one_id_keep_each_its_own_cells() -> None:
    def added(cell: str) -> Dossier:
        rows = b"id,name,kind,orbit\nFRA,France,state,\nDEU,Germany,state,\nEST,Estonia,state,\nNEW,%s,state,%s\n"
        return decode(BASE | {"actors.csv": rows % (cell.encode(), cell.encode())})

    found = merge(decode(BASE), added("one"), added("two"))
    choices = {c.key: "both" if "both" in c.allowed else "theirs" for c in found.conflicts}
    merged = merge(decode(BASE), added("one"), added("two"), choices).dossier

    assert merged is not None
    assert {row.name.text: merged.unknown.cells.get(("actors", row.id)) for row in merged.actors[3:]} == {
        "two": {"orbit": "two"},
        "one": {"orbit": "one"},
    }


def test_a_difference_names_what_changed() -> None:
    found = difference(cells("a", "b", "c"), cells("A", "b", "c"))

    assert [(f.column, f.before, f.now) for change in found.rows for f in change.fields] == [("unknown.orbit", "a", "A")]
    assert "orbit" in str(found.words()[0])
    other = decode(BASE | {"dossier.toml": b'id = "x"\nformat = 2\nweather = "fair"\n'})
    assert "weather" in str(difference(decode(BASE), other).words()[0])


def test_settings_that_are_not_known_stay_when_another_one_changes() -> None:
    base = decode(
        BASE | {"dossier.toml": b'id = "x"\nformat = 2\nweather = "fair"\n[orbit]\na = 1\n', "mandate.toml": b'aim = "a"\ncomet = 7\n'}
    )
    info, mandate = dataclasses.replace(base.info, author="me"), dataclasses.replace(base.mandate, fallback=base.info.title)  # type: ignore[type-var]
    again = decode(encode(dataclasses.replace(base, info=info, mandate=mandate)))

    assert again.info.unknown == {"weather": "fair", "orbit": {"a": 1}}
    assert again.info.author == "me"
    assert again.mandate is not None
    assert again.mandate.unknown == {"comet": 7}
    theirs = dataclasses.replace(base, info=dataclasses.replace(base.info, unknown={"weather": "foul"}))
    merged = merge(base, dataclasses.replace(base, info=info), theirs).dossier
    assert merged is not None
    assert (merged.info.unknown, merged.info.author) == ({"weather": "foul"}, "me")


def test_what_was_not_known_on_a_day_has_no_cells() -> None:
    rows = with_columns(BASE["positions.csv"].replace(b"60,2019-01-01", b"60,2021-01-01"), ["orbit"], [["high"], ["low"]])
    dossier = decode(BASE | {"positions.csv": rows})

    assert dict(dossier.as_of("2020-01-01").unknown.cells) == {("positions", "p1"): {"orbit": "high"}}
    assert not dossier.cleared("TLP:RED", "owner", as_of=dt.date(2020, 1, 1)).unknown


def test_a_sheet_of_a_newer_release_is_a_table_that_is_not_known(tmp_path: Path) -> None:
    save(decode(BASE), tmp_path / "d.xlsx")
    book = openpyxl.load_workbook(tmp_path / "d.xlsx")
    for row in (["id", "who"], ["1", "x, y"], ["2"]):
        if "visits" not in book.sheetnames:
            book.create_sheet("visits")
        book["visits"].append(row)
    book.save(tmp_path / "d.xlsx")

    there = load(tmp_path / "d.xlsx")
    assert there.files["visits.csv"] == b'id,who\n1,"x, y"\n2,\n'
    assert [(p.part, p.code) for p in there.notices] == [("visits.csv", "newer-release")]
    save(there, tmp_path / "e.xlsx")
    assert encode(load(tmp_path / "e.xlsx")) == encode(there)
    for title in ("objektives", "My notes"):
        book["visits"].title = title
        book.save(tmp_path / "f.xlsx")
        with pytest.raises(DossierError):
            load(tmp_path / "f.xlsx")
        book[title].title = "visits"


# --- what is misspelled --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "header", "code"),
    [
        ("evidence.csv", "id,title,markng", "unknown-column-close"),
        ("evidence.csv", "id,title,Marking", "unknown-column-close"),
        ("evidence.csv", "id,title,mark", "unknown-column-close"),
        ("evidence.csv", "id,title,atributable", "unknown-column-close"),
        ("evidence.csv", "id,title,knwon_on", "unknown-column-close"),
        ("evidence.csv", "id,title,marking,markng", "newer-release"),
        ("evidence.csv", "id,title,weather", "newer-release"),
        ("evidence.csv", "id,title,", ""),
    ],
)
def test_a_column_is_misspelled_where_the_one_that_it_is_close_to_is_not_there(part: str, header: str, code: str) -> None:
    row = "e1,One" + ",TLP:RED" * (header.count(",") - 2) + ",x"
    found = problems_of({"dossier.toml": b'id = "x"\nformat = 2\n', part: f"{header.rstrip(',')}\n{row if code else 'e1,One'}\n".encode()})

    assert [p.code for p in found] == ([code] if code else [])
    assert all("elete" not in str(p) for p in found)


def test_a_column_that_is_kept_beside_the_empty_one_that_it_is_close_to_is_no_slip_when_it_is_written() -> None:
    parts = BASE | {"actors.csv": b"id,name,kind,nam e_en,name_en\nFRA,France,state,x,\nDEU,Germany,state,,\nEST,Estonia,state,,\n"}
    written = encode(decode(parts))

    assert written["actors.csv"].splitlines()[0] == b"id,name,name_en,kind,nam e_en"
    assert encode(decode(written)) == written


def test_a_cell_with_a_lone_end_of_line_of_an_old_mac_is_one_cell_when_it_is_written() -> None:
    parts = BASE | {"evidence.csv": b'id,title\re1,"One\rand more"\re2,Two\r'}
    before = decode(parts)
    written = encode(before)

    assert written["evidence.csv"] == b'id,title\ne1,"One\rand more"\ne2,Two\n'
    assert decode(written).evidence == before.evidence


def test_a_column_without_a_name_is_a_fault() -> None:
    found = problems_of(BASE | {"evidence.csv": b"id,,title\ne1,x,One\ne2,,Two\n"})

    assert [(p.code, p.column, p.is_notice) for p in found] == [("unknown-column", None, False)]


@pytest.mark.parametrize("cell", ["=1+1", "a\x07b", "x" * 33_000])
def test_what_no_cell_may_hold_no_cell_of_an_unknown_column_may_hold(cell: str) -> None:
    found = problems_of(BASE | {"evidence.csv": write_csv(["id", "title", "orbit"], [["e1", "One", cell], ["e2", "Two", ""]])})

    assert [(p.row, p.column, p.is_notice) for p in found if p.code != "newer-release"] == [(2, "orbit", False)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("visits.csv", "newer-release"),
        ("weather.toml", "newer-release"),
        ("acters.csv", "newer-release"),
        ("objektives.csv", "bad-part-name"),
        ("mandat.toml", "bad-part-name"),
        ("readme.md", "bad-part-name"),
        ("visits/../x", "bad-part-name"),
        ("visits/.x", "bad-part-name"),
    ],
)
def test_a_part_is_misspelled_where_the_one_that_it_is_close_to_is_not_there(name: str, code: str) -> None:
    assert [(p.part, p.code) for p in problems_of(BASE | {name: b"a = 1"})] == [(name, code)]


# --- folders -------------------------------------------------------------------------------------------------------------------------------


def test_check_says_that_a_newer_release_may_have_made_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    strange_folder(tmp_path / "d")

    assert main(["check", str(tmp_path / "d")]) == 0
    said = capsys.readouterr().out.splitlines()
    newer = [line for line in said[:-1] if not line.startswith("dossier.toml:marking:")]
    assert [line.partition(" ")[0] for line in newer] == ["actors.csv:1:empty:", "actors.csv:1:orbit:", "visits.csv:", "visits/:"]
    assert all("made by a newer release" in line and "elete" not in line for line in newer)


def test_what_lies_beside_stays_and_links_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    parts = strange_folder(folder)
    (folder / "README.md").write_text("ours")
    (folder / ".git").mkdir()
    (folder / ".git/config").write_text("git")
    (folder / "visits/.cache").write_text("hidden")
    (folder / "visits/link").symlink_to(folder / "actors.csv")
    (folder / "away").symlink_to(tmp_path)

    there = load(folder)
    assert encode(there) == dict(sorted(parts.items()))
    save(there, folder, over=there.hash)
    assert read_parts(folder) == parts
    beside = ("README.md", ".git/config", "visits/.cache")
    assert [(folder / name).read_text() for name in beside] == ["ours", "git", "hidden"]
    assert (folder / "visits/link").is_symlink()
    assert (folder / "away").is_symlink()


def test_what_a_dossier_does_not_hold_is_taken_away_only_by_who_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    strange_folder(folder)
    there = load(folder)

    save(decode(BASE), folder)
    assert {"visits.csv", "visits/two.txt", "visits/deep/one.bin"} <= set(read_parts(folder))
    there = load(folder)
    save(dataclasses.replace(there, files={n: d for n, d in there.files.items() if n != "visits/two.txt"}), folder, over=there.hash)
    assert "visits/two.txt" not in read_parts(folder)
    assert "visits/deep/one.bin" in read_parts(folder)


@pytest.mark.parametrize(("limit", "value"), [("UNKNOWN_FILES", 1), ("UNKNOWN_BYTES", 2)])
def test_a_large_folder_is_left_beside_with_a_notice(limit: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "d"
    strange_folder(folder)
    monkeypatch.setattr(limits, limit, value)

    there = load(folder)
    assert not any(name.startswith("visits/") for name in there.files)
    assert [(p.part, p.code) for p in there.notices if p.part == "visits/"] == [("visits/", "beside")]
    assert there.notices == examine(folder)
    save(there, folder, over=there.hash)
    assert (folder / "visits/deep/one.bin").read_bytes() == b"\x00\xff"


def test_a_folder_that_is_no_dossier_is_not_looked_through(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c").write_text("x")

    assert read_parts(tmp_path) == {}
    if os.geteuid():
        (tmp_path / "a").chmod(0)
        assert read_parts(tmp_path) == {}


# --- models --------------------------------------------------------------------------------------------------------------------------------


def model_parts(model: bytes = MODEL) -> dict[str, Any]:
    return BASE | {"conflicts/c.toml": model}


def test_a_model_keeps_what_is_not_known_of_it_and_says_so() -> None:
    part = read("conflicts/c.toml", MODEL)

    assert write(part) == MODEL
    lines = MODEL.splitlines()
    assert {(p.code, p.row, p.column) for p in part.doubts} == {
        ("newer-release", lines.index(b'weather = "fair" # who knows') + 1, "model.weather"),
        ("newer-release", lines.index(b"cost_of_orbit = 7") + 1, "maker 1.option 1.cost_of_orbit"),
        ("newer-release", None, "comet"),
    }
    option = part.records["maker.option"][0]
    edited = part.edited("maker.option", option.id, {"note": "changed"})
    assert all(line in edited.data for line in (b'weather = "fair" # who knows', b"cost_of_orbit = 7\n", b"[[comet]]\nx = 1\n"))
    assert [p.code for p in model_faults(decode(model_parts())) if p.is_notice] == ["newer-release"] * 3


def test_only_the_owner_is_given_what_is_not_known_of_a_model() -> None:
    dossier = decode(model_parts())

    assert dossier.cleared("TLP:RED", "owner").files["conflicts/c.toml"] == MODEL
    for audience, marking in (("desk", "TLP:RED"), ("desk", "TLP:CLEAR"), ("owner", "TLP:CLEAR")):
        seen = dossier.cleared(marking, audience).files["conflicts/c.toml"]
        assert b"A breach comes to light" in seen
        assert not any(word in seen for word in (b"weather", b"orbit", b"comet", b"who knows"))


@pytest.mark.parametrize("line", [b'markng = "TLP:RED"', b'marking_ = "TLP:RED"', b'auhtor = "x"'])
def test_a_misspelled_column_of_a_model_is_a_fault(line: bytes) -> None:
    model = MODEL.replace(b"weather", line + b"\nweather", 1).replace(b"\nauthor", b"\n# author")

    assert "unknown-key" in {p.code for p in model_faults(decode(model_parts(model)))}


def test_a_folder_that_the_dossier_says_lies_beside_it_is_none_of_its_parts(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    (folder / "raw/deep").mkdir(parents=True)
    (folder / "dossier.toml").write_text('format = 2\nid = "d"\nbeside = ["raw", "files"]\n', "utf-8")
    (folder / "raw/deep/log.gz").write_bytes(b"\x1f\x8b")
    (folder / "files").mkdir()
    (folder / "files/a.txt").write_text("a", "utf-8")
    there = load(folder)

    assert set(there.files) == {"files/a.txt"}, "a folder that holds parts does, whatever is said of it"
    assert there.notices == ()
    assert [bool(there.cleared("TLP:RED", to).info.beside) for to in ("desk", "partner")] == [True, False]
    save(dataclasses.replace(there, actors=(Actor(id="FRA"),)), folder, over=there.hash)
    assert (folder / "raw/deep/log.gz").read_bytes() == b"\x1f\x8b"
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder).as_posix())
    assert set(load(tmp_path / "d.zip").files) == {"files/a.txt"}
