"""Attempts to break in that belong to no page alone: odd encodings and signs, names, guesses, floods, what is kept for several readers."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client

from legation.dossier import decode
from legation.dossier.files import workbook
from legation.dossier.tables import csv_sheet
from legation.errors import CannotRead, DossierError
from legation.language import LANGUAGES
from legation.web import pages
from legation.web.access import ROLES
from legation.web.accounts.models import Account, Invitation
from legation.web.accounts.sign_in import SocialAdapter, reset_password
from legation.web.api import tokens
from legation.web.api.models import SCOPES
from legation.web.dossiers import contents, store
from legation.web.dossiers.models import Dossier, Grant, Proposal
from legation.web.forms import saving
from legation.web.site import environment, frame, routing
from legation.web.site.cache import Cache
from legation.web.site.routing import ROUTES

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("signs and lengths that a database may refuse, and guesses that it counts")
PASSWORD = "a sentence that is long enough"
LOGIN = "/account/login/"
BASE = "/dossiers/small"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture(autouse=True)
def quick_and_uncounted(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    for cost, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
        monkeypatch.setattr(Argon2PasswordHasher, cost, least)


def with_password(account: Account) -> Account:
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client: Client, account: Account, password: str = PASSWORD, **more: Any) -> int:
    return client.post(LOGIN, {"login": account.email, "password": password}, **more).status_code


# --- encodings and signs ------------------------------------------------------------------------------------------------------------------


@each_database
def test_a_nul_gets_nowhere(site: Any) -> None:
    client = site.client("owner")
    client.cookies["legation-other"] = "a\x00b"
    assert client.get("/").status_code == 400
    client = site.client("owner")

    for address in (f"{BASE}/search?q=a%00b", "/audit?account=%00", f"{BASE}/%00"):
        assert client.get(address).status_code == 400, address
    change = f"{BASE}/rows/positions/p1/change"
    for form in ({"value": "66", "reason": "a\x00b"}, {"value": "66\x00"}, {"val\x00ue": "66"}):
        assert client.post(change, {"base": "1", **form}).status_code == 400
    assert store.revision_of(Dossier.objects.get(pk=site.dossier.pk)).number == 1


@each_database
def test_half_a_character_in_json_is_refused_in_a_sentence(site: Any) -> None:
    _, secret = tokens.make(site.people["owner"], "mine", tuple(SCOPES), days=7, dossiers=None)
    edit = {"table": "actors", "do": "change", "row": "FRA", "values": {"name": "X"}}
    bodies = [
        {"base": 1, "reason": "\ud800", "edits": [edit]},
        {"base": 1, "reason": "", "edits": [edit | {"values": {"name": "\ud800"}}]},
        {"base": 1, "reason": "", "edits": [edit | {"row": "\ud800"}]},
        {"base": 1, "reason": "", "edits": [edit | {"values": {"\ud800": "X"}}]},
    ]
    for body in bodies:
        answer = Client().post(
            f"/api/v1{BASE}/edits", json.dumps(body), content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code in (400, 422), body
        assert answer.json()["error"]


def test_json_of_any_depth_is_refused(site: Any) -> None:
    _, secret = tokens.make(site.people["owner"], "mine", tuple(SCOPES), days=7, dossiers=None)
    for body in ("[" * 200_000, '{"a":' * 100_000, '{"base": ' + "9" * 6000 + "}"):
        answer = Client().post(f"/api/v1{BASE}/edits", body, content_type="application/json", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 400
    answer = site.client("owner").post(f"{BASE}/merge", {"edits": "[" * 200_000, "base": "1"})
    assert answer.status_code == 400


# --- names ------------------------------------------------------------------------------------------------------------------------------------


@each_database
@pytest.mark.parametrize(
    "name", ["Administrator", " ADMINISTRATOR", "Ａdministrator", "Administrátor", "Admin\u00adistrator", "Admin\u200bistrator"]
)
@pytest.mark.parametrize("role", ["guest", "reader"])
def test_nobody_takes_the_name_of_an_administrator(site: Any, name: str, role: str) -> None:
    answer = site.client(role).post("/me/save", {"name": name, "language": "en", "theme": "auto"})

    assert answer.status_code == 422
    assert Account.objects.filter(name=name).exclude(email="administrator@example.org").count() == 0


@each_database
@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u3164", "\U000e0041"])
def test_a_name_holds_nothing_that_nobody_sees(site: Any, sign: str) -> None:
    answer = site.client("reader").post("/me/save", {"name": f"Jean{sign}ne", "language": "fr", "theme": "auto"})

    assert answer.status_code == 422
    assert f"U+{ord(sign):04X}" in answer.content.decode()


def test_a_guest_is_told_of_no_name_that_they_do_not_meet(site: Any) -> None:
    site.people["member"].name = "Somebody Else"
    site.people["member"].save()

    assert site.client("guest").post("/me/save", {"name": "Owner", "language": "en", "theme": "auto"}).status_code == 422
    assert site.client("guest").post("/me/save", {"name": "Somebody Else", "language": "en", "theme": "auto"}).status_code == 302
    assert site.client("reader").post("/me/save", {"name": "Somebody Else", "language": "en", "theme": "auto"}).status_code == 422
    assert site.client("reader").post("/me/save", {"name": "Reader", "language": "fr", "theme": "auto"}).status_code == 302  # one's own


def test_who_is_invited_or_comes_from_a_provider_takes_no_name_either(site: Any) -> None:
    from legation.web.accounts import invitations

    _, token = invitations.invite("new@example.org", site.people["administrator"])
    form = {"name": "administrator", "password": PASSWORD, "again": PASSWORD, "language": "en"}
    assert Client().post(f"/invitation/{token}/accept", form).status_code == 422
    assert Invitation.objects.filter(email="new@example.org", used__isnull=True).exists()

    app = SimpleNamespace(settings={"member_domains": []})
    login = SimpleNamespace(user=Account(), email_addresses=[], provider=SimpleNamespace(app=app))
    came = SocialAdapter().populate_user(None, login, {"email": "e@example.net", "name": "Admin\u202eistrator"})
    assert came.name == "Administrator (e@example.net)"


@pytest.mark.parametrize("verified", [False, None, "false", "true"])
def test_an_address_that_no_provider_vouches_for_makes_no_account(rf: Any, verified: Any) -> None:
    request = rf.get("/account/oidc/mfa/login/callback/")
    request.user = AnonymousUser()
    address = SimpleNamespace(email="minister@example.org", verified=verified)
    login = SimpleNamespace(user=Account(email="minister@example.org"), email_addresses=[address])

    with pytest.raises(ImmediateHttpResponse) as refused:
        SocialAdapter().is_open_for_signup(request, login)
    assert refused.value.response.status_code == 403
    assert b"minister@example.org" in refused.value.response.content
    address.verified = True
    assert SocialAdapter().is_open_for_signup(request, login)


def test_a_provider_vouches_for_the_domains_that_the_settings_name(tmp_path: Path) -> None:
    place = tmp_path / "oidc.toml"
    place.write_text(
        '[[provider]]\nid = "m"\nname = "M"\nclient_id = "c"\nsecret = "s"\nserver = "https://id.example.org"\nvouches_for = ["@MFA.example.org"]\n',
        "utf-8",
    )
    app = environment.providers(str(place))["openid_connect"]["APPS"][0]
    provider = SimpleNamespace(app=SimpleNamespace(settings=app["settings"]), get_settings=dict)

    assert SocialAdapter().is_email_verified(provider, "e@mfa.example.org")
    assert not SocialAdapter().is_email_verified(provider, "e@example.org")


# --- guesses ----------------------------------------------------------------------------------------------------------------------------------


@each_database
def test_who_guesses_does_not_shut_out_a_person_in_a_browser_that_they_use(site: Any) -> None:
    account = with_password(site.people["administrator"])
    own = Client()
    assert sign_in(own, account) == 302
    own.post("/account/logout/")

    guesses = [sign_in(Client(), account, f"wrong {n}", REMOTE_ADDR="203.0.113.9") for n in range(8)]

    assert guesses[-1] == 429
    assert sign_in(Client(), account) == 429
    assert sign_in(own, account) == 302


@each_database
def test_a_known_browser_has_no_more_guesses_than_another_and_knows_one_account(site: Any) -> None:
    account, other = with_password(site.people["administrator"]), with_password(site.people["owner"])
    own = Client()
    sign_in(own, account)
    own.post("/account/logout/")
    assert [sign_in(own, account, f"wrong {n}") for n in range(6)][-1] == 429
    assert [sign_in(Client(), other, f"wrong {n}", REMOTE_ADDR="203.0.113.9") for n in range(6)][-1] == 429
    assert sign_in(own, other) == 429
    own.cookies["legation-browser"] = "made-up"
    assert sign_in(own, other) == 429


def test_whoever_holds_the_machine_ends_a_wait(site: Any) -> None:
    account = with_password(site.people["administrator"])
    for n in range(6):
        sign_in(Client(), account, f"wrong {n}")

    assert sign_in(Client(), account, reset_password(account.email)) == 302


@each_database
def test_another_name_of_the_site_gives_no_more_guesses(site: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
    account = with_password(site.people["owner"])
    hosts = ["testserver", "localhost", "127.0.0.1"]

    statuses = [sign_in(Client(headers={"host": hosts[n % 3]}), account, f"wrong {n}") for n in range(6)]

    assert statuses[-1] == 429


# --- floods -----------------------------------------------------------------------------------------------------------------------------------


@each_database
def test_a_person_offers_no_more_than_an_editor_can_read(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "WAITING", 3)
    client = site.client("contributor")
    change = f"{BASE}/rows/positions/p1/change"

    statuses = [client.post(change, {"value": str(61 + n), "base": "1"}).status_code for n in range(4)]

    assert statuses == [302, 302, 302, 409]
    found = Proposal.objects.order_by("pk").first()
    assert found is not None
    site.client("editor").post(f"{BASE}/proposals/{found.pk}/refuse", {"answer": "no"})
    assert client.post(change, {"value": "69", "base": "1"}).status_code == 302


def test_a_proposal_is_not_of_any_size(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "BYTES_OFFERED", 200)
    answer = site.client("contributor").post(f"{BASE}/rows/positions/p1/change", {"note": "x" * 300, "value": "66", "base": "1"})

    assert answer.status_code == 400
    assert not Proposal.objects.exists()


def test_what_was_answered_to_a_proposal_is_as_high_as_the_proposal(site: Any) -> None:
    Grant.objects.filter(dossier=site.dossier, account=site.people["contributor"]).update(marking="TLP:RED")
    site.client("contributor").post(f"{BASE}/rows/positions/p1/change", {"value": "66", "base": "1"})
    found = Proposal.objects.get()
    site.client("editor").post(f"{BASE}/proposals/{found.pk}/refuse", {"answer": "SECRET-ANSWER"})
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:GREEN")

    for address in (f"{BASE}/proposals.json", f"{BASE}/proposals/{found.pk}.json", f"{BASE}/proposals", f"{BASE}/proposals/{found.pk}"):
        assert "SECRET-ANSWER" not in site.client("editor").get(address).content.decode()
    assert "SECRET-ANSWER" in site.client("contributor").get(f"{BASE}/proposals").content.decode()


# --- what comes with a file ---------------------------------------------------------------------------------------------------------------------


@each_database
def test_a_key_of_many_names_is_not_read(site: Any) -> None:
    begun = time.process_time()
    for text in (
        "a" + ".a" * 100_000 + " = 1",
        "[" + "a." * 50_000 + "b]\n",
        'x = {"a"' + ' . "a"' * 100_000 + " = 1}",
        "a" * 1_000_000,
        '"' * 900_000,
    ):
        with pytest.raises(DossierError):
            decode({"dossier.toml": text.encode()})
    assert time.process_time() - begun < 5
    answer = site.client("owner").post(f"{BASE}/mandate/save", {"base": "1", "reservation": "a" + ".a" * 100_000 + " = 1"})
    assert answer.status_code == 422
    assert decode({"dossier.toml": b'id = "x"\ntitle = "1.2.3 and www.one.two.three.example.org"\n'}).info.id == "x"


def test_empty_cells_count_before_they_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(csv_sheet, "CELLS_LIMIT", 1000)
    monkeypatch.setattr(workbook, "CELLS_LIMIT", 1000)
    for data in (b"id" + b",x" * 99 + b"\n" + b"a\n" * 20, b"id,x\n" + b"," * 99 + b"\n" + (b"," * 99 + b"\n") * 12):
        problems: list[Any] = []
        csv_sheet.read_csv("actors.csv", data, problems)
        assert "too-many" in [p.code for p in problems]
    fine: list[Any] = []
    assert csv_sheet.read_csv("actors.csv", b"id,x\n" + b"a,b\n" * 400, fine) is not None
    assert not fine

    book = openpyxl.Workbook()
    page = book.active
    page.title, page["A1"], page["A500"], page["XFD500"] = "actors", "id", "a", "z"
    book.save(tmp_path / "wide.xlsx")
    with pytest.raises(CannotRead):
        workbook.read_workbook(tmp_path / "wide.xlsx")


def test_blank_cells_at_the_end_of_a_row_are_read_as_they_were(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "actors"
    for row in (["id", "name", "kind"], ["FRA", "France", None], [None, None, None], ["DEU", None, "state"]):
        page.append(row)
    book.save(tmp_path / "small.xlsx")

    _, sheets = workbook.read_workbook(tmp_path / "small.xlsx")

    assert sheets["actors.csv"].rows == ((2, ("FRA", "France", "")), (4, ("DEU", "", "state")))


# --- what is kept for several readers -------------------------------------------------------------------------------------------------------------


def test_no_kept_page_is_shown_to_another_sight_role_or_language(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of the dossier: as each person sees it after all others have asked, it is as it was made for them alone.

    The owner asks in both languages; each of the others in one, which alternates from person to person and from page to page.
    """
    assert pages.__doc__  # whose import declares the routes
    addresses = [
        "/" + route.path.replace("<slug:slug>", "small")
        for route in ROUTES.values()
        if route.kind == "page" and route.cached and "<" not in route.path.replace("<slug:slug>", "")
    ]
    people = tuple(dict.fromkeys((*ROLES, "named", "member", "administrator")))

    def look(role: str, lang: str, address: str) -> tuple[int, str]:
        Account.objects.filter(pk=site.people[role].pk).update(language=lang)
        answer = site.client(role).get(address)
        return answer.status_code, _TOKEN.sub("", answer.content.decode())

    def forget() -> None:
        monkeypatch.setattr(routing, "_CONTENT", Cache(10_000))
        monkeypatch.setattr(frame, "_FRAMES", Cache(10_000))
        monkeypatch.setattr(contents, "_KNOWN", Cache(10_000))

    compared = 0
    for number, address in enumerate(addresses):
        alone = {}
        readers = [(role, LANGUAGES[(number + at) % 2]) for at, role in enumerate(people)]
        readers += [("owner", lang) for lang in LANGUAGES if ("owner", lang) not in readers]
        for reader in readers:
            forget()
            alone[reader] = look(*reader, address)
        forget()
        for order in (readers, readers[::-1]):
            for reader in order:
                assert look(*reader, address) == alone[reader], (address, reader)
                compared += 1
    assert compared > 250
    assert len(addresses) > 15
