"""Votes on record: published results and rules, a title's series, committee beside plenary, who moved, and how one actor votes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import decode, standing
from legation.dossier.files import folder
from legation.language import say
from legation.questions import ask
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.votes.result import Totals, result_of, totals_known, was_adopted
from legation.questions.votes.series import committee_vote, of_title, other_stage, plenary_vote
from legation.questions.votes.vote_shift import pair_of
from legation.questions.votes.voting_record import voting_record

ROOT = Path(__file__).parents[3]
TODAY = dt.date(2026, 11, 28)
WORDS = ("yes", "abstain", "no")


@pytest.fixture(scope="module")
def flagship() -> Case:
    """The flagship on the day at which it is frozen, the eve of A/RES/74/247."""
    case = Case(dossier=folder.load(ROOT / "examples" / "un-ict-2018"), today=TODAY)
    return case.at(case.as_of)


@pytest.mark.parametrize(
    ("symbol", "totals"), [("A/RES/73/27", (119, 46, 14)), ("A/RES/73/266", (138, 12, 16)), ("A/RES/73/187", (94, 59, 33))]
)
def test_published_results(flagship: Case, symbol: str, totals: tuple[int, int, int]) -> None:
    found = result_of(flagship, flagship.rollcall(symbol))

    assert (found.state, found.totals, found.adopted) == ("held", Totals(*totals), True)
    assert found.absent == 193 - sum(totals)
    assert "majority of the members present and voting" in say(found.sentence, "en")


def test_a_vote_ahead_shows_nothing_of_what_came(flagship: Case) -> None:
    ahead = flagship.rollcall("A/RES/74/247")
    found = result_of(flagship, ahead)

    assert (found.state, found.totals, found.adopted, found.sentence) == ("ahead", None, None, None)
    later = flagship.at(TODAY)
    assert result_of(later, later.rollcall("A/RES/74/247")).totals == Totals(79, 60, 33)


def test_totals_as_published_and_as_counted() -> None:
    case = Case(dossier=folder.load(ROOT / "examples" / "death-penalty-moratorium"), today=TODAY).at(TODAY)
    found = result_of(case, case.rollcall("A/RES/62/149"))

    assert (found.totals, found.counted) == (Totals(104, 54, 29), Totals(105, 54, 28))


def test_the_answer_tells_the_published_totals_and_notes_what_the_rows_add_up_to() -> None:
    case = Case(dossier=folder.load(ROOT / "examples" / "death-penalty-moratorium"), today=TODAY).at(TODAY)
    answer = ask("do-we-have-the-votes", case, rollcall="A/RES/62/149")
    held = answer.finding("held")
    (picture,) = answer.figures

    assert "104 yes, 54 no, 29 abstentions, 5 not in the vote" in say(held.message, "en")
    assert say(held.contrary, "fr").startswith("Membre par membre, le dossier donne 105 oui, 54 non et 28 abstentions")
    assert say(picture.title, "en").endswith("104 yes, 54 no, 29 abstentions")
    assert "105 yes, 54 no, 28 abstentions" in say(picture.subtitle, "en")


def test_the_short_way_and_the_whole_result_agree(flagship: Case) -> None:
    case = flagship.at(TODAY)
    rows = standing(case.dossier.rollcalls)
    short = totals_known(case, rows)

    assert len(rows) > 200
    for row, totals in zip(rows, short, strict=True):
        whole = result_of(case, row)
        assert (whole.totals, whole.adopted) == (totals, was_adopted(case, row, totals)), row.id


def made(rule: str, rollcalls: str, votes: str = "actor,rollcall,vote\n") -> Case:
    parts = {
        "dossier.toml": 'id = "d"',
        "actors.csv": "id\nA\nB\nC\nD\nE\n",
        "groups.csv": "group,actor\nhall,A\nhall,B\nhall,C\nhall,D\nhall,E\n",
        "bodies.toml": f'[[body]]\nid = "b"\nmembers = "hall"\n[[body.rule]]\n{rule}\n',
        "rollcalls.csv": rollcalls,
        "votes.csv": votes,
    }
    return Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=TODAY)


@pytest.mark.parametrize(
    ("rule", "adopted"),
    [
        ('of = "present_and_voting"\nshare = "1/2"\nstrict = true', True),
        ('of = "present_and_voting"\nshare = "2/3"\nstrict = false', True),
        ('of = "members"\nshare = "1/2"\nstrict = true', False),
        ('of = "present_and_voting"\nshare = "1/2"\nveto = ["C"]', False),
    ],
)
def test_each_rule_decides_on_the_same_votes(rule: str, adopted: bool) -> None:
    votes = "actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nC,r1,no\nD,r1,abstain\nE,r1,absent\n"
    case = made(rule, "id,date\nr1,2018-12-05\n", votes)
    row = case.dossier.rollcalls[0]

    assert (result_of(case, row).adopted, was_adopted(case, row, Totals(2, 1, 1))) == (adopted, adopted)


def test_what_is_not_known_is_not_said() -> None:
    case = made(
        'of = "present_and_voting"\nshare = "1/2"\nveto = ["C"]', "id,date,total_yes,total_no,total_abstain\nr1,2018,3,1,1\nr2,2019,,,\n"
    )
    first, second = (result_of(case, row) for row in case.dossier.rollcalls)

    assert (first.state, first.totals, first.adopted) == ("held", Totals(3, 1, 1), None)  # whose no it was is not on record
    assert second.state == "no-result"


def test_a_title_through_the_years_and_both_stages(flagship: Case) -> None:
    case = flagship.at(TODAY)
    plenary, committee = case.rollcall("A/RES/74/247"), case.rollcall("A/C.3/74/L.11/Rev.1")

    assert [row.id for row in of_title(case, plenary)] == ["A/RES/73/187", "A/RES/74/247"]
    assert (committee_vote(case, plenary), plenary_vote(case, committee)) == (committee, plenary)
    assert (other_stage(case, plenary), other_stage(case, committee)) == (committee, plenary)
    assert other_stage(case, case.rollcall("A/RES/72/251+6009")) is None


def test_46_that_opposed_one_text_backed_the_other(flagship: Case) -> None:
    """The dossier's own: all 46 States against 73/27 said yes to 73/266, and 77 backed both."""
    count = pair_of(flagship, flagship.rollcall("A/RES/73/27"), flagship.rollcall("A/RES/73/266"), with_texts=False).cross.count

    assert (count[3, 1], count[3].sum(), count[1, 1]) == (46, 46, 77)


