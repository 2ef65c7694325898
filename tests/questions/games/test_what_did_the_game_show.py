"""What a game showed, against the definitions worked out by hand: every package looked at, none of the program's methods asked."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import time
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import pytest
from printed import clashes, of_answer
from questions.games_by_hand import all_worth, better_than, distance, logrolls, ranges, spearman, stood_still, worth
from questions.games_played import PART, SMALL, case_of, dossier_parts, game_log, icann, play, small_log, written

from legation.dossier import decode
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.questions import Case, ask
from legation.questions.answer import Answer
from legation.questions.games.pictures import _title
from legation.questions.games.record import record_of
from legation.questions.games.shown import shown_by

SCORES = SMALL["scores"]
GAMES = {
    "small": (small_log(), SCORES),
    "small without a deal": (small_log(deal=False), SCORES),
    "six by chance": (play(icann(), 36), icann()["scores"]),
    "six, another": (play(icann(), 61, seed=5), icann()["scores"]),
}


def asked(log: object = None) -> Answer:
    return ask("what-did-the-game-show", case_of(written(log or small_log())))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", list(GAMES))
def test_what_was_left_on_the_table_is_what_looking_at_every_package_gives(name: str) -> None:
    log, scores = GAMES[name]
    shown = shown_by(record_of(log))

    assert shown is not None
    for offer, at in zip(shown.record.offers, shown.standings, strict=True):
        assert at.distance == pytest.approx(distance(scores, offer.package))
        assert {tuple(map(int, worth(scores, one))) for one in at.better.tolist()} == better_than(scores, offer.package)
    if shown.record.deal is not None:
        left = asked(log).finding("left").message
        better = better_than(scores, shown.record.deal.package)
        assert left.values.get("count", 0) == len(better)
        assert left.id.endswith("left-some" if better else "left-nothing")


@pytest.mark.parametrize("name", list(GAMES))
def test_exchanges_are_those_of_the_definition(name: str) -> None:
    log, scores = GAMES[name]
    record = record_of(log)
    expected = logrolls(scores, record.status_quo or (), (record.deal or record.offers[-1]).package)
    answer = asked(log)
    found = [one for one in answer.findings if one.id.startswith("logroll-") and one.id != "logroll-none"]

    assert len(found) == min(5, len(expected))
    ids = [one.id for one in record.sides]
    issues = [one.id for one in record.issues]
    for one, (_, a, b, i, k) in zip(found, expected, strict=False):
        values = one.message.values
        assert (values["first"].id, values["second"].id) == (ids[a], ids[b])
        assert (values["won"].id, values["given"].id) == (issues[i], issues[k])


@pytest.mark.parametrize("name", list(GAMES))
def test_priorities_that_could_be_read_are_a_rank_correlation(name: str) -> None:
    log, scores = GAMES[name]
    shown = shown_by(record_of(log))

    assert shown is not None
    for read, rows in zip(shown.read, scores.values(), strict=True):
        own = [one.package for one in shown.record.made_by(read.party)]
        expected = spearman([max(one) - min(one) for one in rows], stood_still(own)) if len(own) > 2 else math.nan
        assert (read.priorities is None) == math.isnan(expected)
        if read.priorities is not None:
            assert read.priorities == pytest.approx(expected)


@pytest.mark.parametrize("name", list(GAMES))
def test_who_was_needed_is_counted_from_every_coalition(name: str) -> None:
    log, scores = GAMES[name]
    record = record_of(log)
    if record.rule is None:
        assert not [one for one in asked(log).findings if one.id == "needed"]
        return
    floors, opened = icann()["floors"], icann()["rule"]
    sides, packages = list(scores), all_worth(scores).values()

    def carries(some: tuple[int, ...]) -> bool:
        weight = sum(opened["weights"][sides[one]] for one in some)
        number = Fraction(opened["share"]) * sum(opened["weights"].values())
        return (weight > number if opened["strict"] else weight >= number - 1e-9) and all(sides.index(v) in some for v in opened["veto"])

    able = [
        some
        for size in range(2, 7)
        for some in itertools.combinations(range(6), size)
        if carries(some) and any(all(p[one] >= floors.get(sides[one], -math.inf) for one in some) for p in packages)
    ]
    needed = [sides[one] for one in range(6) if all(one in some for some in able)]
    told = asked(log).finding("needed").message
    assert [one.id for one in told.values["parties"]] == needed


def test_solutions_beside_the_deal_are_the_best_of_all_packages() -> None:
    shown = shown_by(record_of(small_log()))

    assert shown is not None
    floors = [SMALL["floors"].get(side, -math.inf) for side in SCORES]
    points = [p for p in all_worth(SCORES).values() if all(x >= f for x, f in zip(p, floors, strict=True))]
    without = [max(f, sum(min(one) for one in rows)) for f, rows in zip(floors, SCORES.values(), strict=True)]
    best = max(math.prod(x - d for x, d in zip(p, without, strict=True)) for p in points)
    least = max(min(x - d for x, d in zip(p, without, strict=True)) for p in points)

    nash, even = (getattr(shown.beside, name).packages[0].tolist() for name in ("nash", "egalitarian"))
    assert math.prod(x - d for x, d in zip(worth(SCORES, nash), without, strict=True)) == best
    assert min(x - d for x, d in zip(worth(SCORES, even), without, strict=True)) == least


def test_what_the_deal_created_is_the_smallest_gain_over_the_status_quo() -> None:
    shown = shown_by(record_of(play(icann(), 36)))

    assert shown is not None and shown.record.deal is not None and shown.record.status_quo is not None
    scores = icann()["scores"]
    deal, before = worth(scores, shown.record.deal.package), worth(scores, shown.record.status_quo)
    assert shown.created == pytest.approx(min((x - y) / r for x, y, r in zip(deal, before, ranges(scores), strict=True)))


def test_who_was_never_offered_anything_counts_only_offers_made_to_it() -> None:
    acts = [("town", "offered", {"package": [2, 0, 1], "to": ["firm"]}), ("firm", "offered", {"package": [0, 2, 0], "to": ["town"]})]
    acts += [("host", "phase", {"phase": "closed"}), ("host", "revealed", {})]
    told = asked(game_log(SMALL, acts)).finding("unmet").message

    assert [one.id for one in told.values["parties"]] == ["port"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_answer_says_that_it_was_an_exercise_and_ranks_nobody(lang: str) -> None:
    for log, _ in GAMES.values():
        answer = asked(log)
        said = [say(one.message, lang) for one in answer.findings]  # type: ignore[arg-type]
        assert answer.is_illustration and all(one.exercise for one in answer.figures)
        assert ("EXERCISE" if lang == "en" else "EXERCICE") in say(answer.caveats[0], lang)  # type: ignore[arg-type]
        assert not any("{" in one for one in said)
        sides = [row[0].id for row in answer.table("sides").rows]
        assert sides == [one.id for one in record_of(log).sides], "the order of the game, never that of points"


def test_in_earnest_and_before_the_reveal_no_point_of_anybody_is_told() -> None:
    for opened, revealed in ((SMALL | {"session": "real"}, True), (SMALL, False)):
        answer = asked(small_log(opened, revealed=revealed))
        assert [one.id for one in answer.findings] == ["deal"]
        assert [one.id for one in answer.tables] == ["offers"] and not answer.figures
        assert "points" not in str(answer.to_json("en")["tables"])
        assert {column.id for column in answer.tables[0].columns} == {"place", "time", "by", "package", "answer"}


def test_a_game_without_an_offer_is_answered() -> None:
    answer = asked(game_log(SMALL, [("host", "phase", {"phase": "closed"}), ("host", "revealed", {})]))

    assert answer.finding("left").message.id.endswith("left-no-deal")
    assert answer.finding("deal").message.id.endswith("no-offer") and not answer.figures


def test_two_sides_are_drawn_in_the_plane_and_a_long_game_over_time() -> None:
    two = SMALL | {"sides": SMALL["sides"][:2], "scores": {side: SCORES[side] for side in ("port", "town")}}
    acts = [("port", "offered", {"package": [2, 0, 1]}), ("town", "offered", {"package": [0, 2, 1]}), ("port", "accepted", {"offer": 6})]
    acts += [("host", "phase", {"phase": "closed"}), ("host", "revealed", {})]
    for log, count in ((game_log(two, acts), 2), (play(icann(), 36), 36), (small_log(), 8)):
        (figure,) = asked(log).figures
        assert len([one for one in figure.records("en") if one["value"]]) == count
        assert say(figure.alt, "fr") and figure.specification("fr")


def test_the_game_is_chosen_by_name_and_the_last_one_else() -> None:
    parts = dossier_parts(written(small_log())) | {"games/harbour/2026-04-01.jsonl": written(small_log(deal=False))}
    case = Case(dossier=decode(parts), today=dt.date(2026, 6, 1))

    assert ask("what-did-the-game-show", case).finding("left").message.id.endswith("left-no-deal")
    for name in (PART, "talks/2026-03-02", "talks"):
        assert ask("what-did-the-game-show", case, game=name).finding("left").message.id.endswith("left-nothing")
    with pytest.raises(WrongUse):
        ask("what-did-the-game-show", case, game="nothing")
    with pytest.raises(NotAvailable):
        ask("what-did-the-game-show", case, as_of=dt.date(2026, 3, 1))
    before = ask("what-did-the-game-show", case, as_of=dt.date(2026, 3, 15))
    assert "harbour" not in str(before.to_json("en")), "a game that was played later leaves no trace"


def test_every_printed_number_says_of_what_it_is_and_none_has_two_values() -> None:
    for log, _ in GAMES.values():
        case = case_of(written(log))
        found = list(of_answer(case, ask("what-did-the-game-show", case)))
        assert [one for one in found if one.key is None and not one.no_fact] == []
        assert clashes(found) == []


def test_a_debrief_of_six_takes_less_than_two_seconds() -> None:
    data = written(play(icann(), 120))
    case = case_of(data)
    begun = time.process_time()
    ask("what-did-the-game-show", case)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(("distances", "said"), [((0.0, 0.0), "all-on"), ((0.2, 0.0), "deal-on")])
def test_a_distance_of_nothing_is_not_counted_out(distances: tuple[float, ...], said: str) -> None:
    standings = [SimpleNamespace(distance=one, on_frontier=not one) for one in distances]
    shown = SimpleNamespace(standings=standings, last=standings[-1], record=SimpleNamespace(deal=object()))
    assert _title(cast(Any, shown)).id == f"what-did-the-game-show.picture.{said}"
