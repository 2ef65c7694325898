"""Fields of the form of a model: two languages of a text, what is chosen from lists and from other parts, sections that are called by many."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web.model_pages import Maker, Sheet
from web.test_models_edit import begun, head, saved

from legation.dossier.models.assessment import ASSESSMENT
from legation.dossier.models.response import RESPONSE
from legation.dossier.models.room import ROOM
from legation.language import Lang

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, ["title", "title_fr"]),
        ({"title": "Talks"}, ["title", "title_fr"]),
        ({"title_en": "Talks"}, ["title_en", "title_fr"]),
        ({"title_fr": "Pourparlers"}, ["title_fr", "title_en"]),
        ({"title": "Talks", "title_fr": "Pourparlers"}, ["title", "title_fr"]),
        ({"title": "Talks", "title_en": "The talks", "title_fr": "Pourparlers"}, ["title_en", "title", "title_fr"]),
    ],
)
def test_a_text_has_a_field_for_each_language_and_loses_nothing(site: Any, given: dict[str, str], shown: list[str]) -> None:
    lines = "".join(f'{name} = "{text}"\n' for name, text in given.items())
    address = begun(site.client("owner"), "room", f"[room]\n{lines}".encode())
    html = site.client("owner").get(address).content.decode()
    fields = Sheet(html).fields
    found = re.findall(r'name="room:(title\w*)"', html)

    assert found == shown
    assert {name: fields[f"room:{name}"] for name in given} == {name: [text] for name, text in given.items()}
    if given:
        sent = {name: values for name, values in fields.items() if values}
        answer = site.client("owner").post(f"{address.partition('?')[0].removesuffix('edit')}keep", {**sent, "do": "save"})
        assert answer.status_code == 302, answer.content.decode()
        (part,) = (data for name, data in head(site).files.items() if ROOM.name_of(name))
        assert all(f'{name} = "{text}"' in part.decode() for name, text in given.items())


@pytest.mark.parametrize(("lang", "word", "many"), [("en", "private word", "Demands"), ("fr", "message en privé", "Exigences")])
def test_a_measure_is_chosen_by_its_words_and_its_row_is_called_so(site: Any, lang: Lang, word: str, many: str) -> None:
    site.people["owner"].language = lang
    site.people["owner"].save()
    maker = Maker(site.client("owner"), RESPONSE, "Ours")
    maker.press("go:reply")
    maker.press("add:reply")
    maker.write("reply.1:measure", "private-word")
    maker.press("add:reply")
    html = site.client("owner").get(maker.address).content.decode()

    assert many in html
    section = site.client("owner").get(f"{maker.address.partition('?')[0]}?section=reply&row=reply.2").content.decode()
    assert f">{word}" in section
    assert "private-word</button>" not in section


def test_the_list_of_a_method_needs_no_id_from_its_person(site: Any) -> None:
    maker = Maker(site.client("owner"), RESPONSE, "Ours")
    maker.press("go:condition")
    maker.press("add:condition")
    maker.write("condition.1:note", "Not yet looked into.")
    maker.press("stay")

    assert maker.sheet.fields["condition.1:id"] == [""], "what is chosen is not made up"
    assert len(maker.sheet.choices["condition.1:id"]) > 10


@pytest.mark.parametrize(("field", "kind"), [("response", RESPONSE), ("assessment", ASSESSMENT)])
def test_a_statement_names_other_parts_by_their_titles(site: Any, field: str, kind: Any) -> None:
    template = kind.template("en").replace('evidence = ["e', '# evidence = ["e')
    if kind is ASSESSMENT:
        template = re.sub(r"^# evidence = .*$", 'evidence = ["e1"]', template, flags=re.MULTILINE)
    saved(site.client("owner"), kind.id, template.encode())
    (name,) = (named for part in head(site).files if (named := kind.name_of(part)))
    html = site.client("owner").get(begun(site.client("owner"), "statement", b'[statement]\ntitle_en = "On it"\n')).content.decode()

    assert Sheet(html).choices[f"statement:{field}"] == ["", name]
    assert f">{kind.read(template.encode(), kind.called(name)).title}</option>" in html
