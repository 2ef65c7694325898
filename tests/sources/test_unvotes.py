"""Roll calls in the layout of ``unvotes``: made tables with each trap, and the published one where it is at hand."""

from __future__ import annotations

import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from legation.dossier import Dossier, Info, problems_of
from legation.dossier.files.codec import encode
from legation.errors import CannotRead
from legation.language import LANGUAGES, say
from legation.sources import merge, read_unvotes

CALLS = """rcid,session,importantvote,date,unres,amend,para,short,descr
10,73,,2018-12-05,R/73/27,,,ICT,Developments in ICT
11,73,,2018-12-22,A/RES/73/266,,,,"Responsible behaviour, in cyberspace"
12,40,,1985-12-05,R/40/1,0,0,OLD,OLD VOTE
13,54,,1999-12-05,R/54/1,,,BEFORE,before
14,55,,2000-12-05,R/55/1,,,AFTER,after
15,65,,2010-12-21,R/65/206,,,WHOLE,one
16,65,,2010-12-21,R/65/206,,,WHOLE,other
17,72,,2017-12-04,R/72/50,,1,PARA,paragraph
18,72,,2017-12-04,A/RES/72/50,,0,ALL,whole
19,66,,2011-12-04,,,,NONE,blank symbol
"""
VOTES = """rcid,country,country_code,vote
10,France,FR,3
10,Namibia,NA,1
10,Russia,RU,1
11,France,FR,1
12,German Democratic Republic,DD,1
12,Federal Republic of Germany,,2
12,Yemen Arab Republic,,1
12,Czechoslovakia,CS,3
13,Yugoslavia,YU,1
14,Yugoslavia,YU,1
15,France,FR,1
16,France,FR,2
17,France,FR,1
18,France,FR,1
19,France,FR,2
"""


@pytest.fixture
def read(tmp_path):
    def reading(votes: str = VOTES, calls: str = CALLS, **options):
        (tmp_path / "votes.csv").write_text(votes, "utf-8")
        (tmp_path / "calls.csv").write_text(calls, "utf-8")
        return read_unvotes(tmp_path / "votes.csv", tmp_path / "calls.csv", **options)

    return reading


def _cast(reading) -> dict[tuple[str, str], str]:
    return {(v.rollcall, v.actor): v.vote for v in reading.tables["votes"].rows()}


def test_made_rows_are_read(read):
    reading = read()
    cast = _cast(reading)
    assert cast["A/RES/73/27", "NAM"] == "yes"
    assert cast["A/RES/73/27", "FRA"] == "no"
    assert {actor for call, actor in cast if call == "A/RES/40/1"} == {"DDR", "DEU", "YEM", "CSK"}
    assert cast["A/RES/40/1", "DEU"] == "abstain"
    assert ("A/RES/73/266", "NAM") not in cast, "a missing row stays missing"
    assert not reading.unplaced
    assert reading.origin.read == 15


def test_yugoslavia_is_serbia_from_session_55(read):
    cast = _cast(read())
    assert ("A/RES/54/1", "YUG") in cast
    assert ("A/RES/55/1", "SRB") in cast


def test_repeated_symbols_are_kept_apart_by_stable_ids(read):
    ids = [r.id for r in read().tables["rollcalls"]]
    assert ids[5:] == ["A/RES/65/206+15", "A/RES/65/206+16", "A/RES/72/50+17", "A/RES/72/50", "rcid-19"]
    assert [r.id for r in read(rcids=[16]).tables["rollcalls"]] == ["A/RES/65/206+16"]
    assert {r.on for r in read(sessions=[72]).tables["rollcalls"]} == {"paragraph", "resolution"}


def test_days_before_session_44_are_not_believed(read):
    dates = {r.session: str(r.date) for r in read().tables["rollcalls"]}
    assert dates[40] == "1985"
    assert dates[73] == "2018-12-22"


