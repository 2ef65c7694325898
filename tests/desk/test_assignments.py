"""Roles are given and taken by administrators; an invited person has their role from the moment at which they accept."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from legation.web.accounts.models import Account, Invitation
from legation.web.consular.records.models import Assignment

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ACCOUNT = {"name": "New Officer", "password": "four plain words here", "again": "four plain words here", "language": "fr"}


def invited(client, **changed):
    sent = {"email": "new@example.org", "role": "officer", "post": "lyndon", "language": "fr"} | changed
    return client.post("/assignments/invite", sent)


def test_an_invited_person_has_their_role(browser):
    answer = invited(browser("administrator"))
    link = re.search(r"http://testserver(/invitation/[\w-]+)", answer.content.decode())[1]
    somebody = Client()
    assert "new@example.org" in somebody.get(link).content.decode()
    assert somebody.post(link, ACCOUNT | {"again": "another"}).status_code == 422
    assert somebody.post(link, ACCOUNT).status_code == 302
    account = Account.objects.get(email="new@example.org")
    assert [(one.role, one.post) for one in account.assignments.all()] == [("officer", "lyndon")]
    assert Client().get(link).status_code == 404
    assert somebody.get("/posts/lyndon/people").status_code == 200
    assert somebody.get("/posts/novara/people").status_code == 404


def test_a_role_is_given_and_taken(browser, people):
    client = browser("administrator")
    page = client.get("/assignments").content.decode()
    assert "head@lyndon.example.org" in page
    account = people["hotline"]
    assert client.post("/assignments/give", {"account": account.pk, "role": "reception", "post": "novara"}).status_code == 302
    row = Assignment.objects.get(account=account, role="reception")
    assert row.by == people["administrator"]
    assert client.post(f"/assignments/{row.pk}/take").status_code == 302
    assert not Assignment.objects.filter(pk=row.pk).exists()
    assert client.post("/assignments/give", {"account": account.pk, "role": "crisis", "post": "novara"}).status_code == 302
    assert Assignment.objects.get(account=account, role="crisis").post == ""


def test_a_role_of_a_post_needs_the_post_and_an_administrator_is_left(browser, people):
    client = browser("administrator")
    assert client.post("/assignments/give", {"account": people["hotline"].pk, "role": "officer", "post": ""}).status_code == 422
    assert invited(client, post="").status_code == 422
    assert invited(client, email="head@lyndon.example.org").status_code == 422
    last = Assignment.objects.get(role="administrator")
    assert client.post(f"/assignments/{last.pk}/take").status_code == 400
    assert Assignment.objects.filter(pk=last.pk).exists()


def test_an_invitation_is_withdrawn(browser):
    client = browser("administrator")
    link = re.search(r"http://testserver(/invitation/[\w-]+)", invited(client).content.decode())[1]
    assert client.post(f"/assignments/invitations/{Invitation.objects.get().pk}/withdraw").status_code == 302
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("role", ["head", "officer", "crisis", "reception", "honorary", "hotline", "warden", "protection"])
def test_nobody_else_gives_roles(browser, people, role):
    client = browser(role)
    assert client.get("/assignments").status_code == 403
    assert client.get("/assignments.json").status_code == 403
    before = Assignment.objects.count()
    assert client.post("/assignments/give", {"account": people[role].pk, "role": "administrator", "post": ""}).status_code == 403
    assert invited(client).status_code == 403
    assert Assignment.objects.count() == before
