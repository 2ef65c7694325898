"""Notes that another package brings take the place of ours, one for a situation."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from legation import extension
from legation.briefing.notes.declaration import Note
from legation.briefing.notes.registry import find_note, notes
from legation.errors import WrongUse


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    notes.cache_clear()
    yield
    notes.cache_clear()


def installed(monkeypatch: pytest.MonkeyPatch, *things: object) -> None:
    points = [SimpleNamespace(name=f"p{n}", value=f"package{n}", load=lambda thing=thing: thing) for n, thing in enumerate(things)]
    monkeypatch.setattr(extension, "entry_points", lambda group: points if group == "legation.notes" else [])


def note(situation: str, identifier: str) -> Note:
    return Note(situation=situation, id=identifier, questions=("what-is-due",), bottom_line=lambda _: None, says={})


def test_a_note_of_a_package_takes_the_place_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = find_note("debate")
    notes.cache_clear()
    installed(monkeypatch, note("vote", "desk-vote"))

    assert find_note("vote").id == "desk-vote"
    assert find_note("debate") is ours


@pytest.mark.parametrize(
    ("things", "words"),
    [
        ((note("vote", "one"), note("vote", "two")), "vote"),
        ((note("wedding", "desk-wedding"),), "wedding"),
        ((note("vote", "vote"),), "vote"),
        (("no note",), "str"),
    ],
    ids=["two for one", "no situation", "an id that is taken", "no note"],
)
def test_what_cannot_be_a_note_is_told(monkeypatch: pytest.MonkeyPatch, things: tuple[object, ...], words: str) -> None:
    installed(monkeypatch, *things)

    with pytest.raises(WrongUse, match=words):
        notes()


def test_a_situation_that_is_none_is_told() -> None:
    with pytest.raises(WrongUse, match="wedding"):
        find_note("wedding")
