"""The démarche kit: what to ask, what was asked already, what we owe; nothing to ask where no goal is stated or an objective rejects it."""

from __future__ import annotations

import datetime as dt

import pytest
from questions.bargaining_dossier import PARTS, case, votes

from legation.briefing.document import Head, Heading, Paragraph
from legation.briefing.papers import demarche as kit
from legation.questions import Case

DAY = dt.date(2019, 1, 15)
TALKS = "id,date,actor,by,channel,issue,rollcall,answer,evidence\ne,2018-11-02,A,the minister,letter,t,,no,rec\n"
OWED = "id,actor,direction,promise,due,evidence\nc,A,given,A seat on the bureau,2019-03-01,rec\n"


def desk(settings: str = "", **changed: str) -> Case:
    positions = PARTS["positions.csv"]
    toml = f'id = "bargain"\n[parameters]\nrollcall = "next"\n{settings}\n'
    return case(DAY, **{"dossier_toml": toml, "positions_csv": positions, **votes({"A": "nnn", "B": "yny", "C": "yyy"}), **changed})


def said(of: Case, actor: str = "A") -> list[str]:
    return [block.text for block in kit.demarche(of, actor, "en").blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(("settings", "ask"), [('goal = "adopt"', "To vote yes on R/next"), ('goal = "defeat"', "To vote no on R/next")])
def test_the_ask_is_the_goal_of_the_desk(settings: str, ask: str) -> None:
    assert said(desk(settings))[0].startswith(ask)


def test_without_a_goal_nothing_is_asked_and_the_paper_says_so() -> None:
    words = said(desk())

    assert not any(word.startswith("To vote") for word in words)
    assert any("none is assumed" in word for word in words)


def test_what_an_objective_rejects_is_not_asked() -> None:
    aims = "id,aim,issue,rollcall,goal,evidence\no1,A treaty that holds,t,next,adopt,rec\n"

    assert said(desk(objectives_csv=aims))[0].startswith("To vote yes")
    words = said(desk('goal = "defeat"', objectives_csv=aims))
    assert not any(word.startswith("To vote") for word in words)
    assert any("A treaty that holds" in word for word in words)


def test_what_was_asked_and_what_is_owed_stand_under_the_ask() -> None:
    words = said(desk('goal = "adopt"', engagements_csv=TALKS, commitments_csv=OWED))

    assert "Already asked of Aland (2 November 2018, by the minister, letter): no." in words
    assert "Owed to Aland: A seat on the bureau (by 1 March 2019)." in words
    assert "Not proposed again: Aland (2 November 2018, by the minister, letter: no in writing)." in words
    assert not any("Aland (" in word for word in said(desk('goal = "adopt"', engagements_csv=TALKS, commitments_csv=OWED), "B"))


def test_the_sheet_has_instruction_points_fallback_and_report_in_that_order() -> None:
    talks = "id,date,actor,level,by,channel,rollcall,ask,fallback,due,known_on\np,2019-02-01,A,minister,our ambassador,meeting,next,A yes,An abstention,2019-02-03,2019-01-10\n"
    paper = kit.demarche(desk('goal = "adopt"', engagements_csv=talks), "A", "en")
    headings = [block.text for block in paper.blocks if isinstance(block, Heading)]
    words = said(desk('goal = "adopt"', engagements_csv=talks))

    assert headings[:3] == ["Instruction", "Points to make", "Fallback"]
    assert headings[-1] == "Report back"
    assert words[0] == "A yes"
    assert {"An abstention", "Due on 3 February 2019."} <= set(words)
    assert ("Who speaks", "our ambassador") in next(block.rows for block in paper.blocks if isinstance(block, Head))
