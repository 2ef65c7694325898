"""A negotiation that is prepared by playing: the room of a run, and the page after some runs, without a server."""

from __future__ import annotations

import dataclasses
import io
import itertools
import json
from collections import Counter

import numpy as np
import pytest
from pypdf import PdfReader
from questions.negotiation_dossier import MANDATE, SECRET, TALKS, THREE, asked

from legation.briefing import html, pdf
from legation.briefing.papers.preparation import preparation_paper
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.methods.negotiation import STYLES, Domain, leak, table_of, trades
from legation.questions.deals.negotiation.inputs import sampled_domains
from legation.questions.deals.negotiation.mandate import Limits, find_limits
from legation.questions.games.preparation import LikelyAnswer, Run, page_of
from legation.questions.games.preparation_room import opening_of, unit_of
from legation.questions.games.preparation_words import carried

OFFERS = ((0.1, 0, (2, 0, 0)), (0.2, 1, (0, 1, 1)), (0.4, 0, (1, 0, 0)), (0.5, 0, (2, 0, 0)), (0.7, 0, (1, 1, 0)), (0.8, 1, (1, 1, 0)))
PLAYED = Run(played=0, offers=OFFERS, deal=(1, 1, 0))


def limits_of(talks: str = TALKS, mandate: bytes = MANDATE) -> Limits:
    return find_limits(asked(talks, mandate=mandate), "")


def test_what_we_want_stands_and_what_others_want_is_drawn_anew() -> None:
    limits = limits_of(TALKS.replace("grave = 20", "grave = [10, 20, 30]"))
    rooms = [opening_of(limits, seed=seed) for seed in range(6)]

    assert all(room["scores"]["us"] == rooms[0]["scores"]["us"] for room in rooms)
    assert len({json.dumps(room["scores"]["them"]) for room in rooms}) > 1
    assert opening_of(limits, seed=3) == rooms[3]
    for room in rooms:
        values = room["scores"]["them"][0]
        assert [values[0], values[2]] == [30, 0]
        assert 10 <= values[1] <= 30


def test_a_room_of_more_packages_than_simulated_players_weigh_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = limits_of()
    monkeypatch.setattr("legation.questions.games.preparation_room.MOST_PACKAGES", limits.talks.domain.packages)
    assert opening_of(limits, seed=1)["scores"]
    monkeypatch.setattr("legation.questions.games.preparation_room.MOST_PACKAGES", limits.talks.domain.packages - 1)
    with pytest.raises(NotAvailable) as refused:
        opening_of(limits, seed=1)
    assert all(str(limits.talks.domain.packages) in say(refused.value.message, lang) for lang in LANGUAGES)


@pytest.mark.parametrize("talks", [TALKS, THREE])
def test_a_package_across_a_red_line_is_below_our_floor_whoever_plays_us(talks: str) -> None:
    limits = limits_of(talks)
    room = opening_of(limits, seed=1)
    domain = Domain(scores=[[table] for table in room["scores"]["us"]], reservation=[room["floors"]["us"]])
    for package in itertools.product(*map(range, domain.sizes)):
        signs = domain.utilities(package)[0, 0] >= domain.reservation[0]

        assert signs == (not limits.crossed(package) and limits.talks.domain.utilities(package)[0, limits.us] >= limits.floor)


def test_a_room_has_whole_points_however_small_those_of_the_file_are() -> None:
    small = TALKS.replace("{ none = 0, grave = [30, 35, 50], all = 50 }", "{ none = 0, grave = [0.3, 0.35, 0.5], all = 0.5 }")
    small = small.replace("{ ours = 20, theirs = 0 }", "{ ours = 0.2, theirs = 0 }").replace(
        "{ now = 30, later = 0 }", "{ now = 0.3, later = 0 }"
    )
    limits = limits_of(small, MANDATE.replace(SECRET.encode(), b"0.41625"))
    room = opening_of(limits, seed=1)

    assert unit_of(limits) == 100
    assert room["scores"]["us"][1] == [20, 0]
    assert room["floors"] == {"them": 4000, "us": 42}
    assert _plain(room)


