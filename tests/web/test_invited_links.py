"""The links that the desk makes to the invitations of a text in circulation: for one, for all, shown once, revoked."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from web.answering import LINKS, PARTS, Circulated, filled

from legation.dossier.records import MARKINGS
from legation.web.access import TABLE
from legation.web.dossiers.models import Grant
from legation.web.links.secret import HIGHEST
from legation.web.rooms.browser import Browser
from legation.web.site.routing import ROUTES
from legation.web.stores.invited.models import InvitationLink

pytestmark = pytest.mark.django_db
ON_EACH = pytest.mark.each_database("links are looked for by their hash")


@pytest.fixture
def there(site: Any) -> Circulated:
    return filled(site)


def table_of(answer: Any) -> list[list[str]]:
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


@ON_EACH
def test_a_link_for_one_is_shown_once_and_its_hash_alone_is_kept(there: Circulated) -> None:
    desk = there.site.client("editor")
    page = desk.post(f"{LINKS}/make", {"invitation": "i3"}).content.decode()
    (address,) = re.findall(r'<code class="address">([^<]+)</code>', page)
    secret = address.rpartition("/")[2]

    assert "Link for Estonia" in page
    assert secret not in desk.get(LINKS).content.decode()
    assert InvitationLink.objects.filter(invitation="i3", token_hash=Browser(secret).digest).exists()
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    assert InvitationLink.objects.filter(invitation="i3", revoked=None).count() == 2
    assert desk.post(f"{LINKS}/make", {"invitation": "i4"}).status_code == 404


@ON_EACH
def test_links_for_all_who_have_none_come_as_a_table_once(there: Circulated) -> None:
    InvitationLink.objects.filter(invitation__in=("i1", "i3")).delete()
    desk = there.site.client("editor")
    assert "Make 2 links and download them" in desk.get(LINKS).content.decode()
    answer = desk.post(f"{LINKS}/all")
    head, *rows = table_of(answer)

    assert head == ["Id", "Invited", "For the attention of", "Link"]
    assert [row[:3] for row in rows] == [["FRA", "France", "permanent mission"], ["EST", "Estonia", "director"]]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    for row in rows:
        page = Client(headers={"Accept-Language": "en"}).get(row[3].removeprefix("http://testserver"))
        assert f"made for {row[1]}" in page.content.decode()
    assert InvitationLink.objects.count() == 3
    again = desk.post(f"{LINKS}/all", follow=True)
    assert "Everybody whom a link may reach has one." in again.content.decode()
    assert InvitationLink.objects.count() == 3


def test_a_name_that_a_spreadsheet_would_run_is_text_in_the_table_and_a_script_on_the_page(there: Circulated) -> None:
    names = "FRA,<script>alert(1)</script>,state\nDEU,+49 Germany,state\nEST,@estonia,state\nicann,ICANN,technical\nhidden-co,H,company\n"
    there.change(actors_DOT_csv="id,name,kind\n" + names, invitations_DOT_csv=PARTS["invitations.csv"].replace("director", "-2"))
    InvitationLink.objects.all().delete()
    desk = there.site.client("editor")
    assert "<script>alert" not in desk.get(LINKS).content.decode()
    rows = table_of(desk.post(f"{LINKS}/all"))[1:]
    assert [row[1] for row in rows] == ["<script>alert(1)</script>", "'+49 Germany", "'@estonia"]
    assert rows[2][2] == "'-2"


def test_all_links_are_revoked_at_once(there: Circulated) -> None:
    addresses = [there.opened_at(who) for who in there.secrets]
    desk = there.site.client("editor")
    assert "3 links are revoked." in desk.post(f"{LINKS}/revoke", {"all": "yes"}, follow=True).content.decode()
    assert {Client().get(one).status_code for one in addresses} == {404}
    assert "0 of 4 invited have a link" in desk.get(LINKS).content.decode()


def test_what_is_marked_above_a_link_is_reached_by_none(there: Circulated) -> None:
    owner = there.site.client("owner")
    page = owner.get(LINKS).content.decode()
    assert "marked too high for a link" in page
    assert "TLP:AMBER at most" in html.unescape(owner.post(f"{LINKS}/make", {"invitation": "i5"}).content.decode())
    there.draft(more='marking = "TLP:RED"')
    InvitationLink.objects.all().delete()
    for form in ({"invitation": "i1"}, {"invitation": "i3"}):
        assert owner.post(f"{LINKS}/make", form).status_code == 400
    assert owner.post(f"{LINKS}/all").status_code == 302
    assert not InvitationLink.objects.exists()


@pytest.mark.parametrize("marking", ["TLP:GREEN", "TLP:AMBER", "TLP:RED"])
def test_nobody_makes_a_link_that_shows_more_than_they_see(there: Circulated, marking: str) -> None:
    Grant.objects.filter(account=there.site.people["editor"]).update(marking=marking)
    may = MARKINGS.index(marking) >= MARKINGS.index(HIGHEST)
    InvitationLink.objects.all().delete()
    desk = there.site.client("editor")
    for do, form in (("make", {"invitation": "i1"}), ("all", {})):
        assert (desk.post(f"{LINKS}/{do}", form).status_code == 400) == (not may), do
    assert InvitationLink.objects.count() == (3 if may else 0)


def test_what_the_desk_does_for_the_invited_is_as_the_table_says(there: Circulated) -> None:
    routes = [route for name, route in ROUTES.items() if name.startswith("circulations.links")]
    assert len(routes) == 4
    for who in ("owner", "editor", "contributor", "reader", "guest", "member"):
        client = there.site.client(who)
        for route in routes:
            address = reverse(route.name, kwargs={"slug": "small", "draft": "cables"})
            answer = client.post(address, {"invitation": "i1"}) if route.kind == "action" else client.get(address)
            nothing_there = route.name == "circulations.links.revoke"
            allowed = (404,) if nothing_there else (200, 302)
            assert answer.status_code in (allowed if who in TABLE[route.action] else (403, 404)), (who, route.name)


def test_a_text_that_is_not_in_circulation_has_no_links(there: Circulated) -> None:
    desk = there.site.client("owner")
    for draft in ("nothing", "../cables", "adopted"):
        assert desk.get(f"/dossiers/small/circulations/{draft}/links").status_code == 404


def test_thousands_of_invited_are_listed_in_pages(there: Circulated) -> None:
    rows = [f"A{n:04},Actor {n},company" for n in range(1, 251)]
    there.change(
        actors_DOT_csv="id,name,kind\nFRA,France,state\nDEU,Germany,state\nEST,Estonia,state\nicann,I,technical\nhidden-co,H,company\n" + "\n".join(rows) + "\n",
        invitations_DOT_csv="id,draft,actor,at\n" + "".join(f"n{n},cables,A{n:04},2020-01-01T09:00Z\n" for n in range(1, 251)),
        signatures_DOT_csv="id,draft,actor,version,answer,at\n",
    )  # fmt: skip
    desk = there.site.client("owner")
    first, last = (desk.get(f"{LINKS}?page={number}").content.decode() for number in ("1", "3"))
    assert first.count("make-link") + first.count("links/make") == 100
    assert "Actor 250" in last
    assert "Actor 250" not in first
    assert len(table_of(desk.post(f"{LINKS}/all"))) == 251
