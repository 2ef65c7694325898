"""A quotation is found where it stands, again after typography and small changes, and nothing that is not like it is found."""

from __future__ import annotations

import itertools
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.sources.capture import anchor, highlighted, locate
from legation.sources.capture.near_text import fold
from legation.sources.capture.quote import QUOTE_LIMIT, best_end

TEXT = (
    "Report of the Group. States should not knowingly allow their territory to be used for internationally wrongful acts using ICTs. "
    "The Group notes the view of some States. States should consider how best to cooperate, and report in 2021."
)
SIGNS = st.sampled_from("abcé E.,-–’'\"«»“” \n\t\xa0\u202f\xadﬁ…!?\u0301\u200b\U0001f600語")
FOLDABLE = st.text(SIGNS, max_size=60)


def slow_distances(pattern: str, text: str) -> list[int]:
    """The textbook table: edits from the pattern to the best part of the text that ends at each place."""
    above = [0] * (len(text) + 1)
    for row, sign in enumerate(pattern, start=1):
        here = [row]
        for at, other in enumerate(text, start=1):
            here.append(min(above[at] + 1, here[-1] + 1, above[at - 1] + (sign != other)))
        above = here
    return above


@given(st.text("abc", min_size=1, max_size=12), st.text("abcd", max_size=30))
def test_the_fast_edit_distance_is_the_textbook_one(pattern, text):
    end, distance = best_end(pattern, text)

    slow = slow_distances(pattern, text)
    assert distance == min(slow)
    assert slow[end] == distance
    assert end == slow.index(distance)


@given(st.text("ab ", min_size=70, max_size=90), st.text("ab ", max_size=120))
def test_long_patterns_carry_over_from_word_to_word(pattern, text):
    end, distance = best_end(pattern, text)

    assert (distance, end) == min((d, at) for at, d in enumerate(slow_distances(pattern, text)))


@given(FOLDABLE)
def test_folding_twice_is_folding_once_and_places_are_in_order(text):
    folded = fold(text)

    assert len(folded.start) == len(folded.stop) == len(folded.text)
    assert all(0 <= a < b <= len(text) for a, b in zip(folded.start, folded.stop, strict=True))
    assert list(folded.start) == sorted(folded.start)
    assert "  " not in folded.text
    assert folded.text == folded.text.strip(" ")
    again = fold(folded.text).text
    assert fold(again).text == again


@pytest.mark.parametrize(
    "one, other",
    [
        ("l’État", "l'État"),
        ("“norms”", '"norms"'),
        ("« normes »", '"normes"'),
        ("cyber–security", "cyber-security"),
        ("inter-\nnational law", "international law"),
        ("inter\xad\nnational", "international"),
        ("E\u0301tat", "État"),
        ("ﬁnal eﬀect…", "final effect..."),
        ("a\xa0b\u202f;\n\n c", "a b; c"),
        ("zero\u200bwidth", "zerowidth"),
        ("Vraiment\u202f?", "Vraiment?"),
    ],
)
def test_what_only_typography_changes_is_the_same(one, other):
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize("one, other", [("États", "Etats"), ("state", "State"), ("resign", "re-sign"), ("may", "shall"), ("A B", "AB")])
def test_what_a_reader_calls_a_difference_stays_one(one, other):
    assert fold(one).text != fold(other).text


@given(st.data())
def test_any_part_of_a_text_is_found_again(data):
    text = data.draw(st.text(SIGNS, min_size=1, max_size=80))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = anchor(text, text[start:end])

    words = fold(text[start:end]).text
    if words and words in fold(text).text:
        assert found is not None
        assert found.is_exact
    if found is not None:
        assert text[found.start : found.end] == found.exact
        assert text.startswith(found.prefix, found.start - len(found.prefix))
        assert text.startswith(found.suffix, found.end)


def test_a_typed_quotation_is_found_in_typeset_text():
    text = "Avant. « Les États devraient, dans l’esprit de la paix inter-\nnationale, coopérer\u202f; » Après."
    found = anchor(text, "Les États devraient, dans l'esprit de la paix internationale, coopérer;")

    assert found is not None
    assert found.is_exact
    assert text[found.start : found.end].startswith("Les États")
    assert text[found.start : found.end].endswith("coopérer\u202f;")


