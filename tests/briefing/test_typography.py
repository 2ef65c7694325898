"""French on paper has its typographic apostrophe, whoever typed the words."""

import pytest

from legation.briefing.document import CitedSource, Document, Paragraph
from legation.briefing.layout.composition import compose

TYPED = "L'accord d'août : 5'30, 'oui', rock'n'roll."


def composed(lang):
    block, source = Paragraph(TYPED, (1,)), CitedSource(1, "L'acte", url="https://example.org/l'acte")
    return compose(Document(kind="brief", name="l'accord", lang=lang, title="Qu'est-ce ?", blocks=(block,), sources=(source,)))


@pytest.mark.parametrize(
    ("lang", "text", "title"), [("fr", "L’accord d’août : 5'30, 'oui', rock’n’roll.", "Qu’est-ce ?"), ("en", TYPED, "Qu'est-ce ?")]
)
def test_an_apostrophe_between_letters_is_typographic_in_french(lang, text, title) -> None:
    paper = composed(lang)

    assert (paper["blocks"][0]["text"], paper["title"]) == (text, title)


def test_addresses_and_names_of_files_stay() -> None:
    paper = composed("fr")

    assert (paper["name"], paper["sources"][0]["url"], paper["sources"][0]["text"]) == ("l'accord", "https://example.org/l'acte", "L’acte")
