"""Posts of rounds as the site knows them: who may come in, what was marked as read, what was sent. The dossier holds none of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from legation.dossier.records import MARKINGS
from legation.web.dossiers.models import Dossier

__all__ = ["Post", "PostHolder", "PostReading", "PostReminder", "PostReport"]


class Post(models.Model):
    """A post of a round of a dossier: ``round`` is the first row of the round, ``name`` what its assignments call the post.

    ``marking`` is the highest marking that whoever holds it sees.
    """

    id = models.CharField(primary_key=True, max_length=16)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="posts")
    round = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    marking = models.CharField(max_length=20, choices=[(marking, marking) for marking in MARKINGS])

    class Meta:
        """A post once in a round."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "round", "name"], name="post_once")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.round} {self.pk}"


class PostHolder(models.Model):
    """By what somebody stands to a post: an account, or a link, of whose secret the hash alone is kept."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holders")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="posts_held")
    token_hash = models.CharField(max_length=64, blank=True)
    revoked = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="posts_given")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Either of the two; an account once, a secret once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=True, token_hash__gt="") | models.Q(account__isnull=False, token_hash=""),
                name="post_by_account_or_link",
            ),
            models.UniqueConstraint(fields=["post", "account"], name="post_account_once"),
            models.UniqueConstraint(fields=["token_hash"], condition=~models.Q(token_hash=""), name="post_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.pk}"


class PostReminder(models.Model):
    """That an account was written to of a deadline, the instant ``until``; whether anything is due follows from the dossier alone."""

    holder = models.ForeignKey(PostHolder, on_delete=models.CASCADE, related_name="reminders")
    until = models.DateTimeField()
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A deadline once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["holder", "until"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.holder_id} {self.until}"


class PostReading(models.Model):
    """That a version of the instruction was marked as read, when, and by whom; the first time counts."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="readings")
    version = models.PositiveIntegerField()
    holder = models.ForeignKey(PostHolder, null=True, on_delete=models.SET_NULL, related_name="readings")
    at = models.DateTimeField()

    class Meta:
        """A version once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["post", "version"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.version}"


class PostReport(models.Model):
    """A report as it was sent, once for each key of a browser.

    ``state``: ``taken``, as the row ``engagement`` of the dossier; ``late``, kept apart with its ``cells`` until the desk has admitted it.
    ``by`` is the account of the desk that entered it for the post.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    key = models.CharField(max_length=64)
    holder = models.ForeignKey(PostHolder, null=True, on_delete=models.SET_NULL, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="posts_entered")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=[(state, state) for state in ("taken", "late")])
    engagement = models.CharField(max_length=200, blank=True)
    cells = models.JSONField(default=dict)
    file_name = models.CharField(max_length=200, blank=True)
    file = models.BinaryField(default=bytes)

    class Meta:
        """A key once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["post", "key"], name="report_key_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.pk}"
