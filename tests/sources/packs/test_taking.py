"""A part of a record enters a dossier: what is new is added, what a desk wrote stands, and what a pack may not hold is refused."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from legation.dossier import Dossier, decode, encode
from legation.errors import CannotRead, DossierError, NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.sources.packs.extract import Extract, extracted
from legation.sources.packs.pack import read_pack
from legation.sources.packs.taking import members_in, taken

HEAD = (
    b'title_en = "Votes of a hall"\ntitle_fr = "Votes d\'une salle"\npublisher = "Hall"\nlicence = "CC0"\n[words]\n"peche" = ["fishing"]\n'
)
PARTS = {
    "dossier.toml": b'id = "hall"\nmarking = "TLP:CLEAR"\n',
    "actors.csv": b"id,name,kind,iso3\nFRA,France,state,FRA\nPER,Peru,state,PER\nlaw,Lawyers,ngo,\n",
    "groups.csv": b"group,actor,evidence\nhall,FRA,src\nhall,PER,src\nother,PER,src\n",
    "bodies.toml": b'[[body]]\nid = "council"\nmembers = "hall"\n[[body]]\nid = "court"\n',
    "evidence.csv": b"id,title\nsrc,Record\nunused,Other\n",
    "rollcalls.csv": (
        b"id,title,date,body,evidence,total_yes\nr1,Fishing at night,2014,council,src,2\nr2,Fishing rights,2016-05-01,council,src,\n"
        b"r3,Roads,2016-06-01,court,src,\n"
    ),
    "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nPER,r1,no\nFRA,r2,yes\nlaw,r2,abstain\nPER,r3,yes\n",
}
OWN = {"dossier.toml": b'id = "own"', "actors.csv": b"id,name,kind,iso3\nparis,France,state,FRA\n"}


def written(place: Path, more: dict[str, bytes], *, without: tuple[str, ...] = ()) -> Path:
    place.mkdir()
    for name, data in ({"pack.toml": HEAD} | PARTS | more).items():
        if name not in without:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)
    return place


def zipped(place: Path, more: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(place, "w") as archive:
        for name, data in ({"pack.toml": HEAD} | PARTS | more).items():
            archive.writestr(name, data)
    return place


def test_without_groups_who_sits_in_a_body_is_taken_with_it(tmp_path: Path) -> None:
    pack = read_pack(written(tmp_path / "hall", {}))
    came = taken(pack, Extract(words="fishing", groups=False), decode(OWN))
    assert {row.group for row in came.after.groups} == {"hall"}
    assert decode(encode(came.after)) == came.after


def test_takes_the_votes_of_the_members_asked_for_on_the_subject_asked(tmp_path: Path) -> None:
    pack = read_pack(written(tmp_path / "hall", {}))
    came = taken(pack, Extract(members=("FRA", "XXX"), words="pêche", first=2015), decode(OWN))
    assert [(v.actor, v.rollcall, v.vote) for v in came.after.votes.rows()] == [("paris", "r2", "yes")]
    assert [row.id for row in came.after.actors] == ["paris"]
    assert [(row.group, row.actor) for row in came.after.groups] == [("hall", "paris")]
    assert [body.id for body in came.after.bodies] == ["council"]
    assert [row.id for row in came.after.evidence] == ["src"]
    assert (came.unknown, came.members, came.votes) == (("XXX",), 1, 1)
    assert decode(encode(came.after)) == came.after


@pytest.mark.parametrize(
    ("extract", "rollcalls"),
    [
        (Extract(), ["r1", "r2", "r3"]),
        (Extract(bodies=("court",)), ["r3"]),
        (Extract(first=2016), ["r2", "r3"]),
        (Extract(last=2014), ["r1"]),
        (Extract(words="rights; roads"), ["r2", "r3"]),
        (Extract(words="fish night"), ["r1"]),
    ],
)
def test_subject_body_and_years_choose_the_roll_calls(tmp_path: Path, extract: Extract, rollcalls: list[str]) -> None:
    pack = read_pack(written(tmp_path / "hall", {}))
    made = extracted(pack, extract)
    assert [row.id for row in made.reading.tables["rollcalls"]] == rollcalls  # type: ignore[union-attr]
    assert set(made.reading.tables["votes"].rollcalls) == set(rollcalls)  # type: ignore[union-attr]


def test_a_newer_pack_shows_what_differs_and_overwrites_nothing(tmp_path: Path) -> None:
    first = taken(read_pack(written(tmp_path / "hall", {})), Extract(), decode({"dossier.toml": b'id = "own"'})).after
    assert taken(read_pack(tmp_path / "hall"), Extract(), first).after is first
    newer = {
        "votes.csv": PARTS["votes.csv"].replace(b"PER,r1,no", b"PER,r1,yes") + b"PER,r2,no\n",
        "rollcalls.csv": PARTS["rollcalls.csv"].replace(b"council,src,2", b"council,src,9"),
    }
    came = taken(read_pack(written(tmp_path / "newer", newer)), Extract(), first)
    assert {one.code for one in came.report.conflicts} == {"vote-differs", "row-differs"}
    assert came.report.added["votes"] == 1
    there = {(v.actor, v.rollcall): v.vote for v in came.after.votes.rows()}
    assert (there["PER", "r1"], there["PER", "r2"]) == ("no", "no")
    assert came.after.rollcalls == first.rollcalls


def test_nothing_found_is_said_with_the_words(tmp_path: Path) -> None:
    pack = read_pack(written(tmp_path / "hall", {}))
    with pytest.raises(NotAvailable) as said:
        taken(pack, Extract(words="submarines"), decode(OWN))
    assert all("submarines" in say(said.value.message, lang) for lang in LANGUAGES)


def test_what_is_taken_from_a_stricter_dossier_stays_as_strict() -> None:
    source = decode(PARTS | {"dossier.toml": b'id = "hall"\nmarking = "TLP:AMBER"\n'})
    into = decode({"dossier.toml": b'id = "own"\nmarking = "TLP:CLEAR"\n'})
    after = taken(source, Extract(), into).after
    rows = (*after.actors, *after.groups, *after.rollcalls, *after.evidence)
    assert {row.marking for row in rows} == {"TLP:AMBER"}
    seen = after.cleared("TLP:CLEAR", "public")
    assert (len(seen.votes), seen.actors) == (0, ())
    stricter = dataclasses.replace(into, info=dataclasses.replace(into.info, marking="TLP:RED"))
    assert {row.marking for row in taken(source, Extract(), stricter).after.rollcalls} == {""}


def test_whom_a_dossier_works_on_is_who_is_asked_for() -> None:
    assert members_in(decode(OWN)) == ("FRA",)
    assert members_in(Dossier(info=decode(OWN).info)) is None


def upward(place: Path) -> Path:
    return zipped(place / "up.zip", {"../votes.csv": b""})


def script_in_folder(place: Path) -> Path:
    return written(place / "script", {"run.sh": b"rm -rf /"})


def script_in_zip(place: Path) -> Path:
    return zipped(place / "script.zip", {"files/run.py": b"import os"})


def script_in_packed(place: Path) -> Path:
    folder = place / "packed"
    folder.mkdir()
    zipped(folder / "dossier.zip", {"setup.py": b"import os"})
    (folder / "pack.toml").write_bytes(HEAD)
    return folder


def marked_whole(place: Path) -> Path:
    return written(place / "whole", {"dossier.toml": b'id = "hall"\nmarking = "TLP:RED"\n'})


def marked_row(place: Path) -> Path:
    return written(place / "row", {"evidence.csv": b"id,title,marking\nsrc,Record,TLP:AMBER\n"})


def model(place: Path) -> Path:
    return written(place / "model", {"scenarios/x.toml": b""})


def no_head(place: Path) -> Path:
    return written(place / "headless", {}, without=("pack.toml",))


def linked(place: Path) -> Path:
    folder = written(place / "linked", {}, without=("votes.csv",))
    (folder / "votes.csv").symlink_to("/etc/passwd")
    return folder


def no_zip(place: Path) -> Path:
    (place / "rubbish.zip").write_bytes(b"<html>")
    return place / "rubbish.zip"


@pytest.mark.parametrize(
    ("made", "names"),
    [
        (upward, "../votes.csv"),
        (script_in_folder, "run.sh"),
        (script_in_zip, "files/run.py"),
        (script_in_packed, "setup.py"),
        (marked_whole, "TLP:RED"),
        (marked_row, "TLP:AMBER"),
        (model, "scenarios/x.toml"),
        (no_head, "pack.toml"),
        (linked, "votes.csv"),
        (no_zip, "rubbish.zip"),
    ],
)
def test_a_pack_from_elsewhere_that_holds_what_it_may_not_is_refused_with_a_sentence(
    tmp_path: Path, made: Callable[[Path], Path], names: str
) -> None:
    with pytest.raises(CannotRead) as refused:
        read_pack(made(tmp_path))
    for lang in LANGUAGES:
        assert names in say(refused.value.message, lang)


@pytest.mark.parametrize("head", [b"", b'title_en = "A"', HEAD.replace(b'["fishing"]', b'"fishing"'), HEAD + b"[run]\nx = 1\n"])
def test_a_head_that_says_too_little_or_too_much_is_refused(tmp_path: Path, head: bytes) -> None:
    with pytest.raises(DossierError) as refused:
        read_pack(written(tmp_path / "hall", {"pack.toml": head}))
    assert refused.value.problems[0].part == "pack.toml"


def test_votes_that_cannot_be_read_are_named_and_nothing_is_taken(tmp_path: Path) -> None:
    pack = read_pack(written(tmp_path / "hall", {"votes.csv": b"actor,rollcall,vote\nFRA,r1,=1+1\n"}))
    with pytest.raises(DossierError) as refused:
        taken(pack, Extract(), decode(OWN))
    assert refused.value.problems[0].code == "formula"


def test_a_pack_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(WrongUse, match="unga-votes"):
        read_pack("security-council")


def test_a_zip_in_one_folder_is_a_pack_too(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, part in ({"pack.toml": HEAD} | PARTS).items():
            archive.writestr(f"hall/{name}", part)
    (tmp_path / "hall.zip").write_bytes(data.getvalue())
    assert len(read_pack(tmp_path / "hall.zip").outline.rollcalls) == 3
