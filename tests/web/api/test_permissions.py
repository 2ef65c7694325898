"""Every operation as every role and with every scope, against the table of permissions; tokens that are wrong; objects of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from legation.dossier import TABLES, decode, encode, hash_of
from legation.dossier import Dossier as Content
from legation.web.access import ON_SITE, ROLES, TABLE, grant_of, role_in_site, scope_of
from legation.web.api import tokens
from legation.web.api import tokens as bearer
from legation.web.api.models import ALWAYS_OPEN, SCOPES, Token, opened_by
from legation.web.api.operation import OPERATIONS, Operation
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant, Part, Revision
from legation.web.runs.models import Run
from legation.web.site.routing import ROUTES
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"
EDIT = {"table": "positions", "do": "change", "row": "p1", "values": {"value": 61, "low": 50, "high": 70}}
BODIES: dict[str, Any] = {
    "edits": {"edits": [EDIT], "base": 1},
    "questions.ask": {},
    "parts.put": b"group,actor\nEU,FRA\n",
    "import.recognise": b"France\n",
    "import.file": b"France\nPeru\n",
}
QUERIES = {
    "dossiers.search": "?q=france",
    "revisions.compare": "?a=1&b=1",
    "rows.history": "?part=actors.csv&table=actors&row=FRA",
    "parts.put": "?base=1",
    "import": "?form=zip&how=add&base=1",
    "import.check": "?form=zip&how=add&base=1",
    "import.recognise": "?name=list.txt",
    "import.file": "?name=list.txt&base=1",
}
SAMPLES = {
    "table": "actors",
    "row": "FRA",
    "path:row": "FRA",
    "part": "actors.csv",
    "path:part": "groups.csv",
    "form": "zip",
    "question": "what-is-due",
    "lang": "en",
    "name": "answer.json",
}


def run_of(site: Any, account: Any) -> int:
    grant = grant_of(account, site.dossier)
    scope = scope_of(grant) if grant else None
    run = Run.objects.create(
        dossier=site.dossier,
        owner=account,
        revision=1,
        marking=scope.marking if scope else "TLP:CLEAR",
        audience=scope.audience if scope else "public",
        tables=scope.tables if scope else [],
        kind="question",
        question="what-is-due",
        today=dt.date(2020, 1, 1),
        lang="en",
        key="0" * 64,
    )
    return int(run.pk)


def address_of(one: Operation, slug: str = "small", **values: Any) -> str:
    path = one.path
    for name, value in {**SAMPLES, "slug": slug, **values}.items():
        path = path.replace(f"{{{name}}}", str(value))
    if one.name == "tables.evidence":
        path = path.replace("FRA", "e1")
    assert "{" not in path, path
    return V1 + path + QUERIES.get(one.name, "")


def call(one: Operation, program: Any, **values: Any) -> Any:
    with transaction.atomic():
        answer = program.ask(one.method, address_of(one, **values), BODIES.get(one.name))
        transaction.set_rollback(True)
    return answer


def said(answer: Any) -> str:
    return {401: "sign-in", 403: "forbidden", 404: "not-there"}.get(answer.status_code, "allowed" if answer.status_code < 500 else "broken")


def expected(one: Operation, site: Any, who: str, scopes: tuple[str, ...]) -> str:
    account = site.people[who]
    if one.action not in opened_by(scopes):
        return "forbidden"
    if "{slug}" not in one.path:
        return "allowed" if role_in_site(account) in TABLE[one.action] else "forbidden"
    if who not in (*ROLES, "named"):
        return "not-there"
    role = "reader" if who == "named" else who
    allowed = role_in_site(account) in TABLE[one.action] if one.action in ON_SITE else role in TABLE[one.action]
    return "allowed" if allowed else "forbidden"


WHO = (*ROLES, "named", "administrator", "member", "other-owner")


def sets_of_scopes() -> Iterator[tuple[str, ...]]:
    yield tuple(SCOPES)
    for scope in SCOPES:
        yield (scope,)


@pytest.mark.parametrize("who", WHO)
def test_every_operation_is_as_the_table_and_the_scopes_say(site: Any, program: Any, who: str) -> None:
    number = run_of(site, site.people[who])
    wrong, attempts = [], 0
    for scopes in sets_of_scopes():
        one_program = program(who, *scopes)
        for one in OPERATIONS.values():
            attempts += 1
            answer = call(one, one_program, number=number)
            wanted = expected(one, site, who, scopes)
            if said(answer) != wanted and not (one.name == "runs.file" and wanted == "allowed"):  # a run that waits has no file yet
                wrong.append((one.name, scopes, wanted, answer.status_code))
            if answer.status_code >= 400:
                assert (answer["Content-Type"], answer.json()["ok"], answer.json()["status"]) == (
                    "application/json",
                    False,
                    answer.status_code,
                )
    assert wrong == []
    assert attempts == (len(SCOPES) + 1) * len(OPERATIONS)


def test_without_a_token_nothing_is_answered(site: Any) -> None:
    """A browser in which the owner has signed in is nobody here: no other site can use its cookie."""
    for client in (Client(), site.client("owner")):
        for one in OPERATIONS.values():
            answer = client.generic(one.method.upper(), address_of(one, number=1), b"{}", "application/json")
            assert (one.name, answer.status_code) == (one.name, 401)
            assert answer["WWW-Authenticate"].startswith("Bearer")
            assert answer.json()["ok"] is False


def test_actions_and_scopes_are_of_the_table() -> None:
    assert {one.action for one in OPERATIONS.values()} <= TABLE.keys()
    assert ALWAYS_OPEN.union(*SCOPES.values()) <= TABLE.keys()
    assert not opened_by(SCOPES) & {
        "share",
        "audit",
        "close",
        "see-people",
        "erase-people",
        "hand-over",
        "administer",
        "own",
        "make-dossier",
    }


@pytest.mark.parametrize("who", ["owner", "reader", "guest"])
def test_pages_are_read_as_json_with_the_scope_to_read(site: Any, program: Any, who: str) -> None:
    reads, asks = program(who, "read"), program(who, "ask")
    role = who
    for route in ROUTES.values():
        if route.kind != "page" or "<" in route.path.replace("<slug:slug>", ""):
            continue
        address = f"/{route.path or 'home'}.json".replace("<slug:slug>", "small")
        allowed = route.action in opened_by(["read"]) and (
            role_in_site(site.people[who]) in TABLE[route.action] if route.action in ON_SITE else role in TABLE[route.action]
        )
        answer = reads.get(address)
        assert (route.name, said(answer)) == (route.name, "allowed" if allowed else "forbidden")
        assert asks.get(address).status_code == 403
        assert reads.post(address, {}).status_code in (403, 405)


def test_a_token_opens_no_page_and_does_no_deed(site: Any, program: Any) -> None:
    owner = program("owner")

    assert owner.get("/dossiers/small").status_code == 302
    assert owner.post("/me/tokens/make", {"name": "another"}).status_code == 403
    assert Token.objects.count() == 1


@pytest.mark.parametrize("change", [{"revoked": timezone.now()}, {"expires": timezone.now() - dt.timedelta(seconds=1)}])
def test_a_token_that_is_over_opens_nothing(site: Any, program: Any, change: dict[str, Any]) -> None:
    one = program("owner")
    assert one.get(f"{V1}me").status_code == 200
    Token.objects.update(**change)

    for address in (f"{V1}me", "/dossiers/small.json"):
        answer = one.get(address)
        assert (answer.status_code, answer.json()["ok"]) == (401, False)
        assert "invalid_token" in answer["WWW-Authenticate"]


def test_the_token_of_an_account_that_is_closed_opens_nothing(site: Any, program: Any) -> None:
    one = program("owner")
    site.people["owner"].is_active = False
    site.people["owner"].save()

    assert one.get(f"{V1}me").status_code == 401


@pytest.mark.parametrize("secret", ["", "nothing", "legation_" + "x" * 43, "\u00e9", "a" * 5000])
def test_a_wrong_token_opens_nothing(site: Any, secret: str) -> None:
    answer = Client().get(f"{V1}me", headers={"Authorization": f"Bearer {secret}"})

    assert answer.status_code == 401


def test_a_grant_that_ends_takes_the_dossier_from_the_token(site: Any, program: Any) -> None:
    one = program("reader")
    assert one.get(f"{V1}dossiers/small").status_code == 200
    Grant.objects.filter(account=site.people["reader"]).update(until=dt.date(2020, 1, 1))

    assert one.get(f"{V1}dossiers/small").status_code == 404
    assert one.get(f"{V1}dossiers").json()["items"] == []


def test_of_the_secret_nothing_is_kept_and_the_use_is_a_day(site: Any, program: Any) -> None:
    one = program("owner")
    one.get(f"{V1}me")
    row = Token.objects.get()

    assert one.secret not in str(row.__dict__)
    assert row.last_used == timezone.now().date()
    assert one.secret.startswith(row.prefix)


def test_a_token_that_is_used_too_often_waits(site: Any, program: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bearer, "_RATE", tokens.Rate(2))
    monkeypatch.setattr(bearer.time, "time", lambda: 1_000_000.0)
    one, other = program("owner"), program("reader")

    assert [one.get(f"{V1}me").status_code for _ in range(4)] == [200, 200, 429, 429]
    assert other.get(f"{V1}me").status_code == 200
    assert "Retry-After" in one.get(f"{V1}me")


def test_no_object_of_another_dossier_is_reached(site: Any, program: Any) -> None:
    """Ids of another dossier under the address of mine, and the other dossier itself. Counts the attempts."""
    parts = {
        "dossier.toml": 'id = "theirs"\n',
        "actors.csv": "id,name,kind\nTHEIR-ACTOR,Theirs,state\n",
        "evidence.csv": "id,kind,title,date\ntheir-evidence,statement,Theirs,2018-01-01\n",
        "files/their-file.txt": "THEIR-TEXT",
    }
    theirs = store.create(decode({name: text.encode() for name, text in parts.items()}), site.people["other-owner"])
    number = Run.objects.create(
        dossier=theirs, owner=site.people["other-owner"], revision=1, marking="TLP:CLEAR", audience="public", tables=[],
        kind="question", question="what-is-due", today=dt.date(2020, 1, 1), lang="en", key="1" * 64,
    ).pk  # fmt: skip
    ids = {"number": number, "path:row": "THEIR-ACTOR", "path:part": "files/their-file.txt"}
    attempts, through = 0, []
    for who in (*ROLES, "named"):
        one_program = program(who)
        for one in OPERATIONS.values():
            if "{slug}" not in one.path:
                continue
            attempts += 1
            if call(one, one_program, slug="theirs", number=number).status_code != 404 and TABLE[one.action] >= {who}:
                through.append((who, one.name, "theirs"))
            if any(f"{{{name}}}" in one.path for name in ids) and one.name != "parts.put":
                attempts += 1
                answer = call(one, one_program, **ids)
                if answer.status_code not in (403, 404) or b"THEIR" in answer.content:
                    through.append((who, one.name, answer.status_code))
    assert through == []
    assert attempts > 120


def test_a_run_of_another_person_is_not_there(site: Any, program: Any) -> None:
    number = run_of(site, site.people["owner"])

    for who in ("editor", "contributor", "reader", "guest"):
        one = program(who)
        for address in ("", "/answer", "/files/en/answer.json"):
            assert one.get(f"{V1}dossiers/small/runs/{number}{address}").status_code == 404
        assert one.post(f"{V1}dossiers/small/runs/{number}/cancel", {}).status_code == 404


def put_in_place(dossier: Dossier, content: Content) -> None:
    """Put other content under the same number."""
    parts = encode(content)
    digests = {name: hash_of({name: data}) for name, data in parts.items()}
    for name, data in parts.items():
        Part.objects.get_or_create(sha256=digests[name], defaults={"data": data})
    Revision.objects.filter(dossier=dossier).update(parts=digests, hash=hash_of(parts))


@pytest.mark.parametrize("who", ["reader", "guest", "contributor"])
def test_what_is_hidden_leaves_no_trace(site: Any, program: Any, who: str) -> None:
    """Delete the rows that a role may not see, and ask again: the same answers."""
    one_program = program(who)
    grant = grant_of(site.people[who], site.dossier)
    assert grant is not None

    def everything() -> dict[str, bytes]:
        return {
            address: one_program.get(address).content
            for one in OPERATIONS.values()
            if one.method == "get" and "{slug}" in one.path and "{number}" not in one.path and one.name != "export"
            for table in (TABLES if "{table}" in one.path else ("actors",))
            for address in [address_of(one, table=table)]
        }

    with_hidden = everything()
    seen = store.view(store.content(store.revision_of(site.dossier)), scope_of(grant))
    put_in_place(site.dossier, seen)
    without = everything()

    assert [address for address in with_hidden if with_hidden[address] != without[address]] == []
    assert len(with_hidden) > 25
    assert not [address for address, data in with_hidden.items() if b"SECRET" in data and who != "contributor"]


@pytest.mark.parametrize(
    ("role", "given"),
    [
        ("guest", ()),
        ("reader", ()),
        ("contributor", ()),
        ("owner", ("read", "ask", "propose", "release", "export")),
    ],
    ids=["a guest", "a reader", "a contributor", "an owner's token without edit"],
)
def test_who_may_not_import_leaves_nothing_on_the_site(
    site: Any, program: Any, tmp_path: Path, settings: Any, role: str, given: tuple[str, ...]
) -> None:
    settings.DATA = tmp_path
    one, before = program(role, *given), Part.objects.count()
    carried = b"PK\x03\x04"
    for method, address, body in (
        ("post", "import/file?name=list.txt&base=1", b"France\nPeru\n"),
        ("post", "import/recognise?name=list.txt", b"France\n"),
        ("post", "import/check?form=zip&how=add&base=1", carried),
        ("post", "import?form=zip&how=add&base=1", carried),
        ("put", "parts/groups.csv?base=1", b"group,actor\nEU,FRA\n"),
    ):
        assert one.ask(method, f"{V1}dossiers/small/{address}", body).status_code == 403, address
    for address in ("import/check", "take/check", "observations/load", "models/conflict/begin"):
        sent = {
            "title": "x",
            "way": "file",
            "files": SimpleUploadedFile("a.csv", b"id,name\nITA,Italy\n"),
            "file": SimpleUploadedFile("a", b"x"),
        }
        if role != "owner":
            assert site.client(role).post(f"/dossiers/small/{address}", sent).status_code == 403, address
        token = {"Authorization": f"Bearer {one.secret}"}
        assert one.client.post(f"/dossiers/small/{address}", sent, headers=token).status_code in (302, 401, 403), address

    assert (Revision.objects.count(), Part.objects.count(), Draft.objects.count(), Run.objects.count()) == (1, before, 0, 0)
    assert list(tmp_path.rglob("*.csv")) == [] and not (tmp_path / "incoming").exists()
