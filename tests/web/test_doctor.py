"""What ``legation doctor`` says of an installation: that it is well, and of each fault what is wrong and what to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .sites import ROOT, each, legation, prepared

pytestmark = pytest.mark.each_database("the database is asked what is wrong with it")
POSTGRESQL = os.environ.get("LEGATION_TEST_DATABASE") == "postgresql"
_EXAMINED = """
import datetime as dt, json, os, shutil, sys
from types import SimpleNamespace
from unittest import mock
os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"
import django
django.setup()
from django.conf import settings
from django.db import connection
from legation.language import say
from legation.web.dossiers.models import Revision
from legation.web.serving.doctor import examine
from django.utils import timezone
found = {}
def look(name):
    found[name] = {one.check: (one.state, say(one.message, "en")) for one in examine() if one.state != "good"}
look("well")
with mock.patch("shutil.disk_usage", lambda place: SimpleNamespace(free=100 * 1024**2)):
    look("full")
from legation.web.runs import worker_alive
os.close(worker_alive.hold(settings.DATA))
look("no worker")
held = worker_alive.hold(settings.DATA)
revision = Revision.objects.first()
made = revision.made
Revision.objects.filter(pk=revision.pk).update(made=timezone.now() + dt.timedelta(days=2))
look("clock")
Revision.objects.filter(pk=revision.pk).update(made=made)
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
look("mail")
settings.EMAIL_HOST = ""
with connection.cursor() as cursor:
    cursor.execute("PRAGMA query_only = ON" if connection.vendor == "sqlite" else "SET default_transaction_read_only = on")
    look("read only")
    cursor.execute("PRAGMA query_only = OFF" if connection.vendor == "sqlite" else "SET default_transaction_read_only = off")
os.chmod(settings.DATA, 0o755)
look("open folder")
os.chmod(settings.DATA, 0o700)
(settings.DATA / "last-backup").write_text("2020-01-01")
look("old backup")
with connection.cursor() as cursor:
    cursor.execute("DELETE FROM django_migrations WHERE app = 'visits'")
look("older tables")
json.dump(found, sys.stdout)
"""


def test_each_fault_is_named_with_its_remedy_and_nothing_else(tmp_path: Path) -> None:
    with prepared(tmp_path, postgresql=POSTGRESQL) as environment:
        done = subprocess.run([sys.executable, "-c", _EXAMINED], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        code, said = legation(environment, "doctor", "--json")
    well = found.pop("well")

    assert {check: state for check, (state, _) in well.items()} == {"worker": "note", "mail": "note", "backup": "note"}
    expected = {
        "full": ("disk", "wrong", "Make room there"),
        "no worker": ("worker", "wrong", "No worker is alive"),
        "clock": ("clock", "wrong", "timedatectl"),
        "mail": ("mail", "wrong", "Check LEGATION_EMAIL_URL"),
        "read only": ("counts", "wrong", "people can read, and neither save nor sign in"),
        "open folder": ("folder", "note", "chmod 700"),
        "old backup": ("backup", "note", "legation backup FILE.zip --verify"),
        "older tables": ("tables", "wrong", "Start it once with legation serve"),
    }
    for name, (check, state, words) in expected.items():
        assert found[name][check][0] == state, (name, found[name])
        assert words in found[name][check][1]
        assert {one for one, (how, _) in found[name].items() if how == "wrong"} == ({check} if state == "wrong" else set()), name
    assert (code, json.loads(said)["ok"]) == (1, False)


@pytest.mark.skipif(POSTGRESQL, reason="writes into the file of SQLite itself")
def test_a_site_that_is_not_there_or_is_damaged_is_told_in_both_languages_and_nothing_is_made(tmp_path: Path) -> None:
    with prepared(tmp_path, postgresql=False) as environment:
        whole = tmp_path / "data"
        shutil.copytree(whole, tmp_path / "damaged")
        place = tmp_path / "damaged" / "legation.sqlite3"
        data = bytearray(place.read_bytes())
        data[4096 * 3 : 4096 * 40] = bytes(4096 * 37)
        place.write_bytes(data)
        (tmp_path / "empty").mkdir()
        named = [("doctor", "--data", str(tmp_path / name), "--lang", lang) for name in ("none", "empty") for lang in ("en", "fr")]
        told = each(environment, *named)
        code, said = legation(environment, "doctor", "--data", str(tmp_path / "damaged"))

    assert [code for code, _ in told] == [1] * 4
    assert ["There is no site at" in told[0][1], "Il n’y a pas de site" in told[1][1]] == [True, True]
    assert not (tmp_path / "none").exists()
    assert list((tmp_path / "empty").iterdir()) == []
    assert code == 1
    assert "database" in said
    assert "wrong:" in said
