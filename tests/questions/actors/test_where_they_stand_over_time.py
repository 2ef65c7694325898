"""Where they stand over time, and positions proposed from it: a made dossier whose truth is known, and the examples."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from pathlib import Path

import pytest
from questions.sky_dossier import EACH, N, held, sky_parts

from legation.dossier import Dossier, RollCall, Wording, decode, encode, load
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.actors.ideal_points.fit import repeats
from legation.questions.actors.ideal_points.proposals import proposed
from legation.questions.actors.ideal_points.rollcalls import in_sessions, session_of
from legation.questions.actors.proposals import issue_named
from legation.sources import merge

ROOT = Path(__file__).parents[3]
TODAY = dt.date(2030, 1, 1)


@pytest.fixture(scope="module")
def made() -> Dossier:
    return decode(sky_parts())


@pytest.fixture(scope="module")
def told(made: Dossier) -> Answer:
    return ask("where-they-stand-over-time", Case(dossier=made, today=TODAY), actors="M00; M12")


def test_who_crossed_is_said_and_who_stayed_is_not(told: Answer) -> None:
    moved = [f.id for f in told.findings if f.id.startswith("moved:")]
    (message,) = [f.message for f in told.findings if f.id == "moved:M00"]

    assert moved == ["moved:M00"]
    assert (message.values["since"].id, message.values["until"].id) == ("70", "73")
    assert (message.values["before"].id, message.values["after"].id) == ("71", "72")
    low, high = message.values["low"], message.values["high"]
    assert low * high > 0, "no movement lies outside the interval"
    crossed = [f.id for f in told.findings if f.id.startswith("crossed:")]
    assert crossed and all("M00" in identifier for identifier in crossed)
    near = told.finding("near:M12").message.values
    assert {"M11", "M13"} & {name.id for name in near["now"] if hasattr(name, "id")}


def test_the_tables_hold_intervals_and_numbers_of_votes(told: Answer) -> None:
    points = told.table("points")
    names = [column.id for column in points.columns]
    rows = [dict(zip(names, row, strict=True)) for row in points.rows]

    assert {(row["actor"].id, row["session"].id) for row in rows} == {(a, s) for a in ("M00", "M12") for s in ("70", "71", "72", "73")}
    assert all(row["low"] < row["point"] < row["high"] and row["votes"] == EACH for row in rows)
    assert next(row[0].id for row in told.table("moves").rows) == "M00"
    assert len(told.table("moves").rows) == N
    assert sum(row[1] for row in told.table("sessions").rows) == told.finding("base").message.values["count"]
    json.dumps(told.to_json("fr"), allow_nan=False)


def test_votes_on_one_title_tie_sessions_together_where_asked(made: Dossier) -> None:
    apart, tied = (ask("where-they-stand-over-time", Case(dossier=made, today=TODAY), repeats=on, draws=10) for on in (False, True))
    said = {caveat.id: caveat for caveat in tied.caveats}

    assert said["where-they-stand-over-time.repeated"].values["count"] == 3 * EACH
    assert "where-they-stand-over-time.repeated" not in {caveat.id for caveat in apart.caveats}
    slopes = {row[0].id: row[4] for row in tied.table("dividing").rows}
    assert slopes and slopes != {row[0].id: row[4] for row in apart.table("dividing").rows}


def test_paragraphs_and_titles_that_stand_twice_are_no_repeats() -> None:
    def held(name: str, on: str = "", stage: str = "plenary") -> RollCall:
        return RollCall(id=name, title=Wording("Open  Skies" if name < "d" else "Open skies"), on=on, stage=stage)

    assert repeats([held("a"), held("e")], [70, 72]) == {1: 0}, "blanks and capitals are no difference"
    assert repeats([held("a"), held("b"), held("e")], [70, 70, 72]) == {}, "which of the two it repeats is not known"
    assert repeats([held("a", "paragraph"), held("e", "paragraph")], [70, 72]) == {}
    assert repeats([held("a", stage="committee"), held("e")], [70, 72]) == {}
    assert repeats([held("e"), held("a")], [72, 70]) == {0: 1}, "the order of rows says nothing"
    assert repeats([RollCall(id="a"), RollCall(id="b")], [70, 72]) == {}, "no title is no title in common"


def test_what_was_unanimous_is_no_repeat_and_not_repeated(made: Dossier) -> None:
    held = [RollCall(id=name, title=Wording("Open skies")) for name in "abc"]
    assert repeats(held, [70, 71, 72], [True, False, True]) == {2: 0}
    assert repeats(held[:2], [70, 71], [True, False]) == repeats(held[:2], [70, 71], [False, False]) == {}
    assert repeats(held, [70, 71, 71], [True, False, True]) == {}, "which of the two it repeats is not known, though one was unanimous"

    parts = sky_parts()
    lines = parts["votes.csv"].decode().split("\n")
    parts["votes.csv"] = "\n".join(line.rpartition(",")[0] + ",yes" if ",A/RES/72/1," in line else line for line in lines).encode()
    answer = ask("where-they-stand-over-time", Case(dossier=decode(parts), today=TODAY), repeats=True, draws=10)
    (said,) = [caveat for caveat in answer.caveats if caveat.id.endswith(".repeated")]
    assert said.values["count"] == 3 * EACH - 1


def test_of_pooled_sessions_it_is_not_said_that_no_title_comes_again() -> None:
    case = Case(dossier=decode(sky_parts(each=2)), today=TODAY)
    missing = {m.id.rpartition(".")[2] for m in ask("where-they-stand-over-time", case, repeats=True, draws=10).missing}

    assert "pooled" in missing and "no-repeats" not in missing


def test_where_no_title_comes_again_it_is_said(made: Dossier) -> None:
    rows = tuple(dataclasses.replace(r, title=Wording(f"{r.title} {r.id}")) for r in made.rollcalls)
    answer = ask("where-they-stand-over-time", Case(dossier=dataclasses.replace(made, rollcalls=rows), today=TODAY), repeats=True, draws=10)

    assert "where-they-stand-over-time.no-repeats" in {line.id for line in answer.missing}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_say_what_the_points_say(told: Answer, lang: str) -> None:
    words = " ".join(say(f.message, lang) for f in told.findings) + " ".join(say(f.alt, lang) for f in told.figures)

    assert "Member 00" in words and "72" in words
    assert not re.search(r"\[[a-z-]+\.|\{|\bwill\b", words)


def test_the_same_question_gives_the_same_bytes(made: Dossier) -> None:
    first, second = (json.dumps(ask("where-they-stand-over-time", Case(dossier=made, today=TODAY), draws=10).to_json()) for _ in range(2))

    assert first == second


def test_hidden_evidence_takes_its_session_away(made: Dossier) -> None:
    rows = tuple(dataclasses.replace(e, marking="TLP:RED") if e.id == "e73" else e for e in made.evidence)
    seen = dataclasses.replace(made, evidence=rows).cleared("TLP:CLEAR")
    answer = ask("where-they-stand-over-time", Case(dossier=seen, today=TODAY), draws=10)

    assert [row[0].id for row in answer.table("sessions").rows] == ["70", "71", "72"]
    assert all("e73" not in f.evidence for f in answer.findings)


def test_earlier_days_know_fewer_sessions(made: Dossier) -> None:
    answer = ask("where-they-stand-over-time", Case(dossier=made, today=TODAY), as_of="2017-06-01", draws=10)

    assert [row[0].id for row in answer.table("sessions").rows] == ["70", "71"]
    assert "moved:M00" not in {f.id for f in answer.findings}


def test_dates_topics_and_issues_choose(made: Dossier) -> None:
    case = Case(dossier=made, today=TODAY)
    answer = ask(
        "where-they-stand-over-time",
        case,
        since="2016-01-01",
        until="2016-12-31",
        topic="ICT",
        body="general assembly",
        draws=10,
        dimensions=2,
    )

    assert [row[0].id for row in answer.table("sessions").rows] == ["71"]
    assert any(m.id.endswith("one-session") for m in answer.missing)
    assert 0 <= answer.finding("second-share").message.values["share"] <= 1
    for wrong in ({"topic": "whales"}, {"since": "2029-01-01"}, {"body": "Security Council"}):
        with pytest.raises(NotAvailable, match="Widen"):
            ask("where-they-stand-over-time", case, **wrong)


def test_few_roll_calls_a_session_are_pooled_and_said_to_be_few() -> None:
    answer = ask("where-they-stand-over-time", Case(dossier=decode(sky_parts(each=2)), today=TODAY), draws=10)
    missing = {m.id.rpartition(".")[2] for m in answer.missing}

    assert {"pooled", "few"} <= missing
    assert not [f.id for f in answer.findings if f.id.startswith(("moved", "crossed"))]
    assert answer.finding("base").confidence == "low"


def test_an_actor_without_votes_is_named() -> None:
    found = sky_parts()
    found["actors.csv"] += b"\nZ,Zubrowka,state"
    case = Case(dossier=decode(found), today=TODAY)

    with pytest.raises(NotAvailable, match="Zubrowka"):
        ask("where-they-stand-over-time", case, actors="Z", draws=10)
    answer = ask("where-they-stand-over-time", case, actors="Z; M01", draws=10)
    assert any("Zubrowka" in say(m, "fr") for m in answer.missing)


def test_sessions_come_from_rows_symbols_or_years(made: Dossier) -> None:
    rows = made.rollcalls[:2]
    bare = [dataclasses.replace(r, session=None) for r in rows]
    dated = [dataclasses.replace(r, session=None, symbol="", id=f"vote {k}") for k, r in enumerate(rows)]

    assert in_sessions(rows) == in_sessions(bare) == ([70, 70], False)
    assert in_sessions(dated) == ([2015, 2015], True)
    assert [session_of(s) for s in ("A/RES/217(III)A", "A/RES/1514(XV)", "A/RES/S-30/1", "")] == [3, 15, None, None]


@pytest.mark.parametrize(("example", "sessions"), [("un-ict-2018", 4), ("death-penalty-moratorium", 3)])
def test_the_examples_are_answered(example: str, sessions: int) -> None:
    answer = ask("where-they-stand-over-time", load(ROOT / "examples" / example), draws=10, actors="USA; FRA")

    assert answer.finding("base").message.values["sessions"] == sessions
    assert any(m.id.endswith(".left") for m in answer.missing), "sessions with one roll call are named"


@pytest.mark.parametrize(("high", "low", "top"), [("80", "20", "M23"), ("20", "80", "M01")])
def test_positions_are_turned_to_agree_and_overwrite_nothing(high: str, low: str, top: str) -> None:
    dossier = decode({**sky_parts(), "positions.csv": held(high, low)})
    case = Case(dossier=dossier, today=TODAY)
    found = proposed(case, issue_named(case, "sky"), {"seed": 0, "draws": 10})
    rows = {p.actor: p for p in found.reading.tables["positions"]}  # type: ignore[union-attr]

    assert found.unchanged == 16 and set(rows) == {f"M{i:02}" for i in (0, 1, 2, 3, 20, 21, 22, 23)}
    assert all(p.basis == "model" and p.confidence == "low" and 0 <= p.low < p.value < p.high <= 100 for p in rows.values())
    assert rows[top].value > 80 and str(rows[top].held_from) == "2018-11-28"
    after, report = merge(dossier, found.reading)
    assert report.added == {"positions": 8, "evidence": 1} and after.positions[:16] == dossier.positions
    again = proposed(Case(dossier=after, today=TODAY), issue_named(case, "sky"), {"seed": 0, "draws": 10})
    assert again.reading.tables["positions"] == () and (again.unchanged, again.earlier) == (16, 8)
    for lang in LANGUAGES:
        assert all(say(line, lang) for line in found.notes)


def _marked(dossier: Dossier, table: str, ids: set[str], marking: str = "TLP:RED") -> Dossier:
    rows = tuple(dataclasses.replace(row, marking=marking) if row.id in ids else row for row in dossier.rows(table))
    return dataclasses.replace(dossier, **{table: rows})


@pytest.mark.parametrize(
    ("table", "ids"),
    [
        ("issues", {"sky"}),
        ("rollcalls", {"A/RES/72/3"}),
        ("evidence", {"e71"}),
        ("evidence", {"h"}),
        ("positions", {"h9"}),
        ("actors", {"M22"}),
    ],
)
def test_nothing_of_what_may_not_be_seen_is_left_in_what_was_worked_out_from_it(table: str, ids: set[str]) -> None:
    parts = {**sky_parts(each=20), "positions.csv": held("80", "20").replace(b"held_from\n", b"held_from,evidence\n")}
    parts["positions.csv"] = b"\n".join(row + b",h" if row.startswith(b"h") else row for row in parts["positions.csv"].split(b"\n"))
    parts["evidence.csv"] += b"\nh,Their own words,2015-01-01"
    dossier = _marked(decode(parts), table, ids)
    case = Case(dossier=dossier, today=TODAY)
    found = proposed(case, issue_named(case, "sky"), {"seed": 0, "draws": 10})
    made_of, _ = merge(dossier, found.reading)
    bytes_of = {at: b"\n".join(encode(made_of.cleared(at, "partner")).values()) for at in ("TLP:CLEAR", "TLP:AMBER+STRICT", "TLP:RED")}

    assert {row.marking for rows in found.reading.tables.values() for row in rows} == {"TLP:RED"}  # type: ignore[union-attr]
    for at in ("TLP:CLEAR", "TLP:AMBER+STRICT"):
        assert b"ideal-points" not in bytes_of[at] and b":model:" not in bytes_of[at]
        assert table != "issues" or (b"sky" not in bytes_of[at] and b"Should the" not in bytes_of[at])
    assert b"ideal-points" in bytes_of["TLP:RED"] and b":model:" in bytes_of["TLP:RED"]


def test_who_turns_the_line_stands_in_for_recorded_positions_and_their_marking(made: Dossier) -> None:
    dossier = _marked(decode({**sky_parts(each=20), "positions.csv": held("80", "20")}), "positions", {"h9"})
    case = Case(dossier=dossier, today=TODAY)
    found = proposed(case, issue_named(case, "sky"), {"seed": 0, "draws": 10}, high="M23")

    assert {row.marking for rows in found.reading.tables.values() for row in rows} == {""}  # type: ignore[union-attr]


def test_positions_need_a_direction(made: Dossier) -> None:
    case = Case(dossier=made, today=TODAY)
    issue = issue_named(case, "sky")
    mixed = decode({**sky_parts(), "positions.csv": held("50", "50")})

    with pytest.raises(NotAvailable, match="at 100"):
        proposed(case, issue, {"draws": 10})
    with pytest.raises(NotAvailable, match="do not follow"):
        proposed(Case(dossier=mixed, today=TODAY), issue, {"draws": 10})
    found = proposed(case, issue, {"draws": 10}, high="M23")
    values = {p.actor: p.value for p in found.reading.tables["positions"]}  # type: ignore[union-attr]
    assert values["M23"] > 80 > 20 > values["M01"] and len(values) == N
    with pytest.raises(WrongUse, match="sea"):
        issue_named(case, "sea")
