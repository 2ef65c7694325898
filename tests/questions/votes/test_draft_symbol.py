"""Until its day a vote bears the symbol of its draft, in every answer, paper and page; it is found by id, number and draft symbol alike."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.briefing import html
from legation.briefing.papers import kit
from legation.briefing.papers.demarche import demarche
from legation.briefing.papers.tally import tally_answer, tally_sheet
from legation.dossier import Dossier, RollCall, When, decode
from legation.dossier.files import folder
from legation.errors import WrongUse
from legation.figures import render
from legation.language import LANGUAGES, Lang, say
from legation.questions import Answer, Case, ask
from legation.questions.base.rollcall_lookup import is_draft, rollcall_meant

ROOT = Path(__file__).parents[3]
NUMBER, DRAFT, DAY = "A/RES/9/41", "A/C.3/9/L.1", dt.date(2019, 12, 1)
MEMBERS = tuple(f"M{i}" for i in range(9))
TODAY = dt.date(2021, 1, 1)
QUESTIONS = ("do-we-have-the-votes", "who-is-missing", "who-would-call-a-vote", "what-changed")


@functools.cache
def dossier(identity: str = NUMBER, setting: str = NUMBER, *, committee: str = DRAFT, as_of: str = "") -> Dossier:
    """Return a body of nine that votes on a text, in committee on 1 November by totals and in plenary a month later."""
    history = "".join(f"h{k},A/RES/8/{k},,Matter {k},{dt.date(2016, 1, 1) + dt.timedelta(60 * k)},9,plenary,,,,\n" for k in range(12))
    voted = "".join(f"{m},h{k},{'no' if i < 3 else 'yes'}\n" for k in range(12) for i, m in enumerate(MEMBERS))
    parts = {
        "dossier.toml": f'id = "one"\n{as_of}\n[parameters]\nrollcall = "{setting}"\ngoal = "defeat"\n',
        "actors.csv": "id,name,kind\n" + "".join(f"{m},Land {m},state\n" for m in MEMBERS),
        "groups.csv": "group,actor,start\n" + "".join(f"all,{m},2000\n" for m in MEMBERS),
        "bodies.toml": '[[body]]\nid = "b"\nmembers = "all"\n[[body.rule]]\nof = "present_and_voting"\nshare = "1/2"\nstrict = true\n',
        "rollcalls.csv": "id,symbol,draft_symbol,title,date,session,stage,total_yes,total_no,total_abstain,known_on\n"
        + history
        + f"{committee},{DRAFT},,The open sea,2019-11-01,9,committee,5,3,1,\n"
        + f"{identity},{NUMBER},{DRAFT},The open sea,{DAY},9,plenary,6,2,1,2019-01-01\n",
        "votes.csv": "actor,rollcall,vote\n"
        + voted
        + "".join(f"{m},{identity},{'no' if i < 2 else 'yes'}\n" for i, m in enumerate(MEMBERS)),
        "engagements.csv": f"id,date,actor,rollcall,answer\nt,2019-02-01,M0,{identity},no\n",
    }
    return decode({name: text.encode() for name, text in parts.items()})


def at(day: str | dt.date, **given: str) -> Case:
    whole = dossier(**given)
    return Case(dossier=whole, today=TODAY).at(dt.date.fromisoformat(str(day)))


def printed(answer: Answer, lang: Lang) -> Iterator[str]:
    """Yield all that a reader is told by an answer."""
    yield from answer.sentences(lang)
    yield from (say(contrary, lang) for finding in answer.findings if (contrary := finding.contrary))
    for table in answer.tables:
        yield say(table.title, lang)
        yield from (say(cell, lang) for row in table.rows for cell in row if cell is not None and not isinstance(cell, tuple))
        yield from (say(one, lang) for row in table.rows for cell in row if isinstance(cell, tuple) for one in cell)
    for figure in answer.figures:
        yield from (say(text, lang) for text in (figure.title, figure.subtitle, figure.alt))
        yield render.svg(figure, lang)
    yield from (say(one, lang) for one in (*answer.caveats, *answer.missing))
    assert answer.provenance is not None
    yield from (say(value, lang) for value in answer.provenance.shown().values())


@settings(max_examples=8, deadline=None)
@given(day=st.dates(dt.date(2019, 6, 1), dt.date(2020, 3, 1)), lang=st.sampled_from(LANGUAGES), question=st.sampled_from(QUESTIONS))
def test_no_answer_prints_the_number_of_a_draft_before_the_day_of_its_vote(day: dt.date, lang: Lang, question: str) -> None:
    options = {"since": "2018-01-01"} if question == "what-changed" else {"rollcall": NUMBER}
    text = "\n".join(printed(ask(question, dossier(), as_of=day, **options), lang))

    assert (NUMBER in text) == (day >= DAY)
    assert (DRAFT in text) or day >= DAY


@pytest.mark.parametrize("day", ["2019-11-30", "2019-12-01"])
@pytest.mark.parametrize(("identity", "setting"), [(NUMBER, NUMBER), ("vote", NUMBER), ("vote", "vote")])
def test_a_vote_is_found_by_its_id_and_its_number_on_every_day(identity: str, setting: str, day: str) -> None:
    there = at(day, identity=identity, setting=setting)

    assert there.rollcall(identity).id == there.rollcall(NUMBER).id == there.rollcall(" a/res/9/41").id == identity
    assert there.reference("rollcalls", NUMBER) == identity
    assert there.rollcall(identity).symbol == (DRAFT if day < str(DAY) else NUMBER)
    assert is_draft(there.rollcall(identity)) == (day < str(DAY))
    asked = ask("do-we-have-the-votes", there)
    assert asked.provenance is not None and asked.provenance.options["rollcall"] == identity
    assert asked.to_json()["provenance"]["options"]["rollcall"] == identity
    assert ("goal" in {finding.id for finding in asked.findings}) == (day < str(DAY)), "the goal of the settings is that of the vote"


@pytest.mark.parametrize("committee", [DRAFT, "c"])
@pytest.mark.parametrize("day", ["2019-11-30", "2019-12-01"])
def test_the_symbol_of_a_draft_means_the_vote_in_committee(committee: str, day: str) -> None:
    """Whether that has the symbol as its id or not, and on every day: a link never leads to another vote from one day to the next."""
    there = at(day, committee=committee)

    assert there.rollcall(DRAFT).id == there.rollcall(DRAFT.lower()).id == committee
    assert there.rollcall(NUMBER).id == NUMBER
    asked = ask("do-we-have-the-votes", there, rollcall=DRAFT)
    assert asked.provenance is not None and asked.provenance.options["rollcall"] == committee


def test_without_a_vote_in_committee_it_means_the_vote_on_its_adoption() -> None:
    rows = (
        RollCall(id="old", symbol="A/RES/8/1", draft_symbol="A/L.1", date=When("2018-12-01")),
        RollCall(id="now", symbol="A/RES/9/41", draft_symbol="A/C.3/9/L.1", date=When("2019-12-01")),
        RollCall(id="amended", symbol="A/RES/9/41", draft_symbol="A/C.3/9/L.1", date=When("2019-12-02")),
        RollCall(id="ahead", draft_symbol="A/C.3/9/L.7"),
        RollCall(id="bare"),
    )
    found = {name: rollcall_meant(rows, name) for name in ("A/L.1", "A/C.3/9/L.1", "a/c.3/9/l.7", "a/res/9/41", "A/L.2", "")}

    assert {name: row.id if row else None for name, row in found.items()} == {
        "A/L.1": "old",
        "A/C.3/9/L.1": "amended",
        "a/c.3/9/l.7": "ahead",
        "a/res/9/41": "amended",
        "A/L.2": None,
        "": None,
    }
    twice = (RollCall(id="c", symbol="A/L.1", draft_symbol="A/L.1", date=When("2018-11-01")), rows[0])
    assert [rollcall_meant(order, "A/L.1", order).id for order in (twice, twice[::-1])] == ["c", "c"]


def test_what_is_no_vote_is_refused_without_the_number_that_nobody_knows() -> None:
    with pytest.raises(WrongUse, match=DRAFT) as told:
        at("2019-11-30").rollcall("A/RES/9/40")
    assert NUMBER not in str(told.value)


def test_beside_the_draft_the_vote_in_committee_is_named_as_that() -> None:
    told = {lang: "\n".join(ask("do-we-have-the-votes", at("2019-11-30")).sentences(lang)) for lang in LANGUAGES}

    assert f"The estimate of {DRAFT} rests on the totals of {DRAFT} in committee (5-3-1)" in told["en"]
    assert f"de {DRAFT} repose sur le décompte de {DRAFT} en commission (5-3-1)" in told["fr"]


def test_the_day_of_a_frozen_dossier_decides_and_today_where_it_has_none() -> None:
    frozen, open_one = dossier(as_of='as_of = "2019-11-30"'), dossier()
    cases = [Case(dossier=frozen, today=TODAY), Case(dossier=open_one, today=dt.date(2019, 11, 30)), Case(dossier=open_one, today=TODAY)]

    told = ["\n".join(printed(ask("do-we-have-the-votes", case), "en")) for case in cases]

    assert [NUMBER in text for text in told] == [False, False, True]
    assert [row.symbol for row in frozen.rollcalls if row.id == NUMBER] == [NUMBER], "what is edited is the row as it is"


@pytest.fixture(scope="module")
def flagship() -> Dossier:
    return folder.load(ROOT / "examples" / "un-ict-2018")


@pytest.mark.parametrize(
    ("day", "symbol"), [("2019-12-26", "A/C.3/74/L.11/Rev.1"), ("2019-12-27", "A/RES/74/247"), ("2019-12-28", "A/RES/74/247")]
)
def test_the_mandate_on_cybercrime_has_its_number_from_27_december_2019(flagship: Dossier, day: str, symbol: str) -> None:
    """The plenary adopted the recommendation of the Third Committee, draft A/C.3/74/L.11/Rev.1, as resolution 74/247."""
    there = Case(dossier=flagship, today=TODAY).at(dt.date.fromisoformat(day))
    vote = there.rollcall("A/RES/74/247")

    assert (vote.id, vote.symbol, vote.draft_symbol) == ("A/RES/74/247", symbol, "A/C.3/74/L.11/Rev.1")
    assert there.rollcall("A/C.3/74/L.11/Rev.1").stage == "committee"
    assert sum(talk.rollcall == vote.id for talk in there.dossier.engagements if not talk.is_unanswered) == 33


def test_no_paper_of_the_day_before_prints_the_number(flagship: Dossier) -> None:
    before = Case(dossier=flagship, today=TODAY).at(dt.date(2019, 12, 26))
    answer = tally_answer(before)
    for lang in LANGUAGES:
        papers = [tally_sheet(before, answer, lang), demarche(before, "BRA", lang), kit.explanation_of_vote(before, lang)]
        texts = [html.render(paper).decode() for paper in papers]

        assert all("A/C.3/74/L.11/Rev.1" in text for text in texts)
        assert not [text for text in (*texts, *printed(answer, lang)) if "74/247" in text]
