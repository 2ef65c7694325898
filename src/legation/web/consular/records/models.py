"""The tables of the desk.

In clear are random ids, the post, the class, states, times of the record itself and ``purge_at``; whatever else is said of somebody is
encrypted with the key of its subject (a BinaryField, :class:`legation.web.consular.vault.Vault`), each with what it belongs to as
associated data, so that no ciphertext can be put in another's place. A ``subject`` is the name of that key.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from legation.web.consular.records.taking_in import Carried, DifferentPeople, InvitedRole, OpeningsWeek, PutAside

__all__ = [
    "Assignment",
    "BlindIndex",
    "BreakGlass",
    "Carried",
    "Crisis",
    "DifferentPeople",
    "Event",
    "Hold",
    "Household",
    "InvitedRole",
    "LiveToken",
    "Message",
    "OpeningsWeek",
    "Person",
    "Purge",
    "PutAside",
    "Received",
    "Report",
    "Text",
    "Warden",
    "Wave",
    "new_id",
]


def new_id() -> str:
    """Return a random id, which says nothing."""
    return secrets.token_hex(16)


class Assignment(models.Model):
    """What an account is at a post (:data:`legation.web.consular.access.ROLES`); without a post: at every one."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    post = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=16)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A role at a post once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "post", "role"], name="assigned_once")
        ]


class _Record(models.Model):
    """What every record has; its id is the subject of its key."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    post = models.CharField(max_length=40, db_index=True)
    record_class = models.CharField(max_length=16)
    state = models.CharField(max_length=16, db_index=True)
    version = models.PositiveIntegerField(default=1)
    made = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    purge_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        """No table of its own."""

        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Household(_Record):
    """People who are reached by one contact. State: unconfirmed, confirmed, expiring, ended; withdrawn until it is destroyed.

    ``contact``: JSON of phones, emails, languages, the authorities not to contact.
    """

    contact = models.BinaryField()


class Person(_Record):
    """Somebody who registered, alone or with a household; the states are those of :class:`Household`.

    ``identity``: JSON of given and family name, birth, nationalities, documents. ``stay``: JSON of arrives, leaves, place, lon, lat.
    ``same_as``: the person whom somebody found to be the same; "" for who stands for themselves.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="people")
    identity = models.BinaryField()
    stay = models.BinaryField()
    same_as = models.CharField(max_length=32, blank=True, db_index=True)

    class Meta:
        """What has changed is found without reading anybody."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["changed", "version"], name="person_changed")]


class BlindIndex(models.Model):
    """By which a phone, an e-mail or a document is found: an HMAC of it, which cannot be read back."""

    kind = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=32, db_index=True)

    class Meta:
        """Each once for a subject."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "digest", "subject"], name="index_once")
        ]


class LiveToken(models.Model):
    """A link that was sent: the SHA-256 of its token; what it is good for, until when. The front knows digest, kind and expiry alone."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=32, db_index=True)
    crisis = models.ForeignKey("Crisis", null=True, on_delete=models.CASCADE)
    expires = models.DateTimeField(db_index=True)


class Received(models.Model):
    """A submission of the front that was opened: each number is applied once."""

    number = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=24)


class Crisis(_Record):
    """A crisis: prepared, declared, stood-down, closed. ``posts``: whom it concerns, in clear; ``is_discreet``: how its waves are at first.

    ``about``: JSON of name_fr, name_en, area (GeoJSON geometry), first, last, authorities of a hostile environment.
    """

    posts = models.JSONField(default=list)
    is_discreet = models.BooleanField(default=False)
    declared = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    about = models.BinaryField()


class Text(models.Model):
    """A text that is sent or shown: plain, of a version, in a language. A draft leaves only in drills."""

    name = models.CharField(max_length=40)
    lang = models.CharField(max_length=8)
    version = models.PositiveIntegerField(default=1)
    body = models.TextField()
    subject = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, default="draft")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved = models.DateTimeField(null=True)
    verified_on = models.DateField(null=True)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One text for each version."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["name", "lang", "version"], name="text_version")
        ]


class Wave(models.Model):
    """A wave of messages to the people of a crisis; number by number."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveIntegerField()
    is_discreet = models.BooleanField(default=False)
    text = models.CharField(max_length=40)
    versions = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="prepared")
    made = models.DateTimeField(auto_now_add=True)
    pressed = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Each number once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["crisis", "number"], name="wave_number")]


class Message(models.Model):
    """A message of a wave, or outside one.

    State: queued, leased, handing-over, handed-over, delivered, failed, unknown, expired.

    ``key`` is wave, contact and channel: a second press sends nothing. ``address`` is encrypted with the household's key.
    """

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    wave = models.ForeignKey(Wave, null=True, on_delete=models.CASCADE, related_name="messages")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="messages")
    key = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=8)
    lang = models.CharField(max_length=8)
    address = models.BinaryField()
    state = models.CharField(max_length=12, default="queued", db_index=True)
    reason = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=8, blank=True)
    reference = models.CharField(max_length=120, blank=True, db_index=True)
    tries = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    made = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(default=timezone.now)
    purge_at = models.DateTimeField(null=True, db_index=True)


class Event(models.Model):
    """Something that happened in a crisis, as :class:`legation.consular.roll_call.Event` reads it.

    ``people`` are ids in clear; ``about`` (JSON: status, words, by whom) is encrypted with the key of ``subject``.
    """

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=12)
    people = models.JSONField(default=list)
    channel = models.CharField(max_length=8, blank=True)
    trusted = models.BooleanField(default=False)
    subject = models.CharField(max_length=32, db_index=True)
    about = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


class Report(_Record):
    """What a third party said: a call sheet, a warden's report. State: open, ring-back, closed. ``about``: JSON."""

    crisis = models.ForeignKey(Crisis, null=True, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=12)
    about = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


class Warden(models.Model):
    """A volunteer with an area in a crisis; by account, or by a code of which the digest is stored. Ends with the crisis."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="wardens")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    households = models.JSONField(default=list)
    about = models.BinaryField()
    made = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)


class Hold(models.Model):
    """Purging passes over a subject, for a reason, as two persons decided, until a day at most a year away.

    ``agreed``: when the second person did; it stays when the account of either goes.
    """

    subject = models.CharField(max_length=32, db_index=True)
    reason = models.BinaryField()
    first = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    agreed = models.DateTimeField(null=True)
    expires = models.DateTimeField()


class BreakGlass(models.Model):
    """An officer of another post opens one subject for an hour; written before the page is shown.

    ``name``: of the account, which stays when the account goes.
    """

    subject = models.CharField(max_length=32, db_index=True)
    post = models.CharField(max_length=40)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    reason = models.BinaryField()
    made = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()


class Purge(models.Model):
    """What a run of retention destroyed: by class, dates and counts, without a name."""

    at = models.DateTimeField()
    record_class = models.CharField(max_length=16)
    first = models.DateField()
    last = models.DateField()
    count = models.PositiveIntegerField()
