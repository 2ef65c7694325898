"""What a desk of 100,000 registrants needs to unlock: the passphrase, every key, and the stays of all; then all that is known of each."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from benchmarks.consular_house_made import options, run_apart

__all__ = ["main"]

PEOPLE = 100_000
HOUSEHOLD = 2
"""People in a household."""
_BATCH = 2000


def main() -> None:
    """Measure in a process of its own: a desk has settings of its own."""
    run_apart("consular_unlock")


def measure(folder: Path, people: int = PEOPLE) -> None:
    """Make a house with so many people in a folder, and print what unlocking it takes."""
    house, ring = folder / "house", folder / "keyring"
    os.environ |= {
        "LEGATION_CONSULAR_DATA": str(house),
        "LEGATION_CONSULAR_KEYRING": str(ring),
        "LEGATION_CONSULAR_PASSPHRASE": "four words of a keyring",
        "DJANGO_SETTINGS_MODULE": "legation.web.consular.settings",
    }
    from legation.web.consular.making import Plan, make_house

    make_house(house, ring, os.environ["LEGATION_CONSULAR_PASSPHRASE"], Plan(posts={"lyndon": "Atlantic/Reykjavik"}))
    import django

    django.setup()
    from django.core.management import call_command

    for database in ("default", "keys"):
        call_command("migrate", database=database, interactive=False, verbosity=0)
    print(f"\nA consular desk of {people:,} registrants in households of {HOUSEHOLD}")
    _line("registered (keys made, fields encrypted, stored)", lambda: _register(people), people)
    from legation.web.consular.records.models import Household
    from legation.web.consular.vault import close_vault, vault

    close_vault()
    from legation.web.consular.people import known_people

    passphrase = _line("keyring opened (Argon2id)", vault, 1)
    known = _line("keys unwrapped, stays decrypted: people can be selected", known_people, people)
    print(f"  {'unlocked: both together':56}{passphrase + known:19.2f} s   wanted: at most 5 s")
    _line("names decrypted, when somebody first searches", lambda: known_people().find("Given 7"), people)
    _line("contacts read and decrypted", lambda: _read(Household, "contact"), people // HOUSEHOLD)


def _line(what: str, run: object, count: int) -> float:
    began, computed = time.perf_counter(), time.process_time()
    run()  # type: ignore[operator]
    seconds = time.perf_counter() - began
    print(f"  {what:56}{count:9,}{seconds:10.2f} s{time.process_time() - computed:10.2f} s of a processor", flush=True)
    return seconds


def _read(model: object, column: str) -> int:
    from legation.web.consular.vault import vault

    rows = model._base_manager.values_list("pk", "pk", column).iterator(chunk_size=_BATCH)  # type: ignore[attr-defined]
    return sum(1 for _ in vault().open_all(model, column, rows))  # type: ignore[arg-type]


def _register(people: int) -> None:
    from django.db import transaction

    from legation.web.consular.records.models import Household, Person
    from legation.web.consular.vault import vault

    box = vault()
    for at in range(0, people, _BATCH):
        households = [Household(post="lyndon", record_class="trip", state="confirmed") for _ in range(_BATCH // HOUSEHOLD)]
        members = [
            Person(post="lyndon", record_class="trip", state="confirmed", household=one) for one in households for _ in range(HOUSEHOLD)
        ]
        box.new_subjects([one.pk for one in (*households, *members)])
        for number, one in enumerate(households):
            contact = {"phones": [f"+3361{at + number:07}"], "emails": [f"somebody.{at + number}@example.org"], "languages": ["fr"]}
            one.contact = box.seal(one, "contact", contact)
        for number, member in enumerate(members):
            identity = {"given": f"Given {at + number}", "family": "Family", "birth": "1980-01-31", "nationalities": ["FR"]}
            stay = {"arrives": "2026-07-01", "leaves": "2026-08-06", "place": "2988507", "lon": 2.35 + number / 1e4, "lat": 48.85}
            member.identity, member.stay = box.seal(member, "identity", identity), box.seal(member, "stay", stay)
        with transaction.atomic():
            Household.objects.bulk_create(households)
            Person.objects.bulk_create(members)


if __name__ == "__main__":
    chosen = options("people", PEOPLE)
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place), chosen.people)