def test_quotation_marks_round_the_quotation_do_not_count():
    assert anchor(TEXT, "« The Group notes the view »").exact == "The Group notes the view"


def test_accents_in_two_pieces_keep_their_place():
    text = unicodedata.normalize("NFD", "Des États réunis à Genève ont décidé.")
    found = anchor(text, "réunis à Genève")

    assert unicodedata.normalize("NFC", found.exact) == "réunis à Genève"


def test_whole_words_come_first():
    assert anchor("statement by a state", "state").start == 15
    assert anchor("a statement", "state").start == 2


@pytest.mark.parametrize(
    "quote, words",
    [
        (
            "States should not knowingly permit their territory to be used for internationally wrongful acts",
            "States should not knowingly allow",
        ),
        ("States shoud not knowingly alow their teritory to be used", "States should not knowingly allow"),
        ("STATES should consider how best to co-operate and report in 2021", "States should consider"),
    ],
)
def test_a_changed_quotation_is_found_and_said_to_be_changed(quote, words):
    found = anchor(TEXT, quote)

    assert found.exact.startswith(words)
    assert 0.8 <= found.similarity < 1
    assert not found.is_exact
    assert anchor(TEXT, quote, least=1) is None


@pytest.mark.parametrize(
    "quote", ["", "   ", "\u200b", "not there", "The moon is made of green cheese and nobody here denies it", "x" * (QUOTE_LIMIT + 1)]
)
def test_what_is_not_there_is_not_found(quote):
    assert anchor(TEXT, quote) is None
    assert anchor("", quote) is None


@given(st.integers(0, 10**6))
def test_within_the_stated_bound_a_changed_quotation_is_surely_found(seed):
    rng = random.Random(seed)
    words = ["".join(rng.choices("abcdefghijklmnop", k=rng.randint(3, 9))) for _ in range(600)]
    text = " ".join(words)
    start = rng.randrange(0, len(text) - 400)
    quote = list(fold(text[start : start + 320]).text)
    for _ in range(len(quote) // 8 - 1):
        at = rng.randrange(len(quote))
        quote[at : at + 1] = rng.choice(["", "Z", quote[at] + "Z"])
    found = anchor(text, "".join(quote), least=0.8)

    assert found is not None
    assert abs(found.start - start) <= 41
    assert found.similarity >= 0.8


def test_a_moved_text_is_located_by_its_words_and_context():
    text = "One: they agreed. Two: they agreed. Three: they agreed."
    second = anchor(text[18:], "they agreed")
    old = locate(text, second)

    assert text[old.start - 5 : old.start] == "Two: "
    longer = "A new paragraph that stands before everything else.\n" + text
    assert longer[: locate(longer, old).start].endswith("Two: ")


def test_an_anchor_stays_when_the_text_does():
    old = anchor(TEXT, "The Group notes")

    assert locate(TEXT, old) is old


def test_an_anchor_survives_a_small_change_and_is_gone_after_a_large_one():
    old = anchor(TEXT, "States should consider how best to cooperate")
    new = locate(TEXT.replace("consider how best", "examine how best"), old)

    assert new.exact == "States should examine how best to cooperate"
    assert not new.is_exact
    assert locate("Something else altogether, on another matter and by another hand.", old) is None


@pytest.mark.parametrize(
    "text, quote, found",
    [
        ("a" * 300_000, "a" * 4000 + "b" * 400, (0, 4000, 4000 / 4400)),
        ("a " * 150_000, "a " * 2000 + "b" * 400, (0, 4000, 4000 / 4400)),
        (" " * 300_000, " " * 4000, None),
        ("a-\n" * 100_000, "z" * 9000, None),
        ("«" * 300_000, "»" * 5000, (0, 5000, 1.0)),
    ],
)
def test_texts_made_to_be_slow_come_to_an_end(text, quote, found):
    place = anchor(text, quote)

    assert (place and (place.start, place.end, pytest.approx(place.similarity))) == found


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=6))
def test_highlighting_changes_nothing_and_marks_what_the_spans_cover(text, spans):
    segments = highlighted(text, spans)

    assert "".join(s.text for s in segments) == text
    assert all(s.text for s in segments)
    assert all(a.marked != b.marked for a, b in itertools.pairwise(segments))
    marks = [s.marked for s in segments for _ in s.text]
    assert marks == [any(start <= at < end for start, end in spans) for at in range(len(text))]
