"""Questions under the rules of the Empowered Community, of a Board with it, and of a chair who declares: counted, said, and compared."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import community_dossier
import pytest
from community_dossier import DIRECTORS, FIVE

from legation.dossier import decode
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.methods.power import banzhaf
from legation.methods.rule import outcome
from legation.questions import Case, ask
from legation.questions.base import inputs
from legation.questions.coalitions.make_up import ballot_of
from legation.questions.votes.result import result_of
from legation.questions.votes.rule import deciding, rule_in_force, ruled

DAY = dt.date(2026, 12, 1)
BODIES = (
    community_dossier.BODIES
    + """[[body]]
id = "itu"
[[body.rule]]
of = "present_and_voting"
most_abstaining = "1/2"
[[body]]
id = "w3c"
members = "five"
[[body.rule]]
of = "declared"
"""
)
ROLLCALLS = (
    "id,title,date,body,matter,known_on,total_yes,total_no,total_abstain\n"
    "budget,Budget,2027-03-01,ec,Reject-Budget,2026-01-01,,,\n"
    "bylaw,Bylaw,2027-03-01,ec,approve fundamental bylaw,2026-01-01,,,\n"
    "both,Both,2027-03-01,board,approve fundamental bylaw,2026-01-01,,,\n"
    "carved,Carved,2027-03-01,ec,carve out,2026-01-01,,,\n"
    "chair,Chair,2027-03-01,w3c,,2026-01-01,,,\n"
    "past,Past,2026-03-01,ec,approve fundamental bylaw,,,,\n"
    "election,Election,2026-03-01,itu,,,139,25,8\n"
    "put-off,Put off,2026-03-01,itu,,,50,10,61\n"
)


BOTH_EN = (
    "all of these: Board of Directors (at least 3/4 of all members) and Empowered Community (3 yes votes, and at most 1 member may "
    "vote against) (as proposed; final text not read)"
)
BOTH_FR = (
    "toutes ces conditions : Conseil d’administration (au moins 3/4 de tous les membres) et Communauté habilitée (3 oui, 1 membre au "
    "plus pouvant voter contre) (d’après la proposition ; texte final non lu)"
)


def case(votes: dict[str, str] | None = None, bodies: str = BODIES) -> Case:
    parts = community_dossier.parts(
        bodies,
        issues="id,question,body,matter\ni1,Why?,ec,reject budget\ni2,Who?,w3c,\n",
        rollcalls=ROLLCALLS,
        votes="actor,rollcall,vote\n" + "".join(f"{name},past,{vote}\n" for name, vote in (votes or {}).items()),
    )
    return Case(dossier=decode(parts), today=DAY).at(DAY)


def ballot(yes: int, no: int, abstain: int) -> dict[str, str]:
    return dict(zip(FIVE, ["yes"] * yes + ["no"] * no + ["abstain"] * abstain, strict=True))


@pytest.mark.parametrize(
    ("body", "matter", "en", "fr"),
    [
        (
            "ec",
            "Reject budget",
            "4 yes votes, and at most 1 member may vote against (not verified)",
            "4 oui, 1 membre au plus pouvant voter contre (non vérifié)",
        ),
        (
            "ec",
            "carve-out",
            "3 yes votes, of the 4 members of the group four, and at most 1 member may vote against",
            "3 oui, parmi les 4 membres du groupe four, 1 membre au plus pouvant voter contre",
        ),
        (
            "board",
            "approve fundamental bylaw",
            BOTH_EN,
            BOTH_FR,
        ),
    ],
)
def test_a_rule_is_said(body: str, matter: str, en: str, fr: str) -> None:
    found = ruled(case(), body, matter, DAY)

    assert found is not None
    assert say(found.words, "en") == en
    assert say(found.words, "fr").replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ") == fr


def test_limits_are_said_in_both_languages() -> None:
    text = f'{BODIES}[[body]]\nid = "b"\nmembers = "five"\n[[body.rule]]\nshare = "2/3"\nmost_against = "1/4"\nmost_abstaining = "1/2"\n'
    (found, none) = (ruled(case(bodies=one), "b", "", DAY) for one in (text, text.replace('"1/4"', "0")))

    assert found is not None and none is not None
    assert say(found.words, "en").endswith(
        "with at most 1/4 of the votes for or against being against, with at most half of the members present abstaining"
    )
    assert "la moitié au plus des membres présents" in say(found.words, "fr")
    assert "nobody may vote against" in say(none.words, "en") and "sans aucun vote contraire" in say(none.words, "fr")


def test_the_rule_of_a_matter_is_that_of_the_known_answers() -> None:
    there = case()
    ways = {}
    for matter in ("reject budget", "approve fundamental bylaw", "carve-out"):
        found = ruled(there, "ec", matter, DAY)
        assert found is not None
        votes = itertools.product(("yes", "no", "abstain"), repeat=len(found.members))
        ways[matter] = sum(outcome(found.named, dict(zip(found.members, cast, strict=True))).passed for cast in votes)
    both = ruled(there, "board", "approve fundamental bylaw", DAY)

    assert ways == {"reject budget": 11, "approve fundamental bylaw": 41, "carve-out": 9}
    assert both is not None and both.members == (*DIRECTORS, *FIVE) and both.verified == "proposal"
    assert banzhaf(both.named, reduction="no_as_abstention").winning == 40_272
    assert ruled(there, "ec", "something else", DAY) is None and ruled(there, "nobody", "", DAY) is None


@pytest.mark.parametrize(
    ("votes", "adopted"), [(ballot(3, 0, 2), True), (ballot(3, 1, 1), True), (ballot(3, 2, 0), False), (ballot(2, 0, 3), False)]
)
def test_a_vote_held_is_judged_by_who_voted_no(votes: dict[str, str], adopted: bool) -> None:
    there = case(votes)
    said = say(ask("do-we-have-the-votes", there, rollcall="past").finding("rule").message, "en")

    assert ("is adopted" in said) is adopted and ("not adopted" in said) is not adopted
    assert result_of(there, there.rollcall("past")).adopted is adopted


def test_totals_alone_are_enough_where_only_their_numbers_matter() -> None:
    there = case()

    assert [result_of(there, there.rollcall(name)).adopted for name in ("election", "put-off")] == [True, False]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_readings_of_an_abstention_are_printed_where_they_differ(lang: str) -> None:
    there = case()
    answer = ask("who-has-power", there, rollcall="bylaw")
    told = answer.finding("readings").message

    assert (told.values["objecting"], told.values["abstaining"], told.values["of"]) == (4, 3, 5)
    assert "4" in say(told, lang) and "3" in say(told, lang)
    assert [table.id for table in answer.tables] == ["power", "power-abstaining"]
    assert answer.finding("act").message.values["share"] == 6 / 32 and answer.finding("act-abstaining").message.values["share"] == 16 / 32
    same = ask("who-has-power", there, rollcall="budget")
    assert "readings" not in {finding.id for finding in same.findings} and len(same.tables) == 1


def test_not_verified_is_said_in_every_number_that_rests_on_the_rule() -> None:
    there = case()
    for finding in ask("who-has-power", there, rollcall="budget").findings:
        assert "not verified" in say(finding.message, "en") and "non vérifié" in say(finding.message, "fr"), finding.id
    for finding in ask("who-has-power", there, rollcall="bylaw").findings:
        assert "verified" not in say(finding.message, "en")
    assert any("not verified" in say(caveat, "en") for caveat in ask("who-has-power", there, rollcall="budget").caveats)


FRAME = '[[body]]\nid = "joint"\nmembers = "five"\n[[body.rule]]\nof = "all"\n{}'
COUNTED = '[[body.rule.part]]\nof = "count"\nnumber = {}\n'
COMMUNITY = '[[body.rule.part]]\nbody = "ec"\nmatter = "carve-out"\n'


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{part3}{part4}", ""),
        ("{part3}verified = 'yes'\n{part4}", "no"),
        ("verified = 'yes'\n{part3}{part4}", "yes"),
        ("verified = 'proposal'\n{part3}verified = 'secondary'\n{part4}", "secondary"),
        ("verified = 'yes'\n{part3}verified = 'no'\n{part4}", "no"),
        ("verified = 'yes'\n{part3}evidence = ['e1']\n{part4}", ""),
        ("evidence = ['e1']\n{part3}{part4}", ""),
        ("evidence = ['e1']\n{part3}verified = 'yes'\n{part4}", ""),
        ("verified = 'yes'\n{other}", "no"),
        ("{other}", ""),
    ],
)
def test_a_rule_is_as_far_compared_as_the_least_of_its_parts_once_one_of_them_says_a_word(rule: str, said: str) -> None:
    text = rule.format(part3=COUNTED.format(3), part4=COUNTED.format(4), other=COMMUNITY)
    carved = BODIES.replace('matter = "carve-out"\nverified = "yes"\n', 'matter = "carve-out"\n')
    parts = community_dossier.parts(carved + FRAME.format(text))
    there = Case(dossier=decode(parts | {"evidence.csv": b"id,title\ne1,Statutes\n"}), today=DAY)
    found = ruled(there, "joint", "", DAY)

    assert found is not None and found.verified == said
    assert ("not verified" in say(found.words, "en")) is (said == "no")


@pytest.mark.parametrize("question", ["who-has-power", "do-we-have-the-votes"])
def test_what_a_chair_declares_is_not_counted_and_the_reason_is_given(question: str) -> None:
    there = case()
    with pytest.raises(NotAvailable, match="a chair or a board declares"):
        ask(question, there, rollcall="chair")
    with pytest.raises(NotAvailable, match="declares"):
        ruled(there, "w3c", "", DAY)
    issue = next(row for row in there.dossier.issues if row.id == "i2")
    missing = deciding(there, issue, FIVE, None, None).missing
    assert missing is not None and "présidence" in say(missing, "fr")


def test_a_rule_of_four_in_a_body_of_three_is_not_available() -> None:
    there = case(bodies=BODIES.replace("number = 4", "number = 6", 1))

    with pytest.raises(NotAvailable, match=r"Empowered Community needs 6 yes votes, and 5 members vote under it"):
        ask("who-has-power", there, rollcall="budget")


def test_a_part_without_its_rule_and_a_body_without_members_are_named() -> None:
    there = case(bodies=BODIES.replace('matter = "approve fundamental bylaw"\nverified = "yes"', 'matter = "other"'))
    with pytest.raises(NotAvailable, match="Empowered Community for the matter “approve fundamental bylaw”"):
        ruled(there, "board", "approve fundamental bylaw", DAY)
    with pytest.raises(NotAvailable, match="does not say who votes in itu"):
        ruled(case(), "itu", "", DAY)
    found = ruled(case(), "itu", "", DAY, members=("A", "B", "C"))
    assert found is not None and found.members == ("A", "B", "C")


def test_one_name_is_one_actor_in_both_bodies() -> None:
    bodies = BODIES.replace('members = "directors"', 'members = "five"')
    there = case(bodies=bodies)
    found = ruled(there, "board", "approve fundamental bylaw", DAY)

    assert found is not None and found.members == FIVE
    assert outcome(found.named, ballot(4, 1, 0)).passed and not outcome(found.named, ballot(3, 0, 2)).passed  # 3/4 of five are four


def test_members_and_make_ups_follow_the_rule() -> None:
    there = case()
    members = {name: inputs.member_ids(there, there.rollcall(name)) for name in ("budget", "carved", "both")}

    assert members == {"budget": FIVE, "carved": tuple(name for name in FIVE if name != "GAC"), "both": (*DIRECTORS, *FIVE)}
    made = ballot_of(there, there.rollcall("carved"))
    assert made.rule is not None and made.rule.members == members["carved"]
    assert ballot_of(there, there.rollcall("chair")).rule is None
    some = rule_in_force(there, there.rollcall("both"), (*DIRECTORS[:12], *FIVE[:3]))
    assert some is not None and outcome(some.named, dict.fromkeys((*DIRECTORS[:9], *FIVE[:3]), "yes")).passed  # 3/4 of the twelve
    assert not outcome(some.named, dict.fromkeys((*DIRECTORS[:12], *FIVE[:2]), "yes")).passed


def test_an_issue_gives_the_matter_where_its_vote_does_not() -> None:
    there = case()
    found = deciding(there, there.dossier.issues[0], FIVE, None, None)

    assert found.words is not None and "4 yes votes" in say(found.words, "en") and found.members == 5


@pytest.mark.parametrize(
    ("unnamed", "name"),
    [(community_dossier.COMMUNITY, "Empowered Community"), (community_dossier.BOARD, "Board of Directors")],
)
def test_where_nobody_knows_who_votes_in_one_of_two_bodies_those_of_the_other_are_not_counted_in_their_place(
    unnamed: str, name: str
) -> None:
    without = BODIES.replace(unnamed, re.sub(r"members = .*\n", "", unnamed))
    assert without != BODIES
    it = case(bodies=without)

    assert inputs.members_of(it.dossier, it.dossier.rollcalls[2], DAY) == ()
    for asked in (
        lambda: ruled(it, "board", "approve fundamental bylaw", DAY),
        lambda: rule_in_force(it, it.dossier.rollcalls[2], (*DIRECTORS, *FIVE)),
        lambda: ask("who-can-stop-it", it, body="board", matter="approve fundamental bylaw"),
    ):
        with pytest.raises(NotAvailable) as refused:
            asked()
        assert say(refused.value.message, "en").startswith(f"The dossier does not say who votes in {name}:")


def test_a_reader_from_whom_the_members_of_one_body_are_hidden_gets_no_count_of_the_rule_of_two() -> None:
    parts = community_dossier.parts()
    parts["evidence.csv"] = b"id,title,date,marking\nannex,Annex,2016-02-23,\nlist,List,2016-02-23,TLP:RED\n"
    rows = parts["groups.csv"].decode().splitlines()
    cited = [f"{row},{'list' if row.startswith(('five', 'four')) else ''}" for row in rows[1:]]
    parts["groups.csv"] = ("\n".join(("group,actor,evidence", *cited)) + "\n").encode()
    whole = decode(parts)

    assert ask("who-can-stop-it", Case(dossier=whole, today=DAY), body="board", matter="approve fundamental bylaw").findings
    with pytest.raises(NotAvailable, match="who votes in Empowered Community"):
        ask("who-can-stop-it", Case(dossier=whole.cleared("TLP:AMBER"), today=DAY), body="board", matter="approve fundamental bylaw")
