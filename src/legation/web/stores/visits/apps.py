"""The application of visits."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Notes which revision of a dossier a person has seen."""

    name = "legation.web.stores.visits"
    label = "visits"

    def ready(self) -> None:
        """Begin to listen to what is looked at."""
        from legation.web.stores.visits import tracking

        tracking.listen()
