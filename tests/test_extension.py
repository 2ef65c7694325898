"""What other packages bring, whatever it is: one way in, and a sentence for each way in which it goes wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from types import ModuleType, SimpleNamespace

import pytest

from legation import extension
from legation.errors import WrongUse
from legation.extension import Group
from legation.language import LANGUAGES, Message

WORDS = Group(name="legation.words", of=str, title=Message("extension.what.part"), held_as="WORD", identity=str)


def brought(monkeypatch: pytest.MonkeyPatch, *things: object, group: Group[str] = WORDS) -> dict[str, str]:
    """What is there when packages bring some things."""
    points = [SimpleNamespace(name=f"p{n}", value=f"package{n}", load=lambda thing=thing: thing) for n, thing in enumerate(things)]
    monkeypatch.setattr(extension, "entry_points", lambda group: points if group == "legation.words" else [])
    return group.with_ours({"ours": "ours"})


def module(**held: str) -> ModuleType:
    made = ModuleType("made")
    vars(made).update(held)
    return made


def test_a_thing_several_and_a_module_are_brought_in_the_order_of_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(brought(monkeypatch, "one", ("two", "three"), module(WORD="four"))) == ["ours", "one", "two", "three", "four"]


@pytest.mark.parametrize(
    "wrong", [3, ("one", 3), module(), module(WORD=3), "ours", None, ("one", "one"), "../one", "One", "a--b", ""], ids=repr
)
def test_what_is_wrong_is_said_with_the_package(monkeypatch: pytest.MonkeyPatch, wrong: object) -> None:
    with pytest.raises(WrongUse) as caught:
        brought(monkeypatch, wrong)

    for lang in LANGUAGES:
        said = caught.value.message.in_language(lang)
        assert "package0" in said, said
        assert "[" not in said, said


def test_a_group_that_takes_no_modules_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongUse, match="module"):
        brought(monkeypatch, module(WORD="four"), group=dataclasses.replace(WORDS, held_as=""))


def test_what_fails_while_it_is_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(extension, "entry_points", lambda group: [SimpleNamespace(name="p", value="package", load=fails)])
    with pytest.raises(WrongUse, match=r"from package.*by zero"):
        WORDS.with_ours({})


def pointed(name: str, package: str, thing: object) -> SimpleNamespace:
    return SimpleNamespace(name=name, value=f"{name}:IT", dist=SimpleNamespace(name=package, version="1.2"), load=lambda: thing)


def test_what_is_brought_is_told_with_its_package_and_a_fault_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        pointed("c", "Third", "ours"),
        pointed("a", "first", ("one", "two")),
        pointed("b", "second", 3),
        pointed("d", "fourth", "one"),
    ]
    monkeypatch.setattr(extension, "entry_points", lambda group: points)
    told = list(WORDS.brought({"ours"}))

    assert [(one.name, one.package, one.version, one.things) for one in told] == [
        ("a", "first", "1.2", ("one", "two")),
        ("b", "second", "1.2", ()),
        ("c", "Third", "1.2", ()),
        ("d", "fourth", "1.2", ()),
    ]
    assert [one.fault is None for one in told] == [True, False, False, False]
    assert all(one.place in str(one.fault) for one in told[1:])


def test_a_package_that_ends_the_program_while_it_is_loaded_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def ends() -> None:
        raise SystemExit

    monkeypatch.setattr(extension, "entry_points", lambda group: [SimpleNamespace(name="p", value="package", load=ends)])
    with pytest.raises(WrongUse, match="SystemExit"):
        WORDS.with_ours({})


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("", ["one", "two", "three"]),
        ("none", ["three"]),
        ("Desk.Words", ["one", "three"]),
        ("desk-words, more_words", ["one", "two", "three"]),
        ("words", ["three"]),
    ],
)
def test_packages_may_be_left_out(monkeypatch: pytest.MonkeyPatch, given: str, left: list[str]) -> None:
    points = [pointed("a", "desk_words", "one"), pointed("b", "More-Words", "two"), pointed("c", "legation", "three")]
    monkeypatch.setattr(extension, "entry_points", lambda group: points)
    monkeypatch.setenv("LEGATION_EXTENSIONS", given)

    assert list(WORDS.with_ours({})) == left


def test_our_own_entry_point_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extension, "entry_points", lambda group: [pointed("a", "legation", 3), pointed("b", "desk", "one")])

    assert list(dataclasses.replace(WORDS, ours_at="a:IT").with_ours({})) == ["one"]


def test_what_does_not_fit_beside_the_others_is_a_fault_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def shorter(word: str, others: Collection[str]) -> None:
        if any(len(word) > len(other) for other in others):
            raise WrongUse(f"{word} is longer")

    points = [pointed("a", "first", "three"), pointed("b", "second", ("two", "fourteen")), pointed("c", "third", "six")]
    monkeypatch.setattr(extension, "entry_points", lambda group: points)
    told = list(dataclasses.replace(WORDS, fits=shorter).brought())

    assert [str(one.fault) for one in told] == ["None", "fourteen is longer", "None"]
    with pytest.raises(WrongUse, match="fourteen"):
        dataclasses.replace(WORDS, fits=shorter).with_ours({})
