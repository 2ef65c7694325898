"""From the tree to a text: byte for byte, without names, with brackets resolved."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.drafting import Node, chair_text, clean, openness, parse, render, resolve, unit_at
from legation.methods.drafting.draft import Draft

TEXTS = [case["text"] for case in tomllib.loads(Path(__file__).with_name("texts.toml").read_text("utf-8"))["text"]]
PIECES = [
    *"[]［］【】()（）/–— -\t.,;:^…\0\ud800\u202b\ufeff",
    *[
        "\r\n",
        "\n",
        "\n\n",
        "\u2028",
        "[sic]",
        "[1]",
        "[72] hours",
        "A/RES/75/240",
        "(EU)",
        "(EU, JPN)",
        " – RUS delete",
        "(agreed ad ref)",
    ],
    *[
        "OP3bis. ",
        "PP5alt ",
        "8. ",
        "1 bis ",
        "Article 12 ",
        "Option 1: ",
        "Alt 2 ",
        "^1 Delegation Z reserves",
        "[X]",
        "[reserved]",
        "shall/should",
        "word ",
    ],
]
ANY = st.text(st.characters(), max_size=60)
MADE = st.lists(st.sampled_from(PIECES) | ANY, max_size=40).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """One of the written texts with pieces cut, doubled and put in."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 6))):
        a, b = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        text = text[:a] + draw(st.sampled_from(["", text[a:b] * 2, *PIECES])) + text[draw(st.sampled_from([a, b])) :]
    return text


@given(st.one_of(ANY, MADE, mutated()), st.sampled_from(["alternative", "new"]))
def test_a_text_is_rendered_byte_for_byte(text: str, bis: str) -> None:
    """Whatever the text: it comes back, and everything read from it lies in it."""
    draft = parse(text, bis=bis, actors=["word"])
    assert render(draft) == text
    for b in draft.brackets:
        assert text[b.start] + text[b.end - 1] in {"[]", "［］", "【】"}
        assert b.text in text[b.start + 1 : b.end - 1]
    assert all(text[problem.position] in "[]［］【】" for problem in draft.problems)
    assert all(0 <= unit.start < unit.end <= len(text) for unit in draft.units)
    signs = sum(text.count(sign) for sign in "[]［］【】")
    assert 2 * len(draft.brackets) + len(draft.problems) <= signs
    groups = [b.group for b in draft.brackets if b.group]
    assert all(groups.count(g) > 1 for g in groups)
    assert openness(draft).bracketed_words <= openness(draft).words


@given(mutated())
def test_a_chairs_text_has_no_names(text: str) -> None:
    """Without attributions nothing else goes: words are taken away only where somebody said something."""
    draft = parse(text)
    kept = "".join(n.text + n.closing for n in draft.nodes if n.kind not in {"attribution", "status"})
    assert sorted(chair_text(draft)) == sorted(kept)


def test_brackets_are_resolved_together() -> None:
    """Starts are those of the draft before, whatever the others become."""
    draft = parse("5. States [shall (EU)][should (G77)] [at once] report [all [grave] cases], [X] per cent (agreed ad ref)")
    shall, should, once, cases, grave, share = (b.start for b in draft.brackets)
    done = resolve(draft, content=[shall, cases], nothing=[should, once], replaced={grave: "serious", share: "[10]"})
    assert done.text == "5. States shall report all serious cases, [10] per cent (agreed ad ref)"
    assert clean(draft, [shall], [should]) == "5. States shall [at once] report [all [grave] cases], [X] per cent"
    assert resolve(draft, [grave], [cases]).text == "5. States [shall (EU)][should (G77)] [at once] report, [X] per cent (agreed ad ref)"
    assert resolve(draft).text == draft.text
    assert [b.text for b in draft.brackets] == ["shall", "should", "at once", "all [grave] cases", "grave", "X"]


def test_what_was_said_after_a_bracket_goes_with_it() -> None:
    draft = parse("Urges [all] (EU) States – RUS [to act] – RUS delete.")
    assert clean(draft, content=[6], nothing=[draft.brackets[1].start]) == "Urges all States – RUS."


def test_a_replacement_may_hold_brackets() -> None:
    draft = resolve(parse("States [shall] act", bis="new"), replaced={7: "[may (EU)][must]"})
    assert ([b.text for b in draft.brackets], draft.bis) == (["may", "must"], "new")


@pytest.mark.parametrize(("content", "nothing"), [([3], []), ([7], [7]), ([7, 7], [])])
def test_no_bracket_there_and_one_named_twice_are_refused(content, nothing) -> None:
    with pytest.raises(BadValue, match=r"bracket at \d must be the start of a bracket, once \(got (none|2)"):
        resolve(parse("States [shall] act"), content, nothing)


def test_nodes_that_are_no_tree_are_refused() -> None:
    with pytest.raises(BadValue, match=r"nodes\[1\].parent"):
        render(Draft((Node("plain", "a"), Node("plain", "b", parent=0))))


def test_openness_counts_words_and_no_names() -> None:
    found = openness(parse("1. States [shall [not] (EU)] act (agreed ad ref)\n2. [The end. (agreed ad ref)]"))
    assert (found.brackets, found.words, found.bracketed_words, found.depth) == (2, 8, 4, 2)
    assert (found.units, found.units_ad_ref, found.share) == (2, 2, 0.5)
    assert openness(parse("")).share is None


def test_the_unit_of_a_place() -> None:
    draft = parse("Title\n1. One\n\n[2. Two\nand more]\n^1 Z reserves.")
    assert [
        unit_at(draft.units, draft.text.index(word)) and unit_at(draft.units, draft.text.index(word)).label
        for word in ("Title", "One", "more", "Z")
    ] == [None, "1", "2", None]
