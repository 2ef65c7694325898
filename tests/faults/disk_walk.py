"""A site whose folder lies on a disk that is full, or that is only read: ``disk_walk.py full|read-only FOLDER EACH``, in a mount namespace of its own.

Every page and file that an owner and an administrator may read is opened, every form on these pages is sent, and so is every action; of
these routes each EACHth. What was answered is printed as JSON, with the rows of before and after.
"""

# ruff: noqa: E402 - Django is made ready first

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HOW, FOLDER, EACH = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
SIZE = "64m"
data = FOLDER / "data"
shutil.move(data, FOLDER / "before")
data.mkdir()
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(data)], check=True)
shutil.copytree(FOLDER / "before", data, dirs_exist_ok=True)

os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"
import django

django.setup()

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from lxml import html
from web.conftest import make_site
from web.samples import address_of, expected, made

from legation.web.dossiers.models import Dossier
from legation.web.serving.backup import models_of
from legation.web.site.routing import ROUTES
from legation.web.stores.audit import trail
from legation.web.stores.visits.models import Visit

settings.ALLOWED_HOSTS = ["*"]


def rows() -> dict[str, str]:
    """Return of each table a hash of what is in it."""
    return {
        model._meta.db_table: hashlib.sha256(repr(list(model._base_manager.order_by("pk").values_list())).encode()).hexdigest()
        for model in models_of(apps)
    }


def fill() -> None:
    """Leave not one byte."""
    with (data / "filler").open("wb", buffering=0) as out:
        for size in (1024 * 1024, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    out.write(b"\0" * size)


def close() -> None:
    """Let the disk be as it is when it stops to take anything: with the journal of a database that is open."""
    if connection.vendor != "sqlite":
        connection.close()
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if HOW == "read-only":
        journals = [data / f"legation.sqlite3-{end}" for end in ("wal", "shm")]
        saved = {path: path.read_bytes() for path in journals}
        connection.close()
        for path, content in saved.items():
            path.write_bytes(content)


def sent(client: Any, page: bytes, address: str) -> dict[str, Any]:
    """Send the forms of a page as they are; return what was answered, by address."""
    answers = {}
    for form in html.fromstring(page).iter("form"):
        target = form.get("action") or address
        if (form.get("method") or "").lower() != "post" or not target.startswith("/") or "logout" in target:
            continue
        fields = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
        answers[target] = said(client.post(target, fields))
    return answers


def said(answer: Any) -> list[Any]:
    body = b"".join(answer) if answer.streaming else answer.content
    return [answer.status_code, getattr(answer, "url", ""), b"cannot save anything" in body]


Dossier.objects.all().delete()
site = make_site()
people = {who: made(site, who) for who in ("owner", "administrator")}
clients = {who: site.client(who) for who in people}
Visit.objects.all().delete()
cache.clear()
trail.flush()
before = rows()
close()
if HOW == "full":
    fill()
else:
    subprocess.run(["mount", "-o", "remount,ro", str(data)], check=True)
with contextlib.suppress(OSError), (data / "probe").open("wb", buffering=0) as probe:
    probe.write(b"0")
    raise SystemExit("the disk takes a byte")

pages: dict[str, Any] = {}
forms: dict[str, Any] = {}
actions: dict[str, Any] = {}
for who, client in clients.items():
    client.raise_request_exception = False
    client.cookies["legation-language"] = "en"
    for route in list(ROUTES.values())[::EACH]:
        if expected(route, site, who) != "allowed":
            continue
        address = address_of(route, site, people[who])
        if route.kind == "action":
            actions[f"{who} {route.name}"] = said(client.post(address))
            continue
        answer = client.get(address)
        pages[f"{who} {route.name}"] = answer.status_code
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            forms |= {f"{who} {target}": found for target, found in sent(client, answer.content, address).items()}
after = rows()

if HOW == "full":
    (data / "filler").unlink()
else:
    subprocess.run(["mount", "-o", "remount,rw", str(data)], check=True)

edits = [{"table": "actors", "do": "add", "row": "x", "values": {"id": "x", "name": "X", "kind": "ngo"}}]
for _ in range(3):  # what was opened while the disk was only read learns by its first write that it is not any more
    again = said(clients["owner"].post("/dossiers/small/merge", {"edits": json.dumps(edits), "reason": "one more"}))
    if again[0] == 302:
        break
changed = sorted(table for table in before if before[table] != after[table])
json.dump({"pages": pages, "forms": forms, "actions": actions, "changed": changed, "again": again}, sys.stdout)
