"""Sharing a dossier: with whom, as what, how much of it; and what can never be given or taken."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from web.conftest import small

from legation.dossier import TABLES
from legation.web.access import grant_of as grant_to
from legation.web.access import scope_of
from legation.web.accounts.models import Account, Invitation, Membership, Organisation
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant, WaitingGrant

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("grants are unique and the last owner stays")]


def fields(**more: Any) -> dict[str, Any]:
    return {"role": "reader", "marking": "TLP:GREEN", "until": "", **more}


def grant_of(site: Any, role: str) -> Grant:
    return Grant.objects.get(account=site.people[role])


def give(site: Any, who: str, **more: Any) -> Any:
    return site.client("owner").post("/dossiers/small/sharing/give", fields(to=site.people[who].email, **more))


def change(site: Any, grant: Grant, **more: Any) -> Any:
    return site.client("owner").post(f"/dossiers/small/sharing/{grant.pk}/change", fields(**more))


def view(site: Any, account: Account) -> Any:
    """Return the dossier as an account sees it."""
    grant = grant_to(account, site.dossier)
    assert grant is not None
    return store.seen(store.revision_of(site.dossier), scope_of(grant))


def counts(site: Any, account: Account) -> dict[str, int]:
    """Return how many rows of each table an account sees."""
    seen = view(site, account)
    return {name: len(getattr(seen, name)) for name in TABLES if len(getattr(seen, name))}


def test_an_owner_shares_and_what_is_shared_can_be_opened(site: Any) -> None:
    assert site.client("member").get("/dossiers/small").status_code == 404

    assert give(site, "member").status_code == 302

    shown = site.client("member").get("/dossiers/small.json").json()
    assert shown["ok"]
    assert "SECRET" not in str(shown)


def test_an_organisation_is_shared_with_as_a_whole(site: Any) -> None:
    body = Organisation.objects.create(name="Desk", kind="state")
    Membership.objects.create(organisation=body, account=site.people["member"])

    site.client("owner").post("/dossiers/small/sharing/give", fields(to=body.name))

    assert site.client("member").get("/dossiers/small").status_code == 200
    Membership.objects.all().delete()
    assert site.client("member").get("/dossiers/small").status_code == 404


def test_a_dossier_is_shared_once_with_each(site: Any) -> None:
    answer = site.client("owner").post("/dossiers/small/sharing/give", fields(to="Reader", role="editor"))

    assert answer.status_code == 422
    assert grant_of(site, "reader").role == "reader"


def test_the_last_owner_stays(site: Any) -> None:
    mine = grant_of(site, "owner")

    assert change(site, mine, role="editor").status_code == 400
    assert change(site, mine, role="owner", until="2099-01-01").status_code == 422
    assert site.client("owner").post(f"/dossiers/small/sharing/{mine.pk}/take").status_code == 400
    assert grant_of(site, "owner").role == "owner"
    assert grant_of(site, "owner").until is None


def test_a_deactivated_owner_does_not_count(site: Any) -> None:
    give(site, "member", role="owner")
    Account.objects.filter(pk=site.people["member"].pk).update(is_active=False)

    assert change(site, grant_of(site, "owner"), role="editor").status_code == 400


def test_with_a_second_owner_the_first_may_go(site: Any) -> None:
    give(site, "member", role="owner")

    assert change(site, grant_of(site, "owner"), role="reader").status_code == 302
    assert site.client("owner").get("/dossiers/small/sharing").status_code == 403


@pytest.mark.parametrize("role", ["owner", "editor", "contributor", "reader"])
def test_a_guest_account_stays_a_guest(site: Any, role: str) -> None:
    assert give(site, "guest", role=role).status_code == 422
    Grant.objects.create(dossier=site.dossier, account=site.people["guest"], role=role, marking="TLP:RED")

    assert site.client("guest").get("/dossiers/small/sharing").status_code == 403
    assert "SECRET-AIM" not in site.client("guest").get("/dossiers/small").content.decode()


def test_an_organisation_owns_no_dossier_and_sees_no_mandate(site: Any) -> None:
    body = Organisation.objects.create(name="Desk", kind="state")
    owner = site.client("owner")
    for more in ({"role": "owner"}, {"mandate": "on"}):
        assert owner.post("/dossiers/small/sharing/give", fields(to=body.name, **more)).status_code == 422
    Membership.objects.create(organisation=body, account=site.people["member"])
    Grant.objects.create(dossier=site.dossier, organisation=body, role="reader", marking="TLP:RED", mandate=True)

    assert "SECRET-AIM" not in site.client("member").get("/dossiers/small").content.decode()


def test_the_mandate_is_opened_to_a_named_person(site: Any) -> None:
    give(site, "member", mandate="on")

    assert view(site, site.people["member"]).mandate is not None


def test_a_grant_that_ends_is_open_on_its_last_day(site: Any) -> None:
    today = dt.datetime.now(dt.UTC).date()
    change(site, grant_of(site, "reader"), until=today.isoformat())
    assert site.client("reader").get("/dossiers/small").status_code == 200

    change(site, grant_of(site, "reader"), until=(today - dt.timedelta(days=1)).isoformat())
    assert site.client("reader").get("/dossiers/small").status_code == 404


def test_a_guest_sees_the_tables_that_are_shared(site: Any) -> None:
    partner = Grant.objects.get(organisation__name="Partner")
    change(site, partner, role="guest", tables=["actors"])

    assert counts(site, site.people["guest"]) == {"actors": 4}


def test_the_page_says_what_each_sees(site: Any) -> None:
    shown = site.client("owner").get("/dossiers/small/sharing.json").json()
    by_name = {grant["to"]: grant for grant in shown["grants"]}

    assert "actors: 4 of 5" in by_name["Reader"]["sees"]
    assert "actors: 5 of 5" in by_name["Editor"]["sees"]
    assert "objectives: 0 of 1" in by_name["Partner"]["sees"]
    assert by_name["Owner"]["mandate"] is True
    assert by_name["Partner"]["mandate"] is False


def test_an_owner_sees_the_dossier_as_a_guest_does(site: Any) -> None:
    partner = Grant.objects.get(organisation__name="Partner")

    preview = site.client("owner").get(f"/dossiers/small/sharing/{partner.pk}/see")
    theirs = site.client("guest").get("/dossiers/small.json").json()

    assert preview.status_code == 200
    assert "SECRET" not in preview.content.decode()
    assert theirs["hash"] in preview.content.decode()


def invite(site: Any, role: str = "owner", **more: Any) -> Any:
    data = {
        "to": "guest2@example.org",
        "role": "guest",
        "organisation": "Company",
        "marking": "TLP:CLEAR",
        "language": "en",
        "tables": ["actors"],
        **more,
    }
    return site.client(role).post("/dossiers/small/sharing/give", data)


def test_a_guest_from_outside_comes_by_a_link(site: Any, client: Any) -> None:
    answer = invite(site, marking="TLP:GREEN")
    link = re.search(r'value="http://testserver(/invitation/[^"]+)"', answer.content.decode())
    assert link is not None
    password = "a sentence that is long enough"
    client.post(f"{link[1]}/accept", {"name": "G", "password": password, "again": password, "language": "en"})

    account = Account.objects.get(email="guest2@example.org")
    assert account.is_guest
    assert counts(site, account) == {"actors": 4}
    assert client.get("/dossiers/small").status_code == 200


def test_the_invitation_says_who_invites_for_whom_to_what_and_until_when(site: Any, client: Any) -> None:
    answer = invite(site, until="2031-03-31", language="fr", marking="TLP:GREEN")
    link = re.search(r'value="http://testserver(/invitation/[^"]+)"', answer.content.decode())
    assert link is not None

    page = client.get(link[1], headers={"accept-language": "en"}).content.decode()
    assert "Owner (owner@example.org) invites you to act for Company, as a guest" in page
    assert "A small matter" in page and "31 March 2031" in page
    assert '<option value="fr" selected>' in page  # the language that the owner chose
    (letter,) = mail.outbox
    assert "Owner (owner@example.org) vous invite à agir pour Company" in letter.body
    assert Grant.objects.get(organisation__name="Company").until == dt.date(2031, 3, 31)
    Grant.objects.update(marking="TLP:CLEAR")
    assert "A small matter" not in client.get(link[1]).content.decode()  # the dossier itself is marked higher


def test_a_second_guest_of_an_organisation_changes_nothing_of_what_it_sees_and_that_is_said(site: Any) -> None:
    invite(site)
    again = invite(site, to="guest3@example.org", tables=["actors", "issues"])

    assert "was already shared with Company" in again.content.decode()
    assert Grant.objects.get(organisation__name="Company").tables == ["actors"]


def test_a_guest_is_not_invited_where_the_organisation_holds_another_role(site: Any) -> None:
    body = Organisation.objects.create(name="Company")
    Grant.objects.create(dossier=site.dossier, organisation=body, role="reader")

    answer = invite(site)

    assert answer.status_code == 422 and "a guest would see nothing of it" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_guest_reads_that_a_page_is_not_shared_and_is_offered_no_way_to_it(site: Any) -> None:
    Grant.objects.filter(role="guest").update(tables=["actors"])
    client = site.client("guest")

    for page in ("groups", "grid", "map"):
        assert "Not shared with you" in client.get(f"/dossiers/small/actors/{page}").content.decode(), page
        assert f"/actors/{page}" not in client.get("/dossiers/small/actors").content.decode()
        assert f"/actors/{page}" in site.client("reader").get("/dossiers/small/actors").content.decode()
    overview, questions = (client.get(f"/dossiers/small{place}").content.decode() for place in ("", "/questions"))
    assert "Nothing has a date ahead" not in overview
    assert "Ask an owner of the dossier." in questions and "Add rows first" not in questions and "add it" not in questions


def test_the_page_of_what_another_sees_lists_what_is_hidden(site: Any) -> None:
    grant = Grant.objects.get(role="guest")

    seen = site.client("owner").get(f"/dossiers/small/sharing/{grant.pk}/see.json").json()

    assert all(table["count"] for table in seen["tables"])
    assert not any(table["count"] for table in seen["hidden"])
    assert {table["title"] for table in seen["hidden"]} >= {"votes", "objectives"}


def test_nobody_is_let_into_dossiers_of_others_by_an_invitation(site: Any) -> None:
    """An organisation that may open another's dossier takes no guest of mine."""
    body = Organisation.objects.create(name="Company")
    theirs = Dossier.objects.create(slug="theirs", head=1)
    Grant.objects.create(dossier=theirs, organisation=body, role="reader")

    answer = invite(site)

    assert answer.status_code == 422
    assert "guest2@example.org" in answer.content.decode()  # what was typed is kept
    assert not Invitation.objects.exists()
    Organisation.objects.create(name="Of the desk")
    assert invite(site, organisation="Of the desk").status_code == 422


