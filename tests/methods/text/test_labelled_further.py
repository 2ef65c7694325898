"""The further training texts, coded by their author alone: whole, in both languages, and none of them twice."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from legation.methods.text.blame import CAUSES, STANCES, TARGETS
from legation.methods.text.diplomacy import label_of

LABELLED = Path(__file__).parents[3] / "labelled"


def rows(name: str) -> list[dict[str, str]]:
    path = LABELLED / f"{name}.csv"
    if not path.is_file():
        pytest.skip("the labelled texts are not there")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("texts", "part"), [("blame/sentences", 2), ("blame/sentences", 3), ("diplomacy/texts", 2), ("diplomacy/texts", 3)]
)
def test_texts_are_half_french_and_none_stands_in_the_coded_part(texts: str, part: int) -> None:
    further, coded = rows(f"{texts}-train-{part}"), rows(f"{texts}-train")
    languages = Counter(row["lang"] for row in further)

    assert len(further) >= 400 and abs(languages["en"] - languages["fr"]) <= 0.1 * len(further)
    assert len({row["text"] for row in further} | {row["text"] for row in coded}) == len(further) + len(coded)
    assert all(row["text"].strip() == row["text"] and row["text"] for row in further)


@pytest.mark.parametrize("part", [2, 3])
def test_codes_of_blame_are_those_of_the_codebook_and_spans_lie_in_their_sentence(part: int) -> None:
    sentences = {row["id"]: row["text"] for row in rows(f"blame/sentences-train-{part}")}
    codes = rows(f"blame/author-train-{part}")

    assert {row["target"] for row in codes} == set(TARGETS) and {row["stance"] for row in codes} == set(STANCES)
    assert {row["cause"] for row in codes} == set(CAUSES)
    for row in codes:
        assert 0 <= int(row["start"]) < int(row["end"]) <= len(sentences[row["id"]])
        assert row["holder"] == "author" or row["holder"] in sentences[row["id"]]


@pytest.mark.parametrize(("part", "contradicted"), [("train-2", 80), ("train-3", 10)])
def test_answers_on_diplomacy_give_the_label_and_words_stand_in_the_text(part: str, contradicted: int) -> None:
    texts = {row["id"]: row for row in rows(f"diplomacy/texts-{part}")}

    for row in rows(f"diplomacy/author-{part}"):
        assert label_of(row["diplomacy"], row["means"], row["object"]) == row["label"]  # type: ignore[arg-type]
        for test in ("diplomacy", "means", "object"):
            words = row[f"words_{test}"]
            assert (row[test] == "no") == (not words) or row[test] == "unclear"
            assert all(piece in texts[row["id"]]["text"] for piece in words.split(" | "))
    french = [row for row in texts.values() if row["lang"] == "fr" and row["official_contradiction"] == "1"]
    assert len(french) >= contradicted
