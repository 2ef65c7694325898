"""What binds us at a date, and who was consulted: dated rows with sources, cleared as all others."""

from __future__ import annotations

from legation.dossier import Commitment, Obligation, decode, problems_of

PARTS = {
    "dossier.toml": b'id = "x"\nformat = 2\n',
    "actors.csv": b"id,name,kind\nFRA,France,state\n",
    "evidence.csv": b"id,title,date,marking\ne,E,2018-01-01,\nred,R,2018-01-01,TLP:RED\n",
    "obligations.csv": (
        b"id,text,kind,start,end,supersedes,evidence\n"
        b"old,We vote with the group,common_position,2018-01-01,,,e\n"
        b"new,We vote no,common_position,2018-01-01,2019-12-27,old,e\n"
        b"law,Notify within a day,law,2020-01-01,,,e\n"
        b"closed,Ask nobody,instruction,2018-01-01,,,red\n"
    ),
    "commitments.csv": (
        b"id,actor,direction,promise,date,kept\n"
        b"given,FRA,given,A text,2018-02-01,\nkept,FRA,given,A seat,2018-02-01,kept\ntheirs,FRA,received,A vote,2018-02-01,\n"
    ),
    "consulted.csv": b"id,who,view,text,date,evidence\na,Legal,agreed,,2018-03-01,e\nb,Budget,reservation,Not this year,2019-03-01,red\n",
}


def test_what_is_in_force_binds_us_and_so_does_what_we_promised() -> None:
    whole = decode(PARTS)

    assert [row.id for row in whole.bound_by("2019-12-27")] == ["new", "closed", "given"]
    assert [row.id for row in whole.bound_by("2020-06-01")] == ["law", "closed", "given"]
    assert [type(row) for row in whole.bound_by("2019-12-27")] == [Obligation, Obligation, Commitment]


def test_rows_are_seen_by_their_sources_and_their_days() -> None:
    whole = decode(PARTS)
    left = whole.cleared("TLP:CLEAR", "public")

    assert [row.id for row in left.obligations] == ["old", "new", "law"]
    assert [row.id for row in left.consulted] == ["a"]
    assert [row.id for row in whole.as_of("2018-12-31").consulted] == ["a"]
    assert [row.id for row in whole.as_of("2018-12-31").obligations] == ["old", "new", "closed"]


def test_a_wrong_word_a_source_that_is_not_there_and_an_end_before_the_start_are_faults() -> None:
    parts = PARTS | {
        "obligations.csv": b"id,text,kind,start,end,evidence\na,T,treaty,,,\nb,T,law,2020,2019,\nc,T,law,,,nowhere\n",
        "consulted.csv": b"id,who,view\na,Legal,maybe\n",
        "engagements.csv": b"id,actor,level\nt,FRA,king\n",
    }

    assert sorted((one.part, one.row, one.column, one.code) for one in problems_of(parts) if not one.is_notice) == [
        ("consulted.csv", 2, "view", "not-a-choice"),
        ("engagements.csv", 2, "level", "not-a-choice"),
        ("obligations.csv", 2, "kind", "not-a-choice"),
        ("obligations.csv", 3, "end", "ends-before-start"),
        ("obligations.csv", 4, "evidence", "dangling-evidence"),
    ]
