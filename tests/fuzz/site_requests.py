"""What a browser or a program sends to the site: every form of every page, every query, every body of the API, with its values changed.

The forms are those that the pages show to an owner, the bodies those that the description of the API asks for; no list names them. A
request is ``where`` (who, method and address), ``values`` (names and texts as JSON, or the body) and the files that go with it. Whatever is
sent, the answer is below 500. Each input is undone in the database before the next.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from unittest import mock
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from fuzz.forms import Form, Forms
from fuzz.rooms import Sat, addressed, as_it_was, seat_seeds, sit_down
from fuzz.seeds import OTHER, Seed
from fuzz.small_dossiers import small_places
from fuzz.target import Target

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["browser_of", "database", "request_targets", "sat_on_site", "seed_of", "site_of"]

WHERE, VALUES, BODY = "where", "values.json", "body.json"
_MOST = 14
"""Forms of a family: the shortest of each address, which is changed in more ways in the same time."""


@functools.cache
def database() -> None:
    """Make an empty database of the site in memory, once in a process and those that it forks."""
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    with small_places():
        pass  # their folder is made once, and goes with the process that forks


def site_of() -> Any:
    """Return the site, made anew where a test has undone it."""
    from web.conftest import populated

    from legation.web.dossiers.models import Dossier

    if not _SITE or not Dossier.objects.filter(pk=_SITE[0].dossier.pk).exists():
        _SITE[:] = [site := populated(), sit_down(site), {}]
    return _SITE[0]


def sat_on_site() -> Sat:
    """Return who sits in a room of the site."""
    site_of()
    return _SITE[1]  # type: ignore[no-any-return]


def _address_of(route: Any) -> str:
    """Return the address of a route with values that are there."""
    from web.samples import address_of, made

    site = site_of()
    if len(_SITE) < 4:
        _SITE.append({**made(site, "owner"), "room": _SITE[1].room})
    return address_of(route, site, _SITE[3])


_SITE: list[Any] = []
"""The site, a seat in a room of it, the cookies of who has signed in, and a sample of each value of its addresses."""


def request_targets() -> Iterator[Target]:
    """Yield a target for each family of routes and of operations (``evidence``, ``import``); and one for what is asked of pages."""
    from legation.web import urls  # noqa: F401 - declares the routes
    from legation.web.api.operation import OPERATIONS
    from legation.web.site.routing import ROUTES

    families = sorted({route.name.partition(".")[0] for route in ROUTES.values() if route.kind == "action"})
    for family in families:
        yield Target(f"site/{family}", _sent, only=_changes, begun=functools.partial(_forms, family))
    yield Target("site/seats", _sent, only=_changes, begun=_seats)
    yield Target("site/queries", _sent, only=_changes, begun=_queries)
    for family in sorted({name.partition(".")[0] for name, one in OPERATIONS.items() if one.method != "get"}):
        yield Target(f"api/requests/{family}", _sent, only=_changes, begun=functools.partial(_bodies, family))
    yield Target("backup/rows", _filled, begun=_backup)
    yield Target("api/requests/queries", _sent, only=_changes, begun=_api_queries)


def _backup() -> list[Seed]:
    """Return the rows of a backup of the site, by their tables; of a table the first."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from legation.version import VERSION
    from legation.web.serving.backup import FORMAT, models_of, plain

    site_of()
    tables, rows = {}, {}
    for model in models_of(apps):
        fields = model._meta.concrete_fields
        found = list(model._base_manager.order_by("pk").values_list(*(one.attname for one in fields)))
        lines = [json.dumps([plain(value) for value in row]).encode() + b"\n" for row in found]
        tables[model._meta.db_table] = {"columns": [one.column for one in fields], "rows": 0, "sha256": ""}
        rows[f"rows/{model._meta.db_table}.jsonl"] = b"".join(lines)
    manifest = {
        "format": min(2, FORMAT),
        "version": VERSION,
        "made": "2024-01-01T00:00:00",
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
        "tables": tables,
        "files": {},
    }
    return [{"manifest.json": json.dumps(manifest).encode(), **rows}]


def _filled(files: Mapping[str, bytes], folder: Path) -> None:
    """Restore rows of which the sums are right whatever they say: of those that are not, no row is ever read."""
    import hashlib
    import zipfile

    from django.apps import apps
    from django.db import connection, transaction

    from legation.web.serving.archive import Archive
    from legation.web.serving.backup import models_of
    from legation.web.serving.restore import consistent, fill_tables

    place = folder / "backup.zip"
    manifest = files["manifest.json"]
    try:
        read = json.loads(manifest)
        for name, data in files.items():
            if name != "manifest.json":
                about = read["tables"][name[5:-6]]
                about["sha256"], about["rows"] = hashlib.sha256(data).hexdigest(), data.count(b"\n") + (data[-1:] not in (b"", b"\n"))
        manifest = json.dumps(read).encode()
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    with zipfile.ZipFile(place, "w") as out:
        for name, data in {**files, "manifest.json": manifest}.items():
            out.writestr(name, data)
    archive = Archive(place)
    with transaction.atomic():
        try:
            with consistent(archive):
                fill_tables(connection, archive, {model._meta.db_table: model for model in models_of(apps)})
                connection.check_constraints()
        finally:
            transaction.set_rollback(True)


