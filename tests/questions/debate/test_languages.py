"""What is said: every language of a text has its name, in the language of the reader."""

from __future__ import annotations

import pytest

from legation.language import LANGUAGES, Message, catalogue, say
from legation.questions.debate.content.inputs import lang_name


@pytest.mark.parametrize(
    ("code", "english", "french"),
    [("fr", "French", "français"), ("zh", "Chinese", "chinois"), ("pt", "Portuguese", "portugais"), ("is", "Icelandic", "islandais")],
)
def test_a_language_has_its_name_in_both_languages(code: str, english: str, french: str) -> None:
    assert [say(lang_name(code), lang) for lang in LANGUAGES] == [english, french]
    assert say(Message("what-is-said.in-language", language=lang_name(code), count=3), "fr") == f"{french} (3)"


def test_a_code_that_names_no_language_is_shown_and_none_is_said_to_be_unknown() -> None:
    assert say(lang_name("qqq"), "en") == "qqq"
    assert [say(lang_name(""), lang) for lang in LANGUAGES] == ["a language that is not known", "langue inconnue"]


def test_no_language_is_named_by_hand() -> None:
    for lang in LANGUAGES:
        assert [key for key in catalogue("what-is-said", lang) if key.startswith("language.")] == ["language.unknown"]
