"""Natural persons in the texts of a dossier: where, which a published quotation names, and the text without them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import Dossier, decode, encode, load, save
from legation.errors import WrongUse
from legation.sources.names.in_dossier import REMOVED, persons_in, persons_noticed, reworded

PARTS = {
    "dossier.toml": 'id = "x"\nmarking = "TLP:GREEN"\n',
    "actors.csv": "id,name,kind\nFRA,France,state\nboll,Heinrich Boll,ngo\n",
    "issues.csv": "id,question,low,high\nnorms,Binding norms?,none,treaty\n",
    "evidence.csv": (
        "id,kind,title,quote,publisher\n"
        "pub,statement,Statement by Mr Talbot,Mr Talbot said no.,The Daily\n"
        "own,interview,Interview,Anna Zorvan told us so.,\n"
    ),
    "positions.csv": (
        "id,actor,issue,value,basis,note,evidence,supersedes\n"
        "p0,FRA,norms,50,expert,Seen by Susan Whitfield.,own,\n"
        "p1,FRA,norms,55,expert,Seen by Susan Whitfield.,own,p0\n"
        "p2,FRA,norms,60,expert,It is so. Mr Talbot said no. We doubt it.,pub,\n"
    ),
    "messages.csv": "id,text,text_fr\nm,Call the chair.,Appeler Sylvie Morandin avant vendredi.\n",
}


@pytest.fixture
def dossier() -> Dossier:
    return decode({name: text.encode() for name, text in PARTS.items()})


def test_every_name_in_free_text_is_found_and_a_published_quotation_is_told_apart(dossier: Dossier) -> None:
    found = {one.key: (one.name, one.published, one.cites) for one in persons_in(dossier)}

    assert found == {
        "evidence/pub/title/13": ("Talbot", True, True),
        "evidence/pub/quote/0": ("Talbot", True, True),
        "evidence/own/quote/0": ("Anna Zorvan", False, False),
        "positions/p0/note/8": ("Susan Whitfield", False, False),
        "positions/p1/note/8": ("Susan Whitfield", False, False),
        "positions/p2/note/10": ("Talbot", False, True),
        "messages/m/text_fr/8": ("Sylvie Morandin", False, False),
    }
    assert {(p.part, p.remedy.values["count"], p.is_notice) for p in persons_noticed(dossier)} == {
        ("evidence.csv", 1, True),
        ("positions.csv", 3, True),
        ("messages.csv", 1, True),
    }


def test_each_choice_changes_one_text_and_nothing_else(dossier: Dossier) -> None:
    by_key = {one.key: one for one in persons_in(dossier)}
    said = reworded(dossier, by_key["positions/p0/note/8"], function="the head of delegation")
    quoted = reworded(dossier, by_key["positions/p2/note/10"], quote=True)
    removed = reworded(dossier, by_key["messages/m/text_fr/8"])

    assert [str(row.note) for row in said.positions[:2]] == ["Seen by the head of delegation.", "Seen by Susan Whitfield."]
    assert str(quoted.positions[2].note) == "It is so. “Mr Talbot said no.” We doubt it."
    assert removed.messages[0].text.fr == f"Appeler {REMOVED} avant vendredi." and removed.messages[0].text.text == "Call the chair."
    for changed, part in ((said, "positions.csv"), (quoted, "positions.csv"), (removed, "messages.csv")):
        before, after = encode(dossier), encode(changed)
        assert {name for name in before if before[name] != after[name]} == {part}
    assert next(one for one in persons_in(quoted) if one.row == "p2").published
    assert sum(not one.published for one in persons_in(removed)) == 4


def test_words_without_a_published_source_are_no_quotation(dossier: Dossier) -> None:
    own = next(one for one in persons_in(dossier) if one.row == "p1")

    with pytest.raises(WrongUse, match="p1"):
        reworded(dossier, own, quote=True)


def test_the_terminal_lists_them_and_makes_the_choice(dossier: Dossier, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "d")
    save(dossier, Path(place))
    assert main(["persons", place, "--json"]) == 1
    listed = json.loads(capsys.readouterr().out)
    assert (listed["published"], len(listed["items"])) == (2, 5)
    for lang, word in (("en", "names of persons"), ("fr", "noms de personnes")):
        assert main(["persons", place, "--lang", lang]) == 1
        assert word in " ".join(capsys.readouterr().out.split())
        assert main(["check", place, "--lang", lang]) == 0
        assert "legation persons" in capsys.readouterr().out
    assert main(["persons", place, "evidence/own/quote/0", "--function", "A counsellor", "--lang", "en"]) == 0
    assert load(Path(place)).evidence[1].quote == "A counsellor told us so."
    assert main(["persons", place, "nowhere", "--remove"]) == 2
    assert main(["persons", place, "positions/p2/note/10", "--remove", "--quote"]) == 2
    assert main(["persons", place, "positions/p1/note/8", "--quote"]) == 2
    for key in ("positions/p0/note/8", "positions/p1/note/8", "positions/p2/note/10", "messages/m/text_fr/8"):
        assert main(["persons", place, key, "--remove"]) == 0
    capsys.readouterr()
    assert main(["persons", place, "--lang", "en"]) == 0


def test_a_sentence_with_a_quotation_in_it_becomes_one_quotation() -> None:
    parts = PARTS | {"messages.csv": "id,text,evidence\nm,He said “no” and Mr Talbot left.,pub\n"}
    there = decode({name: text.encode() for name, text in parts.items() if name in ("dossier.toml", "evidence.csv", "messages.csv")})
    one = next(found for found in persons_in(there) if found.table == "messages")
    after = reworded(there, one, quote=True)
    assert [(found.key.split("/")[0], found.published) for found in persons_in(after) if found.table == "messages"] == [("messages", True)]


def test_who_released_a_row_is_no_text_of_the_desk() -> None:
    releases = "id,table,row,marking,function,date,reason\nr,messages,m,TLP:GREEN,Ambassador Susan Whitfield,2026-01-01,asked\n"
    there = decode({"dossier.toml": b'id = "x"', "messages.csv": b"id,text\nm,Call the chair.\n", "releases.csv": releases.encode()})
    assert there.releases and not persons_in(there)


def test_a_choice_without_a_place_is_refused(tmp_path: Path, dossier: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    save(dossier, tmp_path / "d")
    assert main(["persons", str(tmp_path / "d"), "--remove"]) == 2
    assert "place" in capsys.readouterr().err
