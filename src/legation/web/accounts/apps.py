"""The application of accounts."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """Accounts, organisations, invitations."""

    name = "legation.web.accounts"
    label = "accounts"
