"""Models made in forms that follow from their declaration: every kind from nothing to a part that is saved, by the pages alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from web.model_pages import Maker, sample_of

from legation.dossier.column import Column
from legation.dossier.kind import Choice, Kind
from legation.dossier.parts.form import form_of
from legation.dossier.parts.part_text import begun
from legation.dossier.parts.toml_record import parsed, written
from legation.language import Lang, say
from legation.web.dossiers import store
from legation.web.forms.model_copy import kind_help, model_kinds, parts_in
from legation.web.forms.model_field import FieldPlace, field_help
from legation.web.site.page import PageRequest

pytestmark = pytest.mark.django_db


def head(site: Any) -> Any:
    """Return the newest revision of the dossier, whole."""
    site.dossier.refresh_from_db()
    return store.content(store.revision_of(site.dossier))


def tables_without_rows(kind: Kind, place: str) -> Iterator[str]:
    """Yield what of a value nobody could fill in without writing a table by hand."""
    for below in (kind.keys.of, kind.keys.otherwise) if kind.keys is not None else ():
        yield from tables_without_rows(below, f"{place}.*")
    if kind.keys is None and "object" in {one.get("type") for one in (kind.schema, *kind.schema.get("anyOf", ()))}:
        yield place


def columns_of(record: type[Any], place: str) -> Iterator[tuple[str, Kind]]:
    form = form_of(record)
    yield from ((f"{place}.{column.name}", column.kind) for column in form.columns)
    for of in form.tables:
        yield from columns_of(of.record, f"{place}.{of.table}")


def tables_of(record: type[Any], table: str, head: str) -> Iterator[tuple[str, Column]]:
    form = form_of(record)
    yield from ((table or head, column) for column in form.columns)
    for of in form.tables:
        yield from tables_of(of.record, f"{table}.{of.table}" if table else of.table, head)


@pytest.mark.parametrize("kind", sorted(model_kinds()))
def test_every_table_of_values_has_rows_in_the_form(kind: str) -> None:
    columns = list(columns_of(model_kinds()[kind].head, kind))
    assert columns
    assert [one for place, of in columns for one in tables_without_rows(of, place)] == []


@pytest.mark.parametrize("kind", sorted(model_kinds()))
def test_what_a_kind_holds_does_not_repeat_its_title_in_french(kind: str) -> None:
    declared = model_kinds()[kind]
    assert say(declared.title, "fr").partition("\u00a0:")[2].strip() in ("", kind_help(declared, "fr"))


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("kind", sorted(model_kinds()))
def test_what_stands_under_a_field_names_no_file_and_no_code(site: Any, kind: str, lang: Lang) -> None:
    request = cast("PageRequest", SimpleNamespace(lang=lang, view=head(site), today=dt.date(2026, 1, 1)))
    declared = model_kinds()[kind]
    text = begun(declared, "any.toml")
    found = []
    for table, column in tables_of(declared.head, "", declared.section or "head"):
        said = field_help(FieldPlace(request, text, (), table, {}, {}), column)
        codes = [one for one in column.kind.choices if re.search(r"[-_/]|[a-z]\d", one)] if isinstance(column.kind, Choice) else []
        wrong = re.search(r"\.(csv|toml)\b|(Empty:|Vide\s:)\s(true|false)\b|\((true|false)\)", said) or any(
            re.search(rf"(?<![\w-]){one}(?![\w-])", said) for one in codes
        )
        in_brackets = isinstance(column.kind, Choice) and any(f"({one})" in said for one in column.kind.choices)
        found += [(table, column.name, said)] if wrong or in_brackets else []
    assert found == []


@pytest.mark.parametrize(
    "judged",
    [
        {
            "from": "talks.open",
            "to": {"violence.high": -1},
            "experts": {"Élise": {"violence.high": [-2, -1, 0]}, "Jon": {"violence.low": 2, "violence.high": -3}},
        },
        {
            "from": "talks",
            "to": "violence",
            "rows": {"open": [1, -1], "closed": [-1, 1]},
            "experts": {"Élise": {"open": [2, -2]}, "Jon": {"open": [0, 0], "closed": [-3, 3]}},
        },
    ],
    ids=["by-variant", "block"],
)
def test_what_experts_say_is_filled_in_by_rows(site: Any, judged: dict[str, Any]) -> None:
    names = (("talks", ("open", "closed")), ("violence", ("low", "high")))
    sample = {
        "model": {"title": "Year"},
        "descriptor": [{"id": one, "name": one, "variant": [{"id": v, "name": v} for v in own]} for one, own in names],
        "judgement": [{"reason": "As before.", **judged}],
    }
    maker = Maker(site.client("owner"), model_kinds()["scenario"], "Year")
    answer = maker.make(sample)
    page = answer.content.decode()
    assert answer.status_code == 302, page[page.find("<main") :][:6000]
    made = parsed(head(site).files["scenarios/year.toml"].decode())
    assert made["judgement"][0]["experts"] == judged["experts"]
    maker.open()
    assert "{ " not in " ".join(text for texts in maker.sheet.fields.values() for text in texts)

    assert "Jon, " in site.client("reader").get(maker.address.replace("/edit", "/view")).content.decode()


def test_weights_of_a_body_have_a_row_for_each_member_by_name(site: Any) -> None:
    declared = model_kinds()["bodies"]
    maker = Maker(site.client("owner"), declared)
    assert maker.make(sample_of(declared)).status_code == 302
    maker.open()
    maker.press("go:body")
    assert maker.sheet.fields["body.1:weights#v1=FRA"] == ["67"]
    maker.press("save", **{"body.1:weights#v1=EST": "1"})
    made = parsed(parts_in(head(site))["bodies.toml"].decode())
    assert made["body"][0]["weights"] == {"people": {"FRA": 67, "DEU": 83, "EST": 1}}


@pytest.mark.parametrize("kind", sorted(model_kinds()))
def test_a_part_of_each_kind_is_made_by_the_pages_alone(site: Any, kind: str) -> None:
    declared = model_kinds()[kind]
    sample = sample_of(declared)
    maker = Maker(site.client("owner"), declared)
    answer = maker.make(sample)
    page = answer.content.decode()
    assert answer.status_code == 302, page[page.find("<main") :][:6000]

    parts = parts_in(head(site))
    name = next(iter(declared.of(parts).values()))
    assert parsed(parts[name].decode()) == sample or declared.read(parts[name], name) == declared.read(written(sample), name)


def test_a_model_is_read_in_words(site: Any) -> None:
    declared = model_kinds()["negotiation"]
    maker = Maker(site.client("owner"), declared)
    assert maker.make(sample_of(declared)).status_code == 302
    page = site.client("reader").get(maker.address.replace("/edit", "/view")).content.decode()

    assert "grave incidents: 25; 35; 45" in page
    assert "Our side" in page and "[&quot;" not in page


@pytest.mark.parametrize("kind", sorted(model_kinds()))
def test_each_kind_is_shown_to_a_reader_and_taken_along(site: Any, kind: str) -> None:
    client = site.client("owner")
    begun = client.post(f"/dossiers/small/models/{kind}/begin", {"title": "Talks", "way": "template"}).url
    if kind == "assessment":  # its template names no source of this dossier, and each observation needs one
        sourced = re.sub(r'"e\d+"', '"e1"', model_kinds()[kind].template("en"))
        client.post(begun.removesuffix("edit") + "write", {"text": sourced})
    if kind != "bodies":
        assert client.post(begun.removesuffix("edit") + "keep", {"do": "save"}).status_code == 302
    for end in ("view", "file"):
        assert site.client("reader").get(begun.removesuffix("edit") + end).status_code == 200
