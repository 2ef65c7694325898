"""What of a game goes into a dossier: planned activities, and positions that make no answer surer."""

from __future__ import annotations

import datetime as dt

from legation.dossier import Dossier, Wording, decode
from legation.dossier.edit import apply
from legation.language import say
from legation.questions import Case, ask
from legation.questions.games.returned import PlayedPosition, activity_edit, position_edits

DAY = dt.date(2026, 3, 2)
PARTS = {
    "dossier.toml": b'id = "d"\n',
    "evidence.csv": b"id,title,date\ne1,Their speech,2025-01-01\n",
    "actors.csv": b"id,name,kind\nA,Aland,state\nB,Borduria,state\nC,Cascadia,state\n",
    "issues.csv": b"id,question,low,high\nscope,How far?,little,much\n",
    "positions.csv": (
        b"id,actor,issue,low,value,high,salience,influence,basis,confidence,held_from,evidence\n"
        b"pa,A,scope,60,70,80,50,90,statement,high,2025-01-01,e1\n"
        b"pb,B,scope,10,20,30,50,40,statement,moderate,2025-01-01,e1\n"
    ),
}
TITLE = Wording(fr="Canal", en="Canal")


def dossier() -> Dossier:
    return decode(PARTS)


def with_played(*played: PlayedPosition, before: Dossier | None = None) -> Dossier:
    whole = before or dossier()
    return apply(whole, position_edits(whole, played, "3f09ab", TITLE, DAY), author="desk", day=DAY)


PLAYED = PlayedPosition(actor="A", issue="scope", low=5, high=15)


def test_a_position_that_was_played_never_stands_before_another_nor_narrows_it() -> None:
    after = with_played(PLAYED)
    first, second = after.position_at("A", "scope", DAY)

    assert (first.id, first.confidence, first.influence, first.low, first.high) == ("pa", "high", 90, 60, 80)
    assert (second.basis, second.confidence, second.value) == ("game", "low", 10)
    assert (second.low, second.high) == (5, 80), "as wide as what stands, and as what was played"
    assert second.influence is second.salience is second.held_from is None
    assert after.evidence[-1].kind == "room" and "EXERCISE" in say(after.evidence[-1].title, "en")


def test_of_an_actor_of_whom_nothing_is_known_the_confidence_is_the_lowest() -> None:
    (only,) = with_played(PlayedPosition(actor="C", issue="scope", low=20, high=40)).position_at("C", "scope", DAY)

    assert (only.low, only.value, only.high, only.confidence, only.basis) == (20, 30, 40, "low", "game")


def test_no_answer_gets_surer_by_a_game() -> None:
    """Where it would land: the value and the confidence are as before, and the range is wider, not narrower."""

    def landing(whole: Dossier) -> tuple[object, str, float, float]:
        mean = ask("where-it-would-land", Case(dossier=whole, today=DAY), issue="scope").finding("mean")
        values = mean.message.values
        ends = [values["whole_high"] - values["whole_low"], values["high"] - values["low"]]
        return values["mean"], mean.confidence, *ends

    before, after = landing(dossier()), landing(with_played(PLAYED))
    assert after[:2] == before[:2]
    assert after[2] >= before[2]
    assert after[3] > before[3]


def test_a_second_game_adds_a_row_and_no_second_source() -> None:
    once = with_played(PLAYED)
    twice = with_played(PLAYED, before=once)

    assert len(twice.evidence) == len(once.evidence) == 2
    assert len(twice.positions) == len(once.positions) + 1
    assert twice.position_at("A", "scope", DAY)[0].id == "pa"


def test_nothing_is_returned_that_nobody_said() -> None:
    assert position_edits(dossier(), (), "3f09ab", TITLE, DAY) == []


def test_what_a_player_does_next_is_a_planned_activity_and_falls_due() -> None:
    by = DAY + dt.timedelta(days=30)
    after = apply(dossier(), [activity_edit("Ask the treasury", "economic desk", by, DAY)], author="desk", day=DAY)
    (row,) = after.activities

    assert (str(row.title), str(row.owner), str(row.date), row.status) == ("Ask the treasury", "economic desk", by.isoformat(), "planned")
    due = ask("what-is-due", Case(dossier=after, today=DAY))
    assert "Ask the treasury" in str(due.to_json("en"))