def test_na_may_be_namibia_or_missing(read):
    as_r_writes = VOTES.replace("Federal Republic of Germany,,", "Federal Republic of Germany,NA,").replace("Republic,,", "Republic,NA,")
    assert _cast(read(as_r_writes)) == _cast(read())
    assert _cast(read(VOTES.replace("Namibia,NA,", "Namibia,,"))) == _cast(read())


def test_words_and_the_codes_of_the_original_record(read):
    cast = _cast(read("rcid,country,country_code,vote\n10,France,FR,yes\n10,Chad,TD,abstain\n10,Peru,PE,no\n11,Peru,PE,8\n11,Chad,TD,9\n"))
    assert list(cast.values()) == ["yes", "abstain", "no", "absent", "not_entitled"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_that_cannot_be_placed_is_listed(read, lang):
    bad = VOTES + "99,France,FR,1\n10,Atlantis,QQ,1\n10,Chad,TD,7\n10,France,FR,3\n11,,,1\n,Chad,TD,1\n"
    reading = read(bad)
    found = {(p.row, p.code) for p in reading.unplaced}
    assert found == {
        (17, "unknown-rollcall"),
        (18, "unknown-country"),
        (19, "unknown-vote"),
        (20, "vote-twice"),
        (21, "unknown-country"),
        (22, "unknown-rollcall"),
    }
    assert len(reading.tables["votes"]) == 15
    for p in reading.unplaced:
        assert p.part == "votes.csv"
        assert "[" not in say(p.remedy, lang)


def test_a_thousand_faults_are_listed_singly_and_the_rest_counted(read):
    reading = read(VOTES + "99,France,FR,1\n" * 1500)
    assert len(reading.unplaced) == 1001
    assert "500" in str(reading.unplaced[-1])


def test_bad_roll_calls_are_listed(read):
    reading = read(calls=CALLS + "10,73,,2018-12-05,R/73/27,,,,again\n,73,,,,,,,\n50,,,,,,,,\n51,67,,2012-12-01,R/677/46,,,slip,slip\n")
    assert {(p.row, p.code) for p in reading.unplaced} == {(12, "rollcall-twice"), (13, "no-number"), (14, "no-number")}
    assert [p.code for p in reading.doubts] == ["other-session"]


def test_empty_tables_and_other_files(tmp_path, read):
    assert len(read("rcid,country,country_code,vote\n").tables["votes"]) == 0
    assert len(read(calls=CALLS.split("\n", 1)[0] + "\n").unplaced) == 15
    with pytest.raises(CannotRead, match="vote"):
        read("rcid,country\n1,France\n")
    (tmp_path / "rubbish").write_bytes(os.urandom(3000))
    with pytest.raises(CannotRead):
        read_unvotes(tmp_path / "rubbish", tmp_path / "calls.csv")
    with pytest.raises(CannotRead, match="nothing at"):
        read_unvotes(tmp_path / "nowhere", tmp_path / "calls.csv")


def test_parquet_says_the_same_as_csv(tmp_path, read):
    reading = read()
    rows = [line.split(",") for line in VOTES.splitlines()[1:]]
    table = pa.table(
        {
            "rcid": pa.array([int(r[0]) for r in rows], pa.int32()),
            "country": pa.array([r[1] for r in rows]).dictionary_encode(),
            "country_code": pa.array([r[2] or None for r in rows]).dictionary_encode(),
            "vote": pa.array([int(r[3]) for r in rows], pa.int8()),
        }
    )
    pq.write_table(table, tmp_path / "votes.parquet")
    again = read_unvotes(tmp_path / "votes.parquet", tmp_path / "calls.csv")
    assert again.tables == reading.tables


def test_a_reading_makes_a_sound_dossier(read):
    dossier, report = merge(Dossier(info=Info(id="example")), read(), evidence_id="unvotes")
    assert report.added["votes"] == 15
    assert problems_of(encode(dossier)) == ()
