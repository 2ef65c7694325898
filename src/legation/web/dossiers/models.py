"""The tables behind dossiers. Only :mod:`legation.web.dossiers.store` and its neighbours write them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from legation.dossier.records import MARKINGS
from legation.web.dossiers.roles import ROLES

__all__ = ["Dossier", "Grant", "Part", "Proposal", "Revision", "WaitingGrant"]


class Part(models.Model):
    """The bytes of a part, stored once however many revisions hold them."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Dossier(models.Model):
    """A matter. ``head`` is the number of its newest revision; it moves by one statement that names the old number.

    ``title`` and ``marking`` are those of the newest revision: who sees less than the marking does not see the title.
    """

    slug = models.SlugField(unique=True, max_length=80)
    title = models.JSONField(default=dict)
    marking = models.CharField(max_length=20, default=MARKINGS[-1])
    head = models.PositiveIntegerField(default=0)
    made = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    closed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.slug


class Revision(models.Model):
    """A state of a dossier: the hash of each of its parts, by whom, when, and why. Never altered."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    parts = models.JSONField()
    hash = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="revisions")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reviewed")
    made = models.DateTimeField(auto_now_add=True)
    reason = models.JSONField(default=dict)
    is_newest = False
    """Whether it was read as the newest of its dossier: only such a one is shown as it is."""

    class Meta:
        """One revision for each number."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["dossier", "number"], name="number_once")]
        ordering: ClassVar[list[str]] = ["-number"]

    def __str__(self) -> str:
        return f"{self.dossier.slug} {self.number}"


class Grant(models.Model):
    """What an account, or everyone of an organisation, is to a dossier.

    ``marking`` is the highest marking that they see. ``tables`` limits a guest to the tables that are shared with it; None is all.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="grants")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="grants")
    organisation = models.ForeignKey("accounts.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=[(role, role) for role in ROLES])
    marking = models.CharField(max_length=20, choices=[(marking, marking) for marking in MARKINGS], default=MARKINGS[-1])
    tables = models.JSONField(null=True, blank=True)
    mandate = models.BooleanField(default=False)
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="grants_given")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """To an account or to an organisation, once each."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) ^ models.Q(organisation__isnull=True), name="account_or_organisation"
            ),
            models.UniqueConstraint(fields=["dossier", "account"], name="account_once"),
            models.UniqueConstraint(fields=["dossier", "organisation"], name="organisation_once"),
        ]


class WaitingGrant(models.Model):
    """A grant to somebody who has no account yet: it becomes a :class:`Grant` when an account comes with the address.

    Its fields say the same as those of a grant.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="waiting_grants")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=12, choices=[(role, role) for role in ROLES])
    marking = models.CharField(max_length=20, choices=[(marking, marking) for marking in MARKINGS], default=MARKINGS[-1])
    tables = models.JSONField(null=True, blank=True)
    mandate = models.BooleanField(default=False)
    until = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, default="fr")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="grants_waiting")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """To an address once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["dossier", "email"], name="address_once")]

    def __str__(self) -> str:
        return self.email


class Proposal(models.Model):
    """Changes that a contributor offers: row operations on a revision, waiting for an editor.

    ``files`` names the parts that come with them, each with the SHA-256 of its bytes, which are a :class:`Part`. What a crossed signpost
    offers has no author: ``crossing`` says which crossing it is, once for a dossier, ``said`` the reason as a message of ours, and
    ``marking`` what one must see to read it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="proposals")
    base = models.PositiveIntegerField()
    edits = models.JSONField()
    files = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="proposals")
    reason = models.CharField(max_length=500, blank=True)
    made = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in ("waiting", "taken", "refused")], default="waiting")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="proposals_reviewed")
    reviewed = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    crossing = models.CharField(max_length=64, null=True)
    said = models.JSONField(default=dict)
    marking = models.CharField(max_length=20, blank=True)

    class Meta:
        """A crossing once, whatever became of it."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["dossier", "crossing"], name="crossing_once")]
