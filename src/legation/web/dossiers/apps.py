"""The application of dossiers."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Gives new accounts the grants that wait for their addresses."""

    name = "legation.web.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        """Begin to listen to what accounts are made."""
        from legation.web.dossiers import new_accounts

        new_accounts.listen()
