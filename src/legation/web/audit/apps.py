"""The application of the trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Listens to what the site answers, and to who signs in."""

    name = "legation.web.audit"
    label = "audit"

    def ready(self) -> None:
        """Begin to listen."""
        from legation.web.audit import trail

        trail.listen()
