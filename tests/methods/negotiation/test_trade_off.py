"""A simulated player of a live room: it makes the trade that its definition names, and knows nothing of others but what it heard."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.negotiation_domains import domains, every_package

from legation.methods.negotiation import STYLES, WHY, Delegate, Domain, Table, TradeOff, alternating_offers, reasons, table_of

CHANCE = np.random.default_rng(11)
SIX = Domain(scores=CHANCE.integers(0, 30, (5, 6, 4)), reservation=[40] * 6)


def wanted(domain: Domain, party: int, level: float, heard: list[tuple[int, tuple[int, ...]]]) -> tuple[int, ...]:
    """The definition written out, in fractions."""
    worth = {package: utilities[party] for package, utilities in every_package(domain).items()}
    able = [package for package in worth if worth[package] >= level - 1e-9] or [p for p in worth if worth[p] == max(worth.values())]

    def asked_for(package: tuple[int, ...]) -> Fraction:
        total = Fraction(0)
        for other in {speaker for speaker, _ in heard}:
            offers = [offer for speaker, offer in heard if speaker == other]
            for issue, option in enumerate(package):
                count = Counter(offer[issue] for offer in offers)
                highest = max(count.values())
                total += Fraction(highest, len(offers)) * Fraction(count[option], highest)
        return total

    return min(able, key=lambda package: (-asked_for(package), -worth[package], package))


@given(data=st.data(), domain=domains(most_parties=4), time=st.floats(0, 1), power=st.sampled_from([0.25, 1.0, 4.0]))
def test_it_offers_what_its_definition_names(data: st.DataObject, domain: Domain, time: float, power: float) -> None:
    table = table_of(domain)
    heard = data.draw(st.lists(st.tuples(st.integers(1, 4), st.integers(0, domain.packages - 1)), max_size=9))
    seat = TradeOff(0, table, np.random.default_rng(0), power=power)
    for after in range(len(heard) + 1):
        found = seat.offer(time)

        assert table.package(found) == wanted(domain, 0, seat.level(time), [(who, table.package(one)) for who, one in heard[:after]])
        assert seat.accepts(found, time) or seat.level(time) > table.high[0] - 1e-9
        if after < len(heard):
            seat.heard.append(heard[after][1])
            seat.speakers.append(heard[after][0])


def followed(makers: list[Callable[..., Delegate]], domain: Domain) -> list[tuple[int, tuple[int, ...], bool]]:
    return [(move.party, move.package, move.agreed) for move in alternating_offers(domain, makers, steps=40).moves]


@pytest.mark.parametrize("style", STYLES)
def test_its_moves_are_the_same_whatever_the_points_of_others_are(style: str) -> None:
    """Each seat is played again beside parties whose points are other ones and who say the same."""
    table = table_of(SIX)
    moves = [(one, table.number(np.array(package))) for one, package, _ in followed([STYLES[style]] * 6, SIX)]
    for party in range(6):
        scores = np.array(np.random.default_rng(party).integers(0, 30, (5, 6, 4)))
        scores[:, party] = np.array([one[party] for one in SIX.scores])
        other = table_of(Domain(scores=scores, reservation=[40 if one == party else 3 for one in range(6)]))
        alone = table_of(Domain(scores=[one[[party]] for one in SIX.scores], reservation=[40]))
        seats = [STYLES[style](at, one, np.random.default_rng(0)) for at, one in ((party, table), (party, other), (0, alone))]
        for step, (speaker, package) in enumerate(moves):
            time = step / len(moves)
            offered = {seat.offer(time) for seat in seats}

            assert len(offered) == 1
            assert len({seat.accepts(package, time) for seat in seats}) == 1
            assert len({reasons(seat, package) for seat in seats}) == 1
            for seat in seats:
                if speaker == party:
                    seat.said.append(package)
                else:
                    seat.heard.append(package)
                    seat.speakers.append(speaker)


def test_a_hard_one_gets_more_of_a_conciliatory_one() -> None:
    domain = Domain(scores=[one[:2] for one in SIX.scores], reservation=[20, 20])
    hard, soft = (alternating_offers(domain, [STYLES[style], "trade-off"], steps=100).utilities[0] for style in ("hard", "conciliatory"))

    assert hard > soft


def test_it_ends_nearer_to_the_frontier_than_who_looks_at_its_own_points_alone() -> None:
    away = {kind: [] for kind in ("trade-off", "linear")}
    for seed in range(30):
        domain = Domain(scores=np.random.default_rng(seed).integers(0, 30, (4, 2, 4)), reservation=[40, 40])
        for kind, found in away.items():
            end = alternating_offers(domain, [kind] * 2, steps=40)
            found += [end.distance] if end.package else []

    assert np.mean(away["trade-off"]) < np.mean(away["linear"]) / 2


def test_offers_without_a_speaker_count_as_of_one_more_party() -> None:
    table = table_of(Domain(scores=[[[3, 2, 1]], [[1, 0, 0]]]))
    seats = [TradeOff(0, table, np.random.default_rng(0), heard=[4, 5, 8], speakers=given) for given in ([], [1, 1, 1])]

    assert seats[0].offer(0.9) == seats[1].offer(0.9)


def test_many_offers_of_many_parties_are_counted_all_the_same() -> None:
    """Past what whole numbers hold, shares take their place."""
    table = table_of(Domain(scores=[[[3, 2, 1]], [[1, 0, 0]]]))
    heard = [(speaker, (7 * speaker + number) % 9) for speaker in range(1, 12) for number in range(90 + speaker * 7)]
    seat = TradeOff(0, table, np.random.default_rng(0), heard=[one for _, one in heard], speakers=[who for who, _ in heard])
    shares = seat.asks()

    assert shares[0].dtype == float
    assert shares[0].sum() == pytest.approx(11)
    assert table.package(seat.offer(1.0)) == wanted(table.domain, 0, 0.0, [(who, table.package(one)) for who, one in heard])


def seat_with(table: Table, heard: list[tuple[int, int]], said: list[int]) -> Delegate:
    return TradeOff(0, table, np.random.default_rng(0), [one for _, one in heard], said, [who for who, _ in heard])


@pytest.mark.parametrize(
    ("heard", "said", "package", "why"),
    [
        ([], [], (0, 0), [("own best", None), ("own best", None)]),
        ([(2, (0, 1))], [(0, 0)], (0, 1), [("own best", None), ("towards", 2)]),
        ([(2, (0, 1))], [(0, 1)], (0, 1), [("own best", None), ("unchanged", None)]),
        ([(2, (0, 1))], [(1, 1)], (0, 0), [("towards", 2), ("back", None)]),
        ([(2, (0, 1))], [(0, 0)], (1, 0), [("gives way", None), ("own best", None)]),
        ([(2, (1, 1)), (2, (2, 0)), (5, (1, 0))], [(0, 0)], (1, 0), [("towards", 5), ("own best", None)]),
        ([(3, (1, 0)), (1, (1, 0))], [(0, 0)], (1, 0), [("towards", 1), ("own best", None)]),
        ([(3, (1, 0))], [], (1, 1), [("towards", 3), ("gives way", None)]),
    ],
)
def test_each_issue_has_its_reason(
    heard: list[tuple[int, tuple[int, int]]], said: list[tuple[int, int]], package: tuple[int, int], why: list[tuple[str, int | None]]
) -> None:
    table = table_of(Domain(scores=[[[5, 3, 0]], [[4, 0]]]))
    number = functools.partial(np.ravel_multi_index, dims=(3, 2))
    seat = seat_with(table, [(who, int(number(one))) for who, one in heard], [int(number(one)) for one in said])
    found = reasons(seat, int(number(package)))

    assert [(one.why, one.party) for one in found] == why
    assert [one.issue for one in found] == [0, 1]


@given(data=st.data(), domain=domains(most_parties=2))
def test_reasons_are_of_the_list_and_name_who_spoke(data: st.DataObject, domain: Domain) -> None:
    packages = st.integers(0, domain.packages - 1)
    heard = data.draw(st.lists(st.tuples(st.integers(1, 3), packages), max_size=6))
    said = data.draw(st.lists(packages, max_size=3))
    table = table_of(domain)
    package = data.draw(packages)
    for one, option in itertools.zip_longest(reasons(seat_with(table, heard, said), package), table.package(package)):
        assert one.why in WHY
        assert (one.party is not None) == (one.why == "towards")
        if one.why == "towards":
            assert any(who == one.party and table.package(offer)[one.issue] == option for who, offer in heard)
