"""One that is invited to a text in circulation, as it comes by a link: how a link opens, what it shows, and what it never does."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from pathlib import Path
from typing import Any

import pytest
from canaries import dossier, found_in
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.test import Client
from django.urls import reverse
from web.answering import INVITED, LINKS, PARTS, Circulated, filled
from web.shown import replaced

from legation.dossier import encode
from legation.web.access import KINDS, Browser
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.invited.links import INVITED as ACCESS
from legation.web.invited.links import link_of_secret, make_links
from legation.web.invited.routes import INVITED_ROUTES
from legation.web.links.secret import INVITATIONS
from legation.web.stores.audit import trail
from legation.web.stores.audit.models import Entry
from legation.web.stores.invited.models import InvitationLink, LinkAnswer

pytestmark = pytest.mark.django_db
ON_EACH = pytest.mark.each_database("links are looked for by their hash, and answers written under a lock")


@pytest.fixture
def there(site: Any) -> Circulated:
    return filled(site)


def everything() -> dict[str, str]:
    """Return all that the site keeps: each row of each table, and each file."""
    kept = {
        model._meta.label: hashlib.sha256(serializers.serialize("json", model._default_manager.order_by("pk")).encode()).hexdigest()
        for model in apps.get_models()
    }
    data = Path(settings.DATA)
    return kept | {
        str(one): hashlib.sha256(one.read_bytes()).hexdigest() for one in data.rglob("*") if one.is_file() and "sqlite" not in one.name
    }


def test_a_link_opens_by_a_button_and_says_what_it_is(there: Circulated) -> None:
    client, address = Client(headers={"Accept-Language": "en"}), there.opened_at("FRA")
    for ask in (client.get, client.head, client.get):
        answer = ask(address, headers={"Sec-Purpose": "prefetch"})
        assert (answer.status_code, list(answer.cookies)) == (200, ["legation-csrf"])
    page = answer.content.decode()
    for said in ("On cables", "made for France", "permanent mission", "do not answer"):
        assert said in page
    assert client.get(there.address("FRA")).status_code == 404

    assert client.post(address).url == there.address("FRA")
    assert client.get(there.address("FRA")).status_code == 200
    assert client.get(there.address("DEU")).status_code == 404


def test_a_link_that_is_handed_on_opens_in_two_browsers(there: Circulated) -> None:
    for _ in range(2):
        client = Client(headers={"Accept-Language": "en"})
        client.post(there.opened_at("EST"))
        assert "You answer in the name of Estonia" in client.get(there.address("EST")).content.decode()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_has_text_redline_terms_deadline_and_where_one_stands(there: Circulated, lang: str) -> None:
    page = there.client("FRA", lang).get(there.address("FRA")).content.decode()
    said = {
        "en": ("Permits are issued within seven days.", "You are in: version v2.", "12 May 2999, 18:00 (Paris time)", "72 hours", "<del> one week</del>"),
        "fr": ("Les permis sont délivrés en sept jours.", "Vous êtes associé : version v2.", "12 mai 2999 à 18:00 (heure de Paris)", "72 heures", "<del> une semaine</del>"),
    }[lang]  # fmt: skip
    text = page.replace("\u202f", " ").replace("\u00a0", " ")
    for one in (*said, there.form()["hash"]):
        assert one in text, one
    assert "<script" not in page


@pytest.mark.parametrize(
    ("method", "secret", "status"), [("get", "", 200), ("get", "x", 404), ("post", "", 302), ("post", "forged", 403), ("put", "", 405)]
)
def test_the_secret_of_a_link_is_named_to_no_further_address(there: Circulated, method: str, secret: str, status: int) -> None:
    client = Client(enforce_csrf_checks=secret == "forged")
    token = there.secrets["FRA"] if secret != "x" else "x" * 43
    answer = getattr(client, method)(f"/invited/open/{token}")

    assert (answer.status_code, answer["Referrer-Policy"]) == (status, "strict-origin")
    assert 'name="referrer"' not in answer.content.decode()


def test_the_secret_of_a_link_is_in_no_log_no_trail_and_no_store(there: Circulated, caplog: pytest.LogCaptureFixture, capsys: Any) -> None:
    secret, link = there.secrets["EST"], there.link("EST").pk
    client = Client()
    client.get(there.opened_at("EST"))
    client.post(there.opened_at("EST"))
    client.get(there.address("EST"))
    client.get(f"/invited/open/{secret[:-1]}")
    assert there.send("EST").status_code == 302
    trail.flush()
    noted = [*Entry.objects.values_list("route", "object", "account", "name")]

    assert ("invited-confirm", "actor=EST", None, "") in noted
    said = caplog.text + "".join(capsys.readouterr()) + str(noted)
    assert secret not in said
    assert link not in said
    for model in apps.get_models():
        assert secret not in serializers.serialize("json", model._default_manager.all()), model
    assert len(secret) >= 43  # 256 bits
    for lang in ("en", "fr"):
        page = (Path(__file__).parents[2] / "docs" / lang / "how-to" / "deploy.md").read_text(encoding="utf-8")
        covered = re.search(r"location ~ (\S+) \{[^}]*access_log off;", page)
        assert covered
        assert re.match(covered[1], "/invited/open/x")


@ON_EACH
def test_a_link_that_is_guessed_or_revoked_opens_nothing(there: Circulated) -> None:
    link, client = there.link("FRA"), there.client("FRA")
    assert link_of_secret(there.secrets["FRA"][:-1]) is None
    assert client.get(f"/invited/open/{there.secrets['FRA'][:-1]}x").status_code == 404
    desk = there.site.client("editor")
    sent = {"invitation": "i1", "link": link.pk}
    assert desk.post("/dossiers/small/circulations/cables/links/revoke", {**sent, "invitation": "i2"}).status_code == 404
    assert desk.post("/dossiers/small/circulations/cables/links/revoke", sent).status_code == 302
    address = f"/invited/{link.pk}/"
    assert client.get(f"/invited/open/{there.secrets['FRA']}").status_code == 404
    for below in ("", "answer", "confirm"):
        assert (client.post if below else client.get)(address + below, there.form()).status_code == 404
    assert "EST:sign:v2" not in there.signatures()

    found = [client.get(f"/invited/open/{'x' * 42}{number}").status_code for number in range(40)]
    assert found[-1] == 429


MANY = 360 if os.environ.get("LEGATION_LONG") else 24
"""Invitations that are asked for ten times each: 360 take a minute."""


@pytest.mark.slow
@ON_EACH
def test_nothing_changes_however_often_the_pages_of_many_invitations_are_asked_for(there: Circulated) -> None:
    actors = "".join(f"A{n:03},Actor {n},state\n" for n in range(MANY))
    there.change(
        actors_DOT_csv="id,name,kind\nFRA,France,state\nDEU,Germany,state\nEST,Estonia,state\nicann,ICANN,technical\nhidden-co,H,company\n" + actors,
        invitations_DOT_csv="id,draft,actor,at\n" + "".join(f"n{n:03},cables,A{n:03},2020-01-01T09:00Z\n" for n in range(MANY)),
        signatures_DOT_csv="id,draft,actor,version,answer,at\n",
    )  # fmt: skip
    made = make_links(there.site.dossier, [f"n{n:03}" for n in range(MANY)], None)
    trail.flush()
    before, client = everything(), Client()
    for secret in made.values():
        link = link_of_secret(secret)
        client.cookies[INVITATIONS.cookie_of(link.pk)] = secret
        for ask in (client.get, client.head, client.get, client.get, client.head):
            assert ask(f"/invited/open/{secret}").status_code == 200
            assert ask(f"/invited/{link.pk}/").status_code == 200
        client.cookies.clear()
    trail.flush()

    assert everything() == before
    assert len(before) > 30


# --- who may, and what is not theirs --------------------------------------------------------------------------------------------------------


def ask(client: Client, name: str, link: str, **form: str) -> Any:
    route = INVITED_ROUTES[name]
    more = {"key": form.get("key", "0" * 32)} if ":key>" in route.path else {}
    address = reverse(name, kwargs={"invited": link, **more})
    return client.post(address, form) if route.method == "POST" else client.get(address)


def test_every_route_is_for_whoever_holds_the_link(there: Circulated) -> None:
    link = there.link("FRA").pk
    forged, crossed = Client(), Client()
    forged.cookies[INVITATIONS.cookie_of(link)] = "x" * 43
    crossed.cookies[INVITATIONS.cookie_of(link)] = there.secrets["DEU"]
    strangers = [forged, crossed, there.client("DEU"), *(there.site.client(who) for who in ("owner", "editor", "guest", "anonymous"))]
    for name, route in INVITED_ROUTES.items():
        assert all(ask(client, name, link, **there.form()).status_code == 404 for client in strangers), name
        address = reverse(name, kwargs={"invited": link} | ({"key": "0" * 32} if ":key>" in route.path else {}))
        wrong = "get" if route.method == "POST" else "post"
        assert getattr(there.client("FRA"), wrong)(address).status_code == 405
        wanted = (404,) if ":key>" in route.path else (200, 302)
        assert ask(there.client("FRA"), name, link, **there.form()).status_code in wanted, name
    assert len(INVITED_ROUTES) == 6


def test_who_holds_a_link_is_that_to_it_and_nothing_else(there: Circulated) -> None:
    for who in INVITED:
        browser = Browser(there.secrets[who])
        assert [ACCESS.row(browser, there.link(one)) is not None for one in INVITED] == [one == who for one in INVITED]
    assert not any(ACCESS.can(Browser(""), action, there.link("FRA")) for action in ACCESS.table)
    assert not any(action in access.table for access in KINDS.values() for action in ACCESS.table)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("who", ["FRA", "EST"])
def test_nothing_that_is_not_its_own_reaches_one_that_is_invited(there: Circulated, who: str, lang: str) -> None:
    assert there.send("DEU", kind="sign_if", words="SECRET-CHANGE").status_code == 302
    assert there.send(who, words="OWN-WORDS", kind="decline" if who == "EST" else "withdraw").status_code == 302
    key, client = LinkAnswer.objects.get(link=there.link(who)).key, there.client(who, lang)
    texts = [ask(client, name, there.link(who).pk, key=key).content.decode() for name, one in INVITED_ROUTES.items() if one.method == "GET"]
    texts += [client.get(there.opened_at(who)).content.decode()]
    for form in (
        there.form(),
        there.form(kind="?"),
        there.form(unit="9"),
        there.form(version="v1"),
        there.form(kind="withdraw"),
        {"key": "?"},
    ):
        for name in ("invited-answer", "invited-confirm"):
            texts.append(ask(client, name, there.link(who).pk, **form).content.decode())

    others = [
        name for name in ("France", "Germany", "Allemagne", "Estonia", "Estonie") if name[:4] not in {"FRA": "Fran", "EST": "Esto"}[who]
    ]
    assert len(texts) > 15
    assert any("OWN-WORDS" in text for text in texts)
    for text in texts:
        assert "SECRET" not in text
        assert not any(name in text for name in others), others
        assert not any(secret in text for one, secret in there.secrets.items() if one != who)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_canary_of_a_whole_dossier_reaches_one_that_is_invited(there: Circulated, lang: str) -> None:
    """Every kind of row and of file, open ones too: by a link nothing is seen but one's own."""
    own, caged = there.whole(), dossier()
    rows = {name: (*getattr(caged, name), *getattr(own, name)) for name in ("invitations", "signatures")}
    actors = {row.id: row for row in (*caged.actors, *own.actors)}
    whole = dataclasses.replace(caged, actors=tuple(actors.values()), files={**caged.files, **own.files}, **rows)
    replaced(there.site.dossier, *[whole] * store.revision_of(there.site.dossier).number)
    assert there.send("EST", words="OWN-WORDS", kind="decline").status_code == 302
    key, client = LinkAnswer.objects.get().key, there.client("EST", lang)
    texts = [ask(client, name, there.link("EST").pk, key=key).content for name, one in INVITED_ROUTES.items() if one.method == "GET"]
    texts += [client.get(there.opened_at("EST")).content, there.send("EST", "answer", kind="reservation").content]

    assert found_in(*texts) == set()
    assert any(b"OWN-WORDS" in text for text in texts)
    assert found_in(*encode(whole).values())


