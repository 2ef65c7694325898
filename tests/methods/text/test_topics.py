"""Topics: planted ones found and counted, noise flagged, the same bytes each time, bad input."""

from __future__ import annotations

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.text.topics import topics

WORDS = [
    [f"{stem}{end}" for end in ("a", "e", "i", "o", "u", "ar", "er", "ir", "or", "ur", "as", "es")] for stem in ("alph", "bet", "gamm")
]
COMMON = [f"plain{end}" for end in "abcdefghijklmnopqrstuvwxyz"]


def planted(seed: int, sizes: tuple[int, ...]) -> tuple[list[str], list[int]]:
    """Return texts, each with eight words of one topic and six plain ones, and the topic of each."""
    rng = np.random.default_rng(seed)
    of = [at for at, size in enumerate(sizes) for _ in range(size)]
    order = rng.permutation(len(of))
    return [" ".join([*rng.choice(WORDS[of[at]], 8), *rng.choice(COMMON, 6)]) for at in order], [of[at] for at in order]


TEXTS, OF = planted(0, (80, 60, 40))
FOUND = topics(TEXTS, number=(2, 3, 5), periods=["b" if at % 2 else "a" for at in range(180)], runs=3)


def test_planted_topics_are_found_and_are_firm() -> None:
    assert len(FOUND.topics) == 3 and FOUND.chosen and all(one.stable for one in FOUND.topics) and FOUND.converged
    for topic, stem in zip(FOUND.topics, ("alph", "bet", "gamm"), strict=True):
        assert sum(word.startswith(stem) for word in topic.terms) >= 9
    assert [one.share for one in FOUND.topics] == sorted((one.share for one in FOUND.topics), reverse=True)
    assert (FOUND.by_text.argmax(axis=1) == np.array(OF)).mean() > 0.95 and FOUND.by_text.sum(axis=1) == pytest.approx(1)
    assert dict(FOUND.tried)[3] > dict(FOUND.tried)[5]


def test_shares_by_period_hold_their_truth() -> None:
    shares = FOUND.by_period
    assert shares.periods == ("a", "b") and shares.texts.tolist() == [90, 90] and shares.share.sum(axis=1) == pytest.approx(1)
    assert (shares.low <= shares.share).all() and (shares.share <= shares.high).all()
    for period, rows in enumerate((range(0, 180, 2), range(1, 180, 2))):
        assert shares.share[period] == pytest.approx(FOUND.by_text[list(rows)].mean(axis=0))


def test_topics_of_noise_are_flagged() -> None:
    rng = np.random.default_rng(1)
    found = topics([" ".join(rng.choice(COMMON, 12)) for _ in range(80)], number=6, runs=2)
    assert sum(one.stable for one in found.topics) <= 2 and not found.chosen


def test_the_same_texts_give_the_same_topics() -> None:
    again = topics(TEXTS, number=3, runs=3)
    assert again.topics == FOUND.topics and np.array_equal(again.by_text, FOUND.by_text) and again.tried[0] == FOUND.tried[1]


def test_texts_without_words_and_words_left_out() -> None:
    told: list[tuple[int, int]] = []
    found = topics([*TEXTS, "", "??"], number=3, leave_out=["Alpha"], runs=2, progress=lambda done, total: told.append((done, total)))
    assert found.left_out == (180, 181) and np.isnan(found.by_text[180:]).all() and told == [(1, 1)]
    assert not any("alpha" in one.terms for one in found.topics)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: topics(TEXTS[:29]), "30 or more texts .got 29"),
        (lambda: topics("text" * 40), "a list of 30"),
        (lambda: topics(TEXTS, number=1), "number, runs, seed"),
        (lambda: topics(TEXTS, number=[]), "number, runs, seed"),
        (lambda: topics(TEXTS, number=90), "number must be up to"),
        (lambda: topics(TEXTS, periods=["a"]), "periods must be one for each"),
        (lambda: topics([f"word{'x' * at}" for at in range(40)]), "stand in two or more texts"),
        (lambda: topics(["one two"] * 15 + ["six ten"] * 15, number=4), "number must be up to 3"),
    ],
)
def test_bad_input(call, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        call()
