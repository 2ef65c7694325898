"""Voting data in the layout of the UN Digital Library, on made rows."""

from __future__ import annotations

import pytest

from legation.dossier import Dossier, Info, problems_of
from legation.dossier.files.codec import encode
from legation.errors import CannotRead
from legation.sources import merge, read_undl, read_unvotes

HEADER = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,subjects,vote_note,"
    "total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link\n"
)
TITLE = "ICT, security : resolution / adopted by the General Assembly"
ICT = f'2018-12-05,73,A/RES/73/27,A/C.1/73/L.27/Rev.1,A/73/505,A/73/PV.45,"{TITLE}",ICT,ICT,,2,1,1,1,5,'


def _row(number: int, code: str, name: str, vote: str, rest: str = ICT) -> str:
    return f"{number},{code},{name},{vote},{rest}\n"


def _vote(number: int, code: str, name: str, vote: str, date: str, session: str, symbol: str) -> str:
    return _row(number, code, name, vote, f"{date},{session},{symbol},,,,Title,,,,1,,,,1,")


ROWS = "".join(
    (
        _row(1, "RUS", "RUSSIAN FEDERATION", "Y"),
        _row(1, "NAM", "NAMIBIA", "Y"),
        _row(1, "USA", "UNITED STATES", "N"),
        _row(1, "BRA", "BRAZIL", "A"),
        _row(1, "TUV", "TUVALU", "X"),
    )
)


@pytest.fixture
def read(tmp_path):
    def reading(rows: str = ROWS, header: str = HEADER, **options):
        (tmp_path / "undl.csv").write_text(header + rows, "utf-8")
        return read_undl(tmp_path / "undl.csv", **options)

    return reading


def _cast(reading) -> dict[tuple[str, str], str]:
    return {(v.rollcall, v.actor): v.vote for v in reading.tables["votes"].rows()}


def test_made_rows_are_read(read):
    reading = read()
    assert {actor: vote for (_, actor), vote in _cast(reading).items()} == {
        "RUS": "yes",
        "NAM": "yes",
        "USA": "no",
        "BRA": "abstain",
        "TUV": "absent",
    }
    call = reading.tables["rollcalls"][0]
    assert (call.id, str(call.date), call.session, call.total_yes, call.total_no, call.total_abstain) == (
        "A/RES/73/27",
        "2018-12-05",
        73,
        2,
        1,
        1,
    )
    assert call.title.text == "ICT, security"
    assert "A/C.1/73/L.27/Rev.1" in call.note.text
    assert call.draft_symbol == "A/C.1/73/L.27/Rev.1"
    assert not reading.unplaced
    assert not reading.doubts


def test_a_tally_that_does_not_add_up_is_a_doubt(read):
    reading = read(ROWS.replace("NAMIBIA,Y", "NAMIBIA,N"))
    assert [(p.column, p.allowed, p.found) for p in reading.doubts] == [("total_yes", "1", "2"), ("total_no", "2", "1")]


def test_former_states_have_the_seat_of_their_time(read):
    rows = (
        _vote(2, "SUN", "USSR", "Y", "1980-12-05", "35", "A/RES/35/1")
        + _vote(3, "YUG", "YUGOSLAVIA", "Y", "2001-12-05", "56", "A/RES/56/1[A]")
        + _vote(4, "BUR", "BURMA", "Y", "1950-11-03", "5", "A/RES/377(V)[A]")
        + _vote(5, "???", "CONGO (DEMOCRATIC REPUBLIC OF)", "Y", "1970-12-05", "25", "A/RES/2700(XXV)")
        + _vote(6, "DDR", "GERMAN DEMOCRATIC REPUBLIC", "Y", "1980-12-05", "35", "A/RES/35/2")
    )
    assert set(_cast(read(rows))) == {
        ("A/RES/35/1", "RUS"),
        ("A/RES/56/1A", "SRB"),
        ("A/RES/377(V)A", "MMR"),
        ("A/RES/2700(XXV)", "COD"),
        ("A/RES/35/2", "DDR"),
    }


def test_what_cannot_be_placed_is_listed(read):
    reading = read(ROWS + _row(1, "QQQ", "ATLANTIS", "Y") + _row(1, "FRA", "FRANCE", "Z") + _row(1, "USA", "UNITED STATES", "N"))
    assert {(p.row, p.code, p.found) for p in reading.unplaced} == {
        (7, "unknown-country", "QQQ"),
        (8, "unknown-vote", "Z"),
        (9, "vote-twice", "USA"),
    }


def test_an_empty_cell_is_unknown_and_a_part_may_be_read(read):
    rows = ROWS + _vote(9, "FRA", "FRANCE", "", "2018-12-22", "73", "A/RES/73/266")
    assert _cast(read(rows))["A/RES/73/266", "FRA"] == "unknown"
    assert set(_cast(read(rows, symbols=["R/73/266"]))) == {("A/RES/73/266", "FRA")}
    assert not _cast(read(rows, sessions=[74]))


def test_two_records_of_one_symbol_are_kept_apart(read):
    rows = _vote(7, "FRA", "FRANCE", "Y", "2018-12-22", "73", "A/RES/73/1") + _vote(
        8, "FRA", "FRANCE", "N", "2018-12-23", "73", "A/RES/73/1"
    )
    assert [r.id for r in read(rows).tables["rollcalls"]] == ["A/RES/73/1+7", "A/RES/73/1+8"]


def test_both_layouts_meet_in_one_dossier(read, tmp_path):
    (tmp_path / "v.csv").write_text("rcid,country,country_code,vote\n10,Russia,RU,1\n10,Brazil,BR,1\n10,France,FR,3\n")
    (tmp_path / "c.csv").write_text("rcid,session,date,unres,amend,para,short,descr\n10,73,2018-12-05,R/73/27,,,ICT,ICT\n")
    first, _ = merge(Dossier(info=Info(id="example")), read_unvotes(tmp_path / "v.csv", tmp_path / "c.csv"), evidence_id="unvotes")
    both, report = merge(first, read(), evidence_id="undl")
    assert (report.added["votes"], report.kept["votes"], report.kept["rollcalls"]) == (3, 1, 1)
    assert [(p.code, p.allowed, p.found) for p in report.conflicts] == [("vote-differs", "yes", "abstain")]
    assert problems_of(encode(both)) == ()


def test_other_files_are_refused(read):
    with pytest.raises(CannotRead, match="ms_vote"):
        read("1,FRA\n", "undl_id,ms_code\n")
