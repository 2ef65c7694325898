"""Tokens of programs and what they may be used for. Of the secret only the hash is kept.

Each scope opens some actions of the one table of permissions. A token does what its person may do *and* what its scopes open; neither
widens the other. What no scope opens, a program cannot do: sharing, the people store, the audit trail, accounts, and everything that
a person does for themselves, such as making tokens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = [
    "ALWAYS_OPEN",
    "SCOPES",
    "Token",
    "opened_by",
]


SCOPES: Mapping[str, frozenset[str]] = {
    "read": frozenset({"see", "see-history"}),
    "ask": frozenset({"ask"}),
    "propose": frozenset({"propose", "see-proposals"}),
    "edit": frozenset({"edit", "propose"}),
    "release": frozenset({"release"}),
    "export": frozenset({"export"}),
}
"""Scope: the actions of :data:`legation.web.access.TABLE` that it opens."""
ALWAYS_OPEN = frozenset({"visit", "be-here"})
"""What every token may do: learn whose it is, and what can be asked."""


def opened_by(scopes: Iterable[str]) -> frozenset[str]:
    """Return the actions that some scopes open; a scope that is not known opens nothing.

    >>> sorted(opened_by(["read"])), "edit" in opened_by(["propose", "all"])
    (['be-here', 'see', 'see-history', 'visit'], False)
    """
    return ALWAYS_OPEN.union(*(SCOPES.get(scope, frozenset()) for scope in scopes))


class Token(models.Model):
    """What a program shows to act for a person.

    ``prefix`` is the beginning of the secret, by which a person knows one from another. ``dossiers`` are the keys of those that it reaches;
    None is all that the person may open. ``last_used`` is a day, no more.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    dossiers = models.JSONField(null=True, blank=True)
    made = models.DateTimeField(auto_now_add=True)
    last_used = models.DateField(null=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-made", "-pk"]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"

    def opens(self, action: str) -> bool:
        """Whether its scopes open an action."""
        return action in opened_by(self.scopes)

    def reaches(self, dossier: int) -> bool:
        """Whether it is for a dossier, by its key."""
        return self.dossiers is None or dossier in self.dossiers

    def is_valid(self, now: dt.datetime) -> bool:
        """Whether it can still be used."""
        return self.revoked is None and self.expires > now
