"""Likeness is the Jaccard similarity of runs of five words: exact on short texts, close to it on long ones."""

from __future__ import annotations

import random
import re
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.sources.capture import near, sketch
from legation.sources.capture.near_text import KEPT, resemblance

WORDS = ("states", "shall", "may", "consult", "the", "group", "on", "norms", "rules", "law")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=5, max_size=40).map(" ".join)


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def jaccard(one: str, other: str) -> float:
    a, b = runs(one), runs(other)
    return len(a & b) / len(a | b)


def long_text(rng: random.Random, count: int) -> list[str]:
    return ["".join(rng.choices("abcdefghij", k=6)) for _ in range(count)]


@given(SENTENCES, SENTENCES)
def test_short_texts_give_the_exact_share(one, other):
    assert resemblance(sketch(one), sketch(other)) == pytest.approx(jaccard(one, other))


@given(SENTENCES, SENTENCES)
def test_likeness_goes_both_ways_and_a_text_is_like_itself(one, other):
    assert resemblance(sketch(one), sketch(other)) == resemblance(sketch(other), sketch(one))
    assert resemblance(sketch(one), sketch(one)) == 1


@pytest.mark.parametrize("changed", [0, 200, 1000, 4000])
def test_long_texts_come_close_to_the_exact_share(changed):
    rng = random.Random(changed)
    words = long_text(rng, 20_000)
    other = list(words)
    for at in rng.sample(range(len(words)), changed):
        other[at] = "changed"
    exact = jaccard(" ".join(words), " ".join(other))

    assert len(sketch(" ".join(words))) == KEPT
    assert abs(resemblance(sketch(" ".join(words)), sketch(" ".join(other))) - exact) <= 5 * 0.5 / KEPT**0.5


def slow_hashes(words: list[str]) -> list[int]:
    """The stated hash, in Python's own whole numbers."""

    def mixed(value: int) -> int:
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
        value = (value ^ value >> 27) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
        return value ^ value >> 31

    found = []
    for at in range(len(words) - 4):
        value = 0
        for word in words[at : at + 5]:
            told = zlib.crc32(word.encode()) << 32 | zlib.adler32(word.encode())
            value = mixed((value * 0x9E3779B97F4A7C15 + told) & 0xFFFFFFFFFFFFFFFF)
        found.append(value)
    return sorted(set(found))


def test_a_sketch_is_the_same_everywhere():
    """Kept sketches must stay comparable: a change here makes the kept ones worthless."""
    text = "states shall consult each other in good faith"

    assert sketch(text.replace("other", "Other,")).tolist() == slow_hashes(text.split())


def test_typography_and_case_do_not_count():
    one = "L’État « hôte » consulte les autres États, de bonne foi."
    other = 'L\'ÉTAT "hôte" consulte   les autres états de bonne foi'

    assert resemblance(sketch(one), sketch(other)) == 1


def test_chinese_is_compared_sign_by_sign():
    one = "各国应本着诚意就使用信息通信技术问题相互协商并通报结果"
    assert 0.5 < resemblance(sketch(one), sketch(one.replace("诚意", "善意"))) < 1


def test_near_names_the_most_similar_first():
    rng = random.Random(4)
    words = long_text(rng, 300)
    text = " ".join(words)
    others = {
        "z-same": text,
        "a-same": text.upper(),
        "close": " ".join([*words[:280], *long_text(rng, 20)]),
        "far": " ".join([*words[:60], *long_text(rng, 240)]),
        "other": " ".join(long_text(rng, 300)),
        "empty": "",
        "kept": sketch(text),
    }
    found = near(text, others, threshold=0.7)

    assert [item.key for item in found] == ["a-same", "kept", "z-same", "close"]
    assert found[-1].similarity == pytest.approx(jaccard(text, others["close"]))
    assert near("", others) == ()
    assert near("!?", {"empty": ""}, threshold=0) == ()


def test_a_sketch_is_small_sorted_and_without_doubles():
    made = sketch("to be or not to be that is the question " * 500)

    assert made.dtype == np.uint64
    assert list(made) == sorted(set(made.tolist()))
