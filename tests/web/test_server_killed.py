"""A server that is killed while people save: what was answered as saved is there."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import subprocess
import sys
import threading
from urllib.parse import urlencode

import pytest

from .sites import FORM, ROOT, Server, prepared, signed_in, token_in

pytestmark = pytest.mark.each_database("what was answered is on the disk")
POSTGRESQL = os.environ.get("LEGATION_TEST_DATABASE") == "postgresql"
KILLS, SAVES = 3, 45
"""The benchmark of the site kills ten times during two hundred saves each."""
_ROWS = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"
import django
django.setup()
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
dossier = Dossier.objects.get(slug="small")
revisions = list(dossier.revisions.order_by("number").values_list("number", flat=True))
json.dump({"rows": [row.id for row in store.content(store.revision_of(dossier)).actors], "revisions": revisions, "head": dossier.head}, sys.stdout)
"""


def save(server: Server, cookie: str, token: str, row: str) -> bool:
    """Add an actor by the form; return whether it was said to be saved."""
    edits = json.dumps([{"table": "actors", "do": "add", "row": row, "values": {"id": row, "name": row, "kind": "ngo"}}])
    body = urlencode({"csrfmiddlewaretoken": token, "edits": edits, "reason": row}).encode()
    status, headers, _ = server.ask("POST", "/dossiers/small/merge", body, {"Content-Type": FORM, "Cookie": cookie})
    assert (status, headers.get("location", "")) == (302, "/dossiers/small"), status
    return True


@pytest.mark.slow
def test_no_save_that_was_answered_is_lost(tmp_path) -> None:
    chance = random.Random(1)
    acknowledged: list[str] = []
    cookie = token = ""
    with prepared(tmp_path, postgresql=POSTGRESQL) as environment:
        for kill in range(KILLS):
            with Server(environment) as server:
                if not cookie:  # a sign-in outlives the server
                    cookie = signed_in(server)
                    token = token_in(server.ask("GET", "/", headers={"Cookie": cookie})[2])
                for number in range(SAVES // KILLS):
                    row = f"saved-{kill}-{number}"
                    last = number == SAVES // KILLS - 1
                    if last:  # killed somewhere in the middle of this one
                        threading.Timer(chance.uniform(0.0, 0.05), server.kill).start()
                    with contextlib.suppress(OSError, http.client.HTTPException) if last else contextlib.nullcontext():
                        if save(server, cookie, token, row):
                            acknowledged.append(row)
                server.process.wait(30)
        done = subprocess.run([sys.executable, "-c", _ROWS], env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)

    assert len(acknowledged) >= SAVES - KILLS
    assert set(acknowledged) - set(found["rows"]) == set()
    assert found["revisions"] == list(range(1, found["head"] + 1))
    assert found["head"] >= 1 + len(acknowledged)
