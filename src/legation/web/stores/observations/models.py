"""The tables beside the lakes: files that were loaded, how long observations stay, monitors and their alerts.

The observations themselves are no rows of the database: they lie in a lake for each dossier (:mod:`legation.web.runs.lakes`).
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from legation.web.dossiers.models import Dossier

__all__ = ["Alert", "LoadedFile", "Retention", "SignpostsRead", "Watch", "Watcher"]


class LoadedFile(models.Model):
    """What became of a file that somebody loaded: never altered, so that it can be told who brought what, and when.

    ``kind`` is the id of the source by which it was read, ``table`` what it fills, ``source`` who it comes from. ``rows`` were added;
    ``known`` were there before; ``rejected`` could not be placed, of which ``faults`` has the first. ``why`` says why nothing of it was
    loaded, in each language; it is empty where the file is in the lake.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="loaded_files")
    run = models.ForeignKey("runs.Run", null=True, on_delete=models.SET_NULL, related_name="loaded_files")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="loaded_files")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    table = models.CharField(max_length=63)
    source = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    rows = models.PositiveBigIntegerField(default=0)
    known = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    warnings = models.PositiveBigIntegerField(default=0)
    was_there = models.BooleanField(default=False)
    faults = models.JSONField(default=list)
    why = models.JSONField(default=dict)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each file of a run once, whatever attempt brought it; found by the dossier, newest first."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["run", "place", "name"], name="loaded_once")]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["dossier", "-made"], name="loaded_of_dossier")]

    def __str__(self) -> str:
        return self.name


class Retention(models.Model):
    """How long the observations of a dossier stay [days]: shorter than the site's own time, never longer."""

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="retention")
    days = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.dossier} {self.days}"


class Watch(models.Model):
    """Where a monitor stands: what it resumes from, and on what it ran last.

    ``state`` is that of :func:`legation.questions.observations.monitors.run.run`; ``seen`` is the hash of the lake, the revision and the
    day of the last run; ``why`` says, in each language, why it could not run.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="watches")
    monitor = models.CharField(max_length=200)
    state = models.JSONField(null=True)
    seen = models.CharField(max_length=64, blank=True)
    through = models.DateField(null=True)
    why = models.JSONField(default=dict)
    ran = models.DateTimeField(auto_now=True)

    class Meta:
        """One for each monitor."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["dossier", "monitor"], name="watch_once")]

    def __str__(self) -> str:
        return self.monitor


class SignpostsRead(models.Model):
    """On what the signposts of a dossier were read last: ``seen`` is the hash of the lake, the revision and the day."""

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="signposts_read")
    seen = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.dossier)


class Alert(models.Model):
    """What a monitor found. Whoever may not see its monitor, or the observations, is neither shown it nor counts it.

    ``said`` is its sentence in each language.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="alerts")
    monitor = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    said = models.JSONField()
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Found by the dossier, newest first."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["dossier", "-made"], name="alert_of_dossier")]

    def __str__(self) -> str:
        return f"{self.monitor} {self.since}"


class Watcher(models.Model):
    """A person who is told of alerts by mail: that there is one, and where it stands; the letter says nothing of the dossier."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="watchers")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watched")

    class Meta:
        """Each person once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["dossier", "account"], name="watcher_once")]

    def __str__(self) -> str:
        return f"{self.dossier} {self.account}"
