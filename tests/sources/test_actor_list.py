"""A plain list becomes a dossier; what is doubtful is asked; rubbish is answered with a sentence."""

from __future__ import annotations

import io
import os
import time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import decode, encode, load, problems_of, save
from legation.errors import CannotRead, LegationError, WrongUse
from legation.language import LANGUAGES, say
from legation.sources import read_actor_list

PIECES = st.sampled_from(
    [*'\n\n\t;,()[{|"', "France", "Congo", "Peru", "oui", "no", "Pays", "Vote", "Groupe", "12", "NA", "=1+1", "Atlantis", "\r\n", "\r"]
)


def _taken(draft) -> list[str]:
    return [e.country.iso3 if e.country else e.text for e in draft.entries]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("France\nPérou\nJapan", ["FRA", "PER", "JPN"]),
        ("1. France\n2) Peru\n- Japan\n• Chad", ["FRA", "PER", "JPN", "TCD"]),
        ("Korea, Republic of\nIran, Islamic Republic of", ["KOR", "IRN"]),
        ("France, Germany, Spain", ["FRA", "DEU", "ESP"]),
        ("France; Allemagne ; Espagne", ["FRA", "DEU", "ESP"]),
        ("Iran, Islamic Republic of", ["IRN"]),
        ("Pays\nFrance\nNiger\n", ["FRA", "NER"]),
        ("Liste des membres\n\nPays,Position\nFrance,oui\nJapon,non\n", ["FRA", "JPN"]),
        ("FRA\nDEU\nNAM\n", ["FRA", "DEU", "NAM"]),
        ("\ufeffPays;Code\r\nFrance;FRA\r\nNamibie;NA\r\n", ["FRA", "NAM"]),
        ("Microsoft\nUniversité de Genève\n", ["Microsoft", "Université de Genève"]),
        ("PKN Orlen\nBMW\n", ["PKN Orlen", "BMW"]),
    ],
)
def test_lists_as_people_write_them(text, taken):
    draft = read_actor_list(text)
    assert _taken(draft) == taken
    assert not draft.doubtful


def test_columns_in_any_order_under_any_heading():
    for text in (
        "Groupe;Vote;Pays\nUE;Pour;France\nUE;contre;Allemagne\nGRULAC;Abst.;Pérou\nGRULAC;?;Chili\n",
        "EU,yes,France\nEU,no,Germany\nGRULAC,abstain,Peru\nGRULAC,,Chile\n",
        "Country\tPosition\tRegion\nFrance\tfor\tEU\nGermany\tagainst\tEU\nPeru\tabstention\tGRULAC\nChile\t\tGRULAC\n",
    ):
        draft = read_actor_list(text)
        assert [(e.country.iso3, e.position) for e in draft.entries] == [("FRA", "yes"), ("DEU", "no"), ("PER", "abstain"), ("CHL", "")]
        assert [e.group for e in draft.entries][2:] == ["GRULAC", "GRULAC"]


def test_organisations_with_their_country_and_kind():
    draft = read_actor_list("Pays\tOrganisation\tType\nUSA\tMicrosoft\tEntreprise\nFrance\tAccess Now\tONG\n\tUnion européenne\t\n")
    actors = draft.dossier("orgs").actors
    assert [(a.id, a.kind, a.iso3) for a in actors] == [
        ("microsoft", "company", "USA"),
        ("access-now", "ngo", "FRA"),
        ("union-europeenne", "international_org", ""),
    ]


def test_a_list_of_organisations_has_the_kind_that_is_given_unless_it_says_one():
    draft = read_actor_list("Name,Type\nAccess Now,\nMicrosoft,company\nInterpol,\nOxfam,club\n", kind="ngo")
    assert [(e.text, e.kind) for e in draft.entries] == [
        ("Access Now", "ngo"),
        ("Microsoft", "company"),
        ("Interpol", "international_org"),
        ("Oxfam", "ngo"),
    ]
    with pytest.raises(WrongUse, match="kind of an actor must be"):
        read_actor_list("Access Now\n", kind="club")