def test_what_is_wrong_is_refused_and_nothing_is_written(site: Any) -> None:
    before = Grant.objects.count()
    for more in ({"role": "king"}, {"marking": "TLP:PINK"}, {"until": "soon"}, {"to": "nobody"}, {"to": "no body@x"}, {"to": ""}):
        data = fields(to=site.people["member"].email)
        assert site.client("owner").post("/dossiers/small/sharing/give", {**data, **more}).status_code == 422, more
    assert Grant.objects.count() == before


ENGLISH = {"accept-language": "en"}
PASSWORD = "a sentence that is long enough"


def link_in(answer: Any) -> str:
    found = re.search(r'value="http://testserver(/invitation/[^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def come(client: Any, link: str, name: str = "New") -> None:
    """Make the account of a link; the browser is then signed in."""
    answer = client.post(f"{link}/accept", {"name": name, "password": PASSWORD, "again": PASSWORD, "language": "en"})
    assert answer.status_code == 302, answer.content.decode()


def share(site: Any, who: str = "owner", **more: Any) -> Any:
    return site.client(who).post("/dossiers/small/sharing/give", fields(**{"to": "new@example.org", "language": "en", **more}))


def administer(site: Any) -> None:
    Account.objects.filter(pk=site.people["owner"].pk).update(is_administrator=True)


def test_a_colleague_is_invited_from_sharing_and_what_is_shared_waits_for_them(site: Any, client: Any) -> None:
    administer(site)
    link = link_in(share(site, role="editor"))
    assert "A small matter" in client.get(link, headers=ENGLISH).content.decode()

    come(client, link)

    account = Account.objects.get(email="new@example.org")
    assert not account.is_guest
    assert grant_to(account, site.dossier).role == "editor"
    assert client.get("/dossiers/small").status_code == 200
    assert not WaitingGrant.objects.exists()


def test_an_owner_who_is_no_administrator_asks_for_a_colleague(site: Any, client: Any) -> None:
    answer = share(site)
    assert answer.status_code == 302 and not Invitation.objects.exists()
    waiting = site.client("owner").get("/dossiers/small/sharing").content.decode()
    assert "new@example.org" in waiting and "an administrator is asked for a link" in waiting

    administrator = site.client("administrator")
    page = administrator.get("/accounts").content.decode()
    assert "new@example.org" in page and "Owner shares a dossier with them." in page
    assert "/dossiers/small" not in page and "A small matter" not in page  # the dossier is not theirs to know of
    come(client, link_in(administrator.post("/accounts/invite", {"email": "new@example.org", "role": "member", "language": "en"})))

    assert client.get("/dossiers/small").status_code == 200
    assert "Owner shares a dossier" not in administrator.get("/accounts").content.decode()


def test_a_guest_is_invited_in_their_own_name(site: Any, client: Any) -> None:
    come(client, link_in(share(site, role="guest", tables=["actors"])))

    account = Account.objects.get(email="new@example.org")
    assert account.is_guest
    assert counts(site, account) == {"actors": 4}
    assert client.get("/dossiers/small/history").status_code == 403


def test_what_waits_is_withdrawn_with_its_link(site: Any, client: Any) -> None:
    link = link_in(share(site, role="guest", tables=["actors"]))
    waiting = WaitingGrant.objects.get()
    assert site.client("editor").post(f"/dossiers/small/sharing/waiting/{waiting.pk}/withdraw").status_code == 403

    assert site.client("owner").post(f"/dossiers/small/sharing/waiting/{waiting.pk}/withdraw").status_code == 302

    assert not WaitingGrant.objects.exists() and client.get(link).status_code == 404


def test_a_link_of_another_owner_is_not_replaced_and_opens_both_dossiers(site: Any, client: Any) -> None:
    store.create(small(), site.people["other-owner"], slug="theirs")
    link = link_in(share(site, role="guest", tables=["actors"]))

    again = site.client("other-owner").post("/dossiers/theirs/sharing/give", fields(to="new@example.org", role="guest", language="en"))
    assert again.status_code == 302
    come(client, link)

    assert {grant.dossier.slug for grant in Grant.objects.filter(account__email="new@example.org")} == {"small", "theirs"}


def test_what_was_shared_by_somebody_who_owns_the_dossier_no_longer_opens_nothing(site: Any, client: Any) -> None:
    link = link_in(share(site, role="guest", tables=["actors"]))
    give(site, "member", role="owner")
    change(site, grant_of(site, "owner"), role="reader")

    assert "A small matter" not in client.get(link, headers=ENGLISH).content.decode()
    come(client, link)

    assert not Grant.objects.filter(account__email="new@example.org").exists()


def test_who_waits_is_told_apart_from_who_is_there(site: Any) -> None:
    Account.objects.filter(pk=site.people["member"].pk).update(is_active=False)

    assert "switched off" in share(site, to=site.people["member"].email).content.decode()
    assert "Nobody on this site is called Nobody" in share(site, to="Nobody").content.decode()
    assert share(site, to="  OTHER-owner ").status_code == 302
    assert not WaitingGrant.objects.exists()
    for more in ({"role": "guest", "mandate": "on"}, {"role": "owner", "until": "2031-01-01"}):
        assert share(site, **more).status_code == 422, more
    assert not WaitingGrant.objects.exists()
