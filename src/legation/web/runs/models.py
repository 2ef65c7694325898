"""The tables behind background work: what was asked for (:class:`Run`), and what came of it (:class:`Result` with its :class:`Output`).

A result belongs to no run: it has a key, the hash of everything that it depends on, and whoever asks for the same gets the same. A run
that is waiting, or whose lease is over, may be taken by any worker; the design keeps one table for that and no queue beside it.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from legation.language import LANGUAGES
from legation.web.access import AccessScope

__all__ = ["JOBS", "KINDS", "STATES", "Output", "Result", "Run", "StoredAnswer"]

KINDS = ("question", "note", "brief", "tally", "kit")
JOBS = ("load", "watch", "room")
"""What is done for a dossier and answers nobody: observations are loaded (:mod:`legation.web.runs.loading`), its monitors run, its live
rooms pictured."""
STATES = ("waiting", "running", "done", "failed", "cancelled")


class Result(models.Model):
    """What came of a run: written once, in the transaction that ends the run."""

    key = models.CharField(primary_key=True, max_length=64)
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class Output(models.Model):
    """A file of a result. ``lang`` is empty where it is the same in every language."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="outputs")
    lang = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=100)
    data = models.BinaryField()

    class Meta:
        """One file of a name in a language."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["result", "lang", "name"], name="output_once")
        ]

    def __str__(self) -> str:
        return f"{self.lang}/{self.name}"


class StoredAnswer(models.Model):
    """An answer as data, by the key of all that it rests on, for whatever run needs it again: see :mod:`legation.web.runs.answers`."""

    key = models.CharField(primary_key=True, max_length=64)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="answers")
    data = models.BinaryField()
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class Run(models.Model):
    """Something to be computed for a person.

    ``revision``, ``marking``, ``audience`` and ``tables`` say of which dossier: the revision as its maker saw it. ``key`` is the key of the
    result. While it is running, ``worker`` holds it until ``lease_until``; ``done`` of ``total`` steps are behind it. ``error`` says in
    each language why it failed.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="runs")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="runs")
    revision = models.PositiveIntegerField()
    marking = models.CharField(max_length=20)
    audience = models.CharField(max_length=10)
    tables = models.JSONField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in (*KINDS, *JOBS)])
    question = models.CharField(max_length=80, blank=True)
    options = models.JSONField(default=dict)
    today = models.DateField()
    lang = models.CharField(max_length=2, choices=[(lang, lang) for lang in LANGUAGES])
    key = models.CharField(max_length=64, db_index=True)

    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default="waiting")
    made = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    cancel = models.BooleanField(default=False)
    error = models.JSONField(default=dict)

    class Meta:
        """What workers and pages look for."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "lease_until"], name="run_to_take"),
            models.Index(fields=["owner", "started"], name="run_turn"),
            models.Index(fields=["dossier", "owner", "-made"], name="run_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.question} {self.pk}"

    @property
    def scope(self) -> AccessScope:
        """What of the dossier the run may look at."""
        return AccessScope(self.marking, self.audience, None if self.tables is None else tuple(self.tables))