def test_what_is_over_or_marked_too_high_opens_nothing(there: Circulated) -> None:
    def shown() -> set[int]:
        return {Client().get(there.opened_at("FRA")).status_code, there.client("FRA").get(there.address("FRA")).status_code}

    assert shown() == {200}
    there.draft(more='marking = "TLP:RED"')
    assert shown() == {403, 404}
    there.draft()
    there.change(invitations_DOT_csv=PARTS["invitations.csv"].replace(f"{'i1'},cables", "i9,cables"))
    assert shown() == {403, 404}
    there.change(invitations_DOT_csv=PARTS["invitations.csv"])
    assert shown() == {200}
    Dossier.objects.update(closed=True)
    assert shown() == {403, 404}
    assert there.send("FRA").status_code == 404


def test_an_invitation_that_was_corrected_keeps_its_link(there: Circulated) -> None:
    head, *rows = PARTS["invitations.csv"].splitlines()
    corrected = "i1b,i1,cables,FRA,the Ambassador,l’Ambassadeur,2020-01-01T09:00Z,"
    lines = [head.replace("id,", "id,supersedes,"), *(row.replace(",", ",,", 1) for row in rows), corrected]
    there.change(invitations_DOT_csv="\n".join(lines) + "\n")
    assert "the Ambassador" in there.client("FRA").get(there.address("FRA")).content.decode()


