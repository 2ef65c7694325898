"""Signing in, invitations, accounts and organisations: who gets in, and who does not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from legation.errors import CannotRead, WrongUse
from legation.web.accounts import invitations
from legation.web.accounts.models import Account, Invitation, Membership, Organisation
from legation.web.accounts.sign_in import SocialAdapter, confirm_href, must_confirm
from legation.web.dossiers.models import Grant
from legation.web.site import environment

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("addresses are unique, attempts are counted, links are used once")
PASSWORD = "a sentence that is long enough"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def quick_and_uncounted(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No count of attempts is left from another test, and hashing a password takes no time."""
    cache.clear()
    for cost, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
        monkeypatch.setattr(Argon2PasswordHasher, cost, least)


def person(email: str = "p@example.org", **fields: Any) -> Account:
    return Account.objects.create_user(email, PASSWORD, name="P", language="en", **fields)


def sign_in(client: Client, password: str = PASSWORD, email: str = "p@example.org", **more: Any) -> Any:
    return client.post(LOGIN, {"login": email, "password": password}, **more)


@each_database
def test_the_right_password_opens_the_first_page() -> None:
    person()
    client = Client()

    answer = sign_in(client)

    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/").status_code == 200


def test_passwords_are_kept_by_argon2() -> None:
    assert person().password.startswith("argon2$argon2id$")


def test_a_session_gets_a_new_key_at_sign_in() -> None:
    person()
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    client.cookies["legation-session"] = before

    sign_in(client)

    assert client.session.session_key != before


@each_database
def test_twenty_wrong_passwords_close_the_account_for_a_while_and_no_other() -> None:
    person()
    person("q@example.org")
    client = Client()

    statuses = [sign_in(client, f"wrong {n}").status_code for n in range(20)]

    assert statuses[:5] == [200] * 5
    assert set(statuses[5:]) == {429}
    assert sign_in(Client(), REMOTE_ADDR="203.0.113.9").status_code == 429  # the right password, elsewhere
    assert sign_in(Client(), email="q@example.org").status_code == 302  # another account, the same address


@each_database
def test_many_accounts_cannot_be_tried_from_one_address() -> None:
    statuses = [sign_in(Client(), "wrong", f"x{n}@example.org").status_code for n in range(45)]

    assert statuses[-1] == 429
    person()
    assert sign_in(Client(), REMOTE_ADDR="203.0.113.9").status_code == 302


def test_an_unknown_address_and_a_wrong_password_read_alike() -> None:
    person()
    texts = [sign_in(Client(), "wrong", email).content.decode() for email in ("p@example.org", "nobody@example.org")]
    same = [re.sub(r'value="[^"]*"', "", text) for text in texts]

    assert same[0] == same[1]


@each_database
def test_a_changed_password_ends_the_other_sessions() -> None:
    person()
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = "another sentence, just as long"

    answer = here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert answer.status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


@each_database
def test_other_sessions_can_be_ended() -> None:
    person()
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)

    assert here.get("/account/sessions/").content.count(b"<tr>") == 3
    here.post("/account/sessions/")

    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200


@each_database
def test_a_forgotten_password_is_set_anew_by_a_letter() -> None:
    person()
    client = Client()
    client.post("/account/password/reset/", {"email": "p@example.org"})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert link is not None
    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    new = "another sentence, just as long"

    client.post(address, {"password1": new, "password2": new})

    assert sign_in(Client(), new).status_code == 302
    assert Client().get(link[1], follow=True).content.count(b"password1") == 0  # once


def test_no_letter_goes_to_an_address_without_account() -> None:
    Client().post("/account/password/reset/", {"email": "nobody@example.org"})

    assert mail.outbox == []


@pytest.mark.parametrize("address", ["signup/", "email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"])
def test_nobody_makes_an_account_uninvited_or_adds_an_address(address: str) -> None:
    person()
    client = Client()
    fields = {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD, "action_add": ""}
    assert client.post(f"/account/{address}", fields).status_code == 404
    sign_in(client)

    assert client.post(f"/account/{address}", fields).status_code == 404
    assert Account.objects.count() == 1


# --- invitations -------------------------------------------------------------------------------------------------------------------------


def invited(site: Any, **fields: Any) -> str:
    data = {"email": "new@example.org", "organisation": "", "role": "member", "language": "fr", **fields}
    answer = site.client("administrator").post("/accounts/invite", data)
    assert answer.status_code == 200, answer.content.decode()
    link = re.search(r'value="http://testserver(/invitation/[^"]+)"', answer.content.decode())
    assert link is not None
    return link[1]


