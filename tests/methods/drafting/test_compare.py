"""Two versions side by side; whose words survived; what was agreed before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.drafting import Adopted, Proposal, compare, nearest_adopted, parse, proposals, survived
from legation.methods.drafting.alignment import shared_runs, words
from legation.methods.drafting.provenance import Passages

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=40)


@given(WORDS, WORDS)
def test_shared_runs_are_shared_and_in_order(old, new) -> None:
    """Runs lie in both texts, in order, without overlap."""
    i = j = 0
    for a, b, n in shared_runs(old, new):
        assert n > 0
        assert a >= i and b >= j
        assert old[a : a + n] == new[b : b + n]
        i, j = a + n, b + n
    assert shared_runs(old, old) == ([(0, 0, len(old))] if old else [])


@given(WORDS, WORDS)
def test_changes_rebuild_both_versions(old, new) -> None:
    """Same and deleted words are the old version, same and inserted the new."""
    old, new = " ".join(old), " ".join(new)
    found = compare(old, new)
    for side, text in (("old", old), ("new", new)):
        spans = [getattr(change, side) for change in found.changes if getattr(change, side)]
        assert " ".join(text[a:b] for a, b in spans) == text
    for change in found.changes:
        if change.kind == "same":
            assert words(old[slice(*change.old)]).held == words(new[slice(*change.new)]).held
    for move in found.moves:
        assert old[slice(*move.old)] == new[slice(*move.new)]


def test_a_paragraph_that_moved() -> None:
    one, two, three = (
        "1. States shall report all incidents.",
        "2. The Chair reports every year to the committee.",
        "3. Decides to remain seized of it.",
    )
    old, new = "\n".join([one, two, three]), "\n".join([two, three, one])
    found = compare(old, new)
    moved = [(old[slice(*move.old)], new[slice(*move.new)]) for move in found.moves]
    assert moved == [(one[:-1], one[:-1])]  # each paragraph ends with the same full stop
    assert compare("", "").stable is None and compare(one, one).stable == 1.0 and compare(one, "").stable == 0.0


def test_a_long_rewritten_text_is_compared() -> None:
    """Where no word stands once, a long passage counts as rewritten."""
    found = compare("a b " * 2000, "b a c a " * 1000)
    assert found.stable is not None and 0 <= found.stable < 1


@given(st.lists(WORDS, max_size=4), WORDS, st.integers(1, 4))
def test_passages_are_the_longest_and_stand_where_it_says(texts, held, least) -> None:
    """Beside a search of every text: each passage is there, in the first text that has it, and no longer one ends with it."""
    found = Passages(texts).cover(held, least)

    def within(part) -> list[int]:
        return [n for n, t in enumerate(texts) if any(t[i : i + len(part)] == part for i in range(len(t)))]

    covered = set()
    for start, end, which, begins in found:
        part = held[start:end]
        assert texts[which][begins : begins + len(part)] == part and len(part) >= least
        assert which == within(part)[0]
        assert start == 0 or not within(held[start - 1 : end])
        covered.update(range(start, end))
    for end in range(len(held), 0, -1):
        if end - 1 not in covered and end - least >= 0 and not covered & set(range(end - least, end)):
            assert not within(held[end - least : end])


def test_words_are_credited_to_who_said_them_first() -> None:
    zero = Proposal((), "States may report incidents to the register.")
    offered = [
        zero,
        Proposal(("EU",), "within 72 hours of their discovery"),
        Proposal(("JPN",), "States may report incidents within 72 hours of noon"),
    ]
    final = "1. States may report incidents within 72 hours of their discovery, as they see fit."
    found = survived(final, offered)
    assert found.kept == (4, 6, 0)
    assert (found.words, found.new) == (15, 5)
    assert [final[p.start : p.end] for p in found.passages] == ["States may report incidents", "within 72 hours of their discovery"]
    assert survived("", offered).passages == () and survived("a b", []).new == 2
    with pytest.raises(BadValue, match="least"):
        survived(final, offered, least=0)


def test_proposals_are_brackets_with_a_name_that_ask_for_words() -> None:
    draft = parse("[a (EU)] [b – RUS delete] [c – MEX add] [d] [e – KEN retain] [f [g (JPN)] (CHE)]")
    assert [(p.actors, p.text) for p in proposals(draft)] == [(("EU",), "a"), (("MEX",), "c"), (("CHE",), "f"), (("JPN",), "g")]


def test_nearest_wording_and_who_voted_for_it() -> None:
    corpus = [
        Adopted("A/RES/1", "Recalling its earlier resolutions,\n1. Calls upon Member States to respect the Charter;", ("EU", "JPN")),
        Adopted(
            "A/RES/2",
            "1. Calls upon all States to respect international law;\n2. Requests the Secretary-General to report.",
            None,
            without_vote=True,
        ),
    ]
    text = "Recalling its resolutions,\r\n\r\n1. Calls upon all States to fully respect the Charter;\r\n***\r\nzzz"
    found = nearest_adopted(text, corpus)
    assert [text[n.start : n.end] for n in found] == [
        "Recalling its resolutions,",
        "1. Calls upon all States to fully respect the Charter;",
        "zzz",
    ]
    assert [n.adopted for n in found] == [0, 0, None]
    assert corpus[0].voted_for == ("EU", "JPN")
    assert found[0].similarity == 2 * 3 / (3 + 4)
    assert corpus[0].text[slice(*found[1].wording)] == "1. Calls upon Member States to respect the Charter;"
    assert [text[a:b] for a, b in found[1].shared] == ["1. Calls upon", "States to", "respect the Charter"]
    assert (found[2].similarity, found[2].wording, found[2].shared) == (0.0, None, ())


def test_nearest_wording_of_nothing() -> None:
    assert nearest_adopted("", [Adopted("A", "a")]) == ()
    assert [n.adopted for n in nearest_adopted("One", [])] == [None]


@given(WORDS.filter(bool), st.lists(WORDS, max_size=5))
def test_an_adopted_paragraph_is_nearest_to_itself(held, others) -> None:
    """The first text with the same words is found, wherever it stands."""
    corpus = [Adopted(str(n), " ".join(text)) for n, text in enumerate([*others, held])]
    found = nearest_adopted(" ".join(held), corpus)[0]
    assert found.similarity == 1.0
    assert corpus[found.adopted].text == " ".join(held)
