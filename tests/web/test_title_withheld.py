"""The title of a dossier is told to nobody whose grant is below the dossier's own marking."""

from __future__ import annotations

import dataclasses
import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from web.conftest import PARTS, Site

from legation.dossier import decode
from legation.web.access import grant_of
from legation.web.api import tokens
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.site.frame import titled

pytestmark = pytest.mark.django_db


def secret(site: Site) -> Dossier:
    parts = {
        **PARTS,
        "dossier.toml": PARTS["dossier.toml"]
        .replace("TLP:GREEN", "TLP:RED")
        .replace("A small matter", "SECRET-TITLE")
        .replace("Une petite affaire", "SECRET-TITRE"),
    }
    made = store.create(decode({name: text.encode() for name, text in parts.items()}), site.people["owner"], slug="second")
    for role in ("reader", "editor"):
        marking = {"reader": "TLP:GREEN", "editor": "TLP:RED"}[role]
        Grant.objects.create(dossier=made, account=site.people[role], role=role, marking=marking, by=site.people["owner"])
    return made


@pytest.mark.parametrize("address", ["/", "/home.json", "/dossiers/second", "/dossiers/second/actors", "/dossiers/small", "/me/tokens"])
def test_the_title_of_a_dossier_marked_above_a_grant_is_nowhere(site: Site, address: str) -> None:
    secret(site)

    for lang in ("en", "fr"):
        low = site.client("reader").get(address, headers={"accept-language": lang}).content.decode()
        assert "SECRET-TIT" not in low
        assert "second" in low


def test_a_program_reads_no_more_than_its_person(site: Site) -> None:
    secret(site)
    titles = {}
    for role in ("reader", "editor"):
        _, token = tokens.make(site.people[role], "for the test", ("read",), days=7, dossiers=None)
        answer = Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/dossiers")
        titles[role] = {line["slug"]: line["title"] for line in answer.json()["items"]}

    assert (titles["reader"]["second"], titles["editor"]["second"]) == ("second", "SECRET-TITLE")


def test_whoever_sees_the_marking_reads_the_title_and_a_new_marking_counts_at_once(site: Site) -> None:
    made = secret(site)
    editor, reader = site.people["editor"], site.people["reader"]

    assert [titled(grant_of(person, made), "en") for person in (editor, reader)] == ["SECRET-TITLE", "second"]
    whole = store.content(store.revision_of(made))
    lowered = dataclasses.replace(whole, info=dataclasses.replace(whole.info, marking="TLP:GREEN"))
    store.save(made, 1, lowered, editor, store.EVERYTHING, reason="Lowered", owns=True)
    assert titled(grant_of(reader, made), "en") == "SECRET-TITLE"


def test_the_migration_reads_the_marking_of_what_is_there(site: Site) -> None:
    made = secret(site)
    Dossier.objects.update(marking="TLP:AMBER")
    importlib.import_module("legation.web.dossiers.migrations.0003_dossier_marking").read(apps, connection.schema_editor())

    found = dict(Dossier.objects.values_list("slug", "marking"))
    assert found == {"small": "TLP:GREEN", made.slug: "TLP:RED"}
