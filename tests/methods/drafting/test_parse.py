"""Twelve texts and more with their brackets, and what a text may hold beside."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from legation.errors import BadValue
from legation.methods.drafting import VERBS, Attribution, parse, render

TEXTS = tomllib.loads(Path(__file__).with_name("texts.toml").read_text("utf-8"))["text"]


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["name"])
def test_a_text_has_its_brackets(case) -> None:
    """Places, words, actors, verbs, statuses and groups are those of a careful reader."""
    text = case["text"]
    draft = parse(text, bis=case.get("bis", "alternative"))
    expected = [
        (
            b["place"],
            b.get("depth", 1),
            b.get("text", b["place"][1:-1]),
            tuple(b.get("actors", ())),
            b.get("verb", ""),
            b.get("status", ""),
            b.get("group"),
        )
        for b in case["brackets"]
    ]
    assert [(text[b.start : b.end], b.depth, b.text, b.actors, b.verb, b.status, b.group) for b in draft.brackets] == expected
    assert [list(problem) for problem in draft.problems] == case.get("problems", [])
    assert [(u.label, u.kind, u.status) for u in draft.units] == [(u[0], u[1], u[2] if len(u) > 2 else "") for u in case.get("units", [])]
    assert render(draft) == text


def test_every_verb_is_among_the_texts() -> None:
    """The golden texts hold each verb, so that none is left out."""
    assert {b.get("verb") for case in TEXTS for b in case["brackets"]} - {None} == set(VERBS)


def test_brackets_come_by_start_and_name_their_parent() -> None:
    draft = parse("[a [b] [c [d]]] [e]")
    assert [b.start for b in draft.brackets] == sorted(b.start for b in draft.brackets)
    assert [b.parent for b in draft.brackets] == [None, 0, 0, 2, None]


def test_names_of_actors_are_known_to_the_room() -> None:
    """A name that is neither a code nor that of a group is words, until the room says that it is an actor."""
    text = "[at once (Mexico)] [or later (Mountain Partners, Mexico)]"
    assert [b.actors for b in parse(text).brackets] == [(), ()]
    assert [b.actors for b in parse(text, actors=["MEXICO", "Mountain Partners"]).brackets] == [
        ("Mexico",),
        ("Mountain Partners", "Mexico"),
    ]
    assert parse("[the European Union (EU)]", actors=["EU"]).brackets[0].actors == ("EU",)


def test_two_attributions_of_one_bracket_are_both_kept() -> None:
    """The names are those of the verb; the others stand among the attributions."""
    found = parse("[and data (EU) – RUS move to OP5]").brackets[0]
    assert (found.text, found.actors, found.verb) == ("and data", ("RUS",), "move to")
    assert found.attributions == (Attribution(("EU",)), Attribution(("RUS",), "move to", "OP5"))


@pytest.mark.parametrize(
    ("said", "verb", "place"),
    [
        ("– RUS : à supprimer", "delete", ""),
        ("– RUS\u202f: supprimer", "delete", ""),
        ("– RUS s’oppose", "oppose", ""),
        ("– la délégation du RUS s'oppose", "oppose", ""),
        ("– RUS appuie", "support", ""),
        ("– RUS : à maintenir", "retain", ""),
        ("– RUS ajoute", "add", ""),
        ("– RUS réserve sa position", "reserve", ""),
        ("– RUS : à déplacer vers OP5", "move to", "OP5"),
    ],
)
def test_a_french_text_says_the_same_verbs(said: str, verb: str, place: str) -> None:
    """Inside the bracket, and just after it."""
    for text in (f"1. Les États [doivent {said}] agir.", f"1. Les États [doivent] {said}, agir."):
        assert parse(text).brackets[0].attributions == (Attribution(("RUS",), verb, place),)


def test_a_french_text_says_what_is_agreed_and_who_reserves_its_position() -> None:
    draft = parse("8. Invite la présidence.^1 (agréé ad referendum)\n^1 La délégation du Brésil réserve sa position sur le paragraphe 8.")
    assert [unit.status for unit in draft.units] == ["ad ref"]
    assert [(r.actors, r.verb) for r in draft.reservations] == [(("Brésil",), "reserve")]
    assert parse("1. La lutte [contre les abus] est un devoir – chacun agit.").brackets[0].actors == ()


def test_slashes_are_words_and_no_symbols() -> None:
    draft = parse("[shall/should/may act on A/RES/75/240 and/or E/CN.15] plain/text [respect / promote]")
    assert [b.slashes for b in draft.brackets] == [(("shall", "should", "may"),), (("respect", "promote"),)]


def test_a_footnote_is_a_reservation() -> None:
    draft = parse("8. Invites the Chair.^1 Notes.^2\n^1 Delegation Z reserves its position.\n^2 RUS and CHN oppose this.\n^3 See above.")
    assert [(r.mark, r.actors, r.verb, r.places) for r in draft.reservations] == [
        ("1", ("Z",), "reserve", (21,)),
        ("2", ("RUS", "CHN"), "oppose", (30,)),
        ("3", (), "", ()),
    ]
    assert draft.text[draft.units[0].start : draft.units[0].end] == "8. Invites the Chair.^1 Notes.^2"
    assert parse("Text.¹\n¹ Delegation of Mexico reserves.").reservations[0].actors == ("Mexico",)


@pytest.mark.parametrize("value", [b"[a]", None, 3])
def test_what_is_no_text_is_refused(value) -> None:
    with pytest.raises(BadValue, match="text must be a text"):
        parse(value)


def test_another_meaning_of_bis_is_refused() -> None:
    with pytest.raises(BadValue, match=r"bis must be alternative or new \(got 'ter'"):
        parse("a", bis="ter")


def test_ten_thousand_brackets_in_each_other() -> None:
    """Depth needs no recursion, and each bracket gives its text."""
    deep = 10_000
    text = "[" * deep + "word" + "]" * deep
    draft = parse(text)
    assert [b.depth for b in draft.brackets] == list(range(1, deep + 1))
    assert (draft.brackets[-1].text, len(draft.brackets[0].text)) == ("word", len(text) - 2)
    assert render(draft) == text
    assert len(parse("[" * deep).problems) == deep


def test_a_parse_changes_with_its_tree_alone() -> None:
    """A draft holds its tree and no copy of the text: another tree has other brackets."""
    draft = parse("States [shall] act.")
    nodes = tuple(n._replace(text="must ") if n.text == "shall" else n for n in draft.nodes)
    changed = dataclasses.replace(draft, nodes=nodes)
    assert render(changed) == "States [must ] act."
    assert [b.text for b in changed.brackets] == ["must"]