def taken(link: str, **fields: str) -> Any:
    client = Client()
    data = {"name": "Nouvelle", "password": PASSWORD, "again": PASSWORD, "language": "fr", **fields}
    return client, client.post(f"{link}/accept", data)


@each_database
def test_an_invitation_makes_an_account_and_signs_it_in(site: Any) -> None:
    body = Organisation.objects.create(name="MFA", kind="state")
    link = invited(site, organisation=str(body.pk))
    assert Client().get(link).status_code == 200

    client, answer = taken(link)

    assert (answer.status_code, answer.url) == (302, "/")
    home = client.get("/").content.decode()
    assert "Accueil" in home and "Successfully signed in" not in home
    account = Account.objects.get(email="new@example.org")
    assert (account.name, account.language, account.is_guest, account.is_administrator) == ("Nouvelle", "fr", False, False)
    assert list(account.organisations.all()) == [body]


def test_the_letter_holds_the_link_and_the_database_does_not(site: Any) -> None:
    link = invited(site)
    token = link.rpartition("/")[2]

    assert link in str(mail.outbox[0].body)
    assert mail.outbox[0].subject == "Invitation à Legation"
    row = Invitation.objects.values().get()
    assert token not in str(row)


@each_database
def test_an_invitation_is_used_once(site: Any) -> None:
    link = invited(site)
    taken(link)

    assert Client().get(link).status_code == 404
    assert taken(link, name="Other")[1].status_code == 404
    assert Account.objects.filter(email="new@example.org").count() == 1


@each_database
def test_two_who_hold_one_link_make_one_account(site: Any) -> None:
    invitation, _ = invitations.invite("new@example.org", site.people["administrator"])
    invitations.accept(invitation, name="A", password=PASSWORD, language="fr")

    with pytest.raises(WrongUse):
        invitations.accept(invitation, name="B", password=PASSWORD, language="fr")


@each_database
def test_an_invitation_expires_and_can_be_withdrawn(site: Any) -> None:
    link = invited(site)
    Invitation.objects.update(expires=timezone.now() - dt.timedelta(seconds=1))
    assert Client().get(link).status_code == 404

    link = invited(site)
    site.client("administrator").post(f"/invitations/{Invitation.objects.get().pk}/withdraw")
    assert Client().get(link).status_code == 404


@each_database
def test_a_second_invitation_withdraws_the_first(site: Any) -> None:
    first = invited(site)
    invited(site)

    assert Client().get(first).status_code == 404


@each_database
def test_an_address_with_an_account_is_not_invited_again(site: Any) -> None:
    answer = site.client("administrator").post("/accounts/invite", {"email": "OWNER@example.org", "role": "member", "language": "en"})

    assert answer.status_code == 422
    assert "already has an account" in answer.content.decode()