BALLOT = st.sampled_from(("yes", "no", "abstain", "absent", "not_entitled", ""))


@given(st.lists(st.tuples(BALLOT, BALLOT), min_size=1, max_size=12))
def test_a_crossing_counts_as_one_counts_by_hand(ballots: list[tuple[str, str]]) -> None:
    case = crossed(ballots)
    first, second = case.dossier.rollcalls
    has_a_vote = {i for i, (one, other) in enumerate(ballots) if one != "not_entitled" or other != "not_entitled"}
    by_hand = Counter((_cast(one), _cast(other)) for i, (one, other) in enumerate(ballots) if i in has_a_vote)
    if not all(any(pair[at] in WORDS for pair in ballots) for at in (0, 1)):
        return
    pair = pair_of(case, first, second, with_texts=False)

    assert {key: n for key in ((a, b) for a in range(4) for b in range(4)) if (n := int(pair.cross.count[key]))} == dict(by_hand)
    names = {(a, b): {pair.actors[i] for i in pair.cross.members[a][b].tolist()} for a in range(4) for b in range(4)}
    assert all(names[_cast(one), _cast(other)] >= {f"a{i}"} for i, (one, other) in enumerate(ballots) if i in has_a_vote)


@given(st.lists(st.lists(BALLOT, min_size=3, max_size=3), min_size=1, max_size=8))
def test_an_actors_record_counts_as_one_counts_by_hand(table: list[list[str]]) -> None:
    case = crossed(table, rollcalls=3)
    found = voting_record(case, "a0")
    on_record = {row.id for row in inputs.profile(case).rollcalls}
    own = [(at, word) for at, word in enumerate(table[0]) if word in WORDS and f"r{at}" in on_record]
    if not own:
        assert found is None
        return
    most = {}
    for at, _ in own:
        counts = Counter(row[at] for row in table if row[at] in WORDS).most_common(2)
        if len(counts) == 1 or counts[0][1] > counts[1][1]:
            most[at] = counts[0][0]

    assert found is not None
    assert (found.whole.yes, found.whole.abstain, found.whole.no) == tuple(sum(word == one for _, word in own) for one in WORDS)
    assert (found.whole.with_most, found.whole.of) == (sum(most.get(at) == word for at, word in own), len(most))


def crossed(table: Any, rollcalls: int = 2) -> Case:
    rows = [f"a{i},r{at},{word}" for i, row in enumerate(table) for at, word in enumerate(row) if word]
    parts = {
        "dossier.toml": 'id = "d"',
        "actors.csv": "id\n" + "".join(f"a{i}\n" for i in range(len(table))),
        "groups.csv": "group,actor\n" + "".join(f"hall,a{i}\n" for i in range(len(table))),
        "bodies.toml": '[[body]]\nid = "b"\nmembers = "hall"\n',
        "rollcalls.csv": "id,date,body\n" + "".join(f"r{at},201{at},b\n" for at in range(rollcalls)),
        "votes.csv": "\n".join(["actor,rollcall,vote", *rows, ""]),
    }
    return Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=TODAY)


def _cast(word: str) -> int:
    return WORDS.index(word) + 1 if word in WORDS else 0
