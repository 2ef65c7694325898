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


@pytest.mark.parametrize("role", ["officer", "crisis", "reception", "honorary", "hotline", "warden", "protection"])
def test_nobody_else_gives_roles(browser, people, role):
    client = browser(role)
    assert client.get("/assignments").status_code == 403
    assert client.get("/assignments.json").status_code == 403
    before = Assignment.objects.count()
    assert client.post("/assignments/give", {"account": people[role].pk, "role": "administrator", "post": ""}).status_code == 403
    assert invited(client).status_code == 403
    assert Assignment.objects.count() == before


def test_a_head_gives_roles_at_their_own_post_and_none_above_their_own(browser, people):
    client, reception = browser("head"), people["reception"]
    page = client.get("/assignments").content.decode()
    assert "officer@lyndon.example.org" in page
    for hidden in ("officer@novara.example.org", "administrator@lyndon.example.org", "protection@lyndon.example.org"):
        assert hidden not in page
    before = Assignment.objects.count()
    for role, post in (
        ("administrator", ""),
        ("protection", ""),
        ("crisis", ""),
        ("crisis", "lyndon"),
        ("officer", "novara"),
        ("officer", ""),
    ):
        assert client.post("/assignments/give", {"account": reception.pk, "role": role, "post": post}).status_code == 422, (role, post)
        assert invited(client, role=role, post=post).status_code == 422, (role, post)
    assert client.post("/assignments/give", {"account": people["other-officer"].pk, "role": "officer", "post": "lyndon"}).status_code == 422
    assert Assignment.objects.count() == before
    assert client.post("/assignments/give", {"account": reception.pk, "role": "officer", "post": "lyndon"}).status_code == 302
    given = Assignment.objects.get(account=reception, role="officer")
    assert given.by == people["head"]
    assert client.post(f"/assignments/{given.pk}/take").status_code == 302
    for role in ("administrator", "other-officer", "protection"):
        row = Assignment.objects.get(account=people[role])
        assert client.post(f"/assignments/{row.pk}/take").status_code == 404
    own = Assignment.objects.get(account=people["head"])
    assert client.post(f"/assignments/{own.pk}/take").status_code == 400
    assert Assignment.objects.count() == before


def test_a_head_invites_to_their_post_and_withdraws_no_other_invitation(browser):
    invited(browser("administrator"), email="far@example.org", post="novara")
    far = Invitation.objects.get()
    client = browser("head")
    assert "far@example.org" not in client.get("/assignments").content.decode()
    assert client.post(f"/assignments/invitations/{far.pk}/withdraw").status_code == 404
    assert invited(client).status_code == 200
    near = Invitation.objects.get(email="new@example.org")
    assert client.post(f"/assignments/invitations/{near.pk}/withdraw").status_code == 302
    assert list(Invitation.objects.all()) == [far]


def test_a_head_takes_no_invitation_of_others_away_by_another_one(browser):
    for values in ({"email": "far@example.org", "post": "novara"}, {"email": "above@example.org", "role": "administrator", "post": ""}):
        invited(browser("administrator"), **values)
    before = sorted(Invitation.objects.values_list("pk", "email"))
    client = browser("head")
    for address in ("far@example.org", "ABOVE@example.org "):
        answer = invited(client, email=address)
        assert answer.status_code == 422
        assert "Ask an administrator." in answer.content.decode()
    assert sorted(Invitation.objects.values_list("pk", "email")) == before
    assert invited(browser("administrator"), email="far@example.org").status_code == 200


def test_an_invitation_ends_with_the_role_of_who_made_it(browser, people):
    answer = invited(browser("head"), role="head")
    link = re.search(r"http://testserver(/invitation/[\w-]+)", answer.content.decode())[1]
    assert Client().get(link).status_code == 200
    people["head"].assignments.all().delete()
    assert Client().get(link).status_code == 404
    assert Client().post(link, ACCOUNT).status_code == 404
    assert not Account.objects.filter(email="new@example.org").exists()
