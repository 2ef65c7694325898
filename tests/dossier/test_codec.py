"""Parts and types: the inverse of each other, and every fault with its place."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import dossiers

from legation.dossier import Dossier, DossierError, decode, encode, problems_of
from legation.language import LANGUAGES, say

HEAD = {"dossier.toml": b'id = "test"\nformat = 2\n'}
ACTORS = b"id,name,kind\nFRA,France,state\nNAM,Namibia,state\n"


def faults(parts: dict[str, bytes]) -> list[tuple[str, int | None, str | None, str]]:
    return [(p.part, p.row, p.column, p.code) for p in problems_of(HEAD | parts)]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(dossiers())
def test_decoding_what_was_encoded_gives_the_same_dossier_and_the_same_bytes(dossier: Dossier) -> None:
    parts = encode(dossier)

    assert decode(parts) == dossier
    assert encode(decode(parts)) == parts


def test_comments_in_toml_stay() -> None:
    source = b'id = "x"  # ours\nformat = 2\n\n[parameters]\nrollcall = "r"\n'

    assert encode(decode({"dossier.toml": source}))["dossier.toml"] == source


def test_namibia_is_a_country_and_not_a_missing_value() -> None:
    dossier = decode(HEAD | {"actors.csv": b"id,name,kind\nNA,Namibia,state\n"})

    assert [a.id for a in dossier.actors] == ["NA"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xef\xbb\xbf" + ACTORS, "byte-order-mark"),
        (ACTORS.decode().encode("utf-16"), "byte-order-mark"),
        (ACTORS.replace(b"\n", b"\r\n"), "line-endings"),
        (ACTORS.replace(b",", b";"), "delimiter"),
        (ACTORS.replace(b",", b"\t"), "delimiter"),
        ("id,name,kind\nFRA,Fédération,state\nNAM,Namibie,state\n".encode("cp1252"), "encoding"),
    ],
)
def test_what_a_spreadsheet_does_to_a_file_is_read_right_and_noticed(data: bytes, code: str) -> None:
    dossier = decode(HEAD | {"actors.csv": data})

    assert [a.id for a in dossier.actors] == ["FRA", "NAM"]
    assert [p.code for p in dossier.notices] == [code]


def test_a_french_spreadsheet_with_semicolons_and_decimal_commas() -> None:
    parts = HEAD | {
        "actors.csv": ACTORS,
        "issues.csv": b"id,question\ni,?\n",
        "positions.csv": "\ufeffid;actor;issue;low;value;high\r\np1;FRA;i;10,5;20,25;30\r\n".encode(),
    }

    position = decode(parts).positions[0]

    assert (position.low, position.value, position.high) == (10.5, 20.25, 30.0)


def test_fifteen_planted_faults_are_all_listed_with_their_place() -> None:
    parts = {
        "actors.csv": b"id,name,kind,iso3,nmae\nFRA,France,state,FRA,x\nFRA,France,state,FRA,\nDEU,=1+1,kingdom,de,\n",
        "issues.csv": b"id,question\ni,?\n",
        "evidence.csv": b"id,title,reliability,credibility,url\ne1,t,G,7,javascript:alert(1)\n",
        "positions.csv": (
            b"id,supersedes,actor,issue,low,value,high,held_from,evidence\n"
            b"p1,p2,FRA,i,50,40,60,2018-02-30,e1\n"
            b"p2,p1,RUS,i,,500,,2018,e9\n"
            b"p3,p0,FRA,j,,many,,2018,\n"
        ),
        "votes.csv": b"actor,rollcall,vote\nFRA,r1,Ja\n",
    }

    found = faults(parts)

    assert found == [
        ("actors.csv", 1, "nmae", "unknown-column-close"),
        ("actors.csv", 3, "id", "duplicate-key"),
        ("actors.csv", 4, "iso3", "bad-code"),
        ("actors.csv", 4, "kind", "not-a-choice"),
        ("actors.csv", 4, "name", "formula"),
        ("evidence.csv", 2, "credibility", "out-of-range"),
        ("evidence.csv", 2, "reliability", "not-a-choice"),
        ("evidence.csv", 2, "url", "bad-url"),
        ("positions.csv", 2, "held_from", "impossible-date"),
        ("positions.csv", 2, "supersedes", "cycle-of-supersession"),
        ("positions.csv", 2, "value", "out-of-order"),
        ("positions.csv", 3, "actor", "unknown-actor"),
        ("positions.csv", 3, "evidence", "dangling-evidence"),
        ("positions.csv", 3, "value", "out-of-range"),
        ("positions.csv", 4, "issue", "unknown-issue"),
        ("positions.csv", 4, "supersedes", "dangling-supersedes"),
        ("positions.csv", 4, "value", "not-a-number"),
        ("votes.csv", 2, "rollcall", "unknown-rollcall"),
        ("votes.csv", 2, "vote", "not-a-choice"),
    ]
    with pytest.raises(DossierError) as error:
        decode(HEAD | parts)
    assert len(error.value.problems) == 19
    for lang in LANGUAGES:
        assert all("[problem." not in say(p, lang) and say(p.remedy, lang) for p in error.value.problems)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"actors.csv": b"id,name\nFRA,\xc3\xa9t\xc3\xa9\nNAM,\xe9t\xe9\n"}, ("actors.csv", 3, None, "mixed-encodings")),
        ({"actors.csv": b"id,name\nFRA," + b"x" * (50 * 1024 * 1024) + b"\n"}, ("actors.csv", 2, "name", "cell-too-long")),
        ({"actors.csv": b"x" * (64 * 1024 * 1024 + 1)}, ("actors.csv", None, None, "part-too-large")),
        ({"actors.csv": b"id,name\nFRA,a\x00b\n"}, ("actors.csv", 2, None, "not-text")),
        ({"actors.csv": b""}, ("actors.csv", 1, None, "no-header")),
        ({"actors.csv": b'id,name\nFRA,"open\n'}, ("actors.csv", 2, None, "bad-csv")),
        ({"actors.csv": b"name\nFrance\n"}, ("actors.csv", 1, "id", "missing-column")),
        ({"actors.csv": b"id,name,name\nFRA,a,b\n"}, ("actors.csv", 1, "name", "duplicate-column")),
        ({"actors.csv": b"id,name\nFRA,a,b\n"}, ("actors.csv", 2, None, "too-many-cells")),
        ({"actors.csv": b"id,name\n,France\n"}, ("actors.csv", 2, "id", "required")),
        ({"actors.csv": b"id,name\na b,France\n"}, ("actors.csv", 2, "id", "bad-id")),
        ({"actors.csv": b"id,start,end\nFRA,2019,2018\n"}, ("actors.csv", 2, "end", "ends-before-start")),
        ({"positons.csv": b"id\n"}, ("positons.csv", None, None, "bad-part-name")),
        ({"files/../../x": b""}, ("files/../../x", None, None, "bad-part-name")),
        ({"dossier.toml": b"id = \n"}, ("dossier.toml", 1, None, "bad-toml")),
        ({"dossier.toml": b'title = "x"\n'}, ("dossier.toml", None, "id", "toml-value")),
        ({"dossier.toml": b'id = "x"\nmarking = "TLP:BLUE"\n'}, ("dossier.toml", None, "marking", "not-a-choice")),
        ({"dossier.toml": b'id = "x"\nlicense = "CC0"\n'}, ("dossier.toml", None, "license", "unknown-key")),
        ({"dossier.toml": b'id = "x"\ncolour = "red"\n'}, ("dossier.toml", None, "colour", "newer-release")),
        (
            {"bodies.toml": b'[[body]]\nid = "b"\n[[body.rule]]\nshare = "most"\n'},
            ("bodies.toml", None, "body 1.rule 1.share", "toml-value"),
        ),
        ({"bodies.toml": b'[[body]]\nid = "b"\nmembers = "all"\n'}, ("bodies.toml", None, "body 1.members", "unknown-group")),
        ({"evidence.csv": b"id,part\ne,files/a.pdf\n"}, ("evidence.csv", 2, "part", "archive-missing")),
        (
            {"evidence.csv": b"id,part,sha256\ne,files/a.pdf," + b"0" * 64 + b"\n", "files/a.pdf": b"other"},
            ("evidence.csv", 2, "sha256", "archive-changed"),
        ),
        ({"groups.csv": b"group,actor\neu,\n"}, ("groups.csv", 2, "actor", "required")),
        ({"votes.csv": b"actor,rollcall,vote\nFRA,,yes\n", "actors.csv": ACTORS}, ("votes.csv", 2, "rollcall", "required")),
    ],
)
def test_each_fault_is_found_at_its_place(parts: dict[str, bytes], expected: tuple[str, int | None, str | None, str]) -> None:
    assert expected in faults(parts)


def test_a_vote_that_stands_twice_is_a_duplicate_key() -> None:
    parts = {
        "actors.csv": ACTORS,
        "rollcalls.csv": b"id\nr\n",
        "votes.csv": b"actor,rollcall,vote\nFRA,r,yes\nNAM,r,no\nFRA,r,no\n",
    }

    assert faults(parts) == [("votes.csv", 4, "actor", "duplicate-key")]


def test_a_bad_cell_does_not_hide_the_other_faults_of_its_row_nor_make_new_ones() -> None:
    parts = {
        "actors.csv": b"id,name,kind\nFRA,France,kingdom\n",
        "issues.csv": b"id,question\ni,?\n",
        "positions.csv": b"id,actor,issue,value\np,FRA,i,5\n",
    }

    assert faults(parts) == [("actors.csv", 2, "kind", "not-a-choice")]


def test_rows_of_an_annex_go_back_to_their_annex() -> None:
    parts = HEAD | {
        "actors.csv": ACTORS,
        "coalitions.csv": b"coalition,actor\nc,FRA\n",
        "annexes/list/coalitions.csv": b"coalition,actor\nd,FRA\n",
        "annexes/list/LICENCE.txt": b"terms",
    }

    dossier = decode(parts)

    assert {m.coalition for m in dossier.coalitions} == {"c", "d"}
    assert encode(dossier) == dict(sorted(parts.items()))


def test_ten_thousand_actors() -> None:
    rows = "".join(f"a{i},Actor {i},company\n" for i in range(10_000))

    assert len(decode(HEAD | {"actors.csv": b"id,name,kind\n" + rows.encode()}).actors) == 10_000


def test_a_cell_that_comes_again_is_read_again_where_something_is_wrong_with_it() -> None:
    values = ('"1,5"', "101", "7", "7", '"1,5"', "101")
    rows = "id,actor,issue,value,held_from\n" + "".join(f"p{n},A,t,{value},2018-01-01\n" for n, value in enumerate(values))
    parts = {"dossier.toml": b'id = "x"', "actors.csv": b"id,name\nA,Aria\n", "issues.csv": b"id,question\nt,Why?\n"}

    with pytest.raises(DossierError) as error:
        decode(parts | {"positions.csv": rows.encode()})

    found = [(one.code, one.row) for one in error.value.problems if one.column == "value"]
    assert sorted(found) == [("decimal-comma", 2), ("decimal-comma", 6), ("out-of-range", 3), ("out-of-range", 7)]