def test_doubts_are_asked_and_answered():
    draft = read_actor_list("France\nGermany\nCongo\nAtlantis\nPeruu\nFrance\n12\nChile\nJapan\n")
    assert {d.line: [c.iso3 for c in d.candidates] for d in draft.doubtful} == {3: ["COD", "COG"], 4: [], 5: ["PER"]}
    assert [(p.row, p.code) for p in draft.unplaced] == [(6, "listed-twice"), (7, "no-name")]
    with pytest.raises(WrongUse, match="3 lines"):
        draft.dossier("x")
    some = draft.resolve({3: "COG", 4: "new"})
    assert [d.line for d in some.doubtful] == [5]
    assert _taken(some.resolve({5: "skip"})) == ["FRA", "DEU", "COG", "Atlantis", "CHL", "JPN"]
    assert [p.row for p in some.resolve({5: "FRA"}).unplaced if p.code == "listed-twice"] == [6, 5]
    for wrong in ({1: "FRA"}, {5: "QQQ"}):
        with pytest.raises(WrongUse):
            some.resolve(wrong)


def test_a_code_settles_or_contradicts_a_name():
    assert _taken(read_actor_list("Congo,COG\nCôte d'Ivoire,CIV\n")) == ["COG", "CIV"]
    (doubt,) = read_actor_list("Country,ISO\nGermany,FRA\nPeru,PER\n").doubtful
    assert {c.iso3 for c in doubt.candidates} == {"DEU", "FRA"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_dossier_that_can_be_saved(tmp_path, lang):
    dossier = read_actor_list("Pays;Vote\nFrance;Pour\nPérou;contre\nNamibie;\n", lang=lang).dossier("my-list", "Ma liste")
    assert problems_of(encode(dossier)) == ()
    save(dossier, tmp_path / "d")
    assert load(tmp_path / "d") == decode(encode(dossier))
    assert dossier.info.languages[0] == lang
    assert dossier.bodies[0].id == "unga"
    assert set(dossier.members(dossier.bodies[0].members, "2020")) == {"FRA", "PER", "NAM"}
    assert dossier.members("african", "2020") == ("NAM",)
    assert "vérifié" in say(next(e for e in dossier.evidence if e.id == "un-regional-groups").title, "fr")
    assert [(p.actor, p.value, p.confidence) for p in dossier.positions] == [("FRA", 100.0, "low"), ("PER", 0.0, "low")]


def test_the_assembly_is_of_the_members_and_there_where_half_are():
    dossier = read_actor_list("France\nPeru\nHoly See\nKosovo\n").dossier("x")
    assert [body.id for body in dossier.bodies] == ["unga"]
    assert set(dossier.members("un-members", "2020")) == {"FRA", "PER"}
    assert not read_actor_list("France\nMicrosoft\nAccess Now\n").dossier("x").bodies


def test_files_of_every_kind(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Members of the group"])
    book.active.append([])
    book.active.append(["No", "Country", "Vote"])
    for row in ([1, "France", "yes"], [2, "Namibia", "no"]):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    files = {
        "list.xlsx": held.getvalue(),
        "list.txt": "France\nNamibia\n".encode("utf-16"),
        "list.csv": "Pays;Région\nFrance;Île-de-France\nNamibie;Oshana\n".encode("cp1252"),
        "list.json": b'["France", "Namibia"]',
        "list.tsv": b"id\tcountry\n1\tFrance\n2\tNamibia\n",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        assert _taken(read_actor_list(tmp_path / name)) == ["FRA", "NAM"], name
        assert _taken(read_actor_list(str(tmp_path / name))) == ["FRA", "NAM"], name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b"\n \n\t\n"),
        ("numbers.csv", b"1\n2\n3\n"),
        ("rubbish.csv", os.urandom(5000)),
        ("rubbish.txt", bytes(b for b in os.urandom(5000) if b)),
        ("long.txt", b"x" * 50_000_000),
        ("report.pdf", b"%PDF-1.7\n..."),
        ("broken.xlsx", b"PK\x03\x04" + os.urandom(500)),
        ("broken.json", b'[{"name": '),
        ("deep.json", b"[" * 100_000),
        ("nul.txt", b"France\x00Peru\n"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_rubbish_is_answered_with_a_sentence(tmp_path, name, data, lang):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(CannotRead) as caught:
        read_actor_list(path)
    sentence = say(caught.value.message, lang)
    assert name in sentence
    assert not sentence.startswith("[")


@pytest.mark.parametrize("text", ["", "  ", "nowhere.csv", "\x00", "1", "-\n-\n"])
def test_text_that_is_no_list(text):
    with pytest.raises(LegationError):
        read_actor_list(text)


def test_one_line_and_ten_thousand():
    assert [a.id for a in read_actor_list("France").dossier("one").actors] == ["FRA"]
    start = time.process_time()
    draft = read_actor_list("\n".join(f"Organisation {i} for a safer network" for i in range(10_000)))
    assert len(draft.dossier("many").actors) == 10_000
    assert time.process_time() - start < 10


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_gives_a_sound_dossier_or_a_sentence(text):
    try:
        draft = read_actor_list(text)
        draft = draft.resolve({doubt.line: "new" for doubt in draft.doubtful})
        dossier = draft.dossier("any")
    except LegationError as error:
        assert say(error.message, "fr")
    else:
        assert problems_of(encode(dossier)) == ()


def test_no_dossier_of_nothing():
    with pytest.raises(WrongUse, match="No actor"):
        read_actor_list("Congo\n").resolve({1: "skip"}).dossier("x")
    with pytest.raises(WrongUse, match="id"):
        read_actor_list("France\n").dossier("not an id")


@pytest.mark.parametrize(
    "text",
    [
        "France\tyes\nPeru\tno\nJapan",
        "France;yes\nPeru;no\nJapan\n",
        "France,yes\nPeru,no\nJapan\n",
        "Pays\tVote\nFrance\toui\nPérou\tnon\nJapon",
        "France\tyes\nPeru\tno\nJapan\t\n",
    ],
)
def test_the_last_cell_of_a_pasted_table_may_be_empty(text):
    draft = read_actor_list(text)
    assert [(e.country.iso3, e.position) for e in draft.entries] == [("FRA", "yes"), ("PER", "no"), ("JPN", "")]
    assert not draft.doubtful


def test_a_comma_in_a_name_parts_no_cells():
    draft = read_actor_list("Microsoft, Inc.\nAmazon.com, Inc.\nAccess Now\n")
    assert _taken(draft) == ["Microsoft, Inc.", "Amazon.com, Inc.", "Access Now"]


def test_one_name_at_home_in_two_countries_is_asked_and_not_dropped():
    draft = read_actor_list("Nom;Pays;Type\nATTAC;Danemark;ONG\nATTAC;Togo;ONG\nOxfam;Kenya;ONG\nOxfam;Kenya;ONG\n")
    (doubt,) = draft.doubtful
    assert (doubt.line, doubt.why, doubt.first, doubt.home.iso3) == (3, "same-name", 2, "TGO")
    assert [(p.row, p.code) for p in draft.unplaced] == [(5, "listed-twice")]
    assert [answer for answer, _ in doubt.answers] == ["new", "skip"]

    both = draft.resolve({3: "new"}).dossier("x").actors
    assert [(a.id, a.name.text, a.iso3) for a in both] == [
        ("attac", "ATTAC", "DNK"),
        ("attac-tgo", "ATTAC", "TGO"),
        ("oxfam", "Oxfam", "KEN"),
    ]
    assert [a.id for a in draft.resolve({3: "skip"}).dossier("x").actors] == ["attac", "oxfam"]
    with pytest.raises(WrongUse, match=r"new \| skip"):
        draft.resolve({3: "TGO"})


@pytest.mark.parametrize("name", ["RASD", "République arabe sahraouie démocratique", "Sahrawi Arab Democratic Republic"])
def test_a_name_that_stands_for_a_contested_claim_is_asked_in_words_that_take_no_side(name):
    draft = read_actor_list(f"{name}\nAlgérie\nMaroc\n")
    (doubt,) = draft.doubtful
    assert (doubt.why, [c.iso3 for c in doubt.candidates]) == ("claim", ["ESH"])
    for lang in LANGUAGES:
        asked = say(doubt.question, lang)
        assert name in asked and ("no side" in asked or "parti" in asked)

    written = draft.resolve({1: "new"}).dossier("x").actors[0]
    assert (written.name.text, written.kind, written.iso3) == (name, "other", "")
    entry = draft.resolve({1: "ESH"}).dossier("x").actors[0]
    assert (entry.id, entry.kind) == ("ESH", "other")
    assert _taken(read_actor_list(f"Nom;Code\n{name};ESH\nAlgérie;DZA\n")) == ["ESH", "DZA"]
