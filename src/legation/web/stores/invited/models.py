"""Links to invitations as the site knows them, and the receipts of what was sent by them. The dossier holds none of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from legation.web.dossiers.models import Dossier

__all__ = ["InvitationLink", "LinkAnswer"]


class InvitationLink(models.Model):
    """A link to an invitation, of whose secret the hash alone is kept: ``invitation`` is the first row of the invitation.

    Neither whether it was opened nor when is kept.
    """

    id = models.CharField(primary_key=True, max_length=16)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="invitation_links")
    invitation = models.CharField(max_length=200)
    token_hash = models.CharField(max_length=64, unique=True)
    revoked = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitation_links_made")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Looked for by its invitation."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["dossier", "invitation"], name="links_of_invitation")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.pk}"


class LinkAnswer(models.Model):
    """An answer as it was sent, once for each key of a browser: its cells, which row of the dossier it is, and which words it was about."""

    link = models.ForeignKey(InvitationLink, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=64)
    at = models.DateTimeField()
    row = models.CharField(max_length=200)
    cells = models.JSONField(default=dict)
    text_hash = models.CharField(max_length=64)

    class Meta:
        """A key once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["link", "key"], name="link_answer_once")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.pk}"