def test_a_link_opens_nothing_once_its_invitation_was_corrected_to_another_addressee(there: Circulated) -> None:
    head, *rows = PARTS["invitations.csv"].splitlines()
    lines = [head.replace("id,", "id,supersedes,"), *(row.replace(",", ",,", 1) for row in rows if not row.startswith("i2,"))]
    for corrected in ("cables,DEU", "other,FRA"):
        there.change(invitations_DOT_csv="\n".join([*lines, f"i1b,i1,{corrected},SECRET-NEW,SECRET-NEW,2020-01-01T09:00Z,"]) + "\n")
        for answer in (Client().get(there.opened_at("FRA")), there.client("FRA").get(there.address("FRA")), there.send("FRA")):
            assert answer.status_code in (403, 404), corrected
            assert "SECRET" not in answer.content.decode()
        assert [row for row in there.signatures() if row not in ("s1", "s2", "s3")] == []

    there.change(invitations_DOT_csv="\n".join([*lines, "i1b,i1,cables,DEU,consul,consul,2020-01-01T09:00Z,"]) + "\n")
    made = there.site.client("editor").post(f"{LINKS}/make", {"invitation": "i1b"})
    assert made.status_code == 200
    (address,) = set(re.findall(r"/invited/open/[\w-]+", made.content.decode()))
    assert "made for Germany" in Client(headers={"Accept-Language": "en"}).get(address).content.decode()


def test_leaving_lets_the_browser_forget(there: Circulated) -> None:
    client = there.client("FRA")
    answer = client.post(there.address("FRA", "leave"))
    assert answer.status_code == 200
    assert answer.cookies[INVITATIONS.cookie_of(there.link("FRA").pk)]["max-age"] == 0
    assert InvitationLink.objects.filter(revoked=None).count() == 3
