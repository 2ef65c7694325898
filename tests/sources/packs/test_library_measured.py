"""Each game of the library is a good game: as in its file, and as most draws of its points are played."""

from __future__ import annotations

import pytest
from benchmarks.library import good, measured, piece, share_of_draws

from legation.dossier.models.negotiation import NEGOTIATION
from legation.questions.deals.negotiation.inputs import domain_of, valued

PIECES = ("library-disclosure", "library-climate-finance", "library-icann-accountability")


@pytest.mark.parametrize("name", PIECES)
def test_a_game_is_good_and_the_order_of_its_options_tells_nothing(name: str) -> None:
    game, domain, status_quo = piece(name)
    found = measured(domain, status_quo)

    assert found.is_good
    assert good(domain, status_quo)
    assert 0.05 <= found.share <= 0.2
    assert min(found.middle, found.first, found.last) >= 0.15
    for party in range(domain.parties):
        rising = [
            table[party].tolist() in (sorted(table[party]), sorted(table[party], reverse=True))
            for table in domain.tables
            if table.shape[1] > 2
        ]
        assert sum(rising) <= len(rising) / 2, "no party's points rise or fall along most issues"
    assert share_of_draws(domain, status_quo, game.vary, draws=20) >= 0.9


def test_the_example_of_the_record_is_no_good_game() -> None:
    from pathlib import Path

    path = Path(__file__).parents[3] / "examples/iana-transition-2014/negotiations/accountability-2015.toml"
    model = NEGOTIATION.read(path.read_bytes(), "negotiations/accountability-2015.toml")
    found = measured(domain_of(model, valued(model)[0]), tuple(one.names.index(model.status_quo[one.id]) for one in model.issues))

    assert not found.is_good
    assert (round(found.share, 2), found.best, found.middle) == (0.43, 5, 0)
