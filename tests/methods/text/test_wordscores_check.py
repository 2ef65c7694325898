"""Reference texts left out in turn: the same as running Wordscores without each, and chance told from what words tell."""

from __future__ import annotations

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.text.scaling import left_out, wordscores


def table(seed: int = 3, n: int = 24, m: int = 120, slope: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Counts of texts whose words follow their place [0-100], and the places."""
    draw = np.random.default_rng(seed)
    true = np.linspace(0, 100, n)
    return draw.poisson(np.exp(0.7 + slope * np.outer(true / 50 - 1, draw.normal(0, 0.5, m)))), true


@pytest.mark.parametrize("rescale", ["lbg", "mv", "none"])
def test_each_is_placed_as_wordscores_places_it_without_its_score(rescale: str) -> None:
    counted, true = table()
    given = {row: float(true[row]) for row in range(0, 24, 3)}
    found = left_out(counted, given, rescale=rescale, draws=5)  # type: ignore[arg-type]

    assert found.rows.tolist() == sorted(given)
    for at, row in enumerate(found.rows.tolist()):
        others = {other: score for other, score in given.items() if other != row}
        alone = wordscores(counted, others, rescale=rescale)  # type: ignore[arg-type]
        assert found.placed[at] == pytest.approx(alone.score[row])
        assert found.error[at] == pytest.approx(alone.score_error[row])
        assert found.mean[at] == pytest.approx(np.mean(list(others.values())))
        assert found.median[at] == pytest.approx(np.median(list(others.values())))
    assert found.mean_error == pytest.approx(np.abs(found.placed - found.known).mean())
    unread = [np.abs(one - found.known).mean() for one in (found.mean, found.median)]
    assert found.mean_error_unread == pytest.approx(min(unread))


@pytest.mark.parametrize("step", [1, 50])
@pytest.mark.parametrize("rescale", ["lbg", "mv", "none"])
def test_chance_is_the_share_of_deals_that_a_plain_loop_finds(rescale: str, step: int) -> None:
    counted, true = table(slope=0.15)
    rows = list(range(0, 24, 4))
    known, draws, seed = np.round(true[rows] / step) * step, 19, 7
    draw = np.random.default_rng(seed)
    deals = [known, *(draw.permutation(known) for _ in range(draws))]
    errors = []
    for deal in deals:
        gaps = []
        for at, row in enumerate(rows):
            others = {rows[k]: float(deal[k]) for k in range(len(rows)) if k != at}
            gaps.append(abs(np.clip(wordscores(counted, others, rescale=rescale).score[row], 0, 100) - deal[at]))  # type: ignore[arg-type]
        errors.append(np.mean(gaps))
    given = dict(zip(rows, known.tolist(), strict=True))
    found = left_out(counted, given, rescale=rescale, within=(0, 100), draws=draws, seed=seed)  # type: ignore[arg-type]

    assert found.chance == pytest.approx(np.mean(np.array(errors) <= errors[0] + 1e-9))
    assert found.mean_error == pytest.approx(errors[0])


def test_words_that_follow_the_scores_pass_and_words_that_do_not_fail() -> None:
    counted, true = table()
    given = {row: float(true[row]) for row in range(0, 24, 2)}
    told = left_out(counted, given, within=(0, 100))
    blind = left_out(np.random.default_rng(1).permutation(counted), given, within=(0, 100))

    assert told.mean_error < told.mean_error_unread / 2 and told.chance <= 0.01
    assert blind.mean_error > told.mean_error * 2 and blind.chance > 0.05


def test_chance_is_even_where_words_tell_nothing() -> None:
    chances = []
    for seed in range(40):
        counted, true = table(seed, n=16, m=40, slope=0.0)
        chances.append(left_out(counted, {row: float(true[row]) for row in range(8)}, within=(0, 100), draws=39, seed=seed).chance)

    assert np.mean(np.array(chances) <= 0.1) <= 0.25, "a check at 1 in 10 is passed by chance about that often"
    assert 0.3 < np.mean(chances) < 0.7


def test_what_one_would_say_unread_is_the_median_where_most_scores_are_equal() -> None:
    counted, _ = table()
    found = left_out(counted, dict.fromkeys(range(0, 16, 2), 10.0) | {20: 90.0, 22: 90.0}, within=(0, 100), draws=3)

    assert np.abs(found.mean - found.known).mean() == pytest.approx(28.4, abs=0.1)
    assert found.median.tolist() == [10.0] * 10
    assert found.mean_error_unread == pytest.approx(16.0), "words that err by 20 do worse than always saying 10"


def test_who_of_equal_ends_is_first_in_order_says_nothing() -> None:
    counted, _ = table()
    given = {2: 0.0, 5: 0.0, 8: 0.0, 15: 100.0, 18: 100.0, 21: 100.0}
    order = np.arange(24)[::-1]
    one = left_out(counted, given, rescale="mv", draws=3)
    other = left_out(counted[order], {23 - row: score for row, score in given.items()}, rescale="mv", draws=3)

    assert other.placed[::-1] == pytest.approx(one.placed)


def test_what_lies_beyond_the_scale_is_kept_beside_what_is_put_at_its_end() -> None:
    counted, true = table()
    given = {row: float(true[row]) for row in range(0, 24, 3)}
    free, held = left_out(counted, given), left_out(counted, given, within=(20, 80))

    assert ((free.placed < 20) | (free.placed > 80)).any()
    assert held.unclipped == pytest.approx(free.placed) and held.placed == pytest.approx(np.clip(free.placed, 20, 80))


def test_the_scale_turned_round_turns_the_placements_round() -> None:
    counted, true = table()
    given = {row: float(true[row]) for row in range(0, 24, 3)}
    one, other = left_out(counted, given), left_out(counted, {row: 100 - score for row, score in given.items()})

    assert other.placed == pytest.approx(100 - one.placed)
    assert other.mean_error == pytest.approx(one.mean_error)
    assert other.error == pytest.approx(one.error)


def test_where_the_others_agree_their_score_is_the_placement() -> None:
    counted, _ = table()
    found = left_out(counted, {0: 80.0, 5: 80.0, 10: 80.0, 20: 10.0}, draws=3)

    assert found.placed[3] == 80.0 and found.error[3] == 0.0


def test_a_text_without_a_word_of_the_others_is_not_placed_and_spoils_nothing() -> None:
    counted, true = table(m=60)
    counted = np.column_stack([counted, np.zeros(24, int)])
    counted[6] = 0
    counted[6, -1] = 50
    found = left_out(counted, {row: float(true[row]) for row in (0, 3, 6, 12, 20)}, draws=9)

    assert np.isnan(found.placed[2]) and not np.isnan(np.delete(found.placed, 2)).any()
    assert np.isfinite([found.mean_error, found.mean_error_unread, found.model_error, found.chance]).all()


def test_placements_stay_within_the_scale_and_the_model_error_is_what_words_leave() -> None:
    counted, true = table()
    given = {row: float(true[row]) for row in range(0, 24, 2)}
    found = left_out(counted, given, within=(0, 100))

    assert ((found.placed >= 0) & (found.placed <= 100)).all()
    whole = np.mean((found.placed - found.known) ** 2)
    assert found.model_error**2 + np.mean(found.error**2) == pytest.approx(whole)


def test_nothing_given_is_changed_and_the_same_seed_gives_the_same() -> None:
    counted, true = table()
    before = counted.copy()
    given = {row: float(true[row]) for row in range(0, 24, 4)}
    steps: list[tuple[int, int]] = []
    one = left_out(counted, given, seed=4, progress=lambda done, total: steps.append((done, total)))
    other = left_out(counted, given, seed=4)

    assert (counted == before).all() and one.chance == other.chance
    assert steps == [(at + 1, 6) for at in range(6)]


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ({0: 0.0, 1: 50.0, 2: 100.0}, {}),
        ({0: 5.0, 1: 5.0, 2: 5.0, 3: 5.0}, {}),
        ({0: 0.0, 1: 50.0, 2: 100.0, 99: 3.0}, {}),
        ({0: 0.0, 1: 50.0, 2: 100.0, 3: float("inf")}, {}),
        ({0: 0.0, 1: 50.0, 2: 100.0, 3: 20.0}, {"within": (100, 0)}),
        ({0: 0.0, 1: 50.0, 2: 100.0, 3: 20.0}, {"draws": 0}),
        ({0: 0.0, 1: 50.0, 2: 100.0, 3: 20.0}, {"rescale": "other"}),
    ],
)
def test_bad_input_is_said(given: dict[int, float], options: dict[str, object]) -> None:
    with pytest.raises(BadValue, match=r"must be|at least two texts"):
        left_out(table()[0], given, **options)  # type: ignore[arg-type]
