"""A house full of canaries, walked through a year in a process of its own: what ``test_canary_files`` starts and searches.

Each canary is a made-up word that stands in one place of one record. The process makes the house, registers, backs up, shreds and restores,
and says in JSON what it did; the files that it leaves are searched by the test.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

PLACES = 200


def main(folder: Path) -> None:
    house, ring = folder / "house", folder / "medium" / "keyring"
    os.environ["LEGATION_CONSULAR_DATA"], os.environ["LEGATION_CONSULAR_KEYRING"] = str(house), str(ring)
    os.environ["LEGATION_CONSULAR_PASSPHRASE"] = "four words of a keyring"
    os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.consular.settings"
    from legation.web.consular.making import Plan, make_house

    make_house(
        house, ring, os.environ["LEGATION_CONSULAR_PASSPHRASE"], Plan(posts={"lyndon": "Atlantic/Reykjavik"}, kind="public", state="FR")
    )
    import django

    django.setup()
    from django.core.management import call_command

    for database in ("default", "keys"):
        call_command("migrate", database=database, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    sys.stdout.write(json.dumps(walk(folder)) + "\n")


def walk(folder: Path) -> dict[str, Any]:
    from desk_people import a_crisis, a_household, a_message, a_report, an_event

    from legation.web.accounts.models import Account
    from legation.web.consular.backing_up import back_up
    from legation.web.consular.holds import place_hold
    from legation.web.consular.keystore.models import SubjectKey
    from legation.web.consular.purging import purge
    from legation.web.consular.records.models import Household, Message, Person, Warden
    from legation.web.consular.restoring import restore
    from legation.web.consular.rotation import rotate
    from legation.web.consular.shredding import shred
    from legation.web.consular.vault import close_vault, vault

    words: list[str] = []

    def word(place: str) -> str:
        words.append(f"zorvexa{len(words):05}q")
        return words[-1]

    head = Account.objects.create(email="head@lyndon.example.org", name="head", language="en", password="!")
    now = dt.datetime(2026, 8, 20, 10, tzinfo=dt.UTC)
    crisis = a_crisis(word=word, closed=None)
    households = []
    while len(words) < PLACES:
        household, people = a_household(people=2, word=word)
        an_event(crisis, people, word=word)
        a_report(crisis, word=word)
        a_message(household, crisis, word=word)
        place_hold(people[0].pk, word("hold"), head, now + dt.timedelta(days=1), now)
        households.append((household, people))
    warden = Warden(crisis=crisis, households=[one.pk for one, _ in households])
    vault().new_subject(warden.pk)
    warden.about = vault().seal(warden, "about", {"name": word("warden")})
    warden.save()
    said: dict[str, Any] = {"words": words, "keys": SubjectKey.objects.count()}
    desk, keys = folder / "backups" / "desk.backup", folder / "medium" / "keys.backup"
    desk.parent.mkdir()
    back_up(desk, keys, now)
    (folder / "attic").mkdir()
    shutil.copy(keys, folder / "attic")  # what somebody took: the desk deletes its own
    said["read before"] = readable(desk, keys)
    household, people = households[0]
    gone = [household.pk, *(one.pk for one in people)]
    said["shredded"] = [bytes(SubjectKey.objects.get(pk=one).wrapped).hex() for one in gone]
    said["ciphertexts"] = [
        bytes(people[0].identity).hex(),
        bytes(household.contact).hex(),
        bytes(Message.objects.get(household=household).address).hex(),
    ]
    sought = [*said["shredded"], *said["ciphertexts"]]
    said["bytes before"] = len(in_databases(folder, sought))
    shred(gone, now)
    said["bytes after"] = len(in_databases(folder, sought))
    keys_of_today = folder / "medium" / "keys-today.backup"
    back_up(None, keys_of_today, now)
    said["read of the shredded"] = sum(1 for one in readable(desk, keys_of_today) if one in gone)
    said["read of the others"] = len(readable(desk, keys_of_today))
    rotate("root", now)
    close_vault()
    later = now + dt.timedelta(days=6)
    Household.objects.all().delete()
    crisis.delete()
    SubjectKey.objects.all().delete()
    close_vault()
    restored = restore(desk, keys, later)
    said["back"] = Household.objects.filter(pk__in=gone).count() + Person.objects.filter(pk__in=gone).count()
    said["back"] += SubjectKey.objects.filter(pk__in=gone).count()
    said["restored"], said["passed over"] = restored.rows, restored.passed_over
    said["still read"] = sum(1 for one in Person.objects.all() if vault().open(one, "identity")["given"] in words)
    purge(dt.datetime(2026, 9, 7, tzinfo=dt.UTC), is_confirmed=True)
    said["after the purge"] = Person.objects.count() + Household.objects.count()
    return said


def in_databases(folder: Path, sought: list[str]) -> list[str]:
    """Which of some values, as hexadecimal digits, stand in a file of the databases, their logs among them."""
    files = [path.read_bytes() for path in (folder / "house").rglob("*.sqlite3*")]
    return [one for one in sought if any(bytes.fromhex(one)[16:48] in data for data in files)]


def readable(desk: Path, keys: Path) -> list[str]:
    """The people of a backup of the desk that whoever has the keyring and a copy of the keys can read."""
    import base64

    from legation.errors import LegationError
    from legation.keys import field_aad, open_field, unwrap_key
    from legation.web.consular.vault import vault

    with zipfile.ZipFile(keys) as archive:
        rows = [json.loads(line) for line in archive.read("rows/consular_keys_subjectkey.jsonl").splitlines()]
        wrapped = {row[0]: base64.b64decode(row[2]) for row in rows}
    found = []
    with zipfile.ZipFile(desk) as archive:
        columns = json.loads(archive.read("manifest.json"))["tables"]["consular_person"]["columns"]
        for line in archive.read("rows/consular_person.jsonl").splitlines():
            row = dict(zip(columns, json.loads(line), strict=True))
            try:
                key = unwrap_key(vault().keyring, row["id"], wrapped.get(row["id"], b""))
                open_field(key, field_aad("consular_person", row["id"], "identity", row["id"], 1), base64.b64decode(row["identity"]))
            except LegationError:
                continue
            found.append(row["id"])
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
