"""The application of captures."""

from django.apps import AppConfig


class CapturesConfig(AppConfig):
    """Texts, pictures and headers of archived files."""

    name = "legation.web.captures"
    label = "captures"
