"""People who registered at a post, made for tests: every field as the desk stores it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from typing import Any

from legation.consular.contact import document, email, phone
from legation.web.consular.house import house_folder
from legation.web.consular.records.models import Crisis, Event, Household, Message, Person, Report, Wave
from legation.web.consular.retention import stored_until
from legation.web.consular.vault import Vault, vault

__all__ = ["a_crisis", "a_household", "a_message", "a_report", "an_event", "clean_journal"]


def a_household(
    post: str = "lyndon",
    *,
    people: int = 1,
    record_class: str = "trip",
    start: dt.date | None = dt.date(2026, 8, 6),
    word: Callable[[str], str] = str,
    box: Vault | None = None,
) -> tuple[Household, list[Person]]:
    """A household with its people; ``word`` makes of each place of a value what stands there."""
    box = box or vault()
    until = stored_until(record_class, start, post) if start else None
    household = Household(post=post, record_class=record_class, state="confirmed", purge_at=until)
    members = [Person(post=post, record_class=record_class, state="confirmed", purge_at=until, household=household) for _ in range(people)]
    box.new_subjects([household.pk, *(one.pk for one in members)])
    number = int(household.pk[:6], 16) % 10_000_000
    contact = {"phones": [phone(f"+3361{number:07}")], "emails": [email(f"{word('email').lower()}@example.org")], "note": word("contact")}
    household.contact = box.seal(household, "contact", contact)
    household.save()
    box.put_indexes(household.pk, {"phone": contact["phones"], "email": contact["emails"]})
    for member in members:
        identity = {"given": word("given"), "family": word("family"), "birth": "1980-01-31", "documents": [f"FRA {word('document')}"]}
        member.identity = box.seal(member, "identity", identity)
        member.stay = box.seal(
            member, "stay", {"arrives": "2026-07-01", "leaves": "2026-08-06", "place": word("place"), "lon": 1.0, "lat": 2.0}
        )
        member.save()
        box.put_indexes(member.pk, {"document": [document("FRA", word("document"))]})
    return household, members


def a_crisis(post: str = "lyndon", *, closed: dt.datetime | None = None, word: Callable[[str], str] = str) -> Crisis:
    crisis = Crisis(post=post, record_class="reply", state="closed" if closed else "declared", posts=[post], closed=closed)
    vault().new_subject(crisis.pk)
    crisis.about = vault().seal(crisis, "about", {"name_en": word("crisis")})
    crisis.save()
    return crisis


def an_event(crisis: Crisis, people: list[Person], *, word: Callable[[str], str] = str, kind: str = "reply") -> Event:
    event = Event(crisis=crisis, at=dt.datetime(2026, 8, 2, tzinfo=dt.UTC), kind=kind, people=[one.pk for one in people])
    event.subject = vault().new_subject(event.pk)
    event.about = vault().seal(event, "about", {"status": "safe", "words": word("words")})
    event.save()
    return event


def a_report(crisis: Crisis | None, *, word: Callable[[str], str] = str, **values: Any) -> Report:
    report = Report(post="lyndon", record_class="report", state="open", crisis=crisis, kind="call", **values)
    vault().new_subject(report.pk)
    report.about = vault().seal(report, "about", {"who": word("report")})
    report.save()
    return report


def a_message(household: Household, crisis: Crisis | None, *, word: Callable[[str], str] = str, state: str = "delivered") -> Message:
    wave = Wave.objects.get_or_create(crisis=crisis, number=1, defaults={"text": "wave"})[0] if crisis else None
    message = Message(wave=wave, household=household, channel="email", lang="en", state=state)
    message.key = message.pk
    message.address = vault().seal(message, "address", {"to": f"{word('address')}@example.org"})
    message.save()
    return message


def clean_journal() -> None:
    """Let a test begin without what another one noted, and without its drills."""
    for path in [*(house_folder() / "journal").glob("*"), *(house_folder() / "drills").glob("*")]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
