"""The application of the trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Listens to what the site answers, and to who signs in."""

    name = "legation.web.stores.audit"
    label = "audit"

    def ready(self) -> None:
        """Begin to listen."""
        from legation.web.stores.audit import trail

        trail.listen()