@each_database
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": "short", "again": "short"}, "12"),
        ({"again": "another one"}, "Les deux mots de passe diffèrent"),
        ({"password": "new@example.org", "again": "new@example.org"}, "trop semblable au champ «\xa0adresse électronique"),
        ({"name": ""}, "Remplissez ce champ"),
        ({"name": "x" * 121}, "121 caractères"),
        ({"language": "de"}, "de"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_the_rest_is_kept(site: Any, fields: dict[str, str], said: str) -> None:
    link = invited(site)
    client = Client(headers={"Accept-Language": "fr"})
    data = {"name": "Nouvelle", "password": PASSWORD, "again": PASSWORD, "language": "fr", **fields}

    answer = client.post(f"{link}/accept", data)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Account.objects.filter(email="new@example.org").exists()
    assert (
        data["password"] not in answer.content.decode().replace(link, "").replace("new@example.org", "", 2)
        or data["password"] == "new@example.org"
    )


# --- administration -----------------------------------------------------------------------------------------------------------------------


def change(site: Any, role: str, what: str) -> Any:
    return site.client("administrator").post(f"/accounts/{site.people[role].pk}/change", {"do": what})


@each_database
def test_the_last_administrator_stays(site: Any) -> None:
    for what in ("deactivate", "make-member", "make-guest"):
        assert change(site, "administrator", what).status_code == 400
        site.people["administrator"].refresh_from_db()
        assert site.people["administrator"].is_administrator
        assert site.people["administrator"].is_active


@each_database
def test_a_second_administrator_lets_the_first_go(site: Any) -> None:
    change(site, "member", "make-administrator")

    assert change(site, "administrator", "make-member").status_code == 302


@each_database
def test_a_deactivated_account_is_out_at_once(site: Any) -> None:
    editor = site.client("editor")
    assert editor.get("/").status_code == 200

    change(site, "editor", "deactivate")

    assert editor.get("/").status_code == 302
    change(site, "editor", "activate")
    assert site.client("editor").get("/").status_code == 200


@each_database
def test_a_dossier_without_owner_is_given_to_a_member(site: Any) -> None:
    change(site, "owner", "deactivate")
    administrator = site.client("administrator")
    assert "no owner any more" in administrator.get("/accounts").content.decode()

    administrator.post("/accounts/heir", {"dossier": "small", "account": site.people["member"].pk})

    assert Grant.objects.get(account=site.people["member"]).role == "owner"
    assert site.client("member").get("/dossiers/small").status_code == 200


def test_nobody_is_made_owner_of_a_dossier_that_has_one(site: Any) -> None:
    answer = site.client("administrator").post("/accounts/heir", {"dossier": "small", "account": site.people["administrator"].pk})

    assert answer.status_code == 400
    assert not Grant.objects.filter(account=site.people["administrator"]).exists()


@each_database
def test_organisations_are_made_renamed_joined_and_left(site: Any) -> None:
    administrator = site.client("administrator")
    administrator.post("/organisations/make", {"name": "Desk", "kind": "state"})
    body = Organisation.objects.get(name="Desk")
    member = site.people["member"]
    administrator.post(f"/organisations/{body.pk}/join", {"account": member.pk, "role": "cyber desk"})
    assert Membership.objects.get(organisation=body).role == "cyber desk"
    assert administrator.post(f"/organisations/{body.pk}/change", {"name": "Partner", "kind": "ngo"}).status_code == 422
    administrator.post(f"/organisations/{body.pk}/change", {"name": "Cyber desk", "kind": "state"})
    assert "Cyber desk" in administrator.get(f"/organisations/{body.pk}").content.decode()
    administrator.post(f"/organisations/{body.pk}/leave/{member.pk}")

    assert not body.members.exists()


# --- my account ---------------------------------------------------------------------------------------------------------------------------


def test_a_person_sets_name_language_and_theme(site: Any) -> None:
    member = site.client("member")

    member.post("/me/save", {"name": "Élise", "language": "fr", "theme": "dark"})

    page = member.get("/me").content.decode()
    assert "Mon compte" in page
    assert 'data-theme="dark"' in page
    assert 'value="Élise"' in page


# --- what the environment says ------------------------------------------------------------------------------------------------------------


def test_a_mail_server_is_read_from_an_address() -> None:
    secure = environment.mail_settings(Path("d"), "smtps://a%40b.org:p%2Fw@mail.example.org")

    assert (secure.host, secure.port, secure.tls, secure.starttls) == ("mail.example.org", 465, True, False)
    assert (secure.name, secure.password, secure.sender) == ("a@b.org", "p/w", "a@b.org")
    assert environment.mail_settings(Path("d"), "smtp://localhost:25").starttls is False


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://host:port", "mail.example.org"])
def test_a_wrong_mail_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(WrongUse) as caught:
        environment.mail_settings(Path("d"), url)
    assert "smtp://NAME:PASSWORD@HOST" in str(caught.value)


def provider_file(folder: Path, **changes: Any) -> str:
    table: dict[str, Any] = {
        "id": "mfa",
        "name": "Ministry",
        "client_id": "c",
        "secret": "s",
        "server": "https://id.example.org",
        **changes,
    }
    path = folder / "oidc.toml"
    lines = [f"{key} = {value!r}" for key, value in table.items() if value is not None]
    path.write_text("[[provider]]\n" + "\n".join(lines), "utf-8")
    return str(path)


def test_providers_are_read_from_a_file(tmp_path: Path) -> None:
    app = environment.providers(provider_file(tmp_path, member_domains=["@MFA.example.org"]))["openid_connect"]["APPS"][0]

    assert (app["provider_id"], app["settings"]["server_url"]) == ("mfa", "https://id.example.org")
    assert app["settings"]["member_domains"] == ["mfa.example.org"]


@pytest.mark.parametrize("changes", [{"secret": None}, {"server": "http://id.example.org"}, {"colour": "red"}, {"member_domains": "x"}])
def test_a_wrong_provider_is_named_with_its_keys(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(WrongUse) as caught:
        environment.providers(provider_file(tmp_path, **changes))
    assert next(iter(changes)) in str(caught.value)


def test_a_provider_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        environment.providers(str(tmp_path / "nowhere.toml"))
    (tmp_path / "x.toml").write_text("provider = 1", "utf-8")
    with pytest.raises(WrongUse):
        environment.providers(str(tmp_path / "x.toml"))


def came(email: str, *, verified: bool, domains: list[str]) -> Account:
    """Return the account that somebody gets who comes from a provider."""
    address = SimpleNamespace(email=email, verified=verified)
    app = SimpleNamespace(settings={"member_domains": domains})
    login = SimpleNamespace(user=Account(), email_addresses=[address], provider=SimpleNamespace(app=app))
    return SocialAdapter().populate_user(None, login, {"email": email, "name": "Élise D."})


@pytest.mark.parametrize(
    ("email", "verified", "is_guest"),
    [
        ("e@mfa.example.org", True, False),
        ("E@MFA.example.org", True, False),
        ("e@mfa.example.org", False, True),
        ("e@evil-mfa.example.org", True, True),
        ("mfa.example.org@evil.example", True, True),
        ("", True, True),
    ],
)
def test_who_comes_from_a_provider_is_a_guest_unless_its_domain_is_a_members(email: str, verified: bool, is_guest: bool) -> None:
    account = came(email, verified=verified, domains=["mfa.example.org"])

    assert (account.is_guest, account.is_administrator, account.name) == (is_guest, False, "Élise D.")


def test_a_provider_is_offered_and_its_form_may_lead_there(settings: Any, tmp_path: Path) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = environment.providers(provider_file(tmp_path))

    html = Client().get(LOGIN).content.decode()

    assert 'action="/account/oidc/mfa/login/' in html
    assert "Ministry" in html
    assert environment.provider_origins(settings.SOCIALACCOUNT_PROVIDERS) == ["https://id.example.org"]


# --- the pages of django-allauth -------------------------------------------------------------------------------------------------------------

ALLAUTH = [
    "password/change/",
    "sessions/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/recovery-codes/generate/",
    "logout/",
    "3rdparty/",
]
"""The pages of a signed-in person."""
ENGLISH = re.compile(
    r"\b(?:the|name|you|your|password|sign (?:in|out)|add|activate|generate|key|keys|are|not|used|forgot|again|continue|manage|current)\b",
    re.IGNORECASE,
)


def words_of(html: str) -> str:
    body = html[html.index("<main") :]
    body = re.sub(r"<(script|textarea|code|noscript)[\s\S]*?</\1>|value=\"[^\"]*\"", " ", body)
    labels = " ".join(re.findall(r'(?:placeholder|title|aria-label|alt)="([^"]*)"', body))
    return re.sub(r"<[^>]+>", " ", body) + labels


def test_no_english_is_left_in_the_french_pages_of_accounts(site: Any) -> None:
    Account.objects.filter(email="member@example.org").update(language="fr")
    account = Account.objects.get(email="member@example.org")
    account.set_password(PASSWORD)
    account.save()
    client = Client()
    sign_in(client, email="member@example.org")
    anonymous = Client(headers={"Accept-Language": "fr"})
    pages = {"reauthenticate/": client.get("/account/2fa/totp/activate/", follow=True)}
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    pages |= {address: client.get(f"/account/{address}") for address in ALLAUTH}
    pages |= {
        address: anonymous.get(f"/account/{address}") for address in ("login/", "password/reset/", "password/reset/done/", "inactive/")
    }
    pages |= {
        address: anonymous.get(f"/account/{address}")
        for address in ("password/reset/key/1-bad/", "3rdparty/login/cancelled/", "3rdparty/login/error/")
    }

    found = {}
    for address, answer in pages.items():
        assert answer.status_code in (200, 401), (address, answer.status_code, getattr(answer, "url", ""))
        text = words_of(answer.content.decode()).replace("Legation", "").replace("English", "")
        if left := ENGLISH.findall(text):
            found[address] = (left, " ".join(text.split())[:600])
    assert found == {}


def test_no_page_of_accounts_holds_an_inline_script_or_style(see: Callable[..., Any], site: Any) -> None:
    for address in ALLAUTH:
        html = see("member", f"/account/{address}", follow=True).content.decode()
        scripts = re.findall(r"<script\b([^>]*)>", html)
        assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts), address
        assert "<style" not in html, address
        assert not re.search(r"\s(?:style|on\w+)=", html), address


def test_a_person_confirms_again_when_the_last_time_is_long_ago(client: Client, settings: Any) -> None:
    person()
    sign_in(client)
    assert must_confirm(client.get("/me").wsgi_request)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    request = client.get("/me").wsgi_request

    assert not must_confirm(request)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    assert must_confirm(request)
    assert confirm_href("/me/tokens?a=b&c") == "/account/reauthenticate/?next=%2Fme%2Ftokens%3Fa%3Db%26c"


def test_who_signs_in_without_a_password_of_ours_is_not_asked_for_one(site: Any, settings: Any) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    assert not site.people["owner"].has_usable_password()
    assert not must_confirm(site.client("owner").get("/me").wsgi_request)
