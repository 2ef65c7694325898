"""Names in sentences: every member of the United Nations with six French forms, and the English article."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import ClassVar

import pytest

from legation.dossier.tables.countries import countries
from legation.language import Message, say
from legation.proper_nouns import ARTICLES, FORMS, article_of, by, in_, of, to, with_, with_article

SIX = (with_article, of, to, in_, by, with_)
MEMBERS = sorted((c for c in countries().values() if c.status in ("member", "observer")), key=lambda c: c.iso3)
WRONG = re.compile(r"\b(de le|de les|à le|à les)\b|\b(le|la|de) (?=[AEIOUÉÎ])|\ben (le|la|les|l’)\b|  ")
"""What nobody writes, whatever the name."""

# Written by hand, form by form: subject, de, à (to whom), place, par, avec. Usage of the French ministry's pages on countries, from general
# knowledge.
EXPECTED = """
Mexique|le Mexique|du Mexique|au Mexique|au Mexique|par le Mexique|avec le Mexique
États-Unis|les États-Unis|des États-Unis|aux États-Unis|aux États-Unis|par les États-Unis|avec les États-Unis
Japon|le Japon|du Japon|au Japon|au Japon|par le Japon|avec le Japon
Oman|Oman|d’Oman|à Oman|à Oman|par Oman|avec Oman
Royaume-Uni|le Royaume-Uni|du Royaume-Uni|au Royaume-Uni|au Royaume-Uni|par le Royaume-Uni|avec le Royaume-Uni
Saint-Siège|le Saint-Siège|du Saint-Siège|au Saint-Siège|au Saint-Siège|par le Saint-Siège|avec le Saint-Siège
Inde|l’Inde|de l’Inde|à l’Inde|en Inde|par l’Inde|avec l’Inde
Iran|l’Iran|de l’Iran|à l’Iran|en Iran|par l’Iran|avec l’Iran
Israël|Israël|d’Israël|à Israël|en Israël|par Israël|avec Israël
Haïti|Haïti|d’Haïti|à Haïti|en Haïti|par Haïti|avec Haïti
Hongrie|la Hongrie|de la Hongrie|à la Hongrie|en Hongrie|par la Hongrie|avec la Hongrie
Honduras|le Honduras|du Honduras|au Honduras|au Honduras|par le Honduras|avec le Honduras
Yémen|le Yémen|du Yémen|au Yémen|au Yémen|par le Yémen|avec le Yémen
Pays-Bas|les Pays-Bas|des Pays-Bas|aux Pays-Bas|aux Pays-Bas|par les Pays-Bas|avec les Pays-Bas
Cuba|Cuba|de Cuba|à Cuba|à Cuba|par Cuba|avec Cuba
Barbade|la Barbade|de la Barbade|à la Barbade|à la Barbade|par la Barbade|avec la Barbade
Côte d’Ivoire|la Côte d’Ivoire|de la Côte d’Ivoire|à la Côte d’Ivoire|en Côte d’Ivoire|par la Côte d’Ivoire|avec la Côte d’Ivoire
Cambodge|le Cambodge|du Cambodge|au Cambodge|au Cambodge|par le Cambodge|avec le Cambodge
Mozambique|le Mozambique|du Mozambique|au Mozambique|au Mozambique|par le Mozambique|avec le Mozambique
Zimbabwe|le Zimbabwe|du Zimbabwe|au Zimbabwe|au Zimbabwe|par le Zimbabwe|avec le Zimbabwe
Bélarus|le Bélarus|du Bélarus|au Bélarus|au Bélarus|par le Bélarus|avec le Bélarus
État de Palestine|l’État de Palestine|de l’État de Palestine|à l’État de Palestine|dans l’État de Palestine|par l’État de Palestine|avec l’État de Palestine
Îles Marshall|les Îles Marshall|des Îles Marshall|aux Îles Marshall|aux Îles Marshall|par les Îles Marshall|avec les Îles Marshall
Fédération de Russie|la Fédération de Russie|de la Fédération de Russie|à la Fédération de Russie|en Fédération de Russie|par la Fédération de Russie|avec la Fédération de Russie
Union européenne|l’Union européenne|de l’Union européenne|à l’Union européenne|à l’Union européenne|par l’Union européenne|avec l’Union européenne
OTAN|l’OTAN|de l’OTAN|à l’OTAN|à l’OTAN|par l’OTAN|avec l’OTAN
Conseil de l’Europe|le Conseil de l’Europe|du Conseil de l’Europe|au Conseil de l’Europe|au Conseil de l’Europe|par le Conseil de l’Europe|avec le Conseil de l’Europe
Parti conservateur|le Parti conservateur|du Parti conservateur|au Parti conservateur|au Parti conservateur|par le Parti conservateur|avec le Parti conservateur
Microsoft|Microsoft|de Microsoft|à Microsoft|à Microsoft|par Microsoft|avec Microsoft
Amnesty International|Amnesty International|d’Amnesty International|à Amnesty International|à Amnesty International|par Amnesty International|avec Amnesty International
""".strip().splitlines()


@pytest.mark.parametrize("line", EXPECTED)
def test_a_name_is_written_as_people_write_it(line: str) -> None:
    name, *said = line.split("|")

    assert [form(name, "fr") for form in SIX] == said


@pytest.mark.parametrize("country", MEMBERS, ids=lambda c: c.iso3)
def test_every_member_has_its_article_in_the_table_and_no_form_is_wrong(country: object) -> None:
    from legation.proper_nouns import _first, _key, _table

    name = country.name.fr  # type: ignore[attr-defined]
    written = [form(name, "fr") for form in SIX]

    assert _key(name) in _table("fr")["states"] or _first(name) in _table("fr")["head"], f"{name}: add it to proper_nouns.toml"
    assert not [text for text in written if WRONG.search(text)]
    assert all(text.endswith(name) for text in written)
    assert (written[1].startswith("de la ") or written[1].startswith("de l’")) == (written[2].startswith(("à la ", "à l’")))


def test_members_are_193_and_two_observers() -> None:
    assert len(MEMBERS) == 195


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Netherlands", "the Netherlands"),
        ("Gambia", "the Gambia"),
        ("Marshall Islands", "the Marshall Islands"),
        ("Republic of Korea", "the Republic of Korea"),
        ("Micronesia (Federated States of)", "Micronesia (Federated States of)"),
        ("European Union", "the European Union"),
        ("Holy See", "the Holy See"),
        ("Mali", "Mali"),
        ("Merck & Co.", "Merck & Co."),
    ],
)
def test_english_has_the_where_people_say_it(name: str, said: str) -> None:
    assert with_article(name, "en") == said
    assert of(name, "en") == f"of {said}"


def test_a_list_is_written_in_the_order_and_manner_of_the_language() -> None:
    names = ("France", "États-Unis", "Oman")

    def written(form: str) -> str:
        return say(Message("test", x=names), "fr") if not form else _filled("{x:" + form + "}", "fr", x=names)

    assert written("de") == "de la France, des États-Unis et d’Oman"
    assert written("avec") == "avec la France, les États-Unis et Oman"
    assert written("Le") == "La France, les États-Unis et Oman"
    assert _filled("{x:of-the}", "en", x=("Netherlands", "France")) == "of the Netherlands and France"
    more = (*names, Message("who-matters.more", count=3))
    assert _filled("{x:à}", "fr", x=more).startswith("à la France, aux États-Unis, à Oman et 3 ")


def test_a_name_that_brings_its_article_has_that() -> None:
    class Own:
        articles: ClassVar[dict[str, str]] = {"fr": "la", "en": "the"}

        def in_language(self, lang: str) -> str:
            return "Quad"

    assert _filled("{x:à}", "fr", x=Own()) == "à la Quad"
    assert _filled("{x:The}", "en", x=Own()) == "The Quad"


def test_every_organisation_of_the_examples_is_looked_at() -> None:
    """A name without an article in French is a person, a company or a foreign name: a list of those, so that no common noun is missed."""
    bare = set()
    for path in sorted((Path(__file__).parents[1] / "examples").glob("*/actors.csv")):
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            name = row.get("name_fr") or row.get("name_en") or row.get("name") or ""
            if row.get("kind") in ("international_org", "sub_state") and article_of(name, "fr") == "none":
                bare.add(name)

    assert bare == set()


def test_forms_and_articles_are_what_the_catalogues_may_use() -> None:
    assert set(ARTICLES) == {"fr", "en"}
    assert {"le", "de", "à", "en", "par", "avec", "the", "of-the"} <= set(FORMS)


def _filled(sentence: str, lang: str, **values: object) -> str:
    from legation.language import _parsed, _write

    return "".join(text if name is None else text + _write(values[name], how, lang) for text, name, how in _parsed(sentence))  # type: ignore[arg-type]
