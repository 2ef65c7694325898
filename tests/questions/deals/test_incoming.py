"""Files that come into a room: tracked changes become proposals with author and day, comments notes; what a proposal is, the room says."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import CannotRead
from legation.questions.deals.drafting.incoming import Incoming, incoming, of_tracked, proposed_in
from legation.rooms.drafting import Brought, Opened, State, fold, print_of, step, view
from legation.sources.draft import word
from legation.sources.draft.tracked_changes import Remark, Tracked, TrackedText, redline

OLD = "1. States should report.\n2. Invites the Chair to go on.\n"
NEW = "1. States shall report at once.\n1bis. All may.\n2. Invites the Chair.\n"
DAY = "2025-03-01T10:00:00Z"


def _room(found: Incoming) -> State:
    return fold([Opened(at="2025-03-01"), Brought(at="2025-03-01", kind="zero", paragraphs=found.before)])


def _word(old: str, new: str, *remarks: Remark) -> bytes:
    return word.encoded("a", dataclasses.replace(redline(old, new, "EU", DAY), remarks=remarks))


def test_tracked_changes_become_proposals_with_author_and_day() -> None:
    found = incoming("a.docx", _word(OLD, NEW))

    assert [(one.label, one.text) for one in found.before] == [("1", "States should report."), ("2", "Invites the Chair to go on.")]
    assert [(one.operation, one.unit, one.old, one.text, one.new_label) for one in found.proposals] == [
        ("replace", "1", "should", "shall", ""),
        ("insert", "1", "", "at once", ""),
        ("bis", "1", "", "All may.", "1bis"),
        ("delete", "2", "to go on", "", ""),
    ]
    assert {(one.author, one.date) for one in found.proposals} == {("EU", DAY)}
    assert [one.text for one in found.paragraphs] == [
        "States [should – EU delete] [shall (EU)] report [at once. (EU)]",
        "[All may (EU)].",
        "Invites the Chair [to go on – EU delete].",
    ]


def test_each_proposal_is_one_that_the_room_takes() -> None:
    found = incoming("a.docx", _word(OLD, NEW))
    state = _room(found)
    events = [event for _, event in proposed_in(state, found.proposals, "2025-03-02", "EU")]

    assert None not in events
    assert [view(step(state, one)).split("\n\n")[n] for one, n in zip(events, (0, 0, 1, 1), strict=True) if one] == [
        "1. States [should][shall] report.",
        "1. States should report [at once].",
        "1bis. [All may.]",
        "2. Invites the Chair [to go on].",
    ]


def test_a_proposal_goes_where_its_words_stand_now_and_nowhere_where_they_do_not() -> None:
    found = incoming("a.docx", _word(OLD, NEW))
    moved = Brought(at="2025-03-01", kind="rolling", paragraphs=incoming("b.txt", b"1. All States should report.\n2. Ends.").paragraphs)
    placed = dict(
        zip(
            ["replace", "insert", "bis", "delete"], proposed_in(step(_room(found), moved), found.proposals, "2025-03-02", "EU"), strict=True
        )
    )

    assert placed["replace"][1] is not None
    assert (placed["replace"][1].start, placed["replace"][1].end) == (2, 3)
    assert placed["delete"][1] is None
    assert placed["bis"][1] is not None


def test_comments_become_notes_with_author_and_day() -> None:
    at = OLD.index("report")
    found = incoming("a.docx", _word(OLD, OLD, Remark(at, at + 6, "What kind?\nWhen?", "FRA", "2025-03-02T11:12:13Z")))

    (note,) = found.notes
    assert (note.label, note.words, note.text, note.author, note.date) == (
        "1",
        "report",
        "What kind?\nWhen?",
        "FRA",
        "2025-03-02T11:12:13Z",
    )


def test_signs_that_nobody_sees_are_spaces_and_brackets_without_an_end_are_told_with_their_place() -> None:
    found = incoming("a.txt", "1. One\u202e two.\n2. [Three.".encode())

    assert found.paragraphs[0].text == "One  two."
    assert [(one.line, one.column, one.sign) for one in found.stray] == [(2, 4, "[")]


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"x" * 90, b"1. " + b"[" * 300 + b"]" * 300])
def test_a_broken_file_and_one_that_is_nested_too_deep_are_refused(data: bytes) -> None:
    with pytest.raises(CannotRead, match=r"a\.docx"):
        incoming("a.docx", data)


def test_what_several_delete_and_what_goes_over_paragraphs_is_told_paragraph_by_paragraph() -> None:
    text = "1. One two.\n2. Three four.\n3. Five."
    low, high = text.index("two"), text.index("four")
    found = incoming("a.docx", word.encoded("a", TrackedText(text, (Tracked("delete", low, high, "EU", DAY),))))

    assert [(one.unit, one.operation, one.old) for one in found.proposals][:2] == [("1", "delete", "two."), ("2", "delete", "Three")]


_WORDS = st.lists(st.sampled_from(["States", "shall", "[report", "at]", "once", ".", "\n2. ", "\n", ",", "يجب", "(EU)"]), max_size=20).map(
    " ".join
)


@given(_WORDS, _WORDS)
def test_any_change_is_a_proposal_on_words_that_the_paragraph_has(old: str, new: str) -> None:
    tracked = redline(f"1. {old}", f"1. {new}", "EU", DAY)
    found = of_tracked(tracked)
    for paragraph in found.before:
        state = fold([Opened(at="2025-03-01"), Brought(at="2025-03-01", kind="zero", paragraphs=(paragraph,))]) if paragraph.text else None
        for one in found.proposals:
            if state is not None and one.unit == paragraph.id and one.operation in ("delete", "replace"):
                assert print_of(state.units[0].words[one.start : one.end]) == one.seen
