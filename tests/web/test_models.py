"""Models made in forms that follow from their declaration: every kind from nothing to a part that is saved, by the pages alone."""

from __future__ import annotations

from typing import Any

import pytest
from web.model_pages import Maker, sample_of

from legation.dossier.parts.toml_record import parsed, written
from legation.web.dossiers import store
from legation.web.forms.model_copy import model_kinds, parts_in

pytestmark = pytest.mark.django_db


def head(site: Any) -> Any:
    """Return the newest revision of the dossier, whole."""
    site.dossier.refresh_from_db()
    return store.content(store.revision_of(site.dossier))


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
    if kind != "bodies":
        assert client.post(begun.removesuffix("edit") + "keep", {"do": "save"}).status_code == 302
    for end in ("view", "file"):
        assert site.client("reader").get(begun.removesuffix("edit") + end).status_code == 200
