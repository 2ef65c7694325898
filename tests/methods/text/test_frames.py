"""Frames: planted wording read, shares that hold the truth, models through JSON, refusals that say how many examples are needed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.text.frames import Frame, FrameReader, frame_shares, learn, lessons
from legation.methods.text.frames.shares import _likeliest

OF = {
    "war": ["attack", "aggression", "weapon", "enemy", "strike", "hostile", "army", "battlefield", "guerre", "offensive"],
    "crime": ["police", "theft", "gang", "arrest", "fraud", "criminal", "court", "victim", "ransom", "prosecutor"],
    "market": ["trade", "growth", "invest", "price", "innovation", "startup", "export", "jobs", "commerce", "market"],
}
PLAIN = [
    "the",
    "state",
    "said",
    "today",
    "that",
    "it",
    "has",
    "met",
    "others",
    "about",
    "many",
    "things",
    "and",
    "would",
    "meet",
    "again",
    "next",
    "week",
    "with",
    "all",
    "of",
    "them",
]


def texts(rng, kind: str | None, size: int, *, noise: float = 0.1) -> tuple[str, ...]:
    """Return texts of a frame (two of twelve words tell it) or of none; some carry a word of another frame."""
    found = []
    for _ in range(size):
        words = list(rng.choice(PLAIN, 10))
        words += list(rng.choice(OF[kind], 2)) if kind else list(rng.choice(PLAIN, 2))
        if rng.random() < noise:
            words.append(rng.choice(OF[rng.choice([name for name in OF if name != kind])]))
        found.append(" ".join(rng.permutation(words)))
    return tuple(found)


RNG = np.random.default_rng(0)
FRAMES = [Frame(name=name, examples=texts(RNG, name, 30), counter_examples=texts(RNG, None, 15)) for name in ("war", "crime")]
READER = learn(FRAMES)


def test_skill_is_counted_on_texts_held_out() -> None:
    rng = np.random.default_rng(1)
    fresh, truth = texts(rng, "war", 100) + texts(rng, None, 100), np.repeat([True, False], 100)
    read = READER.read(fresh)[:, 0] == 1
    f1 = 2 * (read & truth).sum() / (read.sum() + truth.sum())
    skill = READER.skill[0]
    assert abs(f1 - skill.f1) < 0.15 and skill.f1 > 0.7 and skill.brier < skill.brier_of_share and skill.calibration_error < 0.2
    assert (skill.examples, skill.others) == (30, 60) and sum(skill.read[0]) == 30 and sum(skill.read[1]) == 60


def test_names_without_meaning_are_not_learnt() -> None:
    """Examples that differ by chance alone: the skill says so, and no share is given."""
    rng = np.random.default_rng(2)
    reader = learn([Frame(name="nothing", examples=texts(rng, None, 40), counter_examples=texts(rng, None, 40))])
    assert reader.skill[0].f1 < 0.6 and reader.skill[0].calibration_error < 0.25
    assert frame_shares(reader, texts(rng, None, 50))[0].share is None


def test_shares_hold_the_truth() -> None:
    rng = np.random.default_rng(3)
    for true in (0.1, 0.5):
        mixed = texts(rng, "war", int(200 * true)) + texts(rng, None, int(200 * (1 - true)))
        war, crime = frame_shares(READER, mixed)
        assert war.low <= true <= war.high and war.high - war.low < 0.4 and crime.low < 0.06 and war.texts == 200
    whole = frame_shares(READER, mixed, together=["one"] * 200)[0]
    assert whole.share == war.share and whole.low <= war.share <= whole.high


def test_the_correction_with_two_ways_is_that_of_rogan_and_gladen() -> None:
    chance = np.array([[[0.8, 0.0, 0.2], [0.1, 0.0, 0.9]]])
    assert _likeliest(np.array([[0.38, 0.0, 0.62]]), chance) == pytest.approx([(0.38 - 0.1) / 0.7], abs=1e-6)
    assert _likeliest(np.array([[0.05, 0.0, 0.95]]), chance) == pytest.approx([0.0], abs=1e-6)


def test_through_json_it_reads_the_same() -> None:
    again = FrameReader.from_written(json.loads(json.dumps(READER.written(), allow_nan=False)))
    some = texts(np.random.default_rng(4), "crime", 10)
    assert np.array_equal(again.chances(some), READER.chances(some)) and again.skill == READER.skill
    assert json.dumps(learn(FRAMES).written()) == json.dumps(READER.written())


def test_order_of_frames_orders_the_reader_only() -> None:
    other = learn(FRAMES[::-1])
    some = texts(np.random.default_rng(5), "war", 10)
    assert other.names == ("crime", "war") and other.chances(some)[:, ::-1] == pytest.approx(READER.chances(some), abs=0.15)


def test_vectors_from_elsewhere_alone_can_tell() -> None:
    """Texts of one wording, parted only by their vectors."""
    rng = np.random.default_rng(6)
    frame = Frame(
        name="v", examples=tuple(f"same words {n}" for n in range(20)), counter_examples=tuple(f"same words {n}" for n in range(20, 40))
    )
    side = np.repeat([1.0, -1.0], 20)[:, None]
    vectors = side + 0.3 * rng.normal(size=(40, 8))
    assert len(lessons([frame]).texts) == 40
    reader = learn([frame], vectors=vectors)
    assert reader.skill[0].f1 > 0.9 and reader.read(["same words"] * 2, [[1.0] * 8, [-1.0] * 8]).ravel().tolist() == [1, -1]
    with pytest.raises(BadValue, match="vectors: needed is one of 8 numbers"):
        reader.chances(["same words"])
    with pytest.raises(BadValue, match=r"vectors must be 8 numbers \(got 3"):
        reader.chances(["same words"], [[1, 2, 3]])


def test_a_text_in_two_frames_and_copies() -> None:
    both = ("shared  Text",)
    one = Frame(name="a", examples=tuple(f"a {n}" for n in range(8)) + both)
    two = Frame(name="b", examples=(*(f"b {n}" for n in range(8)), "shared text"))
    given = lessons([one, two])
    assert len(given.texts) == 17 and given.is_frame[8] == (True, True)


def test_no_texts() -> None:
    assert READER.chances([]).shape == (0, 2) and frame_shares(READER, [])[0].share is None


EIGHT = tuple("abcdefgh")


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: learn([Frame(name="x", examples=("a", "b", "A "), counter_examples=EIGHT[3:])]),
            "needed are 8 .* (got|found) 2 and 5.?; add 6 and 3",
        ),
        (lambda: learn([]), "one or more of different names"),
        (lambda: learn([Frame(name="x", examples=EIGHT)] * 2), "name each once"),
        (lambda: lessons([Frame(name="x", examples=EIGHT, counter_examples=("A",))]), "'a' is also a counter-example"),
        (lambda: lessons([Frame(name="x", examples=("  ",))]), "got an empty one"),
        (lambda: learn(FRAMES, sure=0.4), "sure, strength, seed"),
        (lambda: learn(FRAMES, vectors=[[1.0]]), "a finite row for each of"),
        (lambda: READER.read("text"), "a list of texts"),
        (lambda: FrameReader.from_written({}), "make 1"),
        (lambda: FrameReader.from_written({**READER.written(), "bias": [1]}), "do not fit"),
        (lambda: FrameReader.from_written({**READER.written(), "bias": "x"}), "make 1"),
        (lambda: FrameReader.from_written({**READER.written(), "bias": [None, 1.0]}), "finite numbers"),
        (lambda: frame_shares(READER, ["a"], together=[]), "together must be one for each"),
        (lambda: frame_shares(READER, ["a"], draws=1), "draws, seed"),
    ],
)
def test_bad_input(call, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        call()
