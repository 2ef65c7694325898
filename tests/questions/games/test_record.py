"""A game read from its log: offers with their times, what became the deal, whose points nobody is told; and logs that are none."""

from __future__ import annotations

import math

import pytest
from questions.games_played import SMALL, game_log, icann, play, small_log

from legation.errors import NotAvailable
from legation.questions.games.record import HOST, record_of
from legation.rooms.entry import Entry


def test_a_game_is_read_as_it_was_played() -> None:
    record = record_of(small_log())

    assert [one.id for one in record.sides] == ["port", "town", "firm"]
    assert [one.package for one in record.offers][:2] == [(2, 0, 1), (0, 2, 0)]
    assert [one.party for one in record.offers] == [0, 1, 2, 0, 1, 0, 1, 0]
    assert [one.place for one in record.offers] == list(range(1, 9))
    assert record.deal is record.offers[-1]
    assert record.deal is not None and record.deal.accepted == {1, 2}
    assert (record.is_rehearsal, record.is_closed, record.is_revealed, record.status_quo) == (True, True, True, (0, 0, 0))
    assert record.domain is not None and record.domain.utilities([2, 0, 1]).tolist() == [[100.0, 0.0, 90.0]]
    assert math.isinf(record.domain.reservation[2])
    assert str(record.reveal[0].text) == "The canal was given back." and str(record.reveal[0].date) == "2016-03-10"


def test_times_are_shares_of_the_minutes_of_play_and_do_not_fall() -> None:
    """An offer every four minutes of sixty."""
    times = [one.time for one in record_of(small_log()).offers]

    assert [round(60 * one) for one in times] == [4, 8, 12, 16, 20, 24, 28, 32]


def test_a_deadline_goes_before_the_minutes() -> None:
    times = [one.time for one in record_of(small_log(SMALL | {"deadline": "2026-03-02T11:00:00.000Z"})).offers]

    assert [round(120 * one) for one in times][:2] == [4, 8]


def test_in_a_log_without_times_of_day_offers_stand_in_their_order() -> None:
    log = game_log(SMALL, [("port", "offered", {"package": [k, 0, 0]}) for k in range(3)], minutes=0)

    assert [one.time for one in record_of(log).offers] == [0.25, 0.5, 0.75]


@pytest.mark.parametrize("opened", [SMALL | {"session": "real"}, SMALL])
def test_points_are_nobody_s_to_know_before_the_secrets_are_opened_and_never_in_earnest(opened: dict[str, object]) -> None:
    record = record_of(small_log(opened, revealed=opened["session"] == "real"))

    assert record.domain is None
    assert record.reveal == record.lessons == ()
    assert record.deal is not None


def test_secrets_opened_before_the_close_are_not_open() -> None:
    assert record_of(game_log(SMALL, [("host", "revealed", {})])).domain is None


def test_an_offer_in_a_side_room_is_no_deal_and_one_by_the_host_has_no_side() -> None:
    acts = [
        ("port", "offered", {"package": [2, 0, 0], "to": ["town"]}),
        ("town", "accepted", {"offer": 6}),
        ("firm", "accepted", {"offer": 6}),
        ("host", "offered", {"package": [1, 1, 1]}),
        *((side, "accepted", {"offer": 9}) for side in ("port", "town", "firm")),
        ("port", "offered", {"package": [2, 2, 1]}),
    ]
    record = record_of(game_log(SMALL, acts))

    assert [(one.party, one.to, sorted(one.accepted)) for one in record.offers] == [(0, (1,), [1]), (HOST, (0, 1, 2), [0, 1, 2])]
    assert record.deal is record.offers[1]


def test_under_a_rule_the_votes_carry_a_deal_and_who_offers_votes_yes() -> None:
    rule = {"share": "2/3", "strict": False, "veto": ["firm"], "weights": {"port": 1, "town": 1, "firm": 1}}
    acts = [("port", "offered", {"package": [1, 1, 1]}), ("town", "voted", {"offer": 6, "value": 1})]
    opened = SMALL | {"rule": rule}

    closed = [("host", "phase", {"phase": "closed"})]
    assert record_of(game_log(opened, acts)).deal is None, "who has a veto has not voted yet"
    assert record_of(game_log(opened, [*acts, *closed])).deal is not None
    assert record_of(game_log(opened, [*acts, ("firm", "voted", {"offer": 6, "value": 0})])).deal is not None
    assert record_of(game_log(opened, [*acts[:1], ("firm", "voted", {"offer": 6, "value": -1}), acts[1]])).deal is None
    assert record_of(game_log(opened, [*acts[:1], *closed])).deal is None


def test_a_long_game_of_six_ends_by_votes() -> None:
    record = record_of(play(icann(), 36))

    assert record.deal is record.offers[-1]
    assert record.rule is not None and len(record.sides) == 6


def test_what_was_erased_counts_for_nothing() -> None:
    log = list(small_log())
    log[5] = log[5].erased()
    record = record_of(log)

    assert len(record.offers) == 7
    assert record.offers[0].party == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("issues", []),
        ("issues", "toll"),
        ("issues", [{"id": "toll", "options": []}]),
        ("sides", None),
        ("sides", ["port"]),
        ("scores", {"port": [[0]], "town": [[0]], "firm": [[0]]}),
        ("status_quo", ["x"]),
        ("rule", {"share": "much"}),
    ],
)
def test_a_beginning_of_another_form_is_said_and_no_mistake_of_ours(name: str, value: object) -> None:
    log = small_log()
    first = {one: getattr(log[0], one) for one in ("number", "at", "by", "kind", "key", "salt", "before")}
    with pytest.raises(NotAvailable):
        record_of([Entry(**first, data=SMALL | {name: value}), *log[1:]])


def test_a_title_in_one_language_is_enough() -> None:
    assert str(record_of(small_log(SMALL | {"title_en": None})).title) == "Pourparlers du canal"


@pytest.mark.parametrize("package", [[0, 0], [0, 0, 9], [0, 0, "x"], [-1, 0, 0]])
def test_an_offer_that_the_game_does_not_have_is_said(package: list[object]) -> None:
    with pytest.raises(NotAvailable):
        record_of(game_log(SMALL, [("port", "offered", {"package": package})]))


def test_a_log_of_another_kind_or_none_is_said() -> None:
    for log in ((), small_log()[1:], [small_log()[0].erased()]):
        with pytest.raises(NotAvailable):
            record_of(log)
