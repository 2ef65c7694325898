"""The table of requests that people make about themselves."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from legation.web.consular.records.models import new_id

__all__ = ["RightsRequest"]


class RightsRequest(models.Model):
    """A request of somebody about themselves: received, identified, answered, refused. It outlives whom it concerns by its own period.

    ``concerns`` is a random id, which says nothing once the person is destroyed; it does not make the request a part of the person.
    ``about``: JSON of the code that was sent, and of the ground of a refusal, encrypted with a key of the request's own.
    """

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    post = models.CharField(max_length=40, db_index=True)
    record_class = models.CharField(max_length=16, default="request")
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default="received", db_index=True)
    concerns = models.CharField(max_length=32, db_index=True)
    wrong_codes = models.PositiveIntegerField(default=0)
    document_seen = models.BooleanField(default=False)
    received = models.DateTimeField(default=timezone.now)
    due = models.DateField()
    answered = models.DateTimeField(null=True)
    purge_at = models.DateTimeField(null=True, db_index=True)
    about = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)