def _changes(name: str) -> bool:
    return name != WHERE


def _sent(files: Mapping[str, bytes], folder: Path) -> None:
    """Send a request as the owner of the dossier, or as a program of the owner's."""
    from django.db import transaction

    who, method, address = files[WHERE].decode().split(" ", 2)
    site, signed_in = site_of(), browser_of(who)
    with transaction.atomic():
        client = _program(site) if address.startswith("/api/") else signed_in
        try:
            with small_places(), as_it_was(_SITE[1]):
                status = _status(client, method, addressed(address, _SITE[1]), files)
        finally:
            transaction.set_rollback(True)
    if status >= 500:
        raise RuntimeError(f"the site answers {status}: {method} {re.sub('[0-9]+', 'N', urlsplit(address).path)}")


def browser_of(who: str) -> Any:
    """Return a browser in which somebody has signed in, once in a process: what an input does to the session is undone with the rest."""
    from django.test import Client

    if who == "seat":
        return _SITE[1].browser()
    if who not in _SITE[2]:
        with mock.patch("django.contrib.auth.user_logged_in.send"):  # nothing is noted in the trail, which nobody can take away
            _SITE[2][who] = {name: one.value for name, one in _SITE[0].client(who).cookies.items()}
    client = Client()
    client.cookies.load(_SITE[2][who])
    return client


def _program(site: Any) -> Any:
    from django.test import Client

    from legation.web.api import tokens
    from legation.web.api.models import SCOPES

    secret = tokens.make(site.people["owner"], "fuzzed", tuple(SCOPES), days=7, dossiers=None)[1]
    return Client(headers={"Authorization": f"Bearer {secret}"})


def _status(client: Any, method: str, address: str, files: Mapping[str, bytes]) -> int:
    from django.core.files.uploadedfile import SimpleUploadedFile

    if BODY in files:
        return int(client.generic(method, address, files[BODY], "application/json").status_code)
    if "body" in files:
        return int(client.generic(method, address, files["body"], "application/octet-stream").status_code)
    values = _values(files[VALUES])
    if method == "GET":
        return int(client.get(address, values).status_code)
    sent: dict[str, list[Any]] = {**values}
    for name, data in files.items():
        if name not in (WHERE, VALUES):
            of, _, called = name.partition("=")
            sent.setdefault(of, []).append(SimpleUploadedFile(called, data))
    return int(client.post(address, sent).status_code)


