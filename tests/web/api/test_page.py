"""The page of tokens: made after the person confirmed who they are, shown once, revoked; and the page of what programs can ask."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from web.conftest import small

from legation.errors import WrongUse
from legation.web.api import tokens
from legation.web.api.models import Token
from legation.web.api.operation import OPERATIONS
from legation.web.dossiers import store

pytestmark = pytest.mark.django_db
FORM = {"name": "A sheet", "scopes": ["read", "export"], "days": "30"}


def test_a_token_is_made_shown_once_and_used(site: Any) -> None:
    owner = site.client("owner")
    shown = owner.post("/me/tokens/make", FORM)
    secret = re.search(r'value="(legation_[\w-]+)"', shown.content.decode())

    assert shown.status_code == 200
    assert secret is not None
    assert secret[1] not in owner.get("/me/tokens").content.decode()
    assert secret[1] not in owner.get("/me/tokens.json").content.decode()
    assert shown["Cache-Control"] == "private, no-store"
    found = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret[1]}"}).json()
    assert (found["token"], found["scopes"], found["dossiers"]) == ("A sheet", ["read", "export"], None)


def test_a_token_can_be_limited_to_dossiers_that_are_open_to_the_person(site: Any) -> None:
    other = store.create(small(), site.people["other-owner"], slug="theirs")
    owner = site.client("owner")
    for chosen in ([str(other.pk)], [str(site.dossier.pk), str(other.pk)], ["x"]):
        assert owner.post("/me/tokens/make", FORM | {"dossiers": chosen}).status_code == 422
    assert not Token.objects.exists()
    owner.post("/me/tokens/make", FORM | {"dossiers": [str(site.dossier.pk)]})

    assert Token.objects.get().dossiers == [site.dossier.pk]


def test_who_has_a_password_confirms_it_first(site: Any) -> None:
    account = site.people["owner"]
    account.set_password("correct-horse-battery-staple")
    account.save()
    owner = site.client("owner")

    assert b"/account/reauthenticate/" in owner.get("/me/tokens").content
    refused = owner.post("/me/tokens/make", FORM)
    assert (refused.status_code, refused.url.partition("?")[0]) == (302, "/account/reauthenticate/")
    assert not Token.objects.exists()
    owner.post("/account/reauthenticate/", {"password": "correct-horse-battery-staple"})
    assert owner.post("/me/tokens/make", FORM).status_code == 200
    assert Token.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["all"]}, {"days": "9999"}, {"days": "x"}, {"name": "x" * 81}])
def test_a_form_that_is_not_right_makes_no_token(site: Any, wrong: dict[str, Any]) -> None:
    shown = site.client("owner").post("/me/tokens/make", FORM | wrong)

    assert shown.status_code == 422
    assert b'class="error"' in shown.content
    assert not Token.objects.exists()


def test_a_person_has_no_more_than_so_many(site: Any) -> None:
    for number in range(tokens.MOST):
        tokens.make(site.people["owner"], f"{number}", ["read"], days=7)
    shown = site.client("owner").post("/me/tokens/make", FORM)

    assert shown.status_code == 422
    with pytest.raises(WrongUse):
        tokens.make(site.people["owner"], "one more", ["read"], days=7)
    Token.objects.filter(name="0").update(revoked=timezone.now())
    assert tokens.make(site.people["owner"], "one more", ["read"], days=7)


def test_a_token_is_revoked_by_its_person_alone(site: Any, program: Any) -> None:
    one = program("owner")
    for role in ("editor", "administrator"):
        site.client(role).post("/me/tokens/revoke", {"token": str(one.token.pk)})
    assert one.get("/api/v1/me").status_code == 200
    answer = site.client("owner").post("/me/tokens/revoke", {"token": str(one.token.pk)})

    assert (answer.status_code, answer.url) == (302, "/me/tokens")
    assert one.get("/api/v1/me").status_code == 401
    assert "revoked" in site.client("owner").get("/me/tokens").content.decode()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "1 or 1=1"])
def test_revoking_nothing_does_nothing(site: Any, program: Any, number: str) -> None:
    one = program("owner")

    assert site.client("owner").post("/me/tokens/revoke", {"token": number}).status_code == 302
    assert one.get("/api/v1/me").status_code == 200


def test_names_are_escaped(site: Any) -> None:
    owner = site.client("owner")
    owner.post("/me/tokens/make", FORM | {"name": "<script>alert(1)</script>"})

    assert b"<script>alert" not in owner.get("/me/tokens").content


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_of_what_programs_can_ask_names_every_operation(site: Any, lang: str) -> None:
    site.people["reader"].language = lang
    site.people["reader"].save()
    shown = site.client("reader").get("/programs").content.decode()

    for one in OPERATIONS.values():
        assert f"/api/v1/{one.path}".replace("path:", "") in shown
    assert "/dossiers/{slug}/actors.json" in shown
    assert "/dossiers/{slug}/sharing.json" not in shown
