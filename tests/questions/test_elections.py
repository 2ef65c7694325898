"""An election is a secret ballot: promises are counted as they were given, no model enters, and every answer says that the ballot hides it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from legation.briefing.papers.tally import tally_answer, tally_sheet
from legation.dossier import Dossier, decode, encode
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.votes.elections import promises_on
from legation.questions.votes.estimate import estimate

NAMES = ("France", "Peru", "Kenya", "Japan", "Ghana", "Chile")
ACTORS = "id,name,kind\n" + "".join(f"{name[:3].upper()},{name},state\n" for name in (*NAMES, "Norway", "Canada"))
GROUPS = "group,actor\n" + "".join(f"hall,{name[:3].upper()}\n" for name in NAMES)
PAST = "".join(f"p{number},Past {number},2020-0{number}-01,,,,,\n" for number in range(1, 6))
VOTES = "actor,rollcall,vote\n" + "".join(
    f"{name[:3].upper()},p{number},{'yes' if (place + number) % 3 else 'no'}\n"
    for place, name in enumerate(NAMES)
    for number in range(1, 6)
)
COMMITMENTS = (
    "id,recorded,evidence,actor,direction,promise,rollcall,vote,candidate,form,in_return,date,kept\n"
    "c1,2026-01-02,note,FRA,received,Its ballot,election,,NOR,written,Our vote for its seat,2026-01-02,\n"
    "c2,2026-01-03,,PER,received,Its ballot,election,,CAN,oral,,2026-01-03,\n"
    "c3,2026-01-04,,KEN,received,Its ballot,election,,NOR,,,2026-01-04,broken\n"
    "c4,2026-01-05,,JAP,given,Our ballot,election,,NOR,written,,2026-01-05,\n"
    "c5,2020-01-05,,PER,received,A vote,p1,yes,,,,2020-01-05,broken\n"
)


def parts(**changes: str) -> dict[str, bytes]:
    texts = {
        "dossier.toml": 'id = "d"\nmarking = "TLP:CLEAR"\n',
        "actors.csv": ACTORS,
        "groups.csv": GROUPS,
        "bodies.toml": '[[body]]\nid = "hall"\nmembers = "hall"\n[[body.rule]]\nshare = "2/3"\n',
        "evidence.csv": "id,title\nnote,Note verbale\n",
        "rollcalls.csv": "id,title,date,on,seats,round,candidates,known_on\n"
        + PAST
        + "election,Election to the council,2026-06-01,election,2,1,NOR CAN,2026-01-01\n",
        "votes.csv": VOTES,
        "commitments.csv": COMMITMENTS,
    }
    return {name: text.encode() for name, text in (texts | {key.replace("_", ".", 1): value for key, value in changes.items()}).items()}


def case(**changes: str) -> Case:
    return Case(dossier=decode(parts(**changes)), today=dt.date(2026, 2, 1))


def printed(answer: Answer, lang: Any) -> str:
    return "\n".join(
        [
            *(say(found.message, lang) for found in answer.findings),
            *(table.cell(row, at, lang) for table in answer.tables for row in range(len(table.rows)) for at in range(len(table.columns))),
            *(say(one, lang) for one in answer.caveats),
        ]
    )


@pytest.mark.parametrize("question", ["do-we-have-the-votes", "who-can-move"])
def test_promises_are_counted_and_a_secret_ballot_is_said_to_hide_the_rest(question: str) -> None:
    answer = ask(question, case(), rollcall="election")
    words = {lang: printed(answer, lang) for lang in LANGUAGES}
    assert "2 of 6 members have promised their ballot" in words["en"]
    assert "1 in writing, 1 by word of mouth" in words["en"]
    assert "1 against a support of ours" in words["en"]
    assert "secret" in words["en"]
    assert "Le scrutin sur" in words["fr"]
    assert "est secret" in words["fr"]
    assert "Peru has broken an earlier promise" in words["en"]
    assert "2 seats are to be filled, in round 1" in words["en"]
    assert "Our vote for its seat" in words["en"]
    assert "%" not in words["en"]
    assert not answer.figures
    assert {row[0].id for row in answer.table("no-promise").rows} == {"KEN", "JAP", "GHA", "CHI"}


def test_no_model_says_what_a_secret_ballot_hides() -> None:
    there = case()
    ahead = there.rollcall("election")
    assert ahead.is_secret
    assert estimate(there, ahead) is None
    opened = dataclasses.replace(ahead, secret=False, candidates=(), on="resolution")
    shown = Case(dossier=dataclasses.replace(there.dossier, rollcalls=(*there.dossier.rollcalls[:-1], opened)), today=there.today)
    assert estimate(shown, opened) is not None


def test_votes_that_somebody_claims_of_a_secret_ballot_enter_nowhere() -> None:
    held = (
        "id,title,date,on,known_on\n"
        + PAST.replace(",,,,,", ",,")
        + "e0,Election before,2024-06-01,election,\nnext,Past 1,2026-06-01,,2026-01-01\n"
    )
    claimed = VOTES + "".join(f"{name[:3].upper()},e0,no\n" for name in NAMES)
    bare = COMMITMENTS.splitlines()[0] + "\n"
    with_claims = case(rollcalls_csv=held, votes_csv=claimed, commitments_csv=bare)
    without = case(rollcalls_csv=held, commitments_csv=bare)
    answers = [ask("do-we-have-the-votes", one, rollcall="next") for one in (with_claims, without)]
    assert printed(answers[0], "en") == printed(answers[1], "en")


def test_any_ballot_may_be_secret_and_an_election_may_be_open() -> None:
    rows = "id,title,date,on,secret\nq,Question,2026-06-01,decision,yes\ne,Election,2026-06-01,election,no\nx,Other,2026-06-01,decision,\n"
    there = case(rollcalls_csv=rows, votes_csv="actor,rollcall,vote\n", commitments_csv=COMMITMENTS.splitlines()[0] + "\n")
    assert {row.id: row.is_secret for row in there.dossier.rollcalls} == {"q": True, "e": False, "x": False}


def test_the_later_promise_counts_and_what_was_taken_back_is_none() -> None:
    engaged = (
        "id,recorded,actor,date,rollcall,answer\ng1,2026-01-10,GHA,2026-01-10,election,yes\ng2,2026-01-12,GHA,2026-01-12,election,no\n"
    )
    one = "id,title,date,on,candidates,known_on\nelection,Election,2026-06-01,election,NOR,2026-01-01\n"
    promises = (
        COMMITMENTS.splitlines()[0]
        + "\nc1,2026-01-02,,FRA,,x,election,,,oral,,2026-01-02,\nc2,2026-01-20,,FRA,,x,election,,,written,,2026-01-20,\n"
    )
    there = case(rollcalls_csv=one, engagements_csv=engaged, commitments_csv=promises, votes_csv="actor,rollcall,vote\n")
    found = promises_on(there, there.rollcall("election"))
    assert {actor: [(one.form, one.candidate) for one in given] for actor, given in found.items()} == {"FRA": [("written", "NOR")]}


def test_an_election_needs_no_recorded_vote_and_no_promise_is_said_to_be_missing() -> None:
    one = "id,title,date,on,known_on\nelection,Election,2026-06-01,election,2026-01-01\n"
    bare = COMMITMENTS.splitlines()[0] + "\n"
    there = case(rollcalls_csv=one, votes_csv="actor,rollcall,vote\n", commitments_csv=bare)
    for question in ("do-we-have-the-votes", "who-can-move"):
        answer = ask(question, there)
        assert "No promise" in say(answer.missing[0], "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tally_sheet_has_promises_and_no_estimate(lang: Any) -> None:
    there = case()
    sheet = tally_sheet(there, tally_answer(there, rollcall="election"), lang)
    text = repr(sheet.blocks)
    assert {"en": "Secret ballot", "fr": "Scrutin secret"}[lang] in text
    assert {"en": "So far: 2 promised, 4 open", "fr": "2 promis, 4 ouverts"}[lang] in text
    assert "Norway" in text
    assert "%" not in text


def test_what_is_said_of_a_promise_is_written_and_read_again() -> None:
    there: Dossier = case().dossier
    assert decode(encode(there)) == there
    promise = there.commitments[0]
    assert (promise.candidate, promise.form, promise.in_return.text) == ("NOR", "written", "Our vote for its seat")
    assert (there.rollcalls[-1].seats, there.rollcalls[-1].round, there.rollcalls[-1].candidates) == (2, 1, ("NOR", "CAN"))
