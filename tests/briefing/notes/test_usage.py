"""What readers of three kinds expect: headings in one file, of which each names what the notes can fill."""

from __future__ import annotations

import pytest

from legation.briefing.notes.registry import notes
from legation.briefing.notes.sections import PARTS
from legation.briefing.notes.usage import READERS, usage_for
from legation.errors import WrongUse
from legation.language import LANGUAGES, say
from legation.questions import questions
from legation.questions.situations import SITUATIONS


@pytest.mark.parametrize("reader", READERS)
def test_every_heading_has_two_languages_and_holds_what_a_note_can_fill(reader: str) -> None:
    usage = usage_for(reader)

    for heading in usage.headings:
        assert heading.holds
        assert set(heading.holds) <= set(PARTS), heading.title
        assert len({say(heading.title, lang) for lang in LANGUAGES} - {""}) >= 1
        assert all(say(heading.title, lang) for lang in LANGUAGES)
    assert set(usage.head) <= set(usage.labels)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("situation", [one.id for one in SITUATIONS])
def test_what_must_be_on_a_note_stands_there_once(reader: str, situation: str) -> None:
    there = [part for heading in usage_for(reader).headings if heading.stands_for(situation) for part in heading.holds]

    assert len(there) == len(set(there))
    assert {"bottom-line", "recommendation", "situation", "approaches", "options", "uncertainties", "dates", "sources"} <= set(there)


def test_a_reader_that_is_none_is_told_whom_there_are() -> None:
    with pytest.raises(WrongUse, match=r"cabinet \| submission \| memo.*“king”"):
        usage_for("king")


def test_every_situation_has_a_note_whose_questions_there_are() -> None:
    declared = notes()

    assert {one.id for one in SITUATIONS} == set(declared)
    for situation, note in declared.items():
        assert note.situation == situation
        assert set(note.questions) <= set(questions())
        named = {name.partition(":")[0] for names in (*note.says.values(), note.picture) for name in names}
        assert named <= set(note.questions), "what stands on the note was asked"
