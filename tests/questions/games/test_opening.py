"""A game is opened with points drawn about those of its file, and only where it is a good one; each property counted by hand too."""

from __future__ import annotations

import datetime as dt
import itertools
import math

import numpy as np
import pytest
from questions.negotiation_dossier import EVIDENCE, TALKS

from legation.dossier import decode
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.methods.negotiation import Domain
from legation.questions import Case
from legation.questions.games.opening import find_game, opening, points_of, varied
from legation.questions.games.qualities import qualities
from legation.rooms.negotiation.self_play import play_through

GAME = """
[game]
title_en = "Reporting"
title_fr = "Notification"
negotiation = "talks"
minutes = 30
vary = {vary}
[[side]]
party = "us"
bot = "even"
public_en = "Seen by all"
brief_en = "For us alone"
[[side]]
party = "them"
bot = "hard"
[[reveal]]
day = "2019-06-01"
text_en = "They signed"
[[lesson]]
text_en = "Trade"
"""


def _case(vary: str = "0", talks: str = TALKS) -> Case:
    parts = {
        "dossier.toml": b'id = "d"\n',
        "actors.csv": b"id,name,kind\nA,Aland,state\nB,Borduria,state\n",
        "evidence.csv": EVIDENCE,
        "negotiations/talks.toml": talks.encode(),
        "games/reporting.toml": GAME.format(vary=vary).encode(),
    }
    return Case(dossier=decode(parts), today=dt.date(2020, 1, 1))


def _domain(seed: int, parties: int = 3) -> Domain:
    chance = np.random.default_rng(seed)
    sizes = (3, 2, 4)
    scores = [chance.integers(0, 10, (parties, size)) for size in sizes]
    return Domain(scores=scores, reservation=chance.integers(4, 14, parties).tolist())


@pytest.mark.parametrize("seed", range(25))
def test_the_properties_of_a_good_game_are_those_that_counting_all_packages_gives(seed: int) -> None:
    domain = _domain(seed)
    found = qualities(domain, (0, 0, 0))
    packages = list(itertools.product(*map(range, domain.sizes)))
    worth = {one: domain.utilities(one)[0] for one in packages}
    clear = [one for one in packages if (worth[one] >= domain.reservation).all()]
    assert found.share == pytest.approx(len(clear) / len(packages))
    best = [{one for one in packages if worth[one][party] == max(worth[two][party] for two in packages)} for party in range(3)]
    assert found.best == sum(bool(one & set(clear)) for one in best)
    spread = np.maximum(domain.highest - domain.lowest, 1e-12)
    frontier = [
        one for one in packages if not any((worth[two] >= worth[one]).all() and (worth[two] > worth[one]).any() for two in packages)
    ]
    middle = tuple(size // 2 for size in domain.sizes)
    assert found.middle == pytest.approx(min(math.dist(worth[one] / spread, worth[middle] / spread) for one in frontier))
    gains = [0]
    product = {one: np.prod(worth[one] - domain.disagreement) for one in frontier if one in clear}
    for nash in (one for one, value in product.items() if value >= max(product.values()) - 1e-9):
        steps = [domain.tables[i][:, nash[i]] - domain.tables[i][:, 0] for i in range(3)]
        gains.append(
            sum(
                bool(steps[i][a] > 0 > steps[k][a] and steps[i][b] < 0 < steps[k][b] and (steps[i] + steps[k])[[a, b]].min() > 0)
                for a, b in itertools.combinations(range(3), 2)
                for i, k in itertools.permutations(range(3), 2)
            )
        )
    assert found.trades == max(gains)
    expected = [
        name
        for name, fails in (
            ("best", found.best > 1.5), ("share", not 0.03 <= found.share <= 0.4), ("trades", found.trades < 3),
            ("middle", found.middle < 0.1),
        )
        if fails
    ]  # fmt: skip
    assert [one.id for one in found.fails()] == [f"game.fails-{name}" for name in expected]
    assert all(say(one, lang) for one in found.fails() for lang in LANGUAGES)


def test_a_game_that_does_not_vary_is_opened_with_the_points_of_its_file() -> None:
    case = _case()
    data = opening(case, "reporting", seed=4)
    _, talks = find_game(case)
    assert (data["scores"], data["floors"]) == points_of(talks)[1:]
    assert [data[name] for name in ("game", "minutes", "session", "status_quo", "seed")] == ["reporting", 30, "rehearsal", [0, 0, 1], 4]
    assert data["sides"][0]["public_en"] == "Seen by all"
    assert data["briefs"] == {"us": {"fr": "For us alone", "en": "For us alone"}}
    assert data["reveal"] == [{"date": "2019-06-01", "fr": "They signed", "en": "They signed"}]
    entries, state = play_through(data, {"us": "even", "them": "even"})
    assert state.settings["scores"] == data["scores"]
    assert entries[-1].kind == "revealed"


def test_a_real_session_holds_no_points() -> None:
    for data in (opening(_case(), "reporting", seed=1, session="real"), opening(_case(), seed=1, session="real", negotiation="talks")):
        assert {"scores", "floors", "briefs", "reveal", "lessons"}.isdisjoint(data)
        assert [one["id"] for one in data["sides"]] == ["us", "them"]


def test_what_makes_no_good_game_is_named_before_it_is_opened() -> None:
    with pytest.raises(NotAvailable) as said:
        opening(_case("0.2"), "reporting", seed=1)
    for lang in LANGUAGES:
        assert "1" in say(said.value.message, lang)
    assert said.value.message.id == "game.no-draw"
    with pytest.raises(NotAvailable) as said:
        opening(_case(talks=TALKS.replace("value = 40", "value = 5000")), "reporting", seed=1)
    assert said.value.message.id == "game.floor-out-of-reach"


def test_points_stay_within_their_shares_and_are_the_same_for_a_seed() -> None:
    chance = np.random.default_rng(5)
    names = ["a", "b", "c"]
    for _ in range(200):
        scores = {name: [chance.integers(0, 40, 4).tolist() for _ in range(4)] for name in names}
        floors = {name: int(0.45 * sum(map(max, rows))) for name, rows in scores.items()}
        try:
            found = varied(names, scores, floors, (0, 0, 0, 0), 0.2, 9)
        except NotAvailable:
            continue
        break
    assert found == varied(names, scores, floors, (0, 0, 0, 0), 0.2, 9)
    assert found != varied(names, scores, floors, (0, 0, 0, 0), 0.2, 10)
    for name in names:
        for old, new in zip(itertools.chain(*scores[name]), itertools.chain(*found[name]), strict=True):
            assert 0.8 * old - 0.5 <= new <= 1.2 * old + 0.5
    domain = Domain(scores=[[found[name][i] for name in names] for i in range(4)], reservation=[floors[name] for name in names])
    assert not list(qualities(domain, (0, 0, 0, 0)).fails())
