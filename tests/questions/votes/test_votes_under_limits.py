"""Every question on a vote, under a rule with a limit, one whose part is another body, and one by which a chair declares."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import community_dossier
import pytest
from community_dossier import DIRECTORS, FIVE

from legation.briefing.notes.paper import ask_for_note, papers
from legation.briefing.papers.room_sheet import room_sheet
from legation.briefing.papers.tally import tally_answer, tally_sheet
from legation.dossier import decode
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.methods.rule import outcome
from legation.questions import Answer, Case, ask
from legation.questions.coalitions.make_up import ballot_of
from legation.questions.votes.count import _steps
from legation.questions.votes.rule import rule_in_force, ruled
from legation.questions.votes.whom_to_see import whom_to_see

DAY = dt.date(2026, 12, 1)
TITLES = {"budget": "Budget", "both": "Bylaw", "chair": "Recommendation"}
ISSUES = {"budget": "i1", "both": "i2", "chair": "i3"}
LIMIT, BOTH = "at most 1 member may vote against (not verified)", "Empowered Community (3 yes votes"
DECLARED = "a chair or a board declares what is decided"
BODIES = community_dossier.BODIES + '[[body]]\nid = "w3c"\nmembers = "five"\n[[body.rule]]\nof = "declared"\n'


def case(*, secret: bool = False) -> Case:
    every, hidden = (*FIVE, *DIRECTORS), "yes" if secret else ""
    past = [(f"{vote}-{year}", title, year) for year in range(2016, 2026) for vote, title in TITLES.items()]
    voted = ("yes", "yes", "no", "abstain", "yes", "absent")
    parts = community_dossier.parts(
        BODIES,
        issues="id,question,body,matter\ni1,Why?,ec,reject budget\ni2,Who?,board,approve fundamental bylaw\ni3,When?,w3c,\n",
        rollcalls="id,title,date,body,matter,known_on,secret,issue\n"
        + "".join(f"{vote},{title},{year}-03-01,,,,,\n" for vote, title, year in past)
        + f"budget,Budget,2027-03-01,ec,Reject-Budget,2026-01-01,{hidden},i1\n"
        + f"both,Bylaw,2027-03-02,board,approve fundamental bylaw,2026-01-01,{hidden},i2\n"
        + f"chair,Recommendation,2027-03-03,w3c,,2026-01-01,{hidden},i3\n",
        votes="actor,rollcall,vote\n"
        + "".join(
            f"{actor},{vote},{voted[(at + number * (at % 3)) % 6]}\n"
            for number, (vote, *_) in enumerate(past)
            for at, actor in enumerate(every)
        ),
        positions="id,actor,issue,value,low,high,held_from,salience,influence\n"
        + "".join(
            f"{actor}-{issue},{actor},{issue},{at},{max(0, at - 5)},{min(100, at + 5)},2026-01-01,50,50\n"
            for number, actor in enumerate(every)
            for k, issue in enumerate(ISSUES.values())
            for at in [(number * number * 37 + k * 11 * number) % 101]
        ),
        **{"dossier.toml": 'format = 2\nid = "ec"\n[parameters]\nus = "GAC"\ngoal = "adopt"\n'},
    )
    return Case(dossier=decode(parts), today=DAY).at(DAY)


@pytest.fixture(scope="module")
def there() -> Case:
    return case()


def whole(answer: Answer, lang: str = "en") -> str:
    """Return all that an answer says, the tables among it."""
    said = [*answer.sentences(lang), *(say(one, lang) for one in (*answer.caveats, *answer.missing))]
    said += [table.cell(row, at, lang) for table in answer.tables for row in range(len(table.rows)) for at in range(len(table.columns))]
    return " ".join(said)


ASKED = {
    "do-we-have-the-votes": "rollcall",
    "who-has-power": "rollcall",
    "who-is-missing": "rollcall",
    "who-would-call-a-vote": "rollcall",
    "what-would-beat-it": "both",
    "where-it-would-land": "issue",
}


def options_of(question: str, vote: str) -> dict[str, Any]:
    named = {"rollcall": vote, "issue": ISSUES[vote]}
    return {name: value for name, value in named.items() if ASKED[question] in (name, "both")}


@pytest.mark.parametrize(("vote", "words"), [("budget", LIMIT), ("both", BOTH)])
@pytest.mark.parametrize("question", [*ASKED])
def test_the_rule_is_said_by_every_question_that_counts_under_it(there: Case, question: str, vote: str, words: str) -> None:
    answer = ask(question, there, **options_of(question, vote))
    # who is missing counts under the rule without saying it: the caveat says how far the rule was compared
    expected = words if question != "who-is-missing" else {"budget": "not verified", "both": "as proposed"}[vote]

    assert expected in whole(answer)
    assert "[" not in whole(answer, "fr")


@pytest.mark.parametrize("question", [name for name in ASKED if name != "where-it-would-land"])
def test_what_is_declared_is_counted_by_no_question(there: Case, question: str) -> None:
    with pytest.raises(NotAvailable, match=DECLARED):
        ask(question, there, **options_of(question, "chair"))


@pytest.mark.parametrize(
    ("question", "options", "stands"),
    [
        ("whom-to-call-first", {"issue": "i3", "rollcall": "chair"}, {"aim", "days-left"}),
        ("who-can-move", {"rollcall": "chair"}, {"both", "likeliest"}),
        ("where-it-would-land", {"issue": "i3"}, {"mean"}),
    ],
)
def test_what_does_not_rest_on_a_count_is_answered_where_a_chair_declares(
    there: Case, question: str, options: dict[str, str], stands: set[str]
) -> None:
    answer = ask(question, there, **options)

    assert stands <= {finding.id for finding in answer.findings}
    assert [one.id for one in answer.missing].count("rule.no-count") == 1
    assert not {"vote", "movable", "core"} & {finding.id for finding in answer.findings}


@pytest.mark.parametrize("vote", ["budget", "both"])
def test_who_is_to_be_called_changes_the_outcome_of_the_rule(there: Case, vote: str) -> None:
    answer = ask("whom-to-call-first", there, issue=ISSUES[vote], rollcall=vote)
    members = set(FIVE) if vote == "budget" else {*FIVE, *DIRECTORS}
    seen = {row.actor.id for row in whom_to_see(there, there.rollcall(vote))}

    assert "vote" in {finding.id for finding in answer.findings}
    assert seen and seen <= members
    assert whom_to_see(there, there.rollcall("chair")) == ()


@pytest.mark.parametrize(("vote", "words"), [("budget", LIMIT), ("both", BOTH), ("chair", DECLARED)])
def test_promises_of_a_secret_ballot_stand_beside_the_rule(vote: str, words: str) -> None:
    there = case(secret=True)
    if vote == "chair":
        with pytest.raises(NotAvailable, match=words):
            ask("do-we-have-the-votes", there, rollcall=vote)
    else:
        assert words in say(ask("do-we-have-the-votes", there, rollcall=vote).finding("rule").message, "en")


@pytest.mark.parametrize(("vote", "members"), [("budget", 5), ("both", 21), ("chair", 0)])
def test_sheets_have_a_line_for_each_who_votes_under_the_rule(there: Case, vote: str, members: int) -> None:
    if not members:
        with pytest.raises(NotAvailable, match=DECLARED):
            room_sheet(there, "en", rollcall=vote)
        with pytest.raises(NotAvailable, match=DECLARED):
            tally_answer(there, rollcall=vote)
        return
    for lang in LANGUAGES:
        assert f"{members} members have a vote" in repr(room_sheet(there, "en", rollcall=vote).blocks)
        assert tally_sheet(there, tally_answer(there, rollcall=vote), lang).blocks


def test_a_note_on_what_a_chair_declares_is_written() -> None:
    there = case()
    info = there.dossier.info
    rows = tuple(row for row in there.dossier.rollcalls if row.id not in ("budget", "both"))
    alone = Case(dossier=there.dossier.with_fields(rollcalls=rows, info=info), today=DAY).at(DAY)

    for lang in LANGUAGES:
        assert papers(ask_for_note(alone), lang).note.blocks


@pytest.mark.parametrize(
    ("votes", "across", "of_any"),
    [
        (("yes", "yes", "yes", "abstain", "abstain"), 1, True),
        (("yes", "yes", "yes", "no", "abstain"), 1, True),
        (("yes", "yes", "no", "no", "abstain"), 2, False),
        (("yes", "no", "no", "no", "no"), 3, False),
        (("yes", "yes", "yes", "yes", "no"), 0, False),
    ],
)
def test_who_abstains_may_bring_the_yes_that_lacks(there: Case, votes: tuple[str, ...], across: int, of_any: bool) -> None:
    found = ruled(there, "ec", "reject budget", DAY)
    assert found is not None
    cast = dict(zip(FIVE, votes, strict=True))
    steps = _steps(found.rule, cast, "adopt")
    silent = [name for name, vote in cast.items() if vote != "yes"]
    fewest = min(
        count
        for count in range(len(silent) + 1)
        for turned in itertools.combinations(silent, count)
        if outcome(found.rule, cast | dict.fromkeys(turned, "yes")).passed
    )

    assert (steps.across, steps.of_any) == (across, of_any) and fewest == across


def test_a_make_up_and_a_vote_have_no_rule_where_a_chair_declares(there: Case) -> None:
    assert ballot_of(there, there.rollcall("chair")).rule is None
    with pytest.raises(NotAvailable, match=DECLARED):
        rule_in_force(there, there.rollcall("chair"), FIVE)
