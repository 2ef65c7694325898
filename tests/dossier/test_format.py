"""The format of a dossier: an older one is read as today's, a newer one as far as it is known, and nothing is written over it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import dossiers

from legation.cli import main
from legation.dossier import Dossier, DossierError, Info, decode, encode, examine, load, merge, problems_of, read_parts, save
from legation.dossier.edit import Edit, apply
from legation.dossier.files.format import FORMAT, MIGRATIONS, format_of, migrated
from legation.errors import LegationError
from legation.questions import Case, ask

ROOT = Path(__file__).parents[2]
FLAGSHIP = ROOT / "examples/un-ict-2018"
ACTORS = b"id,name,kind\nFRA,France,state\n"


def codes(parts: dict[str, bytes]) -> list[tuple[str, int | None, str | None, str]]:
    return [(p.part, p.row, p.column, p.code) for p in problems_of(parts)]


# --- today's -------------------------------------------------------------------------------------------------------------------------------


def test_each_format_before_todays_has_one_migration_and_everything_new_says_todays(tmp_path: Path) -> None:
    assert len(MIGRATIONS) == FORMAT - 1
    assert Info(id="x").format == FORMAT
    assert main(["new", str(tmp_path / "d")]) == 0
    for folder in (tmp_path / "d", *(path.parent for path in ROOT.glob("examples/*/dossier.toml"))):
        assert format_of((folder / "dossier.toml").read_bytes()) == FORMAT


# --- older ---------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        b'id = "x"',
        b'id = "x"\n',
        b'# ours\nid = "x" # here\n\n# and of this\n[parameters]\nrollcall = "r"\n\n[brief]\nsections = ["a"]\n',
        b'\xef\xbb\xbfid = "x"\n[parameters]\n',
        b'id = "x"\r\ntitle = """\r\nformat = 7\r\n"""\r\n[parameters]\r\na = 1\r\n',
        b'parameters.a.b = 1\nid = "x"\n',
        b"[parameters]\nformat = 3\n",
    ],
)
def test_an_older_one_is_read_as_todays_and_all_its_other_bytes_stay(source: bytes) -> None:
    if b"id =" not in source:
        source = b'id = "x"\n' + source
    new = migrated(MappingProxyType({"dossier.toml": source, "actors.csv": ACTORS}))
    made = new["dossier.toml"]

    assert new["actors.csv"] == ACTORS
    assert tomllib.loads(made.decode("utf-8-sig")) == tomllib.loads(source.decode("utf-8-sig")) | {"format": 2}
    lines = made.splitlines(keepends=True)
    added = [line for line in lines if line.strip() == b"format = 2"]
    assert len(added) == 1
    lines.remove(added[0])
    assert b"".join(lines).rstrip(b"\r\n") == source.rstrip(b"\r\n")
    assert migrated(new) == new


def test_an_older_one_says_so_until_it_is_saved(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "dossier.toml").write_bytes(b'id = "x" # ours\n')
    (folder / "actors.csv").write_bytes(ACTORS)
    before = load(folder)

    assert (before.info.format, before.stored) == (2, 1)
    assert [(p.code, p.place) for p in before.notices] == [("older-format", "dossier.toml:format")]
    assert [p.code for p in examine(folder)] == ["older-format"]
    assert (folder / "dossier.toml").read_bytes() == b'id = "x" # ours\n'

    save(before, folder, over=before.hash)

    assert (folder / "dossier.toml").read_bytes() == b'id = "x" # ours\nformat = 2\n'
    assert load(folder).hash == before.hash
    assert examine(folder) == load(folder).notices == ()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=15)
@given(dossiers())
def test_an_older_dossier_is_the_same_as_todays(dossier: Dossier) -> None:
    parts = encode(dossier)
    older = parts | {"dossier.toml": parts["dossier.toml"].replace(b"format = 2\n", b"", 1)}

    assert older != parts
    assert decode(older) == dossier
    assert decode(older).hash == decode(encode(decode(older))).hash


@pytest.mark.parametrize("value", ["0", "-1", '"two"', "true", "2.0", "[2]", "{}"])
def test_a_format_that_is_none_is_one_fault(value: str) -> None:
    parts = {"dossier.toml": f'id = "x"\nformat = {value}\n'.encode()}

    assert codes(parts) == [("dossier.toml", None, "format", "toml-value")]
    assert migrated(parts) == parts


def test_bytes_that_are_no_text_are_no_matter_of_the_format() -> None:
    assert [code for *_, code in codes({"dossier.toml": b"\xff\xfe id"})] == ["not-text"]
    assert [code for *_, code in codes({})] == ["missing-part"]


# --- newer ---------------------------------------------------------------------------------------------------------------------------------


def newer(folder: Path, format: int | str = 3) -> Path:  # noqa: A002 - the word of the file
    """Write the flagship as a newer release might have it: settings, columns, values, tables and folders that are not known here."""
    parts = read_parts(FLAGSHIP)
    parts["dossier.toml"] = parts["dossier.toml"].replace(b"format = 2\n", f"format = {format}\nlanguages_spoken = 7\n".encode())
    header, first, *rows = parts["actors.csv"].splitlines(keepends=True)
    assert b"marking" not in header
    lines = [header.rstrip() + b",marking,orbit\n", first.rstrip() + b",TLP:VIOLET,high\n", *(row.rstrip() + b",,\n" for row in rows)]
    parts["actors.csv"] = b"".join(lines)
    parts["positions.csv"] = parts["positions.csv"].replace(b",statement,", b",telepathy,", 1)
    parts |= {"visits.csv": b"id;who\r\n1;x\r\n", "weather.toml": b"a =  1", "visits/one.bin": b"\x00\xff"}
    for name, data in parts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_a_newer_one_opens_as_far_as_it_is_known(tmp_path: Path) -> None:
    there, known = load(newer(tmp_path / "d")), load(FLAGSHIP)

    assert there.is_read_only
    assert not known.is_read_only
    assert there.info.title == known.info.title
    assert [actor.id for actor in there.actors] == [actor.id for actor in known.actors]
    assert there.votes == known.votes
    said = {(p.part, p.column, p.code) for p in there.notices}
    assert {
        ("dossier.toml", "format", "newer-dossier"),
        ("dossier.toml", "languages_spoken", "newer-release"),
        ("actors.csv", "orbit", "newer-release"),
        ("actors.csv", "marking", "not-known-here"),
        ("positions.csv", "basis", "not-known-here"),
        ("visits.csv", None, "newer-release"),
        ("weather.toml", None, "newer-release"),
        ("visits/", None, "newer-release"),
    } <= said
    assert all("newer release" in str(p) and "elete" not in str(p) for p in there.notices)


def test_a_marking_that_is_not_known_is_as_closed_as_can_be(tmp_path: Path) -> None:
    there = load(newer(tmp_path / "d"))
    hidden = there.actors[0].id

    assert there.actors[0].marking == "TLP:RED"
    assert hidden not in {actor.id for actor in there.cleared("TLP:AMBER").actors}
    purple = decode({"dossier.toml": b'id = "x"\nformat = 3\nmarking = "TLP:VIOLET"\ntitle = "t"\n', "actors.csv": ACTORS})
    assert purple.info.marking == "TLP:RED"
    assert purple.cleared("TLP:AMBER").info.title.text == ""
    assert purple.cleared("TLP:AMBER").is_read_only
    sources = {"dossier.toml": b'id = "x"\nformat = 3\n', "evidence.csv": b"id,title,publisher,attributable\ne,t,p,rarely\n"}
    assert decode(sources).cleared("TLP:RED", "partner").evidence[0].publisher == ""


def test_what_leads_to_what_is_not_known_is_left_out() -> None:
    parts = {
        "dossier.toml": b'id = "x"\nformat = 4\nmandate = 1\nlanguages = "de"\n',
        "actors.csv": ACTORS + b"EU1,Union,union\n,nobody,state\n",
        "issues.csv": b"id,question,body\ni,?,council\n",
        "positions.csv": b"id,actor,issue,value,evidence\np1,FRA,i,5,e1 e2\np2,comet,i,5,\np3,FRA,moon,5,\n",
        "evidence.csv": b"id,title\ne1,One\n",
        "votes.csv": b"actor,rollcall,vote\nFRA,r,yes\n",
        "bodies.toml": b'[[body]]\nid = "council"\n[[body.rule]]\nof = "the stars"\n',
        "mandate.toml": b"aim = 7\n",
    }
    there = decode(parts)

    assert [(row.id, row.kind) for row in there.actors] == [("FRA", "state"), ("EU1", "other")]
    assert [(row.id, row.evidence) for row in there.positions] == [("p1", ("e1",))]
    assert (there.issues[0].body, len(there.votes), there.bodies, there.mandate) == ("", 0, (), None)
    assert {p.code for p in there.notices} == {"newer-dossier", "newer-release", "not-known-here"}


@pytest.mark.parametrize(
    ("part", "data", "code"),
    [
        ("actors.csv", b"id,name\nFRA,=1+1\n", "formula"),
        ("actors.csv", b'id,name\nFRA,"open\n', "bad-csv"),
        ("actors.csv", b"id,name\nFRA,a\nFRA,b\n", "duplicate-key"),
        ("bodies.toml", b"[[body\n", "bad-toml"),
    ],
)
def test_a_file_that_is_broken_is_broken_in_a_newer_one_too(part: str, data: bytes, code: str) -> None:
    parts = {"dossier.toml": b'id = "x"\nformat = 3\n', part: data}
    with pytest.raises(DossierError) as error:
        decode(parts)
    assert code in {p.code for p in error.value.problems}


@pytest.mark.parametrize("number", [3, 4, 2**31, 10**40])
def test_any_higher_number_is_a_newer_one(number: int) -> None:
    there = decode({"dossier.toml": f'id = "x"\nformat = {number}\n'.encode()})

    assert there.is_read_only
    assert there.info.format == number


def test_nothing_is_written_over_a_newer_one(tmp_path: Path) -> None:
    folder = newer(tmp_path / "d")
    bytes_before = read_parts(folder)
    there = load(folder)
    ways = [
        lambda: save(there, folder),
        lambda: save(there, tmp_path / "e.zip"),
        lambda: save(there, tmp_path / "e.xlsx"),
        lambda: save(dataclasses.replace(there, actors=()), folder, over=there.hash),
        lambda: save(there.cleared("TLP:CLEAR", "partner"), tmp_path / "e"),
        lambda: merge(there, there, there),
        lambda: apply(there, [Edit("actors", "remove", "FRA")]),
    ]
    for way in ways:
        with pytest.raises(DossierError) as error:
            way()
        assert [(p.code, p.place) for p in error.value.problems] == [("newer-format", "dossier.toml:format")]
        assert "Made by a newer release (format 3)" in str(error.value)
        assert "nothing was changed" in str(error.value)
    assert read_parts(folder) == bytes_before
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_questions_are_asked_of_a_newer_one(tmp_path: Path) -> None:
    there, known = (Case(dossier=one, today=dt.date(2026, 1, 1)) for one in (load(newer(tmp_path / "d")), load(FLAGSHIP)))

    assert [str(f.message) for f in ask("who-can-move", there).findings] == [str(f.message) for f in ask("who-can-move", known).findings]


@pytest.mark.parametrize(
    "words",
    [
        ["import", "list", "{list}", "{d}"],
        ["release", "{d}", "{actor}", "--function", "Head", "--reason", "ok"],
        ["export", "{d}", "{out}"],
        ["export", "{d}", "{out}", "--audience", "owner", "--marking", "TLP:GREEN"],
        ["export", "{d}", "{out}", "--audience", "partner", "--marking", "TLP:GREEN"],
        ["export", "{d}", "{out}", "--audience", "owner", "--as-of", "2019-01-01"],
    ],
)
def test_commands_refuse_to_change_a_newer_one_or_to_hand_it_on(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = newer(tmp_path / "d")
    (tmp_path / "list.txt").write_text("France\n")
    before = read_parts(folder)
    places = {"d": folder, "list": tmp_path / "list.txt", "out": tmp_path / "out", "actor": "actors:FRA"}

    code = main([word.format(**places) for word in words])

    assert code != 0
    assert read_parts(folder) == before
    assert not (tmp_path / "out").exists()
    if words[0] == "export":
        said = capsys.readouterr().err
        assert "Made by a newer release (format 3)" in said
        assert said.count("newer release") == 1


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_an_owner_takes_every_byte_of_a_newer_one_along(name: str, tmp_path: Path) -> None:
    folder = newer(tmp_path / "d")

    assert main(["export", str(folder), str(tmp_path / name), "--audience", "owner"]) == 0
    assert read_parts(tmp_path / name) == read_parts(folder)


def test_check_lists_what_is_not_known_in_a_newer_one_and_finds_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(newer(tmp_path / "d"))]) == 0

    said = capsys.readouterr().out
    assert "dossier.toml:format must be 1 | 2 (got 3). Made by a newer release (format 3)" in said


def test_every_error_of_a_format_is_ours() -> None:
    for source in (b"format = 3", b'format = 3\nid = ""', b'id = "x"\nformat = 3\nmarking = 7\nbrief = 3', b"format = 3\nid = [1]"):
        try:
            there = decode({"dossier.toml": source})
        except LegationError:
            continue
        assert there.is_read_only
        assert there.info.marking == "TLP:RED"
