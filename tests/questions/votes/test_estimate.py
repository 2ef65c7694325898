"""One estimate of a vote for every question: one interval of the sum; what is known of the vote; and where there is no forecast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import decode, load
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.methods.voting.tally import Expected
from legation.questions import Answer, Case, ask
from legation.questions.votes import estimate as estimating
from legation.questions.votes.estimate import Estimate, estimate
from legation.questions.votes.evidence import bearing, known_of_vote, on_the_text
from legation.questions.votes.no_forecast import first_votes, likeness_table

ROOT = Path(__file__).parents[3]
QUESTIONS = ("do-we-have-the-votes", "who-can-move", "whom-to-call-first", "who-would-call-a-vote", "who-is-missing")
MEMBERS = tuple(f"M{i}" for i in range(9))
HEAD = "id,symbol,title,title_fr,title_en,date,session,stage,body,sponsors,like,total_yes,total_no,total_abstain,known_on,evidence\n"
TALK = "id,date,actor,rollcall,answer,evidence\n"
EVIDENCE = (
    "id,title,date,origin,reliability,credibility\ne,Record,2018-01-01,,,\nown,Letter,2019-02-01,Land M3,,\nlow,Blog,2019-02-01,,D,5\n"
    "teller,Comment,2019-02-01,Ministry of Land M0,B,2\nother,Press,2019-02-01,The Herald,,\n"
)


def call(identifier: str, title: str = "The open sea", date: str = "2019-12-01", **more: str) -> str:
    names = HEAD.strip().split(",")
    values = {"id": identifier, "symbol": identifier, "title": title, "date": date, "evidence": "e", "body": "b", **more}
    return ",".join(str(values.get(name, "")) for name in names) + "\n"


def case(*rows: str, ahead: str = "", talks: Iterable[str] = (), past: int = 12, cast: str = "", members: Iterable[str] = MEMBERS) -> Case:
    """Return a body of nine with votes on titles of their own, one vote ahead on the open sea, and more rows of roll calls."""
    names = tuple(members)
    history = "".join(call(f"h{k}", f"Matter {k}", str(dt.date(2016, 1, 1) + dt.timedelta(60 * k))) for k in range(past))
    voted = "".join(f"{m},h{k},{'no' if i < 3 else 'yes'}\n" for k in range(past) for i, m in enumerate(names))
    parts = {
        "dossier.toml": 'id = "one"\n',
        "actors.csv": "id,name,kind\n" + "".join(f"{m},Land {m},state\n" for m in (*names, "X0")),
        "groups.csv": "group,actor,start\n" + "".join(f"all,{m},2000\n" for m in names),
        "bodies.toml": '[[body]]\nid = "b"\nmembers = "all"\n[[body.rule]]\nof = "present_and_voting"\nshare = "1/2"\nstrict = true\n',
        "evidence.csv": EVIDENCE,
        "rollcalls.csv": HEAD + history + "".join(rows) + (ahead or call("next", known_on="2018-01-01")),
        "votes.csv": "actor,rollcall,vote\n" + voted + cast,
        "engagements.csv": TALK + "".join(f"t{k},{line}\n" for k, line in enumerate(talks)),
    }
    return Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=dt.date(2021, 1, 1)).at(dt.date(2019, 11, 1))


def known(of: Case):
    return known_of_vote(of, of.rollcall("next"), MEMBERS)


def made(of: Case) -> Estimate:
    found = estimate(of, of.rollcall("next"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def flagship() -> dict[str, Answer]:
    one = Case(dossier=load(ROOT / "examples/un-ict-2018"), today=dt.date(2021, 1, 1)).at(dt.date(2019, 12, 20))
    return {name: ask(name, one, rollcall="A/RES/74/247") for name in QUESTIONS}


def test_every_question_prints_one_count_and_one_interval(flagship: dict[str, Answer]) -> None:
    votes, call_it = flagship["do-we-have-the-votes"], flagship["who-would-call-a-vote"]
    expected, goal, chance = (votes.finding(name).message.values for name in ("expected", "goal", "chance"))
    then = call_it.finding("then").message.values
    row = dict(zip((c.id for c in votes.table("tally").columns), votes.table("tally").rows[-1], strict=True))
    figures = {f.id: f.title.values for f in (*votes.figures, *call_it.figures)}

    assert len({tuple(v[k] for k in ("margin", "low", "high")) for v in (goal, then, row, figures["tally"])}) == 1
    assert (chance["low"], chance["high"]) == (goal["low"], goal["high"])
    assert {v["yes"] for v in (expected, then, row, figures["tally"], figures["seats"])} == {expected["yes"]}
    assert flagship["who-is-missing"].finding("away").message.values["count"] == expected["absent"]
    members = {r[0].id: r for r in votes.table("members").rows}
    columns = {c.id: i for i, c in enumerate(votes.table("members").columns)}
    for mover in flagship["who-can-move"].table("movable").rows:
        assert mover[4:7] == tuple(members[mover[0].id][columns[name]] for name in ("p_yes", "p_abstain", "p_no"))
    called = {r[0].id: r[3] for r in flagship["whom-to-call-first"].table("vote").rows}
    assert any(
        called[mover[0].id] == pytest.approx(mover[3]) for mover in flagship["who-can-move"].table("movable").rows if mover[0].id in called
    )
    added = [sum(row[1:5]) for row in votes.table("tally").rows if str(row[0].id).endswith(("declared", "estimated"))]
    assert sum(added) == sum(expected[word] for word in ("yes", "no", "abstain", "absent"))


def test_it_says_what_it_rests_on_and_no_longer_that_the_committee_knows_more(flagship: dict[str, Answer]) -> None:
    votes = flagship["do-we-have-the-votes"]

    for lang in LANGUAGES:
        assert "47" in say(votes.finding("basis").message, lang)
        assert "88" in say(votes.finding("committee").message, lang)
        assert not any("knows more" in text or "sait plus" in text for text in votes.sentences(lang))


def test_it_is_made_once_for_a_day_and_a_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    one = case()
    asked = []
    monkeypatch.setattr(estimating, "expected_tally", lambda *a, _of=estimating.expected_tally, **k: asked.append(1) or _of(*a, **k))
    for name in QUESTIONS[:2]:
        ask(name, one, **({"first": "h0", "second": "h1"} if name == "who-can-move" else {}), rollcall="next")

    assert len(asked) == 1
    assert made(one) is made(one.at(dt.date(2019, 11, 1)))
    assert made(one) is not estimate(one, one.rollcall("next"), seed=1)
    assert made(one) is not made(one.at(dt.date(2019, 10, 1)))


COMMITTEE = {"stage": "committee", "date": "2019-10-01"}


@pytest.mark.parametrize(
    ("row", "used"),
    [
        (call("c", **COMMITTEE, total_yes="5", total_no="2", total_abstain="1"), True),
        (call("c", "The open sky", **COMMITTEE, total_yes="5", total_no="2", total_abstain="1"), False),
        (call("c", stage="committee", date="2018-10-01", total_yes="5", total_no="2", total_abstain="1"), False),
        (call("c", stage="committee", date="2019-12-05", known_on="2019-10-01", total_yes="5", total_no="2", total_abstain="1"), False),
        (call("c", **COMMITTEE, total_yes="5"), False),
        (call("c", **COMMITTEE, total_yes="0", total_no="0", total_abstain="0"), False),
    ],
    ids=["same text", "another text", "another session", "after the plenary", "yes alone", "nobody"],
)
def test_the_totals_are_those_of_an_earlier_vote_on_the_text(row: str, used: bool) -> None:
    found = known(case(row))

    assert found.totals == ({"yes": 5, "no": 2, "abstain": 1} if used else None)
    assert found.warnings == ()


@pytest.mark.parametrize(("sessions", "same"), [(("74", "74"), True), (("73", "74"), False), (("", "74"), True)])
def test_numbered_sessions_say_which_text_it_was(sessions: tuple[str, str], same: bool) -> None:
    row = call("c", **COMMITTEE, session=sessions[0], total_yes="5", total_no="2", total_abstain="1")
    one = case(row, ahead=call("next", session=sessions[1], known_on="2018-01-01"))

    assert bool(on_the_text(one, one.rollcall("next"))) is same


@pytest.mark.parametrize(
    ("totals", "talks", "why"),
    [
        (("8", "2", "0"), (), "above-members"),
        (("1", "5", "1"), ("2019-01-01,M3,next,yes,", "2019-01-01,M4,next,yes,"), "below-declared"),
    ],
)
def test_totals_that_cannot_be_are_left_out_and_it_is_said(totals: tuple[str, ...], talks: tuple[str, ...], why: str) -> None:
    row = call("c", **COMMITTEE, **dict(zip(("total_yes", "total_no", "total_abstain"), totals, strict=True)))
    found = known(case(row, talks=talks))

    assert found.totals is None
    (warning,) = found.warnings
    assert warning.values["why"].id == f"vote-known.{why}"
    answer = ask("do-we-have-the-votes", case(row, talks=talks), rollcall="next")
    assert warning in answer.caveats
    assert "committee" not in {f.id for f in answer.findings}
    assert all("c" in say(warning, lang) for lang in LANGUAGES)


def test_a_title_in_another_language_is_the_same_title() -> None:
    row = call("c", title="", title_fr="La haute mer", title_en="The open sea", **COMMITTEE, total_yes="5", total_no="2", total_abstain="1")

    for ahead in ({"title": "", "title_fr": "La haute mer"}, {"title": "", "title_en": "The open sea"}):
        assert known(case(row, ahead=call("next", known_on="2018-01-01", **ahead))).totals
    assert known(case(row, ahead=call("next", title="", title_fr="La mer", known_on="2018-01-01"))).totals is None


def test_a_vote_in_committee_by_country_is_a_column_and_its_totals_are_in_it() -> None:
    row = call("c", **COMMITTEE, total_yes="5", total_no="3", total_abstain="0")
    cast = "".join(f"{m},c,{'no' if i < 3 else 'yes'}\n" for i, m in enumerate(MEMBERS[:8]))
    found = known(case(row, cast=cast))

    assert found.totals is None
    assert found.like[:, 0].tolist() == [3, 3, 3, 1, 1, 1, 1, 1, 0]
    assert found.on_text == {"c"}


def test_two_named_as_like_it_that_disagree_are_both_given_and_what_is_not_known_is_said() -> None:
    rows = (call("l1", "The sky", "2019-01-01"), call("l2", "The coast", "2019-02-01"), call("l3", "The shelf", "2019-03-01"))
    cast = "".join(f"{m},l1,yes\n{m},l2,no\n" for m in MEMBERS)
    found = known(case(*rows, cast=cast, ahead=call("next", like="l1 l2 l3 next", known_on="2018-01-01")))

    assert [row.id for row in found.like_of] == ["l1", "l2"]
    assert found.like.tolist() == [[1, 3]] * len(MEMBERS)
    assert [d.id for d in found.warnings] == ["vote-known.like-unknown"]


def test_a_sponsor_that_says_no_later_is_believed_and_one_without_a_vote_is_not_counted() -> None:
    one = case(ahead=call("next", sponsors="M3 M4 X0", known_on="2018-01-01"), talks=["2019-01-01,M4,next,no,"])
    found = known(one)

    assert [m for m, there in zip(MEMBERS, found.sponsors, strict=True) if there] == ["M3"]
    assert found.declared[4] == 3
    assert not (found.sponsors & (found.declared == 3)).any()
    assert [d.id for d in found.warnings] == ["vote-known.sponsor-otherwise"]
    assert "X0" not in found.declarations
    for lang in LANGUAGES:
        assert any("X0" in say(d, lang) for d in ask("do-we-have-the-votes", one, rollcall="next").caveats)


def test_what_is_told_in_its_interest_is_reported_and_against_it_declared() -> None:
    one = case(
        ahead=call("next", sponsors="M0", known_on="2018-01-01"),
        talks=[
            "2019-03-01,M1,next,no,teller",  # the sponsor says that M1 is against: against its interest
            "2019-03-01,M2,next,yes,teller",  # and that M2 is for: in it
            "2019-03-01,M3,next,yes,own",
            "2019-03-01,M4,next,no,low",  # its own word, on a blog of the lowest grades
            "2019-03-01,M5,next,abstain,other",
        ],
    )
    found = known(one)

    assert found.declared.tolist() == [0, 3, 0, 1, 0, 0, 0, 0, 0]
    assert found.reported.tolist() == [0, 0, 1, 0, 3, 2, 0, 0, 0]
    assert {m: d.vote for m, d in found.declarations.items()} == {"M0": 1, "M1": 3, "M2": 1, "M3": 1, "M4": 3, "M5": 2}


def test_a_later_own_word_stands_before_an_earlier_report_and_beside_a_later_one() -> None:
    earlier = known(case(talks=["2019-02-01,M3,next,no,other", "2019-03-01,M3,next,yes,own"]))
    later = known(case(talks=["2019-03-01,M3,next,yes,own", "2019-04-01,M3,next,no,other"]))

    assert (earlier.declared[3], earlier.reported[3]) == (1, 0)
    assert (later.declared[3], later.reported[3]) == (1, 3)


@given(st.sampled_from((1, 2, 3)), st.booleans(), st.lists(st.sampled_from((1, 2, 3))), st.booleans())
def test_a_low_grade_makes_no_word_weigh_more(vote: int, own: bool, tellers: list[int], weak: bool) -> None:
    if bearing(vote, own=own, tellers=tellers, weak=True) == "declared":
        raise AssertionError("a weak source declares nothing")
    assert bearing(vote, own=True, tellers=tellers, weak=False) == "declared"
    assert own or bearing(vote, own=own, tellers=[vote], weak=weak) == "reported"


def silent_ones() -> dict[str, Case]:
    two_hundred = tuple(f"N{i:03}" for i in range(200))
    declared = [f"2019-01-01,{m},next,no," for m in MEMBERS]
    return {
        "five members, one earlier vote": case(past=1, members=MEMBERS[:5]),
        "two hundred members, one earlier vote": case(past=1, members=two_hundred),
        "all declared by the other side": case(past=1, talks=declared),
    }


@pytest.mark.parametrize("name", list(silent_ones()))
def test_where_everything_is_possible_no_number_is_printed(name: str) -> None:
    one = silent_ones()[name]
    answer = ask("do-we-have-the-votes", one, rollcall="next")

    assert made(one).is_silent
    assert answer.finding("goal").message.id == "vote-known.no-forecast"
    assert not {"expected", "chance", "build", "to-change", "rule", "basis"} & {f.id for f in answer.findings}
    columns = [c.id for c in answer.table("members").columns]
    assert all(row[columns.index("p_yes")] is None for row in answer.table("members").rows)
    assert not any("estimated" in row[0].id or "row-expected" in row[0].id for row in answer.table("tally").rows)
    for lang in LANGUAGES:
        assert "[" not in say(answer.finding("goal").message, lang)
    moved = ask("who-can-move", one, first="h0", second="h0", rollcall="next")
    assert moved.finding("movable").message.id == "vote-known.no-forecast"
    missing = ask("who-is-missing", one, rollcall="next")
    assert missing.finding("away").message.id == "vote-known.no-forecast"
    assert all(row[2:6] == (None,) * 4 and row[7] == 1 for row in missing.table("missing").rows)


def test_all_declared_is_still_counted_where_there_is_no_forecast() -> None:
    answer = ask("do-we-have-the-votes", silent_ones()["all declared by the other side"], rollcall="next")

    assert answer.finding("declared").message.values["no"] == len(MEMBERS)
    gaps = {gap.id for gap in answer.finding("goal").message.values["gaps"]}
    assert "vote-known.gap-declared" not in gaps


def without_basis(told: Expected, rows: list[int]) -> Expected:
    import dataclasses

    p, there = told.probability.copy(), told.presence.copy()
    p[rows], there[rows] = np.nan, np.nan
    outcome = told.outcome.copy()
    outcome[rows] = np.nan
    return dataclasses.replace(told, outcome=outcome, probability=p, presence=there)


def test_of_members_of_whom_nothing_is_known_nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = estimating.expected_tally
    monkeypatch.setattr(estimating, "expected_tally", lambda *a, **k: without_basis(real(*a, **k), [7, 8]))
    cast = "".join(f"{m},before,{'no' if i < 3 else 'yes'}\n" for i, m in enumerate(MEMBERS))
    one = case(call("before", date="2018-11-01"), cast=cast)
    answer = ask("do-we-have-the-votes", one, rollcall="next")
    columns = [c.id for c in answer.table("members").columns]
    rows = {row[0].id: row for row in answer.table("members").rows}

    assert [rows["M8"][columns.index(name)] for name in ("estimate", "share", "p_yes", "presence")] == [None] * 4
    assert rows["M5"][columns.index("p_yes")] is not None
    assert next(f for f in answer.figures if f.id == "seats").alt.values["unknown"] == 2
    for name in QUESTIONS[1:]:
        try:
            found = ask(name, one, rollcall="next", **({"first": "h0", "second": "h1"} if name == "who-can-move" else {}))
        except NotAvailable:
            continue
        for table in found.tables:
            assert all(isinstance(table.cell(r, c, "en"), str) for r in range(len(table.rows)) for c in range(len(table.columns)))
        if name == "who-can-move":
            assert not {"M7", "M8"} & {row[0].id for row in found.table("movable").rows}


def test_no_basis_at_all_is_no_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    def nothing(*args, **options):
        told = without_basis(estimating_real(*args, **options), list(range(len(MEMBERS))))
        return dataclasses.replace(told, margin=np.nan, low=np.nan, high=np.nan)

    estimating_real = estimating.expected_tally
    monkeypatch.setattr(estimating, "expected_tally", nothing)
    answer = ask("do-we-have-the-votes", case(), rollcall="next")

    assert answer.finding("goal").message.id == "vote-known.no-forecast"
    assert "nan" not in " ".join(sentence for lang in LANGUAGES for sentence in answer.sentences(lang)).split()


def test_past_first_votes_give_a_range_and_the_share_that_it_held_only_from_eight_on() -> None:
    one = case(past=20)
    found = first_votes(one, one.rollcall("next"), made(one).profile)

    assert found is not None
    assert (found.low, found.high, found.covered) == (3, 3, len(found.rollcalls)), "six for, three against, every time"
    assert all(row.date and row.date.first >= dt.date(2016, 10, 27) for row in found.rollcalls), "of the first months nobody can tell"
    few = case(past=10)
    assert first_votes(few, few.rollcall("next"), made(few).profile) is None


def test_the_order_of_likeness_has_no_number_in_it_and_follows_those_who_are_for_it() -> None:
    one = case(ahead=call("next", sponsors="M8", known_on="2018-01-01"), talks=["2019-01-01,M0,next,no,"])
    table = likeness_table(one, made(one))

    assert table is not None
    assert [row[0].id for row in table.rows] == ["M3", "M4", "M5", "M6", "M7", "M1", "M2"]
    assert not any(isinstance(cell, (int, float)) for row in table.rows for cell in row)
    quiet = case()
    assert likeness_table(quiet, made(quiet)) is None
