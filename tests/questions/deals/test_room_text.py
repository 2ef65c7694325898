"""The text of a room as it may leave it: whom it names, what changed since a version and by whom, what stands in the margin."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from legation.language import LANGUAGES, Lang
from legation.methods.drafting import VERBS, chair_text, parse
from legation.questions.deals.drafting.marks import in_language, mark
from legation.questions.deals.drafting.room_text import as_shown, pieces_of, room_text, tracked, versions_of
from legation.rooms.drafting import (
    Agreed,
    Asked,
    Broken,
    Brought,
    Closed,
    Event,
    Joined,
    Linked,
    Opened,
    Paragraph,
    Proposed,
    Reserved,
    State,
    Stood,
    fold,
    lines,
    simulate,
    view,
)
from legation.sources.draft import akoma_ntoso, word
from legation.sources.draft.tracked_changes import redline

TEXT = (
    Paragraph(id="1", label="1", text="Recalls the earlier report."),
    Paragraph(id="2", label="2", text="States should act with care."),
    Paragraph(id="3", label="3", text="Invites the Chair to go on."),
)


def log(**settings: object) -> list[Event]:
    return [
        Opened(at="2026-03-01", **settings),  # type: ignore[arg-type]
        *(Joined(at="2026-03-01", actor=one) for one in ("EU", "RUS", "CHE", "KEN")),
        Brought(at="2026-03-01", kind="zero", paragraphs=TEXT),
        Proposed(at="2026-03-02", by="EU", id="p1", operation="replace", unit="2", start=1, end=2, text="shall"),
        Stood(at="2026-03-03", by="RUS", target="p1", stance="oppose"),
        Stood(at="2026-03-04", by="KEN", target="p1", stance="oppose", public=False),
        Stood(at="2026-03-04", by="CHE", target="p1", stance="can_live_with", conditional_on="3"),
        Proposed(at="2026-03-05", by="CHE", id="p2", operation="insert", unit="3", start=2, end=2, text="and the bureau"),
        Closed(at="2026-03-06", bracket="p2", mode="accepted"),
        Reserved(at="2026-03-07", by="KEN", unit="1", text="Pending instructions."),
        Linked(at="2026-03-07", id="pack", targets=("1", "p1")),
        Asked(at="2026-03-07", id="q", units=("1", "3"), deadline="2026-03-12"),
        Broken(at="2026-03-08", by="RUS", id="q", units=("3",)),
    ]


@pytest.fixture(scope="module")
def state() -> State:
    return fold(log())


def test_lines_tell_where_their_brackets_stand(state: State) -> None:
    for form in ("bracketed", "attributed"):
        found = lines(state, form)
        assert "\n\n".join(one.text for one in found) == view(state, form)
        said = {name: one.text[start:end] for one in found for name, start, end in one.brackets}
        assert set(said) == set(state.held)
        assert all(words[0] == "[" and words[-1] == "]" for words in said.values())
    assert {name: one.text[low:high] for one in lines(state) for name, low, high in one.brackets} == {"p1.was": "[should]", "p1": "[shall]"}


def test_nobody_is_named_who_is_not_and_nothing_hidden_is_told(state: State) -> None:
    shown = as_shown(state, lambda actor: None if actor in ("RUS", "KEN") else actor.lower())

    assert {one.actor for one in shown.stances.values()} == {"eu", "che"}
    assert view(shown, "attributed").split("\n\n")[1] == "2. States [should – eu oppose][shall (eu)] act with care."
    assert shown.reservations == ()
    assert [who for who, *_ in shown.silences["q"].broken] == [""]
    assert all("RUS" not in repr(part) and "KEN" not in repr(part) for part in (shown, *shown.past))
    hidden = as_shown(state, str)
    assert not any(one.actor == "KEN" for one in hidden.stances.values())
    nobody = as_shown(state, lambda _: None)
    assert not any(name in repr(nobody) for name in ("EU", "RUS", "CHE", "KEN"))


def test_a_delegation_reads_its_own_stances_those_too_that_are_not_public(state: State) -> None:
    shown = as_shown(state, lambda _: None, "KEN", "we")

    assert {(one.actor, one.stance) for one in shown.stances.values()} == {("we", "oppose")}
    assert room_text(shown, "own", "we") == (
        "1. Recalls the earlier report.^1\n\n2. States [should][shall – we oppose] act with care.\n\n"
        "3. Invites the and the bureau Chair to go on.\n\n^1 we reserves its position on paragraph 1. Pending instructions.\n"
    )


def test_who_wants_words_in_and_out_is_said_in_the_language_of_the_page(state: State) -> None:
    shown = as_shown(state, str)
    read = room_text(shown, "attributed", lang="fr").replace("\u00a0", " ").replace("\u202f", " ")

    assert "[shall (EU) – RUS s’oppose]" in read
    assert "KEN réserve sa position sur le paragraphe 1. Pending instructions." in read
    later = fold([*log(), Agreed(at="2026-03-09", unit="3", level="ad ref")])
    assert "(agréé ad referendum)" in room_text(as_shown(later, str), lang="fr")
    out = fold([*log(), Proposed(at="2026-03-09", by="KEN", id="p3", operation="delete", unit="3", start=0, end=1, text="")])
    assert "KEN : à supprimer]" in room_text(as_shown(out, str), "attributed", lang="fr").replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_text_is_read_back_as_the_same_in_each_language(state: State, lang: Lang) -> None:
    state = fold([*log(), Proposed(at="2026-03-09", by="CHE", id="p9", operation="delete", unit="3", start=0, end=1, text="")])
    state = fold([*log(), Agreed(at="2026-03-09", unit="3", level="ad ref")]) if lang == "fr" else state
    written = room_text(as_shown(state, str), "attributed", lang=lang)
    english = room_text(as_shown(state, str), "attributed")

    read = parse(written)
    assert [(b.attributions, b.status) for b in read.brackets] == [(b.attributions, b.status) for b in parse(english).brackets]
    assert [unit.status for unit in read.units] == [unit.status for unit in parse(english).units]
    assert in_language(written, "alternative", "en").partition("\n\n^1")[0] == english.partition("\n\n^1")[0]


@given(
    st.sampled_from([*VERBS, ""]),
    st.lists(st.sampled_from(["EU", "RUS", "G77 and China", "États-Unis"]), min_size=1, unique=True),
    st.sampled_from(LANGUAGES),
    st.sampled_from(LANGUAGES),
)
def test_who_wants_what_is_the_same_in_each_language(verb: str, actors: list[str], first: Lang, second: Lang) -> None:
    names = ", ".join(actors)
    said = mark(first, verb, names, "OP5" if verb == "move to" else "") if verb else f"({names})"
    text = f"1. States [shall {said}] act. {mark(first, 'ad ref')}"

    found = parse(in_language(text, "alternative", second, str, ["États-Unis"]), "alternative", ["États-Unis"])
    assert [(one.actors, one.verb, one.place) for one in found.brackets[0].attributions] == [
        (tuple(actors), verb, "OP5" if verb == "move to" else "")
    ]
    assert found.units[0].status == "ad ref"
    assert chair_text(found) == "1. States [shall] act."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reservations_are_footnotes_that_the_grammar_reads(state: State, lang: Lang) -> None:
    read = parse(room_text(as_shown(state, str), "attributed", lang=lang))

    (note,) = read.reservations
    assert (note.actors, note.verb, [unit.label for unit in read.units if unit.start <= note.places[0] < unit.end]) == (
        ("KEN",),
        "reserve",
        ["1"],
    )


def test_a_version_names_nobody_where_one_it_names_is_not_named() -> None:
    text = (Paragraph(id="1", label="1", text="States [shall (EU)][should (RUS)] act."),)
    state = fold([Opened(at="2026-03-01"), Brought(at="2026-03-01", kind="rolling", paragraphs=text)])

    assert versions_of(state, str, "en")[0].text == "1. States [shall (EU)][should (RUS)] act."
    assert versions_of(state, lambda actor: None if actor == "RUS" else actor, "en")[0].text == "1. States [shall][should] act."
    closed = fold([Opened(at="2026-03-01", attributed=False), Brought(at="2026-03-01", kind="rolling", paragraphs=text)])
    assert versions_of(closed, str, "en")[0].text == "1. States [shall][should] act."


def test_what_changed_bears_the_name_and_the_day_of_whoever_proposed_it_and_the_margin_of_whoever_says_it(state: State) -> None:
    shown = as_shown(state, str)
    found = tracked(shown, "en", "bracketed", against=versions_of(state, str, "en")[0].text, chair="Chair")

    assert found.after == "\n".join(one.text for one in lines(shown))
    changed = {(found.text[c.start : c.end].strip(), c.kind, c.author, c.date) for c in found.changes}
    assert ("[shall]", "insert", "EU", "2026-03-02") in changed
    assert ("and the bureau", "insert", "CHE", "2026-03-05") in changed
    said = [(found.text[r.start : r.end], r.text, r.author, r.date) for r in found.remarks]
    assert ("[shall]", "Oppose", "RUS", "2026-03-03") in said
    assert ("[shall]", "Can live with it, depending on paragraph 3", "CHE", "2026-03-04") in said
    assert not any(author == "KEN" and "wants" in words for _, words, author, _ in said)
    (reserve,) = [one for one in said if one[2] == "KEN"]
    assert reserve == ("1. Recalls the earlier report.", "Reserves its position on paragraph 1. Pending instructions.", "KEN", "2026-03-07")


def test_a_word_file_of_the_text_is_read_back_with_authors_days_and_comments(state: State) -> None:
    made = tracked(as_shown(state, str), "fr", "attributed", against=versions_of(state, str, "en")[0].text, chair="Présidence")
    found = word.decoded("a.docx", word.encoded("a.docx", made))

    assert (found.text, found.after) == (made.text, made.after)
    whole = [(c.kind, found.text[c.start : c.end], c.author, c.date[:10]) for c in found.changes]
    assert sorted({(kind, author, day) for kind, _, author, day in whole}) == sorted(
        {(c.kind, c.author, c.date[:10]) for c in made.changes}
    )
    assert sorted((r.text, r.author, r.date[:10]) for r in found.remarks) == sorted((r.text, r.author, r.date[:10]) for r in made.remarks)


def test_a_room_that_shows_nobody_who_wants_what_says_it_nowhere() -> None:
    shown = as_shown(fold(log(attributed=False)), str)

    assert tracked(shown, "en", "attributed", against=".", chair="Chair").remarks == ()
    assert "EU" not in room_text(shown, "attributed")
    assert not shown.stances
    assert not {actor for one in shown.held.values() for actor in (*one.by, one.origin) if actor}
    assert {change.author for change in tracked(shown, "en", against="1. Recalls.", chair="Chair").changes} == {"Chair"}
    own = as_shown(fold(log(attributed=False)), str, "EU", "we")
    assert {one.actor for one in own.stances.values()} <= {"EU"}
    assert own.held["p1"].by == ("EU",)


def test_pieces_of_a_comparison_are_the_two_versions() -> None:
    old, new = "1. One two.\n2. Three.", "1. One and two.\n2. Four.\n3. Five."
    found = pieces_of(redline(old, new, ""))

    assert "\n".join("".join(p.text for p in line if p.kind != "delete") for line in found if any(p.kind != "delete" for p in line)) == new


@given(st.integers(0, 40))
def test_any_negotiation_leaves_as_word_and_as_akoma_ntoso_and_comes_back(seed: int) -> None:
    state = fold(simulate(6, 5, seed=seed).log)
    shown = as_shown(state, str)
    made = tracked(shown, "en", "attributed", against=versions_of(state, str, "en")[0].text, chair="Chair")

    assert made.after == "\n".join(one.text for one in lines(shown, "attributed"))
    assert [p for line in pieces_of(made) for p in line if p.kind != "delete" and not p.text.strip("\n")] == []
    text = room_text(shown, "attributed")
    read = akoma_ntoso.decoded("a", akoma_ntoso.encoded("a", parse(text), akoma_ntoso.About("a", dt.date(2026, 3, 1))))
    assert read.text == text
    assert [(b.text, b.actors, b.verb) for b in read.brackets] == [(b.text, b.actors, b.verb) for b in parse(text).brackets]


def test_paragraphs_have_the_same_names_in_akoma_ntoso_whatever_changes_in_them(state: State) -> None:
    """A reference to a paragraph stays good from one state of the text to the next."""
    names = [
        [e.get("eId") for e in etree.fromstring(akoma_ntoso.encoded("a", parse(room_text(as_shown(one, str))), akoma_ntoso.About("a", dt.date(2026, 3, 1)))).iter() if e.get("eId")]
        for one in (fold(log()[:6]), state, fold([*log(), Agreed(at="2026-03-09", unit="3", level="informals")]))
    ]  # fmt: skip

    assert names[0] == names[1] == names[2] == ["editor", "para_1", "para_2", "para_3"]