def _values(data: bytes) -> dict[str, list[str]]:
    """Return fields and what stands in them, of JSON that was changed in any way; a form holds texts alone."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = {data[:50].decode("utf-8", "replace"): data.decode("utf-8", "replace")}
    pairs = found.items() if isinstance(found, dict) else enumerate(found if isinstance(found, list) else [found])
    return {_text(name): [_text(one) for one in (value if isinstance(value, list) else [value])][:500] for name, value in pairs}


def _text(value: Any) -> str:
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "replace").decode()


@functools.cache
def _pages() -> Mapping[str, tuple[str, str]]:
    """Return every page by its address, and who sees it: the owner, else the administrator."""
    from django.db import transaction

    from legation.web.site.routing import ROUTES

    site = site_of()
    found = {}
    for route in ROUTES.values():
        if route.kind == "page":
            address = _address_of(route)
            with transaction.atomic():
                answer = site.client(_who(route)).get(address)
                transaction.set_rollback(True)
            if answer.status_code == 200:
                found[address] = answer.content.decode(), _who(route)
    return found


def _who(route: Any) -> str:
    """Return who is let in."""
    from web.samples import expected

    return "owner" if expected(route, site_of(), "owner") == "allowed" else "administrator"


def _family(address: str) -> str:
    from django.urls import Resolver404, resolve

    try:
        return (resolve(urlsplit(address).path).url_name or "").partition(".")[0]
    except Resolver404:
        return ""


def seed_of(form: Form) -> Seed:
    """Return a request that sends a form as the page shows it."""
    files = {f"{name}={called}": OTHER[called] for name, called in zip(form.files, ("list.txt", "page.html", "memo.pdf"), strict=False)}
    return {WHERE: f"{form.who} {form.method} {form.address}".encode(), VALUES: json.dumps(form.fields).encode(), **files}


@functools.cache
def _all_forms() -> tuple[Form, ...]:
    found = [dataclasses.replace(form, who=who) for address, (html, who) in _pages().items() for form in Forms(html, address).found]
    least: dict[tuple[str, str], Form] = {}
    for form in sorted(found, key=lambda form: len(json.dumps(form.fields))):
        least.setdefault((form.method, form.address), form)
    return tuple(least.values())


def _forms(family: str) -> list[Seed]:
    """Return the forms that are sent to a family of routes; to a route that no page sends one to, the longest of its family."""
    from legation.web.site.routing import ROUTES

    of = [form for form in _all_forms() if form.method == "POST" and _family(form.address) == family]
    longest = max(of, key=lambda form: len(form.fields), default=Form("POST", "", {"name": ["x"]}))
    for route in ROUTES.values():
        if route.kind == "action" and route.name.partition(".")[0] == family:
            address = _address_of(route)
            if all(urlsplit(form.address).path != address for form in of):
                of.append(Form("POST", address, longest.fields, longest.files, _who(route)))
    return [seed_of(form) for form in of[:_MOST]]


def _seats() -> list[Seed]:
    """Return what the browser of a seat sends."""
    return [{**seed_of(form), BODY: body} if body else seed_of(form) for form, body in seat_seeds(sat_on_site())]


def _queries() -> list[Seed]:
    """Return every page with what its address and its forms may ask for."""
    found = [form for form in _all_forms() if form.method == "GET"]
    for address, (html, who) in _pages().items():
        asked = [parse_qs(urlsplit(urljoin(address, link)).query) for link in re.findall(r'href="([^"#]*\?[^"#]*)"', html)]
        fields = {name: values for query in asked for name, values in query.items()}
        found.append(Form("GET", urlsplit(address).path, fields or {"at": ["2024-01-01"], "q": ["x"]}, who=who))
    return [seed_of(form) for form in found]


def _bodies(family: str) -> list[Seed]:
    from fuzz.site_targets import EDITS

    found: list[Seed] = []
    for name, address, one in _operations():
        if name.partition(".")[0] != family or one["method"] == "get":
            continue
        where = {WHERE: f"owner {one['method'].upper()} {address}{_required(one)}".encode()}
        content = one.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            found.append({**where, BODY: json.dumps(_example(content["application/json"]["schema"])).encode()})
            if "edits" in json.loads(found[-1][BODY]):
                found.append({**where, BODY: json.dumps(EDITS).encode()})
        elif content:
            found += [{**where, "body": data} for data in (b"id,name\nFRA,France\n", OTHER["pack.zip"])]
        else:
            found.append({**where, VALUES: b"{}"})
    return found


def _required(one: Mapping[str, Any]) -> str:
    """Return the query that an operation cannot do without."""
    asked = {given["name"]: _example(given["schema"]) for given in one.get("parameters", ()) if given["in"] == "query"}
    return f"?{urlencode(asked, doseq=True)}" if asked else ""


def _api_queries() -> list[Seed]:
    found = []
    for _, address, one in _operations():
        if one["method"] == "get":
            asked = {given["name"]: [str(_example(given["schema"]))] for given in one.get("parameters", ()) if given["in"] == "query"}
            found.append({WHERE: f"owner GET {address}".encode(), VALUES: json.dumps(asked).encode()})
    return found


_KNOWN = {"slug": "small", "row": "FRA", "table": "actors", "part": "actors.csv", "question": "who-stands-where", "form": "zip"}


def _operations() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, at in _described()["paths"].items():
        for method, one in at.items():
            address = re.sub(r"{(\w+)}", lambda found: _KNOWN.get(found[1], "1"), path)
            yield one["operationId"], address, {**one, "method": method}


@functools.cache
def _described() -> Mapping[str, Any]:
    from django.test import Client

    return Client().get("/api/v1/openapi.json").json()  # type: ignore[no-any-return]


def _example(schema: Mapping[str, Any], depth: int = 0) -> Any:
    """Return something that a schema of the description allows."""
    if "$ref" in schema:
        return _example(_described()["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth + 1)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _example(schema[several][0], depth + 1)
    if "default" in schema and schema["default"] not in (None, [], {}, ""):
        return schema["default"]
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [""])[0])
    match schema.get("type"):
        case "object":
            return {name: _example(one, depth + 1) for name, one in schema.get("properties", {}).items()} if depth < 6 else {}
        case "array":
            return [_example(schema.get("items", {}), depth + 1)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "null":
            return None
    return {"date": "2024-02-03"}.get(str(schema.get("format")), "x")
