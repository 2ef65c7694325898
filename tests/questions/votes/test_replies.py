"""Rows of a dossier rolled up: what members answered on a vote, and what every question and page makes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from legation import moment
from legation.briefing.papers.demarche import demarche
from legation.briefing.papers.meeting import meeting_brief
from legation.briefing.papers.tally import tally_answer, tally_sheet
from legation.dossier import decode
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.actors.rounds.log import find_round, log_of
from legation.questions.actors.rounds.said import decisions
from legation.questions.actors.rounds.tally import tally_of
from legation.questions.votes.count import cast, whole_members
from legation.questions.votes.declarations import declared_votes
from legation.questions.votes.estimate import estimate
from legation.questions.votes.evidence import known_of_vote
from legation.questions.votes.replies import Places, answered_on, places_on
from legation.questions.votes.whom_to_see import listed

NAMES = {"A": "Aland", "B": "Borduria", "C": "Cagliostro", "D": "Dorne", "E": "Elbonia", "F": "Freedonia", "G": "Genovia", "H": "Hyrkania"}
BALLOTS = {f"s{n}": dict.fromkeys("ABCE", "yes") | dict.fromkeys("DFG", "no") | {"H": "abstain"} for n in range(8)}
PARTS = {
    "dossier.toml": b'id = "said"\n[parameters]\ngoal = "adopt"\nrollcall = "r2"\n',
    "actors.csv": ("id,name,kind\n" + "".join(f"{k},{v},state\n" for k, v in NAMES.items()) + "U,Union,international_org\n").encode(),
    "evidence.csv": b"id,title,date,origin\ne,Record,2018-01-01,\nu,Letter of Dorne,2019-05-01,Dorne\n",
    "groups.csv": b"group,actor,start,end\nhall,A,2000,\n"
    + b"".join(b"hall,%c,2000,\n" % c for c in b"BCDEFGH")
    + b"U,E,2000,\nU,F,2000,\n",
    "bodies.toml": b'[[body]]\nid = "b"\nmembers = "hall"\n[[body.rule]]\nof = "present_and_voting"\nshare = "1/2"\n',
    "rollcalls.csv": (
        "id,symbol,title,date,evidence,sponsors,known_on,issue,body\n"
        + "".join(f"s{n},S/{n},The open sky,2018-0{n + 1}-01,e,,,,b\n" for n in range(8))
        + "r2,R/2,The open sky,2020-06-01,e,A,2018-06-01,,b\n"
    ).encode(),
    "votes.csv": ("actor,rollcall,vote\n" + "".join(f"{a},{r},{v}\n" for r, cast in BALLOTS.items() for a, v in cast.items())).encode(),
    "rounds.csv": b"id,title,rollcall,opened,closed,known_on\nround,The autumn,r2,2019-01-01T00:00Z,2019-09-01T12:00Z,2019-01-01\n",
}
COLUMNS = (
    "id",
    "date",
    "at",
    "actor",
    "level",
    "rollcall",
    "answer",
    "form",
    "condition",
    "words",
    "round",
    "by",
    "partner",
    "reached",
    "replaces",
)


def case_of(*talks: dict[str, str], as_of: str = "2020-01-01", **parts: bytes) -> Case:
    """A dossier with some answers, each given by its columns."""
    rows = [
        ",".join({"id": f"t{n}", "date": "2019-03-01", "rollcall": "r2", **talk}.get(column, "") for column in (*COLUMNS, "evidence"))
        for n, talk in enumerate(talks, 1)
    ]
    engagements = "\n".join([",".join((*COLUMNS, "evidence")), *rows, ""]).encode()
    files = PARTS | {"engagements.csv": engagements} | {f"{name}.csv": data for name, data in parts.items()}
    return Case(dossier=decode(files), today=dt.date(2021, 1, 1)).at(dt.date.fromisoformat(as_of))


def said(actor: str, answer: str, date: str = "2019-03-01", level: str = "mission", **more: str) -> dict[str, str]:
    return {"actor": actor, "answer": answer, "date": date, "level": level, **more}


def places(*talks: dict[str, str], **more: Any) -> Places:
    case = case_of(*talks, **more)
    return places_on(case, case.rollcall("r2"))


YES = said("B", "yes", "2019-03-01", "minister", words="We are with you.", evidence="e")
NO = said("B", "no", "2019-04-01", words="We vote no.", evidence="e")


def test_a_later_none_or_undecided_of_another_level_erases_no_yes() -> None:
    for answer in ("none", "undecided"):
        assert places(YES, said("B", answer, "2019-05-01")).of("B") == "yes"
    assert places(YES, said("B", "none", "2019-05-01", "minister")).of("B") == "yes"
    assert places(YES, said("B", "undecided", "2019-05-01", "minister")).of("B") == "undecided"


def test_yes_and_no_of_one_day_are_contradicted_in_either_order() -> None:
    one, other = said("B", "yes"), said("B", "no")
    assert places(one, other).of("B") == places(other, one).of("B") == "contradicted"
    assert places(said("B", "yes", at="2019-03-01T09:00Z"), said("B", "no", at="2019-03-01T10:00Z")).of("B") == "no"


def test_a_row_that_names_another_settles_it_also_where_that_was_corrected() -> None:
    assert places(YES, said("B", "no", "2019-04-01", replaces="t1")).of("B") == "no"
    corrected = b"id,supersedes,date,actor,level,rollcall,answer,replaces\n" + b"".join(
        (b"t1,,2019-03-01,B,minister,r2,no,\n", b"t2,t1,2019-03-01,B,minister,r2,yes,\n", b"t3,,2019-04-01,B,mission,r2,no,t1\n")
    )
    case = case_of(engagements=corrected)
    assert places_on(case, case.rollcall("r2")).of("B") == "no"


def test_a_sponsor_says_yes_until_it_declares_otherwise() -> None:
    assert declared_votes(case := case_of(said("A", "none")), case.rollcall("r2"))["A"].basis == "sponsor"
    assert places(said("A", "no", form="hinted")).of("A") == "yes"
    for answer, place in (("no", "no"), ("undecided", "undecided"), ("absent", "absent"), ("follows", "through_group")):
        assert places(said("A", answer)).of("A") == place


def test_a_promise_may_be_of_any_level() -> None:
    """An undecided retracts it whoever says it; a no beside it is for the desk to settle."""
    promise = b"id,actor,direction,rollcall,vote,date,evidence\nc1,B,received,r2,yes,2019-02-01,e\n"
    assert places(said("B", "undecided"), commitments=promise).of("B") == "undecided"
    assert places(said("B", "undecided", "2019-01-01"), commitments=promise).of("B") == "yes"
    assert places(said("B", "no"), commitments=promise).of("B") == "contradicted"


def test_a_report_is_no_promise() -> None:
    """What a post reports stands among the answers alone, also of a secret ballot."""
    case = case_of(said("B", "yes", round="round"), said("C", "yes", form="hinted"), said("D", "yes"))
    assert case.dossier.commitments == ()
    assert declared_votes(case, case.rollcall("r2"))["B"].basis == "answer"
    rollcalls = (
        PARTS["rollcalls.csv"].replace(b"issue,body", b"issue,body,secret").replace(b",b\n", b",b,\n").replace(b",,b,\nr2", b",,b,\nr2")
    )
    secret = rollcalls.replace(b"2018-06-01,,b,\n", b"2018-06-01,,b,yes\n")
    told = ask("do-we-have-the-votes", case_of(said("B", "yes", round="round"), said("D", "yes"), rollcalls=secret), rollcall="r2")
    assert told.finding("promised").message.values["count"] == 1


def test_what_a_partner_tells_is_a_leaning_at_most() -> None:
    claim = said("B", "yes", partner="C", round="round")
    found = places(claim)
    assert (found.of("B"), found.behind("B")[0].basis) == ("leaning", "partner")
    assert places(claim, said("B", "no", "2019-02-01")).of("B") == "no"
    case = case_of(claim)
    known = known_of_vote(case, case.rollcall("r2"), found.members)
    at = found.members.index("B")
    assert (known.declared[at], known.reported[at]) == (0, 1)
    assert "B" not in known.declarations


def test_what_others_tell_contradicts_no_word_of_its_own() -> None:
    heard = said("B", "no", "2019-06-01", "", evidence="u")
    assert (places(heard).of("B"), places(heard).is_reported("B")) == ("no", True)
    both = places(YES, heard)
    assert (both.of("B"), both.is_reported("B")) == ("yes", False)
    assert places(said("B", "none"), heard).of("B") == "no"
    assert places(said("B", "yes", round="round", evidence="u")).is_reported("B") is False, "our post heard it from them"


def test_a_report_after_the_closing_waits_for_the_desk() -> None:
    late = said("B", "yes", "2019-09-02", at="2019-09-01T12:00:01Z", round="round")
    admitted = b"id,round,actor,event,report,at\na1,round,B,admitted,t1,2019-09-03T00:00Z\n"
    assert places(late).of("B") == "not_asked"
    assert places(late, assignments=admitted).of("B") == "yes"
    assert places(late | {"at": "2019-09-01T12:00Z"}).of("B") == "yes"


def test_a_report_of_a_round_is_on_the_vote_of_the_round() -> None:
    assert places(said("B", "yes", round="round", rollcall="")).of("B") == "yes"
    assert places(said("B", "yes", rollcall="")).of("B") == "not_asked"


def test_who_was_tried_or_is_only_to_be_asked() -> None:
    assert places(said("B", "", reached="no")).of("B") == "not_reached"
    assert places(said("B", "", words="They listened.")).of("B") == "asked"
    assert places(said("B", "", "2019-03-01")).of("B") == "not_asked", "a plan is no approach"


def test_a_group_speaks_for_its_members() -> None:
    """The organisation that bears the name of a group has no vote of its own."""
    found = places(said("U", "no", level="group"), said("F", "yes"))
    assert (found.of("E"), found.of("F"), found.of("B")) == ("through_group", "yes", "not_asked")
    assert places(said("U", "no", level="mission")).of("E") == "through_group"
    assert places(said("E", "follows")).of("E") == "through_group"


def test_places_are_those_of_the_day() -> None:
    assert places(YES, NO, as_of="2019-03-15").of("B") == "yes"
    assert places(YES, NO).of("B") == "contradicted"


MIXED = (
    YES,
    NO,
    said("C", "yes", condition="If paragraph 4 goes", words="Perhaps."),
    said("D", "absent"),
    said("E", "follows"),
    said("G", "undecided"),
    said("H", "yes", form="hinted"),
)


def mixed() -> Answer:
    return ask("do-we-have-the-votes", case_of(*MIXED), rollcall="r2", as_of="2020-01-01", goal="adopt")


def test_contradictions_stand_side_by_side_with_source_and_wording() -> None:
    table = mixed().table("sides")
    rows = [dict(zip([column.id for column in table.columns], row, strict=True)) for row in table.rows]
    both = [row for row in rows if row["actor"].id == "B"]
    assert [str(row["answer"]) for row in both] == ["yes", "no"]
    assert [str(row["level"]) for row in both] == ["minister", "embassy or mission"]
    assert [str(row["words"]) for row in both] == ["We are with you.", "We vote no."]
    assert [row["evidence"] for row in both] == [("e",), ("e",)]
    assert [row["date"] for row in both] == [dt.date(2019, 3, 1), dt.date(2019, 4, 1)]
    assert [str(row["condition"]) for row in rows if row["actor"].id == "C"] == ["If paragraph 4 goes"]
    assert [row["actor"].id for row in rows] == ["B", "B", "C", "D", "G", "E", "H"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_is_said_in_a_sentence(lang: Any) -> None:
    told = {one.id: say(one.message, lang) for one in mixed().findings}
    for place, name in (("contradicted", "Borduria"), ("conditional", "Cagliostro"), ("absent", "Dorne"), ("through_group", "Elbonia")):
        assert name in told[place]


def test_only_a_plain_vote_is_counted_as_declared() -> None:
    """The sponsor alone: no side of a contradiction, no condition, no hint."""
    told = mixed()
    assert told.finding("declared").message.values["count"] == told.finding("declared").message.values["yes"] == 1
    rows = {row[0].id: row for row in told.table("members").rows}
    assert {actor: str(row[3]) for actor, row in rows.items() if row[3]} == {
        "A": "sponsor",
        "B": "contradictory answers",
        "C": "yes on a condition",
        "D": "takes no part",
        "E": "through its group",
        "G": "undecided",
        "H": "leaning, not declared",
    }
    case = case_of(*MIXED)
    known = known_of_vote(case, case.rollcall("r2"), tuple("ABCDEFGH"))
    assert known.declared.tolist() == [0] * 8
    assert known.sponsors.tolist() == [True] + [False] * 7


def test_a_sponsor_that_contradicts_itself_sponsors_nothing() -> None:
    case = case_of(said("A", "yes", level="minister"), said("A", "no"))
    known = known_of_vote(case, case.rollcall("r2"), tuple("ABCDEFGH"))
    assert (known.sponsors[0], known.declared[0]) == (False, 0)
    assert [one.id for one in known.warnings] == ["vote-known.sponsor-otherwise"]


def test_nobody_who_has_answered_is_named() -> None:
    case = case_of(*MIXED)
    named = {row.actor.id for row in listed(case, case.rollcall("r2"), "adopt")}
    assert named.isdisjoint("BCDE")
    assert {"F", "G", "H"} <= named
    told = ask("whom-to-call-first", case_of(*MIXED), rollcall="r2", as_of="2020-01-01", goal="adopt")
    assert {row[0].id for row in told.table("vote").rows} == {"F", "G", "H"}
    call = ask("who-would-call-a-vote", case_of(*MIXED), rollcall="r2", as_of="2020-01-01")
    assert {one.id for one in call.finding("first").message.values.get("actors", ())}.isdisjoint("BCDE")


def test_where_they_stand_is_asked_of_a_moment_and_not_of_a_day() -> None:
    """A row that was corrected in the evening stands until then, an admission counts from its moment, a day from its end."""
    rows = b"id,supersedes,date,at,actor,level,rollcall,answer,round\n" + b"".join(
        (
            b"t1,,2019-03-01,2019-03-01T09:00Z,B,minister,r2,yes,\n",
            b"t2,t1,2019-03-01,2019-03-01T20:00Z,B,minister,r2,no,\n",
            b"t3,,2019-03-01,,C,minister,r2,yes,\n",
            b"t4,,2019-09-01,2019-09-01T13:00Z,D,minister,r2,yes,round\n",
        )
    )
    log = b"id,round,report,event,at\na,round,t4,admitted,2019-09-01T18:00Z\n"
    case = case_of(engagements=rows, assignments=log)

    def at(text: str) -> list[str]:
        found = places_on(case, case.rollcall("r2"), moment.parse(text))
        return [found.of(actor) for actor in "BCD"]

    assert at("2019-03-01T08:59Z") == ["not_asked"] * 3
    assert at("2019-03-01T18:00Z") == ["yes", "not_asked", "not_asked"]
    assert at("2019-03-02T00:00Z") == ["no", "yes", "not_asked"]
    assert at("2019-09-01T17:59Z")[2] == "not_asked"
    assert at("2019-09-01T18:00Z")[2] == "yes"


def test_the_vote_and_the_page_of_its_round_agree_on_what_came_after_a_closing() -> None:
    """Also where an approach alone was taken back, and where nobody was given the capital."""
    given = b"id,round,actor,post,event,at\na,round,B,us,assigned,2019-01-02T00:00Z\nb,round,B,us,closed,2019-03-01T12:00Z\n"
    case = case_of(
        said("B", "yes", at="2019-03-01T13:00Z", round="round", by="us"),
        said("C", "yes", "2019-09-01", at="2019-09-01T13:00Z", round="round", by="us"),
        assignments=given,
    )
    log = log_of(case, find_round(case, "round"), moment.parse("2019-10-01T00:00Z"))
    tally, places = tally_of(case, log), places_on(case, case.rollcall("r2"), log.at)

    assert "2 reports that came after the closing" in say(decisions(case, log, tally)[0], "en"), "the desk is told of both"

    assert (dict(tally.rolled.place), places.of("B"), places.of("C")) == ({}, "not_asked", "not_asked")


def test_who_said_that_it_takes_no_part_is_away() -> None:
    without = ask("who-is-missing", case_of(), rollcall="r2", as_of="2020-01-01", goal="adopt")
    told = ask("who-is-missing", case_of(said("B", "absent")), rollcall="r2", as_of="2020-01-01", goal="adopt")
    assert told.finding("away").message.values["count"] == without.finding("away").message.values["count"] + 1


def test_a_declared_absence_is_absent_in_the_estimate() -> None:
    """Neither its past votes nor a chance that it comes count; what others tell of it is no word of its own."""
    for word, is_away in (
        (said("B", "absent"), True),
        (said("B", "absent", evidence="u"), False),
        (said("B", "absent", form="hinted"), False),
    ):
        case = case_of(word)
        made = estimate(case, case.rollcall("r2"))
        assert made is not None
        at = made.members.index("B")
        assert bool(made.expected.presence[at] == 0) is is_away
        if is_away:
            before = estimate(case_of(), case_of().rollcall("r2"))
            assert before is not None
            assert made.expected.outcome[at].tolist() == [1, 0, 0, 0]
            assert made.expected.yes == pytest.approx(before.expected.yes - before.expected.outcome[at, 1], abs=0.05)
            assert made.expected.absent + made.expected.yes + made.expected.no + made.expected.abstain == pytest.approx(8)
            assert not made.draws.votes[:, at].any()
            assert cast(made.expected, made.members, whole_members(made.expected))["B"] == "absent"


@pytest.mark.parametrize(("lang", "words"), [("en", ("to be settled", "yes, if", "group")), ("fr", ("à trancher", "oui, si", "groupe"))])
def test_the_tally_sheet_says_where_they_stand(lang: Any, words: tuple[str, ...]) -> None:
    case = case_of(*MIXED)
    text = str(tally_sheet(case, tally_answer(case, rollcall="r2"), lang))
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_papers_for_a_conversation_have_every_side(lang: Any) -> None:
    """With its words, and the ask to confirm which holds; not for one that declared a plain vote."""
    case = case_of(YES | {"condition": "If asked"}, NO, said("C", "yes"))
    settle, stands = {
        "en": ("To confirm its final position", "Where it stands"),
        "fr": ("Confirmer sa position définitive", "Position à ce jour"),
    }[lang]
    for paper in (demarche(case, "B", lang, rollcall="r2"), meeting_brief(case, "B", lang)):
        text = str(paper)
        assert [part for part in (settle, stands, "We are with you.", "We vote no.", "If asked") if part not in text] == []
        assert text.index("We are with you.") < text.index("We vote no.")
    assert stands not in str(demarche(case, "C", lang, rollcall="r2"))


def test_answers_on_an_issue() -> None:
    """Who has answered our ask on an issue since a day; not who was asked, hinted, or of whom a partner tells."""
    issue = b"id,question,low,high\nsky,Open?,no,yes\n"
    head = "id,date,actor,issue,answer,form,partner\n"
    rows = "1,2019-03-01,B,sky,yes,,\n2,2019-03-01,C,sky,undecided,,\n3,2019-03-01,D,sky,no,hinted,\n4,2019-03-01,E,sky,no,,A\n5,2018-03-01,F,sky,no,,\n"
    case = case_of(issues=issue, engagements=(head + rows).encode())
    assert answered_on(case, "sky", dt.date(2019, 1, 1)) == {"B": "yes"}
    assert answered_on(case, "sky") == {"B": "yes", "F": "no"}
    with_group = case_of(issues=issue, engagements=(head + rows + "6,2019-04-01,U,sky,yes,,\n").encode())
    assert answered_on(with_group, "sky") == {"B": "yes", "F": "no", "E": "through_group"}
