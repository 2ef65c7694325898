"""Persons whom a desk knows, and what is left of those who were erased.

A dossier names a person by a random key and by role, never by name: ``person-4kq...``. What is kept is what is needed to reach a person;
there is no field for an opinion of them or a score.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models

from legation.web.dossiers.models import Dossier

__all__ = ["BASES", "DETAILS", "Person", "Tombstone", "new_key"]

BASES = ("consent", "public_task", "legitimate_interest", "public_role")
"""Why the data may be kept: the person agreed; the desk's public task; a legitimate interest; what the person's public role makes known."""

DETAILS = ("name", "function", "organisation", "actor", "contact", "channel", "basis", "source", "retain_until", "protected")
"""What a person fills in, in the order of the form."""


def new_key() -> str:
    """Return a random key, which says nothing of the person."""
    return f"person-{secrets.token_hex(8)}"


class Person(models.Model):
    """A person, attached to one dossier.

    ``actor`` is the id of the actor of the dossier for whom they hold a role. ``protected`` keeps them out of every list but the
    owners', and out of maps and exports.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="people")
    key = models.CharField(max_length=40, unique=True, default=new_key)
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=120, blank=True)
    contact = models.TextField(max_length=1000, blank=True)
    channel = models.TextField(max_length=2000, blank=True)
    basis = models.CharField(max_length=30, choices=[(basis, basis) for basis in BASES])
    source = models.CharField(max_length=500)
    retain_until = models.DateField()
    protected = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="people_added")
    made = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key


class Tombstone(models.Model):
    """That a person was here and was erased: the key, so that the dossier's references stay understood; when, by whom, why. No name."""

    REASONS: ClassVar[tuple[str, ...]] = ("request", "retention", "not_needed")

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="tombstones")
    key = models.CharField(max_length=40, unique=True)
    erased = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="people_erased")
    reason = models.CharField(max_length=20, choices=[(reason, reason) for reason in REASONS])

    def __str__(self) -> str:
        return self.key
