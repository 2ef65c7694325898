"""Tables of what comes in from the front, of accounts that are invited to a role, and of weeks whose openings were read."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

__all__ = ["Carried", "DifferentPeople", "InvitedRole", "OpeningsWeek", "PutAside"]


class Carried(models.Model):
    """The number of the last bundle each way: ``outward`` as applied, ``inward`` as made; ``about``: what the front counted."""

    direction = models.CharField(max_length=8, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    about = models.JSONField(default=dict)


class PutAside(models.Model):
    """A submission that could not be opened or read, sealed as it came; it goes after seven days."""

    number = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    key_version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    token = models.BinaryField(default=b"")
    reason = models.CharField(max_length=16)
    purge_at = models.DateTimeField(db_index=True)


class InvitedRole(models.Model):
    """The role at a post that an invited person has from the moment at which they accept."""

    invitation = models.ForeignKey("accounts.Invitation", on_delete=models.CASCADE, related_name="consular_roles")
    post = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=16)

    class Meta:
        """A role at a post once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["invitation", "post", "role"], name="invited_once")
        ]


class DifferentPeople(models.Model):
    """Two people of whom somebody said that they are not the same: the pair is not proposed again."""

    first = models.ForeignKey("consular.Person", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("consular.Person", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each pair once, the smaller id first."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["first", "second"], name="different_once")]


class OpeningsWeek(models.Model):
    """A week, by its Monday: when protection was told which records of other posts were opened in it, and who has read the list."""

    monday = models.DateField(primary_key=True)
    noticed = models.DateTimeField(null=True)
    read = models.DateTimeField(null=True)
    reader = models.CharField(max_length=120, blank=True)
