"""What other packages bring, whatever it is: one way in, and a sentence for each way in which it goes wrong."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace

import pytest

from legation import extension
from legation.errors import WrongUse
from legation.extension import Group
from legation.language import LANGUAGES, Message

WORDS = Group(name="legation.words", of=str, title=Message("extension.what.part"), held_as="WORD")


def brought(monkeypatch: pytest.MonkeyPatch, *things: object, group: Group[str] = WORDS) -> dict[str, str]:
    """What is there when packages bring some things."""
    points = [SimpleNamespace(name=f"p{n}", value=f"package{n}", load=lambda thing=thing: thing) for n, thing in enumerate(things)]
    monkeypatch.setattr(extension, "entry_points", lambda group: points if group == "legation.words" else [])
    return group.with_ours({"ours": "ours"}, identity=str)


def module(**held: str) -> ModuleType:
    made = ModuleType("made")
    vars(made).update(held)
    return made


def test_a_thing_several_and_a_module_are_brought_in_the_order_of_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(brought(monkeypatch, "one", ("two", "three"), module(WORD="four"))) == ["ours", "one", "two", "three", "four"]


@pytest.mark.parametrize("wrong", [3, ("one", 3), module(), module(WORD=3), "ours", None], ids=repr)
def test_what_is_wrong_is_said_with_the_package(monkeypatch: pytest.MonkeyPatch, wrong: object) -> None:
    with pytest.raises(WrongUse) as caught:
        brought(monkeypatch, wrong)

    for lang in LANGUAGES:
        said = caught.value.message.in_language(lang)
        assert "package0" in said, said
        assert "[" not in said, said


def test_a_group_that_takes_no_modules_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongUse, match="module"):
        brought(monkeypatch, module(WORD="four"), group=Group(name="legation.words", of=str, title=Message("extension.what.part")))


def test_what_fails_while_it_is_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(extension, "entry_points", lambda group: [SimpleNamespace(name="p", value="package", load=fails)])
    with pytest.raises(WrongUse, match=r"from package.*by zero"):
        WORDS.with_ours({}, identity=str)
