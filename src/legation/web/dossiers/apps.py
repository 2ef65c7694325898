"""The application of dossiers."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Dossiers as revisions, grants, proposals."""

    name = "legation.web.dossiers"
    label = "dossiers"
