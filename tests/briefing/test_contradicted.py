"""The mark of a paper that says what no longer stands: only as far as the dossier goes, and only of what it says."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from legation.briefing.brief import brief, gather
from legation.briefing.document import Box, Bullets, Document
from legation.briefing.papers.demarche import demarche
from legation.briefing.papers.tally import tally_answer, tally_sheet
from legation.dossier import Dossier, When, decode
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions import Case

DAYS = {"r1": "2015-03-01", "r2": "2016-03-01", "r3": "2017-03-01", "r4": "2018-03-01", "r5": "2019-03-01", "r6": "2020-03-01"}
OTHERS = "yyyyyyynnn"


def dossier(last: str, totals: str = ",,") -> Dossier:
    """Ten members that vote alike for five years, and in the sixth as ``last`` says; a forecast of it made in January."""
    cast = {**dict.fromkeys([*DAYS][:5], OTHERS), "r6": last}
    votes = [f"{r},M{i},{'yes' if c == 'y' else 'no'}" for r, line in cast.items() for i, c in enumerate(line) if c != "-"]
    calls = [f"{r},Salt,{day},{'2019-12-01' if r == 'r6' else ''},b,{totals if r == 'r6' else ',,'}" for r, day in DAYS.items()]
    return decode(
        {
            "dossier.toml": b'id = "x"\n[parameters]\nrollcall = "r6"\n[brief]\nsections = ["do-we-have-the-votes"]\n',
            "actors.csv": ("id,name,kind\n" + "".join(f"M{i},M{i},state\n" for i in range(10))).encode(),
            "groups.csv": ("group,actor\n" + "".join(f"all,M{i}\n" for i in range(10))).encode(),
            "bodies.toml": b'[[body]]\nid = "b"\nmembers = "all"\n[[body.rule]]\nof = "present_and_voting"\nshare = "1/2"\n',
            "evidence.csv": b"id,title,date\ne,Note,2020-01-01\ns,Record,2020-03-01\n",
            "rollcalls.csv": ("id,title,date,known_on,body,total_yes,total_no,total_abstain\n" + "\n".join(calls) + "\n").encode(),
            "votes.csv": ("rollcall,actor,vote\n" + "\n".join(votes) + "\n").encode(),
            "forecasts.csv": b"id,question,evidence,rollcall,low,value,high,made_on,resolved_on,result,resolution_evidence\n"
            b"f,Margin?,e,r6,3,4,5,2020-01-05,2020-03-02,-4,s\n",
        }
    )


def case(of: Dossier, as_of: str = "2020-01-15", today: str = "2020-04-01") -> Case:
    return Case(dossier=of, today=dt.date.fromisoformat(today)).at(dt.date.fromisoformat(as_of))


def marked(document: Document) -> list[str]:
    """Return the sentences of the mark; none where there is none."""
    first = document.blocks[0]
    title = say(Message("contradicted.title"), document.lang)
    if not isinstance(first, Box) or first.title != title:
        return []
    (bullets,) = first.blocks
    assert isinstance(bullets, Bullets)
    return [item.text for item in bullets.items]


def papers(of: Case, lang: Lang) -> list[Document]:
    answer = tally_answer(of, rollcall="r6")
    return [tally_sheet(of, answer, lang), demarche(of, "M0", lang, rollcall="r6"), brief(of, gather(of), lang)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_paper_on_the_vote_bears_the_mark_once_the_vote_came_otherwise(lang: Lang) -> None:
    """The vote turned round: -4 came, where 3 to 5 was written and about 4 estimated."""
    sheet, kit, whole = (marked(paper) for paper in papers(case(dossier("nnnnnnnyyy")), lang))

    assert len(kit) == 1
    assert kit[0].startswith("Margin? Said on 5 January 2020" if lang == "en" else "Margin? Dit le 5 janvier 2020")
    assert len(sheet) == len(whole) == 2
    assert sheet[0] == kit[0]
    assert ("1 March 2020" if lang == "en" else "1er mars 2020") in sheet[1]
    assert "[" not in "".join(sheet)


def test_a_vote_that_came_as_it_was_said_marks_nothing() -> None:
    as_said = dossier("yyyyyyynnn")
    right = tuple(dataclasses.replace(row, result=4.0) for row in as_said.forecasts)

    assert [marked(paper) for paper in papers(case(dataclasses.replace(as_said, forecasts=right)), "en")] == [[], [], []]


def test_a_frozen_dossier_and_a_paper_made_before_the_vote_know_nothing_of_it() -> None:
    turned = dossier("nnnnnnnyyy")
    frozen = dataclasses.replace(turned, info=dataclasses.replace(turned.info, as_of=When("2020-01-15")))

    assert [marked(paper) for paper in papers(case(frozen), "en")] == [[], [], []]
    assert [marked(paper) for paper in papers(case(turned, today="2020-01-15"), "en")] == [[], [], []]


def test_a_paper_that_knows_what_came_bears_no_mark() -> None:
    assert marked(demarche(case(dossier("nnnnnnnyyy"), as_of="2020-03-15"), "M0", "en", rollcall="r6")) == []


def test_a_forecast_made_after_the_paper_is_not_the_papers() -> None:
    (sheet, kit, _) = papers(case(dossier("nnnnnnnyyy"), as_of="2020-01-02"), "en")

    assert len(marked(kit)) == 0
    assert len(marked(sheet)) == 1  # its own estimate alone


def test_the_votes_of_a_few_say_nothing_and_totals_say_all() -> None:
    few = dossier("nn--------")
    assert len(marked(papers(case(few), "en")[0])) == 1  # the forecast that is resolved; not the estimate
    assert len(marked(papers(case(dossier("nn--------", "3,7,0")), "en")[0])) == 2


def test_who_may_not_see_the_forecast_is_shown_no_mark_of_it() -> None:
    turned = dossier("nnnnnnnyyy")
    hidden = dataclasses.replace(turned, forecasts=tuple(dataclasses.replace(row, marking="TLP:RED") for row in turned.forecasts))
    seen = hidden.cleared("TLP:CLEAR", audience="desk")

    assert marked(demarche(case(seen), "M0", "en", rollcall="r6")) == []
    assert len(marked(demarche(case(hidden), "M0", "en", rollcall="r6"))) == 1
