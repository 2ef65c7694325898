"""The application of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, organisations, invitations."""

    name = "legation.web.accounts"
    label = "accounts"
