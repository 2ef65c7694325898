"""A new password from the machine that the site runs on."""

from __future__ import annotations

import os
import re

import pytest
from django.test import Client

from legation.errors import WrongUse
from legation.web.accounts.sign_in import reset_password
from legation.web.stores.audit.models import Entry

from .sites import Server, legation, prepared, signed_in

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("sessions end and second factors go by queries")
POSTGRESQL = os.environ.get("LEGATION_TEST_DATABASE") == "postgresql"


@each_database
def test_the_new_password_opens_and_the_old_sessions_end(site):
    open_before = site.client("reader")

    password = reset_password(" Reader@Example.org ")

    assert open_before.get("/").status_code == 302
    answer = Client().post("/account/login/", {"login": "reader@example.org", "password": password})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Entry.objects.filter(route="password.reset").exists()


@each_database
def test_a_lost_second_factor_is_removed_only_where_that_is_asked(site):
    from allauth.mfa.models import Authenticator

    account = site.people["reader"]
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})

    reset_password(account.email)
    assert Authenticator.objects.filter(user=account).exists()
    reset_password(account.email, second_factor=True)
    assert not Authenticator.objects.filter(user=account).exists()


@each_database
def test_an_address_that_nobody_has_is_named():
    with pytest.raises(WrongUse, match=r"nobody@example\.org"):
        reset_password("nobody@example.org")


def test_the_command_shows_it_once(tmp_path):
    with prepared(tmp_path, postgresql=POSTGRESQL) as environment:
        code, said = legation(environment, "password", "admin@legation.localhost", "--lang", "fr")
        shown = re.search(r": (\S+) \(affiché", said)

        assert (code, bool(shown)) == (0, True), said
        with Server(environment) as server:
            assert signed_in(server, password=shown[1])
