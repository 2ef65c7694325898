"""Lists of supporters, with the mapping of their columns."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from legation.dossier import Dossier, Info, problems_of
from legation.dossier.files.codec import encode
from legation.errors import CannotRead, WrongUse
from legation.sources import ColumnMapping, load_mapping, merge, read_supporters, save_mapping

ROWS = [
    {"name": "Allemagne", "category": "state", "nature": "UE", "nationality": "DEU"},
    {"name": "Congo", "category": "state", "nationality": "COG"},
    {"name": "Roumanie", "category": "state", "nationality": "ROM"},
    {"name": "Accenture", "category": "private-sector", "nature": "Entreprise", "nationality": "FRA", "date_signed": "2019-11-19"},
    {"name": "Abelia", "category": "private-sector", "nature": "Association professionnelle", "nationality": "NOR"},
    {"name": "Université de Genève", "category": "civil-society", "nature": "Université", "nationality": "CHE"},
    {"name": "Access Now", "category": "civil-society", "nationality": "USA"},
    {"name": "City of Huntington", "category": "public-authority", "nationality": "USA", "date_signed": "soon"},
    {"name": "European Union", "category": "public-authority"},
    {"name": "CAPS", "nationality": "IND", "date_signed": "2021-03-01"},
    {"name": "CAPS", "nationality": "FRA"},
    {"name": "Access Now", "category": "civil-society", "nationality": "USA"},
    {"name": "", "category": "state"},
    {"name": "Atlantis", "category": "state", "nationality": "QQQ"},
    {"name": "=1+1", "category": "state"},
]


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "call.json"
    path.write_text(json.dumps({"title": "A call", "supporters": ROWS}), "utf-8")
    return path


def test_a_list_is_read(listed):
    reading = read_supporters(listed, known_on="2025-12-25")
    kinds = {a.id: (a.kind, a.iso3) for a in reading.tables["actors"]}
    assert kinds == {
        "DEU": ("state", "DEU"),
        "COG": ("state", "COG"),
        "ROU": ("state", "ROU"),
        "accenture": ("company", "FRA"),
        "abelia": ("association", "NOR"),
        "universite-de-geneve": ("academic", "CHE"),
        "access-now": ("ngo", "USA"),
        "city-of-huntington": ("sub_state", "USA"),
        "european-union": ("international_org", ""),
        "caps": ("other", "IND"),
        "caps-fra": ("other", "FRA"),
    }
    assert {(p.row, p.code) for p in reading.unplaced} == {
        (13, "supporter-twice"),
        (14, "no-name"),
        (15, "unknown-country"),
        (16, "formula"),
    }
    assert Counter(p.code for p in reading.doubts) == {"code-differs": 1, "bad-date": 1, "unknown-kind": 2}
    assert reading.origin.read == len(ROWS)


def test_a_start_stands_only_where_the_list_gives_one(listed):
    members = {m.actor: m for m in read_supporters(listed, known_on="2025-12-25", coalition="call").tables["coalitions"]}
    assert (str(members["accenture"].start), members["accenture"].known_on) == ("2019-11-19", None)
    assert (members["DEU"].start, str(members["DEU"].known_on)) == (None, "2025-12-25")
    dossier, _ = merge(
        Dossier(info=Info(id="x")), read_supporters(listed, known_on="2025-12-25"), evidence_id="list", known_on="2025-12-25"
    )
    assert {m.actor for m in dossier.as_of("2022-01-01").coalitions} == {"accenture", "caps"}
    assert problems_of(encode(dossier)) == ()


def test_a_mapping_is_kept_beside_the_file(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text("Intitulé;Genre;Adresse;Rang\nTruc;machin;https://truc.example/;core\nChose;bidule;nulle part;roi\n", "utf-8")
    assert load_mapping(path) is None
    with pytest.raises(CannotRead, match="Intitulé"):
        read_supporters(path, known_on="2020")
    mapping = ColumnMapping(
        {"name": ("Intitulé",), "kind": ("Genre",), "url": ("Adresse",), "tier": ("Rang",)},
        {"machin": "company", "bidule": "ngo"},
        {"Chose": {"id": "the-thing", "iso3": "FRA"}},
    )
    assert save_mapping(path, mapping).name == "liste.csv.mapping.toml"
    assert load_mapping(path) == mapping
    reading = read_supporters(path, known_on="2020")
    assert {(a.id, a.kind, a.iso3) for a in reading.tables["actors"]} == {("truc", "company", ""), ("the-thing", "ngo", "FRA")}
    assert [m.tier for m in reading.tables["coalitions"]] == ["core", "supporter"]
    assert [e.url for e in reading.tables["evidence"]] == ["https://truc.example/"]
    assert Counter(p.code for p in reading.doubts) == {"unknown-tier": 1, "bad-address": 1}


def test_a_wrong_mapping_is_said(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("name,kind\nFrance,state\nPeru,state\n")
    with pytest.raises(CannotRead, match="Nom"):
        read_supporters(path, ColumnMapping({"name": ("Nom",)}), known_on="2020")
    with pytest.raises(WrongUse, match="robot"):
        ColumnMapping({"name": ("name",)}, {"android": "robot"})
    with pytest.raises(WrongUse, match="colour"):
        ColumnMapping({"colour": ("name",)})
    (tmp_path / "list.csv.mapping.toml").write_text("columns = 3")
    with pytest.raises(CannotRead, match=r"mapping\.toml"):
        read_supporters(path, known_on="2020")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"[1, 2]", b"{not json", b"name\n"])
def test_what_is_no_list_is_refused(tmp_path, content):
    path = tmp_path / "list.json"
    path.write_bytes(content)
    with pytest.raises(CannotRead):
        read_supporters(path, known_on="2020")


def test_ambiguous_days_are_not_guessed(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("name,kind,date\nA company,company,03/04/2020\nB company,company,25/12/2020\nC company,company,2020-11\n")
    assert [m.start and str(m.start) for m in read_supporters(path, known_on="2021").tables["coalitions"]] == [
        None,
        "2020-12-25",
        "2020-11",
    ]


def test_the_date_of_the_list_is_needed_where_a_row_has_none(tmp_path, listed):
    with pytest.raises(WrongUse, match="known_on"):
        read_supporters(listed)
    path = tmp_path / "dated.csv"
    path.write_text("name,kind,date\nA company,company,2020-12-25\n")
    assert len(read_supporters(path).tables["coalitions"]) == 1


def test_a_country_named_in_full_is_no_withdrawn_code(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(
        "name,kind,nationality\nAccess Now,ngo,France\nATTAC,ngo,Danemark\nGermany,state,Federal Republic of Germany\nPeru,state,Chile\nX,ngo,YUG\n",
        "utf-8",
    )
    reading = read_supporters(file, known_on="2020")
    assert [actor.iso3 for actor in reading.tables["actors"]] == ["FRA", "DNK", "DEU", "PER", "SRB"]
    assert [(p.row, p.code, p.found) for p in reading.doubts] == [(5, "code-differs", "Chile"), (6, "code-differs", "YUG")]


def test_a_state_in_doubt_and_days_that_may_be_months_are_asked(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(
        "name,kind,date\nFrance,state,13/04/2020\nCongo,state,03/04/2020\nRASD,state,05/06/2020\nPeru,state,2020-01-02\n", "utf-8"
    )
    reading = read_supporters(file, known_on="2021")
    assert [(d.line, d.why) for d in reading.doubtful] == [(3, "name"), (4, "claim")]
    assert [(p.row, p.code) for p in reading.unplaced] == [(3, "unknown-country"), (4, "unknown-country")]

    decided = read_supporters(file, known_on="2021", answers={3: "cog", 4: "new"})
    assert [(a.id, a.kind) for a in decided.tables["actors"]] == [("FRA", "state"), ("COG", "state"), ("rasd", "other"), ("PER", "state")]
    assert not decided.doubtful and [p.code for p in decided.doubts] == ["bad-date", "bad-date"]
    assert [a.id for a in read_supporters(file, known_on="2021", answers={3: "skip", 4: "ESH"}).tables["actors"]] == ["FRA", "ESH", "PER"]

    days = tmp_path / "days.csv"
    days.write_text("name,kind,date\nFrance,state,13/04/2020\nPeru,state,03/04/2020\nKenya,state,05/06/2020\n", "utf-8")
    (doubt,) = read_supporters(days, known_on="2021").doubtful
    assert (doubt.line, doubt.why) == (3, "date")
    for answer, found in (
        ("day-first", ["2020-04-13", "2020-04-03", "2020-06-05"]),
        ("month-first", ["2020-04-13", "2020-03-04", "2020-05-06"]),
    ):
        decided = read_supporters(days, known_on="2021", answers={3: answer})
        assert [str(row.start) for row in decided.tables["coalitions"]] == found
        assert not decided.doubtful and not decided.doubts
    assert [row.start for row in read_supporters(days, known_on="2021", answers={3: "skip"}).tables["coalitions"]][1:] == [None, None]
