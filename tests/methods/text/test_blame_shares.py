"""Shares of blame: corrected by hand, with intervals that hold the truth, by items, and a desk's own check."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.text.blame import (
    FEWEST,
    TARGETS,
    TEMPLATE,
    Blame,
    Confusion,
    Told,
    blame_shares,
    blame_shift,
    checked,
    confusion_of,
    corrected,
    first_movers,
    language_of,
    own_confusion,
    sentences,
)

ATTACKER, STATE, FIRM, VENDOR = TARGETS[:4]


def told(*targets: str, **values: str) -> Told:
    return Told(blamed=targets, **values)


def exact(seen: int = 1000) -> Confusion:
    return Confusion(read=np.eye(8, 9) * seen, spurious=np.zeros(8), sentences=seen)


def test_a_reader_that_errs_is_corrected_by_its_errors() -> None:
    """By hand: of 100 firms blamed 80 are read as firm and 20 as vendor; 40 blames of vendors are all read right."""
    read = np.eye(8, 9) * 1e9
    read[2] = 0
    read[2, 2], read[2, 3] = 0.8e9, 0.2e9
    found = corrected([0, 0, 0.80, 0.60, 0, 0, 0, 0], Confusion(read=read, spurious=np.zeros(8), sentences=100))

    assert found.round(4).tolist() == [0, 0, 1.0, 0.4, 0, 0, 0, 0]


def test_what_is_read_where_nothing_is_said_is_taken_off() -> None:
    noise = Confusion(read=np.eye(8, 9) * 1e9, spurious=np.array([10.0, 0, 0, 0, 0, 0, 0, 0]), sentences=100)

    assert corrected([0.3, 0, 0, 0, 0, 0, 0, 0], noise)[0] == pytest.approx(0.2, abs=1e-4)


@given(st.lists(st.floats(0, 2), min_size=8, max_size=8))
def test_corrected_rates_are_never_negative(rate: list[float]) -> None:
    found = corrected(rate, own_confusion())

    assert np.isfinite(found).all() and (found >= 0).all()


def test_shares_sum_to_one_and_lie_in_their_intervals() -> None:
    shares = blame_shares([told(ATTACKER)] * 20 + [told(FIRM, VENDOR)] * 10 + [told()] * 20)

    assert shares.share is not None and shares.low is not None and shares.high is not None
    assert shares.share.sum() == pytest.approx(1)
    assert (shares.low <= shares.share).all() and (shares.share <= shares.high).all()
    assert (shares.high > shares.low).all(), "what was never read is not surely absent"
    assert (shares.sentences, shares.blaming) == (50, 30)


def test_the_interval_holds_the_truth_most_of_the_time() -> None:
    """Blames are made by known shares and misread by the known confusion; the 95 % interval of the attackers is asked for the truth."""
    rng = np.random.default_rng(4)
    truth = np.array([0.5, 0, 0.3, 0.2, 0, 0, 0, 0])
    mistakes = own_confusion()
    chance = mistakes.read / mistakes.read.sum(axis=1, keepdims=True)
    held = 0
    for seed in range(30):
        read = [rng.choice(9, p=chance[t]) for t in rng.choice(8, size=150, p=truth)]
        noise = rng.random((150, 8)) < mistakes.spurious / mistakes.sentences
        made = [
            told(*dict.fromkeys([*([TARGETS[r]] if r < 8 else []), *(TARGETS[i] for i in np.flatnonzero(n))]))
            for r, n in zip(read, noise, strict=True)
        ]
        shares = blame_shares(made, seed=seed)
        assert shares.low is not None and shares.high is not None
        held += shares.low[0] <= truth[0] <= shares.high[0]
    assert held >= 26


def test_few_blames_give_no_number() -> None:
    shares = blame_shares([told(FIRM)] * (FEWEST - 1) + [told()] * 50)

    assert (shares.share, shares.low, shares.high, shares.draws) == (None, None, None, None)
    assert blame_shift(shares, shares) is None
    assert blame_shares([]).abstained_high == 1.0


def test_sentences_of_one_item_are_not_independent() -> None:
    apart = blame_shares([told(ATTACKER)] * 40 + [told(FIRM)] * 40)
    joined = blame_shares([told(ATTACKER, item=f"a{i // 10}") for i in range(40)] + [told(FIRM, item=f"b{i // 10}") for i in range(40)])

    def width(shares: object) -> float:
        return float(shares.high[0] - shares.low[0])  # type: ignore[attr-defined]

    assert width(joined) > 1.3 * width(apart)


def test_order_changes_no_share_and_the_same_seed_gives_the_same_bytes() -> None:
    some = [told(ATTACKER)] * 12 + [told(FIRM)] * 12
    first, again, turned = blame_shares(some), blame_shares(some), blame_shares(some[::-1])

    assert first.share is not None and again.low is not None and first.low is not None and turned.share is not None
    assert first.low.tolist() == again.low.tolist()
    assert turned.share == pytest.approx(first.share)


def test_a_shift_is_after_minus_before() -> None:
    before, after = blame_shares([told(FIRM)] * 60, mistakes=exact()), blame_shares([told(ATTACKER)] * 60, mistakes=exact())
    shift, back = blame_shift(before, after), blame_shift(after, before)

    assert shift is not None and back is not None
    assert shift.index == pytest.approx(1, abs=0.01) and shift.low > 0.7
    assert back.index == pytest.approx(-shift.index)
    with pytest.raises(BadValue, match="codebook"):
        blame_shift(before, after, "hackers")


def test_first_movers_share_a_day_and_leave_out_what_has_none() -> None:
    some = [
        told(STATE, day="2018-02-15", outlet="B"),
        told(STATE, day="2018-02-15", outlet="A"),
        told(STATE, outlet="C"),
        told(FIRM, day="2018-03-01", outlet="D"),
    ]

    assert first_movers(some) == {STATE: ("2018-02-15", ("A", "B")), FIRM: ("2018-03-01", ("D",))}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: blame_shares([told("hackers")] * 20), "attacker/hackers"),
        (lambda: blame_shares([told(FIRM)], draws=10), "100"),
        (lambda: corrected([1, 2], exact()), "8 numbers"),
        (lambda: corrected([-1] * 8, exact()), "none negative"),
        (lambda: corrected([float("nan")] * 8, exact()), "none negative"),
        (lambda: confusion_of([], []), "at least one"),
        (lambda: confusion_of([["x"]], [[]]), "codebook"),
        (lambda: checked([]), "template"),
        (lambda: checked([{"id": "1"}]), "lang"),
    ],
)
def test_bad_input_says_what_is_allowed(call: object, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        call()  # type: ignore[operator]


def test_the_confusion_pairs_equals_first() -> None:
    found = confusion_of([[FIRM, VENDOR], [ATTACKER], [STATE]], [[VENDOR, ATTACKER], [], [STATE, FIRM]])

    assert {(a, b): int(found.read[a, b]) for a, b in np.argwhere(found.read)} == {(2, 0): 1, (3, 3): 1, (0, 8): 1, (1, 1): 1}
    assert found.spurious.tolist() == [0, 0, 1, 0, 0, 0, 0, 0]


def test_a_desk_sees_its_own_accuracy() -> None:
    own = [
        {"id": "1", "lang": "en", "sentence": "a", "holder": "X", "target": FIRM, "cause": "negligence", "stance": "blames"},
        {"id": "1", "lang": "en", "sentence": "a", "holder": "", "target": ATTACKER, "cause": "malice", "stance": "blames"},
        {"id": "2", "lang": "en", "sentence": "b", "holder": "", "target": "", "cause": "", "stance": ""},
    ]
    one = {"cause": "negligence", "stance": "blames", "start": 0, "end": 1}

    def reader(text: str, _: str) -> list[Blame]:
        return [Blame(holder="X", target=FIRM, **one), *([Blame(holder="Y", target=VENDOR, **one)] if text == "b" else [])]

    result = checked(own, reader=reader)

    assert (result.sentences, result.rows, result.enough) == (2, 2, False)
    assert (result.precision.value, result.recall.value, result.f1.value) == (pytest.approx(1 / 3), 0.5, pytest.approx(0.4))
    assert (result.holder.value, result.cause.value, result.wrong) == (1.0, 1.0, ("a", "b"))
    assert result.mistakes.read[2, 2] == 1 and result.mistakes.spurious[3] == 1


def test_the_template_is_a_table_that_can_be_checked() -> None:
    assert checked(csv.DictReader(TEMPLATE.splitlines())).sentences == 3


def test_one_id_is_one_sentence() -> None:
    rows = list(csv.DictReader(TEMPLATE.splitlines()))
    with pytest.raises(BadValue, match="id of its own"):
        checked([*rows, {**rows[0], "sentence": "Another."}])


def test_a_text_is_divided_and_its_language_told() -> None:
    assert list(sentences("M. Dupont est parti. « Qui a volé ? » Personne !\n\nFin")) == [
        "M. Dupont est parti.",
        "« Qui a volé ? »",
        "Personne !",
        "Fin",
    ]
    assert language_of("Die Bank wurde von einer Bande beraubt.") is None
