"""Accounts and organisations. Persons who do not sign in are in :mod:`legation.web.stores.people`, never here or in a dossier."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from legation.dossier.records import KINDS
from legation.language import LANGUAGES

__all__ = ["Account", "Invitation", "Membership", "Organisation"]


class AccountManager(BaseUserManager["Account"]):
    """How accounts are made."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """Make an account; without a password nobody signs in by one."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account with an address, in any case."""
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser):
    """A person who signs in.

    ``is_administrator`` looks after accounts and organisations; it opens no dossier. ``is_guest`` is invited from outside: makes no
    dossier, and sees of a dossier only what is shared with its organisation. ``room_letters``: whether letters tell of statements that wait
    in rooms which the person moderates; ``room_letter`` is when the last one did. ``post_letters``: whether letters tell of reports that
    are due of a post which the person holds.
    """

    email = models.EmailField(_("email address"), unique=True, max_length=254)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=[(lang, lang) for lang in LANGUAGES], default="fr")
    theme = models.CharField(max_length=5, choices=[("auto", "auto"), ("light", "light"), ("dark", "dark")], default="auto")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    is_guest = models.BooleanField(default=False)
    made = models.DateTimeField(auto_now_add=True)
    room_letters = models.BooleanField(default=True)
    post_letters = models.BooleanField(default=True)
    room_letter = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def first_name(self) -> str:
        """What libraries call the name."""
        return self.name


class Organisation(models.Model):
    """A ministry, mission, company, NGO...: whom an account acts for."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS], default="other")
    made = models.DateTimeField(auto_now_add=True)
    members: models.ManyToManyField[Account, Membership] = models.ManyToManyField(
        Account, through="Membership", related_name="organisations"
    )

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An account acts for an organisation, as what it calls itself (a role: "cyber desk", "permanent mission")."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    role = models.CharField(max_length=120, blank=True)

    class Meta:
        """One membership for each pair."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "account"], name="member_once")
        ]


class Invitation(models.Model):
    """An invitation to make an account: used once, by whoever holds the link, before it expires."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE)
    is_guest = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="fr")
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="invitations_sent")
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="invited_by")

    @property
    def role(self) -> str:
        """What the account is to be on the site: ``administrator``, ``member`` or ``guest``."""
        return "guest" if self.is_guest else "administrator" if self.is_administrator else "member"