def _plain(value: object) -> bool:
    """Whether there is no float in it: a log has none."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not isinstance(value, float) and all(map(_plain, parts))


def test_the_rule_and_the_status_quo_come_along() -> None:
    room = opening_of(limits_of(THREE), seed=1)

    assert room["rule"] == {"share": "1/2", "strict": True, "veto": ["us"], "weights": {"us": "1", "them": "1", "third": "2"}}
    assert room["status_quo"] == [0, 0, 1]
    assert room["prepares"] == "talks"
    assert _plain(room)
    assert "rule" not in opening_of(limits_of(), seed=1)


def test_the_page_lists_our_offers_that_gave_way_and_what_each_tells() -> None:
    limits = limits_of()
    page = page_of(limits, [PLAYED], draws=20)
    worth = limits.talks.domain.utilities([package for _, party, package in OFFERS if party == 0])[:, 0]
    shown = leak(worth, [when for when, party, _ in OFFERS if party == 0], lowest=0, highest=100)

    assert [step.package for step in page.steps] == [(2, 0, 0), (1, 0, 0), (1, 1, 0)]
    assert [step.worth for step in page.steps] == [100, 85, 65]
    assert [step.shown for step in page.steps] == [tuple(shown.after_offer[at].tolist()) for at in (0, 1, 3)]
    assert all(earlier.shown[2] >= later.shown[2] for earlier, later in itertools.pairwise(page.steps))
    assert (page.runs, page.as_us, page.deals, page.points) == (1, 1, 1, (65.0, 65.0))
    assert (page.red, page.floor) == (((0, 0),), float(SECRET))


def test_likely_answers_are_those_of_a_simulated_player_in_each_draw() -> None:
    limits = limits_of(THREE.replace("grave = 20", "grave = [5, 20, 45]").replace("grave = 50,", "grave = [20, 50, 60],"))
    page = page_of(limits, [PLAYED], draws=30, seed=4)
    ours = [(when, package) for when, party, package in OFFERS if party == 0]
    said: dict[tuple[int, int], Counter] = {}
    all_accept: Counter[int] = Counter()
    for domain in sampled_domains(limits.talks.model, limits.talks.valued, 30, 4):
        table = table_of(domain)
        yes: Counter[int] = Counter()
        for party in (1, 2):
            for at, (when, package) in enumerate(ours):
                seat = STYLES["even"](party, table, np.random.default_rng(0))
                seat.heard += [table.number(np.array(one)) for _, one in ours[: at + 1]]
                accepts = seat.accepts(table.number(np.array(package)), when)
                yes[at] += accepts
                said.setdefault((at, party), Counter())[None if accepts else table.package(seat.offer(when))] += 1
        all_accept.update(at for at, count in yes.items() if count == 2)
    for step, at in zip(page.steps, (0, 1, 3), strict=True):
        assert step.accepted == all_accept[at] / 30
        assert [one.share for one in step.answers] == sorted((one.share for one in step.answers), reverse=True)
        for one in step.answers:
            assert one.share == max(said[at, one.party].values()) / 30
            assert said[at, one.party][one.package] == one.share * 30


def test_trades_are_those_that_hold_in_most_draws_within_our_red_lines() -> None:
    limits = limits_of(TALKS.replace("grave = 20", "grave = [10, 20, 30]"))
    run = Run(played=0, offers=((0.5, 0, (1, 1, 1)),), deal=None)
    page = page_of(limits, [run], draws=25, seed=2)
    count: Counter[tuple] = Counter()
    for domain in sampled_domains(limits.talks.model, limits.talks.valued, 25, 2):
        floors = [float(SECRET), 40]
        for one in trades(Domain(scores=domain.tables, reservation=floors), (1, 1, 1), most=100):
            if not limits.crossed(one.package):
                count[one.issues, one.options] += 1

    assert page.base == (1, 1, 1)
    assert {(one.issues, one.options): one.share for one in page.trades} == {key: value / 25 for key, value in count.most_common(3)}
    for one in page.trades:
        changed = [dict(zip(one.issues, one.options, strict=True)).get(issue, option) for issue, option in enumerate(page.base)]
        assert limits.talks.domain.utilities(changed)[0, 0] - limits.talks.domain.utilities(page.base)[0, 0] == pytest.approx(one.worth)
        assert one.worth >= 0


def test_the_run_that_ended_best_for_us_gives_the_offers() -> None:
    limits = limits_of()
    as_them = Run(played=1, offers=((0.1, 0, (2, 0, 0)),), deal=(2, 0, 0))
    worse = Run(played=0, offers=((0.1, 0, (2, 1, 0)),), deal=(1, 1, 1))
    none = Run(played=0, offers=((0.1, 0, (2, 0, 1)),), deal=None)

    assert page_of(limits, [as_them, worse, PLAYED, none], draws=2).steps[0].package == (2, 0, 0)
    assert [one.package for one in page_of(limits, [as_them, none, worse], draws=2).steps] == [(2, 1, 0)]
    assert [one.package for one in page_of(limits, [as_them], draws=2).steps] == [(2, 0, 0)]


def test_an_offer_across_a_red_line_or_below_the_floor_says_so() -> None:
    run = Run(played=0, offers=((0.1, 0, (2, 0, 0)), (0.9, 0, (0, 1, 0))), deal=None)
    page = page_of(limits_of(), [run], draws=3)

    assert [(step.crossed, step.is_below) for step in page.steps] == [((), False), ((0,), True)]
    assert page.trades == ()


def test_without_an_offer_of_ours_trades_begin_at_the_status_quo() -> None:
    limits = limits_of(mandate=MANDATE.replace(b'scope = ["none"]', b'scope = ["all"]'))
    page = page_of(limits, [Run(played=0, offers=(), deal=None)], draws=3)

    assert (page.steps, page.base, page.deals, page.points) == ((), (0, 0, 1), 0, None)
    assert page.trades


def test_many_offers_are_cut_to_six_with_the_first_and_the_last() -> None:
    ranks = sorted(itertools.product(range(3), range(2), range(2)), key=lambda one: -limits_of().talks.domain.utilities(one)[0, 0])
    run = Run(played=0, offers=tuple((at / 20, 0, package) for at, package in enumerate(ranks)), deal=None)
    steps = page_of(limits_of(), [run], draws=1).steps

    assert len(steps) == 6
    assert [steps[0].worth, steps[-1].worth] == [100, 0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_in_words_is_one_sheet_marked_as_an_exercise(lang: str) -> None:
    limits = limits_of(THREE.replace("grave = 20", "grave = [5, 20, 45]"))
    page = page_of(limits, [PLAYED] * 5, draws=20)
    made = carried(limits, page)
    paper = preparation_paper(asked(THREE), lang, limits.talks.title, made)
    mark = {"en": "EXERCISE", "fr": "EXERCICE"}[lang]

    assert [one.points for one in made.offers] == [100, 85, 65]
    assert say(made.offers[1].offer, lang) in say(limits.talks.words(page.steps[1].package, page.steps[0].package), lang)
    assert all(len(one.answers) <= 3 for one in made.offers)
    assert paper.name.startswith(f"{mark}-")
    assert len(PdfReader(io.BytesIO(pdf.render(paper))).pages) == 1
    text = html.render(paper).decode()
    assert text.count(f"{mark} {mark} {mark}") >= 2
    assert "41" in say(made.red[0], lang)


def test_who_accepts_is_named_at_once_and_who_does_not_by_what_changes() -> None:
    limits = limits_of(THREE)
    step = page_of(limits, [PLAYED], draws=1).steps[-1]
    answers = (
        LikelyAnswer(party=1, package=None, share=0.9),
        LikelyAnswer(party=2, package=(2, 0, 1), share=0.6),
    )
    page = dataclasses.replace(page_of(limits, [PLAYED], draws=1), steps=(dataclasses.replace(step, answers=answers),))
    said = [say(one, "en") for one in carried(limits, page).offers[0].answers]

    assert said == ["Yes: Borduria (90%).", "third: rather seat: ours; start: later, and 1 more change (60%)."]
    rare = dataclasses.replace(page, steps=(dataclasses.replace(step, answers=(LikelyAnswer(party=1, package=None, share=0.05),)),))
    assert carried(limits, rare).offers[0].answers == ()


def test_warnings_are_of_our_own_limits() -> None:
    run = Run(played=0, offers=((0.1, 0, (0, 1, 1)),), deal=None)
    limits = limits_of()
    warnings = carried(limits, page_of(limits, [run], draws=1)).offers[0].warnings

    assert [say(one, "en") for one in warnings] == ["It crosses a red line: Scope: none.", "It is below our floor."]
