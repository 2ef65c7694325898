"""A consular house with many registrants, made for what measures it: in households of two, each with an e-mail address and a telephone."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import subprocess
import sys
from pathlib import Path

__all__ = ["HOUSEHOLD", "house_made", "open_house", "options", "run_apart"]

HOUSEHOLD = 2
"""People in a household."""
_BATCH = 2_000
LANGUAGES = ("en", "fr", "es", "ar")


def run_apart(name: str) -> None:
    """Run a benchmark in a process of its own, without the variables of this one: a desk has settings of its own."""
    env = {variable: value for variable, value in os.environ.items() if not variable.startswith("LEGATION_")}
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}", "--here"], env=env, check=True)


def options(count: str, usual: int, **paths: str) -> argparse.Namespace:
    """Return the options of a benchmark of the desk: of how much it measures, and paths.

    Parameters
    ----------
    count, usual : str, int
        Name of the option that says how much, and what it is where nobody says.
    paths : str
        Options that take a path, by name, with what they are for.
    """
    reader = argparse.ArgumentParser()
    reader.add_argument("--here", action="store_true", help="in this process")
    reader.add_argument(f"--{count}", type=int, default=usual)
    for name, purpose in paths.items():
        reader.add_argument(f"--{name}", type=Path, help=purpose)
    return reader.parse_args()


def open_house(folder: Path) -> None:
    """Load Django on the house in a folder, with the settings of a desk."""
    os.environ |= {
        "LEGATION_CONSULAR_DATA": str(folder / "house"),
        "LEGATION_CONSULAR_KEYRING": str(folder / "keyring"),
        "LEGATION_CONSULAR_PASSPHRASE": "four words of a keyring",
        "DJANGO_SETTINGS_MODULE": "legation.web.consular.settings",
    }
    import django

    django.setup()
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing is fetched for a benchmark
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def house_made(folder: Path, people: int, *, seed: int = 1, declared: str = "") -> None:
    """Make a house in a folder, with its tables and so many people round 1 east, 2 north; a tenth of them without a place.

    Parameters
    ----------
    declared : str
        What stands in its ``consular.toml`` besides.
    """
    from legation.web.consular.making import Plan, make_house

    os.environ["LEGATION_CONSULAR_PASSPHRASE"] = "four words of a keyring"
    plan = Plan(posts={"lyndon": "Atlantic/Reykjavik", "novara": "America/Santiago"}, kind="ngo", state="FR")
    make_house(folder / "house", folder / "keyring", os.environ["LEGATION_CONSULAR_PASSPHRASE"], plan)
    with (folder / "house" / "consular.toml").open("a") as file:
        file.write(declared)
    open_house(folder)
    from django.core.management import call_command

    for database in ("default", "keys"):
        call_command("migrate", database=database, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    _register(people, random.Random(seed))


def _register(people: int, chance: random.Random) -> None:
    from django.db import transaction

    from legation.web.consular.records.models import Household, Person
    from legation.web.consular.retention import stored_until
    from legation.web.consular.vault import vault

    box, until = vault(), {post: stored_until("trip", dt.date(2026, 8, 6), post) for post in ("lyndon", "novara")}
    for at in range(0, people, _BATCH):
        count = min(_BATCH, people - at)
        households = [
            Household(post=chance.choice(("lyndon", "novara")), record_class="trip", state="confirmed") for _ in range(count // HOUSEHOLD)
        ]
        members = [
            Person(post=one.post, record_class="trip", state="confirmed", household=one) for one in households for _ in range(HOUSEHOLD)
        ]
        for one in (*households, *members):
            one.purge_at = until[one.post]
        box.new_subjects([one.pk for one in (*households, *members)])
        for number, one in enumerate(households, at):
            contact = {"phones": [f"+3361{number:07}"], "emails": [f"p{number}@example.org"], "languages": [chance.choice(LANGUAGES)]}
            one.contact = box.seal(one, "contact", contact)
        for first in range(len(households)):
            place = (None, None) if chance.random() < 0.1 else (chance.gauss(1, 0.5), chance.gauss(2, 0.5))
            stay = {"arrives": "2026-07-01", "leaves": "2026-08-06", "lon": place[0], "lat": place[1]}
            for number, member in enumerate(members[first * HOUSEHOLD : (first + 1) * HOUSEHOLD]):
                identity = {"given": f"Given {number}", "family": "Family", "birth": "1980-01-31", "nationalities": ["FRA"]}
                member.identity, member.stay = box.seal(member, "identity", identity), box.seal(member, "stay", stay)
        with transaction.atomic():
            Household.objects.bulk_create(households)
            Person.objects.bulk_create(members)
